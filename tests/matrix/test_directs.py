"""Which rooms are direct messages: on a real Synapse, with rooms as ordinary apps make them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from codesign_bot.ports import Entered, Heard, PrivateClosed, PrivateOpened
from codesign_bot.records import Account, Place
from codesign_bot.testing.contract import Recorder, queued, reading
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Synapse
from codesign_bot.view import Action, View, say
from codesign_matrix import device
from codesign_matrix.directs import DIRECT, PLATFORM
from codesign_matrix.invitations import Welcome
from codesign_matrix.platform import MatrixPlatform

pytestmark = pytest.mark.synapse

VOTE = View(None, (say("welcome"),), (Action("action-vote", "vote 3:2", is_private=True),))


@dataclass
class Door:
    """A bot that can be taken away and brought back, and somebody who makes rooms."""

    platform: MatrixPlatform
    bot: str
    ada: MatrixPerson
    ben: MatrixPerson
    host: Recorder = field(default_factory=Recorder)
    task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self.host.is_live = False
        self.task = asyncio.create_task(self.platform.run(self.host))
        await self.host.until(lambda host: host.is_live)

    async def stop(self) -> None:
        assert self.task is not None
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task

    async def room(self, name: str = "", *, is_direct: bool = False, is_public: bool = False) -> Place:
        """A room of Ada's with nobody but her and the bot, once the bot has said what it takes it for."""
        place = Place(
            PLATFORM,
            await self.ada.create_room(name, invite=[self.bot], is_direct=is_direct, is_public=is_public),
        )
        await self.host.until(lambda _: self.opened(place) or self.entered(place))
        return place

    async def hears(self, place: Place, text: str = "hello") -> Heard:
        """What the bot makes of a message of Ada's."""
        key = await self.ada.send(place.id, text)
        await self.host.until(lambda host: any(one.key == key for one in host.all(Heard)))
        return next(one for one in self.host.all(Heard) if one.key == key)

    async def closes(self, place: Place) -> list[PrivateClosed]:
        await self.host.until(lambda host: any(one.place == place for one in host.all(PrivateClosed)))
        return [one for one in self.host.all(PrivateClosed) if one.place == place]

    def entered(self, place: Place) -> bool:
        return any(one.place == place for one in self.host.all(Entered))

    def opened(self, place: Place) -> bool:
        return any(one.place == place for one in self.host.all(PrivateOpened))


@pytest.fixture
async def door(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Door]:
    bot = await synapse.register()
    account = device.Account(synapse.url, bot.user_id, tmp_path / "device", "a secret", password=bot.password)
    platform = MatrixPlatform(account, lambda: datetime.now(UTC), Welcome(allowed=("localhost",)))
    async with (
        MatrixPerson(synapse.url, await synapse.register()) as ada,
        MatrixPerson(synapse.url, await synapse.register()) as ben,
    ):
        door = Door(platform, bot.user_id, ada, ben)
        await door.start()
        yield door
        await door.stop()


async def test_a_room_with_a_name_is_a_space_also_while_one_member_is_alone_in_it(door: Door) -> None:
    place = await door.room("Riverside")
    assert not door.opened(place)
    heard = await door.hears(place, "!setup Riverside")
    assert (heard.is_private, heard.may_manage, heard.may_be_space) == (False, True, False)
    assert heard.lacks == ("trouble-cannot-pin",)


@pytest.mark.parametrize("name", ["", "Me and the bot"])
async def test_a_room_that_is_called_a_direct_message_is_one_also_after_a_restart(door: Door, name: str) -> None:
    place = await door.room(name, is_direct=True)
    assert door.opened(place)
    for _ in range(2):
        heard = await door.hears(place)
        assert (heard.is_private, heard.may_be_space) == (True, False)
        await door.stop()
        await door.start()


async def test_a_room_without_a_name_is_a_direct_message_that_may_be_a_space(door: Door) -> None:
    place = await door.room()
    assert door.opened(place)
    heard = await door.hears(place)
    assert (heard.is_private, heard.may_be_space, heard.may_manage) == (True, True, True)
    assert heard.lacks == ("trouble-cannot-pin",)  # it is said if the room becomes a space


