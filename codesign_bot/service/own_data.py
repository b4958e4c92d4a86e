"""Gives somebody everything that is stored about them, as two files: one to read, and one for programs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codesign_bot.core.ids import RoundId
from codesign_bot.log.own import Own, OwnRound, own_record
from codesign_bot.log.pseudonyms import pseudonym
from codesign_bot.ports import Voice
from codesign_bot.records import Kept
from codesign_bot.retention import Retention
from codesign_bot.service.desk import Desk, voice_of
from codesign_bot.service.saying import Turn, say
from codesign_bot.traces import About, Stored
from codesign_bot.views import my_data as views


@dataclass(frozen=True, slots=True)
class Giving:
    """One per process."""

    desk: Desk
    voices: Mapping[str, Voice]
    retention: Retention

    async def give(self, turn: Turn, about: About, kept: Mapping[Kept, str]) -> None:
        """Answer with the files."""
        own = await self._own(turn, about, kept)
        communities = [self.desk.book.communities.get(one.community) for one in own.rounds]
        theirs = voice_of(self.voices, next(iter(communities), None), self.desk.defaults)
        voice = self.voices.get(turn.language or "", theirs)
        # A thread: somebody may have written a lot, and nobody else should wait for it to be put into words.
        markdown = await asyncio.to_thread(own_record, own, voice)
        whole = json.dumps(own.plain(), indent=1, sort_keys=True, ensure_ascii=False).encode()
        files = (
            ("my-data.json", "application/json", whole),
            ("my-data.md", "text/markdown", markdown),
        )
        view = views.data_given(len(files))
        rows = [turn.file(view, file, place) for place, file in enumerate(files)]
        await say(self.desk, turn, view, *rows)

    async def _own(self, turn: Turn, about: About, kept: Mapping[Kept, str]) -> Own:
        tables = await self.desk.store.about(about)
        rounds = [await self._round(about, RoundId(one)) for one in _rounds_in(tables)]
        return Own(
            turn.at,
            self.retention,
            tables,
            tuple((row.platform, row.key, value) for row, value in kept.items()),
            tuple(one for one in rounds if one is not None),
        )

    async def _round(self, about: About, round_id: RoundId) -> OwnRound | None:
        loaded, found = await self.desk.rounds.load(round_id), self.desk.book.rounds.get(round_id)
        if loaded is None or found is None:
            return None
        key = await self.desk.store.round_key(round_id)
        names = () if key is None else tuple(pseudonym(key, person) for person in about.people)
        zone = self.desk.book.communities[found.community].zone
        title = loaded.words.get(loaded.state.title.id)
        return OwnRound(round_id, found.community, int(found.topic), title, zone, names)


def _rounds_in(tables: Mapping[str, Sequence[Mapping[str, Stored]]]) -> Sequence[str]:
    """Every round that their data speak of, in the order in which they came into them."""
    rows = [row for name in ("participant", "words", "round_event", "ballot") for row in tables[name]]
    return tuple(dict.fromkeys(str(row["round"]) for row in rows))
