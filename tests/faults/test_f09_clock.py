"""F9: the clock of the machine is set an hour wrong while the bot runs, or it sleeps over the end of a step.

The bot runs as a process of its own whose wall clock libfaketime moves; its monotonic clock goes on as it does in life.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from codesign_bot.testing.synapse import Synapse

from ..journeys.kept import Kept, resumed  # noqa: TID252 - tests are no package
from ..journeys.storm import Storm  # noqa: TID252 - as above
from ..journeys.town import IS_LONG, Town, template, town, until  # noqa: TID252 - as above

FOUND = sorted(
    [*Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), *Path("build/faketime").rglob("libfaketime.so.1")]
)
pytestmark = [
    pytest.mark.synapse,
    pytest.mark.skipif(not FOUND, reason="libfaketime is not there: `sh .ci/faketime` fetches it on Debian"),
]

HOUR = 3600
NEAR = 30
"""Seconds: what a busy machine may take between two looks at the clock."""
CONFIRMED, WRONG = "the time is confirmed", "set it right"


class Clock:
    """The wall clock of one bot: how many seconds it is ahead of ours."""

    def __init__(self, town: Town) -> None:
        town.bot.log_file.unlink(missing_ok=True)  # that of the town's earlier life says the same things
        self._file = town.folder / "clock"
        self.set(0)
        town.bot.environment = {
            "LD_PRELOAD": str(FOUND[0].resolve()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def set(self, ahead: int) -> None:
        """In one step, so that nobody reads half of it."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{ahead:+d}s\n")
        new.replace(self._file)


def jumps(town: Town) -> list[dict[str, object]]:
    """The facts of every entry about the clock."""
    rows = town.records.now("SELECT leaf FROM entry WHERE kind = 'clock-jumped' ORDER BY no")
    return [json.loads(row[0])["facts"] for row in rows]


def log_has(town: Town, words: str, times: int = 1) -> bool:
    return town.bot.log().count(words) >= times


async def at_work(town: Town) -> Clock:
    """The bot runs, and believes its clock."""
    clock = Clock(town)
    town.bot.start()
    await until(lambda: log_has(town, CONFIRMED))
    return clock


@pytest.mark.parametrize("ahead", [2 * HOUR, -2 * HOUR])
async def test_f09_a_clock_that_jumps_while_people_vote_ends_nothing_and_loses_nothing(
    kept: Kept, tmp_path: Path, ahead: int
) -> None:
    """The vote lasts an hour. By a clock that went two hours ahead it would be long over."""
    async with resumed(kept, tmp_path) as town:
        clock, storm = await at_work(town), Storm(town)
        clock.set(ahead)
        await storm.gust(1)
        await until(lambda: log_has(town, WRONG))
        said = re.search(r"is (\d+) seconds (ahead of|behind) that of matrix", town.bot.log())
        assert said is not None
        assert abs(int(said[1]) - abs(ahead)) < NEAR
        assert said[2] == ("ahead of" if ahead > 0 else "behind")
        await until(lambda: len(town.records.ballots()) == len(storm.voters))
        await asyncio.sleep(3)
        assert town.records.phase() == "voting"
        assert jumps(town) == []

        clock.set(0)
        await storm.gust(1)
        await until(lambda: log_has(town, CONFIRMED, 2))
        await until(lambda: len(jumps(town)) == 1)
        (told,) = jumps(town)
        assert told["confirmed_by"] == "platform"
        assert isinstance(told["moved_seconds"], int)
        assert abs(told["moved_seconds"] - ahead) < NEAR
        await storm.everything_counts_once()
        assert town.records.phase() == "voting"
        assert town.bot.incidents() == []


async def test_f09_a_bot_that_is_started_with_a_wrong_clock_ends_nothing_until_it_is_right(
    kept: Kept, tmp_path: Path
) -> None:
    async with resumed(kept, tmp_path) as town:
        clock = Clock(town)
        clock.set(2 * HOUR)
        town.bot.start()
        await until(lambda: log_has(town, WRONG))
        await asyncio.sleep(2)
        assert town.records.phase() == "voting"
        clock.set(0)
        await until(lambda: log_has(town, CONFIRMED))
        storm = Storm(town)
        await storm.gust(1)
        await storm.everything_counts_once()
        assert town.records.phase() == "voting"


@pytest.mark.parametrize("ahead", [HOUR, -HOUR])
async def test_f09_a_step_ends_at_its_time_whatever_the_clock_did_meanwhile(tmp_path: Path, ahead: int) -> None:
    """Never early; and not an hour late once the clock is right."""
    async with Synapse(tmp_path / "homeserver") as synapse, town(synapse, tmp_path / "bot") as made:
        made.write({"brisk": template(framing=40)})
        clock = await at_work(made)
        await made.hosted()
        members = await made.grows(3)
        await made.opened("brisk", members, made.olga, made.room)
        ends = datetime.now(UTC) + timedelta(seconds=40)  # at the latest: it was opened a moment ago
        clock.set(ahead)
        await members[0].says("!now")
        await until(lambda: log_has(made, WRONG))
        assert made.records.phase() == "framing"
        clock.set(0)
        await members[0].says("!now")
        opened = made.records.now("SELECT body FROM round_event WHERE body LIKE '%PhaseEntered%framing%'")
        closes = datetime.fromisoformat(json.loads(opened[0][0])["window"]["closes"])
        assert closes <= ends
        await until(lambda: made.records.phase() != "framing", within=170)
        assert datetime.now(UTC) >= closes
        assert len(jumps(made)) == 1
        assert made.bot.incidents() == []


@pytest.mark.skipif(not IS_LONG, reason="it sleeps for a minute: CODESIGN_LONG=1 make faults")
async def test_f09_votes_sent_while_the_bot_slept_over_the_end_all_count(tmp_path: Path) -> None:
    """SIGSTOP, as a machine that is suspended: both clocks go on, and nobody listens."""
    async with Synapse(tmp_path / "homeserver") as synapse, town(synapse, tmp_path / "bot") as made:
        made.write({"brisk": template(framing=2, confirming=2, ideas=12, sorting=2, voting=40)})
        made.bot.start()
        await made.hosted("11")
        members = await made.grows(4)
        await made.opened("brisk", members, made.olga, made.room)
        await made.olga.hears("Tell us your ideas", made.room)
        for one in members:
            await one.asks(f"!idea {one.id}", "Saved. This is idea")
        await until(lambda: made.records.phase() == "voting")
        os.kill(made.bot.pid, signal.SIGSTOP)
        for one in members:
            await one.says("!vote 1:1")
        await asyncio.sleep(60)
        os.kill(made.bot.pid, signal.SIGCONT)
        await until(lambda: len(made.records.ballots()) == len(members), within=90)
        await until(lambda: made.records.phase() != "voting", within=120)
        assert log_has(made, "this process slept")
        assert len(made.records.ballots()) == len(members)
        assert made.bot.incidents() == []
