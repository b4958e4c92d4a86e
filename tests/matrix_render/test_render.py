"""A view becomes Matrix messages that every client and every reader can use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from codesign_bot.core.ids import PersonId
from codesign_bot.errors import PromptError
from codesign_bot.messages import all_voices
from codesign_bot.ports import Reading
from codesign_bot.view import (
    Action,
    Audience,
    BallotList,
    BallotPaper,
    Bar,
    Bars,
    Block,
    Choice,
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
from codesign_matrix.limits import MOST_BYTES, is_small, size
from codesign_matrix.render import MatrixLook, Payload, digest, render, render_card

AT = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
ADA = PersonId("p1")

# Views out of the small texts of phrases.ftl and time.ftl: what they say is odd, how they show is the point.
TITLE = say("time-in", length="Benches")
REMARK = say("time-days", count=12)

FULL = View(
    say("time-both", first=Quoted("A <park> for all"), second=3),
    (
        say("time-in", length=When(AT, "Europe/London")),
        Quote(Quoted("First line\n\nSecond & last"), say("time-ago", length=Who(ADA))),
        Rows((Row(Quoted("More benches"), 3, REMARK), Row(Quoted(None), 7), Row(REMARK)), TITLE),
        Bars((Bar(3, Quoted("More benches"), 12, REMARK), Bar(7, Quoted("A pond"), 1, REMARK)), TITLE),
    ),
    (Action("phrase-none", "join"), Action("phrase-somebody", "vote 3:2 7:1", is_private=True)),
)


LINK = '<a href="https://matrix.to/#/@codesign:example.org">@codesign:example.org</a>'


class Outline(HTMLParser):
    """The elements in the order they stand, and the words; fails where they are not nested properly."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.append((tag, tuple(attrs)))

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        self.words.append(data)


def one(view: View, reading: Reading, look: MatrixLook) -> Payload:
    (payload,) = render(view, reading, look)
    return payload


def _as_linked(body: str) -> str:
    """The words of the body as they stand in HTML: there a link has an address behind its words."""
    return body.replace("https://matrix.to/#/@codesign:example.org", "@codesign:example.org")


def letters(words: str) -> str:
    """The words without what only lays them out."""
    return re.sub(r"[\s>-]", "", words)


def test_the_body_says_everything_line_by_line(reading: Reading, look: MatrixLook) -> None:
    assert one(FULL, reading, look).body == (
        "“A <park> for all” and 3\n"
        "\n"
        "in Friday 27 November 2026, 18:00 (Europe/London), in 2 days\n"
        "\n"
        "Ada ago\n"
        "> First line\n"
        ">\n"
        "> Second & last\n"
        "\n"
        "in Benches\n"
        "3. “More benches” \u2013 12 days\n"
        "7. (these words were erased)\n"
        "- 12 days\n"
        "\n"
        "in Benches\n"
        "3. “More benches” \u2013 12 days\n"
        "7. “A pond” \u2013 12 days\n"
        "\n"
        "What you can do now:\n"
        "- none: type !join\n"
        "\n"
        "What you can do in a direct message to me: https://matrix.to/#/@codesign:example.org\n"
        "- somebody: type !vote 3:2 7:1"
    )


def test_the_formatted_body_says_the_same_with_marks(reading: Reading, look: MatrixLook) -> None:
    assert one(FULL, reading, look).formatted_body.splitlines() == [
        "<h3>“A &lt;park&gt; for all” and 3</h3>",
        "<p>in Friday 27 November 2026, 18:00 (Europe/London), in 2 days</p>",
        "<p><strong>Ada ago</strong></p>",
        "<blockquote><p>First line</p>",
        "<p>Second &amp; last</p></blockquote>",
        "<p><strong>in Benches</strong></p>",
        "<ul>",
        "<li><strong>3.</strong> “More benches” \u2013 <em>12 days</em></li>",
        "<li><strong>7.</strong> (these words were erased)</li>",
        "<li>12 days</li>",
        "</ul>",
        "<p><strong>in Benches</strong></p>",
        "<ul>",
        "<li><strong>3.</strong> “More benches” \u2013 <em>12 days</em></li>",
        "<li><strong>7.</strong> “A pond” \u2013 <em>12 days</em></li>",
        "</ul>",
        "<p><strong>What you can do now:</strong></p>",
        "<ul>",
        "<li>none: type <code>!join</code></li>",
        "</ul>",
        f"<p><strong>What you can do in a direct message to me: {LINK}</strong></p>",
        "<ul>",
        "<li>somebody: type <code>!vote\u00a03:2\u00a07:1</code></li>",
        "</ul>",
    ]


