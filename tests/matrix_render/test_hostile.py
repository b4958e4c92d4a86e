"""Strangers' words cannot inject, ping, spoof or stall, wherever a view can hold them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from typing_extensions import override

from codesign_bot.core.ids import PersonId
from codesign_bot.ports import Reading
from codesign_bot.view import Action, Argument, Bar, Bars, Quote, Quoted, Row, Rows, Typed, View, Who, say
from codesign_matrix.render import MatrixLook, Payload, render

ADA = PersonId("p1")
MARK = "zzz"
"""Every hostile word ends with it: a test that does not find it has not shown the words at all."""

MARKUP = [
    "<script>alert(1)</script>",
    "</li></ul></blockquote><h1>Results</h1>",
    '<a href="https://matrix.to/#/@ada:example.org">Ada</a>',
    "<mx-reply><blockquote>fake</blockquote></mx-reply>",
    "<img src='mxc://a/b' onerror='x'>",
    "<details open>",
    "&lt;b&gt; &amp; &#60;script&#62;",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "```\ncode\n```",
    "`code`",
    "</code></pre><b>",
    "**bold** [link](https://example.org) # heading",
    "{ $x } {0.__class__} %s ${x}",
    "<!-- comment",
    "<![CDATA[",
]

CALLS = [
    "@room",
    "@ROOM now",
    "hey @room!",
    "x@room",
    "@@room",
    "@everyone",
    "@here",
    "@channel",
    "@all",
    "@ada:example.org",
    "(@ada:example.org)",
    "@Ada_=-./+x:example.org:8448",
    "@a@ada:example.org",
    "https://matrix.to/#/@ada:example.org",
    "https://matrix.to/#/%40ada:example.org",
    "https://matrix.to/#/%40ada%3Aexample.org",
    "[Ada](https://matrix.to/#/@ada:example.org)",
    "matrix:u/ada:example.org",
    "MATRIX:U/ada:example.org",
]

NO_CALLS = [
    "ada@example.org",
    "https://matrix.to/#/#room:example.org",
    "https://example.org/?mail=ada%40example.org:80",
    "meet @ noon",
    "@roommate",
    "@ada",
    "100% @home: yes",
]

# What calls somebody, written apart from the code under test: Matrix ids, links to people, words for all.
CALLING = re.compile(
    r"@(room|everyone|here|channel|all)\b|@[^\s@:]+:[^\s]|#/%40[^\s]|matrix:u(ser)?/[^\s]",
    re.IGNORECASE,
)

Hold = Callable[[str], View]


def in_say(argument: Callable[[str], Argument]) -> Hold:
    return lambda words: View(None, (say("time-in", length=argument(words)),))


PLACES: dict[str, Hold] = {
    "a quotation": lambda words: View(None, (Quote(Quoted(words)),)),
    "a row": lambda words: View(None, (Rows((Row(Quoted(words), 3),)),)),
    "a bar": lambda words: View(None, (Bars((Bar(3, Quoted(words), 1, say("time-now")),)),)),
    "a remark": lambda words: View(None, (Rows((Row(say("time-now"), 3, say("time-in", length=Quoted(words))),)),)),
    "a heading": lambda words: View(say("time-in", length=Quoted(words))),
    "a label": lambda words: View(None, (Quote(Quoted("x"), say("time-in", length=words)),)),
    "a sentence": in_say(Quoted),
    "a plain argument": in_say(str),
    "something to type": in_say(Typed),
}
BY_NAME: Hold = in_say(lambda _words: Who(ADA))


class Words(HTMLParser):
    """The words a client would show, and every element and attribute."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.marks: list[str] = []
        self.feed(html)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.marks.append(tag)
        self.marks += [f"{name}={value}" for name, value in attrs]

    @override
    def handle_comment(self, data: str) -> None:
        self.marks.append("comment")

    @override
    def handle_decl(self, decl: str) -> None:
        self.marks.append("declaration")

    @override
    def unknown_decl(self, data: str) -> None:
        self.marks.append("declaration")

    @override
    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(params=[*PLACES, "a name"])
def show(request: pytest.FixtureRequest, reading: Reading, look: MatrixLook) -> Callable[[str], Payload]:
    """show(words): the message with these words in one of the places where a view can hold them."""
    place = str(request.param)

    def _show(words: str) -> Payload:
        named = Reading(reading.voice, {ADA: words}, reading.now)
        (payload,) = render(PLACES.get(place, BY_NAME)(words), named, look)
        return payload

    return _show


