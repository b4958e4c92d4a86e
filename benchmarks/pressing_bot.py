"""The bare rival of bench_discord: discord.py as it comes, which acknowledges each press and does nothing else.

    python benchmarks/pressing_bot.py API

The token comes as a line on standard input.
"""

from __future__ import annotations

import sys

import discord
from discord.http import Route


class Acknowledging(discord.AutoShardedClient):
    """With what our own client does without as well: no members, no messages kept."""

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        """Say that it was seen, so that the app is content."""
        await interaction.response.defer()


if __name__ == "__main__":
    Route.BASE = sys.argv[1]
    bot = Acknowledging(
        intents=discord.Intents(guilds=True),
        max_messages=None,
        chunk_guilds_at_startup=False,
        member_cache_flags=discord.MemberCacheFlags.none(),
    )
    bot.run(sys.stdin.readline().strip(), log_handler=None)