def test_a_short_command_is_never_broken_and_a_long_one_may_be(reading: Reading, look: MatrixLook) -> None:
    """What is copied from there is understood: see tests/views/test_typed_words.py."""
    short, long = "request object 1 …", "idea A tea stall at the gate, and a bench"
    payload = one(View(actions=(Action("phrase-none", short), Action("phrase-none", long))), reading, look)
    assert f"type !{short}\n" in payload.body
    assert "<code>!request\u00a0object\u00a01\u00a0…</code>" in payload.formatted_body
    assert f"<code>!{long}</code>" in payload.formatted_body


def test_without_its_marks_no_two_blocks_run_into_each_other(reading: Reading, look: MatrixLook) -> None:
    """So does a client show it above the room and in its list of rooms."""
    payload = one(FULL, reading, look)
    shown = "".join(Outline(payload.formatted_body).words).split()
    assert shown == [word for word in _as_linked(payload.body).split() if word not in {">", "-"}]


def test_a_ballot_is_a_list_of_the_ideas_with_dots_or_of_all(reading: Reading, look: MatrixLook) -> None:
    """Where nothing can be pressed. Dots stand by number; an empty ballot is in the reader's own order."""

    def said(*dots: int, lists_all: bool = True) -> str:
        numbers = (7, 3, 9)
        choices = tuple(
            Choice(no, Quoted(f"idea {no}"), given, say("time-days", count=given))
            for no, given in zip(numbers, dots, strict=True)
        )
        paper = BallotPaper((BallotList(choices, 4, 2, say("time-now")),), TITLE, lists_all=lists_all)
        return one(View(None, (paper,)), reading, look).body

    assert said(1, 2, 0) == "in Benches\n3. “idea 3” \u2013 2 days\n7. “idea 7” \u2013 1 day"
    assert said(0, 0, 0) == "just now\n7. “idea 7”\n3. “idea 3”\n9. “idea 9”"
    assert said(0, 0, 0, lists_all=False) == ""


def test_our_own_words_are_escaped_too(look: MatrixLook) -> None:
    """A community may word the texts itself."""

    class Own:
        language = "en"

        def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
            return f'<b>{key}</b> & "more"'

    payload = one(View(say("x"), (say("y"),)), Reading(Own(), {}, AT), look)
    assert payload.formatted_body == (
        "<h3>&lt;b&gt;x&lt;/b&gt; &amp; &quot;more&quot;</h3>\n<p>&lt;b&gt;y&lt;/b&gt; &amp; &quot;more&quot;</p>"
    )


def test_an_answer_to_one_person_is_a_notice_and_all_else_is_text(reading: Reading, look: MatrixLook) -> None:
    """A phone does not ring for a notice. Whoever is asked something out of the blue has to hear of it."""
    private = replace(FULL, audience=Audience.ONLY_YOU)
    assert one(FULL, reading, look).msgtype == "m.text"
    assert one(private, reading, look).msgtype == "m.notice"
    assert one(private, reading, replace(look, is_answer=False)).msgtype == "m.text"
    assert one(FULL, reading, replace(look, is_answer=False)).msgtype == "m.text"


def test_an_empty_view_is_an_empty_message(reading: Reading, look: MatrixLook) -> None:
    assert one(View(), reading, look) == Payload("", "", "m.text")


def test_a_bar_is_drawn_only_where_asked_and_never_instead_of_its_words(reading: Reading, look: MatrixLook) -> None:
    values = (0, 1, 6, 12)
    view = View(None, (Bars(tuple(Bar(no, Quoted("x"), value, REMARK) for no, value in enumerate(values, 1))),))
    assert "■" not in one(view, reading, look).body
    drawn = one(view, reading, replace(look, draws_bars=True))
    assert [line.count("■") for line in drawn.body.splitlines()] == [0, 1, 5, 10]
    assert all("12 days" in line for line in drawn.body.splitlines())
    assert drawn.formatted_body.count("■") == 16


