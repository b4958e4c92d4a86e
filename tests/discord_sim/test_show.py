"""What people see: markup read as an app reads it, shown as text and as a page that is whole and safe."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.discord import DiscordServer, Person, Upload, acts, interactions, places, posting
from codesign_bot.testing.discord.model import Form
from codesign_bot.testing.discord.show import html, markup, text
from codesign_bot.testing.discord.show.markup import Mark, Node
from codesign_bot.testing.discord.show.names import Eyes, relative
from codesign_bot.testing.discord.show.style import STYLE

from .conftest import StartServer
from .raw import Raw

Json = dict[str, Any]


@pytest.fixture
def server(clock: ControlledClock) -> DiscordServer:
    return DiscordServer(clock=clock)


def eyes(server: DiscordServer) -> Eyes:
    return Eyes(server.world, server.guild)


READS = [
    ("**bold** *thin* _low_ __under__ ~~gone~~", "bold thin low under gone"),
    ("***both***", "both"),
    ("snake_case_name 2*3*4", "snake_case_name 234"),
    (r"\*not bold\* \_not\_ \<@1>", "*not bold* _not_ <@1>"),
    ("# Head\n## Second\n### Third\n#not a head", "Head\nSecond\nThird\n#not a head"),
    ("-# small print", "small print"),
    ("- one\n* two\n1. three\n  - deep", "• one\n• two\n1. three\n  • deep"),
    ("> quoted\nnot", "> quoted\nnot"),
    (">>> all\nof it", "> all\n> of it"),
    ("`code **x**` and ``a`b``", "code **x** and a`b"),
    ("```py\n**x** @everyone\n```after", "**x** @everyone\nafter"),
    ("||hidden||", "||hidden||"),
    ("[words](https://a.example/x)", "words <https://a.example/x>"),
    ('[words](<https://a.example/x> "title")', "words <https://a.example/x>"),
    ("see https://a.example/x.", "see <https://a.example/x>."),
    ("<https://a.example>", "<https://a.example>"),
    ("join discord.gg/abc now", "join <discord.gg/abc> now"),
    ("@everyone and @here", "@everyone and @here"),
    ("<:tree:123> <a:tree:123>", ":tree: :tree:"),
    ("</vote:123> </round plan:5>", "/vote /round plan"),
    ("<@1> <@&1> <#1>", "@unknown-user @unknown-role #unknown"),
    ("", ""),
    ("one\n\ntwo", "one\n\ntwo"),
]


@pytest.mark.parametrize(("source", "read"), READS)
def test_markup_reads_without_its_signs(server: DiscordServer, source: str, read: str) -> None:
    assert text.words(eyes(server), source) == read


def test_mentions_show_names(server: DiscordServer) -> None:
    ana = server.member("Ana")
    server.guild.members[ana.account.id].nick = "Annie"
    role = places.add_role(server.world, server.guild, "hosts")
    said = f"{ana.mention} <@&{role.id}> <#{server.channel.id}>"
    assert text.words(eyes(server), said) == "@Annie @hosts #general"


@pytest.mark.parametrize(
    ("style", "read"),
    [
        ("", "2 March 2026 at 09:05"),
        (":t", "09:05"),
        (":T", "09:05:00"),
        (":d", "02/03/2026"),
        (":D", "2 March 2026"),
        (":f", "2 March 2026 at 09:05"),
        (":F", "Monday, 2 March 2026 at 09:05"),
        (":R", "in 5 minutes"),
    ],
)
def test_instants_read_in_each_style(server: DiscordServer, style: str, read: str) -> None:
    at = int(datetime(2026, 3, 2, 9, 5, tzinfo=UTC).timestamp())
    assert text.words(eyes(server), f"<t:{at}{style}>") == read


@pytest.mark.parametrize(
    ("away", "read"),
    [
        (timedelta(seconds=30), "in 30 seconds"),
        (timedelta(days=3, hours=2), "in 3 days"),
        (timedelta(hours=-1), "1 hour ago"),
        (timedelta(days=-400), "1 year ago"),
        (timedelta(0), "0 seconds ago"),
    ],
)
def test_what_is_near_is_told_by_how_near(away: timedelta, read: str) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert relative(now + away, now) == read


def test_a_tree_is_what_was_written() -> None:
    assert markup.inline("a **b *c*** d") == (
        Node(Mark.TEXT, "a "),
        Node(Mark.BOLD, inside=(Node(Mark.TEXT, "b "), Node(Mark.ITALIC, inside=(Node(Mark.TEXT, "c"),)))),
        Node(Mark.TEXT, " d"),
    )


@given(st.text(alphabet="*_~|`<>@#[]()\\ \n-1.ab:/t", max_size=60))
def test_no_words_make_the_reader_stumble(source: str) -> None:
    markup.read(source)


# ------------------------------------------------------------------------------------- messages

PNG = b"\x89PNG\r\n\x1a\n"
FULL: Json = {
    "flags": 1 << 15,
    "components": [
        {
            "type": 17,
            "accent_color": 0x4650C8,
            "components": [
                {"type": 10, "content": "# Voting\nWhere shall we sit?"},
                {"type": 14},
                {"type": 14, "divider": False},
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "**1** Benches"}, {"type": 10, "content": "by Ben"}],
                    "accessory": {"type": 2, "style": 1, "label": "Read", "custom_id": "r"},
                },
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "2 Trees"}],
                    "accessory": {"type": 11, "media": {"url": "attachment://a.png"}, "description": "A tree"},
                },
                {"type": 12, "items": [{"media": {"url": "attachment://a.png"}, "description": "Bars"}]},
                {"type": 12, "items": [{"media": {"url": "https://a.example/b.png"}}]},
                {"type": 13, "file": {"url": "attachment://b.csv"}},
                {
                    "type": 1,
                    "components": [
                        {"type": 2, "style": 3, "label": "Yes", "custom_id": "y"},
                        {"type": 2, "style": 4, "label": "No", "custom_id": "n", "disabled": True},
                        {"type": 2, "style": 5, "label": "Rules", "url": "https://a.example/?a=1&b=2"},
                    ],
                },
                {
                    "type": 1,
                    "components": [
                        {
                            "type": 3,
                            "custom_id": "s",
                            "options": [
                                {"label": "Benches", "value": "1", "description": "by Ben", "default": True},
                                {"label": "Trees", "value": "2"},
                            ],
                        }
                    ],
                },
                {"type": 1, "components": [{"type": 5, "custom_id": "u", "placeholder": "Who?"}]},
            ],
        }
    ],
}
FILES = {"0": Upload("a.png", PNG), "1": Upload("b.csv", b"a,b"), "2": Upload("hidden.txt", b"x")}

FORM = [
    {"type": 10, "id": 1, "content": "**Please** be kind"},
    {
        "type": 18,
        "id": 2,
        "label": "Title",
        "description": "Short",
        "component": {"type": 4, "id": 3, "style": 1, "custom_id": "t", "value": "Old"},
    },
    {"type": 18, "id": 4, "label": "Words", "component": {"type": 4, "id": 5, "style": 2, "custom_id": "w"}},
    {
        "type": 18,
        "id": 6,
        "label": "Name",
        "component": {
            "type": 21,
            "id": 7,
            "custom_id": "n",
            "options": [{"label": "Yes", "value": "y", "default": True}],
        },
    },
    {"type": 18, "id": 8, "label": "Sure", "component": {"type": 23, "id": 9, "custom_id": "c", "default": True}},
    {"type": 18, "id": 10, "label": "File", "component": {"type": 19, "id": 11, "custom_id": "f"}},
    {
        "type": 18,
        "id": 12,
        "label": "Who",
        "component": {"type": 5, "id": 13, "custom_id": "p", "min_values": 1, "max_values": 1},
    },
    {"type": 1, "id": 14, "components": [{"type": 4, "id": 15, "style": 1, "custom_id": "o", "label": "Old row"}]},
]


@pytest.fixture
async def scene(server: DiscordServer) -> Person:
    """Everything that can stand on a screen."""
    world, ana = server.world, server.member("Ana")
    places.make_channel(world, server.guild, "log")
    places.make_thread(world, server.channel, "talk <b>", owner=ana.account)
    ana.says("Hello `world`\n- one\n- two\n> a\n> b\n<script>alert(1)</script>")
    posting.post(world, server.channel, world.bot, FULL, FILES)
    embed = {"title": "Tally", "description": "**5** people", "fields": [{"name": "A", "value": "1"}]}
    posting.post(
        world, server.channel, world.bot, {"content": "Plain", "embeds": [embed]}, {"0": Upload("c.csv", b"c")}
    )
    message = ana.messages[1]
    button = message.components[0]["components"][8]["components"][0]
    for kind, flags in ((5, 0), (4, 64)):
        asked = acts.press(world, ana.account, message, button)
        interactions.answer(world, asked, {"type": kind, "data": {"content": "Only Ana", "flags": flags}}, {})
        ana.form = Form("A form", "f", FORM, asked)
    ana.notices.append("This interaction failed")
    return ana


async def test_the_screen_shows_everything_there_is(scene: Person) -> None:
    assert scene.screen == SCREEN


SCREEN = """\
#general

