"""The public lot: nobody can know its order before the close, and anybody can work it out after.

A lot settles nothing unless the rules of the round named it before the opening. To check one by
hand, with any tool that computes SHA-256:

* **nonce**: 32 bytes, drawn before the opening and kept secret until the close.
* **commitment**, posted at the opening: SHA-256(nonce ‖ round id as UTF-8).
* **ballot hash**, at the close: SHA-256 of the list of ballots. One line of ASCII for each ballot
  with a dot: `idea:dots` for each of its ideas, by rising number, with a space between; then a
  line feed (0A). The lines are sorted byte by byte; ballots that are alike stay repeated. With the
  ballots in a file that is `LC_ALL=C sort ballots.txt | sha256sum`.
* **seed**: SHA-256(nonce ‖ the 32 bytes of the ballot hash).
* **order**: each id by SHA-256(seed ‖ id), the smallest first, read as one big-endian number. The
  id of an idea is its number in decimal ASCII digits; any other id is its UTF-8.

At the close the nonce, the ballot hash and the ids are posted. ‖ puts bytes one after the other.
Nonce, hash and seed have one length each, so no two inputs run into each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from codesign_bot.core.counting.tally import Ballot, Count
from codesign_bot.core.ids import IdeaNo, RoundId

HASH_BYTES = 32
NONCE_BYTES = 32

Id = TypeVar("Id", bound=int | str)


def commitment(nonce: bytes, round_id: RoundId) -> bytes:
    """What is posted at the opening: 32 bytes. ValueError where the nonce has another length."""
    return sha256(_exactly(NONCE_BYTES, nonce) + round_id.encode()).digest()


def ballot_hash(count: Count) -> bytes:
    """The hash of the closed ballots: 32 bytes."""
    lines = sorted(_line(ballot) for ballot, people in count.alike for _ in range(people))
    return sha256(b"".join(lines)).digest()


def seed(nonce: bytes, ballots: bytes) -> bytes:
    """What the order is drawn from; `ballots` is the ballot hash. ValueError where a length is wrong."""
    return sha256(_exactly(NONCE_BYTES, nonce) + _exactly(HASH_BYTES, ballots)).digest()


def order(drawn_from: bytes, ids: Iterable[Id]) -> tuple[Id, ...]:
    """The ids in the order of the lot, whatever order they came in. ValueError where one comes twice."""
    keyed = [(sha256(_exactly(HASH_BYTES, drawn_from) + str(each).encode()).digest(), each) for each in ids]
    if len({key for key, _ in keyed}) < len(keyed):
        raise ValueError("an id stands twice in the lot")
    return tuple(each for _, each in sorted(keyed, key=lambda pair: pair[0]))


@dataclass(frozen=True, slots=True)
class Lot:
    """All that is posted about a lot between ideas: enough to work it out again."""

    round_id: RoundId
    commitment: bytes
    nonce: bytes
    ballot_hash: bytes
    order: tuple[IdeaNo, ...]


def draw(nonce: bytes, round_id: RoundId, ballots: bytes, tied: Iterable[IdeaNo]) -> Lot:
    """Draw the order of the tied ideas after the close; `ballots` is the ballot hash."""
    drawn = order(seed(nonce, ballots), tied)
    return Lot(round_id, commitment(nonce, round_id), nonce, ballots, drawn)


def is_true(lot: Lot, posted: bytes) -> bool:
    """Whether the lot opens the commitment that was posted at the opening, and has the order it must."""
    again = draw(lot.nonce, lot.round_id, lot.ballot_hash, lot.order)
    return again == lot and lot.commitment == posted


def _exactly(length: int, given: bytes) -> bytes:
    if len(given) != length:
        raise ValueError(f"{len(given)} bytes were given where {length} are needed")
    return given


def _line(ballot: Ballot) -> bytes:
    return (" ".join(f"{idea}:{dots}" for idea, dots in sorted(ballot)) + "\n").encode()
