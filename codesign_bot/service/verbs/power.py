"""Time and requests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from codesign_bot.core import commands as c
from codesign_bot.core.ids import IdeaNo, RequestNo
from codesign_bot.core.phases import Act
from codesign_bot.core.state import Narrowing
from codesign_bot.service.asked import Asked, Do, Page, Show
from codesign_bot.service.grammar import parted
from codesign_bot.service.verbs.parts import ENDING, early_end, just_number, needed_words, numbered, split_word, usage

MOST_DIGITS = 6

UNITS: Mapping[str, timedelta] = MappingProxyType(
    {
        "d": timedelta(days=1),
        "day": timedelta(days=1),
        "days": timedelta(days=1),
        "h": timedelta(hours=1),
        "hour": timedelta(hours=1),
        "hours": timedelta(hours=1),
        "m": timedelta(minutes=1),
        "minute": timedelta(minutes=1),
        "minutes": timedelta(minutes=1),
        "w": timedelta(weeks=1),
        "week": timedelta(weeks=1),
        "weeks": timedelta(weeks=1),
    }
)


def length(rest: str) -> tuple[timedelta, str] | None:
    """A length such as "2d" or "2 days", and what follows it."""
    digits = len(rest) - len(rest.lstrip("0123456789"))
    if not digits or digits > MOST_DIGITS:
        return None
    unit, left = parted(rest[digits:])
    one = UNITS.get(unit.casefold().rstrip(",.:"))
    return (one * int(rest[:digits]), left) if one is not None else None


def time(rest: str) -> Asked:
    word, left = split_word(rest) if rest else ("more", "")
    if word in {"more", "ask"}:
        return Do(Act.TIME, lambda _: c.AskForTime())
    if word in ENDING:
        early_end()
    given = length(left)
    if word != "give" or given is None:
        raise usage("time give")
    by, reason = given
    needed_words("time give", reason)
    return Do(Act.TIME, lambda d: c.GiveTime(by, d.text(reason)))


ACTS = MappingProxyType(
    {
        "end": Narrowing.END_STEP,
        "withdraw": Narrowing.WITHDRAW_ROUND,
        "hide": Narrowing.HIDE_IDEA,
        "pause": Narrowing.PAUSE_STEP,
    }
)


def _days(rest: str) -> tuple[int, str]:
    """How long a pause is to be, as "5" or "5 days" or "1w", and why."""
    given = length(rest)
    if given is not None and given[0] % timedelta(days=1) == timedelta(0):
        return given[0].days, given[1]
    return numbered("request pause", rest)


def request(rest: str) -> Asked:
    if not rest:
        return Show(Page.REQUESTS)
    word, left = split_word(rest)
    if word == "support":
        no = RequestNo(just_number("request support", left))
        return Do(Act.REQUEST, lambda _: c.SupportRequest(no))
    if word == "object":
        which, words = numbered("request object", left)
        needed_words("request object", words)
        return Do(Act.REQUEST, lambda d: c.ObjectToRequest(RequestNo(which), d.text(words)))
    act = ACTS.get(word)
    if act is None:
        raise usage("request")
    if act is Narrowing.PAUSE_STEP:
        days, words = _days(left)
        needed_words("request pause", words)
        return Do(Act.REQUEST, lambda d: c.MakeRequest(act, d.text(words), days=days))
    idea, words = numbered("request hide", left) if act is Narrowing.HIDE_IDEA else (0, left)
    needed_words("request", words)
    about = IdeaNo(idea) if idea else None
    return Do(Act.REQUEST, lambda d: c.MakeRequest(act, d.text(words), about))
