from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from codesign_bot.errors import Full, Unreachable
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_matrix import timeline
from codesign_matrix.client import connected
from codesign_matrix.errors import TokenRevoked
from codesign_matrix.feed import Feed
from codesign_matrix.fields import Json, inner
from codesign_matrix.reading import Moment, read
from codesign_matrix.records import (
    Batch,
    Bridged,
    Invited,
    MemberChanged,
    MessageSeen,
    Reacted,
    Redacted,
    RoomUpgraded,
    StateChanged,
)
from codesign_matrix.rooms import Room
from codesign_matrix.sending import Sender

if TYPE_CHECKING:
    from .conftest import Bot, Enter, NewAccount, StartBot

pytestmark = pytest.mark.synapse


async def send_many(person: MatrixPerson, room_id: str, count: int) -> list[str]:
    """Messages one after the other, so that the server's order is ours."""
    bodies = [f"vote {number}" for number in range(count)]
    for body in bodies:
        await person.send(room_id, body)
    return bodies


@pytest.mark.parametrize("version", ["10", "11", "12"])
async def test_what_members_do_in_a_room_arrives_as_records(bot: Bot, enter: Enter, version: str) -> None:
    ann = await enter()
    room_id = await bot.enter(ann, version=version)
    first = await ann.send(room_id, "!idea a bench")
    edit = await ann.edit(room_id, first, "!idea two benches")
    reaction = await ann.react(room_id, first, "👍")
    redaction = await ann.redact(room_id, reaction)
    reply = await ann.send(room_id, "yes", reply_to=first)
    await bot.until_said("yes")
    mine = [
        record
        for record in bot.desk.records
        if isinstance(record, MessageSeen | Reacted | Redacted) and record.sender == ann.user_id
    ]
    assert [record.event_id for record in mine] == [first, edit, reaction, redaction, reply]
    said, edited, reacted, redacted, replied = mine
    assert isinstance(said, MessageSeen)
    assert (said.body, said.edits, said.is_encrypted, said.is_backlog) == (
        "!idea a bench",
        None,
        False,
        False,
    )
    assert isinstance(edited, MessageSeen)
    assert (edited.body, edited.edits) == ("!idea two benches", first)
    assert isinstance(reacted, Reacted)
    assert (reacted.target, reacted.key) == (first, "👍")
    assert isinstance(redacted, Redacted)
    assert redacted.target == reaction
    assert isinstance(replied, MessageSeen)
    assert replied.reply_to == first
    age = datetime.now(UTC) - said.sent_at
    assert 0 <= age.total_seconds() < 60


async def test_an_invitation_names_who_invites_also_if_it_came_while_the_bot_was_away(
    start_bot: StartBot, new_account: NewAccount, enter: Enter
) -> None:
    ann, account = await enter(), await new_account()
    async with start_bot(account) as bot:
        desk = bot.desk
    room_id = await ann.create_room("Our street", is_direct=True, invite=[account.user_id])
    async with start_bot(account, desk) as bot:
        invitations = [one for one in bot.desk.records if isinstance(one, Invited)]
        await bot.sender.leave(room_id)
        await bot.sender.leave(room_id)
    async with start_bot(account, desk) as bot:
        assert [one for one in bot.desk.records if isinstance(one, Invited)] == invitations
    assert len(invitations) == 1
    for one in invitations:
        assert (one.room_id, one.inviter, one.is_direct, one.name) == (
            room_id,
            ann.user_id,
            True,
            "Our street",
        )


async def test_members_come_and_go(bot: Bot, enter: Enter) -> None:
    ann, bert = await enter(), await enter()
    room_id = await bot.enter(ann)
    await bert.join(room_id)
    await ann.kick(room_id, bert.user_id)
    await bert.join(room_id)
    await bert.leave(room_id)
    await ann.send(room_id, "done")
    await bot.until_said("done")
    seen = [one for one in bot.desk.records if isinstance(one, MemberChanged) and one.user_id == bert.user_id]
    assert [(one.membership, one.sender) for one in seen] == [
        ("join", bert.user_id),
        ("leave", ann.user_id),
        ("join", bert.user_id),
        ("leave", bert.user_id),
    ]
    assert [one.previous for one in seen][1:] == ["join", "leave", "join"]
    assert bot.client.rooms[room_id].joined == {ann.user_id, bot.client.user_id}
    assert bot.client.rooms[room_id].membership(bert.user_id) == "leave"


