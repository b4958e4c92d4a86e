"""The ballot that only its voter sees: every press says which number is to be reached, and nothing is kept for it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign_bot.core.counting.ballots import BallotRules, check_ballot
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.refusal import Refusal
from codesign_bot.messages import all_voices
from codesign_bot.ports import Reading
from codesign_bot.service.asked import Page, Show, Spend
from codesign_bot.service.verbs import VERBS
from codesign_bot.view import Action, BallotList, BallotPaper, Choice, Quoted, Row, View, say
from codesign_bot.views.actions import HELP, VOTE_CLEAR, VOTE_SHOW
from codesign_discord import nodes, panels
from codesign_discord.components import Message
from codesign_discord.custom_ids import Choose, Press, read
from codesign_discord.document import Node
from codesign_discord.limits import MOST_TEXT, units
from codesign_discord.panels import MOST_ROWS
from codesign_discord.render import is_panel, payloads
from codesign_discord.rest import File
from codesign_discord.rules import faults
from codesign_discord.sending import marked, plain, private, shown_with

from .conftest import NOW

READING = Reading(all_voices()["en"], {}, NOW)
Json = Mapping[str, object]


def paper(
    dots: Mapping[int, int], *, budget: int = 4, cap: int = 2, at: int | None = None, words: str = "idea"
) -> BallotPaper:
    """One list, in the order that is given."""
    choices = tuple(
        Choice(no, Quoted(f"{words} {no}"), given, say("time-days", count=given)) for no, given in dots.items()
    )
    return BallotPaper((BallotList(choices, budget, cap, say("time-now")),), say("time-now"), at)


def ballot(shown: BallotPaper, *actions: Action) -> View:
    return View(say("time-in", length="Benches"), (say("phrase-erased"), shown), actions, topic=4)


def sent(view: View) -> Message:
    (message,) = payloads(view, READING)
    assert faults(message) == []
    return message


def parts(message: Message) -> list[Json]:
    return [dict(part) for box in message["components"] for part in box["components"]]


def held(message: Message, kind: int) -> list[Json]:
    boxed = [part for box in message["components"] for part in box["components"]]
    rows = [part["components"] for part in boxed if part["type"] == 1]
    return [dict(one) for row in rows for one in row if one["type"] == kind]


def options_of(message: Message) -> list[Json]:
    """What can be picked from the one list there is."""
    (chosen,) = held(message, 3)
    return cast("list[Json]", chosen["options"])


def buttons(message: Message) -> dict[str, tuple[str, bool]]:
    """By label: what it stands for, and whether it can be pressed."""
    return {str(one["label"]): (str(one["custom_id"]), not one.get("disabled", False)) for one in held(message, 2)}


def texts(message: Message) -> list[str]:
    return [str(part["content"]) for part in parts(message) if part["type"] == 10]


# ------------------------------------------------------------------------------------------------ few ideas


def test_each_idea_has_its_own_two_buttons_below_its_words() -> None:
    message = sent(ballot(paper({3: 2, 7: 0, 5: 1}), VOTE_SHOW, VOTE_CLEAR, HELP))
    assert [part["type"] for part in parts(message)] == [10, 10, 1, 10, 1, 10, 1, 1]
    assert texts(message) == [
        "### in Benches\n\n(these words were erased)\n\n**just now**",
        "**3.** “idea 3” \u2013 2 days",
        "**7.** “idea 7” \u2013 0 days",
        "**5.** “idea 5” \u2013 1 day",
    ]
    assert buttons(message) == {
        "\u2212 Less on 3": ("cd1:do:4:vote set 3:1", True),
        "+ More on 3": ("cd1:do:4:vote set 3:3", False),
        "\u2212 Less on 7": ("cd1:do:4:vote set 7:0", False),
        "+ More on 7": ("cd1:do:4:vote set 7:1", True),
        "\u2212 Less on 5": ("cd1:do:4:vote set 5:0", True),
        "+ More on 5": ("cd1:do:4:vote set 5:2", True),
        "Clear your ballot": ("cd1:do:4:vote clear", True),
        "Get help": ("cd1:do:4:help", True),
    }


def test_without_a_dot_left_no_idea_can_get_more() -> None:
    shown = buttons(sent(ballot(paper({1: 2, 2: 1, 3: 0}, budget=3))))
    assert [label for label, (_, can) in shown.items() if can] == ["\u2212 Less on 1", "\u2212 Less on 2"]


def test_an_empty_ballot_cannot_be_emptied() -> None:
    assert "Clear your ballot" not in buttons(sent(ballot(paper({1: 0, 2: 0}), VOTE_CLEAR)))
    assert "Clear your ballot" in buttons(sent(ballot(paper({1: 1, 2: 0}), VOTE_CLEAR)))


def test_what_opens_the_ballot_is_not_offered_on_it() -> None:
    vote = Action("action-vote", "vote 1:2", is_private=True)
    view = ballot(paper({1: 0}), VOTE_SHOW, vote)
    said = replace(view, blocks=(say("vote-in-private"), *view.blocks))
    message = sent(said)
    assert "cd1:do:4:vote show" not in [custom_id for custom_id, _ in buttons(message).values()]
    assert "open your ballot" not in "".join(texts(message))


def test_no_button_on_a_ballot_stands_out() -> None:
    message = sent(ballot(paper({1: 1, 2: 0}), VOTE_CLEAR, HELP))
    assert {one["style"] for one in held(message, 2)} == {2}


def test_eight_ideas_with_everything_around_them_are_forty_components() -> None:
    many = paper(dict.fromkeys(range(1, MOST_ROWS + 1), 0) | {1: 1})
    actions = tuple(Action("phrase-none", f"ideas {no}") for no in range(1, 9))
    message = sent(ballot(many, *actions))
    assert len(held(message, 2)) == 2 * MOST_ROWS + 5
    nested = 1 + len(parts(message)) + len(held(message, 2))
    assert nested == 40


def test_a_ballot_is_a_panel_and_nothing_else_is() -> None:
    assert is_panel(ballot(paper({1: 0})))
    assert not is_panel(View(None, (say("time-now"),), (VOTE_SHOW,)))


def test_an_idea_that_was_hidden_keeps_its_number_and_its_dots() -> None:
    choice = Choice(3, say("idea-was-hidden"), 1, say("time-days", count=1))
    shown = BallotPaper((BallotList((choice,), 4, 2, say("time-now")),), say("time-now"))
    message = sent(View(None, (shown,), topic=4))
    assert texts(message)[1].startswith("**3.** This idea was hidden")
    assert buttons(message)["+ More on 3"] == ("cd1:do:4:vote set 3:2", True)


# ------------------------------------------------------------------------------------------------ many ideas

MANY = dict.fromkeys(range(1, 25), 0) | {20: 1}


def test_more_ideas_are_picked_from_a_list_that_says_their_dots() -> None:
    message = sent(ballot(paper(MANY), VOTE_CLEAR))
    (chosen,) = held(message, 3)
    assert read(str(chosen["custom_id"])) == Choose("vote show", 4)
    options = options_of(message)
    assert len(options) == 24
    assert options[0] == {"label": "1. “idea 1”", "value": "1", "description": "0 days"}
    assert options[19] == {"label": "20. “idea 20”", "value": "20", "description": "1 day"}
    assert list(buttons(message)) == ["Clear your ballot"]
    assert "**20.** “idea 20” \u2013 1 day" in texts(message)[0]
    assert len(parts(message)) == 3


def test_the_one_that_is_picked_has_the_two_buttons() -> None:
    message = sent(ballot(paper(MANY, at=20), VOTE_CLEAR))
    assert [option["value"] for option in options_of(message) if option.get("default")] == ["20"]
    assert buttons(message) == {
        "\u2212 Less on 20": ("cd1:do:4:vote set 20:0", True),
        "+ More on 20": ("cd1:do:4:vote set 20:2", True),
        "Clear your ballot": ("cd1:do:4:vote clear", True),
    }


def test_a_long_list_is_parted_and_each_page_is_opened_at_its_first_idea() -> None:
    words = "wide benches and shade " * 10
    first = sent(ballot(paper(MANY, words=words), VOTE_CLEAR))
    assert texts(first)[0].count("wide benches") > 50
    shown = buttons(first)
    assert list(shown) == ["More ideas", "Clear your ballot"]
    seen = [_first(first)]
    message = first
    while "More ideas" in buttons(message):
        pressed = read(buttons(message)["More ideas"][0])
        assert isinstance(pressed, Press)
        words_, _, number = pressed.typed.rpartition(" ")
        assert words_ == "vote show"
        message = sent(ballot(paper(MANY, words=words, at=int(number)), VOTE_CLEAR))
        assert _first(message) == int(number)
        seen.append(int(number))
    assert "Ideas before these" in buttons(message)
    assert len(seen) > 2
    assert seen == sorted(seen)
    pages = [f"Page {n} of {len(seen)}. There are 24 in all." for n in range(1, len(seen) + 1)]
    assert [
        page in "".join(texts(sent(ballot(paper(MANY, words=words, at=no)))))
        for page, no in zip(pages, seen, strict=True)
    ]


def _first(message: Message) -> int:
    """The first idea on the page."""
    lines = [line for line in texts(message)[0].split("\n") if line.startswith("**") and ".**" in line]
    return int(lines[0].split(".")[0].removeprefix("**"))


def test_the_ideas_stay_on_their_page_while_dots_come_and_go() -> None:
    words = "wide benches and shade " * 10
    empty = ballot(paper(dict.fromkeys(range(1, 25), 0), words=words))
    some = ballot(paper(MANY, words=words))
    assert "".join(texts(sent(empty))).count("wide benches") == "".join(texts(sent(some))).count("wide benches")


def test_an_idea_that_was_just_changed_is_on_the_page_that_is_shown() -> None:
    words = "wide benches and shade " * 10
    for at in MANY:
        message = sent(ballot(paper(MANY, at=at, words=words)))
        assert f"**{at}.** “" in "".join(texts(message))
        assert f"+ More on {at}" in buttons(message)


def test_each_list_of_a_shortlist_has_pages_and_dots_of_its_own() -> None:
    one, two = paper(dict.fromkeys(range(1, 13), 0) | {1: 2, 2: 2}), paper(dict.fromkeys(range(13, 25), 0), budget=5)
    both = BallotPaper((*one.lists, replace(two.lists[0], title=say("time-days", count=3))), say("time-now"))
    first, second = (sent(ballot(replace(both, at=at))) for at in (3, 13))
    assert buttons(first)["+ More on 3"] == ("cd1:do:4:vote set 3:1", False)
    assert buttons(second)["+ More on 13"] == ("cd1:do:4:vote set 13:1", True)
    assert "Page 1 of 2. There are 24 in all.\n\n**just now**" in texts(first)[0]
    assert "Page 2 of 2. There are 24 in all.\n\n**3 days**" in texts(second)[0]


def test_two_short_lists_have_buttons_for_each_idea_on_pages_of_their_own() -> None:
    one, two = paper({1: 0, 2: 0}), paper({3: 0, 4: 0})
    both = BallotPaper((*one.lists, *two.lists), say("time-now"))
    first, second = (sent(ballot(replace(both, at=at))) for at in (None, 4))
    assert [label for label in buttons(first) if "More on" in label] == ["+ More on 1", "+ More on 2"]
    assert [label for label in buttons(second) if "More on" in label] == ["+ More on 3", "+ More on 4"]


def test_a_ballot_without_ideas_is_still_a_message() -> None:
    assert texts(sent(ballot(paper({}))))


# ----------------------------------------------------------------------------------------- any ballot at all


@dataclass(slots=True)
class Voter:
    """Somebody who presses: their ballot is what the service would store."""

    rules: BallotRules
    order: Sequence[int]
    dots: dict[int, int] = field(default_factory=dict[int, int])
    at: int | None = None

    @property
    def message(self) -> Message:
        dots = {no: self.dots.get(no, 0) for no in self.order}
        return sent(ballot(paper(dots, budget=self.rules.dots, cap=self.rules.cap, at=self.at), VOTE_CLEAR))

    def press(self, custom_id: str) -> None:
        """As the service does: put it on the ballot, and refuse what the rules refuse."""
        press_ = read(custom_id)
        assert isinstance(press_, Press)
        verb, _, rest = press_.typed.partition(" ")
        asked = VERBS[verb](rest)
        if isinstance(asked, Show):
            assert asked.page is Page.BALLOT
            self.at = asked.number
            return
        assert isinstance(asked, Spend)
        kept = {} if asked.is_whole else {IdeaNo(no): given for no, given in self.dots.items()}
        whole = {**kept, **asked.dots}
        check_ballot(whole, self.rules)
        self.dots = {int(no): given for no, given in whole.items() if given}
        self.at = None if asked.is_whole else int(min(asked.dots))


def voter(ideas: list[int], dots: int, cap: int) -> Voter:
    return Voter(BallotRules(frozenset(IdeaNo(no) for no in ideas), dots, cap), ideas)


voters = st.builds(
    voter,
    st.lists(st.integers(1, 99), min_size=1, max_size=30, unique=True),
    st.integers(1, 9),
    st.integers(1, 3),
)


@settings(max_examples=100)
@given(voters, st.data())
def test_whatever_can_be_pressed_is_allowed_and_whatever_cannot_would_be_refused(
    voter: Voter, data: st.DataObject
) -> None:
    for _ in range(12):
        shown = buttons(voter.message)
        for custom_id, can in shown.values():
            if not can:
                before = dict(voter.dots)
                try:
                    Voter(voter.rules, voter.order, dict(before), voter.at).press(custom_id)
                except Refusal:
                    continue
                assert custom_id.endswith(":0")  # no dot less than none: it would change nothing
        possible = [custom_id for custom_id, can in shown.values() if can]
        picked = [read(str(one["custom_id"])) for one in held(voter.message, 3)]
        assert possible or picked or not voter.dots
        wants_list: bool = data.draw(st.booleans())
        if picked and wants_list:
            voter.at = data.draw(st.sampled_from(list(voter.order)))
        elif possible:
            custom_id = data.draw(st.sampled_from(possible))
            voter.press(custom_id)
            once = dict(voter.dots)
            voter.press(custom_id)
            assert voter.dots == once


@settings(max_examples=60)
@given(voters)
def test_every_ballot_that_the_rules_allow_can_be_pressed_together(voter: Voter) -> None:
    """From an empty one to one with all dots spent, by buttons and lists alone."""
    left = voter.rules.dots
    for no in voter.order:
        voter.at = no
        for _ in range(min(voter.rules.cap, left)):
            custom_id, can = buttons(voter.message)[f"+ More on {no}"]
            assert can
            voter.press(custom_id)
            left -= 1
    assert sum(voter.dots.values()) == min(voter.rules.dots, voter.rules.cap * len(voter.order))


@settings(max_examples=60)
@given(
    st.dictionaries(st.integers(1, 999), st.integers(0, 3), min_size=1, max_size=40),
    st.text(max_size=300),
    st.integers(1, 9),
)
def test_any_ballot_is_one_message_that_discord_takes(dots: dict[int, int], words: str, budget: int) -> None:
    for at in (None, next(iter(dots))):
        message = sent(ballot(paper(dots, budget=budget, at=at, words=words), VOTE_SHOW, VOTE_CLEAR, HELP))
        assert sum(map(units, texts(message))) <= MOST_TEXT


def test_every_idea_is_on_exactly_one_page() -> None:
    words = "*" * 250
    dots = dict.fromkeys(range(1, 41), 0)
    pages = {tuple(_numbers(sent(ballot(paper(dots, at=at, words=words))))) for at in dots}
    assert sorted(no for page in pages for no in page) == sorted(dots)
    assert all(first[-1] + 1 == second[0] for first, second in pairwise(sorted(pages)))


def _numbers(message: Message) -> list[int]:
    lines = [line for line in texts(message)[0].split("\n") if line.startswith("**") and ".**" in line]
    return [int(line.split(".")[0].removeprefix("**")) for line in lines]


@pytest.mark.parametrize("idea", [1, 999_999_999])
def test_the_longest_numbers_fit_into_a_button(idea: int) -> None:
    view = replace(ballot(paper({idea: 1}, at=idea)), topic=999_999_999)
    assert all(len(custom_id) <= 100 for custom_id, _ in buttons(sent(view)).values())


def test_a_part_that_was_drawn_before_says_what_it_would_say_if_it_were_drawn_now() -> None:
    """Whatever was shown to whoever before: every dot, every page, every order."""
    shared = Reading(READING.voice, {}, NOW)
    for count in (1, 3, 8, 9, 30):
        for at in (None, 1, count):
            for dots in (0, 1, 2):
                given = dict.fromkeys(range(count, 0, -1), 0) | {1: dots, count: min(dots, 1)}
                for words, topic in (("idea", 4), ("another " * 90, 4), ("idea", 5)):
                    view = replace(ballot(paper(given, at=at, words=words), VOTE_SHOW, VOTE_CLEAR), topic=topic)
                    assert payloads(view, shared) == payloads(view, Reading(READING.voice, {}, NOW))


@pytest.mark.parametrize("ideas", [3, 12])
def test_what_was_drawn_for_one_round_is_pressed_for_that_round_alone(ideas: int) -> None:
    shared = Reading(READING.voice, {}, NOW)
    for topic in (4, 5, 4):
        view = replace(ballot(paper(dict.fromkeys(range(1, ideas + 1), 1), at=1), VOTE_SHOW, VOTE_CLEAR), topic=topic)
        (message,) = payloads(view, shared)
        ids = [str(one["custom_id"]) for one in (*held(message, 2), *held(message, 3))]
        assert len(ids) >= 3
        assert {one.split(":")[2] for one in ids} == {str(topic)}


def test_an_idea_that_did_not_change_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int | None] = []

    def counted(one: Row, reading: Reading) -> Node:
        drawn.append(one.number)
        return nodes.row(one, reading)

    monkeypatch.setattr(panels, "row", counted)
    shared = Reading(READING.voice, {}, NOW)
    payloads(ballot(paper(dict.fromkeys(range(1, 13), 0), at=1)), shared)
    assert sorted(filter(None, drawn)) == list(range(1, 13))
    drawn.clear()
    payloads(ballot(paper(dict.fromkeys(range(12, 0, -1), 0) | {7: 1}, at=7)), shared)
    assert drawn == [7], "for somebody else, in another order, with one dot"


def test_whoever_looks_at_a_ballot_changes_nothing_of_what_others_are_shown() -> None:
    shared = Reading(READING.voice, {}, NOW)
    view = ballot(paper(dict.fromkeys(range(1, 13), 0), at=1), VOTE_SHOW, VOTE_CLEAR)
    before = json.dumps(payloads(view, shared))
    whole = shown_with(private(dict(payloads(view, shared)[0])), [File("a", "text/plain", b"")])
    plain(marked(whole, "key"))
    payloads(replace(view, is_sample=True), shared)
    assert json.dumps(payloads(view, shared)) == before


def test_other_words_with_the_same_numbers_are_drawn_anew() -> None:
    shared = Reading(READING.voice, {}, NOW)
    shown = [payloads(ballot(paper({1: 1, 2: 0}, words=words)), shared) for words in ("bench", "tree", "bench")]
    assert ["tree 1" in json.dumps(one) for one in shown] == [False, True, False]
    assert shown[0] == shown[2] != shown[1]


@pytest.mark.parametrize("ideas", [2, 12])
def test_a_panel_is_the_same_whatever_was_drawn_before_it(ideas: int) -> None:
    shared = Reading(READING.voice, {}, NOW)
    for dots in ({}, {1: 1}, {1: 2, 2: 1}, {1: 2, 2: 2}, {1: 1}):
        for actions in ((VOTE_SHOW, VOTE_CLEAR), (HELP,)):
            view = ballot(paper(dict.fromkeys(range(1, ideas + 1), 0) | dots, at=2), *actions)
            assert payloads(view, shared) == payloads(view, Reading(READING.voice, {}, NOW))
