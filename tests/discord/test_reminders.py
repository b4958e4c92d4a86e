"""A reminder on Discord: a direct message with one button that stops it, and the dates as a file."""

from __future__ import annotations

from datetime import timedelta

from codesign_bot.core.phases import Phase
from codesign_bot.core.reminding import LEAD
from codesign_bot.records import Account
from codesign_bot.reminded import Reminders
from codesign_bot.testing.discord import Refuse

from ..log.ics import parsed  # noqa: TID252 - tests are no package
from .story import NAMES, opened, voting
from .town import Town

NO_DOT = "There is no dot on your ballot yet."
SEND = "/channels/{channel_id}/messages"


async def reminder_comes(town: Town) -> None:
    """The hour in which people are reminded of the step that is on."""
    window = town.round.window
    assert window is not None
    await town.passes(window.closes - LEAD - town.clock.now())
    await town.quiet()


async def test_who_has_not_voted_gets_a_direct_message_and_one_press_stops_it(town: Town) -> None:
    await voting(town)
    for name in NAMES[:5]:
        await town.person(name).types("/vote idea", idea=2, dots=1)
        await town.person(name).sees("You have 2 dots left.")
    fay, gus, ana = (town.person(name) for name in ("Fay", "Gus", "Ana"))
    await reminder_comes(town)
    assert NO_DOT not in ana.screen, "nothing of it stands in the channel"
    for one in (fay, gus):
        one.opens_private()
        await one.sees(NO_DOT, "This step ends", "[Stop reminders]")
    ana.opens_private()
    await ana.sees_nothing_of(NO_DOT)
    assert "<t:" in str([one.components for one in fay.messages]), "each reads the end in their own zone"
    await town.restart()
    await fay.presses("Stop reminders")
    await fay.sees("I do not remind you any more.")
    assert town.bot is not None
    await town.bot.desk.rounds.load(next(iter(town.book.rounds)))
    while town.round.phase is not Phase.FEEDBACK:
        await town.step_ends()
        await town.quiet()
    await reminder_comes(town)
    await gus.sees("You have not said yet what you think of the chosen ideas.")
    await fay.sees_nothing_of("You have not said yet what you think of the chosen ideas.")
    await fay.presses("Remind me")
    await fay.sees("From now on I remind you")


async def test_whoever_takes_no_direct_messages_is_tried_once_and_the_channel_hears_nothing(town: Town) -> None:
    await opened(town)
    hal = town.person("Hal")
    channel = len(town.server.channel.messages)
    for _ in NAMES:
        town.server.faults.plant(Refuse(403, 50007), "POST", SEND)
    await reminder_comes(town)
    assert len(town.server.channel.messages) == channel
    refused = [await town.store.person(Account("discord", str(town.person(name).account.id))) for name in NAMES]
    assert {one.reminders for one in refused if one is not None} == {Reminders.REFUSED}
    hal.opens_private()
    await hal.sees_nothing_of("You have not said what the problem is yet.")
    await town.passes(timedelta(hours=12))
    await hal.types("/me reminders")
    await hal.sees("I could not write to you in private.")
    await hal.types("/me reminders", answer="On")
    await hal.sees("From now on I remind you")
    await hal.types("/me reminders", answer="Off")
    await hal.sees("I do not remind you any more.")


async def test_the_dates_are_a_file_that_calendars_take(town: Town) -> None:
    await opened(town)
    eli = town.person("Eli")
    await eli.types("/round calendar")
    await eli.sees("Here are the dates of this round", "round-1.ics")
    (file,) = [one for message in eli.messages for one in message.attachments if one.filename.endswith(".ics")]
    first, *_ = parsed(file.content)
    window = town.round.window
    assert window is not None
    assert (first.when("DTSTART"), first.when("DTEND")) == (window.opened, window.closes)
    assert "The park is empty in the evening" in first.text("SUMMARY")
