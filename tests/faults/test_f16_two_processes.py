"""F16: two processes on one store. The second is refused; and one that slept while its lock was taken away stores
nothing more when it wakes up.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from codesign_bot.core.ids import RoundId
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import ConfigError
from codesign_bot.store.sqlite import SqliteStore

from ..journeys.kept import Kept, resumed  # noqa: TID252 - tests are no package
from ..journeys.storm import Storm  # noqa: TID252 - as above
from ..journeys.town import until  # noqa: TID252 - as above

CHILD = Path(__file__).parents[1] / "store" / "storm_child.py"
ROUND = RoundId("storm")
OPERATOR = 3


class Child:
    """A process that takes ballots into a store, one line each."""

    def __init__(self, path: Path) -> None:
        arguments = [sys.executable, str(CHILD), str(path)]
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def hears(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def casts(self, key: str) -> str:
        """One ballot by somebody of the same name, and what is answered."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{key} {key} 1\n")
        self.process.stdin.flush()
        return self.hears()

    def ended(self) -> tuple[int, str]:
        """The exit status and what was said of it."""
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors


@contextmanager
def child(path: Path) -> Generator[Child]:
    one = Child(path)
    try:
        yield one
    finally:
        one.process.kill()
        one.process.communicate()


async def voters(path: Path) -> set[str]:
    async with SqliteStore.open(path) as store:
        return {ballot.person async for ballot in store.ballots(ROUND, VoteKind.VOTE)}


def test_f16_the_second_process_is_refused_while_the_first_runs_or_sleeps(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    with child(path) as first:
        assert first.hears() == "ready"
        for is_asleep in (False, True):
            if is_asleep:
                os.kill(first.process.pid, signal.SIGSTOP)
            with child(path) as second:
                status, errors = second.ended()
            assert status != 0
            assert ConfigError.__name__ in errors
            assert f"in use by another codesign-bot (process {first.process.pid})" in errors
        os.kill(first.process.pid, signal.SIGCONT)
        assert first.casts("ada") == "ada"


async def test_f16_a_holder_that_slept_while_its_lock_was_taken_away_stores_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    with child(path) as first, child(tmp_path / "other.db") as stranger:
        assert first.hears() == stranger.hears() == "ready"
        assert first.casts("ada") == "ada"
        os.kill(first.process.pid, signal.SIGSTOP)
        (tmp_path / "bot.db.lock").unlink()  # as somebody does who takes it for a leftover
        with child(path) as second:
            assert second.hears() == "ready"
            assert second.casts("ben") == "ben"
            os.kill(first.process.pid, signal.SIGCONT)
            assert first.casts("eve") == "no eve Fenced"
            status, errors = first.ended()
            assert status != 0
            assert "another codesign-bot has opened this store while this one slept" in errors
            assert second.casts("cem") == "cem", "the other goes on as if nothing had been"
            assert stranger.casts("zoe") == "zoe", "another store is another matter"
    assert await voters(path) == {"ada", "ben", "cem"}


async def test_f16_it_is_fenced_off_too_where_the_other_has_gone_again(tmp_path: Path) -> None:
    """What it knows by heart is no longer so."""
    path = tmp_path / "bot.db"
    with child(path) as first:
        assert first.hears() == "ready"
        os.kill(first.process.pid, signal.SIGSTOP)
        (tmp_path / "bot.db.lock").unlink()
        assert await voters(path) == set()
        os.kill(first.process.pid, signal.SIGCONT)
        assert first.casts("eve") == "no eve Fenced"
    assert await voters(path) == set()


@pytest.mark.synapse
async def test_f16_a_bot_that_is_fenced_off_ends_with_a_sentence_and_no_vote_is_lost(
    kept: Kept, tmp_path: Path
) -> None:
    async with resumed(kept, tmp_path) as town:
        storm = Storm(town)
        town.bot.start()
        await storm.gust(1)
        await until(lambda: len(town.records.ballots()) == len(storm.voters))
        os.kill(town.bot.pid, signal.SIGSTOP)
        store = town.folder / "bot.db"
        store.with_name("bot.db.lock").unlink()
        async with SqliteStore.open(store):
            pass
        await storm.gust(1)
        os.kill(town.bot.pid, signal.SIGCONT)
        await until(lambda: not town.bot.is_running)
        assert town.bot.status == OPERATOR
        assert "Let only one of them run." in town.bot.log().splitlines()[-1]
        assert town.bot.incidents() == []
        town.bot.start()
        await storm.everything_counts_once()
