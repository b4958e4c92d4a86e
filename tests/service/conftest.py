"""A fresh world for each test, on a store of its own, which is sound when the test is over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from codesign_bot.ports import Reading
from codesign_bot.store.backups import looking
from codesign_bot.store.checking import troubles
from codesign_bot.testing.world import World, open_world
from codesign_bot.view import View
from codesign_matrix.render import MatrixLook, render


def as_text(view: View, reading: Reading) -> str:
    """What a view says on Matrix, without its marks."""
    return "\n".join(payload.body for payload in render(view, reading, MatrixLook("@bot:memory")))


def sound(path: Path) -> None:
    """Whatever people did in the test: what is stored follows from the journal."""
    with closing(looking(path)) as connection:
        assert list(troubles(connection)) == []


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """One bot, one room, real texts."""
    async with open_world(tmp_path, render=as_text) as found:
        yield found
    await asyncio.to_thread(sound, tmp_path / "bot.db")


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[World]:
    """One bot on two platforms, with a room on the one and a yard on the other."""
    async with open_world(tmp_path, render=as_text, has_other=True) as found:
        yield found
    await asyncio.to_thread(sound, tmp_path / "bot.db")
