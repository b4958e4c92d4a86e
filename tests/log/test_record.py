"""The decision record: what a person reads years later, and nobody's words turned into markup."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.ids import IdeaNo, RequestNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate, Narrowing
from codesign_bot.log.markdown import ERASED, escaped, inline, quoted

from .conftest import ADA, BEN, CYD, DEE, ELI, OLU, Tale

MarkdownIt = pytest.importorskip("markdown_it", reason="no reader of Markdown is installed here").MarkdownIt
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

HOSTILE = [
    "# A heading",
    "Heading\n=======",
    "Heading\n---",
    "- a list\n- of things",
    "+ plus\n* star",
    "1. first\n2) second",
    "> a quotation",
    "[a link](https://example.org)",
    "![a picture](https://example.org/x.png)",
    "[a reference]\n\n[a reference]: https://example.org",
    "<https://example.org>",
    "<b>bold</b> <script>alert(1)</script>",
    "<!-- a comment -->",
    "&lt;b&gt; &#42;",
    "*emphasis* **strong** _both_ __of them__",
    "~~struck out~~",
    "`code` ``more``",
    "```\na block\n```",
    "~~~\na block\n~~~",
    "    indented code",
    "a | b\n--- | ---\n1 | 2",
    "***",
    "back\\slash \\* \\",
    "a trailing heading #",
    "two spaces at the end  \nnext line",
    "https://example.org and www.example.org and ftp://example.org",
    "mailto:ada@example.org",
    "$x$ and $$y$$",
    "- [ ] a task",
    "[^1] a footnote\n\n[^1]: note",
    "A: b, c. (d) e! f? {g} 'h' \"i\" @j + k = l - m / n; 50 %",
]

PLAIN = {"paragraph_open", "paragraph_close", "blockquote_open", "blockquote_close", "inline"}
WORDS = {"text", "text_special", "hardbreak"}


def read(markdown: str, blocks: set[str]) -> list[str]:
    """The lines a reader sees. Fails where anything but plain words stands in the markdown."""
    lines: list[str] = []
    for token in READER.parse(markdown):
        assert token.type in blocks, f"{token.type} in {markdown!r}"
        if token.type == "inline":
            lines.append("")
            for child in token.children:
                assert child.type in WORDS, f"{child.type} in {markdown!r}"
                if child.type == "hardbreak":
                    lines.append("")
                else:
                    lines[-1] += child.content
    return lines


def as_read(words: str) -> list[str]:
    """How the words read anywhere: without blank lines and doubled spaces."""
    return [tidy for line in words.splitlines() if (tidy := " ".join(line.split()))]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_in_a_quotation_are_read_as_they_were_written(words: str) -> None:
    assert read("\n".join(quoted(words)), PLAIN) == as_read(words)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_in_a_heading_are_read_as_they_were_written(words: str) -> None:
    shown = read(f"# {inline(words)}", {"heading_open", "heading_close", "inline"})
    assert " ".join(shown) == " ".join(words.split())


@pytest.mark.parametrize("words", HOSTILE)
def test_words_after_a_dash_are_read_as_they_were_written(words: str) -> None:
    shown = read(
        f"- {inline(words)}", PLAIN | {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
    )
    assert " ".join(shown) == " ".join(words.split())


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200))
def test_no_words_whatsoever_become_markup(words: str) -> None:
    assert read("\n".join(quoted(words)), PLAIN) == [*as_read(words)]


@given(st.text("#*_`~[]()<>!&|\\-+=:.1 \na", max_size=60))
def test_no_row_of_signs_becomes_markup(words: str) -> None:
    assert read("\n".join(quoted(words)), PLAIN) == [*as_read(words)]
    assert " ".join(read(f"# {inline(words)}", {"heading_open", "heading_close", "inline"})) == " ".join(words.split())


@pytest.mark.parametrize(
    "address", ["https://example.org", "HTTP://EXAMPLE.ORG", "www.example.org", "WWW.x.org", "mailto:a@b.c"]
)
def test_a_bare_address_has_a_backslash_where_renderers_look_for_links(address: str) -> None:
    """Some make links of them although CommonMark does not; they look for `://`, `www.` and `mailto:`."""
    assert not re.search(r"(?<!\\):(?=//)|www\.|mailto:", escaped(f"see {address}"), re.IGNORECASE)


def test_ordinary_sentences_are_left_as_they_are() -> None:
    for words in ("We want more lamps, and a café (open late).", "Is it safe? No!", "50 % - or more", "At 9:30"):
        assert escaped(words).replace("\\:", ":") == words


def test_erased_words_are_said_to_be_erased() -> None:
    assert inline(None) == ERASED
    assert quoted(None) == [f"> {ERASED}"]


# --- the record ------------------------------------------------------------------------------------------


def headings(record: str, level: int = 2) -> list[str]:
    return [line[level + 1 :] for line in record.splitlines() if line.startswith("#" * level + " ")]


def section(record: str, title: str) -> str:
    return record.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_a_finished_round_has_every_part_of_a_decision_record() -> None:
    record = Tale().followed().export().markdown.decode()
    assert headings(record) == [
        "Context and problem statement",
        "Question",
        "Honest answers",
        "How it went",
        "Ideas and what became of them",
        "Tally",
        "Ties",
        "Objections to the result",
        "Minority views",
        "Decision outcome",
        "Promises and whether they were kept",
    ]
    assert record.startswith("# The park is dark at night\n\n- Status: archived\n")
    assert record.endswith("\n")
    assert not record.endswith("\n\n")


def test_the_record_tells_the_question_the_objections_and_the_promises() -> None:
    record = Tale().followed().export().markdown.decode()
    assert "> How might we make the park feel safe?" in section(record, "Question")
    assert "> It leaves out the river" in section(record, "Question")
    assert "> The river is forgotten again" in section(record, "Objections to the result")
    assert "> A dog run would bring people at night" in section(record, "Minority views")
    assert "Co-signed by 1." in section(record, "Minority views")
    assert "> We will put up lamps" in section(record, "Decision outcome")
    assert "> The hedges belong to somebody else" in section(record, "Decision outcome")
    promises = section(record, "Promises and whether they were kept")
    assert "Owner: The parks team" in promises
    assert "State: its date was missed" in promises
    assert "> One lamp is still dark" in promises


def test_every_idea_has_its_fate_and_its_reason() -> None:
    ideas = section(Tale().followed().export().markdown.decode(), "Ideas and what became of them")
    assert headings(ideas, 3) == [f"Idea {no}" for no in range(1, 10)]
    assert ideas.count("Fate: not now") == 8
    assert ideas.count("> There is no money left this year") == 8
    assert ideas.count("Fate: chosen") == 1


def test_ideas_that_were_joined_or_withdrawn_say_so() -> None:
    tale = Tale().with_ideas()
    tale.do(ADA, c.Merge(IdeaNo(1), IdeaNo(2)))
    tale.do(BEN, c.AnswerMerge(IdeaNo(1), IdeaNo(2), is_yes=True))
    tale.do(ADA, c.OfferIdea(tale.text("Another thought")))
    tale.do(ADA, c.WithdrawIdea(IdeaNo(10)))
    record = tale.export().markdown.decode()
    assert "Fate: joined to idea 1" in record
    assert "Fate: withdrawn by its author" in record
    assert "idea 2 was joined to idea 1" in section(record, "How it went")


def test_each_step_stands_with_its_end_in_the_zone_of_the_round() -> None:
    course = section(Tale().counted().export().markdown.decode(), "How it went")
    steps = re.findall(r"step ([a-z ]+), until (\S+ \S+ \S+) \(Europe/Berlin\)", course)
    assert [name for name, _ in steps] == [
        "framing",
        "confirming",
        "ideas",
        "sorting",
        "voting",
        "runoff",
        "cooling off",
    ]
    assert steps[0][1] == "2026-03-09 11:04 +01:00"
    assert steps[4][1].endswith("+02:00"), "the clocks changed in between"


def test_more_time_stands_with_its_reason_and_after_the_count_with_its_numbers() -> None:
    tale = Tale().voting().voted({ADA: {1: 1}})
    tale.wait()
    course = section(tale.export().markdown.decode(), "How it went")
    assert "too few people were heard" in course
    assert "1 of 5" not in course
    tale.wait_for(Phase.COOLING_OFF)
    course = section(tale.export().markdown.decode(), "How it went")
    assert "too few people were heard (1 of 5)" in course
    assert "the step ended with few voices: advice only (1 of 5)" in course


def test_every_use_of_power_stands_with_its_reason() -> None:
    tale = Tale().with_ideas()
    tale.do(OLU, c.GiveTime(timedelta(days=2), tale.text("Easter is in this week")))
    course = section(tale.export().markdown.decode(), "How it went")
    assert re.search(r"power used by P3: gave time, ideas, .+ → .+", course)
    assert "  > Easter is in this week" in course


def test_a_round_without_anything_says_so_everywhere() -> None:
    tale = Tale().opened()
    record = tale.export().markdown.decode()
    for sentence in (
        "No problem was stated.",
        "The topic stands in for a question.",
        "No idea was given.",
        "Nobody sees a count before the vote is over.",
        "None was stated.",
        "Not published yet.",
    ):
        assert sentence in record


def test_people_have_the_same_numbers_in_both_files() -> None:
    tale = Tale().followed()
    by = {line["by"] for line in tale.all_of("PowerUsed")}
    named = set(re.findall(r"power used by (P\d+)", tale.export().markdown.decode()))
    assert named == by
    assert by == {"P3"}


def test_hostile_words_in_every_place_leave_the_headings_as_they_are() -> None:
    plain, hostile = Tale().followed(), Tale().followed()
    hostile.words = dict.fromkeys(hostile.words, "x\n\n## Tally\n\n<h2>[a](b)</h2> # y")
    shapes: list[list[str]] = []
    for tale in (plain, hostile):
        tokens = READER.parse(tale.export().markdown.decode())
        assert not [t for t in tokens if t.type == "html_block"]
        children = {child.type for t in tokens for child in t.children or ()}
        assert children <= {"text", "text_special", "hardbreak", "softbreak"}
        shapes.append([t.tag for t in tokens if t.type == "heading_open"])
    assert shapes[0] == shapes[1]


def test_requests_stand_with_their_reasons_and_how_they_ended() -> None:
    tale = Tale().with_ideas()
    tale.do(OLU, c.MakeRequest(Narrowing.END_STEP, tale.text("All of us have said it")))
    for who in (ADA, BEN, CYD):
        tale.do(who, c.SupportRequest(RequestNo(1)))
    tale.do(BEN, c.MakeRequest(Narrowing.HIDE_IDEA, tale.text("It names a person"), IdeaNo(3)))
    tale.do(ADA, c.ObjectToRequest(RequestNo(2), tale.text("It names nobody at all")))
    while tale.state.requests:
        tale.wait()
    course = section(tale.export().markdown.decode(), "How it went")
    assert re.search(r"request 1 by P\d+: end step\n  > All of us have said it", course)
    assert re.search(r"request 1 passed\n", course)
    assert re.search(r"less time, until .+: a request passed", course)
    assert re.search(r"objection to request 2\n  > It names nobody at all", course)
    assert "request 2 fell: 0 of 3 supporters, 1 objections" in course


def test_a_split_a_shortlist_and_a_missed_reply_stand_in_the_course() -> None:
    tale = Tale().with_ideas(27)
    tale.do(ADA, c.Merge(IdeaNo(1), IdeaNo(2)))
    tale.do(BEN, c.AnswerMerge(IdeaNo(1), IdeaNo(2), is_yes=True))
    tale.do(BEN, c.Split(IdeaNo(2)))
    tale.wait_for(Phase.VOTING)
    tale.voted({who: {1: 1, 2: 1} for who in (ADA, BEN, CYD, DEE, ELI)})
    tale.wait()
    course = section(tale.export().markdown.decode(), "How it went")
    assert "idea 2 was split off again" in course
    assert "shortlist: ideas 1, 2; level at the cut, and off together: 3, 4, 5" in course
    late = Tale().answered()
    late.wait_for(Phase.OUTCOME)
    while not late.state.is_reply_missed:
        late.wait()
    record = late.export().markdown.decode()
    assert "the reply promised by 2026-06-01 was missing" in section(record, "How it went")
    assert "went by without one" in section(record, "Decision outcome")
    assert "Promises" not in record


def test_a_promise_says_how_far_it_is() -> None:
    tale = Tale().published()

    def state() -> str:
        promises = section(tale.export().markdown.decode(), "Promises and whether they were kept")
        return promises.partition("State: ")[2].partition("\n")[0]

    assert state() == "open"
    tale.do(OLU, c.ClaimDone(IdeaNo(1)))
    tale.do(ADA, c.ConfirmDone(IdeaNo(1)))
    assert state() == "said to be done, confirmed by 1"
    tale.do(BEN, c.ConfirmDone(IdeaNo(1)))
    tale.do(CYD, c.ConfirmDone(IdeaNo(1)))
    assert state() == "done"


def test_a_promise_kept_after_its_date_says_so() -> None:
    tale = Tale().published()
    while not tale.state.promises[IdeaNo(1)].is_missed:
        tale.wait()
    tale.do(OLU, c.ClaimDone(IdeaNo(1)))
    for who in (ADA, BEN, CYD):
        tale.do(who, c.ConfirmDone(IdeaNo(1)))
    record = tale.export().markdown.decode()
    assert "State: done, after its date" in record


def test_an_outcome_without_a_promise_says_that_none_was_made() -> None:
    tale = Tale().answered()
    tale.wait_for(Phase.OUTCOME)
    for no in tale.state.live_ideas:
        tale.do(OLU, c.SetFate(no, Fate.LATER, reason=tale.text("There is no money left this year")))
    tale.do(OLU, c.PublishOutcome(tale.text("Next year"), tale.text("There is no money at all")))
    promises = section(tale.export().markdown.decode(), "Promises and whether they were kept")
    assert promises.strip() == "None was made."
