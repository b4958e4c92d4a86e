"""Writes docs/time.md: when steps end, with a table of hard days worked out by the bot's own functions.

    .venv/bin/python docs/make_time.py

A test fails when the file is not what this program writes. The days lie in the past: no parliament moves them any more.
"""

# ruff: noqa: INP001 # a program beside the pages it writes, run by its path

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from codesign_bot.core.deciding.power import ASKS_NEEDED, MOST_TIME_GIVEN
from codesign_bot.core.rest import NO_REST, Rest
from codesign_bot.core.rules import LONGEST, MOST_AHEAD
from codesign_bot.core.windows import LONGEST_REST, NO_NIGHT, Calendar, Night, Shut, closing, shut_out_by, wished
from codesign_bot.core.zones import zone_named

PAGE = Path(__file__).with_name("time.md")

AT_ONCE, YEAR = MOST_TIME_GIVEN.days, LONGEST.days

HEAD = f"""\
# When a step ends

<!-- Written by docs/make_time.py with the functions in codesign_bot/core/windows.py. Run it after a change there. -->

The bot's promise is time. People are told when a step ends. It never ends earlier, unless the participants let a
request pass that asks for it. And it does not end while most people sleep or rest.

## The rule

1. **The wish is wall time.** A step of seven days ends at the same time of day, also where the clocks change in
   between. Lengths below a day are elapsed time.
2. **The least is elapsed time.** A step is open for [so many hours](life-cycle.md#the-same-in-words) at least. The
   end is the later of the two.
3. **It moves into the open.** An end at night, on a holiday or at a weekend moves to the first moment after that.
   What comes next is looked at again: the night after a holiday, the holiday after a weekend. The night belongs to
   the template. The days belong to the community: `!setup holidays DE-BE`, `!setup weekends on`. A practice has
   neither.
4. **It only moves later.** A time of day that the clocks leave out becomes the one after the change. One that comes
   twice means the second.
5. **It does not move far.** Where nothing is open for {LONGEST_REST.days} days, days of rest do not count for this
   end, and only the night does. So a list that holds every day of the year does not stop a round.

All of this is one function, and every way to more time goes through it: too few heard, much changed late, a tie
between wordings, an objection that wants other words, too many ideas, time that people asked for, time that was
given, time that an outage took, a pause. So does an end that people let move earlier.

## Which days

- **Where they come from.** Organisers name a place, such as `DE-BE`, days of their own, such as `2027-12-24`, or
  both. The days of a place come from the library *holidays*, if whoever runs the bot installed it with the extra
  `holidays` ([how](operating.md#holidays)). Days of one's own need no library. Which days are a weekend follows the
  place: in `IL` they are Friday and Saturday. Without a place they are Saturday and Sunday.
- **When they count.** They are worked out when a round is planned, or opens without a plan, and are frozen with its
  rules. They stand in the hash of the rules, in the log, in the export and in `!rules`. What an organiser or a new
  release of the library changes later counts for later plans.
- **How far ahead.** As far as a round can last by its own rules, and a year more; {MOST_AHEAD.days // 366} years at
  most. Beyond that only nights and weekends count.

## What is bounded

A step that is made longer again and again would be a step without an end, and a veto. So each way is used up:

| way to more time | how often in one step | how much |
|---|---|---|
| too few heard | twice at most, as the template says | half the step, a day at least |
| much changed late; a tie between wordings | once each | a day |
| an objection that wants other words | once for each asking, three askings at most | half the step, a day at least |
| too many ideas for a ballot | once | the whole step |
| {ASKS_NEEDED} people ask | once | a quarter of the step |
| an organiser gives | as often as wished, {AT_ONCE} days at a time | until a step is {YEAR} days long |

The last row is the only one without a count, so it has an end: nobody can give time that makes a step longer than
{YEAR} days, or keep a topic waiting for longer than that. What the rules themselves give is given also then.
To each of these, moving into the open adds {LONGEST_REST.days} days at most, and usually none.

## When the zone changes

Governments change their clocks, sometimes with a few weeks' notice, and zones are renamed.

- **What was announced is an instant.** It is stored in UTC and stands. A new release of the time zone database does
  not move it, neither earlier nor later: people planned by it, Discord shows it in everybody's own time, calendars
  hold it. By the new clocks it may read an hour otherwise, or lie at night.
- **What is announced from then on** goes by the new clocks. An extension starts from the instant that was announced,
  so it is never earlier.
- **A day is a day.** A promise "by 1 June" is over at midnight after 1 June, by the clocks of that day.
- **The running process keeps what it has read.** It takes up a new time zone database when it starts again.
- **A zone that is gone stops nothing.** The bot goes on under another name of the same place where it knows one:
  `US/Pacific` as `America/Los_Angeles`, `Europe/Kiev` as `Europe/Kyiv`, and the other way round on an older machine.
  Else it goes on in UTC. Either way it says so in its output at the start: *the time zone … is not on this machine*.
  Installing the packages `tzdata` and, on Debian and Ubuntu, `tzdata-legacy` brings it back.

## Days that went through

Worked out by the same functions when this page was written, and again by the tests. All times are local; where the
clocks changed, the offset stands behind. The night is from 22:00 to 08:00 where nothing else is said. Holidays are
those that are named.

| what is hard about it | zone | opens | length, least | would end | ends | moved out of |
|---|---|---|---|---|---|---|
"""

