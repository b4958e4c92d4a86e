"""What one message of the outbox says at the moment it is sent. Retries are looked after elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from codesign_bot.core.ids import PersonId
from codesign_bot.drawn import Drawn
from codesign_bot.plain import from_plain
from codesign_bot.ports import Platform, Reading, Voice
from codesign_bot.records import ANEW, Kind, Queued, Urgency
from codesign_bot.service.casting import worded
from codesign_bot.service.desk import Desk, voice_of
from codesign_bot.service.effects import FATES
from codesign_bot.service.mending import mend_of
from codesign_bot.service.reminding import held_until
from codesign_bot.service.reminding import worded as worded_reminder
from codesign_bot.traces import OWN, WHOLE, Shown
from codesign_bot.view import View
from codesign_bot.views.announce import fates_set
from codesign_bot.views.card import card
from codesign_bot.views.people import people_in
from codesign_bot.views.quoting import quoted_in

_REFERRED = frozenset({Kind.BALLOT, Kind.REMINDER})
"""Messages whose body holds no view."""


@dataclass(slots=True)
class Teller:
    """Says messages on one platform. A card shows the newest state; if it would look the same, nothing is sent."""

    desk: Desk
    platform: Platform
    voices: Mapping[str, Voice]
    _names: dict[PersonId, str] = field(default_factory=dict[PersonId, str])

    def held_until(self, queued: Queued) -> datetime | None:
        """Until when this message has to wait, because it would ring somebody now. None: it may be sent."""
        if queued.message.kind is not Kind.REMINDER:
            return None
        return held_until(self.desk, queued.message.body, self.desk.clock.now())

    async def sent(self, queued: Queued) -> tuple[str, str, Shown | None]:
        """Send or edit. Returns the platform's id, the digest of what is shown now, and whose words that quotes."""
        key = queued.message.key
        if queued.message.kind is Kind.MEND:
            message_id, view = await self._mended(queued)
            return message_id, "", self._shown(queued, view)
        if queued.message.kind is Kind.REMINDER:
            message_id, view = await self._reminded(queued)
            return message_id, "", self._shown(queued, view)
        view = await self._view(queued)
        reading = self._reading(queued)
        if queued.message.kind is not Kind.CARD:
            return await self.platform.send(queued, view, reading), "", self._shown(queued, view)
        digest = self.platform.digest(view, reading)
        if queued.message_id is None:
            said = await self.platform.send(queued, view, reading)
        elif queued.digest == digest:
            said = queued.message_id
            self.platform.parts(key)
        else:
            if queued.digest == ANEW and not self.platform.edits_erase:
                await self.platform.take_back(queued.message.place, (queued.message_id,))
            said = await self.platform.edit(queued, view, reading)
        return said, digest, self._shown(queued, view)

    async def _reminded(self, queued: Queued) -> tuple[str, View | None]:
        """Nobody is reminded of what they have done by now: then nothing is said."""
        view = await worded_reminder(self.desk, queued.message.body, self.desk.clock.now())
        return "" if view is None else await self.platform.send(queued, view, self._reading(queued)), view

    async def _mended(self, queued: Queued) -> tuple[str, View | None]:
        """What was said is said without the words that were erased, or not at all."""
        messages, view = mend_of(queued.message)
        if view is not None and len(messages) == 1 and self.platform.edits_erase:
            there = replace(queued, message_id=messages[0])
            return await self.platform.edit(there, view, self._reading(queued)), view
        await self.platform.take_back(queued.message.place, messages)
        said = messages[0] if view is None else await self.platform.send(queued, view, self._reading(queued))
        return said, view

    def _shown(self, queued: Queued, view: View | None) -> Shown | None:
        """Whose words were just shown, as far as they can be taken back."""
        parts, message = tuple(self.platform.parts(queued.message.key)), queued.message
        if not parts or view is None:
            return None
        is_answer = message.urgency is Urgency.ANSWER
        known = [one.content or (OWN if is_answer else None) for one in quoted_in(view)]
        if message.kind is Kind.FILE:
            known.append(OWN if message.round is None else WHOLE)
        contents = tuple(dict.fromkeys(one for one in known if one is not None))
        return Shown(parts, contents) if contents else None

    async def _view(self, queued: Queued) -> View:
        message = queued.message
        if message.body and message.kind is not Kind.BALLOT:
            return from_plain(View, json.loads(message.body))
        loaded = await self.desk.rounds.load(message.round) if message.round is not None else None
        if loaded is None:
            raise LookupError("a card or a ballot without a round")
        if message.kind is Kind.BALLOT:
            return worded(self.desk, loaded, message.body)
        if message.key.startswith(FATES):
            number = int(message.key.split("/")[2])
            return fates_set(loaded.state, loaded.words, loaded.state.sittings[number - 1]).about(loaded.state.topic)
        return card(loaded.state, loaded.words, self.desk.clock.now()).about(loaded.state.topic)

    def _reading(self, queued: Queued) -> Reading:
        voice, now, round_id = self._voice(queued), self.desk.clock.now(), queued.message.round
        loaded = self.desk.rounds.get(round_id) if round_id is not None else None
        zone = self.desk.book.zone_at(queued.message.place)
        drawn = loaded.drawn if loaded is not None else Drawn()
        return Reading(voice, self._names, now, drawn, zone)

    def _voice(self, queued: Queued) -> Voice:
        """That of the one reader; else of the community of the place, or of the round that is spoken of."""
        message, book = queued.message, self.desk.book
        if message.language is not None and message.language in self.voices:
            return self.voices[message.language]
        found = book.rounds.get(message.round) if message.round is not None else None
        community = book.community_at(message.place) or (book.communities.get(found.community) if found else None)
        return voice_of(self.voices, community, self.desk.defaults)

    async def learn_names(self, queued: Sequence[Queued]) -> None:
        """The names of the people that these messages speak of. Whoever is forgotten has none."""
        for gone in self.desk.book.forgotten & self._names.keys():
            del self._names[gone]
        # What is only referred to names nobody.
        telling = [one.message for one in queued if one.message.body and one.message.kind not in _REFERRED]
        bodies = [json.loads(message.body) for message in telling]
        unknown = sorted({person for body in bodies for person in people_in(body)} - self._names.keys())
        if unknown:
            self._names.update(await self.desk.store.names([PersonId(person) for person in unknown]))
