from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codesign_bot.errors import Unreachable
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_matrix import pending
from codesign_matrix.device import Account
from codesign_matrix.fields import Json, inner, objects, text
from codesign_matrix.keystore import KeyStore
from codesign_matrix.records import MessageSeen, Unreadable
from codesign_matrix.wire import path

if TYPE_CHECKING:
    from codesign_bot.testing.synapse import Synapse

    from .conftest import Bot, Enter, NewAccount, StartBot

pytestmark = pytest.mark.synapse


def message(body: str) -> Json:
    return {"msgtype": "m.text", "body": body}


async def meet(host: Bot, guest: Bot) -> str:
    """An encrypted room of two bots, who know of each other."""
    room_id = await host.sender.create_private(guest.client.user_id, encrypted=True)
    await host.until_in(room_id)
    await guest.sender.join(room_id)
    await guest.until_in(room_id)
    await host.until(lambda: guest.client.user_id in host.client.rooms[room_id].joined)
    return room_id


async def say_all(bot: Bot, room_id: str, bodies: list[str]) -> None:
    for number, body in enumerate(bodies):
        await bot.sender.send(room_id, message(body), f"{room_id}-{number}")


async def raw_history(bot: Bot, room_id: str) -> list[Json]:
    """The last events of a room as the homeserver has them, newest first."""
    query = {"dir": "b", "limit": "50"}
    page = await bot.client.wire.call("GET", path("rooms", room_id, "messages"), query=query)
    return list(objects(page.get("chunk")))


