"""The pieces that several views share: how words, times, questions, labels and ideas are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from codesign_bot.core.content import Content
from codesign_bot.core.counting.result import Outcome
from codesign_bot.core.ids import ContentId, IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Idea, Round
from codesign_bot.view import (
    Action,
    Audience,
    Block,
    Ideas,
    Quote,
    Quoted,
    Row,
    Rows,
    Say,
    View,
    When,
    say,
)
from codesign_bot.views.terms import PHASE, RUNG, RUNG_MEANS

Words = Mapping[ContentId, str | None]
"""People's words by id; None where they were erased."""

NO_ZONE = "UTC"
"""The zone of a topic that nobody has planned yet."""

NEXT: Mapping[Phase, Phase] = {
    Phase.PROPOSED: Phase.FRAMING,
    Phase.FRAMING: Phase.CONFIRMING,
    Phase.CONFIRMING: Phase.IDEAS,
    Phase.IDEAS: Phase.SORTING,
    Phase.SORTING: Phase.VOTING,
    Phase.VOTING: Phase.COOLING_OFF,
    Phase.RUNOFF: Phase.COOLING_OFF,
    Phase.COOLING_OFF: Phase.FEEDBACK,
    Phase.FEEDBACK: Phase.OUTCOME,
    Phase.OUTCOME: Phase.FOLLOW_UP,
    Phase.FOLLOW_UP: Phase.ARCHIVED,
}
"""What follows as a rule. A tie, or a vote that chose nothing, can lead elsewhere."""

TALLY_IS_PUBLIC = frozenset(
    {Phase.COOLING_OFF, Phase.FEEDBACK, Phase.OUTCOME, Phase.FOLLOW_UP, Phase.ARCHIVED, Phase.WITHDRAWN}
)
FEEDBACK_IS_PUBLIC = frozenset({Phase.OUTCOME, Phase.FOLLOW_UP, Phase.ARCHIVED})


def public_tally(state: Round) -> Outcome | None:
    """The tally, if it may be shown. Every view asks here, so that promise 3 has one door."""
    return state.tally if state.phase in TALLY_IS_PUBLIC else None


def quoted(words: Words, content: Content) -> Quoted:
    """Somebody's words; erased and unknown ones look the same."""
    return Quoted(words.get(content.id), content.id)


def zone_of(state: Round) -> str:
    """The zone that the times of this round are meant in."""
    return state.rules.zone if state.rules is not None else NO_ZONE


def when(state: Round, at: datetime) -> When:
    """An instant of this round."""
    return When(at, zone_of(state))


def title(state: Round, words: Words) -> Quoted:
    """The topic as it was suggested."""
    return quoted(words, state.title)


def heading(state: Round, words: Words) -> Say:
    """The number and the topic of a round, with the mark of a practice where it is one."""
    number, named = int(state.topic), title(state, words)
    if state.is_practice:
        return say("heading-practice", number=number, title=named)
    if state.rules_hash is None:
        return say("heading-topic", number=number, title=named)
    return say("heading-round", number=number, title=named)


def practice(state: Round) -> tuple[Say, ...]:
    """What is said on the card of a practice round, and where it opens: the mark in each heading is short."""
    return (say("practice-not-real"),) if state.is_practice else ()


def label(state: Round) -> Say:
    """The honest label with one sentence about what it means."""
    return say("label", rung=RUNG[state.rung], means=RUNG_MEANS[state.rung])


def why_lowered(state: Round) -> tuple[Say, ...]:
    """What happened that lowered the label."""
    happened = state.happened
    reasons = (
        (happened.is_framing_skipped, say("label-framing-skipped")),
        (happened.is_question_by_organisers, say("label-question-by-organisers")),
        (happened.has_few_voices, say("label-few-voices")),
        (happened.is_result_overridden, say("label-result-overridden")),
    )
    return tuple(reason for is_so, reason in reasons if is_so)


def listed_from(state: Round) -> datetime | None:
    """From when everybody can read the ideas of others. None before the ideas step."""
    if state.rules is None or state.ideas_opened is None:
        return None
    return state.ideas_opened.opened + state.rules.template.alone_first


def ends(state: Round) -> tuple[Say, ...]:
    """When the step ends and what comes next. Empty for a step that ends by an act."""
    if state.window is None or state.phase not in NEXT:
        return ()
    closes, following = when(state, state.window.closes), PHASE[NEXT[state.phase]]
    if state.pace.is_paused and state.pace.pause is not None:
        return (say("step-paused", until=when(state, state.pace.pause.closes), closes=closes, next=following),)
    return (say("step-ends", closes=closes, next=following),)


def pause_meant(days: int) -> tuple[Say, ...]:
    """How long the pause would last that somebody asks for; nothing where a request is about something else."""
    return (say("pause-would-last", days=days),) if days else ()


def question_quotes(state: Round, words: Words) -> tuple[Quote, ...]:
    """The question, or the wordings it may become. Nothing where there is none: the heading has the topic."""
    key = say("question-offered") if state.phase is Phase.CONFIRMING else say("question")
    asked = (state.wordings[no].content for no in state.question)
    return tuple(Quote(quoted(words, content), key) for content in asked)


def idea_row(state: Round, words: Words, no: IdeaNo, remark: Say | None = None) -> Row:
    """One idea in a list: its number and its words."""
    return Row(shown(state.ideas[no], words), int(no), remark)


def shown(idea: Idea, words: Words) -> Say | Quoted:
    """The words of an idea. Of a hidden one only that it was hidden."""
    return say("idea-was-hidden") if idea.is_hidden else quoted(words, idea.content)


def idea_rows(state: Round, words: Words, listed: Iterable[IdeaNo], title: Say | None = None) -> Rows:
    """Ideas in the order given."""
    return Rows(tuple(idea_row(state, words, no) for no in listed), title)


def private(*blocks: Block, heading: Say | None = None, actions: tuple[Action, ...] = ()) -> View:
    """A view for one reader."""
    return View(heading, blocks, actions, Audience.ONLY_YOU)


def numbers(ideas: Iterable[int]) -> Ideas:
    """Idea numbers in rising order, as an argument."""
    return Ideas(tuple(sorted(int(no) for no in ideas)))
