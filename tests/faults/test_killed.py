"""The bot is ended in the middle of a vote storm, again and again, as a power cut and as a service manager do it."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

import pytest

from ..journeys.kept import Kept, resumed  # noqa: TID252 - tests are no package
from ..journeys.storm import Storm  # noqa: TID252 - as above
from ..journeys.town import IS_LONG, Town, until  # noqa: TID252 - as above

pytestmark = pytest.mark.synapse

KILLS = 30 if IS_LONG else 6
MOST_EACH = 9
"""Votes by one person: with the tenth at once they would be asked to wait."""


def answered(town: Town) -> int:
    """How many answers the bot has marked as sent."""
    return int(town.records.now("SELECT count(*) FROM outbox WHERE state = 1 AND key LIKE 'answer/%'")[0][0])


async def more_than(town: Town, before: int) -> None:
    await until(lambda: answered(town) > before)


async def test_no_acknowledged_vote_is_lost_and_none_counts_twice_however_often_the_bot_is_killed(
    kept: Kept, tmp_path: Path
) -> None:
    dice = random.Random(int(time.time()))  # noqa: S311 # moments, not secrets
    async with resumed(kept, tmp_path) as town:
        storm, seen = Storm(town), 0
        for kill in range(KILLS):
            town.bot.start()
            before = answered(town)
            each = 1 if kill < MOST_EACH - 1 and storm.sent < MOST_EACH * len(storm.voters) else 0
            gust = asyncio.gather(storm.gust(each, lambda: dice.uniform(0.0, 1.5)))
            if kill % 3 == 2:
                await asyncio.sleep(dice.uniform(0.3, 2.5))  # perhaps while it starts
            else:
                await more_than(town, before)
                await asyncio.sleep(dice.uniform(0.0, 0.6))
            town.bot.kill()
            await gust
            now = await storm.nothing_acknowledged_is_lost(town.records)
            assert now >= seen
            seen = now
        assert seen > 0
        town.bot.start()
        await storm.everything_counts_once()


async def test_the_bot_ends_within_ten_seconds_in_a_storm_and_keeps_what_it_acknowledged(
    kept: Kept, tmp_path: Path
) -> None:
    async with resumed(kept, tmp_path) as town:
        storm = Storm(town)
        town.bot.start()
        before = answered(town)
        gust = asyncio.gather(storm.gust(5, lambda: 0.2))
        await more_than(town, before + 10)
        started = time.monotonic()
        assert town.bot.stop() == 0
        assert time.monotonic() - started < 10
        await gust
        assert await storm.nothing_acknowledged_is_lost(town.records) < storm.sent
        town.bot.start()
        await storm.everything_counts_once()
