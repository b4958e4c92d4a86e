"""A refusal: why, that nothing has changed, one next step, and the person's own words back."""

from __future__ import annotations

import pytest

from codesign_bot.core.phases import Act, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.messages import FluentVoice
from codesign_bot.phrasing import phrase
from codesign_bot.ports import Reading
from codesign_bot.view import Action, Audience, Ideas, Quote, Quoted, Say, Term, ToType, When
from codesign_bot.views.refusals import refused

from .seeing import keys, quotes, says, the, typed
from .story import START, Story


def test_a_refusal_says_why_and_that_nothing_has_changed() -> None:
    view = refused(Refusal("ballot-over-budget", asked=5, dots=4), "!vote 3:5", None, None)
    assert view.audience is Audience.ONLY_YOU
    assert keys(view) == ["ballot-over-budget", "nothing-changed"]
    assert the(view, "ballot-over-budget").arguments == {"asked": 5, "dots": 4}


def test_a_refusal_hands_the_persons_words_back() -> None:
    view = refused(Refusal("words-too-long", length=300, limit=280, over=20), "my long idea", None, None)
    assert quotes(view) == [Quote(Quoted("my long idea"), Say("your-words"))]


def test_what_may_be_a_ballot_is_not_repeated_where_all_can_read() -> None:
    view = refused(Refusal("ballot-in-private"), "!vote 3:2", None, None)
    assert not quotes(view)
    assert view.actions[0].is_private


@pytest.mark.parametrize("words", [None, ""])
def test_where_there_are_no_words_none_are_handed_back(words: str | None) -> None:
    assert not quotes(refused(Refusal("words-blank"), words, None, None))


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("not-joined", "join"),
        ("idea-hidden", "ideas"),
        ("too-late", "now"),
        ("topic-unknown", "topics"),
        ("time-only-longer", "request end …"),
        ("words-blank", "help"),
        ("ideas-alone-first", "idea …"),
        ("ballot-in-private", "vote show"),
        ("plan-in-private", "round plan community"),
        ("consent-again", "now"),
        ("wording-unknown", "questions"),
        ("support-own", "requests"),
        ("round-ended", "log"),
    ],
)
def test_a_refusal_always_offers_exactly_one_next_step(key: str, step: str) -> None:
    assert typed(refused(Refusal(key), None, None, None)) == [step]


def test_a_next_step_that_is_known_better_wins() -> None:
    better = Action("action-vote", "vote 3:2")
    assert refused(Refusal("not-joined"), None, better, None).actions == (better,)


def test_names_of_ours_become_words_and_instants_keep_the_zone_of_the_round(whole: Story) -> None:
    refusal = Refusal(
        "too-late", act=Act.VOTE.value, phase=Phase.FEEDBACK.value, possible="voting", ended=START, now=START
    )
    view = refused(refusal, None, None, whole.state)
    assert the(view, "too-late").arguments == {
        "act": Term("act-vote"),
        "phase": Term("phase-feedback"),
        "possible": Term("phase-voting"),
        "ended": When(START, "Europe/London"),
        "now": When(START, "Europe/London"),
    }


@pytest.mark.parametrize("name", ["ideas", "counted", "promised", "chosen"])
def test_rows_of_numbers_become_idea_numbers_even_none(name: str) -> None:
    for given, numbers in (("3, 7, 11", (3, 7, 11)), ("", ())):
        view = refused(Refusal("difference-unsaid", **{name: given}), None, None, None)
        assert the(view, "difference-unsaid").arguments == {name: Ideas(numbers)}


def test_any_other_text_stays_somebodys_words() -> None:
    view = refused(Refusal("template-unknown", near="quick, slow"), None, None, None)
    assert the(view, "template-unknown").arguments == {"near": "quick, slow"}


def test_half_a_command_is_answered_with_how_to_type_it() -> None:
    view = refused(Refusal("usage", command="fate"), "fate 3", None, None)
    assert the(view, "usage").arguments == {"command": ToType("fate")}
    assert "nothing-changed" in keys(view)
    assert quotes(view)
    assert typed(view)[0] == "fate 3 chosen … by 2027-01-31"


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("phase", Phase)
def test_every_act_in_every_step_can_be_refused_in_words(act: Act, phase: Phase, english: FluentVoice) -> None:
    reading = Reading(english, {}, START)
    for key in ("too-early", "wrong-phase"):
        refusal = Refusal(key, act=act.value, phase=phase.value, possible=phase.value)
        for one in says(refused(refusal, "words", None, None)):
            assert phrase(one, reading, str)
