"""The witness of the log: it never forgets, never takes back, and outlives every kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.errors import Damaged, StoreTrouble
from codesign_bot.log.witness import Seen, Verdict, Witness, demand, judge, read, record, sentence

HOME, AWAY = "codesign-bot/home", "codesign-bot/away"


def root(what: object) -> bytes:
    return sha256(str(what).encode()).digest()


def roots(name: str) -> Callable[[int], bytes]:
    """The roots of a log that is nothing but its name: one for each size."""
    return lambda size: root((name, size))


def never(size: int) -> bytes:
    pytest.fail(f"the root at {size} was asked for")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log-witness.json"


# --- remembering -----------------------------------------------------------------------------------------


def test_before_anything_was_signed_nothing_is_remembered_and_nothing_is_made(path: Path) -> None:
    assert read(path) == Witness()
    assert list(path.parent.iterdir()) == []


def test_what_was_recorded_is_read_again(path: Path) -> None:
    record(path, HOME, 3, root(1))
    record(path, AWAY, 0, root(2))
    record(path, HOME, 9, root(3))
    assert read(path) == Witness({HOME: Seen(9, root(3)), AWAY: Seen(0, root(2))})
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_people_can_read_the_file(path: Path) -> None:
    record(path, HOME, 3, root(1))
    assert json.loads(path.read_text()) == {"v": 1, "logs": {HOME: {"size": 3, "root": root(1).hex()}}}


def test_the_same_checkpoint_may_be_signed_again_and_costs_no_write(path: Path) -> None:
    record(path, HOME, 3, root(1))
    before = path.stat()
    record(path, HOME, 3, root(1))
    assert os.path.samestat(path.stat(), before)


def test_nothing_is_recorded_that_does_not_fit_to_what_was_signed(path: Path) -> None:
    record(path, HOME, 3, root(1))
    before = path.read_bytes()
    with pytest.raises(Damaged, match="has 2 entries, but 3 were signed"):
        record(path, HOME, 2, root(0))
    with pytest.raises(Damaged, match="is not the one that was signed: its first 3 entries differ"):
        record(path, HOME, 3, root(2))
    assert path.read_bytes() == before
    record(path, AWAY, 2, root(0))  # another log is another matter


@pytest.mark.parametrize(("size", "wrong"), [(-1, root(1)), (3, b""), (3, bytes(31)), (3, bytes(33))])
def test_what_is_no_checkpoint_is_our_own_mistake(path: Path, size: int, wrong: bytes) -> None:
    with pytest.raises(ValueError, match="a size and a root of 32 bytes"):
        record(path, HOME, size, wrong)
    assert not path.exists()


@given(st.lists(st.tuples(st.sampled_from([HOME, AWAY, "ü/\n\"'"]), st.integers(0, 30), st.booleans()), max_size=12))
def test_whatever_is_asked_the_witness_never_shrinks(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[str, int, bool]]
) -> None:
    path = tmp_path_factory.mktemp("witness") / "witness.json"
    model: dict[str, Seen] = {}
    for origin, size, is_ours in asked:
        now = Seen(size, root((origin, size) if is_ours else ("forged", size)))
        was = model.get(origin)
        if was is None or size > was.size or now == was:
            record(path, origin, now.size, now.root)
            model[origin] = now
        else:
            with pytest.raises(Damaged):
                record(path, origin, now.size, now.root)
        assert read(path) == Witness(model)


# --- judging ---------------------------------------------------------------------------------------------


def test_a_log_that_was_never_signed_is_fine() -> None:
    assert judge(Witness(), HOME, 0, never) is Verdict.FINE
    assert judge(Witness({AWAY: Seen(9, root(1))}), HOME, 0, never) is Verdict.FINE


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_log_is_fine_when_it_goes_on_from_what_was_signed(signed: int, now: int) -> None:
    witness = Witness({HOME: Seen(signed, roots("ours")(signed))})
    verdict = judge(witness, HOME, now, roots("ours"))
    assert verdict is (Verdict.FINE if now >= signed else Verdict.BEHIND)


@given(st.integers(0, 40), st.integers(0, 40))
def test_another_log_under_the_same_name_is_never_fine(signed: int, now: int) -> None:
    witness = Witness({HOME: Seen(signed, roots("ours")(signed))})
    verdict = judge(witness, HOME, now, roots("theirs"))
    assert verdict is (Verdict.FORKED if now >= signed else Verdict.BEHIND)


def test_of_a_log_that_is_behind_no_root_is_asked_for() -> None:
    assert judge(Witness({HOME: Seen(9, root(1))}), HOME, 8, never) is Verdict.BEHIND


def test_the_start_is_refused_with_what_to_do(path: Path) -> None:
    demand(path, HOME, 0, never)
    record(path, HOME, 9, roots("ours")(9))
    demand(path, HOME, 9, roots("ours"))
    demand(path, HOME, 12, roots("ours"))
    for size, name, reason in (
        (8, "ours", "has 8 entries, but 9 were signed"),
        (12, "theirs", "first 9 entries differ"),
    ):
        with pytest.raises(Damaged, match=rf"^the log codesign-bot/home .*{reason}.*Restore the newest backup"):
            demand(path, HOME, size, roots(name))


@pytest.mark.parametrize("verdict", [Verdict.BEHIND, Verdict.FORKED])
def test_every_refusal_names_a_way_out(verdict: Verdict) -> None:
    said = sentence(verdict, Witness({HOME: Seen(9, root(1))}), HOME, 8)
    assert "[log] origin" in said
    assert root(1).hex() not in said


# --- a file that somebody broke --------------------------------------------------------------------------

GOOD = json.dumps({"v": 1, "logs": {HOME: {"size": 3, "root": root(1).hex()}}})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "3",
        "null",
        "{",
        '{"v": 1}',
        '{"v": 2, "logs": {}}',
        '{"v": 1, "logs": []}',
        '{"v": 1, "logs": {}, "more": 1}',
        '{"v": 1, "logs": {"a": 3}}',
        '{"v": 1, "logs": {"a": {}}}',
        GOOD.replace('"size": 3', '"size": -3'),
        GOOD.replace('"size": 3', '"size": 3.0'),
        GOOD.replace('"size": 3', '"size": true'),
        GOOD.replace('"size": 3', '"size": 3, "more": 1'),
        GOOD.replace(root(1).hex(), root(1).hex()[:-2]),
        GOOD.replace(root(1).hex(), "zz" * 32),
        GOOD.replace(f'"{root(1).hex()}"', "7"),
        "[" * 100_000,
    ],
    ids=range(19),
)
def test_a_file_that_makes_no_sense_is_never_taken_for_nothing(path: Path, text: str) -> None:
    path.write_text(text)
    for attempt in (lambda: read(path), lambda: record(path, HOME, 9, root(9)), lambda: demand(path, HOME, 9, never)):
        with pytest.raises(Damaged, match=r"log-witness\.json cannot be read: .* Put it back from a copy"):
            attempt()
    assert path.read_text() == text


def test_bytes_that_are_no_text_and_a_folder_are_no_witness(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(Damaged):
        read(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(Damaged):
        read(path)


@given(st.integers(0, len(GOOD) - 1), st.characters(codec="ascii"))
def test_a_changed_letter_never_brings_about_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, at: int, letter: str
) -> None:
    path = tmp_path_factory.mktemp("witness") / "witness.json"
    path.write_text(GOOD[:at] + letter + GOOD[at + 1 :])
    try:
        found = read(path)
    except Damaged:
        return
    assert all(len(seen.root) == 32 and seen.size >= 0 for seen in found.logs.values())


# --- a disk and a process that fail ----------------------------------------------------------------------


def test_where_it_cannot_be_written_nothing_may_be_signed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(path, HOME, 3, root(1))

    def refuse(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreTrouble, match=r"cannot be written \(No space left on device\): nothing is signed"):
        record(path, HOME, 9, root(9))
    assert read(path) == Witness({HOME: Seen(3, root(1))})


def test_a_draft_that_a_killed_bot_left_behind_is_no_hindrance(path: Path) -> None:
    path.with_name("log-witness.json.draft").write_text("half of")
    record(path, HOME, 3, root(1))
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_it_is_on_the_disk_before_record_returns(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moves: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        moves.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")  # noqa: PTH112 - a handle
        real_fsync(handle)

    def replace(draft: Path, target: Path) -> Path:
        moves.append("named")
        return real_replace(draft, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    record(path, HOME, 3, root(1))
    assert moves == ["file", "named", "folder"]


def test_a_kill_at_any_move_leaves_the_old_one_or_the_new_one(path: Path) -> None:
    record(path, "home", 3, root(1))
    command = [sys.executable, str(Path(__file__).with_name("witness_child.py")), str(path)]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert len(found) > 7
    assert found == sorted(found)
    assert set(found) == {"3", "9"}
