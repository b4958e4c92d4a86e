"""Has a new key follow the old one in every log, while the bot is stopped.

Whatever breaks it off, the next attempt goes on from there:

1. The new key is made, and waits beside the old one (`log.keys`). Nobody knows of it.
2. In one transaction every log has the entry that names it, and what every space is told of it. From here on a bot
   with the old key refuses to begin.
3. Each log is signed up to there by both keys, as any checkpoint is made.
4. The new key takes the place of the old one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codesign_bot.errors import ConfigError, Damaged
from codesign_bot.log.succession import KEY_CHANGED, Change
from codesign_bot.records import Found, Kind, Outgoing, Reads, Row, Urgency
from codesign_bot.service.effects import encoded
from codesign_bot.service.keyring import OTHER_KEY, changes
from codesign_bot.service.ledger import Ledger, Logged
from codesign_bot.service.notary import Notary
from codesign_bot.service.rollback import refuse_rollback
from codesign_bot.views.community import key_changed
from codesign_bot.views.logs import numbered

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.log.note import SignerKey
    from codesign_bot.service.desk import Desk


async def introduce(desk: Desk, old: SignerKey, new: SignerKey, witness: Path) -> None:
    """Return once every log names the new key in an entry that both have signed. Harmless where that is so.

    Nobody else may be at work on the store. Raises `ConfigError` where a log goes on with neither key, `Damaged` where
    one cannot be signed, and `StoreTrouble`.
    """
    await refuse_rollback(desk, witness)
    await desk.store.apply(_Introduction(desk, old, new, desk.clock.now(), await _left(desk, old, new)))
    notary = Notary(desk, old, witness, new)
    await notary.sign_due()
    if notary.broken:
        raise Damaged("a log is not the one that was signed, so its key cannot be replaced: restore the newest backup")


async def _left(desk: Desk, old: SignerKey, new: SignerKey) -> Sequence[CommunityId]:
    """The logs that do not name the new key yet."""
    left: list[CommunityId] = []
    for community in sorted(desk.book.heads):
        origin, found = desk.origin_of(community), await changes(desk.store, community)
        now = found[-1].after if found else old.named(origin).verifier
        if now == old.named(origin).verifier:
            left.append(community)
        elif now != new.named(origin).verifier:
            raise ConfigError(OTHER_KEY)
    return left


@dataclass(slots=True)
class _Introduction:
    """The entries that name the new key, and what is said of it."""

    desk: Desk
    old: SignerKey
    new: SignerKey
    now: datetime
    communities: Sequence[CommunityId]
    rows: list[Row] = field(default_factory=list[Row])

    @property
    def reads(self) -> Reads:
        """Nothing."""
        return Reads()

    def decide(self, found: Found) -> Sequence[Row]:
        """One entry a log."""
        ledger = Ledger(self.desk, found)
        told = (row for community in self.communities for row in self._told(ledger, community))
        self.rows = [*told, *ledger.heads()]
        return self.rows

    def committed(self) -> None:
        """The books follow."""
        self.desk.book.absorb(self.rows)

    def _told(self, ledger: Ledger, community: CommunityId) -> Iterator[Row]:
        """The entry, and what is said of it in every space, with its number where the log is posted."""
        origin = self.desk.origin_of(community)
        old, new = (key.named(origin).verifier for key in (self.old, self.new))
        facts = Change(ledger.size(community) + 1, old, new).facts()
        entry = ledger.append(Logged(community, self.now, KEY_CHANGED, facts))
        yield entry
        view = key_changed(new.text())
        for space in self.desk.book.spaces_of(community):
            said = numbered(view, entry.no) if space.is_log else view
            key = f"power/{community}/key/{entry.no}/{space.place.platform}/{space.place.id}"
            yield Outgoing(key, Kind.APPEND, space.place, self.now, encoded(said), Urgency.ANNOUNCEMENT)
