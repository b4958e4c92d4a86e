"""The first answer to an interaction: given once, whatever becomes of a try, and everything refused is counted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp
import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from discord.http import Route

from codesign_discord import refusals
from codesign_discord.callbacks import TRIES, Callbacks, callback_session
from codesign_discord.errors import ANSWERED_ALREADY
from codesign_discord.refusals import Refusals

BODY = {"type": 7, "data": {"content": "“Ä”"}}
LATE = web.HTTPBadRequest.status_code


Said = tuple[int, Mapping[str, object], Mapping[str, str]]
Asked = tuple[str, str, Mapping[str, str]]


@dataclass(slots=True)
class Discord:
    """Answers each request with the next of these: a status, what it says, and by whose way."""

    next: list[Said] = field(default_factory=list[Said])
    heard: list[Asked] = field(default_factory=list[Asked])

    async def answers(self, request: web.Request) -> web.Response:
        self.heard.append((request.raw_path, await request.text(), dict(request.headers)))
        status, said, headers = self.next.pop(0)
        if status == 0:
            assert request.transport is not None
            request.transport.abort()
        if status == web.HTTPNoContent.status_code:
            return web.Response(status=status)
        whole = json.dumps(said).encode()
        return web.Response(body=whole, status=status or 500, headers={"Content-Type": "application/json", **headers})

    def will(self, status: int, code: int = 0, *, after: float | None = None, via: bool = True) -> None:
        """Say this to the next request that has no answer yet."""
        said: dict[str, object] = {"message": "no", "code": code}
        if after is not None:
            said["retry_after"] = after
        self.next.append((status, said, {"Via": "1.1 google"} if via else {}))


@pytest.fixture
async def there(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    found = Discord()
    application = web.Application()
    application.router.add_post("/{path:.*}", found.answers)
    async with TestServer(application) as server:
        monkeypatch.setattr(Route, "BASE", str(server.make_url("/api")))
        yield found


@pytest.fixture
def counted() -> Refusals:
    return Refusals(lambda: 0.0)


@pytest.fixture
async def answers(counted: Refusals) -> AsyncIterator[Callbacks]:
    async with callback_session("DiscordBot (here, 1)") as session:
        yield Callbacks(session, counted)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it waited each time: nobody waits here."""
    waited: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        waited.append(seconds)
        await sleep(0)

    monkeypatch.setattr("codesign_discord.callbacks.asyncio.sleep", noted)
    return waited


async def test_an_answer_is_one_request_with_all_that_discord_asks_for(there: Discord, answers: Callbacks) -> None:
    there.will(204)
    await answers.give("12", "a/b=", BODY)
    ((path, said, headers),) = there.heard
    assert path == "/api/interactions/12/a%2Fb=/callback"
    assert json.loads(said) == BODY
    assert headers["Content-Type"] == "application/json"
    assert headers["User-Agent"] == "DiscordBot (here, 1)"


async def test_where_discord_is_in_trouble_it_is_asked_again(
    there: Discord, answers: Callbacks, waits: list[float]
) -> None:
    there.will(502)
    there.will(204)
    await answers.give("1", "t", BODY)
    assert len(there.heard) == 2
    assert waits == [1.0]


async def test_a_try_that_had_arrived_although_it_failed_is_an_answer(there: Discord, answers: Callbacks) -> None:
    there.will(500)
    there.will(LATE, ANSWERED_ALREADY)
    await answers.give("1", "t", BODY)
    assert len(there.heard) == 2


async def test_an_answer_that_somebody_else_gave_is_told_from_our_own(there: Discord, answers: Callbacks) -> None:
    there.will(LATE, ANSWERED_ALREADY)
    with pytest.raises(discord.HTTPException) as refused:
        await answers.give("1", "t", BODY)
    assert refused.value.code == ANSWERED_ALREADY
    # One doubt is forgotten with the interaction that it is about.
    for status, code in ((500, 0), (204, 0), (LATE, ANSWERED_ALREADY)):
        there.will(status, code)
    await answers.give("2", "t", BODY)
    with pytest.raises(discord.HTTPException):
        await answers.give("3", "t", BODY)


async def test_a_limit_is_waited_for_and_leaves_no_doubt(
    there: Discord, answers: Callbacks, waits: list[float]
) -> None:
    there.will(429, after=0.25)
    there.will(LATE, ANSWERED_ALREADY)
    with pytest.raises(discord.HTTPException):
        await answers.give("1", "t", BODY)
    assert waits == [0.25]


async def test_a_ban_is_not_asked_again(there: Discord, answers: Callbacks) -> None:
    """Without a `Via` it does not come from Discord, but from what stands before it."""
    there.will(429, after=0.25, via=False)
    with pytest.raises(discord.HTTPException):
        await answers.give("1", "t", BODY)
    assert len(there.heard) == 1


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 50035), (403, 50013), (401, 0)])
async def test_what_is_refused_is_raised_at_once_with_its_number(
    there: Discord, answers: Callbacks, status: int, code: int
) -> None:
    there.will(status, code)
    with pytest.raises(discord.HTTPException) as refused:
        await answers.give("1", "t", BODY)
    assert (refused.value.status, refused.value.code) == (status, code)
    assert len(there.heard) == 1


@pytest.mark.parametrize("status", [500, 429])
async def test_it_is_not_asked_for_ever(there: Discord, answers: Callbacks, status: int) -> None:
    for _ in range(TRIES + 1):
        there.will(status, after=0.1)
    with pytest.raises(discord.HTTPException) as refused:
        await answers.give("1", "t", BODY)
    assert refused.value.status == status
    assert len(there.heard) == TRIES


async def test_a_connection_that_breaks_is_for_whoever_asked(there: Discord, answers: Callbacks) -> None:
    there.will(0)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await answers.give("1", "t", BODY)


async def test_every_refusal_counts(
    there: Discord, answers: Callbacks, counted: Refusals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "MOST", 3)
    for status in (404, 401, 500, 204, 403):
        there.will(status, via=False)
    for number in range(4):
        with suppress(discord.HTTPException):
            await answers.give(str(number), "t", BODY)
    assert there.next == []
    assert counted.wait() == 0.0
    there.will(429, via=False)
    with suppress(discord.HTTPException):
        await answers.give("5", "t", BODY)
    assert counted.wait() > 0
