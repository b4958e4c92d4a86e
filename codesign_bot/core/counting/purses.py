"""One count by equal shares, at one size of purse, and how far that purse could grow with nothing changed.

Everyone begins with the same purse. An idea can be had when the people who support it can pay its
cost together: each pays the same, or all they have left if that is less. The idea with the least
to pay for each (in proportion to its cost) is taken, its supporters pay, and so on until no idea
can be had. That is the method of equal shares (Peters and Skowron; equalshares.net, utility = cost).
Ideas level in that: lower cost first, then more supporters; still level: every way is followed.

**Why steps may be jumped over.** Every amount in a count (what is left in a purse, what an idea
asks of each) is a straight line in the size of the first purse, as long as no comparison turns
out otherwise. So each amount is carried with its slope, each comparison notes how much more purse
would make its two sides meet, and below the smallest of those the count takes the same course.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from codesign_bot.core.ids import IdeaNo

MAX_WAYS = 256
"""More equal ways than this at one size of purse are not followed."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Ideas with one cost, supported by exactly the same people: nothing in the count tells them apart."""

    ideas: frozenset[IdeaNo]
    cost: int
    supporters: int


@dataclass(frozen=True, slots=True)
class Camp:
    """People whose ballots support the same ideas. Bit n of `support` stands for the nth twins."""

    support: int
    ideas: frozenset[IdeaNo]
    people: int


class Electorate:
    """Who supports what.

    While a count runs, people differ only by which of the bought twins they support: that is the
    `pattern` of a person, and all with one pattern have the same left in their purses.
    """

    def __init__(self, twins: tuple[Twins, ...], camps: tuple[Camp, ...]) -> None:
        self.twins = twins
        self.camps = camps
        self._supporters: dict[int, list[Counter[int]]] = {}

    def spent(self, taken: tuple[int, ...]) -> int:
        """The cost of that many of each twins."""
        return sum(twins.cost * number for twins, number in zip(self.twins, taken, strict=True))

    def supporters(self, bought: int) -> list[Counter[int]]:
        """For each twins, how many supporters have which pattern, once the twins of these bits are bought."""
        if bought not in self._supporters:
            self._supporters[bought] = self._count_patterns(bought)
        return self._supporters[bought]

    def patterns(self, bought: int) -> frozenset[int]:
        """The patterns that anybody has."""
        return frozenset[int]().union(*self.supporters(bought))

    def _count_patterns(self, bought: int) -> list[Counter[int]]:
        patterns: list[Counter[int]] = [Counter() for _ in self.twins]
        for camp in self.camps:
            pattern, rest = camp.support & bought, camp.support
            while rest:
                lowest = rest & -rest
                patterns[lowest.bit_length() - 1][pattern] += camp.people
                rest ^= lowest
        return patterns


class Amount(NamedTuple):
    """An amount now, and how much it grows for each unit that the first purse grows."""

    now: Fraction
    slope: Fraction

    def less(self, other: Amount, times: int = 1) -> Amount:
        return Amount(self.now - other.now * times, self.slope - other.slope * times)

    def over(self, number: int) -> Amount:
        return Amount(self.now / number, self.slope / number)


class Bought(NamedTuple):
    """A place that was paid for: the how-manieth of which twins, and the most that anyone paid."""

    twins: int
    nth: int
    most_paid: Fraction


class State(NamedTuple):
    """A count under way: how many of each twins are bought, and the purse (by number) of each pattern."""

    taken: tuple[int, ...]
    purses: frozenset[tuple[int, int]]
    bought: frozenset[Bought]


class Overrun(Enum):
    """Why a size of purse was not used."""

    OVERSHOT = "overshot"
    TOO_MANY_WAYS = "too_many_ways"


_NOTHING = Amount(Fraction(0), Fraction(0))


