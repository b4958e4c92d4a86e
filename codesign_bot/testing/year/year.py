"""One year by one seed: villages, two platforms, weather, and process after process of the real bot on one store."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import zipfile
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, cast
from unittest.mock import patch

from codesign_bot import app
from codesign_bot.config import Config, LogConfig, StoreConfig
from codesign_bot.core.ids import CommunityId
from codesign_bot.errors import Full, StoreTrouble
from codesign_bot.log.hand_out import HandOut
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Verdict
from codesign_bot.records import Place
from codesign_bot.schedule import Schedule
from codesign_bot.service import delivery, lookout, trust
from codesign_bot.service.bot import Choices
from codesign_bot.testing.world import CHOICES, LOG_KEY
from codesign_bot.testing.year.chance import SeededChance
from codesign_bot.testing.year.cut_off import BOT
from codesign_bot.testing.year.folk import Village, Villager
from codesign_bot.testing.year.hearsay import Told
from codesign_bot.testing.year.loop import VirtualLoop, lives, one_clock
from codesign_bot.testing.year.model import Model
from codesign_bot.testing.year.reckoning import PATIENCE, Entries, reckon
from codesign_bot.testing.year.shelf import Shelf
from codesign_bot.testing.year.square import Door, Square
from codesign_bot.testing.year.timeline import Timeline
from codesign_bot.testing.year.weather import EVERY, Fault, Weather

PLATFORMS = ("plaza", "yard")
"""One tells what happens one after the other, the other several things at once."""
SWEEP_EVERY, BEATS_EVERY = timedelta(hours=1), timedelta(minutes=30)
"""A year has half a million minutes in which nothing happens."""
QUIET_END = PATIENCE + timedelta(days=1)
log = logging.getLogger("codesign_bot")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a year is made of."""

    villages: int = 4
    members: int = 9
    length: timedelta = timedelta(days=365)
    templates: Sequence[str] = (
        "quick",
        "community",
        "retrospective",
        "participatory-budget",
        "consent-on-text",
        "slow",
        "practice",
        "choose-representative",
    )
    gap: timedelta = timedelta(days=2)
    every: Mapping[Fault, timedelta] = field(default_factory=lambda: dict(EVERY))


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a year. `digest` is the same for the same seed and the same program."""

    seed: int
    rounds: int
    over: int
    turns: int
    messages: int
    said: int
    passed: int
    """Requests that passed."""
    processes: int
    faults: Counter[Fault]
    broken: tuple[str, ...]
    digest: str


@dataclass(slots=True)
class Year:
    """Lives once. The store is a file in `folder`."""

    seed: int
    folder: Path
    plan: Plan = field(default_factory=Plan)
    timeline: Timeline = field(default_factory=Timeline)
    weather: Weather = field(init=False)
    squares: tuple[Square, ...] = field(init=False)
    villages: list[Village] = field(init=False)
    model: Model = field(init=False)
    shelf: Shelf = field(init=False)
    chance: SeededChance = field(init=False)
    turns: int = 0
    processes: int = 0
    heard: int = 0
    _digest: Any = field(default_factory=sha256)
    _incidents: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.weather = Weather(self.timeline, self._dice("weather"), dict(self.plan.every))
        self.squares = tuple(Square(name, self.timeline, self.weather) for name in PLATFORMS)
        self.weather.platforms = [square.trouble for square in self.squares]
        self.chance = SeededChance(self._dice("chance"))
        self.shelf = Shelf(self.folder / "bot.db", self.weather.awaits)
        self.weather.fills = lambda is_full: self.shelf.fill(is_full=is_full)
        homes: dict[str, str] = {}
        self.model = Model(homes)
        self.villages = [self._village(number) for number in range(self.plan.villages)]
        for village in self.villages:
            homes |= {place.id: village.name for place in village.spaces}
            homes |= {one.private.id: village.name for one in village.everybody}
        for square in self.squares:
            square.trouble.spaces = [
                place.id for one in self.villages for place in one.spaces if place.platform == square.name
            ]
            square.ears.append(self._hears)
            square.trouble.tells = partial(self._reaches, square.name)

    def _dice(self, what: str) -> Random:
        return Random(f"{self.seed}/{what}")  # noqa: S311 - it decides what happens in a test

    def _village(self, number: int) -> Village:
        dice = self._dice(f"village {number}")
        first, second = self.squares if number % 2 else self.squares[::-1]
        spaces = [Place(first.name, f"v{number}-{first.name}")]
        if dice.random() < 0.6:
            spaces.append(Place(second.name, f"v{number}-{second.name}"))

        def there(place: Place) -> Square:
            return next(one for one in self.squares if one.name == place.platform)

        olga = Villager(f"olga{number}", there(spaces[0]), spaces[0], is_organiser=True)
        members: list[Villager] = []
        for one in range(self.plan.members):
            space = spaces[one % len(spaces)]
            villager = Villager(f"m{number}n{one}", there(space), space)
            villager.is_clumsy, villager.cheats = one % 3 == 1, one % 4 == 2
            members.append(villager)
        return Village(f"V{number}", dice, self.model, spaces, olga, members, self.plan.templates, self.plan.gap)

    def _reaches(self, what: str, is_out: bool) -> None:  # noqa: FBT001 - as weather tells it
        """The bot or a platform is away from now on, or there again."""
        change = self.model.cut_off.goes if is_out else self.model.cut_off.comes
        change(what, self.timeline.true())

    def _hears(self, told: Told) -> None:
        self.heard += 1
        self._digest.update(repr((told.at, told.place, told.key, told.facts)).encode())
        self.model.told(told)
        home = self.model.homes.get(told.place[1])
        for village in self.villages:
            if village.name == home:
                village.hears(told)

    # --- the year -----------------------------------------------------------------------------------------

    def lives(self) -> Summary:
        """From the first day to the last, and then until all is well again."""
        for village in self.villages:
            village.begins()
        self.weather.gathers()
        self.timeline.after(self.plan.length, self._clears)
        end_s = (self.plan.length + QUIET_END).total_seconds()
        with one_clock(self.timeline), self._composed(), self._watched():
            while self.timeline.elapsed_s < end_s:
                self._process(end_s)
                self.shelf.drop()
                self.timeline.passes_to(self._back_at())
            self._reckons()
        return Summary(
            self.seed,
            len(self.model.topics),
            sum(one.is_over for one in self.model.topics.values()),
            self.turns,
            len(self.model.asked),
            self.heard,
            sum(one.passed for one in self.model.topics.values()),
            self.processes,
            self.weather.seen,
            tuple(self.model.broken),
            self._digest.hexdigest(),
        )

    def _back_at(self) -> float:
        """When the next process begins. None stays away for longer than the year has faults."""
        back, last = self.timeline.elapsed_s + self.weather.away_s, self.plan.length.total_seconds() + 60
        return back if self.timeline.elapsed_s > last else min(back, last)

    def _clears(self) -> None:
        """The last fault is over, and nobody begins anything new; but everybody says one more word."""
        self.weather.clears()
        for village in self.villages:
            village.is_over = True
            for one in village.everybody:
                village.says(one, "!now")

    def _process(self, end_s: float) -> None:
        """One process, until it dies, is stopped, or the year is over."""
        loop = VirtualLoop(self.timeline)
        doors = [Door(square, self.weather, is_in_turn=place == 0) for place, square in enumerate(self.squares)]
        stop: list[asyncio.Event] = []
        self.processes += 1
        self._reaches(BOT, False)
        self.weather.away_s = 10.0
        self.weather.kills = partial(setattr, loop, "dies_in")
        self.weather.stops = lambda: _rings(loop, stop)

        async def works() -> None:
            stop.append(asyncio.Event())
            async with app.running(self._config(), self._choices(), self.timeline, doors):
                with suppress(TimeoutError):
                    async with asyncio.timeout(max(0.0, end_s - self.timeline.elapsed_s)):
                        await stop[0].wait()

        try:
            lives(loop, works)
        except (StoreTrouble, ExceptionGroup) as trouble:
            if not all(isinstance(one, Full) for one in _leaves(trouble)):  # then it starts once there is room
                raise
        finally:
            self._reaches(BOT, True)
            self.turns += loop.turns
            self.weather.kills = self.weather.stops = None
            for square in self.squares:
                square.ring = None

    def _config(self) -> Config:
        return Config(StoreConfig(self.shelf.path), None, log=LogConfig(key_file=self.folder / "log-key"))

    def _choices(self) -> Choices:
        return replace(CHOICES, witness=self.folder / "log-witness.json")

    @contextmanager
    def _composed(self) -> Generator[None]:
        """The real composition root, but for threads, the machine's chance, and minutes in which nothing is."""
        with ExitStack() as stack:
            stack.enter_context(patch.object(app, "SqliteStore", self.shelf))
            stack.enter_context(patch.object(app, "SystemChance", lambda: self.chance))
            stack.enter_context(
                patch.object(app, "Schedule", partial(Schedule, sweep_every=SWEEP_EVERY, heartbeat_every=BEATS_EVERY))
            )
            stack.enter_context(patch.object(app, "ALIVE_EVERY", timedelta(hours=1)))
            stack.enter_context(patch.object(delivery, "LONGEST_WAIT", timedelta(minutes=30)))
            stack.enter_context(patch.object(lookout, "PAUSE", 60.0))
            stack.enter_context(patch.object(trust, "STILL", 6 * BEATS_EVERY.total_seconds()))
            yield

    @contextmanager
    def _watched(self) -> Generator[None]:
        """An incident is a promise broken: it says that the fault is ours."""
        ear, level = _Ear(self._log_says), log.level
        log.addHandler(ear)
        try:
            yield
        finally:
            log.removeHandler(ear)
            log.setLevel(level)

    def _log_says(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        is_known = error is not None and all(isinstance(one, StoreTrouble) for one in _leaves(error))
        is_right = bool(self.timeline.offset) and getattr(record, "action", "") == "clock"
        if not is_known and not is_right:
            self.model.breaks(self.timeline.true(), f"the bot logs {record.getMessage()!r}: {error!r}")

    # --- the end ------------------------------------------------------------------------------------------

    def _reckons(self) -> None:
        end = self.timeline.true()
        words = [row[0] for row in self.shelf.asked("SELECT words FROM words WHERE words IS NOT NULL")]
        logs = lives(VirtualLoop(self.timeline), self._logs)
        reckon(self.model, end, words, logs or {})
        for row in self.shelf.asked("SELECT key, state FROM outbox WHERE state <> 1"):
            self.model.breaks(end, f"{row[0]} waits in the outbox for ever ({row[1]})")
        # The last process ends some seconds before the year does: what is due in them is nobody's.
        now = int((self.timeline.true() - timedelta(minutes=1)).timestamp() * 1_000_000)
        for row in self.shelf.asked("SELECT round FROM timer WHERE due <= ?", now):
            self.model.breaks(end, f"the round {row[0]} was due and nobody settled it")

    async def _logs(self) -> dict[str, Entries]:
        found: dict[str, Entries] = {}
        async with self.shelf.open(self.shelf.path) as store:
            for community in await store.communities():
                target = io.BytesIO()
                voice = CHOICES.voices["en"]
                await HandOut(store, CommunityId(community.id), LOG_KEY, self.timeline.now(), voice).write(target)
                target.seek(0)
                found[community.name] = self._verified(community.name, target)
        self.shelf.drop()
        return found

    def _verified(self, home: str, target: io.BytesIO) -> Entries:
        path = self.folder / f"log-{home}.zip"
        path.write_bytes(target.getvalue())
        verdict = check(path, Asked())
        if verdict.verdict is not Verdict.INTACT:
            self.model.breaks(self.timeline.true(), f"the log of {home} is {verdict.verdict}")
        lines = zipfile.ZipFile(target).read("log.jsonl").splitlines()
        return [json.loads(line) for line in lines]


def _rings(loop: VirtualLoop, bells: Sequence[asyncio.Event]) -> None:
    for bell in bells:
        loop.call_soon(bell.set)


def _leaves(error: BaseException) -> Iterator[BaseException]:
    """What went wrong, without the groups around it."""
    if not isinstance(error, BaseExceptionGroup):
        yield error
        return
    group = cast("BaseExceptionGroup[BaseException]", error)
    for one in group.exceptions:
        yield from _leaves(one)


class _Ear(logging.Handler):
    """Hears what an operator would be told of."""

    def __init__(self, hears: Callable[[logging.LogRecord], None]) -> None:
        super().__init__(logging.ERROR)
        self._hears = hears

    def emit(self, record: logging.LogRecord) -> None:
        self._hears(record)
