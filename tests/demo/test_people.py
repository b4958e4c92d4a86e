"""The people of the demo type, read what is meant for them, and do not wait for ever."""

from __future__ import annotations

import pytest

from codesign_bot.demo.people import Expect
from codesign_bot.demo.trouble import DemoTrouble
from codesign_bot.testing.matrix_person import Json

from .scripted import BOT, DM, ROOM, Sent, Stage, message

SAVED = "Round 1: “The park”\n\nSaved. This is idea 1.\n\n> Lamps\n\nWhat you can do now:\n- Get help: type !help"


async def test_what_is_typed_in_private_is_shown_with_its_answer(stage: Stage) -> None:
    ben, client = stage.member()
    client.answers["!idea Lamps"] = [message(SAVED)]
    said = await ben.private("!idea Lamps")
    assert said.answer == SAVED
    assert client.sent == [Sent(DM, "!idea Lamps")]
    assert stage.shown.getvalue() == (
        "Ben, in private: !idea Lamps\n    to Ben alone: Saved. This is idea 1. “Lamps”\n"
    )


async def test_what_is_typed_in_the_room_is_answered_in_private_where_that_is_open(stage: Stage) -> None:
    ben, client = stage.member()
    client.answers["!join"] = [message("Saved. You are in.")]
    said = await ben.aloud("!join")
    assert (said.id, said.answer) == ("$sent1", "Saved. You are in.")
    assert client.sent == [Sent(ROOM, "!join")]
    assert stage.shown.getvalue() == "Ben: !join\n    to Ben alone: Saved. You are in.\n"


async def test_without_a_direct_message_the_reply_in_the_room_is_the_answer(stage: Stage) -> None:
    farid, client = stage.member("Farid", dm=False)
    others = {"m.in_reply_to": {"event_id": "$other"}}
    his = {"m.in_reply_to": {"event_id": "$sent1"}}
    client.brings(ROOM, message("Saved. For Ben."), message("Saved. For Dana.", more={"m.relates_to": others}))
    client.brings(ROOM, message("Saved. For Farid.", more={"m.relates_to": his}))
    assert (await farid.aloud("!join")).answer == "Saved. For Farid."
    assert stage.shown.getvalue() == "Farid: !join\n", "what stands in the room is shown by whoever watches it"


async def test_word_that_comes_unasked_is_shown_before_the_next_thing_is_typed(stage: Stage) -> None:
    ben, client = stage.member()
    client.brings(DM, message("Idea 4 is joined to idea 1 now."))
    client.answers["!now"] = [message("We vote.")]
    await ben.private("!now", Expect.ANYTHING)
    assert stage.shown.getvalue() == (
        "    to Ben alone: Idea 4 is joined to idea 1 now.\nBen, in private: !now\n    to Ben alone: We vote.\n"
    )


async def test_word_that_comes_between_is_not_taken_for_the_answer(stage: Stage) -> None:
    ben, client = stage.member()
    client.answers["!idea Lamps"] = [message("Somebody built on your idea."), message(SAVED), message("Later.")]
    client.answers["!now"] = [message("We vote.")]
    assert (await ben.private("!idea Lamps")).answer == SAVED
    assert (await ben.private("!now", Expect.ANYTHING)).answer == "We vote."
    shown = stage.shown.getvalue()
    order = [shown.index(words) for words in ("Somebody built", "This is idea 1", "Later.", "!now", "We vote.")]
    assert order == sorted(order)


async def test_word_that_is_waited_for_is_shown_when_it_comes(stage: Stage) -> None:
    ben, client = stage.member()
    client.brings(DM, message("Idea 4 is joined to idea 1 now."))
    assert await ben.hears() == "Idea 4 is joined to idea 1 now."
    assert stage.shown.getvalue() == "    to Ben alone: Idea 4 is joined to idea 1 now.\n"
    with pytest.raises(DemoTrouble, match="word from the bot to Ben did not come"):
        await ben.hears()


