"""The decision log: what a community may hold for ever, and how it is handed out."""

from __future__ import annotations
