"""Dots, feedback, minority views."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from codesign_bot.core import commands as c
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Act
from codesign_bot.core.state import Remark, Stance
from codesign_bot.service.asked import Asked, Do, Draft, Page, Show, Spend
from codesign_bot.service.grammar import SIGN, dots, number
from codesign_bot.service.verbs.parts import just_number, needed_words, numbered, split_word, usage


def vote(rest: str) -> Asked:
    word, left = split_word(rest) if rest else ("show", "")
    if word == "show":
        return Show(Page.BALLOT, just_number("vote show", left) if left else 0, Act.VOTE)
    if word == "clear" and not left:
        return Spend({})
    is_whole = word != "set"
    pairs = dots(rest if is_whole else left)
    if pairs is None:
        raise usage("vote" if is_whole else "vote set")
    ballot: dict[IdeaNo, int] = {}
    for idea, given in pairs:
        ballot[IdeaNo(idea)] = ballot.get(IdeaNo(idea), 0) + given
    return Spend(ballot, is_whole)


STANCES = MappingProxyType({stance.value: stance for stance in Stance})
REMARKS = MappingProxyType({remark.value: remark for remark in Remark})


def feedback(rest: str) -> Asked:
    """One thing, or several at once: the first behind the number, each other on a line of its own behind the sign."""
    if not rest:
        return Show(Page.FEEDBACK)
    no, left = numbered("feedback", rest)
    said = [_said(part) for part in _each(needed_words("feedback", left))]
    if sum(word in STANCES for word, _ in said) > 1:
        raise usage("feedback")
    idea = IdeaNo(no)
    return Do(Act.GIVE_FEEDBACK, lambda d: _all_of(tuple(_part(d, idea, *one) for one in said)))


_SEVERAL = re.compile(rf"\n{SIGN}(?=(?:{'|'.join((*STANCES, *REMARKS))})\b)", re.IGNORECASE)


def _each(words: str) -> Sequence[str]:
    return _SEVERAL.split(words)


def _said(part: str) -> tuple[str, str]:
    """A stance without words, or a remark with them."""
    word, words = split_word(needed_words("feedback", part))
    word = word.rstrip(":,.")
    if (word in STANCES and not words) or (word in REMARKS and words):
        return word, words
    raise usage("feedback")


def _part(draft: Draft, idea: IdeaNo, word: str, words: str) -> c.TakeStance | c.GiveFeedback:
    if word in STANCES:
        return c.TakeStance(idea, STANCES[word])
    return c.GiveFeedback(idea, REMARKS[word], draft.text(words))


def _all_of(parts: tuple[c.TakeStance | c.GiveFeedback, ...]) -> c.TakeStance | c.GiveFeedback | c.FillFeedback:
    return parts[0] if len(parts) == 1 else c.FillFeedback(parts)


def minority(rest: str) -> Asked:
    words = needed_words("minority", rest)
    head, left = split_word(words)
    view = number(left)
    if head in {"sign", "cosign"} and view is not None:
        return Do(Act.MINORITY_VIEW, lambda _: c.CosignMinorityView(view))
    return Do(Act.MINORITY_VIEW, lambda d: c.StateMinorityView(d.text(words)))
