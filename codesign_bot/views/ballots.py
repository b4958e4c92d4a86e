"""A person's own ballot, told back to that person and to nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.state import Round, Vote
from codesign_bot.view import Block, Rows, Say, View, say
from codesign_bot.views.actions import HELP, vote_actions
from codesign_bot.views.parts import Words, heading, idea_row, private, when
from codesign_bot.views.steps import voting

Dots = Mapping[IdeaNo, int]


def my_ballot(state: Round, dots: Dots, words: Words) -> View:
    """The saved ballot, the dots that are left, and until when it can change; or what can be voted on."""
    if state.vote is None:
        return private(say("ballot-not-yet"), heading=heading(state, words), actions=(HELP,))
    if not dots:
        blocks: tuple[Block, ...] = (say("ballot-none"), *voting(state, words))
        return private(*blocks, heading=heading(state, words), actions=vote_actions(state.vote))
    blocks = (*ballot_blocks(state, state.vote, dots.items(), words), *until(state))
    return private(*blocks, heading=heading(state, words), actions=vote_actions(state.vote))


def ballot_blocks(state: Round, vote: Vote, dots: Iterable[tuple[IdeaNo, int]], words: Words) -> tuple[Block, ...]:
    """Every idea with a dot, in numeric order, and how many dots are left."""
    given = dict(dots)
    rows = tuple(idea_row(state, words, no, say("dots-on-idea", count=given[no])) for no in sorted(given))
    return (Rows(rows, say("ballot-title")), *_left(vote.lists, given))


def _left(lists: tuple[BallotRules, ...], given: Dots) -> tuple[Say, ...]:
    left = [one.dots - sum(dots for no, dots in given.items() if no in one.ideas) for one in lists]
    if len(left) == 1:
        return (say("dots-left", count=left[0]),)
    return tuple(say("dots-left-in-list", number=place, count=count) for place, count in enumerate(left, 1))


def until(state: Round) -> tuple[Say, ...]:
    """Until when a ballot can change."""
    return () if state.window is None else (say("ballot-until", closes=when(state, state.window.closes)),)
