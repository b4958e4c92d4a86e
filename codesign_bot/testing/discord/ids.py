"""Discord's ids: 64-bit numbers that carry the moment they were given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NewType

from codesign_bot.ports import Clock

AccountId = NewType("AccountId", int)
GuildId = NewType("GuildId", int)
ChannelId = NewType("ChannelId", int)
"""Also of a thread, and of a direct message."""
MessageId = NewType("MessageId", int)
RoleId = NewType("RoleId", int)
"""The role of everyone has the id of its guild."""
InteractionId = NewType("InteractionId", int)
CommandId = NewType("CommandId", int)
AttachmentId = NewType("AttachmentId", int)

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_SHIFT = 22
_MOST_IN_A_MILLISECOND = 1 << _SHIFT


def instant_of(snowflake: int) -> datetime:
    """When the id was given, to the millisecond."""
    return EPOCH + timedelta(milliseconds=snowflake >> _SHIFT)


def shard_of(guild: GuildId, shards: int) -> int:
    """Which of `shards` connections hears of a guild. Source: docs, topics gateway, "Sharding"."""
    return (guild >> _SHIFT) % shards


class Snowflakes:
    """Gives ids: each greater than all before, also where the clock stands still or is set back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        milliseconds = (self._clock.now() - EPOCH) // timedelta(milliseconds=1)
        self._last = max(self._last + 1, milliseconds * _MOST_IN_A_MILLISECOND)
        return self._last

    def next_guild(self) -> GuildId:
        """In a millisecond of its own, so that guilds made in a row fall on different shards."""
        self._last = ((self._last >> _SHIFT) + 1) << _SHIFT
        return GuildId(self.next())
