"""Where people press instead of typing, texts say so, and no text asks for what cannot be done here."""

from __future__ import annotations

import re

import pytest

from codesign_bot.errors import PromptError
from codesign_bot.messages import FluentVoice, all_voices, folders, load
from codesign_bot.phrasing import runs
from codesign_bot.ports import Reading
from codesign_bot.view import Typed, View, say
from codesign_discord.render import payloads
from codesign_discord.wording import INSTEAD, NAMES_NOTHING, on_discord

from .conftest import NOW

ENGLISH = all_voices()["en"]

CANNOT_BE_SAID_HERE = frozenset(
    {
        "vote-in-room-delete",
        "ballot-in-private",
        "plan-in-private",
        "preview-in-private",
        "receipt-in-private",
        "unreadable-private",
        "unreadable-public",
    }
)
"""They answer what was typed where others read it, or could not be read. Nothing is typed here."""


@pytest.mark.parametrize(("key", "here"), INSTEAD.items())
def test_both_texts_are_there_and_need_the_same(key: str, here: str) -> None:
    needed = ENGLISH.known_arguments(here)
    assert needed == (frozenset() if here in NAMES_NOTHING else ENGLISH.known_arguments(key))


def test_whatever_needs_nothing_is_in_use() -> None:
    assert set(INSTEAD.values()) >= NAMES_NOTHING


def test_no_text_that_speaks_of_direct_messages_is_left(english_keys: frozenset[str]) -> None:
    """But for those that a person on Discord cannot get."""
    speaking = {key for key in english_keys if "direct message" in source_of(ENGLISH, key)}
    own = {key for key in speaking if key.startswith(("discord-", "press-", "phrase-actions", "doctor-"))}
    assert speaking - own - INSTEAD.keys() - CANNOT_BE_SAID_HERE == set()


@pytest.fixture
def english_keys() -> frozenset[str]:
    return ENGLISH.keys


def source_of(voice: FluentVoice, key: str) -> str:
    """The text with something in each gap."""
    numbers = voice.numbers(key)
    return voice.words(key, {name: 3 if name in numbers else "x" for name in voice.known_arguments(key)})


def test_a_text_that_has_none_of_its_own_is_said_as_everywhere() -> None:
    here = on_discord(ENGLISH)
    assert here.language == "en"
    assert here.words("time-days", {"count": 3}) == ENGLISH.words("time-days", {"count": 3})
    with pytest.raises(PromptError):
        here.words("no-such-text", {})


def test_the_same_voice_is_the_same_here_so_that_what_was_remembered_is_found() -> None:
    assert on_discord(ENGLISH) is on_discord(ENGLISH)
    other = load(folders())["en"]
    assert on_discord(other) is not on_discord(ENGLISH)


def test_a_question_of_the_plan_is_answered_by_pressing() -> None:
    view = View(None, (say("review-confirm", yes=Typed("yes"), back=Typed("back"), stop=Typed("stop")),))
    (message,) = payloads(view, Reading(ENGLISH, {}, NOW))
    (part,) = message["components"][0]["components"]
    assert part["type"] == 10
    assert "Press a button" in part["content"]
    assert not re.search(r"[Tt]ype|`", part["content"])


def test_elsewhere_the_texts_are_what_they_were() -> None:
    told = runs(say("ask-stop", stop=Typed("stop")), Reading(ENGLISH, {}, NOW))
    assert "".join(run.words for run in told) == "To end this, type stop."
