"""The measurement on Discord measures what it says, and says where a promise was not kept."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import bench_discord as bench
from benchmarks.bench_discord import Bot, Crowd, Exact
from benchmarks.bench_latency import process
from benchmarks.discord_vote import simulated
from codesign_bot.messages import all_voices
from codesign_bot.ports import Reading
from codesign_bot.testing.discord import DiscordServer, Person, posting
from codesign_bot.testing.discord.model import Message as Posted
from codesign_bot.view import BallotList, BallotPaper, Choice, Quoted, View, say
from codesign_discord.components import Message
from codesign_discord.render import payloads


def panel_of(ideas: int) -> Message:
    """A ballot as our bot draws it."""
    choices = tuple(Choice(no, Quoted(f"idea {no}"), 0, say("dots-on-idea", count=0)) for no in range(1, ideas + 1))
    paper = BallotPaper((BallotList(choices, 5, 2, say("ideas-to-vote-on")),), say("ballot-title"), 1)
    (message,) = payloads(View(None, (paper,), topic=1), Reading(all_voices()["en"], {}, datetime.now(UTC)))
    return message


def drawn(server: DiscordServer, one: Person, shown: dict[str, object]) -> Posted:
    about = posting.About(seen_only_by=one.account)
    return posting.post(server.world, server.channel, server.world.bot, shown, {}, about=about)


EXACT = Exact(Counter({1: 3}), Counter({1: 3}), presses=3, slowed=0, old_edits=0, late=0)
QUICK = Crowd(500, [0.5] * 500)


def missed(costs: dict[str, list[float]], many: Crowd, vote: Exact) -> list[str]:
    return [words for is_kept, words in bench.verdicts(costs, many, vote) if not is_kept]


def test_all_is_kept_where_all_is_within_its_limit() -> None:
    assert missed({"bare": [0.001], "ours": [0.0024]}, QUICK, EXACT) == []


@pytest.mark.parametrize(
    ("costs", "many", "vote", "said"),
    [
        ({"bare": [0.001], "ours": [0.003]}, QUICK, EXACT, "ours: 3.00 of bare"),
        ({"bare": [1.0], "ours": [1.0]}, Crowd(100, [0.1] * 90 + [2.0] * 10), EXACT, "p99 2.00 s"),
        ({"bare": [1.0], "ours": [1.0]}, QUICK, Exact(Counter({1: 3}), Counter({1: 2}), 3, 0, 0, 0), "2 are stored"),
        ({"bare": [1.0], "ours": [1.0]}, QUICK, Exact(Counter(), Counter(), 3, 1, 0, 0), "1 times 429"),
        ({"bare": [1.0], "ours": [1.0]}, QUICK, Exact(Counter(), Counter(), 3, 0, 1, 0), "1 times 30046"),
        ({"bare": [1.0], "ours": [1.0]}, QUICK, Exact(Counter(), Counter(), 3, 0, 0, 2), "2 acknowledgements"),
    ],
)
def test_whatever_was_not_kept_is_said(costs: dict[str, list[float]], many: Crowd, vote: Exact, said: str) -> None:
    (words,) = missed(costs, many, vote)
    assert said in words


async def test_the_time_of_another_process_on_the_processor_is_read(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass\nprint('done', flush=True)\ntime.sleep(60)"
    log = tmp_path / "log"
    async with process(["-c", busy], log) as pid:
        began = bench.processor_seconds(pid)
        while "done" not in log.read_text():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)
        used = bench.processor_seconds(pid)
        await asyncio.sleep(0.3)
        assert bench.processor_seconds(pid) - used < 0.1, "asleep it uses none"
    assert began < 0.3 <= used < 2


@pytest.fixture(name="shown")
def shown_ballot() -> dict[str, object]:
    return dict(panel_of(12))


async def test_the_rival_is_pressed_on_the_very_ballots_that_our_bot_drew(shown: dict[str, object]) -> None:
    async with simulated() as server, simulated() as others:
        rival, people = Bot("rival", server, 0, Path()), [server.member("P0"), server.member("P1")]
        ours = [(one, drawn(others, one, shown)) for one in (others.member("V0"), others.member("V1"))]
        pressed = bench.same_ballots(rival, people, ours)
        assert [person.name for person, _ in pressed] == ["P0", "P1"]
        for (person, message), (_, ballot) in zip(pressed, ours, strict=True):
            assert message.components == ballot.components
            assert (message.is_v2, message.seen_only_by) == (True, person.account)
            assert bench.enabled(message) == bench.enabled(ballot) != []


def test_what_it_is_of_the_least_there_is_to_press_is_said_as_well() -> None:
    costs = {"bare": [0.002], "ours": [0.004], "one button": [0.001]}
    (_, words), *_ = bench.verdicts(costs, QUICK, EXACT)
    assert words == "ours: 2.00 of bare (limit 2.5); 4.00 of one button"


async def test_where_a_step_was_too_short_the_vote_is_begun_again_with_longer_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paces: list[int] = []

    @asynccontextmanager
    async def begun(_folder: Path, _people: int, pace: int, **_: bool) -> AsyncGenerator[tuple[str, int] | None]:
        paces.append(pace)
        yield None if pace < 16 else ("bot", pace)

    monkeypatch.setattr(bench, "_begun", begun)
    async with bench.ours(Path(), 1) as found:
        taken: object = found
        assert taken == ("bot", 16)
    assert paces == [1, 4, 16]
    monkeypatch.setattr(bench, "PACES", (1, 4))
    with pytest.raises(TimeoutError, match="too soon"):
        async with bench.ours(Path(), 1):
            pytest.fail("it began")


# How late an acknowledgement is depends on who else is at work on this machine, so only the program judges it.
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_short_run_counts_every_dot() -> None:
    run = [sys.executable, "-m", "benchmarks.bench_discord", "--turns", "1", "--people", "200"]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=1150)
    assert "| codesign-bot, a vote |" in done.stdout, done.stderr[-3000:]
    assert "Kept: 1000 dots were given, 1000 are stored" in done.stdout
    assert "Kept: 1000 answers, 0 times 429" in done.stdout
    assert "Kept: 0 times 30046" in done.stdout
    assert "acknowledgements came too late" in done.stdout
