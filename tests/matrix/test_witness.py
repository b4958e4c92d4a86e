"""Checkpoints in rooms: found where they were said, encrypted or not, and in what the account keeps for itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codesign_bot.errors import Gone, NotAllowed
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.note import SignerKey
from codesign_bot.log.spotted import notes_in
from codesign_bot.testing.matrix_person import log_in
from codesign_bot.views.logs import checkpoint
from codesign_matrix import witness

from .conftest import account_of

if TYPE_CHECKING:
    from codesign_bot.testing.synapse import Synapse

    from .conftest import Bot, Enter, StartBot

pytestmark = pytest.mark.synapse

KEY = SignerKey("codesign-bot/riverside", bytes(range(32)))


def note(size: int) -> str:
    return Checkpoint(KEY.name, size, bytes(32)).signed((KEY,))


async def says(bot: Bot, room_id: str, body: str) -> None:
    await bot.sender.send(room_id, {"msgtype": "m.text", "body": body}, f"{room_id}-{hash(body)}")


async def found(bot: Bot, room_id: str) -> list[str]:
    return [one for text in await witness.found(bot.client, room_id) for one in notes_in(text)]


@pytest.mark.parametrize("is_encrypted", [False, True])
async def test_a_checkpoint_is_read_again_in_an_encrypted_room_too(
    bot: Bot, enter: Enter, *, is_encrypted: bool
) -> None:
    room_id = await bot.enter(await enter(), is_encrypted=is_encrypted)
    for size in (3, 7):
        await says(bot, room_id, f"A checkpoint\n\n{note(size)}")
    assert await found(bot, room_id) == [note(7), note(3)]


async def test_a_new_device_that_cannot_read_what_was_said_finds_the_copy_of_its_account(
    synapse: Synapse, tmp_path: Path, enter: Enter, start_bot: StartBot
) -> None:
    login = await synapse.register()
    async with start_bot(account_of(synapse, login, tmp_path / "old")) as old:
        room_id = await old.enter(await enter(), is_encrypted=True)
        await witness.note_down(old.client, room_id, checkpoint(note(7), 7))
        await says(old, room_id, note(3))
    again = await log_in(synapse.url, login.user_id, login.password)
    async with start_bot(account_of(synapse, again, tmp_path / "new")) as new:
        assert await found(new, room_id) == [note(7)]


async def test_the_copy_is_the_newest_and_nobody_else_can_read_it(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    for size in (3, 7):
        await witness.note_down(bot.client, room_id, checkpoint(note(size), size))
    assert await found(bot, room_id) == [note(7)]
    assert note(7) not in str(await ann.history(room_id))


async def test_the_copy_is_found_after_the_bot_was_removed(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    await witness.note_down(bot.client, room_id, checkpoint(note(7), 7))
    await ann.kick(room_id, bot.client.user_id)
    await bot.until(lambda: room_id not in bot.client.rooms)
    assert note(7) in await found(bot, room_id)


async def test_no_more_pages_are_asked_for_than_a_start_can_wait_for(
    bot: Bot, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness, "PAGE", 4)
    room_id = await bot.enter(await enter())
    await says(bot, room_id, note(3))
    for number in range(witness.PAGES * 4 - 1):
        await says(bot, room_id, f"number {number}")
    assert await found(bot, room_id) == [note(3)]
    await says(bot, room_id, "one too many")
    assert await found(bot, room_id) == []


async def test_what_cannot_be_noted_down_is_said_all_the_same(bot: Bot) -> None:
    """The message in the room is the witness; the copy is one more."""
    await witness.note_down(bot.client, "no room", checkpoint(note(7), 7))
    with pytest.raises((Gone, NotAllowed)):
        await witness.found(bot.client, "!nowhere:localhost")
