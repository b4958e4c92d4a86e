"""In quiet hours nobody is rung; answers, cards and what is said to all go on, and no vote waits."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from codesign_bot.core.ids import CommunityId
from codesign_bot.core.windows import Night
from codesign_bot.ports import Wish
from codesign_bot.records import Community, Outgoing, Urgency
from codesign_bot.service.quiet import night_in, not_before, shown
from codesign_bot.service.saying import organisers_told
from codesign_bot.testing import stories
from codesign_bot.testing.world import ROOM, World, open_world

NIGHT = Night(time(22), time(8))


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("22:00 8:00", "22:00-08:00"),
        ("22-8", "22:00-08:00"),
        ("22 8", "22:00-08:00"),
        ("22:30-07:15", "22:30-07:15"),
        ("22.30 bis 7.15 Uhr", "22:30-07:15"),
        ("from 9 to 17", "09:00-17:00"),
        ("22h 8h", "22:00-08:00"),
        ("0 6:30", "00:00-06:30"),
    ],
)
def test_hours_are_read_leniently(typed: str, hours: str) -> None:
    assert shown(night_in(typed)) == hours


@pytest.mark.parametrize("typed", ["", "22", "22 22", "25 8", "22:60 8", "22 8 9", "night", "2200 800", "22:00:00 8"])
def test_what_is_not_two_times_is_never_guessed(typed: str) -> None:
    assert night_in(typed) is None


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "quiet", "now", "until"),
    [
        ("UTC", NIGHT, "2026-05-04T12:00+00:00", None),
        ("UTC", NIGHT, "2026-05-04T21:59+00:00", None),
        ("UTC", NIGHT, "2026-05-04T22:00+00:00", "2026-05-05T08:00+00:00"),
        ("UTC", NIGHT, "2026-05-05T07:59+00:00", "2026-05-05T08:00+00:00"),
        ("UTC", NIGHT, "2026-05-05T08:00+00:00", None),
        ("UTC", None, "2026-05-05T03:00+00:00", None),
        ("Europe/Berlin", NIGHT, "2026-05-04T20:30+00:00", "2026-05-05T06:00+00:00"),
        ("America/New_York", NIGHT, "2026-05-04T20:30+00:00", None),
        ("Asia/Kathmandu", NIGHT, "2026-05-04T16:15+00:00", "2026-05-05T02:15+00:00"),
        # The clocks go forward at 02:00 on 29 March 2026 and back at 03:00 on 25 October.
        ("Europe/Berlin", NIGHT, "2026-03-28T21:30+00:00", "2026-03-29T06:00+00:00"),
        ("Europe/Berlin", NIGHT, "2026-10-24T20:30+00:00", "2026-10-25T07:00+00:00"),
        # Quiet hours that end in the hour that is not there end when the clock has passed it.
        ("Europe/Berlin", Night(time(22), time(2, 30)), "2026-03-29T00:30+00:00", "2026-03-29T01:30+00:00"),
        # And in the hour that is there twice, the second time.
        ("Europe/Berlin", Night(time(22), time(2, 30)), "2026-10-25T00:00+00:00", "2026-10-25T01:30+00:00"),
        ("UTC", Night(time(9), time(17)), "2026-05-04T12:00+00:00", "2026-05-04T17:00+00:00"),
    ],
)
async def test_until_when_nobody_is_rung(
    world: World, zone: str, quiet: Night | None, now: str, until: str | None
) -> None:
    desk = world.bot.desk
    await desk.learn_zone(zone)
    desk.book.absorb([Community(CommunityId("c"), "Elm Street", zone, "en", quiet=quiet)])
    assert not_before(desk, CommunityId("c"), at(now)) == (at(until) if until is not None else None)


async def quiet_now(world: World) -> None:
    """Quiet hours that have begun an hour ago and last seven more."""
    now = world.clock.now()
    hours = f"{now - timedelta(hours=1):%H:%M} {now + timedelta(hours=7):%H:%M}"
    await world.person("olga").says(f"!setup quiet {hours}", ROOM)
    await world.everything_said()


async def test_an_organiser_sets_them_and_ends_them_and_all_are_told(world: World) -> None:
    await stories.planned(world)
    olga = world.person("olga")
    await olga.says("!setup quiet 22-8", ROOM)
    await world.everything_said()
    community = world.bot.desk.book.communities[world.round.community]
    assert community.quiet == NIGHT
    assert "Between 22:00 and 08:00 I ring nobody." in olga.hears()[-1]
    assert any("olga set quiet hours: 22:00-08:00." in one for one in world.room_says())
    await olga.says("!setup quiet off", ROOM)
    await world.everything_said()
    assert world.bot.desk.book.communities[world.round.community].quiet is None
    assert any("olga ended the quiet hours." in one for one in world.room_says())
    entries = [one for one in await world.bot.desk.store.entries(world.round.community) if "quiet" in one.kind]
    facts = [(one.kind, json.loads(one.leaf)["facts"]) for one in entries]
    assert [(kind, one["before"], one["after"]) for kind, one in facts] == [
        ("quiet-hours-changed", "", "22:00-08:00"),
        ("quiet-hours-changed", "22:00-08:00", ""),
    ]


async def test_they_are_there_after_a_restart(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.planned(world)
        await world.person("olga").says("!setup quiet 22:30 7:15", ROOM)
        clock, community = world.clock, world.round.community
    async with open_world(tmp_path, clock) as world:
        assert world.bot.desk.book.communities[community].quiet == Night(time(22, 30), time(7, 15))


@pytest.mark.parametrize(("typed", "told"), [("22", "setup quiet"), ("off", "already"), ("", "setup quiet")])
async def test_half_a_wish_changes_nothing(world: World, typed: str, told: str) -> None:
    await stories.planned(world)
    entries = len(await world.bot.desk.store.entries(world.round.community))
    await world.person("olga").says(f"!setup quiet {typed}", ROOM)
    await world.everything_said()
    assert told in world.person("olga").hears()[-1]
    assert len(await world.bot.desk.store.entries(world.round.community)) == entries


async def test_a_message_that_nobody_asked_for_waits_until_they_are_over(world: World) -> None:
    await stories.given(world)
    await quiet_now(world)
    before = len(world.person("m0").hears())
    await world.person("m3").says("!idea build 1 With warm light")
    await world.everything_said()
    assert len(world.person("m0").hears()) == before
    await world.passes(timedelta(hours=6, minutes=59))
    assert len(world.person("m0").hears()) == before
    await world.passes(timedelta(minutes=1))
    assert "Somebody built on your idea 1:" in world.person("m0").hears()[before]


async def test_answers_cards_and_what_all_are_told_never_wait(world: World) -> None:
    await stories.voting(world)
    await quiet_now(world)
    await world.person("m0").says("vote 2")
    await world.everything_said()
    assert "Saved. This is your whole ballot." in world.person("m0").hears()[-1]
    said = len(world.room_says())
    await world.step_ends()
    assert len(world.room_says()) > said
    waiting = await world.bot.desk.store.outbox("memory", world.clock.now() + timedelta(days=2), 50)
    assert {one.message.urgency for one in waiting} <= {Urgency.CARD}


async def test_trouble_is_told_to_organisers_in_the_morning(world: World) -> None:
    await stories.planned(world)
    space = world.bot.desk.book.spaces[ROOM]
    (told,) = organisers_told(world.bot.desk, space, "trouble-cannot-speak", "x")
    assert isinstance(told, Outgoing)
    assert told.not_before is None
    await quiet_now(world)
    (told,) = organisers_told(world.bot.desk, space, "trouble-cannot-speak", "y")
    assert isinstance(told, Outgoing)
    assert told.not_before == world.clock.now() + timedelta(hours=7)


async def test_no_author_is_asked_about_a_message_and_it_can_be_wished_again(world: World) -> None:
    await stories.confirmed(world)
    await quiet_now(world)
    ana, eve = world.person("m0").account, world.person("m5").account
    wish = Wish(ana, "m0", eve, "hall/1", "wish/1", (ROOM,))
    answer = await world.bot.host.wished(wish)
    assert answer.question is None
    assert [getattr(one, "key", "") for one in answer.answer.blocks] == ["turn-quiet", "nothing-changed"]
    await world.passes(timedelta(hours=7))
    again = await world.bot.host.wished(Wish(ana, "m0", eve, "hall/1", "wish/2", (ROOM,)))
    assert again.question is not None


async def test_a_community_without_them_is_told_at_once_at_any_hour(world: World) -> None:
    await stories.given(world)
    world.clock.advance_to(world.clock.now().replace(hour=23, minute=30))
    await world.person("m3").says("!idea build 1 With warm light")
    await world.everything_said()
    assert "Somebody built on your idea 1:" in world.person("m0").hears()[-1]
