"""Shipped for those who write a platform or host the bot: a real homeserver, people to play, the contract."""

from __future__ import annotations
