"""Says what the outbox gives: in a channel, to one person beside an open interaction, or in a direct message.

Law 1. The same key is the same message: by its nonce for some minutes, after that by its mark, which is looked for.
Law 2. An answer goes with its interaction while that is open; later it goes to the direct message, never to a channel.
Law 3. What Discord does not take as we show it is said once more as words alone: people still learn of it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

from codesign_bot.errors import Gone, Unreachable
from codesign_bot.records import Place, Queued
from codesign_discord.components import Kind, Part, file, text
from codesign_discord.doubles import Doubles
from codesign_discord.errors import ANSWERED_ALREADY, Archived, Refused, TooLate
from codesign_discord.limits import EPHEMERAL, MOST_NONCE, MOST_TEXT, shortened
from codesign_discord.rest import DEFERRED_MESSAGE, DEFERRED_UPDATE, MESSAGE, UPDATE, File, Json, Rest
from codesign_discord.waiting import Interactions, State, Waiting

log = logging.getLogger(__name__)

LOOK_BACK = 50
"""Messages of a channel that are looked through for one that may have been said."""
NONCE_LASTS = timedelta(minutes=2)
"""Discord keeps nonces for "the past few minutes"; we trust them less long."""
LEAST_MARK = 1 << 20
"""Above every id that Discord gives to components by itself."""

T = TypeVar("T")

ONLY = "user/"
"""Begins the id of a place that only one person sees."""


@dataclass(slots=True)
class Sender:
    """Everything that is said. `now` is the wall clock, `monotonic` the one that only grows."""

    rest: Rest
    interactions: Interactions
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    _private: dict[str, str] = field(default_factory=dict[str, str])
    _uncertain: set[str] = field(default_factory=set[str])
    _doubles: Doubles = field(default_factory=Doubles)
    _parts: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    async def send(
        self, queued: Queued, payloads: Sequence[Json], files: Sequence[File] = (), *, is_panel: bool = False
    ) -> str:
        """Say it once. Returns the id of the first message. A ballot takes the place of the one it was pressed on."""
        message = queued.message
        if not message.place.id.startswith(ONLY):
            return await self._say(message.place.id, queued, payloads, files)
        waiting = self.interactions.find(message.key, self.monotonic())
        if waiting is not None:
            try:
                return await self.answer(waiting, payloads, files, replaces=is_panel, key=message.key)
            except (TooLate, Archived):  # an answer cannot even be given in a thread that is locked
                waiting.state = State.ANSWERED
                if is_panel:
                    return f"late/{waiting.interaction.id}"  # the next press shows the ballot as it is
        return await self._say(await self._channel(message.place), queued, payloads, files)

    async def _channel(self, place: Place) -> str:
        """Where messages of a place are: for what only one person sees, the direct message with them."""
        if not is_private(place):
            return place.id
        user = place.id.removeprefix(ONLY)
        if user not in self._private:
            self._private[user] = await self.rest.private_channel(user)
        return self._private[user]

    def parts(self, key: str) -> Sequence[str]:
        """The messages that this became, once. An answer beside an interaction is none: it goes with the window."""
        return self._parts.pop(key, ())

    async def take_back(self, place: Place, messages: Sequence[str]) -> None:
        """Delete them. Harmless where they are gone."""
        channel = await self._channel(place)
        for message in messages:
            with suppress(Gone):
                await self.rest.remove(channel, message)

    def let_go(self, user: str) -> None:
        """Drop where somebody's direct message is."""
        self._private.pop(user, None)

    async def answer(
        self,
        waiting: Waiting,
        payloads: Sequence[Json],
        files: Sequence[File] = (),
        *,
        replaces: bool = False,
        key: str = "",
    ) -> str:
        """Answer an interaction, to one person alone. Raises `TooLate` where it can be answered no more.

        With a key it goes on where it was broken off, and what was given whole is not given again.
        """
        whole = [private(one) for one in (*payloads[:-1], shown_with(payloads[-1], files, waiting.below))]
        async with waiting.lock:
            for part in range(waiting.given.get(key, 0), len(whole)):
                is_last = part == len(whole) - 1
                await self._give(waiting, whole[part], files if is_last else (), replaces=replaces and part == 0)
                waiting.given[key] = part + 1 if key else 0
        return f"answer/{waiting.interaction.id}"

    async def _give(self, waiting: Waiting, payload: Json, files: Sequence[File], *, replaces: bool) -> None:
        """One message of an answer: in the place of what was said for now, else as one more."""
        one = waiting.interaction
        if files and waiting.state is State.OPEN:
            await self.respond(waiting, DEFERRED_MESSAGE, {"flags": EPHEMERAL})
            waiting.state = State.THINKING
        if waiting.state is State.OPEN:
            kind = UPDATE if replaces and one.is_on_own else MESSAGE
            await _or_plain(payload, lambda shown: self.respond(waiting, kind, shown))
        elif waiting.state is State.THINKING or (waiting.state is State.UPDATING and replaces):
            await _or_plain(payload, lambda shown: self.rest.edit_answer(one.token, shown, files))
        else:
            await _or_plain(payload, lambda shown: self.rest.follow_up(one.token, shown, files))
        waiting.state = State.ANSWERED

    async def respond(self, waiting: Waiting, kind: int, data: Json | None) -> None:
        """The first answer, once. Raises `TooLate` where it was not us who gave it, or its time is over."""
        one = waiting.interaction
        try:
            await self.rest.respond(one.id, one.token, kind, data)
        except TooLate as late:
            if late.code != ANSWERED_ALREADY or one.id not in self._uncertain:
                self._note(late)
                raise  # else the answer whose reply got lost had arrived
        except Unreachable:
            self._uncertain.add(one.id)
            raise
        self._uncertain.discard(one.id)

    async def defer(self, waiting: Waiting) -> None:
        """Say that the answer comes, if nothing was said yet."""
        async with waiting.lock:
            if waiting.state is State.OPEN:
                is_update = waiting.interaction.is_on_own
                data = None if is_update else {"flags": EPHEMERAL}
                await self.respond(waiting, DEFERRED_UPDATE if is_update else DEFERRED_MESSAGE, data)
                waiting.state = State.UPDATING if is_update else State.THINKING

    def _note(self, late: TooLate) -> None:
        """Where somebody else answers again and again, another machine has the token."""
        met = self._doubles.met(self.monotonic()) if late.code == ANSWERED_ALREADY else 0
        if met:
            told = "somebody else answered %d interactions within an hour: does the bot run on another machine too?"
            log.warning(told, met, extra={"action": "answered_elsewhere", "count": met})

    async def edit(self, queued: Queued, payload: Json) -> str:
        """Change what a card shows; say it anew where it is gone."""
        if queued.message_id is None:
            return await self.send(queued, [payload])
        message_id, channel = queued.message_id, await self._channel(queued.message.place)
        try:
            whole = marked(payload, f"{queued.message.key}/0")
            await _or_plain(whole, partial(self.rest.edit, channel, message_id))
        except Gone:
            # Either the message or the whole channel: saying it anew tells which.
            message_id = await self._once(channel, queued, payload, f"{message_id}/again")
        self._parts[queued.message.key] = (message_id,)
        return message_id

    async def _say(self, channel: str, queued: Queued, payloads: Sequence[Json], files: Sequence[File]) -> str:
        whole = [*payloads[:-1], shown_with(payloads[-1], files)]
        ids = [
            await self._once(
                channel, queued, payload, f"{queued.message.key}/{part}", files if payload is whole[-1] else ()
            )
            for part, payload in enumerate(whole)
        ]
        self._parts[queued.message.key] = tuple(ids)
        return ids[0]

    async def _once(self, channel: str, queued: Queued, payload: Json, key: str, files: Sequence[File] = ()) -> str:
        said = await self._said_before(channel, queued, key)
        return said if said is not None else await self._create(channel, marked(payload, key), key, files)

    async def _create(self, channel: str, payload: Json, key: str, files: Sequence[File]) -> str:
        try:
            said = await _or_plain(payload, lambda shown: self.rest.create(channel, shown, nonce(key), files))
        except Unreachable:
            self._uncertain.add(key)
            raise
        self._uncertain.discard(key)
        return said

    async def _said_before(self, channel: str, queued: Queued, key: str) -> str | None:
        """The message, if it was said and we did not learn of it: after an uncertain sending, or a restart."""
        is_old = self.now() - queued.message.at > NONCE_LASTS
        if not (key in self._uncertain or is_old):
            return None
        for message in await self.rest.newest(channel, LOOK_BACK):
            if self.rest.is_ours(message) and any(one.get("id") == mark(key) for one in message.get("components", ())):
                return str(message["id"])
        return None


