"""From values to words: times, lengths, names, numbers and people's own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.ids import PersonId
from codesign_bot.errors import PromptError
from codesign_bot.messages import FluentVoice
from codesign_bot.phrasing import (
    MOST_OF_A_NAME,
    Ink,
    Run,
    distance,
    halves,
    inline,
    lasting,
    length,
    lines,
    listed,
    moment,
    phrase,
    recorded,
    runs,
)
from codesign_bot.ports import Reading
from codesign_bot.view import Argument, Ideas, Length, Quoted, Say, Term, Typed, When, Who, say

NOW = datetime(2026, 11, 25, 17, 59, tzinfo=UTC)
ADA = PersonId("p1")


class Parrot:
    """A voice that says what it was given, so that a test sees what reached the language."""

    language = "en"

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        if key == "phrase-quoted":
            return f"“{arguments['words']}”"
        return f"{key}({', '.join(f'{name}={value}' for name, value in arguments.items())})"


@pytest.fixture
def reading(english: FluentVoice) -> Reading:
    return Reading(english, {ADA: "Ada"}, NOW)


PARROT = Reading(Parrot(), {ADA: "Ada"}, NOW)


def told(argument: Argument, reading: Reading) -> str:
    """How one argument is said."""
    framed = Reading(_Frame(reading.voice), reading.names, reading.now)
    return phrase(say("frame", it=argument), framed, str)


class _Frame:
    """A voice with one text more."""

    def __init__(self, voice: object) -> None:
        assert isinstance(voice, FluentVoice)
        self._voice = voice
        self.language = voice.language

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        return f"[{arguments['it']}]" if key == "frame" else self._voice.words(key, arguments)


# ----------------------------------------------------------------------------------------------- times


IN_TWO_DAYS = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "words"),
    [
        (IN_TWO_DAYS, "Europe/London", "Friday 27 November 2026, 18:00 (Europe/London), in 2 days"),
        (IN_TWO_DAYS, "Asia/Tokyo", "Saturday 28 November 2026, 03:00 (Asia/Tokyo), in 2 days"),
        (
            datetime(2026, 7, 1, 8, 5, tzinfo=UTC),
            "Europe/Berlin",
            "Wednesday 1 July 2026, 10:05 (Europe/Berlin), 147 days ago",
        ),
        (NOW + timedelta(seconds=40), "UTC", "Wednesday 25 November 2026, 17:59 (UTC), in 40 seconds"),
        (NOW, "UTC", "Wednesday 25 November 2026, 17:59 (UTC), just now"),
    ],
)
def test_a_moment_is_said_with_day_clock_zone_and_distance(
    reading: Reading, at: datetime, zone: str, words: str
) -> None:
    assert told(When(at, zone), reading) == f"[{words}]"


def test_what_stands_for_days_tells_no_distance(reading: Reading) -> None:
    (_, told_at) = runs(say("time-in", length=When(IN_TWO_DAYS, "Europe/London")), lasting(reading))
    assert told_at.words == "Friday 27 November 2026, 18:00 (Europe/London)"
    (_, told_at) = runs(say("time-in", length=IN_TWO_DAYS), lasting(reading))
    assert told_at.words == "Friday 27 November 2026, 18:00 (UTC)"
    assert runs(say("time-in", length=Who(ADA)), lasting(reading))[1].words == "Ada"


def test_an_instant_stays_known_for_platforms_that_show_it_themselves(reading: Reading) -> None:
    for argument in (When(IN_TWO_DAYS, "Europe/London"), IN_TWO_DAYS):
        (before, told_at) = runs(say("time-in", length=argument), reading)
        assert (before.at, told_at.at) == (None, IN_TWO_DAYS)
        assert runs(say("time-in", length=argument), lasting(reading))[1].at == IN_TWO_DAYS
    for other in (Length(timedelta(days=2)), date(2026, 11, 27), "Friday", Who(ADA), 3):
        assert all(run.at is None for run in runs(say("time-in", length=other), reading))


@pytest.mark.parametrize(
    ("at", "zone", "words"),
    [
        (IN_TWO_DAYS, "Europe/London", "Friday 27 November 2026, 18:00 (18:00 UTC)"),
        (IN_TWO_DAYS, "Asia/Tokyo", "Saturday 28 November 2026, 03:00 (Friday 27 November 2026, 18:00 UTC)"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Berlin", "Sunday 25 October 2026, 02:30 (00:30 UTC)"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Berlin", "Sunday 25 October 2026, 02:30 (01:30 UTC)"),
        (IN_TWO_DAYS, "UTC", "Friday 27 November 2026, 18:00 (UTC)"),
        (IN_TWO_DAYS, "Mars/Olympus", "Friday 27 November 2026, 18:00 (UTC)"),
    ],
)
def test_what_stands_for_years_has_the_time_in_utc_beside_it(
    reading: Reading, at: datetime, zone: str, words: str
) -> None:
    """Also where the same local time comes twice in one night."""
    (_, told_at) = runs(say("time-in", length=When(at, zone)), recorded(reading))
    assert told_at.words == words


def test_what_stands_for_years_is_told_to_the_same_reader(reading: Reading) -> None:
    kept = recorded(reading)
    assert (kept.voice, kept.names, kept.now) == (reading.voice, reading.names, reading.now)
    (_, told_at) = runs(say("time-in", length=IN_TWO_DAYS), kept)
    assert told_at.words == "Friday 27 November 2026, 18:00 (UTC)"


def test_a_moment_without_a_zone_is_said_in_utc(reading: Reading) -> None:
    at = datetime(2026, 11, 27, 18, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert told(at, reading) == "[Friday 27 November 2026, 23:00 (UTC), in 2 days]"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "a\x00b"])
def test_a_zone_this_machine_does_not_know_is_said_as_utc(reading: Reading, zone: str) -> None:
    assert "18:00 (UTC)" in moment(IN_TWO_DAYS, zone, reading.voice, NOW)


def test_a_day_is_said_without_a_clock(reading: Reading) -> None:
    assert told(date(2027, 2, 28), reading) == "[Sunday 28 February 2027]"


def test_every_day_and_month_has_its_name(reading: Reading) -> None:
    said = {told(date(2026, 1, 1) + timedelta(days=day), reading) for day in range(365)}
    names = {word for words in said for word in words.strip("[]").split() if not word.isdigit()}
    assert len(said) == 365
    assert len(names) == 7 + 12
    assert told(date(2026, 12, 31), reading) == "[Thursday 31 December 2026]"


DAY = 86_400


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (0.4, "just now"),
        (1, "in 1 second"),
        (40, "in 40 seconds"),
        (100, "in 1 minute and 40 seconds"),
        (45 * 60, "in 45 minutes"),
        (5_400, "in 1 hour and 30 minutes"),
        (47 * 3_600 - 10_000, "in 1 day and 20 hours"),
        (2 * DAY, "in 2 days"),
        (7 * DAY - 60, "in 7 days"),
        (6.9 * DAY, "in 6 days"),
        (42 * DAY, "in 42 days"),
        (-40, "40 seconds ago"),
        (-1.5 * DAY, "1 day and 12 hours ago"),
    ],
)
def test_a_distance_is_said_in_its_largest_unit(reading: Reading, seconds: float, words: str) -> None:
    assert distance(timedelta(seconds=seconds), reading.voice) == words


@given(st.integers(min_value=1, max_value=100 * DAY))
def test_a_distance_never_promises_more_than_a_twentieth_too_much(seconds: int) -> None:
    words = distance(timedelta(seconds=seconds), Parrot())
    assert words.startswith("time-in(length=")
    claimed = sum(count * _SIZES[unit] for unit, count in _counted(words))
    smallest = min(_SIZES[unit] for unit, _ in _counted(words))
    assert 0 < claimed <= seconds + smallest * 0.05 + (0.05 * 1 if smallest == 1 else 0)


_SIZES = {"days": DAY, "hours": 3_600, "minutes": 60, "seconds": 1}


def _counted(words: str) -> list[tuple[str, int]]:
    parts = words.replace(")", " ").replace("time-", " ").split()
    found = [part.split("(count=") for part in parts if "(count=" in part]
    return [(unit, int(count)) for unit, count in found]


@pytest.mark.parametrize(
    ("lasting", "words"),
    [
        (timedelta(0), "0 seconds"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=90), "1 minute and 30 seconds"),
        (timedelta(minutes=45), "45 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=36), "1 day and 12 hours"),
        (timedelta(days=3), "3 days"),
        (timedelta(days=3, hours=2, minutes=29), "3 days and 2 hours"),
        (timedelta(days=3, hours=2, minutes=30), "3 days and 3 hours"),
        (timedelta(seconds=86_399), "1 day"),
        (timedelta(days=84), "84 days"),
        (-timedelta(days=1), "1 day"),
    ],
)
def test_a_length_is_said_in_at_most_two_units(reading: Reading, lasting: timedelta, words: str) -> None:
    assert length(lasting, reading.voice) == words
    assert told(Length(lasting), reading) == f"[{words}]"


@given(st.integers(min_value=0, max_value=100 * DAY))
def test_a_length_is_right_to_half_of_its_smaller_unit(seconds: int) -> None:
    counted = _counted(length(timedelta(seconds=seconds), Parrot()))
    claimed = sum(count * _SIZES[unit] for unit, count in counted)
    largest = next((size for size in _SIZES.values() if seconds >= size), 1)
    step = {DAY: 3_600, 3_600: 60, 60: 1, 1: 1}[largest]
    assert len(counted) <= 2
    assert abs(claimed - seconds) <= step / 2


# -------------------------------------------------------------------------------- people, numbers, terms


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((), "none"),
        ((3,), "3"),
        ((3, 7), "3 and 7"),
        ((3, 7, 9), "3, 7 and 9"),
        ((1, 2, 3, 4), "1, 2, 3 and 4"),
    ],
)
def test_idea_numbers_are_said_in_a_row(reading: Reading, numbers: tuple[int, ...], words: str) -> None:
    assert told(Ideas(numbers), reading) == f"[{words}]"
    assert listed([str(number) for number in numbers], reading.voice) == words


def test_a_person_is_said_by_name_and_somebody_where_it_is_not_known(reading: Reading) -> None:
    assert told(Who(ADA), reading) == "[Ada]"
    assert told(Who(PersonId("gone")), reading) == "[somebody]"


def test_a_name_is_a_stranger_s_words_and_short(reading: Reading) -> None:
    long = Reading(reading.voice, {ADA: "<b>x\n" * 1000}, NOW)
    (name,) = runs(say("time-in", length=Who(ADA)), long)[1:]
    assert name.ink is Ink.THEIRS
    assert len(name.words) == MOST_OF_A_NAME
    assert "\n" not in name.words


def test_a_plain_string_is_never_taken_for_ours() -> None:
    assert Run(Ink.THEIRS, "<b>") in runs(say("x", it="<b>"), PARROT)


def test_a_number_stays_a_number_for_plurals(reading: Reading) -> None:
    assert phrase(say("time-days", count=1), reading, str) == "1 day"
    assert phrase(say("time-days", count=2), reading, str) == "2 days"


def test_a_term_is_said_by_its_own_text(reading: Reading) -> None:
    assert told(Term("phrase-somebody"), reading) == "[somebody]"


def test_something_to_type_keeps_its_ink() -> None:
    assert Run(Ink.TYPED, "!vote 3:2") in runs(say("x", it=Typed("!vote 3:2")), PARROT)


def test_a_wrong_key_or_argument_is_a_prompt_error(reading: Reading) -> None:
    for said in (say("no-such-text"), say("time-in"), say("time-in", length=Length(NOW - NOW), more=1)):
        with pytest.raises(PromptError):
            runs(said, reading)


def test_the_same_argument_twice_and_out_of_order_is_laid_where_it_belongs() -> None:
    class Twisted(Parrot):
        def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
            return (
                f"{arguments['b']}-{arguments['a']}-{arguments['b']}" if key == "x" else super().words(key, arguments)
            )

    said = say("x", a="one", b="two")
    assert phrase(said, Reading(Twisted(), {}, NOW), str) == "two-one-two"


# ------------------------------------------------------------------------------------ people's own words


def test_words_inside_a_sentence_stand_in_quotation_marks(reading: Reading) -> None:
    assert told(Quoted("More benches"), reading) == "[“More benches”]"


@pytest.mark.parametrize("mark", ["“", "”", '"', "„", "«", "»", "\uff02"])
def test_nobody_can_close_the_quotation(reading: Reading, mark: str) -> None:
    said = told(Quoted(f"yes{mark} and the bot says {mark}no"), reading)
    assert said.count("“") == said.count("”") == 1
    assert mark in "“”" or mark not in said


def test_erased_words_are_said_to_be_erased_and_are_ours(reading: Reading) -> None:
    gone = Run(Ink.OURS, "(these words were erased)")
    assert inline(Quoted(None), reading) == lines(Quoted(None), reading) == (gone,)
    assert told(Quoted(None), reading) == "[(these words were erased)]"


def test_words_in_a_block_keep_their_lines(reading: Reading) -> None:
    assert lines(Quoted("one\n\ntwo “x”"), reading) == tuple(Run(Ink.THEIRS, w) for w in ("one", "", "two “x”"))


def test_words_in_a_sentence_stand_on_one_line(reading: Reading) -> None:
    assert told(Quoted("one\n\n  two\tthree"), reading) == "[“one two three”]"


HOSTILE = [
    "{ $x }",
    "{0.__class__}",
    "%(x)s",
    "\ue000\ue001",
    "{ -term }",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_never_read_as_a_text_or_as_a_mark(reading: Reading, words: str) -> None:
    both = runs(say("time-both", first=Quoted(words), second=words), reading)
    assert both == (
        Run(Ink.OURS, "“"),
        Run(Ink.THEIRS, words),
        Run(Ink.OURS, "”"),
        Run(Ink.OURS, " and "),
        Run(Ink.THEIRS, words),
    )


@given(st.text(), st.text())
def test_ours_and_theirs_never_mix(one: str, other: str) -> None:
    """Whatever two people write, the runs that are ours are the same."""
    said = runs(Say("x", {"a": Quoted(one), "b": other, "c": Who(ADA)}), PARROT)
    blank = runs(Say("x", {"a": Quoted(""), "b": "", "c": Who(ADA)}), PARROT)
    assert [run for run in said if run.ink is Ink.OURS] == [run for run in blank if run.ink is Ink.OURS]


def test_words_never_reach_the_language() -> None:
    heard: list[object] = []

    class Listening(Parrot):
        def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
            heard.extend(arguments.values())
            return super().words(key, arguments)

    runs(
        say("x", a=Quoted("secret"), b="secret", c=Who(ADA), d=Typed("secret")),
        Reading(Listening(), {ADA: "secret"}, NOW),
    )
    assert heard
    assert not any("secret" in str(value) for value in heard)


def test_a_language_is_asked_once_for_what_it_says_again() -> None:
    asked: list[tuple[str, object]] = []

    class Counting(Parrot):
        def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
            asked.append((key, dict(arguments)))
            return super().words(key, arguments)

    counting = Reading(Counting(), {}, NOW)
    said = [runs(say("x", n=n, told=told), counting) for told in ("one", "two") for n in (1, 2)]
    assert len({str(one) for one in said}) == 4
    assert len(asked) == 2


def test_words_longer_than_the_library_allows_are_said_whole(reading: Reading) -> None:
    assert told(Quoted("a" * 10_000), reading) == f"[“{'a' * 10_000}”]"


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u200b", "\x00", "\x1b", "\u2060", "\ud800", "\u00ad"])
def test_signs_that_turn_or_hide_text_are_dropped(reading: Reading, sign: str) -> None:
    assert told(Quoted(f"pay{sign}pal"), reading) == "[“paypal”]"
    assert told(f"pay{sign}pal", reading) == "[paypal]"
    assert told(Typed(f"pay{sign}pal"), reading) == "[paypal]"


def test_marks_piled_on_a_letter_are_cut(reading: Reading) -> None:
    assert told(Quoted("a" + "\u0300" * 500), reading) == "[“a" + "\u0300" * 3 + "”]"


def test_emoji_of_many_parts_stay_whole(reading: Reading) -> None:
    family = "👩\u200d👩\u200d👧"
    assert told(Quoted(family), reading) == f"[“{family}”]"


def test_words_from_right_to_left_are_kept_apart(reading: Reading) -> None:
    hebrew, arabic = "\u05e9\u05dc\u05d5\u05dd 3", "\u0645\u0631\u062d\u0628\u0627"
    assert told(Quoted(hebrew), reading) == f"[“\u2068{hebrew}\u2069”]"
    shown = [run.words for run in lines(Quoted(f"hello\n{arabic}"), reading)]
    assert shown == ["hello", f"\u2068{arabic}\u2069"]


@given(st.text(alphabet="ab \u05d0\u0301🏽👩\u200d", min_size=1, max_size=60))
def test_halves_lose_nothing_but_a_space_and_grow_shorter(words: str) -> None:
    first, second = halves(words)
    bare = words.strip(" ")
    joined = (first + second).replace("\u2068", "").replace("\u2069", "").replace(" ", "")
    assert joined == bare.replace(" ", "")
    assert not second or len(first.strip("\u2068\u2069")) < len(words)
    assert all(half.count("\u2068") == half.count("\u2069") for half in (first, second))


def test_halves_of_words_from_right_to_left_are_each_kept_apart() -> None:
    aleph, bet = "\u05d0" * 5, "\u05d1" * 5
    assert halves(f"\u2068{aleph} {bet}\u2069") == (f"\u2068{aleph}\u2069", f"\u2068{bet}\u2069")


def test_halves_are_cut_at_a_space() -> None:
    assert halves("one two three four") == ("one two", "three four")


def test_halves_never_part_a_letter_from_its_marks() -> None:
    first, second = halves("ab" + "e\u0301" + "cd")
    assert not second.startswith("\u0301")
    assert first + second == "abe\u0301cd"
