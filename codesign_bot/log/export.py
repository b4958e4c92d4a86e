"""One round as files that anybody can keep: JSON Lines for programs, Markdown for people.

What may be in them at which moment stands in `shown`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from codesign_bot.core.events import Event
from codesign_bot.core.state import Round
from codesign_bot.log.lines import json_lines
from codesign_bot.log.record import decision_record
from codesign_bot.log.shown import Shown
from codesign_bot.ports import Voice
from codesign_bot.records import Ballot
from codesign_bot.views.parts import Words

__all__ = ["Exported", "export_round"]


@dataclass(frozen=True, slots=True)
class Exported:
    """Both files, in UTF-8."""

    jsonl: bytes
    markdown: bytes


def export_round(
    state: Round, events: Sequence[Event], words: Words, now: datetime, voice: Voice, *, ballots: Iterable[Ballot] = ()
) -> Exported:
    """The round as everybody may read it at `now`. `state` is what the events fold to; `voice` tells the record.

    `words` are those of the whole round, None where erased. Ballots are looked at only once the vote is
    counted, and of each vote left out where there are fewer than five.
    """
    shown = Shown.at(state, events, words, now)
    return Exported(json_lines(shown, ballots), decision_record(shown, voice).encode())
