"""The schedule: something that is due is looked at, whatever fails, hangs or jumps."""

from __future__ import annotations

import asyncio
import inspect
import logging
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import apscheduler.schedulers.base
import apscheduler.triggers.interval
import pytest

from codesign_bot.clock import SystemClock
from codesign_bot.schedule import Schedule, alarms
from codesign_bot.testing.clock import ControlledClock

from .conftest import NEVER, SOON, Service, until

HOUR = timedelta(hours=1)


@pytest.fixture
def real() -> Service:
    """A service that goes by the machine's clock."""
    return Service(SystemClock())


# --- looks -----------------------------------------------------------------------------------------------


async def test_opening_looks_at_once_so_that_nothing_overdue_waits(service: Service) -> None:
    overdue = service.clock.now() - 9 * HOUR
    service.waiting.add(overdue)
    async with service.schedule():
        await until(lambda: service.settled == [overdue])


async def test_the_wake_up_comes_when_the_next_thing_is_due(real: Service) -> None:
    due = real.clock.now() + timedelta(milliseconds=150)
    real.waiting.add(due)
    async with real.schedule():
        await until(lambda: real.settled == [due])
        lateness = real.clock.now() - due
        assert timedelta(0) <= lateness < timedelta(seconds=4)
        assert real.looks == 2


async def test_after_one_thing_was_due_the_wake_up_moves_to_the_next(real: Service) -> None:
    first, second = (real.clock.now() + timedelta(milliseconds=ms) for ms in (80, 160))
    real.waiting |= {first, second}
    async with real.schedule():
        await until(lambda: real.settled == [first, second])


async def test_something_that_becomes_due_earlier_moves_the_wake_up(real: Service) -> None:
    real.waiting.add(real.clock.now() + NEVER)
    async with real.schedule() as schedule:
        await until(lambda: real.looks == 1)
        earlier = real.clock.now() + timedelta(milliseconds=50)
        real.waiting.add(earlier)
        schedule.look(earlier)
        await until(lambda: real.settled == [earlier])


async def test_something_later_never_moves_an_earlier_wake_up(real: Service) -> None:
    due = real.clock.now() + timedelta(milliseconds=100)
    real.waiting.add(due)
    async with real.schedule() as schedule:
        await until(lambda: real.looks == 1)
        schedule.look(real.clock.now() + HOUR)
        await until(lambda: real.settled == [due])


async def test_asked_to_look_now_it_looks_now(service: Service) -> None:
    async with service.schedule() as schedule:
        await until(lambda: service.looks == 1)
        schedule.look()
        await until(lambda: service.looks == 2)
        schedule.look(service.clock.now())
        await until(lambda: service.looks == 3)


async def test_a_thousand_changes_of_plan_cost_a_handful_of_looks(real: Service) -> None:
    async with real.schedule() as schedule:
        await until(lambda: real.looks == 1)
        due = real.clock.now() + HOUR
        for minutes in range(1000):
            schedule.look(due - timedelta(seconds=minutes))
        await asyncio.sleep(0.05)
        assert real.looks == 1


async def test_looks_never_overlap(service: Service) -> None:
    at_once = most = 0

    async def slow() -> None:
        nonlocal at_once, most
        service.looks += 1
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.03)
        at_once -= 1

    async with service.schedule(on_due=slow, sweep_every=SOON / 4, heartbeat_every=SOON / 4) as schedule:
        for _ in range(40):
            schedule.look()
            await asyncio.sleep(0.005)
    assert service.looks > 3
    assert most == 1


# --- sweep and housekeeping ------------------------------------------------------------------------------


async def test_the_sweep_looks_although_nothing_is_known_to_be_due(service: Service) -> None:
    async with service.schedule(sweep_every=SOON):
        await until(lambda: service.looks >= 5)


async def test_housekeeping_has_a_pace_of_its_own(service: Service) -> None:
    async with service.schedule(housekeeping_every=SOON):
        await until(lambda: service.cleanings >= 3)
        assert service.looks == 1


async def test_housekeeping_that_hangs_keeps_nobody_from_looking(service: Service) -> None:
    async def hanging() -> None:
        service.cleanings += 1
        await asyncio.sleep(60)

    quick = {"housekeeping_every": SOON, "sweep_every": SOON, "patience": SOON}
    async with service.schedule(housekeeping=hanging, **quick):
        await until(lambda: service.cleanings == 1)
        looks = service.looks
        await until(lambda: service.looks > looks + 3)
        assert service.cleanings == 1


# --- failures --------------------------------------------------------------------------------------------


