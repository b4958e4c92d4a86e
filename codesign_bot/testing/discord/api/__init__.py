"""What can be asked over HTTP. Paths are written as in the OpenAPI document."""

from __future__ import annotations

from codesign_bot.testing.discord.api import channels, commands, events, guilds, interactions, messages, own, threads
from codesign_bot.testing.discord.api.call import Route

ROUTES: tuple[Route, ...] = (
    *own.ROUTES,
    *commands.ROUTES,
    *interactions.ROUTES,
    *messages.ROUTES,
    *channels.ROUTES,
    *threads.ROUTES,
    *guilds.ROUTES,
    *events.ROUTES,
)
