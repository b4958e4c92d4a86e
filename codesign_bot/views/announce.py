"""What is said to everybody because something happened. Most of what happens says nothing in the room.

Laws. Joins, seconds, ideas, ballots and objections are silent: the card shows what may be known of them. So is a new
topic: its card is a new message itself, and everybody is told of it once.
Every act of power is said, with who did it. Nothing that is said before the tally is public lets anybody
work out how many voted, or for what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from codesign_bot.core.events import (
    Event,
    FewVoicesNoted,
    FramingEvent,
    IdeasEvent,
    OpeningEvent,
    OutcomeEvent,
    PaceEvent,
    PhaseEntered,
    Power,
    PowerUsed,
    QuestionConfirmed,
    RequestExtended,
    RequestFell,
    RequestMade,
    RequestPassed,
    RequestsEvent,
    RoundOpened,
    RoundResumed,
    RunoffNeeded,
    ShortlistMade,
    TopicExpired,
    VotesCounted,
    VotesEvent,
    Why,
    WindowExtended,
    WindowShortened,
)
from codesign_bot.core.ids import RequestNo
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.core.state import Round, Sitting, there
from codesign_bot.core.windows import Shut
from codesign_bot.view import Action, Block, Length, Quote, Say, Term, Typed, View, Who, say
from codesign_bot.views.actions import JOIN, RULES, SUGGEST, actions
from codesign_bot.views.feedback import feedback_said
from codesign_bot.views.honest import five_answers
from codesign_bot.views.outcome import outcome_said
from codesign_bot.views.parts import (
    Words,
    ends,
    heading,
    idea_rows,
    label,
    numbers,
    pause_meant,
    practice,
    quoted,
    when,
)
from codesign_bot.views.promises import fate_of, fate_rows
from codesign_bot.views.steps import what_now
from codesign_bot.views.tally import whole_result
from codesign_bot.views.terms import NARROWING, PHASE

_SECRET_TURNOUT = frozenset({Phase.VOTING, Phase.RUNOFF})
"""In these steps the number of people heard is the number of ballots, so it is not said."""

LATE = timedelta(minutes=10)
"""A step that ends later than this after its time is said to be late, and by how much."""


def announcements(before: Round | None, event: Event, after: Round, words: Words) -> tuple[View, ...]:
    """The messages to everybody that one event brings, in order; for most events there is none."""
    if isinstance(event, PhaseEntered) and _ends_feedback(before, event):
        entered = _entered(before, event, after, words)
        return tuple(view for view in (feedback_said(after, words), entered) if view is not None)
    if isinstance(event, OpeningEvent):
        said = _opening(event, after, words)
    elif isinstance(event, PaceEvent):
        said = _pace(before, event, after, words)
    elif isinstance(event, FramingEvent | IdeasEvent):
        said = _question(event, after, words)
    elif isinstance(event, VotesEvent):
        said = _votes(event, after, words)
    elif isinstance(event, OutcomeEvent):
        said = outcome_said(event, after, words)
    else:
        said = _requests(event, before or after, after, words)
    return () if said is None else (said,)


def _ends_feedback(before: Round | None, event: PhaseEntered) -> bool:
    return before is not None and before.phase is Phase.FEEDBACK and event.phase is Phase.OUTCOME


def _view(state: Round, words: Words, blocks: Sequence[Block], next_steps: tuple[Action, ...] = ()) -> View:
    return View(heading(state, words), tuple(blocks), next_steps)


def _opening(event: OpeningEvent, after: Round, words: Words) -> View | None:
    match event:
        case RoundOpened():
            frozen = say("rules-frozen", hash=Typed(event.rules_hash))
            blocks = (say("round-opened"), *practice(after), label(after), *five_answers(event.rules, words), frozen)
            return _view(after, words, blocks, (JOIN, RULES))
        case TopicExpired():
            return _view(after, words, (say("now-expired"),), (SUGGEST,))
        case _:
            return None


def _pace(before: Round | None, event: PaceEvent, after: Round, words: Words) -> View | None:
    match event:
        case PhaseEntered():
            return _entered(before, event, after, words)
        case WindowExtended():
            return _extended(event, after, words)
        case WindowShortened():
            shorter = say("step-shortened", closes=when(after, event.closes))
            return _view(after, words, (shorter,))
        case RoundResumed():
            resumed = say("round-resumed", closes=when(after, there(after.window).closes))
            return _view(after, words, (resumed,), actions(after))
        case FewVoicesNoted():
            heard = say("few-voices", heard=event.heard, needed=event.needed)
            if after.phase in _SECRET_TURNOUT:
                heard = say("few-voices-in-vote", needed=event.needed)
            return _view(after, words, (heard, label(after)))
        case PowerUsed():
            return _power(event, after, words)
        case _:
            return None


def _late(before: Round | None, event: PhaseEntered) -> tuple[Say, ...]:
    """By how much the step before ended late, where that is worth a sentence."""
    if before is None or before.window is None:
        return ()
    late = event.at - before.window.closes
    return (
        (say("step-ended-late", planned=when(before, before.window.closes), late=Length(late)),) if late > LATE else ()
    )


def waits_for_the_clock(state: Round, words: Words) -> View:
    """A step whose end went by, and which stays open because the clock of the bot is wrong."""
    waits = say("clock-holds-step", planned=when(state, there(state.window).closes))
    return _view(state, words, (waits, say("clock-holds-means")), actions(state))


def _entered(before: Round | None, event: PhaseEntered, after: Round, words: Words) -> View | None:
    """What the new step is for. What another message of the same moment shows is not shown again."""
    state = replace(after, phase=event.phase, window=event.window)
    blocks: tuple[Block, ...]
    match event.phase:
        case Phase.EXPIRED:
            return None
        case Phase.IDEAS | Phase.OUTCOME:
            blocks = tuple(one for one in what_now(state, words, event.at) if isinstance(one, Say))
        case Phase.COOLING_OFF:
            blocks = (say("now-cooling-off"),)
        case Phase.FOLLOW_UP:
            blocks = (say("now-follow-up"),)
        case _:
            blocks = what_now(state, words, event.at)
    step = () if event.phase in ENDED else (say("step-begins", step=PHASE[event.phase]),)
    return _view(
        state, words, (*_late(before, event), *step, *blocks, *_put_off(event, after), *ends(state)), actions(state)
    )


def _put_off(event: PhaseEntered, after: Round) -> tuple[Say, ...]:
    """Why a step ends later than people may have reckoned. That none ends at night is one of the rules."""
    if event.window is None or after.rules is None:
        return ()
    reasons = after.rules.put_off(event.phase, event.window.opened)
    if Shut.HOLIDAY in reasons:
        return (say("put-off-holiday"),)
    return (say("put-off-weekend"),) if Shut.WEEKEND in reasons else ()


def _extended(event: WindowExtended, after: Round, words: Words) -> View | None:
    """More time, with the reason in plain words. Time that an organiser gives is said as an act of power."""
    closes = when(after, event.closes)
    match event.why:
        case Why.FEW_HEARD if after.phase in _SECRET_TURNOUT:
            said = say("extended-few-votes", needed=event.needed, closes=closes)
        case Why.FEW_HEARD:
            said = say("extended-few-heard", heard=event.heard, needed=event.needed, closes=closes)
        case Why.LATE_SURGE:
            said = say("extended-late-surge", closes=closes)
        case Why.ASKED:
            said = say("extended-asked", closes=closes)
        case Why.SORT_AGAIN:
            said = say("extended-sort-again", closes=closes)
        case Why.TIED_WORDINGS:
            said = say("extended-tied-wordings", closes=closes)
        case Why.REWORDING:
            said = say("extended-rewording", closes=closes)
        case Why.OUTAGE if after.phase is Phase.PROPOSED:
            said = say("topic-longer-outage", lost=Length(event.lost), closes=closes)
        case Why.OUTAGE:
            said = say("extended-outage", lost=Length(event.lost), closes=closes)
        case Why.GIVEN:
            return None
        case Why.PAUSED:
            until = when(after, there(after.pace.pause).closes)
            return _view(after, words, (say("extended-paused", until=until, closes=closes), say("pause-means")))
        case _:
            assert_never(event.why)
    return _view(after, words, (said, say("nobody-chose-this")))


def _power(event: PowerUsed, after: Round, words: Words) -> View | None:
    """An act with an organiser's right. An outcome is said with its author by its own message."""
    who = Who(event.by)
    match event.act:
        case Power.PLANNED:
            said = say("power-planned", who=who, template=Typed(event.after))
        case Power.SET_WINDOW:
            before, after_ = (Length(timedelta(seconds=int(one))) for one in (event.before, event.after))
            said = say("power-window", who=who, step=PHASE[Phase(event.target)], before=before, after=after_)
        case Power.SET_HEARD:
            people, percent = map(int, event.after.split())
            said = say("power-heard", who=who, people=people, percent=percent)
        case Power.GAVE_TIME:
            closes = when(after, datetime.fromisoformat(event.after))
            said = say("power-gave-time", who=who, closes=closes)
        case Power.REQUESTED:
            return _view(after, words, (say("power-requested", who=who, request=_number(event.target)),))
        case Power.SET_FATE:
            return fates_set(after, words, after.sittings[-1])
        case Power.PUBLISHED:
            return None
        case _:
            assert_never(event.act)
    reason = () if event.reason is None else (Quote(quoted(words, event.reason), say("reason")),)
    return _view(after, words, (said, *reason))


