"""The clock that cannot be trusted: what jumped is noticed, nothing ends by it, and everybody can read of it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from codesign_bot import app
from codesign_bot.config import Config, load_config
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Round, VoteKind
from codesign_bot.errors import PlatformTrouble, StoreTrouble, Unreachable
from codesign_bot.log.leaf import decoded
from codesign_bot.records import Timer
from codesign_bot.service.bot import Bot
from codesign_bot.service.held import HeldEnds
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.looks import REMIND
from codesign_bot.service.trust import ASK_EVERY, LOOK_EVERY, LOOKS, STILL, TELL_EVERY, By, Trust
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM, MemoryPlatform, as_keys
from codesign_bot.testing.world import CHOICES, ROOM, World, open_world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from codesign_bot.ports import Platform
    from codesign_bot.storage import Work

EAST = timezone(timedelta(hours=13))
MINUTE, HOUR, DAY, SECOND = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)


@dataclass
class There:
    """A platform that is only asked for the time. `off`: how far its clock is behind ours; None: it does not tell."""

    clock: ControlledClock
    name: str = "there"
    off: timedelta | None = timedelta(0)
    trouble: PlatformTrouble | None = None
    asked: int = 0
    meanwhile: list[timedelta] = field(default_factory=list[timedelta])
    """Jumps of our clock while it answers."""

    async def time_there(self) -> datetime | None:
        self.asked += 1
        await asyncio.sleep(0)
        if self.meanwhile:
            self.clock.step(self.meanwhile.pop())
        if self.trouble is not None:
            raise self.trouble
        return None if self.off is None else self.clock.now() - self.off


def doors(*there: There) -> tuple[Platform, ...]:
    return cast("tuple[Platform, ...]", there)


@pytest.fixture
def clock() -> ControlledClock:
    return ControlledClock()


@pytest.fixture
def trust(clock: ControlledClock) -> Trust:
    return Trust(clock)


# --- when it is in doubt ---------------------------------------------------------------------------------


def test_a_clock_that_runs_is_believed(clock: ControlledClock, trust: Trust) -> None:
    for _ in range(100):
        clock.advance(HOUR)
        clock.step(SECOND / 2)
        assert not trust.look()
    assert not trust.is_held


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 61 * SECOND, -61 * SECOND, timedelta(days=3000)])
def test_a_clock_that_jumped_is_not_believed_and_is_noticed_once(
    clock: ControlledClock, trust: Trust, jump: timedelta
) -> None:
    clock.step(jump)
    assert trust.look()
    assert trust.is_held
    assert not trust.look()
    assert trust.is_held


async def test_a_start_is_in_doubt_until_the_time_is_confirmed(clock: ControlledClock, trust: Trust) -> None:
    trust.begin(clock.now() - DAY)
    assert trust.is_held
    believed = await trust.ask(doors(There(clock)))
    assert believed is not None
    assert believed.moved is None, "nothing is known to have jumped"
    assert not trust.is_held


async def test_a_start_before_the_last_end_is_a_jump_back(clock: ControlledClock, trust: Trust) -> None:
    trust.begin(clock.now() + 2 * HOUR)
    believed = await trust.ask(doors(There(clock)))
    assert believed is not None
    assert believed.moved == -2 * HOUR


async def test_a_bot_that_was_never_at_work_has_no_last_end(clock: ControlledClock, trust: Trust) -> None:
    trust.begin(None)
    believed = await trust.ask(doors(There(clock)))
    assert believed is not None
    assert believed.moved is None


def test_a_process_that_slept_is_told_apart_from_a_clock_that_jumped(clock: ControlledClock, trust: Trust) -> None:
    assert not trust.beat()
    clock.advance(STILL * SECOND)
    assert not trust.beat()
    clock.advance((STILL + 1) * SECOND)
    assert trust.look()
    assert not trust.look(), "noticed once"
    assert not trust.is_held, "both clocks ran on"


def test_without_a_heart_nobody_sleeps(clock: ControlledClock, trust: Trust) -> None:
    clock.advance(DAY)
    assert not trust.look()


# --- how the doubt ends ----------------------------------------------------------------------------------


async def held(clock: ControlledClock, trust: Trust, jump: timedelta = HOUR) -> None:
    clock.step(jump)
    assert trust.look()


async def test_a_platform_that_tells_the_same_time_ends_it(clock: ControlledClock, trust: Trust) -> None:
    await held(clock, trust)
    believed = await trust.ask(doors(There(clock, off=59 * SECOND)))
    assert believed is not None
    assert (believed.moved, believed.by) == (HOUR, By.PLATFORM)
    assert not trust.is_held
    assert await trust.ask(doors(There(clock))) is None, "there is nothing to ask any more"


async def test_how_far_it_was_off_at_the_most_is_told(clock: ControlledClock, trust: Trust) -> None:
    for jump in (HOUR, -3 * HOUR, 2 * HOUR):
        await held(clock, trust, jump)
    believed = await trust.ask(doors(There(clock)))
    assert believed is not None
    assert believed.moved == -2 * HOUR, "one hour ahead, two hours back, right again"


@pytest.mark.parametrize("off", [HOUR, -HOUR, 61 * SECOND])
async def test_a_platform_that_tells_another_time_keeps_it_up_for_ever(
    clock: ControlledClock, trust: Trust, off: timedelta
) -> None:
    await held(clock, trust)
    there = There(clock, off=off)
    for _ in range(500):
        assert await trust.ask(doors(there, There(clock, "other"))) is None
        clock.advance(30 * SECOND)
    assert trust.is_held
    there.off = timedelta(0)
    assert await trust.ask(doors(there)) is not None


async def test_whoever_told_another_time_is_not_asked_all_the_time(clock: ControlledClock, trust: Trust) -> None:
    await held(clock, trust)
    there = There(clock, off=HOUR)
    for _ in range(40):
        await trust.ask(doors(there))
        clock.advance(SECOND)
    assert there.asked == 40 / ASK_EVERY


async def test_the_operator_is_told_what_to_do_and_rarely(
    clock: ControlledClock, trust: Trust, caplog: pytest.LogCaptureFixture
) -> None:
    await held(clock, trust)
    for _ in range(round(2 * TELL_EVERY / 30)):
        await trust.ask(doors(There(clock, off=HOUR), There(clock, "other", off=-90 * SECOND)))
        clock.advance(30 * SECOND)
    told = [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR]
    assert (
        told
        == ["the clock of this machine is 3600 seconds ahead of that of there: set it right. Until then no step ends."]
        * 2
    )


async def test_a_clock_that_is_behind_is_said_to_be_behind(
    clock: ControlledClock, trust: Trust, caplog: pytest.LogCaptureFixture
) -> None:
    await held(clock, trust)
    await trust.ask(doors(There(clock, off=-HOUR)))
    assert "is 3600 seconds behind that of there: set it right" in caplog.text


async def test_where_no_platform_tells_the_time_three_looks_have_to_agree(clock: ControlledClock, trust: Trust) -> None:
    await held(clock, trust)
    silent = There(clock, off=None)
    looks = 0
    while (believed := await trust.ask(doors(silent))) is None:
        looks += 1
        assert looks < 10
        await trust.ask(doors(silent))  # asked at once again it is no further look
        clock.advance(LOOK_EVERY * SECOND)
    assert looks == LOOKS - 1
    assert (believed.moved, believed.by) == (HOUR, By.LOOKS)


async def test_a_jump_between_the_looks_begins_them_anew(clock: ControlledClock, trust: Trust) -> None:
    await held(clock, trust)
    silent = There(clock, off=None)
    for _ in range(LOOKS - 1):
        assert await trust.ask(doors(silent)) is None
        clock.advance(30 * SECOND)
    clock.step(-HOUR)
    assert await trust.ask(doors(silent)) is None
    assert await trust.ask(doors(silent)) is None
    clock.advance(30 * SECOND)
    assert await trust.ask(doors(silent)) is None
    clock.advance(30 * SECOND)
    assert await trust.ask(doors(silent)) is not None


async def test_a_platform_out_of_reach_confirms_nothing_and_counts_for_nothing(
    clock: ControlledClock, trust: Trust
) -> None:
    await held(clock, trust)
    gone = There(clock, trouble=Unreachable("away"))
    for _ in range(20):
        assert await trust.ask(doors(gone)) is None
        clock.advance(30 * SECOND)
    assert await trust.ask(doors(gone, There(clock, "other"))) is not None


async def test_a_platform_that_never_answers_is_not_waited_for(
    clock: ControlledClock, trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codesign_bot.service.trust.ASK_WITHIN", 0.02)

    class Mute(There):
        async def time_there(self) -> datetime | None:
            await asyncio.Event().wait()
            return None

    await held(clock, trust)
    async with asyncio.timeout(2):
        assert await trust.ask(doors(Mute(clock))) is None
        assert await trust.ask(doors(Mute(clock), There(clock, "other"))) is not None


async def test_a_jump_while_the_platform_answers_is_not_confirmed_by_that_answer(
    clock: ControlledClock, trust: Trust
) -> None:
    await held(clock, trust)
    there = There(clock, meanwhile=[HOUR])
    assert await trust.ask(doors(there)) is None
    assert trust.is_held
    assert await trust.ask(doors(there)) is not None


async def test_the_time_there_may_be_told_in_any_zone(clock: ControlledClock, trust: Trust) -> None:
    class Berlin(There):
        async def time_there(self) -> datetime | None:
            return self.clock.now().astimezone(EAST)

    await held(clock, trust)
    assert clock.now().tzinfo is UTC
    assert await trust.ask(doors(Berlin(clock))) is not None


# --- in a bot --------------------------------------------------------------------------------------------


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as made:
        made.platform.clock = made.clock.now
        made.platform.is_away = False
        yield made


async def looks(world: World) -> None:
    await world.bot.timekeeper.settle_due()
    await world.everything_said()


async def jumps(world: World) -> list[dict[str, object]]:
    """The facts of every entry about the clock."""
    community = world.round.community
    entries = await world.bot.desk.store.entries(community)
    return [dict(decoded(one.leaf).facts) for one in entries if one.kind == "clock-jumped"]


async def test_a_step_does_not_end_by_a_clock_that_went_ahead(world: World) -> None:
    await stories.given(world)
    right = world.clock.now()
    world.platform.clock = lambda: right
    window = world.round.window
    assert window is not None
    world.clock.step(window.closes - world.clock.now() + HOUR)
    for _ in range(10):
        await looks(world)
        world.bot.host.caught_up(PLATFORM)
    world.expect(Phase.IDEAS)
    assert await jumps(world) == [], "it is told once the time is right"


@pytest.mark.parametrize("is_caught_up", [False, True])
async def test_nobody_can_end_it_by_writing_meanwhile(world: World, *, is_caught_up: bool) -> None:
    """What people write is judged by the platform's time, and time is not settled for it."""
    await stories.given(world)
    window = world.round.window
    assert window is not None
    heard = world.person("m7").writes("!idea a swing for everybody")
    world.platform.clock = lambda: heard.sent_at
    world.clock.step(window.closes - world.clock.now() + HOUR)
    if is_caught_up:
        world.bot.host.caught_up(PLATFORM)
    await world.bot.host.receive([heard])
    world.expect(Phase.IDEAS)
    assert len(world.round.ideas) == 7
    await world.person("m6").says("!idea a bench")
    await world.everything_said()
    world.expect(Phase.IDEAS)
    assert "step-waits" in world.person("m6").hears()[-1], "as far as anybody knows it was sent after the end"


