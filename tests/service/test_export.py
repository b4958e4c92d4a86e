"""What anybody can ask for in the chat: the record of a round as two files, and the whole log as one."""

from __future__ import annotations

import asyncio
import io
import json
import threading
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.ids import CommunityId, IdeaNo
from codesign_bot.errors import Unreachable
from codesign_bot.log.making import Making
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Report, Verdict
from codesign_bot.ports import Reading
from codesign_bot.records import Community
from codesign_bot.service import exporting
from codesign_bot.service.bot import assemble
from codesign_bot.service.desk import Defaults, voice_of
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing import stories
from codesign_bot.testing.chance import CountedChance
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM, MemoryPlatform, as_keys
from codesign_bot.testing.world import CHOICES, ROOM, World, open_world
from codesign_bot.view import View
from codesign_matrix.render import MatrixLook, render

ENGLISH = CHOICES.voices["en"]


class Klingon:
    """Another language: every text is its own name."""

    language = "tlh"

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        return f"{key} {' '.join(map(str, arguments.values()))}".strip()


def as_text(view: View, reading: Reading) -> str:
    return "\n".join(payload.body for payload in render(view, reading, MatrixLook("@bot:memory")))


TWO = {"en": ENGLISH, "tlh": Klingon()}


def files_in(made: World) -> dict[str, bytes]:
    """The files that the bot sent, by name."""
    return {one.file[0]: one.file[2] for one in made.platform.messages.values() if one.file is not None}


async def test_a_member_gets_the_record_to_read_and_the_lines_to_check(tmp_path: Path) -> None:
    async with open_world(tmp_path) as made:
        await stories.framed(made)
        await made.person("m1").says("!export 1")
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
        await made.person("m1").says("!export 1")
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


# --- the whole log ---------------------------------------------------------------------------------------


async def asked(made: World, text: str = "!export", name: str = "m1") -> tuple[str, dict[str, bytes]]:
    """What somebody is answered in private, and the files that went with it."""
    await made.person(name).says(text)
    await made.everything_said()
    private = made.platform.said_in(made.person(name).private)
    (answer,) = [one.text for one in private if one.file is None][-1:]
    return answer, files_in(made)


def checked(folder: Path, held: bytes) -> tuple[Report, frozenset[str]]:
    """What a check finds, and the names of the files in it."""
    (folder / "log.zip").write_bytes(held)
    with zipfile.ZipFile(io.BytesIO(held)) as archive:
        return check(folder / "log.zip", Asked()), frozenset(archive.namelist())


async def test_without_a_number_a_member_gets_the_whole_log_as_one_file_that_holds(tmp_path: Path) -> None:
    async with open_world(tmp_path) as made:
        await stories.counted(made)
        answer, files = await asked(made)
        (head,) = made.bot.desk.book.heads.values()
    assert [*files] == [f"log-{head.size}.zip"]
    assert "export-whole" in answer
    report, names = await asyncio.to_thread(checked, tmp_path, files[f"log-{head.size}.zip"])
    assert report.verdict is Verdict.INTACT, report.lines
    assert any("was counted anew from 7 ballots" in line for line in report.lines)
    assert {"README.md", "csv/ideas.csv", "markdown/0001-the-park-is-empty-in-the-evening.md"} <= names


@pytest.mark.parametrize("text", ["!export 1", "!export #1", "!export  ＃１", "export 1"])  # noqa: RUF001 - typed so
async def test_with_a_number_it_is_the_record_of_that_round(tmp_path: Path, text: str) -> None:
    async with open_world(tmp_path) as made:
        await stories.opened(made)
        _, files = await asked(made, text)
    assert sorted(files) == ["round-1.jsonl", "round-1.md"]


async def test_anybody_in_the_space_can_ask_also_who_never_joined_and_in_the_space(tmp_path: Path) -> None:
    async with open_world(tmp_path) as made:
        await stories.opened(made)
        await made.person("stranger").says("!export", ROOM)
        await made.everything_said()
        files = [one for one in made.platform.said_in(ROOM) if one.file is not None]
    assert len(files) == 1
    assert files[0].reply_to is not None