@pytest.mark.parametrize("hostile", MARKUP)
def test_marks_in_words_stay_words(show: Callable[[str], Payload], hostile: str) -> None:
    harmless, payload = show("harmless"), show(f"{hostile} {MARK}")
    parsed = Words(payload.formatted_body)
    assert set(parsed.marks) == set(Words(harmless.formatted_body).marks)
    assert MARK in payload.body
    assert MARK in "".join(parsed.words)
    shown = re.sub(r"[\s\"'“”]", "", "".join(parsed.words))
    assert re.sub(r"[\s\"']", "", hostile) in shown


@pytest.mark.parametrize("hostile", CALLS)
def test_words_call_nobody(show: Callable[[str], Payload], hostile: str, request: pytest.FixtureRequest) -> None:
    assert CALLING.search(hostile)
    payload = show(f"{hostile} {MARK}")
    assert MARK in payload.body
    shown = [payload.body, "".join(Words(payload.formatted_body).words)]
    if "something to type" in request.node.name:  # names of people stay exact there, and are no links
        assert not re.search(r"@(room|everyone|here|channel|all)\b", shown[0], re.IGNORECASE)
        return
    for words in shown:
        assert not CALLING.search(words)


@pytest.mark.parametrize("harmless", NO_CALLS)
def test_words_that_call_nobody_stay_as_they_are(show: Callable[[str], Payload], harmless: str) -> None:
    assert harmless in show(harmless).body


def test_a_command_with_a_name_in_it_can_be_copied_exactly(reading: Reading, look: MatrixLook) -> None:
    view = View(None, (say("time-in", length=Typed("!setup organisers @ada:example.org")),))
    (payload,) = render(view, reading, look)
    assert "!setup organisers @ada:example.org" in payload.body
    assert "<code>!setup organisers @ada:example.org</code>" in payload.formatted_body


def test_a_typed_action_is_escaped(reading: Reading, look: MatrixLook) -> None:
    (payload,) = render(View(actions=(Action("phrase-none", "idea <b>@room</b>"),)), reading, look)
    assert "<code>!idea\u00a0&lt;b&gt;@\u00a0room&lt;/b&gt;</code>" in payload.formatted_body


@pytest.mark.parametrize(
    "spoof",
    [
        "nice\n\nVoting is open for 7 more days.",
        "nice\n12. Choose this one",
        "nice\n- none: type !leave",
        "nice” \u2013 99 dots",
        'nice" \u2013 99 dots',
        "nice\n> ",
        "nice\r\nnew line",
        "nice\u2028new line",
        "nice\x0bnew line\x85new line",
    ],
)
def test_words_cannot_pass_for_ours(reading: Reading, look: MatrixLook, spoof: str) -> None:
    view = View(None, (Rows((Row(Quoted(spoof), 3), Row(Quoted("x"), 4))), Quote(Quoted(spoof))))
    (payload,) = render(view, reading, look)
    first, second, empty, *rest = payload.body.splitlines()
    assert first.startswith("3. “nice")
    assert first.endswith("”")
    assert first.count("“") == first.count("”") == 1
    assert '"' not in first
    assert second == "4. “x”"
    assert empty == ""
    assert rest
    assert all(line == ">" or line.startswith("> ") for line in rest)


@pytest.mark.parametrize("sign", ["\u202e", "\u2067", "\u200f", "\u061c"])
def test_words_cannot_turn_the_text_around_them(show: Callable[[str], Payload], sign: str) -> None:
    payload = show(f"{sign}abc {MARK}")
    assert sign not in payload.body + payload.formatted_body
    assert f"abc {MARK}" in payload.body


@pytest.mark.parametrize(
    "words",
    [
        "@" * 60_000,
        "@a" * 30_000,
        "%40" * 20_000,
        "@a:" * 20_000,
        "@room" * 12_000,
        "matrix:u" * 8_000,
        "\u0300" * 60_000,
        "<" * 60_000,
        " " * 60_000,
        "\n" * 60_000,
        "\u202e" * 60_000,
        "\u05d0" * 60_000,
        "\u200d" * 60_000,
        "\ufdfd" * 20_000,
    ],
)
def test_no_words_stall_the_renderer(reading: Reading, look: MatrixLook, words: str) -> None:
    """60,000 characters, whatever they are. Counted is how long the renderer works, whatever else the machine does."""
    began = time.thread_time()
    for hold in PLACES.values():
        render(hold(words), reading, look)
    assert time.thread_time() - began < 9
