"""Strangers' words cannot ping, link, invite, format, tell a time, spoof or stall, wherever a view can hold them.

What they would do is read by the simulator, which errs towards showing a formatting or a link.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign_bot.core.ids import PersonId
from codesign_bot.messages import all_voices
from codesign_bot.ports import Reading
from codesign_bot.testing.discord import mentions
from codesign_bot.testing.discord.show import markup
from codesign_bot.testing.discord.show.markup import Mark, Node
from codesign_bot.view import (
    Action,
    Argument,
    BallotList,
    BallotPaper,
    Bar,
    Bars,
    Choice,
    Quote,
    Quoted,
    Row,
    Rows,
    Say,
    Typed,
    View,
    Who,
    say,
)
from codesign_discord.components import Message
from codesign_discord.render import card, payloads
from codesign_discord.rules import faults

from .conftest import NOW

ADA = PersonId("p1")
MARK = "zzz"
"""Every hostile word ends with it: a test that does not find it has not shown the words at all."""

FORMATTING = [
    "**bold**",
    "*slanted*",
    "_slanted_",
    "__underlined__",
    "~~struck~~",
    "||hidden||",
    "`code`",
    "``code``",
    "```\ncode\n```",
    "```py\ncode```",
    "***both***",
    "\\**still bold**",
    "\\\\**bold**",
    "a * b * c",
    "snake_case_name and _slanted_",
    "unfinished **",
    "unfinished `",
    "unfinished ||",
    "unfinished ```",
    "ends with \\",
    "ends with *",
]
LINES = [
    "# heading",
    "## heading",
    "### heading",
    "-# small print",
    "- item",
    "* item",
    "+ item",
    "1. item",
    "12) item",
    "99. item\n100. item",
    "> quote",
    ">>> everything quoted",
    "  - item",
    "\t# heading",
]
LINKS = [
    "https://example.org",
    "http://example.org/a_b_c",
    "HTTPS://EXAMPLE.ORG",
    "<https://example.org>",
    "[click](https://example.org)",
    "[https://good.example](https://bad.example)",
    "[click](<https://example.org> 'title')",
    "discord.gg/abcdef",
    "https://discord.gg/abcdef",
    "discord.com/invite/abcdef",
    "discordapp.com/invite/abcdef",
    "<mailto:ada@example.org>",
    "<tel:+123456>",
]
CALLS = [
    "@everyone",
    "@here",
    "@Everyone look",
    "x@everyone",
    "@@everyone",
    "\\@everyone",
    "`@everyone`",
    "<@123456789012345678>",
    "<@!123456789012345678>",
    "<@&123456789012345678>",
    "<#123456789012345678>",
    "</vote show:123456789012345678>",
    "<id:customize>",
    "<id:home>",
    "\\<@123456789012345678>",
    "<\u200b@123456789012345678>",
]
PRETENCES = [
    "<t:1795716000:F>",
    "<t:1795716000:R>",
    "<t:0>",
    "<:thumbsup:123456789012345678>",
    "<a:party:123456789012345678>",
    ":thumbsup:",
    ":warning: **Voting is over** :warning:",
]
ALL = [*FORMATTING, *LINES, *LINKS, *CALLS, *PRETENCES]

Hold = Callable[[str], View]


def in_say(argument: Callable[[str], Argument]) -> Hold:
    return lambda words: View(None, (say("time-in", length=argument(words)),))


def first_in_line(words: str) -> View:
    """A sentence that begins with somebody's name."""
    return View(None, (say("time-ago", length=words),))


def in_ballot(words: str) -> View:
    choices = (Choice(3, Quoted(words), 1, say("time-now")), Choice(7, say("time-now"), 0, say("time-now")))
    return View(None, (BallotPaper((BallotList(choices, 4, 2, say("time-now")),), say("time-now")),), topic=4)


def in_long_ballot(words: str) -> View:
    choices = tuple(Choice(no, Quoted(words), 0, say("time-now")) for no in range(1, 10))
    return View(None, (BallotPaper((BallotList(choices, 4, 2, say("time-now")),), say("time-now"), at=3),), topic=4)


