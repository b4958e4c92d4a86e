"""One row a round: what its entries come to, as far as the log goes. Known only once all entries were seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from codesign_bot.core.ids import RoundId
from codesign_bot.log.leaf import Leaf
from codesign_bot.log.tables.cells import Cell
from codesign_bot.log.tables.model import ERASED, HELD_BACK, THERE, Opened, Read, Row, cell, inner, listed, numbers
from codesign_bot.log.tables.reading import beginning

FILE = "csv/rounds.csv"

_AFTER_THE_WORDS = (
    "opened_at",
    "label",
    "template",
    "practice",
    "step",
    "step_since",
    "joined",
    "ballots",
    "chosen",
    "outcome_at",
)
_TELLING = frozenset({"round-opened", "phase-entered", "votes-counted", "outcome-published"})


@dataclass(slots=True)
class _Round:
    begins: Row
    last: int = 0
    title: Opened = ("", "")
    question: Opened = ("", "")
    cells: dict[str, Cell] = field(default_factory=dict[str, Cell])


class Rounds:
    """Takes the entries in order. Holds a few short facts of every round, and its title and question."""

    def __init__(self) -> None:
        self._rounds: dict[RoundId, _Round] = {}

    def take(self, read: Read) -> None:
        """The next entry."""
        leaf, openings = read.leaf, read.openings
        if leaf.round is None:
            return
        one = self._rounds.get(leaf.round)
        if one is None:
            one = self._rounds[leaf.round] = _Round(beginning(read))
        one.last = leaf.no
        if leaf.kind in _TELLING:
            one.cells |= _told(leaf, read.at)
        if leaf.kind == "round-opened":
            one.title = openings.words(leaf.facts["title"])
        elif leaf.kind == "question-confirmed":
            one.question = _together([openings.words(wording) for wording in listed(leaf.facts["wordings"])])

    def rows(self) -> Iterator[Row]:
        """The rows, in the order in which the log first speaks of each round."""
        for one in self._rounds.values():
            told = [one.cells.get(key) for key in _AFTER_THE_WORDS]
            yield *one.begins, *one.title, *one.question, *told, one.last


def _told(leaf: Leaf, at: str) -> dict[str, Cell]:
    facts = leaf.facts
    match leaf.kind:
        case "round-opened":
            template = cell(inner(inner(facts, "rules"), "template"), "name")
            practice = cell(facts, "is_practice")
            return {"opened_at": at, "label": cell(facts, "label"), "template": template, "practice": practice}
        case "phase-entered":
            return {"step": cell(facts, "phase"), "step_since": at}
        case "votes-counted":
            result = inner(facts, "result")
            counted = {"ballots": cell(result, "ballots"), "chosen": numbers(result["chosen"])}
            return {"label": cell(facts, "label"), "joined": cell(facts, "joined"), **counted}
        case "outcome-published":
            return {"label": cell(facts, "label"), "outcome_at": at}
        case _:
            return {}


def _together(wordings: list[Opened]) -> Opened:
    """Several wordings that went on are one question, each on a line of its own. One that is missing is said to be."""
    known = {how for _, how in wordings}
    worst = next((how for how in (HELD_BACK, ERASED, THERE) if how in known), "")
    return "\n".join(words for words, _ in wordings if words), worst
