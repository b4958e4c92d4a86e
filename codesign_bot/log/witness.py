"""Remembers outside of the database up to where a log was signed, so that a store that went back is noticed.

A restored backup, a disk that lost writes and an edited file all look whole from within. What was signed is known to
others for good: signing a shorter or another log under the same name would be a lie that the old signature proves.

Law 1. `record` returns only after what it remembers is safe on the disk. Call it before a checkpoint leaves the house.
Law 2. What is remembered of a log never shrinks and never changes: `record` refuses both.
Law 3. One process writes at a time: whoever holds the lock of the store.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import cast

from codesign_bot.errors import Damaged, StoreTrouble

ROOT_BYTES = 32
_VERSION = 1


class Verdict(Enum):
    """How a log stands to what was signed of it."""

    FINE = "fine"
    """It goes on from what was signed, or nothing was signed yet."""
    BEHIND = "behind"
    """It is shorter than what was signed."""
    FORKED = "forked"
    """It is long enough, and does not begin with what was signed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The largest checkpoint of a log that was signed: how many entries, and the 32 bytes of their root."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Witness:
    """What was signed, by the origin of each log."""

    logs: Mapping[str, Seen] = field(default_factory=dict[str, Seen])


def read(path: Path) -> Witness:
    """What the file remembers; nothing where there is no file yet. Raises `Damaged` for one that makes no sense."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Witness()
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error
    try:
        return _parsed(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise _unreadable(path) from error


def record(path: Path, origin: str, size: int, root: bytes) -> None:
    """Remember that the checkpoint of `size` entries with this root is about to be signed.

    Returns once that is on the disk. Raises `Damaged` where another one was signed that it does not fit to, or the
    file makes no sense, and `StoreTrouble` where it cannot be written. Nothing must be signed then.
    """
    if size < 0 or len(root) != ROOT_BYTES:
        raise ValueError("a checkpoint has a size and a root of 32 bytes")
    known = read(path)
    seen = known.logs.get(origin)
    if seen is not None and size <= seen.size:
        if size < seen.size or root != seen.root:
            raise Damaged(sentence(Verdict.BEHIND if size < seen.size else Verdict.FORKED, known, origin, size))
        return
    text = _written({**known.logs, origin: Seen(size, root)})
    try:
        _replace(path, text)
    except OSError as error:
        raise StoreTrouble(f"{path} cannot be written ({error.strerror}): nothing is signed until it can") from error


def judge(witness: Witness, origin: str, size: int, root_at: Callable[[int], bytes]) -> Verdict:
    """How a log of `size` entries stands. `root_at` gives its root over so many of its first entries, at most `size`.

    It is called once or not at all.
    """
    seen = witness.logs.get(origin)
    if seen is None:
        return Verdict.FINE
    if size < seen.size:
        return Verdict.BEHIND
    return Verdict.FINE if root_at(seen.size) == seen.root else Verdict.FORKED


def demand(path: Path, origin: str, size: int, root_at: Callable[[int], bytes]) -> None:
    """Raise `Damaged`, with what to do, unless the log goes on from what the file remembers. For the start."""
    witness = read(path)
    verdict = judge(witness, origin, size, root_at)
    if verdict is not Verdict.FINE:
        raise Damaged(sentence(verdict, witness, origin, size))


def sentence(verdict: Verdict, witness: Witness, origin: str, size: int) -> str:
    """What is wrong with the log and what an operator can do, for a verdict that is not fine."""
    seen = witness.logs[origin]
    way_out = (
        "Restore the newest backup. If there is none, begin anew with an empty store, a new key and another"
        " name under [log] origin. Tell the community why."
    )
    if verdict is Verdict.BEHIND:
        return (
            f"the log {origin} has {size} entries, but {seen.size} were signed: this store is an older one. {way_out}"
        )
    return f"the log {origin} is not the one that was signed: its first {seen.size} entries differ. {way_out}"


# --- the file --------------------------------------------------------------------------------------------


def _unreadable(path: Path) -> Damaged:
    return Damaged(
        f"{path} cannot be read: it remembers up to where the log was signed. Put it back from a copy;"
        " only if there is none, delete it, and compare the log with the newest checkpoint in your spaces yourself"
    )


def _parsed(text: str) -> Witness:
    """Raises `ValueError` or `TypeError` for anything but what `_written` writes."""
    plain: object = json.loads(text)
    body = _object(plain, {"v", "logs"})
    if body["v"] != _VERSION:
        raise ValueError("not a witness of this version")
    logs = _object(body["logs"])
    return Witness({origin: _seen(_object(one, {"size", "root"})) for origin, one in logs.items()})


def _seen(body: Mapping[str, object]) -> Seen:
    size, root = body["size"], body["root"]
    if type(size) is not int or size < 0 or not isinstance(root, str):
        raise ValueError("not a checkpoint")
    seen = Seen(size, bytes.fromhex(root))
    if len(seen.root) != ROOT_BYTES:
        raise ValueError("not a root")
    return seen


def _object(plain: object, keys: AbstractSet[str] | None = None) -> Mapping[str, object]:
    """With these keys and no other, where some are named."""
    if not isinstance(plain, dict):
        raise TypeError("not a JSON object")
    body = cast("Mapping[str, object]", plain)
    if keys is not None and body.keys() != keys:
        raise ValueError("other keys than it has")
    return body


def _written(logs: Mapping[str, Seen]) -> str:
    body = {origin: {"size": seen.size, "root": seen.root.hex()} for origin, seen in sorted(logs.items())}
    return json.dumps({"v": _VERSION, "logs": body}, indent=1, ensure_ascii=False) + "\n"


def _replace(path: Path, text: str) -> None:
    """The old file or the new one is there at every moment, and the new one for good once this returns."""
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
