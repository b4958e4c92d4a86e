"""Which keys signed the logs of this installation, as the logs themselves tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.errors import ConfigError, Damaged
from codesign_bot.log.leaf import LeafRefused, decoded
from codesign_bot.log.succession import KEY_CHANGED, Change, SuccessionRefused
from codesign_bot.storage import ENTRIES_AT_ONCE, Sought

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.log.note import SignerKey
    from codesign_bot.service.desk import Desk
    from codesign_bot.storage import Store

OTHER_KEY = (
    "log.key_file: a log goes on with another key than this one. If the key was being replaced, finish that:"
    " codesign-bot log-key --change. Else put the newest key back"
)
_NO_END = 1 << 62
"""Beyond the number of any entry."""


async def changes(store: Store, community: CommunityId) -> Sequence[Change]:
    """Every replacement of the key that a log tells of, oldest first. Raises `Damaged` for one that is none.

    Of more than 500 the newest.
    """
    sought = Sought(community, kinds=frozenset({KEY_CHANGED}))
    entries = await store.entries_sought(sought, _NO_END, ENTRIES_AT_ONCE)
    try:
        found = [Change.of(decoded(one.leaf)) for one in reversed(entries)]
    except (LeafRefused, SuccessionRefused) as error:
        raise Damaged(f"the log of {community} was changed: {error} Restore the newest backup") from None
    return [one for one in found if one is not None]


async def refuse_other_key(desk: Desk, key: SignerKey) -> None:
    """Raise `ConfigError`, with what to do, where a log goes on with another key than this one."""
    for community in sorted(desk.book.heads):
        found = await changes(desk.store, community)
        if found and found[-1].after != key.named(desk.origin_of(community)).verifier:
            raise ConfigError(OTHER_KEY)
