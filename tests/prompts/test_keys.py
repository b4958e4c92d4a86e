"""Code and texts name each other: no text is missing, none is given other arguments, none is never said.

The code is read, not run: `say("key", name=…)`, `Say("key", {…})`, `Term("key")`, `Action("key", …)`,
`Refusal("key", name=…)`, `PlaceLost(…, reason="key")` and the calls of a voice. Keys that stand in tables
count as said by their literal; a key that is put together by an f-string is a pattern, and every text that
fits it counts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import cast

import pytest

import codesign_bot
import codesign_discord
import codesign_matrix
from codesign_bot.core.counting.tally import Rule
from codesign_bot.messages import FluentVoice
from codesign_bot.view import Action, Say, Term, say
from codesign_bot.views import terms
from codesign_bot.views.typed import WORDS

ROOTS = tuple(Path(package.__path__[0]) for package in (codesign_bot, codesign_discord, codesign_matrix))
CALLS = {"say", "Say", "Term", "Action", "Refusal"}
VOICE_CALLS = {"words", "_filled", "_units"}
LOOKS_LIKE_A_KEY = re.compile(r"[a-z]+(-[a-z0-9]+)+")
NO_KEYS = frozenset({"not-now", "codesign-bot", "accounts-linked"})
"""Literals in views and services that look like keys and are none."""


@dataclass(frozen=True, slots=True)
class Use:
    """A call that names a text. `arguments` is None where they are not written out."""

    where: str
    key: str
    arguments: frozenset[str] | None


def sources() -> Iterator[tuple[str, ast.Module]]:
    for root in ROOTS:
        for file in sorted(root.rglob("*.py")):
            if "testing" not in file.relative_to(root).parts:  # its refusals are examples, and never said
                yield str(file.relative_to(root.parent)), ast.parse(file.read_text(encoding="utf-8"))


def literals(node: ast.expr | None) -> Iterator[str]:
    """The strings that an expression can be: also both sides of `"a" if x else "b"`."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from literals(node.body)
            yield from literals(node.orelse)
        case _:
            return


def given(name: str, call: ast.Call) -> frozenset[str] | None:
    """The arguments of the text that a call names."""
    match name:
        case "Term" | "Action":
            return frozenset()
        case "Say" if len(call.args) > 1:
            table = call.args[1]
            if not isinstance(table, ast.Dict):
                return None
            names = [key.value if isinstance(key, ast.Constant) else None for key in table.keys]
            return frozenset(map(str, names)) if None not in names else None
        case "Say":
            return frozenset()
        case _:
            names = [keyword.arg for keyword in call.keywords]
            return frozenset(map(str, names)) if None not in names else None


def uses(where: str, tree: ast.Module) -> Iterator[Use]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = f"{where}:{node.lineno}"
        if name in CALLS and node.args:
            yield from (Use(place, key, given(name, node)) for key in literals(node.args[0]))
        elif name in VOICE_CALLS:
            texts = [text for argument in node.args[:2] for text in literals(argument)]
            yield from (Use(place, key, None) for key in texts if LOOKS_LIKE_A_KEY.fullmatch(key))
        elif name == "PlaceLost":
            reasons = [keyword.value for keyword in node.keywords if keyword.arg == "reason"]
            yield from (Use(place, key, frozenset()) for reason in reasons for key in literals(reason))


