"""What people say of the result, what is promised, and whether it was kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.due import Kind, deadlines
from codesign_bot.core.events import (
    CheckHeld,
    DoneClaimed,
    DoneConfirmed,
    DoneDisputed,
    FateSet,
    IdeaDone,
    OutcomePublished,
    PhaseEntered,
    Power,
    PowerUsed,
    ProgressReported,
    PromiseMissed,
    ReplyMissed,
)
from codesign_bot.core.evolve import evolve
from codesign_bot.core.evolving.pace import MOST_AT_A_SITTING
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.label import Rung
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Decided, Fate, Remark, Stance
from codesign_bot.testing.build import (
    COMMUNITY,
    MEMBERS,
    ORGANISER,
    PRACTICE,
    REASON,
    Life,
    answers,
    content,
    rules,
    text,
)

ONE, TWO, THREE = IdeaNo(1), IdeaNo(2), IdeaNo(3)
ADA, BEN, OLGA = PersonId("ada"), PersonId("ben"), PersonId("olga")
P = Phase
DAY = timedelta(days=1)
OWNER = text("The parents' council")
LATER = c.SetFate(ONE, Fate.LATER, reason=REASON)


# --- cooling off and feedback ----------------------------------------------------------------------------


def test_an_objection_to_the_result_stands_until_it_is_taken_back() -> None:
    life = Life().to(P.COOLING_OFF)
    life.do("ada", c.Object(REASON))
    life.do("ben", c.Object(REASON))
    life.do("ada", c.Object(text("Nobody who lives there was asked.")))
    assert [(one.by, one.stands) for one in life.state.objections] == [
        ("ada", False),
        ("ben", True),
        ("ada", True),
    ]
    life.do("ada", c.WithdrawObjection())
    assert [one.stands for one in life.state.objections] == [False, True, False]
    assert life.refused("ada", c.WithdrawObjection()).key == "objection-none"
    assert life.refused("ada", c.Object(text("No."))).key == "reason-too-short"
    assert life.state.question_objections == ()


def test_a_minority_view_can_be_signed_by_others_until_the_outcome_is_published() -> None:
    life = Life().to(P.COOLING_OFF)
    life.do("ada", c.StateMinorityView(text("We hold that the bins should go.")))
    life.do("ben", c.StateMinorityView(text("We hold that nothing should change.")))
    life.do("cem", c.CosignMinorityView(2))
    life.to(P.OUTCOME)
    life.do("dora", c.CosignMinorityView(2))
    assert [(view.no, view.by, set(view.cosigners)) for view in life.state.minority_views] == [
        (1, "ada", set()),
        (2, "ben", {"cem", "dora"}),
    ]
    assert life.refused("cem", c.CosignMinorityView(2)).key == "minority-signed-already"
    assert life.refused("cem", c.CosignMinorityView(3)).arguments == {"view": 3, "last": 2}
    life.publish()
    assert life.refused("eli", c.CosignMinorityView(1)).key == "too-late"


def test_feedback_is_given_on_chosen_ideas_and_the_newest_stance_counts() -> None:
    life = Life().to(P.FEEDBACK)
    life.do("ada", c.TakeStance(ONE, Stance.AGREE))
    life.do("ben", c.TakeStance(ONE, Stance.PASS))
    life.do("ada", c.TakeStance(ONE, Stance.DISAGREE))
    life.do("ada", c.TakeStance(TWO, Stance.AGREE))
    assert life.state.stances == {ONE: {ADA: Stance.DISAGREE, BEN: Stance.PASS}, TWO: {ADA: Stance.AGREE}}
    refusal = life.refused("ada", c.TakeStance(THREE, Stance.AGREE))
    assert (refusal.key, refusal.arguments) == ("idea-not-chosen", {"idea": 3, "chosen": "1, 2"})


def test_feedback_in_words_is_kept_in_order() -> None:
    life = Life().to(P.FEEDBACK)
    life.do("ada", c.GiveFeedback(ONE, Remark.LIKE, text("It is simple.")))
    life.do("ada", c.GiveFeedback(ONE, Remark.WORRY, text("Who pays?")))
    assert [(one.remark, one.by) for one in life.state.said] == [(Remark.LIKE, "ada"), (Remark.WORRY, "ada")]
    assert life.refused("ada", c.GiveFeedback(THREE, Remark.WORK, text())).key == "idea-not-chosen"
    assert life.refused("ada", c.GiveFeedback(ONE, Remark.WORK, text("x" * 1001))).key == "words-too-long"


def test_feedback_that_is_given_at_once_is_kept_whole() -> None:
    life = Life().to(P.FEEDBACK)
    like, worry = (c.GiveFeedback(ONE, remark, text("It is simple.")) for remark in (Remark.LIKE, Remark.WORRY))
    events = life.do("ada", c.FillFeedback((like, c.TakeStance(ONE, Stance.PASS), worry)))
    assert [type(event).__name__ for event in events] == ["StanceTaken", "FeedbackGiven", "FeedbackGiven"]
    assert life.state.stances == {ONE: {ADA: Stance.PASS}}
    assert [one.remark for one in life.state.said] == [Remark.LIKE, Remark.WORRY]


@pytest.mark.parametrize(
    ("part", "key"),
    [
        (c.GiveFeedback(ONE, Remark.WORK, text("x" * 1001)), "words-too-long"),
        (c.GiveFeedback(THREE, Remark.WORK, text()), "idea-not-chosen"),
        (c.TakeStance(THREE, Stance.AGREE), "idea-not-chosen"),
    ],
)
def test_of_feedback_that_is_refused_in_part_nothing_is_kept(part: c.TakeStance | c.GiveFeedback, key: str) -> None:
    life = Life().to(P.FEEDBACK)
    before = life.state
    assert life.refused("ada", c.FillFeedback((c.TakeStance(ONE, Stance.AGREE), part))).key == key
    assert life.state is before


# --- fates -----------------------------------------------------------------------------------------------


def test_a_chosen_idea_gets_an_owner_and_a_day_and_it_is_said() -> None:
    life = Life().to(P.OUTCOME)
    due = date(2026, 6, 1)
    events = life.do(ORGANISER, c.SetFate(ONE, Fate.CHOSEN, owner=OWNER, due_on=due))
    assert events == (
        FateSet(life.now, ONE, Fate.CHOSEN, None, OWNER.content, due),
        PowerUsed(life.now, OLGA, Power.SET_FATE, "idea 1", "", "chosen", None),
    )
    assert life.state.fates == {ONE: Decided(ONE, Fate.CHOSEN, None, OWNER.content, due)}


def test_a_reason_for_a_chosen_idea_is_kept_too() -> None:
    life = Life().to(P.OUTCOME)
    chosen = c.SetFate(ONE, Fate.CHOSEN, reason=REASON, owner=OWNER, due_on=date(2026, 6, 1))
    fate, used = life.do(ORGANISER, chosen)
    assert isinstance(fate, FateSet)
    assert isinstance(used, PowerUsed)
    assert (fate.reason, used.reason) == (REASON.content, REASON.content)
    assert life.refused(ORGANISER, replace(chosen, reason=text("So!"))).key == "reason-too-short"


def sat(life: Life, *, minutes: float = 0, no: IdeaNo = ONE) -> list[list[int]]:
    """An idea is given a fate after some minutes. Returns the ideas of each sitting."""
    life.now += timedelta(minutes=minutes)
    life.do(ORGANISER, replace(LATER, idea=no))
    return [[int(one) for one in sitting.ideas] for sitting in life.state.sittings]


def test_fates_that_follow_each_other_are_one_sitting_and_a_pause_begins_another() -> None:
    life = Life().to(P.OUTCOME)
    assert sat(life) == [[1]]
    assert sat(life, minutes=30, no=TWO) == [[1, 2]]
    assert sat(life, minutes=30.1, no=THREE) == [[1, 2], [3]]


def test_a_fate_that_is_set_anew_begins_another_sitting_so_that_nothing_told_is_untold() -> None:
    life = Life().to(P.OUTCOME)
    sat(life)
    sat(life, no=TWO)
    assert sat(life) == [[1, 2], [1]]


def test_a_sitting_is_of_one_organiser_and_of_few_ideas() -> None:
    state = Life().to(P.OUTCOME).state
    other = PersonId("another")
    for no in range(1, MOST_AT_A_SITTING + 2):
        state = evolve(state, PowerUsed(state.suggested_at, OLGA, Power.SET_FATE, f"idea {no}", "", "later", None))
    assert [len(one.ideas) for one in state.sittings] == [MOST_AT_A_SITTING, 1]
    state = evolve(state, PowerUsed(state.suggested_at, other, Power.SET_FATE, "idea 9", "", "later", None))
    assert [one.by for one in state.sittings] == [OLGA, OLGA, other]


def test_a_fate_can_be_changed_in_draft_and_the_change_is_said() -> None:
    life = Life().to(P.OUTCOME)
    life.do(ORGANISER, LATER)
    _, used = life.do(ORGANISER, replace(LATER, fate=Fate.NOT_NOW))
    assert used == PowerUsed(life.now, OLGA, Power.SET_FATE, "idea 1", "later", "not_now", REASON.content)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (c.SetFate(ONE, Fate.CHOSEN, owner=OWNER), "fate-needs-owner"),
        (c.SetFate(ONE, Fate.CHOSEN, due_on=date(2026, 6, 1)), "fate-needs-owner"),
        (c.SetFate(ONE, Fate.CHOSEN, owner=text("x" * 501), due_on=date(2026, 6, 1)), "words-too-long"),
        (c.SetFate(ONE, Fate.CHOSEN, owner=OWNER, due_on=date(2026, 4, 12)), "due-on-past"),
        (c.SetFate(ONE, Fate.CHOSEN, owner=OWNER, due_on=date.max), "date-too-far"),
        (c.SetFate(ONE, Fate.NOT_NOW), "fate-needs-reason"),
        (c.SetFate(ONE, Fate.NOT_NOW, reason=text("No.")), "reason-too-short"),
        (c.SetFate(ONE, Fate.JOINED, reason=REASON), "fate-not-joined"),
        (c.SetFate(IdeaNo(9), Fate.LATER, reason=REASON), "idea-unknown"),
    ],
)
def test_a_fate_is_a_promise_or_has_a_reason(command: c.SetFate, key: str) -> None:
    life = Life().to(P.OUTCOME)
    assert life.now.date() == date(2026, 4, 13)
    assert life.refused(ORGANISER, command).key == key


def test_today_is_a_day_to_come() -> None:
    life = Life().to(P.OUTCOME)
    assert life.do(ORGANISER, c.SetFate(ONE, Fate.CHOSEN, owner=OWNER, due_on=life.now.date()))


def test_participants_do_not_write_the_outcome() -> None:
    life = Life().to(P.OUTCOME)
    assert life.refused("ada", LATER).key == "organisers-only"
    assert life.refused("ada", c.PublishOutcome(text())).key == "organisers-only"


def test_an_outcome_names_the_ideas_that_have_no_fate() -> None:
    life = Life().to(P.OUTCOME)
    for no in (1, 2, 4):
        life.do(ORGANISER, replace(LATER, idea=IdeaNo(no)))
    refusal = life.refused(ORGANISER, c.PublishOutcome(text()))
    assert (refusal.key, refusal.arguments) == ("fates-missing", {"ideas": "3, 5, 6", "count": 3})


def test_an_outcome_as_counted_needs_no_reason_and_gets_none() -> None:
    life = Life().to(P.OUTCOME)
    published, used, entered = life.publish()
    assert isinstance(published, OutcomePublished)
    assert used == PowerUsed(life.now, OLGA, Power.PUBLISHED, "outcome", "", "published", None)
    assert entered == PhaseEntered(life.now, P.FOLLOW_UP, None)
    assert life.state.rung is Rung.COPRODUCTION
    assert set(life.state.promises) == {ONE, TWO}
    assert life.state.outcome == published.content


def test_a_difference_that_is_none_is_not_written_down() -> None:
    life = Life().to(P.OUTCOME)
    for no in life.state.live_ideas:
        fate = c.SetFate(no, Fate.CHOSEN, owner=OWNER, due_on=date(2026, 6, 1))
        life.do(ORGANISER, fate if no in life.state.chosen else replace(LATER, idea=no))
    published = life.do(ORGANISER, c.PublishOutcome(text(), difference=REASON))[0]
    assert isinstance(published, OutcomePublished)
    assert published.difference is None


def test_an_outcome_that_differs_from_the_count_says_why_for_good() -> None:
    life = Life().to(P.OUTCOME)
    for no in life.state.live_ideas:
        life.do(ORGANISER, replace(LATER, idea=no))
    assert life.refused(ORGANISER, c.PublishOutcome(text())).arguments == {"counted": "1, 2"}
    assert life.refused(ORGANISER, c.PublishOutcome(text(), text("So."))).key == "reason-too-short"
    _, used, _ = life.do(ORGANISER, c.PublishOutcome(text(), difference=REASON))
    assert isinstance(used, PowerUsed)
    assert used.reason == REASON.content
    assert life.state.outcome_difference == REASON.content
    assert life.state.rung is Rung.ENGAGEMENT
    assert life.state.promises == {}


# --- promises --------------------------------------------------------------------------------------------


def test_progress_is_reported_by_anyone_in_the_round_on_promised_ideas() -> None:
    life = Life().to(P.FOLLOW_UP)
    assert life.do("ada", c.ReportProgress(ONE, text("Two bins stand."))) == (
        ProgressReported(life.now, ONE, ADA, content("Two bins stand.")),
    )
    assert life.state.promises[ONE].reports == (content("Two bins stand."),)
    refusal = life.refused("ada", c.ReportProgress(THREE, text()))
    assert (refusal.key, refusal.arguments) == ("idea-not-promised", {"idea": 3, "promised": "1, 2"})


def test_done_needs_three_others() -> None:
    life = Life().to(P.FOLLOW_UP)
    assert life.do("ada", c.ClaimDone(ONE)) == (DoneClaimed(life.now, ONE, ADA),)
    assert life.refused("ada", c.ConfirmDone(ONE)).key == "confirm-own"
    assert life.do("ben", c.ConfirmDone(ONE)) == (DoneConfirmed(life.now, ONE, BEN),)
    life.do("cem", c.ConfirmDone(ONE))
    assert not life.state.promises[ONE].is_done
    assert life.do("dora", c.ConfirmDone(ONE))[1:] == (IdeaDone(life.now, ONE, 3),)
    assert life.state.promises[ONE].is_done
    assert life.refused("eli", c.ConfirmDone(ONE)).key == "done-already"
    assert life.refused("eli", c.ReportProgress(ONE, text())).key == "done-already"


def test_done_holds_after_seven_days_in_which_nobody_disputes_it() -> None:
    life = Life().to(P.FOLLOW_UP)
    life.do("ada", c.ClaimDone(ONE))
    life.do("ben", c.ConfirmDone(ONE))
    life.wait_until(life.now + 7 * DAY - timedelta(microseconds=1))
    assert not life.state.promises[ONE].is_done
    life.wait_until(life.now + timedelta(microseconds=1))
    assert life.events[-1] == IdeaDone(life.now, ONE, 1)


def test_a_dispute_with_a_reason_ends_a_claim_which_can_be_made_again() -> None:
    life = Life().to(P.FOLLOW_UP)
    life.do("ada", c.ClaimDone(ONE))
    life.do("ben", c.ConfirmDone(ONE))
    assert life.refused("cem", c.DisputeDone(ONE, text("No."))).key == "reason-too-short"
    assert isinstance(life.do("cem", c.DisputeDone(ONE, REASON))[0], DoneDisputed)
    assert life.state.promises[ONE].claimed_at is None
    assert life.refused("cem", c.ConfirmDone(ONE)).key == "done-not-claimed"
    assert life.refused("cem", c.DisputeDone(ONE, REASON)).key == "done-not-claimed"
    life.wait(days=8)
    assert not life.state.promises[ONE].is_done
    life.do("dora", c.ClaimDone(ONE))
    assert life.state.promises[ONE].confirmed_by == set()
    assert life.state.promises[ONE].claimed_by == "dora"


def test_a_promise_is_missed_the_instant_after_its_day_in_the_communitys_zone() -> None:
    life = Life().to(P.OUTCOME)
    life.publish(due_on=date(2026, 4, 30))
    midnight = datetime(2026, 4, 30, 23, tzinfo=UTC)  # summer time in London
    life.wait_until(midnight - timedelta(microseconds=1))
    assert not life.state.promises[ONE].is_missed
    assert life.wait_until(midnight) == (
        PromiseMissed(midnight, ONE, date(2026, 4, 30)),
        PromiseMissed(midnight, TWO, date(2026, 4, 30)),
    )
    assert life.state.promises[ONE].is_missed
    assert not any(isinstance(event, PromiseMissed) for event in life.wait(days=400))


def test_a_claim_holds_the_missing_back_and_a_dispute_brings_it_on() -> None:
    life = Life().to(P.OUTCOME)
    life.publish(due_on=date(2026, 4, 30))
    life.wait_until(datetime(2026, 4, 29, tzinfo=UTC))
    life.do("ada", c.ClaimDone(ONE))
    life.wait(days=3)
    assert not life.state.promises[ONE].is_missed
    life.do("ben", c.DisputeDone(ONE, REASON))
    assert life.settle() == (PromiseMissed(life.now, ONE, date(2026, 4, 30)),)


def test_a_promise_that_was_missed_can_still_be_kept() -> None:
    life = Life().to(P.OUTCOME)
    life.publish(due_on=date(2026, 4, 30))
    life.wait(days=30)
    life.do("ada", c.ClaimDone(ONE))
    life.wait(days=7)
    assert life.state.promises[ONE].is_done
    assert life.state.promises[ONE].is_missed


# --- the end ---------------------------------------------------------------------------------------------


def test_checks_are_held_and_then_the_round_is_put_away() -> None:
    life = Life().to(P.FOLLOW_UP)
    published = life.now
    events = life.wait(days=100)
    assert [(type(event), event.at - published) for event in events if not isinstance(event, PromiseMissed)] == [
        (CheckHeld, 30 * DAY),
        (CheckHeld, 90 * DAY),
        (PhaseEntered, 90 * DAY),
    ]
    assert [(event.no, event.of) for event in events if isinstance(event, CheckHeld)] == [(1, 2), (2, 2)]
    assert life.is_in(P.ARCHIVED)
    assert deadlines(life.state) == ()


def test_a_round_waits_for_its_last_promise_before_it_is_put_away() -> None:
    life = Life().to(P.OUTCOME)
    life.publish(due_on=date(2027, 4, 13))
    life.wait(days=364)
    assert life.is_in(P.FOLLOW_UP)
    assert [one.kind for one in deadlines(life.state)] == [Kind.MISS_PROMISE, Kind.MISS_PROMISE]
    life.wait(days=2)
    assert sum(isinstance(event, PromiseMissed) for event in life.events) == 2
    assert life.is_in(P.ARCHIVED)


def test_a_claim_keeps_the_round_open_until_it_holds() -> None:
    life = Life().to(P.OUTCOME)
    life.publish(due_on=date(2026, 4, 30))
    life.wait(days=89)
    life.do("ada", c.ClaimDone(ONE))
    life.wait(days=6)
    assert life.is_in(P.FOLLOW_UP)
    life.wait(days=1)
    assert life.is_in(P.ARCHIVED)
    assert [type(event) for event in life.events[-2:]] == [IdeaDone, PhaseEntered]


def test_a_template_without_checks_puts_the_round_away_when_its_promises_are_kept() -> None:
    life = Life(rules=rules(replace(COMMUNITY, checks=()))).to(P.FOLLOW_UP)
    for no in (ONE, TWO):
        life.do("ada", c.ClaimDone(no))
    life.wait(days=7)
    assert life.is_in(P.ARCHIVED)


@pytest.mark.parametrize("reply_by", [date(2026, 3, 20), date(2026, 4, 14)])
def test_a_reply_that_was_promised_is_missed_on_its_day_whatever_step_the_round_is_in(reply_by: date) -> None:
    life = Life(rules=rules(honest=answers(reply_by=reply_by))).to(P.FRAMING)
    while life.state.outcome is None and not life.state.is_reply_missed:
        life.wait(days=1)
    missed = next(event for event in life.events if isinstance(event, ReplyMissed))
    assert missed.promised_on == reply_by
    assert missed.at.astimezone(life.rules.tz).replace(tzinfo=None) == datetime(  # noqa: DTZ001 - wall time
        reply_by.year, reply_by.month, reply_by.day + 1
    )
    life.wait(days=60)
    assert sum(isinstance(event, ReplyMissed) for event in life.events) == 1


def test_a_reply_in_time_is_not_missed() -> None:
    life = Life().to(P.FOLLOW_UP)
    life.wait(days=300)
    assert not any(isinstance(event, ReplyMissed) for event in life.events)


def test_rounds_without_answers_promised_no_reply() -> None:
    life = Life()
    for name in MEMBERS[1:4]:
        life.do(name, c.SecondTopic())
    life.wait(days=300)
    assert not life.state.is_reply_missed
    assert life.is_in(P.OUTCOME)


def test_in_a_practice_one_confirmation_is_enough() -> None:
    life = Life(rules=rules(PRACTICE)).to(P.FOLLOW_UP)
    life.do("ada", c.ClaimDone(ONE))
    assert IdeaDone(life.now, ONE, 1) in life.do("ben", c.ConfirmDone(ONE))
