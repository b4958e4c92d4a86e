"""What a platform owes to the logs: the checkpoints that the bot said in a space can be found there again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, Unreachable
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.note import SignerKey
from codesign_bot.log.spotted import notes_in
from codesign_bot.testing.door import Door, opened, queued, reading, words
from codesign_bot.views.logs import checkpoint

ORIGIN = "codesign-bot/riverside"
OLD, NEW = (SignerKey(ORIGIN, bytes([seed]) * 32) for seed in (1, 2))


def note(size: int, *keys: SignerKey) -> str:
    """A checkpoint of so many entries."""
    return Checkpoint(ORIGIN, size, bytes([size]) * 32).signed(keys or (OLD,))


async def signs(door: Door, size: int, *keys: SignerKey) -> str:
    """The bot says a checkpoint in the space, as the service has it said."""
    said = note(size, *keys)
    one = queued(door.space, f"checkpoint/riverside/{size}/{door.space.platform}/{door.space.id}")
    await door.platform.send(one, checkpoint(said, size), reading())
    return said


async def found(door: Door) -> list[str]:
    """The notes that are found in the space, the newest first."""
    return [one for text in await door.platform.checkpoints(door.space) for one in notes_in(text)]


class WitnessContract:
    """Checkpoints are found where they were said."""

    async def test_a_space_without_a_checkpoint_has_none(self, door: Door) -> None:
        await door.platform.send(queued(door.space, "news"), words("the news"), reading())
        assert await found(door) == []

    async def test_the_newest_checkpoint_is_found_first_and_bit_by_bit(self, door: Door) -> None:
        await signs(door, 3)
        newest = await signs(door, 7, OLD, NEW)
        await door.platform.send(queued(door.space, "news"), words("the news"), reading())
        assert (await found(door))[0] == newest
        assert Checkpoint.checked(newest, ORIGIN, (NEW.verifier,)).size == 7

    async def test_a_checkpoint_is_found_by_a_bot_that_was_started_anew(self, door: Door) -> None:
        said = await signs(door, 3)
        await door.stop()
        await door.start()
        assert (await found(door))[0] == said

    async def test_what_others_write_is_not_what_the_bot_said(self, door: Door) -> None:
        """Whoever copies a note, or makes one up, is no witness."""
        said = await signs(door, 3)
        await door.ada.writes(door.space, note(9))
        await door.ben.writes(door.space, f"look at this:\n```\n{note(8)}```")
        assert set(await found(door)) == {said}

    async def test_a_checkpoint_is_found_below_whatever_came_later(self, door: Door) -> None:
        said = await signs(door, 3)
        for number in range(120):
            await door.ada.writes(door.space, f"and another thing, number {number}")
        assert (await found(door))[0] == said

    async def test_a_place_that_is_not_there_holds_none(self, door: Door) -> None:
        with pytest.raises(PlatformTrouble) as trouble:
            await door.platform.checkpoints(door.nowhere)
        assert not isinstance(trouble.value, Unreachable), "to ask again would help nobody"

    async def test_a_space_that_was_lost_is_never_waited_for(self, door: Door) -> None:
        """It may still be known what was said there. Where it is not, to ask again would help nobody."""
        said = await signs(door, 3)
        await door.takes_away()
        await door.host.until(lambda host: bool(host.told))
        try:
            notes = await found(door)
        except (NotAllowed, Gone):
            notes = []
        assert set(notes) <= {said}

    async def test_a_bot_that_is_not_connected_is_asked_again_later(self, door: Door) -> None:
        await signs(door, 3)
        await door.stop()
        with pytest.raises(Unreachable):
            await door.platform.checkpoints(door.space)

    async def test_what_is_said_in_private_is_in_no_space(self, door: Door) -> None:
        private = await opened(door)
        await door.platform.send(replace(queued(private, "alone")), checkpoint(note(5), 5), reading())
        assert await found(door) == []
