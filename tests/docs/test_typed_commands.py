"""Every word that can be typed is in the README, and whatever the pages tell people to type is understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from codesign_bot.core.refusal import Refusal
from codesign_bot.messages import all_voices
from codesign_bot.service.asked import Asked, Spend
from codesign_bot.service.grammar import read
from codesign_bot.service.spoken import Spoken
from codesign_bot.service.verbs import VERBS
from codesign_bot.views.usage import USAGE

from .pages import BY_NAME, OPERATING, PAGES, README, Page

ANSWERED_WITH_THE_RULE = {"no-early-end"}
"""Refusals that are what the command is for."""
SPOKEN = Spoken(all_voices())
NAMES = ("codesign", "@codesign")


def typed_in(one: Page) -> Iterator[str]:
    """The commands that a page tells people to type."""
    yield from (span for span in one.spans if span.startswith("!") and len(span) > 1)


def understood(typed: str) -> Asked:
    """What the bot takes it for. Raises `Refusal` for half a command."""
    said = read(typed.replace("…", "words of my own, and some more"), NAMES, is_private=False)
    assert said is not None, typed
    found = SPOKEN.ours(said)
    assert found.verb in VERBS, typed
    return VERBS[found.verb](found.rest)


def answer_to(typed: str) -> Asked | Refusal:
    """What the bot makes of it, half a command included."""
    try:
        return understood(typed)
    except Refusal as refusal:
        return refusal


def first_words() -> set[str]:
    """The verbs that the README tells, as the bot reads them."""
    found = (read(typed, NAMES, is_private=False) for typed in typed_in(README))
    return {one.verb for one in found if one is not None}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme(verb: str) -> None:
    assert verb in first_words()


@pytest.mark.parametrize("command", USAGE)
def test_every_command_with_a_usage_is_in_the_readme(command: str) -> None:
    assert any(re.match(rf"!{command}\b", typed) for typed in typed_in(README)), f"!{command}"


@pytest.mark.parametrize("one", PAGES, ids=BY_NAME)
def test_what_a_page_tells_people_to_type_is_understood(one: Page) -> None:
    for typed in typed_in(one):
        answer = answer_to(typed)
        assert not isinstance(answer, Refusal) or answer.key in ANSWERED_WITH_THE_RULE, typed


def test_enough_is_typed_in_the_pages_to_mean_anything() -> None:
    assert len(list(typed_in(README))) > 60
    assert sum(len(list(typed_in(one))) for one in PAGES) > 70
    assert list(typed_in(OPERATING))


def test_a_command_that_does_not_exist_would_be_found() -> None:
    with pytest.raises(AssertionError):
        understood("!abracadabra 3")
    with pytest.raises(Refusal):
        understood("!merge 3")


def test_only_ballots_are_secret_as_the_readme_says() -> None:
    asked = [answer_to(typed) for typed in typed_in(README)]
    secret = [one for one in asked if isinstance(one, Spend)]
    assert len(secret) >= 3
    assert "**Vote only in a direct message**" in README.text


def test_promises_in_examples_are_dated_ahead() -> None:
    """An example that has gone by is copied and refused."""
    days = [date.fromisoformat(day) for typed in typed_in(README) for day in re.findall(r"\d{4}-\d\d-\d\d", typed)]
    assert days
    assert min(days) >= date(2027, 1, 1)
