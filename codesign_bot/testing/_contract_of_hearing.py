"""What a platform owes to people who say something: it is told once, in order, as theirs; or they see it was not."""

from __future__ import annotations

from codesign_bot.ports import Heard, Reacted, Removed
from codesign_bot.records import Place
from codesign_bot.testing.door import Door, DoorPerson, NotTaken, opened, queued, reading, words


async def insists(person: DoorPerson, place: Place, text: str) -> tuple[str, int]:
    """Say it until it is taken. Returns the key of what was taken, and how often it was not."""
    refused = 0
    while True:
        try:
            return await person.says(place, text), refused
        except NotTaken:
            refused += 1
            assert refused < 10, "whoever says it again and again gets through"


async def heard_by_the_end(door: Door) -> list[str]:
    """Everything that was heard, once all of it has arrived. What proves that nothing is on its way comes last."""
    key = await door.ben.says(door.space, "the end")
    last = await door.host.heard(key)
    assert last.text == door.told("the end")
    return [one.text for one in door.host.all(Heard) if one.key != key]


class HearingContract:
    """What people say, and what they do to what they said."""

    async def test_what_people_say_is_told_once_and_in_order(self, door: Door) -> None:
        said = [f"message {number}" for number in range(5)]
        for text in said:
            await door.ada.says(door.space, text)
        assert await heard_by_the_end(door) == [door.told(text) for text in said]

    async def test_who_said_it_where_and_when_is_told(self, door: Door) -> None:
        key = await door.ada.says(door.space, "hello")
        heard = await door.host.heard(key)
        assert (heard.account, heard.place, heard.key) == (door.ada.account, door.space, key)
        assert not heard.is_private
        assert heard.sent_at.tzinfo is not None

    async def test_two_people_who_say_the_same_are_two(self, door: Door) -> None:
        keys = [await one.says(door.space, "me too") for one in (door.ada, door.ben)]
        heard = [await door.host.heard(key) for key in keys]
        assert [one.account for one in heard] == [door.ada.account, door.ben.account]
        assert keys[0] != keys[1]

    async def test_what_the_bot_says_itself_is_not_told(self, door: Door) -> None:
        await door.platform.send(queued(door.space, "own"), words("from the bot"), reading())
        assert await heard_by_the_end(door) == []

    async def test_a_direct_message_is_private_and_names_the_spaces_nearby(self, door: Door) -> None:
        private = await opened(door)
        heard = await door.host.heard(await door.ada.says(private, "psst"))
        assert heard.is_private
        assert heard.is_unseen
        assert (heard.account, heard.place) == (door.ada.account, private)
        assert heard.near == (door.space,)

    async def test_what_nobody_else_sees_is_never_taken_for_what_everybody_sees(self, door: Door) -> None:
        """Where a person is answered alone, that place belongs to them: it is no space, and nobody else's."""
        heard = [await door.host.heard(await one.says(door.space, "hello")) for one in (door.ada, door.ben)]
        private = [await one.opens_private() for one in (door.ada, door.ben)]
        alone = [one.answer_at for one in heard if one.answer_at is not None]
        assert len({*private, *alone}) == 2
        assert door.space not in {*private, *alone}

    async def test_hostile_characters_do_not_get_in(self, door: Door) -> None:
        heard = await door.host.heard(await door.ada.says(door.space, "safe\u202etxt\u200b end"))
        assert heard.text == door.told("safetxt end")

    async def test_what_people_write_to_each_other_is_told_like_all_else_or_not_at_all(self, door: Door) -> None:
        key = await door.ada.writes(door.space, "lovely weather")
        assert await heard_by_the_end(door) == (["lovely weather"] if door.overhears else [])
        assert [one.key for one in door.host.all(Heard)][:-1] == ([key] if door.overhears else [])

    async def test_a_new_version_of_a_message_names_the_old_one(self, door: Door) -> None:
        """It is never something that was said anew: where the bot is told nothing of it, nothing is."""
        key = await door.ada.writes(door.space, "an ide")
        await door.ada.edits(door.space, key, "an idea")
        told = await heard_by_the_end(door)
        if not door.overhears:
            assert told == []
            return
        _, edited, _ = door.host.all(Heard)
        assert (edited.text, edited.edits) == ("an idea", key)
        assert edited.key != key

    async def test_a_deleted_message_is_told_as_removed(self, door: Door) -> None:
        """Or not at all, where the bot was not told of the message either."""
        key = await door.ada.writes(door.space, "oh no")
        await door.ada.removes(door.space, key)
        await heard_by_the_end(door)
        assert [one.target for one in door.host.all(Removed)] == ([key] if door.overhears else [])

    async def test_a_sign_on_a_message_is_told_with_the_message(self, door: Door) -> None:
        """Or not at all, where the bot is told of no message. It is never something that somebody said."""
        key = await door.ada.writes(door.space, "a topic")
        await door.ben.reacts(door.space, key, "\N{THUMBS UP SIGN}")
        told = await heard_by_the_end(door)
        assert told == (["a topic"] if door.overhears else [])
        signs = [(one.target, one.account, one.sign[:1]) for one in door.host.all(Reacted)]
        assert signs == ([(key, door.ben.account, "\N{THUMBS UP SIGN}")] if door.overhears else [])

    async def test_what_the_host_could_not_store_is_told_again_or_the_person_is_told(self, door: Door) -> None:
        """There is no third way: nobody who believes to have been heard was not."""
        door.host.fails = 2
        key, refused = await insists(door.ada, door.space, "please keep this")
        await door.host.heard(key)
        assert refused == (0 if door.keeps else 2)
        assert door.host.fails == 0
        assert await heard_by_the_end(door) == [door.told("please keep this")]


class AwayContract:
    """What happens while the bot, or its connection, is away."""

    async def test_what_happened_while_the_bot_was_away_is_told_in_order_and_once(self, door: Door) -> None:
        """Or nobody could believe that it was heard: then it is not told later either."""
        await door.host.heard(await door.ada.says(door.space, "before"))
        await door.stop()
        missed = [f"missed {number}" for number in range(30)]
        taken = await self._taken(door, missed)
        assert taken == (missed if door.keeps else [])
        await door.start()
        assert await heard_by_the_end(door) == [door.told(text) for text in ("before", *taken)]

    async def test_the_host_learns_when_everything_missed_was_told(self, door: Door) -> None:
        await door.stop()
        taken = await self._taken(door, ["missed"])
        door.host.is_live = False
        await door.start()
        await door.host.until(lambda host: host.is_live)
        assert [one.text for one in door.host.all(Heard)] == [door.told(text) for text in taken]

    async def test_a_connection_that_breaks_is_found_again_and_nothing_is_told_twice(self, door: Door) -> None:
        """The host learns of both: what is due while nobody can be heard has to wait."""
        await door.host.heard(await door.ada.says(door.space, "before"))
        await door.breaks_off()
        taken = await self._taken(door, [f"meanwhile {number}" for number in range(5)])
        await door.host.until(lambda host: host.touches > 0 and host.is_live)
        assert await heard_by_the_end(door) == [door.told(text) for text in ("before", *taken)]

    async def _taken(self, door: Door, texts: list[str]) -> list[str]:
        """Say them all. Returns those of which nobody was told that they were not taken."""
        taken: list[str] = []
        for text in texts:
            try:
                await door.ada.says(door.space, text)
            except NotTaken:
                continue
            taken.append(text)
        return taken
