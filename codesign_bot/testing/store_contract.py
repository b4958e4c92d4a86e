"""What every store must do, as tests. Subclass `StoreContract` and give it the fixture `store`: an empty one, open.

The tests are asynchronous and run in the automatic mode of pytest-asyncio. Each needs a store of its own.
"""

from __future__ import annotations

from codesign_bot.testing._contract_of_outbox import OutboxContract
from codesign_bot.testing._contract_of_rows import RowsContract
from codesign_bot.testing._contract_of_traces import TracesContract
from codesign_bot.testing._contract_of_wishes import WishesContract
from codesign_bot.testing._contract_of_work import WorkContract


class StoreContract(WorkContract, RowsContract, OutboxContract, TracesContract, WishesContract):
    """Everything that `storage.Store` promises, asked of one implementation."""