def fates_set(state: Round, words: Words, sitting: Sitting) -> View:
    """Each fate with its owner and day, or its reason: an act of power that the author may want to answer."""
    first, *others = sitting.ideas
    if not others:
        said = say("power-set-fate", who=Who(sitting.by), idea=int(first))
        return _view(state, words, (said, fate_of(state, words, first)))
    said = say("power-set-fates", who=Who(sitting.by), ideas=numbers(sitting.ideas))
    return _view(state, words, (said, *fate_rows(state, words, sitting.ideas)))


def _number(target: str) -> int:
    """The number in a target such as "idea 3" or "request 2"."""
    return int(target.rsplit(maxsplit=1)[-1])


def _question(event: FramingEvent | IdeasEvent, after: Round, words: Words) -> View | None:
    if not isinstance(event, QuestionConfirmed):
        return None
    asked = tuple(Quote(quoted(words, after.wordings[no].content), say("question")) for no in event.wordings)
    none = () if asked else (say("question-is-the-topic"),)
    if event.open_objections == 0:
        return _view(after, words, (say("question-confirmed"), *asked, *none))
    stay = say("question-objections-stay", count=event.open_objections)
    dissent = tuple(Quote(quoted(words, one), say("dissent")) for one in event.dissent)
    return _view(after, words, (say("question-goes-on"), *asked, *none, stay, *dissent))


