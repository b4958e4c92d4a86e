"""Ends calmly also where Ctrl-C comes before anything else does."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

INTERRUPTED = 130
"""What a shell gives for a program that was ended by SIGINT: 128 + 2."""


def _at_once(_number: int, _frame: FrameType | None) -> None:
    """While the program loads there is nothing to tidy up, and an exception inside an import may be swallowed."""
    os.write(2, b"\nStopped before anything was begun.\n")
    os._exit(INTERRUPTED)


def main() -> int:
    """Run the demo. Loading it takes a second, in which people change their minds too."""
    signal.signal(signal.SIGINT, _at_once)
    os.environ["PYTHONUTF8"] = "1"  # the homeserver reads files of its own as UTF-8, whatever the terminal speaks
    from codesign_bot.demo.command import run  # noqa: PLC0415 # loaded after Ctrl-C is provided for

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
