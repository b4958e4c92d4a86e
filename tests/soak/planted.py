"""Faults that the bot could have, each planted into the real code as long as its context is open."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, cast
from unittest.mock import patch

from codesign_bot.core import due
from codesign_bot.core.counting.tally import Count
from codesign_bot.core.events import Event, WindowExtended
from codesign_bot.core.evolving import pace
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.rules import Rules
from codesign_bot.core.settling import requests, steps
from codesign_bot.core.state import Round, Why
from codesign_bot.core.windows import Window
from codesign_bot.ports import Happening
from codesign_bot.records import Ballot, Entry, Found, Kept, Outgoing, Queued
from codesign_bot.service import effects, telling, works
from codesign_bot.service.delivery import Delivery
from codesign_bot.service.host import ServiceHost
from codesign_bot.service.keeping import KeepWork
from codesign_bot.store import writer
from codesign_bot.store.linking import Links
from codesign_bot.store.rows import Writes
from codesign_bot.store.turns import Connection
from codesign_bot.store.writer import Writer
from codesign_bot.view import View, say
from codesign_bot.views.card import card
from codesign_bot.views.parts import Words

MINUTE = timedelta(minutes=1)


def there(owner: object, name: str) -> Any:  # noqa: ANN401 - whatever stands there, private or not
    """What a module or a class really has under a name."""
    return vars(owner)[name]


@contextmanager
def saved_before_it_is_stored() -> Generator[None]:
    """What was decided is acknowledged, and committed with the next that is decided: a crash between loses it."""
    real = there(writer, "_commit")

    def decided_only(links: Links, decided: Writes, connection: sqlite3.Connection) -> None:
        real(links, decided, cast("sqlite3.Connection", _NoCommit(connection)))

    async def commits(self: Writer) -> None:
        connection: Connection = attrgetter("_connection")(self)
        if connection.in_transaction:
            await connection.execute_fetchall("COMMIT")

    with patch.object(writer, "_commit", decided_only), patch.object(Writer, "_roll_back", commits):
        yield


class _NoCommit:
    """A connection that forgets to commit."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str) -> object:
        return None if statement == "COMMIT" else self._connection.execute(statement)

    def executemany(self, statement: str, values: Iterable[Sequence[object]]) -> object:
        return self._connection.executemany(statement, cast("Iterable[tuple[str]]", values))


@contextmanager
def closed_a_minute_early() -> Generator[None]:
    """Every step ends a minute before its time."""
    real = there(due, "_deadlines")

    def early(state: Round) -> Iterator[due.Deadline]:
        for one in real(state):
            yield replace(one, at=one.at - MINUTE) if one.kind is due.Kind.CLOSE_STEP else one

    real_count = due.needs_count

    def counts(state: Round, now: datetime) -> bool:
        return real_count(state, now + MINUTE)

    with patch.object(due, "_deadlines", early), patch.object(works, "needs_count", counts):
        yield


@contextmanager
def requests_do_not_wait() -> Generator[None]:
    """A request is settled on its minute, whoever could not answer it."""

    def nothing(*_: object) -> None:
        return None

    with patch.object(requests, "given_back", nothing):
        yield


@contextmanager
def steps_do_not_wait() -> Generator[None]:
    """A step ends on its minute, whoever could not take part."""

    def nothing(*_: object) -> tuple[Event, ...]:
        return ()

    with patch.object(steps, "_given_back", nothing):
        yield


@contextmanager
def said_twice() -> Generator[None]:
    """What is said to everybody goes out under two keys."""
    real = there(effects.Effects, "_said")

    def twice(
        self: effects.Effects, before: Round | None, event: Event, after: Round, entries: Sequence[Entry]
    ) -> Iterator[Outgoing]:
        for one in real(self, before, event, after, entries):
            yield one
            yield replace(one, key=f"{one.key}/again")

    with patch.object(effects.Effects, "_said", twice):
        yield


