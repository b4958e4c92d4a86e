"""Notes are found in whatever people and apps make of them, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.note import MOST_SIGNATURES, SignerKey
from codesign_bot.log.spotted import notes_in

ORIGIN = "example.org/codesign-bot/riverside"
KEYS = tuple(SignerKey(ORIGIN, bytes([seed]) * 32) for seed in range(1, 4))
NOTE = Checkpoint(ORIGIN, 12, bytes(32)).signed(KEYS[:1])


@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        f"### A checkpoint\n\nThe log has 12 entries now.\n\n```\n{NOTE}```",
        f"A checkpoint\n\n{NOTE}\nAnd what to type",
        NOTE.rstrip("\n"),
        NOTE.replace("\n", "  \r\n"),
        "".join(f"    {line}\n" for line in NOTE.splitlines()),
    ],
)
def test_a_note_is_found_as_it_was_signed_whatever_stands_around_it(text: str) -> None:
    (found,) = notes_in(text)
    assert found == NOTE
    assert Checkpoint.checked(found, ORIGIN, (KEYS[0].verifier,)).size == 12


def test_every_signature_comes_along() -> None:
    both = Checkpoint(ORIGIN, 12, bytes(32)).signed(KEYS[:2])
    (found,) = notes_in(f"{both}— and then somebody went on\n")
    assert found.startswith(both)
    (alone,) = notes_in(f"{both}and then somebody went on\n")
    assert alone == both


def test_several_notes_are_found_in_order() -> None:
    notes = [Checkpoint(ORIGIN, size, bytes(32)).signed(KEYS[:1]) for size in (3, 1, 2)]
    assert list(notes_in("\n".join(notes))) == notes


def test_no_more_signatures_are_taken_than_a_note_can_have() -> None:
    signature = NOTE.splitlines()[-1]
    (found,) = notes_in(NOTE + f"{signature}\n" * 1000)
    assert found.count("— ") == MOST_SIGNATURES


@pytest.mark.parametrize(
    "text",
    [
        "",
        "— nobody\n",
        "Twelve lines of talk\nand\n\n— an aside",
        NOTE.replace("\n12\n", "\ntwelve\n"),
        NOTE.replace("\n12\n", "\n-12\n"),
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("— ", "- "),
        Checkpoint(ORIGIN, 12, bytes(32)).text(),
        "\n" * 10_000,
    ],
)
def test_what_has_another_form_is_no_note(text: str) -> None:
    assert list(notes_in(text)) == []
