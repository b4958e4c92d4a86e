"""Days of rest in plain words: why a step ends later, what the rules say, what organisers are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from codesign_bot.core.events import PhaseEntered
from codesign_bot.core.evolve import evolve
from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.rest import NO_REST, Rest
from codesign_bot.core.rules import Rules
from codesign_bot.core.state import there
from codesign_bot.testing.build import PRACTICE, START, Life, rules
from codesign_bot.view import Rows, Say, Term, Typed, View, Who
from codesign_bot.views import community
from codesign_bot.views.announce import announcements
from codesign_bot.views.honest import every_rule, rest_rule
from codesign_bot.views.preview import intro

from .seeing import keys, rows_titled, the

DAY = timedelta(days=1)
OLU = PersonId("olu")


def resting(rest: Rest) -> Rules:
    return replace(rules(), rest=rest)


def ends_on() -> date:
    """The day on which framing would end that opens at the start."""
    return rules().window(Phase.FRAMING, START).closes.astimezone(rules().tz).date()


def begun(frozen: Rules) -> View:
    """What is said when framing begins at the start."""
    life = Life(frozen).to(Phase.FRAMING)
    life.state = replace(life.state, rules=frozen)
    event = PhaseEntered(START, Phase.FRAMING, frozen.window(Phase.FRAMING, START))
    (view,) = announcements(life.state, event, evolve(life.state, event), {})
    return view


DAYS = (
    (Rest(dates=frozenset({ends_on()})), "put-off-holiday"),
    (Rest(frozenset({ends_on().isoweekday()})), "put-off-weekend"),
    (Rest(frozenset({ends_on().isoweekday()}), frozenset({ends_on()})), "put-off-holiday"),
    (Rest(frozenset({ends_on().isoweekday()}), frozenset({ends_on() + DAY})), "put-off-holiday"),
)


@pytest.mark.parametrize(("rest", "key"), DAYS)
def test_a_step_that_ends_later_for_a_day_of_rest_says_so_beside_its_end(rest: Rest, key: str) -> None:
    said = keys(begun(resting(rest)))
    assert said.count(key) == 1
    assert len([one for one in said if one.startswith("put-off")]) == 1
    assert said.index(key) < said.index("step-ends")


@pytest.mark.parametrize(
    "rest", [NO_REST, Rest(dates=frozenset({ends_on() + DAY})), Rest(dates=frozenset({ends_on() - DAY}))]
)
def test_a_step_that_ends_as_wished_says_nothing_of_days_of_rest(rest: Rest) -> None:
    assert not [key for key in keys(begun(resting(rest))) if key.startswith("put-off")]


def test_that_no_step_ends_at_night_is_a_rule_and_not_said_again() -> None:
    life = Life().to(Phase.FRAMING)
    late = START.replace(hour=23)
    window = rules().window(Phase.FRAMING, late)
    assert window.closes.astimezone(rules().tz).hour == 8
    event = PhaseEntered(late, Phase.FRAMING, window)
    (view,) = announcements(life.state, event, evolve(life.state, event), {})
    assert not [key for key in keys(view) if key.startswith("put-off")]


def test_a_step_without_an_end_is_not_put_off() -> None:
    life = Life(resting(Rest(frozenset({1})))).to(Phase.OUTCOME)
    event = PhaseEntered(life.now, Phase.OUTCOME, None)
    views = announcements(life.state, event, evolve(life.state, event), {})
    assert not [key for view in views for key in keys(view) if key.startswith("put-off")]


def test_the_rules_name_every_day_of_rest() -> None:
    days = frozenset({date(2026, 12, 25), date(2026, 4, 3), date(2027, 1, 1)})
    *_, sentences, listed = every_rule(resting(Rest(frozenset({5, 6}), days)))
    said = [row.content for row in sentences.rows if isinstance(row.content, Say)]
    weekdays = [one.arguments["day"] for one in said if one.key == "rule-weekday"]
    assert weekdays == [Term("time-weekday-5"), Term("time-weekday-6")]
    assert [one.key for one in said].count("rule-rest") == 1
    assert listed.title == Say("rules-rest")
    named = [row.content.arguments["day"] for row in listed.rows if isinstance(row.content, Say)]
    assert named == sorted(days)


def test_rules_without_days_of_rest_say_nothing_of_them() -> None:
    assert len(every_rule(rules())) == 2
    assert rest_rule(rules()) == ()
    assert rest_rule(replace(rules(PRACTICE), rest=Rest(frozenset({6, 7}), frozenset({START.date()})))) == ()
    assert [one.key for one in rest_rule(resting(Rest(frozenset({7}))))] == ["rule-weekday"]
    assert len(every_rule(resting(Rest(frozenset({7}))))) == 2


def test_the_preview_says_it_beside_the_night() -> None:
    said = keys(intro(Phase.FRAMING, resting(Rest(frozenset({6}), frozenset({START.date()})))))
    assert said.index("rule-night") < said.index("rule-weekday") < said.index("rule-rest")


def test_what_an_organiser_chose_is_read_back_with_every_day() -> None:
    days = (date(2026, 12, 24), date(2026, 12, 31))
    both = community.holidays_changed("DE-BE", days)
    assert the(both, "setup-holidays").arguments == {"region": Typed("DE-BE")}
    assert [row.content for row in rows_titled(both, "setup-own-days").rows] == [
        Say("rule-rest-day", {"day": day}) for day in days
    ]
    assert not [block for block in community.holidays_changed("DE-BE", ()).blocks if isinstance(block, Rows)]
    assert "setup-holidays" not in keys(community.holidays_changed(None, days))
    assert keys(community.holidays_changed(None, ())) == ["setup-no-holidays", "setup-rest-new-rounds"]
    assert keys(community.weekends_changed(are_kept=True))[0] == "setup-weekends"
    assert keys(community.weekends_changed(are_kept=False))[0] == "setup-no-weekends"
    for view in (both, community.weekends_changed(are_kept=True)):
        assert "setup-rest-new-rounds" in keys(view), "open rounds keep their days"


@pytest.mark.parametrize(
    ("kind", "before", "after", "key"),
    [
        ("HolidaysChanged", "", "DE 2026-12-24", "power-holidays-set"),
        ("HolidaysChanged", "DE", "", "power-holidays-ended"),
        ("WeekendsChanged", "off", "on", "power-weekends-kept"),
        ("WeekendsChanged", "on", "off", "power-weekends-ended"),
    ],
)
def test_such_an_act_is_said_with_who_did_it(kind: str, before: str, after: str, key: str) -> None:
    view = community.power_used(OLU, kind, before, after)
    said = the(view, key)
    assert said.arguments["who"] == Who(OLU)
    assert said.arguments.get("days", Typed(after)) == Typed(after)
    assert there(view.heading).key == "power-title"
    assert "power-in-log" in keys(view)
