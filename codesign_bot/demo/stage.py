"""Sets up what the demo needs: a homeserver of its own, a simulated Discord, the bot, and people with accounts.

All of it ends with it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from codesign_bot.app import choices, log_key, open_platforms, running, witness_of
from codesign_bot.clock import SystemClock
from codesign_bot.config import Config, DiscordConfig, LogConfig, MatrixConfig, Secret, StoreConfig, TemplatesConfig
from codesign_bot.core.phases import Phase
from codesign_bot.demo.pace import template_name, write_templates
from codesign_bot.logging_setup import set_up_logging
from codesign_bot.ports import Clock, Platform, Voice
from codesign_bot.service.bot import Choices
from codesign_bot.testing.discord import DiscordServer
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Login, Synapse

BOT = "codesign"
VISITOR = "visitor"
PASSWORD = "riverside"  # noqa: S105 # opens nothing but a homeserver on loopback that lives for minutes
SERVER = "localhost"

PATIENCE_SECONDS = 120.0
"""How long somebody on Discord looks for something; the demo gives up earlier on a quiet machine."""

NAMES = ("Olga", "Ben", "Cleo", "Dana", "Emil", "Farid", "Gita", "Hanna", "Ivo", "Jun", "Kim", "Lena")
"""The community. Olga is its organiser."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The homeserver answers, the bot is at work, the people have accounts. There is no room yet."""

    url: str
    bot: str
    people: dict[str, MatrixPerson]
    eyes: MatrixPerson
    """Olga once more: a second client, which only looks."""
    voice: Voice
    lengths: Mapping[Phase, float]
    """Of the steps on a quiet machine, in seconds."""
    short_lengths: Mapping[Phase, float]
    """The same for the second scene."""
    discord: DiscordServer
    """The simulated Discord, with the bot on it."""


@asynccontextmanager
async def staged(folder: Path, port: int) -> AsyncGenerator[Stage]:
    """The stage, with all its data in the folder, which the caller removes. Port 0: any free one.

    Raises `SynapseFailed`, and what `app.running` raises.
    """
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(Synapse(folder / "homeserver", port=port or None))
        account = await server.register(BOT)
        discord = await stack.enter_async_context(DiscordServer(patience_seconds=PATIENCE_SECONDS))
        there = DiscordConfig(Secret(discord.token), api=discord.api_base)
        config, chosen, clock, platforms = await asyncio.to_thread(_prepared, folder, server.url, account, there)
        await server.register(VISITOR, password=PASSWORD)
        people = {name: await _person(stack, server, name) for name in NAMES}
        eyes = await stack.enter_async_context(MatrixPerson(server.url, people["Olga"].login))
        await stack.enter_async_context(_logged(folder / "bot.log", config))
        await stack.enter_async_context(running(config, chosen, clock, platforms))
        lengths, short = (_lengths(chosen, template_name(1, is_short=is_short)) for is_short in (False, True))
        yield Stage(server.url, account.user_id, people, eyes, chosen.voices["en"], lengths, short, discord)


def _lengths(chosen: Choices, template: str) -> dict[Phase, float]:
    return {phase: length.total_seconds() for phase, length in chosen.templates[template].windows.items()}


def _prepared(
    folder: Path, url: str, account: Login, discord: DiscordConfig
) -> tuple[Config, Choices, Clock, list[Platform]]:
    """What an operator would write into config.toml, and what the program makes of it before it begins."""
    templates = folder / "templates"
    write_templates(templates)
    matrix = MatrixConfig(
        homeserver=url,
        account=account.user_id,
        directory=folder / "matrix",
        password=Secret(account.password),
        allow_invites_from=(SERVER,),
    )
    log = LogConfig(key_file=folder / "log-key")
    config = Config(StoreConfig(folder / "bot.db"), matrix, discord, templates=TemplatesConfig(templates), log=log)
    clock = SystemClock()
    return (
        config,
        replace(choices(config), key=log_key(config), witness=witness_of(config)),
        clock,
        open_platforms(config, clock),
    )


@asynccontextmanager
async def _logged(path: Path, config: Config) -> AsyncGenerator[None]:
    """The bot's own log goes to a file: the terminal belongs to the round."""
    with path.open("w", encoding="utf-8") as file:
        set_up_logging(config.logging, config.secrets, file)
        try:
            yield
        finally:
            logging.getLogger().handlers[:] = [logging.NullHandler()]


async def _person(stack: AsyncExitStack, server: Synapse, name: str) -> MatrixPerson:
    login = await server.register(name.lower())
    person = await stack.enter_async_context(MatrixPerson(server.url, login))
    await person.request("PUT", f"/client/v3/profile/{login.user_id}/displayname", {"displayname": name})
    return person
