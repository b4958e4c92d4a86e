"""Whatever people write, and however much: it is words on a page, and the page stays one that can be read."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign_bot.core.words import clean
from codesign_bot.log.site import Head

from ..conftest import PEOPLE, Tale  # noqa: TID252 - tests are no package
from .conftest import lines, made, shown, site_of, whole
from .reading import Pages

HOSTILE = (
    "<script>alert(1)</script>",
    "</main></body></html><h1>Mine</h1>",
    "</style><style>*{display:none}</style>",
    "\"><img src=https://example.org/x.png onerror='alert(1)'>",
    "<a href='javascript:alert(1)'>click</a> [a](https://example.org)",
    "&lt;script&gt; &#x3c;b&#x3e; &amp;amp;",
    "<!-- --> ]]> <![CDATA[ <?xml ?>",
    "{{ 7 * 7 }} ${7*7} <% x %> { $who }",
    "\u202etxt.exe\u202c \u2067abc\u2069 \u200f\u061c",
    "\u05d4\u05e4\u05d0\u05e8\u05e7 \u05d7\u05e9\u05d5\u05da (1) \u0627\u0644\u062d\u062f\u064a\u0642\u0629",
    "Z\u0351\u0357\u0343\u0367a\u0300\u0301\u0302\u0303\u0304lgo",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea",
    "x" * 2000,
    "word " * 400,
    "one\n\ntwo\nthree\n\n\n\nfour",
)


def with_words(words: str | None, community: str = "Riverside") -> Pages:
    """The whole story with these words in every place where somebody wrote something."""
    tale = Tale(whole().now, list(whole().record), dict.fromkeys(whole().words, words))
    return made(site_of([shown(tale)], lines(3, (4, None)), community=community))


def shape(pages: Pages) -> dict[str, list[str]]:
    """The markup alone. How many lines a quotation has is the writer's own affair."""
    loose = re.compile("</?(br|p)[ >]")
    return {path: [line for line in tree.shape() if not loose.match(line)] for path, tree in pages.trees.items()}


@cache
def plain_shape() -> dict[str, list[str]]:
    return shape(with_words("x"))


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_every_place_leave_the_shape_of_the_pages_as_it_is(words: str) -> None:
    pages = with_words(clean(words), community=words)
    pages.check()
    assert shape(pages) == plain_shape()


@settings(max_examples=6, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=80))
def test_no_words_in_every_place_change_the_shape_of_the_pages(words: str) -> None:
    """Words as they are stored, and as no store of ours would have them."""
    for one in (clean(words) or "x", f"x{words}x"):
        pages = with_words(one, community=words)
        pages.check()
        assert shape(pages) == plain_shape()


def test_what_people_write_is_read_as_they_wrote_it() -> None:
    words = "<b>5 > 3</b> & \u201cso on\u201d\n\nA second <i>line</i>"
    quotes = list(with_words(words).main("rounds/4.html").all("blockquote"))
    assert len(quotes) > 30
    for quote in quotes:
        lines_read = [node.text for node in quote.all("p")]
        assert lines_read == ["<b>5 > 3</b> & \u201cso on\u201d", "A second <i>line</i>"]


def test_what_people_write_takes_its_direction_from_itself() -> None:
    """Wherever words of people stand: in a quotation of their own, or isolated in a sentence of ours."""
    mine = "\u05d4\u05e4\u05d0\u05e8\u05e7"
    pages = with_words(mine, community=mine)
    for path, tree in pages.trees.items():
        found = [node for node in tree.all() if any(isinstance(one, str) and mine in one for one in node.children)]
        assert found, path
        assert {node.tag for node in found} <= {"bdi", "p", "title"}
        assert all(node.attributes.get("dir") == "auto" for node in found if node.tag != "title")


def test_marks_that_turn_the_direction_of_text_are_not_on_any_page() -> None:
    pages = with_words("\u202eabc\u202d\u200f\u061c", community="\u202eabc")
    for content in pages.files.values():
        assert not re.search("[\u202a-\u202e\u200e\u200f\u061c]", content.decode())


def test_long_words_stand_whole_once_and_short_wherever_they_only_name_something() -> None:
    words = ("lamp " * 400).strip()
    main = with_words(words).main("rounds/4.html")
    for node in main.all():
        if node.tag in {"h2", "h3", "td", "th"} or node.attributes.get("class") == "name":
            assert len(node.words) < 200, node.tag
    idea = main.one("section", id="idea-3")
    assert idea.one("blockquote").words == words
    short = [node.words for node in main.all("th", scope="row")]
    assert all(one.endswith("lamp…\u201d") for one in short)
    assert short


def test_a_long_row_of_letters_without_a_space_is_cut_as_well() -> None:
    main = with_words("x" * 2000).main("rounds/4.html")
    (first, *_) = (node.words for node in main.all("th", scope="row"))
    assert first == f"Idea 1: \u201c{'x' * 120}…\u201d"


def test_a_ballot_of_twenty_four_ideas_has_a_bar_and_a_row_for_each() -> None:
    tale = Tale().with_ideas(24)
    tale.wait_for(tale.state.phase.VOTING)
    tale.voted({person: {place + 1: 2, 24 - place: 1} for place, person in enumerate(PEOPLE)})
    tale.wait_for(tale.state.phase.COOLING_OFF)
    pages = made(site_of([shown(tale)]))
    pages.check()
    vote = pages.trees["rounds/4.html"].one("section", id="vote")
    assert len(list(next(iter(vote.all("tbody"))).all("tr"))) == 24
    (first, *_) = vote.all("figure")
    assert len(list(first.all("div", class_="name"))) == 24
    said = first.one("div", role="img").attributes["aria-label"]
    assert sorted(map(int, re.findall(r"Idea (\d+)", said))) == list(range(1, 25))


def test_two_long_lists_of_ideas_and_a_shortlist_make_a_page_too() -> None:
    tale = Tale().with_ideas(30)
    tale.wait_for(tale.state.phase.VOTING)
    tale.voted({person: {place + 1: 2, 30 - place: 1} for place, person in enumerate(PEOPLE)})
    tale.wait_for(tale.state.phase.COOLING_OFF)
    pages = made(site_of([shown(tale)]))
    pages.check()
    assert "people voted twice" in pages.main("rounds/4.html").words


def test_a_checkpoint_with_markup_in_it_is_shown_as_it_is() -> None:
    note = "<b>origin</b>\n3\n</code></pre><script>x</script>\n"
    pages = made(site_of([], lines(3), Head("<i>o</i>", 3, "ab", note, "<u>key</u>")))
    pages.check()
    first = next(iter(pages.main("check.html").all("pre")))
    assert first.text == note
    assert "<i>o</i>" in pages.trees["index.html"].one("footer").words


def test_the_story_that_is_told_in_these_tests_has_words_in_every_place() -> None:
    """So that the words of a test really stand in questions, ideas, objections, fates, reports and requests."""
    main = with_words("lamp").main("rounds/4.html")
    with_theirs = {part.attributes.get("id", "") for part in main.all("section") if "lamp" in part.text}
    assert with_theirs >= {
        "label",
        "question",
        "problem",
        "ideas",
        "vote",
        "objections",
        "minority",
        "feedback",
        "outcome",
        "power",
        "request-1",
        "follow-up",
    }
