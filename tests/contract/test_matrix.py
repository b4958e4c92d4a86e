"""Matrix keeps the contract: the real adapter on a real Synapse, in the rooms of old and of new versions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from codesign_bot.records import Account, Place, Urgency
from codesign_bot.testing.contract import DoorPerson, PlatformContract, Recorder, queued, reading, words
from codesign_bot.testing.matrix_person import MatrixPerson, MatrixRefused
from codesign_bot.testing.synapse import Synapse
from codesign_bot.view import Audience
from codesign_matrix import device
from codesign_matrix.directs import PLATFORM
from codesign_matrix.invitations import Welcome
from codesign_matrix.platform import MatrixPlatform

from .between import Between

pytestmark = pytest.mark.synapse

NOWHERE = Place(PLATFORM, "!nowhere:example.org")


@pytest.fixture(scope="module")
def synapse() -> Iterator[Synapse]:
    """One homeserver for the whole suite."""
    with Synapse() as server:
        yield server


class _Text(HTMLParser):
    """What an app shows of a formatted message."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        del attrs
        self.pieces += ["\n"] if tag in {"br", "p", "li", "blockquote"} else []


def _shown(content: Mapping[str, Any]) -> str:
    """The words as they are rendered: most apps never show the plain text beside them."""
    if "formatted_body" not in content:
        return str(content.get("body", ""))
    text = _Text()
    text.feed(content["formatted_body"])
    return "".join(text.pieces).strip()


@dataclass
class Person:
    """Somebody with an ordinary client that shares no code with the bot's."""

    client: MatrixPerson
    bot: str

    @property
    def account(self) -> Account:
        return Account(PLATFORM, self.client.user_id)

    async def says(self, place: Place, text: str) -> str:
        return await self.client.send(place.id, text)

    async def writes(self, place: Place, text: str) -> str:
        return await self.client.send(place.id, text)

    async def edits(self, place: Place, key: str, text: str) -> None:
        await self.client.edit(place.id, key, text)

    async def removes(self, place: Place, key: str) -> None:
        await self.client.redact(place.id, key)

    async def reacts(self, place: Place, key: str, sign: str) -> None:
        await self.client.react(place.id, key, sign)

    async def opens_private(self) -> Place:
        room = await self.client.create_room(invite=[self.bot], is_public=False, is_direct=True)
        return Place(PLATFORM, room)

    async def sees(self, place: Place) -> list[str]:
        shown: dict[str, str] = {}
        for one in await self._own(place):
            replaced = _replaces(one)
            if replaced and not shown.get(replaced):
                continue  # a change to what was removed is shown by no app
            content = one["content"]["m.new_content"] if replaced else one["content"]
            shown[replaced or one["event_id"]] = _shown(content)
        return [text for text in shown.values() if text]

    async def files(self, place: Place) -> list[tuple[str, bytes]]:
        found = [one["content"] for one in await self._own(place) if one["content"].get("msgtype") == "m.file"]
        return [(one["filename"], await self.client.download(one["url"])) for one in found]

    async def rung(self) -> int:
        """By the rules for notifications that every homeserver has."""
        answer = await self.client.request("GET", "/client/v3/notifications", only="highlight")
        return sum(one["event"]["sender"] == self.bot for one in answer["notifications"])

    async def _own(self, place: Place) -> list[dict[str, Any]]:
        try:
            events = await self.client.history(place.id, limit=500)
        except MatrixRefused as refused:
            if refused.code != "M_FORBIDDEN":
                raise
            return []  # no room of theirs
        return [one for one in events if one["sender"] == self.bot and one["type"] == "m.room.message"]


def _replaces(event: Mapping[str, Any]) -> str:
    relation = event["content"].get("m.relates_to", {})
    return str(relation["event_id"]) if relation.get("rel_type") == "m.replace" else ""


