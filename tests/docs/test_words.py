"""One word for each thing, British spelling, in the pages and in the texts of the bot."""

from __future__ import annotations

import re

import pytest

from codesign_bot.core.label import Rung
from codesign_bot.core.phases import Phase
from codesign_bot.core.pieces import Fate

from .pages import BY_NAME, PAGES, ROOT, Page, page

SYNONYMS = re.compile(r"\b(polls?|users?|admins?|proposals?|elections?)\b", re.IGNORECASE)
NOT_BRITISH = re.compile(
    r"\b(\w*(?:organiz|recogniz|summariz|realiz|apologiz)\w*|colors?|favorites?|centers?|behaviors?|catalogs?|gray)\b",
    re.IGNORECASE,
)
GLOSSARY = page("docs/glossary.md")
WORDS = """
community, space, round, phase, window, participant, organiser, facilitator, representative, problem statement,
question, idea, dot, ballot, tally, outcome, fate, decision log, request, checkpoint
"""


def defined() -> dict[str, str]:
    """Every word of the glossary with what is said of it."""
    entries = re.findall(r"^- (\*\*.+?)(?=^- \*\*|^#|\Z)", GLOSSARY.text, re.MULTILINE | re.DOTALL)
    found: dict[str, str] = {}
    for entry in entries:
        head, _, said = entry.partition(": ")
        found |= dict.fromkeys((word.lower() for word in re.findall(r"\*\*(.+?)\*\*", head)), said)
    return found


@pytest.mark.parametrize("word", [one.strip() for one in WORDS.replace("\n", " ").split(",")])
def test_every_word_of_ours_is_in_the_glossary(word: str) -> None:
    assert defined().get(word, "").strip()


@pytest.mark.parametrize("phase", Phase)
def test_every_step_is_in_the_glossary(phase: Phase) -> None:
    name = "follow-up" if phase is Phase.FOLLOW_UP else phase.value.replace("_", " ")
    assert name in defined()


def test_every_rung_and_every_fate_is_in_the_glossary() -> None:
    said = " ".join(defined().values()).lower().replace("-", "")
    for rung in Rung:
        assert rung.name.lower() in said
    for fate in Fate:
        assert fate.value.replace("_", " ") in said


def test_what_is_not_there_yet_is_marked_in_the_glossary() -> None:
    for word in ("facilitator", "representative"):
        assert "*Not there yet.*" in defined()[word]


@pytest.mark.parametrize("one", PAGES, ids=BY_NAME)
def test_no_second_word_for_one_thing_in_the_pages(one: Page) -> None:
    assert SYNONYMS.findall(one.words) == []


@pytest.mark.parametrize("one", PAGES, ids=BY_NAME)
def test_spelling_is_british(one: Page) -> None:
    assert NOT_BRITISH.findall(one.words) == []


def test_no_second_word_for_one_thing_in_the_texts_of_the_bot() -> None:
    texts = sorted((ROOT / "prompts").rglob("*.ftl"))
    assert len(texts) > 8
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line}"
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if not line.startswith("#") and SYNONYMS.search(line)
    ]
    assert found == []


def test_a_second_word_would_be_found() -> None:
    planted = Page(GLOSSARY.path, "Each user has a vote; `user` in code and [x](http://user) do not count. The colors!")
    assert SYNONYMS.findall(planted.words) == ["user"]
    assert NOT_BRITISH.findall(planted.words) == ["colors"]


def test_the_readme_has_its_sentence() -> None:
    assert "> If you've already come up with the plans, it's not co-production.\n" in page("README.md").text
