"""Drives Chromium over its own protocol: opens a page, types, waits for words, takes pictures.

The commands are those of the Chrome DevTools Protocol. Only `make_pictures.py` beside it uses this.
"""

# ruff: noqa: INP001 # a part of a program beside the pages it makes pictures for, run by its path

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

Json = dict[str, Any]
"""What came over the wire: its shape is whatever the browser made of it."""

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--lang=en-GB",
    "--no-first-run",
    "--remote-debugging-port=0",
)
ANSWER_SECONDS = 30.0
PATIENCE_SECONDS = 240.0
LOOK_AGAIN_SECONDS = 0.2


class BrowserTrouble(Exception):
    """The browser is missing, did not start, or did not show what was waited for."""


@dataclass(slots=True)
class Page:
    """One page. Every method waits until the browser has done it. Raises `BrowserTrouble`."""

    socket: aiohttp.ClientWebSocketResponse
    last: int = 0

    async def call(self, method: str, **parameters: object) -> Json:
        """One command of the protocol; what the browser tells meanwhile is not needed."""
        self.last += 1
        await self.socket.send_json({"id": self.last, "method": method, "params": parameters})
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                answer: Json = await self.socket.receive_json()
                if answer.get("id") == self.last:
                    break
        if "error" in answer:
            raise BrowserTrouble(f"{method}: {answer['error']['message']}")
        result: Json = answer["result"]
        return result

    async def resize(self, width: int, height: int, scale: float) -> None:
        """In the pixels of the page; a picture has `scale` times as many each way."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False
        )

    async def open(self, address: str) -> None:
        """Go to an address. It may take a while until something is there."""
        await self.call("Page.navigate", url=address)

    async def reload(self) -> None:
        """Load the same page again."""
        await self.call("Page.reload")

    async def ask(self, script: str) -> Any:  # noqa: ANN401 # whatever the script makes of the page
        """The value of an expression. None where the page is on its way to another, or the script fails."""
        answer = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return None if "exceptionDetails" in answer else answer["result"].get("value")

    async def until(self, script: str, what: str) -> Any:  # noqa: ANN401 # as `ask`
        """Wait until an expression is true; returns its value."""
        gives_up = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < gives_up:
            found = await self.ask(script)
            if found:
                return found
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        raise BrowserTrouble(f"the page did not show {what}")

    async def click(self, selector: str) -> None:
        """Press an element with the mouse, once it is there."""
        place = f"""(() => {{
            const at = document.querySelector({json.dumps(selector)}).getBoundingClientRect();
            return at.width > 0 && [at.x + at.width / 2, at.y + at.height / 2];
        }})()"""
        x, y = await self.until(place, selector)
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        await self.call("Input.dispatchMouseEvent", type="mouseMoved", x=0, y=0)

    async def type(self, words: str) -> None:
        """Type where the cursor is."""
        await self.call("Input.insertText", text=words)

    async def enter(self) -> None:
        """Press the Enter key."""
        for kind in ("keyDown", "keyUp"):
            await self.call("Input.dispatchKeyEvent", type=kind, key="Enter", windowsVirtualKeyCode=13, text="\r")

    async def picture(self) -> bytes:
        """What is seen in the window, as PNG."""
        answer = await self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(answer["data"])


@asynccontextmanager
async def browser(profile: Path) -> AsyncGenerator[Page]:
    """A page of a browser of its own, which keeps everything in the folder `profile`. Raises `BrowserTrouble`."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise BrowserTrouble(f"no Chromium was found under any of these names: {', '.join(NAMES)}")
    # The sandbox of Chromium does not work for root, as in a container; it opens nothing but our own pages.
    flags = (*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else []), f"--user-data-dir={profile}")
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(program, *flags, "about:blank", stdout=quiet, stderr=quiet)
    try:
        async with aiohttp.ClientSession() as session:
            address = f"http://127.0.0.1:{await _port(profile / 'DevToolsActivePort')}/json/new?about:blank"
            async with session.put(address) as answer:
                target = await answer.json()
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Page(socket)
    finally:
        process.terminate()
        await process.wait()


async def _port(file: Path) -> int:
    """The browser writes the port into a file once it listens: there are two lines then."""
    gives_up = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < gives_up:
        lines = await asyncio.to_thread(_lines, file)
        if len(lines) > 1:
            return int(lines[0])
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
    raise BrowserTrouble("Chromium did not start")


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []
