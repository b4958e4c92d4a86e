"""How a step ends: first the reasons to wait, then what the step has led to, then the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.counting.ballots import MAX_IDEAS_ON_A_BALLOT
from codesign_bot.core.events import Event, FewVoicesNoted, MergeLapsed, PhaseEntered, Why, WindowExtended
from codesign_bot.core.outage import credit
from codesign_bot.core.phases import COUNTED, HEARD, Phase
from codesign_bot.core.settling.question import after_confirming, after_framing, another, leading, may_be_reworded
from codesign_bot.core.settling.vote import after_runoff, after_sorting, after_voting
from codesign_bot.core.state import there
from codesign_bot.core.windows import Window

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from codesign_bot.core.counting.tally import Count
    from codesign_bot.core.outage import Away
    from codesign_bot.core.rules import Rules
    from codesign_bot.core.state import Round

DAY = timedelta(hours=24)
SURGE_SHARE = 4
"""A quarter of the ballots changed in the last tenth of the window is a late surge."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """The vote that closes now, counted: `late` ballots were last changed in the last tenth of the window.

    While a runoff closes, `first` is the vote that it follows and `count` the runoff.
    """

    count: Count
    late: int = 0
    first: Count | None = None


def close_step(state: Round, now: datetime, turnout: Turnout | None, away: Sequence[Away] = ()) -> tuple[Event, ...]:
    """More time where the rules give it; else the end of the step and the beginning of the next.

    `away`: when the bot or a platform of the round could not be reached. A vote is closed with its ballots, a runoff
    also with those of the vote before it: without is a fault, ValueError, because nobody would be heard.
    """
    back = _given_back(state, now, away)
    if back:
        return back
    if state.phase not in COUNTED:
        heard = len(state.pace.heard)
        return _longer(state, now, heard) or (*_few_voices(state, heard, now), *_ended(state, now))
    if turnout is None:
        raise ValueError("a vote is closed with its ballots")
    heard = turnout.count.ballots
    return _longer(state, now, heard, turnout.late) or (
        *_few_voices(state, heard, now),
        *_counted(state, now, turnout),
    )


def _given_back(state: Round, now: datetime, away: Sequence[Away]) -> tuple[Event, ...]:
    """The time that was lost, where it is to be given back. Whoever could not take part comes before every count."""
    rules, window, pace = there(state.rules), there(state.window), state.pace
    whole = rules.template.windows[state.phase]
    by = credit(window, away, whole, pace.given_back, pause=pace.pause)
    if by <= timedelta(0):
        return ()
    longer = _from_now(rules, window, now, by)
    return (WindowExtended(now, Why.OUTAGE, window.closes, longer.closes, lost=by),)


def _from_now(rules: Rules, window: Window, now: datetime, by: timedelta) -> Window:
    """A step that is settled late gets its extra time from now on: time nobody knew of is no time."""
    return rules.extended(Window(window.opened, max(window.closes, now)), by)


def _longer(state: Round, now: datetime, heard: int, late: int = 0) -> tuple[Event, ...]:
    """The extension, where a rule gives one."""
    rules, window = there(state.rules), there(state.window)
    reason = _reason_to_wait(state, rules, window, heard, late)
    if reason is None:
        return ()
    why, by = reason
    longer = _from_now(rules, window, now, by)
    if why is not Why.FEW_HEARD:  # how many were heard is said only where it is the reason
        return (WindowExtended(now, why, window.closes, longer.closes),)
    return (WindowExtended(now, why, window.closes, longer.closes, heard, needed(state, rules)),)


def needed(state: Round, rules: Rules) -> int:
    """How many people have to be heard: max(floor, a share of those who joined, rounded up)."""
    share = -(-state.joined * rules.template.heard_percent // 100)
    return max(rules.template.heard_floor, share)


def _reason_to_wait(state: Round, rules: Rules, window: Window, heard: int, late: int) -> tuple[Why, timedelta] | None:
    """The first rule that gives more time, and how much. Every rule is bounded, so the step ends."""
    whole = rules.template.windows[state.phase]
    day = min(DAY, whole / 2) if rules.template.is_practice else DAY
    granted = state.pace.granted
    is_few = state.phase in HEARD and heard < needed(state, rules)
    if is_few and state.pace.waited_for_voices < rules.template.extensions_most:
        return Why.FEW_HEARD, max(whole / 2, day)
    once: tuple[tuple[Why, bool, timedelta], ...] = (
        (Why.LATE_SURGE, _has_surged(state, window, heard, late, day), day),
        (Why.TIED_WORDINGS, state.phase is Phase.FRAMING and len(leading(state)) > 1, day),
        (Why.REWORDING, _lacks_other_words(state), max(whole / 2, day)),
        (Why.SORT_AGAIN, _is_crowded(state), whole),
    )
    return next(((why, by) for why, is_so, by in once if is_so and why not in granted), None)


def _lacks_other_words(state: Round) -> bool:
    """An objection to the question stands, and nobody has worded it otherwise."""
    return state.phase is Phase.CONFIRMING and may_be_reworded(state) and not another(state)


def _is_crowded(state: Round) -> bool:
    """More ideas are left than fit on a ballot."""
    return state.phase is Phase.SORTING and len(state.live_ideas) > MAX_IDEAS_ON_A_BALLOT


def _has_surged(state: Round, window: Window, heard: int, late: int, day: timedelta) -> bool:
    """Many ballots in the last tenth, or ideas joined or split in the last day before they are frozen."""
    if state.phase is Phase.VOTING:
        return late > 0 and late * SURGE_SHARE >= heard
    touched = state.pace.last_merge_at
    return state.phase is Phase.SORTING and touched is not None and window.closes - touched < day


def _few_voices(state: Round, heard: int, now: datetime) -> tuple[Event, ...]:
    least = needed(state, there(state.rules))
    if state.phase not in HEARD or heard >= least:
        return ()
    return (FewVoicesNoted(now, heard, least),)


def _lapsed(state: Round, now: datetime) -> tuple[Event, ...]:
    """Merges nobody answered end with the sorting."""
    return tuple(MergeLapsed(now, merge.keep, merge.join) for merge in state.merges)


def _ended(state: Round, now: datetime) -> tuple[Event, ...]:
    rules = there(state.rules)
    match state.phase:
        case Phase.FRAMING:
            return after_framing(state, rules, now)
        case Phase.CONFIRMING:
            return after_confirming(state, rules, now)
        case Phase.IDEAS:
            return (entered(rules, Phase.SORTING, now),)
        case Phase.SORTING:
            return (*_lapsed(state, now), *after_sorting(state, rules, now))
        case Phase.COOLING_OFF:
            return (_after_cooling_off(state, rules, now),)
        case _:  # feedback
            return (PhaseEntered(now, Phase.OUTCOME, None),)


def _counted(state: Round, now: datetime, turnout: Turnout) -> tuple[Event, ...]:
    rules = there(state.rules)
    if state.phase is Phase.VOTING:
        return after_voting(there(state.vote), rules, now, turnout.count)
    if turnout.first is None:
        raise ValueError("a runoff is closed with the ballots of the vote before it")
    return after_runoff(rules, now, turnout.first, turnout.count)


def _after_cooling_off(state: Round, rules: Rules, now: datetime) -> PhaseEntered:
    """Without a chosen idea there is nothing to give feedback on."""
    return entered(rules, Phase.FEEDBACK, now) if state.chosen else PhaseEntered(now, Phase.OUTCOME, None)


def entered(rules: Rules, phase: Phase, now: datetime) -> PhaseEntered:
    """The beginning of a step that has an end."""
    return PhaseEntered(now, phase, rules.window(phase, now))
