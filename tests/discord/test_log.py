"""The log and receipts on Discord: commands, buttons, files, and what nobody else ever sees."""

from __future__ import annotations

import re

from codesign_bot.core.phases import Phase

from . import story
from .town import Town

RECEIPT = re.compile(r"Your receipt: ([a-z]+ [a-z]+)\.")


async def test_a_log_is_read_narrowed_and_gone_through_by_button(town: Town) -> None:
    await story.cooling_off(town)
    hal = town.person("Hal")
    await hal.types("/log decisions")
    await hal.sees(
        "The log has ", "The step: voting.", "[Next page", "[Read what organisers did]", "[See what was signed]"
    )
    await hal.presses("Next page (4)")
    await hal.sees("1. A community began")
    await hal.presses("Read what organisers did")
    await hal.sees("Only acts of organisers.", "The round was planned with the template")
    await hal.types("/log power", topic=1, days="2031-01")
    await hal.sees("Only topic 1.", "Only from 2031-01.", "The log has no such entry.")
    await hal.types("/log decisions", words="voting", before=999)
    await hal.sees("Only with: “voting”", "On the ballot: 1, 2, 3, 4, 5 and 6.")
    await hal.types("/log decisions", days="next week")
    await hal.sees("Only with: “next week”")
    await hal.types("/log decisions", days="2026-40")
    await hal.sees("I know no such day or month: 2026-40.", "Nothing has changed.")


async def test_an_entry_and_a_checkpoint_can_be_asked_for(town: Town) -> None:
    await story.begun(town)
    hal = town.person("Hal")
    await hal.types("/log entry", number=1)
    await hal.sees("Entry 1 of the log.", "entry-1.json")
    await hal.types("/log entry", number=99)
    await hal.sees("There is no entry 99.")
    await hal.types("/log checkpoint")
    await hal.sees("A checkpoint of the log")


async def test_an_organiser_publishes_the_pages_in_the_channel_and_nobody_else_can(town: Town) -> None:
    await story.begun(town)
    olga, hal = town.person("Olga"), town.person("Hal")
    await olga.types("/log publish")
    await olga.sees("Whoever runs me named no folder for pages.", "Nothing has changed.")
    assert town.bot is not None
    town.bot.desk.publish = lambda _community, _at: 7
    await hal.types("/log publish")
    await hal.sees("Only organisers can do that.")
    await olga.types("/log publish")
    await olga.sees("The log is published as 7 pages.")
    await hal.types("/log power")
    await hal.sees("The log was published as pages")


async def test_a_voter_is_told_their_receipt_beside_the_ballot_and_finds_it_after_the_vote(town: Town) -> None:
    await story.voting(town)
    told: dict[str, str] = {}
    for name, idea in zip(story.NAMES[:6], (2, 2, 2, 5, 5, 1), strict=True):
        person = town.person(name)
        await person.types("/vote idea", idea=idea, dots=1)
        await person.sees("Your receipt: ")
        told[name] = RECEIPT.findall(person.screen)[-1]
    assert len(set(told.values())) == 6
    ana, ben = town.person("Ana"), town.person("Ben")
    await ben.types("/receipt", receipt=told["Ana"])
    await ben.sees("Nobody can see a ballot before voting ends.")
    await ana.types("/me receipt")
    await ana.sees(f"The vote: {told['Ana']}")
    await ben.sees_nothing_of(f"The vote: {told['Ana']}")
    await town.step_ends()
    town.expect(Phase.COOLING_OFF)
    await ana.types("/receipt", receipt=told["Ana"])
    await ana.sees(f"The ballot of {told['Ana']}", "a tea stall")
    await town.person("Watcher").sees_nothing_of(*told.values())
