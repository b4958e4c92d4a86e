"""The spaces are witnesses: what was signed there is looked at before anything is added, and a store behind it ends.

What is restored here is a real store of before, without the file beside the key that would tell as well.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot import app
from codesign_bot.config import Config, LogConfig, StoreConfig
from codesign_bot.errors import Behind, Gone, NotAllowed, PlatformTrouble, Unreachable
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.note import Note, SignerKey
from codesign_bot.log.spotted import notes_in
from codesign_bot.log.witness import read
from codesign_bot.ports import Heard, Reading
from codesign_bot.records import Account, Place
from codesign_bot.service import lookout
from codesign_bot.service.bot import Bot
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM, MemoryPlatform, Message
from codesign_bot.testing.world import CHOICES, LOG_KEY, ROOM, YARD, open_world
from codesign_bot.view import Verbatim, View

PATIENCE = 20.0
WITNESS = "log-witness.json"
PRIVATE = Place(PLATFORM, "dm-m1")


def as_text(view: View, reading: Reading) -> str:
    """What programs read as it is, and everything else by its keys."""
    del reading
    return "\n".join(block.text if isinstance(block, Verbatim) else repr(block) for block in view.blocks)


@dataclass
class Lived:
    """A community that lived on after a backup of its store was made; the platform holds what was said in it."""

    folder: Path
    clock: ControlledClock
    platform: MemoryPlatform

    @property
    def store(self) -> Path:
        return self.folder / "bot.db"

    def restored(self) -> None:
        """The old backup is put back, and the file beside the key is lost."""
        for part in self.folder.glob("bot.db*"):
            part.unlink()
        shutil.copy(self.folder / "old" / "bot.db", self.store)
        (self.folder / WITNESS).unlink(missing_ok=True)

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that is stored, but for how often the store was opened."""
        with closing(sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)) as reading:
            tables = [str(name) for (name,) in reading.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            everything = 'SELECT * FROM "{}"'
            found = {table: list(reading.execute(everything.format(table))) for table in tables}
            found["kept"] = [row for row in found["kept"] if row[0] != "store"]
            return found

    @asynccontextmanager
    async def at_work(self) -> AsyncGenerator[Bot]:
        """The bot, as the process runs it."""
        chosen = replace(CHOICES, witness=self.folder / WITNESS)
        config = Config(StoreConfig(self.store), None, log=LogConfig(key_file=self.folder / "log-key"))
        async with asyncio.timeout(PATIENCE), app.running(config, chosen, self.clock, [self.platform]) as bot:
            yield bot

    def plants(self, text: str, place: Place = ROOM) -> None:
        """The bot once said this, before everything else."""
        planted = Message("planted", place, text, View(None, ()))
        self.platform.messages = {"planted": planted, **self.platform.messages}

    def newest(self) -> str:
        """The newest checkpoint in the room."""
        return [note for one in self.platform.said_in(ROOM) for note in notes_in(one.text)][-1]

    async def hears(self, text: str) -> None:
        """A member writes to the bot, which may be away."""
        now = self.clock.now()
        account = Account(PLATFORM, f"@m1:{PLATFORM}")
        heard = Heard(account, "m1", PRIVATE, f"later/{text}", text, now, is_private=True, near=(ROOM,))
        await self.platform.arrives(heard)

    def answers(self) -> int:
        """How often this member was told something in private."""
        return len(self.platform.said_in(PRIVATE))

    async def refused(self) -> str:
        """The start ends by itself: why. Nothing was stored, and nothing said."""
        stored, said = await asyncio.to_thread(self.rows), dict(self.platform.messages)
        with pytest.raises(BaseExceptionGroup) as group:
            async with self.at_work():
                pytest.fail("it began")
        assert await asyncio.to_thread(self.rows) == stored
        assert self.platform.messages == said
        return why(group.value)


def why(group: BaseExceptionGroup[BaseException]) -> str:
    """The one reason for which the process ends."""
    behind, other = group.split(Behind)
    assert behind is not None
    assert other is None
    found: BaseException = behind
    while isinstance(found, BaseExceptionGroup):
        (found,) = found.exceptions
    return str(found)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)


@pytest.fixture
async def lived(tmp_path: Path) -> Lived:
    async with open_world(tmp_path, render=as_text) as world:
        await stories.opened(world)
        await world.bot.housekeeper.keep_house()
        await world.everything_said()
        clock, said = world.clock, world.platform.messages
    await asyncio.to_thread(shutil.copytree, tmp_path, tmp_path / "old")
    async with open_world(tmp_path, clock, as_text) as world:
        olga = world.person("olga")
        olga.sent = 100  # what she writes is new
        await olga.says("!setup zone Europe/Paris", ROOM)
        await world.passes(timedelta(days=8))
        await world.bot.housekeeper.keep_house()
        await world.everything_said()
        said |= world.platform.messages
    return Lived(tmp_path, clock, MemoryPlatform(as_text, messages=said))


