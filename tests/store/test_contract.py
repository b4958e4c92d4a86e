from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from codesign_bot.storage import Store
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.store_contract import StoreContract


class TestSqlite(StoreContract):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[Store]:
        async with SqliteStore.open(tmp_path / "bot.db") as store:
            yield store
