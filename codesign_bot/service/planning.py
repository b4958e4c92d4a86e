"""The five honest answers, asked one after the other in a direct message, each kept until all are there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from codesign_bot.core.commands import PlanRound, Text
from codesign_bot.core.ids import RoundId
from codesign_bot.core.label import Answers, Decider, Fixed, Use
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.words import check
from codesign_bot.service.grammar import number
from codesign_bot.views.greetings import CHOICES, Ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from codesign_bot.core.rules import Rules
    from codesign_bot.service.asked import Draft


YES = frozenset({"yes", "y", "1", "ok", "open"})
STOP = frozenset({"stop", "cancel", "no"})
BACK = frozenset({"back"})


@dataclass(frozen=True, slots=True)
class Form:
    """A form being filled in. `given` has the answers so far by the name of their question."""

    round: RoundId
    template: str
    given: Mapping[Ask, str] = field(default_factory=dict[Ask, str])

    @property
    def question(self) -> Ask | None:
        """The first question without an answer. None: only the yes to all of them is missing."""
        return next((one for one in Ask if one not in self.given), None)

    def with_answer(self, question: Ask, answer: str) -> Form:
        """The form with one more answer."""
        return Form(self.round, self.template, {**self.given, question: answer})

    def back(self) -> Form:
        """The form as it was before the last answer."""
        return Form(self.round, self.template, dict(list(self.given.items())[:-1]))

    def stored(self) -> str:
        """The form as the store keeps it."""
        given = {question.value: answer for question, answer in self.given.items()}
        return json.dumps({"round": self.round, "template": self.template, "given": given}, ensure_ascii=False)

    @classmethod
    def read(cls, state: str) -> Form:
        """The form from the store."""
        plain = json.loads(state)
        given = {Ask(question): answer for question, answer in plain["given"].items()}
        return cls(RoundId(plain["round"]), plain["template"], given)


def filled(form: Form, question: Ask, answer: str, earliest: date) -> Form | None:
    """The form with one more answer; None where it does not fit the question. Raises `Refusal` for its words.

    `earliest` is the first day that a reply can be promised for.
    """
    if question in CHOICES:
        choice = _choice(question, answer)
        return form.with_answer(question, choice) if choice else None
    if question is Ask.REPLY_BY:
        day = _day(answer)
        if day is not None and day < earliest:
            raise Refusal("reply-by-past")
        return form.with_answer(question, day.isoformat()) if day is not None else None
    check(answer, "answer")
    return form.with_answer(question, answer)


def _choice(question: Ask, answer: str) -> str:
    choices = CHOICES[question]
    which = number(answer.strip().rstrip(".)"))
    return choices[which - 1].value if which is not None and 1 <= which <= len(choices) else ""


def _day(answer: str) -> date | None:
    try:
        return date.fromisoformat(answer.strip().rstrip("."))
    except ValueError:
        return None


def answers(form: Form, text: Callable[[str], Text]) -> tuple[Answers, tuple[Text, ...]]:
    """The five honest answers of a complete form, and the words behind them."""
    given = form.given
    asked = (Ask.WHO_DECIDES, Ask.WHAT_IS_FIXED, Ask.WHAT_IS_OPEN, Ask.WHAT_HAPPENS)
    who, fixed, is_open, happens = texts = tuple(text(given[question]) for question in asked)
    whole = Answers(
        Decider(given[Ask.DECIDER]),
        who.content,
        Fixed(given[Ask.FIXED]),
        fixed.content,
        is_open.content,
        Use(given[Ask.USE]),
        happens.content,
        date.fromisoformat(given[Ask.REPLY_BY]),
    )
    return whole, texts


def command(form: Form, rules: Rules, draft: Draft) -> PlanRound:
    """The command that a complete form stands for. `rules` are those of its template here and now."""
    given, texts = answers(form, draft.text)
    return PlanRound(replace(rules, answers=given), texts)
