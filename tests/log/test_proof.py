"""A proof file shows that one entry stands in a log, to somebody who has nothing but the file and the key."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.log.canonical import canonical
from codesign_bot.log.checkpoint import Checkpoint, CheckpointRefused, WrongOrigin
from codesign_bot.log.note import NoteMalformed, NoteRefused, NoteUnsigned, SignerKey, sign
from codesign_bot.log.proof import Proof
from codesign_bot.log.tree import ProofRefused, leaf_hash, root_of

ORIGIN = "example.org/codesign-bot/the-park"
KEY, STRANGER = SignerKey(ORIGIN, bytes(32)), SignerKey(ORIGIN, b"stranger" + bytes(24))
LEAVES = [canonical({"no": no, "type": "window-extended"}) for no in range(1, 42)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
KEYS = (KEY.verifier,)


def note(size: int, key: SignerKey = KEY) -> str:
    return Checkpoint(ORIGIN, size, root_of(HASHES[:size])).signed([key])


PROOF = Proof.made(HASHES, 5, note(8))
FILE = PROOF.text()

# The example in the specification of the format (C2SP tlog-proof), its signatures made whole and its extra data of a
# length that base64 has.
PUBLISHED = """\
c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

— example.com/fancylog AAAAAAA=
— witness1.example AAAAAAA=
"""


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 41])
def test_every_entry_of_a_log_has_a_proof_that_holds(size: int) -> None:
    for index in range(size):
        read = Proof.parsed(Proof.made(HASHES, index, note(size)).text())
        assert read.checked(LEAVES[index], ORIGIN, KEYS).size == size


def test_a_file_stands_line_by_line_as_it_is_specified() -> None:
    first, index, *hashes = FILE.partition("\n\n")[0].split("\n")
    assert (first, index) == ("c2sp.org/tlog-proof@v1", "index 5")
    assert hashes == [b64encode(one).decode() for one in PROOF.hashes]
    assert len(hashes) == 3
    assert FILE.endswith(f"\n\n{note(8)}")


def test_the_published_file_is_read_and_written() -> None:
    read = Proof.parsed(PUBLISHED)
    assert (read.index, len(read.hashes), read.extra) == (73894, 5, b"age-v1.2.1-darwin-arm64.tar.gz")
    assert read.hashes[0].hex().startswith("8122b25e8619520")
    assert Checkpoint.parsed(read.note.partition("\n\n")[0] + "\n").size == 109482
    assert read.text() == PUBLISHED


def test_the_only_entry_of_a_log_needs_no_hashes() -> None:
    read = Proof.parsed(Proof.made(HASHES, 0, note(1)).text())
    assert read.hashes == ()
    read.checked(LEAVES[0], ORIGIN, KEYS)


def test_the_entry_itself_can_go_along() -> None:
    read = Proof.parsed(Proof.made(HASHES, 5, note(8), extra=LEAVES[5]).text())
    assert read.extra == LEAVES[5]
    read.checked(read.extra, ORIGIN, KEYS)


def test_a_proof_can_be_made_for_an_older_checkpoint_than_the_newest() -> None:
    assert Proof.made(HASHES, 5, note(8)) == Proof.made(HASHES[:8], 5, note(8))


@given(st.integers(0, 2**63 - 1), st.lists(st.binary(min_size=32, max_size=32), max_size=5), st.binary())
def test_every_proof_reads_back_as_it_was_written(index: int, hashes: list[bytes], extra: bytes) -> None:
    proof = Proof(index, tuple(hashes), note(8), extra)
    assert Proof.parsed(proof.text()) == proof


# --- what shows nothing ----------------------------------------------------------------------------------


def test_another_entry_another_place_and_another_log_are_refused() -> None:
    with pytest.raises(ProofRefused, match="does not lead to the root"):
        PROOF.checked(LEAVES[4], ORIGIN, KEYS)
    with pytest.raises(ProofRefused, match="does not lead to the root"):
        Proof.parsed(FILE.replace("index 5", "index 4")).checked(LEAVES[5], ORIGIN, KEYS)
    with pytest.raises(ProofRefused, match="no leaf 8"):
        Proof.parsed(FILE.replace("index 5", "index 8")).checked(LEAVES[5], ORIGIN, KEYS)
    with pytest.raises(WrongOrigin):
        PROOF.checked(LEAVES[5], "example.org/other", KEYS)


def test_a_checkpoint_by_a_strangers_key_proves_nothing() -> None:
    with pytest.raises(NoteUnsigned):
        Proof.made(HASHES, 5, note(8, STRANGER)).checked(LEAVES[5], ORIGIN, KEYS)


def test_hashes_left_out_put_in_or_cut_short_are_refused() -> None:
    one, two, three = PROOF.hashes
    for hashes in ((), (one, two), (one, two, three, three), (two, one, three), (one, two, three[:31])):
        with pytest.raises(ProofRefused):
            Proof(5, hashes, PROOF.note).checked(LEAVES[5], ORIGIN, KEYS)


def test_there_is_no_proof_for_what_is_not_in_the_log_of_the_checkpoint() -> None:
    with pytest.raises(ProofRefused, match="no leaf 8 in a tree of 8"):
        Proof.made(HASHES, 8, note(8))
    with pytest.raises(ProofRefused, match="is of 41 leaves, and there are 40"):
        Proof.made(HASHES[:40], 5, note(41))
    with pytest.raises(ProofRefused, match="does not lead to the root"):
        Proof.made([*HASHES[:7], HASHES[0]], 5, note(8))


def test_a_proof_is_made_with_a_checkpoint_and_nothing_else() -> None:
    with pytest.raises(NoteMalformed):
        Proof.made(HASHES, 5, "hello")
    with pytest.raises(CheckpointRefused):
        Proof.made(HASHES, 5, sign("hello\n", [KEY]))


NO_PROOFS: list[tuple[Callable[[str], str], str]] = [
    (lambda _: "", "no c2sp.org/tlog-proof@v1"),
    (lambda text: text.replace("@v1", "@v2"), "no c2sp.org/tlog-proof@v1"),
    (lambda text: f" {text}", "no c2sp.org/tlog-proof@v1"),
    (lambda text: text.partition("\n\n")[0], "no c2sp.org/tlog-proof@v1"),
    (lambda text: text.replace("index 73894\n", ""), "which entry"),
    (lambda text: text.replace("index 73894", "index 073894"), "which entry"),
    (lambda text: text.replace("index 73894", "index"), "which entry"),
    (lambda text: text.replace("index 73894", "index -1"), "which entry"),
    (lambda text: text.replace("index 73894", "at 73894"), "which entry"),
    (lambda text: text.replace("index 73894", "73894"), "which entry"),
    (lambda text: text.replace("@v1\n", "@v1\n\n"), "which entry"),
    (lambda text: text.replace("extra YW", "extra !W"), "no base64"),
    (lambda text: text.replace("extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6", "extra "), "no base64"),
    (lambda text: text.replace("\nindex", "\nextra AAAA\nindex"), "which entry"),
    (lambda text: text.replace("PlQ=", "PlR="), "no base64"),
    (lambda text: text.replace("PlQ=\n", "PlQ= \n"), "no base64"),
    (lambda text: text.replace("\n", "\r\n"), "no c2sp.org/tlog-proof@v1"),
]


@pytest.mark.parametrize(("change", "reason"), NO_PROOFS)
def test_what_is_no_proof_file_is_refused_with_what_is_wrong(change: Callable[[str], str], reason: str) -> None:
    assert change(PUBLISHED) != PUBLISHED
    with pytest.raises(ProofRefused, match=reason):
        Proof.parsed(change(PUBLISHED))


@given(st.integers(0, len(FILE.encode()) * 8 - 1))
def test_any_bit_of_a_proof_file_that_is_changed_is_noticed(bit: int) -> None:
    held = bytearray(FILE.encode())
    held[bit // 8] ^= 1 << bit % 8
    with pytest.raises((ProofRefused, NoteRefused, CheckpointRefused, UnicodeDecodeError)):
        Proof.parsed(held.decode()).checked(LEAVES[5], ORIGIN, KEYS)


@given(st.text())
def test_whatever_is_read_as_a_proof_file_is_refused_by_name(text: str) -> None:
    for one in (text, f"c2sp.org/tlog-proof@v1\n{text}", f"c2sp.org/tlog-proof@v1\nindex 5\n{text}", FILE + text):
        if one == FILE:
            continue
        with pytest.raises((ProofRefused, NoteRefused, CheckpointRefused)):
            Proof.parsed(one).checked(LEAVES[5], ORIGIN, KEYS)
