"""A store that is behind what its room was shown as signed, on a real homeserver: the command ends, and says why."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from codesign_bot.cli import BEHIND
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.keys import origin_of
from codesign_bot.log.note import SignerKey
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_matrix.witness import KIND

from .kept import Kept, resumed
from .town import PATIENCE_SECONDS, Town

pytestmark = pytest.mark.synapse

Leaves = Callable[[Town, MatrixPerson, str], Awaitable[object]]


async def as_message(town: Town, bot: MatrixPerson, note: str) -> None:
    await bot.send(town.room, f"A checkpoint of the log\n\n{note}\nRead the log: !log")


async def as_data_of_its_account(town: Town, bot: MatrixPerson, note: str) -> None:
    """As it is left where the room is encrypted, and its old messages cannot be read."""
    path = f"/client/v3/user/{bot.user_id}/rooms/{town.room}/account_data/{KIND}"
    await bot.request("PUT", path, {"note": note})


def of_the_future(town: Town, key: SignerKey | None = None) -> str:
    """A checkpoint that the bot signed after the backup was made."""
    ((community, entries),) = town.records.rows("SELECT community, max(no) FROM entry GROUP BY community")
    own = key or SignerKey.parsed((town.folder / "log-key").read_text().strip())
    origin = origin_of(own.name, community)
    return Checkpoint(origin, int(entries) + 3, bytes(32)).signed((own.named(origin),))


async def ended(town: Town) -> int:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while town.bot.is_running:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)
    assert town.bot.status is not None
    return town.bot.status


@pytest.mark.parametrize("leaves", [as_message, as_data_of_its_account])
async def test_a_bot_that_is_behind_its_room_ends_and_answers_nobody(
    kept: Kept, tmp_path: Path, leaves: Leaves
) -> None:
    async with resumed(kept, tmp_path) as town:
        async with MatrixPerson(town.synapse.url, town.login) as bot:
            await leaves(town, bot, of_the_future(town))
        ada = town.members[0]
        before = await ada.heard()
        await ada.says("!vote 1:1")
        town.bot.start()
        assert await ended(town) == BEHIND
        assert "this store is an older one. Restore the newest backup." in town.bot.log()
        assert "Traceback" not in town.bot.log()
        assert await ada.heard() == before
        assert town.records.ballots() == {}


async def test_what_somebody_else_wrote_or_signed_keeps_nobody_from_voting(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        ada = town.members[0]
        await ada.client.send(town.room, of_the_future(town))
        async with MatrixPerson(town.synapse.url, town.login) as bot:
            stranger = SignerKey("codesign-bot", bytes(range(1, 33)))
            await as_message(town, bot, of_the_future(town, stranger))
            await as_data_of_its_account(town, bot, "nonsense")
        town.bot.start()
        await ada.asks("!vote 1:1", "Your receipt: ")
        assert town.bot.stop() == 0
        assert town.bot.incidents() == []
