"""Counts every vote anew, from the receipts, by the rules that were fixed at the opening of its round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from codesign_bot.core.counting.result import FEWEST_BALLOTS, TieStep, decide_places, settle_runoff
from codesign_bot.core.counting.tally import Count, Rule
from codesign_bot.core.ids import IdeaNo
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


@dataclass(slots=True)
class Recount:
    """Takes the entries in order. `lines` says what was counted."""

    lines: list[str] = field(default_factory=list[str])
    _votes: dict[str, _Vote] = field(default_factory=dict[str, _Vote])

    def take(self, leaf: Leaf) -> None:
        """One entry. Raises `Tampered` where it contradicts those before it."""
        # A round that was open before its log began has no opening in it, so nothing to count by.
        if leaf.round is None or (leaf.round not in self._votes and leaf.kind != "round-opened"):
            return
        try:
            self._take(leaf, leaf.round)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Tampered(f"Entry {leaf.no} does not say what its kind has to.") from None

    def _take(self, leaf: Leaf, round_id: str) -> None:
        facts = cast("dict[str, object]", leaf.facts)
        match leaf.kind:
            case "round-opened":
                template = cast("dict[str, object]", cast("dict[str, object]", facts["rules"])["template"])
                chain = tuple(TieStep(str(step)) for step in cast("list[object]", template["chain"]))
                self._votes[round_id] = _Vote(Rule(str(template["rule"])), chain)
            case "ideas-frozen":
                numbers = [_number(one["no"]) for one in cast("list[dict[str, Plain]]", facts["ideas"])]
                self._votes[round_id].ideas[str(facts["vote_kind"])] = tuple(sorted(numbers))
            case "runoff-needed":
                self._votes[round_id].tied = tuple(sorted(map(_number, cast("list[Plain]", facts["ideas"]))))
            case "votes-counted":
                self._votes[round_id].counted = leaf.no, cast("Object", facts["result"])
                self._check(round_id, leaf.no)
            case "receipts":
                self._receipts(self._votes[round_id], facts)
                self._check(round_id, leaf.no)
            case _:
                pass

    def _receipts(self, vote: _Vote, facts: Mapping[str, object]) -> None:
        kind, part, of = str(facts["vote"]), _number(facts["part"]), _number(facts["of"])
        seen, _ = vote.parts.get(kind, (0, of))
        if vote.counted is None or part != seen + 1 or part > of:
            raise ValueError
        vote.parts[kind] = part, of
        kept = vote.ballots.setdefault(kind, [])
        for one in cast("list[dict[str, object]]", facts["ballots"]):
            kept.append({_number(no): int(given) for no, given in cast("list[list[int]]", one["dots"])})

    def _check(self, round_id: str, no: int) -> None:
        """Count as soon as everything is there."""
        vote = self._votes[round_id]
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
        if self._counted(vote, result) != result:
            raise Tampered(f"The tally in entry {counted_at} does not follow from the receipts up to entry {no}.")
        self._say(round_id, counted_at, f"was counted anew from {wanted[0][1]} ballots, with the same result")

    def _say(self, round_id: str, no: int, what: str) -> None:
        del self._votes[round_id]
        self.lines.append(f"The vote in entry {no} {what}.")

    def _counted(self, vote: _Vote, result: Object) -> Object:
        count = Count.of(vote.ballots.get(VOTE, ()), vote.ideas[VOTE])
        outcome = decide_places(count, vote.rule, int(cast("int", result["places"])), vote.chain)
        if result["runoff"] is not None:
            outcome = settle_runoff(outcome, Count.of(vote.ballots.get(RUNOFF, ()), vote.tied))
        return tally(outcome)

    def finish(self) -> None:
        """Raises `Incomplete` where a tally was logged and its receipts were not."""
        for no, _ in filter(None, (vote.counted for vote in self._votes.values())):
            raise Incomplete(f"The receipts of the vote in entry {no} are missing.")


def _is_whole(vote: _Vote, kind: str) -> bool:
    seen, of = vote.parts.get(kind, (0, 1))
    return seen == of


def _number(value: object) -> IdeaNo:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return IdeaNo(value)
