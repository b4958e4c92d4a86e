"""F6: the line to the homeserver breaks off answers in the middle, holds them back, or swallows them."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest

from ..journeys.kept import Kept, resumed  # noqa: TID252 - tests are no package
from ..journeys.storm import Storm, spread  # noqa: TID252 - as above
from ..journeys.town import SAVED, Town, said, until  # noqa: TID252 - as above
from .line import Trouble, to

pytestmark = [pytest.mark.synapse, pytest.mark.slow, pytest.mark.timeout(300)]

SEED = 6
EACH_SECONDS = 4.0
AGAIN_WITHIN_SECONDS = 120.0
"""Beyond the longest that the bot waits for one answer of its homeserver."""
UNSAID = "SELECT count(*) FROM outbox WHERE state = 0 AND key LIKE 'answer/%'"


def rows(town: Town) -> list[object]:
    return list(town.records.now("SELECT no FROM ballot_journal"))


async def test_f06_a_line_that_breaks_in_every_way_costs_no_vote_and_says_nothing_twice(
    kept: Kept, tmp_path: Path
) -> None:
    """What the bot asked always reaches the homeserver; what comes back may not. So it must ask again, and be known."""
    async with resumed(kept, tmp_path) as town, to(town.synapse.url, SEED).open() as line:
        town.bot.config.write_text(town.bot.config.read_text().replace(town.synapse.url, line.url))
        assert line.url in town.bot.config.read_text()
        storm = Storm(town)
        storm.voters = storm.voters[:6]
        town.bot.start()
        gust = asyncio.gather(storm.gust(6, spread((0.5, 3.0, 1.5, 4.0))))
        for trouble in Trouble:
            line.trouble = trouble
            await asyncio.sleep(EACH_SECONDS)
            await until(partial(line.has_seen, trouble))
        line.trouble = None
        await gust
        # What was swallowed is asked for again once it took too long.
        await until(lambda: len(rows(town)) == storm.sent, within=AGAIN_WITHIN_SECONDS)
        await until(lambda: town.records.now(UNSAID)[0][0] == 0, within=AGAIN_WITHIN_SECONDS)
        await storm.everything_counts_once()
        assert town.bot.is_running
        assert set(line.seen) == set(Trouble), f"some trouble never came: {line.seen}"
        for voter in storm.voters:
            events = await said(voter.member.client, voter.member.dm, town.name)
            assert len([one for one in events if SAVED in one["content"]["body"]]) == len(voter.sent) == 6
