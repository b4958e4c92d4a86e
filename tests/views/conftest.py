"""Rounds to show, told once for all tests."""

from __future__ import annotations

import pytest

from codesign_bot.messages import FluentVoice, all_voices

from .chapters import crowded, expired, whole_round, withdrawn
from .story import Story


@pytest.fixture(scope="session")
def whole() -> Story:
    """A round from the topic to the archive, with a runoff. Read it, do not go on with it."""
    return whole_round()


@pytest.fixture(scope="session")
def stories(whole: Story) -> tuple[Story, ...]:
    """Rounds that, between them, hold every kind of event. The last one is a practice with two votes."""
    return (whole, expired(), withdrawn(), crowded())


@pytest.fixture(scope="session")
def english() -> FluentVoice:
    return all_voices()["en"]
