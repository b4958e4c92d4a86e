"""The pages in a real Chromium, as people read them: by keyboard, in the dark, enlarged, on paper, off the network."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncGenerator, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.publishing.folder import replace_folder

from ..conftest import PEOPLE, Tale  # noqa: TID252 - tests are no package
from .chromium import AXE, Json, Tab, chromium, program, tab
from .conftest import HEAD, at_the_vote, lines, made, shown, site_of, whole
from .test_hostile import HOSTILE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(program() is None, reason="no Chromium here: install one, or run .ci/browser"),
    pytest.mark.skipif(not AXE.exists(), reason="axe is not in build/browser: run .ci/browser"),
    pytest.mark.asyncio(loop_scope="function"),
]

KINDS = ("index.html", "rounds/1.html", "rounds/2.html", "rounds/3.html", "log/1.html", "log/2.html", "check.html")


def hostile() -> Tale:
    """The whole story, told in words that mean harm."""
    words = dict(zip(whole().words, HOSTILE * 10, strict=False))
    return Tale(whole().now, list(whole().record), {**whole().words, **words})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as it is published: whole, at the vote, hostile, with twenty-four ideas; two pages of a signed log."""
    many = Tale().with_ideas(24)
    many.wait_for(Phase.VOTING)
    many.voted({person: {place + 1: 2, 24 - place: 1} for place, person in enumerate(PEOPLE)})
    many.wait_for(Phase.COOLING_OFF)
    assert IdeaNo(24) in many.state.ideas
    rounds = [shown(tale, no) for no, tale in enumerate((whole(), at_the_vote(), hostile(), many), 1)]
    site = tmp_path_factory.mktemp("site") / "pages"
    pages = made(site_of(rounds, lines(230, (1, 2, None)), HEAD, "Riverside & <friends>"))
    replace_folder(site, "riverside", pages.files.items())
    return site


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with chromium(tmp_path_factory.mktemp("profile")) as port:
        yield port


@pytest.fixture
async def page(browser: int) -> AsyncGenerator[Tab]:
    async with tab(browser) as opened:
        yield opened


# --- nobody is kept out -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_axe_finds_nothing(page: Tab, folder: Path, scheme: str, width: int) -> None:
    await page.show_as(prefers_color_scheme=scheme)
    await page.resize(width)
    found = {}
    for path in KINDS:
        await page.open((folder / path).as_uri())
        found[path] = await page.axe()
    assert found == {path: [] for path in KINDS}


async def test_axe_would_find_a_fault(page: Tab, folder: Path) -> None:
    await page.open((folder / "index.html").as_uri())
    await page.ask("document.querySelector('label').remove(); document.documentElement.lang = ''; 0")
    faults = {fault.partition(":")[0] for fault in await page.axe()}
    assert {"label", "html-has-lang"} <= faults


@pytest.mark.parametrize(("width", "scale"), [(320, 1), (320, 4)])
async def test_at_320_pixels_or_enlarged_four_times_nothing_has_to_be_moved_sideways(
    page: Tab, folder: Path, width: int, scale: int
) -> None:
    """1280 pixels at 400 % are 320 pixels of the page. A wide table moves inside its own frame (WCAG 1.4.10)."""
    await page.resize(width, scale)
    for path in KINDS:
        await page.open((folder / path).as_uri())
        assert await page.ask("document.documentElement.scrollWidth") <= width, path
        await page.ask(
            """for (const one of document.querySelectorAll("body *")) {
                 one.style.letterSpacing = "0.12em"; one.style.wordSpacing = "0.16em"; one.style.lineHeight = 1.5;
               }"""
        )
        assert await page.ask("document.documentElement.scrollWidth") <= width, f"{path} with wide letters"
        cut = await page.ask(
            """[...document.querySelectorAll("p, li, h1, h2, h3, td, th, dd, span")].filter(one =>
                 one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflow === "hidden").length"""
        )
        assert cut == 0, path


