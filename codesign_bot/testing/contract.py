"""What any platform must do, as one suite: a new platform is done when it passes.

Subclass `PlatformContract` and give it a fixture `door`: a space with two people in it, a bot that can be stopped
and started, and a `Recorder` in the place of the service. Nothing here knows a platform.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import pytest

from codesign_bot.errors import Full, PlatformTrouble
from codesign_bot.ports import (
    Abilities,
    Happening,
    Heard,
    Platform,
    PrivateClosed,
    PrivateOpened,
    Question,
    Reacted,
    Reading,
    Removed,
    Voice,
    Wish,
    Wished,
)
from codesign_bot.records import Account, Kept, Kind, Outgoing, Place, Queued, Urgency
from codesign_bot.view import Audience, Quote, Quoted, View, say

PATIENCE = 20.0
"""Seconds that anything may take before it counts as never."""

H = TypeVar("H", bound=Happening)


@dataclass(slots=True)
class Recorder:
    """A `ports.Host` that keeps what it is told, and what it was told to keep, over restarts of the platform."""

    spaces: set[Place] = field(default_factory=set[Place])
    told: list[Happening] = field(default_factory=list[Happening])
    memory: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    is_live: bool = False
    fails: int = 0
    """So many receivings fail before anything is kept, as a full disk would make them."""
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        """Keep all of it, or fail as told."""
        if self.fails and happenings:
            self.fails -= 1
            raise Full("no room on the disk")
        self.told += happenings
        for row in keep:
            if row.value is None:
                self.memory.pop((row.platform, row.key), None)
            else:
                self.memory[(row.platform, row.key)] = row.value
        self._news.set()

    async def kept(self, platform: str) -> Mapping[str, str]:
        """What was kept for this platform."""
        return {key: value for (of, key), value in self.memory.items() if of == platform}

    def hosts(self, place: Place) -> bool:
        """Only the spaces of the test."""
        return place in self.spaces

    def is_private(self, place: Place) -> bool:
        """Where somebody opened a direct message and has not closed it since."""
        opened = [one for one in self.told if isinstance(one, PrivateOpened | PrivateClosed) and one.place == place]
        return bool(opened) and isinstance(opened[-1], PrivateOpened)

    def known_as(self, platform: str, names: Collection[str]) -> None:
        """Names are not asked for here."""

    def is_organiser(self, account: Account) -> bool:
        """Everybody may invite the bot."""
        del account
        return True

    async def offers(self, question: Question) -> Sequence[tuple[str, str]]:
        """One offer, which repeats what was begun."""
        return [(question.begun, question.what.value)]

    async def wished(self, wish: Wish) -> Wished:
        """Nobody may be asked."""
        del wish
        return Wished(View(None, (say("turn-not-asked"),)))

    async def never_ask(self, account: Account, *, is_so: bool) -> None:
        """Nobody is asked anyway."""

    def caught_up(self, platform: str) -> None:
        """Everything that was missed has been told."""
        del platform
        self.is_live = True
        self._news.set()

    def lost_touch(self, platform: str) -> None:
        """The platform is away."""
        del platform
        self.is_live = False
        self._news.set()

    async def until(self, is_so: Callable[[Recorder], bool]) -> None:
        """Wait until something is so. `TimeoutError` where it never is."""
        async with asyncio.timeout(PATIENCE):
            while not is_so(self):
                self._news.clear()
                await self._news.wait()

    def all(self, kind: type[H]) -> list[H]:
        """Everything of one kind, each key once, in the order it was first told."""
        found = {one.key: one for one in reversed(self.told) if isinstance(one, kind)}
        return list(reversed(found.values()))


class DoorPerson(Protocol):
    """Somebody on the platform, with an ordinary client."""

    @property
    def account(self) -> Account: ...

    async def says(self, place: Place, text: str) -> str:
        """Write; returns the message's key."""
        ...

    async def edits(self, place: Place, key: str, text: str) -> None: ...

    async def removes(self, place: Place, key: str) -> None: ...

    async def reacts(self, place: Place, key: str, sign: str) -> None: ...

    async def opens_private(self) -> Place:
        """Open a direct message with the bot."""
        ...

    async def sees(self, place: Place) -> list[str]:
        """The text of every message of the bot there, as it reads now, oldest first."""
        ...


