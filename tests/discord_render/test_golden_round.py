"""A whole round as people see it on Discord: every card, announcement, answer and ballot, as files to read.

UPDATE_GOLDEN=1 writes them anew; read the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from codesign_bot.core.commands import OfferIdea
from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Round, Vote, VoteKind
from codesign_bot.ports import Reading
from codesign_bot.testing.build import MEMBERS, PRACTICE, Life, answers, content, rules
from codesign_bot.testing.told import NAMES, SHELVES, Story, told
from codesign_bot.view import View
from codesign_bot.views import ballots, card
from codesign_discord.components import Message
from codesign_discord.render import card as render_card
from codesign_discord.render import is_panel, payloads

Shown = Mapping[str, tuple[Sequence[Message], datetime]]
SameAsGolden = Callable[[str, Shown], None]
Show = Callable[[str, View, datetime], Sequence[Message]]
Judge = Callable[[Message], None]

ADA = PersonId("ada")


@pytest.fixture
def show(reading: Reading) -> Show:
    """show(shelf, view, now): as it is sent at an instant; cards as they are edited."""

    def render(shelf: str, view: View, now: datetime) -> Sequence[Message]:
        there = replace(reading, names=NAMES, now=now)
        return [render_card(view.about(1), there)] if shelf == "cards" else payloads(view.about(1), there)

    return render


def shelf_of(name: str, show: Show) -> Shown:
    return {title: (show(name, view, now), now) for title, (view, now) in told().seen[name].items()}


@pytest.mark.parametrize("shelf", SHELVES)
def test_what_people_see_in_a_round(shelf: str, show: Show, same_as_golden: SameAsGolden) -> None:
    same_as_golden(shelf, shelf_of(shelf, show))


@pytest.mark.parametrize("shelf", SHELVES)
def test_discord_takes_every_message_of_a_round(shelf: str, show: Show, accepted: Judge) -> None:
    sent = [message for messages, _ in shelf_of(shelf, show).values() for message in messages]
    assert sent
    for message in sent:
        accepted(message)


@pytest.mark.parametrize("shelf", SHELVES)
def test_discords_own_description_allows_every_message_of_a_round(shelf: str, show: Show, described: Judge) -> None:
    for messages, _ in shelf_of(shelf, show).values():
        for message in messages:
            described(message)


def test_every_message_of_a_round_is_one_message(show: Show) -> None:
    for shelf in SHELVES:
        for title, (messages, _) in shelf_of(shelf, show).items():
            assert len(messages) == 1, title


def test_nobody_is_told_on_discord_to_type_a_sign_or_to_open_a_direct_message(show: Show) -> None:
    """But for what a person typed elsewhere, which stands in a quotation."""
    for shelf in set(SHELVES) - {"refusals"}:
        for title, (messages, _) in shelf_of(shelf, show).items():
            words = "\n".join(texts(messages))
            assert "`!" not in words, title
            if title != "1. a vote in the room":  # cannot come about here: a press is never in a room
                assert "direct message" not in words, title


def texts(messages: Sequence[Message]) -> list[str]:
    return [
        part["content"]
        for one in messages
        for box in one["components"]
        for part in box["components"]
        if part["type"] == 10
    ]


# ------------------------------------------------------------------------------------------ as large as it gets


def practice(ideas: int, words: Callable[[int], str]) -> Story:
    """A practice round in its voting step, with so many ideas."""
    story = Story(Life(rules(PRACTICE, honest=answers())))
    story.life.to(Phase.IDEAS)
    for number in range(ideas):
        story.life.do(MEMBERS[number % 6], OfferIdea(story.text(words(number))))
    while story.life.state.phase is not Phase.VOTING:
        story.life.end_step()
    asked = "How might we keep the school gate clean?"
    story.words[content(asked).id] = asked
    return story


def long(number: int) -> str:
    """As long as an idea may be."""
    return (f"{number + 1}: " + "wide benches & shade " * 20)[:280].strip()


def hostile(number: int) -> str:
    """As long as an idea may be, and nothing in it that does not need a mark before it."""
    return (f"{number + 1}" + "*_`~|" * 60)[:280]


def ballot(state: Round, dots: Mapping[int, int], words: Story, at: int | None = None) -> View:
    own = ballots.Own(ADA, {IdeaNo(no): given for no, given in dots.items()}, IdeaNo(at) if at is not None else None)
    return ballots.my_ballot(state, own, words.words)


def test_the_fullest_card_is_one_message_and_says_where_the_rest_is(
    show: Show, same_as_golden: SameAsGolden, accepted: Judge, described: Judge
) -> None:
    """As many ideas as a ballot takes, each as long as an idea may be."""
    story = practice(24, long)
    view = card.card(story.state, story.words, story.life.now)
    (message,) = show("cards", view, story.life.now)
    accepted(message)
    described(message)
    (words,) = texts([message])
    assert len(words) > 3_600
    assert "too long to show" in words
    labels = [button["label"] for button in buttons(message)]
    assert labels == ["Vote", "Get help", "See where we are"]
    same_as_golden("fullest-card", {"a vote on 24 ideas": ([message], story.life.now)})


def buttons(message: Message) -> list[Mapping[str, object]]:
    parts = [part for box in message["components"] for part in box["components"]]
    return [held for part in parts if part["type"] == 1 for held in part["components"] if held["type"] == 2]


@pytest.mark.parametrize("words", [long, hostile])
@pytest.mark.parametrize("ideas", [1, 2, 6, 8, 9, 16, 24])
def test_every_ballot_is_one_message_that_discord_takes(
    ideas: int, words: Callable[[int], str], show: Show, accepted: Judge, described: Judge
) -> None:
    story = practice(ideas, words)
    given = [ballot(story.state, {1: 1}, story, at) for at in (None, *range(1, ideas + 1))]
    for view in (ballot(story.state, {}, story), *given):
        assert is_panel(view)
        (message,) = show("lists", view, story.life.now)
        accepted(message)
        described(message)


def test_ballots_as_large_as_they_get(show: Show, same_as_golden: SameAsGolden) -> None:
    eight, many = practice(8, long), practice(24, long)
    two = replace(
        many.state,
        vote=Vote(
            VoteKind.SHORTLIST,
            tuple(BallotRules.for_dots(IdeaNo(no) for no in range(first, 25, 2)) for first in (1, 2)),
        ),
    )
    shown = {
        "8 ideas, none with a dot": ballot(eight.state, {}, eight),
        "8 ideas, one just changed": ballot(eight.state, {1: 2, 5: 1}, eight, 5),
        "24 ideas, none picked": ballot(many.state, {}, many),
        "24 ideas, one picked": ballot(many.state, {3: 2, 20: 1}, many, 20),
        "two lists of 12, in the second": ballot(two, {1: 2, 2: 1}, many, 2),
    }
    now = many.life.now
    same_as_golden("ballots", {title: (show("lists", view, now), now) for title, view in shown.items()})


def test_all_goldens_belong_to_a_test() -> None:
    known = {*SHELVES, "blocks", "hostile", "long", "fullest-card", "ballots", "buttons"}
    assert {file.stem for file in (Path(__file__).parent / "golden").iterdir()} == known
