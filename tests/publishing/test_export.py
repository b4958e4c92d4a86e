"""The pages in an export are those of `publish`, and are read from the unpacked folder alone."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path, PurePosixPath

import pytest

from codesign_bot.log.bundle import MANIFEST
from codesign_bot.log.hand_out import HandOut
from codesign_bot.log.making import SITE
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Verdict
from codesign_bot.publishing.folder import MARK
from codesign_bot.publishing.site import CALENDAR, publish
from codesign_bot.testing import stories
from codesign_bot.testing.world import CHOICES, LOG_KEY, open_world

LINK = re.compile(r'href="([^"#]*)(?:#([^"]*))?"')


@dataclass(frozen=True)
class Made:
    """One community's log in both forms, made at one moment."""

    export: Path
    published: Path

    @property
    def pages(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.published).as_posix(): path.read_bytes()
            for path in self.published.rglob("*")
            if path.is_file() and path.name not in {MARK, CALENDAR}
        }


async def lived(folder: Path) -> tuple[bytes, datetime]:
    async with open_world(folder) as world:
        await stories.over(world)
        await world.bot.housekeeper.keep_house()
        target, now = io.BytesIO(), world.clock.now()
        (community,) = world.bot.desk.book.heads
        await HandOut(world.bot.desk.store, community, LOG_KEY, now, CHOICES.voices["en"]).write(target)
        return target.getvalue(), now


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("house")
    held, now = asyncio.run(lived(folder))
    with zipfile.ZipFile(io.BytesIO(held)) as archive:
        archive.extractall(folder / "export")
    publish(folder / "bot.db", folder / "site", None, now, CHOICES.voices.__getitem__, key=LOG_KEY)
    return Made(folder / "export", folder / "site")


FOLLOW = re.compile(rb'<p>[^<]*<a href="calendar.ics">[^<]*</a></p>\n?')


def test_an_export_holds_the_pages_that_are_published_at_that_moment_byte_for_byte(made: Made) -> None:
    """All but the way to the dates: an export is of one moment, and no calendar can follow it."""
    pages = made.pages
    pages["index.html"], links = FOLLOW.subn(b"", pages["index.html"])
    assert links == 1
    assert {"index.html", "check.html", "log/1.html", "rounds/1.html"} <= pages.keys()
    held = {
        path.relative_to(made.export / SITE).as_posix(): path.read_bytes()
        for path in (made.export / SITE).rglob("*")
        if path.is_file()
    }
    assert held == pages


def test_every_link_leads_to_a_page_of_the_same_folder_and_to_a_place_that_is_there(made: Made) -> None:
    seen = 0
    for name, held in made.pages.items():
        for target, place in LINK.findall(held.decode()):
            if target == CALENDAR:
                assert (made.published / name).with_name(CALENDAR).is_file(), name
                continue
            path = made.export / SITE / (PurePosixPath(name).parent / target if target else name)
            assert path.is_file(), (name, target)
            assert not place or f'id="{place}"' in path.read_text(), (name, target, place)
            seen += 1
    assert seen > 30


def test_nothing_on_a_page_is_asked_of_the_network(made: Made) -> None:
    for name, held in made.pages.items():
        assert "default-src 'none'" in unescape(held.decode()), name
        assert not re.search(rb'(?:src|href|action)="(?:https?:)?//', held), name


def test_the_pages_are_covered_by_the_signed_list_and_a_changed_one_is_named(made: Made) -> None:
    assert check(made.export, Asked()).verdict is Verdict.INTACT
    listed = (made.export / MANIFEST).read_text()
    for name in made.pages:
        assert f'"name":"{SITE}{name}"' in listed
        path = made.export / SITE / name
        held = path.read_bytes()
        path.write_bytes(held.replace(b"Riverside", b"Riverbank", 1))
        report = check(made.export, Asked())
        assert (report.verdict, f"{SITE}{name} was changed" in report.lines[-1]) == (Verdict.TAMPERED, True)
        path.write_bytes(held)


def test_every_page_tells_the_state_of_the_log_that_the_export_is_of(made: Made) -> None:
    root = re.findall(r'"root":"([0-9a-f]{64})"', (made.export / MANIFEST).read_text())
    assert len(root) == 1
    for name, held in made.pages.items():
        assert root[0].encode() in held, name
    note = (made.export / "checkpoints.txt").read_text().split("\n\n\n")[-1]
    check_page = (made.export / SITE / "check.html").read_text()
    assert all(line in check_page for line in note.splitlines()[:3])
