"""Organisers are named on Discord by picking them from the list of members."""

from __future__ import annotations

from codesign_bot.testing.discord import places
from codesign_bot.testing.discord.person import Person

from .story import begun, suggested
from .town import Town


async def test_somebody_who_never_wrote_to_the_bot_can_be_picked_and_organises_from_then_on(town: Town) -> None:
    await begun(town)
    olga, bo = town.person("Olga"), town.person("Bo", may_manage=True)
    await bo.types("/setup zone", zone="Europe/London")
    await bo.sees("Only organisers can do that.")
    await olga.types("/setup organiser", who=bo)
    await olga.sees("Bo is an organiser now.")
    await town.person("Watcher").sees("Olga made Bo an organiser.")
    await town.restart()
    await bo.types("/setup zone", zone="Europe/London")
    await town.person("Watcher").sees("Bo changed the time zone from UTC to Europe/London.")
    await town.person("Watcher").sees_nothing_of(str(bo.account.id))
    assert bo.pings == []


async def test_an_organiser_steps_down_and_ends_the_work_of_nobody_else(town: Town) -> None:
    await begun(town)
    olga, bo = town.person("Olga"), town.person("Bo", may_manage=True)
    await olga.types("/setup no-organiser", who=olga)
    await olga.sees("You are the last organiser.")
    await olga.types("/setup organiser", who=bo)
    await bo.types("/setup no-organiser", who=olga)
    await bo.sees("No organiser can end the work of another.")
    await olga.types("/setup no-organiser", who=olga)
    await town.person("Watcher").sees("Olga is no organiser any more.")
    (community,) = town.book.communities
    assert len(town.book.organisers(community)) == 1


async def test_another_application_cannot_be_an_organiser(town: Town) -> None:
    await suggested(town)
    world = town.server.world
    account = world.add_account("Another bot", is_bot=True)
    places.join(world, town.server.guild, account)
    olga = town.person("Olga")
    await olga.types("/setup organiser", who=Person(town.server, account, town.server.channel))
    await olga.sees("Nothing has changed")
    (community,) = town.book.communities
    assert len(town.book.organisers(community)) == 1
