"""What can go wrong between a bot and Discord, on demand.

A fault waits for the next request it fits, happens so many times, and is gone. Of several that would end a request
each takes one of its own, in the order they were planted. `Faults.happened` tells which did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from codesign_bot.testing.discord.limits import Scope
from codesign_bot.testing.discord.wire import Json


class When(Enum):
    """Where in the life of a request it goes wrong."""

    BEFORE = "before"
    """Nothing has been done."""
    AFTER = "after"
    """It has been done, and the answer is lost."""


@dataclass(frozen=True, slots=True)
class Delay:
    """The answer comes this much later, in real seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Status:
    """An answer with this status: 500, 502, 503, 504."""

    status: int = 502
    when: When = When.BEFORE


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection breaks without an answer."""

    when: When = When.BEFORE


@dataclass(frozen=True, slots=True)
class TooOften:
    """429, whatever the limits say."""

    wait_seconds: float = 0.05
    scope: Scope = Scope.USER


@dataclass(frozen=True, slots=True)
class Refuse:
    """Any refusal, by its status and code: 403 and 50013, for instance."""

    status: int
    code: int
    message: str = "Refused by a planted fault"


@dataclass(frozen=True, slots=True)
class Twist:
    """The answer is not what it should be: `change` gets its JSON and returns another."""

    change: Callable[[Json], object]


Kind = Delay | Status | Drop | TooOften | Refuse | Twist


@dataclass(slots=True)
class Planted:
    """A fault that waits. `method` and `path` (as in the OpenAPI document) None: any."""

    kind: Kind
    method: str | None = None
    path: str | None = None
    times: int | None = 1
    """None: until `Faults.clear`."""

    def fits(self, method: str, path: str) -> bool:
        return self.method in {None, method} and self.path in {None, path} and self.times != 0


@dataclass(slots=True)
class Faults:
    """Which faults wait, and which have happened."""

    planted: list[Planted] = field(default_factory=list[Planted])
    happened: list[tuple[str, str, Kind]] = field(default_factory=list[tuple[str, str, Kind]])

    def plant(
        self, kind: Kind, method: str | None = None, path: str | None = None, *, times: int | None = 1
    ) -> Planted:
        """Let it happen to the next `times` requests of this kind."""
        planted = Planted(kind, method, path, times)
        self.planted.append(planted)
        return planted

    def clear(self) -> None:
        self.planted.clear()

    def due(self, method: str, path: str) -> list[Kind]:
        """What happens to this request, in the order it was planted: delays and twists, and at most one end."""
        if not self.planted:
            return []
        found: list[Kind] = []
        for one in self.planted:
            is_end = not isinstance(one.kind, Delay | Twist)
            if not one.fits(method, path) or (is_end and any(not isinstance(kind, Delay | Twist) for kind in found)):
                continue
            found.append(one.kind)
            self.happened.append((method, path, one.kind))
            if one.times is not None:
                one.times -= 1
        self.planted = [one for one in self.planted if one.times != 0]
        return found
