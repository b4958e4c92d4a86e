"""Votes that were sent while the bot was away, and a homeserver that dies, sleeps or slows everybody down."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from codesign_bot.testing.synapse import Synapse

from ..journeys.kept import Kept, resumed  # noqa: TID252 - tests are no package
from ..journeys.storm import Storm, spread  # noqa: TID252 - as above
from ..journeys.town import SAVED, said, template, town, until  # noqa: TID252 - as above

pytestmark = pytest.mark.synapse


async def test_60_votes_sent_while_the_bot_was_away_all_count_once(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        storm = Storm(town)
        await storm.gust(5)
        assert storm.sent == 60
        town.bot.start()
        await storm.everything_counts_once()


async def test_a_homeserver_that_is_killed_and_comes_back_costs_no_vote(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        storm = Storm(town)
        town.bot.start()
        gust = asyncio.gather(storm.gust(4, spread((0.1, 0.7, 0.3, 1.1))))
        await until(lambda: len(town.records.ballots()) > 3)
        await town.synapse.kill()
        await asyncio.sleep(1.5)
        assert town.bot.is_running
        await town.synapse.restart()
        await gust
        await storm.everything_counts_once()
        assert town.bot.is_running


async def test_a_homeserver_that_sleeps_for_a_while_costs_no_vote(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        storm = Storm(town)
        town.bot.start()
        gust = asyncio.gather(storm.gust(4, spread((0.1, 0.7, 0.3, 1.1))))
        await until(lambda: len(town.records.ballots()) > 3)
        town.synapse.suspend()
        await asyncio.sleep(5)
        town.synapse.resume()
        await gust
        await storm.everything_counts_once()


async def test_no_step_ends_while_the_homeserver_is_away(tmp_path: Path) -> None:
    async with Synapse(tmp_path / "homeserver") as synapse, town(synapse, tmp_path / "bot") as made:
        made.write({"brisk": template(framing=6)})
        made.bot.start()
        await made.hosted()
        members = await made.grows(3)
        await made.opened("brisk", members, made.olga, made.room)
        assert made.records.phase() == "framing"
        await synapse.kill()
        await asyncio.sleep(9)
        assert made.records.phase() == "framing"
        await synapse.restart()
        await until(lambda: made.records.phase() == "confirming")
        await made.olga.hears_often(2, "A new step begins", made.room)
        announced = [one for one in await made.olga.heard(made.room) if "A new step begins" in one]
        assert len(announced) == 2
        assert made.bot.incidents() == []


async def test_all_are_answered_once_though_the_homeserver_slows_the_bot_down(kept: Kept, tmp_path: Path) -> None:
    """With the limits of every fresh homeserver: ten messages at once, then one every five seconds."""
    async with resumed(kept, tmp_path, limits="default") as town:
        storm = Storm(town)
        storm.voters = storm.voters[:8]
        town.bot.start()
        await storm.gust(1)
        await asyncio.gather(*(voter.votes() for voter in storm.voters))  # 16 answers take half a minute
        await until(lambda: len(town.records.ballots()) == 8, within=20)
        waiting = "SELECT count(*) FROM outbox WHERE state = 0 AND key LIKE 'answer/%'"
        assert town.records.now(waiting)[0][0] > 0, "nobody was slowed down, so nothing was shown"
        late = storm.voters[0]
        await late.votes()
        await until(lambda: town.records.ballots()[late.member.id] == late.sent[-1], within=8)
        assert town.records.now(waiting)[0][0] > 0, "the bot went on reading only when it had said everything"
        await storm.everything_counts_once()
        for voter in storm.voters:
            events = await said(voter.member.client, voter.member.dm, town.name)
            assert len([one for one in events if SAVED in one["content"]["body"]]) == len(voter.sent)
