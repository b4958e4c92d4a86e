"""The decision log: what one more entry costs, and what it costs to look through all of them.

Run it with `.venv/bin/python -m benchmarks.bench_log [--short]`. It prints a Markdown table, and ends with 1 where a
promise was not kept. Time is that of the processor, so that others on the machine weigh less, and of several turns
the quickest counts. Each of our lines stands beside a bare one that does the same bytes with the library alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import JSONEncoder
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks import forms, long_log
from codesign_bot.log.canonical import canonical
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.note import SignerKey
from codesign_bot.log.proof import Proof
from codesign_bot.log.tree import Frontier, consistency_proof, leaf_hash, root_of, verify_consistency
from codesign_bot.plain import Plain

ORIGIN = "codesign-bot/0123456789abcdef"
KEY = SignerKey(ORIGIN, bytes(range(32)))
FEW = 1_000
"""So many entries at each end of the log are compared."""

TREE_LIMIT, CANONICAL_LIMIT, SIGNING_LIMIT, GROWTH_LIMIT = 5.0, 10.0, 4.0, 1.5

BARE, TREE = "sha256 of each entry, bare", "the tree over all entries"
BARE_JSON, CANONICAL = "json with sorted keys, bare", "canonical JSON"
BARE_SIGN, SIGNED = "Ed25519 signature, bare", "a signed checkpoint"
FIRST, LAST, WHOLE = "an entry kept, of the first", "an entry kept, of the last", "an entry kept and signed"

_json = JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Log:
    """A log of `size` entries in every form that is needed."""

    values: Sequence[Plain]
    leaves: Sequence[bytes]
    hashes: Sequence[bytes]

    @classmethod
    def of(cls, size: int) -> Log:
        values = [entry(no) for no in range(1, size + 1)]
        leaves = [canonical(value) for value in values]
        return cls(values, leaves, [leaf_hash(leaf) for leaf in leaves])


def entry(no: int) -> Plain:
    """What the log says when a step is given more time: about 400 bytes."""
    return {
        "v": 1,
        "type": "window-extended",
        "origin": ORIGIN,
        "no": no,
        "at": "2026-11-23T12:00:00Z",
        "round": "fedcba9876543210",
        "topic": 4,
        "facts": {
            "phase": "voting",
            "before": "2026-11-29T12:00:00Z",
            "until": "2026-11-30T18:00:00Z",
            "by": f"p-{no:016x}",
            "rule": "too-few-heard",
            "heard": 4,
            "needed": 8,
            "reason": {"commitment": sha256(str(no).encode()).hexdigest()},
        },
    }


# --- what is measured ------------------------------------------------------------------------------------


def hash_bare(log: Log) -> None:
    for leaf in log.leaves:
        sha256(leaf).digest()


def hash_tree(log: Log) -> None:
    root_of(map(leaf_hash, log.leaves))


def json_bare(log: Log) -> None:
    for value in log.values:
        _json.encode(value).encode()


def json_canonical(log: Log) -> None:
    for value in log.values:
        canonical(value)


def keep(frontier: Frontier, values: Sequence[Plain]) -> Frontier:
    """What the log does for each entry in the transaction of its act."""
    for value in values:
        frontier = frontier.push(leaf_hash(canonical(value)))
        frontier.encode()
    return frontier


def keep_and_sign(frontier: Frontier, values: Sequence[Plain]) -> None:
    for value in values:
        frontier = keep(frontier, [value])
        Checkpoint(ORIGIN, frontier.size, frontier.root).signed([KEY])


def sign_bare(text: bytes, times: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(KEY.seed)
    for _ in range(times):
        key.sign(text)


def sign_checkpoint(checkpoint: Checkpoint, times: int) -> None:
    for _ in range(times):
        checkpoint.signed([KEY])


# --- how it is measured ----------------------------------------------------------------------------------


def seconds(work: Callable[[], object], times: int) -> float:
    """Of the processor, for one of so many."""
    before = process_time()
    work()
    return (process_time() - before) / times


def costs(log: Log, turns: int) -> Mapping[str, float]:
    """Seconds for one entry, by the name of each line: the quickest of its turns, which the lines take in turn."""
    size = len(log.leaves)
    few = min(FEW, size)
    early, late = Frontier(), Frontier().extended(log.hashes[:-few])
    whole = Frontier().extended(log.hashes)
    checkpoint = Checkpoint(ORIGIN, size, whole.root)
    text, signatures = checkpoint.text().encode(), max(few // 5, 1)
    works: dict[str, tuple[Callable[[], object], int]] = {
        BARE: (lambda: hash_bare(log), size),
        TREE: (lambda: hash_tree(log), size),
        BARE_JSON: (lambda: json_bare(log), size),
        CANONICAL: (lambda: json_canonical(log), size),
        FIRST: (lambda: keep(early, log.values[:few]), few),
        LAST: (lambda: keep(late, log.values[-few:]), few),
        WHOLE: (lambda: keep_and_sign(late, log.values[-signatures:]), signatures),
        BARE_SIGN: (lambda: sign_bare(text, signatures), signatures),
        SIGNED: (lambda: sign_checkpoint(checkpoint, signatures), signatures),
    }
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(turns):
        for name, (work, times) in works.items():
            taken[name].append(seconds(work, times))
    return {name: min(found) for name, found in taken.items()}


def verdicts(cost: Mapping[str, float]) -> list[tuple[bool, str]]:
    """What was promised: whether it was kept, and by what figures."""
    compared = (
        (TREE, BARE, TREE_LIMIT),
        (CANONICAL, BARE_JSON, CANONICAL_LIMIT),
        (SIGNED, BARE_SIGN, SIGNING_LIMIT),
        (LAST, FIRST, GROWTH_LIMIT),
    )
    ratios = [(ours, bare, cost[ours] / cost[bare], limit) for ours, bare, limit in compared]
    return [(ratio <= limit, f"{ours}: {ratio:.2f} of {bare} (limit {limit})") for ours, bare, ratio, limit in ratios]


def table(cost: Mapping[str, float]) -> str:
    first = next(iter(cost.values()))
    lines = ["| | µs an entry | of the first line |", "|---|---:|---:|"]
    return "\n".join([*lines, *(f"| {name} | {one * 1e6:.2f} | {one / first:.1f} |" for name, one in cost.items())])


def proofs(log: Log) -> str:
    """How large what people keep and send is, after it was checked."""
    size = len(log.leaves)
    note = Checkpoint(ORIGIN, size, root_of(log.hashes)).signed([KEY])
    index, old = size // 3, size // 2
    proof = Proof.made(log.hashes, index, note)
    Proof.parsed(proof.text()).checked(log.leaves[index], ORIGIN, [KEY.verifier])
    grown = consistency_proof(log.hashes, old, size)
    before, after = (Frontier().extended(log.hashes[:count]) for count in (old, size))
    verify_consistency(before.head, after.head, grown)
    return (
        f"{size} entries of {sum(map(len, log.leaves)) // size} bytes: a frontier of {len(after.encode())} bytes, "
        f"a checkpoint of {len(note.encode())}, a proof of one entry of {len(proof.text().encode())} "
        f"with {len(proof.hashes)} hashes; {len(grown)} hashes show that the log of {old} is its beginning."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a quick look: fewer turns and fewer entries")
    parser.add_argument("--turns", type=int, help="of each line")
    parser.add_argument("--entries", type=int, help="in the log")
    asked = parser.parse_args()
    size = asked.entries or (5_000 if asked.short else 100_000)
    log = Log.of(size)
    cost = costs(log, asked.turns or (3 if asked.short else 5))
    print(table(cost))
    print(f"\n{proofs(log)}\n")
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        small, large = long_log.measured(Path(one), size // 2), long_log.measured(Path(other), size)
    print(f"{long_log.HEAD}\n{small.table()}\n{large.table()}\n")
    print(f"{forms.HEAD}\n{forms.table(large.forms, large.size, large.handed_out.seconds)}\n")
    kept = [*verdicts(cost), *long_log.verdicts(small, large)]
    for is_kept, words in kept:
        print(f"{'Kept' if is_kept else 'NOT KEPT'}: {words}")
    return 0 if all(is_kept for is_kept, _ in kept) else 1


if __name__ == "__main__":
    sys.exit(main())
