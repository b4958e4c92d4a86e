"""The transcript tells a round that the rules allow, and the README quotes from it."""

from __future__ import annotations

import re
from itertools import pairwise

from codesign_bot.core.phases import TRANSITIONS, Phase
from codesign_bot.messages import all_voices

from .pages import README, page

TRANSCRIPT = page("docs/transcript.md")
BAR = "  | "


def steps() -> list[Phase]:
    """The steps in the order in which they begin."""
    names = re.findall(r"^## Step \d+: ([a-z -]+?)(?:, for \d+ seconds)?$", TRANSCRIPT.text, re.MULTILINE)
    return [Phase(name.replace(" ", "_").replace("-", "_")) for name in names]


def shown(text: str) -> list[str]:
    """The lines of the blocks of a page, without what is cut short."""
    return [line.strip() for line in text.splitlines() if line.strip() and line.strip() != "…"]


def test_the_transcript_takes_a_round_along_the_table() -> None:
    found = steps()
    assert found[0] is Phase.FRAMING
    assert found[-1] is Phase.FOLLOW_UP
    assert {Phase.RUNOFF, Phase.VOTING, Phase.OUTCOME} <= set(found)
    for before, after in pairwise(found):
        assert after in TRANSITIONS[before]


def test_no_count_stands_in_the_transcript_before_the_vote_is_over() -> None:
    early, _, late = TRANSCRIPT.text.partition("What we did about the tie")
    count = re.compile(r"\d+ dots? from \d+ p")
    assert count.search(late)
    assert not count.search(early)


def test_the_readme_quotes_the_transcript_word_for_word() -> None:
    (quoted,) = [one.text for one in README.fences if one.language == "text"]
    whole = " ".join(shown(TRANSCRIPT.text))
    lines = shown(quoted)
    assert len(lines) > 20
    assert [line for line in lines if line not in whole] == []


def test_what_the_bot_says_in_the_transcript_is_what_it_says_today() -> None:
    """A sample: sentences without anything filled in, which must be texts of the bot word for word."""
    voice = all_voices()["en"]
    fixed = [voice.words(key, {}) for key in voice.keys if not voice.known_arguments(key)]
    told = " ".join(" ".join(line.removeprefix(BAR) for line in TRANSCRIPT.text.splitlines()).split())
    assert sum(text in told for text in fixed if len(text) > 40) > 20


def test_the_transcript_names_no_place_on_a_machine() -> None:
    assert not re.search(r"(^|\s)/\w+/\w", TRANSCRIPT.text)
