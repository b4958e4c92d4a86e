"""Interactions that can still be answered: three seconds for the first word, a quarter of an hour for all.

Law 1. Each interaction has one first answer. Whoever begins it, an answer or a "thinking", is the only one who does.
Law 2. Nothing here has to survive a restart: what finds no interaction goes to the direct message.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from codesign_bot.ports import Voice
from codesign_discord.asking import Interaction
from codesign_discord.components import ActionRow

LASTS = 14 * 60.0
"""Seconds that an interaction can be answered, with a minute to spare."""
MOST = 20_000
"""Interactions at hand. The oldest go first; they are answered by then."""


class State(Enum):
    """How far the answer to an interaction is."""

    OPEN = "open"
    THINKING = "thinking"
    """It was said that the answer comes; it takes the place of that word."""
    UPDATING = "updating"
    """The press was taken without a word: only a ballot takes the place of what it was pressed on."""
    ANSWERED = "answered"

    @property
    def is_deferred(self) -> bool:
        """Whether somebody still waits for the answer."""
        return self in {State.THINKING, State.UPDATING}


@dataclass(slots=True)
class Waiting:
    """An interaction that waits. `lock` is held by whoever answers it."""

    interaction: Interaction
    since: float
    """By the monotonic clock, in seconds."""
    voice: Voice
    """The language of whoever waits."""
    state: State = State.OPEN
    below: Sequence[ActionRow] = ()
    """Rows of buttons to show below the answer."""
    given: dict[str, int] = field(default_factory=dict[str, int])
    """By the key of an answer, how many of its messages were given."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Interactions:
    """All that wait, by their id."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, Waiting] = OrderedDict()

    def add(self, interaction: Interaction, now: float, voice: Voice) -> Waiting:
        """One more."""
        waiting = Waiting(interaction, now, voice)
        self._waiting[interaction.id] = waiting
        while len(self._waiting) > MOST or self._is_over(now):
            self._waiting.popitem(last=False)
        return waiting

    def find(self, key: str, now: float) -> Waiting | None:
        """The interaction that an answer with this key belongs to, while it can be answered.

        Keys begin with what they are, such as `answer/discord/<interaction>` and `file/discord/<interaction>/0`, where
        the interaction may be followed by the number of a line of a form. Whatever else came of an interaction is
        said to others than the one who asked.
        """
        match key.split("/"):
            case "answer" | "file" | "preview", _, interaction, *_:
                waiting = self._waiting.get(interaction)
            case _:
                return None
        return waiting if waiting is not None and now - waiting.since < LASTS else None

    def _is_over(self, now: float) -> bool:
        first = next(iter(self._waiting.values()), None)
        return first is not None and now - first.since >= LASTS
