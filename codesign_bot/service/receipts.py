"""Receipts of ballots: what a voter is told, and what anybody finds under two words once all ballots are public."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import COUNTED
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import VoteKind
from codesign_bot.drawn import Drawn
from codesign_bot.log.leaf import decoded
from codesign_bot.log.receipts import receipt
from codesign_bot.storage import ENTRIES_AT_ONCE, Sought
from codesign_bot.views.parts import public_tally
from codesign_bot.views.receipts import Receipt, ballots_of_receipt, own_receipts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from codesign_bot.core.ids import PersonId
    from codesign_bot.core.state import Round
    from codesign_bot.plain import Plain
    from codesign_bot.records import Entry
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.rounds import Loaded
    from codesign_bot.view import View

KINDS = frozenset({"receipts"})


def receipt_of(desk: Desk, state: Round, vote: VoteKind, person: PersonId, drawn: Drawn | None = None) -> str | None:
    """The receipt of this person's ballot; None where the key of the round was destroyed.

    While the vote is on, a ballot of somebody who became one with others is theirs, and so is its receipt. `drawn`: of
    this state, where it is at hand. The key is not kept in it.
    """
    key = desk.book.round_keys.get(state.id)
    is_on = state.vote is not None and state.vote.vote_kind is vote and state.phase in COUNTED
    who = desk.book.linked.get(person, person) if is_on else person
    return None if key is None else (drawn or Drawn()).once_by((vote, who), receipt, key, vote, who)


async def own(desk: Desk, loaded: Loaded, person: PersonId) -> View:
    """The receipts of every ballot that this person has in a round. For nobody else's eyes."""
    found: list[Receipt] = []
    for vote in VoteKind:
        ballot = await desk.store.ballot(loaded.state.id, vote, person)
        told = receipt_of(desk, loaded.state, vote, person)
        if ballot is not None and ballot.dots and told is not None:
            found.append(Receipt(vote, told))
    return own_receipts(loaded.state, loaded.words, found)


async def found_by(desk: Desk, loaded: Loaded, words: str) -> View:
    """The ballots that the log lists under these words. Raises `Refusal` before the count, and where there is none."""
    state = loaded.state
    if public_tally(state) is None:
        raise Refusal("receipt-too-early")
    listed = await _listed(desk, state)
    if not listed:
        raise Refusal("receipts-not-listed")
    found = [(vote, dots) for one, vote, dots in listed if one == words]
    if not found:
        raise Refusal("receipt-unknown", receipt=words)
    return ballots_of_receipt(state, loaded.words, words, found)


async def _listed(desk: Desk, state: Round) -> list[tuple[str, VoteKind, Mapping[IdeaNo, int]]]:
    """Every ballot of a round that was published: its receipt, its vote and its dots."""
    before = desk.book.heads[state.community].size + 1
    sought = Sought(state.community, round=state.id, kinds=KINDS)
    entries = await desk.store.entries_sought(sought, before, ENTRIES_AT_ONCE)
    return [ballot for entry in entries for ballot in _ballots(entry)]


def _ballots(entry: Entry) -> Iterator[tuple[str, VoteKind, Mapping[IdeaNo, int]]]:
    facts = decoded(entry.leaf).facts
    for ballot in cast("Sequence[Mapping[str, Plain]]", facts["ballots"]):
        pairs = cast("Sequence[tuple[int, int]]", ballot["dots"])
        yield str(ballot["receipt"]), VoteKind(facts["vote"]), {IdeaNo(no): dots for no, dots in pairs}
