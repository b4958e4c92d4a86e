"""People come and go while keys are handed out: who is there reads, who left does not, and nobody waits for others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codesign_bot.errors import Gone
from codesign_matrix.device import Account
from codesign_matrix.fields import Json, objects, text
from codesign_matrix.wire import path

if TYPE_CHECKING:
    from codesign_bot.testing.synapse import Synapse

    from .conftest import Bot, Enter, NewAccount, StartBot

pytestmark = pytest.mark.synapse

HANDING_OUT = "/sendToDevice/m.room.encrypted"


def message(body: str) -> Json:
    return {"msgtype": "m.text", "body": body}


async def room_of(bot: Bot, *people: Bot) -> str:
    """An encrypted room of the bot and these people, who know of each other."""
    room_id = await bot.sender.create_private(people[0].client.user_id, encrypted=True)
    await bot.until_in(room_id)
    for one in people:
        await comes(bot, one, room_id)
    return room_id


async def comes(bot: Bot, one: Bot, room_id: str) -> None:
    """Somebody is invited and comes in, and the bot has heard of it."""
    who = one.client.user_id
    if who not in bot.client.rooms[room_id].present:
        await bot.client.wire.call("POST", path("rooms", room_id, "invite"), {"user_id": who})
    await one.sender.join(room_id)
    await bot.until(lambda: who in bot.client.rooms[room_id].joined)
    await bot.client.encryption.decrypt([(room_id, {})])  # behind it in the queue: the keys have heard of it too


async def goes(bot: Bot, one: Bot, room_id: str) -> None:
    """Somebody leaves, and the bot has heard of it."""
    who = one.client.user_id
    await one.sender.leave(room_id)
    await bot.until(lambda: who not in bot.client.rooms[room_id].present)
    await bot.client.encryption.decrypt([(room_id, {})])


class Meanwhile:
    """Lets something happen when the bot first asks the homeserver for such a thing; `is_late`: once it has the
    server's answer in hand, but has not read it.
    """

    def __init__(self, bot: Bot, part: str, happens: Callable[[], Awaitable[None]], *, is_late: bool = False) -> None:
        self._honest: Any = bot.client.wire.call
        self._part = part
        self._happens = happens
        self._is_late = is_late
        self.has_happened = False
        vars(bot.client.wire)["call"] = self._call

    async def _call(self, method: str, place: str, body: Json | None = None, **more: object) -> Json:
        is_now = self._part in place and not self.has_happened
        self.has_happened = self.has_happened or is_now
        if is_now and not self._is_late:
            await self._happens()
        found: Json = await self._honest(method, place, body, **more)
        if is_now and self._is_late:
            await self._happens()
        return found


async def test_who_comes_in_while_the_key_is_handed_out_reads_the_message(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    """Known to the bot from another room, so nothing would make it look for their devices again."""
    async with (
        start_bot(await new_account()) as bot,
        start_bot(await new_account()) as ann,
        start_bot(await new_account()) as ben,
    ):
        private = await room_of(bot, ben)
        await bot.sender.send(private, message("hello"), "t0")
        await ben.until_said("hello")
        room_id = await room_of(bot, ann)
        meanwhile = Meanwhile(bot, HANDING_OUT, lambda: comes(bot, ben, room_id))
        await bot.sender.send(room_id, message("for all"), "t1")
        assert meanwhile.has_happened
        await ann.until_said("for all")
        await ben.until_said("for all")


async def test_who_leaves_while_the_key_is_handed_out_cannot_read_the_message(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    async with (
        start_bot(await new_account()) as bot,
        start_bot(await new_account()) as ann,
        start_bot(await new_account()) as ben,
    ):
        room_id = await room_of(bot, ann, ben)
        meanwhile = Meanwhile(bot, HANDING_OUT, lambda: goes(bot, ben, room_id))
        await bot.sender.send(room_id, message("for two"), "t1")
        assert meanwhile.has_happened
        await ann.until_said("for two")
        await ben.sender.send(await room_of(ben, ann), message("I am here"), "t2")
        await asyncio.sleep(0.3)
        page = await bot.client.wire.call("GET", path("rooms", room_id, "messages"), query={"dir": "b"})
        event = next(one for one in objects(page.get("chunk")) if text(one, "type") == "m.room.encrypted")
        results = await ben.client.encryption.decrypt([(room_id, event)])
        assert not isinstance(results[0], dict)


async def test_a_bot_that_is_put_out_while_it_hands_out_the_key_says_that_it_is_gone(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    """Said as that, it marks the space; raised as a fault of ours, nobody would hear of it."""
    async with start_bot(await new_account()) as bot, start_bot(await new_account()) as ann:
        encrypted = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
        body = {"preset": "private_chat", "initial_state": [encrypted], "invite": [bot.client.user_id]}
        room_id = str((await ann.client.wire.call("POST", path("createRoom"), body))["room_id"])
        await bot.sender.join(room_id)
        await bot.until_in(room_id)

        async def put_out() -> None:
            await ann.client.wire.call("POST", path("rooms", room_id, "kick"), {"user_id": bot.client.user_id})
            await bot.until(lambda: room_id not in bot.client.rooms)

        meanwhile = Meanwhile(bot, HANDING_OUT, put_out)
        with pytest.raises(Gone):
            await bot.sender.send(room_id, message("too late"), "t1")
        assert meanwhile.has_happened


async def test_every_message_is_sent_however_often_people_come_and_go(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    async with (
        start_bot(await new_account()) as bot,
        start_bot(await new_account()) as ann,
        start_bot(await new_account()) as ben,
    ):
        room_id = await room_of(bot, ann)
        who = {"user_id": ben.client.user_id}
        is_over = False

        async def restless() -> None:
            while not is_over:
                await bot.client.wire.call("POST", path("rooms", room_id, "invite"), who)
                await ben.sender.join(room_id)
                await ben.sender.leave(room_id)

        async with asyncio.TaskGroup() as group:
            group.create_task(restless())
            for number in range(20):
                await bot.sender.send(room_id, message(f"message {number}"), f"t{number}")
            is_over = True
        for number in range(20):
            await ann.until_said(f"message {number}")


async def test_a_device_that_is_added_while_the_devices_are_asked_for_reads_the_message(
    start_bot: StartBot, new_account: NewAccount, synapse: Synapse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is older than the news of the change: taken for the whole truth, it would hide the device for good."""

    async def nothing() -> None:
        """The devices are asked for by the message alone."""

    login = await synapse.register()
    first = Account(synapse.url, login.user_id, tmp_path / "phone", "secret", password=login.password)
    second = Account(synapse.url, login.user_id, tmp_path / "laptop", "secret", password=login.password)
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(start_bot(await new_account()))
        phone = await stack.enter_async_context(start_bot(first))
        laptops: list[Bot] = []

        async def log_in() -> None:
            laptops.append(await stack.enter_async_context(start_bot(second)))
            await phone.sender.send(room_id, message("my laptop is here"), "t0")
            await bot.until_said("my laptop is here")  # and with it, or before it, that there is a new device

        monkeypatch.setattr(bot.client.encryption, "tidy", nothing)
        room_id = await room_of(bot, phone)
        meanwhile = Meanwhile(bot, "/keys/query", log_in, is_late=True)
        await bot.sender.send(room_id, message("to both"), "t1")
        assert meanwhile.has_happened
        await phone.until_said("to both")
        await laptops[0].until_said("to both")