def strings(tree: ast.Module) -> Iterator[str]:
    return (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def patterns(tree: ast.Module) -> Iterator[re.Pattern[str]]:
    """Keys put together by an f-string: `f"rule-{name}"`, `f"{key}-not"`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
            is_key = re.match("[a-z]+-", parts[0] or "") or (parts[0] is None and re.match("-[a-z]+", parts[-1] or ""))
            if is_key and all(part is None or re.fullmatch("[a-z0-9-]+", part) for part in parts):
                yield re.compile("".join("([a-z0-9-]+)" if part is None else re.escape(part) for part in parts))


ALL_USES = [use for where, tree in sources() for use in uses(where, tree)]
ALL_STRINGS = {text for _, tree in sources() for text in strings(tree)}
ALL_PATTERNS = [pattern for _, tree in sources() for pattern in patterns(tree)]


def test_every_text_that_the_code_names_exists(english: FluentVoice) -> None:
    assert len(ALL_USES) > 50
    missing = [f"{use.where}: {use.key}" for use in ALL_USES if use.key not in english.keys]
    assert not missing, "\n".join(missing)


def test_every_text_gets_the_arguments_it_needs(english: FluentVoice) -> None:
    wrong = [
        f"{use.where}: {use.key} is given {sorted(use.arguments)}, needs {sorted(needed)}"
        for use in ALL_USES
        if use.arguments is not None
        and use.key in english.keys
        and use.arguments != (needed := english.known_arguments(use.key))
    ]
    assert not wrong, "\n".join(wrong)


def is_put_together(key: str) -> bool:
    """Whether an f-string makes this key. One that begins with a key, as `f"{key}-not"`, needs that key."""
    for pattern in ALL_PATTERNS:
        found = pattern.fullmatch(key)
        if found and (found.start(1) > 0 or found[1] in ALL_STRINGS):
            return True
    return False


def test_no_text_is_never_said(english: FluentVoice) -> None:
    said = ALL_STRINGS | {use.key for use in ALL_USES}
    inside = {name for key in english.keys for name in english.references(key)}
    unused = [key for key in sorted(english.keys - said - inside) if not is_put_together(key)]
    assert not unused, "\n".join(unused)


def test_every_literal_in_a_table_of_keys_is_a_text(english: FluentVoice) -> None:
    """Tables such as USAGE name texts without a call; a literal that looks like a key there has to be one."""
    wrong = [
        f"{where}: {text}"
        for where, tree in sources()
        if where.startswith(("codesign_bot/views/", "codesign_bot/service/"))
        for text in strings(tree)
        if LOOKS_LIKE_A_KEY.fullmatch(text) and text not in english.keys and text not in NO_KEYS | WORDS
    ]
    assert not wrong, "\n".join(wrong)


def tables() -> Iterator[Mapping[Enum, Term]]:
    named = cast("Mapping[str, object]", vars(terms))
    for name, table in sorted(named.items()):
        if name.isupper() and isinstance(table, Mapping):
            yield cast("Mapping[Enum, Term]", table)


TABLES = {type(next(iter(table))): table for table in tables()}
"""The tables of terms, by the enum that each has to cover."""


@pytest.mark.parametrize("enum", TABLES, ids=lambda enum: enum.__name__)
def test_every_member_of_an_enum_has_its_word(english: FluentVoice, enum: type[Enum]) -> None:
    assert set(TABLES[enum]) == set(enum)
    for term in TABLES[enum].values():
        assert english.known_arguments(term.key) == frozenset(), term


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_that_decides_has_its_sentence(english: FluentVoice, rule: Rule) -> None:
    assert isinstance(rule, Enum)
    assert english.words(rule.sentence_key, {})


def test_all_languages_have_what_the_code_needs(voices: Mapping[str, FluentVoice]) -> None:
    needed = {use.key: use.arguments for use in ALL_USES if use.arguments is not None}
    for voice in voices.values():
        voice.require(needed)


# ----------------------------------------------------------------------------- the reader of code is sound


def found(code: str) -> list[tuple[str, frozenset[str] | None]]:
    return [(use.key, use.arguments) for use in uses("here", ast.parse(code))]


def test_calls_are_read() -> None:
    assert found('say("a-b", n=1)') == [("a-b", frozenset({"n"}))]
    assert found('view.say("a-b", **more)') == [("a-b", None)]
    assert found('say("a-b" if x else "c-d")') == [("a-b", frozenset()), ("c-d", frozenset())]
    assert found('Say("a-b", {"n": 1})') == [("a-b", frozenset({"n"}))]
    assert found('Say("a-b", table)') == [("a-b", None)]
    assert found('Say("a-b"); Term("c-d"); Action("e-f", "join", is_private=True)') == [
        ("a-b", frozenset()),
        ("c-d", frozenset()),
        ("e-f", frozenset()),
    ]
    assert found('raise Refusal("a-b", idea=3)') == [("a-b", frozenset({"idea"}))]
    assert found('PlaceLost(place, key="x", reason="a-b")') == [("a-b", frozenset())]
    assert found('voice.words("a-b", {}); _filled(voice, "c-d", n=1)') == [("a-b", None), ("c-d", None)]
    assert found('print("a-b"); say(key)') == []


def test_keys_put_together_are_patterns() -> None:
    code = 'a = f"rule-{x}"; b = f"{x}-not"; c = f"Hello {x}"; d = f"{x}: -not"; e = f"{x}"; f = f"k-{x}.db"'
    begins, ends = patterns(ast.parse(code))
    assert begins.fullmatch("rule-fair-share")
    assert not begins.fullmatch("other-rule-x")
    assert ends.fullmatch("doctor-pin-not")
    assert not ends.fullmatch("doctor-pin")


def test_the_names_that_are_looked_for_are_those_of_the_code() -> None:
    assert {say.__name__, Say.__name__, Term.__name__, Action.__name__} < CALLS
