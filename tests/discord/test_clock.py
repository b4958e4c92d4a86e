"""Discord's own time, and a connection that stands through a jump of ours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.errors import Unreachable
from codesign_bot.testing.discord.faults import Drop
from codesign_discord import platform
from codesign_discord.platform import DiscordPlatform

from . import story
from .town import Town

HOUR = timedelta(hours=1)


def door(town: Town) -> DiscordPlatform:
    assert town.bot is not None
    found = town.bot.desk.doors["discord"]
    assert isinstance(found, DiscordPlatform)
    return found


async def test_discord_tells_its_time(town: Town) -> None:
    there = await door(town).time_there()
    assert there is not None
    assert abs(there - town.clock.now()) < timedelta(seconds=2)
    town.clock.step(3 * HOUR)
    assert await door(town).time_there() == there + 3 * HOUR


async def test_a_discord_that_does_not_answer_tells_no_time(town: Town) -> None:
    town.server.faults.plant(Drop(), "GET", "/gateway", times=None)
    with pytest.raises(Unreachable):
        await door(town).time_there()
    await town.stop()


async def test_without_a_connection_nobody_is_asked(town: Town) -> None:
    discord = door(town)
    await town.stop()
    with pytest.raises(Unreachable):
        await discord.time_there()


async def test_a_connection_that_stands_through_a_jump_is_followed_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord says nothing of it: no connection was cut, and so none is found again."""
    monkeypatch.setattr(platform, "STANDS_EVERY", 0.02)
    await town.restart()
    await story.opened(town)
    assert town.bot is not None
    logins = town.server.gateway.identified
    town.clock.step(HOUR)
    await town.bot.timekeeper.settle_due()
    assert not town.host.presence.trust.is_held, "Discord told the same time"
    town.clock.advance(timedelta(seconds=1))
    await town.is_live()
    assert town.server.gateway.identified == logins
    assert await town.step_ends() is not None
    assert town.round.phase in {Phase.FRAMING, Phase.CONFIRMING}
