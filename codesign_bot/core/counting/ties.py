"""Ties at the cut: reported first, then taken through the chain that was fixed before the opening.

No step can tell level ideas apart by number, by arrival, by who wrote them or by chance. What the
chain cannot settle is not settled quietly either: when it runs out, all tied ideas go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.counting.tally import Count, IdeaCount, Rule
from codesign_bot.core.counting.ways import Pool, Standing, Way, narrowed, standing
from codesign_bot.core.ids import IdeaNo


class TieStep(Enum):
    """A step of the chain."""

    OTHER_MEASURE = "other_measure"
    """Supporters where dots decide; dots where anything else does."""
    WIDEN = "widen"
    """One place more, only where exactly that lets all tied ideas in."""
    RUNOFF = "runoff"
    """A short vote among the tied ideas, one dot each. What comes after it is always ALL_GO_ON."""
    ALL_GO_ON = "all_go_on"


Chain = tuple[TieStep, ...]

DEFAULT_CHAIN: Chain = (TieStep.OTHER_MEASURE, TieStep.WIDEN, TieStep.RUNOFF, TieStep.ALL_GO_ON)


@dataclass(frozen=True, slots=True)
class TiedFor:
    """These ideas are level for `places` places, which are fewer; the first of them is `from_place`."""

    ideas: tuple[IdeaCount, ...]
    places: int
    from_place: int


@dataclass(frozen=True, slots=True)
class TieStepTaken:
    """What one step did. `measure` is the one compared, if any; `extra_places` go beyond those planned.

    Before the step, the tied ideas were `chosen`, `dropped` and `still_tied` together; after it,
    `still_tied` are level for `places_left`. A run-off that has not been held yet leaves all tied.
    """

    step: TieStep
    measure: Rule | None
    chosen: tuple[IdeaNo, ...]
    dropped: tuple[IdeaNo, ...]
    still_tied: tuple[IdeaNo, ...]
    places_left: int
    extra_places: int


@dataclass(frozen=True, slots=True)
class TieReport:
    """Which ideas tied for which places, before anything was done about it; then each step.

    Dots and supporters leave one group. Fair share can leave several that do not compete with
    each other (any 2 of these and any 3 of those).
    """

    tied: tuple[TiedFor, ...]
    steps: tuple[TieStepTaken, ...]

    @property
    def ideas(self) -> tuple[IdeaNo, ...]:
        return tuple(line.idea for group in self.tied for line in group.ideas)


@dataclass(frozen=True, slots=True)
class RunoffGroup:
    """These ideas are voted on again; `places` of them go on."""

    ideas: tuple[IdeaNo, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Runoff:
    """The run-off that is to be held. Everyone has one dot, over all groups."""

    groups: tuple[RunoffGroup, ...]

    @property
    def ideas(self) -> tuple[IdeaNo, ...]:
        """The tied ideas, in the order to count the run-off in."""
        return tuple(idea for group in self.groups for idea in group.ideas)

    @property
    def places(self) -> int:
        """Places left to fill."""
        return sum(group.places for group in self.groups)

    @property
    def ballot_rules(self) -> BallotRules:
        return BallotRules.for_runoff(self.ideas)


@dataclass(frozen=True, slots=True)
class Settled:
    """What is chosen after the chain, the run-off it may ask for, and the tie it came from, if any."""

    chosen: frozenset[IdeaNo]
    runoff: Runoff | None
    tie: TieReport | None


def measure_of(rule: Rule, count: Count) -> dict[IdeaNo, int]:
    """What ideas are listed by under a rule. Fair share chooses a set; it is listed by supporters."""
    return count.dots() if rule is Rule.DOTS else count.supporters()


def settle(count: Count, rule: Rule, ways: frozenset[Way], chain: Chain) -> Settled:
    """Take what the rule left tied through the chain."""
    now = standing(ways)
    if not now.tied:
        return Settled(now.certain, None, None)
    tied, steps = _tied_for(count, now), list[TieStepTaken]()
    coming = iter((*chain, TieStep.ALL_GO_ON))
    while now.tied:
        step = next(coming)
        before, ways = now, _taken(count, rule, ways, step)
        now = standing(ways)
        steps.append(_step_taken(count, step, _compared(rule, step), before, now))
        if step is TieStep.RUNOFF:
            return Settled(now.certain, _runoff(count, now), TieReport(tied, tuple(steps)))
    return Settled(now.certain, None, TieReport(tied, tuple(steps)))


def hold_runoff(
    main: Count, runoff: Runoff, chosen: frozenset[IdeaNo], count: Count
) -> tuple[frozenset[IdeaNo], tuple[TieStepTaken, ...]]:
    """All that go on once each group's places are filled by the dots of the run-off, and the steps of it.

    `main` is the count that left the tie, `chosen` what it settled. Ideas level again all go on.
    """
    votes = dict.fromkeys(main.ideas, 0) | count.dots()
    pools = frozenset(Pool(frozenset(group.ideas), group.places) for group in runoff.groups)
    after = standing(narrowed(frozenset({Way(chosen, pools)}), votes))
    held = _step_taken(main, TieStep.RUNOFF, Rule.DOTS, Standing(chosen, pools), after)
    if not after.tied:
        return after.certain, (held,)
    everyone = _all_in(after)
    return everyone.certain, (held, _step_taken(main, TieStep.ALL_GO_ON, None, after, everyone))


def _taken(count: Count, rule: Rule, ways: frozenset[Way], step: TieStep) -> frozenset[Way]:
    now = standing(ways)
    match step:
        case TieStep.OTHER_MEASURE:
            return narrowed(ways, measure_of(_other(rule), count))
        case TieStep.WIDEN:
            fits = len(now.tied_ideas) == now.open_places + 1
            return frozenset({Way(_all_in(now).certain)}) if fits else ways
        case TieStep.RUNOFF:
            return ways
        case TieStep.ALL_GO_ON:
            return frozenset({Way(_all_in(now).certain)})
        case _:
            assert_never(step)


def _other(rule: Rule) -> Rule:
    return Rule.SUPPORTERS if rule is Rule.DOTS else Rule.DOTS


def _compared(rule: Rule, step: TieStep) -> Rule | None:
    return _other(rule) if step is TieStep.OTHER_MEASURE else None


def _all_in(now: Standing) -> Standing:
    return Standing(now.certain | now.tied_ideas, frozenset())


def _step_taken(count: Count, step: TieStep, measure: Rule | None, before: Standing, after: Standing) -> TieStepTaken:
    chosen = after.certain - before.certain
    dropped = before.tied_ideas - chosen - after.tied_ideas
    return TieStepTaken(
        step=step,
        measure=measure,
        chosen=count.in_listing_order(chosen),
        dropped=count.in_listing_order(dropped),
        still_tied=count.in_listing_order(after.tied_ideas),
        places_left=after.open_places,
        extra_places=len(chosen) + after.open_places - before.open_places,
    )


def _groups(count: Count, now: Standing) -> list[tuple[tuple[IdeaNo, ...], int]]:
    """Each tied group with its places; groups in the listing order of their first ideas."""
    groups = ((count.in_listing_order(pool.ideas), pool.take) for pool in now.tied)
    return sorted(groups, key=lambda group: count.ideas.index(group[0][0]))


def _tied_for(count: Count, now: Standing) -> tuple[TiedFor, ...]:
    lines = {line.idea: line for line in count.lines}
    return tuple(
        TiedFor(tuple(lines[idea] for idea in ideas), places, len(now.certain) + 1)
        for ideas, places in _groups(count, now)
    )


def _runoff(count: Count, now: Standing) -> Runoff:
    return Runoff(tuple(RunoffGroup(ideas, places) for ideas, places in _groups(count, now)))