class Door(Protocol):
    """One platform with a space and people, and the bot behind it."""

    platform: Platform
    host: Recorder
    space: Place
    ada: DoorPerson
    ben: DoorPerson

    async def start(self) -> None:
        """Connect the bot and wait until it is live."""
        ...

    async def stop(self) -> None:
        """Take the bot away, as a crash would: nothing is said goodbye to."""
        ...


class Plain:
    """A `ports.Voice` whose words are the key and its arguments."""

    language = "en"

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        """The key, and what it was given."""
        return " ".join([key, *(str(value) for value in arguments.values())])


def reading(voice: Voice | None = None) -> Reading:
    """A reader of plain keys."""
    return Reading(voice or Plain(), {}, datetime(2026, 3, 2, 9, tzinfo=UTC))


def queued(
    place: Place, key: str, kind: Kind = Kind.APPEND, message_id: str | None = None, revision: int = 1
) -> Queued:
    """Something to be said."""
    message = Outgoing(key, kind, place, datetime(2026, 3, 2, 9, tzinfo=UTC), "", Urgency.ANSWER)
    return Queued(message, 0, revision, message_id, None)


def words(text: str, audience: Audience = Audience.EVERYONE) -> View:
    """A view that shows somebody's words."""
    return View(None, (Quote(Quoted(text)),), (), audience)


