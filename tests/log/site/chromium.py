"""A real Chromium, driven by its own protocol: real keys, every request it makes, every word in its console."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import time
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import aiohttp

Json = dict[str, Any]
"""What came over the wire: its shape is whatever the browser made of it."""

FETCHED = Path(__file__).parents[3] / "build/browser"
AXE = FETCHED / "node_modules/axe-core/axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--lang=en-GB",
    "--no-first-run",
    "--remote-debugging-port=0",
)
ANSWER_SECONDS = 60.0
KEYS: Mapping[str, tuple[int, str]] = {
    "Tab": (9, ""),
    "Enter": (13, "\r"),
    "ArrowDown": (40, ""),
    "Backspace": (8, ""),
}
"""The keys that are pressed here: the code of each for the browser, and what it types."""


def program() -> Path | None:
    """The system's Chromium, else the one that was fetched for the tests, else none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    fetched = FETCHED / "chromium/chromium"
    return Path(found) if found else fetched if fetched.exists() else None


@contextmanager
def chromium(profile: Path) -> Generator[int]:
    """A browser of its own, which keeps everything in the folder `profile`. Gives the port it is driven by."""
    chosen = program()
    assert chosen is not None
    # The sandbox of Chromium does not work for root, as in a container; it opens nothing but our own pages.
    flags = (*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else []), f"--user-data-dir={profile}", "about:blank")
    libraries = {"LD_LIBRARY_PATH": str(chosen.parent / "lib")} if chosen.is_relative_to(FETCHED) else {}
    quiet = subprocess.DEVNULL
    with subprocess.Popen([chosen, *flags], stdout=quiet, stderr=quiet, env={**os.environ, **libraries}) as process:
        try:
            yield _port(profile / "DevToolsActivePort")
        finally:
            process.terminate()


def _port(file: Path) -> int:
    """The browser writes the port into a file once it listens: there are two lines then."""
    gives_up = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < gives_up:
        if file.exists() and len(lines := file.read_text().splitlines()) > 1:
            return int(lines[0])
        time.sleep(0.05)
    raise AssertionError("Chromium did not start")


@dataclass
class Tab:
    """One page of the browser, with everything it was seen to do since it was opened."""

    socket: aiohttp.ClientWebSocketResponse
    events: list[Json] = field(default_factory=list[Json])
    last: int = 0

    async def call(self, method: str, **parameters: object) -> Json:
        """One command of the protocol. What the browser tells meanwhile is kept."""
        self.last += 1
        await self.socket.send_json({"id": self.last, "method": method, "params": parameters})
        answer = await self._until(lambda one: one.get("id") == self.last)
        assert "error" not in answer, answer
        return cast("Json", answer["result"])

    async def _until(self, is_it: Callable[[Json], bool]) -> Json:
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                told = cast("Json", await self.socket.receive_json())
                if "method" in told:
                    self.events.append(told)
                if is_it(told):
                    return told

    async def open(self, address: str) -> None:
        """Go to an address and wait until everything is there."""
        self.events.clear()
        await self.call("Page.navigate", url=address)
        if not any(one["method"] == "Page.loadEventFired" for one in self.events):
            await self._until(lambda one: one.get("method") == "Page.loadEventFired")

    async def ask(self, script: str) -> Any:  # noqa: ANN401 # whatever the script makes of the page
        """The value of an expression, which may be a promise."""
        answer = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def press(self, key: str, times: int = 1) -> None:
        code, text = KEYS[key]
        for _ in range(times):
            for kind in ("keyDown", "keyUp"):
                await self.call(
                    "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, text=text
                )

    async def type(self, words: str) -> None:
        """Type letter by letter where the cursor is."""
        for letter in words:
            await self.call("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=letter)

    async def resize(self, width: int, scale: float = 1, height: int = 900) -> None:
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False
        )

    async def show_as(self, media: str = "", **features: str) -> None:
        """As paper or a screen, and with what the reader prefers: `prefers_color_scheme="dark"`."""
        wished = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        await self.call("Emulation.setEmulatedMedia", media=media, features=wished)

    @property
    def requests(self) -> list[str]:
        """Every address that was asked for."""
        return [one["params"]["request"]["url"] for one in self.events if one["method"] == "Network.requestWillBeSent"]

    @property
    def complaints(self) -> list[str]:
        """Everything in the console, and every fault of a script."""
        loud = {"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"}
        return [json.dumps(one["params"]) for one in self.events if one["method"] in loud]

    async def axe(self) -> list[str]:
        """What axe finds wrong, one line for each kind, with where it is."""
        await self.ask(f"{AXE.read_text(encoding='utf-8')}; 0")
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = await self.ask(f"axe.run(document, {{runOnly: {json.dumps(tags)}}})")
        assert len(found["passes"]) > 15, "axe has looked at nothing"
        return [f"{one['id']}: {one['nodes'][0]['html'][:300]}" for one in found["violations"]]


@asynccontextmanager
async def tab(port: int) -> AsyncGenerator[Tab]:
    """A new page of the browser at this port, which is closed at the end."""
    home = f"http://127.0.0.1:{port}/json"
    async with aiohttp.ClientSession() as session:
        async with session.put(f"{home}/new?about:blank") as answer:
            target = await answer.json()
        async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
            opened = Tab(socket)
            for domain in ("Page", "Runtime", "Log", "Network"):
                await opened.call(f"{domain}.enable")
            yield opened
        async with session.get(f"{home}/close/{target['id']}"):
            pass
