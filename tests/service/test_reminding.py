"""Reminders: in private, once a step, only to who has something left to do; never at night, in a burst, or against
anybody's will; and nobody learns from them who has voted."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.ids import RoundId
from codesign_bot.core.phases import Phase
from codesign_bot.core.reminding import LEAD
from codesign_bot.core.windows import Night
from codesign_bot.errors import NotAllowed, StoreTrouble, Unreachable, Unwelcome
from codesign_bot.ports import Reading
from codesign_bot.records import Kind, Outgoing, Queued, Unlinked, Urgency
from codesign_bot.reminded import Reminded, Reminders
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.reminding import Refused, Tell
from codesign_bot.storage import Work
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing import stories
from codesign_bot.testing.memory import MemoryPlatform
from codesign_bot.testing.world import ANSWERS, ROOM, World, open_world
from codesign_bot.view import View

from .conftest import as_text

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NO_DOT = "There is no dot on your ballot yet."
WHY = "I remind you in private, once in a step."


def reminded(world: World, name: str) -> list[str]:
    """The reminders that somebody got, as they read."""
    return [text for text in world.person(name).hears() if WHY in text]


def all_reminded(world: World) -> set[str]:
    return {name for name in world.people if reminded(world, name)}


async def to_reminder(world: World, before: timedelta = LEAD) -> None:
    """The hour comes in which people are reminded of the step that is on."""
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes - before)
    await world.bot.timekeeper.settle_due()
    await world.everything_said()


async def vote_with(world: World, *names: str) -> None:
    for name in names:
        await world.person(name).says("vote 1:2 2")
    await world.everything_said()


async def test_who_has_not_voted_is_told_once_in_private_and_nobody_else_hears_of_it(world: World) -> None:
    await stories.voting(world)
    await vote_with(world, *stories.MEMBERS[:5])
    room = world.room_says()
    await to_reminder(world, LEAD + HOUR)
    assert all_reminded(world) == set()
    await world.passes(HOUR)
    # m6 and m7 joined and have a direct message; olga is no participant, and m5 wrote an idea but did not vote.
    assert all_reminded(world) == {"m5", "m6", "m7"}
    (text,) = reminded(world, "m6")
    assert NO_DOT in text
    assert "in 2 days" in text
    assert "!me reminders off" in text
    assert "Round 1" in text
    assert world.room_says() == room
    for _ in range(4):
        await world.passes(6 * HOUR)
    assert [len(reminded(world, name)) for name in ("m5", "m6", "m7")] == [1, 1, 1]


async def test_one_word_stops_it_for_good_and_another_begins_it_again(world: World) -> None:
    await stories.voting(world)
    m6, m7 = world.person("m6"), world.person("m7")
    await m6.says("!me reminders off")
    await m7.says("!me reminders off")
    await world.everything_said()
    assert "I do not remind you any more." in m6.hears()[-1]
    await m7.says("!me reminders on")
    await world.everything_said()
    assert "From now on I remind you" in m7.hears()[-1]
    await to_reminder(world)
    assert "m6" not in all_reminded(world)
    assert "m7" in all_reminded(world)
    known = await world.bot.desk.store.person(m6.account)
    assert known is not None
    noted = {one.person for one in await world.bot.desk.store.reminded(world.round.id)}
    assert known.id not in noted, "what nobody was told is not noted"
    assert len(noted) == len(stories.MEMBERS) - 1
    await m6.says("!me reminders")
    await m7.says("!me reminders")
    await world.everything_said()
    assert "I do not remind you." in m6.hears()[-1]
    assert "I remind you when you have something left to do." in m7.hears()[-1]


async def test_whoever_stops_it_while_a_reminder_waits_does_not_get_it(world: World) -> None:
    await stories.voting(world)
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes - LEAD)
    await world.bot.timekeeper.settle_due()
    await world.person("m6").says("!me reminders off")
    await vote_with(world, "m7")
    assert "m6" not in all_reminded(world)
    assert "m7" not in all_reminded(world), "who has voted meanwhile is not told to vote"
    assert "m5" in all_reminded(world)


@pytest.mark.parametrize("typed", ["perhaps", "off please", "0"])
async def test_half_a_wish_about_reminders_changes_nothing(world: World, typed: str) -> None:
    await stories.voting(world)
    m6 = world.person("m6")
    await m6.says(f"!me reminders {typed}")
    await world.everything_said()
    assert "me reminders off" in m6.hears()[-1]
    await to_reminder(world)
    assert "m6" in all_reminded(world)


async def test_what_was_chosen_is_there_after_a_restart_and_so_is_who_was_told(tmp_path: Path) -> None:
    async with open_world(tmp_path, render=as_text) as world:
        await stories.voting(world)
        await world.person("m6").says("!me reminders off")
        await world.person("m6").says("!me zone Asia/Tokyo")
        await to_reminder(world)
        assert all_reminded(world) == {"m0", "m1", "m2", "m3", "m4", "m5", "m7"}
        clock, names = world.clock, list(world.people)
    async with open_world(tmp_path, clock, render=as_text) as world:
        for name in names:
            world.person(name)
        person = world.person("m6").account
        known = await world.bot.desk.store.person(person)
        assert known is not None
        assert (known.reminders, known.zone) == (Reminders.OFF, "Asia/Tokyo")
        assert world.bot.desk.book.zones == {known.id: "Asia/Tokyo"}
        for _ in range(8):
            await world.passes(3 * HOUR)
        assert all_reminded(world) == set(), "the new process tells nobody again"


async def test_a_crash_between_deciding_and_sending_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with open_world(tmp_path, render=as_text) as world:
        await stories.voting(world)
        window = world.round.window
        assert window is not None
        world.clock.advance_to(window.closes - LEAD)
        await world.bot.timekeeper.settle_due()
        assert all_reminded(world) == set(), "it waits to be said"
        clock, names = world.clock, list(world.people)
    async with open_world(tmp_path, clock, render=as_text) as world:
        for name in names:
            world.person(name)
        await world.bot.timekeeper.settle_due()
        await world.everything_said()
        assert [len(reminded(world, name)) for name in stories.MEMBERS] == [1] * 8
        assert reminded(world, "olga") == []


async def test_a_store_that_fails_while_it_is_decided_leaves_it_to_the_next_look(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stories.voting(world)
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes - LEAD)

    async def broken(_: object, __: object) -> None:
        raise StoreTrouble("the disk is full")

    monkeypatch.setattr(type(world.bot.desk.store), "apply", broken)
    with pytest.raises(StoreTrouble):
        await world.bot.timekeeper.settle_due()
    monkeypatch.undo()
    await world.passes(timedelta(minutes=1))
    assert len(all_reminded(world)) == 8


async def test_nobody_who_never_wrote_in_private_is_written_to(world: World) -> None:
    await stories.confirmed(world)
    gina = world.person("gina")
    await gina.says("!join", ROOM)
    await to_reminder(world)
    assert gina.hears() == []
    assert all_reminded(world) == set(stories.MEMBERS)
    assert not any(WHY in text for text in world.room_says())


async def test_it_waits_for_the_morning_and_is_dropped_where_the_morning_is_too_late(world: World) -> None:
    await stories.voting(world)
    window = world.round.window
    assert window is not None
    due = window.closes - LEAD
    community = world.bot.desk.book.communities[world.round.community]
    night = Night((due - HOUR).time(), (due + 7 * HOUR).time())
    world.bot.desk.book.absorb([replace(community, zone="UTC", quiet=night)])
    await to_reminder(world)
    await world.passes(6 * HOUR)
    assert all_reminded(world) == set()
    await world.person("m6").says("vote 1:2 2")
    await world.passes(HOUR)
    assert all_reminded(world) == set(stories.MEMBERS) - {"m6"}, "who voted at night is not woken for it"


async def test_what_could_not_be_sent_by_day_is_not_sent_at_night_and_never_too_late(world: World) -> None:
    await stories.voting(world)
    for name in ("m6", "m7"):
        world.platform.troubles[world.person(name).private] = Unreachable("away", 60)
    await to_reminder(world)
    assert all_reminded(world) == set(stories.MEMBERS) - {"m6", "m7"}
    community = world.bot.desk.book.communities[world.round.community]
    now = world.clock.now()
    night = Night((now + HOUR).time(), (now + 9 * HOUR).time())
    world.bot.desk.book.absorb([replace(community, zone="UTC", quiet=night)])
    await world.passes(2 * HOUR)
    del world.platform.troubles[world.person("m6").private]
    await world.passes(HOUR)
    assert reminded(world, "m6") == []
    await world.passes(7 * HOUR)
    assert len(reminded(world, "m6")) == 1
    world.bot.desk.book.absorb([replace(community, zone="UTC", quiet=None)])
    await world.passes(16 * HOUR)
    del world.platform.troubles[world.person("m7").private]
    await world.passes(HOUR)
    assert reminded(world, "m7") == [], "half of the lead was over"
    waiting = await world.bot.desk.store.outbox("memory", world.clock.now() + 9 * DAY, 99)
    assert [one for one in waiting if one.message.kind is Kind.REMINDER] == []


async def test_a_bot_that_was_away_sends_no_stale_reminders(tmp_path: Path) -> None:
    async with open_world(tmp_path, render=as_text) as world:
        await stories.voting(world)
        clock, names = world.clock, list(world.people)
        window = world.round.window
        assert window is not None
    clock.advance_to(window.closes - LEAD / 2)
    async with open_world(tmp_path, clock, render=as_text) as world:
        for name in names:
            world.person(name)
        await world.bot.timekeeper.settle_due()
        await world.everything_said()
        assert all_reminded(world) == set()
    clock.advance(timedelta(seconds=1))


async def test_a_bot_that_was_away_for_a_short_while_still_reminds(tmp_path: Path) -> None:
    async with open_world(tmp_path, render=as_text) as world:
        await stories.voting(world)
        clock, names = world.clock, list(world.people)
        window = world.round.window
        assert window is not None
    clock.advance_to(window.closes - LEAD / 2 - HOUR)
    async with open_world(tmp_path, clock, render=as_text) as world:
        for name in names:
            world.person(name)
        await world.bot.timekeeper.settle_due()
        await world.everything_said()
        assert all_reminded(world) == set(stories.MEMBERS)


async def test_while_a_platform_is_not_followed_nobody_is_reminded_of_what_they_may_have_done(world: World) -> None:
    await stories.voting(world)
    world.bot.host.lost_touch("memory")
    await to_reminder(world)
    assert all_reminded(world) == set()
    await vote_with(world, "m6")
    world.bot.host.caught_up("memory")
    await world.passes(HOUR)
    assert all_reminded(world) == set(stories.MEMBERS) - {"m6"}


async def test_whoever_cannot_be_written_to_is_never_tried_again_and_nothing_is_said_in_public(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await stories.voting(world)
    m6 = world.person("m6")
    world.platform.troubles[m6.private] = NotAllowed("403 50007")
    room, told = world.room_says(), world.person("olga").hears()
    with caplog.at_level(logging.DEBUG):
        await to_reminder(world)
    assert (world.room_says(), world.person("olga").hears()) == (room, told)
    known = await world.bot.desk.store.person(m6.account)
    assert known is not None
    assert known.reminders is Reminders.REFUSED
    assert not any("m6" in one.getMessage() for one in caplog.records)
    del world.platform.troubles[m6.private]
    await vote_with(world, *stories.MEMBERS)
    while world.round.phase is not Phase.FEEDBACK:
        await world.step_ends()
    await to_reminder(world)
    assert reminded(world, "m6") == []
    assert reminded(world, "m7") != []
    await m6.says("!me reminders")
    await world.everything_said()
    assert "I could not write to you in private." in m6.hears()[-1]
    await m6.says("!me reminders on")
    await world.everything_said()
    assert "From now on I remind you" in m6.hears()[-1]


async def test_a_step_that_got_days_longer_is_worth_a_second_word_and_a_day_is_not(world: World) -> None:
    await stories.confirmed(world)
    await to_reminder(world)
    assert [len(reminded(world, name)) for name in ("m6", "m7")] == [1, 1]
    olga = world.person("olga")
    await olga.says("!time give 1d Some of us are away this week.")
    await to_reminder(world)
    assert len(reminded(world, "m7")) == 1, "a day is no reason to ring again"
    await olga.says("!time give 1d Others are away as well, it turns out.")
    await to_reminder(world)
    assert len(reminded(world, "m7")) == 2
    await olga.says("!time give 5d And now it is the holidays for all.")
    await to_reminder(world)
    assert len(reminded(world, "m7")) == 2, "never a third time in one step"


async def test_two_rounds_of_a_community_are_one_message_a_day(world: World) -> None:
    await stories.opened(world)
    await world.person("m1").says("!topic suggest The bus comes too late at night", ROOM)
    olga = world.person("olga")
    await olga.says("!round plan #2 community")
    for answer in ANSWERS:
        await olga.says(answer)
    for name in stories.MEMBERS[2:5]:
        await world.person(name).says("!topic second 2", ROOM)
    await world.everything_said()
    await to_reminder(world)
    for _ in range(3):
        await world.passes(8 * HOUR)
    assert reminded(world, "m3") == [], "who only ever spoke in the room is not written to"
    (text,) = reminded(world, "m4")
    assert "You have something left to do" in text
    assert "Round 1" in text
    assert "Round 2" in text
    assert text.count("You have not said what the problem is yet.") == 2
    (alone,) = reminded(world, "m7")
    assert "Round 2" not in alone, "who is in one round hears of that one"


async def test_each_reads_it_in_their_language_and_in_their_zone(world: World) -> None:
    await stories.voting(world)
    await world.person("m6").says("!me language de")
    await world.person("m6").says("!me zone America/New_York")
    await to_reminder(world)
    (theirs,), (others,) = (
        reminded(world, "m7"),
        [one for one in world.person("m6").hears() if "Ich erinnere dich einmal je Schritt." in one],
    )
    assert "(UTC)" in theirs
    assert "(America/New_York)" in others
    assert "Auf deinem Stimmzettel ist noch kein Punkt." in others


async def test_a_zone_is_chosen_by_name_and_given_back(world: World) -> None:
    await stories.voting(world)
    m6 = world.person("m6")
    for typed, told in [
        ("!me zone", "in the zone of the round"),
        ("!me zone Euorpe/Berlin", "I do not know this time zone."),
        ("!me zone europe/berlin", "in this time zone: Europe/Berlin"),
        ("!me zone Europe/Berlin", "already"),
        ("!me zone", "in this time zone: Europe/Berlin"),
        ("!now", "(Europe/Berlin)"),
        ("!me zone community", "in the zone of the round"),
        ("!now", "(UTC)"),
    ]:
        await m6.says(typed)
        await world.everything_said()
        assert told in m6.hears()[-1], typed
    assert "(Europe/Berlin)" not in " ".join(world.room_says())


async def test_no_log_line_tells_how_many_have_not_voted(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await stories.voting(world)
    await vote_with(world, "m0")
    with caplog.at_level(logging.DEBUG):
        await to_reminder(world)
    assert len(all_reminded(world)) == 7
    assert [one.getMessage() for one in caplog.records if "remind" in one.getMessage().casefold()] == []


async def test_an_organiser_hears_of_the_reply_that_is_due_and_nobody_else(world: World) -> None:
    await stories.outcome(world)
    await world.person("olga").says("!join")
    answers = world.round.rules and world.round.rules.answers
    assert answers is not None
    timers = await world.bot.desk.store.due(world.clock.now() + 900 * DAY, 99)
    (look,) = [one for one in timers if one.id.startswith("remind/")]
    assert look.due is not None
    before = {name: len(reminded(world, name)) for name in world.people}
    await world.passes(look.due - world.clock.now())
    after = {name: len(reminded(world, name)) for name in world.people}
    assert {name for name in after if after[name] > before[name]} == {"olga"}
    assert "A reply was promised." in reminded(world, "olga")[-1]


async def test_my_data_has_what_i_was_told_and_forgetting_me_ends_it(world: World) -> None:
    await stories.voting(world)
    m6 = world.person("m6")
    await m6.says("!me zone Asia/Tokyo")
    await to_reminder(world)
    await m6.says("!me data")
    await world.everything_said()
    files = [one.file for one in world.platform.said_in(m6.private) if one.file is not None]
    data = json.loads(next(content for name, _, content in files if name == "my-data.json"))
    assert [row["zone"] for row in data["tables"]["person"]] == ["Asia/Tokyo"]
    assert {row["step"].split("/")[0] for row in data["tables"]["reminded"]} >= {"voting", ""}
    await m6.says("!me forget")
    await world.everything_said()
    code = m6.hears()[-1].split("!me forget ")[1][:4]
    known = await world.bot.desk.store.person(m6.account)
    assert known is not None
    person = known.id
    await m6.says(f"!me forget {code}")
    await world.everything_said()
    rows = await world.bot.desk.store.reminded(world.round.id)
    assert rows
    assert person not in {one.person for one in rows}
    assert person not in world.bot.desk.book.zones


async def test_what_was_noted_goes_with_the_end_of_the_round(world: World) -> None:
    await stories.voting(world)
    await to_reminder(world)
    round_id = world.round.id
    assert await world.bot.desk.store.reminded(round_id)
    await stories.from_vote_to_count(world)
    while world.round.phase is not Phase.OUTCOME:
        await world.step_ends()
    await stories.from_outcome_to_end(world)
    assert await world.bot.desk.store.reminded(round_id) == []
    timers = await world.bot.desk.store.due(world.clock.now() + 900 * DAY, 99)
    assert timers == []


async def test_a_practice_reminds_nobody(world: World) -> None:
    await stories.planned(world, "practice")
    timers = await world.bot.desk.store.due(world.clock.now() + 900 * DAY, 99)
    assert [one for one in timers if one.id.startswith("remind/")] == []


async def test_the_hours_are_quiet_where_somebody_lives_too(world: World) -> None:
    await stories.voting(world)
    window = world.round.window
    assert window is not None
    due = window.closes - LEAD
    community = world.bot.desk.book.communities[world.round.community]
    # In Tokyo it is nine hours later: there the night begins now.
    there = due + 9 * HOUR
    night = Night(there.time(), (there + 4 * HOUR).time())
    world.bot.desk.book.absorb([replace(community, zone="UTC", quiet=night)])
    await world.person("m6").says("!me zone Asia/Tokyo")
    await world.everything_said()
    await to_reminder(world)
    assert all_reminded(world) == set(stories.MEMBERS) - {"m6"}
    await world.passes(3 * HOUR)
    assert reminded(world, "m6") == []
    await world.passes(HOUR)
    assert len(reminded(world, "m6")) == 1
    assert len(reminded(world, "m7")) == 1


async def test_what_is_still_open_for_me_is_told_to_me_alone(world: World) -> None:
    await stories.voting(world)
    m6, m7 = world.person("m6"), world.person("m7")
    await m7.says("vote 1:2 2")
    for one in (m6, m7):
        await one.says("!now")
    await world.everything_said()
    assert NO_DOT in m6.hears()[-1]
    assert NO_DOT not in m7.hears()[-1]
    assert "What comes next, if no step gets more time:" in m6.hears()[-1]
    assert "Feedback: from" in m6.hears()[-1] or "feedback: from" in m6.hears()[-1]
    gina = world.person("gina")
    await gina.says("!join", ROOM)
    await gina.says("!now", ROOM)
    await world.everything_said()
    assert NO_DOT not in world.room_says()[-1]


async def test_who_is_answered_in_the_room_is_not_shown_there_what_they_have_not_done(world: World) -> None:
    await stories.framed(world)
    gina = world.person("gina")
    await gina.says("!join", ROOM)
    await gina.says("!now", ROOM)
    await world.everything_said()
    (answer,) = [text for text in world.room_says() if "What comes next, if no step gets more time:" in text]
    assert "You have not said yet" not in answer


async def test_a_ballot_that_was_taken_back_is_none(world: World) -> None:
    await stories.voting(world)
    await vote_with(world, "m5", "m6")
    await world.person("m6").says("vote clear")
    await to_reminder(world)
    assert all_reminded(world) == set(stories.MEMBERS) - {"m5"}


async def test_who_had_a_message_today_gets_the_next_one_when_the_day_is_over(world: World) -> None:
    await stories.voting(world)
    window = world.round.window
    assert window is not None
    due, community = window.closes - LEAD, RoundId(world.round.community)
    known = await world.bot.desk.store.person(world.person("m6").account)
    assert known is not None
    earlier = Reminded(community, known.id, "", due, due - 5 * HOUR)
    await world.bot.desk.store.apply(KeepWork((earlier,)))
    await to_reminder(world)
    assert all_reminded(world) == set(stories.MEMBERS) - {"m6"}
    await world.passes(18 * HOUR)
    assert reminded(world, "m6") == []
    await world.passes(HOUR)
    assert len(reminded(world, "m6")) == 1


async def test_a_reminder_that_waits_for_the_morning_does_not_hold_back_words_that_are_erased(world: World) -> None:
    await stories.voting(world)
    m6, desk = world.person("m6"), world.bot.desk
    window = world.round.window
    assert window is not None
    due = window.closes - LEAD
    world.clock.advance_to(due)
    await world.bot.timekeeper.settle_due()
    community = desk.book.communities[world.round.community]
    night = Night((due - HOUR).time(), (due + 7 * HOUR).time())
    desk.book.absorb([replace(community, zone="UTC", quiet=night)])
    await world.everything_said()
    assert reminded(world, "m6") == [], "it waits"
    (said,) = [one.id for one in world.platform.said_in(m6.private)][-1:]
    body = json.dumps({"messages": [said], "view": None})
    mend = Outgoing("mend/1/said", Kind.MEND, m6.private, world.clock.now(), body, Urgency.CARD)
    await desk.store.apply(KeepWork([mend]))
    desk.stored([mend])
    await world.everything_said()
    waiting = await desk.store.outbox("memory", world.clock.now() + 9 * HOUR, 99)
    left = {(one.message.kind, one.message.place) for one in waiting}
    assert (Kind.MEND, m6.private) not in left
    assert (Kind.REMINDER, m6.private) in left
    await world.passes(8 * HOUR)
    assert len(reminded(world, "m6")) == 1


@pytest.mark.parametrize("trouble", [Unwelcome("403 words"), RuntimeError("a fault of ours")])
async def test_no_log_line_names_who_was_to_be_reminded_whatever_goes_wrong(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    await stories.voting(world)
    m6 = world.person("m6")
    known = await world.bot.desk.store.person(m6.account)
    assert known is not None
    send = type(world.platform).send

    async def fails(self: MemoryPlatform, queued: Queued, view: View, reading: Reading) -> str:
        if queued.message.place == m6.private:
            raise trouble
        return await send(self, queued, view, reading)

    monkeypatch.setattr(type(world.platform), "send", fails)
    with caplog.at_level(logging.DEBUG):
        await to_reminder(world)
    lines = [one for one in caplog.records if str(getattr(one, "key", "")).startswith("reminder/")]
    assert lines, "the operator hears of it"
    for line in lines:
        assert known.id not in str(vars(line))
        assert m6.account.id not in str(vars(line))


async def test_who_is_forgotten_while_the_platform_refuses_a_reminder_stays_forgotten(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stories.voting(world)
    m6, desk = world.person("m6"), world.bot.desk
    known = await desk.store.person(m6.account)
    assert known is not None
    person = known.id
    apply = type(desk.store).apply
    world.platform.troubles[m6.private] = NotAllowed("403 50007")

    async def forgets_first(self: SqliteStore, work: Work) -> None:
        if isinstance(work, Refused):
            gone = Unlinked((person,), (m6.account,), (m6.private,), "")
            await apply(self, KeepWork([gone]))
            desk.book.absorb([gone])
        await apply(self, work)

    monkeypatch.setattr(type(desk.store), "apply", forgets_first)
    await to_reminder(world)
    assert await desk.store.person(m6.account) is None
    assert person in desk.book.forgotten
    assert person not in desk.book.unreminded
    now, body = world.clock.now(), json.dumps({"person": person, "community": world.round.community, "of": []})
    message = Outgoing("reminder/x", Kind.REMINDER, m6.private, now, body, Urgency.REMINDER)
    late = Tell(desk, (message, Reminded(world.round.id, person, "voting/x", now, now)), None, now)
    await desk.store.apply(late)
    assert late.rows == ()
    assert person not in {one.person for one in await desk.store.reminded(world.round.id)}


async def test_when_somebody_was_last_reminded_is_forgotten_after_a_day_or_two(world: World) -> None:
    await stories.voting(world)
    await to_reminder(world)
    desk, community = world.bot.desk, RoundId(world.round.community)
    await world.bot.housekeeper.tidy()
    assert len(await desk.store.reminded(community)) == len(stories.MEMBERS)
    await world.passes(DAY + HOUR)
    await world.bot.housekeeper.tidy()
    assert await desk.store.reminded(community) == []
    assert len(await desk.store.reminded(world.round.id)) == len(stories.MEMBERS), "the round is still on"
