"""People's words live beside the record, so that they can be erased and everything still verifies."""

from __future__ import annotations

from dataclasses import dataclass

from codesign_bot.core.ids import ContentId


@dataclass(frozen=True, slots=True)
class Content:
    """Stands for somebody's words: `digest` is the hex SHA-256 of a 32-byte random salt and the UTF-8 words.

    Salt and words are kept in a table of their own and can be destroyed; the digest then says nothing.
    """

    id: ContentId
    digest: str
