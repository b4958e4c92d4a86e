"""The gateway: sessions, which survive a broken connection, and what each of them hears.

Source: docs, "Gateway" and "Gateway Events".
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import cast

from aiohttp import web

from codesign_bot.testing.discord.ids import shard_of
from codesign_bot.testing.discord.limits import Limiter
from codesign_bot.testing.discord.line import Line
from codesign_bot.testing.discord.model import Guild
from codesign_bot.testing.discord.shapes import messages, people, places
from codesign_bot.testing.discord.wire import (
    KNOWN_INTENTS,
    PRIVILEGED,
    Close,
    Intent,
    Json,
    Opcode,
    an_object,
    encode,
    whole,
)
from codesign_bot.testing.discord.world import Event, World

KEPT_FOR_REPLAY = 2000
"""Events of each session. Discord's own figure is not known."""
SESSION_ENDS = frozenset({1000, 1001})
"""A client that closes with one of these does not come back. Source: docs, "Gateway", "Disconnections"."""


@dataclass(slots=True, eq=False)
class Session:
    """What a client identified as. `line` is None while it is away; it may then resume."""

    id: str
    shard: int
    shards: int
    intents: int
    line: Line | None
    sequence: int = 0
    kept: deque[tuple[int, bytes]] = field(default_factory=lambda: deque[tuple[int, bytes]](maxlen=KEPT_FOR_REPLAY))

    def covers(self, guild: Guild | None) -> bool:
        """Direct messages go to shard 0."""
        return self.shard == (0 if guild is None else shard_of(guild.id, self.shards))

    def hear(self, name: str, data: Json) -> None:
        self.sequence += 1
        frame = encode({"op": int(Opcode.DISPATCH), "t": name, "s": self.sequence, "d": data})
        self.kept.append((self.sequence, frame))
        if self.line is not None:
            self.line.pass_on(frame)

    def has_kept(self, after: int) -> bool:
        """Whether everything after this event is still known."""
        return after == self.sequence or (bool(self.kept) and self.kept[0][0] <= after + 1)