def test_bars_without_a_single_dot_are_shown(reading: Reading, look: MatrixLook) -> None:
    view = View(None, (Bars((Bar(1, Quoted("x"), 0, REMARK),)), Bars(())))
    assert one(view, reading, replace(look, draws_bars=True)).body == "1. “x” \u2013 12 days"


def test_the_sign_before_a_command_is_that_of_the_place(reading: Reading, look: MatrixLook) -> None:
    view = View(actions=(Action("phrase-none", "vote 3:2"),))
    assert "type !codesign vote 3:2" in one(view, reading, replace(look, sign="!codesign ")).body


def test_the_link_to_the_bot_is_safe_whatever_its_name(reading: Reading) -> None:
    view = View(actions=(Action("phrase-none", "vote 3:2", is_private=True),))
    html = one(view, reading, MatrixLook('@a"><b>:example.org')).formatted_body
    outline = Outline(html)
    assert [attrs for tag, attrs in outline.seen if tag == "a"] == [
        (("href", "https://matrix.to/#/@a%22%3E%3Cb%3E:example.org"),)
    ]
    assert '@a"><b>:example.org' in outline.words


# -------------------------------------------------------------------------------------------------- digest


def test_equal_digests_mean_equal_looks(reading: Reading, look: MatrixLook) -> None:
    assert digest(FULL, reading, look) == digest(replace(FULL), reading, look)
    other = replace(FULL, blocks=FULL.blocks[:-1])
    renamed = Reading(reading.voice, {**reading.names, ADA: "Ida"}, reading.now)
    quiet = replace(FULL, audience=Audience.ONLY_YOU)
    seen = {
        digest(FULL, reading, look),
        digest(other, reading, look),
        digest(FULL, renamed, look),
        digest(quiet, reading, look),
        digest(FULL, reading, replace(look, sign="?")),
    }
    assert len(seen) == 5


def test_a_card_is_not_edited_only_because_time_went_by(reading: Reading, look: MatrixLook) -> None:
    later = Reading(reading.voice, reading.names, reading.now + timedelta(days=1))
    assert render(FULL, later, look) != render(FULL, reading, look)
    assert render_card(FULL, later, look) == render_card(FULL, reading, look)
    assert digest(FULL, later, look) == digest(FULL, reading, look)


# ------------------------------------------------------------------------------------------ any view at all

KEPT_BY_EVERY_CLIENT = {"h3", "p", "ul", "li", "strong", "em", "code", "blockquote", "a"}

words = st.text(max_size=80)
quoteds = st.builds(Quoted, st.none() | words)
says = st.one_of(
    quoteds.map(lambda quoted: say("time-in", length=quoted)),
    words.map(lambda told: say("time-ago", length=told)),
    words.map(lambda typed: say("time-in", length=Typed(typed))),
    st.integers(0, 99).map(lambda count: say("time-days", count=count)),
)
rows = st.builds(Row, st.one_of(says, quoteds), st.none() | st.integers(1, 99), st.none() | says)
choices = st.builds(Choice, st.integers(1, 99), st.one_of(says, quoteds), st.integers(0, 9), says)
blocks: st.SearchStrategy[Block] = st.one_of(
    says,
    st.builds(Quote, quoteds, st.none() | says),
    st.builds(Rows, st.lists(rows, max_size=4).map(tuple), st.none() | says),
    st.builds(
        Bars,
        st.lists(st.builds(Bar, st.integers(1, 99), quoteds, st.integers(0, 99), says), max_size=4).map(tuple),
        st.none() | says,
    ),
    st.builds(
        BallotPaper,
        st.lists(
            st.builds(BallotList, st.lists(choices, max_size=4).map(tuple), st.integers(0, 9), st.integers(1, 2), says),
            max_size=2,
        ).map(tuple),
        says,
        st.none() | st.integers(1, 99),
        st.booleans(),
    ),
)
views = st.builds(
    View,
    st.none() | says,
    st.lists(blocks, max_size=5).map(tuple),
    st.lists(st.builds(Action, st.just("phrase-none"), words, st.booleans()), max_size=3).map(tuple),
    st.sampled_from(Audience),
)

