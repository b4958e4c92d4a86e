"""What came since somebody last did something in a round, worked out from the record alone.

Law. What somebody has read is stored nowhere, because it is nobody's business. That they wrote is in the record anyway:
     whatever others brought after that may be new to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.events import AccountsLinked, IdeaOffered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codesign_bot.core.events import Event
    from codesign_bot.core.ids import IdeaNo, PersonId

_PEOPLE = ("by", "person")
"""The fields of an event that hold whoever did it."""


def ideas_since(events: Sequence[Event], person: PersonId) -> frozenset[IdeaNo]:
    """The ideas that others offered after this person last did something that stands in the record.

    All ideas of others for somebody who did nothing yet. A ballot is no part of the record of a round.
    """
    mine, ideas = _names(events, person), set["IdeaNo"]()
    for event in events:
        if any(getattr(event, name, None) in mine for name in _PEOPLE):
            ideas.clear()
        elif isinstance(event, IdeaOffered):
            ideas.add(event.no)
    return frozenset(ideas)


def _names(events: Sequence[Event], person: PersonId) -> frozenset[PersonId]:
    """Every name under which this person acted: what was done before a link stands under the name of then."""
    names = {person}
    for event in reversed(events):
        if isinstance(event, AccountsLinked) and event.kept in names:
            names.add(event.joined)
    return frozenset(names)
