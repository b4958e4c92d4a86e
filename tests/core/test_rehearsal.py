"""A round is shown before it begins: by its own rules, and without anything coming of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from codesign_bot.catalogue import load_templates, template_folders
from codesign_bot.core.commands import SecondTopic
from codesign_bot.core.counting.result import TieStep
from codesign_bot.core.events import PhaseEntered, RoundOpened
from codesign_bot.core.phases import Phase
from codesign_bot.core.rehearsal import EXAMPLE, IDEAS, Scene, rehearse
from codesign_bot.core.rules import Rules, Template
from codesign_bot.core.state import VoteKind, there
from codesign_bot.testing.build import COMMUNITY, PRACTICE, START, Life, answers, plan, rules

P = Phase
WAY = [P.FRAMING, P.CONFIRMING, P.IDEAS, P.SORTING, P.VOTING, P.COOLING_OFF, P.FEEDBACK, P.OUTCOME, P.FOLLOW_UP]
TEMPLATES = load_templates(template_folders())


def scenes(planned: Rules | None = None, *, is_level: bool = False) -> list[Scene]:
    return list(rehearse(Life().state, planned or rules(), START, is_level=is_level))


def phases(told: list[Scene]) -> list[Phase]:
    return [scene.state.phase for scene in told]


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda one: one.name)
@pytest.mark.parametrize("honest", [answers(), None], ids=["answers", "no answers"])
def test_every_template_is_shown_from_the_opening_to_the_follow_up(template: Template, honest: object) -> None:
    planned = rules(template) if honest is not None else Rules(template, "Europe/London")
    assert phases(scenes(planned)) == WAY


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda one: one.name)
def test_a_runoff_is_shown_where_ideas_are_level(template: Template) -> None:
    told = scenes(rules(template), is_level=True)
    assert phases(told) == [*WAY[:5], P.RUNOFF, *WAY[5:]]
    vote = there(told[5].state.vote)
    assert (vote.vote_kind, len(vote.ideas)) == (VoteKind.RUNOFF, IDEAS)


def test_where_the_rules_know_of_no_runoff_none_is_shown() -> None:
    chain = (TieStep.OTHER_MEASURE, TieStep.ALL_GO_ON)
    assert P.RUNOFF not in phases(scenes(rules(replace(COMMUNITY, chain=chain)), is_level=True))


def test_steps_begin_and_end_when_the_rules_say() -> None:
    planned = rules()
    at = START
    for scene in scenes(planned):
        assert scene.at == at
        if scene.state.window is not None:
            assert scene.state.window == planned.window(scene.state.phase, at)
            at = scene.state.window.closes


def test_nobody_has_to_be_heard_and_nothing_waits_for_voices() -> None:
    """However many a plan asks for: the people in it do not exist."""
    assert phases(scenes(rules(replace(COMMUNITY, heard_floor=10_000, heard_percent=100)))) == WAY


def test_the_rules_that_are_shown_are_those_of_the_plan() -> None:
    planned = rules(replace(COMMUNITY, heard_floor=50))
    told = scenes(planned)
    (opened,) = [event for _, event, _ in told[0].steps if isinstance(event, RoundOpened)]
    assert (opened.rules, opened.rules_hash) == (planned, planned.hashed())
    assert all(scene.state.rules == planned for scene in told)


def test_the_first_scene_is_what_the_opening_really_brings() -> None:
    life = Life()
    life.do("olga", plan())
    before = life.state
    *_, events = [life.do(name, SecondTopic()) for name in ("ben", "cem", "dora")]
    first = scenes()[0]
    assert [event for _, event, _ in first.steps] == list(events[-2:])
    assert first.state.window == life.state.window
    assert before.phase is P.PROPOSED


def test_every_word_in_it_is_an_example() -> None:
    last = scenes()[-1].state
    assert {idea.content for idea in last.ideas.values()} == {EXAMPLE}
    assert last.outcome == EXAMPLE
    assert len(last.ideas) == IDEAS
    assert len(last.chosen) == len(last.promises) == 2
    assert set(last.fates) == set(last.ideas)


def test_a_reply_that_is_promised_before_the_outcome_can_be_there_is_seen_to_be_missed() -> None:
    told = scenes(rules(honest=answers(reply_by=(START + timedelta(days=20)).date())))
    assert [scene.state.is_reply_missed for scene in told] == [False] * 3 + [True] * 6


def test_each_scene_ends_with_the_beginning_of_its_step() -> None:
    for scene in scenes(rules(PRACTICE)):
        (entered,) = [event for _, event, _ in scene.steps if isinstance(event, PhaseEntered)]
        assert entered.phase is scene.state.phase
        assert scene.steps[-1][1] is entered


def test_the_topic_it_begins_with_is_left_as_it_is() -> None:
    life = Life()
    before = life.state
    list(rehearse(life.state, rules(), START))
    assert life.state == before
