"""From the count to the ideas that go on: places decided, ties reported first, other rules beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from codesign_bot.core.counting.fair_share import FairShare, fair_share
from codesign_bot.core.counting.tally import Count, Rule
from codesign_bot.core.counting.ties import (
    DEFAULT_CHAIN,
    Chain,
    Runoff,
    Settled,
    TieReport,
    TieStep,
    TieStepTaken,
    hold_runoff,
    measure_of,
    settle,
)
from codesign_bot.core.counting.ways import Pool, Way, narrowed, way_of
from codesign_bot.core.ids import IdeaNo

__all__ = [
    "DEFAULT_CHAIN",
    "FEWEST_BALLOTS",
    "Outcome",
    "Row",
    "Runoff",
    "TieReport",
    "TieStep",
    "TieStepTaken",
    "Verdict",
    "decide_places",
    "settle_runoff",
]

FEWEST_BALLOTS = 5
"""With fewer no ballot is published: somebody who knows one could guess the others."""

_SIDE_BY_SIDE = (Rule.DOTS, Rule.SUPPORTERS, Rule.FAIR_SHARE)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ranking.

    Ideas that are level share a rank, and the rank after them counts them all (1, 2, 2, 4). They
    also share a `tie_group`, counted from 1 downwards the list; None where no other is level.
    The order of lines with one rank says nothing.
    """

    idea: IdeaNo
    dots: int
    supporters: int
    rank: int
    tie_group: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule makes of the same ballots, places and chain; `chosen` in the order of its ranking."""

    rule: Rule
    chosen: tuple[IdeaNo, ...]
    runoff: Runoff | None
    voters_with_a_chosen_idea: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the vote decided.

    `chosen` are certain, in the order of `ranking`; while `runoff` is there, places are still
    open. `ranking` is by dots where dots decide, else by supporters (fair share chooses a set and
    has no order of its own). `tie` is what was level at the cut before any step was taken.
    `verdicts` are dots, supporters and fair share side by side, each with its own chain taken up
    to its own run-off; `differs` names those of them that would have chosen otherwise, or would
    have asked for another run-off.
    """

    rule: Rule
    places: int
    ranking: tuple[Row, ...]
    chosen: tuple[IdeaNo, ...]
    runoff: Runoff | None
    tie: TieReport | None
    voters_with_a_chosen_idea: int
    differs: tuple[Rule, ...]
    verdicts: tuple[Verdict, ...]
    fair_share_count: FairShare
    count: Count
    runoff_count: Count | None = None

    @property
    def ballots(self) -> int:
        """Ballots with at least one dot."""
        return self.count.ballots

    @property
    def by_dots(self) -> tuple[IdeaNo, ...]:
        return self._chosen_by(Rule.DOTS)

    @property
    def by_supporters(self) -> tuple[IdeaNo, ...]:
        return self._chosen_by(Rule.SUPPORTERS)

    @property
    def fair_share(self) -> tuple[IdeaNo, ...]:
        return self._chosen_by(Rule.FAIR_SHARE)

    def _chosen_by(self, rule: Rule) -> tuple[IdeaNo, ...]:
        return self.verdicts[_SIDE_BY_SIDE.index(rule)].chosen


def decide_places(count: Count, rule: Rule, places: int, chain: Chain = DEFAULT_CHAIN) -> Outcome:
    """Choose the ideas for so many places by the rule, taking a tie at the cut through the chain.

    An idea without a dot is never chosen, so fewer may be chosen than there are places; no ballot
    at all chooses nothing. ValueError where there is no place to fill.
    """
    if places < 1:
        raise ValueError("there is no place to fill")
    fair = fair_share(count, places)
    settled = settle(count, rule, _ways(count, rule, places, fair), chain)
    ours = _verdict(count, rule, settled)
    verdicts = tuple(
        _verdict(count, other, settle(count, other, _ways(count, other, places, fair), chain))
        for other in _SIDE_BY_SIDE
    )
    return Outcome(
        rule=rule,
        places=places,
        ranking=_ranking(count, measure_of(rule, count)),
        chosen=ours.chosen,
        runoff=ours.runoff,
        tie=settled.tie,
        voters_with_a_chosen_idea=ours.voters_with_a_chosen_idea,
        differs=tuple(verdict.rule for verdict in verdicts if not _is_same(verdict, ours)),
        verdicts=verdicts,
        fair_share_count=fair,
        count=count,
    )


def settle_runoff(outcome: Outcome, count: Count) -> Outcome:
    """Fill the places left by the count of the run-off. Ideas level there all go on, and the report says so.

    A run-off without a ballot leaves all level. ValueError where the outcome waits for no run-off,
    or the count is not over just the tied ideas.
    """
    if outcome.runoff is None or outcome.tie is None:
        raise ValueError("this outcome waits for no run-off")
    if frozenset(count.ideas) != frozenset(outcome.runoff.ideas):
        raise ValueError("the run-off was not counted over the tied ideas")
    chosen, steps = hold_runoff(outcome.count, outcome.runoff, frozenset(outcome.chosen), count)
    final = _verdict(outcome.count, outcome.rule, Settled(chosen, None, None))
    return replace(
        outcome,
        chosen=final.chosen,
        runoff=None,
        tie=replace(outcome.tie, steps=(*outcome.tie.steps[:-1], *steps)),
        voters_with_a_chosen_idea=final.voters_with_a_chosen_idea,
        differs=_still_different(outcome, final),
        runoff_count=count,
    )


def _ways(count: Count, rule: Rule, places: int, fair: FairShare) -> frozenset[Way]:
    """Every way the rule's own measure leaves open: the ideas with a dot compete for the places."""
    if rule is Rule.FAIR_SHARE:
        return fair.ways
    anyone = Pool(count.supported, min(places, len(count.supported)))
    return narrowed(frozenset({way_of([anyone])}), measure_of(rule, count))


def _verdict(count: Count, rule: Rule, settled: Settled) -> Verdict:
    ranking = _ranking(count, measure_of(rule, count))
    chosen = tuple(row.idea for row in ranking if row.idea in settled.chosen)
    return Verdict(rule, chosen, settled.runoff, count.voters_with_any_of(chosen))


def _ranking(count: Count, measure: Mapping[IdeaNo, int]) -> tuple[Row, ...]:
    rows: list[Row] = []
    groups = 0
    falling = sorted(count.lines, key=lambda line: -measure[line.idea])
    for _, level in groupby(falling, key=lambda line: measure[line.idea]):
        lines, rank = list(level), len(rows) + 1
        groups += len(lines) > 1
        group = groups if len(lines) > 1 else None
        rows += [Row(line.idea, line.dots, line.supporters, rank, group) for line in lines]
    return tuple(rows)


def _is_same(verdict: Verdict, other: Verdict) -> bool:
    return set(verdict.chosen) == set(other.chosen) and verdict.runoff == other.runoff


def _still_different(outcome: Outcome, final: Verdict) -> tuple[Rule, ...]:
    """A rule that asked for the same run-off has the same end; one that asked for none is compared."""
    return tuple(
        verdict.rule for verdict in outcome.verdicts if verdict.rule in outcome.differs and not _is_same(verdict, final)
    )
