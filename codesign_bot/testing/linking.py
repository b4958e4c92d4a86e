"""Two accounts in a `Life` are found to be one person's, as a service finds it."""

from __future__ import annotations

from dataclasses import replace

from codesign_bot.core.deciding.linking import link
from codesign_bot.core.events import Event
from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import COUNTED
from codesign_bot.testing.build import Cast, Life


def link_accounts(life: Life, kept: str, joined: str) -> tuple[Event, ...]:
    """The events of it. Whoever went by the name `joined` goes by the name `kept` from here on."""
    life.settle()
    one, other = PersonId(life.is_now.get(kept, kept)), PersonId(life.is_now.get(joined, joined))
    events = link(life.state, one, other, life.now, both_in={one, other} <= life.joined.keys())
    if other in life.joined:
        joined_at = life.joined.pop(other)
        life.joined[one] = min(joined_at, life.joined.get(one, joined_at))
    if life.state.vote is not None and life.state.phase in COUNTED:
        _settle_ballots(life.ballots[life.state.vote.vote_kind], one, other)
    if other in life.organisers:
        life.organisers |= {one}
    gone = (other, *(was for was, now in life.is_now.items() if now == other))
    life.is_now = {**life.is_now, **dict.fromkeys(gone, one)}
    life.apply(events)
    life.chapters[-1] = replace(life.chapters[-1], linked=(one, other))
    return events


def _settle_ballots(cast: dict[PersonId, Cast], one: PersonId, other: PersonId) -> None:
    """The newer ballot that was not taken back is the person's."""
    found = [cast.pop(who) for who in (one, other) if who in cast]
    standing = [ballot for ballot in found if ballot.dots]
    if standing:
        cast[one] = max(standing, key=lambda ballot: ballot.at)
