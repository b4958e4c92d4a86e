"""Commands typed in the words of any language, put back into ours, which the readers of all verbs know.

Law 1. Ours always work, whatever a language calls them. Capitals do not count, and "ae" is as good as "ä".
Law 2. What people write stays as they wrote it: a word is changed only where a command of ours would stand there.
Law 3. Where two languages have the same word for two things, the first by its code has it; ours come before both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from codesign_bot.service.grammar import Typed, first_number, number, parted
from codesign_bot.service.verbs.log import NUMBERED
from codesign_bot.views.preview import PREVIEWED
from codesign_bot.views.terms import PHASE
from codesign_bot.views.typed import ANSWERS, BEHIND, key_of, step_word

if TYPE_CHECKING:
    from codesign_bot.ports import Voice

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_STOPS = ":,."
_UNITS: Mapping[str, str] = MappingProxyType({"time-days": "days", "time-hours": "hours", "time-minutes": "minutes"})
_NUMBER_FIRST = frozenset({"feedback", "fate", "progress"})
"""A number stands between the first word and the one behind it."""
_TWO = frozenset({"setup", "me"})
"""Verbs with two words of ours behind them, as in "setup organiser add"."""


def _needs_number_or_nothing(left: str) -> bool:
    return not left or first_number(left) is not None


_WHERE: Mapping[tuple[str, str], Callable[[str], bool]] = MappingProxyType(
    {
        **{("idea", word): _needs_number_or_nothing for word in BEHIND["idea"]},
        ("minority", "sign"): lambda left: number(left) is not None,
        ("object", "withdraw"): lambda left: not left,
        ("progress", "done"): lambda left: not left,
        ("vote", "clear"): lambda left: not left,
        **{("feedback", word): lambda left: not left for word in ("agree", "disagree", "pass")},
        **{("feedback", word): bool for word in ("like", "worry", "work")},
    }
)
"""What has to follow such a word, so that it cannot be the beginning of what somebody has to say."""


def _own_word(word: str, voice: Voice) -> str:
    return voice.words(key_of(word), {})


def _own_step(word: str, voice: Voice) -> str:
    return step_word(voice.words(PHASE[PREVIEWED[word]].key, {}))


def folded(word: str) -> str:
    """A word as it is compared: small letters, "ae" for "ä", no stop at its end."""
    return unicodedata.normalize("NFKC", word).casefold().translate(_LETTERS).rstrip(_STOPS)


@dataclass(slots=True)
class Spoken:
    """Knows the words of all `voices`."""

    voices: Mapping[str, Voice]
    _verbs: dict[str, str] = field(default_factory=dict[str, str])
    _readable: dict[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])
    """By language: worded once, for whoever says anything is asked for these."""
    _behind: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    _steps: dict[str, str] = field(default_factory=dict[str, str])
    _units: dict[str, str] = field(default_factory=dict[str, str])
    _answers: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        self._verbs = self._all(BEHIND, _own_word)
        for language, voice in self.voices.items():
            own = [_own_word(verb, voice) for verb in BEHIND]
            self._readable[language] = tuple(dict.fromkeys([*own, *BEHIND]))
        self._behind = {verb: self._all(words, _own_word) for verb, words in BEHIND.items()}
        self._steps = self._all(PREVIEWED, _own_step)
        self._answers = self._all(ANSWERS, _own_word)
        for _, voice in sorted(self.voices.items()):
            for key, unit in _UNITS.items():
                for count in (1, 2):
                    self._units.setdefault(folded(voice.words(key, {"count": count}).split()[-1]), unit)

    def _all(self, words: Iterable[str], own: Callable[[str, Voice], str]) -> dict[str, str]:
        """By every way to type it: a word of ours. The languages in order, so that every start finds the same."""
        known = {word: word for word in words}
        for _, voice in sorted(self.voices.items()):
            for word in sorted(known.values()):
                known.setdefault(folded(own(word, voice)), word)
        return known

    def ours(self, typed: Typed) -> Typed:
        """The command in our words; as it is where its first word is none."""
        verb = _found(self._verbs, typed.verb)
        return typed if verb is None else replace(typed, verb=verb, rest=self._rest(verb, typed.rest))

    def answer(self, word: str) -> str:
        """What is said inside a dialogue, in our word if we have one for it."""
        return self._answers.get(folded(word), word)

    def is_word(self, typed: str, ours: str) -> bool:
        """Whether this is one of the ways to type a word of ours."""
        own = (_own_word(ours, voice) for voice in self.voices.values())
        return folded(typed) in {ours, *map(folded, own)}

    def verbs(self, language: str) -> tuple[str, ...]:
        """What a reader of this language may begin a command with: their own words, and ours."""
        return self._readable.get(language, tuple(BEHIND))

    def _rest(self, verb: str, rest: str) -> str:
        """What follows the first word, with those words of ours put back that stand where a command has them."""
        if verb == "help":
            return self._help(rest)
        if verb == "log":
            return self._log(rest)
        before, left = "", rest
        if verb in _NUMBER_FIRST and first_number(rest) is not None:
            before, left = parted(rest)
        done: list[str] = [before] if before else []
        for _ in range(2 if verb in _TWO else 1):
            word, after = parted(left)
            found = _found(self._behind[verb], word)
            if found is None or not _WHERE.get((verb, found), _anything)(after):
                break
            done.append(found)
            left = after
        left = self._details(verb, done[-1] if done else "", left)
        return " ".join([*done, left]) if left else " ".join(done)

    def _help(self, rest: str) -> str:
        """`help` names a command, with or without its sign."""
        typed = self.ours(Typed(*parted(rest.removeprefix("!"))))
        return f"{typed.verb} {typed.rest}".strip()

    def _log(self, rest: str) -> str:
        """What narrows the log stands in any order. Behind the first word that is looked for, only words with a number
        of theirs are ours: "!protokoll macht thema 3" names acts of power, "!protokoll wer macht Licht" does not.
        Half a command stays one, so that it is answered with how it is typed.
        """
        words, done, is_sought = rest.split(), list[str](), False
        for word, after in zip(words, [*words[1:], ""], strict=False):
            found = self._behind["log"].get(folded(word))
            if found in NUMBERED:
                is_half = not after and not is_sought
                found = found if is_half or number(after.rstrip(".,")) is not None else None
            elif is_sought:
                found = None
            is_sought = is_sought or (found is None and not any(sign.isdigit() for sign in word))
            done.append(found or word)
        return " ".join(done)

    def _details(self, verb: str, word: str, left: str) -> str:
        """Words of ours that stand further behind: steps, units of time, "by" a day, "!because"."""
        match verb, word:
            case "round", "preview" | "window":
                return self._with_unit(self._with_step(left))
            case "time", "give":
                return self._with_unit(left)
            case "fate", "chosen":
                return re.sub(r"(?<=\s)(\S+)(?=\s+[0-9-]+\.?$)", lambda one: self._in("fate", one[1]), left)
            case "outcome", "publish":
                return re.sub(r"(?<=\s)!(\w+)(?=\s)", lambda one: f"!{self._in('outcome', one[1])}", left, count=1)
            case _:
                return left

    def _in(self, verb: str, word: str) -> str:
        return self._behind[verb].get(folded(word), word)

    def _with_step(self, left: str) -> str:
        """As in "bedenkzeit 3 Tage": the step comes first, and may be of several words."""
        name = re.split(r"\s(?=[0-9])", left, maxsplit=1)[0]
        found = self._steps.get(folded("-".join(name.split())))
        return left if found is None else found + left[len(name) :]

    def _with_unit(self, left: str) -> str:
        """The first length of time in it, such as "2 Tage"."""
        return re.sub(r"([0-9]+\s*)([^\W\d_]+)", lambda one: one[1] + self._unit(one[2]), left, count=1)

    def _unit(self, word: str) -> str:
        return self._units.get(folded(word), word)


def _found(known: Mapping[str, str], word: str) -> str | None:
    """Our word for this one. What is pressed comes in ours, and need not be folded."""
    return known.get(word) or known.get(folded(word))


def _anything(_: str) -> bool:
    return True
