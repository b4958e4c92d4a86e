"""Finds the notes of checkpoints in what somebody wrote, whatever stands around them. Nothing found is believed yet."""

from __future__ import annotations

from collections.abc import Iterator

from codesign_bot.log.note import MOST_SIGNATURES

_SIGNED_BY = "— "
_ABOVE = 4
"""Lines of a checkpoint above its signatures: the log, its size, its root, and an empty one."""


def notes_in(text: str) -> Iterator[str]:
    """Whatever has the form of a checkpoint that this program signs, in order, to be checked by whoever asks."""
    lines = [line.strip() for line in text.split("\n")]
    for at in range(len(lines) - _ABOVE):
        origin, size, root, gap, *below = lines[at : at + _ABOVE + MOST_SIGNATURES]
        if origin and size.isdecimal() and root and not gap and below[0].startswith(_SIGNED_BY):
            signed = [origin, size, root, "", *_signatures(below)]
            yield "".join(f"{line}\n" for line in signed)


def _signatures(below: list[str]) -> Iterator[str]:
    for line in below:
        if not line.startswith(_SIGNED_BY):
            return
        yield line