READING = Reading(all_voices()["en"], {}, datetime(2026, 11, 25, 18, 0, tzinfo=UTC))
LOOK = MatrixLook("@codesign:example.org")


@given(views)
def test_any_view_becomes_well_formed_html_of_safe_elements_only(view: View) -> None:
    for payload in render(view, READING, LOOK):
        outline = Outline(payload.formatted_body)
        assert {tag for tag, _ in outline.seen} <= KEPT_BY_EVERY_CLIENT
        assert {attrs for tag, attrs in outline.seen if tag != "a"} <= {()}
        assert {attrs for tag, attrs in outline.seen if tag == "a"} <= {
            (("href", "https://matrix.to/#/@codesign:example.org"),)
        }


@given(views)
def test_any_view_says_the_same_in_both_forms(view: View) -> None:
    for payload in render(view, READING, LOOK):
        assert letters("".join(Outline(payload.formatted_body).words)) == letters(_as_linked(payload.body))


@given(views)
def test_any_view_can_be_stored_and_sent_as_utf8(view: View) -> None:
    for payload in render(view, READING, LOOK):
        assert payload.body.encode().decode() == payload.body
        assert payload.formatted_body.encode().decode() == payload.formatted_body


# --------------------------------------------------------------------------------------------------- cards


def test_a_card_that_fits_is_the_same_as_any_message_but_for_distances(reading: Reading, look: MatrixLook) -> None:
    card = render_card(FULL, reading, look)
    (message,) = render(FULL, reading, look)
    assert card.body == message.body.replace(", in 2 days", "") != message.body
    assert card.formatted_body == message.formatted_body.replace(", in 2 days", "")
    assert card.msgtype == message.msgtype


def test_a_card_never_fills_more_than_half_a_message_and_says_what_it_left_out(
    reading: Reading, look: MatrixLook
) -> None:
    many = tuple(idea(n) for n in range(1, 61))
    view = View(TITLE, (Rows(many, TITLE),), FULL.actions)
    card = render_card(view, reading, look)
    assert MOST_BYTES * 0.45 < size(card.body) + size(card.formatted_body) <= MOST_BYTES / 2
    shown = [line for line in card.body.splitlines() if "idea" in line]
    assert 10 < len(shown) < 60
    assert shown == [
        f"{row.number}. “{row.content.words}”" for row in many[: len(shown)] if isinstance(row.content, Quoted)
    ]
    assert "To read the rest, type !now" in card.body
    assert card.body.endswith("- somebody: type !vote 3:2 7:1")
    Outline(card.formatted_body)


def test_a_card_of_any_length_can_be_edited(reading: Reading, look: MatrixLook) -> None:
    view = View(TITLE, (Rows(tuple(idea(n, 40) for n in range(1, 200)), TITLE),), FULL.actions)
    for most in range(6_000, 8_000, 19):
        card = render_card(view, reading, replace(look, most_bytes=most))
        assert most / 2 - 600 < size(card.body) + size(card.formatted_body) <= most / 2


@given(views, st.integers(min_value=6_000, max_value=9_000))
def test_any_view_is_one_card_that_can_be_edited(view: View, most: int) -> None:
    card = render_card(view, READING, replace(LOOK, most_bytes=most))
    assert size(card.body) + size(card.formatted_body) <= most / 2
    (whole,) = render(view, READING, replace(LOOK, most_bytes=10**9))
    assert card == whole or "type !now" in card.body


# ---------------------------------------------------------------------------------------------- long views


def idea(number: int, length: int = 280) -> Row:
    return Row(Quoted((f"idea{number} " * length)[:length].strip()), number)


def sizes(payloads: tuple[Payload, ...]) -> list[int]:
    return [size(one.body) + size(one.formatted_body) for one in payloads]


def test_twenty_four_full_ideas_fit_into_one_message(reading: Reading, look: MatrixLook) -> None:
    view = View(TITLE, (Rows(tuple(idea(n) for n in range(1, 25)), TITLE),), FULL.actions)
    assert len(render(view, reading, look)) == 1


