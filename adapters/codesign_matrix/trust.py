"""Cross-signing: the account vouches for its device, so that strict clients send it the keys of their rooms.

Clients that follow MSC4153 encrypt only for devices their owner has signed. nio cannot do that, so it is done
here: three ed25519 keys (master, self-signing, user-signing), the seeds of which are kept in the device's
folder; the master signs the other two, the self-signing key signs the device. Specification: client-server
API, "Cross-signing".
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa

from codesign_bot.errors import ConfigError
from codesign_matrix.client import Client
from codesign_matrix.device import read_private, write_private
from codesign_matrix.errors import PasswordAsked
from codesign_matrix.fields import Json, inner, text
from codesign_matrix.wire import path

_FILE = "cross-signing.json"
_USAGES: Final = ("master", "self_signing", "user_signing")


class Signed(Enum):
    """How it stands with the trust in the bot's device."""

    SIGNED = "strict clients accept the device"
    NOT_SIGNED = "the device is not signed: strict clients will not let it read"
    FOREIGN_KEYS = "the account has cross-signing keys that are not ours: sign the device from the client they are in"
    NEEDS_PASSWORD = "the homeserver wants the account's password before it takes the first keys"  # noqa: S105 - a sentence


@dataclass(frozen=True, slots=True)
class CrossSigning:
    """`fingerprint`: the account's master key as clients show it; None where there is none."""

    status: Signed
    fingerprint: str | None


@dataclass(frozen=True, slots=True)
class _Keys:
    """The three key pairs of an account."""

    pairs: Mapping[str, ECC.EccKey]

    def public(self, usage: str) -> str:
        raw = self.pairs[usage].public_key().export_key(format="raw")
        return b64encode(raw).decode().rstrip("=")

    def sign(self, usage: str, thing: Json) -> str:
        signature = eddsa.new(self.pairs[usage], "rfc8032").sign(canonical(thing))
        return b64encode(signature).decode().rstrip("=")


async def bootstrap(client: Client) -> CrossSigning:
    """Makes the account's keys if it has none, signs the device if it is not signed; harmless to repeat.

    Keys of somebody else are left alone: replacing them would alarm everybody who has verified the account.
    Raises PlatformTrouble; ConfigError if the file of the seeds is damaged.
    """
    place = client.account.folder / _FILE
    known = await _query(client)
    keys = await asyncio.to_thread(_load, place)
    master = _master(known, client.user_id)
    if master is None:
        if keys is None:
            keys = await asyncio.to_thread(_make, place)
        try:
            await _upload(client, keys)
        except PasswordAsked:
            return CrossSigning(Signed.NEEDS_PASSWORD, None)
    elif keys is None or keys.public("master") != master:
        return _status(known, client, None)
    if not _is_signed(known, client, keys):
        await _sign_device(client, keys, inner(known, "device_keys", client.user_id, client.device_id))
    return _status(await _query(client), client, keys)


async def status(client: Client) -> CrossSigning:
    """How it stands, without changing anything. Raises PlatformTrouble."""
    keys = await asyncio.to_thread(_load, client.account.folder / _FILE)
    return _status(await _query(client), client, keys)


def canonical(thing: Json) -> bytes:
    """Canonical JSON without what is never signed. Specification, appendices, "Signing JSON"."""
    bare = {key: value for key, value in thing.items() if key not in ("signatures", "unsigned")}
    return json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def verifies(public: str, signature: str, thing: Json) -> bool:
    """Whether `signature` over `thing` was made by the key `public` (both in unpadded base64)."""
    try:
        key = eddsa.import_public_key(b64decode(public + "=="))
        eddsa.new(key, "rfc8032").verify(canonical(thing), b64decode(signature + "=="))
    except ValueError:
        return False
    return True


async def _query(client: Client) -> Json:
    body = {"device_keys": {client.user_id: list[str]()}}
    return await client.wire.call("POST", path("keys", "query"), body)


