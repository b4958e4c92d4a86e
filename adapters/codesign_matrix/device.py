"""Who the bot is on its homeserver, for good: one account, one device, one folder, one process.

The device is kept for as long as possible: a new one means new keys that others have to learn, and the server
no longer knows which messages the old one has sent.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from codesign_bot.errors import ConfigError
from codesign_matrix.errors import TokenRevoked
from codesign_matrix.fields import Json, as_object, text
from codesign_matrix.wire import Wire, path

_CREDENTIALS = "device.json"


@dataclass(frozen=True, slots=True)
class Account:
    """What the operator gives. Either a password (used for the first login only, and again if the token is
    revoked), or an access token with its device id, as homeservers with an external login give them out.

    `folder` keeps the device; `pickle_key` encrypts its keys at rest and must never change.
    """

    homeserver: str
    user_id: str
    folder: Path
    pickle_key: str = field(repr=False)
    password: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    device_id: str | None = None
    device_name: str = "codesign-bot"


@dataclass(frozen=True, slots=True)
class Credentials:
    user_id: str
    device_id: str
    access_token: str = field(repr=False)


@contextmanager
def held(folder: Path) -> Generator[None]:
    """Keeps the folder for this process alone; ConfigError if another has it. Makes it if it is missing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConfigError(f"another process uses the Matrix device in {folder}; two would break its keys") from None
        yield
    finally:
        os.close(handle)


async def log_in(account: Account, wire: Wire, *, anew: bool = False) -> Credentials:
    """The stored device, or a first login. Sets the wire's token. `anew`: a new device in any case.

    Raises TokenRevoked if the token is not good and there is no password; ConfigError if the account does not
    fit what the server says; other PlatformTrouble from the server.
    """
    stored = None if anew else await asyncio.to_thread(_read, account)
    if stored:
        wire.token = stored.access_token
        try:
            return await _confirmed(stored, wire)
        except TokenRevoked:
            if account.password is None:
                raise
    made = await _by_password(account, wire, stored.device_id if stored else None)
    await asyncio.to_thread(write_private, account.folder / _CREDENTIALS, _as_json(made))
    return made


def write_private(place: Path, content: Json) -> None:
    """Replaces a file that only its owner may read, whole or not at all, and on disk before it returns."""
    draft = place.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_private(place: Path) -> Json | None:
    """What `write_private` wrote; None if there is nothing. ConfigError if it is damaged."""
    try:
        return as_object(json.loads(place.read_text()))
    except FileNotFoundError:
        return None
    except ValueError:
        raise ConfigError(f"{place} is damaged; restore it from a backup of its folder") from None


def _read(account: Account) -> Credentials | None:
    """What the operator configured goes before what is stored: a token is renewed by writing the new one."""
    stored = read_private(account.folder / _CREDENTIALS) or {}
    device_id = account.device_id or text(stored, "device_id")
    token = account.access_token or text(stored, "access_token")
    user_id = text(stored, "user_id") or account.user_id
    if account.access_token and not account.device_id:
        raise ConfigError("an access token needs the device id it was given out for")
    if user_id != account.user_id:
        raise ConfigError(f"the folder {account.folder} belongs to {user_id}, not to {account.user_id}")
    if not device_id or not token:
        return None
    return Credentials(user_id, device_id, token)


async def _confirmed(credentials: Credentials, wire: Wire) -> Credentials:
    answer = await wire.call("GET", path("account", "whoami"))
    user_id = text(answer, "user_id")
    device_id = text(answer, "device_id")
    if user_id != credentials.user_id:
        raise ConfigError(f"the access token belongs to {user_id}, not to {credentials.user_id}")
    if device_id is not None and device_id != credentials.device_id:
        raise ConfigError(f"the access token belongs to device {device_id}, not to {credentials.device_id}")
    return credentials


async def _by_password(account: Account, wire: Wire, device_id: str | None) -> Credentials:
    if account.password is None:
        raise ConfigError("no password and no access token: one of them is needed for the first login")
    body: dict[str, object] = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": account.user_id},
        "password": account.password,
        "initial_device_display_name": account.device_name,
    }
    if device_id:
        body["device_id"] = device_id
    wire.token = ""
    answer = await wire.call("POST", path("login"), body)
    made = Credentials(*(cast("str", answer[key]) for key in ("user_id", "device_id", "access_token")))
    if made.user_id != account.user_id:
        raise ConfigError(f"the password belongs to {made.user_id}, not to {account.user_id}")
    wire.token = made.access_token
    return made


def _as_json(credentials: Credentials) -> Json:
    return {
        "user_id": credentials.user_id,
        "device_id": credentials.device_id,
        "access_token": credentials.access_token,
    }
