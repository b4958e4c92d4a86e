"""A person's own ballot, told back to that person and to nobody else."""

from __future__ import annotations

from collections.abc import Mapping

from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import COUNTED
from codesign_bot.core.state import Round, VoteKind
from codesign_bot.view import Block, Rows, Say, View, say
from codesign_bot.views.actions import HELP, after_ballot, vote_actions
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
    blocks = (_dotted(state, dots, words), *_left(state.vote.lists, dots), *until(state))
    return private(*blocks, heading=heading(state, words), actions=vote_actions(state.vote))


def ballot_saved(state: Round, vote_kind: VoteKind, dots: Dots, words: Words) -> View:
    """The answer to a ballot. What is left, and until when, only while that vote is still on."""
    vote = state.vote if state.phase in COUNTED else None
    is_on = vote is not None and vote.vote_kind is vote_kind
    blocks: tuple[Block, ...] = (say("saved-ballot-cleared"),)
    if dots:
        left = _left(vote.lists, dots) if vote is not None and is_on else ()
        blocks = (say("saved-ballot"), _dotted(state, dots, words), *left)
    if not is_on:
        return private(*blocks, heading=heading(state, words), actions=(HELP,))
    return private(
        *blocks, *until(state), heading=heading(state, words), actions=after_ballot(vote, has_dots=bool(dots))
    )


def _dotted(state: Round, given: Dots, words: Words) -> Rows:
    """Every idea with a dot, in numeric order."""
    rows = tuple(idea_row(state, words, no, say("dots-on-idea", count=given[no])) for no in sorted(given))
    return Rows(rows, say("ballot-title"))


def _left(lists: tuple[BallotRules, ...], given: Dots) -> tuple[Say, ...]:
    left = [one.dots - sum(dots for no, dots in given.items() if no in one.ideas) for one in lists]
    if len(left) == 1:
        return (say("dots-left", count=left[0]),)
    return tuple(say("dots-left-in-list", number=place, count=count) for place, count in enumerate(left, 1))


def until(state: Round) -> tuple[Say, ...]:
    """Until when a ballot can change."""
    return () if state.window is None else (say("ballot-until", closes=when(state, state.window.closes)),)
