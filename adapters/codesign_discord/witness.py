"""What a channel holds of the checkpoints that the bot said in it. Its own words it may read without any intent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codesign_bot.log.spotted import notes_in
from codesign_discord.rest import Json, Rest

PAGES, PAGE = 3, 100
"""So many requests with so many messages each, by whomever: Discord cannot be asked for those of one alone."""


async def found(rest: Rest, channel: str) -> Sequence[str]:
    """The newest messages of ours with a checkpoint, newest first, of the first page with any.

    Raises `PlatformTrouble`.
    """
    before = ""
    for _ in range(PAGES):
        page = await rest.newest(channel, PAGE, before)
        said = (text for one in page if rest.is_ours(one) for text in _texts(one))
        held = [text for text in said if any(notes_in(text))]
        if held or len(page) < PAGE:
            return held
        before = str(page[-1]["id"])
    return []


def _texts(part: Json) -> Iterator[str]:
    """What a message says, and what stands in its components, however deep: a container holds text displays."""
    yield str(part.get("content") or "")
    for one in part.get("components") or ():
        yield from _texts(one)