async def test_promise_3_while_people_vote_the_whole_log_has_no_ballot_and_no_count(tmp_path: Path) -> None:
    async with open_world(tmp_path) as made:
        await stories.voting(made)
        await made.person("m0").says("!vote 4:2 6:1")
        _, files = await asked(made)
    with zipfile.ZipFile(io.BytesIO(*files.values())) as archive:
        for name in ("csv/tallies.csv", "csv/receipts.csv"):
            assert archive.read(name).decode("utf-8-sig").count("\r\n") == 1, "only its head"
        assert b'"receipts"' not in archive.read("log.jsonl")


async def test_what_people_think_alone_is_held_back_from_every_file(tmp_path: Path) -> None:
    async with open_world(tmp_path) as made:
        await stories.confirmed(made)
        await made.person("m0").says("!idea lamps by the pond")
        _, files = await asked(made, name="m3")
    assert b"lamps by the pond" not in b"".join(files.values())


async def test_an_idea_that_was_hidden_is_held_back_also_where_an_entry_commits_to_it(tmp_path: Path) -> None:
    async with open_world(tmp_path) as made:
        await stories.given(made)
        await made.person("m5").says("!request hide 4 It names somebody who is not here")
        await made.all_say(stories.MEMBERS[:4], "!request support 1")
        await made.passes(timedelta(hours=49))
        assert made.round.ideas[IdeaNo(4)].is_hidden
        _, files = await asked(made)
    (held,) = files.values()
    assert b"a walking group" not in held
    assert b"It names somebody who is not here" in held
    assert b'"held_back":true' in held
    report, _ = await asyncio.to_thread(checked, tmp_path, held)
    assert (report.verdict, "1 are not public yet" in "\n".join(report.lines)) == (Verdict.INTACT, True)


async def test_a_log_that_is_too_large_for_the_place_is_not_sent_and_the_answer_says_whom_to_ask(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path, render=as_text) as made:
        await stories.opened(made)
        made.platform.largest_file = 20_000
        answer, files = await asked(made)
    assert files == {}
    assert "too large to send here. It takes 1 MB" in answer
    assert "codesign-bot export-log" in answer


async def test_a_log_of_very_many_entries_is_not_even_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_ENTRIES", 3)
    monkeypatch.setattr(exporting, "HandOut", None)  # to be asked for would be a fault
    async with open_world(tmp_path, render=as_text) as made:
        await stories.framed(made)
        answer, files = await asked(made)
    assert files == {}
    assert "too long to send here" in answer
    assert "codesign-bot export-log" in answer


async def test_where_the_platform_cannot_say_how_much_it_takes_a_small_log_is_sent(tmp_path: Path) -> None:
    async with open_world(tmp_path) as made:
        await stories.opened(made)
        made.platform.troubles[made.person("m1").private] = Unreachable("away")
        await made.person("m1").says("!export")
        made.platform.troubles.clear()
        made.clock.advance(timedelta(minutes=1))
        await made.everything_said()
        assert len(files_in(made)) == 1


async def test_a_log_that_is_not_signed_is_not_handed_out(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        platform = MemoryPlatform(as_text)
        bot = await assemble(store, ControlledClock(), CountedChance(), [platform], replace(CHOICES, key=None))
        bot.host.caught_up(PLATFORM)
        made = World(bot, platform, ControlledClock())
        await stories.opened(made)
        answer, files = await asked(made)
    assert files == {}
    assert "not signed here" in answer


@pytest.mark.parametrize("step", ["__init__", "take", "logged", "told", "finish"])
async def test_nobody_waits_while_a_log_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """What takes long is done in threads, and never in that of the loop."""
    threads: list[int] = []
    real = vars(Making)[step]

    def noted(*given: object) -> None:
        threads.append(threading.get_ident())
        real(*given)

    monkeypatch.setattr(Making, step, noted)
    async with open_world(tmp_path) as made:
        await stories.opened(made)
        _, files = await asked(made)
    assert len(files) == 1
    assert threads
    assert threading.get_ident() not in threads
