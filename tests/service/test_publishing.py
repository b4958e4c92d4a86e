"""An organiser has the log published as pages: in the one folder that the operator named, and all are told."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from codesign_bot.app import publisher
from codesign_bot.config import Config, load_config
from codesign_bot.core.ids import CommunityId
from codesign_bot.errors import ConfigError
from codesign_bot.log.kinds import POWER
from codesign_bot.publishing.folder import MARK
from codesign_bot.publishing.site import CALENDAR
from codesign_bot.service import publishing
from codesign_bot.service.managing import Managing
from codesign_bot.testing import stories
from codesign_bot.testing.world import CHOICES, ROOM, World, open_world

from .conftest import as_text

CONFIG = """
[store]
path = "bot.db"
[log]
publish = "pages"
[matrix]
homeserver = "https://matrix.example.org"
account = "@codesign:example.org"
directory = "matrix"
password_file = "secret"
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The operator lets pages be written beside the store."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "secret").write_text("hunter2-hunter2\n")
    (tmp_path / "secret").chmod(0o600)
    (tmp_path / "config.toml").write_text(CONFIG)
    return load_config(tmp_path / "config.toml", {})


@pytest.fixture
async def world(tmp_path: Path, config: Config) -> AsyncIterator[World]:
    """A vote was counted."""
    async with open_world(tmp_path, render=as_text) as world:
        await stories.counted(world)
        world.bot.desk.publish = publisher(config, CHOICES)
        yield world


async def asked(world: World, name: str = "olga", typed: str = "!log publish") -> list[str]:
    """What the bot says after that, to the one who asks and in the room."""
    person = world.person(name)
    before = len(person.hears()), len(world.room_says())
    await person.says(typed, ROOM)
    await world.everything_said()
    return [*person.hears()[before[0] :], *world.room_says()[before[1] :]]


async def kinds(world: World) -> list[str]:
    return [one.kind for one in await world.bot.desk.store.entries(world.round.community)]


async def test_the_pages_are_written_into_a_folder_of_the_community_s_own(world: World, tmp_path: Path) -> None:
    said = await asked(world)
    (folder,) = (tmp_path / "pages").iterdir()
    assert folder.name == world.round.community
    pages = [path for path in folder.rglob("*") if path.is_file() and path.name not in {MARK, CALENDAR}]
    assert {"index.html", "check.html"} <= {path.name for path in pages}
    assert any(f"as {len(pages)} pages" in one for one in said), said
    assert "The park is empty in the evening" in (folder / "index.html").read_text()


async def test_promise_5_it_is_an_act_of_power_that_the_room_hears_and_the_log_keeps(world: World) -> None:
    before = await kinds(world)
    said = await asked(world)
    assert await kinds(world) == [*before, "site-published"]
    assert sum("had the log published as pages" in one for one in said) == 1
    last = (await world.bot.desk.store.entries(world.round.community))[-1]
    facts = json.loads(last.leaf)["facts"]
    assert (facts["role"], facts["before"], facts["after"]) == ("organiser", "", "")
    assert {last.by} == world.bot.desk.book.organisers(world.round.community)
    assert "site-published" in POWER
    assert any("published as pages" in one for one in await asked(world, typed="!log power"))


async def test_typed_again_it_shows_what_came_since(world: World, tmp_path: Path) -> None:
    await asked(world)
    index = next((tmp_path / "pages").iterdir()) / "log" / "1.html"
    first = index.read_text()
    await asked(world)
    assert index.read_text().count("<li id=") == first.count("<li id=") + 1


async def test_only_an_organiser_may_and_only_where_all_can_read_it(world: World, tmp_path: Path) -> None:
    before = await kinds(world)
    assert any("Only organisers can do that" in one for one in await asked(world, "m1"))
    olga = world.person("olga")
    await olga.says("!log publish")
    await world.everything_said()
    assert "in the space itself" in olga.hears()[-1]
    assert await kinds(world) == before
    assert list((tmp_path / "pages").iterdir()) == []


async def test_where_no_folder_was_named_nothing_is_written_and_the_way_on_is_told(world: World) -> None:
    world.bot.desk.publish = None
    before = await kinds(world)
    said = await asked(world)
    assert any("named no folder for pages" in one and "export" in one for one in said)
    assert await kinds(world) == before


async def test_pages_that_cannot_be_written_are_no_entry_and_the_operator_learns_why(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    strange = tmp_path / "pages" / world.round.community
    strange.mkdir()
    (strange / "photo.jpg").write_bytes(b"somebody's own")
    before = await kinds(world)
    with caplog.at_level(logging.ERROR):
        said = await asked(world)
    assert any("could not write the pages" in one for one in said)
    assert not any(str(tmp_path) in one for one in said)
    assert str(strange) in caplog.text
    assert await kinds(world) == before
    assert [path.name for path in strange.iterdir()] == ["photo.jpg"]


@pytest.mark.parametrize(
    "trouble", [OSError(28, "No space left on device"), ConfigError("another command writes there")]
)
async def test_whatever_the_disk_says_is_no_incident(world: World, trouble: Exception) -> None:
    def failing(_community: CommunityId, _at: datetime) -> int:
        raise trouble

    world.bot.desk.publish = failing
    said = await asked(world)
    assert any("could not write the pages" in one and "Nothing has changed" in one for one in said)


async def test_a_log_that_is_too_long_names_the_command_for_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "MOST_ENTRIES", 3)
    before = await kinds(world)
    said = await asked(world)
    assert any("From here I publish up to 3" in one and "codesign-bot publish" in one for one in said)
    assert await kinds(world) == before


async def test_the_same_message_that_comes_again_publishes_once(world: World) -> None:
    heard = world.person("olga").writes("!log publish", ROOM)
    for _ in range(2):
        await world.bot.host.receive([heard])
        await world.everything_said()
    assert (await kinds(world)).count("site-published") == 1


async def test_it_is_dealt_with_among_the_acts_on_a_community(world: World) -> None:
    assert Managing(world.bot.desk).codes is not None
    assert any("had the log published" in one for one in await asked(world, typed="!LOG Publish "))


def test_without_a_folder_in_the_configuration_there_is_no_publisher(tmp_path: Path, config: Config) -> None:
    assert publisher(config, CHOICES) is not None
    (tmp_path / "config.toml").write_text(CONFIG.replace('publish = "pages"', ""))
    assert publisher(load_config(tmp_path / "config.toml", {}), CHOICES) is None
    (tmp_path / "config.toml").write_text(CONFIG.replace("pages", "nowhere"))
    with pytest.raises(ConfigError, match=r"log\.publish: there is no folder"):
        load_config(tmp_path / "config.toml", {})
