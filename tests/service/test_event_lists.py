"""The wish on either platform, and how the lists are kept: by whom, when, and what is told where one refuses."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from codesign_bot.core.state import there
from codesign_bot.core.windows import Window
from codesign_bot.errors import Full, Gone, NotAllowed, PlatformTrouble, StoreTrouble, Unreachable
from codesign_bot.event_list import HasEventList, ListFull, Standing, shown_at
from codesign_bot.ports import Reading
from codesign_bot.records import Place, Space, TakenOut
from codesign_bot.service import event_lists
from codesign_bot.service.event_lists import lacking
from codesign_bot.service.one_event_list import EVENTS
from codesign_bot.testing import stories
from codesign_bot.testing.memory import PLATFORM, MemoryPlatform
from codesign_bot.testing.works import Change
from codesign_bot.testing.world import ROOM, World, open_world
from codesign_bot.view import Finding
from codesign_bot.views.event_list import Date

from .conftest import as_text

HOUR = timedelta(hours=1)
YARD = Place(PLATFORM, "yard of the room")


@dataclass
class Lists:
    """Lists of events in memory: where a space is, what stands there, and what goes wrong from now on."""

    events: dict[str, Standing] = field(default_factory=dict[str, Standing])
    homes: dict[str, str] = field(default_factory=lambda: {ROOM.id: "town"})
    missing: tuple[str, ...] = ()
    troubles: list[Exception] = field(default_factory=list[Exception])
    """What the next requests meet, one each."""
    asked: list[str] = field(default_factory=list[str])
    names: dict[str, Date] = field(default_factory=dict[str, Date])
    is_away: bool = False

    def where(self, place: Place) -> str:
        if self.is_away:
            raise Unreachable("away", 1.0)
        if place.id not in self.homes:
            raise Gone("not in there")
        return self.homes[place.id]

    def lacks(self, place: Place) -> tuple[str, ...]:
        self.where(place)
        return self.missing

    async def standing(self, where: str) -> Sequence[Standing]:
        self._meet("standing")
        return [one for one in self.events.values() if one.event.startswith(f"{where}/")]

    def digest(self, place: Place, date: Date, reading: Reading) -> str:
        return f"{place.id} {date.at} {date.name} {reading.voice.language}"

    async def add(self, where: str, place: Place, date: Date, reading: Reading) -> str:
        assert reading
        self._meet("add")
        event = f"{where}/{len(self.asked)}"
        self.events[event] = Standing(event, shown_at(date.at), place.id)
        self.names[event] = date
        return event

    async def change(self, where: str, event: str, place: Place, date: Date, reading: Reading) -> None:
        assert reading
        assert event.startswith(where)
        self._meet("change")
        if event not in self.events:
            raise Gone("taken away")
        self.events[event] = Standing(event, shown_at(date.at), place.id)
        self.names[event] = date

    async def remove(self, where: str, event: str) -> None:
        assert event.startswith(where)
        self._meet("remove")
        self.events.pop(event, None)

    async def examine(self, places: Sequence[Place]) -> Sequence[Finding]:
        raise AssertionError(f"nobody examines {places} here")

    def _meet(self, what: str) -> None:
        self.asked.append(what)
        if self.troubles:
            raise self.troubles.pop(0)

    @property
    def ends(self) -> list[datetime]:
        return sorted(one.at for one in self.events.values())


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[World]:
    """A round is on; the platform has such lists, and the bot may change them."""
    async with open_world(tmp_path, render=as_text) as world:
        await stories.given(world)
        world.bot.desk.event_lists = {PLATFORM: Lists()}
        yield world


def lists(world: World) -> Lists:
    found = world.bot.desk.event_lists[PLATFORM]
    assert isinstance(found, Lists)
    return found


async def wishes(world: World, word: str = "on") -> str:
    """An organiser says it. Returns the answer."""
    olga = world.person("olga")
    await olga.says(f"!setup events {word}", ROOM)
    await world.everything_said()
    return olga.hears()[-1]


async def looks(world: World) -> None:
    await world.bot.event_lists.keep()
    await world.everything_said()


def end_of(world: World) -> datetime:
    return shown_at(there(world.round.window).closes)


async def more_time(world: World) -> None:
    await world.all_say(stories.MEMBERS[:3], "!time more")
    await world.everything_said()


# --- the wish ---------------------------------------------------------------------------------------------


async def test_it_is_off_until_somebody_wishes_it_and_all_are_told(home: World) -> None:
    assert not home.bot.desk.book.communities[home.round.community].has_event_list
    assert "I ring nobody with it." in await wishes(home)
    assert home.bot.desk.book.communities[home.round.community].has_event_list
    assert any("olga had the dates of rounds put into the list of events" in one for one in home.room_says())
    assert "I take the dates of your rounds out of the list of events." in await wishes(home, "OFF")
    assert any("olga had the dates of rounds taken out of the list of events" in one for one in home.room_says())
    entries = await home.bot.desk.store.entries(home.round.community)
    facts = [json.loads(one.leaf)["facts"] for one in entries if one.kind == "event-list-changed"]
    assert [(one["role"], one["before"], one["after"]) for one in facts] == [
        ("organiser", "off", "on"),
        ("organiser", "on", "off"),
    ]


@pytest.mark.parametrize("word", ["", "maybe", "on off", "off"])
async def test_half_a_wish_changes_nothing(home: World, word: str) -> None:
    entries = len(await home.bot.desk.store.entries(home.round.community))
    told = await wishes(home, word)
    assert ("already" in told) == (word == "off")
    assert ("setup events on" in told) == (word != "off")
    assert len(await home.bot.desk.store.entries(home.round.community)) == entries


async def test_only_organisers_wish_it(home: World) -> None:
    await home.person("m3").says("!setup events on", ROOM)
    await home.everything_said()
    assert "Only organisers can do that." in home.person("m3").hears()[-1]
    assert not home.bot.desk.book.communities[home.round.community].has_event_list


async def test_it_can_be_wished_in_german(home: World) -> None:
    await wishes(home)
    await home.person("olga").says("!setup language German", ROOM)
    await home.person("olga").says("!setup termine aus", ROOM)
    await home.everything_said()
    assert not home.bot.desk.book.communities[home.round.community].has_event_list


async def test_on_a_platform_without_such_lists_it_may_be_said_and_does_nothing_yet(world: World) -> None:
    """A community can have a space elsewhere later."""
    await stories.given(world)
    assert world.bot.desk.event_lists == {}
    assert not isinstance(MemoryPlatform(as_text), HasEventList)
    assert "None of your spaces is on Discord yet." in await wishes(world)
    await looks(world)
    assert world.bot.desk.book.communities[world.round.community].has_event_list


async def test_a_wish_said_on_one_platform_holds_on_the_other(both: World) -> None:
    await stories.given(both)
    community = both.round.community
    yard = Place("other", "yard")
    await both.bot.desk.store.apply(Change([Space(yard, community)]))
    both.bot.desk.book.absorb([Space(yard, community)])
    found = Lists(homes={yard.id: "town"})
    both.bot.desk.event_lists = {"other": found}
    assert "None of your spaces" not in await wishes(both)
    await looks(both)
    assert found.ends == [end_of(both)]
    assert [one.place for one in found.events.values()] == [yard.id]


async def test_whoever_wishes_it_reads_at_once_what_to_grant(home: World) -> None:
    lists(home).missing = ("lacks-events",)
    told = await wishes(home)
    assert told.count("Give my role the permission Create Events") == 1
    assert lacking(home.bot.desk, home.round.community) == {ROOM: ("lacks-events",)}
    lists(home).is_away = True
    assert lacking(home.bot.desk, home.round.community) == {}


# --- keeping them -----------------------------------------------------------------------------------------


async def test_nothing_is_asked_without_a_wish_and_little_with_one(home: World) -> None:
    await looks(home)
    assert lists(home).asked == []
    await wishes(home)
    await looks(home)
    await looks(home)
    assert lists(home).asked == ["standing", "add", "standing"]
    assert lists(home).ends == [end_of(home)]
    await home.person("m7").says("!idea a map of the dark corners")
    await looks(home)
    assert len(lists(home).asked) == 3, "an idea moves no end"
    home.clock.advance(HOUR)
    await looks(home)
    assert lists(home).asked[3:] == ["standing"]


async def test_a_list_that_several_spaces_see_has_one_event_that_leads_to_the_home_of_the_round(home: World) -> None:
    await wishes(home)
    spaces = [Space(YARD, home.round.community)]
    await home.bot.desk.store.apply(Change(spaces))
    home.bot.desk.book.absorb(spaces)
    lists(home).homes = {YARD.id: "town", ROOM.id: "town"}
    await looks(home)
    assert [one.place for one in lists(home).events.values()] == [ROOM.id]
    lists(home).homes = {YARD.id: "country", ROOM.id: "town"}
    await more_time(home)
    await looks(home)
    assert sorted((one.event[:4], one.place) for one in lists(home).events.values()) == [
        ("coun", YARD.id),
        ("town", ROOM.id),
    ]


async def test_a_space_for_the_log_alone_has_no_event(home: World) -> None:
    spaces = [Space(YARD, home.round.community, is_log=True)]
    await home.bot.desk.store.apply(Change(spaces))
    home.bot.desk.book.absorb(spaces)
    lists(home).homes = {YARD.id: "town"}
    assert lacking(home.bot.desk, home.round.community) == {}
    await wishes(home)
    await looks(home)
    assert lists(home).ends == []


async def test_a_title_that_its_author_has_forgotten_goes_from_the_event(home: World) -> None:
    await wishes(home)
    await looks(home)
    (event,) = lists(home).events
    assert "evening" in str(lists(home).names[event].name)
    state = home.round
    loaded = there(home.bot.desk.rounds.get(state.id))
    home.bot.desk.rounds.put(replace(loaded, words={**loaded.words, state.title.id: None}))
    home.bot.desk.stored([TakenOut((state.title.id,), (state.id,), "")])
    await looks(home)
    assert "evening" not in str(lists(home).names[event].name)


async def test_by_a_clock_that_is_in_doubt_nothing_is_moved(home: World) -> None:
    await wishes(home)
    home.bot.desk.is_clock_held = lambda: True
    await looks(home)
    assert lists(home).asked == []
    home.bot.desk.is_clock_held = lambda: False
    await looks(home)
    assert lists(home).ends == [end_of(home)]


async def test_while_a_space_cannot_be_seen_its_event_is_left_and_the_look_is_made_up_for(home: World) -> None:
    await wishes(home)
    await looks(home)
    lists(home).is_away = True
    await more_time(home)
    for _ in range(2):
        await looks(home)
    assert lists(home).ends != [end_of(home)]
    assert len(lists(home).events) == 1
    lists(home).is_away = False
    await looks(home)
    assert lists(home).ends == [end_of(home)]


async def test_a_step_that_is_almost_over_gets_no_event(home: World) -> None:
    home.clock.advance(there(home.round.window).closes - home.clock.now() - timedelta(seconds=60))
    await wishes(home)
    await looks(home)
    assert lists(home).events == {}


async def test_an_event_of_another_community_in_the_same_list_is_nobodys_business_here(home: World) -> None:
    found = lists(home)
    found.events["town/other"] = Standing("town/other", end_of(home), "a space of others")
    await wishes(home)
    await looks(home)
    home.clock.advance(HOUR)
    await looks(home)
    assert sorted(str(one.place) for one in found.events.values()) == ["a space of others", ROOM.id]
    assert "remove" not in found.asked


async def test_an_event_whose_time_has_come_is_not_moved_but_gives_way_to_another(home: World) -> None:
    await wishes(home)
    await looks(home)
    loaded = there(home.bot.desk.rounds.get(home.round.id))
    window = there(loaded.state.window)
    home.clock.advance_to(shown_at(window.closes))
    later = Window(window.opened, window.closes + timedelta(days=2))
    home.bot.desk.rounds.put(replace(loaded, state=replace(loaded.state, window=later)))
    await looks(home)
    assert "change" not in lists(home).asked
    assert lists(home).ends == [shown_at(later.closes)]


async def test_an_end_that_comes_earlier_by_a_request_is_shown_and_one_that_is_now_is_taken_out(home: World) -> None:
    await wishes(home)
    await looks(home)
    loaded = there(home.bot.desk.rounds.get(home.round.id))
    for left, ends in ((timedelta(days=1), 1), (timedelta(seconds=30), 0)):
        window = Window(there(loaded.state.window).opened, home.clock.now() + left)
        home.bot.desk.rounds.put(replace(loaded, state=replace(loaded.state, window=window)))
        home.bot.desk.stored([home.bot.desk.book.communities[home.round.community]])
        await looks(home)
        assert lists(home).ends == [shown_at(window.closes)] * ends


# --- what goes wrong --------------------------------------------------------------------------------------


async def told(world: World, words: str) -> int:
    """How often the organiser heard it in private."""
    await world.everything_said()
    return sum(words in one for one in world.person("olga").hears())


@pytest.mark.parametrize(
    ("trouble", "words"),
    [(NotAllowed("403 50013"), "I cannot list dates as events."), (ListFull("400 30038"), "of this server is full")],
)
async def test_a_list_that_refuses_is_left_alone_for_an_hour_and_told_once(
    home: World, trouble: PlatformTrouble, words: str
) -> None:
    await home.person("olga").opens_private()
    await wishes(home)
    for hour in range(3):
        lists(home).troubles = [trouble]
        for _ in range(3):
            await looks(home)
            home.clock.advance(timedelta(minutes=19))
        assert lists(home).asked.count("standing") == hour + 1
        home.clock.advance(timedelta(minutes=4))
    assert await told(home, words) == 1
    assert home.bot.desk.book.spaces[ROOM].trouble is None
    home.clock.advance(HOUR)
    await looks(home)
    assert lists(home).ends == [end_of(home)]
    lists(home).troubles = [trouble]
    await more_time(home)
    await looks(home)
    assert await told(home, words) == 2, "it worked meanwhile"


async def test_a_right_that_is_seen_to_be_missing_costs_no_request_and_is_told_once(home: World) -> None:
    await home.person("olga").opens_private()
    await wishes(home)
    lists(home).missing = ("lacks-events",)
    for _ in range(3):
        await looks(home)
        home.clock.advance(timedelta(minutes=1))
    assert lists(home).asked == []
    assert await told(home, "This is about a space of your community.") == 1
    lists(home).missing = ()
    await looks(home)
    assert lists(home).ends == [end_of(home)]


async def test_that_it_was_told_is_known_after_a_restart(tmp_path: Path) -> None:
    async with open_world(tmp_path, render=as_text) as world:
        await stories.given(world)
        world.bot.desk.event_lists = {PLATFORM: Lists(missing=("lacks-events",))}
        await world.person("olga").opens_private()
        await wishes(world)
        await looks(world)
        assert await told(world, "This is about a space of your community.") == 1
        clock = world.clock
    async with open_world(tmp_path, clock, render=as_text) as world:
        world.bot.desk.event_lists = {PLATFORM: Lists(missing=("lacks-events",))}
        await looks(world)
        assert not [one for one in world.person("olga").hears() if "This is about a space" in one]


@pytest.mark.parametrize("broken", ["standing", "add", "change", "remove"])
async def test_a_platform_in_trouble_is_asked_again_at_the_next_look(home: World, broken: str) -> None:
    await wishes(home)
    if broken not in {"standing", "add"}:
        await looks(home)
    if broken == "change":
        await more_time(home)
    if broken == "remove":
        await wishes(home, "off")
    lists(home).troubles = [Unreachable("busy")] if broken != "add" else []
    if broken == "add":
        lists(home).asked.clear()
        lists(home).troubles = [Unreachable("busy"), Unreachable("busy")]
        await looks(home)
    await looks(home)
    await looks(home)
    assert lists(home).ends == ([] if broken == "remove" else [end_of(home)])


async def test_an_event_that_began_by_the_platforms_own_clock_gives_way_to_another(home: World) -> None:
    await wishes(home)
    await looks(home)
    await more_time(home)
    lists(home).troubles = [PlatformTrouble("400 50035")]
    await looks(home)
    assert lists(home).asked[-4:] == ["remove", "standing", "add", "standing"]
    assert lists(home).ends == [end_of(home)]


async def test_an_event_that_was_made_for_nothing_is_found_and_taken_out(
    home: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reply got lost, and then nobody wished it any more."""
    await wishes(home)
    found = lists(home)
    add = found.add

    async def lost(where: str, place: Place, date: Date, reading: Reading) -> str:
        await add(where, place, date, reading)
        raise Unreachable("the reply got lost")

    monkeypatch.setattr(found, "add", lost)
    await looks(home)
    assert len(found.events) == 1
    await wishes(home, "off")
    await looks(home)
    assert found.events == {}


