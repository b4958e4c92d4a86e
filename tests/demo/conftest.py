"""A scene with nobody in it yet."""

from __future__ import annotations

import io

import pytest

from codesign_bot.demo.paper import Paper
from codesign_bot.demo.people import Scene
from codesign_bot.demo.phrases import Phrases

from .scripted import BOT, ROOM, VOICE, Quick, Stage


@pytest.fixture
def phrases() -> Phrases:
    return Phrases(VOICE)


@pytest.fixture
def stage(phrases: Phrases) -> Stage:
    shown = io.StringIO()
    paper = Paper(shown, io.StringIO(), 200)
    return Stage(Scene(ROOM, BOT, paper, phrases, Quick()), shown)
