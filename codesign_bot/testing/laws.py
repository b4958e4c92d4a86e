"""The laws of a round, held against everything that ever happens in one.

`check` looks at one chapter: what a single command or a single deadline led to. Every story told with
`testing.build.Life` is held to these laws, whatever it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from codesign_bot.core.commands import Command, GiveTime, MakeRequest, PlanRound, PublishOutcome, SetFate
from codesign_bot.core.counting.ballots import MAX_IDEAS_ON_A_BALLOT
from codesign_bot.core.events import (
    BallotCast,
    ClaimExtended,
    Event,
    IdeasFrozen,
    OutcomePublished,
    PhaseEntered,
    PowerUsed,
    RequestExtended,
    RequestPassed,
    RoundPaused,
    RoundResumed,
    TopicExpired,
    WindowExtended,
    WindowShortened,
)
from codesign_bot.core.evolve import evolve
from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import BY_TIME, ENDED, HEARD, TRANSITIONS, WINDOWED, Phase
from codesign_bot.core.rules import LONGEST, SECOND_WITHIN, Rules
from codesign_bot.core.state import Round, VoteKind, Why, there

BY_PEOPLE = frozenset({(Phase.PROPOSED, Phase.FRAMING), (Phase.OUTCOME, Phase.FOLLOW_UP)})
"""The moves that a command makes at once. Everything else waits for its time."""

ACTS_OF_POWER = (PlanRound, GiveTime, MakeRequest, SetFate, PublishOutcome)

COUNT_IS_PUBLIC = frozenset(
    {Phase.COOLING_OFF, Phase.FEEDBACK, Phase.OUTCOME, Phase.FOLLOW_UP, Phase.ARCHIVED, Phase.WITHDRAWN}
)
BEFORE_IDEAS = frozenset({Phase.PROPOSED, Phase.FRAMING, Phase.CONFIRMING, Phase.EXPIRED})


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one command or one deadline led to."""

    before: Round
    events: tuple[Event, ...]
    after: Round
    at: datetime
    by: PersonId | None = None
    command: Command | None = None
    """None for both: time alone. A person without a command: the topic was suggested."""
    is_organiser: bool = False
    """Whether this person had an organiser's right."""
    linked: tuple[PersonId, PersonId] | None = None
    """Who was kept and who was joined, where two accounts were found to be one person."""


def check(chapter: Chapter) -> None:
    """AssertionError where the chapter breaks a law."""
    assert chapter.before.phase not in ENDED, "nothing happens after an end"
    state, earlier = chapter.before, None
    for event in chapter.events:
        after = evolve(state, event)
        _moves_along_the_table(state, event, after, earlier, by_time=chapter.by is None)
        _widens_only(state, event, earlier)
        _stays_honest(state, event, after)
        assert event.at == chapter.at, "an event happens when it is decided"
        state, earlier = after, event
    assert state == chapter.after
    _is_sound(state)
    if chapter.by is None:
        assert chapter.events, "settling leads to something"
    said = [event for event in chapter.events if isinstance(event, PowerUsed)]
    used = chapter.is_organiser and isinstance(chapter.command, ACTS_OF_POWER)
    assert len(said) == used, "an act of power is said once, and nothing else is"
    assert all(event.by == chapter.by for event in said)


def _moves_along_the_table(before: Round, event: Event, after: Round, earlier: Event | None, *, by_time: bool) -> None:
    move = (before.phase, after.phase)
    if isinstance(event, TopicExpired):
        assert by_time
        assert move == (Phase.PROPOSED, Phase.EXPIRED)
        return
    if not isinstance(event, PhaseEntered):
        assert after.phase is before.phase
        return
    assert after.phase in TRANSITIONS[before.phase], f"no way from {before.phase} to {after.phase}"
    if not by_time:
        assert move in BY_PEOPLE
    elif after.phase is Phase.WITHDRAWN:
        assert isinstance(earlier, RequestPassed)
    else:
        assert move in BY_TIME
    assert (event.window is not None) is (after.phase in WINDOWED)


