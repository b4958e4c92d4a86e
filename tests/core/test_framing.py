"""Problem before plan: statements, wordings, consent, and a question that no one person can stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.events import (
    AnswerParked,
    ConsentGiven,
    PhaseEntered,
    QuestionChosen,
    QuestionConfirmed,
    WindowExtended,
)
from codesign_bot.core.ids import PersonId, WordingNo
from codesign_bot.core.label import Rung
from codesign_bot.core.phases import Phase
from codesign_bot.core.settling.question import CONFIRMINGS_MOST
from codesign_bot.core.state import Parked, Why, there
from codesign_bot.testing.build import (
    COMMUNITY,
    MEMBERS,
    ORGANISER,
    PRACTICE,
    REASON,
    Life,
    content,
    rules,
    text,
)

ONE, TWO, THREE = WordingNo(1), WordingNo(2), WordingNo(3)
P = Phase


def framed(**supporters: tuple[str, ...]) -> Life:
    """Framing with wordings: each name words one, which the people named support too. All are heard."""
    life = Life().to(P.FRAMING)
    for no, (name, others) in enumerate(supporters.items(), 1):
        life.do(name, c.WordQuestion(text(f"How might we number {no}?")))
        life.everyone(c.SupportWording(WordingNo(no)), people=others)
    life.everyone(c.StateProblem(text()))
    return life


def chosen(life: Life) -> tuple[WordingNo, ...]:
    return next(e.wordings for e in reversed(life.events) if isinstance(e, QuestionChosen))


def test_statements_are_numbered_and_kept() -> None:
    life = Life().to(P.FRAMING)
    life.everyone(c.StateProblem(text("It smells")), people=("ada", "ben"))
    assert [(one.no, one.by, one.content) for one in life.state.statements] == [
        (1, "ada", content("It smells")),
        (2, "ben", content("It smells")),
    ]


def test_an_answer_in_framing_is_parked_and_not_refused() -> None:
    life = Life().to(P.FRAMING)
    assert life.do("ada", c.OfferIdea(text("A second bin"))) == (
        AnswerParked(life.now, PersonId("ada"), content("A second bin")),
    )
    life.to(P.CONFIRMING)
    life.do("ben", c.OfferIdea(text("No bins at all")))
    assert life.state.ideas == {}
    assert life.state.parked == (
        Parked(PersonId("ada"), content("A second bin")),
        Parked(PersonId("ben"), content("No bins at all")),
    )
    assert life.refused("zoe", c.OfferIdea(text())).key == "not-joined"
    assert life.refused("ada", c.OfferIdea(text("x" * 281))).key == "words-too-long"


def test_the_wording_with_most_supporters_goes_on() -> None:
    life = framed(ada=("cem",), ben=("cem", "dora"))
    life.end_step()
    assert life.is_in(P.CONFIRMING)
    assert life.state.question == (TWO,)
    assert life.state.confirmings == 1


def test_a_tie_of_wordings_gets_a_day_to_settle() -> None:
    life = framed(ada=("cem",), ben=("cem",))
    (extended,) = life.end_step()
    assert isinstance(extended, WindowExtended)
    assert extended.why is Why.TIED_WORDINGS
    assert (extended.heard, extended.needed) == (0, 0)
    life.do("dora", c.SupportWording(TWO))
    life.end_step()
    assert life.state.question == (TWO,)


def test_wordings_that_stay_tied_go_on_together() -> None:
    life = framed(ada=("cem",), ben=("cem",))
    life.end_step()
    life.end_step()
    assert life.state.question == (ONE, TWO)


def test_without_a_wording_the_title_stands_in_and_the_label_says_so() -> None:
    life = framed()
    assert life.state.rung == 7
    life.end_step()
    assert life.state.question == ()
    assert life.state.rung is Rung.CONSULTATION
    life.do("ada", c.WordQuestion(text()))
    life.everyone(c.Consent())
    life.end_step()
    assert QuestionConfirmed(life.now, (), 0) in life.events
    assert life.state.rung is Rung.CONSULTATION


def test_a_question_that_nobody_stands_against_is_confirmed() -> None:
    life = Life().to(P.CONFIRMING)
    life.everyone(c.Consent())
    confirmed, entered = life.end_step()
    assert confirmed == QuestionConfirmed(life.now, (ONE,), 0)
    assert isinstance(entered, PhaseEntered)
    assert entered.phase is P.IDEAS
    assert life.state.rung is Rung.COPRODUCTION


@pytest.mark.parametrize(("author", "expected"), [(ORGANISER, Rung.CODESIGN), ("ada", Rung.COPRODUCTION)])
def test_a_question_worded_by_organisers_lowers_the_label(author: str, expected: Rung) -> None:
    life = Life().to(P.FRAMING)
    life.do(author, c.WordQuestion(text()))
    life.everyone(c.StateProblem(text()))
    life.end_step()
    life.everyone(c.Consent())
    life.end_step()
    assert life.is_in(P.IDEAS)
    assert life.state.rung is expected


def test_a_question_worded_by_both_is_not_the_organisers() -> None:
    life = framed(**{ORGANISER: ("cem",), "ben": ("cem",)})
    life.end_step()
    life.end_step()
    life.everyone(c.Consent())
    life.end_step()
    assert not life.state.happened.is_question_by_organisers


def test_an_objection_brings_the_next_wording_and_time_for_it() -> None:
    life = framed(ada=("cem", "dora"), ben=("cem",))
    life.end_step()
    life.everyone(c.Consent())
    life.do("eli", c.Object(REASON))
    assert life.state.consents == set(MEMBERS) - {"eli"}
    opened = life.now
    life.end_step()
    assert life.is_in(P.CONFIRMING)
    assert life.state.question == (TWO,)
    assert life.state.wordings[ONE].is_set_aside
    assert life.state.consents == set()
    assert life.state.question_objections == ()
    assert life.state.window is not None
    assert life.state.window.opened > opened
    assert life.state.confirmings == 2


def test_a_rewording_can_answer_an_objection() -> None:
    life = Life().to(P.CONFIRMING)
    life.do("eli", c.Object(REASON))
    life.do("eli", c.WordQuestion(text("How might we have no bins?")))
    life.everyone(c.SupportWording(TWO), people=MEMBERS[:4])
    life.end_step()
    assert life.state.question == (TWO,)


def objected() -> Life:
    """Fay alone objects to the question, and there are no other words for it."""
    life = Life().to(P.CONFIRMING)
    life.everyone(c.Consent(), people=MEMBERS[:5])
    life.do("fay", c.Object(REASON))
    return life


def test_an_objection_with_no_other_wording_brings_time_to_find_one() -> None:
    life = objected()
    before = there(life.state.window)
    (longer,) = life.end_step()
    assert isinstance(longer, WindowExtended)
    assert (longer.why, longer.heard, longer.needed) == (Why.REWORDING, 0, 0)
    assert longer.closes >= before.closes + timedelta(days=1)
    assert life.is_in(P.CONFIRMING)
    assert life.state.question == (ONE,)
    assert [one.stands for one in life.state.question_objections] == [True]
    assert life.state.consents == set(MEMBERS) - {"fay"}


def test_half_the_step_is_the_time_to_find_other_words() -> None:
    slow = replace(COMMUNITY, windows={**COMMUNITY.windows, P.CONFIRMING: timedelta(days=6)})
    life = Life(rules=rules(slow)).to(P.CONFIRMING)
    life.everyone(c.Object(REASON))
    before = there(life.state.window).closes
    life.end_step()
    assert there(life.state.window).closes - before == timedelta(days=3)


def test_in_a_practice_it_is_half_the_step_too() -> None:
    life = Life(rules=rules(PRACTICE)).to(P.CONFIRMING)
    life.everyone(c.Object(REASON))
    before = there(life.state.window).closes
    life.end_step()
    assert there(life.state.window).closes - before == PRACTICE.windows[P.CONFIRMING] / 2


def test_other_words_that_were_found_in_that_time_are_asked_about_with_time_of_their_own() -> None:
    life = objected()
    life.end_step()
    life.do("fay", c.WordQuestion(text("How might we have no bins?")))
    life.do("ada", c.SupportWording(TWO))
    chosen_now, entered = life.end_step()
    assert chosen_now == QuestionChosen(life.now, (TWO,))
    assert entered == PhaseEntered(life.now, P.CONFIRMING, rules().window(P.CONFIRMING, life.now))
    assert life.state.confirmings == 2
    assert life.state.wordings[ONE].is_set_aside
    life.everyone(c.Consent())
    life.end_step()
    assert QuestionConfirmed(life.now, (TWO,), 0) in life.events


def test_without_other_words_the_question_goes_on_and_says_who_was_not_met() -> None:
    life = objected()
    life.do("eli", c.Object(text("It blames the children.")))
    life.do("eli", c.WithdrawObjection())
    life.do("dora", c.Object(text("It leaves out the river.")))
    life.end_step()
    confirmed, entered = life.end_step()
    dissent = (REASON.content, content("It leaves out the river."))
    assert confirmed == QuestionConfirmed(life.now, (ONE,), 2, dissent)
    assert isinstance(entered, PhaseEntered)
    assert entered.phase is P.IDEAS
    assert [one.content for one in life.state.question_objections if one.stands] == [*dissent]


def test_an_objection_that_is_taken_back_in_that_time_leaves_a_question_nobody_stands_against() -> None:
    life = objected()
    life.end_step()
    life.do("fay", c.Consent())
    life.end_step()
    assert QuestionConfirmed(life.now, (ONE,), 0) in life.events


def test_a_second_objection_in_that_time_brings_no_more_of_it() -> None:
    life = objected()
    life.end_step()
    life.do("eli", c.Object(REASON))
    life.end_step()
    assert life.is_in(P.IDEAS)


def test_a_topic_without_a_wording_gets_time_for_one_too() -> None:
    life = framed()
    life.end_step()
    life.everyone(c.Consent(), people=MEMBERS[:5])
    life.do("fay", c.Object(REASON))
    life.end_step()
    assert life.is_in(P.CONFIRMING)
    life.do("fay", c.WordQuestion(text()))
    life.end_step()
    assert life.state.question == (ONE,)


def test_no_one_person_stops_a_round_by_objecting_for_ever() -> None:
    """The question is asked three times. Each but the last can bring time for other words, once."""
    life = Life().to(P.CONFIRMING)
    began = life.now
    for no in (2, 3):
        life.everyone(c.Consent(), people=MEMBERS[:5])
        life.do("fay", c.Object(REASON))
        (longer,) = life.end_step()
        assert isinstance(longer, WindowExtended)
        life.do("fay", c.WordQuestion(text(f"Wording {no}")))
        life.end_step()
        assert life.state.question == (no,)
    assert life.state.confirmings == CONFIRMINGS_MOST == 3
    life.everyone(c.Consent(), people=MEMBERS[:5])
    life.do("fay", c.Object(REASON))
    life.do("fay", c.WordQuestion(text("Wording 4")))
    life.end_step()
    assert life.is_in(P.IDEAS)
    assert chosen(life) == (THREE,)
    assert QuestionConfirmed(life.now, (THREE,), 1, (REASON.content,)) in life.events
    assert life.now - began < timedelta(days=10)


@given(turns=st.lists(st.tuples(st.booleans(), st.booleans()), max_size=8))
def test_whatever_one_person_does_the_question_goes_on_after_three_askings(turns: list[tuple[bool, bool]]) -> None:
    """Whether fay objects, and whether she words the question anew, is up to chance; in the end she does both."""
    life = Life().to(P.CONFIRMING)
    waits = 0
    for is_objecting, is_wording in [*turns, *[(True, True)] * 6]:
        if not life.is_in(P.CONFIRMING):
            break
        life.everyone(c.Object(REASON), c.WithdrawObjection(), people=MEMBERS[:5])  # all are heard, nobody minds
        if is_wording:
            life.do("fay", c.WordQuestion(text(f"Wording {len(life.state.wordings) + 1}")))
        if is_objecting:
            life.do("fay", c.Object(REASON))
        waits += isinstance(life.end_step()[0], WindowExtended)
    assert life.is_in(P.IDEAS)
    assert waits < CONFIRMINGS_MOST
    assert sum(isinstance(event, QuestionChosen) for event in life.events) <= CONFIRMINGS_MOST
    confirmed = next(event for event in life.events if isinstance(event, QuestionConfirmed))
    assert len(confirmed.dissent) == confirmed.open_objections <= 1


def test_consent_takes_an_own_objection_back_and_an_objection_a_consent() -> None:
    life = Life().to(P.CONFIRMING)
    life.do("ada", c.Object(REASON))
    life.do("ben", c.Object(REASON))
    life.do("ada", c.Consent())
    assert [(one.by, one.stands) for one in life.state.question_objections] == [("ada", False), ("ben", True)]
    life.do("ada", c.Object(REASON))
    assert life.state.consents == set()
    assert [one.stands for one in life.state.question_objections] == [False, True, True]


def test_an_objection_that_is_taken_back_is_gone() -> None:
    life = Life().to(P.CONFIRMING)
    life.do("ada", c.WordQuestion(text()))
    life.everyone(c.Consent(), people=MEMBERS[1:])
    life.do("ada", c.Object(REASON))
    life.do("ada", c.WithdrawObjection())
    assert life.refused("ada", c.WithdrawObjection()).key == "objection-none"
    life.end_step()
    assert life.is_in(P.IDEAS)
    assert life.state.question == (ONE,)


def test_only_people_in_the_round_object() -> None:
    life = Life().to(P.CONFIRMING)
    assert life.refused("zoe", c.Object(REASON)).key == "not-joined"
    assert life.refused("zoe", c.Consent()).key == "not-joined"
    assert life.do("ada", c.Consent()) == (ConsentGiven(life.now, PersonId("ada")),)


def test_support_is_counted_once_for_each_person() -> None:
    life = framed(ada=("ben", "cem"))
    assert life.state.wordings[ONE].supporters == {"ada", "ben", "cem"}
    assert not life.state.wordings[ONE].is_by_organiser
    refusal = life.refused("ben", c.SupportWording(TWO))
    assert refusal.key == "wording-unknown"
    assert refusal.arguments == {"wording": 2, "last": 1}
