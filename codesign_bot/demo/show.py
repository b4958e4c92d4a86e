"""The show: the room with its people in it, and what all parts of the story need."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median

from codesign_bot.core.phases import Phase
from codesign_bot.demo.pace import Pace, scale_for, template_name
from codesign_bot.demo.paper import Paper
from codesign_bot.demo.people import Expect, Member, Said, Scene
from codesign_bot.demo.phrases import Phrases
from codesign_bot.demo.room import Room
from codesign_bot.demo.square import Square, square
from codesign_bot.demo.stage import NAMES, SERVER, Stage

ALIAS = f"#riverside:{SERVER}"
FAR_FROM_PRIVATE = frozenset({"Farid", "Lena"})
"""They have not opened a direct message with the bot when the round begins."""
MINUTE = 60.0


@dataclass(slots=True)
class Cast:
    """The people by name, as the story calls them."""

    olga: Member
    ben: Member
    cleo: Member
    dana: Member
    emil: Member
    farid: Member
    gita: Member
    hanna: Member
    ivo: Member
    jun: Member
    kim: Member
    lena: Member


@dataclass(slots=True)
class Show:
    """What the story is told with. `ideas` are the numbers of ideas by the story's own names for them."""

    url: str
    scene: Scene
    room: Room
    cast: Cast
    square: Square
    short_lengths: Mapping[Phase, float]
    """Of the steps of the second scene on a quiet machine, in seconds."""
    topic: int = 0
    ideas: dict[str, int] = field(default_factory=dict[str, int])
    chosen: tuple[int, ...] = ()
    outcome: str = ""
    """What the bot said in the room when the outcome was published."""
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    _is_giving: bool = False

    @property
    def paper(self) -> Paper:
        return self.scene.paper

    @property
    def template(self) -> str:
        """The template whose steps are as long as this machine needs."""
        return template_name(self.scene.pace.scale)

    @property
    def short_template(self) -> str:
        """The same for the second scene."""
        return template_name(self.scene.pace.scale, is_short=True)

    def offered(self, name: str, said: Said) -> None:
        """Remember the number that the bot gave to an idea."""
        no = self.scene.phrases.idea(said.answer)
        if no is not None:
            self.ideas[name] = no

    def ballot(self, **dots: int) -> str:
        """A ballot as it is typed: the ideas by the story's names."""
        return " ".join(f"{self.ideas[name]}:{given}" for name, given in dots.items())

    async def chorus(self, members: Sequence[Member], text: str, expects: Expect = Expect.SAVED) -> None:
        """Several people type the same at once, in private. The answer of the last one is shown."""
        await self.scene.before_each()
        names = [one.name for one in members]
        self.paper.typed(f"{', '.join(names[:-1])} and {names[-1]}, in private", text)
        answers = await asyncio.gather(*(one.quietly(text, expects) for one in members))
        members[-1].show(answers[-1], "each of them")
        await members[-1].beat()

    async def mind_the_time(self) -> None:
        """Where a slow machine makes the script late, the organiser gives more time, as any organiser can."""
        left = self.scene.pace.left_seconds
        if left is None or not 0 < left < self.scene.pace.reserve_seconds or self._is_giving:
            return
        self._is_giving = True
        try:
            await self.cast.olga.private("!time give 1m This machine is slow, and nobody shall be late.")
            self.scene.pace.longer(MINUTE)
        finally:
            self._is_giving = False


@asynccontextmanager
async def opened(stage: Stage, paper: Paper, on_room: Callable[[], None]) -> AsyncGenerator[Show]:
    """The room is there and everybody is in it; what is said in it is shown as long as the context lasts.

    `on_room` is called once anybody can come in.
    """
    olga = stage.people["Olga"]
    may_pin = {"users": {stage.bot: 50}}
    named = {"room_alias_name": ALIAS[1:].partition(":")[0], "topic": "The neighbours of the park by the river"}
    room_id = await olga.create_room("Riverside", invite=[stage.bot], power_levels=may_pin, extra=named)
    on_room()
    scene = Scene(room_id, stage.bot, paper, Phrases(stage.voice), Pace())
    members = {name: Member(name, stage.people[name], scene) for name in NAMES}
    room = Room(stage.eyes, scene, frozenset(one.user_id for one in stage.people.values()), stage.lengths)
    cast = Cast(**{name.lower(): one for name, one in members.items()})
    show = Show(stage.url, scene, room, cast, square(stage.discord, scene), stage.short_lengths)
    scene.before_each = show.mind_the_time
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(room.watch(), name="demo: eyes")
        try:
            await _come_in(show, members)
            yield show
        finally:
            watching.cancel()


async def _come_in(show: Show, members: dict[str, Member]) -> None:
    """All but the latecomer enter the room; those who like to have a direct message with the bot open one."""
    here = [one for name, one in members.items() if name not in {"Olga", "Lena"}]
    await asyncio.gather(*(one.client.join(show.scene.room) for one in here))
    await show.room.until_bot_is_in()
    openers = [one for name, one in members.items() if name not in FAR_FROM_PRIVATE]
    hellos = await asyncio.gather(*(one.open_private() for one in openers))
    show.scene.pace.scale = scale_for(await _round_trip(openers[-3:]))
    show.paper.deed(f"Olga opens a direct message with the bot, and so do {len(hellos) - 1} others.")
    show.cast.olga.show(hellos[0], "each of them")


async def _round_trip(members: Sequence[Member]) -> float:
    """The median time from typing to reading the answer, in seconds."""
    took: list[float] = []
    for one in members:
        began = time.perf_counter()
        await one.quietly("!help vote", Expect.ANYTHING)
        took.append(time.perf_counter() - began)
    return median(took)