async def test_a_message_does_not_wait_for_the_devices_of_people_who_are_elsewhere(
    start_bot: StartBot, new_account: NewAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their server may be slow, or gone for good."""
    async with (
        start_bot(await new_account()) as bot,
        start_bot(await new_account()) as ann,
        start_bot(await new_account()) as ben,
    ):
        room_id = await room_of(bot, ann)

        async def nothing() -> None:
            """Nobody asks for Ben's devices."""

        async def never() -> None:
            raise AssertionError("the message waited for somebody else's devices")

        monkeypatch.setattr(bot.client.encryption, "tidy", nothing)
        elsewhere = await room_of(bot, ben)
        await bot.sender.send(room_id, message("hello"), "t1")  # asks for Ann's devices, and for other ones of the bot
        meanwhile = Meanwhile(bot, "/keys/query", never)
        await bot.sender.send(room_id, message("quick"), "t2")
        await ann.until_said("quick")
        with pytest.raises(AssertionError, match="somebody else"):  # the control: his own message does
            await bot.sender.send(elsewhere, message("slow"), "t3")
        assert meanwhile.has_happened


async def test_somebody_whose_devices_never_stop_changing_holds_up_no_message(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    async with start_bot(await new_account()) as bot, start_bot(await new_account()) as ann:
        room_id = await room_of(bot, ann)
        await bot.sender.send(room_id, message("hello"), "t1")
        asked = 0

        async def change() -> None:
            await bot.client.encryption.take({"device_lists": {"changed": [ann.client.user_id]}}, [], [])

        async def change_again() -> None:
            nonlocal asked
            asked += 1
            await change()
            Meanwhile(bot, "/keys/query", change_again, is_late=True)

        Meanwhile(bot, "/keys/query", change_again, is_late=True)
        await change()
        await bot.sender.send(room_id, message("all the same"), "t2")
        assert 1 <= asked <= 5
        await ann.until_said("all the same")


async def test_somebody_whose_homeserver_takes_its_time_keeps_nobody_else_waiting(
    start_bot: StartBot, new_account: NewAccount, enter: Enter
) -> None:
    """It is asked for their devices, and may say nothing for ten seconds."""
    async with start_bot(await new_account()) as bot, start_bot(await new_account()) as ben:
        ann, says = await enter(), asyncio.Event()
        room_id = await bot.enter(ann)

        async def at_last() -> None:
            await says.wait()

        meanwhile = Meanwhile(bot, "/keys/query", at_last)
        await bot.sender.create_private(ben.client.user_id, encrypted=True)
        await bot.until(lambda: meanwhile.has_happened)
        for number in range(3):
            await ann.send(room_id, f"idea {number}")
            await bot.until_said(f"idea {number}")
        says.set()


async def test_a_fault_in_the_upkeep_of_keys_ends_the_feed_and_is_not_lost(
    start_bot: StartBot, new_account: NewAccount, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    async with start_bot(await new_account()) as bot:
        monkeypatch.setattr(bot.client.encryption, "tidy", fail)
        ann = await enter()
        await ann.create_room(invite=[bot.client.user_id])
        with pytest.raises(ZeroDivisionError):
            await asyncio.wait_for(bot.task, 20)


async def test_the_upkeep_of_keys_follows_each_sync_and_rests_in_between(
    bot: Bot, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, count = bot.client.encryption.tidy, 0

    async def counted() -> None:
        nonlocal count
        count += 1
        await honest()

    monkeypatch.setattr(bot.client.encryption, "tidy", counted)
    ann = await enter()
    room_id = await bot.enter(ann)
    await bot.until(lambda: count)
    before = count
    await ann.send(room_id, "hello")
    await bot.until(lambda: count > before)
    await asyncio.sleep(0.5)
    assert count <= before + 3
