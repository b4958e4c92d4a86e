"""Signed notes are those of everybody else, and whatever was changed in one is found."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.log.exact import from_base64, to_base64, whole_number
from codesign_bot.log.note import (
    MOST_SIGNATURES,
    KeyRefused,
    Note,
    NoteForged,
    NoteMalformed,
    NoteRefused,
    NoteUnsigned,
    SignerKey,
    VerifierKey,
    opened,
    sign,
)

# The published example of the format (golang.org/x/mod/sumdb/note): keys, text and the signature that they make.
SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

PETER, PETERS = SignerKey.parsed(SIGNER), VerifierKey.parsed(VERIFIER)
OLD, NEW = SignerKey("example.org/log", b"old" + bytes(29)), SignerKey("example.org/log", b"new" + bytes(29))
NOTE = f"{TEXT}\n{LINE}"

names = st.text(st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp", "Cc"], exclude_characters="+"), min_size=1)
seeds = st.binary(min_size=32, max_size=32)
lines_of_text = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"))


def refused(kind: type[NoteRefused], note: str, *keys: VerifierKey) -> str:
    with pytest.raises(kind) as caught:
        opened(note, keys or (PETERS,))
    assert type(caught.value) is kind
    return str(caught.value)


# --- the published example -------------------------------------------------------------------------------


def test_the_published_keys_are_read_and_written() -> None:
    assert (PETER.text(), PETERS.text()) == (SIGNER, VERIFIER)
    assert PETER.verifier == PETERS
    assert PETERS.name == "PeterNeumann"
    assert PETERS.id.hex() == "c74f20a3"


def test_the_published_note_is_what_we_write_and_is_opened() -> None:
    assert sign(TEXT, [PETER]) == NOTE
    assert opened(NOTE, [PETERS]) == TEXT


def test_a_signature_is_one_of_ed25519_over_the_text_alone() -> None:
    held = b64decode(LINE.split(" ")[2])
    Ed25519PublicKey.from_public_bytes(PETERS.public).verify(held[4:], TEXT.encode())
    assert held[:4] == PETERS.id


# --- keys ------------------------------------------------------------------------------------------------


@given(names, seeds)
def test_every_key_reads_back_as_it_was_written(name: str, seed: bytes) -> None:
    key = SignerKey(name, seed)
    assert SignerKey.parsed(key.text()) == key
    assert VerifierKey.parsed(key.verifier.text()) == key.verifier


def test_the_private_half_is_in_no_repr_and_in_no_verifier_key() -> None:
    seed = to_base64(b"\x01" + PETER.seed)
    for shown in (repr(PETER), str(PETER), f"{PETER}", repr([PETER]), PETERS.text(), repr(PETERS), NOTE):
        assert seed not in shown
        assert repr(PETER.seed)[2:-1] not in shown
        assert PETER.seed.hex() not in shown
    assert seed in PETER.text(), "so the search would find it"


def test_one_seed_under_two_names_makes_two_keys_of_which_none_passes_for_the_other() -> None:
    one, other = PETER.named("example.org/one"), PETER.named("example.org/other")
    assert one.verifier.public == other.verifier.public == PETERS.public
    assert one.verifier.id != other.verifier.id
    assert "no known key" in refused(NoteUnsigned, sign(TEXT, [one]), other.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a3+",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumanN+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
        "PeterNeumann+c74f20a3+!Rpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        f"{VERIFIER}\n",
        f" {VERIFIER}",
        SIGNER,
    ],
)
def test_a_text_that_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(KeyRefused):
        VerifierKey.parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        VERIFIER,
        SIGNER.removeprefix("PRIVATE+"),
        SIGNER.removeprefix("PRIVATE+KEY+"),
        SIGNER.replace("c74f20a3", "c74f20a4"),
        SIGNER.replace("PeterNeumann", "PaulNeumann"),
        SIGNER[:-1],
        f"{SIGNER}=",
        f"{SIGNER}\n",
        "PRIVATE+KEY+",
        SIGNER.replace("+AYEK", "+AoEK"),
    ],
)
def test_a_text_that_is_no_signer_key_is_refused_without_a_word_of_it(text: str) -> None:
    with pytest.raises(KeyRefused) as caught:
        SignerKey.parsed(text)
    assert "Neumann" not in str(caught.value)
    assert "YEKFALVFGyN" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["", "a b", "a+b", "a\nb", "a\tb", "a\u00a0b", "a\u2028b", "a\x00", "a\ud800"], ids=ascii
)
def test_a_name_without_spaces_and_plus_signs_is_needed(name: str) -> None:
    for make in (lambda: SignerKey(name, bytes(32)), lambda: VerifierKey(name, bytes(32)), lambda: PETER.named(name)):
        with pytest.raises(KeyRefused, match="name of a key"):
            make()


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(KeyRefused, match="32 bytes"):
        SignerKey("name", bytes(length))
    with pytest.raises(KeyRefused, match="32 bytes"):
        VerifierKey("name", bytes(length))


def test_bytes_that_are_no_point_of_the_curve_have_signed_nothing() -> None:
    assert not VerifierKey("name", b"\xff" * 32).holds(TEXT, bytes(64))


# --- signing ---------------------------------------------------------------------------------------------


@given(lines_of_text, seeds)
def test_whatever_was_signed_is_opened_as_it_was(text: str, seed: bytes) -> None:
    key = SignerKey("example.org/log", seed)
    assert opened(sign(f"{text}\n", [key]), [key.verifier]) == f"{text}\n"


def test_a_text_may_hold_empty_lines_and_what_looks_like_a_signature() -> None:
    for text in ("\n", "\n\n", "a\n\nb\n", f"a\n\n{LINE}", f"{NOTE}\n", "a\n\n\n"):
        assert opened(sign(text, [PETER]), [PETERS]) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "ends in a line feed"),
        ("no line feed", "ends in a line feed"),
        ("a\r\n", "control character"),
        ("a\tb\n", "control character"),
        ("\x00\n", "control character"),
        ("\ud800\n", "surrogate"),
    ],
    ids=ascii,
)
def test_a_text_that_cannot_be_signed_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NoteMalformed, match=reason):
        sign(text, [PETER])


def test_nothing_is_signed_by_nobody() -> None:
    with pytest.raises(NoteMalformed, match="by a key"):
        sign(TEXT, [])


# --- several keys, as while one is replaced by another ---------------------------------------------------


def test_a_note_that_the_old_and_the_new_key_signed_is_opened_with_either() -> None:
    note = sign(TEXT, [OLD, NEW])
    assert note.count("— example.org/log ") == 2
    for known in ([OLD], [NEW], [OLD, NEW], [NEW, OLD], [PETER, NEW]):
        keys = [key.verifier for key in known]
        assert opened(note, keys) == TEXT
        assert set(Note.parsed(note).signers(keys)) == set(keys) - {PETERS}


def test_signers_stand_in_the_order_of_their_lines_and_once() -> None:
    note = sign(TEXT, [NEW, OLD, NEW])
    assert Note.parsed(note).signers([OLD.verifier, NEW.verifier]) == (NEW.verifier, OLD.verifier)


def test_signatures_of_unknown_keys_are_passed_over_also_of_one_with_the_same_name_or_id() -> None:
    same_id = b64encode(PETERS.id + bytes(64)).decode()
    note = f"{NOTE}— somebody.else {same_id}\n— PeterNeumann {b64encode(bytes(9)).decode()}\n— x AAAAAAA=\n"
    assert opened(note, [PETERS]) == TEXT


def test_only_one_of_two_known_signatures_that_does_not_hold_is_enough_to_refuse() -> None:
    note, forged = sign(TEXT, [OLD, NEW]), sign("something else\n", [NEW]).split("\n\n")[1]
    mixed = "".join(note.splitlines(keepends=True)[:-1]) + forged
    assert opened(mixed, [OLD.verifier]) == TEXT
    assert "does not hold" in refused(NoteForged, mixed, OLD.verifier, NEW.verifier)


def test_of_two_known_keys_with_the_same_name_and_id_the_one_that_signed_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Four bytes are soon the same; a stranger's key must not get in the way of the right one."""

    def same(_name: str, _public: bytes) -> bytes:
        return b"same"

    monkeypatch.setattr("codesign_bot.log.note._key_id", same)
    assert OLD.verifier.id == NEW.verifier.id == b"same"
    read = Note.parsed(sign(TEXT, [NEW]))
    assert read.signers([OLD.verifier, NEW.verifier]) == (NEW.verifier,)


