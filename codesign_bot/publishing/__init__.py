"""From the store to a folder of pages that anybody can read: what `codesign-bot publish` does."""

from __future__ import annotations
