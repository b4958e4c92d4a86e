### Dates, times and lengths of time.
### Other texts are filled with these: "Voting ends { $closes }." becomes
### "Voting ends Friday 27 November 2026, 18:00 (Europe/London), in 2 days."

## One point in time

# $date: as in time-date. $clock: as in time-clock. $zone: such as Europe/London. $distance: such as "in 2 days".
time-moment = { $date }, { $clock } ({ $zone }), { $distance }
# The same in messages that stand for days, where "in 2 days" would soon be wrong.
time-moment-lasting = { $date }, { $clock } ({ $zone })
# The same in records that stand for years. $utc: the time in UTC, such as "17:00", with its date where that is another.
time-moment-recorded = { $date }, { $clock } ({ $utc } UTC)
time-date-and-clock = { $date }, { $clock }

# $weekday and $month: one of the names below. $day: 27. $year: 2026.
time-date = { $weekday } { $day } { $month } { $year }

# The hours go from 00 to 23, the minutes from 00 to 59.
time-clock = { $hours }:{ $minutes }

# $length: such as "2 days".
time-in = in { $length }
time-ago = { $length } ago
time-now = just now

## How long something takes

# Two of these joined, as in "1 day and 12 hours".
time-both = { $first } and { $second }

time-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
time-hours =
    { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
time-minutes =
    { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
time-seconds =
    { $count ->
        [one] 1 second
       *[other] { $count } seconds
    }

## Days of the week, from Monday

time-weekday-1 = Monday
time-weekday-2 = Tuesday
time-weekday-3 = Wednesday
time-weekday-4 = Thursday
time-weekday-5 = Friday
time-weekday-6 = Saturday
time-weekday-7 = Sunday

## Months

time-month-1 = January
time-month-2 = February
time-month-3 = March
time-month-4 = April
time-month-5 = May
time-month-6 = June
time-month-7 = July
time-month-8 = August
time-month-9 = September
time-month-10 = October
time-month-11 = November
time-month-12 = December