# --- refusals --------------------------------------------------------------------------------------------


def test_another_text_under_the_same_signature_is_forged() -> None:
    assert "PeterNeumann does not hold" in refused(NoteForged, NOTE.replace("answer", "Answer"))


def test_a_note_that_no_known_key_signed_is_told_from_a_forged_one() -> None:
    assert refused(NoteUnsigned, NOTE, OLD.verifier) == "no known key signed this note"
    with pytest.raises(NoteUnsigned):
        opened(NOTE, [])


NO_NOTES: list[Callable[[str], str]] = [
    lambda note: "",
    lambda note: TEXT,
    lambda note: f"{TEXT}\n",
    lambda note: f"{TEXT}{LINE}",
    lambda note: note[:-1],
    lambda note: f"{note}\n",
    lambda note: f"{note} ",
    lambda note: f"{note}no signature\n",
    lambda note: note.replace("— ", "- "),
    lambda note: note.replace("— ", "—  "),
    lambda note: note.replace("— ", "—"),
    lambda note: note.replace("PeterNeumann ", ""),
    lambda note: note.replace("PeterNeumann ", "Peter+Neumann "),
    lambda note: note.replace("PeterNeumann ", "PeterNeumann  "),
    lambda note: note.replace("x08g", "x08g "),
    lambda note: note.replace("x08g", "!08g"),
    lambda note: note.replace("nAM=", "nAN="),
    lambda note: note.replace("nAM=", "nAM"),
    lambda note: f"{TEXT}\n— PeterNeumann \n",
    lambda note: f"{TEXT}\n— PeterNeumann x08gow==\n",
    lambda note: note.replace("\n", "\r\n"),
    lambda note: note.replace("answer", "ans\twer"),
    lambda note: note.replace("answer", "ans\ud800wer"),
    lambda note: f"{note}{LINE.replace('PeterNeumann', 'a') * MOST_SIGNATURES}",
]


