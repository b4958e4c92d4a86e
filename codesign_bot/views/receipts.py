"""Receipts: two words under which somebody finds their own ballot once all ballots are public.

Law. A receipt is told to its voter alone, in private. Which ballot stands under which words is public after the count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.state import Round, VoteKind
from codesign_bot.view import Action, Row, Rows, Term, Typed, View, say
from codesign_bot.views.actions import NOW, TALLY
from codesign_bot.views.parts import Words, heading, idea_row, private, public_tally

RECEIPT = Action("action-receipt", "receipt …", is_private=True)
_VOTE: Mapping[VoteKind, Term] = MappingProxyType(
    {
        VoteKind.VOTE: Term("vote-kind-vote"),
        VoteKind.SHORTLIST: Term("vote-kind-shortlist"),
        VoteKind.RUNOFF: Term("vote-kind-runoff"),
    }
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of somebody's ballot in one vote."""

    vote: VoteKind
    receipt: str


def own_receipts(state: Round, words: Words, own: Sequence[Receipt]) -> View:
    """To one person in private: under which two words each of their ballots will be found, or can be now."""
    if not own:
        return private(say("receipts-none"), heading=heading(state, words), actions=(NOW,))
    rows = Rows(tuple(Row(say("receipt-of-vote", vote=_VOTE[one.vote], receipt=Typed(one.receipt))) for one in own))
    is_public = public_tally(state) is not None
    said = say("receipts-are-public") if is_public else say("receipts-later")
    find = (Action("action-receipt", f"receipt {own[0].receipt}", is_private=True),) if is_public else ()
    return private(rows, said, say("receipt-is-yours"), heading=heading(state, words), actions=(*find, NOW))


def ballots_of_receipt(
    state: Round, words: Words, receipt: str, found: Sequence[tuple[VoteKind, Mapping[IdeaNo, int]]]
) -> View:
    """The ballots that were published under these words: two can have the same."""
    blocks = tuple(_published(state, words, vote, dots) for vote, dots in found)
    alike = (say("receipt-twice"),) if len(found) > len({vote for vote, _ in found}) else ()
    title = say("receipt-title", receipt=Typed(receipt))
    return private(*blocks, *alike, heading=title, actions=(TALLY, NOW))


def _published(state: Round, words: Words, vote: VoteKind, dots: Mapping[IdeaNo, int]) -> Rows:
    rows = (idea_row(state, words, no, say("dots-on-idea", count=dots[no])) for no in sorted(dots) if no in state.ideas)
    return Rows(tuple(rows), say("receipt-ballot", vote=_VOTE[vote]))
