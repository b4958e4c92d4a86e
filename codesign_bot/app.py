"""The composition root: the only place with the real clock, real secrets and real platforms."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.metadata import entry_points
from pathlib import Path

from codesign_bot.almanac import almanac
from codesign_bot.catalogue import load_templates, template_folders
from codesign_bot.chance import SystemChance
from codesign_bot.clock import SystemClock
from codesign_bot.config import Config
from codesign_bot.core.ids import CommunityId
from codesign_bot.errors import Busy, ConfigError, PlatformTrouble, StoreTrouble, Unreachable, worst
from codesign_bot.event_list import HasEventList
from codesign_bot.log.keys import key_at, next_key, put_in_place
from codesign_bot.log.note import SignerKey
from codesign_bot.messages import all_voices
from codesign_bot.phrasing import phrase
from codesign_bot.ports import Clock, Host, Platform, Reading, Voice
from codesign_bot.publishing.site import publish, renew
from codesign_bot.records import Account, Place
from codesign_bot.schedule import Schedule
from codesign_bot.service.bot import Bot, Choices, assemble
from codesign_bot.service.desk import Defaults, Desk, Publish, Renew
from codesign_bot.service.new_key import introduce
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.store.sqlite import reading as reading_store
from codesign_bot.view import Finding

log = logging.getLogger(__name__)

PLATFORMS = "codesign_bot.platforms"
ALIVE_EVERY = timedelta(minutes=1)
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
WAIT_FOR_PAGES = 20.0
"""Seconds that a thread which writes pages waits for another one."""


def open_platforms(config: Config, clock: Clock) -> list[Platform]:
    """The platforms that are configured, each opened by its own package: None from one that is not."""
    opened: list[Platform | None] = [point.load()(config, clock) for point in entry_points(group=PLATFORMS)]
    found = [platform for platform in opened if platform is not None]
    if not found:
        raise ConfigError("no platform is installed: install codesign-bot whole")
    return found


def choices(config: Config) -> Choices:
    """Templates and texts, read and checked before anything begins. Raises `ConfigError` or `PromptError`."""
    templates = load_templates(template_folders(config.templates.directory))
    voices = all_voices(config.prompts.directory)
    chosen = config.defaults
    if chosen.template not in templates:
        raise ConfigError(f"defaults.template: there is no template called {chosen.template}")
    if chosen.language not in voices:
        raise ConfigError(f"defaults.language: there are no texts in {chosen.language}")
    operators = [Account("matrix", name) for name in (config.matrix.organisers if config.matrix else ())]
    operators += [Account("discord", number) for number in (config.discord.organisers if config.discord else ())]
    return Choices(
        templates,
        voices,
        Defaults(chosen.zone, chosen.language, chosen.template, config.log.origin),
        operators=operators,
        retention=config.retention,
        almanac=almanac(),
    )


def witness_of(config: Config) -> Path:
    """Beside the key: what was signed last, outside of the store and of its backups."""
    return config.log.key_file.with_name("log-witness.json")


def log_key(config: Config) -> SignerKey:
    """The key that signs the decision logs, made if this is the first start. Raises `ConfigError`."""
    return key_at(config.log.key_file, config.log.origin, config.store.path, SystemChance().salt)


def publisher(config: Config, chosen: Choices) -> Publish | None:
    """What writes the pages of a community, as `codesign-bot publish` does, into a folder of its own in that one."""
    folder = config.log.publish
    if folder is None:
        return None

    def write(community: CommunityId, at: datetime) -> int:
        with one_at_a_time():
            voice = _voices(chosen)
            return publish(config.store.path, folder / community, community, at, voice, key=chosen.key).pages

    return write


def keeper_of_dates(config: Config, chosen: Choices) -> Renew | None:
    """What keeps the dates among those pages up to date, in the same folders."""
    folder = config.log.publish
    if folder is None:
        return None

    def keep(community: CommunityId, at: datetime) -> bool:
        with one_at_a_time():
            return renew(config.store.path, folder / community, community, at, _voices(chosen))

    return keep


_WRITING = threading.Lock()
"""Held by whichever thread of this process writes pages: those of all communities lie beside each other."""


@contextmanager
def one_at_a_time() -> Generator[None]:
    """Wait for another thread a while. Raises `Busy`."""
    if not _WRITING.acquire(timeout=WAIT_FOR_PAGES):
        raise Busy("the pages of a community are still being written")
    try:
        yield
    finally:
        _WRITING.release()


def _voices(chosen: Choices) -> Callable[[str], Voice]:
    def voice(language: str) -> Voice:
        return chosen.voices.get(language) or chosen.voices[chosen.defaults.language]

    return voice


async def change_key(config: Config, old: SignerKey) -> SignerKey:
    """Have a new key take the place of the old one in every log, and return it. The bot must be stopped.

    Where it was broken off, call it again. Raises `ConfigError`, also where the bot is at work, and `StoreTrouble`.
    """
    path, chance = config.log.key_file, SystemChance()
    if not await asyncio.to_thread(config.store.path.is_file):
        raise ConfigError(f"store.path: there is no database at {config.store.path} yet")
    async with SqliteStore.open(config.store.path) as store:
        desk = Desk(store, SystemClock(), chance, {}, Defaults(origin=config.log.origin))
        await desk.open()
        new = await asyncio.to_thread(next_key, path, config.log.origin, config.store.path, chance.salt)
        await introduce(desk, old, new, witness_of(config))
        await asyncio.to_thread(put_in_place, path)
    return new


@asynccontextmanager
async def running(config: Config, chosen: Choices, clock: Clock, platforms: Sequence[Platform]) -> AsyncGenerator[Bot]:
    """The whole bot at work, until the context is left; then it stops cleanly, with everything stored.

    The logs are looked for in the spaces before anything is taken in or said. A platform that fails for good ends the
    context with its trouble, and a log that is behind what the spaces hold with `Behind`.
    """
    async with SqliteStore.open(config.store.path) as store:
        bot = await assemble(store, clock, SystemChance(), platforms, chosen)
        schedule = Schedule(
            clock,
            next_due=bot.timekeeper.next_due,
            on_due=bot.timekeeper.settle_due,
            new_incident=bot.desk.chance.code,
            housekeeping=bot.housekeeper.keep_house,
            on_jump=bot.timekeeper.clock_jumped,
            on_beat=bot.timekeeper.beat,
            housekeeping_every=ALIVE_EVERY,
        )
        bot.timekeeper.begin()
        bot.lookout.arm()
        async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(supervised(platform, bot.host, clock), name=platform.name) for platform in platforms
            ]
            tasks.append(group.create_task(bot.lookout.watch(), name="lookout"))
            has_begun = False
            try:
                await bot.lookout.begin()
                has_begun = True
                await stack.enter_async_context(schedule)
                bot.desk.on_timer = schedule.look
                schedule.look()
                tasks += [
                    group.create_task(delivery.run(), name=f"{name}: outbox")
                    for name, delivery in bot.deliveries.items()
                ]
                tasks.append(group.create_task(bot.event_lists.run(), name="event lists"))
                yield bot
            finally:
                for task in tasks:
                    task.cancel()
                if has_begun:
                    await bot.timekeeper.note_presence()


async def supervised(platform: Platform, host: Host, clock: Clock) -> None:
    """Keep a platform connected. What time may heal is tried again, ever more slowly; the rest ends the bot."""
    pause = FIRST_PAUSE
    while True:
        began, asked_for = clock.monotonic(), 0.0
        try:
            await platform.run(host)
        except* Unreachable as group:
            trouble = worst(group)
            asked_for = (trouble.retry_after if isinstance(trouble, Unreachable) else None) or 0.0
            log.warning("%s is unreachable: %s", platform.name, trouble, extra={"action": "unreachable"})
        host.lost_touch(platform.name)
        if clock.monotonic() - began > LONGEST_PAUSE:
            pause = FIRST_PAUSE
        await asyncio.sleep(max(pause, asked_for))
        pause = min(pause * 2, LONGEST_PAUSE)


def spare_the_collector() -> None:
    """What was read at the start lives as long as the process: the garbage collector need not walk through it again.

    It also runs less often than by default (10,000 new objects instead of 700): in a storm of ballots it takes a
    tenth of the time otherwise, and finds nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


