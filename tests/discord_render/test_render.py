"""A view becomes Discord messages that every client and every reader can use."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign_bot.core.ids import PersonId
from codesign_bot.errors import PromptError
from codesign_bot.messages import all_voices
from codesign_bot.ports import Reading
from codesign_bot.testing.told import NAMES, SHELVES, told
from codesign_bot.view import (
    Action,
    Audience,
    BallotList,
    BallotPaper,
    Bar,
    Bars,
    Block,
    Choice,
    Fit,
    Ideas,
    Length,
    Quote,
    Quoted,
    Row,
    Rows,
    Say,
    Typed,
    View,
    When,
    Who,
    say,
)
from codesign_discord.components import Message
from codesign_discord.limits import EPHEMERAL, IS_COMPONENTS_V2, MOST_TEXT, units
from codesign_discord.render import card, digest, is_panel, payloads
from codesign_discord.rules import faults
from codesign_discord.sending import private

from .conftest import NOW, SameAsGolden

AT = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
SECOND = int(AT.timestamp())
ADA = PersonId("p1")

# Views out of the small texts of phrases.ftl and time.ftl: what they say is odd, how they show is the point.
TITLE = say("time-in", length="Benches")
REMARK = say("time-days", count=12)

FULL = View(
    say("time-both", first=Quoted("A <park> for all"), second=3),
    (
        say("time-in", length=When(AT, "Europe/London")),
        say("time-in", length=Length(timedelta(hours=36))),
        say("time-in", length=Ideas((3, 7, 9))),
        say("time-in", length=Typed("/round now")),
        Quote(Quoted("First line\n\nSecond & last"), say("time-ago", length=Who(ADA))),
        Quote(Quoted(None)),
        Rows((Row(Quoted("More benches"), 3, REMARK), Row(Quoted(None), 7), Row(REMARK)), TITLE),
        Bars((Bar(3, Quoted("More benches"), 12, REMARK), Bar(7, Quoted("A pond"), 1, REMARK)), TITLE),
    ),
    (Action("phrase-none", "join"), Action("phrase-somebody", "merge 3 7", fit=Fit.EXAMPLE)),
    topic=4,
)

Json = Mapping[str, object]


def one(view: View, reading: Reading) -> Message:
    (message,) = payloads(view, reading)
    return message


def sources(message: Message) -> list[str]:
    return [part["content"] for box in message["components"] for part in box["components"] if part["type"] == 10]


def source(message: Message) -> str:
    (only,) = sources(message)
    return only


def rows(message: Message) -> list[Sequence[Json]]:
    parts = [part for box in message["components"] for part in box["components"]]
    return [[dict(held) for held in part["components"]] for part in parts if part["type"] == 1]


def pressed(message: Message) -> dict[str, str]:
    """Labels and what they stand for, in order."""
    return {str(held["label"]): str(held["custom_id"]) for row in rows(message) for held in row if held["type"] == 2}


# ---------------------------------------------------------------------------------------------------- the words


def test_every_kind_of_block_in_words(reading: Reading) -> None:
    assert source(one(FULL, reading)) == (
        "### “A \\<park\\> for all” and 3\n"
        "\n"
        f"in <t:{SECOND}:F> (<t:{SECOND}:R>)\n"
        "\n"
        "in 1 day and 12 hours\n"
        "\n"
        "in 3, 7 and 9\n"
        "\n"
        "in `/round now`\n"
        "\n"
        "**Ada ago**\n"
        "> First line\n"
        "> \n"
        "> Second & last\n"
        "\n"
        "> (these words were erased)\n"
        "\n"
        "**in Benches**\n"
        "**3.** “More benches” \u2013 12 days\n"
        "**7.** (these words were erased)\n"
        "- 12 days\n"
        "\n"
        "**in Benches**\n"
        "**3.** “More benches” \u2013 12 days\n"
        "**7.** “A pond” \u2013 12 days\n"
        "\n"
        "**You can also do this:**\n"
        "- somebody: type `/idea merge`"
    )


def test_a_message_is_one_box_that_pings_nobody_and_is_not_private_by_itself(reading: Reading) -> None:
    message = one(replace(FULL, audience=Audience.ONLY_YOU), reading)
    assert message["flags"] == IS_COMPONENTS_V2 == 32_768
    assert message["allowed_mentions"] == {"parse": []}
    (box,) = message["components"]
    assert box["type"] == 17
    assert [part["type"] for part in box["components"]] == [10, 1]
    assert private(message)["flags"] == IS_COMPONENTS_V2 | EPHEMERAL == 32_832
    assert {**private(message), "flags": IS_COMPONENTS_V2} == message


def test_a_time_is_shown_by_each_readers_own_client(reading: Reading) -> None:
    """Whatever the zone is that it was meant in, and whatever day it is: nothing of it is worded here."""
    other = replace(reading, now=reading.now + timedelta(days=400))
    for zone in ("Europe/London", "Asia/Tokyo", "Nowhere/AtAll"):
        view = View(None, (say("time-in", length=When(AT, zone)),))
        for there in (reading, other):
            assert source(one(view, there)) == source(card(view, there)) == f"in <t:{SECOND}:F> (<t:{SECOND}:R>)"
    bare = View(None, (say("time-in", length=datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),))
    assert source(one(bare, reading)) == "in <t:-1:F> (<t:-1:R>)"


def test_a_day_stays_a_day(reading: Reading) -> None:
    assert source(one(View(None, (say("time-in", length=AT.date()),)), reading)) == "in Friday 27 November 2026"


def test_an_empty_view_is_still_a_message_that_discord_takes(reading: Reading) -> None:
    for message in (*payloads(View(), reading), card(View(), reading)):
        assert faults(message) == []


def test_a_key_or_argument_that_is_wrong_is_never_sent(reading: Reading) -> None:
    for view in (View(Say("no-such-text")), View(actions=(Action("no-such-text", "join"),))):
        for render in (payloads, card):
            with pytest.raises(PromptError):
                render(view, reading)


def test_words_handed_back_are_those_that_were_written(reading: Reading) -> None:
    def refused(said: str) -> str:
        return source(one(View(None, (say("nothing-changed"), Quote(Quoted(said), say("your-words")))), reading))

    assert refused("!idea #4 add lamps") == "Nothing has changed.\n\n**You wrote:**\n> lamps"
    assert refused("!join #4") == "Nothing has changed."
    assert refused("lamps") == "Nothing has changed.\n\n**You wrote:**\n> lamps"
    erased = View(None, (Quote(Quoted(None), say("your-words")),))
    assert source(one(erased, reading)) == "**You wrote:**\n> (these words were erased)"


# ---------------------------------------------------------------------------------------------------- buttons


def test_an_action_is_a_button_in_plain_words(reading: Reading) -> None:
    message = one(FULL, reading)
    assert rows(message) == [[{"type": 2, "style": 1, "label": "none", "custom_id": "cd1:do:4:join"}]]


def test_the_first_button_stands_out_and_only_the_first(reading: Reading) -> None:
    actions = tuple(Action("phrase-none", typed) for typed in ("join", "rules", "now"))
    assert [held["style"] for held in rows(one(View(actions=actions), reading))[0]] == [1, 2, 2]


def test_a_button_carries_the_topic_of_its_round(reading: Reading) -> None:
    actions = (Action("action-join", "join"), Action("action-idea", "idea …"))
    assert pressed(one(View(actions=actions), reading)) == {
        "Join this round": "cd1:do:-:join",
        "Offer an idea": "cd1:form:-:idea:",
    }
    assert pressed(one(View(actions=actions).about(12), reading)) == {
        "Join this round": "cd1:do:12:join",
        "Offer an idea": "cd1:form:12:idea:",
    }


def test_a_label_says_which_one_is_meant(reading: Reading) -> None:
    actions = (
        Action("action-confirm", "confirm 3"),
        Action("action-merge-yes", "merge yes 3 7"),
        Action("action-stance", "feedback 5 agree"),
        Action("action-remark", "feedback 5 worry …"),
        Action("action-topic-second", "topic second 4"),
    )
    assert pressed(one(View(actions=actions, topic=4), reading)) == {
        "Confirm that it is done (3)": "cd1:do:4:confirm 3",
        "Say yes to joining (3, 7)": "cd1:do:4:merge yes 3 7",
        "Give feedback (5)": "cd1:form:4:feedback:5",
        "Second this topic": "cd1:do:4:topic second 4",
    }


def test_five_buttons_stand_in_a_row_and_twenty_below_a_view(reading: Reading) -> None:
    actions = tuple(Action("phrase-none", f"ideas {number}") for number in range(1, 40))
    message = one(View(actions=actions), reading)
    assert [len(row) for row in rows(message)] == [5, 5, 5, 5]
    assert faults(message) == []


def test_a_ballot_is_not_emptied_from_a_card(reading: Reading) -> None:
    actions = (Action("action-vote-show", "vote show"), Action("action-vote-clear", "vote clear"))
    view = View(actions=actions, topic=4)
    for message in (one(view, reading), card(view, reading)):
        assert pressed(message) == {"See your ballot": "cd1:do:4:vote show"}


def test_where_only_a_number_is_missing_it_is_picked_from_what_is_shown(reading: Reading) -> None:
    listed = Rows((Row(Quoted("**How** might we?"), 1, REMARK), Row(Quoted("Or so?"), 2), Row(say("time-now"))))
    view = View(None, (listed,), (Action("action-support", "support 1", fit=Fit.EXAMPLE),), topic=4)
    message = one(view, reading)
    assert rows(message) == [
        [
            {
                "type": 3,
                "custom_id": "cd1:pick:4:support",
                "placeholder": "Support a wording",
                "options": [
                    {"label": "1. “**How** might we?”", "value": "1", "description": "12 days"},
                    {"label": "2. “Or so?”", "value": "2"},
                ],
            }
        ]
    ]
    assert "/frame support" not in source(message)
    many = replace(view, blocks=(Rows(tuple(Row(Quoted("x"), no) for no in range(1, 27))),))
    assert rows(one(many, reading)) == []
    assert "/frame support" in source(one(many, reading))
    two = Rows((Row(Quoted("x"), 2),)), Rows((Row(say("time-now")),)), Rows((Row(Quoted("y"), 5),))
    for blocks_ in ((), two, (Rows((Row(Quoted("x"), 2), Row(Quoted("y"), 2))),), (Rows((Row(say("time-now")),)),)):
        unclear = one(replace(view, blocks=blocks_), reading)
        assert rows(unclear) == []
        assert "/frame support" in source(unclear)


def test_in_a_whole_round_only_wordings_and_entries_are_picked_from_a_list(reading: Reading) -> None:
    """Any other list of numbers below an example would send the number of one thing to another."""
    found = {
        (title, held["custom_id"])
        for shelf in SHELVES
        for title, (view, now) in told().seen[shelf].items()
        if not is_panel(view)
        for message in payloads(view, replace(reading, names=NAMES, now=now))
        for row in rows(message)
        for held in row
        if held["type"] == 3
    }
    assert found == {("2. wordings", "cd1:pick:-:support"), ("13. log", "cd1:pick:-:log entry")}


# ---------------------------------------------------------------------------------------------------- digests


def test_equal_digests_mean_equal_looks(reading: Reading) -> None:
    assert digest(FULL, reading) == digest(replace(FULL), reading)
    renamed = Reading(reading.voice, {**reading.names, ADA: "Ida"}, reading.now)
    seen = {
        digest(FULL, reading),
        digest(replace(FULL, blocks=FULL.blocks[:-1]), reading),
        digest(FULL, renamed),
        digest(FULL.about(5), reading),
        digest(replace(FULL, actions=FULL.actions[:1]), reading),
    }
    assert len(seen) == 5
    assert re.fullmatch("[0-9a-f]{64}", digest(FULL, reading))


def test_a_card_is_not_edited_only_because_time_went_by(reading: Reading) -> None:
    later = replace(reading, now=reading.now + timedelta(days=1))
    assert card(FULL, later) == card(FULL, reading)
    assert digest(FULL, later) == digest(FULL, reading)


# ------------------------------------------------------------------------------------------ any view at all

words = st.text(max_size=80)
quoteds = st.builds(Quoted, st.none() | words)
says = st.one_of(
    quoteds.map(lambda quoted: say("time-in", length=quoted)),
    words.map(lambda told: say("time-ago", length=told)),
    words.map(lambda typed: say("time-in", length=Typed(typed))),
    st.integers(0, 99).map(lambda count: say("time-days", count=count)),
    st.timedeltas(timedelta(days=-9_999), timedelta(days=9_999)).map(
        lambda away: say("time-in", length=When(NOW + away, "Europe/London"))
    ),
)
rows_of = st.builds(Row, st.one_of(says, quoteds), st.none() | st.integers(1, 99), st.none() | says)
choices = st.builds(Choice, st.integers(1, 99), st.one_of(says, quoteds), st.integers(0, 9), says)
lists_of = st.lists(choices, max_size=30, unique_by=lambda choice: choice.number).map(tuple)
blocks: st.SearchStrategy[Block] = st.one_of(
    says,
    st.builds(Quote, quoteds, st.none() | says),
    st.builds(Rows, st.lists(rows_of, max_size=4).map(tuple), st.none() | says),
    st.builds(
        Bars,
        st.lists(st.builds(Bar, st.integers(1, 99), quoteds, st.integers(0, 99), says), max_size=4).map(tuple),
        st.none() | says,
    ),
)
papers = st.builds(
    BallotPaper,
    st.builds(BallotList, lists_of, st.integers(0, 9), st.integers(1, 2), says).map(lambda one: (one,)),
    says,
    st.none() | st.integers(1, 99),
)
typed_words = st.sampled_from(["join", "idea …", "merge 3 7", "vote 3:2", "support 2", "setup link ABCD", "ideas 2"])
actions_of = st.lists(
    st.builds(Action, st.just("phrase-none"), typed_words, st.booleans(), st.sampled_from(Fit)), max_size=8
)
views = st.builds(
    View,
    st.none() | says,
    st.lists(blocks, max_size=5).map(tuple),
    actions_of.map(tuple),
    st.sampled_from(Audience),
    st.none() | st.integers(1, 999_999_999),
)


def with_ballot(view: View, paper: BallotPaper, at: int) -> View:
    return replace(view, blocks=(*view.blocks[:at], paper, *view.blocks[at:]))


ballots = st.builds(
    with_ballot,
    views,
    papers,
    st.integers(0, 5),
)

READING = Reading(all_voices()["en"], {}, NOW)


@given(views | ballots)
def test_discord_takes_any_view_and_any_card(view: View) -> None:
    for message in (*payloads(view, READING), card(view, READING)):
        assert faults(message) == []
        assert json.loads(json.dumps(message)) == message


@settings(max_examples=25)
@given(view=views | ballots)
def test_discords_own_description_allows_any_view(view: View, described: Callable[[Message], None]) -> None:
    for message in payloads(view, READING):
        described(message)


@given(views)
def test_any_view_says_the_same_twice(view: View) -> None:
    assert payloads(view, READING) == payloads(view, READING)


@given(views)
def test_a_card_that_fits_is_the_same_as_any_message(view: View) -> None:
    whole = payloads(view, READING)
    if len(whole) == 1:
        assert card(view, READING) == whole[0]


# ---------------------------------------------------------------------------------------------- long views


def idea(number: int, length: int = 280) -> Row:
    return Row(Quoted((f"idea{number} " * length)[:length].strip()), number)


def lines_with(text: str, messages: Sequence[Message]) -> list[str]:
    return [line for one in messages for line in source(one).split("\n") if text in line]


def test_a_long_list_is_parted_between_rows_with_the_buttons_below_the_last(reading: Reading) -> None:
    many = tuple(idea(n) for n in range(1, 61))
    messages = payloads(View(TITLE, (Rows(many, TITLE),), FULL.actions, topic=4), reading)
    assert len(messages) > 3
    sizes = [units(source(one)) for one in messages]
    assert max(sizes) <= MOST_TEXT
    assert min(sizes[:-1]) > MOST_TEXT * 0.85
    parts = len(messages)
    firsts = [source(one).split("\n")[0] for one in messages]
    assert firsts == [f"Part {n} of {parts}" for n in range(1, parts + 1)]
    assert [len(rows(one)) for one in messages] == [0] * (parts - 1) + [1]
    assert lines_with("idea", messages)[: len(many)] == [
        f"**{row.number}.** “{row.content.words}”" for row in many if isinstance(row.content, Quoted)
    ]
    assert all(faults(one) == [] for one in messages)


def test_words_too_long_for_one_message_are_parted_at_a_space_and_stay_quoted(reading: Reading) -> None:
    told_ = " ".join(f"word{n}" for n in range(3_000))
    messages = payloads(View(TITLE, (Quote(Quoted(told_), REMARK),)), reading)
    assert len(messages) > 3
    assert all(faults(one) == [] for one in messages)
    lines = [line.removeprefix("> ") for line in lines_with("word", messages)]
    assert " ".join(lines) == told_
    assert all(line.startswith("> ") for line in lines_with("word", messages))


@pytest.mark.parametrize("letter", ["z", "*", "\U0001f333", "\u05d0", "\\", "@", "\u200d"])
def test_words_without_a_space_are_parted_too(reading: Reading, letter: str) -> None:
    messages = payloads(View(None, (Quote(Quoted("a" + letter * 9_000)),)), reading)
    assert len(messages) > 1
    assert all(faults(one) == [] for one in messages)
    shown = "".join(source(one) for one in messages)
    assert shown.replace("\\\\", "\\").count(letter) >= 9_000


def test_what_follows_of_words_in_a_sentence_cannot_pass_for_ours(reading: Reading) -> None:
    view = View(None, (say("time-both", first=Quoted("word " * 2_000), second=Who(ADA)),))
    messages = payloads(view, reading)
    first, *rest = lines_with("word", messages)
    assert first.startswith("“word")
    assert rest
    assert all(line.startswith("> ") for line in rest)
    assert source(messages[-1]).endswith("” and Ada")


def test_a_time_is_never_parted(reading: Reading) -> None:
    many = tuple(say("time-both", first=When(AT, "UTC"), second=Quoted("word " * 300)) for _ in range(9))
    messages = payloads(View(None, many), reading)
    assert len(messages) > 2
    assert "".join(map(source, messages)).count(f"<t:{SECOND}:F> (<t:{SECOND}:R>)") == 9


def letters(message: str) -> str:
    return re.sub(r"[\s>*\\-]|^Part \d+ of \d+", "", message)


@settings(max_examples=60)
@given(views, st.integers(min_value=700, max_value=1_500))
def test_any_view_is_parted_without_losing_a_letter(view: View, most: int) -> None:
    whole, parted = payloads(view, READING, 10**9), payloads(view, READING, most)
    assert all(units(source(one)) <= most for one in parted)
    assert "".join(letters(source(one)) for one in parted) == letters(source(whole[0]))
    assert [row for one in parted for row in rows(one)] == rows(whole[0])


# --------------------------------------------------------------------------------------------------- cards


def test_a_card_says_what_it_left_out_and_how_to_read_it(reading: Reading) -> None:
    many = tuple(idea(n) for n in range(1, 61))
    shown = card(View(TITLE, (Rows(many, TITLE),), FULL.actions, topic=4), reading)
    assert faults(shown) == []
    assert MOST_TEXT * 0.9 < units(source(shown)) <= MOST_TEXT
    listed = lines_with("idea", [shown])
    assert 10 < len(listed) < 60
    assert "To read the rest, press “See where we are”." in source(shown)
    assert source(shown).endswith("- somebody: type `/idea merge`")
    assert pressed(shown) == {"none": "cd1:do:4:join", "See where we are": "cd1:do:4:now"}


def test_a_card_of_any_length_and_a_message_of_any_length_fit_exactly(reading: Reading) -> None:
    """Whatever is put around what is cut, down to the last letter."""
    view = View(TITLE, (Rows(tuple(idea(n, 20) for n in range(1, 200)), TITLE),), FULL.actions, topic=4)
    for most in range(600, 900, 7):
        assert units(source(card(view, reading, most))) <= most
        assert all(units(source(one)) <= most for one in payloads(view, reading, most))


def test_a_list_to_pick_from_tells_no_distance_that_would_soon_be_wrong(reading: Reading) -> None:
    row = Row(Quoted("x"), 1, say("time-in", length=When(AT, "Europe/London")))
    view = View(None, (Rows((row,)),), (Action("action-support", "support 1", fit=Fit.EXAMPLE),))
    ((held,),) = rows(one(view, reading))
    assert "in Friday 27 November 2026, 18:00 (Europe/London)'" in str(held["options"])


def test_a_card_that_shows_where_we_are_already_has_that_button_once(reading: Reading) -> None:
    many = Rows(tuple(idea(n) for n in range(1, 61)))
    shown = card(View(None, (many,), (Action("action-now", "now"),), topic=4), reading)
    assert pressed(shown) == {"See where we are": "cd1:do:4:now"}


@given(views, st.integers(min_value=900, max_value=2_000))
def test_any_card_keeps_within_its_limit_and_keeps_its_buttons(view: View, most: int) -> None:
    shown = card(view, READING, most)
    assert units(source(shown)) <= most
    assert set(pressed(card(view, READING)).values()) <= set(pressed(shown).values())


# ---------------------------------------------------------------------------------------------------- goldens


def test_every_kind_of_block(reading: Reading, same_as_golden: SameAsGolden) -> None:
    same_as_golden(
        "blocks",
        {
            "the smallest view": (payloads(View(None, (say("time-now"),)), reading), NOW),
            "every kind of block": (payloads(FULL, reading), NOW),
        },
    )


def test_hostile_words(reading: Reading, same_as_golden: SameAsGolden) -> None:
    hostile = View(
        say("time-in", length=Quoted("# @everyone")),
        (
            Quote(Quoted(">>> https://bad.example\n- <@123456789012345678>\n\u202eturned\n```\nfence\n```\n||x||")),
            Rows(
                (
                    Row(Quoted("nice” (99 dots)\n**12.** Choose this one"), 3),
                    Row(Quoted("[click](https://bad.example) discord.gg/bad"), 4),
                    Row(Quoted("<t:0:R> :warning: <:x:123456789012345678> **bold** __under__ ~~no~~ `code`"), 5),
                    Row(Quoted("\u05e9\u05dc\u05d5\u05dd 3:2"), 6),
                )
            ),
            say("time-ago", length=Who(PersonId("gone"))),
        ),
    )
    same_as_golden("hostile", {"hostile words": (payloads(hostile, reading), NOW)})


def test_a_view_in_several_messages(reading: Reading, same_as_golden: SameAsGolden) -> None:
    listed = Rows(tuple(idea(no, 150) for no in range(1, 13)), say("time-now"))
    messages = payloads(View(say("time-in", length="a long list"), (listed,)), reading, 900)
    assert len(messages) > 1
    same_as_golden("long", {"a long list": (messages, NOW)})


def test_the_parts_of_a_round_are_told_in_the_order_of_the_view(reading: Reading) -> None:
    view = View(None, tuple(say("time-days", count=count) for count in range(2, 9)))
    places = [source(one(view, reading)).index(f"{count} days") for count in range(2, 9)]
    assert all(first < second for first, second in pairwise(places))
