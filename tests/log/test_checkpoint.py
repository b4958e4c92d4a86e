"""A checkpoint is what other people's tools read, names its log, and is believed only with a signature that holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.log.checkpoint import Checkpoint, CheckpointRefused, WrongOrigin
from codesign_bot.log.note import NoteForged, NoteMalformed, NoteRefused, NoteUnsigned, SignerKey, opened, sign
from codesign_bot.log.tree import EMPTY_ROOT, Frontier, Head, leaf_hash

ORIGIN = "example.org/codesign-bot/the-park"
OLD, NEW = SignerKey(ORIGIN, b"old" + bytes(29)), SignerKey(ORIGIN, b"new" + bytes(29))
STRANGER = SignerKey(ORIGIN, b"stranger" + bytes(24))
HEAD = Frontier().extended(leaf_hash(str(no).encode()) for no in range(12)).head
CHECKPOINT = Checkpoint(ORIGIN, HEAD.size, HEAD.root)
NOTE = CHECKPOINT.signed([OLD])

# The example in the specification of the format (C2SP tlog-checkpoint).
PUBLISHED = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
roots = st.binary(min_size=32, max_size=32)


# --- the text --------------------------------------------------------------------------------------------


def test_the_published_checkpoint_is_read_and_written() -> None:
    read = Checkpoint.parsed(PUBLISHED)
    assert (read.origin, read.size, read.extensions) == ("example.com/behind-the-sofa", 20852163, ())
    assert read.root.hex().startswith("0ac5186a91863e8e")
    assert read.text() == PUBLISHED
    assert read.head == Head(read.size, read.root)


def test_an_empty_log_has_a_checkpoint_too() -> None:
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert empty.text() == f"{ORIGIN}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert Checkpoint.parsed(empty.text()) == empty


@given(lines, st.integers(0, 2**63 - 1), roots, st.lists(lines, max_size=3))
def test_every_checkpoint_reads_back_as_it_was_written(origin: str, size: int, root: bytes, more: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(more))
    assert Checkpoint.parsed(checkpoint.text()) == checkpoint


@given(st.text())
def test_a_text_is_refused_or_is_the_one_text_of_its_checkpoint(text: str) -> None:
    for one in (text, PUBLISHED + text, PUBLISHED.replace("2085", text), PUBLISHED.replace("example", text)):
        try:
            read = Checkpoint.parsed(one)
        except CheckpointRefused:
            continue
        assert read.text() == one


def test_at_a_hundred_thousand_entries_it_fits_any_message() -> None:
    checkpoint = Checkpoint("codesign-bot/0123456789abcdef", 100_000, bytes(32))
    assert len(checkpoint.signed([OLD]).encode()) < 300


NO_CHECKPOINTS: list[tuple[Callable[[str], str], str]] = [
    (lambda _: "", "three lines"),
    (lambda text: text[:-1], "three lines"),
    (lambda text: text.rpartition("\n")[0].rpartition("\n")[0] + "\n", "three lines"),
    (lambda text: f"{text}\n", "says something"),
    (lambda text: f"{text}extension", "three lines"),
    (lambda text: f"\n{text.partition(chr(10))[2]}", "says something"),
    (lambda text: text.replace("20852163", "020852163"), "whole number"),
    (lambda text: text.replace("20852163", "-1"), "whole number"),
    (lambda text: text.replace("20852163", "many"), "whole number"),
    (lambda text: text.replace("20852163", "2⁶"), "whole number"),
    (lambda text: text.replace("20852163", "9223372036854775808"), "whole number"),
    (lambda text: text.replace("q2I=", "q2J="), "base64"),
    (lambda text: text.replace("q2I=", "q2I"), "base64"),
    (lambda text: text.replace("q2I=", "qw=="), "32 bytes"),
    (lambda text: text.replace("\n", "\r\n"), "whole number"),
]


@pytest.mark.parametrize(("change", "reason"), NO_CHECKPOINTS)
def test_what_is_no_checkpoint_is_refused_with_what_is_wrong(change: Callable[[str], str], reason: str) -> None:
    assert change(PUBLISHED) != PUBLISHED
    with pytest.raises(CheckpointRefused, match=reason):
        Checkpoint.parsed(change(PUBLISHED))


NEVER_MADE: list[Callable[[], Checkpoint]] = [
    lambda: Checkpoint("", 0, EMPTY_ROOT),
    lambda: Checkpoint("a\nb", 0, EMPTY_ROOT),
    lambda: Checkpoint(ORIGIN, -1, EMPTY_ROOT),
    lambda: Checkpoint(ORIGIN, 2**63, EMPTY_ROOT),
    lambda: Checkpoint(ORIGIN, 0, bytes(31)),
    lambda: Checkpoint(ORIGIN, 0, EMPTY_ROOT, ("",)),
    lambda: Checkpoint(ORIGIN, 0, EMPTY_ROOT, ("more", "a\nb")),
]


@pytest.mark.parametrize("make", NEVER_MADE)
def test_a_checkpoint_that_could_not_be_read_back_is_never_made(make: Callable[[], Checkpoint]) -> None:
    with pytest.raises(CheckpointRefused):
        make()


# --- signing and checking --------------------------------------------------------------------------------


def test_a_signed_checkpoint_is_a_note_with_the_checkpoint_as_its_text() -> None:
    assert opened(NOTE, [OLD.verifier]) == CHECKPOINT.text()
    assert Checkpoint.checked(NOTE, ORIGIN, [OLD.verifier]) == CHECKPOINT


def test_while_a_key_is_replaced_both_sign_and_either_is_enough() -> None:
    note = CHECKPOINT.signed([OLD, NEW])
    for keys in ([OLD], [NEW], [OLD, NEW]):
        assert Checkpoint.checked(note, ORIGIN, [key.verifier for key in keys]) == CHECKPOINT
    with pytest.raises(NoteUnsigned):
        Checkpoint.checked(note, ORIGIN, [STRANGER.verifier])


def test_a_checkpoint_of_another_log_is_named_as_one() -> None:
    with pytest.raises(WrongOrigin, match=f"of the log {ORIGIN}, not of example.org/other"):
        Checkpoint.checked(NOTE, "example.org/other", [OLD.verifier])
    assert issubclass(WrongOrigin, CheckpointRefused)


def test_nothing_of_a_checkpoint_is_believed_before_its_signature_holds() -> None:
    """Not even its origin: what is forged is called so, whatever it claims."""
    forged = NOTE.replace("the-park", "the-pond", 1)
    with pytest.raises(NoteForged):
        Checkpoint.checked(forged, "example.org/codesign-bot/the-pond", [OLD.verifier])
    with pytest.raises(NoteForged):
        Checkpoint.checked(NOTE.replace("\n12\n", "\n13\n"), ORIGIN, [OLD.verifier])


def test_a_signed_text_that_is_no_checkpoint_is_refused() -> None:
    with pytest.raises(CheckpointRefused):
        Checkpoint.checked(sign("hello\n", [OLD]), ORIGIN, [OLD.verifier])


def test_a_checkpoint_without_signatures_is_no_note() -> None:
    with pytest.raises(NoteMalformed):
        Checkpoint.checked(CHECKPOINT.text(), ORIGIN, [OLD.verifier])
    with pytest.raises(NoteMalformed):
        Checkpoint(ORIGIN, 0, EMPTY_ROOT, ("a\tb",)).signed([OLD])


def test_a_second_checkpoint_cannot_be_smuggled_into_the_first() -> None:
    """An empty line would end the text for a careless reader."""
    inner = f"{CHECKPOINT.text()}\n{CHECKPOINT.text()}"
    with pytest.raises(CheckpointRefused):
        Checkpoint.checked(sign(inner, [OLD]), ORIGIN, [OLD.verifier])


@given(st.integers(0, len(NOTE.encode()) * 8 - 1))
def test_any_bit_of_a_signed_checkpoint_that_is_changed_is_noticed(bit: int) -> None:
    held = bytearray(NOTE.encode())
    held[bit // 8] ^= 1 << bit % 8
    with pytest.raises((NoteRefused, UnicodeDecodeError)):
        Checkpoint.checked(held.decode(), ORIGIN, [OLD.verifier])


# --- other people's reader -------------------------------------------------------------------------------


def test_a_reader_of_twenty_lines_that_shares_no_code_accepts_it() -> None:
    """By the words of the specifications alone, with the key as its text."""
    import hashlib  # noqa: PLC0415 # all that this reader needs stands in one place
    from base64 import b64decode  # noqa: PLC0415 # as above

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 # as above

    name, key_id, key = OLD.verifier.text().split("+", 2)
    text, below = NOTE.split("\n\n")
    dash, signer, signature = below.rstrip("\n").split(" ")
    held = b64decode(signature)
    assert (dash, signer) == ("\u2014", name)
    assert held[:4].hex() == key_id == hashlib.sha256(name.encode() + b"\n" + b64decode(key)).hexdigest()[:8]
    Ed25519PublicKey.from_public_bytes(b64decode(key)[1:]).verify(held[4:], f"{text}\n".encode())
    origin, size, root = text.split("\n")
    assert (origin, int(size), b64decode(root)) == (ORIGIN, 12, HEAD.root)
