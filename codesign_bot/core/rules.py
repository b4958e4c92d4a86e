"""The rules of one round: chosen while it is planned, frozen and hashed when it opens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from codesign_bot.core.counting.ballots import CAP
from codesign_bot.core.counting.result import DEFAULT_CHAIN, TieStep
from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.label import Answers
from codesign_bot.core.phases import LEAST, WINDOWED, Phase
from codesign_bot.core.rest import NO_REST, Rest
from codesign_bot.core.windows import (
    EVER_OPEN,
    Calendar,
    Night,
    Shut,
    Window,
    closing,
    extended,
    into_the_open,
    shut_out_by,
    wished,
)
from codesign_bot.core.zones import zone_named

DAY = timedelta(days=1)


SECONDERS = 3
"""So many open a topic that nobody has planned, and no template may ask for more: nobody has a veto."""

SECOND_WITHIN = 14 * DAY
"""A topic waits so long for its seconders. It has no template yet, so this is the same for every topic."""

PLAN_WITHIN = 7 * DAY
"""A seconded topic that nobody planned opens after this time with what is known: nobody has a veto."""

LONGEST = 366 * DAY
"""No length is longer: a step without an end that anybody lives to see is no step."""

MOST_AHEAD = 10 * LONGEST
"""No further ahead does a round know days of rest. Beyond, its steps still end by day and on no weekend."""


LEAST_HEARD, LEAST_HEARD_PERCENT = 5, 20
"""So many people have to be heard at least, and so many in a hundred of those who joined."""


class TemplateFault(ValueError):
    """A template breaks a rule that no community can change. Names the field."""


@dataclass(frozen=True, slots=True)
class Template:
    """What a community chooses once and uses for many rounds.

    A new one is held against `check_template`. One that comes out of the record is not: its round goes by what
    was agreed at its opening, whatever is asked of new templates since.
    """

    name: str
    windows: Mapping[Phase, timedelta]
    is_practice: bool = False
    seconders: int = SECONDERS
    places: int = 3
    rule: Rule = Rule.DOTS
    chain: tuple[TieStep, ...] = DEFAULT_CHAIN
    dots: int | None = None
    """None: worked out from the number of ideas."""
    cap: int = CAP
    ideas_each: int = 5
    alone_first: timedelta = DAY
    heard_floor: int = 5
    heard_percent: int = 20
    extensions_most: int = 2
    request_window: timedelta = 2 * DAY
    merge_window: timedelta = 2 * DAY
    checks: tuple[timedelta, ...] = (30 * DAY, 90 * DAY)
    done_confirmations: int = 3
    done_undisputed: timedelta = 7 * DAY
    night: Night = field(default_factory=Night)

    def __post_init__(self) -> None:
        # Nothing that a rule could change: without a length for every step it is no template at all.
        missing = [phase.value for phase in WINDOWED if phase not in self.windows]
        if missing:
            raise TemplateFault(f"windows.{missing[0]}: give this step a length")


def reach(template: Template) -> timedelta:
    """How far ahead a round by this template needs to know the days of rest; `MOST_AHEAD` at most.

    By its own rules each step can become five times as long at most: twice half of it again for want of voices,
    once as a whole (to sort again) or half of it (to word again), a day for a surge, and a quarter of all that
    where it is asked for. Some steps can come again. A year more is for the time that a topic waits, for what
    organisers give, and for pauses: at most one a step, of two weeks at most.
    """
    again = {Phase.CONFIRMING: 3, Phase.VOTING: 2}
    whole = sum((length * again.get(phase, 1) for phase, length in template.windows.items()), timedelta(0))
    return min(5 * whole + LONGEST, MOST_AHEAD)


def check_template(template: Template) -> None:
    """Raises `TemplateFault`, naming the field, where a new template breaks a rule that no community can change."""
    if any(length <= timedelta(0) for length in template.windows.values()):
        raise TemplateFault("windows: every step needs some time")
    _check_bounds(template)
    if template.is_practice:
        return
    for phase, least in LEAST.items():
        if template.windows[phase] < least:
            hours = int(least.total_seconds() // 3600)
            raise TemplateFault(f"windows.{phase.value}: at least {hours} hours")
    _check_fairness(template)


def _check_bounds(template: Template) -> None:
    """What no round can do without, a practice neither: it ends, and people can take part."""
    t = template
    _check_numbers(
        {
            "seconders": (t.seconders, 1, SECONDERS),
            "places": (t.places, 1, None),
            "dots": (1 if t.dots is None else t.dots, 1, None),
            "cap": (t.cap, 1, None),
            "ideas_each": (t.ideas_each, 1, None),
            "heard_percent": (t.heard_percent, 0, 100),
            "extensions_most": (t.extensions_most, 0, 2),
            "done_confirmations": (t.done_confirmations, 1, None),
        }
    )
    lengths = {
        **{f"windows.{phase.value}": length for phase, length in t.windows.items()},
        **{f"checks.{place}": check for place, check in enumerate(t.checks)},
        "alone_first": t.alone_first,
        "request_window": t.request_window,
        "merge_window": t.merge_window,
        "done_undisputed": t.done_undisputed,
    }
    for name, length in lengths.items():
        if not timedelta(0) <= length <= LONGEST:
            raise TemplateFault(f"{name}: not below nothing and at most {LONGEST.days} days")


def _check_fairness(template: Template) -> None:
    """What no community can take from its participants."""
    _check_numbers(
        {
            "heard_floor": (template.heard_floor, LEAST_HEARD, None),
            "heard_percent": (template.heard_percent, LEAST_HEARD_PERCENT, None),
            "extensions_most": (template.extensions_most, 1, None),
            "done_confirmations": (template.done_confirmations, 3, None),
        }
    )
    if template.request_window < 2 * DAY:
        raise TemplateFault("request_window: at least 48 hours")
    if template.done_undisputed < 7 * DAY:
        raise TemplateFault("done_undisputed: at least 7 days")


def _check_numbers(bounds: Mapping[str, tuple[int, int, int | None]]) -> None:
    for name, (value, least, most) in bounds.items():
        if value < least:
            raise TemplateFault(f"{name}: at least {least}")
        if most is not None and value > most:
            raise TemplateFault(f"{name}: at most {most}")


@dataclass(frozen=True, slots=True)
class Rules:
    """A template, the community's zone and the five honest answers: what is frozen at the opening."""

    template: Template
    zone: str
    answers: Answers | None = None
    rest: Rest = NO_REST
    """The community's days of rest as they were known when the rules were made, `reach` ahead of that day."""

    @property
    def tz(self) -> ZoneInfo:
        """The zone that wall-clock times of this round are meant in, or what stands in for it (`zones`)."""
        return zone_named(self.zone)

    @property
    def calendar(self) -> Calendar:
        """When steps can end. Those of a practice can at any time: it has neither night nor days of rest."""
        return EVER_OPEN if self.template.is_practice else Calendar(self.template.night, self.rest)

    @property
    def night(self) -> Night:
        """When no step ends. A practice has no night."""
        return self.calendar.night

    def least(self, phase: Phase) -> timedelta:
        """The least elapsed time of a step: the fixed one, or in a practice the wished one."""
        return self.template.windows[phase] if self.template.is_practice else LEAST[phase]

    def window(self, phase: Phase, opened: datetime) -> Window:
        """The window of a step that opens now."""
        wish = self.template.windows[phase]
        return Window(opened, closing(opened, wish, self.least(phase), self.tz, self.calendar))

    def put_off(self, phase: Phase, opened: datetime) -> frozenset[Shut]:
        """What the end of a step that opens now is moved out of; nothing where it ends as wished."""
        ends = wished(opened, self.template.windows[phase], self.least(phase), self.tz)
        return shut_out_by(ends, self.tz, self.calendar)

    def by_day(self, at: datetime) -> datetime:
        """The same instant, or the first one after it at which a step can end."""
        return into_the_open(at, self.tz, self.calendar)

    def extended(self, window: Window, by: timedelta) -> Window:
        """The window with at least so much more time."""
        return extended(window, by, self.tz, self.calendar)

    def hashed(self) -> str:
        """Hex SHA-256 of these rules as JSON, sorted keys, no spaces. It is posted at the opening."""
        return sha256(json.dumps(self._plain(), sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def _plain(self) -> dict[str, object]:
        t = self.template
        plain: dict[str, object] = {
            "template": t.name,
            "practice": t.is_practice,
            "zone": self.zone,
            "windows_us": {phase.value: _micros(t.windows[phase]) for phase in WINDOWED},
            "seconders": t.seconders,
            "second_within_us": _micros(SECOND_WITHIN),
            "plan_within_us": _micros(PLAN_WITHIN),
            "places": t.places,
            "rule": t.rule.value,
            "chain": [step.value for step in t.chain],
            "dots": t.dots if t.dots is not None else "by ideas",
            "cap": t.cap,
            "ideas_each": t.ideas_each,
            "alone_first_us": _micros(t.alone_first),
            "heard": [t.heard_floor, t.heard_percent, t.extensions_most],
            "request_us": _micros(t.request_window),
            "merge_us": _micros(t.merge_window),
            "checks_us": [_micros(check) for check in t.checks],
            "done": [t.done_confirmations, _micros(t.done_undisputed)],
            "night": [t.night.begins.isoformat(), t.night.ends.isoformat()],
        }
        if self.answers is not None:
            plain["answers"] = _answers(self.answers)
        if self.rest:  # rounds of before there were days of rest keep the hash that was posted
            days = sorted(day.isoformat() for day in self.rest.dates)
            plain["rest"] = {"weekdays": sorted(self.rest.weekdays), "dates": days}
        return plain


def _answers(answers: Answers) -> dict[str, str]:
    return {
        "decider": answers.decider.value,
        "who_decides": answers.who_decides.digest,
        "fixed": answers.fixed.value,
        "what_is_fixed": answers.what_is_fixed.digest,
        "what_is_open": answers.what_is_open.digest,
        "use": answers.use.value,
        "what_happens_with_it": answers.what_happens_with_it.digest,
        "reply_by": answers.reply_by.isoformat(),
    }


def _micros(length: timedelta) -> int:
    return length // timedelta(microseconds=1)
