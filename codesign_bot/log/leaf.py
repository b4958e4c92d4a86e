"""One entry of the shared log as the bytes that are hashed, and back.

Law 1. The bytes are the entry: what is exported, what is checked and what was hashed is the same text.
Law 2. An entry says which version of this form it has. A version or a kind that is not known is refused, never
       guessed; every version that was ever written stays readable.
Law 3. Nobody's words are in it. They stand as `{"commitment": hex SHA-256(salt ‖ words)}`, with salt and words
       beside the log, where they can be destroyed.

The form is RFC 8785 (canonical JSON): one object, keys sorted, ids as strings, integers only, instants in UTC
after RFC 3339. `schema/entry.json` says what each kind of entry holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from codesign_bot.core.ids import RoundId, TopicNo
from codesign_bot.log.canonical import NotCanonical, NotJson, canonical, read
from codesign_bot.log.kinds import KINDS
from codesign_bot.plain import Misfit, Plain, from_plain, to_plain

VERSION = 1

Facts = Mapping[str, Plain]

_DECODER = json.JSONDecoder()
_KEYS = frozenset({"v", "type", "origin", "no", "at", "round", "topic", "facts"})


class LeafRefused(ValueError):
    """Bytes that are no entry. Says in a sentence what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What an entry says. `no` counts from 1 within the log called `origin`; outside a round there is no topic."""

    origin: str
    no: int
    at: datetime
    kind: str
    facts: Facts
    round: RoundId | None = None
    topic: TopicNo | None = None

    def encoded(self) -> bytes:
        """The bytes to hash. Raises `NotCanonical` where a fact has no canonical form."""
        return canonical(
            {
                "v": VERSION,
                "type": self.kind,
                "origin": self.origin,
                "no": self.no,
                "at": to_plain(self.at),
                "round": self.round,
                "topic": self.topic,
                "facts": dict(self.facts),
            }
        )


def decoded(leaf: bytes) -> Leaf:
    """The entry in these bytes. Raises `LeafRefused`, also where the same could have been written in other bytes."""
    return _leaf(_object(leaf))


def decoded_again(leaf: bytes) -> tuple[Leaf, str]:
    """The entry in bytes that `decoded` has read before, and its instant as they write it.

    It does not look again at how they are written, nor of which kind each value is. Raises `LeafRefused` for a version
    or a kind of entry that is not known.
    """
    found, _ = _DECODER.raw_decode(leaf.decode())
    kind, at = _known(found), found["at"]
    again = Leaf(
        found["origin"], found["no"], from_plain(datetime, at), kind, found["facts"], found["round"], found["topic"]
    )
    return again, at


def _leaf(found: dict[str, Plain]) -> Leaf:
    return Leaf(
        kind=_known(found),
        origin=_text(found, "origin"),
        no=_number(found, "no"),
        at=_instant(found),
        facts=_facts(found),
        round=None if found["round"] is None else RoundId(_text(found, "round")),
        topic=None if found["topic"] is None else TopicNo(_number(found, "topic")),
    )


def _known(found: dict[str, Plain]) -> str:
    """The kind of the entry, which is one that is known, as its version is."""
    if found.get("v") != VERSION or isinstance(found["v"], bool):
        raise LeafRefused(f"It has version {found.get('v')!r}, and only version {VERSION} is known.")
    if found.keys() != _KEYS:
        raise LeafRefused(f"It lacks or adds: {', '.join(sorted(found.keys() ^ _KEYS))}.")
    kind = _text(found, "type")
    if kind not in KINDS:
        raise LeafRefused(f"Its kind {kind!r} is not known.")
    return kind


def _object(leaf: bytes) -> dict[str, Plain]:
    try:
        found, is_canonical = read(leaf)
    except NotJson:
        raise LeafRefused("It is not JSON.") from None
    except NotCanonical as error:
        raise LeafRefused(f"It has no canonical form: {error}.") from None
    if not isinstance(found, dict):
        raise LeafRefused("It is not an object.")
    if not is_canonical:
        raise LeafRefused("It is not in the canonical form (RFC 8785).")
    return found


def _text(found: Mapping[str, Plain], key: str) -> str:
    value = found[key]
    if not isinstance(value, str):
        raise LeafRefused(f"Its {key!r} is no text.")
    return value


def _number(found: Mapping[str, Plain], key: str) -> int:
    value = found[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise LeafRefused(f"Its {key!r} is no number from 1 on.")
    return value


def _instant(found: Mapping[str, Plain]) -> datetime:
    try:
        return from_plain(datetime, found["at"])
    except Misfit:
        raise LeafRefused("Its 'at' is no instant in UTC.") from None


def _facts(found: Mapping[str, Plain]) -> Facts:
    facts = found["facts"]
    if not isinstance(facts, dict):
        raise LeafRefused("Its 'facts' are no object.")
    return facts
