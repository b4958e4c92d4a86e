"""What people point at: looks up the message that somebody's `!turn` is about, and puts its words before its author.

Law 1. The words of a message are told to the service only where it is its author who points at it, and only then.
Law 2. What was said in an encrypted room is never repeated in one that is not.
Law 3. A message that is gone is not asked about, and gives nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from codesign_bot.core.words import clean
from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, StoreTrouble
from codesign_bot.ports import Pointed
from codesign_bot.records import Account, Place
from codesign_bot.service.grammar import read
from codesign_bot.service.turning import QUESTION
from codesign_bot.view import Block, Quote, Quoted, Typed, View, say
from codesign_matrix.directs import PLATFORM
from codesign_matrix.fields import Json, inner, text
from codesign_matrix.guard import Missing
from codesign_matrix.records import Batch, MessageSeen, Record
from codesign_matrix.timeline import is_encrypted, merged
from codesign_matrix.wire import path

if TYPE_CHECKING:
    from codesign_matrix.client import Client
    from codesign_matrix.intake import Intake

__all__ = ["QUESTION", "Found", "Pointing", "find", "with_words"]

log = logging.getLogger(__name__)

TURN = "turn"
LOOK_WITHIN = 5.0
"""Seconds for one look: whatever else was said waits for it."""
SPOKEN: Final = frozenset({"m.text", "m.emote"})


@dataclass(frozen=True, slots=True)
class Found:
    """A message as it stands now. `words` is None where they cannot be read, or are none."""

    sender: str
    words: str | None
    is_spoken: bool
    """Whether it is what people write, as far as it can be read."""
    is_encrypted: bool


async def find(client: Client, room_id: str, event_id: str) -> Found | None:
    """The message, in its newest words. None: it is gone. Raises `PlatformTrouble`."""
    place = path("rooms", room_id, "event", event_id)
    raw = await client.wire.call("GET", place, timeout_seconds=LOOK_WITHIN)
    sender, content = text(raw, "sender"), inner(raw, "content")
    if not sender or not content or inner(raw, "unsigned", "redacted_because"):
        return None
    changed = inner(raw, "unsigned", "m.relations", "m.replace")
    newest = changed if inner(changed, "content") and text(changed, "sender") == sender else raw
    (opened,) = await client.encryption.decrypt([(room_id, newest)]) if is_encrypted(newest) else [newest]
    is_sealed = is_encrypted(raw)
    if isinstance(opened, Missing):
        return Found(sender, None, is_spoken=True, is_encrypted=is_sealed)
    whole = inner(merged(newest, opened) if is_encrypted(newest) else opened, "content")
    said = inner(whole, "m.new_content") or whole
    words = clean(_without_quotation(text(said, "body") or "", whole))
    return Found(sender, words or None, is_spoken=text(said, "msgtype") in SPOKEN, is_encrypted=is_sealed)


def _without_quotation(body: str, content: Json) -> str:
    """A reply of an older app repeats what it answers, above its own words."""
    if not inner(content, "m.relates_to", "m.in_reply_to") or not body.startswith("> "):
        return body
    return body.partition("\n\n")[2]


@dataclass(frozen=True, slots=True)
class Pointing:
    """Looks messages up before a batch is committed. `names` are what the bot is called."""

    client: Client
    intake: Intake
    names: Sequence[str]

    async def looked_up(self, batch: Batch) -> Batch:
        """The batch, where those who point at a message point at what was found. Raises nothing that time can heal."""
        return replace(batch, records=tuple([await self._looked_up(one) for one in batch.records]))

    async def _looked_up(self, record: Record) -> Record:
        if not isinstance(record, MessageSeen):
            return record
        is_private = self.intake.directs.is_private(record.room_id)
        typed = read(clean(record.body), self.names, is_private=is_private)
        if typed is None:
            return record
        verb, rest = self.intake.host.ours(typed.verb, typed.rest)
        is_yes = rest[:3].casefold() == "yes"
        if verb != TURN or (rest and not is_yes):
            return record
        try:
            return replace(record, points_at=await self._pointed(record, is_yes=is_yes))
        except (PlatformTrouble, StoreTrouble) as trouble:
            log.info("a message was not found", extra={"action": "turn", "trouble": type(trouble).__name__})
            return record

    async def _pointed(self, record: MessageSeen, *, is_yes: bool) -> Pointed | None:
        account, here = Account(PLATFORM, record.sender), Place(PLATFORM, record.room_id)
        asked = await self.intake.host.asked_about(account, here, record.reply_to) if is_yes else None
        if asked is None and record.reply_to is None:
            return None
        place, message = asked or (here, record.reply_to or "")
        found = await find(self.client, place.id, message)
        if found is None:
            return Pointed(place, message, account) if asked is not None else None
        is_person = found.is_spoken and found.sender != self.client.user_id and not self.intake.is_ghost(found.sender)
        author = Account(PLATFORM, found.sender) if is_person else None
        return Pointed(place, message, author, found.words if author == account else None)


async def with_words(client: Client, view: View, key: str, room_id: str) -> View | None:
    """The question with the words that it is about behind its first line. None: the message is gone.

    Raises `Unreachable` where that cannot be seen now.
    """
    place, _, message = key.removeprefix(QUESTION).partition("/")
    try:
        found = await find(client, place, message)
    except (Gone, NotAllowed):
        return None
    if found is None:
        return None
    room = client.rooms.get(room_id)
    link = Typed(f"https://matrix.to/#/{place}/{message}")
    if found.words is None:
        words: Block = say("turn-words-unread", link=link)
    elif found.is_encrypted and not (room is not None and room.is_encrypted):
        words = say("turn-words-not-here", link=link)
    else:
        words = Quote(Quoted(found.words), say("turn-your-words"))
    first, *rest = view.blocks
    return replace(view, blocks=(first, words, *rest))
