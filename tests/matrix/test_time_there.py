"""The homeserver's own time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from codesign_bot.errors import PlatformTrouble, Unreachable
from codesign_bot.testing.synapse import Synapse
from codesign_matrix.wire import Wire


@pytest.mark.synapse
async def test_synapse_tells_its_time_to_whoever_has_an_account(synapse: Synapse) -> None:
    login = await synapse.register()
    wire = Wire(synapse.url, login.access_token)
    try:
        there = await wire.time_there()
    finally:
        await wire.close()
    assert there is not None
    assert abs(there - datetime.now(UTC)) < timedelta(seconds=5)


async def test_a_homeserver_that_is_not_there_tells_no_time() -> None:
    wire = Wire("http://127.0.0.1:9")
    try:
        with pytest.raises(Unreachable):
            await wire.time_there()
    finally:
        await wire.close()


@pytest.mark.synapse
async def test_a_token_that_is_no_longer_good_is_told_as_everywhere(synapse: Synapse) -> None:
    wire = Wire(synapse.url, "no token of anybody")
    try:
        with pytest.raises(PlatformTrouble):
            await wire.time_there()
    finally:
        await wire.close()
