"""Rounds that go on at the same time, more of them than are at hand: each is told and counted as if it was alone."""

from __future__ import annotations

import asyncio
import json
import zipfile
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from benchmarks import long_log
from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.counting.ties import TieStep
from codesign_bot.log import aside as module
from codesign_bot.log.aside import Aside
from codesign_bot.log.bundle import LOG, WORDS
from codesign_bot.log.canonical import canonical
from codesign_bot.log.facts import commitments
from codesign_bot.log.leaf import decoded_again
from codesign_bot.log.tables.model import Openings, Read
from codesign_bot.log.tables.rounds import Rounds
from codesign_bot.log.verify import tallies
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Report, Verdict

from ..log.test_hostile_export import KEY, signed  # noqa: TID252 - tests are no package
from .test_flat import hand_out

ENTRIES, ROUNDS = 300, 8


@pytest.fixture(autouse=True)
def hardly_any_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_HAND", 2)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], bytes]:
    """Entries of several rounds, first one of each, then another one of each; and what opens their commitments."""
    folder = tmp_path_factory.mktemp("log")
    store, _ = long_log.lengthened(folder, ENTRIES)
    with (folder / "log.zip").open("wb") as target:
        asyncio.run(hand_out(store, target))
    rounds: dict[str, list[dict[str, Any]]] = {}
    with zipfile.ZipFile(folder / "log.zip") as held:
        for line in held.read(LOG).splitlines():
            entry = json.loads(line)
            rounds.setdefault(entry["round"] or "", []).append(entry)
        words = held.read(WORDS)
    assert len(rounds) == ROUNDS + (("" in rounds) is True)
    return [one for some in zip_longest(*rounds.values()) for one in some if one is not None], words


def lines(entries: list[dict[str, Any]]) -> list[bytes]:
    return [canonical({**one, "no": no, "origin": KEY.name}) for no, one in enumerate(entries, 1)]


def checked(path: Path, entries: list[dict[str, Any]], words: bytes) -> Report:
    return check(signed(path, lines(entries), words), Asked())


def test_every_vote_is_counted_anew(tmp_path: Path, log: tuple[list[dict[str, Any]], bytes]) -> None:
    report = checked(tmp_path / "log.zip", *log)
    assert report.verdict is Verdict.INTACT, report.lines
    assert sum("was counted anew" in line for line in report.lines) == ROUNDS


def test_a_tally_that_does_not_follow_is_found_among_the_others(
    tmp_path: Path, log: tuple[list[dict[str, Any]], bytes]
) -> None:
    entries, words = json.loads(json.dumps(log[0])), log[1]
    wrong = [no for no, one in enumerate(entries, 1) if one["type"] == "votes-counted"][3]
    ranking = entries[wrong - 1]["facts"]["result"]["ranking"]
    ranking[0]["dots"] += 1
    report = checked(tmp_path / "log.zip", entries, words)
    assert (report.verdict, f"The tally in entry {wrong} " in report.lines[-1]) == (Verdict.TAMPERED, True)


def test_receipts_that_are_missing_are_those_of_the_round_that_came_first(
    tmp_path: Path, log: tuple[list[dict[str, Any]], bytes]
) -> None:
    entries, words = log
    rounds = [one["round"] for one in entries if one["type"] == "votes-counted"]
    left = [one for one in entries if one["type"] != "receipts" or one["round"] not in rounds[2:4]]
    (first, _) = [
        no for no, one in enumerate(left, 1) if one["type"] == "votes-counted" and one["round"] in rounds[2:4]
    ]
    report = checked(tmp_path / "log.zip", left, words)
    assert (report.verdict, report.lines[-1]) == (
        Verdict.INCOMPLETE,
        f"Incomplete: The receipts of the vote in entry {first} are missing.",
    )


def test_words_that_are_missing_are_those_of_the_entry_that_speaks_of_them_first(
    tmp_path: Path, log: tuple[list[dict[str, Any]], bytes]
) -> None:
    """The words of an idea are also those of its fate."""
    entries, words = log
    mentioned: dict[str, list[int]] = {}
    for no, one in enumerate(entries, 1):
        for commitment in commitments(one["facts"]):
            mentioned.setdefault(commitment, []).append(no)
    lost, (first, second, *_) = next((one, nos) for one, nos in mentioned.items() if len(nos) > 1)
    left = b"".join(line + b"\n" for line in words.splitlines() if lost.encode() not in line)
    report = checked(tmp_path / "log.zip", entries, left)
    assert first < second
    assert report.lines[-1] == f"Incomplete: The words of entry {first} are missing."


def test_the_table_of_rounds_is_the_same_as_where_all_of_them_are_at_hand(
    log: tuple[list[dict[str, Any]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows() -> list[object]:
        with Aside() as aside:
            rounds = Rounds(aside)
            for line in lines(log[0]):
                leaf, at = decoded_again(line)
                rounds.take(Read(leaf, line, at, Openings({}, frozenset())))
            return list(rounds.rows())

    few = rows()
    monkeypatch.setattr(module, "AT_HAND", 1_000)
    assert few == rows()
    assert len(few) == ROUNDS


def test_what_the_log_said_of_a_vote_is_the_same_after_it_waited() -> None:
    kind: Any = getattr(tallies, "_Vote")  # noqa: B009 # nobody else has to know it
    vote = kind(
        Rule.FAIR_SHARE,
        (TieStep.WIDEN, TieStep.RUNOFF),
        {"vote": (1, 2, 3), "runoff": (1, 2)},
        (1, 2),
        (17, {"ballots": 5, "runoff": {"ballots": 5, "dots": []}, "tie": None}),
        {"vote": [{1: 3, 2: 1}, {}], "runoff": [{2: 1}]},
        {"vote": (1, 2)},
    )
    assert kind.of(json.loads(json.dumps(vote.plain()))) == vote
