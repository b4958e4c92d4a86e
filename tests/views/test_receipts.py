"""Receipts: told to the voter where their ballot is shown, and how a ballot is found by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import VoteKind
from codesign_bot.view import Audience, Rows, Say, Term, Typed
from codesign_bot.views import ballots, standing
from codesign_bot.views.receipts import Receipt, ballots_of_receipt, own_receipts
from codesign_bot.views.tally import whole_result

from .seeing import keys, the, typed
from .story import ADA, Story, there

OWN = ballots.Own(ADA, {IdeaNo(4): 1}, receipt="amber otter")


@pytest.mark.parametrize(
    ("phase", "line"),
    [(Phase.RUNOFF, "ballot-receipt"), (Phase.COOLING_OFF, "ballot-receipt-public")],
    ids=["on", "over"],
)
def test_a_ballot_that_is_shown_or_saved_tells_its_receipt_once_and_when_it_can_be_found(
    whole: Story, phase: Phase, line: str
) -> None:
    state = whole.last(phase)
    for view in (
        ballots.my_ballot(state, OWN, whole.words),
        ballots.ballot_saved(state, VoteKind.RUNOFF, OWN, whole.words),
        ballots.ballot_saved(state, VoteKind.VOTE, OWN, whole.words),
    ):
        assert the(view, line) == Say(line, {"receipt": Typed("amber otter")})
        assert {"ballot-receipt", "ballot-receipt-public"} & set(keys(view)) == {line}
        assert view.audience is Audience.ONLY_YOU


def test_a_ballot_without_dots_or_without_a_key_tells_none(whole: Story) -> None:
    state = whole.last(Phase.RUNOFF)
    for own in (replace(OWN, dots={}), replace(OWN, receipt=None)):
        for view in (
            ballots.my_ballot(state, own, whole.words),
            ballots.ballot_saved(state, VoteKind.RUNOFF, own, whole.words),
        ):
            assert "ballot-receipt" not in keys(view)


def test_after_accounts_were_linked_the_receipt_that_counts_is_told(whole: Story) -> None:
    state = whole.last(Phase.RUNOFF)
    view = ballots.ballot_that_holds(state, OWN, whole.words)
    assert the(view, "ballot-receipt-now").arguments == {"receipt": Typed("amber otter")}
    assert "ballot-receipt-now" not in keys(ballots.ballot_that_holds(state, replace(OWN, receipt=None), whole.words))


def test_one_s_own_receipts_are_listed_by_vote(whole: Story) -> None:
    own = (Receipt(VoteKind.VOTE, "amber otter"), Receipt(VoteKind.RUNOFF, "blue fox"))
    view = own_receipts(whole.last(Phase.RUNOFF), whole.words, own)
    (rows,) = [block for block in view.blocks if isinstance(block, Rows)]
    assert [row.content for row in rows.rows] == [
        Say("receipt-of-vote", {"vote": Term("vote-kind-vote"), "receipt": Typed("amber otter")}),
        Say("receipt-of-vote", {"vote": Term("vote-kind-runoff"), "receipt": Typed("blue fox")}),
    ]
    assert keys(view) == ["receipts-later", "receipt-is-yours"]
    assert typed(view) == ["now"]
    after = own_receipts(whole.last(Phase.COOLING_OFF), whole.words, own)
    assert keys(after) == ["receipts-are-public", "receipt-is-yours"]
    assert typed(after) == ["receipt amber otter", "now"]
    assert keys(own_receipts(whole.state, whole.words, ())) == ["receipts-none"]


def test_a_ballot_that_was_found_shows_its_dots_and_nobody(whole: Story) -> None:
    view = ballots_of_receipt(
        whole.state, whole.words, "amber otter", [(VoteKind.VOTE, {IdeaNo(4): 1, IdeaNo(1): 2, IdeaNo(99): 1})]
    )
    (rows,) = [block for block in view.blocks if isinstance(block, Rows)]
    assert [(row.number, row.remark) for row in rows.rows] == [
        (1, Say("dots-on-idea", {"count": 2})),
        (4, Say("dots-on-idea", {"count": 1})),
    ]
    assert keys(view) == []
    assert view.audience is Audience.ONLY_YOU


def test_two_ballots_under_one_receipt_are_both_shown_and_it_is_said(whole: Story) -> None:
    pair = [(VoteKind.VOTE, {IdeaNo(1): 1}), (VoteKind.VOTE, {IdeaNo(4): 1})]
    assert keys(ballots_of_receipt(whole.state, whole.words, "amber otter", pair)) == ["receipt-twice"]
    apart = [(VoteKind.VOTE, {IdeaNo(1): 1}), (VoteKind.RUNOFF, {IdeaNo(4): 1})]
    assert keys(ballots_of_receipt(whole.state, whole.words, "amber otter", apart)) == []


@pytest.mark.parametrize(("count", "is_said"), [(4, False), (5, True)])
def test_the_tally_says_how_to_find_a_ballot_only_where_ballots_are_listed(
    whole: Story, count: int, *, is_said: bool
) -> None:
    state = whole.last(Phase.COOLING_OFF)
    tally = there(state.tally)
    state = replace(state, tally=replace(tally, count=replace(tally.count, ballots=count)))
    view = standing.tally_view(state, whole.words)
    assert ("tally-receipts" in keys(view)) is is_said
    assert ("receipt …" in typed(view)) is is_said
    said = [block for block in whole_result(there(state.tally), state, whole.words) if isinstance(block, Say)]
    assert (said[-1].key == "tally-receipts") is is_said
