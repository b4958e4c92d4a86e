"""A pause that the participants agree to: the step stands still, nothing is lost, and it goes on by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.deciding.gate import require_step
from codesign_bot.core.deciding.power import LONGEST_PAUSE
from codesign_bot.core.due import Kind, deadlines
from codesign_bot.core.events import (
    Event,
    ParticipantJoined,
    ParticipantLeft,
    RequestFell,
    RequestMade,
    RequestPassed,
    RoundPaused,
    RoundResumed,
    WindowExtended,
    WindowShortened,
)
from codesign_bot.core.ids import IdeaNo, RequestNo
from codesign_bot.core.outage import Away, GivenBack, credit
from codesign_bot.core.phases import IN_A_PAUSE, LEAST, MAY, WINDOWED, Act, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.reminding import reminders
from codesign_bot.core.rules import LONGEST
from codesign_bot.core.state import Narrowing, Remark, Why, there
from codesign_bot.core.windows import Window
from codesign_bot.testing.build import MEMBERS, ORGANISER, PRACTICE, REASON, Life, dots, rules, text

P = Phase
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NONE = timedelta(0)
STEPS = [phase for phase in WINDOWED if phase is not P.RUNOFF]


def pause(days: int = 5) -> c.MakeRequest:
    return c.MakeRequest(Narrowing.PAUSE_STEP, REASON, days=days)


def asked(phase: Phase, days: int = 5) -> Life:
    """A step whose end is days away, and a request for a pause with enough support."""
    life = Life().to(phase)
    life.do(ORGANISER, c.GiveTime(10 * DAY, REASON))
    life.do("ada", pause(days))
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[1:4])
    return life


def paused(phase: Phase = P.IDEAS, days: int = 5) -> Life:
    life = asked(phase, days)
    life.wait(days=2)
    assert life.state.pace.is_paused
    return life


def one(events: tuple[Event, ...] | list[Event], kind: type[Event]) -> Event:
    (found,) = [event for event in events if isinstance(event, kind)]
    return found


# --- asking ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ada", ORGANISER])
def test_anybody_in_the_round_may_ask_for_a_pause_and_the_days_stand_in_the_request(name: str) -> None:
    life = Life().to(P.IDEAS)
    made, *_ = life.do(name, pause(14))
    assert isinstance(made, RequestMade)
    assert (made.act, made.days, made.idea) == (Narrowing.PAUSE_STEP, 14, None)
    assert life.state.requests[RequestNo(1)].days == 14
    assert not life.state.pace.is_paused, "asked for is not agreed"


def test_days_mean_nothing_in_any_other_request() -> None:
    made, *_ = Life().to(P.IDEAS).do("ada", c.MakeRequest(Narrowing.END_STEP, REASON, days=400))
    assert isinstance(made, RequestMade)
    assert made.days == 0


@pytest.mark.parametrize("days", [-1, 0, LONGEST_PAUSE + 1])
def test_a_pause_has_from_one_day_to_two_weeks(days: int) -> None:
    refusal = Life().to(P.IDEAS).refused("ada", pause(days))
    assert (refusal.key, refusal.arguments) == ("pause-days", {"most": 14})


@pytest.mark.parametrize("phase", [P.PROPOSED, P.OUTCOME])
def test_what_has_no_clock_cannot_stand_still(phase: Phase) -> None:
    life = Life().to(phase)
    assert life.refused("ada", pause()).key == "nothing-to-pause"


def test_a_practice_is_too_short_for_a_pause() -> None:
    assert Life(rules(PRACTICE)).to(P.IDEAS).refused("ada", pause(1)).key == "nothing-to-pause"


def test_there_is_one_pause_a_step_and_the_next_step_may_have_one_of_its_own() -> None:
    life = paused()
    assert life.refused("ada", pause()).key == "paused-already"
    life.wait(days=5)
    assert life.refused("ada", pause()).key == "paused-already"
    life.to(P.SORTING)
    life.do("ada", pause())


def test_a_pause_makes_no_step_longer_than_a_year() -> None:
    life = Life().to(P.IDEAS)
    while there(life.state.window).length + 30 * DAY <= LONGEST:
        life.do(ORGANISER, c.GiveTime(29 * DAY, REASON))
    left = LONGEST - there(life.state.window).length
    life.do(ORGANISER, c.GiveTime(max(left - 8 * DAY, HOUR), REASON))
    assert life.refused("ada", pause(14)).key == "step-too-long"
    life.do("ada", pause(3))
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[1:4])
    life.do(ORGANISER, c.GiveTime(LONGEST - there(life.state.window).length - DAY, REASON))
    life.wait(days=2)
    assert isinstance(life.events[-1], RequestFell), "what was left when it was asked for is gone"
    assert not life.state.pace.is_paused


# --- deciding --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", STEPS)
def test_a_pause_that_passes_moves_the_end_by_as_much(phase: Phase) -> None:
    life = asked(phase)
    before = there(life.state.window)
    passed, stands, longer = life.wait(days=2)[-3:]
    assert isinstance(passed, RequestPassed)
    assert stands == RoundPaused(life.now, life.now + 5 * DAY)
    ends = there(life.state.rules).extended(before, 5 * DAY).closes
    assert longer == WindowExtended(life.now, Why.PAUSED, before.closes, ends)
    assert there(life.state.window).closes == ends >= before.closes + 5 * DAY


def test_one_objection_makes_it_fall_as_any_other_request() -> None:
    life = asked(P.IDEAS)
    life.do("eli", c.ObjectToRequest(RequestNo(1), REASON))
    window = life.state.window
    life.wait(days=2)
    assert isinstance(life.events[-1], RequestFell)
    assert life.state.window == window
    assert life.state.pace.pause is None


def test_a_pause_is_for_the_step_it_was_asked_in() -> None:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text()))
    life.wait_until(there(life.state.window).closes - HOUR)
    life.do("ada", pause())
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[1:4])
    life.wait(days=2)
    assert not life.is_in(P.IDEAS)
    one(life.events, RequestFell)
    assert not any(isinstance(event, RoundPaused) for event in life.events)


def test_a_round_that_is_over_has_nothing_left_to_pause() -> None:
    life = Life().to(P.FEEDBACK)
    life.everyone(c.GiveFeedback(life.state.chosen[0], Remark.LIKE, text()))
    life.wait_until(there(life.state.window).closes - HOUR)
    life.do("ada", pause())
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[1:4])
    life.wait(days=2)
    assert life.is_in(P.OUTCOME)
    one(life.events, RequestFell)


def test_a_pause_that_is_settled_late_is_whole_from_then_on() -> None:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text()))
    closes = there(life.state.window).closes
    life.wait_until(closes - 3 * DAY)
    life.do("ada", pause())
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[1:4])
    life.now = closes + DAY
    life.settle()
    assert life.is_in(P.IDEAS)
    assert there(life.state.pace.pause) == Window(life.now, life.now + 5 * DAY)
    assert there(life.state.window).closes >= life.now + 5 * DAY


# --- while it stands still -------------------------------------------------------------------------------

WRITES: dict[Phase, c.Command] = {
    P.FRAMING: c.StateProblem(text()),
    P.CONFIRMING: c.Consent(),
    P.IDEAS: c.OfferIdea(text()),
    P.SORTING: c.BuildOn(IdeaNo(1), text()),
    P.VOTING: dots(i1=1),
    P.COOLING_OFF: c.StateMinorityView(text()),
    P.FEEDBACK: c.GiveFeedback(IdeaNo(1), Remark.LIKE, text()),
}


@pytest.mark.parametrize("phase", STEPS)
def test_nobody_writes_in_a_pause_and_everybody_does_again_after_it(phase: Phase) -> None:
    life = paused(phase)
    until = there(life.state.pace.pause).closes
    for name in ("ada", ORGANISER):
        refusal = life.refused(name, WRITES[phase])
        assert (refusal.key, refusal.arguments) == ("paused", {"until": until})
    life.wait_until(until - timedelta(microseconds=1))
    assert life.refused("ada", WRITES[phase]).key == "paused"
    life.wait_until(until)
    life.do("ada", WRITES[phase])


def test_what_stays_possible_is_coming_going_more_time_and_what_all_decide() -> None:
    assert {Act.JOIN, Act.TIME, Act.REQUEST} == IN_A_PAUSE
    life = paused()
    closes = there(life.state.window).closes
    assert isinstance(life.do("newcomer", c.Join())[0], ParticipantJoined)
    assert isinstance(life.do("newcomer", c.Leave())[0], ParticipantLeft)
    life.do(ORGANISER, c.GiveTime(DAY, REASON))
    assert there(life.state.window).closes > closes
    life.do("ben", c.MakeRequest(Narrowing.WITHDRAW_ROUND, REASON))
    life.do("cem", c.SupportRequest(RequestNo(2)))
    life.do("eli", c.ObjectToRequest(RequestNo(2), REASON))


@pytest.mark.parametrize("act", [act for act in Act if act not in IN_A_PAUSE])
def test_every_other_act_of_a_step_waits(act: Act) -> None:
    for phase in MAY[act] & set(STEPS):
        life = paused(phase)
        with pytest.raises(Refusal, match="paused"):
            require_step(act, life.state, life.now)


def test_a_round_can_be_withdrawn_in_a_pause_and_then_nothing_resumes() -> None:
    life = paused()
    life.do("ben", c.MakeRequest(Narrowing.WITHDRAW_ROUND, REASON))
    life.everyone(c.SupportRequest(RequestNo(2)), people=("ada", *MEMBERS[2:4]))
    life.wait(days=30)
    assert life.is_in(P.WITHDRAWN)
    assert not any(isinstance(event, RoundResumed) for event in life.events)


def test_an_offer_to_join_ideas_waits_as_long_as_the_step() -> None:
    life = Life().to(P.IDEAS)
    life.do(ORGANISER, c.GiveTime(10 * DAY, REASON))
    life.everyone(c.OfferIdea(text()), people=("ada", "ben", "cem"))
    life.do("eli", pause())
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[:3])
    life.wait(days=1)
    life.do("ada", c.Merge(IdeaNo(1), IdeaNo(2)))
    (merge,) = life.state.merges
    life.wait(days=1)
    (later,) = life.state.merges
    assert later.closes == merge.closes + 5 * DAY
    assert life.refused("ben", c.AnswerMerge(IdeaNo(1), IdeaNo(2), is_yes=True)).key == "paused"
    life.wait(days=5)
    life.do("ben", c.AnswerMerge(IdeaNo(1), IdeaNo(2), is_yes=True))
    assert life.state.ideas[IdeaNo(2)].joined_to == 1


def test_nobody_is_reminded_before_the_pause_is_over() -> None:
    life = Life().to(P.IDEAS)
    life.wait_until(there(life.state.window).closes - 2.5 * DAY)
    before = reminders(life.state)[0]
    life.do("ada", pause(1))
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[1:4])
    life.wait(days=2)
    until = there(life.state.pace.pause).closes
    (after,) = reminders(life.state)
    assert before.at < until
    assert after.at >= until
    assert after.until == there(life.state.window).closes


# --- its end ---------------------------------------------------------------------------------------------


def test_a_pause_ends_by_itself_when_it_was_said_to() -> None:
    life = paused()
    until, window = there(life.state.pace.pause).closes, life.state.window
    assert deadlines(life.state)[0].kind is Kind.RESUME
    assert deadlines(life.state)[0].at == until
    assert life.wait_until(until) == (RoundResumed(until),)
    assert not life.state.pace.is_paused
    assert life.state.window == window, "going on changes no end"


def test_a_pause_that_ends_on_the_end_of_the_step_ends_first() -> None:
    life = Life().to(P.COOLING_OFF)
    closes = there(life.state.window).closes
    life.wait_until(closes - HOUR / 2)
    life.do("ada", pause(1))
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[1:4])
    life.do(ORGANISER, c.GiveTime(DAY, REASON))
    life.now = there(life.state.window).closes + 2 * DAY
    life.settle()
    kinds = [type(event) for event in life.wait(days=60)]
    assert RoundResumed not in kinds or kinds.index(RoundResumed) == 0


def test_an_end_that_is_asked_for_leaves_the_least_window_open_and_waits_for_the_pause() -> None:
    life = paused(P.FRAMING, 10)
    life.do("ben", c.MakeRequest(Narrowing.END_STEP, REASON))
    life.everyone(c.SupportRequest(RequestNo(2)), people=("ada", *MEMBERS[2:4]))
    window, pause_ = there(life.state.window), there(life.state.pace.pause)
    life.wait(days=2)
    shorter = one(life.events, WindowShortened)
    assert isinstance(shorter, WindowShortened)
    assert shorter.closes >= pause_.closes
    assert shorter.closes - window.opened - pause_.length >= LEAST[P.FRAMING]


@given(st.sampled_from(STEPS), st.integers(1, 14), st.integers(0, 9 * 24))
def test_whatever_is_paused_for_however_long_is_open_for_its_least_time_and_never_ends_earlier(
    phase: Phase, days: int, wait: int
) -> None:
    life = Life().to(phase)
    life.do(ORGANISER, c.GiveTime(12 * DAY, REASON))
    life.wait(wait)
    life.do("ada", pause(days))
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[1:4])
    announced = there(life.state.window)
    life.wait(days=2)
    stood, window = there(life.state.pace.pause), there(life.state.window)
    assert window.closes >= announced.closes + timedelta(days=days)
    assert stood.length == timedelta(days=days)
    assert window.length - stood.length >= LEAST[phase]
    life.wait_until(window.closes - timedelta(microseconds=1))
    assert life.is_in(phase)
    assert not life.state.pace.is_paused


# --- outages ---------------------------------------------------------------------------------------------

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TWO_WEEKS = Window(START, START + 14 * DAY)
STOOD = Window(START + 3 * DAY, START + 10 * DAY)


@pytest.mark.parametrize(
    ("since_d", "until_d", "back_d"),
    [(3, 10, 0), (4, 9, 0), (2, 11, 2), (1, 2, 1), (2.5, 4, 0), (10, 11, 1), (13, 14, 1), (0, 14, 7)],
)
def test_what_was_lost_in_a_pause_was_lost_to_nobody_and_the_share_is_of_the_time_that_was_open(
    since_d: float, until_d: float, back_d: float
) -> None:
    away = [Away(START + since_d * DAY, START + until_d * DAY)]
    assert credit(TWO_WEEKS, away, 7 * DAY, GivenBack(), pause=STOOD) == back_d * DAY


def test_a_step_that_stood_still_gives_back_what_was_lost_beside_it() -> None:
    life = paused()
    life.wait(days=5)
    life.everyone(c.OfferIdea(text()))
    closes, stood = there(life.state.window).closes, there(life.state.pace.pause)
    life.outages += [Away(stood.opened, stood.closes), Away(closes - 3 * HOUR, closes)]
    longer = life.end_step()[-1]
    assert isinstance(longer, WindowExtended)
    assert longer.lost == 3 * HOUR