async def test_once_it_is_right_again_the_round_goes_on_and_the_log_tells(world: World) -> None:
    await stories.given(world)
    right = world.clock.now()
    window = world.round.window
    assert window is not None
    ahead = window.closes - right + HOUR
    world.platform.clock = lambda: right
    world.clock.step(ahead)
    await looks(world)
    world.clock.step(-ahead)
    world.platform.clock = world.clock.now
    world.clock.advance(timedelta(seconds=30))
    await looks(world)
    assert await jumps(world) == [{"moved_seconds": round(ahead.total_seconds()), "confirmed_by": "platform"}]
    world.bot.host.caught_up(PLATFORM)
    await world.step_ends()
    world.expect(Phase.SORTING)
    await looks(world)
    assert len(await jumps(world)) == 1, "it is told once"


async def test_a_jump_that_cannot_be_stored_is_told_at_the_next_look(world: World) -> None:
    await stories.given(world)
    world.clock.step(2 * HOUR)
    store, apply = world.bot.desk.store, world.bot.desk.store.apply

    async def full(work: Work) -> None:
        raise StoreTrouble("no room")

    store.apply = full  # type: ignore[method-assign] # a full disk for one moment
    with pytest.raises(StoreTrouble):
        await world.bot.timekeeper.settle_due()
    store.apply = apply  # type: ignore[method-assign] # there is room again
    await looks(world)
    await looks(world)
    assert await jumps(world) == [{"moved_seconds": 7200, "confirmed_by": "platform"}]