Ana:
Hello world
• one
• two
> a
> b
<script>alert(1)</script>

Codesign [app]:
| Voting
| Where shall we sit?
| ---
|\x20
| 1 Benches
| by Ben  [Read]
| 2 Trees  [picture: A tree]
| [picture: Bars]
| [picture: without a description]
| [file: b.csv]
| [Yes] [No] (off) [Rules -> https://a.example/?a=1&b=2]
| [Benches v]
| [Who? v]

Codesign [app]:
Plain
Tally
5 people
A
1
[file: c.csv]

Codesign [app] in reply to Codesign:
Codesign is thinking...

Codesign [app] in reply to Codesign:
Only Ana
Only you can see this

== A form ==
Please be kind
Title (Short): [Old]
Words: []
Name: (x) Yes
Sure: [x]
File: [choose a file]
Who: [Make a selection v]
Old row: []
[Cancel] [Submit]

! This interaction failed"""


async def test_others_do_not_see_what_is_for_one(scene: Person, server: DiscordServer) -> None:
    for shown in (server.owner.screen, server.owner.page()):
        assert "Only Ana" not in shown
        assert "A form" not in shown
        assert "This interaction failed" not in shown


# ------------------------------------------------------------------------------------- pages


class Page(HTMLParser):
    """Reads a page strictly: what opens closes, in order."""

    ALONE = frozenset({"meta", "br", "hr", "img", "input"})

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def words(self) -> str:
        return " ".join(self.said)


async def test_the_page_says_what_the_screen_says(scene: Person) -> None:
    page = Page(scene.page())
    for word in ("Voting", "Where shall we sit?", "Benches", "by Ben", "Only Ana", "Only you can see this", "A form"):
        assert word in page.words
    assert "is thinking" in page.words
    assert "This interaction failed" in page.words
    assert "<script>alert(1)</script>" in page.words, "shown as words"
    assert page.all("script") == []


async def test_the_page_is_whole_and_fetches_nothing(scene: Person) -> None:
    source = scene.page()
    page = Page(source)
    assert source.startswith("<!doctype html>")
    assert page.all("html") == [{"lang": "en"}]
    assert "@import" not in STYLE
    assert "url(" not in STYLE
    assert not page.all("link")
    assert [image["src"] or "" for image in page.all("img")] == ["data:image/png;base64,iVBORw0KGgo="] * 2
    assert len(page.all("h1")) == 1


async def test_the_page_can_be_read_aloud(scene: Person) -> None:
    page = Page(scene.page())
    assert [image["alt"] for image in page.all("img")] == ["A tree", "Bars"]
    assert all(one["aria-label"] for one in page.all("article"))
    assert all(one.get("aria-label") or one.get("id") for one in page.all("select"))
    ids = [one["id"] for _, one in page.tags if "id" in one]
    assert len(ids) == len(set(ids))
    labelled = {one["for"] for one in page.all("label") if "for" in one}
    assert labelled <= set(ids)
    assert [one for one in page.all("button") if "disabled" in one]
    assert page.all("time")[0]["datetime"]
    assert page.all("li")[0] == {"aria-current": "page"}


async def test_the_page_can_ask_to_be_loaded_again(scene: Person) -> None:
    assert "http-equiv" not in scene.page()
    assert '<meta http-equiv="refresh" content="2">' in scene.page(refresh_seconds=2)


async def test_a_browser_is_shown_what_somebody_sees_now(start_server: StartServer) -> None:
    async with start_server() as server, Raw(server) as raw:
        ana = server.member("Ana")
        address = server.page_of(ana)
        assert address.startswith("http://127.0.0.1:")
        for words in ("First words", "Second words"):
            ana.says(words)
            async with raw.session.get(address) as answer:
                assert answer.content_type == "text/html"
                assert words in await answer.text()
        async with raw.session.get(f"{server.world.url}/people/1") as answer:
            assert answer.status == 404


async def test_the_page_lists_the_places_somebody_can_go(scene: Person) -> None:
    page = Page(scene.page())
    assert "#log" in page.words
    assert "— Thread talk <b>" in page.words
    assert page.all("b") != []
    scene.opens_private()
    assert "Direct messages" in scene.page()


def test_links_and_marks_become_what_they_are(server: DiscordServer) -> None:
    said = '[a"b](https://a.example/?x=1&y="2) ||x|| <t:0:F> ```\n<b>``` 3. c\n-# small\n~~s~~ __u__ `c`'
    page = Page(html.words(eyes(server), said))
    assert page.all("a") == [{"href": 'https://a.example/?x=1&y="2', "rel": "noreferrer"}]
    assert page.all("time") == [{"datetime": "1970-01-01T00:00:00+00:00"}]
    for tag in ("pre", "s", "u", "code"):
        assert len(page.all(tag)) == 1, tag
    assert page.all("span") == [{"class": "spoiler", "tabindex": "0"}]


def test_lists_stand_together_and_keep_their_numbers(server: DiscordServer) -> None:
    shown = html.words(eyes(server), "3. c\n4. d\n- x\n# H\n## I\n### J\nplain\n>>> q\n- r")
    page = Page(shown)
    assert page.all("ol") == [{"start": "3"}]
    assert len(page.all("li")) == 4
    assert [tag for tag, _ in page.tags if re.fullmatch(r"h\d", tag)] == ["h2", "h3", "h4"]
    assert len(page.all("blockquote")) == 1


HOSTILE = st.text(alphabet="<>&\"'*_~|`@#[]()\\ \n-1.ab:/t=", max_size=50)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=150)
@given(HOSTILE)
def test_no_words_break_out_of_the_page(clock: ControlledClock, said: str) -> None:
    server = DiscordServer(clock=clock)
    server.world.bot.name = said or "x"
    ana = server.member(said or "x")
    section: Json = {"type": 2, "style": 2, "label": said or "x", "custom_id": "c"}
    body: Json = {"content": said or "x", "components": [{"type": 1, "components": [section]}]}
    posting.post(server.world, server.channel, server.world.bot, body, {"0": Upload(f"{said}.png", PNG)})
    page = Page(ana.page())
    allowed = {"html", "head", "meta", "title", "style", "body", "div", "nav", "p", "ul", "ol", "li", "main", "h1"}
    allowed |= {"article", "b", "span", "time", "strong", "em", "u", "s", "code", "pre", "a", "blockquote", "h2"}
    allowed |= {"button", "figure", "img", "figcaption", "h3", "h4"}
    assert {tag for tag, _ in page.tags} <= allowed
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
