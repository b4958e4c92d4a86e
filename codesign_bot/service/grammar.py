"""Reads what people type, leniently: the words of a command without its sign, or None where it is only talk.

`!vote 3:2`, `! vote 3,2`, `!codesign vote 3:2`, `@bot: vote 3:2`, with a quoted reply above, after the star of an
edit, with full-width digits, with spaces of any kind: all mean the same. Work is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SIGN = "!"
OWN_NAME = "codesign"
LONGEST_NUMBER = 9
"""Digits. No number of ours is longer, and no parser is made to work on a longer one."""
BEHIND_NAME = re.compile(r"\A[\s,:]+")
TOPIC = re.compile(r"#(\d{1,9})(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as typed: its first word in lower case, the rest as it stands, and the topic if one was named."""

    verb: str
    rest: str
    topic: int | None = None


def read(text: str, names: Collection[str], *, is_private: bool) -> Typed | None:
    """The command in a text. `names` are what the bot is called there, in lower case.

    In a private message everything is meant for the bot; elsewhere only what begins with the sign or its name.
    """
    body = _without_star(_without_quote(text)).strip()
    addressed = _addressed(body, names)
    if addressed is None:
        return _typed(body) if is_private else None
    return _typed(_without_own_name(addressed))


def _typed(body: str) -> Typed | None:
    verb, rest = parted(body)
    plain = unicodedata.normalize("NFKC", verb).casefold()
    if not plain:
        return None
    named = TOPIC.match(rest)
    if named is None:
        return Typed(plain, rest)
    return Typed(plain, rest[named.end() :].strip(), int(named.group(1)))


def _addressed(body: str, names: Collection[str]) -> str | None:
    """What follows the sign or the bot's name; None where the text is not for the bot."""
    if body.startswith((SIGN, "\uff01")):
        return body[1:].lstrip()
    lowered = body.casefold()
    for name in sorted(names, key=len, reverse=True):
        if lowered.startswith(name):
            rest = body[len(name) :]
            if not rest or BEHIND_NAME.match(rest):
                return BEHIND_NAME.sub("", rest).removeprefix(SIGN).lstrip()
    return None


def _without_own_name(body: str) -> str:
    first, rest = parted(body)
    return rest.removeprefix(SIGN) if first.casefold() == OWN_NAME else body


def parted(words: str) -> tuple[str, str]:
    """The first word and what follows it, whatever space stands between them."""
    first, *rest = words.split(None, 1) or [""]
    return first, rest[0].strip() if rest else ""


def _without_quote(text: str) -> str:
    """A reply may repeat the message it answers, each line after "> ", up to an empty line."""
    if not text.startswith("> "):
        return text
    lines = text.split("\n")
    kept = next((place for place, line in enumerate(lines) if not line.startswith(">")), len(lines))
    return "\n".join(lines[kept:]).lstrip("\n")


def _without_star(text: str) -> str:
    return text.removeprefix("* ")


def number(word: str) -> int | None:
    """A whole number typed with any digits, with or without "#"; None where it is something else."""
    plain = unicodedata.normalize("NFKC", word).strip().lstrip("#")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= LONGEST_NUMBER else None


def first_number(rest: str) -> tuple[int, str] | None:
    """A number at the beginning and what follows it."""
    word, left = parted(rest)
    found = number(word.rstrip(":.,"))
    return (found, left) if found is not None else None


PAIR = re.compile(r"#?(\d{1,9})(?:(?:\s*[:=]\s*|[x*])(\d{1,9}))?(?:[\s,;]+|\Z)")


def dots(rest: str) -> Sequence[tuple[int, int]] | None:
    """The (idea, dots) pairs of a ballot: "3:2 7:1", "3=2, 7", "3:2;7:1". An idea alone means one dot.

    None where there is anything else in it; a ballot is never guessed.
    """
    plain = unicodedata.normalize("NFKC", rest).lstrip(" ,;")
    pairs: list[tuple[int, int]] = []
    at = 0
    while at < len(plain):
        found = PAIR.match(plain, at)
        if found is None:
            return None
        pairs.append((int(found[1]), int(found[2] or 1)))
        at = found.end()
    return pairs or None
