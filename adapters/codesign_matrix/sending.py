"""What the bot does on Matrix: one method is one act, done once or refused with a reason.

The caller gives each message a transaction id: sent again with the same one, by the same device, it is the
same event, also after the homeserver was restarted. Nothing is tried again here, no rate limit waited for.
Every message carries an empty `m.mentions`: a text that happens to hold a name pings nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Final, TypeVar

from nio.crypto import attachments

from codesign_bot.errors import Gone, NotAllowed, Unreachable
from codesign_matrix.client import Client
from codesign_matrix.errors import Rejected
from codesign_matrix.fields import Json, inner, number, objects, text, texts
from codesign_matrix.limits import MOST_FILE_BYTES
from codesign_matrix.rooms import Room
from codesign_matrix.wire import Query, path

T = TypeVar("T")

_MIME: Final = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".zip": "application/zip",
}
"""What we send. The standard library would read the machine's own lists from disk, and differ between machines."""

NOBODY: Final[Json] = {"m.mentions": dict[str, object]()}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on the homeserver. `file`: what an encrypted message says of it; None if it lies there in clear."""

    mxc: str
    file: Json | None


class Sender:
    """Acts as the bot. Room ids, event ids and user ids are Matrix's own.

    Raises Unreachable (try later), NotAllowed (a right is missing), Gone (the bot or the thing is not there
    any more), TooLarge, TokenRevoked.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    async def send(self, room_id: str, content: Json, txn_id: str, kind: str = "m.room.message") -> str:
        """Sends a message; returns its event id. Encrypted where the room is."""
        return await self._put(room_id, kind, {**content, **NOBODY}, txn_id)

    async def edit(self, room_id: str, event_id: str, content: Json, txn_id: str) -> str:
        """Replaces the content of an earlier message of ours; returns the id of the edit."""
        shown = {**content, **NOBODY}
        replacing = {
            **shown,
            "body": f"* {text(content, 'body') or ''}",
            "m.new_content": shown,
            "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
        }
        return await self._put(room_id, "m.room.message", replacing, txn_id)

    async def react(self, room_id: str, event_id: str, key: str, txn_id: str) -> str | None:
        """Adds a reaction, always in clear; None if ours was there already."""
        relation = {"rel_type": "m.annotation", "event_id": event_id, "key": key}
        place = path("rooms", room_id, "send", "m.reaction", txn_id)
        try:
            return _event_id(await self._in_room(room_id, self._call("PUT", place, {"m.relates_to": relation})))
        except Rejected as error:
            if error.code == "M_DUPLICATE_ANNOTATION":
                return None
            raise

    async def redact(self, room_id: str, event_id: str, txn_id: str, reason: str = "") -> str:
        """Deletes a message; those of others only with the power to."""
        place = path("rooms", room_id, "redact", event_id, txn_id)
        body = {"reason": reason} if reason else {}
        return _event_id(await self._in_room(room_id, self._call("PUT", place, body)))

    async def take_back(self, room_id: str, event_id: str) -> None:
        """Deletes a message of ours with all its edits, each of which says something too. Harmless if it is gone.

        The edits go first: of a message that is deleted nobody tells them any more.
        """
        edits = [edit async for edit in self._edits(room_id, event_id)]
        for one in (*edits, event_id):
            try:
                await self.redact(room_id, one, _txn_of(one))
            except Gone:
                if room_id not in self._client.rooms:
                    raise

    async def _edits(self, room_id: str, event_id: str) -> AsyncGenerator[str]:
        """Our edits of a message, also in an encrypted room: what an event relates to is never encrypted."""
        place = path("rooms", room_id, "relations", event_id, "m.replace").replace("/v3/", "/v1/", 1)
        query = {"limit": "100"}
        while query:
            try:
                found = await self._in_room(room_id, self._call("GET", place, query=query))
            except Gone:
                if room_id not in self._client.rooms:
                    raise
                return
            except Rejected as error:
                if error.code != "M_UNKNOWN":  # how Synapse says that it does not know the message
                    raise
                return
            for one in objects(found.get("chunk")):
                if text(one, "sender") == self._client.user_id and not inner(one, "unsigned", "redacted_because"):
                    yield text(one, "event_id") or ""
            after = text(found, "next_batch")
            query = {"limit": "100", "from": after} if after else {}

    async def is_removed(self, room_id: str, event_id: str) -> bool:
        """Whether a message is there no more. A change to one that was removed is accepted, and nobody sees it."""
        try:
            found = await self._in_room(room_id, self._call("GET", path("rooms", room_id, "event", event_id)))
        except Gone:
            return room_id in self._client.rooms
        return bool(inner(found, "unsigned", "redacted_because"))

    async def upload(self, data: bytes, mime: str, name: str, *, encrypt: bool) -> Stored:
        """Stores a file on the homeserver. Encrypted, the server sees neither its content nor its name."""
        self._assert_not_committing()
        if not encrypt:
            answer = await self._client.wire.upload(data, mime, name)
            return Stored(_text(answer, "content_uri"), None)
        hidden, keys = await asyncio.to_thread(attachments.encrypt_attachment, data)
        answer = await self._client.wire.upload(hidden, "application/octet-stream", "")
        mxc = _text(answer, "content_uri")
        return Stored(mxc, {**keys, "url": mxc})

    async def most_bytes(self) -> int:
        """How large a file may be (`m.upload.size`), by the address of today or, on an older homeserver, its first."""
        try:
            found = await self._client.wire.call("GET", "_matrix/client/v1/media/config")
        except (Gone, Rejected):
            found = await self._client.wire.call("GET", "_matrix/media/v3/config")
        most = number(found, "m.upload.size")
        return MOST_FILE_BYTES if most is None else most

    async def send_file(
        self, room_id: str, name: str, data: bytes, txn_id: str, *, mime: str | None = None, body: str = ""
    ) -> str:
        """Uploads and sends a file, encrypted where the room is; `body` is what stands in its place."""
        kind = mime or _MIME.get(PurePath(name).suffix.lower(), "application/octet-stream")
        stored = await self.upload(data, kind, name, encrypt=(await self._room(room_id)).is_encrypted)
        place = {"file": stored.file} if stored.file else {"url": stored.mxc}
        content = {
            "msgtype": "m.image" if kind.startswith("image/") else "m.file",
            "body": body or name,
            "filename": name,
            "info": {"mimetype": kind, "size": len(data)},
            **place,
        }
        return await self.send(room_id, content, txn_id)

    async def put_state(self, room_id: str, kind: str, content: Json, state_key: str = "") -> None:
        place = path("rooms", room_id, "state", kind, state_key)
        await self._in_room(room_id, self._call("PUT", place, content))

    async def pin(self, room_id: str, event_id: str) -> None:
        """Adds to the room's pinned messages, in front. Harmless if it is there."""
        await self._repin(room_id, lambda pinned: [event_id, *(one for one in pinned if one != event_id)])

    async def unpin(self, room_id: str, event_id: str) -> None:
        await self._repin(room_id, lambda pinned: [one for one in pinned if one != event_id])

    async def find_private(self, user_id: str) -> str | None:
        """The room for direct messages with a person, if there is one in which both are (or are invited)."""
        directs = await self._directs()
        for room_id in reversed(texts(directs.get(user_id))):
            room = self._client.rooms.get(room_id)
            if room and {self._client.user_id, user_id} <= room.present:
                return room_id
        return None

    async def create_private(self, user_id: str, *, encrypted: bool) -> str:
        """A room for direct messages, the person invited: the one that stands, or a new one."""
        found = await self.find_private(user_id)
        if found:
            return found
        algorithm = {"algorithm": "m.megolm.v1.aes-sha2"}
        encryption = {"type": "m.room.encryption", "state_key": "", "content": algorithm}
        body = {
            "preset": "trusted_private_chat",
            "is_direct": True,
            "invite": [user_id],
            "initial_state": [encryption] if encrypted else [],
        }
        answer = await self._call("POST", path("createRoom"), body)
        room_id = _text(answer, "room_id")
        await self.set_direct(room_id, user_id)
        return room_id

    async def set_direct(self, room_id: str, user_id: str) -> None:
        """Marks a room as the one for direct messages with a person, for our own later use."""
        directs = dict(await self._directs())
        rooms = [one for one in texts(directs.get(user_id)) if one != room_id]
        directs[user_id] = [*rooms, room_id]
        await self._call("PUT", self._directs_path(), directs)

    async def join(self, room_id: str, via: Sequence[str] = ()) -> str:
        """Accepts an invitation or enters an open room; `via`: servers that know it. Returns the room's id."""
        # Newer servers read "via", older ones only the name that it had before [client-server API, v1.12].
        answer = await self._call("POST", path("join", room_id), {}, query={"via": via, "server_name": via})
        return _text(answer, "room_id")

    async def leave(self, room_id: str) -> None:
        """Leaves a room, or declines an invitation to it. Harmless if the bot is not there."""
        try:
            await self._call("POST", path("rooms", room_id, "leave"), {})
        except (Gone, NotAllowed):
            return

    async def set_name(self, display_name: str) -> None:
        await self._call("PUT", path("profile", self._client.user_id, "displayname"), {"displayname": display_name})

    async def _put(self, room_id: str, kind: str, content: Json, txn_id: str) -> str:
        self._assert_not_committing()
        sent_kind, sent = kind, content
        if (await self._room(room_id)).is_encrypted:
            sent_kind, sent = await self._client.encryption.encrypt(room_id, kind, content)
        place = path("rooms", room_id, "send", sent_kind, txn_id)
        return _event_id(await self._in_room(room_id, self._call("PUT", place, sent)))

    async def _repin(self, room_id: str, change: Callable[[Sequence[str]], list[str]]) -> None:
        try:
            now = await self._call("GET", path("rooms", room_id, "state", "m.room.pinned_events", ""))
            pinned = list(texts(now.get("pinned")))
        except Gone:
            pinned = []
        if change(pinned) != pinned:
            await self.put_state(room_id, "m.room.pinned_events", {"pinned": change(pinned)})

    async def _directs(self) -> Json:
        nothing: Json = {}
        try:
            return await self._call("GET", self._directs_path())
        except Gone:
            return nothing

    def _directs_path(self) -> str:
        return path("user", self._client.user_id, "account_data", "m.direct")

    async def _call(self, method: str, place: str, body: Json | None = None, *, query: Query | None = None) -> Json:
        self._assert_not_committing()
        return await self._client.wire.call(method, place, body, query=query)

    async def _in_room(self, room_id: str, work: Awaitable[T]) -> T:
        """A refusal from a room the bot is not in any more is Gone: no right granted there would help."""
        try:
            return await work
        except NotAllowed as error:
            if room_id not in self._client.rooms:
                raise Gone(str(error)) from None
            raise

    async def _room(self, room_id: str) -> Room:
        """The room as of the last sync. One that was entered a moment ago comes with the next: until then it is
        not known whether it is encrypted, and nothing is sent in clear by mistake.
        """
        room = self._client.rooms.get(room_id)
        if room is not None:
            return room
        try:
            own = await self._call("GET", path("rooms", room_id, "state", "m.room.member", self._client.user_id))
        except NotAllowed as error:
            raise Gone(str(error)) from None
        if text(own, "membership") != "join":
            raise Gone(f"the bot is not in room {room_id}")
        raise Unreachable(f"room {room_id} has not come with a sync yet", 1.0)

    def _assert_not_committing(self) -> None:
        """While a batch is handed over nothing is sent: a slow answer would hold up all that comes in."""
        if self._client.committing is asyncio.current_task():
            raise RuntimeError("nothing may be sent while a batch is committed: put it into the outbox")


def _text(answer: Json, key: str) -> str:
    found = text(answer, key)
    if found is None:
        raise Unreachable(f"the homeserver's answer has no {key}")
    return found


def _txn_of(event_id: str) -> str:
    """The same for the same deletion, also after a restart."""
    return sha256(f"take back/{event_id}".encode()).hexdigest()[:40]


def _event_id(answer: Json) -> str:
    return _text(answer, "event_id")
