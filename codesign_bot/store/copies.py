"""Whole copies of a database that is in use. Only a copy that is complete and safe on the disk gets its name."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import aiosqlite


async def copy_to(connection: aiosqlite.Connection, copy: Path) -> None:
    """Copy what the connection sees now to a file for our eyes only, in place of one that is there.

    Whoever writes meanwhile is neither held up nor copied; the connection itself is busy until it is done.
    """
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    await asyncio.to_thread(_begin, unfinished)
    async with aiosqlite.connect(unfinished) as target:
        await connection.backup(target)
    await asyncio.to_thread(_finish, unfinished, copy)


def _begin(unfinished: Path) -> None:
    unfinished.unlink(missing_ok=True)
    unfinished.touch(0o600)


def _finish(unfinished: Path, copy: Path) -> None:
    _flush(unfinished)
    unfinished.replace(copy)
    _flush(copy.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
