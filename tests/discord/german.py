"""The stories of Discord, told by people whose app speaks German: they press and read what stands there in German."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from codesign_bot.messages import FluentVoice
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.discord import May
from codesign_bot.testing.discord.forms import Value
from codesign_bot.testing.discord.model import Interaction, Message
from codesign_bot.testing.discord.person import Person
from codesign_bot.testing.world import CHOICES

from .town import Town, discord_of_our_own

_ENGLISH, _GERMAN = CHOICES.voices["en"], CHOICES.voices["de"]
assert isinstance(_ENGLISH, FluentVoice)
_PLAIN: Mapping[str, str] = {
    _ENGLISH.words(key, {}): _GERMAN.words(key, {}) for key in _ENGLISH.keys if not _ENGLISH.known_arguments(key)
}
"""Every text that needs no arguments, by its English words."""
_PARTS: Mapping[str, str] = {
    "This is now the community": "Das ist jetzt die Gemeinschaft",
    "Saved": "Gespeichert",
    "Saved. This is topic 1.": "Gespeichert. Das ist Thema 1.",
    "6 of 8": "6 von 8",
    "Is it right?": "Stimmt alles?",
    "You have 2 dots left.": "Du hast noch 2 Punkte.",
    "Your objection stands in the log": "Dein Einwand steht im Protokoll",
    "You signed minority view 1.": "Du teilst Minderheits-Meinung 1.",
}
"""What stories look for that is only a part of a text, or has a number in it."""


def in_german(said: str) -> str:
    """A label or a sentence of ours as it stands in German; people's own words as they are."""
    if "[" in said:
        return re.sub(r"\[([^\]]+)\]", lambda one: f"[{in_german(one[1])}]", said)
    about = re.fullmatch(r"(.+) \((\d+)\)", said)
    if about is not None:
        return f"{in_german(about[1])} ({about[2]})"
    return _PARTS.get(said) or _PLAIN.get(said, said)


class GermanPerson(Person):
    """Somebody whose app speaks German. `read` keeps what stood on their screen before each act."""

    read: list[str]

    async def sees(self, *words: str) -> None:
        await super().sees(*map(in_german, words))

    async def presses(self, label: str, *, beside: str | None = None, on: Message | None = None) -> Interaction:
        self.read.append(self.screen)
        return await super().presses(in_german(label), beside=beside, on=on)

    async def fills(self, title: str, values: Mapping[str, Value] | None = None, /, **more: Value) -> Interaction:
        self.read.append(self.screen)
        return await super().fills(in_german(title), values, **more)


@dataclass(slots=True)
class GermanTown(Town):
    """A town in which all apps speak German."""

    read: list[str] = field(default_factory=list[str])
    """Everything that anybody had before their eyes."""
    before: set[str] = field(default_factory=set[str])
    """What had been said before the language was set, and still stands there."""

    def person(self, name: str, *, may_manage: bool = False) -> Person:
        """Somebody in the channel."""
        if name not in self.people:
            may = May.MANAGE_CHANNELS if may_manage else May(0)
            found = self.server.member(name, may=may, locale="de")
            person = GermanPerson(self.server, found.account, found.channel)
            person.read = self.read
            self.people[name] = person
        return self.people[name]

    def look_around(self) -> None:
        """What all of them see now."""
        self.read += [person.screen for person in self.people.values()]


@asynccontextmanager
async def open_german_town(folder: Path) -> AsyncGenerator[GermanTown]:
    """A town with a bot whose operator chose nothing: it speaks English until somebody says otherwise."""
    clock = ControlledClock()
    async with discord_of_our_own(clock) as server:
        town = GermanTown(folder, server, clock)
        try:
            await town.start()
            yield town
        finally:
            await town.stop()
