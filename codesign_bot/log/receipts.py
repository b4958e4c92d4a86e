"""Receipts: after the count every ballot is published under two words that only its voter was told.

Law 1. The two words follow from the key of the round, the vote and the person, and stay the same however often
       somebody changes their ballot. Without the key nobody can tell whose they are.
Law 2. Ballots are published in the order of their words, which is no order of people or of time.
Law 3. Where there are fewer than five ballots none is published: who knows one could guess the others.

Two ballots can have the same words: of 600 ballots about one pair does. Then both stand there, and one of them is
yours. Who shows their receipt to somebody shows how they voted: nobody has to.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from codesign_bot.core.counting.result import FEWEST_BALLOTS
from codesign_bot.core.state import VoteKind
from codesign_bot.log.facts import Told

if TYPE_CHECKING:
    from codesign_bot.core.ids import PersonId
    from codesign_bot.plain import Plain
    from codesign_bot.records import Ballot

WORDS = 512
"""A word stands for nine bits, so that every word is as likely as any other."""
IN_ONE_ENTRY = 200
"""Ballots: about 12 kB an entry."""


@cache
def all_words() -> tuple[str, ...]:
    """Short plain words, the same in every language: they are a mark, not a text."""
    text = (resources.files("codesign_bot.log") / "receipt_words.txt").read_text("ascii")
    return tuple(text.split())


def learn_words() -> None:
    """Read the words of receipts from the disk, once: the first receipt would do it, and an event loop may not wait."""
    all_words()


def receipt(key: bytes, vote: VoteKind, person: PersonId) -> str:
    """The two words of this person's ballot in this vote, such as "amber otter"."""
    digest = hmac.digest(key, f"receipt/{vote.value}/{person}".encode(), "sha256")
    number = int.from_bytes(digest[:4], "big")
    words = all_words()
    return f"{words[number % WORDS]} {words[number // WORDS % WORDS]}"


def receipts(key: bytes, ballots: Iterable[Ballot]) -> Iterator[Told]:
    """The entries that publish the ballots of a round, vote by vote. Ballots that were taken back are none."""
    cast: dict[VoteKind, list[Ballot]] = {}
    for ballot in ballots:
        if ballot.dots:
            cast.setdefault(ballot.vote_kind, []).append(ballot)
    for vote in VoteKind:
        found = cast.get(vote, [])
        if len(found) >= FEWEST_BALLOTS:
            yield from _of_one(key, vote, found)


def _of_one(key: bytes, vote: VoteKind, found: Iterable[Ballot]) -> Iterator[Told]:
    shown = sorted((receipt(key, vote, one.person), sorted(one.dots)) for one in found)
    parts = [shown[at : at + IN_ONE_ENTRY] for at in range(0, len(shown), IN_ONE_ENTRY)]
    for part, some in enumerate(parts, 1):
        listed: list[Plain] = [{"receipt": words, "dots": [[no, given] for no, given in dots]} for words, dots in some]
        yield Told("receipts", {"vote": vote.value, "part": part, "of": len(parts), "ballots": listed})