def _votes(event: VotesEvent, after: Round, words: Words) -> View | None:
    match event:
        case ShortlistMade():
            listed = idea_rows(after, words, sorted(event.ideas), say("shortlist"))
            level = (say("shortlist-level", ideas=numbers(event.level)),) if event.level else ()
            return _view(after, words, (say("shortlist-made"), *level, listed))
        case RunoffNeeded():
            needed = say("runoff-needed", ideas=numbers(event.ideas), places=event.places)
            return _view(after, words, (needed, say("tally-stays-closed")))
        case VotesCounted(result=result):
            return _view(after, words, whole_result(result, after, words))
        case _:
            return None


def _requests(event: RequestsEvent, before: Round, after: Round, words: Words) -> View | None:
    match event:
        case RequestMade():
            return _request_made(event, after, words)
        case RequestPassed():
            passed = say("request-passed", request=int(event.no), act=_act(before, event.no))
            return _view(after, words, (passed,))
        case RequestFell():
            fell = say("request-fell", request=int(event.no), act=_act(before, event.no))
            counted = say("request-support", support=event.support, needed=event.support_needed)
            objected = say("request-objections", count=event.objections)
            return _view(after, words, (fell, counted, objected, say("nothing-changed")))
        case RequestExtended():
            until = when(after, event.closes)
            longer = say("request-extended", lost=Length(event.lost), request=int(event.no), closes=until)
            return _view(after, words, (longer, say("nobody-chose-this")), _answers(event.no))
        case _:
            return None


def _request_made(event: RequestMade, after: Round, words: Words) -> View:
    made = say("request-made", who=Who(event.by), request=int(event.no), act=NARROWING[event.act])
    reason = Quote(quoted(words, event.reason), say("reason"))
    # The number alone: while ideas are thought of alone, nobody's words are shown by way of a request.
    about = () if event.idea is None else (say("idea-meant-number", idea=int(event.idea)),)
    only_if = say("request-only-if", count=event.support_needed, closes=when(after, event.closes))
    return _view(after, words, (made, reason, *about, *pause_meant(event.days), only_if), _answers(event.no))


def _answers(no: RequestNo) -> tuple[Action, Action]:
    support = Action("action-request-support", f"request support {no}")
    return (support, Action("action-request-object", f"request object {no} …"))


def _act(state: Round, no: RequestNo) -> Term:
    request = state.requests.get(no)
    return Term("narrowing-gone") if request is None else NARROWING[request.act]
