"""The store: what was decided, kept so that nothing acknowledged is ever lost."""

from __future__ import annotations
