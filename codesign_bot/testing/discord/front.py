"""The HTTP side: takes a request in, has it answered, and holds both to the rules."""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import format_datetime
from urllib.parse import unquote

from aiohttp import BodyPartReader, MultipartReader, StreamReader, hdrs, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage

from codesign_bot.testing.discord.api import ROUTES
from codesign_bot.testing.discord.api.call import MAJOR, Answer, Call, Route, Router
from codesign_bot.testing.discord.errors import Code, Refused
from codesign_bot.testing.discord.faults import Delay, Drop, Faults, Kind, Refuse, Status, TooOften, Twist, When
from codesign_bot.testing.discord.gateway import Gateway
from codesign_bot.testing.discord.ids import ChannelId
from codesign_bot.testing.discord.limits import Limited, Limiter, Scope
from codesign_bot.testing.discord.media import MOST_BYTES_OF_A_REQUEST, Upload
from codesign_bot.testing.discord.schema import Schema
from codesign_bot.testing.discord.wire import an_object, encode, objects
from codesign_bot.testing.discord.world import World

API = "/api/v10"
GATEWAY = "/gateway"
FILES = "/attachments/"
PAGES = "/people/"
KEPT_RECORDS = 20_000
_FILE_PART = re.compile(r"files\[(\d+)\]")
_COUNTS_AS_INVALID = frozenset({401, 403, 429})


@dataclass(frozen=True, slots=True)
class Record:
    """One request and how it was answered. `code`: Discord's own, 0 where there is none."""

    method: str
    path: str
    """As in the OpenAPI document; of a request that the simulator does not know, as it came."""
    url: str
    body: object
    status: int
    code: int
    answer: object


@dataclass(frozen=True, slots=True)
class Mistake:
    """The simulator answered what the OpenAPI document forbids, or stumbled: a bug of its own, or a planted one."""

    record: Record
    sentence: str


@dataclass(slots=True)
class _Taken:
    """A request as far as it was read."""

    route: Route
    given: dict[str, str]
    body: object = None
    uploads: dict[str, Upload] = field(default_factory=dict[str, Upload])

    @property
    def major(self) -> str:
        return "/".join(self.given.get(name, "") for name in MAJOR)


def large_request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:
    """As aiohttp makes requests, but of up to a little more than Discord takes."""
    loop = asyncio.get_running_loop()
    most = MOST_BYTES_OF_A_REQUEST + 1024 * 1024
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=most)


class _Broken(Exception):
    """The connection is to be cut."""


class Front:
    """`schema` None: only the hand-written rules hold. `records` is a diary of requests, the oldest forgotten first."""

    def __init__(self, world: World, gateway: Gateway, limiter: Limiter, faults: Faults, schema: Schema | None) -> None:
        self._world = world
        self._gateway = gateway
        self._limiter = limiter
        self._router = Router(ROUTES)
        self._faults = faults
        self._schema = schema
        self.records: deque[Record] = deque(maxlen=KEPT_RECORDS)
        self.mistakes: list[Mistake] = []
        self.pages: dict[str, Callable[[], str]] = {}
        """What `DiscordServer.page_of` shows, by the last step of its address."""
        self.under_way = 0
        """Requests that are not answered yet."""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path == GATEWAY:
            return await self._gateway.serve(request)
        if path.startswith(FILES):
            return self._file(path)
        if path.startswith(PAGES):
            return self._page(path)
        if not path.startswith(API):
            return _written(Answer(404, Refused(Code.NO_ROUTE).body), {})
        self.under_way += 1
        try:
            answer = await self._asked(request, path.removeprefix(API))
            answer.headers["Date"] = format_datetime(self._world.clock.now(), usegmt=True)
            return answer
        except _Broken:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        finally:
            self.under_way -= 1

    def _page(self, path: str) -> web.Response:
        """What somebody sees now, for a browser."""
        shown = self.pages.get(path.removeprefix(PAGES))
        if shown is None:
            return web.Response(status=404)
        return web.Response(text=shown(), content_type="text/html", headers={"Cache-Control": "no-store"})

    def _file(self, path: str) -> web.Response:
        """The content network."""
        step = path.removeprefix(FILES).split("/")[0]
        channel = self._world.channels.get(ChannelId(int(step))) if step.isdecimal() else None
        for message in channel.messages.values() if channel else ():
            for file in message.attachments:
                if unquote(file.url) == self._world.url + path:
                    return web.Response(body=file.content, content_type=file.content_type)
        return web.Response(status=404)

    # -------------------------------------------------------------------------------- one request

    async def _asked(self, request: web.BaseRequest, path: str) -> web.Response:
        if self._limiter.is_banned:
            return web.Response(status=429, text=Code.BANNED_BY_CLOUDFLARE.message, content_type="text/html")
        try:
            taken = _Taken(*self._router.find(request.method, path))
        except Refused as refused:
            answer = Answer(refused.code.status, refused.body)
            told = (request.path_qs, None, answer.status, refused.code.number, answer.body)
            self.records.append(Record(request.method, path, *told))
            return _written(answer, {})
        kinds = self._faults.due(taken.route.method, taken.route.path)
        answer = await self._answered(request, taken, kinds)
        answer = await _after(answer, kinds)
        self._note(request, taken, answer)
        return _written(answer, self._limiter.headers(taken.route.name, taken.major))

    async def _answered(self, request: web.BaseRequest, taken: _Taken, kinds: list[Kind]) -> Answer:
        try:
            if (early := _before(kinds)) is not None:
                return early
            self._let_in(request, taken.route)
            if (limited := self._limited(taken)) is not None:
                return limited
            await _read(request, taken)
            self._refuse_by_schema(taken)
            return taken.route.answer(self._call(request, taken))
        except web.HTTPRequestEntityTooLarge:
            return Answer(Code.TOO_LARGE.status, Refused(Code.TOO_LARGE).body)
        except Refused as refused:
            return Answer(refused.code.status, refused.body)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            # Without the document a request may lack what a handler takes for granted; or the handler is wrong.
            return Answer(500, {"message": "simulator", "code": 0}, mistake=f"{type(error).__name__}: {error}")

    def _let_in(self, request: web.BaseRequest, route: Route) -> None:
        expected = f"Bot {self._world.application.token}"
        if not route.is_interaction and request.headers.get(hdrs.AUTHORIZATION) != expected:
            raise Refused(Code.UNAUTHORISED)

    def _limited(self, taken: _Taken) -> Answer | None:
        route = taken.route
        limited = self._limiter.limited(route.name, taken.major, is_interaction=route.is_interaction)
        return Answer(429, limited.body, limited.headers) if limited else None

    def _refuse_by_schema(self, taken: _Taken) -> None:
        if self._schema is None or taken.body is None:
            return
        faults = self._schema.wrong_request(taken.route.method, taken.route.path, taken.body)
        if faults:
            raise Refused(Code.INVALID_FORM, faults=faults)

    def _call(self, request: web.BaseRequest, taken: _Taken) -> Call:
        body, listed = an_object(taken.body), tuple(objects(taken.body))
        url = self._gateway.url
        return Call(self._world, self._limiter, url, taken.given, request.query, body, listed, taken.uploads)

    def _note(self, request: web.BaseRequest, taken: _Taken, answer: Answer) -> None:
        """Write it down, count it if it was invalid, and hold the answer to the document."""
        code = an_object(answer.body).get("code", 0) if answer.status >= 400 else 0  # where errors begin
        route = taken.route
        record = Record(route.method, route.path, request.path_qs, taken.body, answer.status, code, answer.body)
        self.records.append(record)
        is_shared = (answer.headers or {}).get("X-RateLimit-Scope") == Scope.SHARED.value
        if answer.status in _COUNTS_AS_INVALID and not is_shared:
            self._limiter.invalid()
        if answer.mistake:
            self.mistakes.append(Mistake(record, answer.mistake))
        if self._schema is None or answer.status >= 500:  # planted: the document has none
            return
        for fault in self._schema.wrong_response(route.method, route.path, answer.status, answer.body):
            self.mistakes.append(Mistake(record, f"{'.'.join(map(str, fault.path))}: {fault.sentence}"))


