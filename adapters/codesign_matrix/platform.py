"""The bot on Matrix, as `ports.Platform`: connects, feeds the host, and says what the outbox gives it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, StoreTrouble, Unreachable
from codesign_bot.lease import held
from codesign_bot.ports import Host, Reading
from codesign_bot.records import Kept, Kind, Place, Queued, Urgency
from codesign_bot.view import Examined, Finding, View
from codesign_matrix import records, render, trust, witness
from codesign_matrix.client import Client, connected
from codesign_matrix.device import Account
from codesign_matrix.directs import DIRECT, PLATFORM, Directs
from codesign_matrix.doctor import Doctor, examined
from codesign_matrix.errors import TokenRevoked
from codesign_matrix.feed import Feed
from codesign_matrix.fields import Json, as_object, inner, text
from codesign_matrix.intake import Intake
from codesign_matrix.invitations import WISH, Invitations, Welcome, Wish
from codesign_matrix.pointing import QUESTION, Pointing, with_words
from codesign_matrix.power import Act
from codesign_matrix.render import MatrixLook, Payload
from codesign_matrix.sending import Sender

log = logging.getLogger(__name__)

SINCE = "since"
PENDING = "pending/"
KEYS_WITHIN = timedelta(minutes=1)


@dataclass(slots=True)
class Connection:
    """What is there while the bot is connected."""

    client: Client
    sender: Sender
    look: MatrixLook
    directs: Directs


@dataclass(slots=True)
class MatrixPlatform:
    """One account on one homeserver. `now` is the clock, in UTC."""

    account: Account
    now: Callable[[], datetime]
    welcome: Welcome = field(default_factory=Welcome)
    ghosts: Sequence[str] = ()
    name: str = PLATFORM
    edits_erase: bool = False
    """Members can read what stood in a message before each edit."""
    trust: trust.CrossSigning | None = None
    _connection: Connection | None = None
    _feed: Feed | None = None
    _parts: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    async def run(self, host: Host) -> None:
        """Stay connected until cancelled. Raises `NotAllowed` where only an operator can help."""
        try:
            # Before the login: whoever comes second leaves no device of its own behind.
            with held(f"{self.name} {self.account.homeserver} {self.account.user_id}"):
                async with connected(self.account) as client:
                    directs = Directs(client, host)
                    self._connection = Connection(client, Sender(client), MatrixLook(client.user_id), directs)
                    self.trust = await trust.bootstrap(client)
                    await self._follow(client, host, directs)
        except* TokenRevoked:
            raise NotAllowed(
                "the access token is no longer good: give the bot a new one, or its password, and start it again"
            ) from None
        finally:
            self._connection = self._feed = None

    async def _follow(self, client: Client, host: Host, directs: Directs) -> None:
        host.known_as(self.name, _names(client.user_id))
        kept = await host.kept(self.name)
        pending = [records.Kept(key.removeprefix(PENDING), one) for key, one in kept.items() if key.startswith(PENDING)]
        directs.resume(kept)
        intake = Intake(client, host, directs, self.ghosts)
        invitations = Invitations(client, Sender(client), intake, self.welcome)
        invitations.resume(kept)
        commit = _Commit(intake, invitations, self.now, self.now())
        self._feed = feed = Feed(
            client,
            commit,
            now=self.now,
            since=kept.get(SINCE),
            kept=pending,
            on_trouble=lambda: host.lost_touch(self.name),
            prepare=Pointing(client, intake, _names(client.user_id)).looked_up,
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(feed.run(), name="matrix: feed")
            group.create_task(invitations.run(), name="matrix: invitations")

    async def time_there(self) -> datetime | None:
        """What time the homeserver has."""
        return await self._connected().client.wire.time_there()

    async def examine(self) -> Sequence[Finding]:
        """What the bot can do on its homeserver and in its rooms."""
        return await Doctor(self.account).examine()

    async def most_bytes(self, place: Place) -> int:  # noqa: ARG002 - a homeserver has one limit for all its rooms
        """What the homeserver takes."""
        return await self._connected().sender.most_bytes()

    async def examine_place(self, place: Place) -> Examined:
        """What the bot may do in a room, as of the last sync."""
        client = self._connected().client
        room = client.rooms.get(place.id)
        if room is None:
            raise Gone("the bot is not in this room")
        return examined(room, client.user_id)

    async def checkpoints(self, place: Place) -> Sequence[str]:
        """From the room, and from the account's own data of it."""
        return await witness.found(self._connected().client, place.id)

    def digest(self, view: View, reading: Reading) -> str:
        """A hash of what `send` would show."""
        return render.digest(view, reading, self._connected().look)

    async def send(self, queued: Queued, view: View, reading: Reading) -> str:
        """Say it; several messages where one is too long. Returns the id of the first."""
        connection, message = self._connected(), queued.message
        room_id, txn = message.place.id, _txn(message.key)
        if message.key.startswith(QUESTION):
            asked = await with_words(connection.client, view, message.key, room_id)
            if asked is None:
                return f"unasked/{message.key}"  # the message is gone, so there is nothing to ask about
            view = asked
        if message.file is not None:
            name, kind, data = message.file
            said = await connection.sender.send_file(room_id, name, data, txn, mime=kind)
            self._parts[message.key] = (said,)
            return said
        if message.key.startswith(witness.CHECKPOINT):
            await witness.note_down(connection.client, room_id, view)
        ids: list[str] = []
        for part, payload in enumerate(self._payloads(queued, view, reading)):
            content = dict(_content(payload))
            if part == 0 and message.reply_to is not None:
                content["m.relates_to"] = {"m.in_reply_to": {"event_id": message.reply_to}}
            ids.append(await connection.sender.send(room_id, content, f"{txn}-{part}"))
        if message.pin:
            await self._pin(connection, room_id, ids[0])
        self._parts[message.key] = tuple(ids)
        return ids[0]

    async def edit(self, queued: Queued, view: View, reading: Reading) -> str:
        """Change what a card shows; say it anew where somebody removed it. A round that is over has no pinned card."""
        connection, message = self._connected(), queued.message
        if queued.message_id is None:
            return await self.send(queued, view, reading)
        if await connection.sender.is_removed(message.place.id, queued.message_id):
            anew = replace(message, key=f"{message.key}/again/{queued.message_id}")
            said = await self.send(replace(queued, message=anew), view, reading)
            self._parts[message.key] = self._parts.pop(anew.key)
            return said
        (payload,) = self._payloads(queued, view, reading)
        txn = _txn(f"{message.key}/{queued.revision}")
        await connection.sender.edit(message.place.id, queued.message_id, _content(payload), txn)
        if not message.pin:
            await self._pin(connection, message.place.id, queued.message_id, is_on=False)
        self._parts[message.key] = (queued.message_id,)
        return queued.message_id

    def parts(self, key: str) -> Sequence[str]:
        """The events that it became."""
        return self._parts.pop(key, ())

    async def take_back(self, place: Place, messages: Sequence[str]) -> None:
        """Redact them with all their edits. Whoever is in the room on another server may keep what they have."""
        connection = self._connected()
        for message in messages:
            await connection.sender.take_back(place.id, message)
            await self._pin(connection, place.id, message, is_on=False)

    def about(self, account: str, kept: Mapping[str, str]) -> Sequence[Kept]:
        """Messages of theirs that cannot be read yet, and whose direct message a room is."""
        return [row for key, value in kept.items() for row in _about(account, key, value)]

    def let_go(self, account: str) -> None:
        """Messages of theirs whose key has not come."""
        if self._feed is not None:
            self._feed.let_go(account)

    def _payloads(self, queued: Queued, view: View, reading: Reading) -> tuple[Payload, ...]:
        """A card is one message, so that it can be edited; everything else as many as it takes."""
        connection = self._connected()
        if queued.message.kind is Kind.CARD:
            return (render.render_card(view, reading, connection.look),)
        is_private = connection.directs.is_private(queued.message.place.id)
        is_answer = queued.message.urgency is Urgency.ANSWER
        return render.render(view, reading, replace(connection.look, is_private=is_private, is_answer=is_answer))

    async def _pin(self, connection: Connection, room_id: str, event_id: str, *, is_on: bool = True) -> None:
        """Pinned where the room lets us; elsewhere the card is a message like others."""
        room = connection.client.rooms.get(room_id)
        if room is None or not room.power.may(connection.client.user_id, Act.PIN):
            return
        try:
            await (connection.sender.pin if is_on else connection.sender.unpin)(room_id, event_id)
        except PlatformTrouble:
            log.info("a card could not be pinned or let go", extra={"action": "pin", "room": room_id})

    def is_in(self, room_id: str) -> bool:
        """Whether the bot is connected and in the room, as of the last sync."""
        return self._connection is not None and room_id in self._connection.client.rooms

    def _connected(self) -> Connection:
        if self._connection is None:
            raise Unreachable("not connected yet", 1.0)
        return self._connection


