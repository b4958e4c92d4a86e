"""Fates, the outcome, and whether promises are kept."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from codesign_bot.core import commands as c
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Act
from codesign_bot.core.state import Fate
from codesign_bot.service.asked import Asked, Do, Page, Show
from codesign_bot.service.verbs.parts import just_number, needed_words, numbered, split_word, usage

FATES = MappingProxyType({"later": Fate.LATER, "not-now": Fate.NOT_NOW, "notnow": Fate.NOT_NOW})
"""A joined idea gets its fate by being joined; nobody else gives it."""


def fate(rest: str) -> Asked:
    no, left = numbered("fate", rest)
    word, words = split_word(needed_words("fate", left))
    idea = IdeaNo(no)
    if word == "chosen":
        owner, day = _owner_and_day(words)
        return Do(Act.SET_FATE, lambda d: c.SetFate(idea, Fate.CHOSEN, owner=d.text(owner), due_on=day))
    fate = FATES.get(word)
    if fate is None:
        raise usage("fate")
    needed_words("fate", words)
    return Do(Act.SET_FATE, lambda d: c.SetFate(idea, fate, reason=d.text(words)))


def _owner_and_day(words: str) -> tuple[str, date]:
    owner, day = _last_word(words)
    try:
        due_on = date.fromisoformat(day.rstrip("."))
    except ValueError as wrong:
        raise usage("fate") from wrong
    before, last = _last_word(owner)
    named = before if last == "by" else owner
    if not named:
        raise usage("fate")
    return named, due_on


def _last_word(words: str) -> tuple[str, str]:
    *before, last = words.rsplit(None, 1) or [""]
    return "".join(before), last


def outcome(rest: str) -> Asked:
    word, left = split_word(rest) if rest else ("", "")
    if word != "publish":
        return Show(Page.TALLY)
    text, _, difference = needed_words("outcome publish", left).partition("\n!because ")
    if not difference:
        text, _, difference = text.partition(" !because ")
    return Do(
        Act.WRITE_OUTCOME,
        lambda d: c.PublishOutcome(d.text(text.strip()), d.text(difference.strip()) if difference.strip() else None),
    )


def progress(rest: str) -> Asked:
    no, words = numbered("progress", rest)
    needed_words("progress", words)
    idea = IdeaNo(no)
    if words.casefold().rstrip(".") == "done":
        return Do(Act.FOLLOW_UP, lambda _: c.ClaimDone(idea))
    return Do(Act.FOLLOW_UP, lambda d: c.ReportProgress(idea, d.text(words)))


def confirm(rest: str) -> Asked:
    no = IdeaNo(just_number("confirm", rest))
    return Do(Act.FOLLOW_UP, lambda _: c.ConfirmDone(no))


def dispute(rest: str) -> Asked:
    no, words = numbered("dispute", rest)
    needed_words("dispute", words)
    return Do(Act.FOLLOW_UP, lambda d: c.DisputeDone(IdeaNo(no), d.text(words)))
