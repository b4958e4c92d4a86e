"""Every way to change a file that keeps it looking like one: other lines, and the same text spelled in another way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import cast

Changed = tuple[str, bytes]
"""What was done, in words, and the bytes it comes to."""


# --- lines -----------------------------------------------------------------------------------------------


def lines_moved(held: bytes) -> Iterator[Changed]:
    """Every line swapped with the next one, doubled, taken out, and put first and last; all of them turned round."""
    lines = held.splitlines(keepends=True)
    for at, line in enumerate(lines):
        before, after = lines[:at], lines[at + 1 :]
        if after:
            yield f"lines {at + 1} and {at + 2} swapped", _whole(before, after[:1], [line], after[1:])
        yield f"line {at + 1} doubled", _whole(before, [line, line], after)
        yield f"line {at + 1} taken out", _whole(before, after)
        yield f"line {at + 1} put first", _whole([line], before, after)
        yield f"line {at + 1} put last", _whole(before, after, [line])
    yield "all lines turned round", _whole(lines[::-1])
    yield "all lines sorted", _whole(sorted(lines))
    yield "all lines sorted backwards", _whole(sorted(lines, reverse=True))


def _whole(*parts: Sequence[bytes]) -> bytes:
    return b"".join(line for part in parts for line in part)


# --- spelling --------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"(?<=[:,\[])\d+(?=[,\]}])")


def spelled_anew(name: str, held: bytes) -> Iterator[Changed]:
    """The same text in other bytes: other ends of lines, other encodings, and where it is JSON, other JSON."""
    yield from _as_text(held)
    if name.endswith((".json", ".jsonl")):
        yield from _as_json(held.decode())


def _as_text(held: bytes) -> Iterator[Changed]:
    text = held.decode()
    yield "CRLF for LF", held.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    yield "LF for CRLF", held.replace(b"\r\n", b"\n")
    yield "CR for LF", held.replace(b"\r\n", b"\n").replace(b"\n", b"\r")
    yield "a byte order mark more", b"\xef\xbb\xbf" + held
    yield "no byte order mark", held.removeprefix(b"\xef\xbb\xbf")
    yield "UTF-16", text.encode("utf-16")
    yield "UTF-16 without a mark", text.encode("utf-16-be")
    yield "Latin-1", text.encode("latin-1", "replace")
    for more in (b"\n", b" ", b"\0", b"\n\n", b"\x1a"):
        yield f"{more!r} at the end", held + more
        yield f"{more!r} at the beginning", more + held
    yield "no line feed at the end", held.removesuffix(b"\n")
    yield "spaces at the ends of lines", held.replace(b"\n", b" \n")
    yield "an empty line after each", held.replace(b"\n", b"\n\n")
    yield "capitals", text.upper().encode()
    yield "doubled", held + held


def _as_json(text: str) -> Iterator[Changed]:
    """Each line alone, and all of them at once."""
    lines = text.split("\n")
    for said, spell in _SPELLINGS:
        spelled = [spell(line) if line else line for line in lines]
        yield f"{said} in all lines", "\n".join(spelled).encode()
        for at, line in enumerate(spelled):
            yield f"{said} in line {at + 1}", "\n".join([*lines[:at], line, *lines[at + 1 :]]).encode()


def _numbered(form: Callable[[str], str]) -> Callable[[str], str]:
    return lambda line: _NUMBER.sub(lambda number: form(number[0]), line, count=1)


def _every_number(form: Callable[[str], str]) -> Callable[[str], str]:
    return lambda line: _NUMBER.sub(lambda number: form(number[0]), line)


def _dumped(line: str, separators: tuple[str, str], indent: int | None = None, *, is_ascii: bool = False) -> str:
    return json.dumps(json.loads(line), separators=separators, indent=indent, ensure_ascii=is_ascii)


def _turned_round(value: object) -> object:
    if isinstance(value, list):
        return [_turned_round(one) for one in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: _turned_round(one) for key, one in reversed(cast("dict[str, object]", value).items())}
    return value


def _keys_turned_round(line: str) -> str:
    return json.dumps(_turned_round(json.loads(line)), separators=(",", ":"), ensure_ascii=False)


def _first_key_doubled(line: str) -> str:
    found = cast("dict[str, object]", json.loads(line))
    key, value = next(iter(found.items()))
    return line.replace("{", f"{{{json.dumps(key)}:{json.dumps(value)},", 1)


_SPELLINGS: Sequence[tuple[str, Callable[[str], str]]] = (
    ("spaces after signs", lambda line: _dumped(line, (", ", ": "))),
    ("tabs after commas", lambda line: _dumped(line, (",\t", ":"))),
    ("a space first", lambda line: f" {line}"),
    ("a space last", lambda line: f"{line} "),
    ("a tab first", lambda line: f"\t{line}"),
    ("a carriage return last", lambda line: f"{line}\r"),
    ("two columns in", lambda line: _dumped(line, (",", ": "), 2)),
    ("keys turned round", _keys_turned_round),
    ("the first key twice", _first_key_doubled),
    ("letters as escapes", lambda line: line.replace("e", "\\u0065", 1)),
    ("capital letters as escapes", lambda line: line.replace("e", "\\U0065", 1)),
    ("a slash escaped", lambda line: line.replace("/", "\\/", 1)),
    ("all but ASCII as escapes", lambda line: _dumped(line, (",", ":"), is_ascii=True)),
    ("a comma more", lambda line: line.replace("}", ",}", 1)),
    ("a remark", lambda line: line.replace("{", "{/**/", 1)),
    ("a number as a fraction", _numbered(lambda number: f"{number}.0")),
    ("a number with an exponent", _numbered(lambda number: f"{number}e0")),
    ("a number with a capital exponent", _numbered(lambda number: f"{number}E+0")),
    ("a number as tenths", _numbered(lambda number: f"{number}0e-1")),
    ("a number with a zero before it", _numbered(lambda number: f"0{number}")),
    ("a number with a minus", _numbered(lambda number: f"-{number}")),
    ("a number with a plus", _numbered(lambda number: f"+{number}")),
    ("a number as a text", _numbered(lambda number: f'"{number}"')),
    ("a number of other digits", _numbered(lambda number: "".join(chr(0x0660 + int(one)) for one in number))),
    ("a number that is one more", _numbered(lambda number: str(int(number) + 1))),
    ("every number as a fraction", _every_number(lambda number: f"{number}.0")),
    ("every number with an exponent", _every_number(lambda number: f"{number}e0")),
    ("nothing for true", lambda line: line.replace("true", "1", 1)),
    ("nothing for null", lambda line: line.replace("null", "0", 1)),
)
