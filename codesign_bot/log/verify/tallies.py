"""Counts every vote anew, from the receipts, by the rules that were fixed at the opening of its round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from codesign_bot.core.counting.result import FEWEST_BALLOTS, TieStep, decide_places, settle_runoff
from codesign_bot.core.counting.tally import Count, Rule
from codesign_bot.core.ids import IdeaNo
from codesign_bot.log.aside import Aside, Shelf
from codesign_bot.log.leaf import Leaf
from codesign_bot.log.lines import tally
from codesign_bot.log.verify.findings import Incomplete, Tampered
from codesign_bot.plain import Plain

VOTE, RUNOFF = "vote", "runoff"

Object = Mapping[str, Plain]


@dataclass(slots=True)
class _Vote:
    """What the log said of one round so far."""

    rule: Rule
    chain: tuple[TieStep, ...]
    ideas: dict[str, tuple[IdeaNo, ...]] = field(default_factory=dict[str, tuple[IdeaNo, ...]])
    tied: tuple[IdeaNo, ...] = ()
    counted: tuple[int, Object] | None = None
    """The number of the entry with the tally, and the tally."""
    ballots: dict[str, list[dict[IdeaNo, int]]] = field(default_factory=dict[str, list[dict[IdeaNo, int]]])
    parts: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """Of each vote: how many parts of its receipts were seen, of how many."""

    def plain(self) -> list[object]:
        chain = [step.value for step in self.chain]
        ballots = {kind: [[*one.items()] for one in found] for kind, found in self.ballots.items()}
        return [self.rule.value, chain, self.ideas, self.tied, self.counted, ballots, self.parts]

    @classmethod
    def of(cls, plain: list[object]) -> _Vote:
        """What `plain` told."""
        rule, chain, ideas, tied, counted, ballots, parts = plain
        return cls(
            Rule(str(rule)),
            tuple(map(TieStep, cast("list[str]", chain))),
            {kind: tuple(numbers) for kind, numbers in cast("dict[str, list[IdeaNo]]", ideas).items()},
            tuple(cast("list[IdeaNo]", tied)),
            None if counted is None else cast("tuple[int, Object]", tuple(cast("list[object]", counted))),
            {kind: [dict(one) for one in found] for kind, found in cast("_Told", ballots).items()},
            {kind: (seen, of) for kind, (seen, of) in cast("dict[str, list[int]]", parts).items()},
        )


_Told = dict[str, list[list[tuple[IdeaNo, int]]]]
_COUNTED_BY = frozenset({"round-opened", "ideas-frozen", "runoff-needed", "votes-counted", "receipts"})
"""No other entry says anything of a count."""


class Recount:
    """Takes the entries in order. `lines` says what was counted. What is not counted yet waits in `aside`."""

    def __init__(self, aside: Aside) -> None:
        self.lines: list[str] = []
        self._votes = Shelf(aside, _Vote.plain, _Vote.of)

    def take(self, leaf: Leaf) -> None:
        """One entry. Raises `Tampered` where it contradicts those before it."""
        if leaf.round is None or leaf.kind not in _COUNTED_BY:
            return
        try:
            self._take(leaf, leaf.round)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            raise Tampered(f"Entry {leaf.no} does not say what its kind has to.") from None

    def _take(self, leaf: Leaf, round_id: str) -> None:
        facts = cast("dict[str, object]", leaf.facts)
        if leaf.kind == "round-opened":
            self._votes.put(round_id, _opened(facts))
            return
        vote = self._votes.get(round_id)
        if vote is None:  # a round that was open before its log began has no opening in it, so nothing to count by
            return
        match leaf.kind:
            case "ideas-frozen":
                numbers = [_number(one["no"]) for one in cast("list[dict[str, Plain]]", facts["ideas"])]
                vote.ideas[str(facts["vote_kind"])] = tuple(sorted(numbers))
            case "runoff-needed":
                vote.tied = tuple(sorted(map(_number, cast("list[Plain]", facts["ideas"]))))
            case "votes-counted":
                vote.counted = leaf.no, cast("Object", facts["result"])
                self._check(round_id, vote, leaf.no)
            case _:
                _receipts(vote, facts)
                self._check(round_id, vote, leaf.no)

    def _check(self, round_id: str, vote: _Vote, no: int) -> None:
        """Count as soon as everything is there."""
        if vote.counted is None:
            raise ValueError
        counted_at, result = vote.counted
        wanted = [(VOTE, int(cast("int", result["ballots"])))]
        if isinstance(runoff := result["runoff"], dict):
            wanted.append((RUNOFF, int(cast("int", runoff["ballots"]))))
        if any(0 < ballots < FEWEST_BALLOTS for _, ballots in wanted):
            self._say(round_id, counted_at, "had too few ballots to show them, so it cannot be counted anew")
            return
        if any(ballots and not _is_whole(vote, kind) for kind, ballots in wanted):
            return
        if _counted(vote, result) != result:
            raise Tampered(f"The tally in entry {counted_at} does not follow from the receipts up to entry {no}.")
        self._say(round_id, counted_at, f"was counted anew from {wanted[0][1]} ballots, with the same result")

    def _say(self, round_id: str, no: int, what: str) -> None:
        self._votes.drop(round_id)
        self.lines.append(f"The vote in entry {no} {what}.")

    def finish(self) -> None:
        """Raises `Incomplete` where a tally was logged and its receipts were not."""
        for no, _ in filter(None, (vote.counted for vote in self._votes.values())):
            raise Incomplete(f"The receipts of the vote in entry {no} are missing.")


def _opened(facts: Mapping[str, object]) -> _Vote:
    template = cast("dict[str, object]", cast("dict[str, object]", facts["rules"])["template"])
    chain = tuple(TieStep(str(step)) for step in cast("list[object]", template["chain"]))
    return _Vote(Rule(str(template["rule"])), chain)


def _receipts(vote: _Vote, facts: Mapping[str, object]) -> None:
    kind, part, of = str(facts["vote"]), _number(facts["part"]), _number(facts["of"])
    seen, _ = vote.parts.get(kind, (0, of))
    if vote.counted is None or part != seen + 1 or part > of:
        raise ValueError
    vote.parts[kind] = part, of
    kept = vote.ballots.setdefault(kind, [])
    for one in cast("list[dict[str, object]]", facts["ballots"]):
        kept.append({_number(no): int(given) for no, given in cast("list[list[int]]", one["dots"])})


def _counted(vote: _Vote, result: Object) -> Object:
    count = Count.of(vote.ballots.get(VOTE, ()), vote.ideas[VOTE])
    outcome = decide_places(count, vote.rule, int(cast("int", result["places"])), vote.chain)
    if result["runoff"] is not None:
        outcome = settle_runoff(outcome, Count.of(vote.ballots.get(RUNOFF, ()), vote.tied))
    return tally(outcome)


def _is_whole(vote: _Vote, kind: str) -> bool:
    seen, of = vote.parts.get(kind, (0, 1))
    return seen == of


def _number(value: object) -> IdeaNo:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return IdeaNo(value)
