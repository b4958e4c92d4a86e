"""What follows in a round where two accounts turn out to be one person. Nothing here can be refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.events import AccountsLinked, Event, IdeasJoined
from codesign_bot.core.evolving.linking import linked
from codesign_bot.core.phases import MAY, Act

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.ids import IdeaNo, PersonId
    from codesign_bot.core.state import Round


def link(state: Round, kept: PersonId, joined: PersonId, now: datetime, *, both_in: bool) -> tuple[Event, ...]:
    """The two become one; and where that one has now said yes for every author of a merge, the ideas are joined."""
    event = AccountsLinked(now, kept, joined, both_in)
    after = linked(state, event)
    events: list[Event] = [event]
    gone: set[IdeaNo] = set()
    for merge in after.merges if state.phase in MAY[Act.MERGE] else ():
        pair = {merge.keep, merge.join}
        authors = {one.by for one in after.ideas.values() if {one.no, one.joined_to} & pair}
        if merge.accepted >= authors and not pair & gone:
            events.append(IdeasJoined(now, merge.keep, merge.join))
            gone.add(merge.join)
    return tuple(events)
