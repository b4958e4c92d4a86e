"""The rules said no. The person can act, so the answer names the rule and hands their words back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

Argument = str | int | datetime


class Refusal(Exception):
    """A command that the rules do not allow. Nothing has changed.

    `key` names the sentence in `prompts/<language>/refusals.ftl`; `arguments` fill it.
    A refusal is a value people read, never a fault: it carries no traceback to anybody.
    """

    def __init__(self, key: str, **arguments: Argument) -> None:
        super().__init__(key)
        self.key = key
        self.arguments: Mapping[str, Argument] = arguments

    def __repr__(self) -> str:
        return f"Refusal({self.key!r}, {dict(self.arguments)!r})"