async def test_a_log_space_is_told_and_no_other(world: World) -> None:
    await stories.given(world)
    await world.person("olga").says("!setup log", ROOM)
    await world.everything_said()
    before = world.room_says()
    world.clock.step(-2 * HOUR)
    await looks(world)
    new = [text for text in world.room_says() if text not in before]
    assert [text for text in new if "log-clock-jumped" in text and "log-clock-back" in text], new


async def test_while_it_is_in_doubt_nobody_is_said_to_be_alive(world: World) -> None:
    await stories.given(world)
    world.platform.clock = None
    await world.bot.timekeeper.note_presence()
    kept = await world.bot.desk.store.kept("host")
    world.clock.step(HOUR)
    await looks(world)
    await world.bot.timekeeper.note_presence()
    assert await world.bot.desk.store.kept("host") == kept


async def test_a_sleep_over_the_end_waits_for_what_was_said_in_it(world: World) -> None:
    """Both clocks ran on: nothing jumped, and still nobody listened."""
    await stories.voting(world)
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes - timedelta(minutes=3))
    world.bot.host.caught_up(PLATFORM)
    world.bot.timekeeper.beat()
    asked_at = world.clock.monotonic()
    world.clock.advance(timedelta(minutes=2))
    votes = [world.person(name).writes("!vote 1:2") for name in stories.MEMBERS[:6]]
    world.clock.advance(timedelta(minutes=5))
    await looks(world)
    world.expect(Phase.VOTING)
    world.bot.host.caught_up(PLATFORM, asked_at)
    await looks(world)
    assert not world.bot.host.presence.is_live(PLATFORM), "what was asked for before the sleep does not count"
    await world.bot.host.receive(votes)
    world.bot.host.caught_up(PLATFORM, world.clock.monotonic())
    await looks(world)
    store = world.bot.desk.store
    assert len([one async for one in store.ballots(world.round.id, VoteKind.VOTE)]) == 6
    assert window != world.round.window, "the end was looked at, and put off"