@dataclass
class MatrixDoor:
    """A room with two people, and the bot that is connected and taken away."""

    platform: MatrixPlatform
    host: Recorder
    line: Between
    space: Place
    ada: Person
    ben: Person
    nowhere: Place = NOWHERE
    overhears: bool = True
    keeps: bool = True
    tells_of_private: bool = True
    takes_unseen: bool = False
    task: asyncio.Task[None] | None = field(default=None)

    def told(self, text: str) -> str:
        return text

    def naming(self, person: DoorPerson) -> str:
        name = person.account.id
        return f"@room {name} {name.removeprefix('@').split(':')[0]}"

    async def start(self) -> None:
        self.host.is_live = False
        self.task = asyncio.create_task(self.platform.run(self.host))
        await self.host.until(lambda host: host.is_live)

    async def stop(self) -> None:
        assert self.task is not None
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task

    async def breaks_off(self) -> None:
        self.line.cut()

    async def loses_replies(self, after: int = 0) -> None:
        self.line.loses(after)

    async def is_too_busy(self, seconds: float, after: int = 0) -> None:
        self.line.refuses(int(seconds * 1000), after)

    async def clears(self, key: str) -> None:
        await self.ada.removes(self.space, key)

    async def takes_away(self) -> None:
        await self.ada.client.kick(self.space.id, self.ada.bot)

    async def gives_back(self) -> None:
        await self.ada.client.invite(self.space.id, self.ada.bot)


class TestMatrix(PlatformContract):
    """The contract, on Matrix."""

    @pytest.fixture(params=["11", "12"])
    async def door(self, request: pytest.FixtureRequest, synapse: Synapse, tmp_path: Path) -> AsyncIterator[MatrixDoor]:
        bot = await synapse.register()
        async with (
            Between(synapse.url) as line,
            MatrixPerson(synapse.url, await synapse.register()) as ada,
            MatrixPerson(synapse.url, await synapse.register()) as ben,
        ):
            room = await ada.create_room("Riverside", invite=[bot.user_id], room_version=request.param)
            await ben.join(room)
            place = Place(PLATFORM, room)
            account = device.Account(line.url, bot.user_id, tmp_path / "device", "a secret", password=bot.password)
            platform = MatrixPlatform(account, lambda: datetime.now(UTC), Welcome(allowed=("localhost",)))
            people = [Person(one, bot.user_id) for one in (ada, ben)]
            door = MatrixDoor(platform, Recorder({place}), line, place, people[0], people[1])
            await door.start()
            await self._is_in(door, ada)
            yield door
            await door.stop()

    async def test_an_answer_is_quiet_and_what_comes_unasked_rings(self, door: MatrixDoor) -> None:
        """Homeservers and apps keep still for a notice, whatever it says: that is in everybody's push rules."""
        private = words("only for you", Audience.ONLY_YOU)
        answer = queued(door.space, "answer")
        unasked = replace(answer, message=replace(answer.message, key="unasked", urgency=Urgency.ANNOUNCEMENT))
        sent = [await door.platform.send(one, private, reading()) for one in (answer, unasked)]
        events = await door.ada.client.history(door.space.id)
        kinds = {one["event_id"]: one["content"].get("msgtype") for one in events}
        assert [kinds[one] for one in sent] == ["m.notice", "m.text"]
        rules = await door.ada.client.request("GET", "/client/v3/pushrules/")
        quiet = next(one for one in rules["global"]["override"] if one["rule_id"] == ".m.rule.suppress_notices")
        assert quiet["conditions"] == [{"kind": "event_match", "key": "content.msgtype", "pattern": "m.notice"}]

    async def _is_in(self, door: MatrixDoor, ada: MatrixPerson) -> None:
        """Wait until the bot has followed the invitation and knows the room."""
        await ada.wait_for(
            door.space.id,
            lambda event: (
                event["type"] == "m.room.member"
                and event.get("state_key") == door.ada.bot
                and event["content"]["membership"] == "join"
            ),
        )
        async with asyncio.timeout(20):
            while not door.platform.is_in(door.space.id):
                await door.ada.client.sync(wait_seconds=0.2)