async def test_what_somebody_does_without_typing_is_told_and_not_quoted(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    dana, client = stage.member("Dana")
    done: list[tuple[str, str]] = []

    async def react(room_id: str, event_id: str, key: str) -> str:
        done.append((event_id, key))
        client.brings(DM, message("Saved. You seconded this topic."))
        return "$reaction"

    async def redact(room_id: str, event_id: str, reason: str = "") -> str:
        done.append((event_id, "deleted"))
        return "$redaction"

    monkeypatch.setattr(client, "react", react)
    monkeypatch.setattr(client, "redact", redact)
    await dana.thumb("$topic", "the message about the topic")
    await dana.delete("$vote")
    assert done == [("$topic", "\N{THUMBS UP SIGN}"), ("$vote", "deleted")]
    assert stage.shown.getvalue() == (
        "Dana puts a thumb, \N{THUMBS UP SIGN}, on the message about the topic.\n"
        "    to Dana alone: Saved. You seconded this topic.\n"
        "Dana deletes that message.\n"
    )


async def test_a_changed_message_is_shown_as_one_and_answered(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    cleo, client = stage.member("Cleo")

    async def edit(room_id: str, event_id: str, body: str) -> str:
        assert (room_id, event_id) == (ROOM, "$idea")
        client.brings(DM, message("Saved. Idea 2 has new words."))
        return "$edit"

    monkeypatch.setattr(client, "edit", edit)
    assert (await cleo.correct("$idea", "!idea Film nights")).answer == "Saved. Idea 2 has new words."
    assert stage.shown.getvalue().startswith("Cleo, changing that message: !idea Film nights\n")


async def test_talk_that_is_not_for_the_bot_waits_for_no_answer(stage: Stage) -> None:
    cleo, client = stage.member("Cleo")
    await cleo.chat("Them too, Ivo.")
    assert client.sent == [Sent(ROOM, "Them too, Ivo.")]
    assert stage.shown.getvalue() == "Cleo: Them too, Ivo.\n"


async def test_edits_of_the_bot_and_words_of_others_are_no_answers(stage: Stage) -> None:
    ben, client = stage.member()
    new: Json = {"body": "Saved. No.", "msgtype": "m.text"}
    client.answers["!join"] = [
        message("* Saved. No.", more={"m.new_content": new}),
        message("Saved. I am the bot!", sender="@mallory:localhost"),
        message("Saved. You are in."),
    ]
    assert (await ben.private("!join")).answer == "Saved. You are in."
    assert "mallory" not in stage.shown.getvalue()


async def test_a_refusal_where_the_story_needs_a_yes_ends_the_demo_with_what_the_bot_said(stage: Stage) -> None:
    ben, client = stage.member()
    client.answers["!vote 1"] = [message("It is too late to vote.\n\nNothing has changed.")]
    with pytest.raises(DemoTrouble, match=r"because the bot said: It is too late to vote\."):
        await ben.private("!vote 1")


async def test_a_refusal_that_is_part_of_the_story_is_waited_for(stage: Stage) -> None:
    ben, client = stage.member()
    client.answers["!vote 1"] = [message("By the way."), message("It is too late.\n\nNothing has changed.")]
    assert "too late" in (await ben.private("!vote 1", Expect.REFUSED)).answer


async def test_nobody_waits_for_ever(stage: Stage) -> None:
    ben, _ = stage.member()
    with pytest.raises(DemoTrouble, match=r"gives up after 0 seconds: the answer to what Ben typed \(“!join”\)"):
        await ben.private("!join")


async def test_somebody_without_a_direct_message_cannot_type_in_one(stage: Stage) -> None:
    lena, _ = stage.member("Lena", dm=False)
    with pytest.raises(DemoTrouble, match="Lena has no direct message"):
        await lena.private("!join")


async def test_long_answers_are_cut_short_on_the_page_only(stage: Stage) -> None:
    ben, client = stage.member()
    long = "Saved. " + "This is the plan for the round. " * 20
    client.answers["yes"] = [message(long)]
    assert (await ben.private("yes")).answer == long
    assert stage.shown.getvalue().rstrip().endswith("…")
    assert len(stage.shown.getvalue()) < 340


async def test_the_guard_is_asked_before_anything_is_typed(stage: Stage) -> None:
    ben, client = stage.member()
    client.answers["!join"] = [message("Saved.")]
    asked: list[int] = []

    async def guard() -> None:
        asked.append(len(client.sent))

    stage.scene.before_each = guard
    await ben.private("!join")
    await ben.aloud("!join")
    assert asked == [0, 1]


async def test_a_file_is_downloaded_under_its_own_name(stage: Stage) -> None:
    ben, client = stage.member()
    for number, name in enumerate(("round-1.jsonl", "round-1.md")):
        client.brings(DM, message(name, more={"msgtype": "m.file", "url": f"mxc://localhost/{number}"}))
    client.brings(DM, message("Here are 2 files."))
    assert await ben.files(2) == {"round-1.jsonl": b"mxc://localhost/0", "round-1.md": b"mxc://localhost/1"}


async def test_a_file_that_somebody_else_put_there_is_not_taken(stage: Stage) -> None:
    ben, client = stage.member()
    client.brings(
        DM, message("evil.md", sender="@mallory:localhost", more={"msgtype": "m.file", "url": "mxc://localhost/9"})
    )
    client.brings(DM, message("round-1.md", more={"msgtype": "m.file", "url": "mxc://localhost/1"}))
    assert list(await ben.files(1)) == ["round-1.md"]


async def test_people_do_not_flood_the_bot(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ben, client = stage.member()
    client.answers["!now"] = [message("We vote.")]
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        if seconds >= 1:
            slept.append(seconds)
            stage.scene.flood = type(stage.scene.flood)()

    monkeypatch.setattr("codesign_bot.demo.people.asyncio.sleep", sleep)
    for _ in range(10):
        await ben.private("!now", Expect.ANYTHING)
    assert slept == []
    await ben.private("!now", Expect.ANYTHING)
    assert slept == [1]
    assert len(client.sent) == 11


async def test_an_answer_to_a_question_of_the_bot_is_no_command(stage: Stage) -> None:
    ben, client = stage.member()
    client.answers["1"] = [message("Question 2.")]
    for _ in range(15):
        await ben.private("1", Expect.ANYTHING, is_command=False)
    assert len(client.sent) == 15
    assert stage.scene.bot == BOT
