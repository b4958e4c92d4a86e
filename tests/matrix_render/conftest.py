"""A reader, a look, and golden files to compare with."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from codesign_bot.core.ids import PersonId
from codesign_bot.messages import all_voices
from codesign_bot.ports import Reading
from codesign_matrix.render import MatrixLook, Payload

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
GOLDEN = Path(__file__).parent / "golden"

SameAsGolden = Callable[[str, Mapping[str, tuple[Payload, ...]]], None]


@pytest.fixture(scope="session")
def reading() -> Reading:
    names = {PersonId(f"p{no}"): name for no, name in enumerate(("Ada", "Bela", "Chidi", "Dora"), 1)}
    return Reading(all_voices()["en"], names, NOW)


@pytest.fixture
def look() -> MatrixLook:
    return MatrixLook("@codesign:example.org")


def _file(shown: Mapping[str, tuple[Payload, ...]], written: Callable[[Payload], str]) -> str:
    return "\n".join(
        f"======== {title} ========\n" + "".join(f"{written(one)}\n" for one in payloads)
        for title, payloads in shown.items()
    )


@pytest.fixture
def same_as_golden() -> SameAsGolden:
    """Compare messages by title with golden/<name>.txt and .html; with UPDATE_GOLDEN=1, write them anew."""

    def check(name: str, shown: Mapping[str, tuple[Payload, ...]]) -> None:
        files = {
            ".txt": _file(shown, lambda one: f"[{one.msgtype}]\n{one.body}"),
            ".html": _file(shown, lambda one: one.formatted_body),
        }
        for ending, words in files.items():
            file = GOLDEN / f"{name}{ending}"
            if os.environ.get("UPDATE_GOLDEN") == "1":
                file.write_text(words, encoding="utf-8")
            assert file.read_text(encoding="utf-8") == words, f"{file.name}: see tests/matrix_render/conftest.py"

    return check