class PlatformContract:
    """The suite. Names of tests are what a platform promises."""

    async def test_what_people_write_is_told_once_and_in_order(self, door: Door) -> None:
        for number in range(5):
            await door.ada.says(door.space, f"message {number}")
        await door.host.until(lambda host: len(host.all(Heard)) >= 5)
        assert [heard.text for heard in door.host.all(Heard)] == [f"message {number}" for number in range(5)]

    async def test_who_wrote_where_and_when_is_told(self, door: Door) -> None:
        key = await door.ada.says(door.space, "hello")
        await door.host.until(lambda host: bool(host.all(Heard)))
        heard = door.host.all(Heard)[0]
        assert (heard.account, heard.place, heard.key) == (door.ada.account, door.space, key)
        assert not heard.is_private
        assert heard.sent_at.tzinfo is not None

    async def test_what_the_bot_says_itself_is_not_told(self, door: Door) -> None:
        await door.platform.send(queued(door.space, "own"), words("from the bot"), reading())
        await door.ada.says(door.space, "after it")
        await door.host.until(lambda host: bool(host.all(Heard)))
        assert [heard.text for heard in door.host.all(Heard)] == ["after it"]

    async def test_a_direct_message_is_private_and_names_the_spaces_nearby(self, door: Door) -> None:
        private = await door.ada.opens_private()
        await door.host.until(lambda host: any(one.place == private for one in host.all(PrivateOpened)))
        await door.ada.says(private, "psst")
        await door.host.until(lambda host: bool(host.all(Heard)))
        heard = door.host.all(Heard)[0]
        assert heard.is_private
        assert heard.near == (door.space,)

    async def test_hostile_characters_do_not_get_in(self, door: Door) -> None:
        await door.ada.says(door.space, "safe\u202etxt\u200b end")
        await door.host.until(lambda host: bool(host.all(Heard)))
        assert door.host.all(Heard)[0].text == "safetxt end"

    async def test_a_new_version_of_a_message_names_the_old_one(self, door: Door) -> None:
        key = await door.ada.says(door.space, "an ide")
        await door.ada.edits(door.space, key, "an idea")
        await door.host.until(lambda host: len(host.all(Heard)) >= 2)
        edited = door.host.all(Heard)[1]
        assert (edited.text, edited.edits) == ("an idea", key)
        assert edited.key != key

    async def test_a_deleted_message_is_told_as_removed(self, door: Door) -> None:
        key = await door.ada.says(door.space, "oh no")
        await door.ada.removes(door.space, key)
        await door.host.until(lambda host: bool(host.all(Removed)))
        assert door.host.all(Removed)[0].target == key

    async def test_a_sign_on_a_message_is_told_with_the_message(self, door: Door) -> None:
        key = await door.ada.says(door.space, "a topic")
        await door.ben.reacts(door.space, key, "\N{THUMBS UP SIGN}")
        await door.host.until(lambda host: bool(host.all(Reacted)))
        reacted = door.host.all(Reacted)[0]
        assert (reacted.target, reacted.account) == (key, door.ben.account)
        assert reacted.sign.startswith("\N{THUMBS UP SIGN}")

    async def test_what_is_said_can_be_read_by_people(self, door: Door) -> None:
        await door.platform.send(queued(door.space, "one"), words("hello all"), reading())
        assert any("hello all" in text for text in await door.ada.sees(door.space))

    async def test_the_same_key_is_the_same_message(self, door: Door) -> None:
        first = await door.platform.send(queued(door.space, "once"), words("only once"), reading())
        again = await door.platform.send(queued(door.space, "once"), words("only once"), reading())
        assert first == again
        assert sum("only once" in text for text in await door.ada.sees(door.space)) == 1

    async def test_the_same_key_is_the_same_message_after_a_restart(self, door: Door) -> None:
        first = await door.platform.send(queued(door.space, "once"), words("only once"), reading())
        await door.stop()
        await door.start()
        assert await door.platform.send(queued(door.space, "once"), words("only once"), reading()) == first

    async def test_a_card_is_changed_where_it_stands(self, door: Door) -> None:
        card = queued(door.space, "card", Kind.CARD)
        said = await door.platform.send(card, words("as it was"), reading())
        changed = replace(card, message_id=said, revision=2)
        await door.platform.edit(changed, words("as it is"), reading())
        seen = await door.ada.sees(door.space)
        assert sum("as it is" in text for text in seen) == 1
        assert not any("as it was" in text for text in seen)

    async def test_equal_digests_are_equal_views_and_only_they(self, door: Door) -> None:
        one, same, other = words("a"), words("a"), words("b")
        assert door.platform.digest(one, reading()) == door.platform.digest(same, reading())
        assert door.platform.digest(one, reading()) != door.platform.digest(other, reading())

    async def test_a_very_long_view_arrives_whole(self, door: Door) -> None:
        parts = [f"part{number:04}" for number in range(6000)]
        text = "\n".join(" ".join(parts[start : start + 10]) for start in range(0, len(parts), 10))
        await door.platform.send(queued(door.space, "long"), words(text), reading())
        seen = " ".join(await door.ada.sees(door.space))
        assert all(part in seen for part in (parts[0], parts[3000], parts[-1]))

    async def test_a_file_arrives_as_it_was(self, door: Door) -> None:
        file = ("record.md", "text/markdown", "# é\n".encode() * 50)
        message = replace(queued(door.space, "file", Kind.FILE).message, file=file)
        given = replace(queued(door.space, "file", Kind.FILE), message=message)
        said = await door.platform.send(given, words("the record"), reading())
        assert said

    async def test_what_happened_while_the_bot_was_away_is_told_in_order_and_once(self, door: Door) -> None:
        await door.ada.says(door.space, "before")
        await door.host.until(lambda host: len(host.all(Heard)) == 1)
        await door.stop()
        for number in range(30):
            await door.ada.says(door.space, f"missed {number}")
        await door.start()
        await door.host.until(lambda host: len(host.all(Heard)) >= 31)
        assert [one.text for one in door.host.all(Heard)] == ["before", *(f"missed {n}" for n in range(30))]

    async def test_the_host_learns_when_everything_missed_was_told(self, door: Door) -> None:
        await door.stop()
        await door.ada.says(door.space, "missed")
        door.host.is_live = False
        await door.start()
        await door.host.until(lambda host: host.is_live)
        assert [one.text for one in door.host.all(Heard)] == ["missed"]

    async def test_what_the_host_could_not_store_is_told_again(self, door: Door) -> None:
        door.host.fails = 2
        await door.ada.says(door.space, "please keep this")
        await door.host.until(lambda host: bool(host.all(Heard)))
        assert [one.text for one in door.host.all(Heard)] == ["please keep this"]

    async def test_a_place_that_is_not_ours_is_a_trouble_and_no_other_error(self, door: Door) -> None:
        nowhere = Place(door.space.platform, "!nowhere:example.org")
        with pytest.raises(PlatformTrouble):
            await door.platform.send(queued(nowhere, "lost"), words("hello?"), reading())

    async def test_it_says_what_it_can_do(self, door: Door) -> None:
        assert isinstance(door.platform.abilities, Abilities)
        assert door.platform.abilities.most_characters > 0
        assert door.platform.name == door.space.platform
