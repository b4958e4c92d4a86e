"""nio, fenced in: each hostile event costs itself and nothing else.

matrix-nio 0.26 raises out of the whole sync on an encrypted event with an empty sender key, on a to-device
message with garbage for a ciphertext, on a device or one-time key that is no key, and on an encrypted message
without a type; whoever shares a room with the bot (for to-device messages: anybody at all) can send these.
Here nio sees one event, one device, one key at a time, and whatever it raises is logged by type and dropped.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from nio import MatrixRoom, MegolmEvent
from nio.events import ForwardedRoomKeyEvent, RoomKeyEvent, ToDeviceEvent
from nio.responses import KeysClaimResponse, KeysQueryResponse

from codesign_matrix.fields import Json, as_object, inner, text
from codesign_matrix.keystore import KeyStore, private, survive

_log = logging.getLogger(__name__)

Device = tuple[str, str]
"""A user id and a device id."""

# What nio leaves untyped ends here: everything it gives is taken as Any and leaves this module as plain data.
_to_device_event: Any = ToDeviceEvent
_megolm_event: Any = MegolmEvent


class Missing(Enum):
    """Why an encrypted event has no content. KEY: it is kept. SENSE: malformed, replayed, refused by nio."""

    KEY = "its key has not come"
    SENSE = "it can never be read"


@dataclass(frozen=True, slots=True)
class ToDevice:
    """A message for other devices: `messages` by user and device, as the endpoint sendToDevice wants them."""

    kind: str
    messages: Json
    receipt: Any
    """nio's own object, handed back by `sent`."""


