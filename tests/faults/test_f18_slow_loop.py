"""F18: very many announcements, and nobody's heart stands still meanwhile: no gateway is lost for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from codesign_bot.records import Kind, Outgoing, Urgency
from codesign_bot.service.effects import encoded
from codesign_bot.service.keeping import KeepWork
from codesign_bot.testing import stories
from codesign_bot.testing.world import ROOM, open_world
from codesign_bot.view import View, say

from ..journeys.town import IS_LONG  # noqa: TID252 - tests are no package
from .test_f11_late import Heart

ANNOUNCEMENTS = 10_000 if IS_LONG else 1_000
STALL_S = 1.0


async def stall_of(work: Awaitable[object]) -> float:
    """The longest that the event loop stood still while this was done, in seconds."""
    heart = Heart()
    beating = asyncio.create_task(heart.beat())
    await work
    beating.cancel()
    return heart.worst


@pytest.mark.slow
@pytest.mark.timeout(1800)
async def test_f18_very_many_announcements_hold_nobody_up(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async with open_world(tmp_path) as world:
        await stories.given(world)
        await world.everything_said()
        body, now = encoded(View(None, (say("nobody-chose-this"),))), world.clock.now()
        rows = [
            Outgoing(f"said/x/{no}", Kind.APPEND, ROOM, now, body, Urgency.ANNOUNCEMENT) for no in range(ANNOUNCEMENTS)
        ]
        before = len(world.room_says())
        for first in range(0, len(rows), 500):
            await world.bot.desk.store.apply(KeepWork(rows[first : first + 500]))
        stall = await stall_of(world.everything_said())
        record_property(
            "figure", f"{ANNOUNCEMENTS} announcements: the loop stood still for {stall * 1000:.0f} ms at most"
        )
        assert len(world.room_says()) - before == ANNOUNCEMENTS
        assert stall < STALL_S
