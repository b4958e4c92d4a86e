"""What a platform owes to somebody who waits for an answer: it comes, to them, once, also after a restart."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from codesign_bot.errors import PlatformTrouble, Unreachable
from codesign_bot.ports import Heard
from codesign_bot.records import Kind
from codesign_bot.testing._contract_of_saying import PART
from codesign_bot.testing.door import Door, DoorPerson, answer, long_words, opened, reading, words
from codesign_bot.view import Audience

ONLY_YOU = Audience.ONLY_YOU


async def asks(door: Door, person: DoorPerson, text: str = "a question") -> Heard:
    """Somebody says something in the space, and waits."""
    return await door.host.heard(await person.says(door.space, text))


async def reads(door: Door, person: DoorPerson, heard: Heard) -> list[str]:
    """What this person can read where that is answered."""
    del door
    return await person.sees(heard.answer_at or heard.place)


class AnswersContract:
    """Answers. On some platforms they belong to what was pressed, and can be given for a few minutes only."""

    async def test_an_answer_reaches_who_asked(self, door: Door) -> None:
        heard = await asks(door, door.ada)
        await door.platform.send(answer(heard), words("the answer", ONLY_YOU), reading())
        assert ["the answer" in text for text in await reads(door, door.ada, heard)] == [True]

    async def test_what_nobody_saw_is_answered_where_nobody_else_sees(self, door: Door) -> None:
        """That holds everywhere in a direct message, and in a space where one can speak unseen."""
        await door.host.heard(await door.ben.says(door.space, "I am here too"))
        private = await opened(door)
        unseen = [await door.host.heard(await door.ada.says(private, "psst"))]
        in_space = await asks(door, door.ada)
        unseen += [in_space] if door.takes_unseen else []
        assert in_space.is_unseen == door.takes_unseen
        for number, heard in enumerate(unseen):
            await door.platform.send(answer(heard), words(f"a secret {number}", ONLY_YOU), reading())
            assert any(f"a secret {number}" in text for text in await reads(door, door.ada, heard))
            for place in {door.space, private, heard.answer_at or heard.place}:
                assert not any("a secret" in text for text in await door.ben.sees(place))

    async def test_everybody_gets_their_own_answer_in_whatever_order(self, door: Door) -> None:
        ada, ben = await asks(door, door.ada), await asks(door, door.ben)
        async with asyncio.TaskGroup() as group:
            for heard, text in ((ben, "for Ben"), (ada, "for Ada")):
                group.create_task(door.platform.send(answer(heard), words(text, ONLY_YOU), reading()))
        for person, heard, text in ((door.ada, ada, "for Ada"), (door.ben, ben, "for Ben")):
            assert sum(text in one for one in await reads(door, person, heard)) == 1
            if heard.is_unseen:
                assert sum("for " in one for one in await reads(door, person, heard)) == 1

    async def test_an_answer_after_a_restart_still_reaches_who_asked(self, door: Door) -> None:
        heard = await asks(door, door.ada)
        await door.stop()
        await door.start()
        await door.platform.send(answer(heard), words("the answer", ONLY_YOU), reading())
        assert ["the answer" in text for text in await reads(door, door.ada, heard)] == [True]
        if heard.is_unseen:
            assert await door.ada.sees(door.space) == []

    async def test_the_same_answer_is_given_once(self, door: Door) -> None:
        """The outbox may send it again: it died, or could not mark it as sent."""
        heard = await asks(door, door.ada)
        first = await door.platform.send(answer(heard), words("the answer", ONLY_YOU), reading())
        assert await door.platform.send(answer(heard), words("the answer", ONLY_YOU), reading()) == first
        assert ["the answer" in text for text in await reads(door, door.ada, heard)] == [True]

    async def test_an_answer_whose_reply_got_lost_is_given_once(self, door: Door) -> None:
        heard = await asks(door, door.ada)
        await door.loses_replies()
        for _ in range(2):
            try:
                await door.platform.send(answer(heard), words("the answer", ONLY_YOU), reading())
            except PlatformTrouble:
                continue
        assert ["the answer" in text for text in await reads(door, door.ada, heard)] == [True]

    async def test_a_long_answer_arrives_whole_and_in_order(self, door: Door) -> None:
        heard = await asks(door, door.ada)
        await door.platform.send(answer(heard), long_words(2000), reading())
        assert PART.findall(" ".join(await reads(door, door.ada, heard))) == PART.findall(str(long_words(2000)))

    async def test_a_long_answer_that_was_broken_off_is_given_to_the_end_and_nothing_of_it_twice(
        self, door: Door
    ) -> None:
        heard = await asks(door, door.ada)
        await door.is_too_busy(90, after=1)
        with pytest.raises(Unreachable):
            await door.platform.send(answer(heard), long_words(6000), reading())
        await door.platform.send(answer(heard), long_words(6000), reading())
        assert PART.findall(" ".join(await reads(door, door.ada, heard))) == PART.findall(str(long_words(6000)))

    async def test_an_answer_and_its_files_all_arrive(self, door: Door) -> None:
        heard = await asks(door, door.ada)
        await door.platform.send(answer(heard), words("two files", ONLY_YOU), reading())
        for number in range(2):
            given = answer(heard, "file")
            file = (f"part{number}.csv", "text/csv", f"a,{number}\n".encode())
            message = replace(given.message, key=f"{given.message.key}/{number}", kind=Kind.FILE, file=file)
            await door.platform.send(replace(given, message=message), words(f"file {number}", ONLY_YOU), reading())
        at = heard.answer_at or heard.place
        assert any("two files" in text for text in await door.ada.sees(at))
        assert await door.ada.files(at) == [("part0.csv", b"a,0\n"), ("part1.csv", b"a,1\n")]
        if heard.is_unseen:
            assert await door.ben.files(door.space) == await door.ben.files(at) == []
