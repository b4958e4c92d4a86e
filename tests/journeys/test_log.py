"""A member reads the log, takes one entry along and is told a receipt, on a real homeserver."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .kept import Kept, resumed

pytestmark = pytest.mark.synapse

RECEIPT = re.compile(r"Your receipt: ([a-z]+ [a-z]+)\.")


async def test_a_member_reads_the_log_and_is_told_a_receipt_that_nobody_else_is(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        town.bot.start()
        ada, ben = town.members[:2]
        own = RECEIPT.findall(await ada.asks("!vote 1:1", "Your receipt: "))
        others = RECEIPT.findall(await ben.asks("!vote 1:1", "Your receipt: "))
        assert len(own) == len(others) == 1
        assert own != others
        assert RECEIPT.findall(await ada.asks("!vote show", "Your receipt: ")) == own
        await ada.asks("!me receipt", f"The vote: {own[0]}")
        await ada.asks(f"!receipt {own[0]}", "Nobody can see a ballot before voting ends.")
        told = await ada.asks("!log", "The log has ")
        assert "The step: voting." in told
        await ada.asks("!log power", "Only acts of organisers.")
        await ada.asks("!log 2031-13", "I know no such day or month: 2031-13.")
        await ada.asks("!log entry 1", "Entry 1 of the log.")
        assert not any(own[0] in text for text in await ben.heard())
        assert not any(own[0] in text or "Your receipt" in text for text in await town.olga.heard(town.room))
        assert town.bot.incidents() == []
