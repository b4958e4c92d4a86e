"""The key that signs the log: made once, kept from others, outside the database, and never guessed at when damaged."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from codesign_bot.core.ids import CommunityId
from codesign_bot.errors import ConfigError
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.keys import held_key, key_at, next_key, next_of, origin_of, put_in_place
from codesign_bot.log.note import SignerKey
from codesign_bot.log.tree import EMPTY_ROOT

NAME = "example.org/codesign-bot"
SEED = bytes(range(32))
KEY = SignerKey(NAME, SEED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def path(folder: Path) -> Path:
    return folder / "log-key"


@pytest.fixture
def database(folder: Path) -> Path:
    return folder / "codesign.sqlite3"


def no_seed() -> bytes:
    raise AssertionError("a seed was asked for, although there is a key")


def keep(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def refused(path: Path, database: Path, name: str = NAME) -> str:
    """What is said of a file that cannot be used; it stays as it was, and no seed is asked for."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ConfigError) as caught:
        key_at(path, name, database, no_seed)
    assert (path.read_bytes() if path.is_file() else None) == before
    return str(caught.value)


# --- made and held ---------------------------------------------------------------------------------------


def test_the_first_start_makes_the_key_and_every_later_one_finds_it(path: Path, database: Path) -> None:
    assert held_key(path, NAME, database) is None
    assert not path.exists(), "looking makes nothing"
    assert key_at(path, NAME, database, lambda: SEED) == KEY
    assert key_at(path, NAME, database, no_seed) == KEY
    assert held_key(path, NAME, database) == KEY


def test_the_file_is_closed_to_others_from_the_first_moment(path: Path, database: Path) -> None:
    before = os.umask(0)
    try:
        key_at(path, NAME, database, lambda: SEED)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_holds_one_line_that_other_tools_read(path: Path, database: Path) -> None:
    key_at(path, NAME, database, lambda: SEED)
    assert path.read_text(encoding="ascii") == f"{KEY.text()}\n"


def test_a_copy_without_the_line_feed_is_the_same_key(path: Path, database: Path) -> None:
    keep(path, KEY.text())
    assert key_at(path, NAME, database, no_seed) == KEY


def test_a_link_to_a_file_elsewhere_is_followed(path: Path, folder: Path, database: Path) -> None:
    (folder / "safe").mkdir()
    keep(folder / "safe/key", KEY.text())
    path.symlink_to(folder / "safe/key")
    assert key_at(path, NAME, database, no_seed) == KEY


