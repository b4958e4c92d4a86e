"""Run as a program by test_encrypted.py: a bot that keeps its batches in SQLite and may be killed at a commit.

Arguments: a JSON object with the account, the database, and `die`: "commit" to die at the first commit that has
a message in it, "keys" to die halfway through storing a room's key. Ends by itself once `enough` messages are
stored.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from nio.crypto import Olm

from codesign_matrix.client import connected
from codesign_matrix.device import Account
from codesign_matrix.feed import Feed
from codesign_matrix.records import Batch, Kept, MessageSeen


class Done(Exception):
    """All that was wanted is stored."""


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def main(wanted: dict[str, str]) -> None:
    account = Account(
        wanted["homeserver"],
        wanted["user_id"],
        Path(wanted["folder"]),
        "a secret of the operator",
        access_token=wanted["access_token"],
        device_id=wanted["device_id"],
    )
    store = sqlite3.connect(wanted["database"], isolation_level=None)
    store.execute("create table if not exists said (nth integer primary key, body text)")
    store.execute("create table if not exists kept (key text primary key, blob text)")
    store.execute("create table if not exists checkpoint (one integer primary key, since text)")

    async def commit(batch: Batch) -> None:
        bodies = [record.body for record in batch.records if isinstance(record, MessageSeen)]
        if bodies and wanted["die"] == "commit":
            die()
        store.execute("begin immediate")
        store.executemany("insert into said (body) values (?)", [(body,) for body in bodies])
        store.executemany("replace into kept values (?, ?)", [(one.key, one.blob) for one in batch.keep])
        store.executemany("delete from kept where key = ?", [(key,) for key in batch.forget])
        store.execute("replace into checkpoint values (1, ?)", (batch.next_batch,))
        store.execute("commit")
        (count,) = store.execute("select count(*) from said").fetchone()
        if count >= int(wanted["enough"]):
            raise Done

    if wanted["die"] == "keys":
        # nio has stored the secure channel by then, which cannot open the same message twice, but not the key.
        patch.object(Olm, "create_group_session", die).start()
    row = store.execute("select since from checkpoint").fetchone()
    kept = [Kept(key, blob) for key, blob in store.execute("select key, blob from kept")]
    async with connected(account) as client:
        since = row[0] if row else None
        await Feed(client, commit, now=lambda: datetime.now(UTC), since=since, kept=kept).run()


with suppress(Done):
    asyncio.run(main(json.loads(sys.argv[1])))
