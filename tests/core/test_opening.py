"""Topics, seconders, plans and the roll: nobody has a veto, and nobody opens a round alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.decide import suggest
from codesign_bot.core.due import Deadline, Kind, deadlines, next_due
from codesign_bot.core.events import (
    ParticipantJoined,
    ParticipantLeft,
    PhaseEntered,
    Power,
    PowerUsed,
    RoundOpened,
    RoundPlanned,
    TopicExpired,
    TopicSeconded,
)
from codesign_bot.core.evolve import evolve, fold
from codesign_bot.core.ids import CommunityId, PersonId, RoundId, TopicNo
from codesign_bot.core.label import Rung
from codesign_bot.core.phases import LEAST, WINDOWED, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.rules import LONGEST, Rules, Template
from codesign_bot.core.state import Narrowing, there
from codesign_bot.testing.build import (
    COMMUNITY,
    ORGANISER,
    PRACTICE,
    REASON,
    START,
    Life,
    answers,
    at,
    plan,
    rules,
    text,
)

ADA, BEN = PersonId("ada"), PersonId("ben")
DAY = timedelta(days=1)


def seconded(life: Life, *names: str) -> Life:
    for name in names:
        life.do(name, c.SecondTopic())
    return life


def test_a_topic_begins_with_whoever_suggests_it_in_it() -> None:
    life = Life()
    assert life.is_in(Phase.PROPOSED)
    assert life.state.suggested_by == ADA
    assert life.state.joined == 1
    assert life.state.expires_at == START + 14 * DAY
    assert life.joined == {ADA: START}


def test_an_organiser_who_suggests_is_counted_as_one() -> None:
    command = c.SuggestTopic(RoundId("r9"), CommunityId("c1"), TopicNo(9), text())
    state = fold(suggest(command, c.Actor(PersonId("olga"), is_organiser=True), START))
    assert state is not None
    assert (state.joined, state.joined_organisers) == (1, 1)


def test_a_topic_has_words() -> None:
    command = c.SuggestTopic(RoundId("r9"), CommunityId("c1"), TopicNo(9), text("x" * 201))
    with pytest.raises(Refusal, match="words-too-long"):
        suggest(command, c.Actor(ADA), START)


def test_three_seconders_open_a_planned_topic_at_once() -> None:
    life = Life()
    life.do(ORGANISER, plan())
    seconded(life, "ben", "cem")
    assert life.is_in(Phase.PROPOSED)
    life.wait(5)
    events = life.do("dora", c.SecondTopic())
    assert [type(event) for event in events] == [TopicSeconded, ParticipantJoined, RoundOpened, PhaseEntered]
    assert life.is_in(Phase.FRAMING)
    assert life.state.rules == rules()
    assert life.state.rules_hash == rules().hashed()
    assert life.state.window == rules().window(Phase.FRAMING, at(5))
    assert life.state.seconders == {"ben", "cem", "dora"}


def test_whoever_seconds_and_is_in_already_does_not_join_twice() -> None:
    life = Life()
    life.do("ben", c.Join())
    assert life.do("ben", c.SecondTopic()) == (TopicSeconded(START, BEN, 3),)
    assert life.state.joined == 2


def test_an_organiser_seconds_like_anybody_else() -> None:
    life = seconded(Life(), ORGANISER, "ben", "cem")
    assert life.state.seconded_at == START
    assert life.state.joined_organisers == 1


def test_a_plan_opens_a_topic_that_was_seconded_before() -> None:
    life = seconded(Life(), "ben", "cem", "dora")
    events = life.do(ORGANISER, plan())
    assert [type(event) for event in events] == [RoundPlanned, PowerUsed, RoundOpened, PhaseEntered]


def test_a_topic_that_nobody_seconds_expires_after_fourteen_days() -> None:
    life = Life()
    seconded(life, "ben", "cem")
    life.wait_until(START + 14 * DAY - timedelta(seconds=1))
    assert life.is_in(Phase.PROPOSED)
    assert life.wait_until(START + 14 * DAY) == (TopicExpired(START + 14 * DAY),)
    assert life.is_in(Phase.EXPIRED)
    assert deadlines(life.state) == ()
    assert next_due(life.state) is None
    assert life.refused("dora", c.SecondTopic()).arguments == {"phase": "expired"}


def test_a_topic_that_expires_takes_what_was_asked_of_it_along() -> None:
    life = Life()
    life.wait(days=13)
    life.do("ada", c.MakeRequest(Narrowing.WITHDRAW_ROUND, REASON))
    life.wait(days=3)
    assert life.is_in(Phase.EXPIRED)
    assert life.state.requests == {}


def test_a_topic_that_is_seconded_opens_without_a_plan_after_seven_days() -> None:
    life = seconded(Life(), "ben", "cem", "dora")
    assert deadlines(life.state) == (Deadline(START + 7 * DAY, Kind.OPEN_UNPLANNED),)
    life.wait(days=7)
    assert life.is_in(Phase.FRAMING)
    assert life.state.rules == life.reserve
    assert life.state.rules_hash == life.reserve.hashed()
    assert life.state.rung is Rung.CONSULTATION


def test_the_last_seconder_on_the_last_day_is_in_time() -> None:
    life = seconded(Life(), "ben", "cem")
    life.wait_until(START + 14 * DAY - timedelta(microseconds=1))
    seconded(life, "dora")
    life.wait(days=7)
    assert life.is_in(Phase.FRAMING)


def test_more_seconders_than_needed_do_not_put_the_opening_off() -> None:
    life = seconded(Life(), "ben", "cem", "dora")
    life.wait(days=3)
    seconded(life, "eli")
    life.wait(days=4)
    assert life.is_in(Phase.FRAMING)


def test_the_author_can_plan_a_topic_and_no_power_is_used() -> None:
    life = Life()
    assert life.do("ada", plan()) == (RoundPlanned(START, ADA, rules()),)
    assert life.do("ada", plan(rules(zone="Europe/Paris"))) == (RoundPlanned(START, ADA, rules(zone="Europe/Paris")),)


def test_an_organiser_can_plan_again_and_it_is_said_each_time() -> None:
    life = Life()
    life.do("ada", plan())
    slow = replace(COMMUNITY, name="slow")
    events = life.do(ORGANISER, plan(rules(slow)))
    said = PowerUsed(START, PersonId("olga"), Power.PLANNED, "topic 1", "community", "slow", None)
    assert events == (RoundPlanned(START, PersonId("olga"), rules(slow)), said)
    life.organisers |= {"oren"}
    assert isinstance(life.do("oren", plan())[1], PowerUsed)
    assert life.state.planned_by == PersonId("oren")


def test_somebody_else_cannot_plan() -> None:
    assert Life().refused("ben", plan()).key == "organisers-only"


def test_a_plan_measures_the_words_of_its_answers() -> None:
    assert Life().refused(ORGANISER, c.PlanRound(rules(), (text("x" * 501),))).key == "words-too-long"


@pytest.mark.parametrize(
    ("zone", "reply_by", "is_possible"),
    [
        ("Europe/London", date(2026, 3, 2), False),
        ("Europe/London", date(2026, 3, 3), True),
        # At nine in the morning UTC it is tomorrow already in Kiritimati, and still yesterday nowhere.
        ("Pacific/Kiritimati", date(2026, 3, 3), True),
        ("Pacific/Kiritimati", date(2026, 3, 2), False),
        ("Etc/GMT+12", date(2026, 3, 2), True),
        ("Etc/GMT+12", date(2026, 3, 1), False),
        ("Europe/London", date(2036, 3, 9), True),
        ("Europe/London", date(2036, 3, 10), False),
    ],
)
def test_a_reply_is_promised_for_a_day_to_come_in_the_communitys_own_zone(
    zone: str, reply_by: date, *, is_possible: bool
) -> None:
    planned = plan(rules(zone=zone, honest=answers(reply_by=reply_by)))
    if is_possible:
        assert Life().do(ORGANISER, planned)
    else:
        assert Life().refused(ORGANISER, planned).key in {"reply-by-past", "date-too-far"}


def test_a_practice_needs_one_seconder_and_may_promise_a_reply_today() -> None:
    yesterday = rules(PRACTICE, honest=answers(reply_by=START.date() - DAY))
    assert Life().refused(ORGANISER, plan(yesterday)).key == "reply-by-past"
    life = Life(rules=rules(PRACTICE, honest=answers(reply_by=START.date())))
    life.do(ORGANISER, plan(life.rules))
    assert not life.is_in(Phase.FRAMING)
    assert life.state.is_practice
    seconded(life, "ben")
    assert life.is_in(Phase.FRAMING)


def test_a_plan_with_fewer_seconders_opens_what_has_them() -> None:
    life = seconded(Life(), "ben", "cem")
    life.do(ORGANISER, plan(rules(replace(COMMUNITY, seconders=2))))
    assert life.is_in(Phase.FRAMING)


def test_an_open_round_cannot_be_planned_again() -> None:
    refusal = Life().open().refused(ORGANISER, plan())
    assert refusal.key == "too-late"
    assert refusal.arguments["possible"] == "proposed"


def test_people_join_and_leave_and_are_counted() -> None:
    life = Life().open()
    assert (life.state.joined, life.state.joined_organisers) == (7, 1)
    assert life.do(ORGANISER, c.Leave()) == (ParticipantLeft(START, PersonId("olga"), is_organiser=True),)
    life.do("ben", c.Leave())
    assert (life.state.joined, life.state.joined_organisers) == (5, 0)
    assert life.refused("ben", c.Leave()).key == "not-joined"
    life.do("ben", c.Join())
    assert life.state.joined == 6


def test_who_becomes_an_organiser_later_is_not_counted_twice_when_leaving() -> None:
    life = Life().open()
    life.organisers |= {"ben"}
    life.do("ben", c.Leave())
    assert (life.state.joined, life.state.joined_organisers) == (6, 1)
    life.organisers -= {ORGANISER}
    life.do(ORGANISER, c.Leave())
    assert (life.state.joined, life.state.joined_organisers) == (5, 0)


def test_a_topic_is_no_practice_before_it_has_rules() -> None:
    assert not Life().state.is_practice
    assert Life().state.rung is Rung.CONSULTATION
    assert Life().state.chosen == ()


def test_a_record_begins_with_its_topic() -> None:
    life = Life().open()
    assert fold(life.events) == life.state
    assert fold([]) is None
    with pytest.raises(ValueError, match="begins with its topic"):
        fold(life.events[1:])


def test_a_second_beginning_changes_nothing_but_the_version() -> None:
    life = Life().open()
    again = evolve(life.state, life.events[0])
    assert again == replace(life.state, version=life.state.version + 1)


def test_the_reserve_rules_have_the_same_windows_and_no_answers() -> None:
    life = seconded(Life(), "ben", "cem", "dora")
    life.wait(days=7)
    assert life.state.rules is not None
    assert life.state.rules.answers is None
    assert life.state.rules == Rules(COMMUNITY, "Europe/London")


# --- one thing of a plan is changed before the opening


def planned(template: Template = COMMUNITY) -> Life:
    life = Life()
    life.do("olga", plan(rules(template)))
    return life


def with_window(template: Template, phase: Phase, length: timedelta) -> c.PlanRound:
    return c.PlanRound(rules(replace(template, windows={**template.windows, phase: length})), ())


@pytest.mark.parametrize("phase", WINDOWED)
def test_a_step_is_never_planned_below_its_least_window(phase: Phase) -> None:
    life = planned()
    refusal = life.refused("olga", with_window(COMMUNITY, phase, LEAST[phase] - timedelta(seconds=1)))
    assert (refusal.key, refusal.arguments["step"]) == ("window-too-short", phase.value)
    assert refusal.arguments["at_least"] == LEAST[phase].total_seconds()
    life.do("olga", with_window(COMMUNITY, phase, LEAST[phase]))
    assert there(life.state.rules).template.windows[phase] == LEAST[phase]


def test_a_step_is_never_planned_so_long_that_nobody_lives_to_see_its_end() -> None:
    life = planned()
    assert life.refused("olga", with_window(COMMUNITY, Phase.IDEAS, LONGEST + DAY)).key == "window-too-long"
    life.do("olga", with_window(COMMUNITY, Phase.IDEAS, LONGEST))


@pytest.mark.parametrize(("people", "percent"), [(4, 20), (5, 19), (5, 101)])
def test_no_plan_asks_for_fewer_voices_than_every_round_needs(people: int, percent: int) -> None:
    few = replace(COMMUNITY, heard_floor=people, heard_percent=percent)
    refusal = planned().refused("olga", c.PlanRound(rules(few), ()))
    assert (refusal.key, refusal.arguments) == ("heard-too-few", {"people": 5, "percent": 20})
    planned().do("olga", c.PlanRound(rules(replace(COMMUNITY, heard_floor=5, heard_percent=100)), ()))


def test_a_practice_is_as_short_as_one_likes_but_not_over_at_once() -> None:
    life = planned(PRACTICE)
    assert life.refused("olga", with_window(PRACTICE, Phase.IDEAS, timedelta(0))).key == "window-too-short"
    life.do("olga", with_window(PRACTICE, Phase.IDEAS, timedelta(seconds=1)))
    nobody = c.PlanRound(rules(replace(PRACTICE, heard_floor=0)), ())
    assert planned(PRACTICE).refused("olga", nobody).key == "heard-too-few"


def test_a_plan_that_changes_two_things_is_told_as_a_new_plan() -> None:
    two = {**COMMUNITY.windows, Phase.IDEAS: 20 * DAY, Phase.VOTING: 8 * DAY}
    both = replace(COMMUNITY, heard_floor=8, windows={**COMMUNITY.windows, Phase.IDEAS: 20 * DAY})
    for template in (replace(COMMUNITY, windows=two), both):
        events = planned().do("olga", c.PlanRound(rules(template), ()))
        (said,) = [event for event in events if isinstance(event, PowerUsed)]
        assert said.act is Power.PLANNED


def test_what_was_changed_is_what_is_frozen() -> None:
    life = planned()
    life.do("olga", with_window(COMMUNITY, Phase.FRAMING, 9 * DAY))
    seconded(life, "ben", "cem", "dora")
    window = there(life.state.window)
    assert life.state.phase is Phase.FRAMING
    assert window.closes >= window.opened + 8 * DAY
    assert life.state.rules_hash == rules(there(life.state.rules).template).hashed() != rules().hashed()
    assert life.refused("olga", with_window(COMMUNITY, Phase.VOTING, 20 * DAY)).key == "too-late"