class Gateway:
    """`heartbeat_seconds`: how often clients are asked to send a sign of life."""

    def __init__(self, world: World, limiter: Limiter, *, heartbeat_seconds: float = 41.25) -> None:
        self._world = world
        self._limiter = limiter
        self._heartbeat_seconds = heartbeat_seconds
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.lines: set[Line] = set()
        self.is_deaf = False
        """Heartbeats are not acknowledged, as on a connection that died unnoticed."""
        self.identified = 0
        self.resumed = 0
        world.listen(self.hear, wants=lambda needs: any(one.intents & needs for one in self.sessions.values()))

    @property
    def connected(self) -> list[Session]:
        return [one for one in self.sessions.values() if one.line is not None]

    def hear(self, event: Event) -> None:
        """Pass an event on to every session it concerns."""
        for session in self.sessions.values():
            if session.covers(event.guild) and (not event.needs or session.intents & event.needs):
                session.hear(event.name, self._as_seen(event, session))

    def _as_seen(self, event: Event, session: Session) -> Json:
        if event.message is None or messages.may_read(self._world, event.message, session.intents):
            return event.data
        return event.data | messages.NO_WORDS

    # -------------------------------------------------------------------------------- one connection

    async def serve(self, request: web.BaseRequest) -> web.WebSocketResponse:
        """Speak with a client until either side hangs up."""
        socket = web.WebSocketResponse(compress=False, autoclose=True)
        await socket.prepare(request)
        line = Line(request, socket, self._limiter.window_of_sends())
        self.lines.add(line)
        line.say(Opcode.HELLO, {"heartbeat_interval": int(self._heartbeat_seconds * 1000)})
        async with asyncio.TaskGroup() as group:
            writer = group.create_task(line.write())
            try:
                await self._listen(line)
            finally:
                writer.cancel()
                self._hung_up(line)
        return socket

    async def _listen(self, line: Line) -> None:
        while True:
            try:
                payload = await line.read()
            except ValueError:
                line.hang_up(Close.DECODE_ERROR)
                continue
            if payload is None:
                return
            if line.sends and line.sends.wait_seconds():
                line.hang_up(Close.RATE_LIMITED)
                continue
            if line.sends:
                line.sends.count()
            if (code := self._obey(line, payload)) is not None:
                line.hang_up(code)

    def _hung_up(self, line: Line) -> None:
        self.lines.discard(line)
        session = self._session_on(line)
        if session is None:
            return
        session.line = None
        if line.closed_with in SESSION_ENDS:
            del self.sessions[session.id]

    def _session_on(self, line: Line) -> Session | None:
        return next((one for one in self.sessions.values() if one.line is line), None)

    def _obey(self, line: Line, payload: Json) -> Close | None:
        """Do what a client asks; the code to hang up with, where it may not."""
        data = an_object(payload.get("d"))
        match payload.get("op"):
            case Opcode.HEARTBEAT:
                if not self.is_deaf:
                    line.say(Opcode.HEARTBEAT_ACK)
                return None
            case Opcode.IDENTIFY:
                return self._identify(line, data)
            case Opcode.RESUME:
                return self._resume(line, data)
            case Opcode.PRESENCE | Opcode.VOICE | Opcode.REQUEST_MEMBERS:
                session = self._session_on(line)
                if session is None:
                    return Close.NOT_AUTHENTICATED
                if payload["op"] == Opcode.REQUEST_MEMBERS:
                    self._send_members(session, data)
                return None
            case _:
                return Close.UNKNOWN_OPCODE

    def _identify(self, line: Line, data: Json) -> Close | None:
        if self._session_on(line) is not None:
            return Close.ALREADY_AUTHENTICATED
        if (wrong := self._wrong_with(data)) is not None:
            return wrong
        if not self._limiter.identify():
            self._world.reset_token()
            self.close_all(Close.AUTHENTICATION_FAILED)
            return None
        self.identified += 1
        shard, shards = data.get("shard") or (0, 1)
        session = Session(f"session{self._world.ids.next()}", shard, shards, data["intents"], line)
        self.sessions[session.id] = session
        self._greet(session)
        return None

    def _wrong_with(self, data: Json) -> Close | None:
        if data.get("token") != self._world.application.token:
            return Close.AUTHENTICATION_FAILED
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN_INTENTS:
            return Close.INVALID_INTENTS
        if intents & PRIVILEGED & ~self._world.application.allowed:
            return Close.DISALLOWED_INTENTS
        shard, shards = data.get("shard") or (0, 1)
        return None if 0 <= shard < shards else Close.INVALID_SHARD

    def _greet(self, session: Session) -> None:
        guilds = [one for one in self._world.guilds.values() if one.has_bot and session.covers(one)]
        session.hear(
            "READY",
            {
                "v": 10,
                "user": people.own_account(self._world),
                "guilds": [{"id": str(one.id), "unavailable": True} for one in guilds],
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "session_type": "normal",
                "private_channels": [],
                "shard": [session.shard, session.shards],
                "application": {"id": str(self._world.bot.id), "flags": 0},
            },
        )
        if session.intents & Intent.GUILDS:
            for one in guilds:
                session.hear("GUILD_CREATE", places.guild_on_gateway(self._world, one))

    def _resume(self, line: Line, data: Json) -> Close | None:
        if data.get("token") != self._world.application.token:
            return Close.AUTHENTICATION_FAILED
        session = self.sessions.get(str(data.get("session_id")))
        after = whole(data.get("seq"))
        if session is not None and after > session.sequence:
            return Close.INVALID_SEQUENCE
        if session is None or not session.has_kept(after):
            line.say(Opcode.INVALID_SESSION, False)
            return None
        self.resumed += 1
        session.line = line
        for number, frame in session.kept:
            if number > after:
                line.pass_on(frame)
        session.hear("RESUMED", {})
        return None

    def _send_members(self, session: Session, data: Json) -> None:
        """Source: docs, "Request Guild Members"; by name the intent GUILD_MEMBERS is needed."""
        guild = next((one for one in self._world.guilds.values() if str(one.id) == str(data.get("guild_id"))), None)
        if guild is None or not guild.has_bot:
            return
        asked: object = data.get("user_ids") or []
        wanted = {str(one) for one in cast("list[object]", asked if isinstance(asked, list) else [asked])}
        start = str(data.get("query") or "").lower()
        is_allowed = bool(session.intents & Intent.GUILD_MEMBERS)
        found = [
            people.member_of(one)
            for one in guild.members.values()
            if str(one.account.id) in wanted or (is_allowed and not wanted and one.shown_name.lower().startswith(start))
        ]
        chunk: Json = {"guild_id": str(guild.id), "members": found, "chunk_index": 0, "chunk_count": 1, "not_found": []}
        session.hear("GUILD_MEMBERS_CHUNK", chunk | ({"nonce": data["nonce"]} if data.get("nonce") else {}))

    # -------------------------------------------------------------------------------- trouble, on demand

    def drop(self) -> None:
        """Cut every connection. Sessions stay and can be resumed."""
        for line in tuple(self.lines):
            line.drop()

    def ask_to_reconnect(self) -> None:
        """Opcode 7: connect anew and resume."""
        for line in self.lines:
            line.say(Opcode.RECONNECT)

    def invalidate(self, *, is_resumable: bool = False) -> None:
        """Opcode 9. Not resumable: every session is over."""
        for line in self.lines:
            line.say(Opcode.INVALID_SESSION, is_resumable)
        if not is_resumable:
            self.sessions.clear()

    def close_all(self, code: int | Close) -> None:
        """Hang up on everybody."""
        for line in self.lines:
            line.hang_up(code)

    def forget(self) -> None:
        """Lose every session that is away, so that nobody can resume."""
        for session in [one for one in self.sessions.values() if one.line is None]:
            del self.sessions[session.id]