class Guard(KeyStore):
    """What of other people's keys, devices and events nio gets to see."""

    # What came with a sync.

    def take_to_device(self, events: Iterable[Json]) -> set[str]:
        """Reads keys sent to this device; the ids of sessions that can be read from now on.

        All or nothing on disk: a crash in between leaves the messages to be read again.
        """
        found: set[str] = set()
        with self._database.atomic():
            for raw in events:
                event = survive("a to-device message", self._take_one_to_device, raw)
                if isinstance(event, RoomKeyEvent | ForwardedRoomKeyEvent):
                    found.add(str(event.session_id))
            survive("key requests", self._olm.collect_key_requests)
        return found

    def _take_one_to_device(self, raw: Json) -> object:
        event = _to_device_event.parse_event(private(raw))
        return self._olm.handle_to_device_event(event)

    def take_device_lists(self, changed: Iterable[str]) -> None:
        """People whose devices changed; those who share no encrypted room with us do not matter."""
        known: set[str] = set()
        for room in self._nio.rooms.values():
            known |= set(room.users)
        theirs = known.intersection(changed)
        self._changes.update(theirs)
        self._olm.add_changed_users(theirs)

    def take_key_count(self, unused_one_time_keys: int) -> None:
        self._olm.uploaded_key_count = unused_one_time_keys

    def take_members(self, room_id: str, present: frozenset[str]) -> None:
        """The people of an encrypted room, joined or invited. Whoever leaves does not get the next key."""
        room = self._nio.rooms.get(room_id)
        if room is None:
            room = self._nio.rooms[room_id] = MatrixRoom(room_id, self._nio.user_id, encrypted=True)
        room.encrypted = room.members_synced = True
        before: frozenset[str] = frozenset(room.users)
        for user_id in before - present:
            room.remove_member(user_id)
        for user_id in present - before:
            room.add_member(user_id, None, None)
        if before - present:
            # They may hold the key already, even one that is still being handed out; nio would go on with that.
            self._olm.outbound_group_sessions.pop(room_id, None)
        elif present - before:
            self._nio.invalidate_outbound_session(room_id)
        self._olm.update_tracked_users(room)

    def drop_room(self, room_id: str) -> None:
        self._nio.rooms.pop(room_id, None)
        self._olm.outbound_group_sessions.pop(room_id, None)

    def decrypt(self, room_id: str, raw: Json) -> Json | Missing:
        """The event with its type and content in clear, or why not."""
        event = survive("an encrypted event", self._megolm_event, room_id, raw)
        if event is None:
            _log.info("an encrypted event makes no sense")
            return Missing.SENSE
        if self._olm.inbound_group_store.get(room_id, event.sender_key, event.session_id) is None:
            survive("an encrypted event", self._olm.check_if_wedged, event)
            return Missing.KEY
        clear = survive("an encrypted event", self._nio.decrypt_event, event)
        source: object = getattr(clear, "source", None) or getattr(clear, "event_dict", None)
        return as_object(source) if source else Missing.SENSE

    def _megolm_event(self, room_id: str, raw: Json) -> Any:  # noqa: ANN401 - nio's event, which has no type
        """Since Matrix 1.3 the sender's key may be left out; then the session alone is looked up."""
        content = inner(raw, "content")
        session_id = text(content, "session_id") or ""
        key = text(content, "sender_key") or self._sender_key(room_id, session_id) or "unknown"
        whole = {"device_id": "", **content, "sender_key": key}
        event: Any = _megolm_event.from_dict(private({**raw, "content": whole, "room_id": room_id}))
        return event if isinstance(event, MegolmEvent) and session_id else None

    def _sender_key(self, room_id: str, session_id: str) -> str | None:
        by_sender: Mapping[str, Mapping[str, object]] = self._olm.inbound_group_store[room_id]
        return next((key for key, sessions in by_sender.items() if session_id in sessions), None)

    # What others' devices are.

    def people_to_query(self, room_id: str | None = None) -> dict[str, int]:
        """Those whose devices we do not know, or not any more, each with the number of changes we heard of so far;
        only those in the room, if one is named.
        """
        unknown: set[str] = self._olm.users_for_key_query
        chosen = unknown if room_id is None else unknown.intersection(self._users(room_id))
        return {user: self._changes[user] for user in sorted(chosen)}

    def take_devices(self, asked: Mapping[str, int], answer: Json) -> None:
        """The answer of keys/query to `people_to_query`. What has changed since stays unknown: the answer may be older.

        People whose server did not answer are asked about again later.
        """
        found = inner(answer, "device_keys")
        current = {user for user, changes in asked.items() if self._changes[user] == changes}
        sound = {user: self._sound_devices(user, inner(found, user)) for user in found if user in current}
        with self._database.atomic():
            survive("the devices of others", self._nio.receive_response, KeysQueryResponse(sound, {}))
        self._unanswered |= current - set(sound)
        self._olm.users_for_key_query -= current

    def ask_again(self) -> None:
        """Puts those whose server was silent back on the list."""
        self._olm.users_for_key_query |= self._unanswered
        self._unanswered.clear()

    def _sound_devices(self, user_id: str, devices: Json) -> dict[str, object]:
        """Those whose keys are keys and whose signature is their own."""

        def is_sound(device_id: str) -> bool:
            payload = private(inner(devices, device_id))
            signing_key = payload["keys"][f"ed25519:{device_id}"]
            named = (payload["user_id"], payload["device_id"]) == (user_id, device_id)
            return named and bool(self._olm.verify_json(payload, signing_key, user_id, device_id))

        return {
            device_id: private(inner(devices, device_id))
            for device_id in devices
            if survive("a device of somebody", is_sound, device_id)
        }

    def people_without_session(self, room_id: str) -> dict[str, list[str]]:
        """Devices in a room to which no secure channel exists yet, by person."""
        missing: Mapping[str, Sequence[str]] = self._olm.get_missing_sessions(self._users(room_id))
        return {user: list(devices) for user, devices in missing.items()}

    def devices_in(self, room_id: str) -> frozenset[Device]:
        """The devices, as far as we know, of all who are in a room now."""
        known: Any = self._olm.device_store
        return frozenset(
            (user, str(one.id)) for user in self._users(room_id) for one in known.active_user_devices(user)
        )

    def _users(self, room_id: str) -> list[str]:
        """Who is in a room; nobody, where the bot was taken out of it."""
        room = self._nio.rooms.get(room_id)
        return [] if room is None else list(room.users)

    def wedged(self) -> dict[str, list[str]]:
        """Devices whose secure channel is broken and must be made anew, by person."""
        if not self._nio.should_claim_keys:
            return {}
        return {user: list(devices) for user, devices in self._nio.get_users_for_key_claiming().items()}

    def take_claimed(self, answer: Json) -> None:
        """The answer of keys/claim: one secure channel for each sound key."""
        found = inner(answer, "one_time_keys")
        with self._database.atomic():
            for user_id in found:
                for device_id in inner(found, user_id):
                    key = private(inner(found, user_id, device_id))
                    claimed = KeysClaimResponse({user_id: {device_id: key}}, {})
                    survive("a one-time key", self._olm.handle_response, claimed)

    # Writing.

    def needs_sharing(self, room_id: str) -> bool:
        """The room's key must go out before the next message: it is new, or the people have changed."""
        return bool(self._olm.should_share_group_session(room_id))

    def share(self, room_id: str) -> list[tuple[frozenset[Device], Json]]:
        """The room's key for each device that lacks it: who gets it, and the messages by user and device."""
        with self._database.atomic():
            shares = self._olm.share_group_session_parallel(
                room_id, self._users(room_id), ignore_unverified_devices=True
            )
            return [(frozenset(devices), body["messages"]) for devices, body in shares]

    def shared(self, room_id: str, devices: Iterable[Device]) -> None:
        """These have the key now; without effect if it was given up meanwhile because somebody left."""
        session = self._olm.outbound_group_sessions.get(room_id)
        if session is not None:
            session.users_shared_with.update(devices)

    def sharing_done(self, room_id: str, devices: frozenset[Device]) -> None:
        """The key went to these devices. It may be used, unless others have come in meanwhile."""
        session = self._olm.outbound_group_sessions.get(room_id)
        if session is not None and self.devices_in(room_id) <= devices:
            session.shared = True

    def encrypt(self, room_id: str, kind: str, content: Json, *, needs_all_devices: bool) -> tuple[str, Json] | None:
        """The event's type and content as they may be sent; None where something must be done first: the room's
        key handed out or, with `needs_all_devices`, the devices of its people learnt.

        Looking and encrypting are one piece of work: nobody comes or goes in between.
        """
        if self.needs_sharing(room_id) or (needs_all_devices and self.people_to_query(room_id)):
            return None
        made: tuple[str, Json] = self._nio.encrypt(room_id, kind, private(content))
        return made

    def outgoing(self) -> list[ToDevice]:
        """What nio wants told to other devices: repaired channels, key requests."""
        queued: list[Any] = list(self._olm.outgoing_to_device_messages)
        return [ToDevice(message.type, message.as_dict()["messages"], message) for message in queued]

    def sent(self, message: ToDevice) -> None:
        with self._database.atomic():
            self._olm._mark_to_device_message_as_sent(message.receipt)  # noqa: SLF001 - its only way in

    def request_key(self, room_id: str, raw: Json) -> None:
        """Queues one request for the key of an event, to the device that wrote it."""
        event = survive("an encrypted event", self._megolm_event, room_id, raw)
        if event is not None and event.session_id not in self._olm.outgoing_key_requests:
            message = event.as_key_request(event.sender, self._nio.device_id, event.session_id, event.device_id or None)
            if message not in self._olm.outgoing_to_device_messages:
                self._olm.outgoing_to_device_messages.append(message)