async def test_a_look_that_fails_is_logged_and_tried_again(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("codesign_bot.schedule._FIRST_PAUSE", SOON)
    tries = 0

    async def failing_twice() -> None:
        nonlocal tries
        tries += 1
        if tries <= 2:
            raise OSError("no store")
        await service.on_due()

    with caplog.at_level(logging.ERROR, "codesign_bot.schedule"):
        async with service.schedule(on_due=failing_twice):
            await until(lambda: service.looks == 1)
    assert [record.getMessage() for record in caplog.records] == [
        f"a look at what is due failed: incident incident-{no}" for no in (1, 2)
    ]


async def test_a_store_that_cannot_say_what_is_next_is_asked_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codesign_bot.schedule._FIRST_PAUSE", SOON)
    asked = 0

    async def failing_once() -> datetime | None:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise OSError("no store")
        return None

    async with service.schedule(next_due=failing_once):
        await until(lambda: asked == 2)


async def test_housekeeping_that_fails_is_done_again(service: Service) -> None:
    async def failing() -> None:
        service.cleanings += 1
        raise OSError("no disk")

    async with service.schedule(housekeeping=failing, housekeeping_every=SOON):
        await until(lambda: service.cleanings >= 3)


async def test_what_stays_due_is_looked_at_less_and_less_often(real: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when closings are held back after a jump: no look may follow the other without a pause."""
    monkeypatch.setattr("codesign_bot.schedule._FIRST_PAUSE", timedelta(milliseconds=20))
    seen: list[float] = []

    async def on_due() -> None:
        seen.append(real.clock.monotonic())

    async def next_due() -> datetime:
        return real.clock.now() - HOUR

    async with real.schedule(on_due=on_due, next_due=next_due):
        await until(lambda: len(seen) == 5)
    pauses = [after - before for before, after in pairwise(seen)]
    assert all(pause >= 0.019 * 2**no for no, pause in enumerate(pauses)), pauses


# --- clocks that jump ------------------------------------------------------------------------------------


async def test_a_jump_is_told_once_and_before_the_next_look(
    service: Service, clock: ControlledClock, caplog: pytest.LogCaptureFixture
) -> None:
    order: list[str] = []

    async def on_due() -> None:
        order.append("look")

    async def on_jump(jump: timedelta) -> None:
        await asyncio.sleep(0.01)
        order.append(f"jump {jump // timedelta(seconds=1)}")

    caplog.set_level(logging.WARNING, "codesign_bot.schedule")
    async with service.schedule(on_due=on_due, on_jump=on_jump, heartbeat_every=SOON) as schedule:
        await until(lambda: order == ["look"])
        clock.step(HOUR)
        schedule.look()
        await until(lambda: len(order) >= 3)
        await asyncio.sleep(0.1)
    assert order[:3] == ["look", "jump 3600", "look"]
    assert [one for one in order if one != "look"] == ["jump 3600"]  # to look once more does no harm
    assert "the wall clock jumped by 3600 seconds" in caplog.text


async def test_a_jump_nobody_could_be_told_of_is_told_again_and_nothing_is_closed_before(
    service: Service, clock: ControlledClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codesign_bot.schedule._FIRST_PAUSE", SOON)
    tries = 0

    async def failing_once(jump: timedelta) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OSError("no store")
        await service.on_jump(jump)

    due = clock.now() + HOUR
    service.waiting.add(due)
    async with service.schedule(on_jump=failing_once, heartbeat_every=SOON):
        await until(lambda: service.looks == 1)
        clock.step(2 * HOUR)
        await until(lambda: tries == 1)
        assert service.settled == []
        await until(lambda: service.settled == [due])
    assert service.jumps == [2 * HOUR]


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
async def test_the_heartbeat_notices_a_jump_while_nothing_is_due(
    service: Service, clock: ControlledClock, jump: timedelta
) -> None:
    async with service.schedule(heartbeat_every=SOON):
        await until(lambda: service.looks == 1)
        clock.step(jump)
        await until(lambda: service.jumps == [jump])


async def test_the_heartbeat_sees_by_the_given_clock_that_something_is_due(
    service: Service, clock: ControlledClock
) -> None:
    due = clock.now() + HOUR
    assert HOUR < NEVER, "otherwise the missing sweep would bring the look"
    service.waiting.add(due)
    async with service.schedule(heartbeat_every=SOON):
        await until(lambda: service.looks == 1)
        clock.advance_to(due)
        await until(lambda: service.settled == [due])
    assert service.jumps == []


class Wall:
    """The machine's wall clock as everybody reads it here: APScheduler, the alarms and the service."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.off_by = timedelta(0)
        wall = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override] # only ever asked for UTC
                return datetime.now(UTC) + wall.off_by

        for module in (apscheduler.schedulers.base, apscheduler.triggers.interval, alarms):
            monkeypatch.setattr(module, "datetime", Moved)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.off_by

    def monotonic(self) -> float:
        return SystemClock().monotonic()


async def test_with_the_clock_set_back_an_hour_the_sweep_alone_stops_and_the_heartbeat_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall = Wall(monkeypatch)
    without, beside = Service(wall), Service(wall)
    sweep = {"sweep_every": SOON}
    async with without.schedule(**sweep), beside.schedule(heartbeat_every=SOON, **sweep):
        await until(lambda: min(without.looks, beside.looks) >= 3)
        wall.off_by = -HOUR
        await asyncio.sleep(0.1)
        stood_at = without.looks
        looks = beside.looks
        await until(lambda: beside.looks >= looks + 5)
        assert without.looks == stood_at, "APScheduler has learnt to survive this: the heartbeat can go"
    assert beside.jumps
    assert abs(beside.jumps[0] + HOUR) < timedelta(seconds=1)


async def test_with_the_clock_set_ahead_a_distant_wake_up_comes_with_the_next_heartbeat(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wall = Wall(monkeypatch)
    service = Service(wall)
    due = wall.now() + HOUR
    service.waiting.add(due)
    async with service.schedule(heartbeat_every=SOON):
        await until(lambda: service.looks == 1)
        wall.off_by = HOUR
        await until(lambda: service.settled == [due])
    assert len(service.jumps) == 1


async def test_a_step_too_small_to_be_a_jump_is_seen_by_everything_that_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """APScheduler sleeps on the other clock and would keep the old hour until it wakes by itself."""
    wall = Wall(monkeypatch)
    service = Service(wall)
    async with service.schedule(heartbeat_every=SOON, housekeeping_every=timedelta(seconds=40)):
        await until(lambda: service.looks == 1)
        assert service.cleanings == 0
        wall.off_by = timedelta(seconds=50)
        await until(lambda: service.cleanings == 1)
    assert service.jumps == []


async def test_housekeeping_resumes_after_the_clock_was_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    wall = Wall(monkeypatch)
    service = Service(wall)
    async with service.schedule(heartbeat_every=SOON, housekeeping_every=SOON):
        await until(lambda: service.cleanings >= 2)
        wall.off_by = -HOUR
        await until(lambda: bool(service.jumps))
        cleanings = service.cleanings
        await until(lambda: service.cleanings >= cleanings + 3)


# --- the end ---------------------------------------------------------------------------------------------


def others() -> set[str]:
    return {task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()}


async def test_closing_leaves_nothing_behind(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "apscheduler")
    before = others()
    async with service.schedule(sweep_every=SOON, heartbeat_every=SOON, housekeeping_every=SOON):
        await until(lambda: service.looks >= 3)
        assert {"schedule: look", "schedule: housekeeping", "schedule: heartbeat"} <= others()
    assert others() == before
    assert "Scheduler has been shut down" in caplog.text
    looks = service.looks
    await asyncio.sleep(0.1)
    assert service.looks == looks


async def test_closing_waits_for_the_look_in_hand(service: Service) -> None:
    is_done = False

    async def slow() -> None:
        nonlocal is_done
        service.looks += 1
        await asyncio.sleep(0.1)
        is_done = True

    async with service.schedule(on_due=slow):
        await until(lambda: service.looks == 1)
    assert is_done


async def test_closing_gives_up_on_a_look_that_hangs(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    async def hanging() -> None:
        service.looks += 1
        await asyncio.sleep(60)

    async with asyncio.timeout(5):
        async with service.schedule(on_due=hanging, patience=SOON):
            await until(lambda: service.looks == 1)
    assert "given up" in caplog.text


async def test_an_error_of_the_body_comes_out_as_it_is(service: Service) -> None:
    with pytest.raises(LookupError):
        async with service.schedule():
            raise LookupError


async def test_a_cancelled_body_closes_the_schedule(service: Service) -> None:
    async def body() -> None:
        async with service.schedule(heartbeat_every=SOON):
            await asyncio.sleep(60)

    before = others()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await body()
    assert service.looks == 1
    assert others() == before


async def test_asking_for_a_look_after_the_end_does_nothing(service: Service) -> None:
    async with service.schedule() as schedule:
        await until(lambda: service.looks == 1)
    schedule.look()
    schedule.look(service.clock.now() + HOUR)
    await asyncio.sleep(0.02)
    assert service.looks == 1


def test_the_shipped_paces_are_those_that_were_measured() -> None:
    """A sweep of 30 s and a heartbeat of at most 15 s notice every jump within half a minute."""
    shipped = {name: one.default for name, one in inspect.signature(Schedule).parameters.items()}
    assert shipped["sweep_every"] == timedelta(seconds=30)
    assert shipped["heartbeat_every"] <= timedelta(seconds=15)
