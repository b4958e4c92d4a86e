"""Zones that were renamed, are gone from this machine, or changed their clocks while a round was on."""

from __future__ import annotations

import struct
import zoneinfo
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, pairwise
from pathlib import Path

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core import zones
from codesign_bot.core.events import PhaseEntered, WindowExtended
from codesign_bot.core.phases import WINDOWED, Phase
from codesign_bot.core.rules import Rules
from codesign_bot.core.state import there
from codesign_bot.core.zone_names import ALIKE
from codesign_bot.core.zones import LAST_RESORT, is_known, stand_in, zone_named
from codesign_bot.testing.build import MEMBERS, ORGANISER, REASON, Life, rules, text

P = Phase
DAY, HOUR, TICK = timedelta(days=1), timedelta(hours=1), timedelta(microseconds=1)
HOME = "Europe/Berlin"


class Machine:
    """A machine of our own: only the zones that were put on it, each with a footer such as "CET-1"."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.put("UTC", "UTC0")

    def put(self, name: str, footer: str) -> None:
        """A zone with these clocks (POSIX TZ string), whatever the real one of that name has."""
        file = self._folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(tzif(footer))
        self.started_again()

    def take(self, name: str) -> None:
        """The zone is gone with the next release."""
        (self._folder / name).unlink()
        self.started_again()

    def started_again(self) -> None:
        """What the process had read is forgotten."""
        zoneinfo.reset_tzpath([self._folder])
        forget()


def forget() -> None:
    zoneinfo.ZoneInfo.clear_cache()
    zones.zone_named.cache_clear()
    zones.stand_in.cache_clear()


def tzif(footer: str) -> bytes:
    """A file of RFC 8536, version 2, without transitions: the footer alone says which time it is."""
    block = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + struct.pack(">lbb", 0, 0, 0) + b"UTC\0"
    return block + block + f"\n{footer}\n".encode()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    monkeypatch.setitem(__import__("sys").modules, "tzdata", None)  # the package that zoneinfo falls back to
    yield Machine(tmp_path)
    zoneinfo.reset_tzpath()
    forget()


def ahead(name: str, at: str = "2026-07-01T12:00") -> timedelta | None:
    return datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone(zone_named(name)).utcoffset()


# --- renamed, or gone ------------------------------------------------------------------------------------


def test_a_zone_that_is_there_is_itself_under_the_name_it_was_chosen_by() -> None:
    for name in ("Europe/Berlin", "Asia/Calcutta", "US/Pacific"):
        assert is_known(name)
        assert zone_named(name).key == name


@pytest.mark.parametrize(
    ("chosen", "there_is", "clocks"),
    [
        ("US/Pacific", "America/Los_Angeles", "PST8PDT,M3.2.0,M11.1.0"),
        ("Asia/Calcutta", "Asia/Kolkata", "IST-5:30"),
        ("Europe/Kiev", "Europe/Kyiv", "EET-2EEST,M3.5.0/3,M10.5.0/4"),
        # And the other way: a store that comes to an older machine.
        ("Europe/Kyiv", "Europe/Kiev", "EET-2EEST,M3.5.0/3,M10.5.0/4"),
        ("America/Nuuk", "America/Godthab", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"),
    ],
)
def test_a_zone_that_is_gone_goes_on_under_another_name_of_its_place(
    machine: Machine, chosen: str, there_is: str, clocks: str
) -> None:
    machine.put(chosen, clocks)
    before = ahead(chosen)
    assert before
    machine.take(chosen)
    machine.put(there_is, clocks)
    assert not is_known(chosen)
    assert stand_in(chosen) == there_is
    assert zone_named(chosen).key == there_is
    assert ahead(chosen) == before


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "a\x00b", "Europe", "Pacific"])
def test_a_zone_that_nobody_knows_is_utc(name: str) -> None:
    assert not is_known(name)
    assert stand_in(name) == LAST_RESORT
    assert zone_named(name).key == "UTC"


def test_a_zone_that_goes_while_the_bot_is_at_work_is_known_until_it_starts_again(
    machine: Machine, tmp_path: Path
) -> None:
    machine.put(HOME, "CET-1")
    assert ahead(HOME) == HOUR
    (tmp_path / HOME).unlink()
    zoneinfo.ZoneInfo.clear_cache()
    assert ahead(HOME) == HOUR
    machine.started_again()
    assert zone_named(HOME).key == "UTC"


def test_a_file_that_is_no_zone_is_a_zone_that_is_not_there(machine: Machine, tmp_path: Path) -> None:
    machine.put(HOME, "CET-1")
    (tmp_path / HOME).write_bytes(b"TZif2 cut off")
    machine.started_again()
    assert zone_named(HOME).key == "UTC"


def test_every_name_stands_once_among_those_that_are_alike() -> None:
    names = [line.split() for line in ALIKE.splitlines()]
    assert len(names) > 90
    assert all(len(alike) > 1 for alike in names)
    every = list(chain.from_iterable(names))
    assert len(every) == len(set(every))


def test_names_that_are_alike_here_tell_the_same_time_on_this_machine() -> None:
    known = zoneinfo.available_timezones()
    compared = 0
    for line in ALIKE.splitlines():
        for one, other in pairwise([name for name in line.split() if name in known]):
            hours = [datetime(2024, 1, 1, tzinfo=UTC) + n * 30 * DAY for n in range(36)]
            same = [
                at.astimezone(zone_named(one)).utcoffset() == at.astimezone(zone_named(other)).utcoffset()
                for at in hours
            ]
            assert all(same), (one, other)
            compared += 1
    assert compared > 20


# --- a round that is on ----------------------------------------------------------------------------------

WINTER = "CET-1"
CHANGES = {"three hours ahead": "<+03>-3", "behind": "<-01>1", "with a summer time": "CET-1CEST,M3.5.0,M10.5.0/3"}


def in_framing() -> Life:
    life = Life(replace(rules(), zone=HOME)).to(P.FRAMING)
    life.do("ada", c.WordQuestion(text("How might we see better?")))
    life.everyone(c.StateProblem(text()), people=MEMBERS)
    return life


@pytest.mark.parametrize("clocks", CHANGES.values(), ids=list(CHANGES))
def test_what_was_announced_is_an_instant_and_stands_when_the_clocks_of_a_zone_are_changed(
    machine: Machine, clocks: str
) -> None:
    machine.put(HOME, WINTER)
    life = in_framing()
    announced = there(life.state.window)
    machine.put(HOME, clocks)
    assert there(life.state.window) == announced
    life.wait_until(announced.closes - TICK)
    assert life.is_in(P.FRAMING), "not a tick earlier"
    (entered,) = [event for event in life.wait_until(announced.closes) if isinstance(event, PhaseEntered)]
    assert entered.at == announced.closes, "and not later"


@pytest.mark.parametrize("clocks", CHANGES.values(), ids=list(CHANGES))
def test_what_is_announced_from_then_on_goes_by_the_new_clocks_and_never_earlier(machine: Machine, clocks: str) -> None:
    machine.put(HOME, WINTER)
    life = in_framing()
    announced = there(life.state.window)
    machine.put(HOME, clocks)
    life.do(ORGANISER, c.GiveTime(HOUR, REASON))
    longer = there(life.state.window)
    assert longer.closes >= announced.closes + HOUR
    assert 8 <= longer.closes.astimezone(life.rules.tz).hour < 22
    life.end_step()
    following = there(life.state.window)
    assert following.length >= 24 * HOUR
    assert 8 <= following.closes.astimezone(life.rules.tz).hour < 22


def test_a_round_whose_zone_is_gone_goes_on_to_its_end(machine: Machine) -> None:
    machine.put(HOME, WINTER)
    life = in_framing()
    announced = there(life.state.window)
    machine.take(HOME)
    life.wait_until(announced.closes - TICK)
    assert life.is_in(P.FRAMING)
    life.wait_until(announced.closes)
    assert life.is_in(P.CONFIRMING)
    life.wait(days=400)
    assert life.is_in(P.OUTCOME)
    for event in life.events:
        if isinstance(event, WindowExtended):
            assert event.closes >= event.before
    assert {event.phase for event in life.events if isinstance(event, PhaseEntered)} >= {*WINDOWED} - {
        P.VOTING,
        P.RUNOFF,
        P.COOLING_OFF,
        P.FEEDBACK,
    }


def test_a_day_that_was_promised_ends_when_it_ends_on_the_clocks_of_that_day(machine: Machine) -> None:
    """A day is no instant: it was promised as a day, and it is over at midnight where the round is at home."""
    machine.put(HOME, WINTER)
    frozen = Rules(rules().template, HOME)
    midnight = datetime(2026, 6, 2, tzinfo=frozen.tz)
    assert midnight.astimezone(UTC) == datetime(2026, 6, 1, 23, tzinfo=UTC)
    machine.put(HOME, "<+03>-3")
    moved = datetime(2026, 6, 2, tzinfo=frozen.tz)
    assert moved.astimezone(UTC) == datetime(2026, 6, 1, 21, tzinfo=UTC)
    assert moved.date() == midnight.date() == date(2026, 6, 2)