async def test_a_room_that_anybody_can_walk_into_is_no_direct_message_whatever_it_is_called(door: Door) -> None:
    place = await door.room(is_direct=True, is_public=True)
    assert not door.opened(place)
    assert not (await door.hears(place)).is_private


async def test_a_space_of_a_community_is_no_direct_message_though_one_member_is_left(door: Door) -> None:
    place = await door.room()
    door.host.spaces.add(place)
    heard = await door.hears(place)
    assert (heard.is_private, heard.may_be_space) == (False, False)


async def test_in_a_space_with_one_member_what_is_private_comes_with_the_way_to_a_direct_message(door: Door) -> None:
    space, direct = await door.room("Riverside"), await door.room(is_direct=True)
    link = f"https://matrix.to/#/{door.bot}"
    for place, has_link in ((space, True), (direct, False)):
        await door.platform.send(queued(place, f"help in {place.id}"), VOTE, reading())
        event = await door.ada.wait_for_text(place.id, "vote 3:2")
        assert (link in event["content"]["body"]) is has_link


async def test_when_somebody_joins_a_direct_message_everybody_in_it_is_told_nothing_there_any_more(door: Door) -> None:
    place = await door.room(is_direct=True)
    await door.ada.put_state(place.id, "m.room.join_rules", {"join_rule": "invite"})
    await door.ada.invite(place.id, door.ben.user_id)
    closed = await door.closes(place)
    assert {one.account.id for one in closed} == {door.ada.user_id, door.ben.user_id}
    assert len({one.key for one in closed}) == 2
    await door.ben.join(place.id)
    assert not (await door.hears(place)).is_private


async def test_who_came_in_while_the_bot_was_away_is_noticed_when_it_is_back(door: Door) -> None:
    place = await door.room(is_direct=True)
    await door.stop()
    await door.ada.invite(place.id, door.ben.user_id)
    await door.ben.join(place.id)
    await door.start()
    assert Account(PLATFORM, door.ada.user_id) in {one.account for one in await door.closes(place)}


@pytest.mark.parametrize(
    ("kind", "content"), [("m.room.name", {"name": "Riverside"}), ("m.room.join_rules", {"join_rule": "public"})]
)
async def test_a_name_or_an_open_door_ends_a_direct_message_that_nobody_called_one(
    door: Door, kind: str, content: dict[str, str]
) -> None:
    place = await door.room()
    assert door.opened(place)
    await door.ada.put_state(place.id, kind, content)
    assert [one.account.id for one in await door.closes(place)] == [door.ada.user_id]
    assert not (await door.hears(place)).is_private


async def test_who_leaves_a_direct_message_closes_it_and_nobody_elses(door: Door) -> None:
    first, second = await door.room(is_direct=True), await door.room(is_direct=True)
    await door.ada.leave(first.id)
    assert [one.account.id for one in await door.closes(first)] == [door.ada.user_id]
    assert (await door.hears(second)).is_private
    assert not [one for one in door.host.all(PrivateClosed) if one.place == second]


async def test_in_a_space_with_many_nobody_is_told_that_a_direct_message_ended(door: Door) -> None:
    place = await door.room("Riverside")
    await door.ada.invite(place.id, door.ben.user_id)
    await door.ben.join(place.id)
    await door.hears(place)
    assert not door.host.all(PrivateClosed)


async def test_what_a_room_was_called_is_kept_until_the_bot_is_out_of_it(door: Door) -> None:
    place = await door.room(is_direct=True)
    assert door.host.memory[PLATFORM, f"{DIRECT}{place.id}"] == door.ada.user_id
    await door.ada.kick(place.id, door.bot)
    await door.host.until(lambda host: (PLATFORM, f"{DIRECT}{place.id}") not in host.memory)
    await door.ada.invite(place.id, door.bot)  # this time nobody calls it anything
    await door.host.until(lambda host: len([one for one in host.told if isinstance(one, PrivateOpened)]) > 1)
    assert (await door.hears(place)).may_be_space
