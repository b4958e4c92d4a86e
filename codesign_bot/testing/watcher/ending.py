"""What time brings about, said beforehand and held against what happened.

Taken on trust is only what is proven elsewhere: when a window closes (`core.windows`) and what was counted
(`core.counting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from codesign_bot.core.events import (
    CheckHeld,
    Event,
    IdeaDone,
    IdeasFrozen,
    MergeLapsed,
    PhaseEntered,
    PromiseMissed,
    QuestionConfirmed,
    ReplyMissed,
    RequestFell,
    RequestPassed,
    RoundOpened,
    RoundPaused,
    RunoffNeeded,
    ShortlistMade,
    TopicExpired,
    VotesCounted,
    WindowExtended,
    WindowShortened,
)
from codesign_bot.core.windows import Calendar, into_the_open
from codesign_bot.testing.watcher.notes import Note, Notes
from codesign_bot.testing.watcher.writing import HEARD

LEAST_HOURS = {
    "framing": 48,
    "confirming": 24,
    "ideas": 72,
    "sorting": 24,
    "voting": 72,
    "runoff": 24,
    "cooling_off": 24,
    "feedback": 48,
}
MOST_ON_A_LIST = 24
DAY = timedelta(days=1)
OUTCOME_TO_COME = [
    "framing",
    "confirming",
    "ideas",
    "sorting",
    "voting",
    "runoff",
    "cooling_off",
    "feedback",
    "outcome",
]


def due(notes: Notes) -> dict[str, datetime]:
    """Everything that waits for its time."""
    found: dict[str, datetime] = {}
    if notes.phase == "proposed":
        seconded = notes.seconded
        found["proposed"] = seconded + 7 * DAY if seconded else notes.expires
    if notes.closes is not None:
        found["step"] = notes.closes
    if notes.pause is not None and notes.is_paused:
        found["pause"] = notes.pause[1]
    found |= {f"merge {one.about}": one.until for one in notes.merges if one.until}
    asked = [(no, one) for no, one in enumerate(notes.requests, 1) if not one.is_over]
    found |= {f"request {no}": one.until for no, one in asked if one.until}
    answers = notes.rules.answers if notes.rules else None
    if answers is not None and notes.phase in OUTCOME_TO_COME and not notes.is_reply_missed:
        found["reply"] = notes.end_of(answers.reply_by)
    if notes.phase == "follow_up" and notes.published is not None:
        found |= _follow_up(notes, notes.published)
    return found


def _follow_up(notes: Notes, published: datetime) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for no, one in notes.promises.items():
        if one.since is not None and not one.is_over:
            found[f"promise {no}"] = one.since + notes.template.done_undisputed
        elif not one.is_over and one.what != "missed" and one.until is not None:
            found[f"promise {no}"] = one.until
    checks = notes.template.checks
    if notes.checks < len(checks):
        found["check"] = published + checks[notes.checks]
    elif not found:
        found["archive"] = published + max(checks, default=timedelta(0))
    return found


def live_on(notes: Notes, events: Sequence[Event], now: datetime) -> None:
    """Something was settled. AssertionError where it was not due, or should have ended otherwise."""
    match events[0]:
        case TopicExpired():
            _was_due(notes, "proposed", now)
            assert notes.seconded is None
            notes.enter("expired", None, None)
        case RoundOpened():
            _was_due(notes, "proposed", now)
            assert notes.seconded is not None
            assert notes.rules is None
            notes.rules = notes.reserve
            _enter(notes, events)
        case MergeLapsed(keep=keep, join=join) if len(events) == 1:
            _was_due(notes, f"merge {(keep, join)}", now)
            notes.merges = [one for one in notes.merges if one.about != (keep, join)]
        case RequestPassed(no=no) | RequestFell(no=no):
            _was_due(notes, f"request {no}", now)
            _request(notes, notes.requests[no - 1], events, now)
        case ReplyMissed():
            _was_due(notes, "reply", now)
            notes.is_reply_missed = True
        case PromiseMissed(idea=idea):
            _was_due(notes, f"promise {idea}", now)
            assert notes.promises[idea].since is None
            notes.promises[idea].what = "missed"
        case IdeaDone(idea=idea):
            _was_due(notes, f"promise {idea}", now)
            assert notes.promises[idea].since is not None
            notes.promises[idea].is_over = True
        case CheckHeld():
            _was_due(notes, "check", now)
            notes.checks += 1
        case PhaseEntered() if notes.phase == "follow_up":
            _was_due(notes, "archive", now)
            _enter(notes, events)
            assert notes.phase == "archived"
        case _:
            _was_due(notes, "step", now)
            _step(notes, events)


def go_on(notes: Notes, events: Sequence[Event], now: datetime) -> None:
    """A pause is over. AssertionError where it was not."""
    _was_due(notes, "pause", now)
    assert len(events) == 1
    notes.is_paused = False


def _was_due(notes: Notes, what: str, now: datetime) -> None:
    waits = due(notes)
    assert what in waits, f"{what} waits for nothing: {waits}"
    assert waits[what] <= now


def _request(notes: Notes, asked: Note, events: Sequence[Event], now: datetime) -> None:
    ends = _earliest_end(notes, asked, now)
    possible = {
        "end_step": ends is not None and notes.closes is not None and ends < notes.closes,
        "withdraw_round": notes.phase != "follow_up",
        "hide_idea": notes.phase in {"ideas", "sorting"} and all(map(notes.live, asked.about)),
        "pause_step": _goes_on(notes, asked, now) is not None,
    }[asked.what]
    asked.is_over = True
    passes = possible and len(asked.yes) >= max(asked.need, notes.support_needed()) and not asked.no
    assert isinstance(events[0], RequestPassed) is passes
    if not passes:
        return
    match asked.what:
        case "end_step":
            assert isinstance(events[1], WindowShortened)
            assert events[1].closes == ends
            notes.closes = ends
        case "pause_step":
            _stand_still(notes, asked, events, now)
        case "withdraw_round":
            notes.enter("withdrawn", None, None)
        case _:
            notes.goes(asked.about[0])


def _earliest_end(notes: Notes, asked: Note, now: datetime) -> datetime | None:
    """When the step can end that somebody asked to end. None: it is over."""
    if notes.opened is None or notes.opened != asked.since:
        return None
    if notes.template.is_practice:
        return max(now, notes.opened + _wish(notes))
    least = notes.opened + timedelta(hours=LEAST_HOURS[notes.phase])
    if notes.pause is not None:
        least = max(least + (notes.pause[1] - notes.pause[0]), notes.pause[1])
    rules = notes.rules or notes.reserve
    return into_the_open(max(now, least), rules.tz, Calendar(notes.template.night, rules.rest))


def _goes_on(notes: Notes, asked: Note, now: datetime) -> datetime | None:
    """When the step would end after the pause that somebody asked for. None: it is over, or would last for ever."""
    if notes.opened is None or notes.closes is None or notes.opened != asked.since:
        return None
    rules, wish = notes.rules or notes.reserve, max(notes.closes, now) + timedelta(days=asked.days)
    ends = into_the_open(wish, rules.tz, Calendar(notes.template.night, rules.rest))
    return ends if ends - notes.opened <= timedelta(days=366) else None


def _stand_still(notes: Notes, asked: Note, events: Sequence[Event], now: datetime) -> None:
    """Everything that the step waits for waits so much longer."""
    _, paused, longer = events
    assert isinstance(paused, RoundPaused)
    assert isinstance(longer, WindowExtended)
    assert paused.until == now + timedelta(days=asked.days)
    assert longer.closes == _goes_on(notes, asked, now)
    notes.pause, notes.is_paused, notes.closes = (now, paused.until), True, longer.closes
    notes.used.append("paused")
    for merge in notes.merges:
        merge.until = merge.until + timedelta(days=asked.days) if merge.until else None


def _wish(notes: Notes) -> timedelta:
    return next(length for phase, length in notes.template.windows.items() if phase.value == notes.phase)


# --- the end of a step -----------------------------------------------------------------------------------


def _step(notes: Notes, events: Sequence[Event]) -> None:
    why = _why_longer(notes)
    if why:
        (longer,) = events
        assert isinstance(longer, WindowExtended)
        assert longer.why.value == why
        notes.used.append(why)
        notes.closes = longer.closes
        return
    assert not any(isinstance(event, WindowExtended) for event in events)
    expected = _next(notes, events)
    _enter(notes, events)
    assert notes.phase == expected


def _why_longer(notes: Notes) -> str:
    assert notes.opened is not None
    assert notes.closes is not None
    tenth = notes.closes - (notes.closes - notes.opened) / 10
    late = sum(cast >= tenth for cast in notes.ballots.values())
    day = min(DAY, _wish(notes) / 2) if notes.template.is_practice else DAY
    touched = notes.touched is not None and notes.closes - notes.touched < day
    surged = {"voting": late > 0 and late >= len(notes.ballots) / 4, "sorting": touched}
    if _few(notes) and notes.used.count("few_heard") < notes.template.extensions_most:
        return "few_heard"
    if surged.get(notes.phase) and "late_surge" not in notes.used:
        return "late_surge"
    if notes.phase == "framing" and len(notes.leading()) > 1 and "tied_wordings" not in notes.used:
        return "tied_wordings"
    if notes.phase == "confirming" and notes.against and notes.tries < 3 and "rewording" not in notes.used:
        return "" if notes.leading(besides=notes.question) else "rewording"
    if notes.phase == "sorting" and len(notes.all_live()) > MOST_ON_A_LIST and "sort_again" not in notes.used:
        return "sort_again"
    return ""


def _few(notes: Notes) -> bool:
    heard = len(notes.ballots) if notes.phase == "voting" else len(notes.voices)
    share = ceil(len(notes.people) * notes.template.heard_percent / 100)
    return notes.phase in HEARD and heard < max(notes.template.heard_floor, share)


def _next(notes: Notes, events: Sequence[Event]) -> str:
    """Where the step leads."""
    match notes.phase:
        case "framing":
            notes.question = notes.leading()
            notes.tries = 1
            return "confirming"
        case "confirming":
            return _after_confirming(notes, events)
        case "sorting":
            return "voting" if notes.all_live() else "outcome"
        case "voting" if len(notes.lists) > 1:
            return "voting" if any(isinstance(event, ShortlistMade) for event in events) else "cooling_off"
        case "voting" if any(isinstance(event, RunoffNeeded) for event in events):
            return "runoff"
        case "cooling_off":
            return "feedback" if notes.chosen else "outcome"
        case _:
            return {
                "ideas": "sorting",
                "voting": "cooling_off",
                "runoff": "cooling_off",
                "feedback": "outcome",
            }[notes.phase]


def _after_confirming(notes: Notes, events: Sequence[Event]) -> str:
    another = notes.leading(besides=notes.question)
    if not (notes.against and another and notes.tries < 3):
        (confirmed,) = (event for event in events if isinstance(event, QuestionConfirmed))
        assert set(confirmed.wordings) == notes.question
        assert confirmed.open_objections == len(confirmed.dissent) == len(notes.against)
        return "ideas"
    for no in notes.question:
        notes.wordings[no - 1].is_over = True
    notes.question = another
    notes.tries += 1
    return "confirming"


def _enter(notes: Notes, events: Sequence[Event]) -> None:
    """What is announced with a new step."""
    for event in events:
        match event:
            case PhaseEntered(phase=phase, window=window):
                notes.enter(phase.value, window.opened if window else None, window.closes if window else None)
            case IdeasFrozen(lists=lists):
                notes.roll = notes.roll or event.at
                notes.lists = [({int(no) for no in one.ideas}, one.dots, one.cap) for one in lists]
                assert all(one.ideas <= notes.all_live() and 0 < len(one.ideas) <= MOST_ON_A_LIST for one in lists)
            case VotesCounted(result=result):
                notes.chosen = {int(no) for no in result.chosen}
                assert bool(notes.ballots or notes.phase == "runoff") is bool(notes.chosen)
            case _:
                pass
    if notes.phase in {"voting", "outcome"}:
        notes.merges = []
