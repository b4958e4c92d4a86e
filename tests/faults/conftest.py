"""A vote that is under way, from which every fault begins."""

from __future__ import annotations

import pytest

from ..journeys.kept import Kept, vote_under_way  # noqa: TID252 - tests are no package


@pytest.fixture(scope="session")
def kept() -> Kept:
    return vote_under_way()