@dataclass(slots=True)
class _Commit:
    """Hands one sync to the host: effects first, then what is kept, the checkpoint in the same breath."""

    intake: Intake
    invitations: Invitations
    now: Callable[[], datetime]
    started: datetime
    is_behind: bool = True

    async def __call__(self, batch: records.Batch) -> None:
        happenings = [one for record in batch.records for one in self.intake.happenings(record)]
        left = tuple(self.intake.directs.forgotten(batch.records))
        asking = [one for one in batch.records if isinstance(one, records.Invited | records.RoomUpgraded)]
        wishes = [wish for one in asking if (wish := self.invitations.wished(one)) is not None]
        host = self.intake.host
        keep = [*left, *(Kept(PLATFORM, f"{PENDING}{one.key}", one.blob) for one in batch.keep)]
        keep += [Kept(PLATFORM, f"{PENDING}{key}", None) for key in batch.forget]
        keep += [wish.kept for wish in wishes]
        directs = self.intake.directs
        keep += [directs.note(wish.room_id, wish.direct) for wish in wishes if wish.direct]
        try:
            await host.receive(happenings, [*keep, Kept(PLATFORM, SINCE, batch.next_batch)])
        except StoreTrouble:
            # While nothing can be stored nothing is followed: what is sent now is judged by its own time.
            host.lost_touch(PLATFORM)
            raise
        for wish in wishes:
            self.invitations.note(wish)
        if not self._waits_for_keys(batch):
            host.caught_up(PLATFORM, batch.asked_at)

    def _waits_for_keys(self, batch: records.Batch) -> bool:
        """After an outage keys come a hundred at a time: what they open belongs to what was missed.

        For a minute at the most: a key that has not come by then may never come.
        """
        if not self.is_behind:
            return False
        self.is_behind = bool(batch.keep) and self.now() - self.started < KEYS_WITHIN
        return self.is_behind


def _about(account: str, key: str, value: str) -> Iterator[Kept]:
    """Something kept, without this account. That a room is a direct message stays: it is still one."""
    if key.startswith(PENDING) and text(inner(as_object(json.loads(value)), "event"), "sender") == account:
        yield Kept(PLATFORM, key, None)
    elif key.startswith(DIRECT) and value == account:
        yield Kept(PLATFORM, key, "")
    elif key.startswith(WISH) and Wish.read("", value).direct == account:
        yield Kept(PLATFORM, key, None)


def _content(payload: Payload) -> Json:
    return {
        "msgtype": payload.msgtype,
        "body": payload.body,
        "format": "org.matrix.custom.html",
        "formatted_body": payload.formatted_body,
    }


def _txn(key: str) -> str:
    """A transaction id that is the same for the same message, also after a restart."""
    return sha256(key.encode()).hexdigest()[:40]


def _names(user_id: str) -> list[str]:
    local = user_id.split(":", 1)[0].removeprefix("@")
    return [user_id, f"@{local}", local]
