"""What breaks between the bot and a list of events, what it may not do there, and who is told of it."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from codesign_bot import app
from codesign_bot.config import load_config
from codesign_bot.records import Kept, Place
from codesign_bot.service import event_lists
from codesign_bot.service.event_lists import lacking
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.one_event_list import EVENTS
from codesign_bot.testing.discord import Drop, Refuse, Status, When, places
from codesign_bot.testing.discord.api import events as api
from codesign_bot.testing.world import CHOICES
from codesign_discord.logins import LOGINS
from codesign_discord.platform import DiscordPlatform

from .listing import HOUR, LIST, ONE, asked, begins, end_of, grant, looks, more_time, told, wished
from .story import begun, opened
from .town import Town

# --- what breaks on the way -------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [Drop(When.AFTER), Drop(When.BEFORE), Status(503, When.AFTER)])
async def test_a_reply_that_got_lost_makes_no_second_event(town: Town, fault: Drop | Status) -> None:
    await opened(town)
    grant(town)
    await town.person("Olga").types("/setup events")
    town.server.faults.plant(fault, "POST", LIST)
    await looks(town)
    await town.restart()
    await looks(town)
    await looks(town)
    assert [begins(one) for one in told(town)] == [end_of(town)]


async def test_a_library_that_asks_again_by_itself_makes_no_second_event(town: Town) -> None:
    """As discord.py does after a 502, whether or not the first request was carried out."""
    await opened(town)
    grant(town)
    await town.person("Olga").types("/setup events")
    town.server.faults.plant(Status(502, When.AFTER), "POST", LIST)
    await looks(town)
    assert asked(town, "POST") == 2
    assert [begins(one) for one in told(town)] == [end_of(town)]
    await looks(town)
    assert [begins(one) for one in told(town)] == [end_of(town)]


async def test_an_end_that_moved_while_nobody_knew_of_the_event_moves_it_and_makes_no_second(town: Town) -> None:
    await opened(town)
    grant(town)
    await town.person("Olga").types("/setup events")
    town.server.faults.plant(Drop(When.AFTER), "POST", LIST)
    await looks(town)
    await more_time(town)
    await looks(town)
    assert [begins(one) for one in told(town)] == [end_of(town)]
    assert asked(town, "POST") == 0, "the one that broke off was enough"


async def test_what_happened_while_the_bot_was_away_is_made_up_for_and_there_is_still_one(town: Town) -> None:
    await wished(town)
    await more_time(town)
    await town.restart()
    await looks(town)
    assert [begins(one) for one in told(town)] == [end_of(town)]


async def test_after_an_old_backup_was_restored_there_is_still_one(town: Town) -> None:
    """The store then knows nothing of the event that stands there."""
    await wished(town)
    await town.store.apply(KeepWork([replace(row, value=None) for row in await town.store.kept(EVENTS)]))
    await town.restart()
    await looks(town)
    assert [begins(one) for one in told(town)] == [end_of(town)]
    assert asked(town, "POST") == 1
    await town.store.apply(KeepWork([replace(row, value=None) for row in await town.store.kept(EVENTS)]))
    told(town)[0]["scheduled_start_time"] = (end_of(town) - HOUR).isoformat()
    await town.restart()
    await looks(town)
    assert [begins(one) for one in told(town)] == [end_of(town)], "an older one that shows another end is taken away"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_where_discord_is_in_trouble_it_is_tried_again(town: Town, method: str) -> None:
    await opened(town)
    grant(town)
    await town.person("Olga").types("/setup events")
    town.server.faults.plant(Status(503), method, LIST)
    await looks(town)
    assert told(town) == []
    await looks(town)
    assert [begins(one) for one in told(town)] == [end_of(town)]


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_a_change_that_is_broken_off_is_done_at_the_next_look(town: Town, method: str) -> None:
    await wished(town)
    town.server.faults.plant(Drop(When.AFTER), method, ONE)
    if method == "PATCH":
        await more_time(town)
    else:
        await town.person("Olga").types("/setup no-events")
    await looks(town)
    await looks(town)
    assert [begins(one) for one in told(town)] == ([end_of(town)] if method == "PATCH" else [])


async def test_the_bot_that_runs_keeps_the_list_by_itself(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await opened(town)
    grant(town)
    await town.person("Olga").types("/setup events")
    await town.person("Olga").sees("When a step ends")
    await town.store.apply(KeepWork((Kept("discord", LOGINS, None),)))
    await town.stop()
    monkeypatch.setattr(event_lists, "GATHERS", 0.0)
    monkeypatch.setattr(event_lists, "TRIED_EVERY", 0.05)
    config = await asyncio.to_thread(load_config, configured(town), {})
    platform = DiscordPlatform(town.server.token, town.clock, CHOICES.voices, shard_count=1)
    async with app.running(config, CHOICES, town.clock, [platform]):
        await town.until(lambda: len(told(town)) == 1)


# --- what the bot may not do ------------------------------------------------------------------------------


async def test_whoever_wishes_it_is_told_what_to_grant_and_once_it_is_granted_the_event_comes(town: Town) -> None:
    olga = town.person("Olga", may_manage=True)
    await wished(town, is_granted=False)
    await olga.sees("Give my role the permission Create Events")
    assert asked(town, "POST") == 0
    grant(town)
    await town.until(lambda: town.bot is not None and not any(lacking(town.bot.desk, town.round.community).values()))
    await looks(town)
    assert [begins(one) for one in told(town)] == [end_of(town)]


async def test_a_right_that_is_lost_later_is_told_to_the_organisers_once_and_the_round_goes_on(town: Town) -> None:
    await wished(town)
    olga = town.person("Olga")
    olga.opens_private()
    town.server.faults.plant(Refuse(403, 50013), "PATCH", ONE, times=None)
    await more_time(town)
    for _ in range(3):
        await looks(town)
        await town.passes(HOUR)
        await town.quiet()
    await olga.sees("I cannot list dates as events.")
    assert olga.screen.count("I cannot list dates as events.") == 1
    assert asked(town, "PATCH", ONE) == 3
    assert town.book.spaces[next(iter(town.book.spaces))].trouble is None
    town.server.faults.clear()
    await town.passes(HOUR)
    await looks(town)
    assert [begins(one) for one in told(town)] == [end_of(town)]


async def test_a_list_that_is_full_is_told_and_tried_again_an_hour_later(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "MOST_EVENTS", 0)
    await wished(town)
    olga = town.person("Olga")
    olga.opens_private()
    await town.quiet()
    await olga.sees("The list of events of this server is full.")
    monkeypatch.setattr(api, "MOST_EVENTS", 1)
    await looks(town)
    assert told(town) == []
    await town.passes(HOUR)
    await looks(town)
    assert [begins(one) for one in told(town)] == [end_of(town)]


async def test_an_event_that_discord_does_not_take_at_all_is_tried_once(town: Town) -> None:
    await opened(town)
    grant(town)
    await town.person("Olga").types("/setup events")
    town.server.faults.plant(Refuse(400, 50035), "POST", LIST)
    await looks(town)
    await more_time(town)
    await looks(town)
    await town.passes(HOUR)
    await looks(town)
    assert told(town) == []
    assert asked(town, "POST") == 1


# --- what the doctor says ---------------------------------------------------------------------------------


async def test_the_doctor_of_a_community_asks_for_the_right_only_where_it_is_wished(town: Town) -> None:
    await begun(town)
    olga = town.person("Olga")
    await olga.types("/round doctor")
    await olga.sees("All is well.")
    await olga.types("/setup events")
    await olga.types("/round doctor")
    await olga.sees("In “#general”", "Give my role the permission Create Events")
    grant(town)
    await town.until(lambda: town.bot is not None and not any(map(len, rights(town))))
    await olga.types("/round doctor")
    assert olga.screen.count("All is well. I can do all that I need in 1 space.") == 2


def rights(town: Town) -> list[tuple[str, ...]]:
    """What is missing, by space."""
    assert town.bot is not None
    return list(lacking(town.bot.desk, next(iter(town.book.communities))).values())


CONFIG = """\
[store]
path = "bot.db"

