"""The five honest answers and the frozen rules, as everybody can read them."""

from __future__ import annotations

from codesign_bot.core.counting.ballots import MAX_IDEAS_ON_A_BALLOT
from codesign_bot.core.label import Answers
from codesign_bot.core.phases import WINDOWED
from codesign_bot.core.rules import PLAN_WITHIN, SECOND_WITHIN, Rules
from codesign_bot.core.settling.question import CONFIRMINGS_MOST
from codesign_bot.core.state import Round
from codesign_bot.view import Block, Length, Quote, Row, Rows, Say, Term, Typed, View, say
from codesign_bot.views.actions import HELP, NOW
from codesign_bot.views.parts import Words, heading, label, private, quoted, why_lowered
from codesign_bot.views.terms import DECIDER, FIXED, PHASE, RULE, TIE_STEP, USE

_WEEKDAYS = (
    Term("time-weekday-1"),
    Term("time-weekday-2"),
    Term("time-weekday-3"),
    Term("time-weekday-4"),
    Term("time-weekday-5"),
    Term("time-weekday-6"),
    Term("time-weekday-7"),
)
"""In the order of ISO 8601, Monday first."""


def five_answers(rules: Rules, words: Words) -> tuple[Block, ...]:
    """The five honest answers. Where nobody gave them, that is said."""
    return (say("answers-none"),) if rules.answers is None else answered(rules.answers, words)


def answered(answers: Answers, words: Words) -> tuple[Block, ...]:
    """Five answers: what was chosen, and the words beside it."""
    return (*worded_answers(answers, words), say("reply-promised", day=answers.reply_by))


def worded_answers(answers: Answers, words: Words) -> tuple[Quote, ...]:
    """The four of them that are words. The fifth is a day, told as what is to come or as what was to come."""
    return (
        Quote(quoted(words, answers.who_decides), Say(DECIDER[answers.decider].key)),
        Quote(quoted(words, answers.what_is_fixed), Say(FIXED[answers.fixed].key)),
        Quote(quoted(words, answers.what_is_open), say("what-is-open")),
        Quote(quoted(words, answers.what_happens_with_it), Say(USE[answers.use].key)),
    )


def rules_view(state: Round, words: Words) -> View:
    """Every rule of the round in plain sentences, and the hash that was posted at the opening."""
    if state.rules is None:
        return private(say("rules-none"), heading=heading(state, words), actions=(HELP,))
    frozen = say("rules-not-frozen") if state.rules_hash is None else say("rules-frozen", hash=Typed(state.rules_hash))
    return private(
        label(state),
        *why_lowered(state),
        *five_answers(state.rules, words),
        *every_rule(state.rules),
        frozen,
        heading=heading(state, words),
        actions=(NOW, HELP),
    )


def every_rule(rules: Rules) -> tuple[Rows, ...]:
    """How long each step stays open, then all other rules, one sentence each, and the days of rest."""
    return _steps(rules), Rows(tuple(Row(one) for one in _sentences(rules)), say("rules-title")), *_days(rules)


def _steps(rules: Rules) -> Rows:
    rows = (
        Row(say("rule-step", step=PHASE[phase], length=Length(rules.template.windows[phase]))) for phase in WINDOWED
    )
    return Rows(tuple(rows), say("rules-steps"))


def night_rule(rules: Rules) -> tuple[Say, ...]:
    """Between which hours no step ends; nothing where there are none, as in a practice."""
    night = rules.night
    if night.begins == night.ends:
        return ()
    return (say("rule-night", evening=f"{night.begins:%H:%M}", morning=f"{night.ends:%H:%M}"),)


def rest_rule(rules: Rules) -> tuple[Say, ...]:
    """On which days of the week no step ends, and that there are other such days; nothing where there are none."""
    rest = rules.calendar.rest
    weekend = tuple(say("rule-weekday", day=_WEEKDAYS[day - 1]) for day in sorted(rest.weekdays))
    return (*weekend, *((say("rule-rest"),) if rest.dates else ()))


def _days(rules: Rules) -> tuple[Rows, ...]:
    """Every other day of rest that the round knows."""
    dates = sorted(rules.calendar.rest.dates)
    rows = Rows(tuple(Row(say("rule-rest-day", day=day)) for day in dates), say("rules-rest"))
    return (rows,) if dates else ()


def _sentences(frozen: Rules) -> tuple[Say, ...]:
    rules = frozen.template
    dots = say("rule-dots-by-ideas") if rules.dots is None else say("rule-dots-fixed", dots=rules.dots)
    return (
        say("rule-template", template=Typed(rules.name)),
        *((say("rule-practice"),) if rules.is_practice else ()),
        say("rule-zone", zone=frozen.zone),
        *night_rule(frozen),
        *rest_rule(frozen),
        say("rule-seconders", count=rules.seconders, length=Length(SECOND_WITHIN)),
        say("rule-nobody-plans", length=Length(PLAN_WITHIN)),
        say("rule-objections", count=CONFIRMINGS_MOST),
        say("rule-ideas-each", count=rules.ideas_each),
        say("rule-alone-first", length=Length(rules.alone_first)),
        say("rule-organisers-last"),
        say("rule-merge", length=Length(rules.merge_window)),
        dots,
        say("rule-cap", count=rules.cap),
        say("rule-secret"),
        say("rule-long-list", most=MAX_IDEAS_ON_A_BALLOT),
        Say(RULE[rules.rule].key),
        say("rule-places", count=rules.places),
        say("rule-ties"),
        *(Say(TIE_STEP[step].key) for step in rules.chain),
        say("rule-heard", floor=rules.heard_floor, percent=rules.heard_percent),
        say("rule-extensions", count=rules.extensions_most),
        say("rule-ask-for-time"),
        say("rule-requests", length=Length(rules.request_window)),
        *(say("rule-check", length=Length(check)) for check in rules.checks),
        say("rule-done", count=rules.done_confirmations, length=Length(rules.done_undisputed)),
    )
