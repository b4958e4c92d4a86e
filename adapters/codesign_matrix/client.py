"""The bot's connection to Matrix: its wire, its device, its keys and what it knows of its rooms."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field

from codesign_matrix.device import Account, Credentials, held, log_in
from codesign_matrix.encryption import Encryption
from codesign_matrix.errors import DeviceLost
from codesign_matrix.rooms import Room
from codesign_matrix.wire import Wire

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Client:
    """What feed, sending and trust share. `rooms`: those the bot is in, by id, as of the last sync."""

    account: Account
    credentials: Credentials
    wire: Wire
    encryption: Encryption
    rooms: dict[str, Room] = field(default_factory=dict[str, Room])
    committing: asyncio.Task[object] | None = None
    """The task that is handing a batch over just now: it must not send (see sending.py)."""

    @property
    def user_id(self) -> str:
        return self.credentials.user_id

    @property
    def device_id(self) -> str:
        return self.credentials.device_id


@asynccontextmanager
async def connected(account: Account) -> AsyncGenerator[Client]:
    """Logs in and opens the keys; on leaving, closes all of it.

    Raises ConfigError for what the operator must change (a folder in use, a wrong secret, no login),
    TokenRevoked, DeviceLost (without a password; with one, a new device takes over), other PlatformTrouble.
    """
    wire = Wire(account.homeserver)
    with ExitStack() as stack:
        await asyncio.to_thread(stack.enter_context, held(account.folder))
        try:
            credentials, encryption = await _opened(account, wire)
            try:
                yield Client(account, credentials, wire, encryption)
            finally:
                await encryption.close()
        finally:
            await wire.close()


async def _opened(account: Account, wire: Wire) -> tuple[Credentials, Encryption]:
    credentials = await log_in(account, wire)
    try:
        return credentials, await _started(account, credentials, wire)
    except DeviceLost:
        if account.password is None:
            raise
        _log.warning("device %s has lost its keys; logging in as a new device", credentials.device_id)
    credentials = await log_in(account, wire, anew=True)
    return credentials, await _started(account, credentials, wire)


async def _started(account: Account, credentials: Credentials, wire: Wire) -> Encryption:
    encryption = await Encryption.open(
        wire, credentials.user_id, credentials.device_id, account.folder, account.pickle_key
    )
    try:
        await encryption.start()
    except BaseException:
        await encryption.close()
        raise
    return encryption