async def test_a_fault_of_ours_in_one_community_is_an_incident_and_stops_nothing(
    home: World, caplog: pytest.LogCaptureFixture
) -> None:
    await wishes(home)
    lists(home).troubles = [RuntimeError("a fault")]
    with caplog.at_level(logging.ERROR):
        await looks(home)
    assert "incident" in caplog.text
    await more_time(home)
    await looks(home)
    assert lists(home).ends == [end_of(home)]


async def test_a_store_in_trouble_leaves_all_of_it_for_the_next_look(
    home: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wishes(home)
    store = home.bot.desk.store

    async def broken(*_: object) -> None:
        raise Full("no room")

    with monkeypatch.context() as patched:
        patched.setattr(type(store), "apply", broken)
        with pytest.raises(StoreTrouble):
            await looks(home)
    await looks(home)
    assert lists(home).ends == [end_of(home)]


async def test_the_task_looks_when_something_happens_and_survives_trouble_and_faults(
    home: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(event_lists, "GATHERS", 0.0)
    task = home.bot.event_lists
    kept = type(task).keep
    looked: list[bool] = []

    async def keep(self: event_lists.EventLists) -> None:
        looked.append(True)
        if len(looked) < 3:
            raise Full("no room") if len(looked) == 1 else RuntimeError("a fault")
        await kept(self)

    monkeypatch.setattr(type(task), "keep", keep)
    running = asyncio.create_task(task.run())
    try:
        await wishes(home)
        async with asyncio.timeout(5):
            while lists(home).ends != [end_of(home)]:
                task.stored(list(home.bot.desk.book.communities.values()))
                await asyncio.sleep(0.01)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert "the events could not be kept" in caplog.text
    assert "incident" in caplog.text


async def test_once_a_round_is_over_nothing_is_kept_of_its_events(home: World) -> None:
    await wishes(home)
    await looks(home)
    await home.person("m7").says("!request withdraw Nobody needs this any more")
    await home.all_say(stories.MEMBERS[:4], "!request support 1")
    await home.passes(timedelta(days=3))
    await looks(home)
    assert lists(home).events == {}
    assert [one for one in await home.bot.desk.store.kept(EVENTS) if one.value is not None] == []
