"""The one writer. Everybody queues; what has gathered is decided together and stored with one commit.

Law 1. Nothing is acknowledged before it is durable.
Law 2. A piece of work that fails, fails alone and leaves no trace.
Law 3. Who waits for an answer may go away; the work goes on. Only the writer touches its connection, because
       a cancelled statement still runs and would be committed by whoever comes next.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from traceback import format_tb

from codesign_bot.errors import Fenced, StoreTrouble
from codesign_bot.records import Found, Reads
from codesign_bot.storage import Work
from codesign_bot.store.epoch import refuse_if_taken
from codesign_bot.store.faults import is_locked, trouble
from codesign_bot.store.finding import Answer, Question, found, questions, remember, votes
from codesign_bot.store.linking import Links
from codesign_bot.store.rows import AnyRow, Mark, Write, Writes, writes
from codesign_bot.store.turns import Connection

log = logging.getLogger(__name__)

MOST = 256
"""Pieces of work in one commit."""
PATIENCE = 0.01
"""Seconds that a patient piece of work waits for another to share a commit with."""
GATHER = 0.008
"""Seconds between the beginnings of two commits, where several people at once wait for one. Whoever comes alone never
waits; in a storm a commit then holds what came meanwhile, and everybody's costs less.
"""
ENOUGH = 16
"""Pieces of work for which nobody else is waited for."""


_NOTHING = Reads()


@dataclass(frozen=True, slots=True)
class _Marking:
    """A change of the outbox's own as a piece of work."""

    mark: Mark
    reads: Reads = _NOTHING

    def decide(self, _found: Found) -> Sequence[Mark]:
        return (self.mark,)

    def committed(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class _Asked:
    """A piece of work and whoever waits for it. The answer is an error, or None: it is durable."""

    work: Work | _Marking
    reads: Reads
    answer: asyncio.Future[None]
    is_patient: bool = False

    def resolve(self, error: Exception | None) -> None:
        """Tell whoever waits, unless they went away."""
        if self.answer.done():
            return
        if isinstance(error, StopIteration):  # a future cannot carry one
            error = RuntimeError("a piece of work raised StopIteration")
        if error is None:
            self.answer.set_result(None)
        else:
            self.answer.set_exception(error)


class Writer:
    """Feeds one connection, which nobody else may use. `run` has to run for anything to be stored.

    `epoch`: the number under which the store is ours (`store.epoch`).
    """

    def __init__(self, connection: Connection, patience_ms: int, epoch: str) -> None:
        self._connection = connection
        self._epoch = epoch
        self._links = Links()
        self._patience_ms = patience_ms
        self._owes_a_wipe = False
        self._queue: deque[_Asked] = deque()
        self._batch: Sequence[_Asked] = ()
        self._bell = asyncio.Event()
        self._due = inf
        """By the clock of the loop: when whoever waits has no more time for company."""
        self._alarm: asyncio.TimerHandle | None = None
        """Goes off then, where that is not at once."""
        self._gathers_until = 0.0
        self._is_closing = False

    async def apply(self, work: Work | _Marking, *, is_patient: bool = False) -> None:
        """As `Store.apply`."""
        if self._is_closing:
            raise StoreTrouble("the store is closing: nothing was stored")
        loop = asyncio.get_running_loop()
        asked = _Asked(work, work.reads, loop.create_future(), is_patient)
        self._queue.append(asked)
        now = loop.time()
        if len(self._queue) >= ENOUGH:
            self._call(now, now)
        else:
            self._call(now + PATIENCE if is_patient else max(now, self._gathers_until), now)
        await asked.answer

    async def mark(self, mark: Mark, *, is_patient: bool = False) -> None:
        """Store a change of the outbox's own. Durable when this returns, also where it was patient."""
        await self.apply(_Marking(mark), is_patient=is_patient)

    def close(self) -> None:
        """Take nothing more; `run` ends once everything that was asked for is stored."""
        self._is_closing = True
        self._bell.set()

    async def run(self) -> None:
        """Store what is asked for until closed. Raises `Fenced` where another process has taken over."""
        try:
            while True:
                while self._is_called():
                    began, self._batch = asyncio.get_running_loop().time(), self._next()
                    await self._settle(self._batch)
                    # What came meanwhile goes at once. Whoever comes after it is in company.
                    if sum(not one.is_patient for one in (*self._batch, *self._queue)) > 1:
                        self._gathers_until = began + GATHER
                if self._is_closing:
                    return
                self._bell.clear()
                await self._bell.wait()
        finally:
            self._is_closing = True
            self._quieten()
            _fail(self._batch, StoreTrouble("the store was stopped: it is not known what was stored"))
            _fail(self._queue, StoreTrouble("the store was stopped: nothing was stored"))

    def _call(self, due: float, now: float) -> None:
        """Somebody waits who has time for company until `due`."""
        if due >= self._due:
            return
        self._quieten()
        self._due = due
        if due <= now:
            self._bell.set()
        else:
            self._alarm = asyncio.get_running_loop().call_at(due, self._ring)

    def _ring(self) -> None:
        self._due = 0.0
        self._bell.set()

    def _quieten(self) -> None:
        self._due = inf
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _is_called(self) -> bool:
        """Whether there is something to store that cannot wait for company any longer."""
        return bool(self._queue) and (self._is_closing or self._due <= asyncio.get_running_loop().time())

    def _next(self) -> list[_Asked]:
        """What goes into one transaction. A whole vote is counted in a transaction of its own."""
        batch = [self._queue.popleft()]
        while self._queue and len(batch) < MOST and not _counts(batch[0]) and not _counts(self._queue[0]):
            batch.append(self._queue.popleft())
        self._quieten()
        if self._queue:
            self._due = 0.0  # there was no room for them: they go next
        return batch

    async def _settle(self, batch: Sequence[_Asked]) -> None:
        try:
            refusals = await self._transact(batch)
        except Fenced as error:
            _fail(batch, error)
            raise
        except Exception as error:  # noqa: BLE001 - whatever one piece of work brings about, the writer lives on
            # Where somebody else holds the file, nobody in the batch is to blame and each try takes long.
            if len(batch) == 1 or is_locked(error):
                _fail(batch, trouble(error))
                return
            log.warning("%d pieces of work are stored one by one after %s", len(batch), type(error).__name__)
            for asked in batch:
                await self._settle([asked])
            return
        # From here on it is durable: nothing that fails now may have it done again.
        if self._owes_a_wipe:
            await self._wipe()
        for asked, refusal in zip(batch, refusals, strict=True):
            if refusal is None:
                _tell(asked.work)
        for asked, refusal in zip(batch, refusals, strict=True):
            asked.resolve(refusal)

    async def _transact(self, batch: Sequence[_Asked]) -> list[Exception | None]:
        """All that the batch decides is durable, or an error says that nothing of it is. Returns what each raised."""
        connection, reads = self._connection, [asked.reads for asked in batch]
        await self._roll_back()
        try:
            known = found(await connection.in_one_turn(partial(_begin, self._epoch, questions(reads))))
            known.votes = await votes(connection, reads)
            # Counting a large vote takes seconds, in which everybody else's heart must go on beating.
            decide = asyncio.to_thread(_decide, batch, known) if _counts(batch[0]) else None
            decided, refusals = _decide(batch, known) if decide is None else await decide
            await connection.in_one_turn(partial(_commit, self._links, decided))
        except BaseException:
            self._links.forget()
            await self._roll_back()
            raise
        self._owes_a_wipe |= decided.erase_words
        return refusals

    async def _roll_back(self) -> None:
        """Whatever happened, the next batch finds no transaction open."""
        # Where the disk is full SQLite has rolled back by itself; a second time would be an error.
        with contextlib.suppress(sqlite3.Error):
            if self._connection.in_transaction:
                await self._connection.execute_fetchall("ROLLBACK")

    async def _wipe(self) -> None:
        """Empty the write-ahead log, which holds pages as they were before words were erased.

        Where a reader still looks at them it is owed until after a later commit; nobody waits for that.
        """
        await self._connection.execute_fetchall("PRAGMA busy_timeout = 0")
        try:
            rows = list(await self._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)"))
            self._owes_a_wipe = rows[0][0] != 0
        except sqlite3.Error as error:
            log.warning("what was erased is not wiped yet: %s", trouble(error))
        await self._connection.execute_fetchall(f"PRAGMA busy_timeout = {self._patience_ms}")


def _begin(epoch: str, asked: Sequence[Question | None], connection: sqlite3.Connection) -> list[Answer]:
    """Begin a transaction, and answer what is asked, all in one turn of the thread. Raises `Fenced`."""
    connection.execute("BEGIN IMMEDIATE")
    refuse_if_taken(connection, epoch)
    return [connection.execute(*one).fetchall() if one is not None else () for one in asked]


def _commit(links: Links, decided: Writes, connection: sqlite3.Connection) -> None:
    links.carry_on(connection, decided)
    for statement, parameters in decided:
        connection.executemany(statement, parameters)
    connection.execute("COMMIT")


def _counts(asked: _Asked) -> bool:
    return bool(asked.reads.counts)


def _decide(batch: Sequence[_Asked], found: Found) -> tuple[Writes, list[Exception | None]]:
    """What is to be written, and for each piece of work what it raised."""
    decided, refusals = Writes(), list[Exception | None]()
    for asked in batch:
        try:
            rows: Sequence[AnyRow] = asked.work.decide(found)
            found_writes: list[Write] = [write for row in rows for write in writes(row)]
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
            refusals.append(error)
            continue
        decided.add(found_writes)
        remember(found, rows)
        refusals.append(None)
    return decided, refusals


def _tell(work: Work | _Marking) -> None:
    try:
        work.committed()
    except Exception as error:  # noqa: BLE001 - it is stored all the same
        where = "".join(format_tb(error.__traceback__))  # without what it says, which may be somebody's words
        log.error("%s was stored, but raised %s when told so\n%s", type(work).__name__, type(error).__name__, where)  # noqa: TRY400 - the trace is in the words, trimmed


def _fail(batch: Iterable[_Asked], error: StoreTrouble) -> None:
    for asked in batch:
        if not asked.answer.done():
            asked.resolve(error)
