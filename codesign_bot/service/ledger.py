"""Appends to the shared logs within one piece of work: numbers entries, makes their bytes, grows the tree.

An entry is part of the act that it tells of. What a piece of work appended counts for the next one of its batch only
if it did not fail, so that no number is ever skipped (`store.finding.remember`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codesign_bot.log.leaf import Facts, Leaf
from codesign_bot.log.tree import Frontier, leaf_hash
from codesign_bot.records import Entry, LogHead

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.ids import CommunityId, PersonId, RoundId, TopicNo
    from codesign_bot.records import Found, Outgoing
    from codesign_bot.service.desk import Desk
    from codesign_bot.view import View


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry to be: its number is given when it is appended."""

    community: CommunityId
    at: datetime
    kind: str
    facts: Facts
    round: RoundId | None = None
    topic: TopicNo | None = None
    by: PersonId | None = None
    """Who did it, for the pages of the log here. It is in no leaf."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message to a log space about what was logged just before it: its number stands in front."""

    message: Outgoing
    view: View


@dataclass(slots=True)
class Ledger:
    """The logs as the work before this one left them, and as this one leaves them."""

    desk: Desk
    found: Found
    _heads: dict[CommunityId, LogHead] = field(default_factory=dict["CommunityId", LogHead])

    def append(self, logged: Logged) -> Entry:
        """The next entry of its log. Raises `NotCanonical` where a fact cannot be hashed."""
        community = logged.community
        frontier = self._frontier(community)
        no = frontier.size + 1
        origin = self.desk.origin_of(community)
        leaf = Leaf(origin, no, logged.at, logged.kind, logged.facts, logged.round, logged.topic).encoded()
        self._heads[community] = LogHead(community, no, frontier.push(leaf_hash(leaf)).encode())
        return Entry(community, no, logged.round, logged.at, logged.kind, leaf, logged.by)

    def size(self, community: CommunityId) -> int:
        """How many entries the log has, with those that were appended."""
        return self._frontier(community).size

    def heads(self) -> Iterator[LogHead]:
        """How the logs stand after all that was appended."""
        yield from self._heads.values()

    def _frontier(self, community: CommunityId) -> Frontier:
        known = self._heads.get(community) or self.found.logs.get(community) or self.desk.book.heads.get(community)
        return Frontier() if known is None else Frontier.decode(known.frontier)
