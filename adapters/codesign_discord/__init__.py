"""Discord: the only place that may import discord.py.

Layers, from the words upwards: declared, commands and forms (what can be asked, as data) · asking (from an interaction
to typed words) · render and panels (from a view to components) · rest and errors (requests and typed troubles) ·
waiting and sending (answers and messages) · lines and client (the connections) · acting and platform.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.http import Route

from codesign_bot.messages import all_voices
from codesign_discord.platform import DiscordPlatform

if TYPE_CHECKING:
    from codesign_bot.config import Config
    from codesign_bot.ports import Clock


def open_platform(config: Config, clock: Clock) -> DiscordPlatform | None:
    """The platform that the configuration describes, not connected yet; None where it describes none."""
    if config.discord is None:
        return None
    if config.discord.api is not None:
        Route.BASE = config.discord.api  # the library knows one address a process
    voices = all_voices(config.prompts.directory)
    token, language = config.discord.token.reveal(), config.defaults.language
    return DiscordPlatform(token, clock, voices, language, shard_count=config.discord.shards)
