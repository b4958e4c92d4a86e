"""What a platform owes to a space that is lost for a while: the host learns of both, and nothing is said twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile

import pytest

from codesign_bot.errors import Gone, PlatformTrouble, Unreachable
from codesign_bot.ports import Heard, PlaceBack, PlaceLost
from codesign_bot.testing.door import Door, queued, reading, words


def news(door: Door) -> list[type[PlaceLost | PlaceBack]]:
    """What was told of the space coming and going, in order, each key once: the same key is the same news.

    That it is there may be told before it was ever lost.
    """
    first: dict[str, type[PlaceLost | PlaceBack]] = {}
    for one in door.host.told:
        if isinstance(one, PlaceLost | PlaceBack) and one.place == door.space:
            first.setdefault(one.key, type(one))
    return list(dropwhile(lambda one: one is PlaceBack, first.values()))


async def told(door: Door, expected: Sequence[type[PlaceLost | PlaceBack]]) -> None:
    """Wait until this and nothing else was told of the space."""
    await door.host.until(lambda _: news(door) == expected)


class PlacesContract:
    """A space that comes and goes."""

    async def test_a_space_that_is_lost_and_given_back_is_told_both_times(self, door: Door) -> None:
        """Each time anew, under keys of their own: the same key would be the same news."""
        for number in range(2):
            so_far = news(door)
            await door.takes_away()
            await told(door, [*so_far, PlaceLost])
            await door.gives_back()
            await told(door, [*so_far, PlaceLost, PlaceBack])
            said = queued(door.space, f"back again {number}")
            await door.platform.send(said, words(f"we are back {number}"), reading())
        assert [f"we are back {n}" in text for n, text in enumerate(await door.ada.sees(door.space))] == [True, True]

    async def test_a_space_is_examined_by_its_name_and_a_place_that_is_not_there_is_gone(self, door: Door) -> None:
        assert (await door.platform.examine_place(door.space)).name
        with pytest.raises(Gone):
            await door.platform.examine_place(door.nowhere)

    async def test_a_space_says_how_large_a_file_it_takes(self, door: Door) -> None:
        """A decision record has to fit everywhere; what is larger is handed out in another way."""
        assert await door.platform.most_bytes(door.space) >= 1_000_000

    async def test_a_space_that_is_lost_is_never_found_to_be_well(self, door: Door) -> None:
        await door.takes_away()
        await told(door, [PlaceLost])
        try:
            found = (await door.platform.examine_place(door.space)).findings
        except PlatformTrouble:
            return
        assert not all(one.is_well for one in found)

    async def test_what_is_said_to_a_lost_space_is_a_trouble_and_said_once_when_it_is_back(self, door: Door) -> None:
        await door.takes_away()
        await told(door, [PlaceLost])
        with pytest.raises(PlatformTrouble) as trouble:
            await door.platform.send(queued(door.space, "news"), words("the news"), reading())
        assert not isinstance(trouble.value, Unreachable), "to try again would help nobody"
        await door.gives_back()
        await told(door, [PlaceLost, PlaceBack])
        await door.platform.send(queued(door.space, "news"), words("the news"), reading())
        assert ["the news" in text for text in await door.ada.sees(door.space)] == [True]

    async def test_a_space_that_came_back_while_the_bot_was_away_is_told_as_back(self, door: Door) -> None:
        """Else it would be thought lost for ever."""
        await door.takes_away()
        await told(door, [PlaceLost])
        await door.stop()
        await door.gives_back()
        await door.start()
        await told(door, [PlaceLost, PlaceBack])
        await door.platform.send(queued(door.space, "news"), words("the news"), reading())
        assert ["the news" in text for text in await door.ada.sees(door.space)] == [True]

    async def test_a_space_that_was_lost_while_the_bot_was_away_is_told_or_refuses(self, door: Door) -> None:
        """Some platforms tell; elsewhere the first thing that is said there meets a trouble that does not pass."""
        await door.stop()
        await door.takes_away()
        await door.start()
        with pytest.raises(PlatformTrouble) as trouble:
            await door.platform.send(queued(door.space, "news"), words("the news"), reading())
        assert not isinstance(trouble.value, Unreachable)
        assert news(door) in ([], [PlaceLost])
        assert sum(isinstance(one, PlaceLost) for one in door.host.told) <= 1, "one loss, one reason"

    async def test_people_are_heard_again_in_a_space_that_is_back(self, door: Door) -> None:
        await door.takes_away()
        await told(door, [PlaceLost])
        await door.gives_back()
        await told(door, [PlaceLost, PlaceBack])
        heard = await door.host.heard(await door.ada.says(door.space, "hello again"))
        assert [one.text for one in door.host.all(Heard)] == [door.told("hello again")]
        assert heard.place == door.space