async def test_a_healthy_bot_looks_at_its_space_once_and_answers(lived: Lived) -> None:
    await lived.hears("!help")
    before = lived.answers()
    async with lived.at_work():
        await until(lambda: lived.answers() > before)
        assert lived.platform.looked_at == [ROOM]
        await lived.hears("!rules")
        await until(lambda: lived.answers() > before + 1)
    assert lived.platform.looked_at == [ROOM]


async def test_a_store_that_is_behind_its_space_ends_and_says_what_to_do(lived: Lived) -> None:
    await asyncio.to_thread(lived.restored)
    await lived.hears("!help")
    told = await lived.refused()
    assert "were signed: this store is an older one. Restore the newest backup" in told
    assert f"but {Checkpoint.parsed(Note.parsed(lived.newest()).text).size} were signed" in told
    assert len(lived.platform.missed) == 1, "what the member wrote waits for the right store"


async def test_what_a_space_told_is_remembered_beside_the_key(lived: Lived) -> None:
    """The next start needs no space to be refused."""
    await asyncio.to_thread(lived.restored)
    await lived.refused()
    remembered = await asyncio.to_thread(read, lived.folder / WITNESS)
    (seen,) = remembered.logs.values()
    assert seen.size == Checkpoint.parsed(Note.parsed(lived.newest()).text).size
    lived.platform.messages.clear()
    with pytest.raises(Behind, match="this store is an older one"):
        async with lived.at_work():
            pytest.fail("it began")


async def test_the_newest_backup_begins_after_an_older_one_was_refused(lived: Lived) -> None:
    await asyncio.to_thread(shutil.copy, lived.store, lived.folder / "newest.db")
    await asyncio.to_thread(lived.restored)
    await lived.refused()
    for part in lived.folder.glob("bot.db*"):
        part.unlink()
    await asyncio.to_thread(shutil.copy, lived.folder / "newest.db", lived.store)
    before = lived.answers()
    async with lived.at_work():
        await lived.hears("!help")
        await until(lambda: lived.answers() > before)


@pytest.mark.parametrize("size", [1, 3])
async def test_another_log_than_the_one_that_was_signed_ends(lived: Lived, size: int) -> None:
    """Whether or not it was signed here at this size, too."""
    origin = lived.newest().partition("\n")[0]
    lived.plants(Checkpoint(origin, size, bytes(32)).signed((LOG_KEY.named(origin),)))
    told = await lived.refused()
    assert f"is not the one that was signed: its first {size} entries differ" in told


async def test_checkpoints_that_are_not_ours_are_passed_over(lived: Lived) -> None:
    """Quoted by the bot, as it may quote anybody: forged, of another log, by another key, or changed."""
    note = lived.newest()
    origin, size, *_ = note.split("\n")
    stranger = SignerKey(origin, bytes(range(1, 33)))
    beyond = Checkpoint(origin, 10_000, bytes(32))
    other = "codesign-bot/another"
    planted = (
        beyond.signed((stranger,)),
        Checkpoint(other, 10_000, bytes(32)).signed((LOG_KEY.named(other),)),
        note.replace(f"\n{size}\n", "\n10000\n"),
        beyond.signed((LOG_KEY.named(origin),)).replace("\n10000\n", "\n10001\n"),
        f"{beyond.text()}\n— {origin} AAAA\n",
    )
    assert all(any(notes_in(text)) for text in planted)
    lived.plants("\n".join(planted))
    before = lived.answers()
    async with lived.at_work():
        await lived.hears("!help")
        await until(lambda: lived.answers() > before)


@pytest.mark.parametrize("trouble", [NotAllowed("no history here"), Gone("no such room")])
async def test_a_space_that_cannot_be_read_is_no_reason_not_to_begin(lived: Lived, trouble: PlatformTrouble) -> None:
    await asyncio.to_thread(lived.restored)
    lived.platform.troubles[ROOM] = trouble
    before = lived.answers()
    async with lived.at_work() as bot:
        await lived.hears("!help")
        await until(lambda: lived.answers() > before)
        (community,) = bot.desk.book.heads
        assert bot.lookout.may_sign(community)


