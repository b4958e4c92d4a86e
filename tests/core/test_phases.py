"""The life cycle as a table, and the laws at its head."""

from __future__ import annotations

from itertools import pairwise

import pytest

from codesign_bot.core.phases import (
    BY_TIME,
    COUNTED,
    ENDED,
    HEARD,
    HIDEABLE,
    LEAST,
    MAY,
    TRANSITIONS,
    WINDOWED,
    Act,
    Phase,
)

P = Phase


def test_the_table_knows_every_phase() -> None:
    assert set(TRANSITIONS) == set(Phase)
    assert set().union(*TRANSITIONS.values()) <= set(Phase)


def test_the_round_lives_in_the_order_of_the_book() -> None:
    book = [
        P.PROPOSED,
        P.FRAMING,
        P.CONFIRMING,
        P.IDEAS,
        P.SORTING,
        P.VOTING,
        P.COOLING_OFF,
        P.FEEDBACK,
        P.OUTCOME,
        P.FOLLOW_UP,
        P.ARCHIVED,
    ]
    assert all(later in TRANSITIONS[earlier] for earlier, later in pairwise(book))
    assert TRANSITIONS[P.VOTING] > {P.RUNOFF}
    assert TRANSITIONS[P.RUNOFF] > {P.COOLING_OFF}


def test_no_round_goes_back() -> None:
    """Confirming and voting can begin once more: another wording, and the vote after a shortlist."""
    order = {phase: place for place, phase in enumerate(Phase)}
    back = {(a, b) for a, after in TRANSITIONS.items() for b in after if order[b] <= order[a]}
    assert back == {(P.CONFIRMING, P.CONFIRMING), (P.VOTING, P.VOTING)}


def test_nothing_leaves_an_end_and_every_end_can_be_reached() -> None:
    assert all(TRANSITIONS[phase] == frozenset() for phase in ENDED)
    assert {phase for phase in Phase if not TRANSITIONS[phase]} == ENDED
    assert set().union(*TRANSITIONS.values()) == set(Phase) - {P.PROPOSED}


def test_framing_comes_before_ideas_on_every_way() -> None:
    assert TRANSITIONS[P.PROPOSED] - ENDED == {P.FRAMING}
    ways_in = {phase for phase in Phase if P.IDEAS in TRANSITIONS[phase]}
    assert ways_in == {P.CONFIRMING}
    assert {phase for phase in Phase if P.CONFIRMING in TRANSITIONS[phase]} == {P.FRAMING, P.CONFIRMING}


def test_time_moves_a_round_only_along_the_table_and_never_withdraws_one() -> None:
    assert all(after in TRANSITIONS[before] for before, after in BY_TIME)
    assert {after for _, after in BY_TIME}.isdisjoint({P.WITHDRAWN})
    by_people = {(a, b) for a, after in TRANSITIONS.items() for b in after} - BY_TIME
    assert {pair for pair in by_people if pair[1] is not P.WITHDRAWN} == {(P.OUTCOME, P.FOLLOW_UP)}


def test_a_round_can_be_withdrawn_until_its_outcome_is_published() -> None:
    final = ENDED | {P.FOLLOW_UP}
    assert {phase for phase in Phase if P.WITHDRAWN in TRANSITIONS[phase]} == set(Phase) - final
    assert MAY[Act.REQUEST] == frozenset(Phase) - final


def test_every_step_with_an_end_has_a_least_window() -> None:
    assert set(LEAST) == set(WINDOWED)
    hours = {phase: int(least.total_seconds() // 3600) for phase, least in LEAST.items()}
    assert hours == {
        P.FRAMING: 48,
        P.CONFIRMING: 24,
        P.IDEAS: 72,
        P.SORTING: 24,
        P.VOTING: 72,
        P.RUNOFF: 24,
        P.COOLING_OFF: 24,
        P.FEEDBACK: 48,
    }


def test_steps_of_a_kind_are_steps() -> None:
    assert set(WINDOWED) > HEARD
    assert set(WINDOWED) > COUNTED
    assert set(WINDOWED) > HIDEABLE
    assert MAY[Act.VOTE] == COUNTED


def test_every_act_has_its_phases_and_nothing_happens_after_an_end() -> None:
    assert set(MAY) == set(Act)
    assert all(MAY[act] for act in Act)
    assert all(MAY[act].isdisjoint(ENDED) for act in Act)


@pytest.mark.parametrize(
    ("act", "phases"),
    [
        (Act.JOIN, set(Phase) - ENDED),
        (Act.OFFER_IDEA, {P.IDEAS}),
        (Act.CHANGE_IDEA, {P.IDEAS, P.SORTING}),
        (Act.MERGE, {P.IDEAS, P.SORTING}),
        (Act.STATE_PROBLEM, {P.FRAMING}),
        (Act.MINORITY_VIEW, {P.COOLING_OFF, P.FEEDBACK, P.OUTCOME}),
        (Act.OBJECT, {P.CONFIRMING, P.COOLING_OFF, P.FEEDBACK}),
        (Act.TIME, {P.PROPOSED, *WINDOWED}),
        (Act.SET_FATE, {P.FEEDBACK, P.OUTCOME}),
        (Act.WRITE_OUTCOME, {P.OUTCOME}),
    ],
)
def test_who_may_do_what_when_follows_the_table_of_the_field(act: Act, phases: set[Phase]) -> None:
    assert MAY[act] == phases