@contextmanager
def more_time_is_lost() -> Generator[None]:
    """Time that was given is announced and logged, and the step ends when it was to end before."""
    real = there(pace, "_extended")

    def kept(state: Round, event: WindowExtended) -> Round:
        return state if event.why in {Why.GIVEN, Why.ASKED} else real(state, event)

    with patch.object(pace, "_extended", kept):
        yield


@contextmanager
def count_is_shown() -> Generator[None]:
    """The card says how many people did something, also while the vote is on."""

    def leaking(state: Round, words: Words, now: datetime) -> View:
        shown = card(state, words, now)
        return replace(shown, blocks=(*shown.blocks, say("ideas-so-far", count=state.version)))

    with patch.object(telling, "card", leaking):
        yield


@contextmanager
def twice_counts_twice() -> Generator[None]:
    """What a platform offers again is done again."""

    def forgetful(_: works.Act, _found: Found) -> bool:
        return False

    with patch.object(works.Act, "was_done", forgetful):
        yield


@contextmanager
def token_runs_ahead() -> Generator[None]:
    """How far a platform was followed is stored before what it told, as a library of ours would have done."""
    real = ServiceHost.receive

    async def ahead(self: ServiceHost, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        if keep:
            await self.desk.store.apply(KeepWork(keep))
        await real(self, happenings)

    with patch.object(ServiceHost, "receive", ahead):
        yield


@contextmanager
def marked_before_it_is_said() -> Generator[None]:
    """A message counts as sent before it was: a crash between loses it."""
    real: Callable[..., Awaitable[bool]] = there(Delivery, "_one")

    async def hasty(self: Delivery, queued: Queued, marks: asyncio.TaskGroup) -> bool:
        await self.desk.store.sent(queued.message.key, queued.revision, "soon", "", None)
        return await real(self, queued, marks)

    with patch.object(Delivery, "_one", hasty):
        yield


@contextmanager
def missed_day_is_passed_over() -> Generator[None]:
    """Nobody says that a promise was not kept."""
    real = there(due, "_deadlines")

    def silent(state: Round) -> Iterator[due.Deadline]:
        return (one for one in real(state) if one.kind not in {due.Kind.MISS_PROMISE, due.Kind.MISS_REPLY})

    with patch.object(due, "_deadlines", silent):
        yield


@contextmanager
def ballot_is_not_counted() -> Generator[None]:
    """The count passes over one ballot."""
    real: Callable[..., Count] = there(works, "_count")

    def short(ballots: Sequence[Ballot], ideas: Sequence[IdeaNo]) -> Count:
        return real(sorted(ballots, key=lambda one: one.person)[1:], ideas)

    with patch.object(works, "_count", short):
        yield


@contextmanager
def step_is_too_short() -> Generator[None]:
    """A step gets half of its least time."""

    def short(self: Rules, phase: Phase, opened: datetime) -> Window:
        return Window(opened, opened + self.least(phase) / 2)

    with patch.object(Rules, "window", short):
        yield


@contextmanager
def idea_is_left_off_the_list() -> Generator[None]:
    """The last idea is never on the list that is voted on."""
    real: Callable[[Round], tuple[IdeaNo, ...]] = there(Round, "live_ideas").fget

    def fewer(self: Round) -> tuple[IdeaNo, ...]:
        found = real(self)
        return found[:-1] if len(found) > 3 else found

    with patch.object(Round, "live_ideas", property(fewer)):
        yield


PLANTED: Mapping[str, Callable[[], AbstractContextManager[None]]] = {
    found.__name__: found
    for found in (
        saved_before_it_is_stored,
        closed_a_minute_early,
        requests_do_not_wait,
        steps_do_not_wait,
        said_twice,
        more_time_is_lost,
        count_is_shown,
        twice_counts_twice,
        token_runs_ahead,
        marked_before_it_is_said,
        missed_day_is_passed_over,
        ballot_is_not_counted,
        step_is_too_short,
        idea_is_left_off_the_list,
    )
}