@pytest.mark.parametrize("change", NO_NOTES)
def test_what_is_no_note_is_malformed_whoever_signed_it(change: Callable[[str], str]) -> None:
    refused(NoteMalformed, change(NOTE))


def test_sixteen_signatures_and_more_are_read() -> None:
    others = "".join(f"— witness{no}.example {b64encode(bytes(68)).decode()}\n" for no in range(MOST_SIGNATURES - 1))
    assert opened(f"{TEXT}\n{others}{LINE}", [PETERS]) == TEXT


@given(st.integers(0, len(NOTE.encode()) * 8 - 1))
def test_any_bit_of_a_note_that_is_changed_is_noticed(bit: int) -> None:
    held = bytearray(NOTE.encode())
    held[bit // 8] ^= 1 << bit % 8
    try:
        changed = held.decode()
    except UnicodeDecodeError:
        return
    with pytest.raises(NoteRefused):
        opened(changed, [PETERS])


@given(st.text())
def test_whatever_is_read_as_a_note_is_refused_by_name(text: str) -> None:
    for note in (text, f"{text}\n\n{LINE}", f"{TEXT}\n{text}", f"{TEXT}\n— {text}\n"):
        with pytest.raises(NoteRefused):
            opened(note, [OLD.verifier])


def test_a_refusal_is_a_mistake_in_a_value() -> None:
    kinds: Sequence[type[Exception]] = (NoteMalformed, NoteForged, NoteUnsigned)
    assert all(issubclass(kind, NoteRefused) for kind in kinds)
    assert issubclass(NoteRefused, ValueError)


# --- bytes and numbers -----------------------------------------------------------------------------------


@given(st.binary())
def test_bytes_have_one_text_and_read_back(held: bytes) -> None:
    assert to_base64(held) == b64encode(held).decode()
    assert from_base64(to_base64(held)) == held


@pytest.mark.parametrize("text", ["A", "AA", "AAA", "AB==", "AAB=", "AA==\n", "A A=", "AA-_", "AA==AA==", "é", "===="])
def test_another_text_for_the_same_bytes_is_none(text: str) -> None:
    assert from_base64(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("20852163", 20852163),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("9" * 5000, None),
        ("", None),
        ("00", None),
        ("07", None),
        ("+7", None),
        ("-7", None),
        ("7 ", None),
        ("7\n", None),
        ("1_000", None),
        ("\u0667", None),
        ("1\u0667", None),
        ("7.0", None),
    ],
    ids=lambda value: ascii(value)[:12],
)
def test_a_number_has_one_text(text: str, number: int | None) -> None:
    assert whole_number(text) == number
