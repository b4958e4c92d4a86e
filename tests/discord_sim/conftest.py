"""A simulated Discord for each test, held to the published description of the real one where that is at hand."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.discord import DiscordServer, Limits, SchemaUnavailable
from codesign_bot.testing.discord.schema import Schema

from .bots import Bot, point_at, running
from .raw import Raw

OPENAPI = Path(__file__).parents[2] / "../shared/data/discord/openapi.json"


def openapi_or_none() -> Path | None:
    """The published description; None where it, or the validator, is absent."""
    try:
        Schema(OPENAPI)
    except SchemaUnavailable:
        return None
    return OPENAPI


@pytest.fixture(scope="session")
def openapi() -> Path:
    found = openapi_or_none()
    if found is None:
        pytest.skip("needs ../shared/data/discord/openapi.json and jsonschema-rs")
    return found


@pytest.fixture
def clock() -> ControlledClock:
    return ControlledClock()


class StartServer(Protocol):
    def __call__(self, **options: object) -> AbstractAsyncContextManager[DiscordServer]: ...


@asynccontextmanager
async def started(**options: object) -> AsyncGenerator[DiscordServer]:
    chosen: dict[str, Any] = {"openapi": openapi_or_none(), "limits": Limits.none()} | options
    async with DiscordServer(**chosen) as server:
        yield server


@pytest.fixture
def start_server() -> StartServer:
    """A simulator without rate limits, unless it is asked for them."""
    return started


@pytest.fixture
async def server(clock: ControlledClock) -> AsyncIterator[DiscordServer]:
    """One whose clock only moves when the test moves it."""
    async with started(clock=clock) as one:
        yield one


@pytest.fixture(autouse=True)
def pointed_nowhere() -> Iterator[None]:
    """No test leaves discord.py pointed at its simulator, and none can reach the real Discord."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = "http://127.0.0.1:9/nowhere"
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[Bot]:
    """A connected bot without commands."""
    async with running(Bot(), server) as one:
        yield one


@pytest.fixture
async def raw(server: DiscordServer) -> AsyncIterator[Raw]:
    """Requests by hand, as a library with a bug might make them."""
    point_at(server)
    async with Raw(server) as one:
        yield one