async def _or_plain(payload: Json, say: Callable[[Json], Awaitable[T]]) -> T:
    """Say it; where Discord does not take it as it is, say its words alone. Raises `Refused` if these are at fault."""
    try:
        return await say(payload)
    except Refused as refused:
        told = "Discord does not take a message of ours: %s"
        log.error(told, refused, extra={"action": "payload_refused"})  # noqa: TRY400 - the trace quotes the message
        return await say(plain(payload))


def plain(payload: Mapping[str, Any]) -> Json:
    """The words and the files of a message, and nothing to press. Its mark stays, and so does who may see it."""
    parts = list(_parts(payload["components"]))
    words = "\n\n".join(str(one["content"]) for one in parts if one["type"] == Kind.TEXT_DISPLAY)
    files = [one for one in parts if one["type"] == Kind.FILE]
    mark_of = {"id": payload["components"][0]["id"]} if "id" in payload["components"][0] else {}
    return {**payload, "components": [{**text(shortened(words, MOST_TEXT)), **mark_of}, *files]}


def _parts(components: Sequence[Json]) -> Iterator[Json]:
    for one in components:
        yield one
        yield from _parts(one.get("components", ()))


def shown_with(payload: Json, files: Sequence[File], below: Sequence[Part] = ()) -> Json:
    """The message with its files, which nobody sees unless a component shows them, and with rows below it."""
    return {**payload, "components": [*payload.get("components", ()), *map(file, [one.name for one in files]), *below]}


def private(payload: Mapping[str, Any]) -> Json:
    """The same as an answer to an interaction that only one person sees. Nothing else can be private."""
    return {**payload, "flags": payload.get("flags", 0) | EPHEMERAL}


def nonce(key: str) -> str:
    """The same for the same message, also after a restart. At most 25 characters."""
    return sha256(key.encode()).hexdigest()[:MOST_NONCE]


def mark(key: str) -> int:
    """The same for the same message, for as long as it stands: the id of its first component, which nobody sees.

    Ids are whole numbers of 32 bits; where none is given, Discord counts from 1 [components reference].
    """
    return LEAST_MARK + int(sha256(key.encode()).hexdigest()[:12], 16) % (2**31 - LEAST_MARK)


def marked(payload: Json, key: str) -> Json:
    """The message with the mark of this key. Its words may be worded differently another time, its mark may not."""
    first, *others = payload["components"]
    return {**payload, "components": [{**first, "id": mark(key)}, *others]}


def is_private(place: Place) -> bool:
    """Whether only one person sees what is said there."""
    return place.id.startswith(ONLY)
