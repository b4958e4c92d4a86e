"""A Discord of our own, on loopback: for tests, the demo and measurements of a bot that lives there.

It speaks the HTTP API and the gateway as far as a bot like ours needs them, holds requests and its own answers to
Discord's OpenAPI document and to what that document misses, and lets people press, type and read as in an app.
It knows neither discord.py nor our bot.

    async with DiscordServer(openapi=path) as server:
        ana = server.member("Ana")
        ...                                     # start a bot on server.api_base, server.gateway_url, server.token
        await ana.types("/vote", idea=3, dots=2)
        await ana.sees("3 of 5 dots left")

Not simulated: voice, stickers, reactions, webhooks other than those of interactions, integrations, invites, OAuth,
user installs, native polls beyond making and ending them, and everything paid for.
"""

from __future__ import annotations

from codesign_bot.testing.discord.faults import Delay, Drop, Refuse, Status, TooOften, Twist, When
from codesign_bot.testing.discord.finding import NotThere
from codesign_bot.testing.discord.forms import FormRefused
from codesign_bot.testing.discord.limits import Allowance, Limits, Scope
from codesign_bot.testing.discord.media import Upload
from codesign_bot.testing.discord.model import Overwrite
from codesign_bot.testing.discord.permissions import LEAST_FOR_BOT, May
from codesign_bot.testing.discord.person import CannotDo, Choice, NoAnswer, Person, Pick
from codesign_bot.testing.discord.schema import SchemaUnavailable
from codesign_bot.testing.discord.server import DiscordServer, SimulatorMistaken
from codesign_bot.testing.discord.typed import NotOffered
from codesign_bot.testing.discord.wire import ChannelKind, Intent

__all__ = [
    "LEAST_FOR_BOT",
    "Allowance",
    "CannotDo",
    "ChannelKind",
    "Choice",
    "Delay",
    "DiscordServer",
    "Drop",
    "FormRefused",
    "Intent",
    "Limits",
    "May",
    "NoAnswer",
    "NotOffered",
    "NotThere",
    "Overwrite",
    "Person",
    "Pick",
    "Refuse",
    "SchemaUnavailable",
    "Scope",
    "SimulatorMistaken",
    "Status",
    "TooOften",
    "Twist",
    "Upload",
    "When",
]
