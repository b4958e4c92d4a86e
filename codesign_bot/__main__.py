"""`python -m codesign_bot` is the command `codesign-bot`."""

from __future__ import annotations

import sys

from codesign_bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