FOCUS = """(() => {
    const one = document.activeElement, style = getComputedStyle(one), at = one.getBoundingClientRect();
    return {
        tag: one.tagName.toLowerCase(), words: (one.textContent || "").trim().slice(0, 40), id: one.id,
        outline: style.outlineStyle + " " + parseFloat(style.outlineWidth),
        seen: at.width > 0 && at.height > 0 && at.bottom > 0 && at.top < innerHeight,
        tall: at.height,
    };
})()"""
REACHABLE = """[...document.querySelectorAll("a[href], button, input, select, [tabindex='0']")]
    .filter(one => one.offsetParent !== null || one.getClientRects().length).length"""


@pytest.mark.parametrize("path", ["index.html", "rounds/1.html", "check.html"])
async def test_everything_can_be_reached_by_keyboard_in_order_and_is_seen_there(
    page: Tab, folder: Path, path: str
) -> None:
    await page.resize(1280)
    await page.open((folder / path).as_uri())
    count = await page.ask(REACHABLE)
    walked: list[Json] = []
    for _ in range(count):
        await page.press("Tab")
        here = await page.ask(FOCUS)
        await page.ask("document.activeElement.dataset.walked = ''")
        assert here["outline"] == "solid 3", here
        assert here["seen"], here
        walked.append(here)
    assert walked[0]["words"] == "Skip to the content"
    assert await page.ask("document.querySelectorAll('[data-walked]').length") == count > 7
    order = await page.ask("[...document.querySelectorAll('[data-walked]')].map(one => one.tagName.toLowerCase())")
    assert [one["tag"] for one in walked] == order
    await page.press("Tab")
    assert (await page.ask("document.activeElement.tagName")) == "BODY", "the focus is kept in the page"


async def test_the_first_key_leads_past_the_head(page: Tab, folder: Path) -> None:
    await page.open((folder / "rounds/1.html").as_uri())
    place = "document.activeElement.getBoundingClientRect().left"
    assert await page.ask("document.querySelector('.skip').getBoundingClientRect().right") <= 0
    await page.press("Tab")
    assert await page.ask(place) >= 0
    await page.press("Enter")
    assert await page.ask("document.activeElement.id") == "content"
    await page.press("Tab")
    assert await page.ask("document.activeElement.closest('main') !== null")


async def test_what_is_pressed_is_large_enough(page: Tab, folder: Path) -> None:
    """Links in a row and fields; links inside a sentence may be as tall as the sentence (WCAG 2.5.8)."""
    await page.resize(320)
    for path in KINDS:
        await page.open((folder / path).as_uri())
        small = await page.ask(
            """[...document.querySelectorAll("nav a, button, input, select")].map(one =>
                 [one.textContent, one.getBoundingClientRect()]).filter(([, at]) => at.height < 24).length"""
        )
        assert small == 0, path


async def test_nothing_on_any_page_moves(page: Tab, folder: Path) -> None:
    """So there is nothing to stop for those whom motion makes ill, whatever they have told their system."""
    for path in KINDS:
        await page.open((folder / path).as_uri())
        moving = await page.ask(
            """[...document.querySelectorAll("*")].map(one => getComputedStyle(one)).filter(style =>
                 style.animationName !== "none" || parseFloat(style.transitionDuration) > 0
                 || style.scrollBehavior !== "auto").length"""
        )
        assert moving == 0, path


# --- the list ---------------------------------------------------------------------------------------------

SEEN = """[...document.querySelectorAll("#rounds > li")].filter(one => !one.hidden)
    .map(one => one.querySelector("a").textContent)"""
STATUS = "document.getElementById('find-shown').textContent.trim()"


