r"""The dates of rounds as an iCalendar file (RFC 5545): the step that is on, those to come, and what was promised.

Law 1. A step has one UID for good, and SEQUENCE is the number of events of its round: whoever subscribed or reads the
       file again sees the same entry moved, never a second one (3.8.4.7, 3.8.7.4).
Law 2. Instants stand in UTC and days as days, so no zone has to come along (3.3.5); a day is one of the round's zone.
Law 3. Words of people are text: `;`, `,`, `\` and new lines are escaped, other control characters are left out, and
       no line has more than 75 octets (3.1, 3.3.11). Nothing rings: there are no alarms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from codesign_bot.core.ahead import Step, steps_ahead
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.core.state import Round
from codesign_bot.phrasing import phrase
from codesign_bot.ports import Reading
from codesign_bot.view import Say, say
from codesign_bot.views.parts import Words, heading
from codesign_bot.views.terms import PHASE

MEDIA_TYPE = "text/calendar"
MOST_OCTETS = 75
"""Of a line, without its end (RFC 5545, 3.1)."""
DAY = timedelta(days=1)
_STAMPS = re.compile(rb"^(?:DTSTAMP|SEQUENCE):.*\r\n", re.MULTILINE)
"""Of the moment at which a file was made, and of how much happened in a round by then."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A round with its words: what a calendar is made of."""

    state: Round
    words: Words


def calendar(rounds: Iterable[Dated], reading: Reading) -> bytes:
    """The dates of these rounds, in the words of the reading, as of its `now`."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//codesign-bot//dates of rounds//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *(line for one in rounds for line in _of_round(one, reading)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def tells_the_same(one: bytes, other: bytes) -> bool:
    """Whether two files say the same of every date: nothing moved, came, went or was worded anew between them."""
    return _STAMPS.sub(b"", one) == _STAMPS.sub(b"", other)


def escaped(text: str) -> str:
    """Somebody's words as a TEXT value: what has a meaning in the format has none any more."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "".join(one for one in whole if one == "\n" or unicodedata.category(one) not in {"Cc", "Cs"})
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, each but the first with a space before it; no sign is cut in two."""
    piece, octets = "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > MOST_OCTETS:
            yield piece
            piece, octets = " ", 1
        piece += sign
        octets += size
    yield piece


def _of_round(one: Dated, reading: Reading) -> Iterator[str]:
    for step in steps_ahead(one.state):
        yield from _step(one, step, reading)
    rules, is_on = one.state.rules, one.state.phase not in {Phase.PROPOSED, *ENDED}
    if rules is not None and rules.answers is not None and one.state.outcome is None and is_on:
        yield from _day(one, "reply", rules.answers.reply_by, say("calendar-reply"), reading)
    if one.state.phase is Phase.FOLLOW_UP:
        for no, promise in sorted(one.state.promises.items()):
            if not promise.is_done:
                yield from _promised(one, no, promise.due_on, reading)


def _step(one: Dated, step: Step, reading: Reading) -> Iterator[str]:
    begins, ends = _instant(step.window.opened), _instant(step.window.closes)
    told = say("calendar-announced") if step.is_announced else say("calendar-expected")
    what = _What(say("calendar-step", step=PHASE[step.phase]), told, is_sure=step.is_announced)
    yield from _event(one, step.phase.value, (f"DTSTART:{begins}", f"DTEND:{ends}"), what, reading)


def _promised(one: Dated, no: IdeaNo, on: date, reading: Reading) -> Iterator[str]:
    yield from _day(one, f"promise-{no}", on, say("calendar-promise", idea=int(no)), reading)


def _day(one: Dated, name: str, on: date, what: Say, reading: Reading) -> Iterator[str]:
    when = (f"DTSTART;VALUE=DATE:{on:%Y%m%d}", f"DTEND;VALUE=DATE:{on + DAY:%Y%m%d}")
    yield from _event(one, name, when, _What(what, say("calendar-promised")), reading)


@dataclass(frozen=True, slots=True)
class _What:
    """The words of an entry, and whether it is sure."""

    summary: Say
    told: Say
    is_sure: bool = True


def _event(one: Dated, name: str, when: tuple[str, str], what: _What, reading: Reading) -> Iterator[str]:
    title = phrase(heading(one.state, one.words), reading, escaped)
    yield "BEGIN:VEVENT"
    yield f"UID:{one.state.id}-{name}@codesign-bot"
    yield f"DTSTAMP:{_instant(reading.now)}"
    yield f"SEQUENCE:{one.state.version}"
    yield from when
    yield f"SUMMARY:{phrase(what.summary, reading, escaped)} · {title}"
    yield f"DESCRIPTION:{phrase(what.told, reading, escaped)}"
    yield f"STATUS:{'CONFIRMED' if what.is_sure else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _instant(at: datetime) -> str:
    """In UTC, to the second, rounded up: no calendar may say that a step ends before it does."""
    whole = at.astimezone(UTC)
    if whole.microsecond:
        whole = whole.replace(microsecond=0) + timedelta(seconds=1)
    return f"{whole:%Y%m%dT%H%M%SZ}"
