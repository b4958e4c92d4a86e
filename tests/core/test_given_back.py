"""What happens unless people say no in time waits for the time in which they could not say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.events import (
    ClaimExtended,
    Event,
    IdeaDone,
    RequestExtended,
    RequestFell,
    RequestPassed,
    TopicExpired,
    WindowExtended,
)
from codesign_bot.core.ids import IdeaNo, RequestNo
from codesign_bot.core.outage import Away
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate, Narrowing, Why, there
from codesign_bot.core.windows import Window
from codesign_bot.testing.build import COMMUNITY, MEMBERS, ORGANISER, PRACTICE, REASON, Life, dots, rules, text

P = Phase
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ONE, IDEA = RequestNo(1), IdeaNo(1)

Extended = RequestExtended | ClaimExtended | WindowExtended


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that comes about unless people say no: when they can, and what comes about."""

    life: Life
    window: Callable[[], Window]
    end: type[Event]

    def lose(self, since: datetime, until: datetime) -> None:
        self.life.outages.append(Away(since, until))

    def over(self) -> tuple[Event, ...]:
        """What has come about by the end of it."""
        return self.life.wait_until(max(self.life.now, self.window().closes))


def asked(act: Narrowing = Narrowing.WITHDRAW_ROUND, *, life: Life | None = None) -> Wait:
    life = life or Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text("An idea")))
    life.do("ada", c.MakeRequest(act, REASON, IDEA, days=3))
    made = life.now
    life.everyone(c.SupportRequest(ONE), people=MEMBERS[1:5])
    return Wait(life, lambda: Window(made, life.state.requests[ONE].closes), RequestPassed)


def claimed() -> Wait:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text("An idea")), people=MEMBERS[:6])
    life.to(P.VOTING)
    life.everyone(dots(i1=1), people=MEMBERS[:6])
    life.to(P.OUTCOME)
    for no in life.state.live_ideas:
        chosen = c.SetFate(no, Fate.CHOSEN, owner=text("The council"), due_on=(life.now + 90 * DAY).date())
        life.do(ORGANISER, chosen if no in life.state.chosen else c.SetFate(no, Fate.NOT_NOW, reason=REASON))
    life.do(ORGANISER, c.PublishOutcome(text("A lamp"), None))
    life.do(ORGANISER, c.ClaimDone(IDEA))
    said = life.now
    return Wait(life, lambda: Window(said, there(life.state.promises[IDEA].undisputed_until)), IdeaDone)


def suggested() -> Wait:
    life = Life()
    return Wait(life, lambda: Window(life.state.suggested_at, life.state.expires_at), TopicExpired)


WAITS: dict[str, Callable[[], Wait]] = {"a request": asked, "a claim": claimed, "a topic": suggested}
every = pytest.mark.parametrize("wait", WAITS.values(), ids=WAITS)


def extensions(events: tuple[Event, ...]) -> list[Extended]:
    return [event for event in events if isinstance(event, Extended)]


@every
def test_it_comes_about_on_the_minute_where_everybody_could_say_no(wait: Callable[[], Wait]) -> None:
    it = wait()
    closes = it.window().closes
    it.life.wait_until(closes - timedelta(microseconds=1))
    assert not any(isinstance(event, it.end) for event in it.life.events)
    assert isinstance(it.life.wait_until(closes)[0], it.end)


@every
def test_it_waits_where_the_bot_was_away_in_its_last_hours(wait: Callable[[], Wait]) -> None:
    it = wait()
    closes = it.window().closes
    it.lose(closes - 5 * HOUR, closes - HOUR)
    (longer,) = extensions(it.over())
    assert (longer.before, longer.closes, longer.lost) == (closes, closes + 4 * HOUR, 4 * HOUR)
    assert it.window().closes == closes + 4 * HOUR
    events = it.over()
    assert isinstance(events[0], it.end), "given back once, then it comes about"
    assert it.life.now == closes + 4 * HOUR


@every
def test_it_waits_from_the_return_where_the_bot_was_away_over_its_end(wait: Callable[[], Wait]) -> None:
    it = wait()
    closes = it.window().closes
    it.lose(closes - 5 * HOUR, closes + 2 * DAY)
    it.life.now = closes + 2 * DAY
    (longer,) = extensions(it.life.settle())
    assert (longer.lost, longer.closes) == (5 * HOUR, it.life.now + 5 * HOUR)


@every
def test_a_little_that_was_lost_early_is_borne(wait: Callable[[], Wait]) -> None:
    it = wait()
    opened, closes = it.window().opened, it.window().closes
    it.lose(opened, opened + (closes - opened) / 10)
    assert isinstance(it.over()[0], it.end)