FOOT = """
Besides, on every run of the tests, every zone of the machine is taken through every change of its clocks in the ten
years from 2026 on, and in a longer test through all since 1990. Each time with four calendars and ten openings around
the change, this must hold: not below the least, not earlier than the wish, not earlier than announced, not at night,
not on a day of rest, and within the bounds above (`tests/core/test_every_zone.py`).
"""


@dataclass(frozen=True)
class Hard:
    """A step that opens at a local time, for days or hours, in a calendar."""

    what: str
    zone: str
    opens: str
    wish: timedelta
    least: int
    calendar: Calendar = Calendar()  # noqa: RUF009 - frozen, as all values of the core


def resting(*days: str, weekdays: tuple[int, ...] = (), night: Night | None = None) -> Calendar:
    """A calendar with these days of rest."""
    rest = Rest(frozenset(weekdays), frozenset(map(date.fromisoformat, days))) if days or weekdays else NO_REST
    return Calendar(night or Night(), rest)


DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EARLY = Night(time(22), time(2, 30))

DAYS = (
    Hard("an ordinary day", "Europe/Berlin", "2024-11-04T12:00", 7 * DAY, 48),
    Hard("at night", "Europe/Berlin", "2024-11-04T23:30", 7 * DAY, 48),
    Hard("the last minute of a night", "Europe/Berlin", "2024-11-04T07:59", 7 * DAY, 48),
    Hard("a holiday", "Europe/Berlin", "2024-12-18T15:00", 7 * DAY, 48, resting("2024-12-25")),
    Hard("the night before a holiday", "Europe/Berlin", "2024-12-17T22:30", 7 * DAY, 48, resting("2024-12-25")),
    Hard(
        "holidays, a night, a weekend",
        "Europe/Berlin",
        "2024-12-19T15:00",
        7 * DAY,
        48,
        resting("2024-12-25", "2024-12-26", "2024-12-27", weekdays=(6, 7)),
    ),
    Hard(
        "a weekend, then Easter Monday",
        "Europe/London",
        "2024-03-30T12:00",
        0 * DAY,
        24,
        resting("2024-04-01", weekdays=(6, 7)),
    ),
    Hard(
        "a weekend of Friday and Saturday", "Asia/Jerusalem", "2024-11-08T12:00", 7 * DAY, 48, resting(weekdays=(5, 6))
    ),
    Hard(
        "every day a day of rest",
        "Europe/Berlin",
        "2024-11-04T12:00",
        7 * DAY,
        48,
        resting(weekdays=(1, 2, 3, 4, 5, 6, 7)),
    ),
    Hard("the clocks go forward within", "Europe/Berlin", "2024-03-28T12:00", 7 * DAY, 48),
    Hard("the clocks go back within", "Europe/Berlin", "2024-10-24T12:00", 7 * DAY, 48),
    Hard("forward, and the least is elapsed time", "Europe/Berlin", "2024-03-29T12:00", 3 * DAY, 72),
    Hard("the end is an hour that is left out", "Europe/Berlin", "2024-03-24T02:30", 7 * DAY, 48, Calendar(NO_NIGHT)),
    Hard("the end is an hour that comes twice", "Europe/Berlin", "2024-10-20T02:30", 7 * DAY, 48, Calendar(NO_NIGHT)),
    Hard(
        "the night ends in an hour that is left out", "Europe/Berlin", "2024-03-24T01:00", 7 * DAY, 48, Calendar(EARLY)
    ),
    Hard(
        "the clocks go forward at midnight after a holiday",
        "Africa/Cairo",
        "2024-04-18T12:00",
        7 * DAY,
        48,
        resting("2024-04-25", night=NO_NIGHT),
    ),
    Hard(
        "the clocks go back at midnight of a holiday",
        "Africa/Cairo",
        "2024-10-24T12:00",
        7 * DAY,
        48,
        resting("2024-10-31", night=NO_NIGHT),
    ),
    Hard(
        "the clocks change by half an hour", "Australia/Lord_Howe", "2024-09-29T02:15", 7 * DAY, 48, Calendar(NO_NIGHT)
    ),
    Hard("and back by half an hour", "Australia/Lord_Howe", "2024-03-31T01:45", 7 * DAY, 48, Calendar(NO_NIGHT)),
    Hard("Ramadan begins: the clocks go back", "Africa/Casablanca", "2024-03-03T21:30", 7 * DAY, 48),
    Hard("Ramadan is over: they go forward", "Africa/Casablanca", "2024-04-11T12:00", 3 * DAY, 72),
    Hard("a leap day", "America/New_York", "2024-02-22T12:00", 7 * DAY, 48),
    Hard("a leap day that is a holiday", "America/New_York", "2024-02-22T12:00", 7 * DAY, 48, resting("2024-02-29")),
    Hard(
        "the end of the year",
        "Asia/Tokyo",
        "2024-12-25T12:00",
        7 * DAY,
        48,
        resting("2025-01-01", "2025-01-02", "2025-01-03", weekdays=(6, 7)),
    ),
    Hard("a zone that never changes", "Asia/Kolkata", "2024-03-28T23:00", 7 * DAY, 48),
    Hard("a quarter of an hour beside others", "Asia/Kathmandu", "2024-03-28T23:00", 7 * DAY, 48),
    Hard("as far east as there is", "Pacific/Kiritimati", "2024-12-18T12:00", 7 * DAY, 48, resting("2024-12-25")),
    Hard("as far west as there is", "Etc/GMT+12", "2024-12-18T12:00", 7 * DAY, 48, resting("2024-12-25")),
    Hard("a day that was left out", "Pacific/Apia", "2011-12-29T09:00", 1 * DAY, 24),
    Hard(
        "a holiday before the day that was left out",
        "Pacific/Apia",
        "2011-12-22T12:00",
        7 * DAY,
        48,
        resting("2011-12-29"),
    ),
    Hard("and one after it", "Pacific/Apia", "2011-12-22T12:00", 7 * DAY, 48, resting("2011-12-29", "2011-12-31")),
    Hard("a zone under its old name", "US/Pacific", "2024-11-21T12:00", 7 * DAY, 48, resting("2024-11-28")),
)

