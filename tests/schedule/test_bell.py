"""A bell: rung often, worked once at a time, and never silenced by a failure."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from codesign_bot.schedule.bell import Bell


@asynccontextmanager
async def answered(work: Callable[[], Awaitable[object]]) -> AsyncGenerator[Bell]:
    bell = Bell("the work", work, lambda: "incident-7")
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(bell.answer())
        yield bell
        bell.close()


class Slow:
    """Work that takes until it is let go, and counts how many do it at once."""

    def __init__(self) -> None:
        self.begun = 0
        self.now = 0
        self.most_at_once = 0
        self.gate = asyncio.Event()

    async def __call__(self) -> None:
        self.begun += 1
        self.now += 1
        self.most_at_once = max(self.most_at_once, self.now)
        await self.gate.wait()
        self.now -= 1


async def test_nothing_is_done_before_the_bell_is_rung() -> None:
    slow = Slow()
    async with answered(slow):
        await asyncio.sleep(0.01)
        assert slow.begun == 0


async def test_many_rings_before_the_work_begins_are_one() -> None:
    slow = Slow()
    slow.gate.set()
    async with answered(slow) as bell:
        for _ in range(10):
            bell.ring()
        await asyncio.sleep(0.01)
        assert slow.begun == 1


async def test_work_never_overlaps_and_rings_meanwhile_are_one_more_run() -> None:
    slow = Slow()
    async with answered(slow) as bell:
        bell.ring()
        await asyncio.sleep(0.01)
        for _ in range(10):
            bell.ring()
            await asyncio.sleep(0)
        assert slow.begun == 1
        slow.gate.set()
        await asyncio.sleep(0.01)
        assert slow.begun == 2
        assert slow.most_at_once == 1


async def test_work_that_fails_is_logged_by_its_incident_and_done_again_when_rung(
    caplog: pytest.LogCaptureFixture,
) -> None:
    runs = 0

    async def failing_once() -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise LookupError("on the first day")

    with caplog.at_level(logging.ERROR):
        async with answered(failing_once) as bell:
            bell.ring()
            await asyncio.sleep(0.01)
            bell.ring()
            await asyncio.sleep(0.01)
    assert runs == 2
    (record,) = caplog.records
    assert record.getMessage() == "the work failed: incident incident-7"
    assert record.exc_info is not None
    assert record.exc_info[0] is LookupError
    assert getattr(record, "incident", None) == "incident-7"


async def test_closing_lets_the_work_in_hand_finish() -> None:
    slow = Slow()
    async with answered(slow) as bell:
        bell.ring()
        await asyncio.sleep(0.01)
        bell.close()
        slow.gate.set()
    assert slow.begun == 1
    assert slow.now == 0


async def test_a_closed_bell_does_no_more_work() -> None:
    slow = Slow()
    slow.gate.set()
    bell = Bell("the work", slow, lambda: "incident")
    bell.ring()
    bell.close()
    await asyncio.wait_for(bell.answer(), 1)
    assert slow.begun == 0
