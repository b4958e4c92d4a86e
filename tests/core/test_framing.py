"""Problem before plan: statements, wordings, consent, and a question that no one person can stop."""

from __future__ import annotations

import pytest

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
from codesign_bot.core.state import Parked, Why
from codesign_bot.testing.build import MEMBERS, ORGANISER, REASON, Life, content, text

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


def test_an_objection_with_no_other_wording_is_written_beside_the_question() -> None:
    life = Life().to(P.CONFIRMING)
    life.everyone(c.Consent(), people=MEMBERS[:5])
    life.do("fay", c.Object(REASON))
    life.end_step()
    assert life.is_in(P.IDEAS)
    assert QuestionConfirmed(life.now, (ONE,), 1) in life.events


def test_no_one_person_stops_a_round_by_objecting_for_ever() -> None:
    life = framed(ada=("cem", "dora"), ben=("cem",))
    life.end_step()
    for wording in (THREE, WordingNo(4)):
        life.do("eli", c.Object(REASON))
        life.do("fay", c.WordQuestion(text(f"Wording {wording}")))
        life.everyone(c.SupportWording(WordingNo(wording)), people=MEMBERS[:4])
        life.end_step()
        assert life.state.question == (wording,)
    assert life.state.confirmings == 3
    life.do("eli", c.Object(REASON))
    life.everyone(c.Consent(), people=MEMBERS[:4])
    life.end_step()
    assert life.is_in(P.IDEAS)
    assert chosen(life) == (WordingNo(4),)


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
