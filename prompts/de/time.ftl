### Tage, Uhrzeiten und wie lange etwas dauert.
### Andere Texte werden damit gefüllt: Aus „Die Abstimmung endet am { $closes }.“ wird
### „Die Abstimmung endet am Freitag, 27. November 2026, 18:00 Uhr (Europe/Berlin), noch 2 Tage.“

## Ein Zeitpunkt

# „noch 2 Tage“ und „2 Tage her“ statt „in 2 Tagen“ und „vor 2 Tagen“: So stehen die Namen der Einheiten in einem Fall.
time-moment = { $date }, { $clock } Uhr ({ $zone }), { $distance }
# Dasselbe in Nachrichten, die tagelang stehen bleiben.
time-moment-lasting = { $date }, { $clock } Uhr ({ $zone })
# Dasselbe in Protokollen, die jahrelang aufgehoben werden. $utc: die Zeit in UTC.
time-moment-recorded = { $date }, { $clock } Uhr ({ $utc } UTC)
time-date-and-clock = { $date }, { $clock }

# $weekday und $month: einer der Namen unten. $day: 27. $year: 2026.
time-date = { $weekday }, { $day }. { $month } { $year }

time-clock = { $hours }:{ $minutes }

# $length: so etwas wie „2 Tage“.
time-in = noch { $length }
time-ago = { $length } her
time-now = genau jetzt

## Wie lange etwas dauert

# Zwei davon zusammen, wie „1 Tag und 12 Stunden“.
time-both = { $first } und { $second }

time-days =
    { $count ->
        [one] 1 Tag
       *[other] { $count } Tage
    }
time-hours =
    { $count ->
        [one] 1 Stunde
       *[other] { $count } Stunden
    }
time-minutes =
    { $count ->
        [one] 1 Minute
       *[other] { $count } Minuten
    }
time-seconds =
    { $count ->
        [one] 1 Sekunde
       *[other] { $count } Sekunden
    }

## Die Tage der Woche, ab Montag

time-weekday-1 = Montag
time-weekday-2 = Dienstag
time-weekday-3 = Mittwoch
time-weekday-4 = Donnerstag
time-weekday-5 = Freitag
time-weekday-6 = Samstag
time-weekday-7 = Sonntag

## Die Monate

time-month-1 = Januar
time-month-2 = Februar
time-month-3 = März
time-month-4 = April
time-month-5 = Mai
time-month-6 = Juni
time-month-7 = Juli
time-month-8 = August
time-month-9 = September
time-month-10 = Oktober
time-month-11 = November
time-month-12 = Dezember
