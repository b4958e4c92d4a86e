"""What the application can do on Discord, found out without connecting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import aiohttp
from discord.http import HTTPClient

from codesign_bot.errors import Gone, NotAllowed
from codesign_bot.view import Examined, Finding, Quoted, Say, Typed, say
from codesign_discord.errors import as_trouble
from codesign_discord.permissions import CREATE_EVENTS, LEAST, invitation, lacks, lacks_events
from codesign_discord.rest import Rest


@dataclass(frozen=True, slots=True)
class Doctor:
    """Looks at the application with the bot's token."""

    token: str

    async def examine(self) -> Sequence[Finding]:
        """Whether the token is good, who the bot is, and the address that invites it."""
        try:
            async with self._logged_in() as (rest, _):
                found = await rest.whoami()
        except NotAllowed:
            return [Finding(say("doctor-discord-token"), is_well=False)]
        name, application = str(found["name"]), str(found["id"])
        return [
            Finding(say("doctor-discord-logged-in", name=name)),
            Finding(say("doctor-discord-invite", address=Typed(invitation(application)))),
        ]

    async def examine_events(self, channels: Sequence[str]) -> Sequence[Finding]:
        """Whether the bot may make events in the servers of these channels, and the address that asks for it."""
        if not channels:
            return []
        try:
            async with self._logged_in() as (rest, account):
                application = str((await rest.whoami())["id"])
                found = await _of_servers(rest, account, channels)
        except NotAllowed:
            return []  # the token is at fault, and that was found before
        address = say("doctor-discord-invite-events", address=Typed(invitation(application, LEAST | CREATE_EVENTS)))
        return [*found, Finding(address, is_note=True)]

    @asynccontextmanager
    async def _logged_in(self) -> AsyncGenerator[tuple[Rest, str]]:
        """Discord over HTTP, and the account of the bot there."""
        http = HTTPClient(asyncio.get_running_loop())
        try:
            with as_trouble():
                account = await http.static_login(self.token)
            async with aiohttp.ClientSession() as session:
                yield Rest(http, session, session), str(account["id"])
        finally:
            await http.close()


async def _of_servers(rest: Rest, account: str, channels: Sequence[str]) -> list[Finding]:
    """Each server once. Where the bot is not any more, nothing is wished of it."""
    found: dict[str, Finding] = {}
    for channel in channels:
        with suppress(Gone, NotAllowed):
            server = await rest.home(channel)
            if server and server not in found:
                name, allowed = await rest.allowed_in(server, account)
                may = not lacks_events(allowed)
                key = "doctor-discord-events" if may else "doctor-discord-no-events"
                found[server] = Finding(say(key, server=Quoted(name)), is_well=may)
    return [*found.values()]


def examined(name: str, permissions: int) -> Examined:
    """A channel, by what the bot is allowed there: each permission that is missing, and where to grant it."""
    missing = tuple(Finding(Say(key), is_well=False) for key in lacks(permissions))
    where = (Finding(say("doctor-where-discord"), is_note=True),) if missing else ()
    return Examined(name, (*missing, *where))
