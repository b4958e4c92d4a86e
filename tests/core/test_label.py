"""The honest label: every combination of answers and of what happened, against a table in plain words."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product

import pytest

from codesign_bot.core.label import Answers, Decider, Fixed, Happened, Rung, Use, promised, rung
from codesign_bot.testing.build import answers

FLAGS = tuple(one.name for one in fields(Happened))
EVERY_ANSWERS: list[Answers | None] = [
    None,
    *(answers(decider, fixed, use) for decider, fixed, use in product(Decider, Fixed, Use)),
]
EVERY_STORY = [Happened(*flags) for flags in product([False, True], repeat=len(FLAGS))]


@pytest.mark.parametrize("fixed", [Fixed.NOTHING, Fixed.SOME])
@pytest.mark.parametrize(
    ("decider", "use", "expected"),
    [
        (Decider.PARTICIPANTS, Use.DONE_TOGETHER, Rung.COPRODUCTION),
        (Decider.TOGETHER, Use.DONE_TOGETHER, Rung.COPRODUCTION),
        (Decider.OTHERS, Use.DONE_TOGETHER, Rung.CODESIGN),
        (Decider.PARTICIPANTS, Use.DONE, Rung.CODESIGN),
        (Decider.TOGETHER, Use.DONE, Rung.CODESIGN),
        (Decider.OTHERS, Use.DONE, Rung.CODESIGN),
        (Decider.PARTICIPANTS, Use.ADVICE, Rung.CODESIGN),
        (Decider.TOGETHER, Use.ADVICE, Rung.CODESIGN),
        (Decider.OTHERS, Use.ADVICE, Rung.CODESIGN),
        (Decider.PARTICIPANTS, Use.NOTHING, Rung.INFORMING),
        (Decider.TOGETHER, Use.NOTHING, Rung.INFORMING),
        (Decider.OTHERS, Use.NOTHING, Rung.INFORMING),
    ],
)
def test_what_is_promised_sets_the_highest_rung(decider: Decider, fixed: Fixed, use: Use, expected: Rung) -> None:
    assert promised(answers(decider, fixed, use)) is expected


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (Use.DONE_TOGETHER, Rung.CONSULTATION),
        (Use.DONE, Rung.CONSULTATION),
        (Use.ADVICE, Rung.CONSULTATION),
        (Use.NOTHING, Rung.INFORMING),
    ],
)
@pytest.mark.parametrize("decider", Decider)
def test_a_plan_that_is_written_already_is_consultation_at_most(decider: Decider, use: Use, expected: Rung) -> None:
    assert promised(answers(decider, Fixed.PLAN, use)) is expected


def test_without_answers_it_is_consultation() -> None:
    assert promised(None) is Rung.CONSULTATION


def in_plain_words(honest: Answers | None, happened: Happened) -> Rung:
    """The rungs of research, said once more: each sentence can only lower."""
    at_most = promised(honest)
    if happened.is_framing_skipped:
        at_most = min(at_most, Rung.CONSULTATION)
    if happened.has_few_voices:
        at_most = min(at_most, Rung.ENGAGEMENT)
    if happened.is_result_overridden:
        at_most = min(at_most, Rung.ENGAGEMENT)
    if happened.is_question_by_organisers:
        advice = honest is None or honest.use is Use.ADVICE or honest.decider is Decider.OTHERS
        at_most = min(at_most, Rung.ENGAGEMENT if advice else Rung.CODESIGN)
    return at_most


@pytest.mark.parametrize("honest", EVERY_ANSWERS)
def test_every_story_of_every_round_has_its_rung(honest: Answers | None) -> None:
    for happened in EVERY_STORY:
        assert rung(honest, happened) is in_plain_words(honest, happened)


@pytest.mark.parametrize("flag", FLAGS)
@pytest.mark.parametrize("honest", EVERY_ANSWERS)
def test_whatever_happens_the_label_only_falls(honest: Answers | None, flag: str) -> None:
    for happened in EVERY_STORY:
        worse = Happened(**{name: getattr(happened, name) or name == flag for name in FLAGS})
        assert rung(honest, worse) <= rung(honest, happened)


@pytest.mark.parametrize("flag", FLAGS)
def test_each_thing_that_happens_can_lower_the_label(flag: str) -> None:
    best = answers(Decider.PARTICIPANTS, Fixed.NOTHING, Use.DONE_TOGETHER)
    assert rung(best, Happened(**{flag: True})) < rung(best, Happened())


def test_the_words_of_the_answers_have_no_say_in_the_label() -> None:
    one = answers()
    assert rung(replace(one, who_decides=one.what_is_open), Happened()) is rung(one, Happened())
