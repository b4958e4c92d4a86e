"""What anybody can send to hurt the bot. Each of these ended, or would have muted, a client on stock nio."""

from __future__ import annotations

import asyncio
import copy
from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from codesign_bot.testing.matrix_person import Json, MatrixPerson
from codesign_bot.testing.synapse import Login, Synapse
from codesign_matrix import guard, pending
from codesign_matrix.fields import inner
from codesign_matrix.guard import Missing
from codesign_matrix.records import MemberChanged, MessageSeen

if TYPE_CHECKING:
    from .conftest import Bot, Enter, NewAccount, StartBot

pytestmark = pytest.mark.synapse

MEGOLM = "m.megolm.v1.aes-sha2"
WHOLE: Json = {
    "algorithm": MEGOLM,
    "ciphertext": "AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg",
    "session_id": "a session nobody has",
    "sender_key": "6a0rXa1y2jXPerpLLgth7/GY9qhch1ypBVUAXkvUuR4",
    "device_id": "ABCDEFGHIJ",
}
PILLS: list[Json] = [
    {**WHOLE, "sender_key": ""},
    {**WHOLE, "sender_key": None},
    {**WHOLE, "session_id": ""},
    {**WHOLE, "session_id": {"a": 1}},
    {**WHOLE, "ciphertext": ""},
    {**WHOLE, "ciphertext": {"a": {"type": 0, "body": "!"}}},
    {**WHOLE, "device_id": 7},
    {key: value for key, value in WHOLE.items() if key != "sender_key"},
    {key: value for key, value in WHOLE.items() if key != "algorithm"},
    {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": "x", "ciphertext": {}},
    {"algorithm": "unheard of"},
    {},
]


async def _still_hears(bot: Bot, person: MatrixPerson, room_id: str) -> None:
    await person.send(room_id, "are you there?")
    await bot.until_said("are you there?")
    assert not bot.task.done()


@pytest.mark.parametrize("content", PILLS)
async def test_pill_a_an_encrypted_event_without_sense_costs_only_itself(bot: Bot, enter: Enter, content: Json) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    await ann.send_event(room_id, "m.room.encrypted", content)
    await _still_hears(bot, ann, room_id)


async def test_pill_a_does_not_wait_for_the_next_start_either(
    start_bot: StartBot, new_account: NewAccount, enter: Enter
) -> None:
    ann, account = await enter(), await new_account()
    async with start_bot(account) as bot:
        room_id = await bot.enter(ann)
        desk = bot.desk
    for content in PILLS:
        await ann.send_event(room_id, "m.room.encrypted", content)
    async with start_bot(account, desk) as bot:
        await _still_hears(bot, ann, room_id)
    async with start_bot(account) as fresh:
        assert "are you there?" in fresh.desk.bodies


async def _own_keys(stranger: MatrixPerson, user_id: str) -> tuple[str, str]:
    """The device id and curve25519 key of somebody, as anybody can look them up."""
    found = await stranger.request("POST", "/client/v3/keys/query", {"device_keys": {user_id: []}})
    (device_id,) = found["device_keys"][user_id]
    return device_id, found["device_keys"][user_id][device_id]["keys"][f"curve25519:{device_id}"]


@pytest.mark.parametrize(
    "ciphertext",
    [
        {"type": 0, "body": "AAAA"},
        {"type": 0, "body": "not base64 at all!"},
        {"type": 1, "body": b64encode(b"\x03garbage").decode()},
        {"type": 0, "body": ""},
        {"type": 7, "body": "AAAA"},
        {"type": None},
        {},
        [],
    ],
)
async def test_pill_b_garbage_for_the_bot_s_own_key_from_a_stranger_costs_only_itself(
    bot: Bot, enter: Enter, ciphertext: object
) -> None:
    stranger, ann = await enter(), await enter()
    room_id = await bot.enter(ann)
    device_id, key = await _own_keys(stranger, bot.client.user_id)
    content = {
        "algorithm": "m.olm.v1.curve25519-aes-sha2",
        "sender_key": "6a0rXa1y2jXPerpLLgth7/GY9qhch1ypBVUAXkvUuR4",
        "ciphertext": {key: ciphertext},
    }
    body = {"messages": {bot.client.user_id: {device_id: content}}}
    await stranger.request("PUT", "/client/v3/sendToDevice/m.room.encrypted/1", body)
    await _still_hears(bot, ann, room_id)


@pytest.mark.parametrize(
    "kind", ["m.room_key_request", "m.room_key", "m.key.verification.start", "m.forwarded_room_key"]
)
async def test_other_to_device_nonsense_costs_only_itself(bot: Bot, enter: Enter, kind: str) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    for number, content in enumerate([{}, {"action": "request", "body": 7}, {"method": "m.sas.v1"}]):
        body = {"messages": {bot.client.user_id: {"*": content}}}
        await ann.request("PUT", f"/client/v3/sendToDevice/{kind}/{number}", body)
    await _still_hears(bot, ann, room_id)


def _device_keys(user_id: str, device_id: str, signature: str, key: str) -> Json:
    return {
        "algorithms": [MEGOLM],
        "device_id": device_id,
        "user_id": user_id,
        "keys": {f"ed25519:{device_id}": key, f"curve25519:{device_id}": key},
        "signatures": {user_id: {f"ed25519:{device_id}": signature}},
    }


@pytest.mark.parametrize(("key", "signature"), [("no key", "no signature"), ("A" * 43, "%%"), ("", "")])
async def test_pill_c_a_member_whose_device_has_no_real_keys_does_not_mute_the_bot(
    start_bot: StartBot,
    new_account: NewAccount,
    enter: Enter,
    monkeypatch: pytest.MonkeyPatch,
    *,
    key: str,
    signature: str,
) -> None:
    mallory = await enter()
    broken = _device_keys(mallory.user_id, mallory.login.device_id, signature, key)
    await mallory.request("POST", "/client/v3/keys/upload", {"device_keys": broken})
    async with start_bot(await new_account()) as bot, start_bot(await new_account()) as friend:
        honest: Any = bot.client.wire.call
        asked: list[Json] = []

        async def poison_first(method: str, place: str, body: Json | None = None, **more: object) -> Json:
            found: Json = await honest(method, place, body, **more)
            if place.endswith("/keys/query"):
                poison = {mallory.user_id: {mallory.login.device_id: copy.deepcopy(broken)}}
                asked.append({**poison, **inner(found, "device_keys")} | poison)
                return {**found, "device_keys": asked[-1]}
            return found

        monkeypatch.setattr(bot.client.wire, "call", poison_first)
        room_id = await mallory.create_room(is_encrypted=True)
        await friend.sender.join(room_id)
        await friend.until_in(room_id)
        await bot.sender.join(room_id)
        await bot.until_in(room_id)
        await bot.sender.send(room_id, {"msgtype": "m.text", "body": "to all"}, "t1")
        await friend.until_said("to all")
    assert any(friend.client.user_id in one for one in asked)
    assert all(next(iter(one)) == mallory.user_id for one in asked)


async def _poison_one_time_keys(victim: MatrixPerson, key: object) -> None:
    """Uses up the honest keys of a device and leaves `key` as what everybody gets who asks for one."""
    who, device = victim.user_id, victim.login.device_id
    upload = {"fallback_keys": {"signed_curve25519:AAAAAA": key}}
    await victim.request("POST", "/client/v3/keys/upload", upload)
    claim = {"one_time_keys": {who: {device: "signed_curve25519"}}}
    for _ in range(200):
        found = await victim.request("POST", "/client/v3/keys/claim", claim)
        if found["one_time_keys"][who][device] == {"signed_curve25519:AAAAAA": key}:
            return
    pytest.fail("the poison never came to the front")


@pytest.mark.parametrize(
    "one_time_key",
    [
        "not even an object",
        {"key": "no key", "signatures": {}},
        {"key": "no key", "signatures": {"@x:localhost": {"ed25519:X": "%%"}}},
    ],
)
async def test_pill_d_a_member_whose_one_time_key_is_none_does_not_mute_the_bot(
    start_bot: StartBot, new_account: NewAccount, enter: Enter, synapse: Synapse, one_time_key: object
) -> None:
    ann, poisoned = await enter(), await new_account()
    async with start_bot(poisoned) as honest_once:
        credentials = honest_once.client.credentials
    login = Login(credentials.user_id, credentials.device_id, credentials.access_token, "")
    async with (
        MatrixPerson(synapse.url, login) as mallory,
        start_bot(await new_account()) as bot,
        start_bot(await new_account()) as friend,
    ):
        await _poison_one_time_keys(mallory, one_time_key)
        room_id = await bot.enter(ann, is_encrypted=True)
        await mallory.join(room_id)
        await friend.sender.join(room_id)
        await friend.until_in(room_id)
        await bot.until(lambda: len(bot.client.rooms[room_id].joined) == 4)
        await bot.sender.send(room_id, {"msgtype": "m.text", "body": "to all"}, "t1")
        await friend.until_said("to all")


async def test_an_encrypted_event_cannot_pose_as_state_redaction_or_another_sender(
    start_bot: StartBot, new_account: NewAccount
) -> None:
    async with start_bot(await new_account()) as bot, start_bot(await new_account()) as mallory:
        room_id = await mallory.sender.create_private(bot.client.user_id, encrypted=True)
        await mallory.until_in(room_id)
        await bot.sender.join(room_id)
        await bot.until_in(room_id)
        await mallory.until(lambda: bot.client.user_id in mallory.client.rooms[room_id].joined)
        await bot.until(lambda: any(isinstance(one, MemberChanged) for one in bot.desk.records))  # its own coming
        before = len(bot.desk.records)
        target = await mallory.sender.send(room_id, {"msgtype": "m.text", "body": "one"}, "t1")
        member = {"membership": "leave", "state_key": bot.client.user_id}
        await mallory.sender.send(room_id, member, "t2", kind="m.room.member")
        await mallory.sender.send(room_id, {"redacts": target}, "t3", kind="m.room.redaction")
        await mallory.sender.send(room_id, {"no": "msgtype"}, "t4")
        posing = {"msgtype": "m.text", "body": "two", "sender": "@king:localhost", "event_id": "$x"}
        await mallory.sender.send(room_id, posing, "t5")
        await bot.until_said("two")
        assert [type(one) for one in bot.desk.records[before:]] == [MessageSeen, MessageSeen]
        assert {one.sender for one in bot.desk.records[before:] if isinstance(one, MessageSeen)} == {
            mallory.client.user_id
        }


async def test_a_flood_of_undecryptable_events_is_bounded(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    most = pending.MOST_OF_ONE_SENDER
    pending.MOST_OF_ONE_SENDER = 5
    try:
        for number in range(9):
            content = {**WHOLE, "session_id": f"s{number}"}
            await ann.send_event(room_id, "m.room.encrypted", content)
        await _still_hears(bot, ann, room_id)
    finally:
        pending.MOST_OF_ONE_SENDER = most
    assert len(bot.desk.kept) == 5


async def test_the_guard_outlives_a_panic_of_the_encryption_library(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A panic in Rust comes as a BaseException; ending the program must still be possible."""

    class Panic(BaseException):
        pass

    def panic(*_: object) -> None:
        raise Panic

    monkeypatch.setattr(guard, "_megolm_event", type("X", (), {"from_dict": staticmethod(panic)}))
    (result,) = await bot.client.encryption.decrypt([("!r:x", {"content": WHOLE})])
    assert result is Missing.SENSE


async def test_nothing_a_member_wrote_reaches_the_log(bot: Bot, enter: Enter, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    ann = await enter()
    room_id = await bot.enter(ann)
    for content in PILLS:
        await ann.send_event(room_id, "m.room.encrypted", content)
    await ann.send(room_id, "secretword")
    await bot.until_said("secretword")
    await asyncio.sleep(0.2)
    text = caplog.text
    assert "makes no sense" in text, "nothing was logged at all, so nothing was shown"
    for word in ("secretword", "AwgAEnACgAk", bot.client.credentials.access_token, ann.user_id):
        assert word not in text


async def test_no_secret_shows_in_a_repr(bot: Bot) -> None:
    shown = repr(bot.client) + repr(replace(bot.client.account, password="hunter2"))
    for secret in (bot.client.credentials.access_token, bot.client.account.pickle_key, "hunter2"):
        assert secret not in shown
