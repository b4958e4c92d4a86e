"""What the bot has to be allowed in a channel, and what to say where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlencode

ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS, MANAGE_SERVER = 1 << 4, 1 << 5
SEND_IN_THREADS = 1 << 38
VIEW_CHANNEL, SEND_MESSAGES, ATTACH_FILES, READ_HISTORY = 1 << 10, 1 << 11, 1 << 15, 1 << 16
PIN_MESSAGES = 1 << 51
"""Pinning is a right of its own since 2026-02-23."""

CREATE_EVENTS = 1 << 44
"""Enough to make events outside any channel, and to change and remove one's own [resources/guild-scheduled-event]."""

NEEDED: Mapping[int, str] = MappingProxyType(
    {
        VIEW_CHANNEL: "lacks-view",
        SEND_MESSAGES: "lacks-send",
        ATTACH_FILES: "lacks-files",
        READ_HISTORY: "lacks-history",
        PIN_MESSAGES: "lacks-pin",
    }
)
"""What the bot needs where it hosts a round, each with what to say where it is missing."""

NEEDED_IN_THREAD: Mapping[int, str] = MappingProxyType(
    {bit: key for bit, key in NEEDED.items() if bit != SEND_MESSAGES} | {SEND_IN_THREADS: "lacks-send-in-threads"}
)
"""The same in a thread, where Send Messages has no effect [topics/threads]."""

MANAGE = ADMINISTRATOR | MANAGE_CHANNELS | MANAGE_SERVER
"""Each of these is the right to manage the space."""

LEAST = sum(NEEDED.keys() | NEEDED_IN_THREAD.keys())
"""The least permissions for an invitation. Nothing to manage people or channels, nothing to ring everybody."""


def lacks(permissions: int, *, in_thread: bool = False) -> Iterator[str]:
    """What is missing, as keys of messages that say what to grant."""
    if permissions & ADMINISTRATOR:
        return
    needed = NEEDED_IN_THREAD if in_thread else NEEDED
    yield from (key for bit, key in needed.items() if not permissions & bit)


def lacks_events(permissions: int) -> tuple[str, ...]:
    """As `lacks`, of what the bot is allowed in a server as a whole, where dates are to be events."""
    return () if permissions & (ADMINISTRATOR | CREATE_EVENTS) else ("lacks-events",)


def invitation(application: str, permissions: int = LEAST) -> str:
    """The address under which somebody who manages a server lets the bot in, with the least permissions."""
    asked = {"client_id": application, "scope": "bot applications.commands", "permissions": str(permissions)}
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"
