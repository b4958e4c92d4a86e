"""Texts to read, and folders of texts to break."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from codesign_bot.messages import FluentVoice, all_voices

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def voices() -> Mapping[str, FluentVoice]:
    """Every language that is shipped."""
    return all_voices()


@pytest.fixture(scope="session")
def english(voices: Mapping[str, FluentVoice]) -> FluentVoice:
    return voices["en"]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of texts; returns the folder of the languages' folders."""

    def _write(text: str, language: str = "en", file: str = "texts.ftl", folder: str = "prompts") -> Path:
        place = tmp_path / folder / language
        place.mkdir(parents=True, exist_ok=True)
        (place / file).write_text(text, encoding="utf-8")
        return place.parent

    return _write
