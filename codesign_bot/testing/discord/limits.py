"""How often something may be done, and what Discord says when it is done more often.

Source: docs, "Rate Limits". The page says that the figures of the routes change and must not be built in; those
here are what bots commonly see. Where another source stands behind a figure, it is named.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from hashlib import sha256
from typing import Self

from codesign_bot.ports import Clock
from codesign_bot.testing.discord.errors import Code
from codesign_bot.testing.discord.wire import Json


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many times in any stretch of so many seconds."""

    times: int
    seconds: float


class Scope(Enum):
    """Who is limited, as X-RateLimit-Scope names it. What is `SHARED` does not count as an invalid request."""

    USER = "user"
    GLOBAL = "global"
    SHARED = "shared"


_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
USUAL: Mapping[str, Allowance] = {
    f"POST {_MESSAGES}": Allowance(5, 5),
    f"PATCH {_MESSAGE}": Allowance(5, 5),
    f"DELETE {_MESSAGE}": Allowance(5, 1),
    f"GET {_MESSAGES}": Allowance(50, 1),
    f"POST {_HOOK}": Allowance(5, 2),
    f"PATCH {_HOOK}/messages/@original": Allowance(5, 2),
    f"PATCH {_HOOK}/messages/{{message_id}}": Allowance(5, 2),
    "PATCH /channels/{channel_id}": Allowance(5, 10),
    "POST /channels/{channel_id}/threads": Allowance(5, 10),
    "POST /users/@me/channels": Allowance(10, 10),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is limited. `Limits()` is what Discord does; `Limits.none()` limits nothing."""

    routes: Mapping[str, Allowance] = field(default_factory=lambda: USUAL)
    everything: Allowance | None = Allowance(50, 1)
    """All requests together, interactions apart."""
    old_edits: Allowance | None = Allowance(3, 6)
    """Edits in one channel of messages older than an hour. Source: the unofficial discord-userdoccers,
    pages/resources/message.mdx, pull request 551; Discord does not say it (discord-api-docs issue 4413)."""
    invalid: Allowance | None = Allowance(10_000, 600)
    """Answers 401, 403 and 429, before the address is banned."""
    sends: Allowance | None = Allowance(120, 60)
    """What one gateway connection may send. Source: docs, "Gateway", "Rate Limiting"."""
    identifies: Allowance | None = Allowance(1000, 86_400)
    """Source: docs, "Gateway", "Session Start Limit". Exceeding it resets the token."""
    new_commands: Allowance | None = Allowance(200, 86_400)
    """In each scope. Source: docs, "Application Commands"."""

    @classmethod
    def none(cls) -> Self:
        return cls({}, None, None, None, None, None, None)


OLD = timedelta(hours=1)


class Window:
    """Counts what happened in the last so many seconds."""

    def __init__(self, clock: Clock, allowance: Allowance) -> None:
        self._clock = clock
        self.allowance = allowance
        self._at: deque[float] = deque()

    def wait_seconds(self) -> float:
        """How long until one more is allowed; 0 if it is now."""
        now = self._forget()
        if len(self._at) < self.allowance.times:
            return 0.0
        return max(self._at[0] + self.allowance.seconds - now, 0.001)

    def count(self) -> None:
        self._at.append(self._forget())

    @property
    def left(self) -> int:
        self._forget()
        return max(self.allowance.times - len(self._at), 0)

    def _forget(self) -> float:
        now = self._clock.monotonic()
        while self._at and now - self._at[0] >= self.allowance.seconds:
            self._at.popleft()
        return now


@dataclass(frozen=True, slots=True)
class Limited:
    """Too often: come again after this time."""

    wait_seconds: float
    scope: Scope = Scope.USER
    code: Code | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Beside those of the bucket. Without Via, libraries take the answer for a ban by Cloudflare."""
        told = {"Retry-After": str(math.ceil(self.wait_seconds)), "X-RateLimit-Scope": self.scope.value}
        if self.scope is Scope.GLOBAL:
            told["X-RateLimit-Global"] = "true"
        return told | {"Via": "1.1 simulated"}

    @property
    def body(self) -> Json:
        said = "The resource" if self.scope is Scope.SHARED else "You are"
        message = self.code.message if self.code else f"{said} being rate limited."
        if self.scope is Scope.SHARED:
            message = "The resource is being rate limited."
        code = self.code.number if self.code else 0
        is_global = self.scope is Scope.GLOBAL
        return {"message": message, "retry_after": round(self.wait_seconds, 3), "global": is_global, "code": code}


class Limiter:
    """Keeps count for one bot. `clock` only measures stretches of time."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self.limits = limits
        self._clock = clock
        self._buckets: dict[tuple[str, str], Window] = {}
        self._old_edits: dict[int, Window] = {}
        self._commands: dict[object, Window] = {}
        self._everything = self._window(limits.everything)
        self._invalid = self._window(limits.invalid)
        self._identifies = self._window(limits.identifies)
        self.invalid_answers = 0
        """In all, also where they are not limited."""

    def _window(self, allowance: Allowance | None) -> Window | None:
        return Window(self._clock, allowance) if allowance else None

    def window_of_sends(self) -> Window | None:
        return self._window(self.limits.sends)

    def limited(self, route: str, major: str, *, is_interaction: bool) -> Limited | None:
        """Whether this request is one too many; if not, it is counted."""
        bucket = self._bucket(route, major)
        if bucket and (wait := bucket.wait_seconds()):
            return Limited(wait)
        everything = None if is_interaction else self._everything
        if everything and (wait := everything.wait_seconds()):
            return Limited(wait, Scope.GLOBAL)
        for one in (bucket, everything):
            if one:
                one.count()
        return None

    def headers(self, route: str, major: str) -> dict[str, str]:
        """What every answer tells of its bucket; nothing where the route has none."""
        bucket = self._bucket(route, major)
        if bucket is None:
            return {}
        wait = bucket.wait_seconds() or bucket.allowance.seconds
        return {
            "X-RateLimit-Limit": str(bucket.allowance.times),
            "X-RateLimit-Remaining": str(bucket.left),
            "X-RateLimit-Reset": f"{self._clock.now().timestamp() + wait:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": sha256(route.encode()).hexdigest()[:16],
        }

    def _bucket(self, route: str, major: str) -> Window | None:
        allowance = self.limits.routes.get(route)
        if allowance is None:
            return None
        return self._buckets.setdefault((route, major), Window(self._clock, allowance))

    def old_edit(self, channel: int) -> Limited | None:
        """Whether one more edit of an old message in this channel is too many; if not, it is counted."""
        if self.limits.old_edits is None:
            return None
        window = self._old_edits.setdefault(channel, Window(self._clock, self.limits.old_edits))
        if wait := window.wait_seconds():
            return Limited(wait, Scope.USER, Code.TOO_MANY_OLD_EDITS)
        window.count()
        return None

    def new_command(self, scope: object) -> bool:
        """Whether one more new command is allowed; if so, it is counted."""
        if self.limits.new_commands is None:
            return True
        window = self._commands.setdefault(scope, Window(self._clock, self.limits.new_commands))
        if window.wait_seconds():
            return False
        window.count()
        return True

    def identify(self) -> bool:
        """Whether one more identify is allowed; if so, it is counted."""
        if self._identifies is None:
            return True
        if self._identifies.wait_seconds():
            return False
        self._identifies.count()
        return True

    @property
    def identifies_left(self) -> int:
        return self._identifies.left if self._identifies else 1000

    @property
    def is_banned(self) -> bool:
        """Whether too many invalid requests were made."""
        return bool(self._invalid and self._invalid.wait_seconds())

    def invalid(self) -> None:
        """Count an answer 401, 403 or 429 that was not shared."""
        self.invalid_answers += 1
        if self._invalid:
            self._invalid.count()
