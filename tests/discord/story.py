"""Beginnings of stories on Discord, told through what people press, fill in and type."""

from __future__ import annotations

from codesign_bot.core.phases import Phase

from .town import Town

NAMES = ("Ana", "Ben", "Cem", "Dora", "Eli", "Fay", "Gus", "Hal")
IDEAS = ("lamps by the pond", "a tea stall", "open air films", "a walking group", "more benches", "a dog run")


async def begun(town: Town) -> None:
    """A community."""
    olga = town.person("Olga", may_manage=True)
    await olga.types("/setup begin")
    await olga.fills("Set up a community", words="Riverside")
    await olga.sees("This is now the community")


async def suggested(town: Town) -> None:
    """A topic."""
    await begun(town)
    ana = town.person("Ana")
    await ana.types("/topic suggest")
    await ana.fills("Suggest a topic", words="The park is empty in the evening")
    await ana.sees("Saved. This is topic 1.")


async def planned(town: Town) -> None:
    """Its plan, over two forms, with the bot restarted in between."""
    await suggested(town)
    olga = town.person("Olga")
    await olga.types("/round plan", template="community")
    await olga.fills(
        "Plan the round",
        decider="1",
        who_decides="We all decide, here, by dots.",
        fixed="2",
        what_is_fixed="The money is fixed.",
        what_is_open="Everything but the money is open.",
    )
    await olga.sees("6 of 8")
    await town.restart()
    await olga.presses("Go on")
    await olga.fills("Plan the round", use="1", what_happens="We do it with the council.", reply_by="2027-12-31")
    await olga.sees("Is it right?")
    await olga.presses("Yes, save the plan")
    await olga.sees("Saved")


async def opened(town: Town) -> None:
    """Framing has begun and everybody is in."""
    await planned(town)
    for name in NAMES[1:4]:
        await town.person(name).presses("Second this topic")
    for name in NAMES[4:]:
        await town.person(name).sees("Join this round")
        await town.person(name).presses("Join this round")
    town.expect(Phase.FRAMING)


async def confirming(town: Town) -> None:
    """There is one question."""
    await opened(town)
    for name in NAMES[:6]:
        await town.person(name).presses("Say what the problem is")
        await town.person(name).fills("Say what the problem is", words="It is dark and nobody feels safe there")
        await town.person(name).sees("Saved")
    ben = town.person("Ben")
    await ben.presses("Word the question")
    await ben.fills("Word the question", words="How might we make the park a place for evenings?")
    await town.step_ends()


async def ideas(town: Town) -> None:
    """Six ideas by six people."""
    await confirming(town)
    for name in NAMES[:6]:
        await town.person(name).sees("Consent")
        await town.person(name).presses("Consent")
    await town.step_ends()
    town.expect(Phase.IDEAS)
    for name, idea in zip(NAMES, IDEAS, strict=False):
        await town.person(name).sees("[Offer an idea]")
        await town.person(name).presses("Offer an idea")
        await town.person(name).fills("Offer an idea", words=idea)
        await town.person(name).sees(idea)


async def voting(town: Town) -> None:
    """Voting has begun."""
    await ideas(town)
    await town.step_ends()
    await town.step_ends()
    town.expect(Phase.VOTING)
