"""The folder of pages: replaced as a whole or not at all, and never anybody else's."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from codesign_bot.errors import Busy, ConfigError
from codesign_bot.publishing import folder as publishing
from codesign_bot.publishing.folder import MARK, page_in, replace_folder, replace_page

OLD = {"index.html": b"old", "rounds/1.html": b"one", "log/1.html": b"log"}
NEW = {"index.html": b"new", "rounds/1.html": b"one, later", "rounds/2.html": b"two", "log/1.html": b"log, later"}


def put(folder: Path, files: Mapping[str, bytes] = OLD, community: str = "riverside") -> int:
    return replace_folder(folder, community, iter(files.items()))


def held(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the mark, by its path."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MARK)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def everything(folder: Path) -> dict[str, bytes | str]:
    """What lies below a folder, links too, to see that nothing of it has changed."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder that was published."""
    put(tmp_path / "site")
    return tmp_path / "site"


# --- writing it, and writing it again ---------------------------------------------------------------------


def test_a_new_folder_holds_the_pages_and_a_list_of_them(tmp_path: Path) -> None:
    assert put(tmp_path / "site") == 3
    assert held(tmp_path / "site") == OLD
    mark = json.loads((tmp_path / "site" / MARK).read_bytes())
    assert mark == {"v": 1, "community": "riverside", "files": ["index.html", "log/1.html", "rounds/1.html"]}
    assert names(tmp_path) == ["site"]


def test_an_empty_folder_is_as_good_as_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    put(tmp_path / "site")
    assert held(tmp_path / "site") == OLD


def test_a_second_run_replaces_the_pages_and_leaves_nothing_behind(site: Path) -> None:
    assert put(site, NEW) == 4
    assert held(site) == NEW
    assert names(site.parent) == ["site"]


def test_pages_can_be_read_by_a_web_server(site: Path) -> None:
    before = os.umask(0o022)
    try:
        put(site, NEW)
    finally:
        os.umask(before)
    assert site.stat().st_mode & 0o777 == 0o755
    assert (site / "rounds/2.html").stat().st_mode & 0o777 == 0o644


def test_a_page_that_was_published_is_never_taken_away(site: Path) -> None:
    fewer = {name: content for name, content in OLD.items() if name != "rounds/1.html"}
    with pytest.raises(ConfigError, match=r"rounds/1\.html was published there, and this store has no such page"):
        put(site, fewer)
    assert held(site) == OLD
    assert names(site.parent) == ["site"]


def test_a_run_that_fails_half_way_changes_nothing(site: Path) -> None:
    def broken() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        replace_folder(site, "riverside", broken())
    assert held(site) == OLD
    assert names(site.parent) == ["site"]


def test_a_reader_finds_the_old_pages_or_the_new_ones_and_never_none(site: Path) -> None:
    """Read without a pause from another thread while the folder is replaced again and again."""
    seen: set[bytes] = set()
    faults: list[str] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.add((site / "index.html").read_bytes())
            except OSError as error:
                faults.append(str(error))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(60):
            put(site, NEW)
            put(site, NEW | {"index.html": b"newer"})
    finally:
        stop.set()
        reader.join()
    assert seen <= {b"old", b"new", b"newer"}
    assert len(seen) > 1
    if can_exchange(site.parent):
        assert faults == []


def can_exchange(where: Path) -> bool:
    one, other = where / "one", where / "other"
    one.mkdir()
    other.mkdir()
    try:
        publishing.exchange(one, other)
    except OSError:
        return False
    return True


