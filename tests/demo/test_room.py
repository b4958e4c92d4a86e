"""The eyes in the room show what members see, notice steps, and do not wait for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.demo.room import Room
from codesign_bot.demo.trouble import DemoTrouble
from codesign_bot.testing.matrix_person import Json

from .scripted import BOT, ROOM, Scripted, Stage, message

HEADING = "Practice round 1: “The park”"


def begins(step: str) -> Json:
    return message(f"{HEADING}\n\nA new step begins: {step}.\n\nTell us what happens.")


@asynccontextmanager
async def watching(room: Room) -> AsyncGenerator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(room.watch())
        try:
            yield
        finally:
            task.cancel()


async def soon(is_so: Callable[[], bool]) -> None:
    for _ in range(5000):
        if is_so():
            return
        await asyncio.sleep(0.001)
    pytest.fail("it did not happen")


async def test_a_step_is_noticed_and_headed_with_its_time(stage: Stage) -> None:
    room, eyes = stage.room()
    stage.scene.pace.scale = 2
    eyes.brings(ROOM, begins("framing"))
    async with watching(room):
        assert await room.until_step(Phase.FRAMING, acts=3) is Phase.FRAMING
    shown = stage.shown.getvalue()
    assert shown.startswith("== Step 1: framing, for 28 seconds ==")
    assert f"  | {HEADING}\n  | A new step begins: framing.\n  | Tell us what happens.\n" in shown
    assert stage.scene.pace.left_seconds == pytest.approx(28, abs=2)
    assert stage.scene.pace.acts_left == 3


async def test_a_step_that_goes_on_has_a_share_of_its_time_again(stage: Stage) -> None:
    room, eyes = stage.room()
    stage.scene.pace.scale = 2
    eyes.brings(ROOM, begins("framing"))
    async with watching(room):
        await room.until_step(Phase.FRAMING)
    room.goes_on(Phase.FRAMING, 0.5, acts=4)
    assert stage.scene.pace.left_seconds == pytest.approx(14, abs=2)
    assert stage.scene.pace.acts_left == 4


async def test_a_step_without_an_end_is_headed_without_one(stage: Stage) -> None:
    room, eyes = stage.room()
    eyes.brings(ROOM, begins("outcome"))
    async with watching(room):
        await room.until_step(Phase.OUTCOME)
    assert stage.shown.getvalue().startswith("== Step 1: outcome ==")
    assert stage.scene.pace.left_seconds is None


async def test_steps_are_counted_as_they_come(stage: Stage) -> None:
    room, eyes = stage.room()
    eyes.brings(ROOM, begins("framing"))
    eyes.brings(ROOM, begins("confirming"))
    async with watching(room):
        assert await room.until_step(Phase.RUNOFF, Phase.CONFIRMING) is Phase.CONFIRMING
    assert "== Step 2: confirming, for 8 seconds ==" in stage.shown.getvalue()


async def test_the_steps_of_visitors_are_counted_anew_and_without_the_times_of_the_script(stage: Stage) -> None:
    room, eyes = stage.room()
    eyes.brings(ROOM, begins("framing"))
    async with watching(room):
        await room.until_step(Phase.FRAMING)
        room.await_others()
        eyes.brings(ROOM, begins("ideas"))
        await room.until_step(Phase.IDEAS)
    assert "== Step 1: ideas ==" in stage.shown.getvalue()
    assert stage.scene.pace.left_seconds is None


async def test_the_time_left_is_told_while_the_step_is_waited_for(stage: Stage) -> None:
    room, eyes = stage.room()
    eyes.brings(ROOM, begins("framing"))
    async with watching(room):
        await room.until_step(Phase.FRAMING)
        eyes.brings(ROOM, begins("confirming"))
        await room.until_step(Phase.CONFIRMING)
    assert "(14 more seconds in this step)" in stage.shown.getvalue()


async def test_a_step_that_does_not_come_ends_the_demo(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codesign_bot.demo.room._LATE_SECONDS", 0.1)
    room, _ = stage.room()
    async with watching(room):
        with pytest.raises(
            DemoTrouble, match=r"gives up after 0 seconds: the step runoff or cooling off has not begun"
        ):
            await room.until_step(Phase.RUNOFF, Phase.COOLING_OFF)


async def test_the_line_above_is_shown_once_in_a_chapter(stage: Stage) -> None:
    room, eyes = stage.room()
    eyes.brings(ROOM, begins("framing"), message(f"{HEADING}\n\nRequest 1 fell."), begins("confirming"))
    async with watching(room):
        await room.until_step(Phase.CONFIRMING)
    shown = stage.shown.getvalue()
    assert shown.count(HEADING) == 2
    assert "The bot, in the room:\n  | Request 1 fell.\n" in shown


async def test_edits_of_the_card_are_not_shown_again(stage: Stage) -> None:
    room, eyes = stage.room()
    new = {"body": "There are 3 ideas so far."}
    eyes.brings(
        ROOM, message("There is no idea yet."), message("* There are 3 ideas so far.", more={"m.new_content": new})
    )
    async with watching(room):
        await room.until_said(lambda words: "no idea" in words, "how many ideas there are")
    assert "3 ideas" not in stage.shown.getvalue()


async def test_the_words_of_visitors_are_shown_and_those_of_the_cast_are_not_shown_twice(stage: Stage) -> None:
    room, eyes = stage.room(cast=("@ben:localhost",))
    eyes.brings(ROOM, message("!join", sender="@ben:localhost"), message("Hello!", sender="@visitor:localhost"))
    async with watching(room):
        await soon(lambda: "Hello" in stage.shown.getvalue())
    assert stage.shown.getvalue() == "visitor: Hello!\n"


async def test_a_reply_in_the_room_is_shown_briefly_with_the_person_it_is_meant_for(stage: Stage) -> None:
    room, eyes = stage.room(cast=("@farid:localhost",))
    his: Json = {"m.relates_to": {"m.in_reply_to": {"event_id": f"${ROOM}0"}}}
    unknown: Json = {"m.relates_to": {"m.in_reply_to": {"event_id": "$elsewhere"}}}
    answer = f"{HEADING}\n\nSaved. You are in this round now.\n\nWhat you can do now:\n- Get help: type !help"
    eyes.brings(ROOM, message("!join", sender="@farid:localhost"), message(answer, more=his))
    eyes.brings(ROOM, message("Saved.", more=unknown))
    async with watching(room):
        await soon(lambda: "somebody" in stage.shown.getvalue())
    assert stage.shown.getvalue() == (
        "    to Farid, in the room: Saved. You are in this round now.\n    to somebody, in the room: Saved.\n"
    )
    assert room.posts == [], "an answer to one person begins no step and tells no tally"


async def test_what_is_no_message_is_not_shown(stage: Stage) -> None:
    room, eyes = stage.room()
    reaction: Json = {"type": "m.reaction", "sender": "@visitor:localhost", "content": {"m.relates_to": {}}}
    redacted: Json = {"type": "m.room.message", "sender": "@visitor:localhost", "content": {}}
    eyes.brings(ROOM, reaction, redacted, message("Hello"))
    async with watching(room):
        await soon(lambda: bool(room.posts))
    assert stage.shown.getvalue() == "The bot, in the room:\n  | Hello\n\n"


async def test_the_newest_post_that_fits_is_found_by_its_id(stage: Stage) -> None:
    room, eyes = stage.room()
    eyes.brings(ROOM, message("Topic 1: x"), message("Topic 2: y"), message("z"))
    async with watching(room):
        post = await room.until_said(lambda words: words.startswith("Topic"), "a topic")
    assert (post.words, post.id) == ("Topic 2: y", f"${ROOM}1")


async def test_words_that_do_not_come_end_the_demo(stage: Stage) -> None:
    room, _ = stage.room()
    async with watching(room):
        with pytest.raises(DemoTrouble, match="the bot has not said what the vote chose"):
            await room.until_said(lambda _: False, "what the vote chose", 0.05)


async def test_the_bot_is_in_when_it_has_joined_and_not_when_somebody_else_has(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codesign_bot.demo.room._LATE_SECONDS", 0.2)
    room, eyes = stage.room()

    def change(person: str, membership: str) -> Json:
        return {"type": "m.room.member", "sender": BOT, "state_key": person, "content": {"membership": membership}}

    eyes.brings(ROOM, change(BOT, "invite"), change("@ben:localhost", "join"))
    async with watching(room):
        with pytest.raises(DemoTrouble, match="the bot has not come into the room"):
            await room.until_bot_is_in()
        eyes.brings(ROOM, change(BOT, "join"))
        await room.until_bot_is_in()


async def test_eyes_that_cannot_see_any_more_end_the_demo(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    room, _ = stage.room()

    async def blind(self: Scripted, wait_seconds: float = 0) -> Json:
        raise ConnectionError

    monkeypatch.setattr(Scripted, "sync", blind)
    with pytest.raises(ExceptionGroup) as caught:
        async with watching(room):
            await room.until_step(Phase.FRAMING)
    assert caught.group_contains(ConnectionError)


async def test_the_next_round_begins_with_nothing_said_and_its_own_lengths(stage: Stage) -> None:
    room, eyes = stage.room()
    eyes.brings(ROOM, begins("framing"))
    async with watching(room):
        await room.until_step(Phase.FRAMING)
        room.begins_anew({Phase.FRAMING: 3.0})
        assert (room.phase, room.posts) == (None, [])
        eyes.brings(ROOM, begins("framing"))
        await room.until_step(Phase.FRAMING)
    assert "Step 1: framing, for 3 seconds" in stage.shown.getvalue()
