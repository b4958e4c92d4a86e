"""Takes the pictures of docs/discord: the card of each step, and the ballot, as the simulated Discord shows our output.

    .venv/bin/python docs/make_discord_pictures.py

A round is played by the stories of tests/discord, with the real bot; Chromium opens what its members see.
"""

# ruff: noqa: INP001 # a program beside the pages it makes pictures for, run by its path

from __future__ import annotations

import asyncio
import base64
import importlib
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from browser import Page, browser

from codesign_bot.testing.discord import places
from codesign_bot.testing.discord.model import Message
from codesign_bot.testing.discord.show import page

# The stories of the tests. Their folder is no package, and has the name of a library that we use.
stories = ModuleType("stories")
stories.__path__ = [str(Path(__file__).parents[1] / "tests" / "discord")]
sys.modules["stories"] = stories
story = importlib.import_module("stories.story")
open_town = importlib.import_module("stories.town").open_town
Town = Any

FOLDER = Path(__file__).with_name("discord")
WIDTH, SCALE = 900, 1.5
STEPS: dict[str, Callable[[Town], Awaitable[None]]] = {
    "topic": story.suggested,
    "framing": story.opened,
    "confirming": story.confirming,
    "ideas": story.ideas,
    "voting": story.voting,
    "cooling-off": story.cooling_off,
    "feedback": story.feedback,
    "outcome": story.outcome,
    "follow-up": story.follow_up,
}


async def main() -> None:
    """Each step in a town of its own."""
    with tempfile.TemporaryDirectory() as name:
        async with browser(Path(name) / "profile") as window:
            for step, played in STEPS.items():
                folder = Path(name) / step
                folder.mkdir()
                async with open_town(folder) as town:
                    await played(town)
                    await town.quiet()
                    (pinned,) = town.server.channel.pins
                    await picture(window, town, town.server.channel.messages[pinned], folder, f"card-{step}")
                    if step == "voting":
                        await ballot(window, town, folder)


async def ballot(window: Page, town: Town, folder: Path) -> None:
    """With two dots on one idea, as its voter sees it."""
    ana = town.person("Ana")
    await ana.presses("Vote")
    await ana.sees("[+ More on 3]")
    for _ in range(2):
        await ana.presses("+ More on 3")
        await town.quiet()
    (open_one,) = [one for one in ana.messages if "More on 3" in str(one.components)]
    await picture(window, town, open_one, folder, "ballot", who="Ana")


async def picture(window: Page, town: Town, message: Message, folder: Path, name: str, *, who: str = "Watcher") -> None:
    """One message alone in a channel, and nothing around it."""
    world = town.server.world
    alone = places.make_channel(world, town.server.guild, "riverside")
    alone.messages[message.id] = message
    file = folder / f"{name}.html"
    file.write_text(page.page(world, town.person(who).account, alone), encoding="utf-8")
    await window.resize(WIDTH, 600, SCALE)
    await window.open(file.as_uri())
    at = await window.until(
        "(() => { const at = document.querySelector('main article, main [role=article], main li');"
        " const box = at && at.getBoundingClientRect();"
        " return box && box.width > 0 && [box.x, box.y, box.width, box.height]; })()",
        "the message",
    )
    clip = dict(zip(("x", "y", "width", "height"), at, strict=True)) | {"scale": 1}
    shot = await window.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
    (FOLDER / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))


if __name__ == "__main__":
    asyncio.run(main())