async def test_both_sides_read_each_other_and_the_server_reads_nothing(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    async with start_bot(await new_account()) as ann, start_bot(await new_account()) as bot:
        room_id = await meet(ann, bot)
        first = await ann.sender.send(room_id, message("!dots 3 1"), "t1")
        await ann.sender.edit(room_id, first, message("!dots 2 2"), "t2")
        heard = await bot.until_said("!dots 3 1")
        edit = await bot.until_said("!dots 2 2")
        assert heard.is_encrypted
        assert (edit.edits, edit.is_encrypted) == (first, True)
        await bot.sender.send(room_id, message("saved"), "t1")
        await ann.until_said("saved")
        for event in await raw_history(ann, room_id):
            assert text(event, "type") != "m.room.message"
            assert "dots" not in json.dumps(event)


async def test_someone_invited_can_read_what_was_said_before_they_came(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    """Stock nio encrypts to nobody here, and the first thing a person sees is an error."""
    async with start_bot(await new_account()) as bot, start_bot(await new_account()) as ann:
        room_id = await bot.sender.create_private(ann.client.user_id, encrypted=True)
        await bot.until_in(room_id)
        await bot.sender.send(room_id, message("welcome"), "t1")
        history = await raw_history(bot, room_id)
        await ann.sender.join(room_id)
        await ann.until_in(room_id)
        event = next(one for one in history if text(one, "type") == "m.room.encrypted")
        (clear,) = await ann.client.encryption.decrypt([(room_id, event)])
        assert isinstance(clear, dict)
        assert clear["content"] == {**message("welcome"), "m.mentions": {}}


@dataclass
class Away:
    """A room in which much is said while the bot is away."""

    room_id: str
    bodies: list[str]


async def test_50_and_300_messages_said_while_the_bot_was_away_all_arrive_in_order_and_once(
    start_bot: StartBot, new_account: NewAccount, enter: Enter
) -> None:
    account = await new_account()
    async with AsyncExitStack() as stack:
        friends = [await stack.enter_async_context(start_bot(await new_account())) for _ in range(2)]
        people = [await enter() for _ in range(2)]
        async with start_bot(account, timeline=200) as bot:
            encrypted = [Away(await meet(friend, bot), []) for friend in friends]
            plain = [Away(await bot.enter(person), []) for person in people]
            desk = bot.desk
        for away, count in zip((*encrypted, *plain), (50, 300, 50, 300), strict=True):
            away.bodies += [f"{away.room_id} {number}" for number in range(count)]
        async with asyncio.TaskGroup() as group:
            for friend, away in zip(friends, encrypted, strict=True):
                group.create_task(say_all(friend, away.room_id, away.bodies))
            for person, away in zip(people, plain, strict=True):
                group.create_task(_say_plain(person, away))
        async with start_bot(account, desk, timeline=200):
            pass
    for away in (*encrypted, *plain):
        heard = [one for one in desk.records if isinstance(one, MessageSeen) and one.room_id == away.room_id]
        assert [one.body for one in heard] == away.bodies
        assert all(one.is_backlog for one in heard)
    assert desk.kept == {}


async def _say_plain(person: MatrixPerson, away: Away) -> None:
    for body in away.bodies:
        await person.send(away.room_id, body)


async def test_a_crash_between_decrypting_and_committing_replays_everything(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    account = await new_account()
    bodies = [f"vote {number}" for number in range(10)]
    async with start_bot(await new_account()) as friend:
        async with start_bot(account) as bot:
            room_id = await meet(friend, bot)
            desk = bot.desk
        await say_all(friend, room_id, bodies)
        for _ in range(2):
            desk.failures.append(ZeroDivisionError())
            with pytest.raises(ZeroDivisionError):
                async with start_bot(account, desk):
                    pass
        assert desk.bodies == []
        async with start_bot(account, desk) as bot:
            assert desk.bodies == bodies
            await friend.sender.send(room_id, message("live"), "live")
            await bot.until_said("live")
            await bot.sender.send(room_id, message("heard"), "heard")
            await friend.until_said("heard")


async def _child(account: Account, database: Path, enough: int, *, die: str = "") -> int:
    wanted = {
        "homeserver": account.homeserver,
        "user_id": account.user_id,
        "folder": str(account.folder),
        "access_token": account.access_token,
        "device_id": account.device_id,
        "database": str(database),
        "die": die,
        "enough": str(enough),
    }
    program = Path(__file__).with_name("feed_child.py")
    command = [sys.executable, str(program), json.dumps(wanted)]
    done = await asyncio.to_thread(subprocess.run, command, timeout=60, check=False)
    return done.returncode


def _said(database: Path) -> list[str]:
    store = sqlite3.connect(database)
    try:
        return [body for (body,) in store.execute("select body from said order by nth")]
    finally:
        store.close()


async def test_a_process_killed_at_the_worst_moments_loses_nothing_and_repeats_nothing(
    start_bot: StartBot, new_account: NewAccount, tmp_path: Path
) -> None:
    account, database = await new_account(), tmp_path / "inbox.db"
    bodies = [f"vote {number}" for number in range(20)]
    async with start_bot(await new_account()) as friend:
        async with start_bot(account) as bot:
            room_id = await meet(friend, bot)
        await say_all(friend, room_id, bodies)
    for moment in ("keys", "commit", "commit"):
        assert await _child(account, database, 20, die=moment) == -signal.SIGKILL
        assert await asyncio.to_thread(_said, database) == []
    assert await _child(account, database, 20) == 0
    assert await asyncio.to_thread(_said, database) == bodies


class LostKeys:
    """Keeps back what a bot tells to other devices, as a slow server between two homeservers would."""

    def __init__(self, bot: Bot) -> None:
        self._wire: Any = bot.client.wire
        self._honest: Any = bot.client.wire.call
        self.held: list[tuple[str, str, Json]] = []
        vars(self._wire)["call"] = self._hold

    async def _hold(self, method: str, place: str, body: Json | None = None, **more: object) -> Json:
        if "/sendToDevice/" in place:
            self.held.append((method, place, body or {}))
            return {}
        found: Json = await self._honest(method, place, body, **more)
        return found

    async def let_go(self) -> None:
        del vars(self._wire)["call"]
        for method, place, body in self.held:
            await self._honest(method, place, body)


async def test_a_message_whose_key_comes_late_is_read_when_it_comes(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    async with start_bot(await new_account()) as ann, start_bot(await new_account()) as bot:
        room_id = await meet(ann, bot)
        lost = LostKeys(ann)
        said = await ann.sender.send(room_id, message("late"), "t1")
        await bot.until(lambda: bot.desk.kept)
        assert bot.desk.bodies == []
        await lost.let_go()
        heard = await bot.until_said("late")
        assert (heard.event_id, heard.sender, heard.is_encrypted) == (said, ann.client.user_id, True)
        assert bot.desk.kept == {}


async def test_a_late_key_that_was_read_just_before_a_crash_still_opens_what_waits(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    account = await new_account()
    async with start_bot(await new_account()) as ann:
        async with start_bot(account) as bot:
            room_id = await meet(ann, bot)
            lost = LostKeys(ann)
            await ann.sender.send(room_id, message("late"), "t1")
            await bot.until(lambda: bot.desk.kept)
            desk = bot.desk
        await lost.let_go()
        desk.failures.append(ZeroDivisionError())
        with pytest.raises(ZeroDivisionError):
            async with start_bot(account, desk):
                pass
        assert len(desk.kept) == 1
        async with start_bot(account, desk):
            assert desk.bodies == ["late"]
            assert desk.kept == {}


class Clock:
    """The real time, which a test may move on."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


async def test_people_are_told_once_that_a_message_could_not_be_read_and_it_may_still_come(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    account, clock = await new_account(), Clock()
    async with start_bot(await new_account()) as ann:
        async with start_bot(account) as bot:
            room_id = await meet(ann, bot)
            desk = bot.desk
        lost = LostKeys(ann)
        said = [await ann.sender.send(room_id, message(body), body) for body in ("one", "two")]
        async with start_bot(account, desk, now=clock) as bot:
            await ann.sender.send(room_id, message("three"), "three")
            await bot.until(lambda: len(desk.kept) == 3)
            assert not any(isinstance(one, Unreadable) for one in desk.records)
        clock.ahead = timedelta(seconds=pending.PATIENCE_SECONDS)
        async with start_bot(account, desk, now=clock):
            (told,) = (one for one in desk.records if isinstance(one, Unreadable))
            assert (told.event_id, told.sender, told.room_id) == (said[0], ann.client.user_id, room_id)
        async with start_bot(account, desk, now=clock) as bot:
            assert sum(isinstance(one, Unreadable) for one in desk.records) == 1
            await lost.let_go()
            await bot.until_said("three")
            assert desk.bodies == ["one", "two", "three"]


async def test_the_feed_wakes_up_by_itself_to_tell_of_an_unreadable_message(
    start_bot: StartBot, new_account: NewAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "PATIENCE_SECONDS", 1)
    async with start_bot(await new_account()) as ann, start_bot(await new_account()) as bot:
        room_id = await meet(ann, bot)
        LostKeys(ann)
        await ann.sender.send(room_id, message("never"), "t1")
        await bot.until(lambda: [one for one in bot.desk.records if isinstance(one, Unreadable)], within_seconds=8)


async def test_a_missing_key_is_asked_for(start_bot: StartBot, new_account: NewAccount) -> None:
    async with start_bot(await new_account()) as ann, start_bot(await new_account()) as bot:
        room_id = await meet(ann, bot)
        LostKeys(ann)
        asked = LostKeys(bot)
        await ann.sender.send(room_id, message("where is my key"), "t1")
        await bot.until(lambda: asked.held)
        (request,) = (inner(body, "messages") for _, place, body in asked.held if "room_key_request" in place)
        assert ann.client.device_id in inner(request, ann.client.user_id)


async def test_who_left_gets_no_more_keys(start_bot: StartBot, new_account: NewAccount) -> None:
    async with (
        start_bot(await new_account()) as bot,
        start_bot(await new_account()) as ann,
        start_bot(await new_account()) as bert,
    ):
        room_id = await meet(bot, ann)
        body = {"user_id": bert.client.user_id}
        await bot.client.wire.call("POST", path("rooms", room_id, "invite"), body)
        await bert.sender.join(room_id)
        await bot.until(lambda: bert.client.user_id in bot.client.rooms[room_id].joined)
        await bot.sender.send(room_id, message("for three"), "t1")
        await bert.until_said("for three")
        await bert.sender.leave(room_id)
        await bot.until(lambda: bert.client.user_id not in bot.client.rooms[room_id].joined)
        await bot.sender.send(room_id, message("for two"), "t2")
        await ann.until_said("for two")
        event = (await raw_history(bot, room_id))[0]
        results = await bert.client.encryption.decrypt([(room_id, event)])
        assert not isinstance(results[0], dict)


async def test_a_new_device_of_a_member_reads_the_next_message(
    start_bot: StartBot, new_account: NewAccount, synapse: Synapse, tmp_path: Path
) -> None:
    login = await synapse.register()
    first = Account(synapse.url, login.user_id, tmp_path / "phone", "secret", password=login.password)
    second = Account(synapse.url, login.user_id, tmp_path / "laptop", "secret", password=login.password)
    async with start_bot(await new_account()) as bot, start_bot(first) as phone:
        room_id = await meet(bot, phone)
        await bot.sender.send(room_id, message("to the phone"), "t1")
        await phone.until_said("to the phone")
        async with start_bot(second) as laptop:
            await asyncio.sleep(0.3)  # the bot hears of the device with its next sync
            await bot.sender.send(room_id, message("to both"), "t2")
            await phone.until_said("to both")
            await laptop.until_said("to both")


async def test_a_room_that_becomes_encrypted_is_followed(start_bot: StartBot, new_account: NewAccount) -> None:
    async with start_bot(await new_account()) as bot, start_bot(await new_account()) as ann:
        room_id = await ann.sender.create_private(bot.client.user_id, encrypted=False)
        await ann.until_in(room_id)
        await bot.sender.join(room_id)
        await bot.until_in(room_id)
        await bot.sender.send(room_id, message("in clear"), "t1")
        assert not (await ann.until_said("in clear")).is_encrypted
        await ann.sender.put_state(room_id, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
        await bot.until(lambda: bot.client.rooms[room_id].is_encrypted)
        await bot.sender.send(room_id, message("hidden"), "t2")
        assert (await ann.until_said("hidden")).is_encrypted


async def test_keys_that_could_not_be_handed_out_stop_the_message_and_not_the_next_try(
    start_bot: StartBot, new_account: NewAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start_bot(await new_account()) as bot, start_bot(await new_account()) as ann:
        room_id = await meet(bot, ann)
        honest: Any = bot.client.wire.call

        async def fail(method: str, place: str, body: Json | None = None, **more: object) -> Json:
            if "/sendToDevice/" in place:
                raise Unreachable("as in a network that comes and goes")
            found: Json = await honest(method, place, body, **more)
            return found

        with monkeypatch.context() as patch:
            patch.setattr(bot.client.wire, "call", fail)
            with pytest.raises(Unreachable):
                await bot.sender.send(room_id, message("saved"), "t1")
        await bot.sender.send(room_id, message("saved"), "t1")
        await ann.until_said("saved")


async def test_a_member_who_leaves_out_the_sender_key_is_read_all_the_same(
    start_bot: StartBot, new_account: NewAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deprecated since Matrix 1.3; stock nio cannot read such an event."""
    async with start_bot(await new_account()) as bot, start_bot(await new_account()) as ann:
        room_id = await meet(ann, bot)
        honest: Any = ann.client.wire.call

        async def modern(method: str, place: str, body: Json | None = None, **more: object) -> Json:
            if "/m.room.encrypted/" in place and body and "ciphertext" in body:
                body = {key: body[key] for key in ("algorithm", "ciphertext", "session_id")}
            found: Json = await honest(method, place, body, **more)
            return found

        monkeypatch.setattr(ann.client.wire, "call", modern)
        await ann.sender.send(room_id, message("modern"), "t1")
        await bot.until_said("modern")


async def test_a_used_fallback_key_is_replaced(start_bot: StartBot, new_account: NewAccount, enter: Enter) -> None:
    """It serves those who write to the bot when its one-time keys have run out during a long absence."""
    ann = await enter()
    account = await new_account()
    async with start_bot(account) as bot:
        desk = bot.desk
        await bot.enter(ann)
    who, device = account.user_id, account.device_id or ""
    claim = {"one_time_keys": {who: {device: "signed_curve25519"}}}
    served: list[str] = []
    while len(served) < 3 or served[-1] != served[-2]:
        found = await ann.request("POST", "/client/v3/keys/claim", claim)
        served += list(found["one_time_keys"][who][device])
        assert len(served) < 200
    async with start_bot(account, desk) as bot:
        await ann.send(next(iter(bot.client.rooms)), "ping")
        await bot.until_said("ping")
        await asyncio.sleep(0.3)
        for _ in range(60):
            found = await ann.request("POST", "/client/v3/keys/claim", claim)
            (last,) = found["one_time_keys"][who][device]
            assert last != served[-1]


async def test_keys_are_stored_unreadably_and_for_the_owner_only(bot: Bot) -> None:
    folder = bot.client.account.folder
    assert folder.stat().st_mode & 0o777 == 0o700
    stores = list(folder.glob("keys-*.db"))
    assert len(stores) == 1
    raw = await asyncio.to_thread(stores[0].read_bytes)
    assert b"DEFAULT_KEY" not in raw


async def test_a_message_reaches_devices_of_which_the_upkeep_has_not_heard_yet(
    start_bot: StartBot, new_account: NewAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing() -> None:
        """The homeserver did not answer when the devices of the newcomers were asked for."""

    async with start_bot(await new_account()) as bot, start_bot(await new_account()) as ann:
        monkeypatch.setattr(bot.client.encryption, "tidy", nothing)
        room_id = await meet(bot, ann)
        await bot.sender.send(room_id, message("for you"), "t1")
        await ann.until_said("for you")


async def test_all_keys_of_a_process_are_handled_in_one_thread_and_never_on_the_loop(
    start_bot: StartBot, new_account: NewAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library's tables belong to one database at a time: two threads would write into each other's keys."""
    threads: set[int] = set()
    honest = KeyStore.sign

    def sign(store: KeyStore, thing: Json) -> str:
        threads.add(threading.get_ident())
        return honest(store, thing)

    monkeypatch.setattr(KeyStore, "sign", sign)
    async with start_bot(await new_account()) as ann, start_bot(await new_account()) as bot:
        await asyncio.gather(*(one.client.encryption.sign({"n": n}) for n in range(20) for one in (ann, bot)))
    assert len(threads) == 1
    assert threads != {threading.get_ident()}
