"""Applications, webhooks and Discord itself never second, join or vote, whatever they send."""

from __future__ import annotations

import pytest

from codesign_bot.records import Account
from codesign_bot.testing.discord import NoAnswer
from codesign_bot.testing.discord.person import Person

from .story import planned, voting
from .town import Town


def machine(town: Town, *, kind: str) -> Person:
    """A member of the server that is no person."""
    made = town.person("Machine")
    made.account.is_bot = kind == "application"
    made.account.is_system = kind == "system"
    town.server.patience_seconds = 0.5
    return made


@pytest.mark.parametrize("kind", ["application", "system"])
async def test_no_machine_seconds_a_topic(town: Town, kind: str) -> None:
    await planned(town)
    before = len(town.round.seconders)
    made = machine(town, kind=kind)
    with pytest.raises(NoAnswer):
        await made.presses("Second this topic")
    with pytest.raises(NoAnswer):
        await made.types("/topic second", topic=1)
    assert len(town.round.seconders) == before
    await town.person("Ben").presses("Second this topic")
    await town.person("Ben").sees("Saved")
    assert len(town.round.seconders) == before + 1


@pytest.mark.parametrize("kind", ["application", "system"])
async def test_no_machine_has_a_ballot(town: Town, kind: str) -> None:
    await voting(town)
    made = machine(town, kind=kind)
    await made.sees("[Vote]")
    for act in (made.presses("Vote"), made.types("/vote idea", idea=1, dots=1), made.types("/round join")):
        with pytest.raises(NoAnswer):
            await act
    await town.person("Ana").types("/vote idea", idea=2, dots=1)
    await town.step_ends()
    assert await town.store.person(Account("discord", str(made.account.id))) is None, "a machine is nobody"


async def test_what_a_webhook_writes_is_heard_by_nobody(town: Town) -> None:
    """Bridges write as webhooks. Their people vote with accounts of their own."""
    await voting(town)
    await town.quiet()
    for words in ("/vote idea 1 dots 2", "!vote 1:2", "!join", "!topic second 1"):
        town.server.webhook_says("Bridged Bob", words)
    await town.quiet()
    people = [message for message in town.person("Watcher").messages if message.webhook_name]
    assert len(people) == 4
    newest = town.person("Watcher").messages[-1]
    assert newest.webhook_name == "Bridged Bob", "the bot answers none of it"
