"""No sequence of acts and silences keeps a step open without end, and every way to more time ends in the open."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import codesign_bot.core
from codesign_bot.core import commands as c
from codesign_bot.core.events import PhaseEntered, WindowExtended
from codesign_bot.core.ids import RequestNo
from codesign_bot.core.outage import Away
from codesign_bot.core.phases import ENDED, LEAST, WINDOWED, Phase
from codesign_bot.core.rest import NO_REST, Rest
from codesign_bot.core.rules import LONGEST, MOST_AHEAD, Rules, reach
from codesign_bot.core.state import Narrowing, Why, there
from codesign_bot.core.windows import LONGEST_REST, Calendar, Shut
from codesign_bot.testing.build import COMMUNITY, MEMBERS, ORGANISER, PRACTICE, REASON, START, Life, dots, rules, text

P = Phase
DAY, HOUR, TICK = timedelta(days=1), timedelta(hours=1), timedelta(microseconds=1)
MONTH = c.GiveTime(timedelta(days=30), REASON)
STEPS: list[Phase] = [phase for phase in WINDOWED if phase is not P.RUNOFF]
BY_ITSELF_MOST = 2 + 5 + 1
"""Extensions of one step without an organiser: for voices, once for each other reason, and asked for."""

WEEKENDS = Rest(frozenset({6, 7}))


def resting(rest: Rest = WEEKENDS) -> Rules:
    return replace(rules(), rest=rest)


def steps(life: Life) -> list[list[PhaseEntered | WindowExtended]]:
    """The beginning of each step that has an end, with all that made it longer."""
    found: list[list[PhaseEntered | WindowExtended]] = []
    for event in life.events:
        if isinstance(event, PhaseEntered) and event.window is not None:
            found.append([event])
        elif isinstance(event, WindowExtended) and found:
            found[-1].append(event)
    return found


# --- time that is given ----------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", STEPS)
def test_organisers_give_time_again_and_again_but_to_a_year_in_all(phase: Phase) -> None:
    life = Life(resting()).to(phase)
    opened, times = there(life.state.window).opened, 0
    while _left(life) > 33 * DAY:  # a month, and what a weekend adds to it
        life.do(ORGANISER, MONTH)
        times += 1
    assert times >= 10
    closes = there(life.state.window).closes
    refusal = (
        life.refused(ORGANISER, c.GiveTime(min(_left(life) + TICK, 30 * DAY), REASON))
        if _left(life) < 30 * DAY
        else None
    )
    assert refusal is None or (refusal.key, refusal.arguments) == ("step-too-long", {"days": 366, "closes": closes})
    assert opened + 330 * DAY < closes <= opened + LONGEST


def _left(life: Life) -> timedelta:
    return LONGEST - there(life.state.window).length


def test_to_the_day_a_year_is_given_and_not_a_tick_more() -> None:
    life = Life().to(P.VOTING)
    while _left(life) > 30 * DAY:
        life.do(ORGANISER, MONTH)
    left = _left(life)
    assert life.refused(ORGANISER, c.GiveTime(left + TICK, REASON)).key == "step-too-long"
    life.do(ORGANISER, c.GiveTime(left, REASON))
    assert there(life.state.window).length == LONGEST
    assert life.refused(ORGANISER, c.GiveTime(TICK, REASON)).key == "step-too-long"


def test_what_the_rules_give_is_given_even_where_organisers_can_give_no_more() -> None:
    """The bound is on those who could put off for ever; voices that are missing are waited for all the same."""
    life = Life().to(P.VOTING)
    while _left(life) > 30 * DAY:
        life.do(ORGANISER, MONTH)
    life.do(ORGANISER, c.GiveTime(_left(life), REASON))
    life.end_step()
    assert life.is_in(P.VOTING)
    assert there(life.state.window).length > LONGEST
    assert life.state.pace.waited_for_voices == 1


def test_a_topic_is_kept_waiting_for_seconders_for_a_year_at_most() -> None:
    life = Life()
    while life.state.expires_at + 30 * DAY <= life.state.suggested_at + LONGEST:
        life.do(ORGANISER, MONTH)
    refusal = life.refused(ORGANISER, MONTH)
    assert (refusal.key, refusal.arguments) == ("step-too-long", {"days": 366, "closes": life.state.expires_at})
    life.wait_until(life.state.expires_at)
    assert life.is_in(P.EXPIRED)


# --- whole rounds ----------------------------------------------------------------------------------------

acts = st.lists(
    st.one_of(
        st.tuples(st.just("give"), st.integers(1, 30 * 24)),
        st.tuples(st.just("ask"), st.integers(1, 6)),
        st.tuples(st.just("wait"), st.integers(1, 60 * 24)),
        st.tuples(st.just("vote"), st.integers(1, 6)),
        st.tuples(st.just("end"), st.just(0)),
        st.tuples(st.just("away"), st.integers(1, 90 * 24)),
        st.tuples(st.just("outage"), st.integers(1, 20 * 24)),
    ),
    max_size=60,
)
rests = st.builds(
    Rest,
    st.sampled_from([frozenset[int](), frozenset({6, 7}), frozenset({5, 6}), frozenset({5})]),
    st.frozensets(st.integers(0, 500).map(lambda days: START.date() + days * DAY), max_size=60),
)


def ask(life: Life, people: tuple[str, ...]) -> None:
    """Those who have not asked in this step, until the time is given."""
    for name in people:
        if Why.ASKED not in life.state.pace.granted and name not in life.state.pace.asked_for_time:
            life.do(name, c.AskForTime())


def act(life: Life, what: str, number: int) -> None:
    match what:
        case "give" if life.state.phase in WINDOWED:
            if _left(life) > number * HOUR + LONGEST_REST:
                life.do(ORGANISER, c.GiveTime(number * HOUR, REASON))
        case "ask" if life.state.phase in WINDOWED:
            ask(life, MEMBERS[:number])
        case "vote" if life.is_in(P.VOTING):
            life.everyone(dots(i1=1), people=MEMBERS[:number])
        case "end" if life.state.phase in WINDOWED:
            life.end_step()
        case "outage" if life.state.phase in WINDOWED:
            closes = there(life.state.window).closes
            life.outages.append(Away(closes - number * HOUR, closes))
        case "away":
            life.away(number)
        case _:
            life.wait(number)


@settings(max_examples=60)
@given(acts, rests)
def test_no_acts_and_no_silence_extend_a_step_without_end(did: list[tuple[str, int]], rest: Rest) -> None:
    life = Life(resting(rest)).to(P.FRAMING)
    for what, number in did:
        if life.state.phase in WINDOWED:
            act(life, what, number)
            life.settle()
    life.wait(days=5000)
    assert life.state.phase in ENDED | {P.OUTCOME}, "silence ends every step"
    assert steps(life)
    for entered, *longer in steps(life):
        assert isinstance(entered, PhaseEntered)
        made = [one for one in longer if isinstance(one, WindowExtended)]
        assert sum(one.why not in {Why.GIVEN, Why.OUTAGE} for one in made) <= BY_ITSELF_MOST
        assert sum((one.lost for one in made), timedelta(0)) <= life.rules.template.windows[entered.phase]
        closes = [there(entered.window).closes, *(one.closes for one in longer if isinstance(one, WindowExtended))]
        assert closes == sorted(closes), "what was announced never moves earlier"
        assert all(
            one.before == old for one, old in zip(longer, closes, strict=False) if isinstance(one, WindowExtended)
        )
        for instant in closes:
            assert life.rules.calendar.shut(instant.astimezone(life.rules.tz)) is None


# --- every way to more time ------------------------------------------------------------------------------


def few_heard(life: Life) -> Life:
    return life.to(P.FRAMING)


def late_surge(life: Life) -> Life:
    life.to(P.VOTING)
    life.wait_until(there(life.state.window).closes - HOUR)
    life.everyone(dots(i1=1))
    return life


def tied_wordings(life: Life) -> Life:
    life.to(P.FRAMING)
    life.everyone(c.StateProblem(text()))
    for name in MEMBERS[:2]:
        life.do(name, c.WordQuestion(text(f"How might we help {name}?")))
    return life


def rewording(life: Life) -> Life:
    life.to(P.CONFIRMING)
    life.everyone(c.Consent())
    life.do("ada", c.Object(REASON))
    return life


def sort_again(life: Life) -> Life:
    life.to(P.IDEAS)
    for number in range(5):
        life.everyone(c.OfferIdea(text(f"Idea {number}")))
    return life.to(P.SORTING)


def asked(life: Life) -> Life:
    life.to(P.IDEAS)
    life.everyone(c.AskForTime(), people=MEMBERS[:3])
    return life


def outage(life: Life) -> Life:
    life.to(P.IDEAS)
    closes = there(life.state.window).closes
    life.outages.append(Away(closes - 2 * DAY, closes - HOUR))
    return life


def given_by_an_organiser(life: Life) -> Life:
    life.to(P.IDEAS)
    life.do(ORGANISER, c.GiveTime(DAY, REASON))
    return life


def paused(life: Life) -> Life:
    life.to(P.IDEAS)
    life.everyone(c.OfferIdea(text("An idea")))
    life.do("ada", c.MakeRequest(Narrowing.PAUSE_STEP, REASON, days=3))
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[1:4])
    return life


WAYS: dict[Why, Callable[[Life], Life]] = {
    Why.FEW_HEARD: few_heard,
    Why.LATE_SURGE: late_surge,
    Why.TIED_WORDINGS: tied_wordings,
    Why.REWORDING: rewording,
    Why.SORT_AGAIN: sort_again,
    Why.ASKED: asked,
    Why.GIVEN: given_by_an_organiser,
    Why.PAUSED: paused,
    Why.OUTAGE: outage,
}


def extended_for(why: Why, rest: Rest) -> WindowExtended:
    life = WAYS[why](Life(resting(rest)))
    life.end_step()
    return next(event for event in life.events if isinstance(event, WindowExtended) and event.why is why)


def test_there_is_a_story_for_every_reason_for_more_time() -> None:
    assert set(WAYS) == set(Why)


@pytest.mark.parametrize("why", WAYS)
def test_every_way_to_more_time_keeps_out_of_days_of_rest(why: Why) -> None:
    """The round is told once as it is, and once where just the day it would have ended on is a day of rest."""
    plain = extended_for(why, NO_REST)
    home = rules().tz
    day = plain.closes.astimezone(home).date()
    moved = extended_for(why, Rest(dates=frozenset({day})))
    assert moved.before == plain.before
    assert moved.closes.astimezone(home).date() == day + DAY
    assert moved.closes.astimezone(home).hour == 8
    month = Rest(dates=frozenset(day + n * DAY for n in range(32)))
    assert extended_for(why, month).closes == plain.closes, "nothing is open for a month: the night alone counts"


def test_an_end_that_people_ask_for_keeps_out_of_days_of_rest_too() -> None:
    life = Life(resting()).to(P.IDEAS)
    life.wait_until(there(life.state.window).closes - 6 * DAY)
    while (life.now + 2 * DAY).astimezone(life.rules.tz).isoweekday() != 6:
        life.wait(24)
    (made,) = life.do("ada", c.MakeRequest(Narrowing.END_STEP, REASON))
    life.everyone(c.SupportRequest(there_is(made)), people=MEMBERS[1:5])
    life.wait(days=2)
    closes = there(life.state.window).closes
    assert life.rules.calendar.shut(closes.astimezone(life.rules.tz)) is None
    assert closes.astimezone(life.rules.tz).isoweekday() == 1


def there_is(event: object) -> RequestNo:
    number = getattr(event, "no", None)
    assert number is not None
    return RequestNo(number)


def test_more_time_comes_from_one_function_and_nowhere_else() -> None:
    """Whoever adds a way to more time gets the calendar and the bounds with it."""
    folder = Path(codesign_bot.core.__file__).parent
    made = {file.name: calls_of(ast.parse(file.read_text("utf-8")), "WindowExtended") for file in folder.rglob("*.py")}
    assert {name for name, calls in made.items() if calls} == {"steps.py", "power.py", "requests.py", "waiting.py"}
    for calls in made.values():
        for call in calls:
            closes = call.args[3]
            assert isinstance(closes, ast.Attribute)
            assert isinstance(closes.value, ast.Name)
            assert (closes.value.id, closes.attr) == ("longer", "closes")


def calls_of(tree: ast.AST, name: str) -> list[ast.Call]:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [node for node in found if isinstance(node.func, ast.Name) and node.func.id == name]


# --- what stands in the rules ----------------------------------------------------------------------------


def test_a_practice_has_neither_night_nor_days_of_rest() -> None:
    practice = replace(rules(PRACTICE), rest=Rest(frozenset(range(1, 8)), frozenset({START.date()})))
    assert practice.by_day(START) == START
    assert practice.put_off(P.FRAMING, START) == set()
    assert practice.calendar.rest == NO_REST


@pytest.mark.parametrize("phase", STEPS)
def test_a_step_that_would_have_ended_on_a_day_of_rest_ends_after_it_and_knows_why(phase: Phase) -> None:
    plain = rules().window(phase, START)
    day = plain.closes.astimezone(rules().tz).date()
    holiday = resting(Rest(dates=frozenset({day})))
    assert holiday.window(phase, START).closes.astimezone(rules().tz).date() == day + DAY
    assert Shut.HOLIDAY in holiday.put_off(phase, START)
    weekend = resting(Rest(weekdays=frozenset({day.isoweekday()})))
    assert weekend.window(phase, START) == holiday.window(phase, START)
    assert Shut.WEEKEND in weekend.put_off(phase, START)
    assert rules().put_off(phase, START) == set()
    assert holiday.window(phase, START).length > LEAST[phase]


def test_rules_without_days_of_rest_keep_the_hash_that_was_posted() -> None:
    before_there_were_any = "06932f3bc3ecc3ab7c6626ff80d5df308766b2407a3002594fedba94df364980"
    assert resting(NO_REST).hashed() == rules().hashed() == before_there_were_any
    hashes = {
        resting(rest).hashed()
        for rest in (NO_REST, WEEKENDS, Rest(frozenset({7})), Rest(dates=frozenset({date(2026, 12, 24)})))
    }
    assert len(hashes) == 4
    days = [date(2026, 12, 24), date(2026, 12, 25), date(2026, 1, 1)]
    assert resting(Rest(dates=frozenset(days))).hashed() == resting(Rest(dates=frozenset(reversed(days)))).hashed()


def test_the_rules_of_a_round_say_when_steps_end() -> None:
    assert resting().calendar == Calendar(COMMUNITY.night, WEEKENDS)
    assert resting().night == COMMUNITY.night


def test_days_of_rest_are_known_as_far_ahead_as_a_round_can_come_by_itself() -> None:
    """Nobody gives time, everybody asks for it, nobody speaks: no round of these rules is longer."""
    life = Life(resting()).to(P.FRAMING)
    opened = life.now
    life.do("ada", c.WordQuestion(text("How might we see better?")))
    life.do("ben", c.WordQuestion(text("How might we hear better?")))
    while life.state.phase in WINDOWED:
        ask(life, MEMBERS[:3])
        if life.is_in(P.IDEAS) and not life.state.ideas:
            life.everyone(c.OfferIdea(text("Idea")))
        if life.is_in(P.VOTING) and not life.ballots:
            life.wait_until(there(life.state.window).closes - HOUR)
            life.everyone(dots(i1=1), people=MEMBERS[:2])
        life.end_step()
    assert life.is_in(P.OUTCOME)
    whole = sum(COMMUNITY.windows.values(), timedelta(0))
    assert 1.5 * whole < life.now - opened < reach(COMMUNITY) - LONGEST


@pytest.mark.parametrize(("days", "expected"), [(1, 5 * 11 * DAY + LONGEST), (366, MOST_AHEAD)])
def test_they_are_known_for_ten_years_at_most(days: int, expected: timedelta) -> None:
    assert reach(replace(COMMUNITY, windows=dict.fromkeys(WINDOWED, days * DAY))) == expected
