"""What the tables of an export say is what its entries say, also where whoever has the key signed something else."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO

import pytest

from codesign_bot.log.aside import Aside
from codesign_bot.log.bundle import WORDS, opening
from codesign_bot.log.tables.reading import TABLES
from codesign_bot.log.tables.rounds import FILE
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Report, Verdict
from codesign_bot.log.verify.mentioned import Mentioned
from codesign_bot.log.verify.tables import BY_TEXTS, LONGEST_NEAR, NEAR, ONLY_LISTED, Kept
from codesign_bot.testing import stories
from codesign_bot.testing.world import open_world

from .test_verify import handed_out, resigned, told

SAME = "The tables were made again from the entries, and are the same."
EACH = [FILE, *(table.file for table in TABLES)]


async def lived(folder: Path, *, is_early: bool = False) -> bytes:
    async with open_world(folder) as world:
        await (stories.given(world) if is_early else stories.over(world))
        return await handed_out(world)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return asyncio.run(lived(tmp_path_factory.mktemp("world")))


@pytest.fixture
def folder(export: bytes, tmp_path: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(export)) as held:
        held.extractall(tmp_path / "log")
    return tmp_path / "log"


def checked(path: Path) -> Report:
    return check(path, Asked())


def test_an_export_says_that_its_tables_were_made_again_and_what_was_not_compared(folder: Path) -> None:
    report = checked(folder)
    assert (report.verdict, report.lines[-2:]) == (Verdict.INTACT, [SAME, ONLY_LISTED])


@pytest.mark.parametrize("name", EACH)
def test_a_table_that_says_something_else_is_found_even_if_it_was_signed(
    folder: Path, tmp_path: Path, name: str
) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes() + b"1,2026-03-02T09:00:00Z,,\r\n")
    report = checked(resigned(folder, tmp_path / "forged"))
    assert (report.verdict, f"{name} does not say what the entries say" in told(report)) == (Verdict.TAMPERED, True)


def test_a_table_that_was_left_out_is_found_and_all_of_them_are_not_needed(folder: Path, tmp_path: Path) -> None:
    (folder / "csv/power.csv").unlink()
    report = checked(resigned(folder, tmp_path / "one"))
    assert (report.verdict, "csv/power.csv" in told(report)) == (Verdict.TAMPERED, True)
    shutil.rmtree(folder / "csv")
    report = checked(resigned(folder, tmp_path / "all"))
    assert (report.verdict, SAME in report.lines) == (Verdict.INTACT, False)


def test_words_that_were_changed_in_a_table_alone_are_found(folder: Path, tmp_path: Path) -> None:
    path = folder / "csv/ideas.csv"
    held = path.read_bytes()
    assert b"lamps by the pond" in held
    path.write_bytes(held.replace(b"lamps by the pond", b"lamps by the road"))
    assert "csv/ideas.csv does not say" in told(checked(resigned(folder, tmp_path / "forged")))


def test_tables_of_another_version_are_not_compared_and_it_is_said_so(folder: Path, tmp_path: Path) -> None:
    path = folder / "csv/ideas.csv"
    path.write_bytes(path.read_bytes() + b"more\r\n")
    report = checked(resigned(folder, tmp_path / "older", bot="0.0.1"))
    assert report.verdict is Verdict.INTACT
    assert "The tables were made by version 0.0.1, so this one did not compare them" in told(report)
    assert version("codesign-bot") != "0.0.1"


def test_words_that_are_held_back_and_words_that_were_erased_are_told_as_such(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "docs" / "example-log.zip"
    report = checked(example)
    assert SAME in report.lines
    assert "2 were erased" in told(report)
    (tmp_path / "world").mkdir()
    path = tmp_path / "early.zip"
    path.write_bytes(asyncio.run(lived(tmp_path / "world", is_early=True)))
    assert SAME in checked(path).lines


def test_what_explains_the_columns_is_made_of_texts_and_only_listed(folder: Path, tmp_path: Path) -> None:
    assert BY_TEXTS not in EACH
    path = folder / BY_TEXTS
    path.write_bytes(path.read_bytes() + b"more\r\n")
    assert checked(folder).verdict is Verdict.TAMPERED
    assert checked(resigned(folder, tmp_path / "texts")).verdict is Verdict.INTACT


@contextmanager
def kept(words: IO[bytes]) -> Generator[Kept]:
    """What opens the commitments of these lines, after the log was found to speak of each."""
    with Aside() as aside:
        mentioned, lines, at = Mentioned(aside), list[tuple[str, int]](), 0
        for line in words:
            lines.append((json.loads(line)["commitment"], at))
            at += len(line)
        mentioned.add((commitment for commitment, _ in lines), 1)
        mentioned.settle()
        assert mentioned.open(lines)
        yield Kept(words, mentioned)


def test_the_words_are_not_all_in_memory_when_tables_are_made_again(folder: Path) -> None:
    with (folder / WORDS).open("rb") as words, kept(words) as found:
        held = {value for name in ("_openings", "_held_back", "_near") for value in getattr(found, name)}
        assert held == set()
        first = (folder / WORDS).read_text().splitlines()[0]
        commitment = first.split('"commitment":"')[1][:64]
        _, said, known = found.read(commitment)
        assert (str(said) in first, known) == (True, "there")
        with pytest.raises(KeyError):
            found.read("0" * 64)


def test_words_that_are_not_public_yet_are_told_apart_from_those_that_were_erased() -> None:
    one, other = "1" * 64, "2" * 64
    with kept(io.BytesIO(opening(one, None, None) + opening(other, None, None, is_held_back=True))) as found:
        assert [found.read(commitment)[2] for commitment in (one, other)] == ["erased", "held back"]


@pytest.mark.parametrize("step", [1, 7, NEAR, -1])
def test_words_are_found_in_whatever_order_they_are_asked_for_and_few_are_at_hand(step: int) -> None:
    said = [f"These are the words no {no}." for no in range(3 * NEAR)]
    said[5] = "long " * LONGEST_NEAR
    digests = [sha256(b"s" * 32 + one.encode()).hexdigest() for one in said]
    lines = [opening(digest, b"s" * 32, words) for digest, words in zip(digests, said, strict=True)]
    order = [no for first in range(abs(step)) for no in range(first, len(said), abs(step))][:: 1 if step > 0 else -1]
    with kept(io.BytesIO(b"".join(lines))) as found:
        for no in order:
            assert found.read(digests[no]) == (b"s" * 32, said[no], "there")
            at_hand = getattr(found, "_near").values()  # noqa: B009 # nobody else may look at it
            assert len(at_hand) <= NEAR
            assert all(len(line) <= LONGEST_NEAR for line in at_hand)


def test_a_commitment_of_another_form_is_never_taken_for_one_that_begins_alike() -> None:
    """Whoever has a key can sign a log whose commitments are any texts."""
    short, long = "a" * 64, "a" * 64 + "b"
    with kept(io.BytesIO(opening(short, None, None, is_held_back=True) + opening(long, None, None))) as found:
        assert [found.read(one)[2] for one in (short, short, long, short)] == [
            *2 * ["held back"],
            "erased",
            "held back",
        ]


# --- words, where whoever has the key signed other ones ---------------------------------------------------


Changed = Callable[[list[str]], list[str]]

WRONG_WORDS: list[tuple[Changed, Verdict, str]] = [
    (lambda lines: [*lines, lines[0]], Verdict.TAMPERED, "stands there twice"),
    (lambda lines: lines[1:], Verdict.INCOMPLETE, "The words of entry 1 are missing."),
    (lambda lines: [*lines, erased("0" * 64)], Verdict.TAMPERED, "opens nothing"),
    (lambda lines: [erased(lines[0][15:79]), *lines[1:]], Verdict.INCOMPLETE, "nobody erased them"),
    (lambda lines: [lines[0].replace("olga", "olaf"), *lines[1:]], Verdict.TAMPERED, "not what was committed to"),
    (lambda lines: [lines[0], lines[0], "no JSON", *lines[1:]], Verdict.TAMPERED, "Line 2 of words.jsonl stands there"),
    (lambda lines: [lines[0], "no JSON", lines[0], *lines[1:]], Verdict.TAMPERED, "Line 2 of words.jsonl is no JSON"),
    (lambda lines: [lines[0], erased("0" * 64), lines[0]], Verdict.TAMPERED, "Line 2 of words.jsonl opens nothing"),
    (lambda lines: [lines[0], erased(lines[1][15:79]), lines[0]], Verdict.INCOMPLETE, "nobody erased them"),
]


def erased(commitment: str) -> str:
    return opening(commitment, None, None).decode().strip()


@pytest.mark.parametrize(("change", "verdict", "says"), WRONG_WORDS)
def test_words_that_do_not_fit_the_log_are_named_even_if_they_were_signed(
    folder: Path, tmp_path: Path, change: Changed, verdict: Verdict, says: str
) -> None:
    path = folder / WORDS
    path.write_text("".join(f"{line}\n" for line in change(path.read_text().splitlines())))
    report = checked(resigned(folder, tmp_path / "forged"))
    assert (report.verdict, says in told(report)) == (verdict, True), told(report)
