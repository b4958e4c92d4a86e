"""Every text the bot can say, read from `<folder>/<language>/*.ftl` (Project Fluent).

Strict, because Fluent itself is not: it drops a broken text in silence, prints the name of an argument it
was not given, and takes the first of two texts with one name. Here whatever is wrong is found at the start,
all of it at once, each with its file and line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from fluent.runtime import FluentBundle
from fluent.syntax import ast

from codesign_bot.errors import PromptError
from codesign_bot.messages.checks import faults_between, faults_of_references, with_all_needs
from codesign_bot.messages.texts import Text, languages_in, listed, texts_in


class FluentVoice:
    """The texts of one language."""

    def __init__(self, language: str, texts: Mapping[str, Text]) -> None:
        self.language = language
        self._texts = {name: text for name, text in texts.items() if not name.startswith("-")}
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(ast.Resource([text.entry for text in texts.values()]))

    @property
    def keys(self) -> frozenset[str]:
        """Every message there is."""
        return frozenset(self._texts)

    def known_arguments(self, key: str) -> frozenset[str]:
        """The arguments that the message needs. Raises `PromptError` where there is no such message."""
        return self._text(key).arguments

    def numbers(self, key: str) -> frozenset[str]:
        """Those of its arguments that have to be numbers."""
        return self._text(key).numbers

    def references(self, key: str) -> frozenset[str]:
        """The messages and terms that the message names."""
        return self._text(key).references

    def require(self, keys: Mapping[str, frozenset[str]]) -> None:
        """Raise `PromptError`, naming them all, where a message is missing or needs other arguments."""
        faults = [
            f"{key}: needs {listed(self._texts[key].arguments)}, is given {listed(given)}"
            if key in self._texts
            else f"{key}: there is no such text"
            for key, given in sorted(keys.items())
            if key not in self._texts or self._texts[key].arguments != given
        ]
        _raise_all(faults)

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        """The message with its arguments, which are already words; a whole number stays one, for plurals.

        Raises `PromptError` for an unknown message, a missing or extra argument, words where a number is
        needed, or an argument of more than 2,500 characters (a limit of the library).
        """
        text = self._text(key)
        if frozenset(arguments) != text.arguments:
            raise PromptError(f"{text.where}: {key} needs {listed(text.arguments)}, is given {listed(arguments)}")
        if wordy := [name for name in sorted(text.numbers) if not isinstance(arguments[name], int)]:
            raise PromptError(f"{text.where}: {key} needs a number for {listed(wordy)}")
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise PromptError(f"{text.where}: {key} has no words")
        words, errors = self._bundle.format_pattern(pattern, dict(arguments))
        if errors:
            # The error's own text may quote an argument, that is, somebody's words: only its kind is told.
            raise PromptError(f"{text.where}: {key} cannot be said: {type(errors[0]).__name__}")
        return str(words)

    def _text(self, key: str) -> Text:
        try:
            return self._texts[key]
        except KeyError:
            raise PromptError(f"{self.language}: {key}: there is no such text") from None


def folders(own: Path | None = None) -> tuple[Path, ...]:
    """Where `load` looks, most particular first: a community's own wording, then what comes with the bot.

    The latter lies in the installed package; in an editable install, in the folder `prompts` beside it.
    """
    package = Path(str(files("codesign_bot")))
    shipped = package / "prompts"
    if not shipped.is_dir():
        shipped = package.parent / "prompts"
    return (shipped,) if own is None else (own, shipped)


@cache
def all_voices(own: Path | None = None) -> Mapping[str, FluentVoice]:
    """What `load` finds in `folders`, read once in a process: it takes a second or two."""
    return load(folders(own))


def load(directories: Sequence[Path], fallback: str = "en") -> Mapping[str, FluentVoice]:
    """A voice for each language, by its code.

    A text in an earlier directory replaces the one of the same name and language in a later one. Every
    language has every text, with the arguments that it has in `fallback` in the last directory; nobody can
    add texts. Raises `PromptError`, naming every fault found, with file and line.
    """
    faults: list[str] = []
    languages: dict[str, dict[str, Text]] = {}
    standard: dict[str, Text] = {}
    for directory in reversed(directories):
        for language, folder in languages_in(directory, faults):
            languages[language] = languages.get(language, {}) | texts_in(folder, faults)
        standard = standard or languages.get(fallback, {})
    if fallback not in languages:
        faults.append(f"{listed(map(str, directories))}: no texts in the language {fallback}")
    for texts in (standard, *languages.values()):
        faults += faults_of_references(texts)
    _raise_all(faults)  # a dropped text would come up again and again below
    standard = with_all_needs(standard)
    complete = {language: with_all_needs(texts) for language, texts in languages.items()}
    for language, texts in sorted(complete.items()):
        faults += faults_between(language, texts, standard)
    _raise_all(faults)
    return MappingProxyType({language: FluentVoice(language, texts) for language, texts in complete.items()})


def _raise_all(faults: Sequence[str]) -> None:
    if faults:
        raise PromptError("\n".join(dict.fromkeys(faults)))
