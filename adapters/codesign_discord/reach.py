"""Where the bot can speak, as the connection tells it: what was lost or given back since it last looked.

Law 1. What is told is a change: the same look twice tells nothing the second time. The first look tells of every place
       where the bot can speak, because of what was given back while it was away nobody else tells.
Law 2. A thread that sleeps is not lost: Discord names it no more, but whoever writes there wakes it. One that is
       locked is lost to all who may not manage threads. [topics/threads]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import discord

REMOVED, CANNOT_SPEAK = "trouble-removed", "trouble-cannot-speak"


@dataclass(frozen=True, slots=True)
class Lost:
    """A place is no more, or the bot may not speak there. `reason` is the key of a message."""

    channel: str
    reason: str = REMOVED


@dataclass(frozen=True, slots=True)
class Regained:
    """The bot can speak in a place, perhaps once more."""

    channel: str


@dataclass(frozen=True, slots=True)
class Asleep:
    """A thread is archived. Until it is woken, nobody can press, fill in or ask for anything there."""

    channel: str


Moved = Lost | Regained | Asleep
Homes = dict[str, str | None]
"""Places by their id; for a thread the channel it belongs to."""


@dataclass(slots=True)
class Reach:
    """The places of each server where the bot can speak."""

    _open: dict[int, Homes] = field(default_factory=dict[int, Homes])

    def look(self, guild: discord.Guild) -> Iterator[Moved]:
        """What is different in a server."""
        was, now = self._open.get(guild.id, {}), dict(_open_places(guild))
        now |= {one: home for one, home in was.items() if _still_sleeps(guild, one, home)}
        self._open[guild.id] = now
        for one in was.keys() - now.keys():
            is_there = guild.get_channel(int(was[one] or one)) is not None  # threads that are deleted are told of
            yield Lost(one, CANNOT_SPEAK if is_there else REMOVED)
        yield from (Regained(one) for one in now if one not in was)

    def without(self, guild: int) -> Iterator[Moved]:
        """The bot is in this server no more."""
        yield from (Lost(one) for one in self._open.pop(guild, {}))

    def without_place(self, guild: int, gone: str) -> Iterator[Moved]:
        """A channel or a thread is no more, and with a channel its threads, awake or asleep."""
        places = self._open.get(guild, {})
        for one in [one for one, home in places.items() if gone in {one, home}]:
            del places[one]
            yield Lost(one)

    def sleeps(self, guild: discord.Guild, thread: str, home: str, *, is_locked: bool) -> Iterator[Moved]:
        """A thread was archived, by itself or by somebody's hand."""
        places = self._open.setdefault(guild.id, {})
        may = _may(guild, home)
        if may is None or not _lets_in(may, is_locked=is_locked):
            if places.pop(thread, None) is not None:
                yield Lost(thread, CANNOT_SPEAK)
            return
        if thread not in places:
            places[thread] = home
            yield Regained(thread)
        yield Asleep(thread)


def _open_places(guild: discord.Guild) -> Iterator[tuple[str, str | None]]:
    for channel in guild.channels:
        may = channel.permissions_for(guild.me)
        if may.view_channel and may.send_messages:
            yield str(channel.id), None
    for thread in guild.threads:
        home = str(thread.parent_id)
        rights = _may(guild, home)
        if rights is not None and _lets_in(rights, is_locked=thread.locked):
            yield str(thread.id), home


def _may(guild: discord.Guild, channel: str) -> discord.Permissions | None:
    """What the bot may do in a channel and its threads; None where there is no such channel."""
    found = guild.get_channel(int(channel))
    return found.permissions_for(guild.me) if found is not None else None


def _lets_in(may: discord.Permissions, *, is_locked: bool) -> bool:
    """Whether somebody who may do that can write in a thread."""
    return may.view_channel and may.send_messages_in_threads and (may.manage_threads or not is_locked)


def _still_sleeps(guild: discord.Guild, thread: str, home: str | None) -> bool:
    if home is None or guild.get_thread(int(thread)) is not None:
        return False
    may = _may(guild, home)
    return may is not None and _lets_in(may, is_locked=False)
