"""The people of the demo who are on the simulated Discord: they press, fill in and type, and read the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from codesign_bot.demo.people import Expect, Said, Scene
from codesign_bot.demo.trouble import DemoTrouble
from codesign_bot.testing.discord import DiscordServer, NotThere, Person
from codesign_bot.testing.discord.model import Interaction, Message
from codesign_bot.testing.discord.show.names import Eyes
from codesign_bot.testing.discord.show.text import ONLY_YOU, message

_IN_BOX = "| "


@dataclass(slots=True)
class Neighbour:
    """Somebody with a name. Each act waits for its answer, and shows both."""

    name: str
    person: Person
    square: DiscordServer
    scene: Scene

    async def presses(self, key: str, *, beside: str | None = None, expects: Expect = Expect.SAVED) -> Said:
        """Press the button with the words of this key, once it is there. Returns the answer, shown in short."""
        return await self._presses(self.scene.phrases.words(key), beside, expects)

    async def adds_a_dot(self, idea: int) -> Said:
        """Press on the newest ballot."""
        more = self.scene.phrases.voice.words("discord-more", {"idea": idea})
        return await self._presses(f"+ {more}", None, Expect.SAVED)

    async def _presses(self, label: str, beside: str | None, expects: Expect) -> Said:
        await self._before()
        where = f" beside “{beside}”" if beside else ""
        self.scene.paper.deed(f"{self.name}, on Discord, presses [{label}]{where}.")
        await self._waits_for(f"[{label}]")
        return await self._answered(await self.person.presses(label, beside=beside), f"[{label}]", expects)

    async def fills(self, key: str, words: str, expects: Expect = Expect.SAVED) -> Said:
        """Press a button that opens a form with one field, and fill it in."""
        title = self.scene.phrases.words(key)
        await self._before()
        self.scene.paper.deed(f"{self.name}, on Discord, presses [{title}] and fills in: “{words}”")
        await self._waits_for(f"[{title}]")
        await self.person.presses(title)
        return await self._answered(await self.person.fills(title, words=words), title, expects)

    async def types(
        self,
        line: str,
        options: Mapping[str, str | int] | None = None,
        *,
        form: tuple[str, str] | None = None,
        expects: Expect = Expect.SAVED,
    ) -> Said:
        """Run a slash command; where it opens a form of one field, `form` is the key of its title, and the words."""
        await self._before()
        given = "".join(f" {name}:{value}" for name, value in (options or {}).items())
        filled = f", and fills in: {form[1]}" if form is not None else ""
        self.scene.paper.typed(f"{self.name}, on Discord", f"{line}{given}{filled}")
        asked = await self.person.types(line, dict(options or {}))
        if form is not None:
            asked = await self.person.fills(self.scene.phrases.words(form[0]), words=form[1])
        return await self._answered(asked, line, expects)

    def newest_own(self) -> str:
        """The newest message that only this person sees, as it reads now."""
        return self.sees(next(one for one in reversed(self.person.messages) if one.is_ephemeral))

    async def reads(self, is_it: Callable[[str], object], what: str) -> str:
        """A message for all in the channel for which `is_it` holds, once it is there."""
        return await self.scene.in_time(self._public(is_it), f"{what}, on the screen of {self.name},")

    async def _public(self, is_it: Callable[[str], object]) -> str:
        while True:
            for one in reversed(self.person.messages):
                if not one.is_ephemeral and is_it(self.sees(one)):
                    return self.sees(one)
            await self.square.world.stirs()

    def sees(self, found: Message) -> str:
        """A message as it reads now on this person's screen, buttons included."""
        lines = message(Eyes(self.square.world, self.person.channel.guild), found).split("\n")
        return "\n".join(line.removeprefix(_IN_BOX).rstrip() for line in lines[1:] if line != ONLY_YOU)

    async def _before(self) -> None:
        await self.scene.before_each()

    async def _waits_for(self, words: str) -> None:
        try:
            await self.scene.in_time(self.person.sees(words), f"“{words}” on the screen of {self.name}")
        except NotThere as missing:
            raise DemoTrouble(f"{self.name} does not see {words} on Discord.") from missing

    async def _answered(self, asked: Interaction, what: str, expects: Expect) -> Said:
        answer = await self.scene.in_time(self._answer(asked), f"the answer to {self.name} on Discord ({what})")
        brief = self.scene.phrases.brief(_without_buttons(answer))
        if expects is not Expect.ANYTHING and not self.scene.fits(expects)(answer):
            raise DemoTrouble(f"The story cannot go on, because the bot said: {brief}")
        self.scene.paper.private(self.name, brief)
        self.scene.pace.acted()
        await asyncio.sleep(self.scene.pace.beat_seconds)
        return Said(str(asked.id), answer)

    async def _answer(self, asked: Interaction) -> str:
        while asked.original is None or asked.original.is_loading:
            await self.square.world.stirs()
        return self.sees(asked.original)


def _without_buttons(shown: str) -> str:
    return "\n".join(line for line in shown.split("\n") if not line.startswith("["))
