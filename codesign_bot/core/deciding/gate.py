"""The first questions to every command: is this the step for it, and is this person in the round?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.phases import ENDED, IN_A_PAUSE, MAY, Act, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import there
from codesign_bot.core.words import check, check_reason

if TYPE_CHECKING:
    from datetime import date, datetime

    from codesign_bot.core.commands import Actor, Text
    from codesign_bot.core.ids import IdeaNo
    from codesign_bot.core.state import Idea, Round

_ORDER = {phase: place for place, phase in enumerate(Phase)}

MOST_DAYS_AHEAD = 3660
"""No promise is dated later than ten years ahead."""

EVERYONE = ("@room", "@everyone", "@here")
"""Words that ring at everybody on one platform or another."""


def require(act: Act, state: Round, actor: Actor, now: datetime) -> datetime:
    """Refuse an act outside its steps, or by somebody who is not in the round. Returns when they joined."""
    require_step(act, state, now)
    if actor.joined_at is None:
        raise Refusal("not-joined")
    return actor.joined_at


def require_step(act: Act, state: Round, now: datetime) -> None:
    """Refuse an act outside its steps: too early with the step it belongs to, too late with both times."""
    if state.phase in MAY[act]:
        if state.pace.is_paused and act not in IN_A_PAUSE:
            raise Refusal("paused", until=there(state.pace.pause).closes)
        return
    if state.phase in ENDED:
        raise Refusal("round-ended", phase=state.phase.value)
    here = {"act": act.value, "phase": state.phase.value}
    later = [phase for phase in MAY[act] if _ORDER[phase] > _ORDER[state.phase]]
    if later:
        raise Refusal("too-early", possible=min(later, key=_ORDER.__getitem__).value, **here)
    over = {phase: at for phase, at in state.left_at.items() if phase in MAY[act]}
    if not over:  # the round went past the step, as one without an idea goes past the vote
        raise Refusal("wrong-phase", possible=min(MAY[act], key=_ORDER.__getitem__).value, **here)
    last = max(over, key=over.__getitem__)
    raise Refusal("too-late", possible=last.value, ended=over[last], now=now, **here)


def measure(text: Text, kind: str) -> None:
    """Refuse words that are blank, too long, or ring at everybody."""
    check(text.words, kind)
    _no_ringing(text)


def measure_reason(text: Text) -> None:
    """Refuse a reason that says nothing, is too long, or rings at everybody."""
    check_reason(text.words)
    _no_ringing(text)


def _no_ringing(text: Text) -> None:
    lowered = text.words.casefold()
    if any(mention in lowered for mention in EVERYONE):
        raise Refusal("mentions-everyone")


def live_idea(state: Round, no: IdeaNo) -> Idea:
    """The idea with this number, if it can still go on; else refuse and say what became of it."""
    idea = state.ideas.get(no)
    if idea is None:
        raise Refusal("idea-unknown", idea=no, last=len(state.ideas))
    if idea.joined_to is not None:
        raise Refusal("idea-joined", idea=no, to=idea.joined_to)
    if idea.is_withdrawn:
        raise Refusal("idea-withdrawn", idea=no)
    if idea.is_hidden:
        raise Refusal("idea-hidden", idea=no)
    return idea


def own_idea(state: Round, no: IdeaNo, actor: Actor) -> Idea:
    """As `live_idea`, and refuse everybody but its author."""
    idea = live_idea(state, no)
    if idea.by != actor.person:
        raise Refusal("idea-not-yours", idea=no)
    return idea


def require_near(day: date, today: date) -> None:
    """Refuse a day so far ahead that a promise for it is no promise."""
    if day > today + timedelta(days=MOST_DAYS_AHEAD):
        raise Refusal("date-too-far", days=MOST_DAYS_AHEAD)


def require_organiser(actor: Actor) -> None:
    """Refuse everybody but organisers of this community."""
    if not actor.is_organiser:
        raise Refusal("organisers-only")
