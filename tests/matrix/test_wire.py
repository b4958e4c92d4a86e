"""What a homeserver, or the proxy in front of it, may answer: each answer is one typed trouble."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import cast

import pytest
from aiohttp import web

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, Unreachable
from codesign_matrix.client import Client
from codesign_matrix.errors import PasswordAsked, Rejected, TokenRevoked, TooLarge, trouble
from codesign_matrix.fields import Json
from codesign_matrix.sending import Sender
from codesign_matrix.wire import Wire, path

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture
async def answering() -> AsyncIterator[Callable[[Answer], Awaitable[Wire]]]:
    """Starts a server that answers everything in one way; gives the wire to it."""
    runners: list[web.AppRunner] = []
    wires: list[Wire] = []

    async def start(answer: Answer) -> Wire:
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        runners.append(runner)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        wires.append(Wire(f"http://127.0.0.1:{port}/", "token"))
        return wires[-1]

    yield start
    for wire in wires:
        await wire.close()
    for runner in runners:
        await runner.cleanup()


def test_a_path_holds_any_character_in_any_segment() -> None:
    assert path("rooms", "!a/b?c#d%:x", "send") == "_matrix/client/v3/rooms/%21a%2Fb%3Fc%23d%25%3Ax/send"
    assert path("rooms", "!r", "state", "m.x", "") == "_matrix/client/v3/rooms/%21r/state/m.x/"


@pytest.mark.parametrize(
    ("status", "answer", "wanted"),
    [
        (429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2500}, Unreachable),
        (400, {"errcode": "M_LIMIT_EXCEEDED"}, Unreachable),
        (429, {}, Unreachable),
        (500, {"errcode": "M_UNKNOWN"}, Unreachable),
        (502, {}, Unreachable),
        (404, {}, Unreachable),
        (301, {}, Unreachable),
        (401, {"errcode": "M_UNKNOWN_TOKEN"}, TokenRevoked),
        (401, {"errcode": "M_UNKNOWN_TOKEN", "soft_logout": True}, TokenRevoked),
        (401, {"errcode": "M_MISSING_TOKEN"}, TokenRevoked),
        (403, {"errcode": "M_USER_DEACTIVATED"}, TokenRevoked),
        (401, {"flows": [], "session": "s"}, PasswordAsked),
        (401, {"flows": [], "session": "s", "errcode": "M_FORBIDDEN"}, PasswordAsked),
        (413, {"errcode": "M_TOO_LARGE"}, TooLarge),
        (403, {"errcode": "M_TOO_LARGE"}, TooLarge),
        (413, {"errcode": "M_UNKNOWN"}, TooLarge),
        (404, {"errcode": "M_NOT_FOUND"}, Gone),
        (403, {"errcode": "M_FORBIDDEN"}, NotAllowed),
        (403, {"errcode": "M_RESOURCE_LIMIT_EXCEEDED"}, NotAllowed),
        (404, {"errcode": "M_UNRECOGNIZED"}, Rejected),
        (400, {"errcode": "M_BAD_JSON"}, Rejected),
        (400, {"errcode": 7}, Unreachable),
    ],
)
def test_each_answer_is_the_trouble_of_who_must_move(status: int, answer: Json, wanted: type[PlatformTrouble]) -> None:
    found = trouble(status, answer)
    assert type(found) is wanted
    assert str(found) != ""


def test_a_rejection_is_a_refusal_too_so_that_nobody_tries_it_again() -> None:
    found = trouble(400, {"errcode": "M_BAD_JSON", "error": "bad value: my secret ballot"})
    assert isinstance(found, NotAllowed)
    assert isinstance(found, Rejected)
    assert found.code == "M_BAD_JSON"
    assert "ballot" not in str(found)


def test_the_wait_is_in_seconds_from_the_body_or_else_the_header() -> None:
    in_body = trouble(429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2500}, 9.0)
    in_header = trouble(429, {"errcode": "M_LIMIT_EXCEEDED"}, 9.0)
    nowhere = trouble(429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": "soon"})
    assert isinstance(in_body, Unreachable)
    assert isinstance(in_header, Unreachable)
    assert isinstance(nowhere, Unreachable)
    assert (in_body.retry_after, in_header.retry_after, nowhere.retry_after) == (2.5, 9.0, None)


@pytest.mark.parametrize("body", ["", "<html>bad gateway</html>", "[]", '"text"', '{"half":', "null"])
async def test_an_answer_that_is_no_json_object_is_tried_later(
    answering: Callable[[Answer], Awaitable[Wire]], body: str
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=body, content_type="application/json")

    wire = await answering(answer)
    with pytest.raises(Unreachable, match="not a JSON object"):
        await wire.call("GET", path("sync"))


@pytest.mark.parametrize("status", [500, 502, 503, 504, 404, 403, 520])
async def test_an_error_page_of_a_proxy_is_tried_later(
    answering: Callable[[Answer], Awaitable[Wire]], status: int
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text="<html>nginx</html>", headers={"Retry-After": "7"})

    wire = await answering(answer)
    with pytest.raises(Unreachable) as caught:
        await wire.call("GET", path("sync"))
    assert caught.value.retry_after == 7


async def test_a_retry_time_that_is_a_date_is_left_out(answering: Callable[[Answer], Awaitable[Wire]]) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "Fri, 01 May 2026 12:00:00 GMT"})

    wire = await answering(answer)
    with pytest.raises(Unreachable) as caught:
        await wire.call("GET", path("sync"))
    assert caught.value.retry_after is None


async def test_a_redirect_is_not_followed_with_the_token(
    answering: Callable[[Answer], Awaitable[Wire]],
) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        raise web.HTTPFound("/stolen")

    wire = await answering(answer)
    with pytest.raises(Unreachable):
        await wire.call("GET", path("sync"))
    assert asked == ["/_matrix/client/v3/sync"]


async def test_a_connection_cut_in_the_middle_of_an_answer_is_tried_later(
    answering: Callable[[Answer], Awaitable[Wire]],
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        cut = web.StreamResponse(headers={"Content-Length": "1000"})
        await cut.prepare(request)
        await cut.write(b'{"half":')
        assert request.transport
        request.transport.close()
        return cut

    wire = await answering(answer)
    with pytest.raises(Unreachable, match="did not answer"):
        await wire.call("GET", path("sync"))


async def test_an_answer_that_takes_too_long_is_tried_later(
    answering: Callable[[Answer], Awaitable[Wire]],
) -> None:
    async def answer(_: web.Request) -> web.Response:
        await asyncio.sleep(0.5)
        return web.Response(text="{}")

    wire = await answering(answer)
    with pytest.raises(Unreachable, match="did not answer"):
        await wire.call("GET", path("sync"), timeout_seconds=0.1)


@pytest.mark.parametrize(
    ("via", "asked"),
    [
        ((), ""),
        (("b", "c.org:8448"), "via=b&via=c.org:8448&server_name=b&server_name=c.org:8448"),
    ],
)
async def test_a_room_is_entered_by_the_servers_that_know_it(
    answering: Callable[[Answer], Awaitable[Wire]], via: tuple[str, ...], asked: str
) -> None:
    """Without them a homeserver that never saw the room cannot find it."""
    seen: list[tuple[str, str]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((request.path, request.query_string))
        return web.json_response({"room_id": "!a:b"})

    # Of all that a connection has only the wire is needed here.
    client = cast("Client", SimpleNamespace(wire=await answering(answer), committing=None))
    assert await Sender(client).join("!a:b", via) == "!a:b"
    assert seen == [("/_matrix/client/v3/join/!a:b", asked)]


async def test_what_is_asked_arrives_as_it_was_meant(answering: Callable[[Answer], Awaitable[Wire]]) -> None:
    seen: list[object] = []

    async def answer(request: web.Request) -> web.Response:
        body = await request.read()
        token = request.headers.get("Authorization")
        seen.append((request.method, request.raw_path, token, json.loads(body) if body else None))
        return web.json_response({"ok": True})

    wire = await answering(answer)
    query = {"filter": '{"a":"ä&b+c"}', "since": "s1_2"}
    assert await wire.call("GET", path("rooms", "!ä/b"), query=query) == {"ok": True}
    wire.token = ""
    await wire.call("PUT", path("x"), {"körper": ["😀", "\u0000"]})
    (first, second) = seen
    assert first == (
        "GET",
        "/_matrix/client/v3/rooms/%21%C3%A4%2Fb?filter=%7B%22a%22:%22%C3%A4%26b%2Bc%22%7D&since=s1_2",
        "Bearer token",
        None,
    )
    assert second == ("PUT", "/_matrix/client/v3/x", None, {"körper": ["😀", "\u0000"]})


async def test_a_closed_wire_may_be_closed_again_and_used_again(
    answering: Callable[[Answer], Awaitable[Wire]],
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response({})

    wire = await answering(answer)
    await wire.close()
    await wire.call("GET", path("versions"))
    await wire.close()
    await wire.close()
