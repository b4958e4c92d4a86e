"""From what a view says to type to what is done on Discord instead: a button, a form, or a slash command.

Law. Nothing is done by pressing that the person did not mean: where the numbers in a command only show how it is
     typed, a form asks for them, or the slash command is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from codesign_bot.view import Action, Fit
from codesign_discord.commands import COMMANDS
from codesign_discord.custom_ids import OfForm, Press
from codesign_discord.declared import SIGN, Command, Form, Kind, gaps
from codesign_discord.forms import BELOW, FORMS

BALLOT, CLEAR = "vote show", "vote clear"
"""What opens one's own ballot, with its buttons, and what empties it."""
GAP = "…"
"""Stands for a person's own words in what is typed."""


@dataclass(frozen=True, slots=True)
class Slash:
    """A slash command to give by hand, such as "/idea merge"."""

    written: str


Meant = Press | OfForm | Slash


@dataclass(frozen=True, slots=True)
class _Found:
    """The slash command for what is typed, and what stands in its gaps."""

    command: Command
    fit: re.Match[str] | None = None

    @property
    def values(self) -> Mapping[str, str]:
        """By the name of the gap, for those that are filled."""
        given = self.fit.groupdict() if self.fit is not None else {}
        return {name: value for name, value in given.items() if value is not None}


def meant(action: Action, topic: int | None) -> Meant:
    """What stands for this action here, for the round of this topic."""
    found = _found(action)
    match action.fit:
        case Fit.EXACT:
            return _exact(action, found, topic)
        case Fit.EXAMPLE:
            return _example(action, found, topic)
        case Fit.ELSEWHERE:
            return _slash(action, found, with_values=True)


def _exact(action: Action, found: _Found | None, topic: int | None) -> Meant:
    if found is not None and found.command.form:
        return OfForm(found.command.form, topic, found.values.get("about", ""))
    return _slash(action, found) if GAP in action.typed else Press(action.typed, topic)


def _example(action: Action, found: _Found | None, topic: int | None) -> Meant:
    """Whatever the example gives is left open."""
    if action.typed.partition(" ")[0] == BALLOT.partition(" ")[0]:
        return Press(BALLOT, topic)
    if found is None:
        return _slash(action, found)
    form = found.command.form
    if form and not any("about" in gaps(line) for line in FORMS[form].typed):
        return OfForm(form, topic)
    if not form and not any(option.is_required for option in found.command.options):
        return Press(re.sub(r" ?\S*\{\w+\}", "", found.command.typed), topic)
    return _slash(action, found)


def _slash(action: Action, found: _Found | None, *, with_values: bool = False) -> Slash:
    if found is None:
        return Slash(f"/{action.typed}")
    given = [f"{name}:{value}" for name, value in found.values.items()] if with_values else []
    return Slash(" ".join([f"/{' '.join(found.command.path)}", *given]))


def _found(action: Action) -> _Found | None:
    """The command whose words fit best; else the one that has the same name."""
    best = _best(action.typed)
    if best is not None:
        return best
    named = next((command for command in COMMANDS.values() if command.says == action.key), None)
    return _Found(named) if named is not None else None


def _best(typed: str) -> _Found | None:
    """Of all that can be read that way, the one with most words of its own, then with most gaps."""
    fitting = [
        (len(plain), len(read.groupindex), _Found(command, fit))
        for command, plain, read in _patterns()
        if (fit := read.fullmatch(typed)) is not None
    ]
    return max(fitting, key=lambda one: one[:2])[2] if fitting else None


@cache
def _patterns() -> Sequence[tuple[Command, Sequence[str], re.Pattern[str]]]:
    """Every way in which a command is typed elsewhere: the command, its own words, and how a line is read."""
    return tuple(
        (command, [word for word in typed.split() if "{" not in word], re.compile(_read(typed, command), re.DOTALL))
        for command in COMMANDS.values()
        for typed in ((command.typed,) if command.typed else FORMS[command.form].typed)
    )


def _read(typed: str, command: Command) -> str:
    """A pattern for lines such as "idea edit {about} {words}". What need not be given may be left out at the end."""
    free = {f"{{{option.name}}}" for option in command.options if not option.is_required}
    *words, last = typed.split()
    return (
        " ".join(map(_word, [*words, last]))
        if last not in free
        else f"{' '.join(map(_word, words))}(?: {_word(last)})?"
    )


def _word(word: str) -> str:
    parts = re.split(r"\{(\w+)\}", word)
    return "".join(f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts))


def numbers(action: Action, topic: int | None) -> Iterator[int]:
    """The numbers that tell an exact action from others of its kind."""
    if action.fit is Fit.EXACT and action.typed != f"topic second {topic}":
        yield from (int(word) for word in action.typed.split() if word.isascii() and word.isdigit())


def picks(action: Action) -> str | None:
    """For an example that only lacks one number: the words before it, so that it can be picked from a list."""
    found = _found(action) if action.fit is Fit.EXAMPLE else None
    if found is None or found.command.form:
        return None
    needed = [option for option in found.command.options if option.is_required]
    words, _, gap = found.command.typed.rpartition(" ")
    is_one = len(needed) == 1 and needed[0].kind is Kind.NUMBER and gap == f"{{{needed[0].name}}}"
    return words if is_one else None


def own_words(said: str) -> str | None:
    """What a person wrote, out of the line that stands for it elsewhere; None where they only pressed or chose."""
    if not said.startswith(SIGN):
        return said
    verb, _, rest = said.removeprefix(SIGN).partition(" ")
    typed = f"{verb} {re.sub(r'^#[0-9]+ ?', '', rest)}".strip()
    found = _best(typed)
    if found is None or found.fit is None:
        return said
    if not found.command.form:
        return None
    form = FORMS[found.command.form]
    if form.head and BELOW in typed:
        return _of_all_parts(form, found.values["about"], typed)
    asked = [field.name for field in form.fields if not field.choices]
    written = [found.fit.span(name) for name in asked if name in found.values]
    return typed[min(written)[0] : max(written)[1]] if written else None


def _of_all_parts(form: Form, about: str, typed: str) -> str | None:
    """What was written in each part of a command that has several, one below the other."""
    first, *others = typed.split(BELOW)
    head = form.head.format(about=about)
    written = [own_words(f"{SIGN}{one}") for one in (first, *(head + other for other in others))]
    return "\n".join(words for words in written if words is not None) or None