PLACES: dict[str, Hold] = {
    "a quotation": lambda words: View(None, (Quote(Quoted(words)),)),
    "a row": lambda words: View(None, (Rows((Row(Quoted(words), 3),)),)),
    "a row without a number": lambda words: View(None, (Rows((Row(Quoted(words)),)),)),
    "a bar": lambda words: View(None, (Bars((Bar(3, Quoted(words), 1, say("time-now")),)),)),
    "a remark": lambda words: View(None, (Rows((Row(say("time-now"), 3, say("time-in", length=Quoted(words))),)),)),
    "a heading": lambda words: View(say("time-in", length=Quoted(words))),
    "the start of a heading": lambda words: View(say("time-ago", length=words)),
    "a title": lambda words: View(None, (Rows((Row(say("time-now")),), say("time-in", length=Quoted(words))),)),
    "a label": lambda words: View(None, (Quote(Quoted("x"), say("time-ago", length=words)),)),
    "a sentence": in_say(Quoted),
    "a plain argument": in_say(str),
    "the start of a line": first_in_line,
    "a ballot": in_ballot,
    "a long ballot": in_long_ballot,
}
BY_NAME: Hold = lambda _words: View(None, (say("time-ago", length=Who(ADA)),))  # noqa: E731 - a place like the others

READING = Reading(all_voices()["en"], {}, NOW)


def sent(place: str, words: str) -> Message:
    named = Reading(READING.voice, {ADA: words}, NOW)
    (message,) = payloads(PLACES.get(place, BY_NAME)(words), named)
    return message


def sources(message: Message) -> list[str]:
    return [part["content"] for box in message["components"] for part in box["components"] if part["type"] == 10]


def skeleton(nodes: Sequence[Node]) -> list[object]:
    """Everything but the words."""
    return [(node.mark, node.target if node.mark is not Mark.TEXT else "", skeleton(node.inside)) for node in nodes]


