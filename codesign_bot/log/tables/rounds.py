"""One row a round: what its entries come to, as far as the log goes. Known only once all entries were seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from codesign_bot.log.aside import Aside, Shelf
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

    def plain(self) -> list[object]:
        return [self.begins, self.last, self.title, self.question, self.cells]

    @classmethod
    def of(cls, plain: list[object]) -> _Round:
        begins, last, title, question, cells = plain
        return cls(
            tuple(cast("list[Cell]", begins)),
            cast("int", last),
            cast("Opened", tuple(cast("list[str]", title))),
            cast("Opened", tuple(cast("list[str]", question))),
            cast("dict[str, Cell]", cells),
        )


class Rounds:
    """Takes the entries in order. A few short facts of every round, its title and its question wait in `aside`."""

    def __init__(self, aside: Aside) -> None:
        self._rounds = Shelf(aside, _Round.plain, _Round.of)

    def take(self, read: Read) -> None:
        """The next entry."""
        leaf, openings = read.leaf, read.openings
        if leaf.round is None:
            return
        one = self._rounds.get(leaf.round)
        if one is None:
            one = _Round(beginning(read))
            self._rounds.put(leaf.round, one)
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
