"""A community on a real homeserver that speaks German, through the real command: from its setup to the tally."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from codesign_bot.testing.synapse import Synapse

from ..service.english import english_in  # noqa: TID252 - tests are no package
from .town import HONEST, Member, Town, said, template, town, until

pytestmark = [pytest.mark.synapse, pytest.mark.slow]

IDEEN = ("Lampen am Teich", "ein Teestand", "Filme im Freien")
STIMMEN = ("1:1 2:1", "1:1", "2:1 1:1")


async def opens(member: Member) -> None:
    """A direct message, greeted in German."""
    member.dm = await member.client.create_room(invite=[member.bot], is_public=False, is_direct=True)
    await member.hears("Ich helfe Menschen")


async def begun(made: Town) -> int:
    """A community that was told at once to speak German. Returns how much it had said before that."""
    made.olga = await made.person()
    made.room = await made.founded(made.olga)
    await made.olga.hears("is its first organiser", made.room)
    spoken = len(await said(made.olga.client, made.room, made.name))
    await made.olga.asks("!einrichten sprache Deutsch", "Ab jetzt spreche ich hier Deutsch.", made.room)
    made.members = [await made.person() for _ in IDEEN]
    for one in made.members:
        await one.client.join(made.room)
        await opens(one)
    return spoken


async def opened(made: Town) -> None:
    """Topic, plan and join."""
    first, second, third = made.members
    await first.asks("!thema vorschlagen Der Park ist abends leer", "Gespeichert. Das ist Thema 1.")
    await opens(made.olga)
    await made.olga.asks("!runde planen brisk", "Das ist Teil 1 von")
    for number, answer in enumerate(HONEST[:-2], 2):
        await made.olga.asks(answer, f"Das ist Teil {number} von")
    await made.olga.asks(HONEST[-2], "Stimmt alles?")
    await made.olga.asks("ja", "Gespeichert. Die Runde hat jetzt einen Plan.")
    await second.asks("!thema mittragen 1", "Gespeichert. Du trägst dieses Thema mit.")
    await made.olga.hears("Ein neuer Schritt beginnt", made.room)
    await third.asks("!mitmachen", "Du machst jetzt in dieser Runde mit.")


async def test_a_round_on_a_real_homeserver_is_german_from_the_setup_to_the_tally(
    synapse: Synapse, tmp_path: Path
) -> None:
    async with town(synapse, tmp_path) as made:
        made.write({"brisk": template(framing=1, confirming=1, ideas=10, sorting=1, voting=12)})
        made.bot.start()
        spoken = await begun(made)
        await opened(made)
        await made.olga.hears("Gib uns deine Ideen", made.room)
        for member, idee in zip(made.members, IDEEN, strict=True):
            await member.asks(f"!idee {idee}", "Gespeichert. Das ist Idee")
        await made.olga.hears("Du hast 3 Punkte.", made.room)
        await asyncio.gather(
            *(
                member.asks(f"!abstimmen {stimmen}", "Gespeichert. Das ist dein ganzer Stimmzettel.")
                for member, stimmen in zip(made.members, STIMMEN, strict=True)
            )
        )
        await until(lambda: made.records.phase() == "cooling_off")
        await made.olga.hears("Die Auszählung:", made.room)
        told = [one["content"]["body"] for one in (await said(made.olga.client, made.room, made.name))[spoken:]]
        for member in (made.olga, *made.members):
            told += await member.heard()
        assert len(told) > 25
        assert english_in(told) == []
        assert not made.bot.incidents()