async def test_a_decision_is_found_by_typing(page: Tab, folder: Path) -> None:
    await page.open((folder / "index.html").as_uri())
    assert len(await page.ask(SEEN)) == 4
    await page.ask("document.getElementById('find-words').focus()")
    await page.type("EVENINGS lamps")
    (found,) = await page.ask(SEEN)
    assert found.startswith("Round 1:")
    assert await page.ask(STATUS) == "Shown now: 1 of 4."
    await page.type(" zebra")
    assert await page.ask(SEEN) == []
    assert not await page.ask("document.getElementById('find-none').hidden")
    await page.press("Backspace", 6)
    assert len(await page.ask(SEEN)) == 1
    assert await page.ask("document.getElementById('find-none').hidden")


async def test_accents_and_case_do_not_matter(page: Tab, folder: Path) -> None:
    await page.open((folder / "index.html").as_uri())
    await page.ask("document.getElementById('find-words').focus()")
    await page.type("Lämps ALONG")
    assert [found[:8] for found in await page.ask(SEEN)] == ["Round 1:"]


async def test_the_list_is_narrowed_by_keyboard_and_shown_whole_again(page: Tab, folder: Path) -> None:
    await page.open((folder / "index.html").as_uri())
    await page.ask("document.getElementById('find-step').focus()")
    await page.type("v")
    assert await page.ask("document.getElementById('find-step').value") == "voting"
    assert [found[:8] for found in await page.ask(SEEN)] == ["Round 2:"]
    assert await page.ask(STATUS) == "Shown now: 1 of 4."
    await page.ask("document.getElementById('find-result').focus()")
    await page.type("decided")
    assert await page.ask(SEEN) == []
    await page.ask("document.querySelector('#find button').focus()")
    await page.press("Enter")
    await asyncio.sleep(0.1)
    assert len(await page.ask(SEEN)) == 4
    assert await page.ask(STATUS) == "Shown now: 4 of 4."


async def test_enter_in_the_field_does_not_leave_the_page(page: Tab, folder: Path) -> None:
    await page.open((folder / "index.html").as_uri())
    await page.ask("document.getElementById('find-words').focus(); window.stays = true")
    await page.type("tea")
    await page.press("Enter")
    await asyncio.sleep(0.2)
    assert await page.ask("window.stays") is True
    assert page.complaints == []


async def test_without_scripts_the_whole_list_is_there(page: Tab, folder: Path) -> None:
    await page.call("Emulation.setScriptExecutionDisabled", value=True)
    await page.open((folder / "index.html").as_uri())
    answer = await page.call("DOMSnapshot.captureSnapshot", computedStyles=["display"], includeDOMRects=True)
    names = [answer["strings"][index] for index in answer["documents"][0]["layout"]["text"] if index >= 0]
    text = " ".join(names)
    assert all(f"Round {no}" in text for no in (1, 2, 3, 4))
    assert "Show all again" not in text
    assert page.complaints == []


# --- no network -------------------------------------------------------------------------------------------


async def test_a_page_asks_for_nothing_but_itself_and_says_nothing_in_the_console(page: Tab, folder: Path) -> None:
    for path in KINDS:
        address = (folder / path).as_uri()
        await page.open(address)
        await asyncio.sleep(0.1)
        assert page.requests == [address]
        assert page.complaints == []


class Quiet(SimpleHTTPRequestHandler):
    """A static host that remembers what it was asked for."""

    asked: list[str]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the library's name for it
        self.asked.append(f"{self.command} {self.path}")


