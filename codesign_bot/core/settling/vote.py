"""From sorted ideas to a count that everybody can check."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from codesign_bot.core.counting.ballots import MAX_IDEAS_ON_A_BALLOT, BallotRules, dots_for, places_for
from codesign_bot.core.counting.result import Outcome, TieStep, decide_places, settle_runoff
from codesign_bot.core.counting.shortlist import shorten
from codesign_bot.core.counting.tally import Count, Rule
from codesign_bot.core.events import (
    Event,
    IdeasFrozen,
    PhaseEntered,
    RunoffNeeded,
    ShortlistMade,
    VotesCounted,
)
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Vote, VoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from codesign_bot.core.counting.ties import Chain
    from codesign_bot.core.ids import IdeaNo
    from codesign_bot.core.rules import Rules
    from codesign_bot.core.state import Round


def after_sorting(state: Round, rules: Rules, now: datetime) -> tuple[Event, ...]:
    """The ideas are frozen and the roll is closed. More ideas than fit on a ballot are made fewer first."""
    live = state.live_ideas
    if not live:
        return (PhaseEntered(now, Phase.OUTCOME, None),)
    lists = _lists(live, state.id)
    vote_kind = VoteKind.VOTE if len(lists) == 1 else VoteKind.SHORTLIST
    frozen = IdeasFrozen(now, vote_kind, tuple(_ballot(rules, one) for one in lists), now)
    return (frozen, _entered(rules, Phase.VOTING, now))


def _lists(ideas: Sequence[IdeaNo], seed: str) -> tuple[tuple[IdeaNo, ...], ...]:
    """One list, or as few as fit, dealt out in the order of SHA-256(round, 0, number): nobody can choose."""
    number = -(-len(ideas) // MAX_IDEAS_ON_A_BALLOT)
    if number == 1:
        return (tuple(ideas),)
    dealt = sorted(ideas, key=lambda no: sha256(f"{seed}\0{no}".encode()).digest())
    return tuple(tuple(sorted(dealt[start::number])) for start in range(number))


def _ballot(rules: Rules, ideas: Sequence[IdeaNo]) -> BallotRules:
    if rules.template.rule is Rule.APPROVAL:
        return BallotRules.for_approval(ideas)
    dots = rules.template.dots if rules.template.dots is not None else dots_for(len(ideas))
    return BallotRules(frozenset(ideas), dots, rules.template.cap)


def after_voting(vote: Vote, rules: Rules, now: datetime, count: Count) -> tuple[Event, ...]:
    """The count, or a runoff where a tie is left; after a shortlist the vote itself."""
    if vote.vote_kind is VoteKind.SHORTLIST:
        return _after_shortlist(vote, rules, now, count)
    outcome = _decided(rules, count, rules.template.chain)
    if outcome.runoff is None:
        return (VotesCounted(now, _sealed(outcome)), _entered(rules, Phase.COOLING_OFF, now))
    return (
        RunoffNeeded(now, outcome.runoff.ideas, outcome.runoff.places),
        IdeasFrozen(now, VoteKind.RUNOFF, (outcome.runoff.ballot_rules,), now),
        _entered(rules, Phase.RUNOFF, now),
    )


def _after_shortlist(vote: Vote, rules: Rules, now: datetime, count: Count) -> tuple[Event, ...]:
    """One ballot of what the shortlist leaves; where it tells nothing apart, it was the vote itself."""
    short = shorten(count, [one.ideas for one in vote.lists])
    if not short.ideas:
        return _nothing_told_apart(rules, now, count)
    kept = tuple(sorted(short.ideas))
    frozen = IdeasFrozen(now, VoteKind.VOTE, (_ballot(rules, kept),), now)
    made = ShortlistMade(now, kept, count.ballots, tuple(sorted(short.level)))
    return (made, frozen, _entered(rules, Phase.VOTING, now))


def _nothing_told_apart(rules: Rules, now: datetime, count: Count) -> tuple[Event, ...]:
    """Nobody gave a dot, or more ideas than a ballot holds are level at the top: no ballot could name them all.

    The count is taken by the rule and the chain of the round, without a runoff, which would need that ballot.
    """
    chain = tuple(step for step in rules.template.chain if step is not TieStep.RUNOFF)
    return (VotesCounted(now, _sealed(_decided(rules, count, chain))), _entered(rules, Phase.COOLING_OFF, now))


def after_runoff(rules: Rules, now: datetime, first: Count, runoff: Count) -> tuple[Event, ...]:
    """What the runoff settles; whatever is tied even then goes on together.

    The first count is made anew from the same ballots: until now nobody could read it anywhere.
    """
    outcome = settle_runoff(_decided(rules, first, rules.template.chain), runoff)
    return (VotesCounted(now, _sealed(outcome)), _entered(rules, Phase.COOLING_OFF, now))


def _decided(rules: Rules, count: Count, chain: Chain) -> Outcome:
    places = places_for(rules.template.places, len(count.ideas))
    return decide_places(count, rules.template.rule, places, chain)


def _sealed(outcome: Outcome) -> Outcome:
    """The outcome without its ballots, and without who paid what: both tell voters apart."""
    runoff, fair = outcome.runoff_count, outcome.fair_share_count
    purchases = tuple(replace(one, payments=frozenset()) for one in fair.purchases)
    return replace(
        outcome,
        fair_share_count=replace(fair, purchases=purchases),
        count=replace(outcome.count, alike=frozenset()),
        runoff_count=replace(runoff, alike=frozenset()) if runoff is not None else None,
    )


def _entered(rules: Rules, phase: Phase, now: datetime) -> PhaseEntered:
    return PhaseEntered(now, phase, rules.window(phase, now))