async def test_a_bot_that_is_removed_learns_it_with_what_was_said_before(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    await ann.send(room_id, "last words")
    await ann.kick(room_id, bot.client.user_id)
    await bot.until(lambda: room_id not in bot.client.rooms)
    await bot.until_said("last words")
    (gone,) = (one for one in bot.desk.records if isinstance(one, MemberChanged) and one.membership == "leave")
    assert (gone.user_id, gone.sender, gone.room_id) == (bot.client.user_id, ann.user_id, room_id)


async def test_what_stands_in_a_room_is_told_when_the_bot_comes_in(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await ann.create_room("Square", invite=[bot.client.user_id])
    await ann.put_state(room_id, "m.bridge", {"protocol": {"id": "discord"}}, "org.discord")
    await ann.put_state(room_id, "m.room.topic", {"topic": "old"})
    await ann.put_state(room_id, "m.room.topic", {"topic": "new"})
    await bot.sender.join(room_id)
    await bot.until_in(room_id)
    await bot.until(lambda: [one for one in bot.desk.records if isinstance(one, Bridged)])
    (bridge,) = (one for one in bot.desk.records if isinstance(one, Bridged))
    assert (bridge.protocol, bridge.is_backlog) == ("discord", True)
    topics = [one for one in bot.desk.records if isinstance(one, StateChanged) and one.kind == "m.room.topic"]
    assert [one.content["topic"] for one in topics] == ["new"]
    room = bot.client.rooms[room_id]
    assert (room.name, room.bridges, room.is_open, room.is_encrypted) == ("Square", ("discord",), True, False)
    assert room.display_name(ann.user_id) is not None
    assert room.present == {ann.user_id, bot.client.user_id}


async def test_an_upgrade_names_the_new_room_at_once_and_after_a_restart(
    start_bot: StartBot, new_account: NewAccount, enter: Enter
) -> None:
    ann, account = await enter(), await new_account()
    async with start_bot(account) as bot:
        room_id = await bot.enter(ann)
        desk = bot.desk
        new = await ann.upgrade(room_id, "12")
        await bot.until(lambda: [one for one in bot.desk.records if isinstance(one, RoomUpgraded)])
        assert bot.client.rooms[room_id].replacement == new
    desk.records.clear()
    async with start_bot(account, desk) as bot:
        (upgrade,) = (one for one in bot.desk.records if isinstance(one, RoomUpgraded))
    assert (upgrade.room_id, upgrade.replacement, upgrade.is_backlog) == (room_id, new, True)


async def test_what_was_said_before_the_bot_came_is_not_its_business(
    start_bot: StartBot, new_account: NewAccount, enter: Enter
) -> None:
    ann, account = await enter(), await new_account()
    rooms: list[str] = []
    async with start_bot(account) as bot:
        for _ in range(2):
            room_id = await ann.create_room(invite=[account.user_id])
            await ann.send(room_id, "!idea before")
            await bot.sender.join(room_id)
            await ann.send(room_id, "!idea after")
            rooms.append(room_id)
        await bot.until(lambda: bot.desk.bodies == ["!idea after"] * 2)
    async with start_bot(account) as amnesiac:
        assert amnesiac.desk.bodies == ["!idea after"] * 2
        assert all(batch.is_first for batch in amnesiac.desk.batches)
        assert all(one.is_backlog for one in amnesiac.desk.records if isinstance(one, MessageSeen))


async def test_a_member_who_only_renames_the_bot_s_account_hides_nothing(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    await ann.send(room_id, "one")
    await bot.sender.set_name("Hosting")
    await ann.send(room_id, "two")
    await bot.until_said("two")
    assert bot.desk.bodies == ["one", "two"]


@pytest.mark.parametrize(("count", "most"), [(50, 10), (20, 500)])
async def test_what_was_said_while_the_bot_was_away_arrives_in_order_and_once(
    start_bot: StartBot, new_account: NewAccount, enter: Enter, count: int, most: int
) -> None:
    ann, bert, account = await enter(), await enter(), await new_account()
    async with start_bot(account, timeline=most) as bot:
        room_id = await bot.enter(ann)
        await ann.send(room_id, "while it was here")
        await bot.until_said("while it was here")
        desk = bot.desk
    bodies = await send_many(ann, room_id, count)
    await bert.join(room_id)
    async with start_bot(account, desk, timeline=most) as bot:
        await ann.send(room_id, "back")
        await bot.until_said("back")
        assert bot.desk.bodies == ["while it was here", *bodies, "back"]
        joined = [one for one in desk.records if isinstance(one, MemberChanged) and one.user_id == bert.user_id]
        assert len(joined) == 1
        assert bert.user_id in bot.client.rooms[room_id].joined
        backlog = {one.body: one.is_backlog for one in desk.records if isinstance(one, MessageSeen)}
        assert backlog[bodies[0]]
        assert backlog[bodies[-1]]
        assert not backlog["back"]


async def test_a_burst_longer_than_the_timeline_loses_nothing_while_the_bot_listens(
    start_bot: StartBot, new_account: NewAccount, enter: Enter
) -> None:
    people = [await enter() for _ in range(10)]
    async with start_bot(await new_account(), timeline=5) as bot:
        room_id = await bot.enter(people[0])
        for person in people[1:]:
            await person.join(room_id)
        bodies = [f"{number} {nth}" for nth, _ in enumerate(people) for number in range(10)]
        sends = (people[nth].send(room_id, f"{number} {nth}") for nth in range(10) for number in range(10))
        await asyncio.gather(*sends)
        await bot.until(lambda: len(bot.desk.bodies) >= 100)
        assert sorted(bot.desk.bodies) == sorted(bodies)


async def test_a_gap_in_a_room_the_bot_was_removed_from_is_filled_too(
    start_bot: StartBot, new_account: NewAccount, enter: Enter
) -> None:
    ann, account = await enter(), await new_account()
    async with start_bot(account, timeline=5) as bot:
        room_id = await bot.enter(ann)
        desk = bot.desk
        await bot.until(lambda: desk.since is not None)
    bodies = await send_many(ann, room_id, 20)
    await ann.kick(room_id, account.user_id)
    await ann.send(room_id, "after")
    async with start_bot(account, desk, timeline=5) as bot:
        assert bot.desk.bodies == bodies
        assert room_id not in bot.client.rooms


async def test_a_batch_that_could_not_be_stored_is_offered_again_unchanged(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    offered: list[Batch] = []
    keep = bot.desk.commit

    async def watch(batch: Batch) -> None:
        offered.append(batch)
        await keep(batch)

    vars(bot.feed)["_commit"] = watch
    await asyncio.sleep(0.1)
    checkpoint = bot.desk.since
    bot.desk.failures += [Full("no room"), Unreachable("a store far away")]
    await ann.send(room_id, "kept")
    await bot.until_said("kept")
    with_it = [one for one in offered if any(isinstance(r, MessageSeen) for r in one.records)]
    assert len(with_it) == 3
    assert with_it[0] == with_it[1] == with_it[2]
    assert bot.desk.bodies == ["kept"]
    assert bot.desk.since != checkpoint


async def test_a_bug_in_the_commit_ends_the_feed_instead_of_losing_a_batch(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    since = bot.desk.since
    bot.desk.failures.append(ZeroDivisionError())
    await ann.send(room_id, "kept")
    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(bot.task, 10)
    assert bot.desk.since == since
    assert bot.desk.bodies == []


async def test_an_unforeseen_exception_over_one_event_costs_that_event_only(
    bot: Bot, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)

    def faulty(room_id: str, raw: Json, moment: Moment, own_id: str, *, is_encrypted: bool = False) -> object:
        if inner(raw, "content").get("body") == "poison":
            raise RuntimeError("poison")
        return read(room_id, raw, moment, own_id, is_encrypted=is_encrypted)

    monkeypatch.setattr(timeline, "read", faulty)
    for body in ("before", "poison", "after"):
        await ann.send(room_id, body)
    await bot.until_said("after")
    assert bot.desk.bodies == ["before", "after"]


async def test_a_revoked_token_ends_the_feed_at_once(bot: Bot, enter: Enter) -> None:
    person = MatrixPerson(bot.client.account.homeserver, (await enter()).login)
    async with person:
        thief = replace(person.login, access_token=bot.client.credentials.access_token)
    async with MatrixPerson(bot.client.account.homeserver, thief) as mine:
        await mine.request("POST", "/client/v3/logout", {})
    with pytest.raises(TokenRevoked):
        await asyncio.wait_for(bot.task, 10)


async def test_nothing_may_be_sent_while_a_batch_is_committed(new_account: NewAccount, enter: Enter) -> None:
    ann = await enter()
    async with connected(await new_account()) as client:
        sender = Sender(client)

        async def commit(batch: Batch) -> None:
            for record in batch.records:
                if isinstance(record, MessageSeen):
                    await sender.send(record.room_id, {"msgtype": "m.text", "body": "pong"}, "t")

        ours = Feed(client, commit, now=lambda: datetime.now(UTC))
        task = asyncio.ensure_future(ours.run())
        await ours.wait_live()
        room_id = await ann.create_room(invite=[client.user_id])
        await sender.join(room_id)
        await ann.send(room_id, "ping")
        with pytest.raises(RuntimeError, match="outbox"):
            await asyncio.wait_for(task, 10)


def test_a_room_nobody_told_of_is_unknown() -> None:
    room = Room("!r:x")
    assert (room.version, room.is_encrypted, room.name, room.pinned) == ("?", False, None, ())
    assert room.membership("@ann:x") == "leave"
    assert not room.power.is_known


async def test_trouble_with_the_store_is_no_trouble_of_the_homeserver(
    start_bot: StartBot, new_account: NewAccount, enter: Enter
) -> None:
    troubles: list[None] = []
    async with start_bot(await new_account(), on_trouble=lambda: troubles.append(None)) as bot:
        room_id = await bot.enter(ann := await enter())
        bot.desk.failures.append(Full("no room"))
        await ann.send(room_id, "kept")
        await bot.until_said("kept")
        assert bot.desk.failures == []
        assert troubles == []
