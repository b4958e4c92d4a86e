"""A process that runs for years does not walk through its texts again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from codesign_bot.app import spare_the_collector


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction] - pytest calls it
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_was_there_at_the_start_is_left_alone() -> None:
    kept = [[number] for number in range(1000)]
    spare_the_collector()
    assert gc.get_freeze_count() > len(kept)
    assert not any(one is kept for one in gc.get_objects())


def test_rubbish_that_refers_to_itself_is_still_collected() -> None:
    spare_the_collector()
    ring: list[object] = []
    ring.append(ring)
    del ring
    assert gc.collect() >= 1
    assert gc.isenabled()
    assert gc.get_threshold()[0] > 0
