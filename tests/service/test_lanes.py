"""Who may speak to which place, walked through with an outbox of our own: once each, in order, nothing forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign_bot.records import Kind, Outgoing, Place, Queued, Urgency
from codesign_bot.service.lanes import PERHAPS_MORE, Lanes, Ticket, as_stored

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
MOST = 3
"""Messages that are read at once."""


def message(key: str, place: str = "hall", urgency: Urgency = Urgency.ANSWER) -> Outgoing:
    return Outgoing(key, Kind.APPEND, Place("test", place), NOW, "", urgency)


@dataclass
class Waiting:
    """A message in the outbox."""

    message: Outgoing
    is_sent: bool = False
    is_delayed: bool = False


@dataclass
class Lane:
    place: str
    queued: list[Queued]
    ticket: Ticket
    said: int = 0
    """So many are out, and not yet marked."""


@dataclass
class Model:
    """An outbox, a reader that can be interrupted anywhere, and lanes that go on when they are told to."""

    lanes: Lanes = field(default_factory=Lanes)
    outbox: list[Waiting] = field(default_factory=list[Waiting])
    under_way: dict[str, Lane] = field(default_factory=dict[str, Lane])
    said: list[str] = field(default_factory=list[str])
    is_awake: bool = True
    asked: tuple[frozenset[str], Ticket] | None = None
    read: list[Queued] | None = None
    numbers: count[int] = field(default_factory=lambda: count(1))

    def stores(self, place: str, *urgencies: Urgency) -> None:
        stored = [message(f"{next(self.numbers):04}", place, urgency) for urgency in urgencies]
        self.outbox += map(Waiting, stored)
        at_once, ticket, is_more = self.lanes.stored(stored)
        for where, queued in at_once.items():
            self.starts(where, list(queued), ticket)
        self.is_awake |= is_more

    def starts(self, place: str, queued: list[Queued], ticket: Ticket) -> None:
        assert place not in self.under_way, "a place is spoken to by two"
        self.lanes.starts(place)
        self.under_way[place] = Lane(place, queued, ticket)

    def reads_on(self) -> None:
        """The reader's next step: it asks, the outbox looks, the answer comes."""
        if self.asked is None:
            if self.is_awake:
                self.is_awake, self.asked = False, self.lanes.asks()
        elif self.read is None:
            self.read = self.ready(self.asked[0])[:MOST]
        else:
            is_all = len(self.read) < MOST
            ticket = self.asked[1] if is_all else PERHAPS_MORE
            self.is_awake |= not is_all
            for place, queued in self.lanes.found(self.read, ticket).items():
                self.starts(place, list(queued), ticket)
            self.asked = self.read = None

    def ready(self, but: frozenset[str] = frozenset()) -> list[Queued]:
        """By urgency and in order; nothing behind a delayed one of its place and urgency."""
        found: list[Outgoing] = []
        held: set[tuple[str, Urgency]] = set()
        for one in self.outbox:
            lane = one.message.place.id, one.message.urgency
            if one.is_delayed:
                held.add(lane)
            elif not one.is_sent and lane not in held and one.message.place.id not in but:
                found.append(one.message)
        return [as_stored(one) for one in sorted(found, key=lambda one: one.urgency.value)]

    def goes_on(self, lane: Lane, *, fails: bool) -> None:
        """The next message of a lane is said, or fails and is delayed; behind the last one all are marked."""
        if not fails and lane.said < len(lane.queued):
            self.said.append(lane.queued[lane.said].message.key)
            lane.said += 1
            return
        out = {one.message.key for one in lane.queued[: lane.said]}
        for one in self.outbox:
            one.is_sent |= one.message.key in out
            one.is_delayed |= lane.said < len(lane.queued) and one.message.key == lane.queued[lane.said].message.key
        del self.under_way[lane.place]
        self.is_awake |= self.lanes.ends(lane.place, lane.queued, lane.ticket, is_done=lane.said == len(lane.queued))

    def delays_are_over(self) -> None:
        for one in self.outbox:
            one.is_delayed = False
        self.lanes.note()
        self.is_awake = True

    def comes_to_rest(self) -> None:
        """Nobody new says that anything waits, but for the end of a delay."""
        if any(one.is_delayed for one in self.outbox):
            self.delays_are_over()
        for _ in range(50 * len(self.outbox) + 50):
            self.reads_on()
            for lane in list(self.under_way.values()):
                self.goes_on(lane, fails=False)


