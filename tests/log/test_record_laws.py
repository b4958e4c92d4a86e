"""What holds for the record of any round: no count before the close, a fate for every idea, words that stay words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.events import VotesCounted
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Fate, Narrowing

from .conftest import A_TIE, ADA, BEN, CYD, OLU, PEOPLE, Dots, Tale
from .reading import HOSTILE, headings, section, shape
from .whole import told

IDEAS = 9


def record(tale: Tale) -> str:
    return tale.export().markdown.decode()


def copied(tale: Tale) -> Tale:
    """The story so far, to go on with in another way."""
    return Tale(tale.now, list(tale.record), dict(tale.words))


@cache
def at_the_vote() -> Tale:
    return Tale().voting()


@cache
def with_ideas() -> Tale:
    return Tale().with_ideas(IDEAS)


@cache
def whole() -> Tale:
    return told()


# --- promise 3 -------------------------------------------------------------------------------------------

BALLOT = st.dictionaries(st.integers(1, IDEAS), st.integers(1, 2), max_size=2)
BALLOTS = st.dictionaries(st.sampled_from(PEOPLE), BALLOT)


@settings(max_examples=30, deadline=None)
@given(BALLOTS)
def test_promise_3_the_record_of_an_open_vote_is_the_same_whatever_people_vote(
    ballots: Mapping[PersonId, Dots],
) -> None:
    one, other = copied(at_the_vote()).voted(ballots), copied(at_the_vote()).voted(A_TIE)
    assert record(one) == record(other)


@settings(max_examples=30, deadline=None)
@given(BALLOTS)
def test_promise_3_until_the_count_no_number_of_the_vote_stands_in_the_record(ballots: Mapping[PersonId, Dots]) -> None:
    tale = copied(at_the_vote()).voted(ballots)
    while tale.state.phase in {Phase.VOTING, Phase.RUNOFF}:
        shown = record(tale)
        assert not re.search(r"people? voted\.|Fair share|\| Dots", shown)
        vote = section(shown, "The vote").strip()
        assert vote in {
            "Nobody can see the tally before voting ends. This holds for organisers too.",
            "Nobody can see the tally before the runoff ends.",
        }
        tale.wait()
    shown = record(tale)
    assert re.search(r"\| Dots", shown)
    assert f"{len([one for one in ballots.values() if one])} p" in shown or not any(ballots.values())


def test_promise_3_a_count_that_is_made_but_not_yet_public_stands_nowhere() -> None:
    """The record as it is between the event of the count and the step in which it is public."""
    tale = Tale().counted()
    counted = next(place for place, event in enumerate(tale.record) if isinstance(event, VotesCounted))
    tale.record, tale.folded = tale.record[: counted + 1], (0, None)
    assert tale.state.tally is not None
    shown = record(tale)
    assert section(shown, "The vote").strip() == "Nobody can see the tally before the runoff ends."
    assert "people voted" not in shown.partition("## The problem")[2] + section(shown, "Who took part")


# --- promise 9 -------------------------------------------------------------------------------------------

ACTS = st.lists(
    st.tuples(st.sampled_from(("withdraw", "merge", "split", "edit")), st.integers(1, IDEAS), st.integers(1, IDEAS)),
    max_size=12,
)


def author(no: int) -> PersonId:
    return PEOPLE[(no - 1) % len(PEOPLE)]


def sort_out(tale: Tale, what: str, one: int, other: int) -> None:
    """An act of the authors of two ideas; what the rules refuse does not happen."""
    keep, join = IdeaNo(one), IdeaNo(other)
    try:
        match what:
            case "withdraw":
                tale.do(author(one), c.WithdrawIdea(keep))
            case "merge":
                tale.do(author(one), c.Merge(keep, join))
                tale.do(author(other), c.AnswerMerge(keep, join, is_yes=True))
            case "split":
                tale.do(author(one), c.Split(keep))
            case _:
                tale.do(author(one), c.EditIdea(keep, tale.text(f"Idea {one}, said better")))
    except Refusal:
        pass


def fates(shown: str) -> dict[int, str]:
    """The line of each idea below the heading of the fates. Fails where an idea stands there twice."""
    listed = section(shown, "What becomes of each idea", 3)
    lines = re.findall(r"^- Idea (\d+)[^\n]*\\\n  ([^\n]+)$", listed, re.MULTILINE)
    assert len(lines) == len(dict(lines)) == listed.count("\n- ") + listed.startswith("- ")
    return {int(no): fate for no, fate in lines}


@settings(max_examples=25, deadline=None)
@given(ACTS, st.sampled_from(("publish", "withdraw")))
def test_promise_9_every_idea_stands_once_and_has_one_fate(acts: list[tuple[str, int, int]], end: str) -> None:
    tale = copied(with_ideas())
    for what, one, other in acts:
        sort_out(tale, what, one, other)
    if end == "publish":
        published(tale)
    else:
        withdrawn(tale)
    shown = record(tale)
    numbers = list(range(1, IDEAS + 1))
    assert headings(section(shown, "The ideas"), 3) == [f"Idea {no}" for no in numbers]
    told_fates = fates(shown)
    assert list(told_fates) == numbers
    for no in tale.state.live_ideas:
        decided = tale.state.fates.get(no)
        expected = "The round ended before" if decided is None else "Fate: later. The reason: “There is no money”"
        assert told_fates[no].startswith(expected)
    for no, idea in tale.state.ideas.items():
        if idea.is_withdrawn:
            assert told_fates[no] == "The author took this idea back."
        elif idea.joined_to is not None:
            assert told_fates[no] == f"This idea was joined to idea {idea.joined_to}."


def published(tale: Tale) -> None:
    tale.wait_for(Phase.OUTCOME)
    for no in tale.state.live_ideas:
        tale.do(OLU, c.SetFate(no, Fate.LATER, reason=tale.text("There is no money")))
    tale.do(OLU, c.PublishOutcome(tale.text("Nothing this year"), tale.text("There is no money at all")))


def withdrawn(tale: Tale) -> None:
    tale.do(OLU, c.MakeRequest(Narrowing.WITHDRAW_ROUND, tale.text("The park was sold")))
    (request,) = tale.state.requests
    for who in (ADA, BEN, CYD):
        tale.do(who, c.SupportRequest(request))
    tale.wait_for(Phase.WITHDRAWN)


# --- words -----------------------------------------------------------------------------------------------


def with_words(words: str | None) -> str:
    """The record of the whole story with these words in every place where somebody wrote something."""
    tale = copied(whole())
    tale.words = dict.fromkeys(tale.words, words)
    return record(tale)


@pytest.mark.parametrize("words", [*HOSTILE, "x\n\n## The vote\n\n<h2>[a](b)</h2> # y", "“ ” | “"])
def test_hostile_words_in_every_place_leave_the_shape_of_the_record_as_it_is(words: str) -> None:
    assert shape(with_words(words)) == shape(with_words(re.sub(r"[^\n]+", "x", words)))


@settings(max_examples=30, deadline=None)
@given(st.text("#*_`~[]()<>!&|\\-+=:.1 \na", min_size=1, max_size=40).filter(lambda words: words.strip() != ""))
def test_no_words_in_every_place_change_the_shape_of_the_record(words: str) -> None:
    """Words are stored trimmed, with one empty line at the most."""
    stored = re.sub(r"\n\n+", "\n", words.strip())
    assert shape(with_words(stored)) == shape(with_words("x"))


def test_erased_words_leave_a_record_that_says_so_in_every_place() -> None:
    shown = with_words(None)
    assert shown.count("(these words were erased)") > 60
    assert headings(shown) == headings(record(whole()))
    kept = deepcopy(set(whole().words.values()))
    assert not [words for words in kept if words is not None and len(words) > 12 and words in shown]
