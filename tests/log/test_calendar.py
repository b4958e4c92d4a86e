"""The file for calendars: read back by a reader that was written from RFC 5545 and knows nothing of the writer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from codesign_bot.core import commands as c
from codesign_bot.core.ahead import USUAL, steps_ahead
from codesign_bot.core.phases import WINDOWED, Phase
from codesign_bot.core.state import Round, there
from codesign_bot.log.calendar import Dated, calendar, escaped, folded, tells_the_same
from codesign_bot.ports import Reading
from codesign_bot.testing.build import ORGANISER, REASON, Life
from codesign_bot.testing.world import CHOICES

from .ics import Entry, parsed, unescaped, unfolded

NOW = datetime(2026, 3, 3, 12, 30, 15, tzinfo=UTC)
P = Phase


def made(life: Life, title: str = "The bins by the school", language: str = "en") -> list[Entry]:
    words = {life.state.title.id: title}
    return parsed(calendar([Dated(life.state, words)], Reading(CHOICES.voices[language], {}, NOW)))


def steps(entries: list[Entry]) -> list[Entry]:
    return [one for one in entries if not one.parameters]


def test_every_step_from_now_on_stands_in_it_with_the_end_that_was_announced_first() -> None:
    life = Life().to(P.FRAMING)
    entries = made(life)
    window = there(life.state.window)
    first, *later = steps(entries)
    assert (first.when("DTSTART"), first.when("DTEND")) == (window.opened, window.closes)
    assert first.values["STATUS"] == "CONFIRMED"
    assert {one.values["STATUS"] for one in later} == {"TENTATIVE"}
    assert len(later) == len(USUAL) - 1
    for one, following in zip([first, *later], later, strict=False):
        assert one.when("DTEND") == following.when("DTSTART")
    assert {one.values["TRANSP"] for one in entries} == {"TRANSPARENT"}, "nobody is busy for a week"
    assert first.text("SUMMARY").startswith("Step: framing · Round 1: ")


@pytest.mark.parametrize("phase", [P.VOTING, P.OUTCOME])
def test_the_promised_reply_is_a_day_and_the_day_after_is_its_end(phase: Phase) -> None:
    """Also while nothing but the reply is waited for."""
    life = Life().to(phase)
    (day,) = [one for one in made(life) if one.parameters]
    reply = there(there(life.state.rules).answers).reply_by
    assert (day.when("DTSTART"), day.when("DTEND")) == (reply, reply + timedelta(days=1))
    assert "The promised reply" in day.text("SUMMARY")


def test_what_is_promised_for_a_day_stands_there_until_it_is_done() -> None:
    life = Life().to(P.OUTCOME)
    assert not any("promise" in one.text("UID") for one in made(life))
    life.publish(date(2026, 9, 1))
    entries = made(life)
    assert [one.when("DTSTART") for one in entries] == [date(2026, 9, 1)] * len(life.state.promises)
    done = {no: replace(one, is_done=True) for no, one in life.state.promises.items()}
    assert (
        parsed(calendar([Dated(replace(life.state, promises=done), {})], Reading(CHOICES.voices["en"], {}, NOW))) == []
    )


@pytest.mark.parametrize("phase", sorted(set(WINDOWED) - {P.RUNOFF}, key=str))
def test_an_entry_keeps_its_uid_and_its_sequence_rises_when_an_end_moves(phase: Phase) -> None:
    life = Life().to(phase)
    before = {one.values["UID"]: one for one in steps(made(life))}
    life.do(ORGANISER, c.GiveTime(timedelta(days=3), REASON))
    after = {one.values["UID"]: one for one in steps(made(life))}
    assert after.keys() == before.keys()
    for uid, one in after.items():
        assert int(one.values["SEQUENCE"]) > int(before[uid].values["SEQUENCE"])
        assert one.when("DTEND") > before[uid].when("DTEND"), uid
    assert all(uid.startswith(f"{life.state.id}-") for uid in after)


def test_a_step_that_begins_is_the_entry_that_was_expected_before() -> None:
    life = Life().to(P.FRAMING)
    before = {one.values["UID"] for one in steps(made(life))}
    life.to(P.IDEAS)
    after = {one.values["UID"] for one in steps(made(life))}
    assert after < before


def test_a_runoff_leads_to_cooling_off() -> None:
    life = Life().to_runoff()
    assert [one.phase for one in steps_ahead(life.state)] == [P.RUNOFF, P.COOLING_OFF, P.FEEDBACK]
    assert len(steps(made(life))) == 3


def test_a_topic_and_a_round_that_is_over_have_no_dates() -> None:
    assert made(Life()) == []
    assert steps_ahead(Life().state) == ()


def test_every_instant_is_in_utc_whatever_the_zone() -> None:
    life = Life().to(P.VOTING)
    assert there(life.state.rules).zone != "UTC"
    for one in made(life):
        assert one.when("DTSTAMP") == NOW
        assert one.values["DTSTAMP"] == "20260303T123015Z"


def test_an_end_within_a_second_is_never_told_too_early() -> None:
    life = Life().to(P.VOTING)
    window = there(life.state.window)
    odd = replace(window, closes=window.closes + timedelta(microseconds=1))
    moved = replace(life.state, window=odd)
    first = parsed(calendar([Dated(moved, {})], Reading(CHOICES.voices["en"], {}, NOW)))[0]
    assert first.when("DTEND") == window.closes + timedelta(seconds=1)


HOSTILE = (
    "a, b; c\\ d",
    "X\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY",
    "tab\tbell\x07null\x00del\x7f\x85",
    "line\u2028para\u2029end",
    '"quoted":;,=',
    "\U0001f3e1" * 60,
    "ä" * 200,
    "\ud800",
    "\\n is no new line",
    "",
)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_only_a_title(title: str) -> None:
    life = Life().to(P.VOTING)
    harmless, hostile = made(life), made(life, title)
    assert len(hostile) == len(harmless)
    for one, other in zip(harmless, hostile, strict=True):
        assert {name: value for name, value in one.values.items() if name != "SUMMARY"} == {
            name: value for name, value in other.values.items() if name != "SUMMARY"
        }


def test_an_erased_title_is_not_in_it() -> None:
    life = Life().to(P.VOTING)
    (first, *_) = parsed(calendar([Dated(life.state, {})], Reading(CHOICES.voices["en"], {}, NOW)))
    assert "erased" in first.text("SUMMARY")


def test_it_speaks_the_language_of_its_reader() -> None:
    first, *_ = steps(made(Life().to(P.VOTING), language="de"))
    assert first.text("SUMMARY").startswith("Schritt: ")
    assert first.text("DESCRIPTION") == "Dieses Ende steht fest. Es kann nur später werden."


@given(some.text())
def test_any_text_is_read_back_but_for_what_no_calendar_may_hold(text: str) -> None:
    back = unescaped(escaped(text))
    kept = [one for one in text if one.isprintable() and one not in "\u2028\u2029"]
    assert [one for one in back if one in set(kept)] == kept
    assert not any(ord(one) < 32 and one != "\n" for one in back)


@given(some.text(some.characters(blacklist_categories=["Cc", "Cs"]), max_size=400))
def test_a_folded_line_has_at_most_75_octets_and_is_whole_again_when_unfolded(text: str) -> None:
    line = f"SUMMARY:{text}"
    pieces = list(folded(line))
    assert all(len(one.encode()) <= 75 for one in pieces)
    assert unfolded("".join(f"{one}\r\n" for one in pieces).encode()) == [line]


def test_two_files_tell_the_same_unless_a_date_or_a_word_is_another() -> None:
    life = Life().to(P.FRAMING)
    words = {life.state.title.id: "SEQUENCE:1"}

    def at(now: datetime, state: Round = life.state, title: str = "SEQUENCE:1") -> bytes:
        return calendar([Dated(state, words | {life.state.title.id: title})], Reading(CHOICES.voices["en"], {}, now))

    first = at(NOW)
    assert at(NOW + timedelta(hours=1)) != first
    assert tells_the_same(at(NOW + timedelta(hours=1)), first)
    assert tells_the_same(at(NOW, replace(life.state, version=life.state.version + 3)), first)
    window = there(life.state.window)
    moved = replace(life.state, window=replace(window, closes=window.closes + timedelta(hours=1)))
    assert not tells_the_same(at(NOW, moved), first)
    assert not tells_the_same(at(NOW, title="SEQUENCE:2"), first), "people may write what they like"
    assert not tells_the_same(calendar([], Reading(CHOICES.voices["en"], {}, NOW)), first)
    assert not tells_the_same(b"", first)
