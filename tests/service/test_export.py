"""The record that anybody can ask for in the chat: two files, in the words of the place they are asked for in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from codesign_bot.core.ids import CommunityId
from codesign_bot.records import Community
from codesign_bot.service.bot import assemble
from codesign_bot.service.desk import Defaults, voice_of
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing import stories
from codesign_bot.testing.chance import CountedChance
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM, MemoryPlatform, as_keys
from codesign_bot.testing.world import CHOICES, World, open_world

ENGLISH = CHOICES.voices["en"]


class Klingon:
    """Another language: every text is its own name."""

    language = "tlh"

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        return f"{key} {' '.join(map(str, arguments.values()))}".strip()


TWO = {"en": ENGLISH, "tlh": Klingon()}


def files_in(made: World) -> dict[str, bytes]:
    """The files that the bot sent, by name."""
    return {one.file[0]: one.file[2] for one in made.platform.messages.values() if one.file is not None}


async def test_a_member_gets_the_record_to_read_and_the_lines_to_check(tmp_path: Path) -> None:
    async with open_world(tmp_path) as made:
        await stories.framed(made)
        await made.person("m1").says("!export")
        await made.everything_said()
        files = files_in(made)
        assert sorted(files) == ["round-1.jsonl", "round-1.md"]
        lines = [json.loads(line) for line in files["round-1.jsonl"].splitlines()]
        record = files["round-1.md"].decode()
    assert lines[0]["topic"] == 1
    assert record.startswith("# Round 1: “The park is empty in the evening”\n")
    assert "The question, if you consent:\n\n> How might we make the park a place for evenings?\n" in record


async def test_the_record_is_told_in_the_language_of_the_community(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        platform = MemoryPlatform(as_keys)
        choices = replace(CHOICES, voices=TWO, defaults=Defaults(language="tlh"))
        bot = await assemble(store, ControlledClock(), CountedChance(), [platform], choices)
        bot.host.caught_up(PLATFORM)
        made = World(bot, platform, ControlledClock())
        await stories.opened(made)
        await made.person("m1").says("!export")
        await made.everything_said()
        record = files_in(made)["round-1.md"].decode()
    assert "\n## record-label\n" in record
    assert "\n## record-times\n" in record
    assert "The honest label" not in record


@pytest.mark.parametrize(
    ("language", "default", "voice"),
    [("tlh", "en", "tlh"), ("en", "tlh", "en"), ("fr", "tlh", "tlh"), (None, "tlh", "tlh")],
)
def test_a_language_without_texts_gives_way_to_the_default(language: str | None, default: str, voice: str) -> None:
    community = None if language is None else Community(CommunityId("c"), "Riverside", "UTC", language)
    assert voice_of(TWO, community, Defaults(language=default)) is TWO[voice]
