"""Dots, feedback, minority views."""

from __future__ import annotations

from types import MappingProxyType

from codesign_bot.core import commands as c
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Act
from codesign_bot.core.state import Remark, Stance
from codesign_bot.service.asked import Asked, Do, Page, Show, Spend
from codesign_bot.service.grammar import dots, number
from codesign_bot.service.verbs.parts import needed_words, numbered, split_word, usage


def vote(rest: str) -> Asked:
    word = rest.casefold()
    if word in {"", "show"}:
        return Show(Page.BALLOT, act=Act.VOTE)
    if word == "clear":
        return Spend({})
    pairs = dots(rest)
    if pairs is None:
        raise usage("vote")
    ballot: dict[IdeaNo, int] = {}
    for idea, given in pairs:
        ballot[IdeaNo(idea)] = ballot.get(IdeaNo(idea), 0) + given
    return Spend(ballot)


STANCES = MappingProxyType({stance.value: stance for stance in Stance})
REMARKS = MappingProxyType({remark.value: remark for remark in Remark})


def feedback(rest: str) -> Asked:
    if not rest:
        return Show(Page.FEEDBACK)
    no, left = numbered("feedback", rest)
    word, words = split_word(needed_words("feedback", left))
    word = word.rstrip(":,.")
    idea = IdeaNo(no)
    if word in STANCES and not words:
        return Do(Act.GIVE_FEEDBACK, lambda _: c.TakeStance(idea, STANCES[word]))
    if word in REMARKS and words:
        return Do(Act.GIVE_FEEDBACK, lambda d: c.GiveFeedback(idea, REMARKS[word], d.text(words)))
    raise usage("feedback")


def minority(rest: str) -> Asked:
    words = needed_words("minority", rest)
    head, left = split_word(words)
    view = number(left)
    if head in {"sign", "cosign"} and view is not None:
        return Do(Act.MINORITY_VIEW, lambda _: c.CosignMinorityView(view))
    return Do(Act.MINORITY_VIEW, lambda d: c.StateMinorityView(d.text(words)))
