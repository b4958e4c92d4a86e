"""Templates: those that come with the bot keep every promise of time, and a mistake names its file and key."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.catalogue import length, load_template, load_templates, nearest, template_folders
from codesign_bot.core.counting.ballots import MAX_IDEAS_ON_A_BALLOT
from codesign_bot.core.counting.result import TieStep
from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.phases import LEAST, WINDOWED, Phase
from codesign_bot.core.rules import Rules, Template
from codesign_bot.core.windows import NO_NIGHT, Night
from codesign_bot.errors import ConfigError
from codesign_bot.toml import Mistake

SHIPPED = load_templates(template_folders())
DAY = timedelta(days=1)

WINDOWS = "[windows]\n" + "\n".join(f'{phase.value} = "4 days"' for phase in WINDOWED)


def whole(template: Template) -> timedelta:
    """How long a round takes that needs no runoff."""
    return sum((long for phase, long in template.windows.items() if phase is not Phase.RUNOFF), timedelta(0))


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str, name: str = "ours.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def mistakes(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_template(path)
    first, *rest = str(caught.value).split("\n  ")
    assert first == f"{path}:"
    assert rest
    return rest


# --- what is shipped -------------------------------------------------------------------------------------


def test_the_shipped_templates_are_the_eight_that_the_docs_name() -> None:
    assert list(SHIPPED) == [
        "choose-representative",
        "community",
        "consent-on-text",
        "participatory-budget",
        "practice",
        "quick",
        "retrospective",
        "slow",
    ]
    assert all(name == template.name for name, template in SHIPPED.items())


def test_the_community_template_is_the_table_of_the_life_cycle() -> None:
    community = SHIPPED["community"]
    assert community.windows == {
        Phase.FRAMING: 7 * DAY,
        Phase.CONFIRMING: 2 * DAY,
        Phase.IDEAS: 14 * DAY,
        Phase.SORTING: 3 * DAY,
        Phase.VOTING: 7 * DAY,
        Phase.RUNOFF: 3 * DAY,
        Phase.COOLING_OFF: 2 * DAY,
        Phase.FEEDBACK: 7 * DAY,
    }
    assert whole(community) == 42 * DAY
    assert community.seconders == 3
    assert community.checks == (30 * DAY, 90 * DAY)
    assert (community.done_confirmations, community.done_undisputed) == (3, 7 * DAY)
    assert (community.heard_floor, community.heard_percent, community.extensions_most) == (5, 20, 2)
    assert (community.places, community.rule, community.cap) == (3, Rule.DOTS, 2)
    assert community.chain == (TieStep.OTHER_MEASURE, TieStep.WIDEN, TieStep.RUNOFF, TieStep.ALL_GO_ON)
    assert community.night == Night(time(22), time(8))


def test_what_the_community_template_spells_out_is_what_others_have_by_default() -> None:
    """Its file tells an operator so."""
    community = SHIPPED["community"]
    bare = Template(name="community", windows=community.windows)
    assert community == bare


@pytest.mark.parametrize(("name", "days"), [("quick", 13), ("community", 42), ("slow", 84)])
def test_a_round_takes_as_long_as_its_template_is_known_for(name: str, days: int) -> None:
    assert whole(SHIPPED[name]) == days * DAY


def test_the_quick_template_has_the_least_windows_and_nothing_more() -> None:
    assert SHIPPED["quick"].windows == LEAST


@pytest.mark.parametrize("name", sorted(set(SHIPPED) - {"practice"}))
def test_promise_2_every_shipped_template_holds_the_least_windows(name: str) -> None:
    for phase, least in LEAST.items():
        assert SHIPPED[name].windows[phase] >= least


def test_only_the_practice_is_a_practice_and_it_takes_minutes() -> None:
    assert [name for name, template in SHIPPED.items() if template.is_practice] == ["practice"]
    practice = SHIPPED["practice"]
    assert whole(practice) <= timedelta(minutes=45)
    assert practice.seconders == 1
    assert Rules(practice, "Europe/Berlin").night == NO_NIGHT
    assert all(check < timedelta(hours=1) for check in practice.checks)
    assert practice.alone_first < practice.windows[Phase.IDEAS] / 2


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_with_every_shipped_template_a_round_can_open_at_any_hour(name: str) -> None:
    rules = Rules(SHIPPED[name], "America/New_York")
    for hour in range(0, 24, 5):
        opened = datetime(2026, 3, 7, hour, 30, tzinfo=UTC)
        for phase in WINDOWED:
            assert rules.window(phase, opened).length >= rules.least(phase)
    assert len(rules.hashed()) == 64


@pytest.mark.parametrize("name", ["choose-representative", "consent-on-text"])
def test_where_people_approve_they_can_back_as_many_as_a_ballot_holds(name: str) -> None:
    template = SHIPPED[name]
    assert (template.rule, template.cap, template.dots) == (Rule.APPROVAL, 1, MAX_IDEAS_ON_A_BALLOT)
    assert template.places == 1


def test_a_budget_is_shared_out_by_fair_share() -> None:
    template = SHIPPED["participatory-budget"]
    assert template.rule is Rule.FAIR_SHARE
    assert template.places >= 3


def test_every_shipped_template_says_in_its_first_line_what_it_is_for() -> None:
    (folder,) = template_folders()
    for path in folder.glob("*.toml"):
        assert path.read_text(encoding="utf-8").startswith("# ")


# --- an operator's own -----------------------------------------------------------------------------------


def test_a_template_needs_only_its_windows(written: Callable[[str], Path]) -> None:
    template = load_template(written(WINDOWS))
    assert template == Template("ours", dict.fromkeys(WINDOWED, 4 * DAY))


EVERY_FIELD: Mapping[str, tuple[str, object]] = {
    "is_practice": ("false", False),
    "seconders": ("2", 2),
    "places": ("4", 4),
    "rule": ('"fair_share"', Rule.FAIR_SHARE),
    "chain": ('["runoff", "all_go_on"]', (TieStep.RUNOFF, TieStep.ALL_GO_ON)),
    "dots": ("6", 6),
    "cap": ("3", 3),
    "ideas_each": ("9", 9),
    "alone_first": ('"36 hours"', 1.5 * DAY),
    "heard_floor": ("8", 8),
    "heard_percent": ("30", 30),
    "extensions_most": ("1", 1),
    "request_window": ('"3 days"', 3 * DAY),
    "merge_window": ('"1 day"', DAY),
    "checks": ('["1 week", "8 weeks"]', (7 * DAY, 56 * DAY)),
    "done_confirmations": ("4", 4),
    "done_undisputed": ('"14 days"', 14 * DAY),
}


def test_every_field_of_a_template_can_be_chosen(written: Callable[[str], Path]) -> None:
    lines = "\n".join(f"{key} = {value}" for key, (value, _) in EVERY_FIELD.items())
    template = load_template(written(f"{lines}\n{WINDOWS}\n[night]\nbegins = 21:00:00\nends = 09:30:00"))
    for key, (_, value) in EVERY_FIELD.items():
        assert getattr(template, key) == value
    assert template.night == Night(time(21), time(9, 30))
    known = {one.name for one in dataclasses.fields(Template)}
    assert known == {*EVERY_FIELD, "name", "windows", "night"}, "a new field of Template needs a reader"


@pytest.mark.parametrize("key", sorted(EVERY_FIELD))
def test_a_wrong_type_is_told_with_its_key(written: Callable[[str], Path], key: str) -> None:
    (said,) = mistakes(written(f"{key} = 1.5\n{WINDOWS}"))
    assert said.startswith(f"{key}: ")
    assert "is needed, this is a number with a point" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"secnders = 3\n{WINDOWS}", "secnders: is unknown; did you mean seconders?"),
        (f'{WINDOWS}\nvotting = "7 days"', "windows.votting: is unknown; did you mean voting?"),
        (f"{WINDOWS}\n[night]\nbegins = 22:00:00\nend = 08:00:00", "night.ends: is missing"),
        (
            f'{WINDOWS}\n[night]\nbegins = "22:00"\nends = 08:00:00',
            "night.begins: a time of day such as 22:00:00, without quotes, is needed",
        ),
        (
            f"{WINDOWS}\n[night]\nbegins = 22:00:00\nends = 08:00:00\nmoon = 1",
            "night.moon: is unknown; known are begins, ends",
        ),
        (f'rule = "loudest"\n{WINDOWS}', "rule: is none of dots, supporters, fair_share, approval"),
        (f'chain = ["coin"]\n{WINDOWS}', "chain: is none of other_measure, widen, runoff, all_go_on"),
        (f'chain = ["runoff", "runoff"]\n{WINDOWS}', "chain: the same thing stands there twice"),
        (f"heard_percent = 101\n{WINDOWS}", "heard_percent: must be from 1 to 100"),
        (f"seconders = 0\n{WINDOWS}", "seconders: must be 1 or more"),
        ('[windows]\nframing = "7 days"', "windows.voting: is missing"),
        (
            f'alone_first = "soon"\n{WINDOWS}',
            'alone_first: a length such as "7 days", "36 hours" or "90 seconds" is needed',
        ),
        ("windows = 7", "windows: a table is needed, this is a whole number"),
    ],
)
def test_a_mistake_names_its_key(written: Callable[[str], Path], text: str, said: str) -> None:
    assert said in mistakes(written(text))


@pytest.mark.parametrize("phase", WINDOWED)
def test_promise_2_a_window_below_the_least_is_refused(written: Callable[[str], Path], phase: Phase) -> None:
    hours = int(LEAST[phase] / timedelta(hours=1))
    text = WINDOWS.replace(f'{phase.value} = "4 days"', f'{phase.value} = "{hours - 1} hours"')
    assert mistakes(written(text)) == [f"windows.{phase.value}: at least {hours} hours"]


def test_a_rule_no_community_can_change_is_told_with_file_and_key(written: Callable[[str], Path]) -> None:
    assert mistakes(written(f"heard_floor = 2\n{WINDOWS}")) == ["heard_floor: at least 5"]


def test_a_practice_may_be_as_short_as_it_likes(written: Callable[[str], Path]) -> None:
    template = load_template(written("is_practice = true\n" + WINDOWS.replace("4 days", "10 seconds")))
    assert set(template.windows.values()) == {timedelta(seconds=10)}


@pytest.mark.parametrize("name", ["Our Own.toml", "a--b.toml", "-x.toml", "übung.toml", "a_b.toml"])
def test_a_template_is_called_something_people_can_type(written: Callable[[str, str], Path], name: str) -> None:
    assert mistakes(written(WINDOWS, name)) == [
        "the name of the file: small letters, digits and single dashes are needed"
    ]


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(f"a = 1\nb = 2\n{WINDOWS}", encoding="utf-8")
    (tmp_path / "two.toml").write_text("not toml", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_templates([tmp_path])
    said = str(caught.value)
    for part in ("one.toml", "a: is unknown", "b: is unknown", "two.toml: is not TOML"):
        assert part in said


def test_an_own_template_is_added_and_replaces_one_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(WINDOWS, encoding="utf-8")
    (tmp_path / "quick.toml").write_text(WINDOWS, encoding="utf-8")
    found = load_templates(template_folders(tmp_path))
    assert set(found) == {*SHIPPED, "ours"}
    assert list(found) == sorted(found)
    assert found["quick"].windows[Phase.VOTING] == 4 * DAY
    assert found["slow"] == SHIPPED["slow"]


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        SHIPPED["community"] = SHIPPED["quick"]  # type: ignore[index] # that is the point


def test_the_nearest_template_is_found_by_its_name() -> None:
    assert nearest("comunity", SHIPPED, 5)[0] == "community"
    assert len(nearest("comunity", SHIPPED, 5)) == 5


# --- lengths ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("7 days", 7 * DAY),
        ("1 day", DAY),
        ("1 days", DAY),
        ("36 hours", 1.5 * DAY),
        ("90 seconds", timedelta(seconds=90)),
        ("2 weeks", 14 * DAY),
        ("10 minutes", timedelta(minutes=10)),
        (" 7 days ", 7 * DAY),
    ],
)
def test_a_length_is_a_number_and_a_word(text: str, long: timedelta) -> None:
    assert length(text) == long


@pytest.mark.parametrize(
    "wrong",
    [
        "7",
        "days",
        "7days",
        "seven days",
        "-7 days",
        "7.5 days",
        "7 months",
        "7 days 3 hours",
        "\u0667 days",
        "",
        7,
        None,
    ],
)
def test_anything_else_is_no_length(wrong: object) -> None:
    with pytest.raises(Mistake):
        length(wrong)


def test_no_length_is_longer_than_a_calendar_can_hold() -> None:
    assert length("3650 days") == 3650 * DAY
    for wrong in ("4000 days", "99999 weeks"):
        with pytest.raises(Mistake, match="ten years"):
            length(wrong)
    assert date(2026, 1, 1) + length("521 weeks")


@given(st.integers(1, 3000), st.sampled_from(["second", "minute", "hour", "day"]))
def test_a_length_is_the_sum_of_its_units(number: int, unit: str) -> None:
    assert length(f"{number} {unit}s") == number * length(f"1 {unit}")


@given(st.text(max_size=20))
def test_no_text_makes_reading_a_length_fail_otherwise(text: str) -> None:
    with suppress(Mistake):
        assert length(text) >= timedelta(0)
