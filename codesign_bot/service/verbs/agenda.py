"""Topics, plans, and the way to one question."""

from __future__ import annotations

from codesign_bot.core import commands as c
from codesign_bot.core.ids import WordingNo
from codesign_bot.core.phases import Act
from codesign_bot.service.asked import Asked, Do, Page, Plan, Show, Suggest, Topics
from codesign_bot.service.verbs.parts import ENDING, early_end, just_number, needed_words, split_word, usage


def topic(rest: str) -> Asked:
    if not rest:
        return Topics()
    word, left = split_word(rest)
    if word == "suggest":
        return Suggest(needed_words("topic suggest", left))
    if word == "second":
        return Do(Act.SECOND, lambda _: c.SecondTopic())
    return Suggest(rest)


def second(_: str) -> Asked:
    return Do(Act.SECOND, lambda _: c.SecondTopic())


def round_(rest: str) -> Asked:
    word, left = split_word(rest) if rest else ("", "")
    if word == "plan":
        return Plan(left.casefold() or "community")
    if word in {"", "now", "open"}:
        return Show(Page.NOW)
    if word == "rules":
        return Show(Page.RULES)
    if word in ENDING:
        early_end()
    raise usage("round plan")


def frame(rest: str) -> Asked:
    words = needed_words("frame", rest)
    return Do(Act.STATE_PROBLEM, lambda d: c.StateProblem(d.text(words)))


def question(rest: str) -> Asked:
    if not rest:
        return Show(Page.WORDINGS)
    return Do(Act.WORD_QUESTION, lambda d: c.WordQuestion(d.text(rest)))


def support(rest: str) -> Asked:
    no = WordingNo(just_number("support", rest))
    return Do(Act.SUPPORT_WORDING, lambda _: c.SupportWording(no))


def object_(rest: str) -> Asked:
    words = needed_words("object", rest)
    if words.casefold() in {"withdraw", "back"}:
        return Do(Act.OBJECT, lambda _: c.WithdrawObjection())
    return Do(Act.OBJECT, lambda d: c.Object(d.text(words)))
