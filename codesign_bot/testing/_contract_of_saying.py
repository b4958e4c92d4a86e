"""What a platform owes to the outbox: said once, changed in place, whole, in order, and harmless to who reads it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from codesign_bot.errors import PlatformTrouble, Unreachable
from codesign_bot.records import Kind
from codesign_bot.testing.door import Door, long_words, queued, reading, words

PART = re.compile(r"part\d{4}")
STRANGE = (
    "*not slanted* **nor bold** __nor underlined__ ~~nor struck~~",
    "# not a heading",
    "1. not a list",
    "[not a link](https://example.org/a) <https://example.org/b>",
    "<b>not bold</b> &amp; <script>alert(1)</script>",
    "`not code` ||not hidden||",
    "back\\slash",
)
"""Words that mean something to one app or the other, each to be read as it was written."""


async def seen(door: Door) -> list[str]:
    """What Ada sees of the bot in the space."""
    return await door.ada.sees(door.space)


async def insists_on_sending(door: Door, key: str, parts: int) -> int:
    """Send a view of so many parts until it goes through, as the outbox does. Returns how often it did not."""
    for missed in range(10):
        try:
            await door.platform.send(queued(door.space, key), long_words(parts), reading())
        except PlatformTrouble:
            continue
        return missed
    raise AssertionError("what is sent again and again goes through")


class SayingContract:
    """Messages and cards."""

    async def test_what_is_said_can_be_read_by_everybody_there(self, door: Door) -> None:
        await door.platform.send(queued(door.space, "one"), words("hello all"), reading())
        for person in (door.ada, door.ben):
            assert ["hello all" in text for text in await person.sees(door.space)] == [True]

    async def test_the_same_key_is_the_same_message(self, door: Door) -> None:
        first = await door.platform.send(queued(door.space, "once"), words("only once"), reading())
        again = await door.platform.send(queued(door.space, "once"), words("only once"), reading())
        assert first == again
        assert sum("only once" in text for text in await seen(door)) == 1

    async def test_the_same_key_is_the_same_message_after_a_restart(self, door: Door) -> None:
        first = await door.platform.send(queued(door.space, "once"), words("only once"), reading())
        await door.stop()
        await door.start()
        assert await door.platform.send(queued(door.space, "once"), words("only once"), reading()) == first
        assert sum("only once" in text for text in await seen(door)) == 1

    async def test_another_key_is_another_message_whatever_it_says(self, door: Door) -> None:
        first = await door.platform.send(queued(door.space, "monday"), words("please come"), reading())
        await door.stop()
        await door.start()
        second = await door.platform.send(queued(door.space, "friday"), words("please come"), reading())
        assert first != second
        assert sum("please come" in text for text in await seen(door)) == 2

    async def test_messages_are_read_in_the_order_in_which_they_were_said(self, door: Door) -> None:
        for number in range(8):
            await door.platform.send(queued(door.space, f"in order {number}"), words(f"number {number}"), reading())
        found = re.findall(r"number (\d)", " ".join(await seen(door)))
        assert found == [str(number) for number in range(8)]

    async def test_a_card_is_changed_where_it_stands(self, door: Door) -> None:
        card = queued(door.space, "card", Kind.CARD)
        said = await door.platform.send(card, words("as it was"), reading())
        await door.platform.send(queued(door.space, "below"), words("below the card"), reading())
        changed = replace(card, message_id=said, revision=2)
        assert await door.platform.edit(changed, words("as it is"), reading()) == said
        texts = await seen(door)
        assert ["as it is" in text for text in texts] == [True, False]
        assert not any("as it was" in text for text in texts)

    async def test_a_card_is_changed_after_a_restart(self, door: Door) -> None:
        card = queued(door.space, "card", Kind.CARD)
        said = await door.platform.send(card, words("as it was"), reading())
        await door.stop()
        await door.start()
        await door.platform.edit(replace(card, message_id=said, revision=2), words("as it is"), reading())
        assert ["as it is" in text for text in await seen(door)] == [True]

    async def test_a_card_that_somebody_removed_is_said_anew_and_changed_there_from_then_on(self, door: Door) -> None:
        """Else nobody in the space would see the round any more."""
        card = queued(door.space, "card", Kind.CARD)
        said = await door.platform.send(card, words("as it was"), reading())
        await door.clears(said)
        assert await seen(door) == []
        changed = replace(card, message_id=said, revision=2)
        anew = await door.platform.edit(changed, words("as it is"), reading())
        assert await door.platform.edit(changed, words("as it is"), reading()) == anew
        assert ["as it is" in text for text in await seen(door)] == [True]
        later = replace(card, message_id=anew, revision=3)
        assert await door.platform.edit(later, words("as it became"), reading()) == anew
        assert ["as it became" in text for text in await seen(door)] == [True]

    async def test_a_card_stays_one_message_however_much_it_holds(self, door: Door) -> None:
        card = queued(door.space, "card", Kind.CARD)
        said = await door.platform.send(card, long_words(6000), reading())
        await door.platform.edit(replace(card, message_id=said, revision=2), words("in short"), reading())
        assert ["in short" in text for text in await seen(door)] == [True]

    async def test_equal_digests_are_equal_views_and_only_they(self, door: Door) -> None:
        one, same, other = words("a"), words("a"), words("b")
        assert door.platform.digest(one, reading()) == door.platform.digest(same, reading())
        assert door.platform.digest(one, reading()) != door.platform.digest(other, reading())

    async def test_a_very_long_view_arrives_whole_and_in_order(self, door: Door) -> None:
        await door.platform.send(queued(door.space, "long"), long_words(6000), reading())
        assert PART.findall(" ".join(await seen(door))) == PART.findall(str(long_words(6000)))

    async def test_a_file_arrives_as_it_was_and_everybody_there_can_open_it(self, door: Door) -> None:
        file = ("record.md", "text/markdown", "# é\n".encode() * 50)
        message = replace(queued(door.space, "file", Kind.FILE).message, file=file)
        given = replace(queued(door.space, "file", Kind.FILE), message=message)
        first = await door.platform.send(given, words("the record"), reading())
        assert await door.platform.send(given, words("the record"), reading()) == first
        for person in (door.ada, door.ben):
            assert await person.files(door.space) == [("record.md", file[2])]

    async def test_words_of_people_are_read_as_they_were_written(self, door: Door) -> None:
        for number, strange in enumerate(STRANGE):
            await door.platform.send(queued(door.space, f"strange {number}"), words(strange), reading())
        for text, strange in zip(await seen(door), STRANGE, strict=True):
            assert strange in text

    async def test_nobody_is_rung_by_the_words_of_people(self, door: Door) -> None:
        called = door.naming(door.ben)
        card = queued(door.space, "card", Kind.CARD)
        said = await door.platform.send(card, words(f"{called} first"), reading())
        await door.platform.edit(replace(card, message_id=said, revision=2), words(f"{called} then"), reading())
        await door.platform.send(queued(door.space, "call"), words(f"{called} at last"), reading())
        assert len(await seen(door)) == 2
        assert [await person.rung() for person in (door.ada, door.ben)] == [0, 0]

    async def test_it_says_its_name(self, door: Door) -> None:
        assert door.platform.name == door.space.platform


class TroubleContract:
    """What goes wrong on the way. The outbox tries again; nobody may read anything twice."""

    async def test_a_message_whose_reply_got_lost_is_said_once(self, door: Door) -> None:
        await door.loses_replies()
        await insists_on_sending(door, "uncertain", 5)
        assert sum("part0004" in text for text in await seen(door)) == 1

    async def test_a_message_whose_reply_got_lost_is_said_once_after_a_restart_too(self, door: Door) -> None:
        """Whoever sent it is no more: there is nobody left who knows that it is uncertain."""
        await door.loses_replies()
        with pytest.raises(PlatformTrouble):
            await self._without_patience(door)
        await door.stop()
        await door.start()
        assert await insists_on_sending(door, "uncertain", 5) == 0
        assert sum("part0004" in text for text in await seen(door)) == 1

    async def test_what_was_half_said_is_said_to_the_end_and_nothing_of_it_twice(self, door: Door) -> None:
        """Of a long text, after a restart, and in order."""
        await door.loses_replies(after=1)
        with pytest.raises(PlatformTrouble):
            await self._without_patience(door, 6000)
        await door.stop()
        await door.start()
        assert await insists_on_sending(door, "uncertain", 6000) == 0
        assert PART.findall(" ".join(await seen(door))) == PART.findall(str(long_words(6000)))

    async def test_a_change_whose_reply_got_lost_is_made(self, door: Door) -> None:
        card = queued(door.space, "card", Kind.CARD)
        said = await door.platform.send(card, words("as it was"), reading())
        await door.loses_replies()
        changed = replace(card, message_id=said, revision=2)
        for _ in range(2):
            try:
                await door.platform.edit(changed, words("as it is"), reading())
            except PlatformTrouble:
                continue
        assert ["as it is" in text for text in await seen(door)] == [True]

    async def test_where_the_platform_has_too_much_to_do_it_is_said_once_it_has_time(self, door: Door) -> None:
        """A wait that is long is not spent inside a sending: the outbox is told how long."""
        await door.is_too_busy(90)
        with pytest.raises(Unreachable) as trouble:
            await door.platform.send(queued(door.space, "later"), words("in a while"), reading())
        assert trouble.value.retry_after is not None
        assert 80 < trouble.value.retry_after < 100
        assert await seen(door) == []
        await door.platform.send(queued(door.space, "later"), words("in a while"), reading())
        assert ["in a while" in text for text in await seen(door)] == [True]

    async def test_a_place_that_is_not_ours_is_a_trouble_and_no_other_error(self, door: Door) -> None:
        with pytest.raises(PlatformTrouble) as trouble:
            await door.platform.send(queued(door.nowhere, "lost"), words("hello?"), reading())
        assert not isinstance(trouble.value, Unreachable), "nobody is there, however long we wait"

    async def test_while_the_bot_is_away_a_sending_is_a_trouble_that_passes(self, door: Door) -> None:
        await door.stop()
        with pytest.raises(Unreachable):
            await door.platform.send(queued(door.space, "early"), words("hello?"), reading())
        await door.start()
        await door.platform.send(queued(door.space, "early"), words("hello!"), reading())
        assert ["hello!" in text for text in await seen(door)] == [True]

    async def _without_patience(self, door: Door, parts: int = 5) -> None:
        await door.platform.send(queued(door.space, "uncertain"), long_words(parts), reading())