def words_in(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        yield node.text
        yield from words_in(node.inside)


def shape(message: Message) -> list[object]:
    return [skeleton(markup.read(source)) for source in sources(message)]


def told(message: Message) -> str:
    return " ".join(word for source in sources(message) for word in words_in(markup.read(source)))


@pytest.fixture(params=[*PLACES, "a name"])
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def letters(words: str) -> str:
    """What has to be there whatever is done to be safe: a space may come in, double quotation marks become single."""
    return re.sub(r"[\s\u200b\u200d\"'\u201c\u201d\u2018\u2019]", "", words)


@pytest.mark.parametrize("hostile", ALL)
def test_words_stay_words(place: str, hostile: str) -> None:
    if place == "a quotation" and "\n" in hostile:
        return  # the next test
    words = f"{hostile} {MARK}"
    message = sent(place, words)
    assert shape(message) == shape(sent(place, f"harmless {MARK}"))
    assert letters(words) in letters(told(message))
    assert faults(message) == []


@pytest.mark.parametrize("hostile", ALL)
def test_nothing_gets_out_of_a_quotation(hostile: str) -> None:
    words = f"before\n{hostile}\n{hostile} {MARK}\n\nafter"
    message = sent("a quotation", words)
    (source,) = sources(message)
    nodes = markup.read(source)
    assert {node.mark for node in nodes} == {Mark.QUOTE}
    assert len(nodes) == len(words.split("\n"))
    inner = [one for node in nodes for line in node.inside for one in line.inside]
    assert {line.mark for node in nodes for line in node.inside} == {Mark.LINE}
    assert {one.mark for one in inner} == {Mark.TEXT}
    assert letters(words) in letters(told(message))


@pytest.mark.parametrize("hostile", CALLS)
def test_nobody_is_notified_even_where_marks_would_not_be_looked_at(place: str, hostile: str) -> None:
    """Discord's server may read the words before any client does, and may not know a backslash or code."""
    for source in sources(sent(place, f"{hostile} {MARK}")):
        for pattern in (mentions.EVERYONE, mentions.PERSON, mentions.ROLE):
            assert not pattern.search(source), source


@pytest.mark.parametrize("hostile", LINKS)
def test_no_address_is_left_for_a_server_to_find(place: str, hostile: str) -> None:
    for source in sources(sent(place, f"{hostile} {MARK}")):
        assert not re.search(r"https?://|discord(app)?\.(gg|com)/", source, re.IGNORECASE), source


@pytest.mark.parametrize("hostile", [*ALL, "a\nb", "\\", "``", ""])
def test_something_to_type_is_code_or_plain_words(hostile: str) -> None:
    (message,) = payloads(View(None, (say("time-in", length=Typed(hostile)),)), READING)
    (source,) = sources(message)
    ((line),) = markup.read(source)
    assert line.mark is Mark.LINE
    assert {node.mark for node in line.inside} <= {Mark.TEXT, Mark.CODE}
    assert letters(hostile) in letters(told(message))
    for pattern in (mentions.EVERYONE, re.compile(r"https?://|discord(app)?\.(gg|com)/", re.IGNORECASE)):
        assert not pattern.search(source)


def test_a_command_stands_as_code_exactly() -> None:
    for typed in ("vote 3:2 7:1", "/setup link code:ABCD", "Europe/London", "06932f3bc3", "yes", "#general"):
        (message,) = payloads(View(None, (say("time-in", length=Typed(typed)),)), READING)
        (source,) = sources(message)
        assert source == f"in `{typed}`"


@pytest.mark.parametrize(
    "harmless", ["100% @home", "ada@example", "3 + 4 = 7", "well, yes!", "(really)", "don't", "é 木"]
)
def test_harmless_words_are_hardly_touched(harmless: str) -> None:
    (message,) = payloads(View(None, (Rows((Row(Quoted(harmless), 3),)),)), READING)
    assert sources(message)[0].replace("\\", "") == f"**3.** “{harmless}”"


def test_numbers_of_ideas_are_words_and_no_list_that_discord_counts_on() -> None:
    rows = tuple(Row(Quoted("x"), no) for no in (7, 3, 12))
    (message,) = payloads(View(None, (Rows(rows),)), READING)
    lines = markup.read(sources(message)[0])
    assert {line.mark for line in lines} == {Mark.LINE}
    assert [next(words_in(line.inside[:1][0].inside)) for line in lines] == ["7.", "3.", "12."]


def test_our_own_words_are_made_safe_too() -> None:
    """A community may word the texts itself."""

    class Own:
        language = "en"

        def words(self, key: str, arguments: object) -> str:
            return f"# {key} **bold** @everyone <@1> `x` [a](b)"

    (message,) = payloads(View(say("x"), (say("y"),)), Reading(Own(), {}, NOW))
    heading, empty, line = markup.read(sources(message)[0])
    assert (heading.mark, empty.mark, line.mark) == (Mark.HEADING, Mark.LINE, Mark.LINE)
    assert {node.mark for node in (*heading.inside, *line.inside)} == {Mark.TEXT}


def test_labels_and_lists_show_words_as_they_are() -> None:
    """No mark means anything there, so none is put in."""
    (message,) = payloads(in_long_ballot("**bold** <@1>"), READING)
    options = [
        option["label"]
        for box in message["components"]
        for part in box["components"]
        if part["type"] == 1
        for held in part["components"]
        if held["type"] == 3
        for option in held["options"]
    ]
    assert options[0] == "1. “**bold** <@1>”"


SPOOFS = [
    "nice\n\nVoting is open for 7 more days.",
    "nice\n**12.** “Choose this one”",
    "nice” \u2013 99 dots",
    'nice" \u2013 99 dots',
    "nice\r\nnew line",
    "nice\u2028new line",
    "nice\x0bnew line\x85new line",
]


@pytest.mark.parametrize("spoof", SPOOFS)
def test_words_cannot_pass_for_ours(spoof: str) -> None:
    (message,) = payloads(
        View(None, (Rows((Row(Quoted(spoof), 3), Row(Quoted("x"), 4))), Quote(Quoted(spoof)))), READING
    )
    first, second, empty, *rest = sources(message)[0].split("\n")
    assert first.startswith("**3.** “nice")
    assert first.endswith("”")
    assert first.count("“") == first.count("”") == 1
    assert second == "**4.** “x”"
    assert empty == ""
    assert all(line.startswith("> ") for line in rest)


@pytest.mark.parametrize("sign", ["\u202e", "\u2067", "\u200f", "\u061c", "\u200b", "\u2060"])
def test_words_cannot_turn_or_hide_what_stands_around_them(place: str, sign: str) -> None:
    source = "".join(sources(sent(place, f"{sign}abc {MARK}")))
    assert sign not in source
    assert f"abc {MARK}" in source


def test_a_typed_action_with_words_in_it_stays_words() -> None:
    (message,) = payloads(View(actions=(Action("phrase-none", "nothing … <@1> **b** @everyone"),)), READING)
    line = markup.read(sources(message)[0])[-1]
    assert line.mark is Mark.ITEM
    assert {node.mark for node in line.inside} <= {Mark.TEXT, Mark.CODE}


# --------------------------------------------------------------------------------------------- any words at all

PIECES = st.sampled_from(
    [
        *"\\*_~|`<>[]()@:/#-+.!1 \n\t",
        *("**", "```", "||", "> ", "- ", "1. ", "# ", "https://", "discord.gg/", "@everyone", "<@1>", "<t:1:R>"),
        *("x", "é", "\u05d0", "\u202e", "\u200b", "\u200d", "\U0001f333", "”", '"'),
    ]
)
NASTY = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60)


