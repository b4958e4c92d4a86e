"""What somebody points at is looked up on a real homeserver, and no words reach the service but their author's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codesign_bot.errors import Unreachable
from codesign_bot.ports import Pointed
from codesign_bot.records import Account, Place
from codesign_bot.testing.door import Recorder
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.view import Quote, Quoted, Typed, View, say
from codesign_matrix.directs import PLATFORM, Directs
from codesign_matrix.intake import Intake
from codesign_matrix.pointing import QUESTION, Pointing, find, with_words
from codesign_matrix.records import Batch, MessageSeen

from .conftest import Bot, Enter

pytestmark = pytest.mark.synapse

WORDS = "We could paint the fence"
ASKED = View(None, (say("turn-question"), say("turn-question-free")))


def pointing(bot: Bot, asked: tuple[Place, str] | None = None, ghosts: tuple[str, ...] = ()) -> Pointing:
    host = Recorder(asked=asked)
    return Pointing(bot.client, Intake(bot.client, host, Directs(bot.client, host), ghosts), ["@bot"])


async def pointed(bot: Bot, by: Pointing, event_id: str) -> Pointed | None:
    """What the bot finds for a message that came to it."""
    await bot.until(lambda: any(getattr(one, "event_id", "") == event_id for one in bot.desk.records))
    (record,) = [one for one in bot.desk.records if isinstance(one, MessageSeen) and one.event_id == event_id]
    (found,) = (await by.looked_up(Batch((record,), (), (), "s1"))).records
    assert isinstance(found, MessageSeen)
    assert replace(found, points_at=None) == record
    return found.points_at


def account(person: MatrixPerson) -> Account:
    return Account(PLATFORM, person.user_id)


async def both_in(bot: Bot, enter: Enter) -> tuple[MatrixPerson, MatrixPerson, str]:
    ann, gus = await enter(), await enter()
    room = await bot.enter(ann)
    await ann.invite(room, gus.user_id)
    await gus.join(room)
    return ann, gus, room


async def test_whose_message_it_is_is_told_and_its_words_only_to_their_author(bot: Bot, enter: Enter) -> None:
    ann, gus, room = await both_in(bot, enter)
    key, place, by = await gus.send(room, WORDS), Place(PLATFORM, room), pointing(bot)
    theirs = await pointed(bot, by, await ann.send(room, "!turn", reply_to=key))
    assert theirs == Pointed(place, key, account(gus), None)
    own = await pointed(bot, by, await gus.send(room, "!turn", reply_to=key))
    assert own == Pointed(place, key, account(gus), WORDS)


async def test_a_yes_is_about_what_its_author_was_asked_and_nobody_elses_words(bot: Bot, enter: Enter) -> None:
    ann, gus, room = await both_in(bot, enter)
    key, place = await gus.send(room, WORDS), Place(PLATFORM, room)
    by = pointing(bot, (place, key))
    assert await pointed(bot, by, await gus.send(room, "!turn yes")) == Pointed(place, key, account(gus), WORDS)
    other = await pointed(bot, by, await ann.send(room, "!turn yes"))
    assert other == Pointed(place, key, account(gus), None)
    await gus.redact(room, key)
    assert await pointed(bot, by, await gus.send(room, "!turn yes")) == Pointed(place, key, account(gus), None)


@pytest.mark.parametrize("text", ["I turn this", "!idea turn it", "!turn no", "!turn never", "!turn"])
async def test_nothing_is_looked_up_for_other_words(bot: Bot, enter: Enter, text: str) -> None:
    _, gus, room = await both_in(bot, enter)
    reply_to = await gus.send(room, WORDS) if text != "!turn" else ""
    assert await pointed(bot, pointing(bot), await gus.send(room, text, reply_to=reply_to)) is None


async def test_what_no_person_wrote_has_no_author(bot: Bot, enter: Enter) -> None:
    ann, gus, room = await both_in(bot, enter)
    notice = await gus.send_event(room, "m.room.message", {"msgtype": "m.notice", "body": WORDS})
    own = await bot.sender.send(room, {"msgtype": "m.text", "body": WORDS}, "t1")
    for key in (notice, own):
        found = await pointed(bot, pointing(bot), await ann.send(room, "!turn", reply_to=key))
        assert found is not None
        assert found.author is None
    key = await gus.send(room, WORDS)
    ghostly = pointing(bot, ghosts=(gus.user_id,))
    found = await pointed(bot, ghostly, await ann.send(room, "!turn", reply_to=key))
    assert found == Pointed(Place(PLATFORM, room), key, None)


async def test_what_is_not_there_points_at_nothing(bot: Bot, enter: Enter) -> None:
    ann, gus, room = await both_in(bot, enter)
    gone, by = await gus.send(room, WORDS), pointing(bot)
    await gus.redact(room, gone)
    for key in (gone, "$nothing"):
        assert await pointed(bot, by, await ann.send(room, "!turn", reply_to=key)) is None


async def test_a_message_is_found_in_its_newest_words_without_what_it_replies_to(bot: Bot, enter: Enter) -> None:
    ann, gus, room = await both_in(bot, enter)
    relation = {"m.in_reply_to": {"event_id": "$before"}}
    body = f"> <@ann:x> How dark it is\n> at night\n\n{WORDS}"
    key = await gus.send_event(room, "m.room.message", {"msgtype": "m.text", "body": body, "m.relates_to": relation})
    found = await find(bot.client, room, key)
    assert found is not None
    assert (found.sender, found.words, found.is_spoken, found.is_encrypted) == (gus.user_id, WORDS, True, False)
    await ann.edit(room, key, "Somebody else's words")
    await gus.edit(room, key, f"{WORDS} in blue")
    found = await find(bot.client, room, key)
    assert found is not None
    assert found.words == f"{WORDS} in blue"


async def test_a_question_has_the_words_of_the_message_that_its_key_names(bot: Bot, enter: Enter) -> None:
    _, gus, room = await both_in(bot, enter)
    key = await gus.send(room, WORDS)
    asked = await with_words(bot.client, ASKED, f"{QUESTION}{room}/{key}", room)
    assert asked is not None
    assert asked.blocks == (ASKED.blocks[0], Quote(Quoted(WORDS), say("turn-your-words")), ASKED.blocks[1])
    await gus.redact(room, key)
    assert await with_words(bot.client, ASKED, f"{QUESTION}{room}/{key}", room) is None
    assert await with_words(bot.client, ASKED, f"{QUESTION}!elsewhere:localhost/$1", room) is None


async def test_words_that_cannot_be_read_are_shown_by_where_they_stand(bot: Bot, enter: Enter) -> None:
    _, gus, room = await both_in(bot, enter)
    image = await gus.send_event(room, "m.room.message", {"msgtype": "m.text", "body": " "})
    asked = await with_words(bot.client, ASKED, f"{QUESTION}{room}/{image}", room)
    assert asked is not None
    assert asked.blocks[1] == say("turn-words-unread", link=Typed(f"https://matrix.to/#/{room}/{image}"))


async def test_while_the_homeserver_is_away_a_question_waits(bot: Bot, enter: Enter) -> None:
    _, gus, room = await both_in(bot, enter)
    key = await gus.send(room, WORDS)
    await bot.client.wire.close()
    away = replace(bot.client, wire=type(bot.client.wire)("http://127.0.0.1:9"))
    with pytest.raises(Unreachable):
        await with_words(away, ASKED, f"{QUESTION}{room}/{key}", room)
    await away.wire.close()