async def test_a_platform_that_is_not_there_holds_the_bot_up_only_for_a_while(
    lived: Lived, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its logs are not signed meanwhile."""
    monkeypatch.setattr(lookout, "BEGIN_WITHIN", 0.05)
    monkeypatch.setattr(app, "ALIVE_EVERY", timedelta(seconds=0.02))
    lived.platform.troubles[ROOM] = Unreachable("not connected yet")
    with caplog.at_level(logging.WARNING):
        async with lived.at_work() as bot:
            (community,) = bot.desk.book.heads
            notes = await bot.desk.store.checkpoints(community)
            lived.clock.advance(timedelta(days=2))
            assert not bot.lookout.may_sign(community)
            await bot.housekeeper.keep_house()
            assert await bot.desk.store.checkpoints(community) == notes
    assert "not looked at yet, and the bot begins: memory" in caplog.text


async def test_what_comes_from_a_platform_that_is_found_later_waits_for_the_look(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookout, "BEGIN_WITHIN", 0.05)
    monkeypatch.setattr(lookout, "PAUSE", 0.05)
    monkeypatch.setattr(lookout, "TRIES", 10_000)
    await asyncio.to_thread(lived.restored)
    lived.platform.troubles[ROOM] = Unreachable("not connected yet")
    before = lived.answers()

    async def is_back() -> None:
        async with lived.at_work():
            asked = asyncio.create_task(lived.hears("!help"))
            await asyncio.sleep(0.2)
            assert not asked.done()
            del lived.platform.troubles[ROOM]
            await asked

    with pytest.raises(BaseExceptionGroup) as group:
        await is_back()
    assert "this store is an older one" in why(group.value)
    assert lived.answers() == before


async def test_a_platform_that_never_answers_for_a_space_holds_nobody_up_for_good(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BEGIN_WITHIN", "ROUND_WITHIN", "PLACE_WITHIN", "PAUSE"):
        monkeypatch.setattr(lookout, name, 0.05)

    async def hangs(platform: MemoryPlatform, place: Place) -> list[str]:
        platform.looked_at.append(place)
        await asyncio.Event().wait()
        return []

    monkeypatch.setattr(MemoryPlatform, "checkpoints", hangs)
    before = lived.answers()
    async with lived.at_work() as bot:
        await lived.hears("!help")
        await until(lambda: lived.answers() > before)
        (community,) = bot.desk.book.heads
        await until(lambda: bot.lookout.may_sign(community))
    assert len(lived.platform.looked_at) >= lookout.TRIES


async def test_a_bot_that_signs_nothing_looks_for_nothing(lived: Lived) -> None:
    async with open_world(lived.folder, lived.clock, as_text) as world:
        unsigned = lookout.Lookout(world.bot.desk, None)
        unsigned.arm()
        await unsigned.watch()
        await unsigned.begin()
        await unsigned.ready(PLATFORM)
        assert world.platform.looked_at == []


async def test_of_a_community_with_many_spaces_a_few_are_looked_at_the_log_first(lived: Lived) -> None:
    async with open_world(lived.folder, lived.clock, as_text) as world:
        (space,) = world.bot.desk.book.spaces.values()
        more = [replace(space, place=Place(PLATFORM, f"room {number}")) for number in range(8)]
        world.bot.desk.book.absorb([*more[:-1], replace(more[-1], is_log=True)])
        world.bot.lookout.arm()
        await world.bot.lookout.watch()
        assert len(world.platform.looked_at) == lookout.MOST_SPACES
        assert world.platform.looked_at[0] == more[-1].place


async def test_nobody_is_answered_anywhere_before_every_platform_was_looked_at(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is one store: what another platform knows of it counts here too."""
    monkeypatch.setattr(lookout, "BEGIN_WITHIN", PATIENCE)
    async with open_world(lived.folder, lived.clock, as_text, has_other=True) as world:
        assert world.other is not None
        (space,) = world.bot.desk.book.spaces.values()
        world.bot.desk.book.absorb([replace(space, place=YARD)])
        world.other.troubles[YARD] = Unreachable("not connected yet")
        world.bot.lookout.arm()
        watch = asyncio.create_task(world.bot.lookout.watch())
        begin = asyncio.create_task(world.bot.lookout.begin())
        ready = asyncio.create_task(world.bot.lookout.ready(PLATFORM))
        await until(lambda: bool(world.platform.looked_at))
        await asyncio.sleep(0.1)
        assert not ready.done()
        del world.other.troubles[YARD]
        await asyncio.gather(watch, begin, ready)
        assert world.other.looked_at == [YARD]
