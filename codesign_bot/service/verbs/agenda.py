"""Topics, plans, and the way to one question."""

from __future__ import annotations

import re
from dataclasses import replace

from codesign_bot.core import commands as c
from codesign_bot.core.ids import WordingNo
from codesign_bot.core.phases import WINDOWED, Act, Phase
from codesign_bot.core.rules import LEAST_HEARD_PERCENT, Rules
from codesign_bot.service.asked import Adjust, Asked, Do, Examine, Export, Page, Plan, Preview, Show, Suggest, Topics
from codesign_bot.service.grammar import number
from codesign_bot.service.verbs.parts import ENDING, early_end, just_number, needed_words, split_word, usage
from codesign_bot.service.verbs.power import length
from codesign_bot.views.preview import PREVIEWED


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
    if word == "preview":
        return Preview(_step("round preview", left) if left else Phase.FRAMING)
    if word == "window":
        return _window(left)
    if word == "heard":
        return _heard(left)
    if word == "doctor":
        return Examine()
    if word in {"", "now", "open"}:
        return Show(Page.NOW)
    if word == "rules":
        return Show(Page.RULES)
    if word == "calendar":
        return Export(only_dates=True)
    if word in ENDING:
        early_end()
    raise usage("round plan")


def _step(command: str, words: str) -> Phase:
    """A step by its name: "cooling off", "cooling-off"."""
    found = PREVIEWED.get("-".join(words.casefold().replace("_", " ").replace("-", " ").split()))
    if found is None:
        raise usage(command)
    return found


def _window(rest: str) -> Adjust:
    """As in "voting 10 days": the step comes first, the length last."""
    begins = re.search(r"\s(?=[0-9])", rest)
    found = length(rest[begins.end() :]) if begins is not None else None
    if begins is None or found is None:
        raise usage("round window")
    phase, (by, more) = _step("round window", rest[: begins.start()]), found
    if more or not by or phase not in WINDOWED:
        raise usage("round window")

    def change(rules: Rules) -> Rules:
        windows = {**rules.template.windows, phase: by}
        return replace(rules, template=replace(rules.template, windows=windows))

    return Adjust(change)


def _heard(rest: str) -> Adjust:
    """As in "8", or "8 30": people, and how many in a hundred of those who joined."""
    people, *more = [number(word.rstrip("%")) for word in rest.replace(",", " ").split()] or [None]
    percent = more[0] if more else LEAST_HEARD_PERCENT
    if people is None or percent is None or len(more) > 1:
        raise usage("round heard")

    def change(rules: Rules) -> Rules:
        return replace(rules, template=replace(rules.template, heard_floor=people, heard_percent=percent))

    return Adjust(change)


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