# ------------------------------------------------------------------------------------- faults


def _before(kinds: list[Kind]) -> Answer | None:
    """What goes wrong before anything is done."""
    for kind in kinds:
        match kind:
            case Status(status=status, when=When.BEFORE):
                return Answer(status, {"message": f"{status}: simulated", "code": 0})
            case Drop(when=When.BEFORE):
                raise _Broken
            case TooOften(wait_seconds=seconds, scope=scope):
                limited = Limited(seconds, scope)
                return Answer(429, limited.body, limited.headers)
            case Refuse(status=status, code=code, message=message):
                return Answer(status, {"message": message, "code": code})
            case _:
                pass
    return None


async def _after(answer: Answer, kinds: list[Kind]) -> Answer:
    """What goes wrong once it is done."""
    for kind in kinds:
        match kind:
            case Delay(seconds=seconds):
                await asyncio.sleep(seconds)
            case Status(status=status, when=When.AFTER):
                answer = Answer(status, {"message": f"{status}: simulated", "code": 0})
            case Drop(when=When.AFTER):
                raise _Broken
            case Twist(change=change):
                answer = Answer(answer.status, change(an_object(answer.body)), answer.headers)
            case _:
                pass
    return answer


# ------------------------------------------------------------------------------------- bytes


async def _read(request: web.BaseRequest, taken: _Taken) -> None:
    """JSON, or multipart with `payload_json` and `files[n]`. Raises INVALID_JSON, TOO_LARGE."""
    if not request.body_exists:
        return
    if request.content_type == "multipart/form-data":
        await _read_parts(await request.multipart(), taken)
        return
    raw = await request.read()
    if raw:
        taken.body = _parsed(raw)


async def _read_parts(parts: MultipartReader, taken: _Taken) -> None:
    size = 0
    while (part := await parts.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise Refused(Code.GENERAL)
        content = bytes(await part.read())
        size += len(content)
        if size > MOST_BYTES_OF_A_REQUEST:
            raise Refused(Code.TOO_LARGE)
        if part.name == "payload_json":
            taken.body = _parsed(content)
        elif number := _FILE_PART.fullmatch(part.name or ""):
            taken.uploads[number[1]] = Upload(part.filename or "file", content)


def _parsed(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except ValueError as error:
        raise Refused(Code.INVALID_JSON) from error


def _written(answer: Answer, headers: dict[str, str]) -> web.Response:
    """With exactly this content type: discord.py takes `application/json; charset=utf-8` for plain text."""
    told = headers | dict(answer.headers or {})
    if answer.body is None:
        return web.Response(status=answer.status, headers=told)
    return web.Response(status=answer.status, body=encode(answer.body), headers=told, content_type="application/json")
