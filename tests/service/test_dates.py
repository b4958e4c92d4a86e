"""The dates among the public pages follow what happens, and nobody ever waits for them or fails by them."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from codesign_bot import app
from codesign_bot.app import keeper_of_dates, publisher
from codesign_bot.config import Config, load_config
from codesign_bot.core.ids import CommunityId, RoundId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import there
from codesign_bot.errors import Busy, ConfigError
from codesign_bot.publishing.folder import MARK
from codesign_bot.publishing.site import CALENDAR
from codesign_bot.records import Community, Entry, Recorded, Row, TakenOut
from codesign_bot.service import dates
from codesign_bot.testing import stories
from codesign_bot.testing.world import CHOICES, ROOM, World, open_world

from ..log.ics import Entry as Dated  # noqa: TID252 - tests are no package
from ..log.ics import parsed  # noqa: TID252 - as above
from .conftest import as_text
from .test_publishing import CONFIG

CANNOT = "cannot be kept up to date"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The operator lets pages be written beside the store."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "secret").write_text("hunter2-hunter2\n")
    (tmp_path / "secret").chmod(0o600)
    (tmp_path / "config.toml").write_text(CONFIG)
    return load_config(tmp_path / "config.toml", {})


async def test_a_vote_moves_no_date_and_a_wish_for_time_may(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.voting(world)
        rows: list[Row] = []
        before = world.bot.desk.on_stored
        world.bot.desk.on_stored = rows.extend
        await world.person("m1").says("!vote 2:1")
        assert rows
        assert dates.moved_by(world.bot.desk.book, rows) == set()
        rows.clear()
        await world.person("m1").says("!time more")
        assert dates.moved_by(world.bot.desk.book, rows) == {world.round.community}
        world.bot.desk.on_stored = before


def with_pages(world: World, config: Config) -> World:
    world.bot.desk.publish, world.bot.desk.renew = publisher(config, CHOICES), keeper_of_dates(config, CHOICES)
    return world


@pytest.fixture
async def world(tmp_path: Path, config: Config) -> AsyncIterator[World]:
    """The ideas step is on, and the operator named a folder."""
    async with open_world(tmp_path, render=as_text) as world:
        await stories.given(world)
        yield with_pages(world, config)


async def published(world: World) -> None:
    await world.person("olga").says("!log publish", ROOM)
    await world.everything_said()
    await minute(world)


async def minute(world: World) -> None:
    """The house is kept."""
    world.clock.advance(timedelta(minutes=1))
    await world.bot.housekeeper.keep_house()


async def gets_more_time(world: World) -> datetime:
    """Three ask for it. Returns the new end."""
    before = there(world.round.window).closes
    await world.all_say(stories.MEMBERS[:3], "!time more")
    await world.everything_said()
    after = there(world.round.window).closes
    assert after > before
    return after


def file_in(tmp_path: Path) -> Path:
    (folder,) = [one for one in (tmp_path / "pages").iterdir() if not one.name.startswith(".")]
    return folder / CALENDAR


def step(path: Path, phase: Phase) -> Dated:
    (found,) = [one for one in parsed(path.read_bytes()) if f"-{phase.value}@" in one.values["UID"]]
    return found


@dataclass
class Counted:
    """Stands in for what writes, and counts."""

    world: World
    trouble: Exception | None = None
    asked: list[CommunityId] = field(default_factory=list["CommunityId"])

    def __call__(self, community: CommunityId, at: datetime) -> bool:
        self.asked.append(community)
        assert threading.current_thread() is not threading.main_thread(), "nobody waits for a disk"
        if self.trouble is not None:
            raise self.trouble
        return True


async def counted(world: World, trouble: Exception | None = None) -> Counted:
    """With nothing left to do."""
    found = world.bot.desk.renew = Counted(world)
    await minute(world)
    found.trouble = trouble
    found.asked.clear()
    return found


# --- what is kept up to date ------------------------------------------------------------------------------


async def test_an_end_that_moves_stands_in_the_file_a_minute_later(world: World, tmp_path: Path) -> None:
    await published(world)
    path = file_in(tmp_path)
    before = step(path, Phase.IDEAS)
    assert before.when("DTEND") == there(world.round.window).closes.replace(microsecond=0)
    end = await gets_more_time(world)
    await minute(world)
    after = step(path, Phase.IDEAS)
    assert after.when("DTEND") == end
    assert after.values["UID"] == before.values["UID"]
    assert int(after.values["SEQUENCE"]) > int(before.values["SEQUENCE"])
    assert sorted(one.name for one in path.parent.parent.iterdir()) == [path.parent.name], "nothing is left beside it"


async def test_a_step_that_begins_is_sure_then_and_the_one_before_is_gone(world: World, tmp_path: Path) -> None:
    await published(world)
    path = file_in(tmp_path)
    assert step(path, Phase.VOTING).values["STATUS"] == "TENTATIVE"
    while world.round.phase is not Phase.VOTING:
        await world.step_ends()
    await minute(world)
    assert step(path, Phase.VOTING).values["STATUS"] == "CONFIRMED"
    assert not any("-ideas@" in one.values["UID"] for one in parsed(path.read_bytes()))


async def test_a_round_that_is_over_leaves_no_step_in_it(world: World, tmp_path: Path) -> None:
    await published(world)
    await world.person("m7").says("!request withdraw Nobody needs this any more")
    await world.all_say(stories.MEMBERS[:4], "!request support 1")
    await world.passes(timedelta(days=3))
    world.expect(Phase.WITHDRAWN)
    await minute(world)
    assert parsed(file_in(tmp_path).read_bytes()) == []


async def test_the_pages_are_whole_and_can_be_published_again(world: World, tmp_path: Path) -> None:
    await published(world)
    end = await gets_more_time(world)
    await minute(world)
    await published(world)
    assert step(file_in(tmp_path), Phase.IDEAS).when("DTEND") == end
    assert sum("had the log published as pages" in one for one in world.room_says()) == 2
    assert (file_in(tmp_path).parent / MARK).is_file()


async def test_where_no_date_moved_the_file_is_left_alone(world: World, tmp_path: Path) -> None:
    await published(world)
    path = file_in(tmp_path)
    before = path.stat()
    await world.person("m7").says("!idea a map of the dark corners")
    assert world.round.version > int(step(path, Phase.IDEAS).values["SEQUENCE"])
    await minute(world)
    assert path.stat() == before


async def test_a_file_that_somebody_took_away_comes_back(world: World, tmp_path: Path) -> None:
    await published(world)
    path = file_in(tmp_path)
    path.unlink()
    await gets_more_time(world)
    await minute(world)
    assert step(path, Phase.IDEAS)


async def test_what_happened_before_a_restart_is_written_after_it(tmp_path: Path, config: Config) -> None:
    async with open_world(tmp_path, render=as_text) as world:
        await stories.given(world)
        await published(with_pages(world, config))
        end = await gets_more_time(world)
        clock = world.clock
    assert step(file_in(tmp_path), Phase.IDEAS).when("DTEND") != end
    async with open_world(tmp_path, clock, render=as_text) as world:
        await minute(with_pages(world, config))
        assert step(file_in(tmp_path), Phase.IDEAS).when("DTEND") == end


async def test_an_event_of_a_round_and_a_change_of_its_community_are_looked_at_once(world: World) -> None:
    found = await counted(world)
    await minute(world)
    assert found.asked == []
    await world.all_say(stories.MEMBERS[:5], "!idea something else")
    await minute(world)
    assert found.asked == [world.round.community]
    await world.person("olga").says("!setup zone Europe/Lisbon", ROOM)
    await minute(world)
    assert found.asked == [world.round.community] * 2
    await world.person("m3").says("!now")
    await world.everything_said()
    await minute(world)
    assert len(found.asked) == 2


async def test_words_that_are_taken_out_are_looked_at(world: World) -> None:
    found = await counted(world)
    m0 = world.person("m0")
    await m0.says("!me forget 1")
    await world.everything_said()
    code = there(re.search(r"me forget 1 ([A-Z]{4})\b", m0.hears()[-1]))[1]
    await minute(world)
    found.asked.clear()
    await m0.says(f"!me forget 1 {code}")
    await world.everything_said()
    await minute(world)
    assert found.asked == [world.round.community]


@pytest.mark.parametrize("kind", [Recorded, TakenOut, Entry, Community])
async def test_each_row_that_may_move_a_date_or_a_word_is_looked_at_by_itself(world: World, kind: type[Row]) -> None:
    found, now = await counted(world), world.clock.now()
    state, home = world.round, world.bot.desk.book.communities[world.round.community]
    rows: tuple[Row, ...] = (
        Recorded(state.id, state.version, (await world.bot.desk.store.events(state.id))[-1]),
        TakenOut((state.title.id,), (state.id,), ""),
        Entry(home.id, 1, None, now, "words-erased", b""),
        home,
    )
    world.bot.desk.stored([one for one in rows if isinstance(one, kind)])
    await minute(world)
    assert found.asked == [home.id]


async def test_a_round_that_is_not_known_here_is_nobody_s(world: World) -> None:
    found = await counted(world)
    world.bot.desk.stored([TakenOut((), (RoundId("elsewhere"),), "")])
    await minute(world)
    assert found.asked == []


# --- where there is nothing to keep -----------------------------------------------------------------------


async def test_where_nobody_asked_for_pages_none_are_written(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await gets_more_time(world)
    await minute(world)
    assert list((tmp_path / "pages").iterdir()) == []
    (tmp_path / "pages" / world.round.community).mkdir()
    await world.all_say(stories.MEMBERS[:1], "!idea something else")
    await minute(world)
    assert list((tmp_path / "pages" / world.round.community).iterdir()) == []
    assert told(caplog) == []


async def test_who_asks_for_dates_learns_of_the_file_only_where_it_is_kept(world: World) -> None:
    m3 = world.person("m3")
    await m3.says("!calendar")
    await world.everything_said()
    assert "Get it again when a step got more time" in m3.hears()[-1]
    await published(world)
    await m3.says("!calendar")
    await world.everything_said()
    assert "Your calendar can follow the one among our public pages" in m3.hears()[-1]


async def test_without_a_folder_nothing_is_asked_of_a_disk(world: World, tmp_path: Path) -> None:
    world.bot.desk.renew = None
    await gets_more_time(world)
    await minute(world)
    assert list((tmp_path / "pages").iterdir()) == []


def test_without_a_folder_in_the_configuration_nobody_keeps_dates(tmp_path: Path, config: Config) -> None:
    assert keeper_of_dates(config, CHOICES) is not None
    (tmp_path / "config.toml").write_text(CONFIG.replace('publish = "pages"', ""))
    assert keeper_of_dates(load_config(tmp_path / "config.toml", {}), CHOICES) is None


# --- what goes wrong --------------------------------------------------------------------------------------


def told(caplog: pytest.LogCaptureFixture) -> Sequence[str]:
    return [one.getMessage() for one in caplog.records if CANNOT in one.getMessage()]


async def test_a_folder_that_cannot_be_written_is_told_once_and_is_written_when_it_can_be(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await published(world)
    path = file_in(tmp_path)
    held, folder = path.read_bytes(), path.parent
    in_the_way = folder.with_name(f".{folder.name}.{CALENDAR}.new")  # also where this account may write everywhere
    in_the_way.mkdir()
    end = await gets_more_time(world)
    for _ in range(3):
        await minute(world)
    assert path.read_bytes() == held
    assert len(told(caplog)) == 1
    assert in_the_way.name in told(caplog)[0]
    in_the_way.rmdir()
    await minute(world)
    assert step(path, Phase.IDEAS).when("DTEND") == end
    assert len(told(caplog)) == 1


async def test_a_folder_that_is_somebody_else_s_is_told_once_and_left_alone(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await published(world)
    path = file_in(tmp_path)
    (path.parent / MARK).unlink()
    held = path.read_bytes()
    await gets_more_time(world)
    for _ in range(3):
        await minute(world)
    assert path.read_bytes() == held
    assert len(told(caplog)) == 1
    assert str(path.parent) in told(caplog)[0]


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), ConfigError("not ours")])
async def test_what_cannot_be_written_breaks_nothing_and_is_told_again_only_after_it_was_well(
    world: World, trouble: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    found = await counted(world, trouble)
    await gets_more_time(world)
    assert found.asked == [], "nobody's act waits for it"
    for _ in range(3):
        await minute(world)
    assert (len(found.asked), len(told(caplog))) == (3, 1)
    found.trouble = None
    await minute(world)
    await minute(world)
    assert len(found.asked) == 4, "it is well"
    found.trouble = trouble
    await world.person("m7").says("!idea a map of the dark corners")
    await minute(world)
    assert len(told(caplog)) == 2


async def test_where_a_command_writes_at_that_moment_it_is_tried_again_and_nobody_is_told(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    found = await counted(world, Busy("another command writes there"))
    await gets_more_time(world)
    with caplog.at_level(logging.WARNING):
        await minute(world)
        await minute(world)
    assert (len(found.asked), told(caplog)) == (2, [])


async def test_a_disk_that_hangs_holds_up_no_minute_for_long(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hangs = threading.Event()

    def renew(_community: CommunityId, _at: datetime) -> bool:
        return hangs.wait(20)

    monkeypatch.setattr(dates, "WITHIN", timedelta(seconds=0.05))
    world.bot.desk.renew = renew
    try:
        async with asyncio.timeout(10):
            await minute(world)
    finally:
        hangs.set()
    assert len(told(caplog)) == 1
    assert "TimeoutError" in told(caplog)[0]


async def test_pages_and_dates_are_never_written_at_the_same_time(
    world: World, tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    await published(world)
    monkeypatch.setattr(app, "WAIT_FOR_PAGES", 0.05)
    keep, write = keeper_of_dates(config, CHOICES), publisher(config, CHOICES)
    assert keep is not None
    assert write is not None
    community, now = world.round.community, world.clock.now()
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with app.one_at_a_time():
            inside.set()
            done.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert inside.wait(10)
        for one in (keep, write):
            with pytest.raises(Busy):
                await asyncio.to_thread(one, community, now)
    finally:
        done.set()
        other.join()
    assert await asyncio.to_thread(keep, community, now)
