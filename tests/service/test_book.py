"""The book answers by community what a walk through everything would."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.ids import CommunityId, RoundId, TopicNo
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.records import Place, RoundPlace, Row, Space, SpaceMoved
from codesign_bot.service.book import Book

PLACES = [Place("memory", name) for name in "abcd"]
COMMUNITIES = [CommunityId(name) for name in ("river", "hill")]
places, communities = st.sampled_from(PLACES), st.sampled_from(COMMUNITIES)
spaces = st.builds(Space, places, communities, st.booleans(), st.sampled_from([None, "trouble-cannot-speak"]))
moves = st.builds(SpaceMoved, places, places).filter(lambda move: move.old != move.new)


@st.composite
def round_places(draw: st.DrawFn) -> RoundPlace:
    """A round keeps its community and its number for good."""
    number = draw(st.integers(1, 6))
    community = COMMUNITIES[number % 2]
    return RoundPlace(
        RoundId(f"round-{number}"), community, TopicNo(number), draw(places), draw(st.sampled_from(list(Phase)))
    )


class Walked:
    """The same by walking through everything each time."""

    def __init__(self) -> None:
        self.spaces: dict[Place, Space] = {}
        self.rounds: dict[RoundId, RoundPlace] = {}

    def absorb(self, row: Row) -> None:
        if isinstance(row, Space):
            self.spaces[row.place] = row
        elif isinstance(row, RoundPlace):
            self.rounds[row.round] = row
        elif isinstance(row, SpaceMoved):
            moved = self.spaces.pop(row.old, None)
            if moved is not None:
                self.spaces[row.new] = replace(moved, place=row.new, trouble=None)
            for one in list(self.rounds.values()):
                if one.place == row.old:
                    self.rounds[one.round] = replace(one, place=row.new)


@given(st.lists(st.one_of(spaces, round_places(), moves), max_size=30))
def test_what_is_kept_by_community_is_what_a_walk_finds(rows: list[Row]) -> None:
    book, walked = Book(), Walked()
    for row in rows:
        book.absorb([row])
        walked.absorb(row)
    assert book.spaces == walked.spaces
    assert book.rounds == walked.rounds
    assert book.troubled == {space.place for space in walked.spaces.values() if space.trouble is not None}
    open_rounds = [one for one in walked.rounds.values() if one.phase not in ENDED]
    assert set(book.active()) == set(open_rounds)
    for place in PLACES:
        assert set(book.active(place=place)) == {one for one in open_rounds if one.place == place}
    for community in COMMUNITIES:
        assert set(book.spaces_of(community)) == {one for one in walked.spaces.values() if one.community == community}
        assert set(book.active(community)) == {one for one in open_rounds if one.community == community}
        for number in range(1, 7):
            named = [one for one in walked.rounds.values() if (one.community, one.topic) == (community, number)]
            assert book.topic(community, TopicNo(number)) == (named[0] if named else None)


def test_rounds_of_a_community_come_oldest_first_even_after_they_went_on() -> None:
    book = Book()
    first, second = (
        RoundPlace(RoundId(name), COMMUNITIES[0], TopicNo(no), PLACES[0], Phase.FRAMING)
        for no, name in ((1, "one"), (2, "two"))
    )
    book.absorb([first, second, replace(first, phase=Phase.IDEAS)])
    assert [one.round for one in book.active(COMMUNITIES[0])] == ["one", "two"]
