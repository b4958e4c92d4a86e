"""Writes docs/example-log.zip: the log of a made-up community after one round, as `!export` hands it out.

    .venv/bin/python docs/make_example_log.py [FILE]

The clock, the chance and the key are fixed, so whoever runs it gets the same file, byte for byte, from the same version
of the bot. A test fails when the file is not what this program writes. Everybody can read the key that signs it in
`codesign_bot/testing/world.py`: it proves nothing about any other log.
"""

# ruff: noqa: INP001 # a program beside the pages it writes, run by its path

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from codesign_bot.log.hand_out import HandOut
from codesign_bot.testing import stories
from codesign_bot.testing.chance import CountedChance
from codesign_bot.testing.world import CHOICES, LOG_KEY, ROOM, World, open_world

FILE = Path(__file__).with_name("example-log.zip")
ERASES = "m5"
"""Whoever lets their words be erased, so that the example shows what is left of them."""


async def lived(world: World) -> None:
    """One round up to its end, signed as it goes, and an erasure."""
    await stories.voting(world)
    await world.bot.housekeeper.keep_house()
    await stories.from_vote_to_count(world)
    await world.bot.housekeeper.keep_house()
    await world.person("m5").says("!minority We still want the dog run for all of us.")
    await world.step_ends()
    for no in world.round.chosen:
        await world.all_say(stories.MEMBERS[:5], f"!feedback {no} agree")
    await world.person("m6").says(f"!feedback {min(world.round.chosen)} worry Bats do not like light.")
    await world.step_ends()
    await stories.from_outcome_to_end(world)
    await world.bot.housekeeper.keep_house()
    person = world.person(ERASES)
    await person.says("!me forget")
    await world.everything_said()
    code = re.findall(r"me forget ([A-Z]{4})\b", person.hears()[-1])[0]
    await person.says(f"!me forget {code}")
    await world.person("olga").says("!setup zone Europe/London", ROOM)
    await world.bot.housekeeper.keep_house()


async def made(folder: Path, file: Path) -> None:
    """Let a bot live through the round in an empty folder, and hand its log out into the file."""
    async with open_world(folder, chance=CountedChance()) as world:
        await lived(world)
        (community,) = world.bot.desk.book.heads
        now = world.clock.now()
        with file.open("wb") as target:
            await HandOut(world.bot.desk.store, community, LOG_KEY, now, CHOICES.voices["en"]).write(target)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        asyncio.run(made(Path(folder), Path(sys.argv[1]) if sys.argv[1:] else FILE))