class Level:
    """The count at one size of purse."""

    def __init__(self, electorate: Electorate, purse: Fraction) -> None:
        self._electorate = electorate
        self._amounts = [Amount(purse, Fraction(1))]
        self._numbers = {self._amounts[0]: 0}
        self._offers: dict[tuple[int, frozenset[tuple[int, int]]], Amount | None] = {}
        self._changes: list[Fraction] = []

    @property
    def room(self) -> Fraction:
        """How much the purse can grow before anything in the count can change; nought: at once.

        There is something wherever an idea is left that cannot be had: its people have too little,
        which more purse mends, or nothing, and then they gave all where others paid more.
        """
        return min(self._changes)

    def first_state(self) -> State:
        """Nothing bought yet: one pattern, one purse."""
        return State((0,) * len(self._electorate.twins), frozenset({(0, 0)}), frozenset())

    def final_states(self, budget: int) -> frozenset[State] | Overrun:
        """Every way the count can end, or why it is not followed to the end.

        Going over the budget in any way is an overshoot.
        """
        under_way = {self.first_state()}
        ended: set[State] = set()
        while under_way:
            further: set[State] = set()
            for state in under_way:
                after = self._after(state)
                further |= after
                if not after:
                    ended.add(state)
            if any(self._electorate.spent(state.taken) > budget for state in further):
                return Overrun.OVERSHOT
            if len(further) + len(ended) > MAX_WAYS:
                return Overrun.TOO_MANY_WAYS
            under_way = further
        return frozenset(ended)

    def _after(self, state: State) -> set[State]:
        """The next states: one for each idea that may equally well be bought next."""
        purses = dict(state.purses)
        supporters = self._electorate.supporters(_bits(state.taken))
        offers = {
            number: offer
            for number, twins in enumerate(self._electorate.twins)
            if state.taken[number] < len(twins.ideas)
            and (offer := self._offer(number, _held(supporters[number], purses))) is not None
        }
        return {self._buy(state, number, offers[number]) for number in self._best(offers)}

    def _offer(self, number: int, held: frozenset[tuple[int, int]]) -> Amount | None:
        """The most any supporter would have to pay, or None where they cannot pay together."""
        if (number, held) not in self._offers:
            rising = sorted(((self._amounts[purse], people) for purse, people in held), key=lambda each: each[0].now)
            self._offers[number, held] = self._worked_out(self._electorate.twins[number], rising)
        return self._offers[number, held]

    def _worked_out(self, twins: Twins, rising: list[tuple[Amount, int]]) -> Amount | None:
        missing = Amount(Fraction(twins.cost), Fraction(0))
        for amount, people in rising:
            missing = missing.less(amount, people)
        return None if self._sign(missing) > 0 else self._share(twins, rising)

    def _share(self, twins: Twins, rising: list[tuple[Amount, int]]) -> Amount:
        """Level the payments: those with less than the share give all, the others the same each."""
        owed, payers, poor = Amount(Fraction(twins.cost), Fraction(0)), twins.supporters, 0
        while rising[poor][0].now * payers < owed.now:
            amount, people = rising[poor]
            owed, payers, poor = owed.less(amount, people), payers - people, poor + 1
        share = owed.over(payers)
        for amount, _ in rising:
            self._sign(amount.less(share))
        return share

    def _best(self, offers: dict[int, Amount]) -> list[int]:
        """The offers that ask least for their cost; then of lower cost; then with more supporters."""
        rates = {number: offer.over(self._electorate.twins[number].cost) for number, offer in offers.items()}
        if not rates:
            return []
        least = min(rates.values())
        level = [number for number, rate in rates.items() if self._sign(rate.less(least)) == 0]
        first = min(self._standing(number) for number in level)
        return [number for number in level if self._standing(number) == first]

    def _standing(self, number: int) -> tuple[int, int]:
        twins = self._electorate.twins[number]
        return twins.cost, -twins.supporters

    def _buy(self, state: State, number: int, share: Amount) -> State:
        nth = state.taken[number] + 1
        taken = (*state.taken[:number], nth, *state.taken[number + 1 :])
        bit = 1 << number
        purses = {(pattern, purse) for pattern, purse in state.purses if not pattern & bit}
        purses |= {
            (pattern | bit, self._left(purse, share)) for pattern, purse in state.purses if nth == 1 or pattern & bit
        }
        present = self._electorate.patterns(_bits(taken))
        kept = frozenset(entry for entry in purses if entry[0] in present)
        return State(taken, kept, state.bought | {Bought(number, nth, share.now)})

    def _left(self, purse: int, share: Amount) -> int:
        amount = self._amounts[purse]
        return self._number(amount.less(share) if amount.now > share.now else _NOTHING)

    def _number(self, amount: Amount) -> int:
        """Amounts go by number, so that states compare quickly."""
        if amount not in self._numbers:
            self._numbers[amount] = len(self._amounts)
            self._amounts.append(amount)
        return self._numbers[amount]

    def _sign(self, difference: Amount) -> int:
        """-1, 0 or 1; notes how much more purse would bring the two sides level, or apart."""
        now, slope = difference
        if slope and now * slope <= 0:
            self._changes.append(-now / slope)
        return (now > 0) - (now < 0)


def _bits(taken: tuple[int, ...]) -> int:
    return sum(1 << number for number, bought in enumerate(taken) if bought)


def _held(supporters: Counter[int], purses: dict[int, int]) -> frozenset[tuple[int, int]]:
    """How many supporters have which purse."""
    held: Counter[int] = Counter()
    for pattern, people in supporters.items():
        held[purses[pattern]] += people
    return frozenset(held.items())