def test_a_long_list_is_parted_between_rows(reading: Reading, look: MatrixLook) -> None:
    many = tuple(idea(n, 1000) for n in range(1, 61))
    payloads = render(View(TITLE, (Rows(many, TITLE),)), reading, look)
    assert len(payloads) > 2
    assert max(sizes(payloads)) <= MOST_BYTES
    assert min(sizes(payloads)[:-1]) > MOST_BYTES * 0.9
    parts = len(payloads)
    assert [one.body.splitlines()[0] for one in payloads] == [f"Part {n} of {parts}" for n in range(1, parts + 1)]
    shown = [line for one in payloads for line in one.body.splitlines() if "idea" in line]
    assert shown == [f"{row.number}. “{row.content.words}”" for row in many if isinstance(row.content, Quoted)]
    for payload in payloads:
        Outline(payload.formatted_body)


def test_words_too_long_for_one_message_are_parted_at_a_space_and_stay_quoted(
    reading: Reading, look: MatrixLook
) -> None:
    told = " ".join(f"<{n}>" for n in range(12_000))
    payloads = render(View(TITLE, (Quote(Quoted(told), REMARK),)), reading, look)
    assert max(sizes(payloads)) <= MOST_BYTES
    lines = [line for one in payloads for line in one.body.splitlines() if line.startswith("> ")]
    assert " ".join(line.removeprefix("> ") for line in lines) == told


@pytest.mark.parametrize("letter", ["z", "<", "\U0001f333", "א", "\\", '"', "é"])
def test_words_without_a_space_are_parted_too(reading: Reading, look: MatrixLook, letter: str) -> None:
    """65,000 characters are what one event of somebody else can hold."""
    payloads = render(View(None, (Quote(Quoted(letter * 65_000)),)), reading, look)
    assert len(payloads) > 1
    assert max(sizes(payloads)) <= MOST_BYTES
    assert "".join(one.body for one in payloads).count(letter) == 65_000


def test_what_follows_of_words_in_a_sentence_cannot_pass_for_ours(reading: Reading, look: MatrixLook) -> None:
    told = "word " * 9_000
    view = View(None, (say("time-both", first=Quoted(told), second=Who(ADA)),))
    payloads = render(view, reading, look)
    assert max(sizes(payloads)) <= MOST_BYTES
    assert "".join(one.body for one in payloads).count("word") == 9_000
    first, *rest = [line for one in payloads for line in one.body.splitlines() if "word" in line]
    assert first.startswith("“word")
    assert rest
    assert all(line.startswith("> ") for line in rest)
    assert payloads[-1].body.endswith("” and Ada")


def test_many_lines_are_parted_between_lines(reading: Reading, look: MatrixLook) -> None:
    told = "\n".join(f"line {n} of many" for n in range(3_000))
    payloads = render(View(None, (Quote(Quoted(told)),)), reading, look)
    lines = [line for one in payloads for line in one.body.splitlines() if line.startswith("> ")]
    assert lines == [f"> line {n} of many" for n in range(3_000)]
    assert max(sizes(payloads)) <= MOST_BYTES


def test_what_cannot_be_parted_is_sent_whole(reading: Reading, look: MatrixLook) -> None:
    payloads = render(View(None, (Quote(Quoted("\U0001f333")),)), reading, replace(look, most_bytes=510))
    assert ["\U0001f333" in one.body for one in payloads] == [True]


@settings(max_examples=50)
@given(views, st.integers(min_value=1_500, max_value=4_000))
def test_any_view_is_parted_without_losing_a_letter(view: View, most: int) -> None:
    whole = render(view, READING, replace(LOOK, most_bytes=10**9))
    parted = render(view, READING, replace(LOOK, most_bytes=most))
    assert max(sizes(parted)) <= most
    said = "".join(re.sub(r"^Part \d+ of \d+", "", one.body) for one in parted)
    assert letters(said) == letters(whole[0].body)


@given(st.text(), st.text(), st.integers(10, 2_000))
def test_the_quick_measure_agrees_with_the_exact_one(body: str, html: str, most: int) -> None:
    clean = [words.encode(errors="ignore").decode() for words in (body, html)]
    assert is_small(clean[0], clean[1], most) == (size(clean[0]) + size(clean[1]) <= most)


def test_a_key_or_argument_that_is_wrong_is_never_sent(reading: Reading, look: MatrixLook) -> None:
    with pytest.raises(PromptError):
        render(View(Say("no-such-text")), reading, look)
