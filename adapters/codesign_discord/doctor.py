"""What the application can do on Discord, found out without connecting."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
from discord.http import HTTPClient

from codesign_bot.errors import NotAllowed
from codesign_bot.view import Examined, Finding, Say, Typed, say
from codesign_discord.errors import as_trouble
from codesign_discord.permissions import invitation, lacks
from codesign_discord.rest import Rest


@dataclass(frozen=True, slots=True)
class Doctor:
    """Looks at the application with the bot's token."""

    token: str

    async def examine(self) -> Sequence[Finding]:
        """Whether the token is good, who the bot is, and the address that invites it."""
        http = HTTPClient(asyncio.get_running_loop())
        try:
            with as_trouble():
                await http.static_login(self.token)
            async with aiohttp.ClientSession() as session:
                found = await Rest(http, session, session).whoami()
        except NotAllowed:
            return [Finding(say("doctor-discord-token"), is_well=False)]
        finally:
            await http.close()
        name, application = str(found["name"]), str(found["id"])
        return [
            Finding(say("doctor-discord-logged-in", name=name)),
            Finding(say("doctor-discord-invite", address=Typed(invitation(application)))),
        ]


def examined(name: str, permissions: int) -> Examined:
    """A channel, by what the bot is allowed there: each permission that is missing, and where to grant it."""
    missing = tuple(Finding(Say(key), is_well=False) for key in lacks(permissions))
    where = (Finding(say("doctor-where-discord"), is_note=True),) if missing else ()
    return Examined(name, (*missing, *where))
