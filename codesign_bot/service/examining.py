"""Says what the bot can and cannot do in the spaces of a community, for those who can grant it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from codesign_bot.core.refusal import Refusal
from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble
from codesign_bot.service.saying import say
from codesign_bot.view import Examined, Finding
from codesign_bot.view import say as words
from codesign_bot.views.examined import examined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.records import Place
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.saying import Turn

LOOK_WITHIN = 5.0
"""Seconds for one space. The others are looked at all the same."""


async def examine(desk: Desk, turn: Turn, communities: Sequence[CommunityId]) -> None:
    """Look at every space of the community, log spaces too, and answer. Raises `Refusal`."""
    if len(communities) != 1:
        raise Refusal("doctor-in-space")
    if not turn.heard.may_manage and not desk.book.is_organiser(communities[0], turn.speaker.person.id):
        raise Refusal("organisers-only")
    places = [space.place for space in desk.book.spaces_of(communities[0])]
    places.sort(key=lambda place: place != turn.heard.place)
    found = [await look(desk, place) for place in places]
    await say(desk, turn, examined(found))


async def look(desk: Desk, place: Place) -> Examined:
    """One space. What keeps the bot from looking is a finding too."""
    door = desk.doors.get(place.platform)
    if door is None:
        return _unseen(place, "doctor-no-door")
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            found = await door.examine_place(place)
            return replace(found, findings=(*found.findings, *_of_events(desk, place)))
    except (Gone, NotAllowed):
        return _unseen(place, "doctor-not-in-there")
    except (PlatformTrouble, TimeoutError):
        return _unseen(place, "doctor-no-look")


def _of_events(desk: Desk, place: Place) -> Iterator[Finding]:
    """What is missing for dates to be events, only where they are wished as events. May raise a `PlatformTrouble`."""
    home, events, space = (
        desk.book.community_at(place),
        desk.event_lists.get(place.platform),
        desk.book.spaces.get(place),
    )
    if events is None or home is None or not home.has_event_list or space is None or space.is_log:
        return
    yield from (Finding(words(key), is_well=False) for key in events.lacks(place))


def _unseen(place: Place, key: str) -> Examined:
    return Examined(place.id, (Finding(words(key), is_well=False),))
