"""Commands in the words of the reader's language. `service.spoken` reads what is written here."""

from __future__ import annotations

from codesign_bot.phrasing.templates import filled
from codesign_bot.ports import Voice
from codesign_bot.views.preview import PREVIEWED
from codesign_bot.views.terms import PHASE
from codesign_bot.views.typed import ANSWERS, BEHIND, WORDS, key_of, step_word

SIGNS = ("!", "/")


def spelled(typed: str, voice: Voice) -> str:
    """A command as this language types it: "!idea withdraw 3" becomes "!idee zurücknehmen 3".

    Only words of ours are changed: numbers, names, codes and the three dots stay as they are. What follows "/" is a
    slash command, whose options ("idea:3") have names as well.
    """
    sign = typed[:1] if typed.startswith(SIGNS) else ""
    first, *rest = typed[len(sign) :].split(" ")
    if sign == "/":
        return sign + " ".join(_named(word, voice) for word in (first, *rest))
    if first not in BEHIND:
        return sign + " ".join([own_word(first, voice) if first in ANSWERS else first, *rest])
    return sign + " ".join([own_word(first, voice), *(_behind(first, word, voice) for word in rest)])


def own_word(word: str, voice: Voice) -> str:
    """This language's word for one of ours. Raises `PromptError` where it is none of ours."""
    return filled(voice, key_of(word))


def own_step(word: str, voice: Voice) -> str:
    """A step as this language types it: "cooling-off" becomes "bedenkzeit"."""
    return step_word(filled(voice, PHASE[PREVIEWED[word]].key))


def _behind(verb: str, word: str, voice: Voice) -> str:
    """A word behind the first one, if it is one of ours there."""
    plain = word.removeprefix("!")
    if plain in BEHIND[verb] or (verb == "help" and plain in BEHIND):
        return word[: len(word) - len(plain)] + own_word(plain, voice)
    return own_step(word, voice) if verb == "round" and word in PREVIEWED else word


def _named(word: str, voice: Voice) -> str:
    name, colon, value = word.partition(":")
    return f"{own_word(name, voice) if name in WORDS else name}{colon}{value}"
