"""Looks for somebody's words in every byte of a folder, in whatever form a program may have left them there."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

_HEADS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b\x08")
_LEAST = 8
"""Bytes of words that are looked for in base64 too."""
_MOST = 1 << 20
"""Bytes that are looked at of what was packed."""


def forms(words: str) -> Mapping[str, bytes]:
    """The words as they may stand in a file, by the name of the form."""
    plain = words.encode()
    escaped = json.dumps(words)[1:-1].encode()
    # A few letters stand in any file by chance.
    shifted = {f"base64 from byte {shift}": _inside(plain, shift) for shift in range(3) if len(plain) >= _LEAST}
    return {
        "UTF-8": plain,
        "UTF-16 LE": words.encode("utf-16-le"),
        "UTF-16 BE": words.encode("utf-16-be"),
        "JSON": escaped,
        "JSON in JSON": json.dumps(escaped.decode())[1:-1].encode(),
        "hex": plain.hex().encode(),
        **shifted,
    }


def _inside(plain: bytes, shift: int) -> bytes:
    """What of the base64 of the words does not depend on what stands before and behind them."""
    text = b64encode(b"\0" * shift + plain)
    return text[-(-shift * 4 // 3) : len(text) - 4]


def traces(folder: Path, words: Iterable[str]) -> list[str]:
    """Where any of the words stand: "file: form of the words". Empty: nowhere."""
    wanted = {one: forms(one) for one in words}
    found: list[str] = []
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            found += (f"{file.relative_to(folder)}: {one}" for one in _in(file.read_bytes(), wanted))
            found += (f"{file.relative_to(folder)} by its name" for one in wanted if one in file.name)
    return found


def _in(whole: bytes, wanted: Mapping[str, Mapping[str, bytes]]) -> Iterator[str]:
    for piece, where in ((whole, ""), *((packed, ", packed") for packed in _unpacked(whole))):
        for words, by_form in wanted.items():
            yield from (f"{form}{where} of {words!r}" for form, text in by_form.items() if text in piece)


def _unpacked(whole: bytes) -> Iterator[bytes]:
    """Everything in it that can be read as packed by zlib or gzip."""
    for head in _HEADS:
        at = whole.find(head)
        while at >= 0:
            with suppress(zlib.error):
                yield zlib.decompressobj(wbits=47).decompress(whole[at:], _MOST)
            at = whole.find(head, at + 1)
