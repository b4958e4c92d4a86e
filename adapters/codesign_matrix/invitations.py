"""Where the bot goes when it is asked: to those who may ask, and after a room that was replaced.

Nothing is sent while a batch is committed, so wishes are noted here and carried out by a task of their own.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from codesign_bot.errors import PlatformTrouble, Unreachable
from codesign_bot.records import Account, Kept, Place
from codesign_matrix.client import Client
from codesign_matrix.directs import PLATFORM
from codesign_matrix.intake import Intake
from codesign_matrix.records import Invited, RoomUpgraded
from codesign_matrix.sending import Sender

log = logging.getLogger(__name__)

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
WISH = "wish/"


@dataclass(frozen=True, slots=True)
class Welcome:
    """Whose invitations are followed: accounts or whole servers by name, and how many rooms at most."""

    organisers: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    most_rooms: int = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """A room to go to, the servers that know it, and whom a direct message is with. Kept until we are there."""

    room_id: str
    via: tuple[str, ...] = ()
    direct: str = ""

    @property
    def kept(self) -> Kept:
        """As the host keeps it: the homeserver tells of an invitation only once."""
        return Kept(PLATFORM, f"{WISH}{self.room_id}", json.dumps([self.via, self.direct]))

    @classmethod
    def read(cls, room_id: str, kept: str) -> Wish:
        """As it was kept."""
        via, direct = json.loads(kept)
        return cls(room_id, tuple(via), direct)


@dataclass(slots=True)
class Invitations:
    """Follows invitations one after the other. One that is not for us stays unanswered."""

    client: Client
    sender: Sender
    intake: Intake
    welcome: Welcome
    _wishes: asyncio.Queue[Wish] = field(default_factory=asyncio.Queue[Wish])
    _noted: set[str] = field(default_factory=set[str])

    def resume(self, kept: Mapping[str, str]) -> None:
        """Take up what was kept before a stop."""
        for key, value in kept.items():
            if key.startswith(WISH):
                self.note(Wish.read(key.removeprefix(WISH), value))

    def note(self, wish: Wish) -> None:
        """Go there when there is time."""
        if wish.room_id not in self._noted:
            self._noted.add(wish.room_id)
            self._wishes.put_nowait(wish)

    def wished(self, record: Invited | RoomUpgraded) -> Wish | None:
        """Where a record asks us to go; None where it is not for us."""
        if isinstance(record, RoomUpgraded):
            if not self.intake.host.hosts(Place(PLATFORM, record.room_id)):
                return None
            # The server of whoever replaced the room knows the way to the new one.
            server = record.sender.partition(":")[2]
            return Wish(record.replacement, (server,) if server else ())
        if not self._may(record.inviter):
            return None
        if not record.is_direct and self._spaces() >= self.welcome.most_rooms:
            log.warning("an invitation was not followed: too many rooms", extra={"action": "invite_over_limit"})
            return None
        return Wish(record.room_id, direct=record.inviter if record.is_direct else "")

    def _spaces(self) -> int:
        """How many rooms are not direct messages: without those nobody could vote, so they are not limited."""
        return sum(not self.intake.directs.is_private(room_id) for room_id in self.client.rooms)

    def _may(self, inviter: str) -> bool:
        server = inviter.partition(":")[2]
        named = {*self.welcome.organisers, *self.welcome.allowed}
        if inviter in named:
            return True
        if self.intake.is_ghost(inviter):
            return False  # most ghosts live on the server whose people are welcome
        if server in named:
            return True
        return self.intake.host.is_organiser(Account(PLATFORM, inviter)) or bool(self.intake.near(inviter))

    async def run(self) -> None:
        """Go where we were asked, for ever."""
        while True:
            wish = await self._wishes.get()
            await self._patiently(partial(self.sender.join, wish.room_id, wish.via))
            if wish.direct:
                await self._patiently(partial(self.sender.set_direct, wish.room_id, wish.direct))
            self._noted.discard(wish.room_id)
            await self.intake.host.receive((), [Kept(PLATFORM, wish.kept.key, None)])

    async def _patiently(self, work: Callable[[], Awaitable[object]]) -> None:
        """As long as it takes where waiting helps; not at all where it does not."""
        pause = _FIRST_PAUSE
        while True:
            try:
                await work()
            except Unreachable as trouble:
                await asyncio.sleep(trouble.retry_after or pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            except PlatformTrouble as trouble:
                log.warning("a room could not be entered: %s", type(trouble).__name__, extra={"action": "join"})
                return
            else:
                return
