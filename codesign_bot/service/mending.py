"""Takes erased words out of what was said: each message that quoted them is said without them, or not at all.

Law 1. What is due stands in the store since the words were erased. It is worked off whenever somebody looks, and a
       crash loses nothing of it.
Law 2. What everybody was told is told again without the words, as the record has it; what one person was answered is
       taken back, for they can ask again. A card shows the round as it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codesign_bot.core.events import TopicSuggested
from codesign_bot.core.evolve import begin, evolve, fold
from codesign_bot.plain import from_plain, to_plain
from codesign_bot.records import Anew, Kind, Mended, Outgoing, Urgency
from codesign_bot.service.keeping import KeepWork
from codesign_bot.view import View
from codesign_bot.views.announce import announcements
from codesign_bot.views.notices import notices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from codesign_bot.core.events import Event
    from codesign_bot.core.ids import ContentId, RoundId
    from codesign_bot.core.state import Round
    from codesign_bot.records import Row
    from codesign_bot.service.desk import Desk
    from codesign_bot.traces import Quoting

AT_ONCE = 50
MOST_A_ROUND = 40
"""So many times fifty messages at most are looked at in a minute."""
AGAIN = "mend/"
"""Begins the key of a message without words that were erased; then follow how often, and the key it had at first."""


@dataclass(slots=True)
class Mender:
    """One per process."""

    desk: Desk

    async def mend(self) -> None:
        """Have everything said anew that is due, on every platform of this process."""
        for name in self.desk.doors:
            for _ in range(MOST_A_ROUND):
                due = await self.desk.store.to_mend(name, AT_ONCE)
                if not due:
                    break
                rows = [row for one in due for row in await self._rows(one)]
                await self.desk.store.apply(KeepWork(rows))
                self.desk.stored(rows)

    async def _rows(self, due: Quoting) -> Sequence[Row]:
        key = first_key(due.key)
        done = Mended(due.key, due.place)
        if key.startswith(("card/", "fates/")):
            return (Anew(key), done)
        view = await self._view(key, due.round)
        body: dict[str, object] = {"messages": list(due.messages), "view": None if view is None else to_plain(view)}
        text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
        at, urgency = self.desk.clock.now(), Urgency.CARD
        return (Outgoing(_next_key(due.key), Kind.MEND, due.place, at, text, urgency, due.round), done)

    async def _view(self, key: str, round_id: RoundId | None) -> View | None:
        """What was said, as the record has it, without words that were erased. None: it is not said again."""
        kind, *parts = key.split("/")
        if kind not in {"said", "told"} or round_id is None:
            return None
        version = int(parts[1])
        events = await self.desk.store.events(round_id)
        words = await self.desk.store.words_of_round(round_id)
        before, event = fold(events[: version - 1]), events[version - 1]
        after = _after(before, event)
        if after is None:
            return None
        found = _told(kind, parts[2], (before, event, after), words)
        return found.about(after.topic) if found is not None else None


def _after(before: Round | None, event: Event) -> Round | None:
    if before is not None:
        return evolve(before, event)
    return begin(event) if isinstance(event, TopicSuggested) else None


def _told(
    kind: str, which: str, what: tuple[Round | None, Event, Round], words: Mapping[ContentId, str | None]
) -> View | None:
    """One of the messages to everybody by its number, or what this person was told."""
    before, event, after = what
    if kind == "told":
        return next((view for person, view in notices(event, after, words) if person == which), None)
    views = announcements(before, event, after, words)
    return views[int(which)] if int(which) < len(views) else None


def mend_of(message: Outgoing) -> tuple[tuple[str, ...], View | None]:
    """The messages to take back, and what is said in their place, as the outbox keeps it."""
    body = json.loads(message.body)
    view = body["view"]
    return tuple(body["messages"]), None if view is None else from_plain(View, view)


def first_key(key: str) -> str:
    """The key that a message had before words were taken out of it."""
    return key.split("/", 2)[2] if key.startswith(AGAIN) else key


def _next_key(key: str) -> str:
    times = int(key.split("/", 2)[1]) if key.startswith(AGAIN) else 0
    return f"{AGAIN}{times + 1}/{first_key(key)}"
