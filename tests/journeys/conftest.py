"""One homeserver for all journeys, and a vote that is under way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codesign_bot.testing.synapse import Synapse

from .kept import Kept, vote_under_way


@pytest.fixture(scope="session")
def synapse() -> Iterator[Synapse]:
    with Synapse() as server:
        yield server


@pytest.fixture(scope="session")
def kept() -> Kept:
    return vote_under_way()
