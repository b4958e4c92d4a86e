"""Reminders on a real homeserver and on the simulated Discord: in private, in each reader's own zone, stopped by one
word or one press; and the same dates as a file on both."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.core.reminding import LEAD

from ..journeys.town import Member  # noqa: TID252 - as above
from ..log.ics import parsed  # noqa: TID252 - tests are no package
from .story import HERE, THERE, listed, told
from .town import Both

pytestmark = pytest.mark.synapse

NO_DOT = "There is no dot on your ballot yet."


async def reminder_comes(both: Both) -> None:
    """The hour in which people are reminded of the step that is on."""
    window = (await both.state()).window
    assert window is not None
    await both.town.passes(window.closes - LEAD - both.town.clock.now())
    await both.town.quiet()


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_who_has_not_voted_is_told_on_their_own_platform_and_stops_it_with_one_word(both: Both) -> None:
    await told(both, until=listed)
    assert (await both.state()).phase is Phase.VOTING
    ana, ben, cem = [await both.here(name) for name in HERE[:3]]
    eli, fay = both.there(THERE[0]), both.there(THERE[1])
    await ana.asks("!vote 1:2", "Saved. This is your whole ballot")
    await eli.types("/vote idea", idea=1, dots=2)
    await ben.asks("!me zone Asia/Tokyo", "I show you times in this time zone: Asia/Tokyo.")
    await cem.asks("!me reminders off", "I do not remind you any more.")
    rooms = len(await both.room_events()), len(both.channel_says())
    await reminder_comes(both)
    text = await ben.hears(NO_DOT)
    assert "(Asia/Tokyo), in 2 days" in text
    assert "!me reminders off" in text
    fay.opens_private()
    await fay.sees(NO_DOT, "[Stop reminders]")
    await fay.presses("Stop reminders")
    await fay.sees("I do not remind you any more.")
    for member in (ana, cem):
        assert not any(NO_DOT in one for one in await member.heard())
    eli.opens_private()
    await eli.sees_nothing_of(NO_DOT)
    assert (len(await both.room_events()), len(both.channel_says())) == rooms, "nobody else hears of it"
    await both.town.restart()
    await both.town.quiet()
    assert sum(NO_DOT in one for one in await ben.heard()) == 1
    await ben.asks("!me reminders off", "I do not remind you any more.")


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_the_same_dates_are_a_file_on_both(both: Both) -> None:
    await told(both, until=listed)
    ana, eli = await both.here(HERE[0]), both.there(THERE[0])
    await ana.asks("!calendar", "Here are the dates of this round")
    here = await calendar_of(ana)
    await eli.types("/round calendar")
    await eli.sees("Here are the dates of this round", ".ics")
    (there,) = [one.content for message in eli.messages for one in message.attachments]
    window = (await both.state()).window
    assert window is not None
    for data in (here, there):
        first = parsed(data)[0]
        assert (first.when("DTSTART"), first.when("DTEND")) == (whole(window.opened), whole(window.closes))
    assert [one.values["UID"] for one in parsed(here)] == [one.values["UID"] for one in parsed(there)]


async def calendar_of(member: Member) -> bytes:
    """The one file for calendars that somebody got on Matrix."""
    await member.client.wait_for(member.dm, lambda event: event.get("content", {}).get("msgtype") == "m.file")
    (file,) = [one["content"] for one in member.client.seen[member.dm] if one["content"].get("msgtype") == "m.file"]
    assert file["info"]["mimetype"] == "text/calendar"
    return await member.client.download(file["url"])


def whole(at: datetime) -> datetime:
    """To the second."""
    assert at.microsecond == 0
    return at.astimezone(UTC)
