"""The guards every test runs under. Fixtures that build something live beside the tests that use them."""

from __future__ import annotations

import importlib.util
import inspect
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from blockbuster import BlockBuster
from hypothesis import settings

# A shared machine may stall for a second: only a wrong answer fails a property, never a slow one.
# The machine that judges a change gives the same answer to the same change; people's own runs go on searching.
settings.register_profile("house", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")

OURS = ("codesign_bot", "codesign_discord", "codesign_matrix")

# Where a blocking call on the event loop is accepted, by file, with the reason.
MAY_BLOCK = {
    # nio keeps its encryption keys in SQLite through peewee, which is synchronous: well under 1 ms a call.
    "peewee.py": {"execute_sql", "connect", "close", "commit", "rollback", "begin", "iterate"},
    # nio's lists of known devices, read once when its store opens and rewritten when a device is trusted.
    "nio/store/file_trustdb.py": {"_load", "_save"},
}


def pytest_configure() -> None:
    """With CODESIGN_UNDER_TEST=wheel, refuse to run unless the code comes from an installed wheel."""
    if os.environ.get("CODESIGN_UNDER_TEST") != "wheel":
        return
    for package in OURS:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None or "site-packages" not in Path(spec.origin).parts:
            pytest.exit(f"{package} would be tested from {spec and spec.origin}, not from the wheel", 3)


PACKED = frozenset(os.environ.get("CODESIGN_PACKED", "").split())
"""The folders of tests/ that are run against the built wheel by themselves."""
HERE = Path(__file__).parent


def pytest_itemcollected(item: pytest.Item) -> None:
    if item.path.relative_to(HERE).parts[0] in PACKED:
        item.add_marker("packed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, the others after them in the order they had.

    Several workers take a file each: one with a test of three minutes that came last would leave all others idle.
    """
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    served = {item.path for item in items if item.get_closest_marker("synapse")}
    items.sort(key=lambda item: (-slow[item.path], item.path not in served))


@cache
def loop_guard() -> BlockBuster:
    """Raises BlockingError where our code blocks the loop it runs on; libraries on their own are not judged.

    codesign_bot.testing is let off: it starts and stops real servers, for which a test may wait.
    """
    present = [package for package in OURS if importlib.util.find_spec(package)]
    guard = BlockBuster(present, excluded_modules=["codesign_bot.testing"])
    for function in guard.functions.values():
        for filename, names in MAY_BLOCK.items():
            function.can_block_in(filename, names)
    return guard


@pytest.fixture(autouse=True)
def nothing_blocks_the_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    if not inspect.iscoroutinefunction(getattr(request.node, "obj", None)):
        yield
        return
    guard = loop_guard()
    guard.activate()
    try:
        yield
    finally:
        guard.deactivate()


# Whoever starts the tests in the background may have made them deaf to Ctrl-C, and what they start would inherit it:
# tests of what Ctrl-C does need it to be heard.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def no_heart_beats_on() -> Iterator[None]:
    """discord.py beats from a thread of its own; one that outlives its loop breaks whichever test runs 40 s later."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith("keep-alive-handler"):
            thread.join(1.0)
            assert not thread.is_alive(), f"{thread.name} still beats: a client was left without close()"
