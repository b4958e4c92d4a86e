"""Which message names each word of the bot's own vocabulary. Literal keys: a search finds every use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from codesign_bot.core.counting.result import TieStep
from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.label import Decider, Fixed, Rung, Use
from codesign_bot.core.phases import Act, Phase
from codesign_bot.core.state import Fate, Narrowing, Remark, Stance
from codesign_bot.view import Term

PHASE: Mapping[Phase, Term] = MappingProxyType(
    {
        Phase.PROPOSED: Term("phase-proposed"),
        Phase.FRAMING: Term("phase-framing"),
        Phase.CONFIRMING: Term("phase-confirming"),
        Phase.IDEAS: Term("phase-ideas"),
        Phase.SORTING: Term("phase-sorting"),
        Phase.VOTING: Term("phase-voting"),
        Phase.RUNOFF: Term("phase-runoff"),
        Phase.COOLING_OFF: Term("phase-cooling-off"),
        Phase.FEEDBACK: Term("phase-feedback"),
        Phase.OUTCOME: Term("phase-outcome"),
        Phase.FOLLOW_UP: Term("phase-follow-up"),
        Phase.ARCHIVED: Term("phase-archived"),
        Phase.WITHDRAWN: Term("phase-withdrawn"),
        Phase.EXPIRED: Term("phase-expired"),
    }
)

RUNG: Mapping[Rung, Term] = MappingProxyType(
    {
        Rung.COERCION: Term("rung-coercion"),
        Rung.EDUCATING: Term("rung-educating"),
        Rung.INFORMING: Term("rung-informing"),
        Rung.CONSULTATION: Term("rung-consultation"),
        Rung.ENGAGEMENT: Term("rung-engagement"),
        Rung.CODESIGN: Term("rung-codesign"),
        Rung.COPRODUCTION: Term("rung-coproduction"),
    }
)

RUNG_MEANS: Mapping[Rung, Term] = MappingProxyType(
    {
        Rung.COERCION: Term("rung-coercion-means"),
        Rung.EDUCATING: Term("rung-educating-means"),
        Rung.INFORMING: Term("rung-informing-means"),
        Rung.CONSULTATION: Term("rung-consultation-means"),
        Rung.ENGAGEMENT: Term("rung-engagement-means"),
        Rung.CODESIGN: Term("rung-codesign-means"),
        Rung.COPRODUCTION: Term("rung-coproduction-means"),
    }
)

FATE: Mapping[Fate, Term] = MappingProxyType(
    {
        Fate.CHOSEN: Term("fate-chosen"),
        Fate.LATER: Term("fate-later"),
        Fate.NOT_NOW: Term("fate-not-now"),
        Fate.JOINED: Term("fate-joined"),
    }
)

STANCE: Mapping[Stance, Term] = MappingProxyType(
    {
        Stance.AGREE: Term("stance-agree"),
        Stance.DISAGREE: Term("stance-disagree"),
        Stance.PASS: Term("stance-pass"),
    }
)

REMARK: Mapping[Remark, Term] = MappingProxyType(
    {
        Remark.LIKE: Term("remark-like"),
        Remark.WORRY: Term("remark-worry"),
        Remark.WORK: Term("remark-work"),
    }
)

OWN_REMARK: Mapping[Remark, Term] = MappingProxyType(
    {
        Remark.LIKE: Term("remark-own-like"),
        Remark.WORRY: Term("remark-own-worry"),
        Remark.WORK: Term("remark-own-work"),
    }
)

NARROWING: Mapping[Narrowing, Term] = MappingProxyType(
    {
        Narrowing.END_STEP: Term("narrowing-end-step"),
        Narrowing.WITHDRAW_ROUND: Term("narrowing-withdraw-round"),
        Narrowing.HIDE_IDEA: Term("narrowing-hide-idea"),
        Narrowing.PAUSE_STEP: Term("narrowing-pause-step"),
    }
)

DECIDER: Mapping[Decider, Term] = MappingProxyType(
    {
        Decider.PARTICIPANTS: Term("decider-participants"),
        Decider.TOGETHER: Term("decider-together"),
        Decider.OTHERS: Term("decider-others"),
    }
)

FIXED: Mapping[Fixed, Term] = MappingProxyType(
    {
        Fixed.NOTHING: Term("fixed-nothing"),
        Fixed.SOME: Term("fixed-some"),
        Fixed.PLAN: Term("fixed-plan"),
    }
)

USE: Mapping[Use, Term] = MappingProxyType(
    {
        Use.DONE_TOGETHER: Term("use-done-together"),
        Use.DONE: Term("use-done"),
        Use.ADVICE: Term("use-advice"),
        Use.NOTHING: Term("use-nothing"),
    }
)

RULE: Mapping[Rule, Term] = MappingProxyType(
    {
        Rule.DOTS: Term("rule-dots"),
        Rule.SUPPORTERS: Term("rule-supporters"),
        Rule.FAIR_SHARE: Term("rule-fair-share"),
        Rule.APPROVAL: Term("rule-approval"),
    }
)
"""The one plain sentence of each rule that decides. The keys are those of `Rule.sentence_key`."""

RULE_NAME: Mapping[Rule, Term] = MappingProxyType(
    {
        Rule.DOTS: Term("rule-name-dots"),
        Rule.SUPPORTERS: Term("rule-name-supporters"),
        Rule.FAIR_SHARE: Term("rule-name-fair-share"),
        Rule.APPROVAL: Term("rule-name-approval"),
    }
)

TIE_STEP: Mapping[TieStep, Term] = MappingProxyType(
    {
        TieStep.OTHER_MEASURE: Term("tie-rule-other-measure"),
        TieStep.WIDEN: Term("tie-rule-widen"),
        TieStep.RUNOFF: Term("tie-rule-runoff"),
        TieStep.ALL_GO_ON: Term("tie-rule-all-go-on"),
    }
)
"""What each step of the tie chain does, as one sentence of the rules."""

ACT: Mapping[Act, Term] = MappingProxyType(
    {
        Act.JOIN: Term("act-join"),
        Act.SECOND: Term("act-second"),
        Act.PLAN: Term("act-plan"),
        Act.STATE_PROBLEM: Term("act-state-problem"),
        Act.PARK_ANSWER: Term("act-park-answer"),
        Act.WORD_QUESTION: Term("act-word-question"),
        Act.SUPPORT_WORDING: Term("act-support-wording"),
        Act.CONSENT: Term("act-consent"),
        Act.OBJECT: Term("act-object"),
        Act.OFFER_IDEA: Term("act-offer-idea"),
        Act.CHANGE_IDEA: Term("act-change-idea"),
        Act.BUILD_ON: Term("act-build-on"),
        Act.MERGE: Term("act-merge"),
        Act.VOTE: Term("act-vote"),
        Act.MINORITY_VIEW: Term("act-minority-view"),
        Act.GIVE_FEEDBACK: Term("act-give-feedback"),
        Act.SET_FATE: Term("act-set-fate"),
        Act.WRITE_OUTCOME: Term("act-write-outcome"),
        Act.FOLLOW_UP: Term("act-follow-up"),
        Act.TIME: Term("act-time"),
        Act.REQUEST: Term("act-request"),
    }
)
