"""Keeps how often the bot logged in: a service manager starts it again, and Discord counts on."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from codesign_bot.errors import StoreTrouble
from codesign_bot.ports import Clock, Host
from codesign_bot.records import Kept
from codesign_discord.starts import Starts

log = logging.getLogger(__name__)

LOGINS = "logins"
"""The key of what is kept: the instants of the last hour's logins, in seconds since 1970, oldest first."""


@dataclass(slots=True)
class Logins:
    """What `starts` counts, beyond the end of a process. `platform` is the name under which it is kept."""

    starts: Starts
    clock: Clock
    platform: str
    _is_recalled: bool = False

    def recall(self, kept: Mapping[str, str]) -> None:
        """Count the logins of earlier processes, too. Only the first time tells anything."""
        if not self._is_recalled:
            now = self.clock.now()
            begun = [datetime.fromtimestamp(at, UTC) for at in json.loads(kept.get(LOGINS, "[]"))]
            self.starts.recall([(now - one).total_seconds() for one in begun])
            self._is_recalled = True

    async def keep(self, host: Host) -> None:
        """Before a login goes out. A store in trouble does not keep the bot away: this process counts all the same."""
        now = self.clock.now()
        begun = [round((now - timedelta(seconds=age)).timestamp(), 3) for age in self.starts.ages()]
        try:
            await host.receive((), [Kept(self.platform, LOGINS, json.dumps(begun))])
        except StoreTrouble:
            log.warning("how often the bot logged in was not kept", extra={"action": "keep"})
