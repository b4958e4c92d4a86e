"""Makes the pictures in docs/pictures: what a member sees of the round of `make demo` in two Matrix clients.

    make pictures

plays the round on a homeserver of its own, with the bot, logs Ben in to Element and to Hydrogen as anybody logs in,
and takes pictures of what stands there. `client/README.md` says what the clients are and under which licences.
"""

# ruff: noqa: INP001, T201 # a program beside the pages it makes pictures for, run by its path; it says what it does

from __future__ import annotations

import asyncio
import io
import json
import sys
import tempfile
import traceback
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from browser import Page, browser
from PIL import Image

from codesign_bot.demo.paper import Paper
from codesign_bot.demo.show import ALIAS, opened
from codesign_bot.demo.stage import BOT, Stage, staged
from codesign_bot.demo.story import tell
from codesign_bot.ports import Voice

PICTURES = Path(__file__).with_name("pictures")
ROOM = "Riverside"
WIDE, WINDOW, PHONE = (1180, 1000, 1.25), (880, 1000, 1.5), (390, 844, 2.0)
"""Width and height in the pixels of the page, and how many the picture has for each."""
COLOURS = 128
"""More are not seen in a picture of text, and make it several times as large."""
SETTLED_SECONDS = 0.5
"""Until what was scrolled to stands still."""
CARD_SECONDS = 2.0
"""Until the card has followed what is said in the room."""
LATER_SECONDS = 6.0
"""Until the card has followed what people do, while a round is young."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client's own names for what is on its page, as CSS selectors."""

    name: str
    account: str
    password: str
    ready: str
    """There once it has logged in."""
    message: str
    scroller: str
    covered: int
    """Pixels at the top of the scroller that something else stands in front of, and of what comes before."""
    seek: str
    """A script that goes on to where the next message may be."""


ELEMENT = Client(
    name="element",
    account="input[name=username]",
    password="input[name=password]",  # noqa: S106 # where it is typed, not what
    ready=".mx_LeftPanel",
    message=".mx_EventTile",
    scroller=".mx_RoomView_messagePanel",
    covered=16,
    seek="document.querySelector('.mx_JumpToBottomButton_scrollDown')?.click()",
)
HYDROGEN = Client(
    name="hydrogen",
    account="#username",
    password="#password",  # noqa: S106 # as above
    ready=".RoomList",
    message=".Timeline li",
    scroller=".Timeline_scroller",
    covered=52,
    seek="document.querySelector('.Timeline_scroller').scrollBy(0, -600)",
)


@dataclass(slots=True)
class Camera:
    """One of Ben's clients, and what is photographed of it."""

    page: Page
    client: Client
    address: str
    voice: Voice

    def words(self, key: str, **arguments: str | int) -> str:
        """A text of the bot."""
        return self.voice.words(key, arguments)

    async def log_in(self, name: str, password: str) -> None:
        """As a person does: name, password, Enter."""
        await self.page.open(f"{self.address}/{self.client.name}/#/login")
        for selector, words in ((self.client.account, name), (self.client.password, password)):
            await self.page.click(selector)
            await self.page.type(words)
        await self.page.enter()
        await self.page.until(f"!!document.querySelector({json.dumps(self.client.ready)})", "the list of rooms")

    async def take(self, name: str, words: str) -> None:
        """Wait for the newest message with these words, bring its beginning to the top, and keep what is seen.

        A client may scroll by itself when somebody writes just then, so it is brought there until it stays.
        """
        found = f"""[...document.querySelectorAll({json.dumps(self.client.message)})]
            .filter((one) => one.innerText.includes({json.dumps(words)})).pop()"""
        bring = f"""(() => {{
            const found = {found};
            const box = document.querySelector({json.dumps(self.client.scroller)});
            const top = (one) => one.getBoundingClientRect().top;
            if (!found) {self.client.seek};
            else box.scrollTop += top(found) - top(box) - {self.client.covered};
            return found && top(found);
        }})()"""
        top = 0.0
        while True:
            before, top = top, await self.page.until(bring, f"a message with “{words}”")
            await asyncio.sleep(SETTLED_SECONDS)
            if top == before:
                break
        save(name, await self.page.picture())


