"""The clock only widens: more time is given at once, taking anything away is a request."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.deciding.gate import (
    live_idea,
    measure_reason,
    require,
    require_organiser,
    require_step,
)
from codesign_bot.core.events import (
    Event,
    Power,
    PowerUsed,
    RequestMade,
    RequestObjected,
    RequestSupported,
    TimeAsked,
    Why,
    WindowExtended,
)
from codesign_bot.core.ids import RequestNo
from codesign_bot.core.phases import HIDEABLE, Act, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.rules import LONGEST
from codesign_bot.core.state import Narrowing, there
from codesign_bot.core.windows import Window

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.commands import (
        Actor,
        AskForTime,
        GiveTime,
        MakeRequest,
        ObjectToRequest,
        SupportRequest,
    )
    from codesign_bot.core.ids import IdeaNo
    from codesign_bot.core.state import Request, Round

ASKS_NEEDED = 3
MOST_TIME_GIVEN = timedelta(days=30)
"""The most time one act can add, so that no round can be put off far by a slip of the finger."""
LONGEST_PAUSE = 14
"""No pause is longer than so many days."""


def ask_for_time(state: Round, _command: AskForTime, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Three people who ask make the step a quarter longer, once a step."""
    require(Act.TIME, state, actor, now)
    window = _clock(state)
    if Why.ASKED in state.pace.granted:
        raise Refusal("time-given-already", closes=window.closes)
    if actor.person in state.pace.asked_for_time:
        raise Refusal("time-asked-already")
    events: list[Event] = [TimeAsked(now, actor.person)]
    if len(state.pace.asked_for_time) + 1 >= min(ASKS_NEEDED, state.joined):
        longer = _longer(state, window, window.length / 4)
        events.append(WindowExtended(now, Why.ASKED, window.closes, longer.closes))
    return tuple(events)


def give_time(state: Round, command: GiveTime, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """An organiser, in the round or not, makes the step longer. Said in the room with the reason.

    Again and again, but never to more than `LONGEST` in all: to put off for ever would be a veto.
    """
    require_step(Act.TIME, state, now)
    require_organiser(actor)
    window = _clock(state)
    if command.by <= timedelta(0):
        raise Refusal("time-only-longer")
    if command.by > MOST_TIME_GIVEN:
        raise Refusal("time-too-long", days=MOST_TIME_GIVEN.days)
    measure_reason(command.reason)
    longer = _longer(state, window, command.by)
    if longer.length > LONGEST:
        raise Refusal("step-too-long", days=LONGEST.days, closes=window.closes)
    before, after = window.closes.isoformat(), longer.closes.isoformat()
    return (
        PowerUsed(now, actor.person, Power.GAVE_TIME, state.phase.value, before, after, command.reason.content),
        WindowExtended(now, Why.GIVEN, window.closes, longer.closes),
    )


def _clock(state: Round) -> Window:
    """What can be made longer: the step that is open, or the time that a topic waits for seconders.

    Nobody can put off the opening of a topic that has them: that would be a veto.
    """
    if state.phase is not Phase.PROPOSED:
        return there(state.window)
    if state.seconded_at is not None:
        raise Refusal("topic-seconded")
    return Window(state.suggested_at, state.expires_at)


def _longer(state: Round, window: Window, by: timedelta) -> Window:
    """A step ends by day where the round is at home; a topic has no home in time before its round opens."""
    if state.phase is Phase.PROPOSED:
        return Window(window.opened, window.closes + by)
    return there(state.rules).extended(window, by)


def support_needed(state: Round) -> int:
    """How many must support a request: max(min(3, people - 1), 10 % of joined who are no organisers)."""
    others = state.joined - state.joined_organisers
    return max(min(3, state.joined - 1), -(-others // 10), 1)


def make_request(state: Round, command: MakeRequest, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Ask the participants for something that takes away: an earlier end, a withdrawal, a hidden idea, a pause."""
    require(Act.REQUEST, state, actor, now)
    idea = command.idea if command.act is Narrowing.HIDE_IDEA else None
    days = command.days if command.act is Narrowing.PAUSE_STEP else 0
    _check_request(state, command.act, idea, days)
    measure_reason(command.reason)
    no = RequestNo(state.next_request)
    reason, needed, closes = command.reason.content, support_needed(state), now + request_window(state)
    made = RequestMade(now, no, command.act, actor.person, reason, idea, closes, needed, days)
    if not actor.is_organiser:
        return (made,)
    target = f"request {no}"
    used = PowerUsed(now, actor.person, Power.REQUESTED, target, "", command.act.value, reason)
    return (made, used)


def request_window(state: Round) -> timedelta:
    """How long people can answer a request. A topic that nobody has planned goes by the length most rounds have."""
    return state.rules.template.request_window if state.rules is not None else timedelta(days=2)


def _check_request(state: Round, act: Narrowing, idea: IdeaNo | None, days: int) -> None:
    if act is Narrowing.END_STEP and state.window is None:
        raise Refusal("no-window")
    if act is Narrowing.PAUSE_STEP:
        _check_pause(state, days)
    if act is Narrowing.HIDE_IDEA:
        _check_hiding(state, idea)
    if any((one.act, one.idea) == (act, idea) for one in state.requests.values()):
        raise Refusal("request-made-already")


def _check_pause(state: Round, days: int) -> None:
    """What can stand still is a step that has a clock. One pause a step, so that it is no way to put off for ever."""
    if state.window is None or state.is_practice:
        raise Refusal("nothing-to-pause")
    if not 1 <= days <= LONGEST_PAUSE:
        raise Refusal("pause-days", most=LONGEST_PAUSE)
    if state.pace.pause is not None:
        raise Refusal("paused-already", closes=state.window.closes)
    if _longer(state, state.window, timedelta(days=days)).length > LONGEST:
        raise Refusal("step-too-long", days=LONGEST.days, closes=state.window.closes)


def _check_hiding(state: Round, idea: IdeaNo | None) -> None:
    if idea is None:
        raise Refusal("request-which-idea")
    live_idea(state, idea)
    if state.phase not in HIDEABLE:
        raise Refusal("ideas-frozen")


def support_request(state: Round, command: SupportRequest, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """A yes by somebody who holds no organiser's right and did not make the request."""
    request = _open_request(state, command.no, actor, now)
    if actor.is_organiser:
        raise Refusal("support-organiser")
    if actor.person == request.by:
        raise Refusal("support-own")
    if actor.person in request.supporters:
        raise Refusal("support-again", request=request.no)
    return (RequestSupported(now, request.no, actor.person),)


def object_to_request(state: Round, command: ObjectToRequest, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """One objection with a reason makes the request fall, unless its author comes to support it."""
    request = _open_request(state, command.no, actor, now)
    measure_reason(command.text)
    return (RequestObjected(now, request.no, actor.person, command.text.content),)


def _open_request(state: Round, no: RequestNo, actor: Actor, now: datetime) -> Request:
    require(Act.REQUEST, state, actor, now)
    request = state.requests.get(no)
    if request is None:
        raise Refusal("request-unknown", request=no)
    return request
