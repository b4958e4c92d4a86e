"""The command: sets the stage, lets the story be told, and leaves nothing behind but its results."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib.util
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import aiohttp

from codesign_bot.demo import words
from codesign_bot.demo.folder import Folder, taken
from codesign_bot.demo.paper import Paper, paper_on
from codesign_bot.demo.show import opened
from codesign_bot.demo.stage import staged
from codesign_bot.demo.stay import stay
from codesign_bot.demo.story import tell
from codesign_bot.demo.trouble import DemoTrouble
from codesign_bot.testing.synapse import SynapseFailed

USUAL_PORT = 8008
"""The port that Matrix clients try first."""
FAILED = 1
SIGNALLED = 128
"""A shell adds the number of the signal that ended a program."""
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Options:
    """What stands on the command line. Port None: the usual one, or any where that is taken."""

    stays: bool
    port: int | None
    folder: Path


@dataclass(slots=True)
class Course:
    """How far it went: which signal ended it, and whether there were results by then."""

    stopped_by: signal.Signals | None = None
    has_results: bool = False

    def listen(self) -> None:
        """From now on the first signal ends this task, calmly; further ones change nothing."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()

        def stop(number: signal.Signals) -> None:
            if self.stopped_by is None and task is not None:
                self.stopped_by = number
                task.cancel()

        for number in _STOPPING:
            loop.add_signal_handler(number, stop, number)


def run(arguments: Sequence[str]) -> int:
    """The whole demo. Returns the exit status: 0, 1 with a sentence why, or 128 and the number of the signal."""
    options = _options(arguments)
    course = Course()
    try:
        asyncio.run(_main(options, course))
    except (KeyboardInterrupt, asyncio.CancelledError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        number = course.stopped_by or signal.SIGINT
        _say(f"\n{words.stopped(course.has_results)}")
        return SIGNALLED + number
    except DemoTrouble as trouble:
        _say(f"\n{trouble}")
        return FAILED
    return 0


def _options(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(
        prog="python -m codesign_bot.demo",
        description="A whole practice round on a Matrix homeserver of its own, and one on Matrix and Discord at once.",
        allow_abbrev=False,
    )
    parser.add_argument("--stay", action="store_true", help="keep homeserver and bot running after the round")
    parser.add_argument("--port", type=int, help=f"of the homeserver; else {USUAL_PORT}, or any if that is taken")
    parser.add_argument("--folder", type=Path, default=Path("build", "demo"), help="for results; default: %(default)s")
    given = parser.parse_args(arguments)
    return Options(given.stay, given.port, given.folder.resolve())


async def _main(options: Options, course: Course) -> None:
    """Everything, inside the loop: there a signal cannot come in between two lines of the tidying up."""
    course.listen()
    if importlib.util.find_spec("synapse") is None:
        raise DemoTrouble("Synapse, the Matrix homeserver of the demo, is not installed. “make setup” installs it.")
    port = _port(options.port)
    with taken(options.folder) as folder, folder.transcript.open("w", encoding="utf-8") as copy:
        try:
            await _play(options, course, folder, port, paper_on(sys.stdout, copy))
        except Exception as error:
            raise DemoTrouble(_sentence(error, folder)) from error
        finally:
            # Whoever was cancelled while a thread wrote a file for them did not wait for it, and the folder goes now.
            await asyncio.get_running_loop().shutdown_default_executor()


async def _play(options: Options, course: Course, folder: Folder, port: int, paper: Paper) -> None:
    began = time.monotonic()
    words.before(paper, stays=options.stays)
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(staged(folder.data, port))
        show = await stack.enter_async_context(opened(stage, paper, lambda: words.welcome(paper, stage)))
        words.pace(paper, show.scene.pace.scale)
        await tell(show)
        files = folder.keep(show.files)
        course.has_results = True
        words.end(paper, files, time.monotonic() - began)
        if options.stays:
            words.staying(paper)
            await stay(show)


def _port(wanted: int | None) -> int:
    """A port that is free now; 0: any. Raises `DemoTrouble` where the wanted one is not."""
    if wanted is None:
        return USUAL_PORT if _is_free(USUAL_PORT) else 0
    if not _is_free(wanted):
        raise DemoTrouble(f"Port {wanted} is taken by another program. Give another one with --port, or none.")
    return wanted


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def _sentence(error: Exception, folder: Folder) -> str:
    """Why the demo ends, for whoever watches; what a developer needs is put beside the results."""
    first = next(iter(sorted(_leaves(error), key=lambda one: not isinstance(one, DemoTrouble))))
    if isinstance(first, BrokenPipeError):
        return "Nobody reads what the demo shows, so it ends."
    match first:
        case DemoTrouble():
            said = str(first)
        case SynapseFailed():
            said = "The homeserver of the demo did not do what it was asked."
        case aiohttp.ClientError():
            said = "The homeserver of the demo does not answer any more."
        case _:
            said = f"Something in the demo is broken ({type(first).__name__})."
    logs = (folder.data / "bot.log", folder.data / "homeserver" / "homeserver.log")
    kept = folder.keep_trouble(logs, "".join(traceback.format_exception(error)))
    return f"{said} What the programs wrote meanwhile is in {kept}."


def _leaves(error: BaseException) -> Iterator[BaseException]:
    """The errors inside groups of them."""
    if not isinstance(error, BaseExceptionGroup):
        yield error
        return
    group = cast("BaseExceptionGroup[BaseException]", error)
    for one in group.exceptions:
        yield from _leaves(one)


def _say(line: str) -> None:
    """The last line; whoever closed the terminal does not read it."""
    try:
        print(line, file=sys.stderr, flush=True)
        sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
