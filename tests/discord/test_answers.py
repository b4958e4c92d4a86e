"""An answer reaches the one person it is for, once, whatever happens on the way, and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from codesign_bot.errors import Full
from codesign_bot.ports import Happening
from codesign_bot.records import Kept
from codesign_bot.service.host import ServiceHost
from codesign_bot.testing.discord import Drop, acts, finding, places
from codesign_discord import acting, asking
from codesign_discord.asking import Interaction, Meant

from .story import ideas, suggested
from .town import Town

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"


async def test_an_answer_that_never_arrived_goes_to_the_direct_message(town: Town) -> None:
    """That Discord takes it no more does not mean that it was ever seen."""
    await suggested(town)
    ben = town.person("Ben")
    town.server.faults.plant(Drop(), "POST", CALLBACK)
    town.server.patience_seconds = 0.5
    with pytest.raises(AssertionError):
        await ben.types("/topic second", topic=1)
    town.server.patience_seconds = 10
    await town.passes(timedelta(seconds=5))
    await town.quiet()
    ben.opens_private()
    await ben.sees("Saved")


async def test_the_same_interaction_twice_counts_once_and_is_answered_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a connection that is resumed."""
    await suggested(town)
    serve = acting.Acting.serve

    async def twice(self: acting.Acting, one: Interaction) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(serve(self, one))
            group.create_task(serve(self, one))

    monkeypatch.setattr(acting.Acting, "serve", twice)
    ben = town.person("Ben")
    await ben.types("/topic second", topic=1)
    await ben.sees("Saved")
    await town.quiet()
    assert ben.screen.count("Saved") == 1
    assert len(town.round.seconders) == 1


async def test_an_interaction_that_nobody_understands_costs_only_itself(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await suggested(town)
    understood = asking.meant

    def poisoned(one: Interaction) -> Meant:
        if one.user == str(town.person("Eve").account.id):
            raise KeyError("what nobody thought of")
        return understood(one)

    monkeypatch.setattr(acting, "meant", poisoned)
    eve = town.person("Eve")
    await eve.types("/round now")
    await eve.sees("Something went wrong on our side.")
    await town.person("Ben").types("/topic second", topic=1)
    await town.person("Ben").sees("Saved")
    assert [record.message for record in caplog.records if "incident" in record.message]
    assert "what nobody thought of" not in caplog.messages


async def test_a_full_disk_while_a_channel_goes_does_not_stop_the_bot(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await suggested(town)
    receive = ServiceHost.receive
    fails = [Full("no room on the disk")]

    async def full(host: ServiceHost, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        if fails:
            raise fails.pop()
        await receive(host, happenings, keep)

    monkeypatch.setattr(ServiceHost, "receive", full)
    other = places.make_channel(town.server.world, town.server.guild, "other")
    places.remove_channel(town.server.world, town.server.channel)
    await town.until(lambda: not fails)
    watcher = town.person("Watcher")
    watcher.goes_to(other)
    await watcher.types("/help")
    await watcher.sees("Only you can see this")


async def test_the_record_comes_as_files_that_can_be_opened(town: Town) -> None:
    await ideas(town)
    ana = town.person("Ana")
    await ana.types("/export", topic=1)
    await ana.sees("Here are 2 files", "round-1.md", "round-1.jsonl")
    await town.person("Ben").sees_nothing_of("round-1.md")


async def test_a_late_answer_stands_below_what_it_was_pressed_on(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await ideas(town)
    ana = town.person("Ana")
    receive = ServiceHost.receive

    async def slow(host: ServiceHost, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        await asyncio.sleep(acting.DEFER_AFTER + 0.3)
        await receive(host, happenings, keep)

    monkeypatch.setattr(ServiceHost, "receive", slow)
    (saved,) = [one for one in ana.messages if one.is_ephemeral and "Saved. This is idea 1" in str(one.components)]
    await ana.presses("List the ideas", on=saved)
    await ana.sees("in an order of your own", "a dog run", "Saved. This is idea 1")


async def test_what_takes_long_is_announced_to_everybody_who_pressed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ideas(town)
    receive, go_on = ServiceHost.receive, asyncio.Event()

    async def held(host: ServiceHost, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        await go_on.wait()
        await receive(host, happenings, keep)

    monkeypatch.setattr(ServiceHost, "receive", held)
    people = [town.person(name) for name in ("Ana", "Ben")]
    async with asyncio.timeout(30):
        await asyncio.gather(*(one.types("/round now") for one in people))  # returns once it is acknowledged
    go_on.set()
    await town.server.quiet()
    assert [any(m.is_ephemeral and not m.is_loading for m in one.messages) for one in people] == [True, True]


async def test_in_another_channel_of_the_server_people_mean_the_community_of_the_server(town: Town) -> None:
    await suggested(town)
    other = places.make_channel(town.server.world, town.server.guild, "other")
    newcomer = town.person("Newcomer")
    newcomer.goes_to(other)
    await newcomer.types("/round now")
    await newcomer.sees("The park is empty in the evening")


async def test_word_of_a_link_goes_to_whose_code_it_was_and_not_to_who_used_it(town: Town) -> None:
    await suggested(town)
    ana, faye = town.person("Ana"), town.person("Faye")
    await ana.types("/me link")
    await ana.sees("Your code is ")
    await faye.types("/me link-code", code=ana.screen.rsplit("Your code is ", 1)[1].split(".", 1)[0])
    await faye.sees("Your two accounts count as one person now")
    await town.quiet()
    await faye.sees_nothing_of("Your code was used")
    ana.opens_private()
    await ana.sees("Your code was used. Another account counts as you from now on.")


async def test_another_application_is_nobody(town: Town) -> None:
    """Discord lets none press or give commands; nobody else makes people out of them either."""
    await suggested(town)
    world = town.server.world
    bot = world.add_account("Another bot", is_bot=True)
    places.join(world, town.server.guild, bot)
    await town.person("Ben").sees("[Second this topic]")
    (found, *_) = finding.buttons(world, town.person("Ben").messages, "Second this topic")
    acts.press(world, bot, *found)
    await town.person("Ben").types("/topic second", topic=1)
    await town.person("Ben").sees("Saved")
    assert len(town.round.seconders) == 1