def _status(known: Json, client: Client, keys: _Keys | None) -> CrossSigning:
    master = _master(known, client.user_id)
    if master is None:
        return CrossSigning(Signed.NOT_SIGNED, None)
    if _is_signed_by_account(known, client):
        return CrossSigning(Signed.SIGNED, master)
    is_ours = keys is not None and keys.public("master") == master
    return CrossSigning(Signed.NOT_SIGNED if is_ours else Signed.FOREIGN_KEYS, master)


def _master(known: Json, user_id: str) -> str | None:
    keys = inner(known, "master_keys", user_id, "keys")
    return next((value for value in keys.values() if isinstance(value, str)), None)


def _is_signed(known: Json, client: Client, keys: _Keys) -> bool:
    return _is_signed_with(known, client, keys.public("self_signing"))


def _is_signed_by_account(known: Json, client: Client) -> bool:
    """By whatever self-signing key the account has: also one that lives in somebody's own client."""
    published = inner(known, "self_signing_keys", client.user_id, "keys").values()
    return any(_is_signed_with(known, client, key) for key in published if isinstance(key, str))


def _is_signed_with(known: Json, client: Client, public: str) -> bool:
    device = inner(known, "device_keys", client.user_id, client.device_id)
    signature = text(inner(device, "signatures", client.user_id), f"ed25519:{public}")
    return signature is not None and verifies(public, signature, device)


async def _upload(client: Client, keys: _Keys) -> None:
    body: dict[str, object] = {f"{usage}_key": _published(keys, usage, client.user_id) for usage in _USAGES}
    place = path("keys", "device_signing", "upload")
    try:
        await client.wire.call("POST", place, body)
    except PasswordAsked as asked:
        if client.account.password is None:
            raise
        proof = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": client.user_id},
            "password": client.account.password,
            "session": asked.session,
        }
        await client.wire.call("POST", place, body | {"auth": proof})


def _published(keys: _Keys, usage: str, user_id: str) -> Json:
    public = keys.public(usage)
    content: Json = {"user_id": user_id, "usage": [usage], "keys": {f"ed25519:{public}": public}}
    if usage == "master":
        return content
    signature = keys.sign("master", content)
    return {**content, "signatures": {user_id: {f"ed25519:{keys.public('master')}": signature}}}


async def _sign_device(client: Client, keys: _Keys, device: Json) -> None:
    """The self-signing key signs the device, and the device the master key, as other clients do."""
    self_signing, master = keys.public("self_signing"), keys.public("master")
    signed_device = _signed(device, client.user_id, self_signing, keys.sign("self_signing", device))
    content = _published(keys, "master", client.user_id)
    by_device = await client.encryption.sign(content)
    signed_master = _signed(content, client.user_id, client.device_id, by_device)
    body = {client.user_id: {client.device_id: signed_device, master: signed_master}}
    await client.wire.call("POST", path("keys", "signatures", "upload"), body)


def _signed(thing: Json, user_id: str, key_id: str, signature: str) -> Json:
    bare = {key: value for key, value in thing.items() if key not in ("signatures", "unsigned")}
    return {**bare, "signatures": {user_id: {f"ed25519:{key_id}": signature}}}


def _make(place: Path) -> _Keys:
    """New keys, on disk before anybody hears of them: lost keys can only be replaced with alarm."""
    keys = _Keys({usage: ECC.generate(curve="ed25519") for usage in _USAGES})
    write_private(place, {usage: b64encode(pair.seed).decode() for usage, pair in keys.pairs.items()})
    return keys


def _load(place: Path) -> _Keys | None:
    seeds = read_private(place)
    if seeds is None:
        return None
    try:
        pairs = {usage: eddsa.import_private_key(b64decode(str(seeds[usage]))) for usage in _USAGES}
    except (KeyError, ValueError):
        raise ConfigError(f"{place} is damaged; restore it from a backup of its folder") from None
    return _Keys(pairs)
