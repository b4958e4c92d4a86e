"""What the pages say of the device's folder in backups: an older copy does harm, and the seeds alone are enough."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codesign_bot.errors import PlatformTrouble
from codesign_bot.testing.synapse import Synapse
from codesign_matrix import trust
from codesign_matrix.client import connected
from codesign_matrix.device import Account
from codesign_matrix.fields import Json, inner
from codesign_matrix.records import Unreadable
from codesign_matrix.trust import Signed
from codesign_matrix.wire import path

if TYPE_CHECKING:
    from .conftest import Bot, NewAccount, StartBot

pytestmark = pytest.mark.synapse


async def all_taken(bot: Bot, by: Bot) -> int:
    """Others take every one-time key that the homeserver has of the bot, as they do when they first write to it."""
    wanted: Json = {bot.client.user_id: {bot.client.device_id: "signed_curve25519"}}
    taken = 0
    for _ in range(60):
        answer = await by.client.wire.call("POST", path("keys", "claim"), {"one_time_keys": wanted})
        keys = inner(answer, "one_time_keys", bot.client.user_id, bot.client.device_id)
        if not keys or any("fallback" in str(key) for key in keys.values()):
            break
        taken += 1
    return taken


async def test_an_older_copy_of_the_keys_cannot_read_who_first_writes_afterwards_and_cannot_make_new_ones(
    start_bot: StartBot, new_account: NewAccount, tmp_path: Path
) -> None:
    account, other, newcomer = await new_account(), await new_account(), await new_account()
    async with start_bot(other) as ann, start_bot(newcomer) as eve:
        async with start_bot(account) as bot:
            desk = bot.desk
        shutil.copytree(account.folder, tmp_path / "older")
        async with start_bot(account, desk) as bot:
            assert await all_taken(bot, ann) > 20
            await bot.sender.create_private(ann.client.user_id, encrypted=True)  # so that there is something to hear
            await bot.until(lambda: len(bot.desk.batches) > 1)
            await bot.client.encryption.replenish()
        shutil.rmtree(account.folder)
        shutil.copytree(tmp_path / "older", account.folder)
        async with start_bot(account, desk) as bot:
            room_id = await eve.sender.create_private(bot.client.user_id, encrypted=True)
            await bot.sender.join(room_id)
            await eve.until(lambda: bot.client.user_id in eve.client.rooms[room_id].joined)
            await eve.sender.send(room_id, {"msgtype": "m.text", "body": "hello"}, "t1")
            await bot.until(lambda: bot.desk.kept)
            assert "hello" not in bot.desk.bodies
            guard = bot.client.encryption.guard
            guard.take_key_count(0)  # as after enough others have written to it
            upload = guard.upload_body()
            assert upload is not None
            with pytest.raises(PlatformTrouble, match="400"):
                await bot.client.wire.call("POST", path("keys", "upload"), upload)


async def test_the_newest_keys_read_what_came_before_and_after_a_restore_of_the_store(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    """The store goes back, and with it the place in the feed; the folder of the device stays as it is."""
    account, other = await new_account(), await new_account()
    async with start_bot(other) as ann:
        async with start_bot(account) as bot:
            room_id = await ann.sender.create_private(bot.client.user_id, encrypted=True)
            await bot.sender.join(room_id)
            await ann.until(lambda: bot.client.user_id in ann.client.rooms[room_id].joined)
            backup = replace(bot.desk, records=[], batches=[], failures=[], kept=dict(bot.desk.kept))
            await ann.sender.send(room_id, {"msgtype": "m.text", "body": "after the backup"}, "t1")
            await bot.until_said("after the backup")
        async with start_bot(account, backup) as bot:
            assert (await bot.until_said("after the backup")).is_encrypted
            assert not [one for one in bot.desk.records if isinstance(one, Unreadable)]
            await ann.sender.send(room_id, {"msgtype": "m.text", "body": "after the restore"}, "t2")
            await bot.until_said("after the restore")
            await bot.sender.send(room_id, {"msgtype": "m.text", "body": "saved"}, "t1")
            await ann.until_said("saved")


async def test_the_seeds_alone_make_a_new_device_trusted(synapse: Synapse, tmp_path: Path) -> None:
    login = await synapse.register()
    account = Account(synapse.url, login.user_id, tmp_path / "keys", "a secret", password=login.password)
    async with connected(account) as client:
        first = await trust.bootstrap(client)
        device = client.device_id
    seeds = (account.folder / "cross-signing.json").read_bytes()
    shutil.rmtree(account.folder)
    account.folder.mkdir(mode=0o700)
    (account.folder / "cross-signing.json").write_bytes(seeds)
    async with connected(account) as client:
        assert await trust.bootstrap(client) == first
        assert client.device_id != device
    assert first.status is Signed.SIGNED
    assert first.fingerprint is not None
