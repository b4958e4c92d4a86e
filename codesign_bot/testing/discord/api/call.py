"""One request on its way to the function that answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from codesign_bot.testing.discord.errors import Code, Fault, Refused
from codesign_bot.testing.discord.ids import AccountId, ChannelId, GuildId, MessageId
from codesign_bot.testing.discord.limits import Limiter
from codesign_bot.testing.discord.media import Uploads
from codesign_bot.testing.discord.model import Channel, Guild, Message
from codesign_bot.testing.discord.wire import Json
from codesign_bot.testing.discord.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """`listed`: the body where it is a list; `body` is empty then."""

    world: World
    limiter: Limiter
    gateway_url: str
    given: Mapping[str, str]
    """What stands in the path, by name."""
    query: Mapping[str, str]
    body: Json
    listed: tuple[Json, ...]
    uploads: Uploads

    def number(self, name: str) -> int:
        """An id from the path. Raises INVALID_FORM where it is none."""
        text = self.given[name]
        if not text.isdecimal():
            sentence = f'Value "{text}" is not snowflake.'
            raise Refused(Code.INVALID_FORM, faults=[Fault((name,), "NUMBER_TYPE_COERCE", sentence)])
        return int(text)

    def asked_number(self, name: str) -> int | None:
        """A number from the query."""
        text = self.query.get(name)
        return int(text) if text and text.isdecimal() else None

    @property
    def channel(self) -> Channel:
        """The channel of the path, which our bot can see."""
        return self.world.seen_channel(ChannelId(self.number("channel_id")))

    @property
    def message(self) -> Message:
        return self.world.message(self.channel, MessageId(self.number("message_id")))

    @property
    def guild(self) -> Guild:
        return self.world.guild(GuildId(self.number("guild_id")))

    @property
    def account_id(self) -> AccountId:
        return AccountId(self.number("user_id"))


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` None: nothing, as with 204."""

    status: int = 200
    body: object = None
    headers: Mapping[str, str] | None = None
    mistake: str = ""
    """What the simulator itself did wrong."""


DONE = Answer(204)
Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str
    answer: Handler
    is_interaction: bool = False
    """Needs no token, the path carries one; and the global limit does not hold."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
"""What a bucket is kept for separately. Source: docs, "Rate Limits"."""


class Router:
    """Finds the route of a path; a step that is spelled out wins over a name in braces."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root: _Node = _Node({}, None, {})
        for route in routes:
            self._add(route)

    def _add(self, route: Route) -> None:
        node = self._root
        for step in route.path.strip("/").split("/"):
            if step.startswith("{"):
                node.any = node.any or _Node({}, None, {})
                node = node.any
            else:
                node = node.exact.setdefault(step, _Node({}, None, {}))
        names = tuple(step.strip("{}") for step in route.path.split("/") if step.startswith("{"))
        node.routes[route.method] = (route, names)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """The route and what stands in its braces. Raises NO_ROUTE, or NO_METHOD."""
        found = self._find(self._root, path.strip("/").split("/"), ())
        if found is None:
            raise Refused(Code.NO_ROUTE)
        node, values = found
        if method not in node.routes:
            raise Refused(Code.NO_METHOD)
        route, names = node.routes[method]
        return route, dict(zip(names, values, strict=True))

    def _find(self, node: _Node, steps: list[str], values: tuple[str, ...]) -> tuple[_Node, tuple[str, ...]] | None:
        if not steps:
            return (node, values) if node.routes else None
        if (exact := node.exact.get(steps[0])) and (found := self._find(exact, steps[1:], values)):
            return found
        return self._find(node.any, steps[1:], (*values, steps[0])) if node.any else None


@dataclass(slots=True)
class _Node:
    exact: dict[str, _Node]
    any: _Node | None
    routes: dict[str, tuple[Route, tuple[str, ...]]]
