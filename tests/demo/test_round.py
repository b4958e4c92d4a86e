"""The whole demo, as a person sees it: every step, the outcome, the files, and a visitor who comes in."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from codesign_bot.testing.matrix_person import Json, MatrixPerson, log_in

from .running import running

pytestmark = [pytest.mark.synapse, pytest.mark.slow, pytest.mark.timeout(900)]

STEPS = (
    "framing",
    "confirming",
    "ideas",
    "sorting",
    "voting",
    "runoff",
    "cooling off",
    "feedback",
    "outcome",
    "follow-up",
)


SECOND_STEPS = ("framing", "confirming", "ideas", "sorting", "voting", "cooling off")
"""Of the round on both platforms, which is shown up to its tally."""


@dataclass(frozen=True)
class Played:
    """A demo from its beginning to Ctrl-C, with a visitor after the round."""

    shown: str
    bot_log: str
    folder: Path
    errors_before_the_end: str
    errors: str
    status: int
    survivors: list[str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """One demo for all tests here: it takes minutes."""
    with running(tmp_path_factory.mktemp("demo"), "--stay") as found:
        found.until("The room stays open.", within_seconds=600)
        asyncio.run(visit(re.findall(r"homeserver: (\S+)", found.shown)[0]))
        bot_log = (found.folder / "data" / "bot.log").read_text()
        before = found.errors
        status = found.interrupt()
        yield Played(found.shown, bot_log, found.folder, before, found.errors, status, found.survivors())


async def visit(url: str) -> None:
    """Somebody comes with an ordinary client and suggests a topic, which three of the people second."""
    login = await log_in(url, "@visitor:localhost", "riverside")
    async with MatrixPerson(url, login) as visitor:
        await visitor.join("#riverside:localhost")
        await visitor.sync()
        (room,) = visitor.seen
        await visitor.send(room, "!topic suggest A swing for grown people")
        await visitor.wait_for_text(room, "Topic 3", within_seconds=60)
        for name in ("ben", "cleo", "dana"):
            await visitor.wait_for(room, seconds_it(f"@{name}:localhost"), within_seconds=60)


def seconds_it(person: str) -> Callable[[Json], bool]:
    def is_it(event: Json) -> bool:
        return (event["sender"], event["content"].get("body")) == (person, "!topic second 3")

    return is_it


def records(demo: Played) -> list[dict[str, object]]:
    return [json.loads(line) for line in (demo.folder / "round-1.jsonl").read_text().splitlines()]


def events(demo: Played, kind: str) -> list[dict[str, object]]:
    return [one for one in records(demo) if one.get("event") == kind]


def test_every_step_comes_once_and_in_order(demo: Played) -> None:
    headed = re.findall(r"^== Step \d+: ([a-z -]+?)(?:, for \d+ seconds)? =", demo.shown, re.MULTILINE)
    assert tuple(headed) == (*STEPS, *SECOND_STEPS)


def test_it_begins_with_how_to_come_in_and_ends_with_what_came_of_it(demo: Played) -> None:
    before, _, after = demo.shown.partition("== Before the round")
    for words in ("four minutes", "Ctrl-C", "http://127.0.0.1:", "name: visitor", "password: riverside", "#riverside:"):
        assert words in before
    end = after.partition("== What came of it")[2]
    for words in ("The outcome:", "Minority views:", "Label: co-production.", "round-1.jsonl", "transcript.txt"):
        assert words in end
    assert end.index("Label:") < end.index("round-1.jsonl")


@pytest.mark.parametrize(
    "words",
    [
        "Ben, in private: vot 1:2 2:1",
        "Cleo, changing that message: !idea",
        "Dana puts a thumb",
        "Emil alone: Saved. This is idea 4.",
        "Farid, in private: ! vote \uff13\uff1a\uff11",
        "Gita, in private: !request object 1",
        "to Farid, in the room: Saved. You are in this round now.",
        "Ivo, in private: !idea withdraw",
        "Jun alone: Saved for the ideas step.",
        "Jun deletes that message",
        "Lena alone: Saved. You are in this round now. Voting began before you joined.",
        "Olga alone: Nobody can see the tally before voting ends.",
        "Olga alone: No one person can take time",
        "Maya alone: This space is now part of “Riverside”.",
        "Ben alone: Done. Your two accounts count as one person now.",
        "Noor, on Discord, presses [+ More on 1].",
        "Otis, on Discord: /vote idea idea:3 dots:2",
        "Request 1 fell.",
        "We have heard from 3 people. We need at least 5. So this step will stay open longer.",
        "No one person chose this. It is the rule we agreed at the start.",
        "These ideas are tied:",
        "Idea 1 is done. 3 people confirmed it.",
        "This is check 2 of 2.",
        "This round is over.",
    ],
)
def test_people_have_their_habits_and_the_bot_has_its_answers(words: str, demo: Played) -> None:
    assert words in re.sub(r"\n +(?:\| )? *", " ", demo.shown)


def test_the_member_who_only_writes_in_private_never_speaks_in_the_room(demo: Played) -> None:
    assert "Kim, in private:" in demo.shown
    assert not re.search(r"^Kim: ", demo.shown, re.MULTILINE)


def test_the_record_tells_of_the_whole_round(demo: Played) -> None:
    assert records(demo)[0]["phase"] == "archived"
    assert records(demo)[0]["is_practice"] is True
    assert len(events(demo, "IdeaOffered")) == 9
    assert len(events(demo, "IdeasJoined")) == 1
    assert len(events(demo, "IdeaWithdrawn")) == 1
    assert len(events(demo, "FateSet")) == 7
    assert len(events(demo, "OutcomePublished")) == 1
    assert len(events(demo, "IdeaDone")) == 2
    assert len(events(demo, "CheckHeld")) == 2
    assert len(events(demo, "RequestFell")) == 1


def test_the_vote_counts_ten_people_and_the_last_ballot_of_the_one_who_voted_twice(demo: Played) -> None:
    (counted,) = events(demo, "VotesCounted")
    assert "10 people voted" in (demo.folder / "round-1.md").read_text()
    assert counted["line"] == "event"
    assert "| 9 | 7 |" in (demo.folder / "round-1.md").read_text(), "lamps: 9 dots from 7 people"


def test_the_transcript_is_what_was_shown_until_the_end_of_the_round(demo: Played) -> None:
    transcript = (demo.folder / "transcript.txt").read_text()
    assert "\x1b" not in transcript + demo.shown
    # The two are not equally wide, and a long word, as in what was signed, is cut where its line ends.
    between = r"[\s=|\u250a]"
    words = re.sub(between, "", demo.shown.partition("The room stays open.")[0])
    assert len(words) > 10_000
    assert words in re.sub(between, "", transcript)


def test_both_places_are_told_of_one_tally(demo: Played) -> None:
    second = demo.shown.partition("== The second scene")[2]
    here, _, there = second.partition("The same, in the channel on Discord:")
    for line in (
        "The vote chose 2 ideas: 1 and 3.",
        "1. “A shelf of tools at the library” \u2013 7 dots from 4 people. Chosen.",
        "3. “A repair day every first Saturday” \u2013 7 dots from 5 people. Chosen.",
        "7 people voted. 7 people put a dot on a chosen idea.",
    ):
        assert line in here
        assert line in there


def test_the_ballot_on_discord_is_shown_as_its_voter_sees_it(demo: Played) -> None:
    ballot = demo.shown.partition("The ballot of Noor on Discord")[2].partition("Ben, on Discord")[0]
    assert "1. “A shelf of tools at the library” \u2013 2 dots" in ballot
    assert "[\u2212 Less on 1] [+ More on 1] (off)" in ballot
    assert "[Clear your ballot]" in ballot


def test_nobody_meets_a_fault_of_ours(demo: Played) -> None:
    assert "went wrong" not in demo.shown
    assert "incident" not in demo.bot_log
    assert demo.errors_before_the_end == ""


def test_it_stays_open_for_visitors_until_ctrl_c_and_leaves_only_the_results(demo: Played) -> None:
    after = demo.shown.partition("The room stays open.")[2]
    assert "visitor: !topic suggest A swing for grown people" in after
    assert "Dana: !topic second 3" in after
    assert demo.status == 130
    assert demo.errors.strip() == "Stopped. Only the results stay."
    assert demo.survivors == []
    assert sorted(one.name for one in demo.folder.iterdir()) == ["round-1.jsonl", "round-1.md", "transcript.txt"]
