"""Ballots become public only as receipts: after the count, shuffled, never few, and never by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.ids import IdeaNo, PersonId, RoundId
from codesign_bot.core.state import VoteKind
from codesign_bot.log.receipts import IN_ONE_ENTRY, receipt, receipts
from codesign_bot.records import Ballot

KEY = bytes(range(32))
AT = datetime(2026, 3, 2, tzinfo=UTC)


def ballots(how_many: int, vote: VoteKind = VoteKind.VOTE) -> list[Ballot]:
    return [
        Ballot(RoundId("r"), vote, PersonId(f"person-{n}"), ((IdeaNo(1 + n % 3), 2), (IdeaNo(9), 1)), AT, 1)
        for n in range(how_many)
    ]


def rows(facts: dict[str, object]) -> list[dict[str, object]]:
    found = facts["ballots"]
    assert isinstance(found, list)
    return found  # pyright: ignore[reportUnknownVariableType] # as it was made


def published(found: Sequence[Ballot], key: bytes = KEY) -> list[dict[str, object]]:
    return [row for told in receipts(key, found) for row in rows(dict(told.facts))]


def test_promise_3_fewer_than_five_ballots_are_never_published() -> None:
    assert published(ballots(4)) == []
    assert published([*ballots(4), *ballots(4, VoteKind.RUNOFF)]) == []
    assert len(published(ballots(5))) == 5


@given(st.integers(5, 3 * IN_ONE_ENTRY))
def test_every_ballot_is_published_once_and_under_the_words_its_voter_was_told(how_many: int) -> None:
    cast = ballots(how_many)
    expected = Counter((receipt(KEY, VoteKind.VOTE, one.person), str([[*pair] for pair in one.dots])) for one in cast)
    assert Counter((str(row["receipt"]), str(row["dots"])) for row in published(cast)) == expected


def test_long_lists_are_published_in_parts_that_say_how_many_there_are() -> None:
    parts = [dict(told.facts) for told in receipts(KEY, ballots(2 * IN_ONE_ENTRY + 1))]
    assert [(one["part"], one["of"]) for one in parts] == [(1, 3), (2, 3), (3, 3)]


def test_the_order_tells_nothing_of_people_or_of_time() -> None:
    cast = ballots(100)
    assert published(cast) == published(cast[::-1])
    shown = [str(row["receipt"]) for row in published(cast)]
    assert shown == sorted(shown)
    assert shown != [receipt(KEY, VoteKind.VOTE, one.person) for one in cast]
    assert not any("person" in str(row) for row in published(cast))


def test_a_receipt_is_the_same_after_every_change_and_another_in_every_vote_and_round() -> None:
    one = PersonId("ada")
    first = receipt(KEY, VoteKind.VOTE, one)
    assert first == receipt(KEY, VoteKind.VOTE, one)
    others = {receipt(KEY, VoteKind.RUNOFF, one), receipt(KEY[::-1], VoteKind.VOTE, one)}
    assert first not in others
    assert len(first.split()) == 2


def test_what_was_taken_back_is_not_published() -> None:
    cast = [*ballots(5), Ballot(RoundId("r"), VoteKind.VOTE, PersonId("gone"), (), AT, 2)]
    assert len(published(cast)) == 5


def test_words_are_spread_over_the_whole_list() -> None:
    shown = [receipt(KEY, VoteKind.VOTE, PersonId(f"p{n}")) for n in range(3000)]
    assert len({word for words in shown for word in words.split()}) > 480
    assert len(set(shown)) > 2960
