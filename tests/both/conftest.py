"""One homeserver for all tests here, and a community that lives on it and on the simulated Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from codesign_bot.testing.synapse import Synapse

from .town import Both, open_both


@pytest.fixture(scope="session")
def synapse() -> Iterator[Synapse]:
    with Synapse() as server:
        yield server


@pytest.fixture
async def both(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Both]:
    """One bot on one store, connected to both platforms."""
    async with open_both(synapse, tmp_path) as found:
        yield found
