"""One file of texts, read and judged by itself.

Laws. One text is one paragraph of words: lists, headings and quotations belong to views. A text chooses
between variants by number only, so an argument that stands for words can never change what is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from babel import Locale, UnknownLocaleError
from fluent.syntax import FluentParser, ast

_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_NOT_WORDS = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_JOINERS = frozenset("\n\u200c\u200d")
"""A line break, and the two signs that shape letters in Persian, Hindi and others."""


@dataclass(frozen=True, slots=True)
class Text:
    """A message or term, where it stands and what it needs. A term is named with its dash, as in the file."""

    name: str
    where: str
    entry: ast.Message | ast.Term
    arguments: frozenset[str]
    numbers: frozenset[str]
    """The arguments that have to be numbers."""
    references: frozenset[str]


def listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


def languages_in(directory: Path, faults: list[str]) -> Iterator[tuple[str, Path]]:
    """Each language's code and folder."""
    if not directory.is_dir():
        faults.append(f"{directory}: there is no such folder")
        return
    for folder in sorted(path for path in directory.iterdir() if path.is_dir() and path.name[0] not in "._"):
        try:
            Locale.parse(folder.name, sep="-")
        except (ValueError, UnknownLocaleError):
            faults.append(f"{folder}: {folder.name!r} is not the code of a language")
            continue
        yield folder.name, folder


def texts_in(folder: Path, faults: list[str]) -> dict[str, Text]:
    """The texts of one language by name. What is wrong with them is added to `faults`, with file and line."""
    texts: dict[str, Text] = {}
    for file in sorted(folder.glob("*.ftl")):
        for text in _texts_of(file, faults):
            if text.name in texts:
                faults.append(f"{text.where}: {text.name} already stands at {texts[text.name].where}")
            texts[text.name] = text
    return texts


def _texts_of(file: Path, faults: list[str]) -> Iterator[Text]:
    try:
        source = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as broken:
        line = broken.object.count(b"\n", 0, broken.start) + 1
        faults.append(f"{file}:{line}: this is not UTF-8 text")
        return
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, ast.Junk):
            faults.append(_fault_of_junk(entry, file, source))
        elif isinstance(entry, ast.Message | ast.Term):
            yield _text(entry, file, source, faults)


def _line_at(node: ast.SyntaxNode, source: str) -> int:
    return 1 if node.span is None else source.count("\n", 0, node.span.start) + 1


def _fault_of_junk(junk: ast.Junk, file: Path, source: str) -> str:
    reason = junk.annotations[0]
    line = _line_at(reason, source)
    words = source.split("\n")[line - 1].strip()
    if not words:  # it ended too early: the line to look at is where it began
        line = _line_at(junk, source)
        words = source.split("\n")[line - 1].strip()
    hint = ""
    if words[:1] in {"*", "[", "."}:
        hint = f" (a line of a text may not begin with {words[0]})"
    return f"{file}:{line}: cannot be read: {words!r}: {reason.message}{hint}"


def _text(entry: ast.Message | ast.Term, file: Path, source: str, faults: list[str]) -> Text:
    where = f"{file}:{_line_at(entry.id, source)}"
    nodes = list(_nodes(entry.value, entry.attributes))
    judged = ((node, _fault_of(node)) for node in nodes)
    faults += [f"{file}:{_line_at(node, source)}: {entry.id.name}: {fault}" for node, fault in judged if fault]
    for node in nodes:
        if isinstance(node, ast.TextElement):
            # A writer breaks lines where the editor ends, not where a reader should.
            node.value = re.sub(r"\s*\n\s*", " ", node.value)
    references = frozenset(_references(nodes))
    if isinstance(entry, ast.Term):
        # A term does not see the arguments of the message that names it.
        return Text(f"-{entry.id.name}", where, entry, frozenset(), frozenset(), references)
    faults += [f"{where}: {entry.id.name}: {fault}" for fault in _faults_of_message(entry, nodes)]
    return Text(entry.id.name, where, entry, frozenset(_variables(nodes)), frozenset(_numbers(nodes)), references)


def _nodes(*roots: object) -> Iterator[ast.SyntaxNode]:
    """Every node below, each once, from the first word to the last."""
    for root in roots:
        if isinstance(root, list):
            yield from _nodes(*cast("list[object]", root))
        elif isinstance(root, ast.SyntaxNode):
            yield root
            yield from _nodes(*vars(root).values())


def _fault_of(node: ast.SyntaxNode) -> str | None:
    """What is wrong with this part of a text, by itself."""
    match node:
        case ast.FunctionReference() if node.id.name != "NUMBER":
            return f"there is no function {node.id.name}"
        case ast.SelectExpression() if len(set(_cases(node))) < len(node.variants):
            return "two variants are for the same case"
        case ast.TextElement() if re.search(r"\n\s*\n", node.value):
            return "an empty line: one text is one paragraph"
        case ast.TextElement() if not _is_visible(node.value):
            return "a sign that cannot be seen"
        case ast.StringLiteral() if not _is_visible(str(node.parse()["value"])):
            return "a sign that cannot be seen"
        case _:
            return None


def _is_visible(words: str) -> bool:
    return not any(unicodedata.category(sign) in _NOT_WORDS and sign not in _JOINERS for sign in words)


def _cases(select: ast.SelectExpression) -> list[str]:
    return [key.name if isinstance(key := variant.key, ast.Identifier) else key.value for variant in select.variants]


def _faults_of_message(entry: ast.Message, nodes: Sequence[ast.SyntaxNode]) -> Iterator[str]:
    if entry.value is None or entry.attributes:
        yield "a text has words of its own, and nothing below it that begins with a dot"
    for node in nodes:
        if isinstance(node, ast.SelectExpression) and not isinstance(node.selector, ast.TermReference):
            words = {case for case in _cases(node) if not _NUMBER.fullmatch(case)} - _PLURALS
            if words:
                yield f"variants are for numbers, not for {listed(words)}"


def _numbers(nodes: Sequence[ast.SyntaxNode]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.SelectExpression):
            yield from _variables(node.selector)
        elif isinstance(node, ast.FunctionReference):
            yield from _variables(*node.arguments.positional)


def _variables(*roots: object) -> Iterator[str]:
    return (node.id.name for node in _nodes(*roots) if isinstance(node, ast.VariableReference))


def _references(nodes: Sequence[ast.SyntaxNode]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.MessageReference | ast.TermReference):
            dash = "-" if isinstance(node, ast.TermReference) else ""
            yield f"{dash}{node.id.name}" + (f".{node.attribute.name}" if node.attribute else "")
