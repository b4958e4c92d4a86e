"""What the bot can and cannot do on its homeserver, and what to grant. Runs beside a bot that is at work.

It speaks for itself over plain requests, so it needs neither the device's keys nor its lock.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from codesign_bot.errors import PlatformTrouble, Unreachable
from codesign_bot.view import Examined, Finding, Say, Typed, say
from codesign_matrix.device import Account, Credentials, log_in
from codesign_matrix.directs import is_direct
from codesign_matrix.fields import Json, inner, objects, text, texts
from codesign_matrix.power import Act
from codesign_matrix.rooms import Room
from codesign_matrix.wire import Wire, path

BURST_TRIED = 15
"""Messages sent to an empty room of our own, to see when the homeserver says "slow down". Its default is ten."""

TRIES = 5

VERSIONS = "_matrix/client/versions"
_OF_SYNAPSE = "io.element.e2ee_forced."
"""Only Synapse tells of features with such names. Its name itself a proxy may hide."""

ONLY_STATE = '{"room":{"timeline":{"limit":1},"ephemeral":{"types":[]}},"presence":{"types":[]}}'

_NEEDED = (
    (Act.PIN, "doctor-pin"),
    (Act.REDACT_OTHERS, "doctor-redact"),
)


@dataclass(slots=True)
class Doctor:
    """One examination. Every finding is a sentence, with what to do where something is missing."""

    account: Account

    async def examine(self) -> list[Finding]:
        """All findings, in the order in which they would be mended. Raises `ConfigError`."""
        wire = Wire(self.account.homeserver)
        try:
            try:
                who = await log_in(self.account, wire)
            except PlatformTrouble as trouble:
                return [Finding(say("doctor-no-login", reason=Typed(str(trouble))), is_well=False)]
            findings = [Finding(say("doctor-login", account=Typed(who.user_id), device=Typed(who.device_id)))]
            findings.append(await self._signed(wire, who))
            findings.append(await self._rate(wire))
            findings += await self._invited(wire)
            findings += await self._rooms(wire, who)
            return findings
        finally:
            await wire.close()

    async def _signed(self, wire: Wire, who: Credentials) -> Finding:
        body = {"device_keys": {who.user_id: list[str]()}}
        known = await wire.call("POST", path("keys", "query"), body)
        masters = inner(known, "master_keys", who.user_id, "keys")
        master = next((key for key in masters.values() if isinstance(key, str)), None)
        signers = [f"ed25519:{key}" for key in inner(known, "self_signing_keys", who.user_id, "keys").values()]
        signatures = inner(known, "device_keys", who.user_id, who.device_id, "signatures", who.user_id)
        if master is None:
            return Finding(say("doctor-not-signed-yet"), is_well=False)
        if not any(signer in signatures for signer in signers):
            return Finding(say("doctor-not-signed"), is_well=False)
        return Finding(say("doctor-signed", fingerprint=Typed(master)))

    async def _rate(self, wire: Wire) -> Finding:
        """How many messages at once the homeserver takes, tried in a room that nobody else is in."""
        try:
            made = await wire.call("POST", path("createRoom"), {"preset": "private_chat"})
        except PlatformTrouble as trouble:
            return Finding(say("doctor-no-room", reason=Typed(str(trouble))), is_well=False)
        room_id = text(made, "room_id") or ""
        try:
            return await self._burst(wire, room_id)
        finally:
            for step in ("leave", "forget"):
                await _patiently(wire, path("rooms", room_id, step))

    async def _burst(self, wire: Wire, room_id: str) -> Finding:
        for number in range(BURST_TRIED):
            txn = sha256(f"{room_id}/{number}".encode()).hexdigest()[:32]
            content = {"msgtype": "m.notice", "body": str(number), "m.mentions": dict[str, object]()}
            try:
                await wire.call("PUT", path("rooms", room_id, "send", "m.room.message", txn), content)
            except Unreachable as slow:
                wait = max(1, round(slow.retry_after or 1))
                account = Typed(self.account.user_id)
                return Finding(say("doctor-slow", count=number, seconds=wait, account=account), is_well=False)
        return Finding(say("doctor-rate", count=BURST_TRIED))

    async def _invited(self, wire: Wire) -> list[Finding]:
        """What can slow people down who open a direct message. Only others could try it, so it is said and not tried.

        Synapse limits how often one account is invited (rc_invites, per_user: 5 at once, then 0.003 a second), but
        for invitations that come with a new room of its own server. What lifts the bot's own limits lifts not this.
        """
        try:
            features = inner(await wire.call("GET", VERSIONS), "unstable_features")
        except PlatformTrouble:
            return []
        is_synapse = any(name.startswith(_OF_SYNAPSE) for name in features)
        return [Finding(say("doctor-invites"), is_note=True)] if is_synapse else []

    async def _rooms(self, wire: Wire, who: Credentials) -> list[Finding]:
        """What the bot may do in each space. One sync without history tells the state of all rooms.

        With full_state the server does not wait. Synapse answers a repeated request from a cache for two minutes;
        a varying time makes ours new, so that what was granted a moment ago is seen.
        """
        varying = str(time.monotonic_ns() // 1_000 % 100_000)
        query = {"timeout": varying, "full_state": "true", "filter": ONLY_STATE}
        told = await wire.call("GET", path("sync"), query=query)
        joined, called = inner(told, "rooms", "join"), _called_direct(told)
        rooms = [_room(room_id, inner(joined, room_id)) for room_id in sorted(joined)]
        spaces = [room for room in rooms if not is_direct(room, is_called=room.room_id in called)]
        if not spaces:
            return [Finding(say("doctor-no-rooms"), is_well=False)]
        return [finding for room in spaces for finding in powers(room, who.user_id)]


def powers(room: Room, user_id: str) -> Iterable[Finding]:
    """What somebody, such as the bot, may do in a room, as far as a round needs it."""
    name = Typed(room.name or room.room_id)
    speak = Act.SPEAK_ENCRYPTED if room.is_encrypted else Act.SPEAK
    if not room.power.may(user_id, speak):
        yield Finding(say("doctor-mute", room=name, level=room.power.needed_for(speak)), is_well=False)
    for act, key in _NEEDED:
        may = room.power.may(user_id, act)
        level = room.power.needed_for(act)
        said = Say(key if may else f"{key}-not", {"room": name, "level": level})
        yield Finding(said, is_well=may or act is not Act.PIN)
    kind = "doctor-encrypted" if room.is_encrypted else "doctor-plain"
    yield Finding(say(kind, room=name))
    if room.bridges:
        yield Finding(say("doctor-bridged", room=name, network=Typed(", ".join(room.bridges))), is_well=False)


def examined(room: Room, user_id: str) -> Examined:
    """The same for the organisers of a space, with where they grant what is missing."""
    found = tuple(powers(room, user_id))
    where = () if all(one.is_well for one in found) else (Finding(say("doctor-where-matrix"), is_note=True),)
    return Examined(room.name or room.room_id, (*found, *where))


def _called_direct(told: Json) -> frozenset[str]:
    """The rooms that the bot noted as direct messages, when it followed the invitation to them."""
    events = objects(inner(told, "account_data").get("events"))
    directs = [inner(event, "content") for event in events if text(event, "type") == "m.direct"]
    return frozenset(room_id for by_person in directs for user in by_person for room_id in texts(by_person.get(user)))


def _room(room_id: str, told: Json) -> Room:
    room = Room(room_id)
    for part in ("state", "timeline"):
        for event in objects(inner(told, part).get("events")):
            room.take(event)
    return room


async def _patiently(wire: Wire, place: str) -> None:
    """Tidy up after ourselves, also where the homeserver has just been told to slow us down."""
    for _ in range(TRIES):
        try:
            await wire.call("POST", place, {})
        except Unreachable as slow:
            await asyncio.sleep(slow.retry_after or 1.0)
        else:
            return