def test_of_two_that_start_at_once_only_one_makes_a_key(
    path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile() -> bytes:
        keep(path, KEY.text())
        return bytes(32)

    with pytest.raises(ConfigError, match="cannot be made: File exists"):
        key_at(path, NAME, database, meanwhile)
    assert key_at(path, NAME, database, no_seed) == KEY


def test_the_key_and_its_name_are_on_the_disk_before_anything_is_signed(
    path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[bool, bytes]] = []

    def fsync(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        synced.append((is_folder, path.read_bytes()))

    monkeypatch.setattr(os, "fsync", fsync)
    key_at(path, NAME, database, lambda: SEED)
    whole = f"{KEY.text()}\n".encode()
    assert synced == [(False, whole), (True, whole)]


@pytest.mark.parametrize("failing", [1, 2], ids=["file", "folder"])
def test_a_disk_that_is_full_leaves_no_half_key(
    path: Path, database: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    calls: list[int] = []

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(ConfigError, match="cannot be written: No space left on device"):
        key_at(path, NAME, database, lambda: SEED)
    assert not path.exists()


def test_a_folder_that_is_not_there_is_not_made(folder: Path, database: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be made: No such file or directory"):
        key_at(folder / "nowhere/log-key", NAME, database, lambda: SEED)
    assert list(folder.iterdir()) == []


# --- refused ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o620, 0o601])
def test_a_key_that_others_can_get_at_is_refused_with_what_to_do(path: Path, database: Path, mode: int) -> None:
    keep(path, KEY.text(), mode)
    said = refused(path, database)
    assert said.startswith(f"log.key_file: others on this machine can read {path}")
    assert said.endswith(f"Run: chmod 600 {path}")


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal", ".lock"])
def test_a_key_in_the_place_of_the_database_is_refused_and_nothing_is_made(
    folder: Path, database: Path, ending: str
) -> None:
    place = folder / f"codesign.sqlite3{ending}"
    assert "belongs to the database" in refused(place, database)
    assert not place.exists()


def test_the_place_of_the_database_is_seen_through_a_link_and_a_way_round(path: Path, database: Path) -> None:
    database.write_bytes(b"SQLite format 3\x00")
    path.symlink_to(database)
    assert "belongs to the database" in refused(path, database)
    round_about = path.parent / "sub/.." / database.name
    (path.parent / "sub").mkdir()
    assert "belongs to the database" in refused(round_about, database)


DAMAGES: list[Callable[[str], str]] = [
    lambda _: "",
    lambda _: "\n",
    lambda text: text[:40],
    lambda text: text[:-1],
    lambda text: text.replace("PRIVATE", "private"),
    lambda text: text.replace("AQAB", "AQBB"),
    lambda text: f"{text}\n\n",
    lambda text: f"{text}\n{text}\n",
    lambda text: f" {text}",
    lambda text: f"{text}\r\n",
    lambda text: f"\ufeff{text}",
    lambda text: KEY.verifier.text(),
    lambda text: text + "A" * 100_000,
    lambda text: "é",
]


@pytest.mark.parametrize("change", DAMAGES)
def test_a_damaged_key_is_refused_and_never_replaced(path: Path, database: Path, change: Callable[[str], str]) -> None:
    text = change(KEY.text())
    assert text not in (KEY.text(), f"{KEY.text()}\n")
    keep(path, text)
    said = refused(path, database)
    assert said.startswith(f"log.key_file: {path} holds no whole key.")
    assert "Put the file back" in said


def test_no_refusal_shows_the_key_not_even_by_what_caused_it(path: Path, database: Path) -> None:
    keep(path, f"{KEY.text()}AAAA")
    with pytest.raises(ConfigError) as caught:
        key_at(path, NAME, database, no_seed)
    error: BaseException | None = caught.value
    while error is not None:
        assert KEY.text()[-20:] not in str(error)
        error = error.__cause__


def test_a_bit_that_rotted_is_seen(path: Path, database: Path) -> None:
    """The id in the file is over the public half, so a seed that changed makes another one."""
    held = bytearray(f"{KEY.text()}".encode())
    for at in range(len(held) - 44, len(held)):
        rotten = bytearray(held)
        rotten[at] ^= 1
        keep(path, rotten.decode("latin-1"))
        assert "holds no whole key" in refused(path, database)


def test_another_name_in_the_configuration_is_refused_with_the_one_to_put_back(path: Path, database: Path) -> None:
    keep(path, KEY.text())
    said = refused(path, database, "example.org/renamed")
    assert said.startswith(f"log.origin: the key in {path} was made for {NAME}")


def test_what_is_no_file_is_refused_at_once(path: Path, database: Path) -> None:
    path.mkdir()
    assert "log.key_file" in refused(path, database)
    path.rmdir()
    os.mkfifo(path, 0o600)
    assert refused(path, database).endswith("is no file")


def test_a_file_that_cannot_be_read_is_named(path: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(path, KEY.text())

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert refused(path, database) == f"log.key_file: {path} cannot be read: Permission denied"


# --- one seed, many logs ---------------------------------------------------------------------------------


def test_each_community_has_a_log_and_a_key_of_its_own_name() -> None:
    origins = [origin_of(NAME, CommunityId(one)) for one in ("0123456789abcdef", "fedcba9876543210")]
    assert origins[0] == f"{NAME}/0123456789abcdef"
    one, other = (KEY.named(origin) for origin in origins)
    note = Checkpoint(origins[0], 0, EMPTY_ROOT).signed([one])
    assert Checkpoint.checked(note, origins[0], [one.verifier]).size == 0
    with pytest.raises(ValueError, match="no known key"):
        Checkpoint.checked(note, origins[0], [other.verifier])


def test_a_key_that_was_made_by_the_machine_is_another_each_time(tmp_path: Path) -> None:
    """In processes of their own, with the real source of chance."""
    program = (
        "import sys, pathlib\n"
        "from codesign_bot.chance import SystemChance\n"
        "from codesign_bot.log.keys import key_at\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "print(key_at(path, 'a', path.with_name('db'), SystemChance().salt).verifier.text())\n"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / name)],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for name in ("one", "two")
    }
    assert len(texts) == 2
    assert all(re.fullmatch(r"a\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}\n", text) for text in texts)


# --- replaced --------------------------------------------------------------------------------------------

NEXT = bytes(range(1, 33))


def test_the_next_key_waits_beside_the_one_in_use_and_is_made_once(path: Path, database: Path) -> None:
    keep(path, f"{KEY.text()}\n")
    made = next_key(path, NAME, database, lambda: NEXT)
    assert made == SignerKey(NAME, NEXT)
    assert stat.S_IMODE(next_of(path).stat().st_mode) == 0o600
    assert next_key(path, NAME, database, no_seed) == made
    assert held_key(path, NAME, database) == KEY


def test_what_an_attempt_left_that_was_broken_off_is_made_anew(path: Path, database: Path) -> None:
    keep(path, f"{KEY.text()}\n")
    keep(path.with_name(f"{path.name}.next.draft"), "PRIVATE+KEY+half")
    assert next_key(path, NAME, database, lambda: NEXT).seed == NEXT
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name, next_of(path).name]


def test_the_next_key_takes_the_place_of_the_one_in_use_which_is_gone(path: Path, database: Path) -> None:
    keep(path, f"{KEY.text()}\n")
    made = next_key(path, NAME, database, lambda: NEXT)
    put_in_place(path)
    assert held_key(path, NAME, database) == made
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_next_key_that_others_can_read_or_that_is_damaged_is_refused(path: Path, database: Path) -> None:
    keep(path, f"{KEY.text()}\n")
    for text, mode, why in ((SignerKey(NAME, NEXT).text(), 0o644, "chmod 600"), ("nonsense", 0o600, "no whole key")):
        keep(next_of(path), f"{text}\n", mode)
        with pytest.raises(ConfigError, match=why):
            next_key(path, NAME, database, no_seed)


def test_a_key_that_cannot_be_put_in_place_is_a_sentence(path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be replaced: No such file"):
        put_in_place(path)
    with pytest.raises(ConfigError, match="cannot be made"):
        next_key(path.parent / "nowhere" / "log-key", NAME, path.parent / "db", lambda: NEXT)
