"""Somebody thinks that what another person wrote could be an idea: its author alone is asked, with ordinary clients."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from codesign_bot.testing.synapse import Synapse

from .test_encrypted import Sealed, closed_room, sealed
from .town import HONEST, Member, Town, template, town, until

pytestmark = pytest.mark.synapse

WORDS = "We could paint the fence by the pond"
ASKED = "Somebody thinks that a message of yours could be an idea"
TOLD = "I ask the person who wrote it."


@asynccontextmanager
async def collecting(synapse: Synapse, folder: Path) -> AsyncGenerator[tuple[Town, Member, Member, Member]]:
    """A round that collects ideas, and three who are in it; the last of them wrote something in the room."""
    async with town(synapse, folder / "bot") as made:
        made.write({"brisk": template(framing=1, confirming=1)})
        made.bot.start()
        await made.hosted()
        ann, ben, gus = await made.grows(3)
        await made.opened("brisk", made.members, made.olga, made.room)
        await made.olga.hears("Tell us your ideas", made.room)
        yield made, ann, ben, gus
        assert made.bot.incidents() == []


async def wishes(member: Member, room: str, event: str, part: str, text: str = "!turn") -> None:
    """Reply to a message, and wait for one more answer with these words."""
    before = sum(part in one for one in await member.heard())
    await member.client.send(room, text, reply_to=event)
    await member.hears_often(before + 1, part)


def everything_stored(made: Town) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(made.folder.glob("bot.db*")))


async def test_the_author_is_asked_once_and_gives_it_over_restarts(synapse: Synapse, tmp_path: Path) -> None:
    async with collecting(synapse, tmp_path) as (made, ann, ben, gus):
        key = await gus.says(WORDS, made.room)
        made.bot.kill()
        made.bot.start()  # who wrote it is looked up, not remembered
        await wishes(ann, made.room, key, TOLD)
        question = await gus.hears(ASKED)
        assert WORDS in question
        assert all(typed in question for typed in ("!turn yes", "!turn no", "!turn never"))
        assert ann.id not in question
        await wishes(ben, made.room, key, "I do not ask about this message.")
        assert made.bot.stop() == 0
        assert WORDS.encode() not in everything_stored(made), "their words are kept nowhere before a yes"
        assert b"The park is empty" in everything_stored(made)
        made.bot.start()
        await gus.asks("!turn yes", "Saved. This is idea 1.")
        assert WORDS in await gus.hears("Saved. This is idea 1.")
        assert not [text for text in await ann.heard(made.room) if WORDS in text or ASKED in text]
        assert sum(ASKED in text for text in await gus.heard()) == 1


async def test_no_and_never_are_heard_and_ones_own_message_needs_no_question(synapse: Synapse, tmp_path: Path) -> None:
    async with collecting(synapse, tmp_path) as (made, ann, ben, gus):
        await wishes(ann, made.room, await gus.says("A first thought", made.room), TOLD)
        await gus.hears(ASKED)
        await gus.asks("!turn no", "Your message stays what it is.")
        await gus.asks("!turn never", "I will not ask you about your messages any more.")
        key = await gus.says(WORDS, made.room)
        await wishes(ben, made.room, key, "I do not ask about this message.")
        await gus.client.edit(made.room, key, f"{WORDS}, in blue")
        await wishes(gus, made.room, key, "Saved. This is idea 1.")
        assert f"{WORDS}, in blue" in await gus.hears("Saved. This is idea 1."), "in their newest words"
        own = await ann.client.send_event(
            made.room, "m.room.message", {"msgtype": "m.notice", "body": "a word of a machine"}
        )
        await wishes(ben, made.room, own, "Only what a person wrote can become an idea.")


async def test_a_message_that_was_deleted_is_not_asked_about_and_gives_nothing(
    synapse: Synapse, tmp_path: Path
) -> None:
    async with collecting(synapse, tmp_path) as (made, ann, ben, gus):
        gone = await gus.says("zeppelins", made.room)
        await gus.client.redact(made.room, gone)
        await wishes(ann, made.room, gone, "I cannot see the message that you replied to.")
        key = await gus.says(WORDS, made.room)
        await wishes(ann, made.room, key, TOLD)
        question = await gus.hears(ASKED)
        await gus.client.redact(made.room, key)
        await gus.asks("!turn yes", "Your message is not there any more")
        assert "zeppelins" not in question
        assert made.records.now("SELECT count(*) FROM round_event WHERE body LIKE '%IdeaOffered%'") == [(0,)]
        await wishes(ben, made.room, "$nothing-of-that-name", "I cannot see the message that you replied to.")


async def test_an_answer_goes_with_the_question_it_replies_to(synapse: Synapse, tmp_path: Path) -> None:
    async with collecting(synapse, tmp_path) as (made, ann, _, gus):
        await wishes(ann, made.room, await gus.says(WORDS, made.room), TOLD)
        await gus.hears(ASKED)
        (first,) = [one for one in gus.client.seen[gus.dm] if ASKED in str(one["content"].get("body"))]
        await wishes(ann, made.room, await gus.says("A second thought", made.room), TOLD)
        await gus.hears_often(2, ASKED)
        await wishes(gus, gus.dm, first["event_id"], "Saved. This is idea 1.", "!turn yes")
        assert WORDS in await gus.hears("Saved. This is idea 1.")
        await gus.asks("!turn yes", "A second thought")


async def test_whoever_has_no_direct_message_with_the_bot_finds_a_word_below_theirs(
    synapse: Synapse, tmp_path: Path
) -> None:
    async with collecting(synapse, tmp_path) as (made, ann, _, _):
        new = await made.person()
        await new.client.join(made.room)
        key = await new.says(WORDS, made.room)
        await wishes(ann, made.room, key, TOLD)
        below = await new.client.wait_for_text(made.room, "Somebody thinks that this message could be an idea.")
        assert below["content"]["m.relates_to"] == {"m.in_reply_to": {"event_id": key}}
        assert below["content"]["m.mentions"] == {}, "it rings nobody"
        assert WORDS not in str(below)
        await new.asks("!join", "You are in this round now", made.room)
        await new.client.send(made.room, "!turn", reply_to=key)
        await new.hears("Saved. This is idea 1.", made.room)


async def replies(member: Sealed, room: str, event: str, text: str) -> None:
    relation = {"m.in_reply_to": {"event_id": event}}
    member.count += 1
    content = {"msgtype": "m.text", "body": text, "m.relates_to": relation}
    await member.sender.send(room, content, f"m{member.count}")


async def test_what_was_said_in_an_encrypted_room_is_never_repeated_in_clear(synapse: Synapse, tmp_path: Path) -> None:
    async with town(synapse, tmp_path / "bot") as made:
        made.write({"brisk": template(framing=1, confirming=1)})
        made.bot.start()
        async with sealed(made, tmp_path) as ann, sealed(made, tmp_path) as gus, sealed(made, tmp_path) as cyd:
            room = await closed_room(made, ann, gus, cyd)
            plain = await cyd.sender.create_private(made.name, encrypted=False)
            await cyd.hears("Hello", plain)
            dms = [await one.opens() for one in (ann, gus)]
            await gus.asks(dms[1], "!topic suggest The park is empty", "Saved. This is topic")
            await ann.asks(dms[0], "!round plan brisk", "This is part 1 of")
            for number, answer in enumerate(HONEST[:-2], 2):
                await ann.asks(dms[0], answer, f"This is part {number} of")
            await ann.asks(dms[0], HONEST[-2], "Is it right?")
            await ann.asks(dms[0], "yes", "Saved. The round has a plan now")
            await cyd.asks(plain, "!second 1", "Saved. You seconded")
            await ann.asks(dms[0], "!join", "You are in this round now")
            await until(lambda: made.records.phase() == "ideas")

            key, other = await gus.says(room, WORDS), await cyd.says(room, "open air films")
            await replies(ann, room, key, "!turn")
            assert WORDS in await gus.hears(ASKED, dms[1])
            await replies(ann, room, other, "!turn")
            question = await cyd.hears(ASKED, plain)
            assert "open air films" not in question
            assert f"https://matrix.to/#/{room}/{other}" in question
            assert WORDS.encode() not in await asyncio.to_thread(everything_stored, made)
            await gus.asks(dms[1], "!turn yes", "Saved. This is idea 1.")
            assert WORDS in await gus.hears("Saved. This is idea 1.", dms[1])
        assert made.bot.incidents() == []