STORED = {
    "answer": [Urgency.ANSWER],
    "news": [Urgency.ANNOUNCEMENT],
    "both": [Urgency.ANSWER, Urgency.ANNOUNCEMENT, Urgency.ANSWER],
}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["answer", "answer", "news", "both", "reads", "reads", "goes", "goes", "goes", "fails", "later"]
        ),
        st.sampled_from(["hall", "yard", "loft"]),
    ),
    max_size=60,
)


@pytest.mark.parametrize("is_known", [False, True])
@given(steps=STEPS)
@settings(max_examples=1000, deadline=None)
def test_everything_is_said_once_in_order_and_nothing_is_forgotten(
    steps: list[tuple[str, str]], *, is_known: bool
) -> None:
    model = Model()
    if is_known:
        model.lanes.begin(())
    for what, place in steps:
        lane = model.under_way.get(place)
        if what in STORED:
            model.stores(place, *STORED[what])
        elif what == "reads":
            model.reads_on()
        elif what == "later":
            model.delays_are_over()
        elif lane is not None:
            model.goes_on(lane, fails=what == "fails")
    model.comes_to_rest()
    assert sorted(model.said) == [one.message.key for one in model.outbox]
    by_key = {one.message.key: (one.message.place.id, one.message.urgency) for one in model.outbox}
    for lane_of in set(by_key.values()):
        keys = [key for key in model.said if by_key[key] == lane_of]
        assert keys == sorted(keys)


def at_rest() -> Lanes:
    """The outbox was read, and nothing was in it."""
    lanes = Lanes()
    lanes.begin(())
    _, ticket = lanes.asks()
    assert lanes.found([], ticket) == {}
    return lanes


def test_an_answer_goes_past_the_outbox_and_an_announcement_does_not() -> None:
    lanes = at_rest()
    answer, news = message("a"), message("n", "yard", Urgency.ANNOUNCEMENT)
    assert lanes.stored([answer, news]) == ({"hall": [as_stored(answer)]}, 0, True)
    assert lanes.stored([answer]) == ({"hall": [as_stored(answer)]}, 0, False)


@pytest.mark.parametrize(
    "held",
    [replace(message("a"), not_before=NOW + timedelta(1)), replace(message("a"), kind=Kind.CARD)],
    ids=["not yet", "a card"],
)
def test_what_has_a_time_or_a_newest_state_is_read(held: Outgoing) -> None:
    lanes = at_rest()
    assert lanes.stored([held]) == ({}, 0, True)


def test_before_it_is_known_where_answers_wait_nothing_goes_past_them() -> None:
    lanes = Lanes()
    assert lanes.stored([message("a")]) == ({}, PERHAPS_MORE, True)
    lanes.begin(["hall"])
    assert lanes.stored([message("b")]) == ({}, PERHAPS_MORE, True)
    assert lanes.stored([message("c", "yard")])[0].keys() == {"yard"}


def test_a_place_where_all_was_said_is_quick_again_whatever_goes_on_elsewhere() -> None:
    lanes = Lanes()
    lanes.begin(["hall"])
    _, ticket = lanes.asks()
    (hall,) = lanes.found([as_stored(message("a"))], ticket).items()
    lanes.starts("hall")
    lanes.stored([message("n", "yard", Urgency.ANNOUNCEMENT)])
    assert lanes.ends(*hall, ticket, is_done=True), "there is news of another place"
    assert lanes.stored([message("b")])[0].keys() == {"hall"}


def test_what_was_stored_together_with_an_answer_in_its_place_is_looked_for_when_that_is_said() -> None:
    """While the answer is said the place is busy, so nobody else finds the rest meanwhile."""
    lanes = at_rest()
    at_once, ticket, is_more = lanes.stored([message("answer"), message("news", urgency=Urgency.ANNOUNCEMENT)])
    (lane,) = at_once.values()
    assert is_more
    lanes.starts("hall")
    busy, _ = lanes.asks()
    assert busy == {"hall"}
    assert lanes.ends("hall", lane, ticket, is_done=True)


@pytest.mark.parametrize("is_all", [False, True])
def test_what_waited_in_a_place_before_an_answer_went_past_it_is_looked_for_when_that_is_said(*, is_all: bool) -> None:
    """Whether it came since the outbox was read, or was more than could be read at once."""
    lanes = at_rest()
    _, asked = lanes.asks()
    lanes.found([as_stored(message("y", "yard"))], asked if is_all else PERHAPS_MORE)
    if is_all:
        lanes.stored([message("news", urgency=Urgency.ANNOUNCEMENT)])
    at_once, ticket, _ = lanes.stored([message("answer")])
    (lane,) = at_once.values()
    lanes.starts("hall")
    _, asked = lanes.asks()
    lanes.found([], asked)
    assert lanes.ends("hall", lane, ticket, is_done=True)
