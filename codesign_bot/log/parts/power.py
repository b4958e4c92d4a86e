"""Who used which power and why, and what anyone asked the others to allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from codesign_bot.core.events import (
    PhaseEntered,
    Power,
    PowerUsed,
    RequestExtended,
    RequestFell,
    RequestMade,
    RequestObjected,
    RequestPassed,
    RequestSupported,
)
from codesign_bot.core.ids import IdeaNo, PersonId, RequestNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate, Objection
from codesign_bot.log.document import Item, Items, Part, Piece, dated
from codesign_bot.log.parts.words import objection
from codesign_bot.log.shown import Shown
from codesign_bot.view import Length, Say, Typed, Who, say
from codesign_bot.views.terms import FATE, NARROWING, PHASE

_FATE = {fate.value: FATE[fate] for fate in Fate}
_STEP = {phase.value: PHASE[phase] for phase in Phase}


def power_and_requests(shown: Shown) -> tuple[Part, ...]:
    """Every act with an organiser's right in order, then every request with its reasons and its end."""
    used = [event for _, event in shown.events if isinstance(event, PowerUsed)]
    acts = tuple(item for event in used for item in _act(shown, event))
    done: Piece = Items(acts) if acts else say("record-power-none")
    reasons = (say("record-power-reasons"),) if any(one.act is Power.SET_FATE for one in used) else ()
    requests = tuple(_request(shown, one) for one in _requests(shown).values())
    asked: tuple[Piece, ...] = requests or (say("record-requests-none"),)
    return (Part(say("record-power"), (say("record-power-intro"), done, *reasons, *asked)),)


# --- acts of organisers ----------------------------------------------------------------------------------


def _act(shown: Shown, event: PowerUsed) -> tuple[Item, ...]:
    """A request of an organiser stands among the requests; the reasons of fates and outcome stand with these."""
    who = Who(event.by)
    match event.act:
        case Power.PLANNED:
            said = _planned(event, who)
        case Power.SET_WINDOW:
            said = _set_window(event, who)
        case Power.SET_HEARD:
            said = _set_heard(event, who)
        case Power.GAVE_TIME:
            said = _gave_time(shown, event, who)
        case Power.REQUESTED:
            return ()
        case Power.SET_FATE:
            return (_set_fate(shown, event, who),)
        case Power.PUBLISHED:
            return (dated(event.at, shown.zone, say("record-power-published", who=who)),)
        case _:
            assert_never(event.act)
    reason = None if event.reason is None else shown.quoted(event.reason)
    return (dated(event.at, shown.zone, *said, quoted=reason),)


def _planned(event: PowerUsed, who: Who) -> tuple[Say, ...]:
    planned = say("record-power-planned", who=who, template=Typed(event.after))
    before = (say("record-power-planned-anew", template=Typed(event.before)),) if event.before else ()
    return (planned, *before)


def _set_window(event: PowerUsed, who: Who) -> tuple[Say, ...]:
    before, after = (Length(timedelta(seconds=int(one))) for one in (event.before, event.after))
    return (say("record-power-window", who=who, step=_STEP[event.target], before=before, after=after),)


def _set_heard(event: PowerUsed, who: Who) -> tuple[Say, ...]:
    (old_people, old_percent), (people, percent) = (map(int, one.split()) for one in (event.before, event.after))
    return (
        say("record-power-heard", who=who, people=people, percent=percent),
        say("record-power-heard-before", people=old_people, percent=old_percent),
    )


def _gave_time(shown: Shown, event: PowerUsed, who: Who) -> tuple[Say, ...]:
    before, after = (shown.when(datetime.fromisoformat(text)) for text in (event.before, event.after))
    return (
        say("record-power-time", who=who, step=_STEP[event.target]),
        say("record-step-until", closes=before),
        say("record-step-now-until", closes=after),
    )