[discord]
token_file = "token"
api = "{api}"
"""


def configured(town: Town) -> Path:
    """A configuration for the store and the Discord of this town."""
    token = town.folder / "token"
    token.write_text(town.server.token)
    token.chmod(0o600)
    path = town.folder / "config.toml"
    path.write_text(CONFIG.format(api=town.server.api_base))
    return path


async def doctored(town: Town) -> tuple[int, str]:
    """How the operator's command ends, and what it says."""
    command = [sys.executable, "-m", "codesign_bot", "doctor", "--config", str(configured(town))]
    async with asyncio.timeout(30):
        child = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
        said, _ = await child.communicate()
    return child.returncode or 0, said.decode()


async def examined(town: Town, token: str = "") -> list[tuple[str, bool]]:
    """What is found without a connection: the key of each sentence, and whether all is well."""
    lists = DiscordPlatform(token or town.server.token, town.clock, {}).event_list
    found = await lists.examine([Place("discord", str(town.server.channel.id))] * 2)
    return [(one.said.key, one.is_well) for one in found]


async def test_the_doctor_of_the_operator_looks_at_the_servers_where_it_is_wished(town: Town) -> None:
    await begun(town)
    status, said = await doctored(town)
    assert (status, "events" in said) == (0, False)
    await town.person("Olga").types("/setup events")
    await town.person("Olga").sees("When a step ends")
    status, said = await doctored(town)
    assert status == 1
    assert "discord: Please look at this. I cannot list dates as events in “Neighbourhood”" in said
    least, more = (int(one) for one in re.findall(r"permissions=(\d+)", said))
    assert more - least == 1 << 44, "the address that lets the bot in asks for no more than before"


async def test_the_operator_reads_that_all_is_well_once_the_right_is_granted(town: Town) -> None:
    address = ("doctor-discord-invite-events", True)
    assert await examined(town) == [("doctor-discord-no-events", False), address]
    grant(town)
    assert await examined(town) == [("doctor-discord-events", True), address]
    grant(town, is_on=False)
    town.server.guild.owner = town.server.world.bot.id
    assert await examined(town) == [("doctor-discord-events", True), address], "whoever owns a server may do everything"
    assert await examined(town, "a wrong one") == [], "that is found by another look"
    places.leave(town.server.world, town.server.guild, town.server.world.bot)
    assert await examined(town) == [address], "nothing is wished of a server that the bot has left"


async def test_a_store_that_cannot_tell_keeps_nobody_from_the_doctor(town: Town) -> None:
    await town.stop()
    (town.folder / "bot.db").write_bytes(b"no store")
    assert (await doctored(town))[0] == 0
