"""From several lists to one ballot that a reader can take in.

Law 1. Never more ideas go on than the ballot has room for.
Law 2. Ideas of one list that are level, in supporters and in dots, go on together or stay off together.
Law 3. No idea stays off while one of its own list with less support goes on.
Law 4. What an idea is called, when it came and who wrote it has no say.

Each list first fills its share of the ballot, the most supported ideas first; dots tell ideas apart that have as
many supporters. Ideas that are level and do not fit into the share wait, and so does all below them. The room that
is left goes to those that wait, over all lists, in the same order, as far as the level ones fit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from codesign_bot.core.counting.ballots import MAX_IDEAS_ON_A_BALLOT
from codesign_bot.core.counting.tally import Count
from codesign_bot.core.counting.ways import union
from codesign_bot.core.ids import IdeaNo

Standing = Mapping[IdeaNo, tuple[int, int]]
"""The supporters and the dots of each idea."""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """`ideas` go on. `level` are tied at the cut: level with one another, and too many for the room that is left."""

    ideas: frozenset[IdeaNo]
    level: frozenset[IdeaNo]


def shorten(count: Count, lists: Sequence[Collection[IdeaNo]], room: int = MAX_IDEAS_ON_A_BALLOT) -> Shortlist:
    """The ideas that go on to one ballot. Nothing goes on where more are level at the very top than it holds.

    `count` is of one vote over all `lists`; they share no idea.
    """
    standing = {line.idea: (line.supporters, line.dots) for line in count.lines}
    share = room // len(lists)
    sent = union(_fitting(_levels(one, standing), share) for one in lists)
    waiting = _levels([idea for one in lists for idea in one if idea not in sent], standing)
    more = _fitting(waiting, room - len(sent))
    going = sent | more
    is_full = len(going) == room
    tied = next((level for level in waiting if not level <= more), frozenset[IdeaNo]())
    return Shortlist(going, frozenset() if is_full else tied)


def _levels(ideas: Collection[IdeaNo], standing: Standing) -> list[frozenset[IdeaNo]]:
    """The ideas in groups that are level, the most supported first."""
    ranked = sorted(ideas, key=standing.__getitem__, reverse=True)
    return [frozenset(group) for _, group in groupby(ranked, key=standing.__getitem__)]


def _fitting(levels: Sequence[frozenset[IdeaNo]], places: int) -> frozenset[IdeaNo]:
    """The ideas of as many levels, from the first on, as fit whole."""
    fitting = frozenset[IdeaNo]()
    for level in levels:
        if len(fitting) + len(level) > places:
            break
        fitting |= level
    return fitting
