"""Publishes the pages of a community's log where whoever runs the bot lets it: in one folder, and nowhere else.

Law. The pages are there before the entry that tells of them: the log never says that something was published which was
not. Where the bot is ended between the two, pages are there that anybody may read anyway, and whoever asked for them
was told nothing; asked again, they are written again.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from codesign_bot.core.refusal import Refusal
from codesign_bot.errors import ConfigError, StoreTrouble
from codesign_bot.service.exporting import MOST_ENTRIES

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.service.desk import Desk

COMMAND = "codesign-bot publish"
"""What whoever runs the bot types where a log is too long to be published from the chat."""

log = logging.getLogger(__name__)


async def published(desk: Desk, community: CommunityId, at: datetime) -> int:
    """Write the pages as of `at`. Returns how many there are. Raises `Refusal`, and then nothing has changed."""
    if desk.publish is None:
        raise Refusal("publish-unset")
    head = desk.book.heads.get(community)
    if head is not None and head.size > MOST_ENTRIES:
        raise Refusal("publish-too-long", entries=head.size, most=MOST_ENTRIES, command=COMMAND)
    try:
        # A thread: pages are read from the store, worked out and written, and nobody else should wait for that.
        return await asyncio.to_thread(desk.publish, community, at)
    except (ConfigError, StoreTrouble, OSError) as error:
        log.error("the pages cannot be published: %s", error, extra={"action": "publish"})  # noqa: TRY400 # no mistake of ours, so no trace
        raise Refusal("publish-failed") from None
