"""Beginnings of stories of one community on both platforms, told through what people type, press and fill in.

Half of them write on Matrix, half press buttons on Discord. After every step the story pauses: the bot may start anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from codesign_bot.core.phases import Phase
from codesign_bot.testing.world import ANSWERS

from .town import STEP, Both

HERE = ("Ana", "Ben", "Cem", "Dora")
"""On Matrix."""
THERE = ("Eli", "Fay", "Gus", "Hal")
"""On Discord."""
IDEAS = ("lamps by the pond", "a tea stall", "open air films", "a walking group", "more benches", "a dog run")
"""Given in turns: the first on Matrix, the second on Discord, and so on."""
PROBLEM = "It is dark and nobody feels safe there"
QUESTION = "How might we make the park a place for evenings?"
SET_LINK = "setup link "
TOPIC = "The park is empty in the evening"


async def gathered(both: Both) -> None:
    """A community in a room on Matrix, and a channel on Discord that its organiser has linked to it."""
    olga = await both.here("Olga")
    both.room = await olga.client.create_room("Riverside", room_version="11")
    await olga.client.invite(both.room, olga.bot)
    await olga.hears("Nobody has set up a community here yet", both.room)
    await olga.asks("!setup Riverside", "This is now the community", both.room)
    await olga.opens()
    await both.pauses()
    code = await link_code(both)
    otto = both.there("Otto", may_manage=True)
    await otto.types("/setup link", code=code)
    await otto.sees("Riverside")
    await asyncio.gather(*(both.here(name) for name in HERE))
    await both.pauses()


async def link_code(both: Both) -> str:
    """A code for one more space, as the organiser gets it."""
    olga = await both.here("Olga")
    had = len([text for text in await olga.heard() if SET_LINK in text])
    await olga.says("!setup code", both.room)
    return (await olga.hears_often(had + 1, SET_LINK)).rsplit(SET_LINK, 1)[1].split()[0].strip("`")


def code_in(text: str) -> str:
    """The newest code that links accounts, among what somebody was told."""
    return text.rsplit("Your code is ", 1)[1].split(".", 1)[0].strip("`")


async def suggested(both: Both) -> None:
    """A topic, from Discord."""
    eli = both.there("Eli")
    await eli.types("/topic suggest")
    await eli.fills("Suggest a topic", words=TOPIC)
    await eli.sees("Saved. This is topic 1.")
    await both.pauses()


async def planned(both: Both) -> None:
    """Its plan, from Matrix, with the bot away in the middle of it."""
    olga = await both.here("Olga")
    await olga.asks("!round plan community", "This is part 1 of")
    for number, answer in enumerate(ANSWERS[:-2], 2):
        await olga.asks(answer, f"This is part {number} of")
        await both.pauses() if number == 4 else None
    await olga.asks(ANSWERS[-2], "Is it right?")
    await olga.asks(ANSWERS[-1], "Saved. The round has a plan now")
    await both.pauses()


async def opened(both: Both) -> None:
    """Seconded by a sign, by a typed word and by a press; then everybody is in."""
    ana, ben = await both.here("Ana"), await both.here("Ben")
    card = next(one for one in await both.room_events() if STEP in one["content"]["body"])
    await ana.client.react(both.room, card["event_id"], "👍")
    await ana.hears("Saved. You seconded")
    await both.pauses()
    await ben.asks("!topic second 1", "Saved. You seconded")
    await both.pauses()
    fay = both.there("Fay")
    await fay.presses("Second this topic")
    await fay.sees("Saved. You seconded")
    await both.pauses()
    for name in HERE[2:]:
        await (await both.here(name)).asks("!join", "You are in this round now")
    for name in THERE[2:]:
        await both.there(name).sees("Join this round")
        await both.there(name).presses("Join this round")
        await both.there(name).sees("You are in this round now")
    await both.pauses()


async def framed(both: Both) -> None:
    """Problems from both, and one wording of the question, from Discord."""
    for name in HERE[:3]:
        await (await both.here(name)).asks(f"!frame {PROBLEM}", "Saved. This is problem statement")
    await both.pauses()
    for name in THERE[:3]:
        await both.there(name).presses("Say what the problem is")
        await both.there(name).fills("Say what the problem is", words=PROBLEM)
        await both.there(name).sees("Saved. This is problem statement")
    await both.pauses()
    fay = both.there("Fay")
    await fay.presses("Word the question")
    await fay.fills("Word the question", words=QUESTION)
    await fay.sees("Saved. This is wording 1")
    await both.pauses()
    await both.reaches(Phase.CONFIRMING)


async def confirmed(both: Both) -> None:
    """Consent from both."""
    for name in HERE[:3]:
        await (await both.here(name)).asks("!consent", "Saved. You consent")
    for name in THERE[:3]:
        await both.there(name).presses("Consent")
        await both.there(name).sees("Saved. You consent")
    await both.reaches(Phase.IDEAS)


async def given(both: Both) -> None:
    """Six ideas, in turns from the one platform and the other."""
    for number, idea in enumerate(IDEAS, 1):
        if number % 2:
            member = await both.here(HERE[number // 2])
            await member.asks(f"!idea {idea}", f"Saved. This is idea {number}")
        else:
            presser = both.there(THERE[number // 2 - 1])
            await presser.presses("Offer an idea")
            await presser.fills("Offer an idea", words=idea)
            await presser.sees(f"Saved. This is idea {number}")
        await both.pauses()


async def listed(both: Both) -> None:
    """Voting has begun: six ideas, three dots, two places."""
    await both.reaches(Phase.SORTING)
    await both.reaches(Phase.VOTING)


CHAPTERS = (gathered, suggested, planned, opened, framed, confirmed, given, listed)


async def told(both: Both, *, until: Callable[[Both], Awaitable[None]]) -> None:
    """The story from its beginning to this chapter, with it."""
    for chapter in CHAPTERS[: CHAPTERS.index(until) + 1]:
        await chapter(both)
