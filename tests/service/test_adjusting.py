"""One thing of a plan is changed by a command: how long a step takes, or how many have to be heard."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.core.rules import Template
from codesign_bot.testing import stories
from codesign_bot.testing.world import ROOM, World

from .test_previewing import asked


def template(world: World) -> Template:
    assert world.round.rules is not None
    return world.round.rules.template


@pytest.mark.parametrize(
    ("typed", "phase", "length"),
    [
        ("voting 10 days", Phase.VOTING, timedelta(days=10)),
        ("voting 10d", Phase.VOTING, timedelta(days=10)),
        ("cooling off 36 hours", Phase.COOLING_OFF, timedelta(hours=36)),
        ("cooling-off 2 weeks", Phase.COOLING_OFF, timedelta(weeks=2)),
        ("Ideas 21 days.", Phase.IDEAS, timedelta(days=21)),
    ],
)
async def test_a_step_of_a_plan_takes_as_long_as_its_organiser_says(
    world: World, typed: str, phase: Phase, length: timedelta
) -> None:
    await stories.planned(world)
    (told,) = await asked(world, f"!round window {typed}")
    assert "Saved." in told
    assert template(world).windows[phase] == length


@pytest.mark.parametrize(
    ("typed", "people", "percent"), [("8", 8, 20), ("8 30", 8, 30), ("8, 30%", 8, 30), ("#12 25 %", 12, 25)]
)
async def test_more_people_can_be_asked_for(world: World, typed: str, people: int, percent: int) -> None:
    await stories.planned(world)
    typed = typed.replace(" %", "%")
    (told,) = await asked(world, f"!round heard {typed.lstrip('#')}")
    assert "Saved." in told
    assert (template(world).heard_floor, template(world).heard_percent) == (people, percent)


async def test_each_change_is_said_in_the_room_and_stands_in_the_log(world: World) -> None:
    await stories.planned(world)
    await asked(world, "!round window voting 10 days")
    assert "It was 7 days. Now it is 10 days." in world.room_says()[-1]
    await asked(world, "!round heard 8 30")
    assert "Now it is 8 people, and 30 in 100" in world.room_says()[-1]
    entries = await world.bot.desk.store.entries(world.round.community)
    told = [json.loads(one.leaf)["facts"] for one in entries if one.kind == "power-used"]
    assert [(one["act"], one["before"], one["after"]) for one in told[-2:]] == [
        ("set_window", "604800", "864000"),
        ("set_heard", "5 20", "8 30"),
    ]
    assert len({one["by"] for one in told}) == 1


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("window voting 2 days", "takes at least 3 days"),
        ("window ideas 400 days", "No step takes more than 366 days."),
        ("window voting 7 days", "That is how it is already."),
        ("window voting", "round window voting 10d"),
        ("window lunch 3 days", "round window voting 10d"),
        ("window outcome 3 days", "round window voting 10d"),
        ("window voting 0 days", "round window voting 10d"),
        ("window voting 3 moons", "round window voting 10d"),
        ("window voting 8 days or so", "round window voting 10d"),
        ("heard 4", "It has to be 5 people at least"),
        ("heard 8 10", "and 20 in 100"),
        ("heard 8 120", "and 20 in 100"),
        ("heard 5", "That is how it is already."),
        ("heard", "round heard 8 30"),
        ("heard many", "round heard 8 30"),
        ("heard 8 30 40", "round heard 8 30"),
    ],
)
async def test_what_is_below_the_least_or_half_said_changes_nothing(world: World, typed: str, answer: str) -> None:
    await stories.planned(world)
    before = world.round
    (told,) = await asked(world, f"!round {typed}")
    assert answer in told
    assert "Nothing has changed." in told
    assert world.round == before


async def test_before_the_plan_there_is_nothing_to_change(world: World) -> None:
    await world.person("olga", may_manage=True).says("!setup Riverside", ROOM)
    await world.person("m0").says("!topic suggest The park is empty in the evening", ROOM)
    (told,) = await asked(world, "!round window voting 10 days", "m0")
    assert "Please plan it first." in told


async def test_once_the_round_is_open_the_clock_only_widens_and_the_way_to_that_is_named(world: World) -> None:
    await stories.opened(world)
    before = template(world)
    (told,) = await asked(world, "!round window #1 voting 10 days")
    assert "Its rules are fixed." in told
    assert "!time give" in told
    assert template(world) == before


async def test_nobody_but_organisers_and_the_author_changes_a_plan(world: World) -> None:
    await stories.planned(world)
    before = template(world)
    (told,) = await asked(world, "!round heard 8", "m5")
    assert "Only organisers can do that." in told
    assert template(world) == before


async def test_the_author_changes_their_own_plan_without_any_power(world: World) -> None:
    await world.person("olga", may_manage=True).says("!setup Riverside", ROOM)
    ana = world.person("m0")
    await ana.says("!topic suggest The park is empty in the evening", ROOM)
    await ana.opens_private()
    await ana.says("!round plan community")
    for answer in (
        "1",
        "We all decide, here, by dots.",
        "2",
        "The money is fixed.",
        "Everything but the money is open.",
        "1",
        "We do it together.",
        "2027-12-31",
        "yes",
    ):
        await ana.says(answer)
    await asked(world, "!round window voting 10 days", "m0")
    assert template(world).windows[Phase.VOTING] == timedelta(days=10)
    entries = await world.bot.desk.store.entries(world.round.community)
    assert [one.kind for one in entries] == ["community-began"]
