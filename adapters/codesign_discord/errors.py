"""What Discord's refusals mean for us, by whose move it is. One table, by Discord's own error codes."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus

import aiohttp
import discord

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, Unreachable, Unwelcome
from codesign_bot.event_list import ListFull


class _Coded(PlatformTrouble):
    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.code = code


class TooLate(_Coded):
    """The interaction was answered before, or waited too long. `code` tells which."""


class Refused(_Coded):
    """Discord will never take this request as it stands. `code` is its number for why."""


class TokenRefused(Unreachable):
    """The token is not taken any more. It is no fault of the place: what was to be said waits for an operator."""


class Archived(NotAllowed):
    """The thread sleeps: it has to be woken first."""


UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE = 10003, 10004, 10008
UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, ANSWERED_ALREADY, INVALID_TOKEN = 10015, 10062, 40060, 50027
NO_ACCESS, NO_DIRECT_MESSAGES, NO_PERMISSION, LOCKED = 50001, 50007, 50013, 160005
ARCHIVED = 50083
OLD_EDITS = 30046
WORDS_BLOCKED = 200000

UNKNOWN_EVENT, FINISHED_EVENT = 10070, 180000
TOO_MANY_EVENTS = 30038

GONE = frozenset({UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE, UNKNOWN_EVENT, FINISHED_EVENT})
LATE = frozenset({UNKNOWN_INTERACTION, ANSWERED_ALREADY, UNKNOWN_WEBHOOK, INVALID_TOKEN})
FORBIDDEN = frozenset({NO_ACCESS, NO_PERMISSION, LOCKED, NO_DIRECT_MESSAGES})

CROWDED = 60.0
"""Seconds to wait where Discord says only that it is too much: edits of old messages, an address that is banned."""


def trouble(error: Exception) -> PlatformTrouble:
    """What an error of the library or of the network stands for. The reason is fit for a log: no words of people."""
    match error:
        case PlatformTrouble():
            return error
        case discord.RateLimited(retry_after=seconds):
            return Unreachable("429", seconds)
        case discord.LoginFailure():
            return NotAllowed("Discord does not take the token: give the bot a new one and start it again")
        case discord.HTTPException():
            return _of_answer(error)
        case _:
            return Unreachable(type(error).__name__)


def _of_answer(error: discord.HTTPException) -> PlatformTrouble:
    code, status = error.code, error.status
    reason = f"{status} {code}"
    if code == OLD_EDITS or status == HTTPStatus.TOO_MANY_REQUESTS:
        return Unreachable(reason, max(CROWDED, _asked_for(error)))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unreachable(reason)
    if code in LATE:
        return TooLate(reason, code)
    if code in GONE:
        return Gone(reason)
    if code == ARCHIVED:
        return Archived(reason)
    if code == TOO_MANY_EVENTS:
        return ListFull(reason)
    if code == WORDS_BLOCKED:
        return Unwelcome(reason)
    if status == HTTPStatus.UNAUTHORIZED:
        return TokenRefused(reason, CROWDED)
    if code in FORBIDDEN or status == HTTPStatus.FORBIDDEN:
        return NotAllowed(reason)
    return Gone(reason) if status == HTTPStatus.NOT_FOUND else Refused(reason, code)


def _asked_for(error: discord.HTTPException) -> float:
    """Seconds that the answer asks us to wait; 0 where it does not say."""
    said = error.response.headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.replace(".", "", 1).isdigit() else 0.0


NETWORK = (aiohttp.ClientError, OSError, asyncio.TimeoutError)
"""What a connection that breaks raises, whichever library noticed it."""


@contextmanager
def as_trouble() -> Generator[None]:
    """No error of the library or of the network gets out of here."""
    try:
        yield
    except (discord.DiscordException, *NETWORK) as error:
        raise trouble(error) from error
