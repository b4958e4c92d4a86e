"""The clock: what gives a step more time, how much, and how often; and what happens when nobody was there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.due import Deadline, Kind, deadlines, is_due, next_due, settle
from codesign_bot.core.events import (
    FewVoicesNoted,
    PhaseEntered,
    Power,
    PowerUsed,
    TimeAsked,
    WindowExtended,
)
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.label import Rung
from codesign_bot.core.phases import HEARD, WINDOWED, Phase
from codesign_bot.core.settling.steps import needed
from codesign_bot.core.state import Narrowing, Pace, Remark, Round, Stance, Why, there
from codesign_bot.testing.build import COMMUNITY, MEMBERS, ORGANISER, PRACTICE, REASON, Life, dots, rules, text

P = Phase
DAY, HOUR, TICK = timedelta(days=1), timedelta(hours=1), timedelta(microseconds=1)


# --- asked for and given ---------------------------------------------------------------------------------


def test_three_who_ask_make_the_step_a_quarter_longer() -> None:
    life = Life().to(P.IDEAS)
    window = there(life.state.window)
    assert life.do("ada", c.AskForTime()) == (TimeAsked(life.now, PersonId("ada")),)
    life.do("ben", c.AskForTime())
    asked, extended = life.do("cem", c.AskForTime())
    assert isinstance(asked, TimeAsked)
    longer = life.rules.extended(window, window.length / 4)
    assert extended == WindowExtended(life.now, Why.ASKED, window.closes, longer.closes)
    assert there(life.state.window) == longer
    assert life.refused("dora", c.AskForTime()).arguments == {"closes": longer.closes}


def test_in_a_small_round_everybody_is_enough() -> None:
    life = Life().to(P.IDEAS)
    for name in (*MEMBERS[2:], ORGANISER):
        life.do(name, c.Leave())
    assert len(life.do("ada", c.AskForTime())) == 1
    assert len(life.do("ben", c.AskForTime())) == 2


def test_time_can_be_asked_for_anew_in_every_step() -> None:
    life = Life().to(P.FRAMING)
    life.everyone(c.AskForTime(), people=MEMBERS[:3])
    life.to(P.IDEAS)
    assert life.state.pace.asked_for_time == set()
    life.everyone(c.AskForTime(), people=MEMBERS[:2])
    assert len(life.do("cem", c.AskForTime())) == 2


def test_only_people_in_the_round_ask() -> None:
    assert Life().to(P.IDEAS).refused("zoe", c.AskForTime()).key == "not-joined"


def test_an_organiser_gives_time_at_once_and_it_is_said_with_the_reason() -> None:
    life = Life().to(P.VOTING)
    before = there(life.state.window)
    used, extended = life.do(ORGANISER, c.GiveTime(3 * DAY, REASON))
    after = there(life.state.window)
    assert after.closes >= before.closes + 3 * DAY
    said = (before.closes.isoformat(), after.closes.isoformat())
    assert used == PowerUsed(life.now, PersonId("olga"), Power.GAVE_TIME, "voting", *said, REASON.content)
    assert extended == WindowExtended(life.now, Why.GIVEN, before.closes, after.closes)


def test_an_organiser_who_is_not_in_the_round_gives_time_too() -> None:
    life = Life().to(P.VOTING)
    life.do(ORGANISER, c.Leave())
    assert life.do(ORGANISER, c.GiveTime(3 * DAY, REASON))


@pytest.mark.parametrize(
    ("by", "key"),
    [
        (timedelta(0), "time-only-longer"),
        (-DAY, "time-only-longer"),
        (30 * DAY + TICK, "time-too-long"),
    ],
)
def test_time_is_given_and_never_taken(by: timedelta, key: str) -> None:
    assert Life().to(P.VOTING).refused(ORGANISER, c.GiveTime(by, REASON)).key == key


def test_time_is_given_with_a_reason_by_an_organiser_while_a_step_is_open() -> None:
    life = Life().to(P.VOTING)
    assert life.refused(ORGANISER, c.GiveTime(DAY, text("Why not"))).key == "reason-too-short"
    assert life.refused("ada", c.GiveTime(DAY, REASON)).key == "organisers-only"
    assert life.to(P.OUTCOME).refused(ORGANISER, c.GiveTime(DAY, REASON)).key == "too-late"


def test_giving_time_does_not_use_up_any_other_reason() -> None:
    life = Life().to(P.VOTING)
    life.do(ORGANISER, c.GiveTime(DAY, REASON))
    life.do(ORGANISER, c.GiveTime(30 * DAY, REASON))
    assert life.state.pace.granted == set()
    life.everyone(c.AskForTime(), people=MEMBERS[:3])
    assert life.state.pace.granted == {Why.ASKED}


# --- too few heard ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("joined", "expected"), [(1, 5), (7, 5), (25, 5), (26, 6), (30, 6), (31, 7), (1000, 200)])
def test_a_step_waits_for_five_people_or_a_fifth_of_those_who_joined(joined: int, expected: int) -> None:
    state = replace(Life().open().state, joined=joined)
    assert needed(state, rules()) == expected


@pytest.mark.parametrize("phase", [phase for phase in WINDOWED if phase in HEARD - {P.VOTING}])
def test_a_quiet_step_waits_twice_and_then_goes_on_marked(phase: Phase) -> None:
    life = Life().to(phase)
    whole = COMMUNITY.windows[phase]
    label = life.state.rung
    for _ in range(2):
        before = there(life.state.window)
        (waited,) = life.end_step()
        assert isinstance(waited, WindowExtended)
        assert waited.why is Why.FEW_HEARD
        assert waited.closes >= before.closes + max(whole / 2, DAY)
        assert (waited.heard, waited.needed) == (0, 5)
    events = life.end_step()
    assert events[0] == FewVoicesNoted(life.now, 0, 5)
    assert isinstance(events[-1], PhaseEntered)
    assert life.state.rung == min(label, life.state.rung, Rung.ENGAGEMENT)


@pytest.mark.parametrize("phase", [P.SORTING, P.COOLING_OFF])
def test_a_step_in_which_silence_is_normal_does_not_wait(phase: Phase) -> None:
    life = Life().to(phase)
    assert isinstance(life.end_step()[-1], PhaseEntered)


def test_the_same_person_is_heard_once() -> None:
    life = Life().to(P.FRAMING)
    for _ in range(9):
        life.do("ada", c.StateProblem(text()))
    assert life.state.pace.heard == {"ada"}
    life.everyone(c.StateProblem(text()), people=MEMBERS[1:4])
    (waited,) = life.end_step()
    assert isinstance(waited, WindowExtended)
    assert waited.heard == 4
    life.do("eli", c.OfferIdea(text()))
    assert isinstance(life.end_step()[-1], PhaseEntered)


def test_a_build_in_sorting_is_no_voice_because_nobody_waits_for_one() -> None:
    life = Life().to(P.SORTING)
    life.do("ada", c.BuildOn(life.state.live_ideas[0], text()))
    assert life.state.pace.heard == set()


def test_a_practice_waits_by_its_own_measure() -> None:
    life = Life(rules=rules(replace(PRACTICE, heard_floor=9))).to(P.FRAMING)
    window = there(life.state.window)
    (waited,) = life.end_step()
    assert isinstance(waited, WindowExtended)
    assert waited.closes == window.closes + timedelta(minutes=2, seconds=30)
    assert isinstance(life.end_step()[-1], PhaseEntered)


def test_a_short_step_waits_for_a_day_at_least() -> None:
    quick = replace(COMMUNITY, windows={**COMMUNITY.windows, P.CONFIRMING: DAY})
    life = Life(rules=rules(quick)).to(P.CONFIRMING)
    before = there(life.state.window)
    life.end_step()
    assert there(life.state.window).closes >= before.closes + DAY


# --- nobody was there ------------------------------------------------------------------------------------


def test_a_step_that_is_settled_late_is_closed_late_and_the_next_one_is_whole() -> None:
    life = Life().to(P.SORTING)
    life.away(days=20)
    assert life.is_in(P.VOTING)
    window = there(life.state.window)
    assert window.opened == life.now
    assert window.length >= timedelta(days=7)


def test_extra_time_after_an_outage_counts_from_now() -> None:
    life = Life().to(P.FRAMING)
    before = there(life.state.window)
    (waited,) = life.away(days=20)
    assert isinstance(waited, WindowExtended)
    assert waited.before == before.closes
    assert waited.closes >= life.now + timedelta(days=3, hours=12)


def test_however_long_nobody_was_there_one_step_ends_at_a_time() -> None:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text("Idea")))
    events = life.away(days=365)
    assert [event.phase for event in events if isinstance(event, PhaseEntered)] == [P.SORTING]


# --- deadlines -------------------------------------------------------------------------------------------


def test_deadlines_depend_on_the_state_alone_and_come_in_order() -> None:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text("Idea")))
    first, second, *_ = life.state.live_ideas
    life.wait(days=12, hours=12)
    life.do("ada", c.Merge(first, second))
    life.do("ada", c.MakeRequest(Narrowing.END_STEP, REASON))
    due = deadlines(life.state)
    assert [one.kind for one in due] == [
        Kind.CLOSE_STEP,
        Kind.LAPSE_MERGE,
        Kind.CLOSE_REQUEST,
        Kind.MISS_REPLY,
    ]
    assert [one.at for one in due] == sorted(one.at for one in due)
    assert next_due(life.state) == due[0].at
    assert Deadline(life.now + 2 * DAY, Kind.CLOSE_REQUEST, 1) in due


def test_nothing_is_settled_before_its_time() -> None:
    life = Life().to(P.IDEAS)
    due = there(next_due(life.state))
    assert not is_due(life.state, due - TICK)
    assert settle(life.state, due - TICK, life.facts()) == ()
    assert is_due(life.state, due)
    assert settle(life.state, due, life.facts()) != ()


@pytest.mark.parametrize("phase", [phase for phase in WINDOWED if phase is not P.RUNOFF])
def test_every_step_ends_at_the_instant_that_was_announced(phase: Phase) -> None:
    life = Life().to(phase)
    announced = there(life.state.window)
    life.wait_until(announced.closes - TICK)
    assert there(life.state.window) == announced
    assert life.wait_until(announced.closes) != ()


def test_a_round_that_was_damaged_says_so() -> None:
    damaged: Round = replace(Life().to(P.IDEAS).state, rules=None)
    with pytest.raises(ValueError, match="lacks something"):
        deadlines(damaged)


def test_in_feedback_an_objection_and_a_minority_view_are_voices_too() -> None:
    life = Life().to(P.FEEDBACK)
    life.do("ada", c.Object(REASON))
    life.do("ben", c.StateMinorityView(text()))
    life.do("cem", c.CosignMinorityView(1))
    life.do("dora", c.GiveFeedback(life.state.chosen[0], Remark.LIKE, text()))
    assert life.state.pace.heard == set(MEMBERS[:4])
    life.do("dora", c.TakeStance(life.state.chosen[0], Stance.PASS))
    assert life.state.pace.heard == set(MEMBERS[:4])


# --- a topic that waits for seconders --------------------------------------------------------------------


def test_a_topic_waits_a_quarter_longer_when_three_ask_for_it() -> None:
    life = Life()
    life.everyone(c.Join(), people=MEMBERS[1:])
    expires = life.state.expires_at
    life.everyone(c.AskForTime(), people=MEMBERS[:2])
    _, extended = life.do("cem", c.AskForTime())
    assert extended == WindowExtended(life.now, Why.ASKED, expires, expires + 3.5 * DAY)
    assert life.refused("dora", c.AskForTime()).arguments == {"closes": expires + 3.5 * DAY}
    life.wait_until(expires + 3.5 * DAY - TICK)
    assert life.is_in(P.PROPOSED)
    life.wait(days=1)
    assert life.is_in(P.EXPIRED)


def test_an_organiser_lets_a_topic_wait_longer_and_it_is_said() -> None:
    life = Life()
    expires = life.state.expires_at
    used, extended = life.do(ORGANISER, c.GiveTime(3 * DAY, REASON))
    said = (expires.isoformat(), (expires + 3 * DAY).isoformat())
    assert used == PowerUsed(life.now, PersonId("olga"), Power.GAVE_TIME, "proposed", *said, REASON.content)
    assert extended == WindowExtended(life.now, Why.GIVEN, expires, expires + 3 * DAY)
    assert next_due(life.state) == life.state.expires_at == expires + 3 * DAY
    assert life.refused(ORGANISER, c.GiveTime(-DAY, REASON)).key == "time-only-longer"


def test_nobody_puts_off_a_topic_that_has_its_seconders() -> None:
    life = Life()
    life.everyone(c.SecondTopic(), people=MEMBERS[1:4])
    opens = next_due(life.state)
    assert life.refused(ORGANISER, c.GiveTime(DAY, REASON)).key == "topic-seconded"
    assert life.refused("ada", c.AskForTime()).key == "topic-seconded"
    assert next_due(life.state) == opens


def test_time_that_a_topic_got_is_not_taken_from_the_steps() -> None:
    life = Life()
    life.do("ada", c.AskForTime())
    assert life.state.pace.granted == {Why.ASKED}
    life.to(P.FRAMING)
    assert life.state.pace == Pace()
    life.everyone(c.AskForTime(), people=MEMBERS[:3])
    assert life.state.pace.granted == {Why.ASKED}


def test_what_is_over_cannot_be_made_longer() -> None:
    assert Life().to(P.FOLLOW_UP).refused(ORGANISER, c.GiveTime(DAY, REASON)).key == "too-late"
    assert Life().to(P.FOLLOW_UP).refused("ada", dots(i1=1)).key == "too-late"


# --- what a round waits for ------------------------------------------------------------------------------


@pytest.mark.parametrize(("ideas", "people"), [(6, 0), (24, 0), (24, 100), (60, 40)])
def test_what_a_vote_waits_for_does_not_grow_with_ideas_or_people(ideas: int, people: int) -> None:
    """It is worked out before and after every ballot."""
    life = Life(rules=rules(replace(COMMUNITY, ideas_each=60))).to(P.IDEAS)
    life.everyone(c.Join(), people=[f"guest {no}" for no in range(people)])
    for no in range(ideas):
        life.do(MEMBERS[no % 6], c.OfferIdea(text(f"Idea {no}")))
    life.to(P.SORTING)
    for no in range(2, ideas + 1):
        life.do("fay", c.Merge(IdeaNo(1), IdeaNo(no)))
    life.to(P.VOTING)
    window = there(life.state.window)
    assert [one.kind for one in deadlines(life.state)] == [Kind.CLOSE_STEP, Kind.MISS_REPLY]
    assert deadlines(life.state)[0].at == window.closes == next_due(life.state)
