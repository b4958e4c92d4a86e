"""Every picture is shown, says in words what it shows, is small, and tells nothing of the machine it was made on."""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .pages import ROOT, Page, page

PICTURES = sorted((ROOT / "docs/pictures").glob("*.png"))
SHOWING = (page("README.md"), page("docs/transcript.md"))
MOST_BYTES = 120_000
_IN_MARKDOWN = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_IN_HTML = re.compile(r'<img src="([^"]+)"(?: width="\d+")? alt="([^"]*)">')
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_OF_THE_PICTURE = {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"}
"""The parts of a PNG that hold the picture itself. Others hold words, times and names of programs."""


@dataclass(frozen=True)
class Shown:
    """A picture on a page: where the page lies, the file, and the words for who does not see it."""

    page: Page
    file: Path
    words: str


def shown(pages: tuple[Page, ...] = SHOWING) -> Iterator[Shown]:
    for one in pages:
        found = [(target, words) for words, target in _IN_MARKDOWN.findall(one.prose)]
        for target, words in (*found, *_IN_HTML.findall(one.prose)):
            yield Shown(one, (ROOT / one.path).parent / target, " ".join(words.split()))


def parts(data: bytes) -> list[str]:
    """The names of the parts of a PNG, in order."""
    assert data.startswith(_SIGNATURE)
    names: list[str] = []
    at = len(_SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        names.append(data[at + 4 : at + 8].decode("ascii"))
        at += length + 12
    return names


def test_there_are_pictures_and_each_is_shown_in_the_transcript() -> None:
    assert len(PICTURES) >= 5
    in_transcript = [one.file for one in shown() if one.page.path.name == "transcript.md"]
    assert sorted(in_transcript) == PICTURES
    assert {one.file for one in shown()} == set(PICTURES)


def test_the_readme_shows_a_picture() -> None:
    assert [one for one in shown() if one.page.path.name == "README.md"]


def test_no_picture_is_left_out_because_it_is_written_in_another_way() -> None:
    written = sum(one.text.count(".png") for one in SHOWING)
    assert len(list(shown())) == written


@pytest.mark.parametrize("one", list(shown()), ids=lambda one: f"{one.page.path.stem}-{one.file.stem}")
def test_the_words_for_a_picture_say_what_the_transcript_says(one: Shown) -> None:
    """Whoever cannot see the picture misses nothing: what it quotes stands in the transcript, word for word."""
    quoted = re.findall("“([^”]+)”", one.words)
    whole = " ".join(re.sub(r"^ +\| ", "", page("docs/transcript.md").text, flags=re.MULTILINE).split())
    outside = re.sub(r"!\[[^\]]*\]|<img[^>]*>", "", whole)
    assert len(one.words) > 150
    assert len(quoted) >= 2
    assert [words for words in quoted if words not in outside] == []


@pytest.mark.parametrize("file", PICTURES, ids=lambda file: file.stem)
def test_a_picture_is_small_and_holds_nothing_but_itself(file: Path) -> None:
    data = file.read_bytes()
    assert len(data) < MOST_BYTES
    assert set(parts(data)) <= _OF_THE_PICTURE
    assert parts(data)[0] == "IHDR"


def test_words_inside_a_picture_are_found() -> None:
    planted = struct.pack(">I", 4) + b"tEXtmine" + b"\0\0\0\0"
    whole = PICTURES[0].read_bytes()
    assert "tEXt" in parts(whole[:33] + planted + whole[33:])


def test_every_picture_is_taken_by_the_program_that_takes_them() -> None:
    tree = ast.parse((ROOT / "docs/make_pictures.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    words = {arg.value for call in calls for arg in call.args if isinstance(arg, ast.Constant)}
    assert {file.stem for file in PICTURES} <= words