def save(name: str, data: bytes) -> None:
    """As small as it gets without being seen to be, and without a word about where it was made."""
    PICTURES.mkdir(exist_ok=True)
    picture = Image.open(io.BytesIO(data)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    file = PICTURES / f"{name}.png"
    picture.save(file, optimize=True)
    print(f"{file.name}: {picture.width} x {picture.height}, {file.stat().st_size // 1000} kB", file=sys.stderr)


async def during(camera: Camera) -> None:
    """In the room, while the round goes on."""
    page = camera.page
    await in_element(camera)
    await _seen(camera, "!question")
    await asyncio.sleep(LATER_SECONDS)
    await page.resize(*WIDE)
    await in_element(camera)
    await page.ask("mxRightPanelStore.setCard({ phase: 'PinnedMessages' })")
    await page.until("!!document.querySelector('.mx_RightPanel .mx_EventTile_body')", "the card")
    await camera.take("framing", "!frame")
    await page.ask("mxRightPanelStore.hide()")
    await page.resize(*WINDOW)
    await _take(camera, "voting", camera.words("step-begins", step=camera.words("phase-voting")))
    await _take(camera, "tally", camera.words("tie-steps"))
    await _take(camera, "outcome", camera.words("outcome"))


async def _take(camera: Camera, name: str, words: str) -> None:
    """As `take`, after coming in anew: while somebody looks on, Element goes on to show the card as it was above."""
    await _seen(camera, words)
    await asyncio.sleep(CARD_SECONDS)
    await in_element(camera)
    await camera.take(name, words)


async def _seen(camera: Camera, words: str) -> None:
    """Wait until these words stand in the room."""
    is_there = f"document.querySelector('main').innerText.includes({json.dumps(words)})"
    await camera.page.until(f"{is_there} || ({camera.client.seek}, false)", f"“{words}”")


async def in_element(camera: Camera) -> None:
    """Enter the room, from outside."""
    await camera.page.ask("location.hash = '#/home'")
    await camera.page.until("!!document.querySelector('.mx_HomePage')", "the first page")
    await camera.page.ask(f"location.hash = '#/room/{ALIAS}'")
    await camera.page.until("!!document.querySelector('.mx_PinnedMessageBanner')", "what is pinned in the room")


async def in_hydrogen(camera: Camera, name: str) -> None:
    """Enter a room from the list of rooms."""
    rooms = f"[...document.querySelectorAll('.RoomList a')].filter((one) => one.innerText.includes({json.dumps(name)}))"
    await camera.page.until(f"{rooms}.map((one) => one.click()).length", f"the room {name}")


async def afterwards(camera: Camera, ballot: str) -> None:
    """On the phone, where everything still stands. `ballot` is what Ben typed."""
    await in_hydrogen(camera, BOT)
    await camera.take("files", ".jsonl")
    await camera.take("ballot", f"vote {ballot}")
    await camera.page.ask("history.back()")
    await in_hydrogen(camera, ROOM)
    await camera.take("request", camera.words("request-made", request=1, who="Olga", act="\n").split("\n")[0])


async def main(sites: Path) -> None:
    """All pictures, anew."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as name:
        folder = Path(name)
        async with AsyncExitStack() as stack:
            stage = await stack.enter_async_context(staged(folder / "round", 0))
            address = await stack.enter_async_context(served(sites, stage))
            paper = Paper(io.StringIO(), io.StringIO())
            show = await stack.enter_async_context(opened(stage, paper, lambda: None))
            password = stage.people["Ben"].login.password

            window = await stack.enter_async_context(browser(folder / "window"))
            element = Camera(window, ELEMENT, address, stage.voice)
            await window.resize(*WINDOW)
            await element.log_in("ben", password)
            await window.ask("localStorage.setItem('mx_lhs_size', '0')")  # a narrow list of rooms
            await window.reload()
            await window.until("!!document.querySelector('.mx_HomePage')", "the first page")
            async with asyncio.TaskGroup() as group:
                group.create_task(tell(show), name="pictures: the round")
                group.create_task(during(element), name="pictures: the room")

            phone = await stack.enter_async_context(browser(folder / "phone"))
            hydrogen = Camera(phone, HYDROGEN, address, stage.voice)
            await phone.resize(*PHONE)
            await hydrogen.log_in("ben", password)
            await afterwards(hydrogen, show.ballot(lamps=2, films=1))


@asynccontextmanager
async def served(sites: Path, stage: Stage) -> AsyncGenerator[str]:
    """The clients on a port of their own, with the homeserver filled in. Yields the address."""
    config = {
        "brand": "Element",
        "default_server_config": {"m.homeserver": {"base_url": stage.url, "server_name": "localhost"}},
        "disable_guests": True,
        "features": {"feature_release_announcement": False},
    }

    async def answer(_request: web.Request) -> web.Response:
        return web.json_response(config)

    async def first(request: web.Request) -> web.FileResponse:
        return web.FileResponse(sites / request.match_info["client"] / "index.html")

    site = web.Application()
    site.router.add_get("/{client}/config.json", answer)
    site.router.add_get("/{client}/", first)
    site.router.add_static("/", sites)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        yield f"http://localhost:{port}"
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    try:
        asyncio.run(main(Path(sys.argv[1]).resolve()))
    except Exception:  # noqa: BLE001 # shown whole, and the end of it
        traceback.print_exc()
        sys.exit(1)
