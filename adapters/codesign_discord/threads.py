"""Threads that are spaces: whose words are said there, and how a round stays within reach in them for weeks.

Discord archives a thread by itself after days without a message, and a round has such days. Nobody can then press,
fill in or ask for anything there, in most apps not even in vain (discord/discord-api-docs#8474).

Law 1. A thread is a space where it was made one; else what is said there is said in its channel.
Law 2. While a round is under way a thread that falls asleep is woken. Who closes it again within the hour means it,
       and locking it always counts: the bot does not quarrel with those who look after a server.
Law 3. Whatever is said or changed there wakes it: that is up to `rest`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from codesign_bot.errors import PlatformTrouble, StoreTrouble
from codesign_bot.records import Kept, Place
from codesign_discord.asking import PLATFORM, Interaction
from codesign_discord.declared import SIGN

if TYPE_CHECKING:
    from codesign_bot.ports import Host
    from codesign_discord.rest import Rest

log = logging.getLogger(__name__)

THREAD = "thread/"
SOON = 60 * 60.0
"""Seconds. No thread falls asleep by itself sooner: the shortest time to choose is an hour [resources/channel]."""
LINK, SETUP = f"{SIGN}setup link ", f"{SIGN}setup"
"""What makes a space of a place: where the channel is one already, only to link the thread as another."""


def placed(one: Interaction, said: str, host: Host) -> Interaction:
    """The same, with whether its thread stands alone. `said` are the words that are said by it."""
    if one.parent is None:
        return one
    is_home_space = host.hosts(one.space)
    founds = said.startswith(LINK if is_home_space else SETUP)
    return replace(one, stands_alone=founds or host.hosts(Place(PLATFORM, one.channel)))


@dataclass(slots=True)
class Threads:
    """The threads that are spaces. `known` are those the bot has joined; `monotonic` is in seconds."""

    host: Host
    rest: Rest
    monotonic: Callable[[], float]
    known: set[str] = field(default_factory=set[str])
    _woken: dict[str, float] = field(default_factory=dict[str, float])

    async def settle(self, one: Interaction) -> None:
        """Join the thread where somebody spoke, if it is a space: only who has joined one may wake it."""
        if one.parent is None or one.channel in self.known or not self.host.hosts(Place(PLATFORM, one.channel)):
            return
        self.known.add(one.channel)
        try:
            await self.rest.join(one.channel)
            await self.host.receive((), [Kept(PLATFORM, f"{THREAD}{one.channel}", one.parent)])
        except (PlatformTrouble, StoreTrouble) as trouble:
            self.known.discard(one.channel)
            _note("a thread could not be joined", trouble)

    async def wake_all(self) -> None:
        """Wake every thread that fell asleep while the bot was away, as far as it is needed."""
        for thread in sorted(self.known):
            await self._wake(thread)

    async def fell_asleep(self, thread: str) -> None:
        """Wake it again, unless somebody closed it by hand."""
        last = self._woken.get(thread)
        if (last is None or self.monotonic() - last >= SOON) and await self._wake(thread):
            self._woken[thread] = self.monotonic()

    async def _wake(self, thread: str) -> bool:
        """Whether it is awake now because of us."""
        if not self.host.is_under_way(Place(PLATFORM, thread)):
            return False
        try:
            await self.rest.wake(thread)
        except PlatformTrouble as trouble:
            _note("a thread could not be woken", trouble)
            return False
        return True


def known_of(kept: Mapping[str, str]) -> set[str]:
    """The threads that were joined, as it was kept."""
    return {key.removeprefix(THREAD) for key in kept if key.startswith(THREAD)}


def _note(what: str, trouble: Exception) -> None:
    log.info("%s", what, extra={"action": "thread", "trouble": type(trouble).__name__})
