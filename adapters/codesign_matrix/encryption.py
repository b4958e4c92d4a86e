"""The conversation between our keys and the homeserver, with all cryptography in one thread of its own.

nio's store is synchronous; a hundred keys to share take half a second of SQLite and arithmetic. None of that
runs on the event loop: each method here hands one piece of work to the thread and awaits it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Self, TypeVar

from codesign_bot.errors import PlatformTrouble, Unreachable
from codesign_matrix.errors import DeviceLost
from codesign_matrix.fields import Json, inner, number, objects, text, texts
from codesign_matrix.guard import Guard, Missing
from codesign_matrix.rooms import PRESENT
from codesign_matrix.wire import Wire, path

T = TypeVar("T")
_QUERY_AT_ONCE = 500
_SILENT_FOR_SECONDS = 300
_HAND_OUT_AT_MOST = 10
_ASK_FOR_DEVICES_AT_MOST = 3
"""Times for one message, while people come and go, and while one of them has a new device every moment."""
_KEY_KIND = "signed_curve25519"

# One for the whole process, for two devices in one process share nio's table definitions.
_THREAD = ThreadPoolExecutor(1, thread_name_prefix="matrix-keys")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RoomPeople:
    """Who is in an encrypted room now, joined or invited."""

    room_id: str
    present: frozenset[str]


class Encryption:
    """The keys of one device, in use. Open it with `open`, end it with `close`."""

    def __init__(self, wire: Wire, user_id: str, device_id: str) -> None:
        self.user_id = user_id
        self.device_id = device_id
        self._wire = wire
        self._guard: Guard | None = None
        self._turns: dict[str, asyncio.Lock] = {}
        self._numbers = count(1)
        self._session = ""
        self._has_fallback = True
        self._ask_silent_at = 0.0

    @classmethod
    async def open(cls, wire: Wire, user_id: str, device_id: str, folder: Path, pickle_key: str) -> Self:
        """Reads the keys in `folder`, or makes them. ConfigError if they were stored under another secret."""
        made = cls(wire, user_id, device_id)
        made._guard = await made._run(Guard, user_id, device_id, folder, pickle_key)
        # Transaction ids of to-device messages must differ between runs of the process.
        made._session = str(time.monotonic_ns())
        return made

    async def close(self) -> None:
        if self._guard:
            await self._run(self._guard.close)
            self._guard = None

    @property
    def guard(self) -> Guard:
        assert self._guard, "the encryption was closed"  # noqa: S101 - a caller's mistake, not a condition
        return self._guard

    async def _run(self, work: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(_THREAD, work, *arguments)

    async def start(self) -> None:
        """Makes the device known to the homeserver. DeviceLost if it is known there with other keys."""
        answer = await self._query([self.user_id])
        known = inner(answer, "device_keys", self.user_id, self.device_id, "keys")
        identity = await self._run(lambda: self.guard.identity)
        if known and text(known, f"ed25519:{self.device_id}") != identity["ed25519"]:
            raise DeviceLost(f"the homeserver knows device {self.device_id} with other keys")
        await self._upload()

    async def sign(self, thing: Json) -> str:
        return await self._run(self.guard.sign, thing)

    # Reading.

    async def take(self, sync: Json, rooms: Sequence[RoomPeople], left: Iterable[str]) -> set[str]:
        """Takes in one sync's keys, devices and people; the ids of sessions that can be read from now on."""
        gone = tuple(left)

        def work() -> set[str]:
            guard = self.guard
            for room in rooms:
                guard.take_members(room.room_id, room.present)
            for room_id in gone:
                guard.drop_room(room_id)
            guard.take_device_lists(texts(inner(sync, "device_lists").get("changed")))
            unused = number(inner(sync, "device_one_time_keys_count"), _KEY_KIND)
            if unused is not None:
                guard.take_key_count(unused)
            return guard.take_to_device(objects(inner(sync, "to_device").get("events")))

        fallbacks = sync.get("device_unused_fallback_key_types")
        self._has_fallback = fallbacks is None or _KEY_KIND in texts(fallbacks)
        return await self._run(work)

    async def decrypt(self, events: Sequence[tuple[str, Json]]) -> list[Json | Missing]:
        """Each event (its room's id and the event) in clear, or why it cannot be read."""
        if not events:
            return []
        guard = self.guard
        return await self._run(lambda: [guard.decrypt(room_id, raw) for room_id, raw in events])

    async def request_key(self, room_id: str, raw: Json) -> None:
        """Asks the sender's device for a missing key; it goes out with the next `tidy`."""
        await self._run(self.guard.request_key, room_id, raw)

    async def replenish(self) -> None:
        """Uploads the keys that others need to write to us. Between two syncs: the next counts those that are left.

        Raises nothing that time can heal: it is called again.
        """
        await self._upkeep("uploading keys", self._upload)

    async def tidy(self) -> None:
        """What nobody asked for but must be done: learn devices, repair channels, ask for keys.

        Called after each sync, but never twice at once. It may take as long as other people's homeservers let us
        wait. Raises nothing that time can heal: it is called again.
        """
        await self._upkeep("learning devices", self._learn_devices)
        await self._upkeep("repairing channels", self._repair)
        await self._upkeep("telling other devices", self._send_outgoing)

    async def _upkeep(self, what: str, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except PlatformTrouble as error:
            _log.warning("encryption upkeep, %s: %s", what, error)

    async def _upload(self) -> None:
        body = await self._run(self.guard.upload_body)
        if body is not None:
            await self._upload_keys(body)
        if not self._has_fallback:
            await self._upload_keys(await self._run(self.guard.fallback_body))
            self._has_fallback = True

    async def _upload_keys(self, body: Json) -> None:
        answer = await self._wire.call("POST", path("keys", "upload"), body)
        await self._run(self.guard.take_upload, answer)

    async def _query(self, people: Sequence[str]) -> Json:
        body = {"device_keys": {user: list[str]() for user in people}, "timeout": 10_000}
        return await self._wire.call("POST", path("keys", "query"), body)

    async def _learn_devices(self, room_id: str | None = None) -> None:
        """Of everybody, or only of those in a room: its message does not wait for what others' servers say."""
        people = list((await self._run(self.guard.people_to_query, room_id)).items())
        for start in range(0, len(people), _QUERY_AT_ONCE):
            asked = dict(people[start : start + _QUERY_AT_ONCE])
            await self._run(self.guard.take_devices, asked, await self._query(list(asked)))

    async def _repair(self) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._ask_silent_at:
            self._ask_silent_at = now + _SILENT_FOR_SECONDS
            await self._run(self.guard.ask_again)
        await self._claim(await self._run(self.guard.wedged))

    async def _claim(self, devices: Mapping[str, Sequence[str]]) -> None:
        if not devices:
            return
        wanted = {user: dict.fromkeys(ids, _KEY_KIND) for user, ids in devices.items()}
        answer = await self._wire.call("POST", path("keys", "claim"), {"one_time_keys": wanted, "timeout": 10_000})
        await self._run(self.guard.take_claimed, answer)

    async def _send_outgoing(self) -> None:
        for message in await self._run(self.guard.outgoing):
            await self._to_device(message.kind, message.messages)
            await self._run(self.guard.sent, message)

    async def _to_device(self, kind: str, messages: Json) -> None:
        number = f"{self._session}-{next(self._numbers)}"
        await self._wire.call("PUT", path("sendToDevice", kind, number), {"messages": messages})

    # Writing.

    async def encrypt(self, room_id: str, kind: str, content: Json) -> tuple[str, Json]:
        """The type and content to send to an encrypted room. Its key goes first to every device in it.

        Raises PlatformTrouble if the key could not be handed to all; nothing was sent then.
        """
        async with self._turns.setdefault(room_id, asyncio.Lock()):
            for turn in range(_HAND_OUT_AT_MOST):
                asks = turn < _ASK_FOR_DEVICES_AT_MOST
                work = partial(self.guard.encrypt, room_id, kind, content, needs_all_devices=asks)
                made = await self._run(work)
                if made is not None:
                    return made
                await self._hand_out_key(room_id)
        raise Unreachable(f"people come to room {room_id} and leave it faster than its key can be handed out", 1.0)

    async def _hand_out_key(self, room_id: str) -> None:
        """Once. Who comes in meanwhile lacks the key, and who leaves makes it void: the caller looks again."""
        if await self._run(self.guard.needs_sharing, room_id):
            await self._look_who_is_there(room_id)
        await self._learn_devices(room_id)
        if await self._run(self.guard.needs_sharing, room_id):
            await self._share(room_id)

    async def _look_who_is_there(self, room_id: str) -> None:
        """The server's own list: our sync may not have brought the last ones yet, and they too want to read."""
        answer = await self._wire.call("GET", path("rooms", room_id, "members"))
        events = objects(answer.get("chunk"))
        present = (
            text(event, "state_key") or "" for event in events if text(inner(event, "content"), "membership") in PRESENT
        )
        await self._run(self.guard.take_members, room_id, frozenset(present))

    async def _share(self, room_id: str) -> None:
        devices = await self._run(self.guard.devices_in, room_id)
        await self._claim(await self._run(self.guard.people_without_session, room_id))
        for some, messages in await self._run(self.guard.share, room_id):
            await self._to_device("m.room.encrypted", messages)
            await self._run(self.guard.shared, room_id, some)
        await self._run(self.guard.sharing_done, room_id, devices)
