"""An event loop in virtual time, on one thread, that does the same in every run, and can die at any await."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Coroutine, Generator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, tzinfo
from importlib import import_module
from typing import Any, TypeVar
from unittest.mock import patch

from codesign_bot.testing.year.timeline import Timeline

T = TypeVar("T")

FIXED_CLOCKS = (
    "apscheduler.schedulers.base",
    "apscheduler.triggers.date",
    "apscheduler.triggers.interval",
    "codesign_bot.schedule.alarms",
)
"""The modules that read the machine's own wall clock, because their library does."""


class Crash(BaseException):
    """The process is no more. Nothing of it runs after this, not even what would tidy up."""


class _Task(asyncio.Task[T]):
    """A task whose place in a set does not hang on its address in memory, so that sets of tasks have one order."""

    _made = 0

    def __init__(self, coro: Coroutine[object, None, T], **named: object) -> None:
        _Task._made += 1
        self._number = _Task._made
        super().__init__(coro, **named)  # type: ignore[arg-type] # whatever asyncio gives

    def __hash__(self) -> int:
        return self._number

    def __eq__(self, other: object) -> bool:
        return self is other


def _task(loop: asyncio.AbstractEventLoop, coro: Coroutine[object, None, T], **named: object) -> _Task[T]:
    return _Task(coro, loop=loop, **named)


class _Selector:
    """In the place of the operating system's: nothing ever comes from outside, so time passes at once."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    def select(self, timeout: float | None) -> list[object]:
        """Let time pass until the loop has something to do, or something happened outside."""
        if timeout is None:
            raise AssertionError("the process waits for what will never happen")
        if timeout > 0:
            self._timeline.passes(timeout)
        return []

    def get_map(self) -> Mapping[object, object]:
        """Nothing is waited for."""
        return {}


class VirtualLoop(asyncio.BaseEventLoop):
    """One for each process of the bot. `dies_in` counts down to its death, a turn of the loop at a time.

    Threads are not used: what would run in one runs at once, between two turns.
    """

    def __init__(self, timeline: Timeline) -> None:
        super().__init__()
        self._selector = _Selector(timeline)
        self._clock_resolution = 1e-6
        self._timeline = timeline
        self.dies_in: int | None = None
        self.turns = 0
        self.set_exception_handler(_ignored)
        factory: Any = _task
        self.set_task_factory(factory)

    def time(self) -> float:
        return self._timeline.elapsed_s

    def _run_once(self) -> None:
        self.turns += 1
        if self.dies_in is not None:
            if self.dies_in <= 0:
                raise Crash
            self.dies_in -= 1
        super()._run_once()  # type: ignore[misc] # asyncio's own, which its types leave out

    def _process_events(self, event_list: object) -> None:
        """Nothing comes from outside."""

    def _write_to_self(self) -> None:
        """Nobody sleeps in another thread."""

    def run_in_executor(self, executor: Executor | None, func: Callable[..., T], *args: object) -> asyncio.Future[T]:
        del executor
        future = self.create_future()
        try:
            result = func(*args)
        except Exception as error:  # noqa: BLE001 - it belongs to whoever awaits it
            self.call_soon(_give, future, None, error)
        else:
            self.call_soon(_give, future, result, None)
        return future

    def _asyncgen_finalizer_hook(self, agen: object) -> None:
        """What the dead left open stays so."""

    def abandon(self) -> None:
        """The process is dead: its tasks are dropped where they stand."""
        with warnings.catch_warnings():
            # What would tidy up is ended as well, and may have been about to begin something.
            warnings.simplefilter("ignore", RuntimeWarning)
            for task in asyncio.all_tasks(self):
                task._log_destroy_pending = False  # type: ignore[attr-defined] # noqa: SLF001 - their end is no accident
                coroutine = task.get_coro()
                with suppress(BaseException):
                    coroutine.close()
        self._ready.clear()  # type: ignore[attr-defined] # asyncio's own
        self._scheduled.clear()  # type: ignore[attr-defined] # as above
        self.close()


def _ignored(_loop: object, _context: object) -> None:
    """What is found in the remains of a process that died tells nothing."""


def _give(future: asyncio.Future[T], result: T, error: Exception | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


def lives(loop: VirtualLoop, work: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
    """What the work of a process returns; None where it died on the way. Nothing of it is left either way."""
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(work())
    except Crash:
        return None
    finally:
        asyncio.set_event_loop(None)
        loop.abandon()


@contextmanager
def one_clock(timeline: Timeline) -> Generator[None]:
    """Whoever reads the machine's wall clock reads the timeline's meanwhile."""

    class Meta(type(datetime)):  # type: ignore[misc] # whatever datetime is made by
        def __instancecheck__(cls, one: object) -> bool:
            return isinstance(one, datetime)

    class Virtual(datetime, metaclass=Meta):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override] # a plain one
            return timeline.now().astimezone(tz)

    with ExitStack() as stack:
        for name in FIXED_CLOCKS:
            stack.enter_context(patch.object(import_module(name), "datetime", Virtual))
        yield