def _set_fate(shown: Shown, event: PowerUsed, who: Who) -> Item:
    no = IdeaNo(_number(event.target))
    said = say("record-power-fate", who=who, idea=int(no), fate=_FATE[event.after])
    if event.before:
        old, new = _FATE[event.before], _FATE[event.after]
        said = say("record-power-fate-anew", who=who, idea=int(no), old=old, fate=new)
    decided = shown.state.fates.get(no)
    if event.reason is None or (decided is not None and decided.reason == event.reason):
        return dated(event.at, shown.zone, said)
    return dated(event.at, shown.zone, said, say("record-reason-changed"), quoted=shown.quoted(event.reason))


def _number(target: str) -> int:
    """The number in a target such as "idea 3" or "request 2"."""
    return int(target.rsplit(maxsplit=1)[-1])


# --- requests --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request with all that came of it. The state of a round forgets a request when it ends."""

    made: RequestMade
    step: Phase
    closes: datetime
    is_by_organiser: bool = False
    supporters: frozenset[PersonId] = frozenset()
    objections: tuple[Objection, ...] = ()
    end: RequestPassed | RequestFell | None = None


def _requests(shown: Shown) -> dict[RequestNo, _Asked]:
    step = Phase.PROPOSED
    found: dict[RequestNo, _Asked] = {}
    for _, event in shown.events:
        match event:
            case PhaseEntered(phase=phase):
                step = phase
            case RequestMade(no=no):
                found[no] = _Asked(event, step, event.closes)
            case PowerUsed(act=Power.REQUESTED, target=target):
                no = RequestNo(_number(target))
                found[no] = replace(found[no], is_by_organiser=True)
            case RequestExtended(no=no, closes=closes):
                found[no] = replace(found[no], closes=closes)
            case RequestSupported() | RequestObjected() | RequestPassed() | RequestFell():
                found[event.no] = _answered(found[event.no], event)
            case _:
                pass
    return found


def _answered(asked: _Asked, event: RequestSupported | RequestObjected | RequestPassed | RequestFell) -> _Asked:
    match event:
        case RequestSupported(by=by):
            return replace(asked, supporters=asked.supporters | {by}, objections=_back(asked, by))
        case RequestObjected(by=by):
            objected = Objection(by, event.content, event.at)
            return replace(asked, supporters=asked.supporters - {by}, objections=(*_back(asked, by), objected))
        case RequestPassed() | RequestFell():
            return replace(asked, end=event)
        case _:
            assert_never(event)


def _back(asked: _Asked, by: PersonId) -> tuple[Objection, ...]:
    return tuple(replace(one, stands=False) if one.by == by else one for one in asked.objections)


def _request(shown: Shown, asked: _Asked) -> Part:
    made = asked.made
    who, act, step = Who(made.by), NARROWING[made.act], PHASE[asked.step]
    said = say("record-request-made", who=who, act=act)
    if asked.is_by_organiser:
        said = say("record-request-made-by-organiser", who=who, act=act)
    objections = tuple(objection(shown, one) for one in asked.objections)
    idea = () if made.idea is None else (say("idea-meant-number", idea=int(made.idea)),)
    pause = (say("pause-would-last", days=made.days),) if made.days else ()
    about = (*idea, *pause, say("record-request-step", step=step))
    needed = asked.end.support_needed if isinstance(asked.end, RequestFell) else made.support_needed
    return Part(
        say("record-request", request=int(made.no)),
        (
            Items((dated(made.at, shown.zone, said, *about, quoted=shown.quoted(made.reason)),)),
            Items(objections, say("record-request-objections")),
            say("record-request-support", support=len(asked.supporters), needed=needed),
            *_end(shown, asked),
        ),
    )


def _end(shown: Shown, asked: _Asked) -> Iterator[Piece]:
    match asked.end:
        case RequestPassed(at=at):
            yield Items((dated(at, shown.zone, say("record-request-passed")),))
        case RequestFell() as fell:
            is_enough = fell.support >= fell.support_needed and not fell.objections
            why = (say("record-request-too-late"),) if is_enough else ()
            yield Items((dated(fell.at, shown.zone, say("record-request-fell"), *why),))
        case None if shown.is_over:
            yield say("record-request-over")
        case None:
            yield say("record-request-waits", closes=shown.when(asked.closes))
        case _:
            assert_never(asked.end)
