"""A member of a Matrix room for tests and the demo: raw requests over aiohttp, no encryption.

Shares no code with the library the bot uses, so that a mistake made there cannot hide here.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import aiohttp

from codesign_bot.testing.synapse import Login

Json = dict[str, Any]
"""What came over the wire: its shape is whatever the sender made of it."""


class MatrixRefused(Exception):
    """The server answered with an error; `code` is Matrix's own word for it, as M_FORBIDDEN."""

    def __init__(self, status: int, code: str, answer: Json) -> None:
        super().__init__(f"{status} {code}: {answer.get('error', '')}")
        self.status = status
        self.code = code
        self.answer = answer


class MatrixPerson:
    """`async with MatrixPerson(server.url, login) as alice:`; each method is one request, unless it says so.

    Raises MatrixRefused for errors of the server, aiohttp.ClientError where it cannot be reached.
    `seen` holds, for each room, the timeline events that `sync` brought, oldest first, each once.
    """

    def __init__(self, url: str, login: Login) -> None:
        self.url = url
        self.login = login
        self.user_id = login.user_id
        self.seen: dict[str, list[Json]] = {}
        self.invited_to: set[str] = set()
        self._since: str | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            self.url,
            headers={"Authorization": f"Bearer {self.login.access_token}"},
            timeout=aiohttp.ClientTimeout(total=60),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def request(self, method: str, path: str, body: object = None, **query: str) -> Json:
        """Any endpoint: `path` begins behind `/_matrix`, as in `/client/v3/sync`."""
        assert self._session, "enter the person first: async with MatrixPerson(...)"
        async with self._session.request(method, f"/_matrix{path}", json=body, params=query) as answer:
            found: Json = await answer.json(content_type=None)
            if not answer.ok:
                raise MatrixRefused(answer.status, str(found.get("errcode", "")), found)
            return found

    async def create_room(
        self,
        name: str = "",
        *,
        invite: Iterable[str] = (),
        room_version: str | None = None,
        is_public: bool = True,
        is_direct: bool = False,
        is_encrypted: bool = False,
        power_levels: Mapping[str, object] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> str:
        """The new room's id. Without `room_version`, the server's default (12 in today's Synapse)."""
        initial_state: list[Json] = []
        if is_encrypted:
            algorithm = {"algorithm": "m.megolm.v1.aes-sha2"}
            initial_state.append({"type": "m.room.encryption", "state_key": "", "content": algorithm})
        body: Json = {
            "invite": list(invite),
            "is_direct": is_direct,
            "preset": "public_chat" if is_public else "private_chat",
            "initial_state": initial_state,
        }
        if name:
            body["name"] = name
        if room_version:
            body["room_version"] = room_version
        if power_levels:
            body["power_level_content_override"] = dict(power_levels)
        made = await self.request("POST", "/client/v3/createRoom", body | dict(extra or {}))
        return str(made["room_id"])

    async def invite(self, room_id: str, user_id: str) -> None:
        await self.request("POST", f"/client/v3/rooms/{quote(room_id)}/invite", {"user_id": user_id})

    async def join(self, room_id: str) -> None:
        await self.request("POST", f"/client/v3/join/{quote(room_id)}", {})

    async def leave(self, room_id: str) -> None:
        await self.request("POST", f"/client/v3/rooms/{quote(room_id)}/leave", {})

    async def kick(self, room_id: str, user_id: str) -> None:
        await self.request("POST", f"/client/v3/rooms/{quote(room_id)}/kick", {"user_id": user_id})

    async def send_event(self, room_id: str, kind: str, content: Mapping[str, object], txn: str = "") -> str:
        """Any event, its content untouched; returns its id. The same `txn` twice is the same event."""
        path = f"/client/v3/rooms/{quote(room_id)}/send/{kind}/{quote(txn or secrets.token_hex(8))}"
        return str((await self.request("PUT", path, dict(content)))["event_id"])

    async def send(self, room_id: str, body: str, *, reply_to: str = "", txn: str = "") -> str:
        content: Json = {"msgtype": "m.text", "body": body}
        if reply_to:
            content["m.relates_to"] = {"m.in_reply_to": {"event_id": reply_to}}
        return await self.send_event(room_id, "m.room.message", content, txn)

    async def edit(self, room_id: str, event_id: str, body: str) -> str:
        content = {
            "msgtype": "m.text",
            "body": f"* {body}",
            "m.new_content": {"msgtype": "m.text", "body": body},
            "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
        }
        return await self.send_event(room_id, "m.room.message", content)

    async def react(self, room_id: str, event_id: str, key: str) -> str:
        relation = {"rel_type": "m.annotation", "event_id": event_id, "key": key}
        return await self.send_event(room_id, "m.reaction", {"m.relates_to": relation})

    async def redact(self, room_id: str, event_id: str, reason: str = "") -> str:
        path = f"/client/v3/rooms/{quote(room_id)}/redact/{quote(event_id)}/{secrets.token_hex(8)}"
        return str((await self.request("PUT", path, {"reason": reason}))["event_id"])

    async def put_state(self, room_id: str, kind: str, content: Mapping[str, object], state_key: str = "") -> str:
        path = f"/client/v3/rooms/{quote(room_id)}/state/{kind}/{quote(state_key)}"
        return str((await self.request("PUT", path, dict(content)))["event_id"])

    async def get_state(self, room_id: str, kind: str, state_key: str = "") -> Json:
        return await self.request("GET", f"/client/v3/rooms/{quote(room_id)}/state/{kind}/{quote(state_key)}")

    async def set_power(self, room_id: str, user_id: str, level: int) -> None:
        """Two requests: the room's levels are read, changed for one person, and written back."""
        levels = await self.get_state(room_id, "m.room.power_levels")
        levels.setdefault("users", {})[user_id] = level
        await self.put_state(room_id, "m.room.power_levels", levels)

    async def upgrade(self, room_id: str, version: str) -> str:
        """Replaces the room; returns the new room's id."""
        made = await self.request("POST", f"/client/v3/rooms/{quote(room_id)}/upgrade", {"new_version": version})
        return str(made["replacement_room"])

    async def get_event(self, room_id: str, event_id: str) -> Json:
        return await self.request("GET", f"/client/v3/rooms/{quote(room_id)}/event/{quote(event_id)}")

    async def download(self, mxc: str) -> bytes:
        """The bytes behind an `mxc://` address, as the server stores them."""
        assert self._session, "enter the person first: async with MatrixPerson(...)"
        path = f"/_matrix/client/v1/media/download/{mxc.removeprefix('mxc://')}"
        async with self._session.get(path) as answer:
            answer.raise_for_status()
            return await answer.read()

    async def history(self, room_id: str, limit: int = 100) -> list[Json]:
        """The last `limit` events of a room, oldest first."""
        path = f"/client/v3/rooms/{quote(room_id)}/messages"
        page = await self.request("GET", path, dir="b", limit=str(limit))
        return list(reversed(page["chunk"]))

    async def sync(self, wait_seconds: float = 0) -> Json:
        """One sync; waits up to `wait_seconds` for news. Adds to `seen` and `invited_to`."""
        query = {"timeout": str(int(wait_seconds * 1000)), "filter": '{"room":{"timeline":{"limit":1000}}}'}
        if self._since:
            query["since"] = self._since
        answer = await self.request("GET", "/client/v3/sync", **query)
        self._since = str(answer["next_batch"])
        rooms: Json = answer.get("rooms", {})
        self.invited_to |= set(rooms.get("invite", {}))
        for room_id, room in rooms.get("join", {}).items():
            self.invited_to.discard(room_id)
            self._note(room_id, room["timeline"]["events"])
        return answer

    def _note(self, room_id: str, events: list[Json]) -> None:
        known = self.seen.setdefault(room_id, [])
        ids = {event["event_id"] for event in known}
        known.extend(event for event in events if event["event_id"] not in ids)

    def texts(self, room_id: str, sender: str = "") -> list[str]:
        """The bodies of the messages seen in a room, oldest first; only those of `sender` if one is named."""
        return [
            str(event["content"]["body"])
            for event in self.seen.get(room_id, [])
            if event["type"] == "m.room.message" and "body" in event["content"] and sender in ("", event["sender"])
        ]

    async def wait_for(self, room_id: str, wanted: Callable[[Json], bool], *, within_seconds: float = 20) -> Json:
        """The first event of the room, seen already or yet to come, for which `wanted` holds.

        Syncs as often as needed; TimeoutError after `within_seconds`.
        """
        async with asyncio.timeout(within_seconds):
            while True:
                for event in self.seen.get(room_id, []):
                    if wanted(event):
                        return event
                await self.sync(wait_seconds=2)

    async def wait_for_text(self, room_id: str, part: str, *, within_seconds: float = 20) -> Json:
        """The first message whose body contains `part`."""

        def has_part(event: Json) -> bool:
            return event["type"] == "m.room.message" and part in str(event["content"].get("body", ""))

        return await self.wait_for(room_id, has_part, within_seconds=within_seconds)

    async def wait_for_invite(self, *, within_seconds: float = 20) -> str:
        """The id of a room this person is invited to and has not joined."""
        async with asyncio.timeout(within_seconds):
            while not self.invited_to:
                await self.sync(wait_seconds=2)
        return next(iter(self.invited_to))


async def log_in(url: str, user_id: str, password: str, device_id: str | None = None) -> Login:
    """A login by password: on a new device, or, with `device_id`, again on that one."""
    body: Json = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user_id},
        "password": password,
    }
    if device_id:
        body["device_id"] = device_id
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/_matrix/client/v3/login", json=body) as answer,
    ):
        found: Json = await answer.json(content_type=None)
        if not answer.ok:
            raise MatrixRefused(answer.status, str(found.get("errcode", "")), found)
    return Login(found["user_id"], found["device_id"], found["access_token"], password)
