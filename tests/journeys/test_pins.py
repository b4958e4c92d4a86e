"""The card of a round is pinned while the round is on, with ordinary clients looking, and let go when it is over."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from codesign_bot.testing.synapse import Synapse

from .town import Town, is_edit, said, template, town, until

pytestmark = pytest.mark.synapse

PINS = "m.room.pinned_events"
ENDED = "This round was withdrawn."


async def pinned(made: Town) -> list[str]:
    return [str(one) for one in (await made.olga.client.get_state(made.room, PINS))["pinned"]]


async def cards(made: Town) -> list[str]:
    """The ids of the cards in the room, oldest first."""
    events = await said(made.olga.client, made.room, made.name)
    return [str(one["event_id"]) for one in events if not is_edit(one) and "\nStep: " in one["content"]["body"]]


async def withdrawn(made: Town, request: int) -> None:
    """Somebody asks to withdraw the round, and enough others support it."""
    first, *others = made.members
    await first.asks("!request withdraw Nobody has time for this now", f"Saved. This is request {request}")
    supported = f"You support request {request}"
    await asyncio.gather(*(one.asks(f"!request support {request}", supported) for one in others))
    await until(lambda: made.records.phase() == "withdrawn")


async def ended(made: Town, card: str) -> None:
    """Wait until the card says that its round is over."""

    async def is_said() -> bool:
        changes = [one for one in await said(made.olga.client, made.room, made.name) if is_edit(one)]
        shown = [one["content"] for one in changes if one["content"]["m.relates_to"]["event_id"] == card]
        return any(ENDED in one["m.new_content"]["body"] for one in shown)

    async with asyncio.timeout(45):
        while not await is_said():  # noqa: ASYNC110 - the homeserver is asked, and tells nobody
            await asyncio.sleep(0.2)


async def no_more(made: Town, card: str) -> None:
    """Wait until the card is not pinned."""
    async with asyncio.timeout(45):
        while card in await pinned(made):  # noqa: ASYNC110 - the homeserver is asked, and tells nobody
            await asyncio.sleep(0.2)


async def gathered(made: Town, *, is_trusted: bool) -> None:
    made.write({"brisk": template(request=2)})
    made.bot.start()
    await made.hosted()
    if is_trusted:
        await made.olga.client.set_power(made.room, made.name, 50)
    await made.grows(4)
    await made.opened("brisk", made.members, made.olga, made.room)


async def test_the_card_of_a_round_that_is_over_is_pinned_no_longer_and_no_other_pin_is_touched(
    synapse: Synapse, tmp_path: Path
) -> None:
    async with town(synapse, tmp_path / "bot") as made:
        await gathered(made, is_trusted=True)
        (card,) = await cards(made)
        assert await pinned(made) == [card]
        hers = await made.olga.says("Please read this first", made.room)
        await made.olga.client.put_state(made.room, PINS, {"pinned": [hers, card]})
        await withdrawn(made, 1)
        await no_more(made, card)
        assert await pinned(made) == [hers]
        await ended(made, card)
        await made.opened("brisk", made.members, made.olga, made.room)
        first, second = await cards(made)
        assert first == card
        assert await pinned(made) == [second, hers], "the next one is in front"
        assert made.bot.incidents() == []


async def test_a_card_that_people_let_go_themselves_ends_all_the_same(synapse: Synapse, tmp_path: Path) -> None:
    async with town(synapse, tmp_path / "bot") as made:
        await gathered(made, is_trusted=True)
        (card,) = await cards(made)
        await made.olga.client.put_state(made.room, PINS, {"pinned": []})
        before = [one["event_id"] for one in await made.olga.client.history(made.room) if one["type"] == PINS]
        await withdrawn(made, 1)
        await ended(made, card)
        await made.olga.asks("!log", "withdrawn")
        after = [one["event_id"] for one in await made.olga.client.history(made.room, 200) if one["type"] == PINS]
        assert after == before, "a pin that is gone is not taken away once more"
        assert made.bot.incidents() == []


async def test_where_the_bot_may_not_let_a_card_go_its_round_is_over_all_the_same(
    synapse: Synapse, tmp_path: Path
) -> None:
    async with town(synapse, tmp_path / "bot") as made:
        await gathered(made, is_trusted=True)
        (card,) = await cards(made)
        await made.olga.client.set_power(made.room, made.name, 0)
        await withdrawn(made, 1)
        await ended(made, card)
        assert await pinned(made) == [card]
        assert await made.olga.asks("!now", "No round is on here now.")
        assert made.bot.incidents() == []