@pytest.fixture
def host(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The site on a static host on this machine, under a folder as such hosts do it."""
    asked: list[str] = []
    handler = type("Host", (Quiet,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder.parent))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/pages", asked
        server.shutdown()
        thread.join()


async def test_it_works_on_a_static_host_too_and_can_be_walked_there(page: Tab, host: tuple[str, list[str]]) -> None:
    home, asked = host
    await page.open(f"{home}/index.html")
    await page.ask("document.querySelector('#rounds a').click()")
    await asyncio.sleep(0.5)
    assert await page.ask("location.pathname") == "/pages/rounds/4.html"
    await page.ask("document.querySelector('header nav a[href*=log]').click()")
    await asyncio.sleep(0.5)
    assert await page.ask("document.querySelector('h1').textContent") == "The log, page 1"
    assert [line for line in asked if "favicon" not in line] == [
        "GET /pages/index.html",
        "GET /pages/rounds/4.html",
        "GET /pages/log/1.html",
    ]
    assert page.complaints == []


async def test_the_policy_of_a_page_stops_whatever_would_get_into_it(
    page: Tab, folder: Path, host: tuple[str, list[str]]
) -> None:
    """As if somebody's words had become markup after all: nothing runs, nothing is loaded, nothing is sent."""
    home, asked = host
    await page.open((folder / "rounds/3.html").as_uri())
    await page.ask(
        f"""(() => {{
            const put = (tag, more) => document.body.append(Object.assign(document.createElement(tag), more));
            put("script", {{textContent: "window.ran = 'inline'"}});
            put("script", {{src: "{home}/x.js"}});
            put("img", {{src: "{home}/x.png"}});
            put("iframe", {{src: "{home}/index.html"}});
            put("link", {{rel: "stylesheet", href: "{home}/x.css"}});
            put("style", {{textContent: "body {{ background: url({home}/y.png) }}"}});
            const form = Object.assign(document.createElement("form"), {{action: "{home}/index.html"}});
            document.body.append(form);
            form.submit();
            return fetch("{home}/z").then(() => "sent", () => "stopped");
        }})()"""
    )
    await asyncio.sleep(0.5)
    assert await page.ask("window.ran ?? null") is None
    assert await page.ask("location.protocol") == "file:"
    assert asked == []
    assert len(page.complaints) >= 6


# --- light, dark and paper --------------------------------------------------------------------------------


async def test_who_prefers_the_dark_has_it(page: Tab, folder: Path) -> None:
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    await page.open((folder / "index.html").as_uri())
    await page.show_as(prefers_color_scheme="light")
    light = await page.ask(colour)
    await page.show_as(prefers_color_scheme="dark")
    assert (light, await page.ask(colour)) == ("rgb(253, 252, 249)", "rgb(22, 25, 28)")


DRAWINGS = """(() => {
    const number = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(one => {
        const part = one / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }).reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const paper = number(getComputedStyle(document.documentElement).backgroundColor);
    const against = colour => {
        const [low, high] = [paper, number(colour)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    return [...document.querySelectorAll("svg rect")].map(one => {
        const style = getComputedStyle(one);
        return against(style.fill === "none" ? style.stroke : style.fill);
    });
})()"""


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_drawings_stand_out_from_the_paper(page: Tab, folder: Path, scheme: str, media: str) -> None:
    """At least 3 to 1 (WCAG 1.4.11), by the formula of relative luminance in WCAG 2.2."""
    await page.show_as(media, prefers_color_scheme=scheme)
    for path in ("rounds/1.html", "rounds/2.html", "rounds/4.html"):
        await page.open((folder / path).as_uri())
        contrasts = await page.ask(DRAWINGS)
        assert len(contrasts) > 5
        assert min(contrasts) >= 3, path


async def test_paper_is_white_and_has_the_words_without_what_can_be_pressed(page: Tab, folder: Path) -> None:
    await page.show_as("print", prefers_color_scheme="dark")
    await page.open((folder / "index.html").as_uri())
    style = "(([name, property]) => getComputedStyle(document.querySelector(name))[property])"
    assert await page.ask(f"{style}(['html', 'backgroundColor'])") == "rgb(255, 255, 255)"
    assert await page.ask(f"{style}(['html', 'color'])") == "rgb(0, 0, 0)"
    assert await page.ask(f"{style}(['nav', 'display'])") == "none"
    assert await page.ask(f"{style}(['form', 'display'])") == "none"
    answer = await page.call("Page.printToPDF", printBackground=False)
    pdf = base64.b64decode(answer["data"])
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 10_000
