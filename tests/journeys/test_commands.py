"""The operator's other commands beside a bot that is at work, on a real homeserver."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .kept import Kept, resumed
from .town import Town

pytestmark = pytest.mark.synapse


async def operator(town: Town, *words: str) -> subprocess.CompletedProcess[str]:
    """One command of the operator, in a process of its own, beside the bot."""
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "codesign_bot", *words, "--config", str(town.bot.config)],
        capture_output=True,
        text=True,
        check=False,
    )


async def test_the_doctor_says_what_to_grant_and_is_content_once_it_is_granted(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        town.bot.start()
        await town.olga.asks("!now", "Step: voting")
        checked = await operator(town, "check-config")
        assert checked.returncode == 0
        assert "can be used." in checked.stdout
        first = await operator(town, "doctor")
        assert first.returncode == 1
        assert f"I am logged in as {town.name}" in first.stdout
        assert "My device is signed by my account" in first.stdout
        assert "I cannot pin the card of a round in Riverside. Give me the power level 50" in first.stdout
        assert "the homeserver took them all" in first.stdout
        assert "Good to know. This homeserver is Synapse." in first.stdout
        await town.olga.client.set_power(town.room, town.name, 50)
        second = await operator(town, "doctor")
        assert second.returncode == 0, second.stdout
        assert "I can pin the card of a round in Riverside" in second.stdout
        await town.olga.asks("!now", "Step: voting")
        assert town.bot.incidents() == []


async def test_the_doctor_tells_of_a_homeserver_that_slows_the_bot_down(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path, limits="default") as town:
        found = await operator(town, "doctor")
        assert found.returncode == 1
        assert re.search(r"slows me down after \d+ messages", found.stdout), found.stdout


async def test_an_export_beside_a_bot_at_work_never_disturbs_it(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        town.bot.start()
        await town.olga.asks("!now", "Step: voting")
        beside = await operator(town, "export", "1", "--out", str(tmp_path))
        assert "Traceback" not in beside.stderr
        await town.members[0].asks("!vote 1:2", "Saved. This is your whole ballot.")
        if beside.returncode:
            assert "is in use by another codesign-bot" in beside.stderr
            assert town.bot.stop() == 0
            beside = await operator(town, "export", "1", "--out", str(tmp_path))
        assert beside.returncode == 0, beside.stderr
        (record,) = tmp_path.glob("*.jsonl")
        assert "IdeaOffered" in record.read_text()
        assert '"line":"ballot"' not in record.read_text()