async def run(config: Config) -> None:
    """Run until SIGTERM or SIGINT. Raises `ConfigError`, `PromptError`, `StoreTrouble` or `PlatformTrouble`."""
    clock = SystemClock()
    chosen = replace(choices(config), key=log_key(config), witness=witness_of(config))
    chosen = replace(chosen, publish=publisher(config, chosen), renew=keeper_of_dates(config, chosen))
    platforms = open_platforms(config, clock)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        async with running(config, chosen, clock, platforms):
            spare_the_collector()
            log.info("the bot is at work", extra={"action": "started"})
            await stop.wait()
    except* PlatformTrouble as group:
        raise worst(group) from None
    log.info("the bot has stopped", extra={"action": "stopped"})


async def doctor(config: Config) -> int:
    """Try what the bot needs on each platform and print it. Returns 0 where all is well, else 1."""
    clock = SystemClock()
    chosen = choices(config)
    voice = chosen.voices[chosen.defaults.language]
    is_well = True
    for platform in open_platforms(config, clock):
        reading = Reading(voice, {}, clock.now())
        findings = [*await platform.examine()]
        if isinstance(platform, HasEventList):
            findings += await platform.event_list.examine(await _event_lists_wished(config.store.path, platform.name))
        for finding in findings:
            is_well = is_well and finding.is_well
            mark = voice.words(_mark(finding), {})
            sys.stdout.write(f"{platform.name}: {mark} {phrase(finding.said, reading, str)}\n")
    return 0 if is_well else 1


async def _event_lists_wished(store: Path, platform: str) -> list[Place]:
    """The spaces on a platform whose members wish to see dates as events; none where the store cannot tell."""
    if not await asyncio.to_thread(store.is_file):
        return []
    try:
        async with reading_store(store) as reader:
            wished = {one.id for one in await reader.communities() if one.has_event_list}
            spaces = await reader.spaces()
    except (ConfigError, StoreTrouble):
        return []
    mine = (one for one in spaces if one.community in wished and not one.is_log)
    return [one.place for one in mine if one.place.platform == platform]


def _mark(finding: Finding) -> str:
    if finding.is_note:
        return "doctor-note"
    return "doctor-well" if finding.is_well else "doctor-mend"
