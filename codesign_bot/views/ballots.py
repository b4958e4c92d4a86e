"""A person's own ballot, told back to that person and to nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.order import own_order
from codesign_bot.core.phases import COUNTED, ENDED
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Round, Vote, VoteKind
from codesign_bot.drawn import Drawn
from codesign_bot.view import BallotList, BallotPaper, Block, Choice, Rows, Say, Typed, View, say
from codesign_bot.views.actions import HELP, NOW, after_ballot, vote_actions
from codesign_bot.views.parts import Words, heading, idea_row, private, public_tally, shown, when
from codesign_bot.views.refusals import refused
from codesign_bot.views.steps import list_titles, voting_says

Dots = Mapping[IdeaNo, int]


@dataclass(frozen=True, slots=True)
class Own:
    """Somebody's dots. `at`: the one idea that they have just changed, or would like to look at.

    `receipt`: the two words under which they find this ballot once all are public, if there are any.
    """

    person: PersonId
    dots: Dots
    at: IdeaNo | None = None
    receipt: str | None = None


def my_ballot(state: Round, own: Own, words: Words) -> View:
    """The ballot with the dots that are left, and until when it can change; or why there is none to change."""
    if state.vote is None:
        return private(say("ballot-not-yet"), heading=heading(state, words), actions=(HELP,))
    if state.phase not in COUNTED:
        given: tuple[Block, ...] = (_dotted(state, own.dots, words), *receipt_line(state, own)) if own.dots else ()
        return private(say("ballot-over"), *given, heading=heading(state, words), actions=(NOW, HELP))
    paper = _paper(state, state.vote, own, words)
    blocks: tuple[Block, ...] = (say("ballot-none"), *voting_says(state), paper)
    if own.dots:
        blocks = (paper, *_left(paper), *until(state), *receipt_line(state, own))
    return private(*blocks, heading=heading(state, words), actions=vote_actions(state.vote))


def ballot_saved(state: Round, vote_kind: VoteKind, own: Own, words: Words, drawn: Drawn | None = None) -> View:
    """The answer to a ballot. What is left, and until when, only while that vote is still on.

    `drawn`: of this state and these words, where it is at hand: ballots are answered by the thousand.
    """
    vote = state.vote if state.phase in COUNTED else None
    saved = say("saved-ballot") if own.dots else say("saved-ballot-cleared")
    if vote is None or vote.vote_kind is not vote_kind:
        given: tuple[Block, ...] = (_dotted(state, own.dots, words), *receipt_line(state, own)) if own.dots else ()
        return private(saved, *given, heading=heading(state, words), actions=(HELP,))
    paper = _paper(state, vote, own, words, drawn, lists_all=False)
    blocks: tuple[Block, ...] = (
        saved,
        paper,
        *(_left(paper) if own.dots else ()),
        *until(state),
        *receipt_line(state, own),
    )
    return private(*blocks, heading=heading(state, words), actions=after_ballot(vote, has_dots=bool(own.dots)))


def ballot_that_holds(state: Round, own: Own, words: Words) -> View:
    """Somebody's dots as they count now, to be read and not to be changed. There must be some.

    Their receipt is said to be the one that counts: the other account was told another.
    """
    told = () if own.receipt is None else (say("ballot-receipt-now", receipt=Typed(own.receipt)),)
    return private(_dotted(state, own.dots, words), *until(state), *told, heading=heading(state, words))


def receipt_line(state: Round, own: Own) -> tuple[Say, ...]:
    """Under which words the ballot is found after the vote, or can be found now.

    Nothing for one that is never published: it has no dots, or the round ended before a count.
    """
    if own.receipt is None or not own.dots:
        return ()
    if public_tally(state) is not None:
        return (say("ballot-receipt-public", receipt=Typed(own.receipt)),)
    return () if state.phase in ENDED else (say("ballot-receipt", receipt=Typed(own.receipt)),)


def refused_on_ballot(refusal: Refusal, ballot: View) -> View:
    """The answer to a press that the rules do not allow: why, and the ballot as it stands."""
    why = refused(refusal, None, None, None).blocks
    return replace(ballot, blocks=(*why, *ballot.blocks))


def _paper(
    state: Round, vote: Vote, own: Own, words: Words, drawn: Drawn | None = None, *, lists_all: bool = True
) -> BallotPaper:
    titled, known = zip(vote.lists, list_titles(vote), strict=True), drawn or Drawn()
    lists = tuple(
        BallotList(_choices(state, one, own, words, known), one.dots, one.cap, title) for one, title in titled
    )
    return BallotPaper(lists, say("ballot-title"), own.at if own.at in vote.ideas else None, lists_all)


def _choices(state: Round, one: BallotRules, own: Own, words: Words, drawn: Drawn) -> tuple[Choice, ...]:
    """In their voter's own order."""
    order = drawn.once(own_order, one.ideas, state.id, own.person)
    given = [(no, own.dots.get(no, 0)) for no in order]
    return tuple(drawn.once_by((no, dots), _choice, state, words, no, dots) for no, dots in given)


def _choice(state: Round, words: Words, no: IdeaNo, dots: int) -> Choice:
    return Choice(int(no), shown(state.ideas[no], words), dots, say("dots-on-idea", count=dots))


def _dotted(state: Round, given: Dots, words: Words) -> Rows:
    """Every idea with a dot, in numeric order."""
    rows = tuple(idea_row(state, words, no, say("dots-on-idea", count=given[no])) for no in sorted(given))
    return Rows(rows, say("ballot-title"))


def _left(paper: BallotPaper) -> tuple[Say, ...]:
    left = [one.left for one in paper.lists]
    if len(left) == 1:
        return (say("dots-left", count=left[0]),)
    return tuple(say("dots-left-in-list", number=place, count=count) for place, count in enumerate(left, 1))


def until(state: Round) -> tuple[Say, ...]:
    """Until when a ballot can change."""
    return () if state.window is None else (say("ballot-until", closes=when(state, state.window.closes)),)