# --- the whole application -------------------------------------------------------------------------------

CONFIG = """
[store]
path = "bot.db"

[matrix]
homeserver = "http://127.0.0.1:9"
account = "@bot:localhost"
directory = "matrix"
password_file = "secret"
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    secret = tmp_path / "secret"
    secret.write_text("hush")
    secret.chmod(0o600)
    (tmp_path / "config.toml").write_text(CONFIG)
    return load_config(tmp_path / "config.toml", {})


@pytest.mark.parametrize("off", [HOUR, -HOUR])
async def test_a_bot_that_starts_with_a_wrong_clock_ends_nothing(
    tmp_path: Path, config: Config, off: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.given(world)
        window = world.round.window
        assert window is not None
        clock.advance_to(window.closes + timedelta(minutes=1))
    platform = MemoryPlatform(as_keys, clock=lambda: clock.now() - off)
    async with app.running(config, CHOICES, clock, [platform]) as bot, asyncio.timeout(20):
        while "set it right" not in caplog.text:  # noqa: ASYNC110 - nobody says when it was asked
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        (found,) = bot.desk.book.active()
        assert found.phase is Phase.IDEAS
        platform.clock = clock.now
        clock.advance(timedelta(seconds=ASK_EVERY))
        bot.desk.on_timer()
        while (await settled(bot)).window == window:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)


async def settled(bot: Bot) -> Round:
    """The round as it stands."""
    (found,) = bot.desk.book.active()
    loaded = await bot.desk.rounds.load(found.round)
    assert loaded is not None
    return loaded.state


# --- the room is told that its step waits ----------------------------------------------------------------


def told_to_wait(world: World) -> list[str]:
    return [text for text in world.room_says() if "clock-holds-step" in text]


async def wrong_clock(world: World, off: timedelta) -> None:
    """The wall clock is set wrong, and the platform goes on as it did."""
    began, at = world.clock.now(), world.clock.monotonic()
    world.platform.clock = lambda: began + timedelta(seconds=world.clock.monotonic() - at)
    world.clock.step(off)
    await looks(world)


async def passes(world: World, length: timedelta) -> None:
    world.clock.advance(length)
    world.bot.timekeeper.beat()
    await looks(world)
    world.bot.host.caught_up(PLATFORM)


@pytest.mark.parametrize("off", [-3 * DAY, 3 * DAY])
async def test_the_room_is_told_that_its_step_waits_once_its_end_truly_went_by(world: World, off: timedelta) -> None:
    await stories.given(world)
    window = world.round.window
    assert window is not None
    left = window.closes - world.clock.now()
    await wrong_clock(world, off)
    await passes(world, left + 9 * MINUTE)
    assert not told_to_wait(world), "that is not late yet"
    await passes(world, 2 * MINUTE)
    (said,) = told_to_wait(world)
    assert repr(window.closes) in said
    assert "clock-holds-means" in said
    for _ in range(3):
        await passes(world, HOUR)
    assert len(told_to_wait(world)) == 1
    world.expect(Phase.IDEAS)


async def test_however_much_else_is_due_the_room_is_told(world: World) -> None:
    """Nothing that is due goes away while the clock is wrong: what is looked at first must not hide the rest."""
    await stories.given(world)
    window = world.round.window
    assert window is not None
    left, long_ago = window.closes - world.clock.now(), world.clock.now() - DAY
    await wrong_clock(world, 3 * DAY)
    more = [Timer(f"{REMIND}{number}", world.round.id, long_ago) for number in range(500)]
    await world.bot.desk.store.apply(KeepWork(more))
    await passes(world, left + HOUR)
    assert len(told_to_wait(world)) == 1


async def test_a_wrong_clock_that_held_up_nothing_is_not_told_to_the_room(world: World) -> None:
    await stories.given(world)
    await wrong_clock(world, 5 * DAY)
    for _ in range(5):
        await passes(world, HOUR)
    assert world.bot.desk.is_clock_held()
    assert not told_to_wait(world)


async def test_a_doubt_that_the_platform_ends_is_not_told_to_the_room(world: World) -> None:
    await stories.given(world)
    window = world.round.window
    assert window is not None
    world.clock.step(window.closes + DAY - world.clock.now())
    await looks(world)
    assert not told_to_wait(world)


async def test_a_process_that_begins_anew_says_it_in_the_same_message(world: World) -> None:
    await stories.given(world)
    window = world.round.window
    assert window is not None
    left = window.closes - world.clock.now()
    await wrong_clock(world, -DAY)
    await passes(world, left + HOUR)
    anew = HeldEnds(world.bot.desk)
    await anew.tell(window.closes + 2 * HOUR)
    await looks(world)
    assert len(told_to_wait(world)) == 1
