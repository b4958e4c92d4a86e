"""A document in Markdown (CommonMark, with the tables of GitHub), and people's words as they were written.

Law. Everything that is not markup of ours is escaped: a backslash before a sign of ASCII punctuation makes it that
sign and nothing else (CommonMark, section 2.4). It also keeps bare addresses from becoming links where a renderer
does that by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import assert_never

from codesign_bot.log.document import Item, Items, Part, Piece, Table
from codesign_bot.phrasing import Ink, Run, lines, runs
from codesign_bot.ports import Reading
from codesign_bot.view import Quote, Quoted, Say, Verbatim

_SIGNS = re.compile(r"[\\`*_\[\]<>#|~&$]|(?<!\d):(?=\S)|:(?=[^\s\d])")
"""Signs that mean something somewhere in a line. A colon can begin an address, but not between the digits of a time."""
_MAY_MEAN_SOMETHING = re.compile(r"[\\`*_\[\]<>#|~&$:]|[wW]\.")
"""In words without any of these nothing is escaped: most have none."""
_SIGNS_AT_THE_START = "-+="
_AT_THE_START = re.compile(r"^([-+=])")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_WWW = re.compile(r"www\.", re.IGNORECASE)
_DEEPEST = 6


def document(part: Part, reading: Reading) -> str:
    """The whole document, ended by one line feed."""
    return "\n".join(_part(part, reading, 1)).rstrip("\n") + "\n"


# --- words -----------------------------------------------------------------------------------------------


def sentence(said: Say, reading: Reading) -> str:
    """One line of ours with whatever it is filled with; what is to be typed or compared stands as code."""
    return _begun("".join([_run(run) for run in runs(said, reading)]))


def _run(run: Run) -> str:
    match run.ink:
        case Ink.OURS:
            return _ours(run.words)
        case Ink.THEIRS:
            return _plain(run.words)
        case Ink.TYPED:
            return _code(run.words)


@lru_cache(maxsize=4096)
def _ours(words: str) -> str:
    """Words of ours, which come again and again. Nobody else's are remembered here: they can be erased."""
    return _plain(words)


def escaped(line: str) -> str:
    """One line with every sign that could be markup made a plain sign."""
    return _begun(_plain(line))


def inline(words: str) -> str:
    """The words as one line, for a heading, a list or a cell of a table."""
    return escaped(" ".join(words.split()))


def quoted(words: str) -> list[str]:
    """The words as a block quotation that keeps their lines."""
    tidy = [inline(line) for line in words.splitlines()] or [""]
    broken = [f"{line}\\" if line and after else line for line, after in zip(tidy, [*tidy[1:], ""], strict=True)]
    return [f"> {line}" if line else ">" for line in broken]


def _plain(words: str) -> str:
    if not _MAY_MEAN_SOMETHING.search(words):
        return words
    signs = _SIGNS.sub(r"\\\g<0>", words)
    return _WWW.sub(lambda found: f"{found[0][:-1]}\\.", signs)


def _begun(line: str) -> str:
    first = line[:1]
    if first not in _SIGNS_AT_THE_START and not first.isdecimal():
        return line
    return _NUMBERED.sub(r"\1\\\2", _AT_THE_START.sub(r"\\\1", line))


def _code(words: str) -> str:
    """No sign in a code span can be escaped, so one that would end it, or a cell of a table, makes it plain words."""
    return f"`{words}`" if words.strip() and not {"`", "|"} & set(words) else _plain(words)


def _theirs(words: Quoted, reading: Reading) -> list[str]:
    """Somebody's words as a block quotation; where they were erased, that."""
    said = lines(words, reading)
    if words.words is None:
        return [f"> *{_plain(run.words)}*" for run in said]
    return quoted("\n".join(run.words for run in said))


# --- pieces ----------------------------------------------------------------------------------------------


def _part(part: Part, reading: Reading, level: int) -> Iterator[str]:
    yield from (f"{'#' * min(level, _DEEPEST)} {sentence(part.title, reading)}", "")
    for piece in part.pieces:
        yield from _piece(piece, reading, level)


def _piece(piece: Piece, reading: Reading, level: int) -> Iterator[str]:
    match piece:
        case Part():
            yield from _part(piece, reading, level + 1)
        case Say():
            yield from (sentence(piece, reading), "")
        case Verbatim(text):
            yield from ("```", *text.splitlines(), "```", "")
        case Quote(words, label):
            yield from () if label is None else (sentence(label, reading), "")
            yield from (*_theirs(words, reading), "")
        case Items(items, title):
            if items:
                yield from () if title is None else (sentence(title, reading), "")
                yield from (line for item in items for line in _item(item, reading))
                yield ""
        case Table():
            yield from _table(piece, reading)
        case _:
            assert_never(piece)


def _item(item: Item, reading: Reading) -> Iterator[str]:
    number = () if item.number is None else (f"**{item.number}.**",)
    first = " ".join((*number, *(sentence(one, reading) for one in item.said)))
    more = " ".join(sentence(one, reading) for one in item.more)
    rows = [f"{first}\\" if first and more else first, more]
    below = [] if item.quoted is None else _theirs(item.quoted, reading)
    for place, line in enumerate([*filter(None, rows), *below]):
        yield f"{'  ' if place else '- '}{line}"


def _table(table: Table, reading: Reading) -> Iterator[str]:
    yield _row([sentence(one, reading) for one in table.head])
    yield _row(["---"] * len(table.head))
    for row in table.rows:
        yield _row([str(cell) if isinstance(cell, int) else sentence(cell, reading) for cell in row])
    yield ""


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
