"""How a round went in time: its steps, every change of their ends, requests, and who used power."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from codesign_bot.core.content import Content
from codesign_bot.core.events import (
    Event,
    FewVoicesNoted,
    IdeasJoined,
    IdeaSplit,
    PhaseEntered,
    PowerUsed,
    PromiseMissed,
    ReplyMissed,
    RequestFell,
    RequestMade,
    RequestObjected,
    RequestPassed,
    RunoffNeeded,
    ShortlistMade,
    WindowExtended,
    WindowShortened,
)
from codesign_bot.core.state import Why
from codesign_bot.log.markdown import inline, quoted
from codesign_bot.log.moments import day, moment
from codesign_bot.log.shown import Shown

_WHY = {
    Why.FEW_HEARD: "too few people were heard",
    Why.LATE_SURGE: "much happened shortly before the end",
    Why.ASKED: "participants asked for it",
    Why.GIVEN: "an organiser gave it",
    Why.SORT_AGAIN: "there were more ideas than fit on a ballot",
    Why.TIED_WORDINGS: "wordings of the question were level",
    Why.REWORDING: "an objection stood and there were no other words for the question",
}


def course(shown: Shown) -> Iterator[str]:
    """The section: one line for each such event, with the reason below it where there is one."""
    yield from ("## How it went", "")
    for _, event in shown.events:
        line = _line(shown, event)
        if line is not None:
            yield f"- {moment(shown, event.at)}: {line}"
            yield from (f"  {quotation}" for quotation in _reason(shown, event))
    yield ""


def _line(shown: Shown, event: Event) -> str | None:
    match event:
        case PhaseEntered() | WindowExtended() | WindowShortened() | FewVoicesNoted():
            return _step(shown, event)
        case PowerUsed() | RequestMade() | RequestObjected() | RequestPassed() | RequestFell():
            return _power(shown, event)
        case IdeasJoined(keep=keep, join=join):
            return f"idea {join} was joined to idea {keep}"
        case IdeaSplit(no=no):
            return f"idea {no} was split off again"
        case ShortlistMade(ideas=ideas, level=level):
            off = f"; level at the cut, and off together: {', '.join(map(str, level))}" if level else ""
            return f"shortlist: ideas {', '.join(map(str, ideas))}{off}"
        case RunoffNeeded(ideas=ideas, places=places):
            return f"a runoff is needed among ideas {', '.join(map(str, ideas))} for {places} of the places"
        case ReplyMissed(promised_on=on):
            return f"the reply promised by {day(on)} was missing"
        case PromiseMissed(idea=idea, promised_on=on):
            return f"what was promised by {day(on)} for idea {idea} was not done"
        case _:
            return None


def _step(shown: Shown, event: PhaseEntered | WindowExtended | WindowShortened | FewVoicesNoted) -> str:
    match event:
        case PhaseEntered(phase=phase, window=window):
            until = f", until {moment(shown, window.closes)}" if window is not None else ""
            return f"step {phase.value.replace('_', ' ')}{until}"
        case WindowExtended(why=why, closes=closes):
            return f"more time, until {moment(shown, closes)}: {_WHY[why]}{_heard(shown, event)}"
        case WindowShortened(closes=closes):
            return f"less time, until {moment(shown, closes)}: a request passed"
        case FewVoicesNoted():
            return f"the step ended with few voices: advice only{_heard(shown, event)}"
        case _:
            assert_never(event)


def _heard(shown: Shown, event: WindowExtended | FewVoicesNoted) -> str:
    """How many were heard: in a vote that is a count of ballots."""
    return f" ({event.heard} of {event.needed})" if event.needed and shown.is_counted else ""


def _power(shown: Shown, event: PowerUsed | RequestMade | RequestObjected | RequestPassed | RequestFell) -> str:
    by = shown.people(event).get("by", "")
    match event:
        case PowerUsed(act=act, target=target, before=before, after=after):
            change = f", {inline(before) or 'nothing'} → {inline(after)}" if after else ""
            return f"power used by {by}: {act.value.replace('_', ' ')}, {inline(target)}{change}"
        case RequestMade(no=no, act=act):
            return f"request {no} by {by}: {act.value.replace('_', ' ')}"
        case RequestObjected(no=no):
            return f"objection to request {no}"
        case RequestPassed(no=no):
            return f"request {no} passed"
        case RequestFell(no=no):
            needs = f"{event.support} of {event.support_needed} supporters, {event.objections} objections"
            return f"request {no} fell: {needs}"
        case _:
            assert_never(event)


def _reason(shown: Shown, event: Event) -> list[str]:
    content: Content | None = None
    match event:
        case PowerUsed(reason=reason) | RequestMade(reason=reason):
            content = reason
        case RequestObjected(content=objection):
            content = objection
        case _:
            pass
    return [] if content is None else quoted(shown.words_of(content))