def test_where_folders_cannot_change_places_at_once_they_do_so_in_two_steps(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(_one: Path, _other: Path) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(publishing, "exchange", cannot)
    put(site, NEW)
    assert held(site) == NEW
    assert names(site.parent) == ["site"]


def test_what_was_put_aside_by_a_killed_run_is_no_obstacle(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(_one: Path, _other: Path) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    put(site.with_name(".site.old"))
    monkeypatch.setattr(publishing, "exchange", cannot)
    put(site, NEW)
    assert held(site) == NEW
    assert names(site.parent) == ["site"]


def test_the_old_pages_come_back_where_the_second_of_two_steps_fails(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(one: Path, _other: Path) -> None:
        (one / MARK).unlink()
        for name in NEW:
            (one / name).unlink()
        for path in sorted(one.iterdir(), reverse=True):
            path.rmdir()
        one.rmdir()
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(publishing, "exchange", cannot)
    with pytest.raises(FileNotFoundError):
        put(site, NEW)
    assert held(site) == OLD


def test_another_fault_of_the_disk_is_told_as_it_is(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_one: Path, _other: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(publishing, "exchange", fails)
    with pytest.raises(OSError, match="Input/output"):
        put(site, NEW)
    assert held(site) == OLD


# --- whose folder it is -----------------------------------------------------------------------------------


def refused(folder: Path, within: Path, match: str, community: str = "riverside") -> None:
    """The folder is refused, and nothing below `within` has changed."""
    before = everything(within)
    with pytest.raises(ConfigError, match=match):
        put(folder, NEW, community)
    assert everything(within) == before


def test_a_folder_with_anything_else_in_it_is_refused_and_untouched(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    refused(folder, tmp_path, "did not write")


def test_a_file_beside_our_pages_is_named_and_stays(site: Path) -> None:
    (site / "rounds" / "CNAME").write_text("example.org")
    refused(site, site.parent, r"rounds/CNAME was not written by codesign-bot")


def test_the_pages_of_another_community_are_not_overwritten(site: Path) -> None:
    refused(site, site.parent, "another community", community="hillside")


@pytest.mark.parametrize(
    "mark",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"v":2,"community":"riverside","files":[]}',
        b'{"v":1,"community":5,"files":[]}',
        b'{"v":1,"community":"riverside","files":"all"}',
        b'{"v":1,"community":"riverside","files":["../../etc/hosts"]}',
        b'{"v":1,"community":"riverside","files":["/etc/hosts"]}',
    ],
)
def test_a_mark_that_we_cannot_have_written_makes_no_folder_ours(site: Path, mark: bytes) -> None:
    (site / MARK).write_bytes(mark)
    refused(site, site.parent, "did not write")


def test_something_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    refused(tmp_path / "site", tmp_path, "is not a folder")


@pytest.mark.parametrize("where", ["no/such/site", "/"])
def test_a_folder_without_a_place_is_refused(tmp_path: Path, where: str) -> None:
    with pytest.raises(ConfigError, match=r"there is no folder|did not write"):
        put(tmp_path / where)
    assert names(tmp_path) == []


def test_the_folder_one_stands_in_can_be_named_by_a_dot(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    put(Path(), NEW)
    assert held(site) == NEW


# --- links ------------------------------------------------------------------------------------------------


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path, site: Path) -> None:
    (tmp_path / "link").symlink_to(site)
    refused(tmp_path / "link", tmp_path, "is a symbolic link")


@pytest.mark.parametrize("name", ["index.html", "rounds", "rounds/1.html", MARK])
def test_a_link_in_our_folder_is_neither_written_through_nor_removed(tmp_path: Path, site: Path, name: str) -> None:
    target = tmp_path / "elsewhere"
    path = site / name
    if path.is_dir():
        path.rename(target)
    else:
        target.write_bytes(path.read_bytes())
        path.unlink()
    path.symlink_to(target)
    refused(site, tmp_path, "was not written by|did not write")


@pytest.mark.parametrize("name", ["../out.html", "/srv/out.html", "a/../../out.html", "", ".", MARK, "a//b.html"])
def test_a_page_cannot_lie_outside_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="a page cannot lie"):
        put(tmp_path / "site", {name: b"x"})
    assert names(tmp_path) == []


# --- several at once, and what a killed one left ----------------------------------------------------------


def test_what_a_killed_run_left_is_removed(site: Path) -> None:
    left = site.with_name(".site.new")
    left.mkdir()
    (left / MARK).write_text(json.dumps({"v": 1, "community": "riverside", "files": []}))
    (left / "half.html").write_text("half")
    put(site, NEW)
    assert held(site) == NEW
    assert names(site.parent) == ["site"]


@pytest.mark.parametrize("is_link", [True, False])
def test_what_somebody_else_put_beside_it_is_refused_and_stays(site: Path, tmp_path: Path, *, is_link: bool) -> None:
    beside = site.with_name(".site.new")
    if is_link:
        beside.symlink_to(site)
    else:
        beside.mkdir()
        (beside / "mine.txt").write_text("mine")
    refused(site, tmp_path, "is in the way")


def test_two_commands_do_not_write_at_the_same_time(site: Path) -> None:
    handle = os.open(site.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        refused(site, site.parent, "another command")
    finally:
        os.close(handle)
    put(site, NEW)
    assert held(site) == NEW


def test_what_somebody_puts_there_while_the_pages_are_made_is_not_lost(site: Path) -> None:
    def slow() -> Iterator[tuple[str, bytes]]:
        yield from OLD.items()
        (site / "mine.txt").write_text("mine")

    with pytest.raises(ConfigError, match=r"mine\.txt was not written by codesign-bot"):
        replace_folder(site, "riverside", slow())
    assert (site / "mine.txt").read_text() == "mine"


# --- one page of it ---------------------------------------------------------------------------------------


def test_one_page_takes_the_place_of_the_old_one_and_nothing_else_changes(site: Path) -> None:
    mark = (site / MARK).read_bytes()
    assert page_in(site, "riverside", "rounds/1.html") == b"one"
    replace_page(site, "riverside", "rounds/1.html", b"one, later")
    assert page_in(site, "riverside", "rounds/1.html") == b"one, later"
    assert held(site) == OLD | {"rounds/1.html": b"one, later"}
    assert (site / MARK).read_bytes() == mark
    assert names(site.parent) == ["site"]
    assert put(site, NEW) == 4, "it can be published again"


def test_whoever_reads_a_page_at_that_moment_has_the_old_one_whole(site: Path) -> None:
    with (site / "index.html").open("rb") as reader:
        replace_page(site, "riverside", "index.html", b"new, and longer than it was")
        assert reader.read() == b"old"


def test_a_page_is_readable_by_whom_the_others_are(site: Path) -> None:
    replace_page(site, "riverside", "index.html", b"new")
    assert (site / "index.html").stat().st_mode == (site / "log/1.html").stat().st_mode


def test_nothing_is_there_where_nothing_was_published(tmp_path: Path, site: Path) -> None:
    assert page_in(tmp_path / "new", "riverside", "index.html") is None
    (tmp_path / "empty").mkdir()
    assert page_in(tmp_path / "empty", "riverside", "index.html") is None
    assert page_in(site, "riverside", "calendar.ics") is None
    with pytest.raises(ConfigError, match="never published"):
        replace_page(site, "riverside", "calendar.ics", b"new")
    assert held(site) == OLD


def test_a_page_that_somebody_took_away_is_empty_and_comes_back(site: Path) -> None:
    (site / "index.html").unlink()
    assert page_in(site, "riverside", "index.html") == b""
    replace_page(site, "riverside", "index.html", b"new")
    assert held(site) == OLD | {"index.html": b"new"}


@pytest.mark.parametrize("kind", ["another", "unmarked", "a link", "a file"])
def test_no_page_of_anybody_else_is_read_or_replaced(site: Path, tmp_path: Path, kind: str) -> None:
    folder, community = site, "riverside"
    match kind:
        case "another":
            community = "hillside"
        case "unmarked":
            (site / MARK).unlink()
        case "a link":
            folder = tmp_path / "link"
            folder.symlink_to(site)
        case _:
            folder = tmp_path / "photo.jpg"
            folder.write_bytes(b"mine")
    before = everything(tmp_path)
    with pytest.raises((ConfigError, OSError)):
        page_in(folder, community, "index.html")
    with pytest.raises((ConfigError, OSError)):
        replace_page(folder, community, "index.html", b"new")
    assert everything(tmp_path) == before


def test_no_page_is_read_or_written_through_a_link(site: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(tmp_path / "mine")
    with pytest.raises(OSError, match="symbolic links"):
        page_in(site, "riverside", "index.html")
    (tmp_path / ".site.index.html.new").symlink_to(tmp_path / "mine")
    replace_page(site, "riverside", "index.html", b"new")
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert (site / "index.html").read_bytes() == b"new"


def test_what_a_killed_process_left_of_a_page_is_no_hindrance(site: Path) -> None:
    (site.parent / ".site.index.html.new").write_bytes(b"half")
    replace_page(site, "riverside", "index.html", b"new")
    assert names(site.parent) == ["site"]


def test_a_page_that_cannot_be_put_there_leaves_the_old_one(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, _content: bytes) -> None:
        path.write_bytes(b"ha")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(publishing, "_put", full)
    with pytest.raises(OSError, match="No space left"):
        replace_page(site, "riverside", "index.html", b"half of it")
    assert held(site) == OLD
    assert names(site.parent) == ["site"]


def test_a_page_waits_for_a_command_that_writes_beside_it(site: Path) -> None:
    handle = os.open(site.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        with pytest.raises(Busy, match="another command"):
            replace_page(site, "riverside", "index.html", b"new")
    finally:
        os.close(handle)
    assert held(site) == OLD
