"""The rules of a round: what no template can take away, and one hash that changes with everything."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.counting.ties import TieStep
from codesign_bot.core.label import Answers, Decider, Fixed, Use
from codesign_bot.core.phases import LEAST, WINDOWED, Phase
from codesign_bot.core.rules import (
    LONGEST,
    PLAN_WITHIN,
    SECOND_WITHIN,
    Rules,
    Template,
    TemplateFault,
    check_template,
)
from codesign_bot.core.windows import NO_NIGHT, Night, Window
from codesign_bot.testing.build import COMMUNITY, COMMUNITY_WINDOWS, PRACTICE, answers, at, content, rules

DAY, HOUR, TICK = timedelta(days=1), timedelta(hours=1), timedelta(microseconds=1)

instants = st.integers(0, 10 * 366 * 86_400).map(lambda seconds: at(seconds / 3600))


def windows(**changed: timedelta) -> dict[Phase, timedelta]:
    return {**COMMUNITY_WINDOWS, **{Phase(name): length for name, length in changed.items()}}


# --- what a template may say -----------------------------------------------------------------------------


@pytest.mark.parametrize("phase", WINDOWED)
def test_no_new_template_goes_below_the_least_window_of_a_step(phase: Phase) -> None:
    check_template(Template("just so", {**COMMUNITY_WINDOWS, phase: LEAST[phase]}))
    hours = int(LEAST[phase] / HOUR)
    with pytest.raises(TemplateFault, match=rf"^windows\.{phase.value}: at least {hours} hours$"):
        check_template(Template("too short", {**COMMUNITY_WINDOWS, phase: LEAST[phase] - TICK}))


@pytest.mark.parametrize("phase", WINDOWED)
def test_every_step_has_a_length_in_a_practice_too(phase: Phase) -> None:
    with pytest.raises(TemplateFault, match=rf"^windows\.{phase.value}: "):
        Template("missing", {p: DAY for p in WINDOWED if p is not phase}, is_practice=True)
    with pytest.raises(TemplateFault, match="windows: every step needs some time"):
        check_template(Template("none", {**PRACTICE.windows, phase: timedelta(0)}, is_practice=True))


def test_a_practice_may_be_short() -> None:
    check_template(Template("blink", dict.fromkeys(WINDOWED, timedelta(seconds=1)), is_practice=True))


@pytest.mark.parametrize("template", [COMMUNITY, PRACTICE], ids=["community", "practice"])
def test_the_rounds_of_these_tests_go_by_templates_that_are_allowed(template: Template) -> None:
    check_template(template)


UNFAIR: list[tuple[str, Callable[[], Template]]] = [
    ("seconders", lambda: replace(COMMUNITY, seconders=0)),
    ("seconders", lambda: replace(COMMUNITY, seconders=4)),
    ("places", lambda: replace(COMMUNITY, places=0)),
    ("dots", lambda: replace(COMMUNITY, dots=0)),
    ("dots", lambda: replace(COMMUNITY, dots=-1)),
    ("cap", lambda: replace(COMMUNITY, cap=0)),
    ("ideas_each", lambda: replace(COMMUNITY, ideas_each=0)),
    ("heard_floor", lambda: replace(COMMUNITY, heard_floor=4)),
    ("heard_percent", lambda: replace(COMMUNITY, heard_percent=19)),
    ("heard_percent", lambda: replace(COMMUNITY, heard_percent=101)),
    ("extensions_most", lambda: replace(COMMUNITY, extensions_most=0)),
    ("extensions_most", lambda: replace(COMMUNITY, extensions_most=3)),
    ("done_confirmations", lambda: replace(COMMUNITY, done_confirmations=2)),
    ("request_window", lambda: replace(COMMUNITY, request_window=2 * DAY - TICK)),
    ("done_undisputed", lambda: replace(COMMUNITY, done_undisputed=7 * DAY - TICK)),
    ("alone_first", lambda: replace(COMMUNITY, alone_first=-TICK)),
    ("merge_window", lambda: replace(COMMUNITY, merge_window=-TICK)),
    ("alone_first", lambda: replace(COMMUNITY, alone_first=LONGEST + TICK)),
    ("merge_window", lambda: replace(COMMUNITY, merge_window=LONGEST + TICK)),
    ("request_window", lambda: replace(COMMUNITY, request_window=LONGEST + TICK)),
    ("done_undisputed", lambda: replace(COMMUNITY, done_undisputed=LONGEST + TICK)),
    # A practice may be unfair, but it too must come to an end and let people take part.
    ("seconders", lambda: replace(PRACTICE, seconders=0)),
    ("seconders", lambda: replace(PRACTICE, seconders=4)),
    ("places", lambda: replace(PRACTICE, places=0)),
    ("dots", lambda: replace(PRACTICE, dots=0)),
    ("cap", lambda: replace(PRACTICE, cap=0)),
    ("ideas_each", lambda: replace(PRACTICE, ideas_each=0)),
    ("heard_percent", lambda: replace(PRACTICE, heard_percent=-1)),
    ("heard_percent", lambda: replace(PRACTICE, heard_percent=101)),
    ("extensions_most", lambda: replace(PRACTICE, extensions_most=-1)),
    ("extensions_most", lambda: replace(PRACTICE, extensions_most=3)),
    ("done_confirmations", lambda: replace(PRACTICE, done_confirmations=0)),
    ("request_window", lambda: replace(PRACTICE, request_window=-TICK)),
    ("request_window", lambda: replace(PRACTICE, request_window=LONGEST + TICK)),
]


@pytest.mark.parametrize(("name", "made"), UNFAIR)
def test_a_template_that_is_unfair_or_never_ends_is_refused_by_field(name: str, made: Callable[[], Template]) -> None:
    template = made()  # what stands in the record can be read, however bounds have changed since
    with pytest.raises(TemplateFault, match=rf"^{name}: "):
        check_template(template)


@pytest.mark.parametrize("place", [0, 1])
def test_no_check_is_held_before_the_outcome_or_after_everybody_has_gone(place: int) -> None:
    for wrong in (-TICK, LONGEST + TICK):
        checks = [30 * DAY, 90 * DAY]
        checks[place] = wrong
        with pytest.raises(TemplateFault, match=rf"^checks\.{place}: "):
            check_template(replace(COMMUNITY, checks=tuple(checks)))


def test_no_step_is_longer_than_a_year() -> None:
    check_template(replace(COMMUNITY, windows=windows(ideas=LONGEST)))
    with pytest.raises(TemplateFault, match=r"^windows\.ideas: "):
        check_template(replace(COMMUNITY, windows=windows(ideas=LONGEST + TICK)))


# --- what the rules make of it ---------------------------------------------------------------------------


@given(st.sampled_from(WINDOWED), instants)
def test_every_step_gets_its_least_window_and_ends_by_day(phase: Phase, opened: datetime) -> None:
    window = rules().window(phase, opened)
    assert window.opened == opened
    assert window.length >= LEAST[phase]
    assert time(8) <= window.closes.astimezone(rules().tz).time() < time(22)


@given(st.sampled_from(WINDOWED), instants)
def test_a_practice_keeps_to_the_minute_by_night_too(phase: Phase, opened: datetime) -> None:
    practice = rules(PRACTICE)
    assert practice.night == NO_NIGHT
    assert practice.least(phase) == PRACTICE.windows[phase]
    assert practice.window(phase, opened) == Window(opened, opened + PRACTICE.windows[phase])
    assert practice.by_day(opened) == opened


def test_rules_extend_a_window_out_of_the_night() -> None:
    window = Window(at(0), at(48))
    assert rules().extended(window, 4 * HOUR).closes == at(52)
    assert rules().extended(window, 14 * HOUR).closes == at(71)
    assert rules().by_day(at(14)) == at(23)
    assert rules(PRACTICE).extended(window, 14 * HOUR).closes == at(62)


# --- the hash --------------------------------------------------------------------------------------------

OTHER_TEMPLATES = {
    "name": replace(COMMUNITY, name="other"),
    "windows": replace(COMMUNITY, windows=windows(ideas=15 * DAY)),
    "is_practice": replace(COMMUNITY, is_practice=True),
    "seconders": replace(COMMUNITY, seconders=2),
    "places": replace(COMMUNITY, places=2),
    "rule": replace(COMMUNITY, rule=Rule.FAIR_SHARE),
    "chain": replace(COMMUNITY, chain=(TieStep.ALL_GO_ON,)),
    "dots": replace(COMMUNITY, dots=4),
    "cap": replace(COMMUNITY, cap=3),
    "ideas_each": replace(COMMUNITY, ideas_each=4),
    "alone_first": replace(COMMUNITY, alone_first=2 * DAY),
    "heard_floor": replace(COMMUNITY, heard_floor=6),
    "heard_percent": replace(COMMUNITY, heard_percent=21),
    "extensions_most": replace(COMMUNITY, extensions_most=1),
    "request_window": replace(COMMUNITY, request_window=3 * DAY),
    "merge_window": replace(COMMUNITY, merge_window=3 * DAY),
    "checks": replace(COMMUNITY, checks=(31 * DAY, 90 * DAY)),
    "done_confirmations": replace(COMMUNITY, done_confirmations=4),
    "done_undisputed": replace(COMMUNITY, done_undisputed=8 * DAY),
    "night": replace(COMMUNITY, night=Night(time(21), time(8))),
}
OTHER_ANSWERS = {
    "decider": replace(answers(), decider=Decider.OTHERS),
    "who_decides": replace(answers(), who_decides=content("other")),
    "fixed": replace(answers(), fixed=Fixed.PLAN),
    "what_is_fixed": replace(answers(), what_is_fixed=content("other")),
    "what_is_open": replace(answers(), what_is_open=content("other")),
    "use": replace(answers(), use=Use.ADVICE),
    "what_happens_with_it": replace(answers(), what_happens_with_it=content("other")),
    "reply_by": replace(answers(), reply_by=date(2026, 6, 1)),
}


def test_the_tables_of_this_file_name_every_field() -> None:
    assert set(OTHER_TEMPLATES) == {one.name for one in fields(Template)}
    assert set(OTHER_ANSWERS) == {one.name for one in fields(Answers)}


@pytest.mark.parametrize("name", OTHER_TEMPLATES)
def test_the_hash_changes_with_every_field_of_the_template(name: str) -> None:
    assert rules(OTHER_TEMPLATES[name]).hashed() != rules().hashed()


@pytest.mark.parametrize("phase", WINDOWED)
def test_the_hash_changes_with_every_window_by_the_smallest_step(phase: Phase) -> None:
    other = replace(COMMUNITY, windows={**COMMUNITY_WINDOWS, phase: COMMUNITY_WINDOWS[phase] + TICK})
    assert rules(other).hashed() != rules().hashed()


@pytest.mark.parametrize("name", OTHER_ANSWERS)
def test_the_hash_changes_with_every_answer(name: str) -> None:
    assert rules(honest=OTHER_ANSWERS[name]).hashed() != rules().hashed()


def test_the_hash_changes_with_the_zone_and_with_having_answers() -> None:
    hashes = {
        rules().hashed(),
        rules(zone="Europe/Paris").hashed(),
        Rules(COMMUNITY, "Europe/London").hashed(),
    }
    assert len(hashes) == 3


def test_the_same_rules_have_the_same_hash_in_whatever_order_they_were_written() -> None:
    backwards = {phase: COMMUNITY_WINDOWS[phase] for phase in reversed(WINDOWED)}
    assert rules(replace(COMMUNITY, windows=backwards)).hashed() == rules().hashed()


def test_the_hash_can_be_worked_out_from_what_is_posted() -> None:
    posted = {
        "template": "community",
        "practice": False,
        "zone": "Europe/London",
        "windows_us": {phase.value: int(COMMUNITY_WINDOWS[phase] / TICK) for phase in WINDOWED},
        "seconders": 3,
        "second_within_us": int(SECOND_WITHIN / TICK),
        "plan_within_us": int(PLAN_WITHIN / TICK),
        "places": 3,
        "rule": "dots",
        "chain": ["other_measure", "widen", "runoff", "all_go_on"],
        "dots": "by ideas",
        "cap": 2,
        "ideas_each": 5,
        "alone_first_us": int(DAY / TICK),
        "heard": [5, 20, 2],
        "request_us": int(2 * DAY / TICK),
        "merge_us": int(2 * DAY / TICK),
        "checks_us": [int(30 * DAY / TICK), int(90 * DAY / TICK)],
        "done": [3, int(7 * DAY / TICK)],
        "night": ["22:00:00", "08:00:00"],
    }
    written = json.dumps(posted, sort_keys=True, separators=(",", ":"))
    assert Rules(COMMUNITY, "Europe/London").hashed() == sha256(written.encode()).hexdigest()


def test_the_times_of_a_topic_are_the_same_for_every_round_and_part_of_what_is_hashed() -> None:
    """A topic has no template when it is suggested, so no template can say how long it waits."""
    assert (SECOND_WITHIN, PLAN_WITHIN) == (14 * DAY, 7 * DAY)
    assert {"second_within", "plan_within"}.isdisjoint(one.name for one in fields(Template))
