"""What somebody reads of the decision log. A page costs the same in a long log as in a short one.

Law 1. Words are shown only where the room shows them; those that were erased are gone here too.
Law 2. To look for words, at most so many entries are read at a time; the reader is told how far that went.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from codesign_bot.core.ids import RoundId, TopicNo
from codesign_bot.core.refusal import Refusal
from codesign_bot.log.facts import commitments
from codesign_bot.log.kinds import POWER
from codesign_bot.log.leaf import decoded
from codesign_bot.log.search import holds
from codesign_bot.log.shown import Shown
from codesign_bot.log.tree import ProofRefused
from codesign_bot.ports import Reading
from codesign_bot.service.asked import LogPage
from codesign_bot.service.blocks import proof
from codesign_bot.service.effects import line
from codesign_bot.service.verbs.log import as_typed, typed
from codesign_bot.storage import Sought
from codesign_bot.views.logs import (
    LogLine,
    Narrowed,
    Older,
    checkpoint_page,
    entry_page,
    log_page,
    no_checkpoint,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from codesign_bot.core.ids import CommunityId, PersonId
    from codesign_bot.ports import Voice
    from codesign_bot.records import Entry
    from codesign_bot.service.asked import Log
    from codesign_bot.service.desk import Desk
    from codesign_bot.view import View

ON_A_PAGE = 10
LOOKED_AT = 1000
"""So many entries are looked through for words in one go."""
AT_ONCE = 100

File = tuple[str, str, bytes]
"""Its name, its media type, its bytes."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """The words beside entries, by commitment, and what of them the room is not shown now."""

    words: Mapping[str, str]
    held_back: frozenset[str]


@dataclass(slots=True)
class LogPages:
    """One reader's look at the log of a community."""

    desk: Desk
    voice: Voice
    community: CommunityId
    now: datetime
    _known: dict[RoundId, _Beside] = field(default_factory=dict[RoundId, "_Beside"])
    _names: dict[PersonId, Mapping[PersonId, str]] = field(default_factory=dict["PersonId", "Mapping[PersonId, str]"])
    """Of those who acted, each looked up once: the same few stand in many entries. Nothing for who has no name."""

    async def page(self, asked: Log) -> tuple[View, Sequence[File]]:
        """What was asked for, and the files that go with it. Raises `Refusal`."""
        match asked.page:
            case LogPage.DECISIONS | LogPage.POWER:
                return await self._entries(asked), ()
            case LogPage.CHECKPOINT:
                return await self._checkpoint(), ()
            case LogPage.ENTRY:
                return await self._entry(asked.no)

    @property
    def _size(self) -> int:
        head = self.desk.book.heads.get(self.community)
        return 0 if head is None else head.size

    @property
    def _zone(self) -> str:
        return self.desk.book.communities[self.community].zone

    # --- many entries ---------------------------------------------------------------------------------

    async def _entries(self, asked: Log) -> View:
        before = self._size + 1 if asked.before is None else asked.before
        if asked.words:
            lines, older = await self._looked_for(asked, before)
        else:
            entries = await self.desk.store.entries_sought(self._sought(asked), before, ON_A_PAGE + 1)
            lines = [await self._line(one) for one in entries[:ON_A_PAGE]]
            older = Older(typed(asked, lines[-1].no)) if len(entries) > ON_A_PAGE else None
        days = "" if asked.days is None else as_typed(asked.days)
        narrowed = Narrowed(asked.page is LogPage.POWER, asked.topic, days, asked.words)
        return log_page(lines, self._zone, self._size, narrowed, older)

    def _sought(self, asked: Log) -> Sought:
        found = None if asked.topic is None else self.desk.book.topic(self.community, TopicNo(asked.topic))
        if asked.topic is not None and found is None:
            raise Refusal("topic-unknown", topic=asked.topic)
        since, until = (None, None) if asked.days is None else map(self._midnight, asked.days)
        kinds = POWER if asked.page is LogPage.POWER else frozenset[str]()
        return Sought(self.community, None if found is None else found.round, kinds, since, until)

    def _midnight(self, day: date) -> datetime:
        """When a day begins where the community lives."""
        return datetime.combine(day, time(), self.desk.zone(self._zone)).astimezone(UTC)

    async def _looked_for(self, asked: Log, before: int) -> tuple[list[LogLine], Older | None]:
        """The newest entries that hold all of these words, as far as so many entries go."""
        found: list[LogLine] = []
        sought, looked_at = self._sought(asked), 0
        while looked_at < LOOKED_AT:
            entries = await self.desk.store.entries_sought(sought, before, AT_ONCE)
            for entry in entries:
                told = await self._line(entry)
                looked_at, before = looked_at + 1, entry.no
                if await self._holds(told, asked.words):
                    found.append(told)
                if len(found) == ON_A_PAGE:
                    return found, Older(typed(asked, before))
            if len(entries) < AT_ONCE:
                return found, None
            await asyncio.sleep(0)
        return found, Older(typed(asked, before), looked_at)

    async def _holds(self, told: LogLine, words: str) -> bool:
        if told.by is not None and told.by not in self._names:
            self._names[told.by] = await self.desk.store.names((told.by,))
        names: Mapping[PersonId, str] = {} if told.by is None else self._names[told.by]
        return holds(told, words, self._zone, Reading(self.voice, names, self.now))

    # --- one entry, and what was signed ---------------------------------------------------------------

    async def _entry(self, no: int) -> tuple[View, Sequence[File]]:
        found = await self.desk.store.entries(self.community, no - 1, 1)
        if not found or found[0].no != no:
            raise Refusal("log-entry-unknown", no=no, last=self._size)
        (entry,) = found
        told, leaf = await self._line(entry), (f"entry-{no}.json", "application/json", entry.leaf)
        signed = await self.desk.store.last_checkpoint(self.community)
        if signed is None or signed.size < no:
            return entry_page(told, self._zone, None), (leaf,)
        try:
            shown = await proof(self.desk.store, entry, signed)
        except ProofRefused:
            return entry_page(told, self._zone, signed.size, fits=False), (leaf,)
        proven = (f"entry-{no}.tlog-proof", "text/plain", shown.text().encode())
        return entry_page(told, self._zone, signed.size), (leaf, proven)

    async def _checkpoint(self) -> View:
        signed = await self.desk.store.last_checkpoint(self.community)
        if signed is None:
            return no_checkpoint()
        origin, key = self.desk.origin_of(self.community), self.desk.key
        shown = None if key is None else replace(key, name=origin).text()
        return checkpoint_page(signed.note, signed.size, self._size - signed.size, shown)

    # --- the words beside -----------------------------------------------------------------------------

    async def _line(self, entry: Entry) -> LogLine:
        """The entry with the words beside it that may be read."""
        told = line(entry)
        mentioned = list(commitments(dict(decoded(entry.leaf).facts)))
        if not mentioned:
            return told
        known = await self._beside(entry.round or RoundId(self.community))
        readable = {one: known.words.get(one) for one in mentioned if one not in known.held_back}
        return replace(told, words=readable)

    async def _beside(self, where: RoundId) -> _Beside:
        """What stands beside the entries of a round or of the community, looked up once for a page."""
        if where not in self._known:
            words = {one: text for one, (_, text) in (await self.desk.store.openings(where)).items()}
            loaded = await self.desk.rounds.load(where) if where in self.desk.book.rounds else None
            shown = None if loaded is None else Shown.at(loaded.state, (), {}, self.now)
            self._known[where] = _Beside(words, frozenset() if shown is None else shown.commitments_held_back)
        return self._known[where]