@settings(max_examples=300)
@given(NASTY)
def test_no_words_change_the_shape_of_a_message(words: str) -> None:
    for name in (*PLACES, "a name"):
        if name == "a quotation":
            continue
        assert shape(sent(name, f"a {words} {MARK}")) == shape(sent(name, f"a {MARK}")), name


@settings(max_examples=300)
@given(NASTY)
def test_no_words_at_the_start_of_a_line_change_the_shape_of_a_message(words: str) -> None:
    for name in ("the start of a line", "the start of a heading", "a name", "a sentence"):
        assert shape(sent(name, f"{words}{MARK}")) == shape(sent(name, MARK)), name


@settings(max_examples=300)
@given(NASTY)
def test_no_words_get_out_of_a_quotation(words: str) -> None:
    (message,) = payloads(View(None, (Quote(Quoted(words)), say("time-now"))), READING)
    *quoted, empty, last = markup.read(sources(message)[0])
    assert {node.mark for node in quoted} == {Mark.QUOTE}
    assert (empty.inside, last.inside) == ((), (Node(Mark.TEXT, "just now"),))
    for line in (line for node in quoted for line in node.inside):
        assert line.mark is Mark.LINE
        assert {node.mark for node in line.inside} <= {Mark.TEXT}


@settings(max_examples=200)
@given(NASTY)
def test_no_words_to_type_are_anything_but_code_or_words(words: str) -> None:
    (message,) = payloads(View(None, (say("time-in", length=Typed(words)),)), READING)
    (line,) = markup.read(sources(message)[0])
    assert line.mark is Mark.LINE
    assert {node.mark for node in line.inside} <= {Mark.TEXT, Mark.CODE}


@pytest.mark.parametrize(
    "words",
    [
        *(sign * 60_000 for sign in "@*\\1 \n\u202e\u05d0\u200d\ufdfd"),
        *("@everyone" * 6_000, ".a" * 30_000, ":/" * 30_000),
    ],
)
def test_no_words_stall_the_renderer(words: str) -> None:
    """60,000 characters, whatever they are. Counted is how long the renderer works: a second is many times enough."""
    began = time.thread_time()
    for hold in PLACES.values():
        for message in (*payloads(hold(words), READING), card(hold(words), READING)):
            assert faults(message) == []
    payloads(in_say(Typed)(words), READING)
    assert time.thread_time() - began < 3 * len(PLACES)


def test_a_say_that_is_only_somebodys_words_is_still_not_ours() -> None:
    (message,) = payloads(View(None, (Say("time-ago", {"length": "# x"}),)), READING)
    assert sources(message) == ["\\# x ago"]
