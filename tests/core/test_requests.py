"""Acts that take something away wait for the participants, and fall where one of them says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.deciding.power import support_needed
from codesign_bot.core.events import (
    IdeaHidden,
    PhaseEntered,
    Power,
    PowerUsed,
    RequestFell,
    RequestMade,
    RequestPassed,
    WindowShortened,
)
from codesign_bot.core.ids import IdeaNo, PersonId, RequestNo
from codesign_bot.core.phases import LEAST, Phase
from codesign_bot.core.state import Narrowing, Stance, there
from codesign_bot.testing.build import COMMUNITY, MEMBERS, ORGANISER, PRACTICE, REASON, Life, rules, text

P = Phase
ONE, TWO = RequestNo(1), RequestNo(2)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
END, WITHDRAW = c.MakeRequest(Narrowing.END_STEP, REASON), c.MakeRequest(Narrowing.WITHDRAW_ROUND, REASON)
HIDE = c.MakeRequest(Narrowing.HIDE_IDEA, REASON, IdeaNo(1))


def supported(life: Life, request: c.MakeRequest, no: RequestNo = ONE) -> Life:
    """The organiser asks, and three participants agree."""
    life.do(ORGANISER, request)
    life.everyone(c.SupportRequest(no), people=MEMBERS[:3])
    return life


def fallen(life: Life) -> RequestFell:
    return next(event for event in life.events if isinstance(event, RequestFell))


# --- asking ----------------------------------------------------------------------------------------------


def test_a_request_is_numbered_dated_and_said() -> None:
    life = Life().to(P.IDEAS)
    made, used = life.do(ORGANISER, END)
    assert made == RequestMade(
        life.now, ONE, Narrowing.END_STEP, PersonId("olga"), REASON.content, None, life.now + 2 * DAY, 3
    )
    assert used == PowerUsed(life.now, PersonId("olga"), Power.REQUESTED, "request 1", "", "end_step", REASON.content)
    assert life.do("ada", WITHDRAW) == (
        RequestMade(
            life.now, TWO, Narrowing.WITHDRAW_ROUND, PersonId("ada"), REASON.content, None, life.now + 2 * DAY, 3
        ),
    )


def test_a_number_is_never_used_twice() -> None:
    life = Life().to(P.IDEAS)
    life.do("ada", END)
    life.wait(days=2)
    assert life.state.requests == {}
    life.do("ada", END)
    assert list(life.state.requests) == [2]


@pytest.mark.parametrize(
    ("joined", "organisers", "expected"),
    [(1, 0, 1), (2, 1, 1), (3, 1, 2), (4, 1, 3), (31, 1, 3), (32, 1, 4), (101, 1, 10), (102, 1, 11), (0, 0, 1)],
)
def test_support_grows_with_the_round(joined: int, organisers: int, expected: int) -> None:
    organisers_in = frozenset(PersonId(f"organiser {n}") for n in range(organisers))
    state = replace(Life().open().state, joined=joined, organisers_in=organisers_in)
    assert support_needed(state) == expected


def test_a_request_before_the_opening_waits_two_days() -> None:
    life = Life()
    made = life.do("ada", WITHDRAW)[0]
    assert isinstance(made, RequestMade)
    assert made.closes == life.now + 2 * DAY
    assert life.refused("ada", END).key == "no-window"
    assert life.refused("ada", HIDE).key == "idea-unknown"


def test_a_request_waits_as_long_as_the_template_says() -> None:
    life = Life(rules=rules(replace(COMMUNITY, request_window=4 * DAY))).to(P.IDEAS)
    made = life.do("ada", END)[0]
    assert isinstance(made, RequestMade)
    assert made.closes == life.now + 4 * DAY


def test_the_same_thing_is_asked_once_at_a_time() -> None:
    life = Life().to(P.IDEAS)
    for no in range(2):
        life.do("ben", c.OfferIdea(text(f"Idea {no}")))
    life.do("ada", HIDE)
    assert life.refused("cem", HIDE).key == "request-made-already"
    assert life.do("cem", replace(HIDE, idea=IdeaNo(2)))
    life.do("ada", END)
    assert life.refused("cem", replace(END, idea=IdeaNo(1))).key == "request-made-already"


def test_a_request_has_a_reason_and_comes_from_somebody_in_the_round() -> None:
    life = Life().to(P.IDEAS)
    assert life.refused("ada", replace(END, reason=text("Bored."))).key == "reason-too-short"
    assert life.refused("zoe", END).key == "not-joined"


# --- agreeing and objecting ------------------------------------------------------------------------------


def test_enough_support_and_no_objection_lets_a_request_pass() -> None:
    life = supported(Life().to(P.IDEAS), END)
    life.wait(days=2)
    assert RequestPassed(life.now, ONE) in life.events


def test_one_voice_too_few_lets_it_fall() -> None:
    life = Life().to(P.IDEAS)
    life.do(ORGANISER, END)
    life.everyone(c.SupportRequest(ONE), people=MEMBERS[:2])
    before = life.state.window
    life.wait(days=2)
    assert fallen(life) == RequestFell(life.now, ONE, 2, 3, 0)
    assert life.state.window == before


def test_a_request_made_while_few_were_in_takes_the_support_of_all_who_came() -> None:
    life = Life()
    life.do("ada", WITHDRAW)
    life.do("ben", c.Join())
    life.do("ben", c.SupportRequest(ONE))
    assert life.state.requests[ONE].support_needed == 1
    life.everyone(c.Join(), people=MEMBERS[2:])
    life.wait(days=2)
    assert fallen(life) == RequestFell(life.now, ONE, 1, 3, 0)


def test_a_request_takes_as_much_support_as_when_it_was_made_though_people_leave() -> None:
    life = Life().to(P.IDEAS)
    life.do(ORGANISER, END)
    life.everyone(c.SupportRequest(ONE), people=MEMBERS[:2])
    life.everyone(c.Leave(), people=MEMBERS[2:])
    life.wait(days=2)
    assert fallen(life) == RequestFell(life.now, ONE, 2, 3, 0)


def test_one_objection_with_a_reason_lets_it_fall_whatever_the_support() -> None:
    life = supported(Life().to(P.IDEAS), END)
    life.do("eli", c.ObjectToRequest(ONE, REASON))
    life.do("eli", c.ObjectToRequest(ONE, text("Many are still away on holiday.")))
    life.wait(days=2)
    assert fallen(life) == RequestFell(life.now, ONE, 3, 3, 1)


def test_an_objector_who_comes_round_does_not_object_any_more() -> None:
    life = Life().to(P.IDEAS)
    life.do(ORGANISER, END)
    life.everyone(c.SupportRequest(ONE), people=("ada", "ben"))
    life.do("cem", c.ObjectToRequest(ONE, REASON))
    life.do("cem", c.SupportRequest(ONE))
    life.wait(days=2)
    assert RequestPassed(life.now, ONE) in life.events


def test_a_supporter_who_objects_does_not_support_any_more() -> None:
    life = supported(Life().to(P.IDEAS), END)
    life.do("ada", c.ObjectToRequest(ONE, REASON))
    assert life.state.requests[ONE].supporters == {"ben", "cem"}
    life.wait(days=2)
    assert fallen(life) == RequestFell(life.now, ONE, 2, 3, 1)


def test_whoever_asked_may_object_too_and_others_requests_are_left_alone() -> None:
    life = Life().to(P.IDEAS)
    life.do("ada", END)
    life.do("ada", WITHDRAW)
    life.do("ada", c.ObjectToRequest(ONE, REASON))
    assert life.state.requests[ONE].objections
    assert not life.state.requests[TWO].objections
    assert life.refused("ada", c.ObjectToRequest(ONE, text("No."))).key == "reason-too-short"
    assert life.refused("ada", c.ObjectToRequest(RequestNo(9), REASON)).arguments == {"request": 9}
    assert life.refused("zoe", c.SupportRequest(ONE)).key == "not-joined"


# --- ending a step ---------------------------------------------------------------------------------------


def test_a_step_that_people_want_to_end_ends_when_the_request_passes() -> None:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text("Idea")))
    life.wait(days=3)
    supported(life, END)
    before = there(life.state.window)
    passed, shortened, entered = life.wait(days=2)
    assert passed == RequestPassed(life.now, ONE)
    assert shortened == WindowShortened(life.now, before.closes, life.now)
    assert isinstance(entered, PhaseEntered)
    assert life.is_in(P.SORTING)


@pytest.mark.parametrize("phase", [P.IDEAS, P.VOTING])
def test_a_step_never_ends_below_its_least_window(phase: Phase) -> None:
    life = supported(Life().to(phase), END)
    opened = there(life.state.window).opened
    life.wait(days=2)
    assert there(life.state.window).closes == opened + LEAST[phase]


def test_a_step_is_not_ended_at_night() -> None:
    life = Life().to(P.IDEAS)
    life.wait(days=5, hours=15)
    supported(life, END)
    life.wait(days=2)
    assert life.now.astimezone(life.rules.tz).hour == 0
    assert there(life.state.window).closes == life.now + 8 * HOUR


def test_ending_a_step_that_ends_anyway_changes_nothing() -> None:
    life = Life().to(P.FRAMING)
    life.wait_until(there(life.state.window).closes - timedelta(hours=50))
    supported(life, END)
    life.wait(hours=47)
    life.state = replace(life.state, window=replace(there(life.state.window), closes=life.now + 3 * HOUR / 2))
    before = life.state.window
    life.wait(hours=1)
    assert isinstance(fallen(life), RequestFell)
    assert life.state.window == before


def test_a_request_to_end_one_step_never_ends_the_next() -> None:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text("Idea")))
    life.wait_until(there(life.state.window).closes - DAY)
    supported(life, END)
    life.wait(days=2)
    assert life.is_in(P.SORTING)
    assert fallen(life).support == 3


def test_a_request_to_end_one_try_never_ends_the_next_of_the_same_name() -> None:
    life = Life().to(P.CONFIRMING)
    life.do("ada", c.WordQuestion(text("How might we begin again?")))
    life.everyone(c.Consent(), people=MEMBERS[1:])
    life.do("ada", c.Object(REASON))
    life.wait(days=1)
    supported(life, END)
    life.wait(days=1)
    assert life.is_in(P.CONFIRMING)
    window = there(life.state.window)
    life.wait(days=1)
    assert life.state.window == window
    assert isinstance(fallen(life), RequestFell)


def test_a_request_to_end_a_step_falls_where_no_step_is_left() -> None:
    life = Life().to(P.FEEDBACK)
    life.everyone(c.TakeStance(life.state.chosen[0], Stance.AGREE))
    life.wait_until(there(life.state.window).closes - DAY)
    supported(life, END)
    life.wait(days=2)
    assert life.is_in(P.OUTCOME)
    assert isinstance(fallen(life), RequestFell)


def test_in_a_practice_no_step_ends_below_its_wish() -> None:
    life = supported(Life(rules=rules(PRACTICE)).to(P.IDEAS), END)
    before = there(life.state.window)
    life.wait(hours=3 / 60)
    assert isinstance(fallen(life), RequestFell)
    assert life.state.window == before


# --- withdrawing a round ---------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", [P.PROPOSED, P.FRAMING, P.VOTING, P.OUTCOME])
def test_a_round_is_withdrawn_only_by_its_participants(phase: Phase) -> None:
    life = Life().to(phase)
    life.everyone(c.Join(), people=[name for name in (*MEMBERS, ORGANISER) if name not in life.joined])
    supported(life, WITHDRAW)
    if life.state.window is not None:
        life.do("eli", END)
    life.wait(days=2)
    assert life.is_in(P.WITHDRAWN)
    assert life.state.requests == {}
    assert life.wait(days=400) == ()
    assert life.refused("ada", c.Leave()).key == "round-ended"


def test_a_published_outcome_cannot_be_withdrawn() -> None:
    life = supported(Life().to(P.OUTCOME), WITHDRAW)
    life.wait(days=1)
    life.publish()
    life.wait(days=1)
    assert isinstance(fallen(life), RequestFell)
    assert life.is_in(P.FOLLOW_UP)
    assert life.refused("ada", WITHDRAW).key == "too-late"


def test_a_round_that_is_withdrawn_while_ideas_are_joined_waits_for_nothing_more() -> None:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text("Idea")))
    supported(life, WITHDRAW)
    life.wait(hours=1)
    life.do("ada", c.Merge(IdeaNo(1), IdeaNo(2)))
    life.wait(days=2)
    assert life.is_in(P.WITHDRAWN)
    assert not life.state.merges


# --- hiding an idea --------------------------------------------------------------------------------------


def test_an_idea_is_hidden_only_by_the_participants() -> None:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text("Idea")))
    supported(life, HIDE)
    life.wait(days=2)
    assert life.events[-1] == IdeaHidden(life.now, IdeaNo(1))
    assert life.state.live_ideas == (2, 3, 4, 5, 6)
    assert life.state.ideas[IdeaNo(1)].is_hidden


def test_hiding_an_idea_lets_go_of_those_joined_to_it() -> None:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text("Idea")))
    life.do("ada", c.Merge(IdeaNo(1), IdeaNo(2)))
    life.do("ben", c.AnswerMerge(IdeaNo(1), IdeaNo(2), is_yes=True))
    supported(life, HIDE)
    life.wait(days=2)
    assert life.state.live_ideas == (2, 3, 4, 5, 6)


def test_an_idea_that_is_gone_by_then_cannot_be_hidden() -> None:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text("Idea")))
    supported(life, HIDE)
    life.do("ada", c.WithdrawIdea(IdeaNo(1)))
    life.wait(days=2)
    assert isinstance(fallen(life), RequestFell)


def test_an_idea_on_a_ballot_is_not_hidden_any_more() -> None:
    life = Life().to(P.SORTING)
    life.wait(days=2)
    supported(life, HIDE)
    life.wait(days=2)
    assert life.is_in(P.VOTING)
    assert isinstance(fallen(life), RequestFell)
    assert life.state.live_ideas == (1, 2, 3, 4, 5, 6)
    assert life.refused("ada", HIDE).key == "ideas-frozen"
