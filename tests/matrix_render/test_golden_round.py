"""A whole round as people see it in Matrix: every card, announcement and answer, as files to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from codesign_bot.core.commands import (
    OfferIdea,
)
from codesign_bot.core.phases import Phase
from codesign_bot.ports import Reading
from codesign_bot.testing.build import MEMBERS, PRACTICE, Life, answers, content, rules
from codesign_bot.testing.told import NAMES, SHELVES, Story, told
from codesign_bot.view import View
from codesign_bot.views.card import card
from codesign_matrix.render import MatrixLook, Payload, render, render_card

SameAsGolden = Callable[[str, Mapping[str, tuple[Payload, ...]]], None]


Show = Callable[[View, datetime], tuple[Payload, ...]]


@pytest.fixture
def show(reading: Reading, look: MatrixLook) -> Show:
    """A view as it is sent at an instant."""
    return lambda view, now: render(view, Reading(reading.voice, NAMES, now), look)


@pytest.fixture
def show_card(reading: Reading, look: MatrixLook) -> Show:
    """A view as a card that is edited."""
    return lambda view, now: (render_card(view, Reading(reading.voice, NAMES, now), look),)


@pytest.fixture
def show_unasked(reading: Reading, look: MatrixLook) -> Show:
    """A view as it is sent to somebody who has not typed anything."""
    return lambda view, now: render(view, Reading(reading.voice, NAMES, now), replace(look, is_answer=False))


@pytest.mark.parametrize("shelf", SHELVES)
def test_what_people_see_in_a_round(
    shelf: str, show: Show, show_card: Show, show_unasked: Show, same_as_golden: SameAsGolden
) -> None:
    how = {"cards": show_card, "notices": show_unasked, "reminders": show_unasked}.get(shelf, show)
    same_as_golden(shelf, {title: how(view, now) for title, (view, now) in told().seen[shelf].items()})


def test_every_phase_has_its_card_and_every_shelf_its_views() -> None:
    assert set(told().seen) == set(SHELVES)
    shown = {title.split(". ")[1] for title in told().seen["cards"]}
    assert shown >= {phase.value for phase in Phase} - {"withdrawn", "expired"}


def test_no_words_of_the_story_are_lost(show: Show) -> None:
    """A golden file with erased words in it would show nothing."""
    for shelf in SHELVES:
        for title, (view, now) in told().seen[shelf].items():
            assert "erased" not in "".join(one.body for one in show(view, now)), title


def test_every_message_of_a_round_is_one_message(
    show: Show,
) -> None:
    for shelf in SHELVES:
        for title, (view, now) in told().seen[shelf].items():
            assert len(show(view, now)) == 1, title


def test_the_fullest_card_fits_into_one_message(show_card: Show, same_as_golden: SameAsGolden) -> None:
    """As many ideas as a ballot takes, each as long as an idea may be, in a practice round."""
    life = Life(rules(PRACTICE, honest=answers()))
    story = Story(life)
    life.to(Phase.IDEAS)
    for number in range(24):
        words = f"{number + 1}: " + "wide benches & shade " * 20
        life.do(MEMBERS[number % 6], OfferIdea(story.text(words[:280].strip())))
    while life.state.phase is not Phase.VOTING:
        life.end_step()
    assert len(life.state.live_ideas) == 24
    story.words[content("How might we keep the school gate clean?").id] = "How might we keep the school gate clean?"
    view = card(life.state, story.words, life.now)
    (payload,) = show_card(view, life.now)
    assert "too long" not in payload.body
    same_as_golden("fullest-card", {"a vote on 24 ideas": (payload,)})


def test_all_goldens_belong_to_a_test() -> None:
    known = {*SHELVES, "blocks", "hostile", "long", "fullest-card"}
    assert {file.stem for file in (Path(__file__).parent / "golden").iterdir()} == known