@every
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 200)), min_size=1, max_size=6))
def test_it_waits_for_whatever_is_lost_but_never_longer_than_twice_its_time(
    wait: Callable[[], Wait], stretches: list[tuple[int, int]]
) -> None:
    """The bot goes away again and again, near what is the end at that moment."""
    it = wait()
    first = it.window()
    for before, length in stretches:
        closes = it.window().closes
        since = max(first.opened, closes - before * HOUR)
        it.lose(since, min(closes, since + length * HOUR))
        if isinstance(it.over()[0], it.end):
            break
    extended = extensions(tuple(it.life.events))
    assert sum((one.lost for one in extended), timedelta(0)) <= first.length
    assert it.life.now <= first.closes + first.length


# --- requests --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", Narrowing)
def test_nothing_is_taken_away_while_people_could_not_object(act: Narrowing) -> None:
    it = asked(act)
    closes = it.window().closes
    it.lose(closes - 5 * HOUR, closes - HOUR)
    assert [type(event) for event in it.over()] == [RequestExtended]
    it.life.do(MEMBERS[5], c.ObjectToRequest(ONE, text("I was cut off, and I do not want it")))
    assert isinstance(it.over()[0], RequestFell)


def test_whoever_would_support_a_request_gets_that_time_too() -> None:
    it = asked()
    it.life.state = replace(it.life.state, requests={ONE: replace(it.life.state.requests[ONE], supporters=frozenset())})
    closes = it.window().closes
    it.lose(closes - 5 * HOUR, closes - HOUR)
    assert [type(event) for event in it.over()] == [RequestExtended]
    it.life.everyone(c.SupportRequest(ONE), people=MEMBERS[1:5])
    assert isinstance(it.over()[0], RequestPassed)


def test_a_request_about_a_topic_nobody_planned_waits_too() -> None:
    life = Life()
    life.do("ben", c.SecondTopic())
    life.do("ada", c.MakeRequest(Narrowing.WITHDRAW_ROUND, REASON))
    made = life.now
    it = Wait(life, lambda: Window(made, life.state.requests[ONE].closes), RequestFell)
    closes = it.window().closes
    it.lose(closes - 2 * HOUR, closes)
    assert [one.lost for one in extensions(it.over())] == [2 * HOUR]
    assert isinstance(it.over()[0], RequestFell)


def test_a_request_that_ends_with_the_round_waits_for_nothing() -> None:
    it = asked()
    closes = it.window().closes
    it.lose(closes - 2 * HOUR, closes)
    first = it.life.do("ben", c.MakeRequest(Narrowing.END_STEP, REASON))
    assert first
    it.over()
    it.over()
    assert it.life.is_in(P.WITHDRAWN)
    assert not it.life.state.requests


def test_a_practice_gives_back_the_minutes_of_its_requests() -> None:
    it = asked(life=Life(rules=rules(PRACTICE)).to(P.IDEAS))
    window = it.window()
    it.lose(window.closes - window.length / 4, window.closes)
    assert [one.lost for one in extensions(it.over())] == [window.length / 4]


# --- claims that a promise is done -----------------------------------------------------------------------


def test_a_claim_that_is_disputed_in_the_time_given_back_falls_and_the_next_one_has_its_whole_time() -> None:
    it = claimed()
    closes = it.window().closes
    it.lose(closes - 5 * HOUR, closes)
    it.over()
    it.life.do("ben", c.DisputeDone(IDEA, REASON))
    it.life.do(ORGANISER, c.ClaimDone(IDEA))
    promise = it.life.state.promises[IDEA]
    assert promise.undisputed_until == it.life.now + COMMUNITY.done_undisputed
    assert promise.given_back.time == timedelta(0)


def test_confirmations_make_it_done_without_any_waiting() -> None:
    it = claimed()
    it.lose(it.window().opened, it.window().closes)
    it.life.everyone(c.ConfirmDone(IDEA), people=MEMBERS[: COMMUNITY.done_confirmations])
    assert any(isinstance(event, IdeaDone) for event in it.life.events)


# --- topics ----------------------------------------------------------------------------------------------


def test_a_topic_that_got_its_time_back_can_still_be_seconded() -> None:
    it = suggested()
    closes = it.window().closes
    it.lose(closes - 5 * HOUR, closes)
    (longer,) = extensions(it.over())
    assert isinstance(longer, WindowExtended)
    assert longer.why is Why.OUTAGE
    for name in ("ben", "cem", "dee"):
        if it.life.state.seconded_at is None:
            it.life.do(name, c.SecondTopic())
    assert it.life.state.seconded_at is not None


def test_what_a_topic_was_given_is_no_part_of_the_first_step() -> None:
    it = suggested()
    closes = it.window().closes
    it.lose(closes - 5 * HOUR, closes)
    it.over()
    it.life.to(P.FRAMING)
    assert it.life.state.pace.given_back.time == timedelta(0)
