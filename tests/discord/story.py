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
    """A topic with its plan."""
    await suggested(town)
    await plans(town)


async def plans(town: Town, template: str = "community") -> None:
    """The plan of the topic that waits, over two forms, with the bot restarted in between."""
    olga = town.person("Olga")
    await olga.types("/round plan", template=template)
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


async def cooling_off(town: Town) -> None:
    """Ideas 2 and 5 are chosen."""
    await voting(town)
    for name, idea in zip(NAMES[:6], (2, 2, 2, 5, 5, 1), strict=True):
        await town.person(name).types("/vote idea", idea=idea, dots=1)
        await town.person(name).sees("You have 2 dots left.")
    await town.step_ends()
    town.expect(Phase.COOLING_OFF)


async def feedback(town: Town) -> None:
    """An objection and a minority view stand beside the result; the bot was away in between."""
    await cooling_off(town)
    ana, ben, cem = (town.person(name) for name in NAMES[:3])
    await ana.sees("[Object, and say why]")
    await ana.presses("Object, and say why")
    await town.restart()
    await ana.fills("Object, and say why", words="Nobody asked the people next door.")
    await ana.sees("Your objection stands in the log")
    await ben.presses("Write a minority view")
    await ben.fills("Write a minority view", words="I would rather keep the park quiet.")
    await ben.sees("Saved")
    await cem.types("/minority sign", number=1)
    await cem.sees("You signed minority view 1.")
    await town.step_ends()
    town.expect(Phase.FEEDBACK)


async def outcome(town: Town) -> None:
    """Six people said what they think of the two ideas, by one form each."""
    await feedback(town)
    ana = town.person("Ana")
    await ana.sees("[Give feedback (2)] [Give feedback (5)]")
    await ana.presses("Give feedback (2)")
    await town.restart()
    await ana.fills(
        "Give feedback", stance="agree", like="Tea brings people.", worry="Who cleans?", work="Ask the school."
    )
    await ana.sees("Saved")
    for name in NAMES[1:6]:
        await town.person(name).presses("Give feedback (5)")
        await town.person(name).fills("Give feedback", stance="disagree")
        await town.person(name).sees("Saved")
    await town.step_ends()
    town.expect(Phase.OUTCOME)


async def follow_up(town: Town) -> None:
    """Every idea has a fate, and the outcome is published."""
    await outcome(town)
    olga = town.person("Olga")
    for idea, day in ((2, "2026-09-30"), (5, "2026-12-31")):
        await olga.types("/fate chosen", idea=idea)
        await olga.fills("Set the fate of an idea", owner="The parks office", day=day)
        await olga.sees("Saved")
    await town.restart()
    for idea in (1, 3, 4, 6):
        await olga.types("/fate other", idea=idea)
        await olga.fills("Set the fate of an idea", fate="later", words=f"There is no money for idea {idea} yet.")
        await olga.sees("Saved")
    await olga.sees("[Publish the outcome]")
    await olga.presses("Publish the outcome")
    await olga.fills("Publish the outcome", words="You asked for evenings. We set up tea and benches.")
    await olga.sees("Saved")
    town.expect(Phase.FOLLOW_UP)


async def one_promise_kept(town: Town) -> None:
    """Ben said that the tea stall is there, and three others said so too."""
    await follow_up(town)
    ana, ben = town.person("Ana"), town.person("Ben")
    await ana.sees("[Report progress (2)] [Report progress (5)]")
    await ana.presses("Report progress (2)")
    await ana.fills("Report progress", words="The council said yes.")
    await ana.sees("Saved")
    await ben.presses("Say that it is done (2)")
    await ben.sees("Saved")
    await town.restart()
    for name in ("Ana", "Cem", "Dora"):
        await town.person(name).sees("[Confirm that it is done (2)]")
        await town.person(name).presses("Confirm that it is done (2)")
        await town.person(name).sees("Saved")
