"""Words become part of a command: with their `Content`, and held against what is said already."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from codesign_bot.core import similar
from codesign_bot.core.commands import Text
from codesign_bot.core.content import Content
from codesign_bot.core.events import IdeaOffered
from codesign_bot.core.ids import ContentId
from codesign_bot.records import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from codesign_bot.core.events import Event
    from codesign_bot.core.ids import IdeaNo, PersonId, RoundId
    from codesign_bot.core.state import Round
    from codesign_bot.ports import Chance


def kept(text: str, round_id: RoundId, by: PersonId, at: datetime, chance: Chance) -> tuple[Text, Words]:
    """Somebody's words with a fresh `Content`, and the row that keeps them beside the record."""
    salt = chance.salt()
    content = Content(ContentId(chance.name()), sha256(salt + text.encode()).hexdigest())
    return Text(text, content), Words(content.id, round_id, by, at, salt, text)


@dataclass(slots=True)
class Drafting:
    """A `Draft`: gives commands their `Content` and remembers the words, to be stored if the rules say yes."""

    state: Round
    said: Mapping[ContentId, str | None]
    by: PersonId
    at: datetime
    chance: Chance
    rows: list[Words] = field(default_factory=list[Words])

    def text(self, words: str) -> Text:
        """Words with a fresh `Content`."""
        text, row = kept(words, self.state.id, self.by, self.at, self.chance)
        self.rows.append(row)
        return text

    def twin(self, words: str, besides: IdeaNo | None = None) -> IdeaNo | None:
        """The live idea that has the very same words."""
        return similar.same(words, {no: text for no, text in self.live().items() if no != besides})

    def kept(self, words: str) -> int | None:
        """The number of an answer with the very same words that is kept for this person."""
        return similar.same(words, {which: text for which, text in self._kept().items() if text is not None})

    def twin_of_kept(self, which: int) -> IdeaNo | None:
        """The live idea that has the very same words as this person's kept answer."""
        words = self._kept().get(which)
        return None if words is None else self.twin(words)

    def _kept(self) -> dict[int, str | None]:
        """This person's kept answers by number; without words where they were erased."""
        own = (one for _, one in self.state.parked_by(self.by))
        return {which: self.said.get(one.content.id) for which, one in enumerate(own, 1)}

    def alike(self, events: Sequence[Event]) -> tuple[IdeaNo, ...]:
        """The live ideas that look like one that was just offered in words of its own."""
        offered = any(isinstance(event, IdeaOffered) for event in events)
        words = self.rows[0].words if self.rows else None
        return similar.similar(words, self.live()) if offered and words is not None else ()

    def live(self) -> dict[IdeaNo, str]:
        """The words of every live idea that were not erased."""
        texts = ((no, self.said.get(self.state.ideas[no].content.id)) for no in self.state.live_ideas)
        return {no: text for no, text in texts if text is not None}
