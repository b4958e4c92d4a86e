from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from nio.crypto.attachments import decrypt_attachment

from codesign_bot.errors import Gone, NotAllowed, Unreachable
from codesign_bot.testing.matrix_person import Json as Wired
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Synapse
from codesign_matrix.client import connected
from codesign_matrix.device import Account
from codesign_matrix.errors import Rejected, TooLarge
from codesign_matrix.fields import Json, inner, text
from codesign_matrix.records import Batch, Redacted
from codesign_matrix.sending import Sender
from codesign_matrix.wire import path

if TYPE_CHECKING:
    from .conftest import Bot, Enter, NewAccount, StartBot

pytestmark = pytest.mark.synapse


def message(body: str) -> Json:
    return {"msgtype": "m.text", "body": body}


async def last(person: MatrixPerson, room_id: str) -> Wired:
    return (await person.history(room_id))[-1]


async def test_every_message_and_edit_mentions_nobody(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    said = f"@room {ann.user_id} matrix.to/#/{ann.user_id}"
    sent = await bot.sender.send(room_id, message(said), "t1")
    event = await last(ann, room_id)
    assert (event["event_id"], event["sender"]) == (sent, bot.client.user_id)
    assert event["content"] == {**message(said), "m.mentions": {}}
    edit = await bot.sender.edit(room_id, sent, {**message("new"), "m.mentions": {"room": True}}, "t2")
    event = await last(ann, room_id)
    assert event["event_id"] == edit
    assert event["content"] == {
        "msgtype": "m.text",
        "body": "* new",
        "m.mentions": {},
        "m.new_content": {**message("new"), "m.mentions": {}},
        "m.relates_to": {"rel_type": "m.replace", "event_id": sent},
    }


@pytest.mark.parametrize("is_encrypted", [False, True])
async def test_the_same_transaction_twice_is_one_event(bot: Bot, enter: Enter, *, is_encrypted: bool) -> None:
    ann = await enter()
    room_id = await bot.enter(ann, is_encrypted=is_encrypted)
    first = await bot.sender.send(room_id, message("once"), "t1")
    again = await asyncio.gather(*(bot.sender.send(room_id, message("twice"), "t1") for _ in range(3)))
    other = await bot.sender.send(room_id, message("else"), "t2")
    assert set(again) == {first}
    assert other != first
    sent = [event for event in await ann.history(room_id) if event["sender"] == bot.client.user_id]
    assert [event["event_id"] for event in sent if event["type"] != "m.room.member"] == [first, other]


async def test_a_transaction_id_may_hold_any_character(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    odd = "round/1?x=#2 %41 ü"
    first = await bot.sender.send(room_id, message("once"), odd)
    assert await bot.sender.send(room_id, message("once"), odd) == first
    assert await bot.sender.send(room_id, message("once"), "round/1?x=#2 A ü") != first


async def test_a_homeserver_that_was_killed_and_restarted_still_knows_what_was_sent(
    start_bot: StartBot, tmp_path: Path
) -> None:
    async with Synapse() as server:
        login, ann = await server.register(), await server.register()
        account = Account(server.url, login.user_id, tmp_path / "bot", "secret", password=login.password)
        troubles: list[None] = []
        async with (
            start_bot(account, on_trouble=lambda: troubles.append(None)) as bot,
            MatrixPerson(server.url, ann) as person,
        ):
            room_id = await bot.enter(person, is_encrypted=True)
            first = await bot.sender.send(room_id, message("once"), "t1")
            await server.kill()
            with pytest.raises(Unreachable) as caught:
                await bot.sender.send(room_id, message("lost?"), "t2")
            assert caught.value.retry_after is None
            await bot.until(lambda: troubles)
            await server.restart()
            assert await bot.sender.send(room_id, message("once"), "t1") == first
            sent = await bot.sender.send(room_id, message("lost?"), "t2")
            assert await bot.sender.send(room_id, message("lost?"), "t2") == sent
            await person.send(room_id, "still there?")
            await bot.until_said("still there?", within_seconds=30)


async def test_a_suspended_homeserver_costs_a_time_limit_and_not_for_ever(start_bot: StartBot, tmp_path: Path) -> None:
    async with Synapse() as server:
        login = await server.register()
        account = Account(server.url, login.user_id, tmp_path / "bot", "secret", password=login.password)
        async with start_bot(account) as bot:
            server.suspend()
            try:
                with pytest.raises(Unreachable, match="did not answer"):
                    await bot.client.wire.call("GET", path("account", "whoami"), timeout_seconds=0.3)
            finally:
                server.resume()
            assert text(await bot.client.wire.call("GET", path("account", "whoami")), "user_id")


async def test_a_rate_limit_is_handed_on_with_its_seconds_and_never_slept_through(
    limited_synapse: Synapse, start_bot: StartBot, tmp_path: Path
) -> None:
    login, ann = await limited_synapse.register(), await limited_synapse.register()
    account = Account(limited_synapse.url, login.user_id, tmp_path / "bot", "secret", password=login.password)
    async with start_bot(account) as bot, MatrixPerson(limited_synapse.url, ann) as person:
        room_id = await bot.enter(person)
        sent = 0

        async def burst() -> None:
            nonlocal sent
            while True:
                await bot.sender.send(room_id, message(str(sent)), f"t{sent}")
                sent += 1

        with pytest.raises(Unreachable) as caught:
            await asyncio.wait_for(burst(), 5)
        assert caught.value.retry_after is not None
        assert 0 < caught.value.retry_after < 60
        assert sent >= 5
        await person.sync()
        assert len(person.texts(room_id, account.user_id)) == sent
        assert not bot.task.done()


async def test_too_large_a_message_is_named_so(bot: Bot, enter: Enter) -> None:
    room_id = await bot.enter(await enter())
    with pytest.raises(TooLarge):
        await bot.sender.send(room_id, message("x" * 70_000), "t1")


async def test_a_bot_without_the_power_to_speak_learns_that_a_right_is_missing(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    levels = {"events_default": 50}
    room_id = await ann.create_room(invite=[bot.client.user_id], power_levels=levels, room_version="11")
    await bot.sender.join(room_id)
    await bot.until_in(room_id)
    with pytest.raises(NotAllowed):
        await bot.sender.send(room_id, message("hello"), "t1")
    with pytest.raises(NotAllowed):
        await bot.sender.pin(room_id, "$some")


async def test_a_room_the_bot_was_removed_from_is_gone(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    sent = await bot.sender.send(room_id, message("hello"), "t1")
    await ann.kick(room_id, bot.client.user_id)
    await bot.until(lambda: room_id not in bot.client.rooms)
    with pytest.raises(Gone):
        await bot.sender.redact(room_id, sent, "t2")
    with pytest.raises(Gone):
        await bot.sender.send(room_id, message("hello"), "t3")
    with pytest.raises(Gone):
        await bot.sender.edit(room_id, sent, message("hello"), "t4")


async def test_a_room_that_does_not_exist_cannot_be_entered(bot: Bot) -> None:
    with pytest.raises((Gone, NotAllowed)):
        await bot.sender.join("!nowhere:localhost")


async def test_a_request_without_sense_is_rejected_with_its_code_and_without_our_words(bot: Bot, enter: Enter) -> None:
    room_id = await bot.enter(await enter())
    with pytest.raises(Rejected) as caught:
        await bot.sender.send(room_id, {"msgtype": 7, "body": {"secret": "words"}}, "t1")
    assert caught.value.code
    assert "secret" not in str(caught.value)


async def test_a_reaction_is_given_once_and_taken_back(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    said = await ann.send(room_id, "!idea a bench")
    given = await bot.sender.react(room_id, said, "✅", "t1")
    assert given
    assert await bot.sender.react(room_id, said, "✅", "t1") == given
    assert await bot.sender.react(room_id, said, "✅", "t2") is None
    assert (await last(ann, room_id))["content"]["m.relates_to"]["key"] == "✅"
    taken = await bot.sender.redact(room_id, given, "t3", "not needed")
    assert await bot.sender.redact(room_id, given, "t3") == taken
    event = await ann.get_event(room_id, given)
    assert event["content"] == {}


async def test_a_message_of_a_member_is_deleted_only_with_the_power_to(bot: Bot, enter: Enter) -> None:
    ann, bert = await enter(), await enter()
    room_id = await bot.enter(ann)
    await bert.join(room_id)
    said = await bert.send(room_id, "!dots 3 1")
    with pytest.raises(NotAllowed):
        await bot.sender.redact(room_id, said, "t1")
    await ann.set_power(room_id, bot.client.user_id, 50)
    await bot.sender.redact(room_id, said, "t2", "a ballot belongs into a direct message")
    assert (await bert.get_event(room_id, said))["content"] == {}
    assert not any(isinstance(one, Redacted) for one in bot.desk.records), "the bot hears itself"


@pytest.mark.parametrize("is_encrypted", [False, True])
async def test_a_file_arrives_byte_for_byte(bot: Bot, enter: Enter, *, is_encrypted: bool) -> None:
    ann = await enter()
    room_id = await bot.enter(ann, is_encrypted=is_encrypted)
    data = bytes(range(256)) * 100
    sent = await bot.sender.send_file(room_id, "log.jsonl", data, "t1", body="The log of the round")
    event = await last(ann, room_id)
    assert event["event_id"] == sent
    if not is_encrypted:
        content = event["content"]
        assert (content["msgtype"], content["body"], content["filename"]) == (
            "m.file",
            "The log of the round",
            "log.jsonl",
        )
        assert content["info"] == {"mimetype": "application/jsonl", "size": len(data)}
        assert content["m.mentions"] == {}
        assert await ann.download(content["url"]) == data
        return
    stored = await bot.sender.upload(data, "text/plain", "log.jsonl", encrypt=True)
    hidden = await ann.download(stored.mxc)
    assert data[:64] not in hidden
    keys = stored.file or {}
    key, digest, start = (str(one) for one in (inner(keys, "key")["k"], inner(keys, "hashes")["sha256"], keys["iv"]))
    clear = decrypt_attachment(hidden, key, digest, start)
    assert clear == data


async def test_an_image_is_sent_as_one(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    await bot.sender.send_file(room_id, "chart.png", b"\x89PNG", "t1", body="Idea 3 leads with 12 dots")
    content = (await last(ann, room_id))["content"]
    assert (content["msgtype"], content["info"]["mimetype"]) == ("m.image", "image/png")


async def test_pins_are_added_in_front_and_removed_without_touching_others(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    await ann.set_power(room_id, bot.client.user_id, 50)
    await bot.sender.pin(room_id, "$first")
    await ann.put_state(room_id, "m.room.pinned_events", {"pinned": ["$first", "$hers"]})
    await bot.sender.pin(room_id, "$second")
    await bot.sender.pin(room_id, "$second")
    assert (await ann.get_state(room_id, "m.room.pinned_events"))["pinned"] == ["$second", "$first", "$hers"]
    await bot.until(lambda: bot.client.rooms[room_id].pinned == ("$second", "$first", "$hers"))
    await bot.sender.unpin(room_id, "$first")
    await bot.sender.unpin(room_id, "$first")
    assert (await ann.get_state(room_id, "m.room.pinned_events"))["pinned"] == ["$second", "$hers"]


@pytest.mark.parametrize("is_encrypted", [False, True])
async def test_a_direct_room_is_made_once_for_each_person(
    start_bot: StartBot, new_account: NewAccount, enter: Enter, *, is_encrypted: bool
) -> None:
    ann, bert, account = await enter(), await enter(), await new_account()
    async with start_bot(account) as bot:
        room_id = await bot.sender.create_private(ann.user_id, encrypted=is_encrypted)
        await bot.until_in(room_id)
        assert bot.client.rooms[room_id].is_encrypted == is_encrypted
        assert await ann.wait_for_invite() == room_id
        await bot.until(lambda: ann.user_id in bot.client.rooms[room_id].present)
        assert await bot.sender.create_private(ann.user_id, encrypted=is_encrypted) == room_id
        assert await bot.sender.find_private(bert.user_id) is None
        desk = bot.desk
    await ann.join(room_id)
    async with start_bot(account, desk) as bot:
        assert await bot.sender.find_private(ann.user_id) == room_id
        await ann.leave(room_id)
        await bot.until(lambda: ann.user_id not in bot.client.rooms[room_id].present)
        assert await bot.sender.find_private(ann.user_id) is None
        assert await bot.sender.create_private(ann.user_id, encrypted=is_encrypted) != room_id


async def test_a_room_the_person_opened_can_become_the_direct_one(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    await bot.sender.set_direct(room_id, ann.user_id)
    await bot.sender.set_direct(room_id, ann.user_id)
    assert await bot.sender.find_private(ann.user_id) == room_id
    answer = await bot.client.wire.call("GET", path("user", bot.client.user_id, "account_data", "m.direct"))
    assert answer == {ann.user_id: [room_id]}


async def test_a_room_is_entered_through_a_server_that_knows_it(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await ann.create_room()
    assert await bot.sender.join(room_id, via=["localhost", "elsewhere.example"]) == room_id
    await bot.until_in(room_id)


async def test_a_room_that_no_sync_has_brought_yet_is_tried_again_soon(new_account: NewAccount, enter: Enter) -> None:
    """Whether it is encrypted is not known before, and what is meant to be hidden must not go out in clear."""
    ann, account = await enter(), await new_account()
    room_id = await ann.create_room(is_encrypted=True, invite=[account.user_id])
    async with connected(account) as client:
        sender = Sender(client)
        with pytest.raises(Gone):
            await sender.send(room_id, message("hello"), "t1")
        await sender.join(room_id)
        with pytest.raises(Unreachable) as caught:
            await sender.send(room_id, message("hello"), "t1")
        assert caught.value.retry_after == 1.0
        with pytest.raises(Gone):
            await sender.send("!nowhere:localhost", message("hello"), "t1")
    assert [one["type"] for one in await ann.history(room_id)][-1] == "m.room.member"


async def test_sending_does_not_wait_for_a_slow_commit(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    keep, slow = bot.desk.commit, asyncio.Event()

    async def commit(batch: Batch) -> None:
        await slow.wait()
        await keep(batch)

    vars(bot.feed)["_commit"] = commit
    await ann.send(room_id, "wakes the feed")
    await asyncio.sleep(0.3)
    async with asyncio.timeout(5):
        await bot.sender.send(room_id, message("meanwhile"), "t1")
    slow.set()
    await ann.wait_for_text(room_id, "meanwhile")


async def test_the_token_is_in_no_address_and_in_no_error(bot: Bot) -> None:
    vars(bot.client.wire)["_base"] = "http://127.0.0.1:9"
    with pytest.raises(Unreachable) as caught:
        await bot.client.wire.call("GET", path("account", "whoami"))
    assert bot.client.credentials.access_token not in json.dumps([str(caught.value), repr(caught.value)])
    assert caught.value.__cause__ is None
