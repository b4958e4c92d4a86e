"""A direct message that others join: what is for one person alone is not told there any more."""

from __future__ import annotations

from pathlib import Path

from codesign_bot.testing import stories
from codesign_bot.testing.world import ROOM, open_world


async def test_a_direct_message_that_others_have_joined_is_private_no_more(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.given(world)
        m0, m1 = world.person("m0"), world.person("m1")
        await world.step_ends()  # sorting, where authors are asked in private
        await m0.says("!now", m0.private)  # somebody else is there now: the same place, not private
        await world.everything_said()
        before = len(m0.hears())
        await m0.says("!me", ROOM)
        await m1.says("!merge 2 1")
        await world.everything_said()
        assert any("merge-asked" in text or "saved-merge" in text for text in m1.hears())
        assert len(m0.hears()) == before
        await m0.says("!now")  # a direct message of two again
        await world.everything_said()
        between = len(m0.hears())
        await m1.says("!merge no 2 1")
        await world.everything_said()
        assert len(m0.hears()) > between
