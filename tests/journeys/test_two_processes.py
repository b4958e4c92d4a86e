"""Two processes with one account on Matrix: whoever comes second ends, and the first does not even notice."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Synapse

from .town import Town, town, until

pytestmark = pytest.mark.synapse

OPERATOR = 3
"""The exit status that tells a service manager not to start it again."""


async def devices(town: Town) -> list[dict[str, Any]]:
    """The devices of the bot's account that can write for it, as its homeserver knows them."""
    async with MatrixPerson(town.synapse.url, town.login) as looking:
        found = await looking.request("GET", "/client/v3/devices")
    return [one for one in found["devices"] if one.get("display_name") == "codesign-bot"]


async def at_work(town: Town) -> None:
    """Wait until the bot hears and answers."""
    await until((town.folder / "matrix" / "device.json").exists)
    olga = await town.person()
    await olga.opens()


async def refused(town: Town) -> str:
    """Start the bot, and wait until it has ended because another process has its account. Returns its last line."""
    town.bot.start()
    await until(lambda: not town.bot.is_running)
    assert town.bot.status == OPERATOR, town.bot.log()
    return town.bot.log().splitlines()[-1]


async def test_the_second_process_ends_before_it_logs_in_and_the_first_goes_on(
    synapse: Synapse, tmp_path: Path
) -> None:
    """Each has folders of its own, so that neither the store's lock nor the keys' one keeps them apart."""
    async with town(synapse, tmp_path / "one") as first, town(synapse, tmp_path / "two", first.login) as second:
        for one in (first, second):
            one.write({})
        first.bot.start()
        await at_work(first)
        before = await devices(first)
        assert len(before) == 1

        assert f"another process ({first.bot.pid}) on this machine is at work" in await refused(second)
        os.kill(first.bot.pid, signal.SIGSTOP)
        assert "is at work with this account" in await refused(second), "a process that sleeps may wake up"
        os.kill(first.bot.pid, signal.SIGCONT)

        assert [one["device_id"] for one in await devices(first)] == [one["device_id"] for one in before]
        assert first.login.password not in second.bot.log()
        ben = await first.person()
        await ben.opens()
        assert first.bot.incidents() == []

        first.bot.kill()
        second.bot.start()
        cem = await second.person()
        await cem.opens()
        assert second.bot.stop() == 0


async def test_two_accounts_of_one_homeserver_do_not_stand_in_each_others_way(synapse: Synapse, tmp_path: Path) -> None:
    async with town(synapse, tmp_path / "one") as first, town(synapse, tmp_path / "two") as second:
        for one in (first, second):
            one.write({})
            one.bot.start()
        for one in (first, second):
            await at_work(one)
            assert one.bot.stop() == 0
