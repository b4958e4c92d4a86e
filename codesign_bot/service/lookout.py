"""Looks at what the spaces hold of the logs before anything is added to them: members' own chat histories know how far
a log had come, whatever backup was restored.

Law 1. Until every platform was looked at, or `BEGIN_WITHIN` is over, nothing that people say is taken in, nothing is
       said and no clock rings. A platform that is found later is looked at before anything from it is taken in.
Law 2. Only a note that a key of this installation signed, under the name of a log that is here, counts. Whatever else
       stands in the spaces is passed over.
Law 3. What cannot be read is no reason not to begin. But a log is signed only after each platform of its spaces was
       looked at: a signature stays.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codesign_bot.errors import Behind, PlatformTrouble, StoreTrouble, Unreachable
from codesign_bot.log.checkpoint import Checkpoint, CheckpointRefused
from codesign_bot.log.note import NoteRefused
from codesign_bot.log.spotted import notes_in
from codesign_bot.log.witness import Seen, record
from codesign_bot.service.keyring import changes
from codesign_bot.service.rollback import refuse_any_other

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.log.note import SignerKey, VerifierKey
    from codesign_bot.ports import Platform
    from codesign_bot.records import Place, Space
    from codesign_bot.service.desk import Desk

log = logging.getLogger(__name__)

BEGIN_WITHIN = 30.0
"""Seconds after which the bot begins, whatever was not looked at yet."""
PLACE_WITHIN = 10.0
"""Seconds for one space."""
ROUND_WITHIN = 20.0
"""Seconds for all spaces of a platform, once."""
FIRST_PAUSE, PAUSE = 0.05, 1.0
"""Seconds until a platform is asked again that was not there yet: twice as long each time, up to the second one."""
TRIES = 10
"""Times that a space is asked whose platform answers and does not answer for it."""
MOST_SPACES = 5
"""Of one community on one platform: where it has more, these were told the same."""
AT_ONCE = 8

_LOOKING = {"action": "lookout"}


@dataclass(slots=True)
class Lookout:
    """One a process. Until `arm` it stands in nobody's way; then `watch` has to run until cancelled."""

    desk: Desk
    key: SignerKey | None
    witness: Path | None = None
    """Where it is remembered what was found, so that the next start need not look for it."""
    _has_begun: asyncio.Event | None = None
    _passed: dict[str, asyncio.Event] = field(default_factory=dict[str, asyncio.Event])
    """By platform: whether what comes from it need not wait any more."""
    _looked: set[str] = field(default_factory=set[str])

    def arm(self) -> None:
        """From now on what comes has to wait."""
        if self.key is not None:
            self._has_begun = asyncio.Event()
            self._passed = {name: asyncio.Event() for name in self.desk.doors}

    async def watch(self) -> None:
        """Look at every platform as soon as it is there. Raises `Behind`."""
        if self.key is None:
            return
        async with asyncio.TaskGroup() as group:
            for platform in self.desk.doors.values():
                group.create_task(self._watch(platform), name=f"{platform.name}: lookout")

    async def begin(self) -> None:
        """Return once every platform was looked at, or it is time to begin."""
        if self._has_begun is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(BEGIN_WITHIN):
                for passed in self._passed.values():
                    await passed.wait()
        if unseen := sorted(self._passed.keys() - self._looked):
            log.warning("not looked at yet, and the bot begins: %s", ", ".join(unseen), extra=_LOOKING)
        self._has_begun.set()

    async def ready(self, platform: str) -> None:
        """Return once what comes from a platform may be taken in."""
        if self._has_begun is None:
            return
        await self._has_begun.wait()
        passed = self._passed.get(platform)
        if passed is None or passed.is_set():
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(ROUND_WITHIN):
                await passed.wait()
        passed.set()  # it had its time: nobody waits for it once more

    def may_sign(self, community: CommunityId) -> bool:
        """Whether each platform was looked at on which this community has a space."""
        there = {space.place.platform for space in self.desk.book.spaces_of(community)}
        return self._has_begun is None or not (there & self.desk.doors.keys()) - self._looked

    async def _watch(self, platform: Platform) -> None:
        spaces, tries, pause = self._spaces(platform.name), 0, FIRST_PAUSE
        left = spaces
        while left and tries < TRIES:
            left = await self._look(platform, left)
            # One that is not there yet is waited for; of one that is, a space may never answer.
            tries += len(left) < len(spaces) or self.desk.is_followed(platform.name)
            if left:
                await asyncio.sleep(pause)
                pause = min(2 * pause, PAUSE)
        if left:
            log.warning("%s: %d spaces could not be looked at", platform.name, len(left), extra=_LOOKING)
        self._looked.add(platform.name)
        self._passed[platform.name].set()

    def _spaces(self, platform: str) -> list[Space]:
        """Where to look: where the log is posted comes first, and one space of each community before a second."""
        ranked: list[tuple[int, Space]] = []
        for community in self.desk.book.heads:
            here = [one for one in self.desk.book.spaces_of(community) if one.place.platform == platform]
            here.sort(key=lambda space: not space.is_log)
            ranked += enumerate(here[:MOST_SPACES])
        return [space for _, space in sorted(ranked, key=lambda one: one[0])]

    async def _look(self, platform: Platform, spaces: Sequence[Space]) -> list[Space]:
        """Look at these, and return those that are to be asked again. Raises `Behind`."""
        limit, found, left = asyncio.Semaphore(AT_ONCE), list[str](), list(spaces)

        async def look(space: Space) -> None:
            async with limit:
                try:
                    async with asyncio.timeout(PLACE_WITHIN):
                        found.extend(await platform.checkpoints(space.place))
                except (Unreachable, TimeoutError):
                    return
                except PlatformTrouble as trouble:
                    _unreadable(space.place, trouble)
                left.remove(space)

        with suppress(TimeoutError):
            async with asyncio.timeout(ROUND_WITHIN), asyncio.TaskGroup() as group:
                for space in spaces:
                    group.create_task(look(space))
        await self._compare(found)
        return left

    async def _compare(self, texts: Sequence[str]) -> None:
        """Hold what was found against the logs. Raises `Behind`."""
        origins = {self.desk.origin_of(community): community for community in self.desk.book.heads}
        keys = {origin: await self._keys(origin, community) for origin, community in origins.items()} if texts else {}
        found: defaultdict[str, set[Seen]] = defaultdict(set)
        for text in texts:
            for origin, seen in _ours(text, keys):
                found[origin].add(seen)
        for origin, signed in sorted(found.items()):
            try:
                await refuse_any_other(self.desk, origins[origin], signed)
            except Behind:
                await self._remember(origin, max(signed, key=lambda seen: seen.size))
                raise

    async def _keys(self, origin: str, community: CommunityId) -> tuple[VerifierKey, ...]:
        """Every key that signed this log, as far as it is known here."""
        own = () if self.key is None else (self.key.named(origin).verifier,)
        return (*own, *(one.before for one in await changes(self.desk.store, community)))

    async def _remember(self, origin: str, seen: Seen) -> None:
        """Beside the key, so that the next start refuses at once. Where that fails, it looks again."""
        if self.witness is not None:
            with suppress(StoreTrouble):
                await asyncio.to_thread(record, self.witness, origin, seen.size, seen.root)


def _ours(text: str, keys: Mapping[str, Sequence[VerifierKey]]) -> Iterator[tuple[str, Seen]]:
    """The checkpoints in a text that one of these keys signed, by the name of the log."""
    for note in notes_in(text):
        origin = note.partition("\n")[0]
        try:
            point = Checkpoint.checked(note, origin, keys.get(origin, ()))
        except (NoteRefused, CheckpointRefused):
            continue
        yield origin, Seen(point.size, point.root)


def _unreadable(place: Place, trouble: PlatformTrouble) -> None:
    told = {**_LOOKING, "platform": place.platform, "trouble": type(trouble).__name__}
    log.info("a space cannot be looked at", extra=told)
