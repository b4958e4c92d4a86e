"""What stands for people elsewhere has no voice of its own: ghosts of a bridge, webhooks, other applications."""

from __future__ import annotations

import pytest

from codesign_bot.testing.discord import acts, finding, places

from ..journeys.town import Member  # noqa: TID252 - tests are no package
from .story import listed, planned, told
from .town import STEP, Both

pytestmark = [pytest.mark.synapse, pytest.mark.timeout(180)]

THUMB = "\N{THUMBS UP SIGN}"


async def lived(both: Both) -> int:
    """How much the round has lived through: the same twice means that nothing happened to it."""
    return len(await both.events())


def application_presses(both: Both, label: str) -> None:
    """Another bot presses a button of the card. Discord lets none do that; the simulator does."""
    world = both.town.server.world
    (card,) = [one for one in both.town.server.channel.messages.values() if STEP in str(one.components)]
    ((message, button),) = finding.buttons(world, [card], label)
    bot = world.add_account("Another bot", is_bot=True)
    places.join(world, both.town.server.guild, bot)
    acts.press(world, bot, message, button)


async def is_alone(ghost: Member) -> bool:
    """Whether the bot has not come into its room."""
    members = await ghost.client.request("GET", f"/client/v3/rooms/{ghost.dm}/members", membership="join")
    return [one["state_key"] for one in members["chunk"]] == [ghost.id]


async def test_nobody_who_is_not_a_person_seconds_or_joins(both: Both) -> None:
    await told(both, until=planned)
    joined = (await both.state()).joined
    ghost = await both.ghost()
    card = next(one for one in await both.room_events() if STEP in one["content"]["body"])
    await ghost.client.react(both.room, card["event_id"], THUMB)
    for words in ("!topic second 1", "!join"):
        await ghost.says(words, both.room)
        both.town.server.webhook_says("Dan", words)
    application_presses(both, "Second this topic")
    await (await both.here("Ana")).asks("!topic second 1", "Saved. You seconded")
    await both.town.quiet()
    assert (await both.state()).seconders == {(await both.who(await both.here("Ana"))).id}
    assert (await both.state()).joined == joined + 1
    assert not await both.is_known(ghost)
    assert await is_alone(ghost)


@pytest.mark.slow
async def test_nobody_who_is_not_a_person_votes(both: Both) -> None:
    await told(both, until=listed)
    before, ben = await lived(both), await both.here("Ben")
    ghost = await both.ghost()
    for words in ("!join", "!vote 1:2", "!link CODE"):
        await ghost.says(words, both.room)
        await ghost.says(words)
    webhook = both.town.server.webhook_says("Dan", "!vote 1:2")
    application_presses(both, "Vote")
    hal = both.there("Hal")
    await hal.context_menu("Turn into an idea", webhook)
    await hal.sees("Only what a person wrote can become an idea.")
    await ben.asks("!vote 2:2", "Saved. This is your whole ballot")
    await both.town.quiet()
    assert await lived(both) == before
    assert [ballot.person for ballot in await both.ballots()] == [(await both.who(ben)).id]
    assert not await both.is_known(ghost)
    assert await is_alone(ghost)
