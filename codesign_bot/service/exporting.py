"""Hands out what anybody in a community may keep: the record of one round, or the whole log as one file.

What is asked for in the chat is kept small: it goes through the outbox, where it stands until it was sent, and others
wait while it is made. For what is larger there is the command of whoever runs the bot, which knows no such limits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from codesign_bot.core.evolve import fold
from codesign_bot.core.ids import CommunityId, RoundId
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import PlatformTrouble
from codesign_bot.log.bundle import About
from codesign_bot.log.calendar import MEDIA_TYPE, Dated, calendar
from codesign_bot.log.export import export_round
from codesign_bot.log.hand_out import HandOut
from codesign_bot.log.note import SignerKey
from codesign_bot.ports import Reading, Voice
from codesign_bot.records import Place, RoundPlace
from codesign_bot.service.desk import Desk, voice_of
from codesign_bot.service.languages import voice_in
from codesign_bot.service.saying import Turn, say
from codesign_bot.views import greetings

MOST_BYTES = 10_000_000
"""Of a file that is asked for in the chat: what every platform takes unless somebody made its limit lower."""
MOST_ENTRIES = 10_000
"""Of a log that is asked for in the chat: a few seconds of work."""
ASK_WITHIN = 5.0
"""Seconds for the platform to say how large a file may be."""
COMMAND = "codesign-bot export-log"
"""What whoever runs the bot types."""
MEGABYTE = 1_000_000


@dataclass(slots=True)
class Exporting:
    """Answers with files. `key` is that of the installation; None: the logs are not signed."""

    desk: Desk
    voices: Mapping[str, Voice]
    key: SignerKey | None

    async def round(self, turn: Turn, found: RoundPlace) -> None:
        """The record of one round, to read and to check. Raises `Refusal`."""
        events = await self.desk.store.events(found.round)
        words = await self.desk.store.words_of_round(found.round)
        state = fold(events)
        if state is None:
            raise Refusal("no-round")
        cast = [ballot for vote_kind in VoteKind async for ballot in self.desk.store.ballots(found.round, vote_kind)]
        voice = self._voice(found.community)
        ballots = cast if state.tally is not None else ()
        # A thread: a long round takes longer to put into words than anybody else should wait for the loop.
        whole = await asyncio.to_thread(export_round, state, events, words, turn.at, voice, ballots=ballots)
        files = (
            (f"round-{state.topic}.jsonl", "application/jsonl", whole.jsonl),
            (f"round-{state.topic}.md", "text/markdown", whole.markdown),
        )
        view = greetings.export_ready(len(files))
        rows = [turn.file(view, file, place, found.round) for place, file in enumerate(files)]
        await say(self.desk, turn, view, *rows)

    async def calendar(self, turn: Turn, found: RoundPlace) -> None:
        """The dates of a round, in the words of whoever reads the answer. Raises `Refusal` where it has none."""
        loaded = await self.desk.rounds.load(found.round)
        if loaded is None:
            raise Refusal("no-round")
        if loaded.state.phase is Phase.PROPOSED or loaded.state.phase in ENDED:
            raise Refusal("calendar-no-dates")
        voice = voice_in(self.desk, turn.answer_language, found.community)
        dates = [Dated(loaded.state, loaded.words)]
        made = await asyncio.to_thread(calendar, dates, Reading(voice, {}, turn.at))
        view = greetings.calendar_ready(is_published=self.desk.has_dates(found.community))
        file = turn.file(view, (f"round-{loaded.state.topic}.ics", MEDIA_TYPE, made), 0, found.round)
        await say(self.desk, turn, view, file)

    async def whole(self, turn: Turn, community: CommunityId) -> None:
        """The whole log of a community. Raises `Refusal` where it is not signed."""
        if self.key is None:
            raise Refusal("log-unsigned")
        head = self.desk.book.heads.get(community)
        if head is not None and head.size > MOST_ENTRIES:
            await say(self.desk, turn, greetings.export_too_long(head.size, MOST_ENTRIES, COMMAND))
            return
        most = await self._most(turn.reply_place[0])
        hand_out = HandOut(self.desk.store, community, self.key, turn.at, self._voice(community))
        about, held, size = await _made(hand_out, most)
        if held is None:
            await say(self.desk, turn, greetings.export_too_large(-(-size // MEGABYTE), most // MEGABYTE, COMMAND))
            return
        view = greetings.export_of_log(about.size)
        # Filed under the community, so that it can be taken back when somebody erases their words.
        file = turn.file(view, (f"log-{about.size}.zip", "application/zip", held), 0, RoundId(community))
        await say(self.desk, turn, view, file)

    def _voice(self, community: CommunityId) -> Voice:
        return voice_of(self.voices, self.desk.book.communities.get(community), self.desk.defaults)

    async def _most(self, place: Place) -> int:
        """What the place takes; where it cannot be asked now, what all take."""
        door = self.desk.doors.get(place.platform)
        if door is None:
            return MOST_BYTES
        try:
            async with asyncio.timeout(ASK_WITHIN):
                return min(MOST_BYTES, await door.most_bytes(place))
        except (PlatformTrouble, TimeoutError):
            return MOST_BYTES


async def _made(hand_out: HandOut, most: int) -> tuple[About, bytes | None, int]:
    """What it is of, the archive, and its size in bytes. An archive of more than `most` is not kept."""
    file = await asyncio.to_thread(_aside)
    try:
        about = await hand_out.write(file)
        held, size = await asyncio.to_thread(_whole, file, most)
        return about, held, size
    finally:
        await asyncio.to_thread(file.close)


def _aside() -> IO[bytes]:
    return TemporaryFile()


def _whole(file: IO[bytes], most: int) -> tuple[bytes | None, int]:
    size = file.seek(0, 2)
    file.seek(0)
    return (file.read() if size <= most else None), size
