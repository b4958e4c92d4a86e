"""A bot on discord.js lives on the same simulator, so that it is not shaped after discord.py alone.

Needs node and discord.js in build/discord_js; `sh .ci/discord_js` puts it there and runs this. Not part of `make test`.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from codesign_bot.testing.discord import DiscordServer, Pick

from ..conftest import StartServer  # noqa: TID252 # tests are no package

PROGRAM = Path(__file__).with_name("discord_js") / "bot.mjs"
FOLDER = Path(__file__).parents[3] / "build/discord_js"
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="no node on this machine"),
    pytest.mark.skipif(
        not (FOLDER / "node_modules/discord.js").exists(), reason="discord.js is not in build/discord_js"
    ),
]


@asynccontextmanager
async def running(server: DiscordServer) -> AsyncGenerator[dict[str, Any]]:
    """The bot as a child process, with what it said when it was ready."""
    arguments = (PROGRAM, FOLDER, server.api_base.removesuffix("/v10"), server.token)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(NODE or "node", *arguments, stdin=pipe, stdout=pipe)
    assert process.stdin
    assert process.stdout
    try:
        async with asyncio.timeout(30):
            line = await process.stdout.readline()
        found: dict[str, Any] = json.loads(line)
        yield found
    finally:
        process.stdin.close()
        async with asyncio.timeout(10):
            await process.wait()


async def test_a_bot_on_discord_js_lives_through_the_same_conversation(start_server: StartServer) -> None:
    async with start_server() as server, running(server) as told:
        assert told == {"ready": True, "refused": 50035, "guilds": 1}
        ana, ben = server.member("Ana"), server.member("Ben")
        await ben.sees("Framing goes on", "(edited)", "Thread: Talk")
        assert [one.name for one in await ana.autocompletes("/vote", idea="Ben")] == ["Benches"]
        await ana.types("/vote", idea=Pick("Tree"), dots=1)
        await ana.sees("4 of 5 dots left")
        await ana.presses("+")
        await ana.sees("3 of 5 dots left")
        await ana.types("/write")
        await ana.fills("An idea", your_words="More shade")
        await ana.sees("Kept: More shade")
        await ana.context_menu("Turn into an idea", ben.says("We need benches"))
        await ana.sees("An idea: We need benches")
        await ana.types("/export")
        await ana.sees("Ready", "[file: log.csv]", "And that was all")
        await ben.sees_nothing_of("dots left", "Kept", "Ready")
        assert [one.code for one in server.refused()] == [50035]
        assert server.mistakes == []


async def test_a_bot_on_discord_js_resumes_its_session(start_server: StartServer) -> None:
    async with start_server() as server, running(server) as told:
        assert told["ready"]
        server.gateway.drop()
        ana = server.member("Ana")
        await ana.types("/vote", idea="Benches")
        await ana.sees("5 of 5 dots left")
        assert (server.gateway.identified, server.gateway.resumed) == (1, 1)