REASONS = {Shut.HOLIDAY: "holiday", Shut.WEEKEND: "weekend", Shut.NIGHT: "night"}


def page() -> str:
    """The whole page as it has to stand in the file."""
    return HEAD + "".join(f"| {' | '.join(row(one))} |\n" for one in DAYS) + FOOT


def row(hard: Hard) -> Iterator[str]:
    """One line of the table."""
    zone, least = zone_named(hard.zone), hard.least * HOUR
    opened = datetime.fromisoformat(hard.opens).replace(tzinfo=zone).astimezone(UTC)
    plain, ends = wished(opened, hard.wish, least, zone), closing(opened, hard.wish, least, zone, hard.calendar)
    moved = shut_out_by(plain, zone, hard.calendar)
    offsets = {at.astimezone(zone).utcoffset() for at in (opened, plain, ends)}
    yield hard.what
    yield f"`{hard.zone}`"
    yield _local(opened, hard.zone, has_offset=len(offsets) > 1)
    yield f"{hard.wish.days} d, {hard.least} h"
    yield from (_local(at, hard.zone, has_offset=len(offsets) > 1) for at in (plain, ends))
    yield ", ".join(REASONS[one] for one in Shut if one in moved) or "stays"


def _local(at: datetime, zone: str, *, has_offset: bool) -> str:
    local = at.astimezone(zone_named(zone))
    return f"{local:%a %Y-%m-%d %H:%M %z}" if has_offset else f"{local:%a %Y-%m-%d %H:%M}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