def _widens_only(before: Round, event: Event, earlier: Event | None) -> None:
    """The clock: a window begins with its least time, grows, and shrinks only where people let it."""
    match event:
        case PhaseEntered(window=window) if window is not None:
            rules = there(before.rules)
            assert window.opened == event.at
            assert window.length >= rules.least(event.phase)
            _ends_in_the_open(rules, window.closes)
        case WindowExtended(before=old, closes=new):
            assert old == (before.window.closes if before.window is not None else before.expires_at)
            assert new > max(old, event.at)
            assert before.seconded_at is None or before.phase is not Phase.PROPOSED, "nobody puts an opening off"
            _is_bounded(before, event)
            if before.phase is not Phase.PROPOSED:  # a topic that waits has no calendar yet
                _ends_in_the_open(there(before.rules), new)
        case WindowShortened(before=old, closes=new):
            window = there(before.window)
            assert isinstance(earlier, RequestPassed)
            assert old == window.closes
            assert max(event.at, window.opened + there(before.rules).least(before.phase)) <= new < old
            _ends_in_the_open(there(before.rules), new)
            pause = before.pace.pause
            if pause is not None:
                assert new - window.opened - pause.length >= there(before.rules).least(before.phase), "open so long"
                assert new >= pause.closes
        case RequestExtended(no=no):
            whole = before.rules.template.request_window if before.rules is not None else timedelta(days=2)
            _is_longer(event, before.requests[no].closes, whole - before.requests[no].given_back.time)
        case ClaimExtended(idea=no):
            promise, whole = before.promises[no], there(before.rules).template.done_undisputed
            _is_longer(event, promise.undisputed_until, whole - promise.given_back.time)
        case RoundPaused(until=until):
            assert isinstance(earlier, RequestPassed)
            assert before.pace.pause is None, "once a step"
            assert timedelta(days=1) <= until - event.at <= timedelta(days=14)
        case RoundResumed():
            assert before.pace.is_paused
            assert event.at >= there(before.pace.pause).closes, "a pause is as long as was agreed"
        case _:
            pass


def _is_longer(event: RequestExtended | ClaimExtended, closes: datetime | None, most: timedelta) -> None:
    """Time to answer only grows, by no more than could be lost of it."""
    assert event.before == closes
    assert event.closes == max(event.before, event.at) + event.lost
    assert timedelta(0) < event.lost <= most


def _ends_in_the_open(rules: Rules, closes: datetime) -> None:
    """Whatever gave a step its end, it is one at which steps can end."""
    assert rules.by_day(closes) == closes, "no step ends at night or on a day of rest"


def _is_bounded(before: Round, event: WindowExtended) -> None:
    """Every reason for more time is used up at some point in a step."""
    if event.why is Why.FEW_HEARD:
        assert before.phase in HEARD
        assert before.pace.waited_for_voices < there(before.rules).template.extensions_most
    elif event.why is Why.GIVEN:
        opened = before.window.opened if before.window is not None else before.suggested_at
        assert event.closes - opened <= LONGEST, "nobody gives time for ever"
    elif event.why is Why.OUTAGE:
        waits = before.phase is Phase.PROPOSED
        whole = SECOND_WITHIN if waits else there(before.rules).template.windows[before.phase]
        assert timedelta(0) < event.lost <= whole - before.pace.given_back.time
    else:
        assert event.why not in before.pace.granted


def _stays_honest(before: Round, event: Event, after: Round) -> None:
    if before.phase is not Phase.PROPOSED:
        assert after.rung <= before.rung, "by itself the label only falls"
        assert (after.rules, after.rules_hash) == (before.rules, before.rules_hash), "the rules are frozen"
    match event:
        case BallotCast():
            assert after is before, "a ballot leaves the state as it is"
        case IdeasFrozen(vote_kind=vote_kind, lists=lists):
            assert before.roll_closed_at in {None, after.roll_closed_at}, "the roll is closed once"
            assert all(len(one.ideas) <= MAX_IDEAS_ON_A_BALLOT for one in lists), "a ballot can be taken in"
            assert len(lists) == 1 or vote_kind is VoteKind.SHORTLIST, "one ballot decides"
        case OutcomePublished():
            assert set(before.live_ideas) <= set(before.fates), "every idea has a fate"
        case _:
            pass
    assert after.version == before.version + (0 if isinstance(event, BallotCast) else 1)


def _is_sound(state: Round) -> None:
    if state.phase not in COUNT_IS_PUBLIC:
        assert state.tally is None, "no count before voting is over"
    if state.phase in BEFORE_IDEAS:
        assert not state.ideas, "the problem comes before the plan"
    if state.phase in ENDED:
        assert not state.requests
    assert (state.window is not None) is (state.phase in WINDOWED)
    assert 0 <= state.joined_organisers <= state.joined
    if state.pace.pause is not None:
        assert there(state.window).closes >= state.pace.pause.closes, "the step goes on when a pause is over"
        assert Why.PAUSED in state.pace.granted
    for idea in state.ideas.values():
        assert idea.joined_to is None or state.ideas[idea.joined_to].is_live, "joined to an idea that lives"
    for merge in state.merges:
        assert state.ideas[merge.keep].is_live
        assert state.ideas[merge.join].is_live
    for request in state.requests.values():
        standing = [one.by for one in request.objections if one.stands]
        assert len(standing) == len(set(standing)), "one person objects once"
        assert request.supporters.isdisjoint(standing)
        assert request.by not in request.supporters
