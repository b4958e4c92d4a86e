"""The shipped texts as people read them, in every language: what the gates of all languages share.

What stands for an argument is data, not wording: for a grade it is one short word; for the length of a sentence it is
what people will read there, a date with its nine words for example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from codesign_bot.messages import FluentVoice, folders

MOST_WORDS = 20

_MOMENTS = {
    "en": "Friday 27 November 2026, 18:00 (Europe/London), in 2 days",
    "de": "Freitag, 27 November 2026, 18:00 Uhr (Europe/Berlin), noch 2 Tage",
}
_DAYS = {"en": "Friday 27 November 2026", "de": "Freitag, 27 November 2026"}
"""Without the dot of an ordinal, which would end a sentence here and nowhere else."""
_OWN = {
    "en": {
        "length": "3 days",
        "weekday": "Friday",
        "month": "November",
        "ideas": "3, 7 and 9",
        "title": "“More benches”",
    },
    "de": {
        "length": "3 Tage",
        "weekday": "Freitag",
        "month": "November",
        "ideas": "3, 7 und 9",
        "title": "„Mehr Bänke“",
    },
}


def samples(language: str) -> Mapping[str, str]:
    """What people will read in place of an argument, by its name. For the rest: one word."""
    own = _OWN[language]
    return (
        dict.fromkeys(("closes", "opens", "until", "at", "begins", "ends", "on", "since"), _MOMENTS[language])
        | dict.fromkeys(("day", "date"), _DAYS[language])
        | dict.fromkeys(("ideas", "tied", "chosen", "counted", "promised", "numbers"), own["ideas"])
        | dict.fromkeys(("name", "who", "by"), "Ada")
        | dict.fromkeys(("title", "community", "words", "reason", "owner"), own["title"])
        | dict.fromkeys(("command", "typed", "code", "hash", "template"), "!vote 3:2")
        | {"zone": "Europe/London", "before": "Europe/London", "after": "Asia/Tokyo", "year": "2026"}
        | {name: own[name] for name in ("length", "weekday", "month")}
    )


NAME_WITH_UNDERSCORE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
"""A name in the configuration, such as bridge_ghosts. No platform reads a mark inside a word."""
SENTENCE_END = re.compile(r"(?<=[.!?])[”“\u2019\")]*\s+")
WORD = re.compile(r"[^\W_]+(?:['\u2019:/.,-][^\W_]+)*")


def files(voice: FluentVoice) -> Iterator[tuple[str, list[str]]]:
    """Each file of the shipped texts of this language with its keys."""
    (shipped,) = folders()
    for file in sorted(Path(shipped, voice.language).glob("*.ftl")):
        found = re.findall(r"^([a-z][a-zA-Z0-9_-]*) *=", file.read_text(encoding="utf-8"), re.MULTILINE)
        yield file.name, [key for key in found if key in voice.keys]


def filled(voice: FluentVoice, key: str, sample: Mapping[str, str], count: int) -> str:
    """The text with every argument filled: numbers with `count`, the rest from `sample`, or with one word."""
    numbers = voice.numbers(key)
    return voice.words(
        key,
        {name: count if name in numbers else sample.get(name, "them") for name in voice.known_arguments(key)},
    )


def readings(voice: FluentVoice, key: str) -> list[str]:
    """The text as people will read it, for no, one and several."""
    return [filled(voice, key, samples(voice.language), count) for count in (0, 1, 3)]


def all_readings(voice: FluentVoice) -> Iterator[tuple[str, str]]:
    """Every text in every reading of it, with its key."""
    return ((key, text) for key in sorted(voice.keys) for text in dict.fromkeys(readings(voice, key)))


def whole_files(voice: FluentVoice) -> dict[str, str]:
    """The texts of each file as one text, by its name; files that are mostly names are left out."""
    whole: dict[str, str] = {}
    for name, keys in files(voice):
        texts = [filled(voice, key, {}, 3) for key in keys if not key.startswith("word-")]
        text = " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in texts)
        if len(WORD.findall(text)) >= 100:
            whole[name] = text
    return whole


def is_prose(text: str) -> bool:
    """Whether a grade means anything."""
    return len(SENTENCE_END.split(text)) >= 3 or len(WORD.findall(text)) >= 30
