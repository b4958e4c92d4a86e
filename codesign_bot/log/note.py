"""Signed notes (C2SP signed-note): a text, an empty line, and below it who signed the text, one key a line.

Keys are Ed25519 (type 0x01, RFC 8032) and are written as Go's `sumdb/note` writes them, so that other people's tools
read them. What is written here has exactly one form: a note of which any bit was changed is another note, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from codesign_bot.log.exact import from_base64, to_base64

SEED_BYTES = 32
MOST_SIGNATURES = 100
"""A note with more is refused unread; at least 16 have to be taken."""

_ED25519 = b"\x01"
_ID_BYTES, _PUBLIC_BYTES = 4, 32
_SIGNED_BY = "— "
_PRIVATE = "PRIVATE+KEY+"


class NoteRefused(ValueError):
    """A note shows nothing, and why."""


class NoteMalformed(NoteRefused):
    """It is no signed note, or no text that can be signed."""


class NoteForged(NoteRefused):
    """A signature in the name of a known key is not by that key: the text or the signature was changed."""


class NoteUnsigned(NoteRefused):
    """No known key signed it."""


class KeyRefused(ValueError):
    """A text is no key. Never says what stands there: it may be the private one."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key: whoever has it can check what was signed. `public` has 32 bytes (RFC 8032 §5.1.5)."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        _check(self.name, self.public, _PUBLIC_BYTES)

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature says whose it is. They prove nothing."""
        return _key_id(self.name, self.public)

    def text(self) -> str:
        """`<name>+<id>+<base64>`, to be handed to everybody."""
        return f"{self.name}+{self.id.hex()}+{to_base64(_ED25519 + self.public)}"

    @classmethod
    def parsed(cls, text: str) -> VerifierKey:
        """What `text` wrote. Raises `KeyRefused` for anything else."""
        name, public = _parts(text)
        key = cls(name, public)
        if key.text() != text:
            raise KeyRefused("this is no verifier key")
        return key

    def holds(self, text: str, signature: bytes) -> bool:
        """Whether the signature is this key's over the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:  # also where the bytes are no point of the curve
            return False
        return True


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A whole key. `seed` is the private one of RFC 8032 §5.1.5 and stands in no `repr`."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check(self.name, self.seed, SEED_BYTES)

    @property
    def verifier(self) -> VerifierKey:
        """The half that everybody may have."""
        return VerifierKey(self.name, _public(self._private()))

    def text(self) -> str:
        """`PRIVATE+KEY+<name>+<id>+<base64>`, to be handed to nobody."""
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{to_base64(_ED25519 + self.seed)}"

    @classmethod
    def parsed(cls, text: str) -> SignerKey:
        """What `text` wrote. Raises `KeyRefused` for anything else."""
        name, seed = _parts(text.removeprefix(_PRIVATE))
        key = cls(name, seed)
        if key.text() != text:
            raise KeyRefused("this is no signer key")
        return key

    def named(self, name: str) -> SignerKey:
        """The same key under another name: one seed can sign several logs, and none passes for another."""
        return SignerKey(name, self.seed)

    def line(self, text: str) -> str:
        """The signature of a text as it stands below a note."""
        private = self._private()
        key_id = _key_id(self.name, _public(private))
        return f"{_SIGNED_BY}{self.name} {to_base64(key_id + private.sign(text.encode()))}\n"

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def is_name(text: str) -> bool:
    """Whether a key can have this name: something, without spaces, plus signs and control characters."""
    return bool(text) and _fault(text) is None and not any(letter.isspace() or letter == "+" for letter in text)


def _check(name: str, held: bytes, length: int) -> None:
    if not is_name(name):
        raise KeyRefused("the name of a key has no space and no plus, and is not empty")
    if len(held) != length:
        raise KeyRefused(f"a key has {length} bytes")


def _public(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def _key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_ID_BYTES]


def _parts(text: str) -> tuple[str, bytes]:
    """The name and the bytes of a key that is written as `<name>+<id>+<base64>`. What else it says is not looked at."""
    name, _, rest = text.partition("+")
    held = from_base64(rest.partition("+")[2])
    if held is None:
        raise KeyRefused("a key is written in base64")
    return name, held[1:]


# --- notes -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signature:
    """One line below a note: who is said to have signed."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read. Nothing in it may be believed before `signers`."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parsed(cls, note: str) -> Note:
        """Raises `NoteMalformed`."""
        _check_text(note)
        text, gap, below = note.rpartition("\n\n")
        if not gap:
            raise NoteMalformed("no signatures stand below an empty line")
        lines = below[:-1].split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise NoteMalformed(f"more than {MOST_SIGNATURES} signatures")
        return cls(f"{text}\n", tuple(map(_signature, lines)))

    def signers(self, keys: Sequence[VerifierKey]) -> tuple[VerifierKey, ...]:
        """Those of the keys that signed it, in the order of their lines. What other keys signed is passed over.

        Raises `NoteForged` where a signature of one of the keys does not hold, and `NoteUnsigned` for none.
        """
        found: list[VerifierKey] = []
        for one in self.signatures:
            known = [key for key in keys if key.name == one.name and key.id == one.key_id]
            held = [key for key in known if key.holds(self.text, one.signature)]
            if known and not held:
                raise NoteForged(f"the signature of {one.name} does not hold: the note was changed, or never signed")
            found += [key for key in held if key not in found]
        if not found:
            raise NoteUnsigned("no known key signed this note")
        return tuple(found)


def sign(text: str, keys: Sequence[SignerKey]) -> str:
    """The text, which ends in a line feed, with the signature of every key below it, in their order.

    Raises `NoteMalformed` for a text that cannot be signed, and where there is no key.
    """
    _check_text(text)
    if not keys:
        raise NoteMalformed("a note is signed by a key at least")
    return f"{text}\n{''.join(key.line(text) for key in keys)}"


def opened(note: str, keys: Sequence[VerifierKey]) -> str:
    """The text of a note that at least one of the keys signed. Raises a kind of `NoteRefused`."""
    read = Note.parsed(note)
    read.signers(keys)
    return read.text


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise NoteMalformed("a note, and the text of one, ends in a line feed")
    if (fault := _fault(text)) is not None:
        raise NoteMalformed(fault)


def _fault(text: str) -> str | None:
    """Why a text cannot stand in a note."""
    if any(letter < " " and letter != "\n" for letter in text):
        return "a control character in a note"
    return "half a surrogate pair in a note" if any("\ud800" <= letter <= "\udfff" for letter in text) else None


def _signature(line: str) -> Signature:
    name, _, written = line.removeprefix(_SIGNED_BY).partition(" ")
    held = from_base64(written)
    if not line.startswith(_SIGNED_BY) or not is_name(name) or held is None or len(held) <= _ID_BYTES:
        raise NoteMalformed("a line below a note is no signature")
    return Signature(name, held[:_ID_BYTES], held[_ID_BYTES:])
