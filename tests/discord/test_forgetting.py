"""Promise 7 on Discord: a whole round, and then somebody is forgotten, in the data and in the channel."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from codesign_bot.records import Account
from codesign_bot.retention import USUAL
from codesign_bot.testing.grep import traces

from .story import IDEAS, follow_up, ideas
from .town import Town

STALL, QUESTION = IDEAS[1], "How might we make the park a place for evenings?"
VIEW = "I would rather keep the park quiet."
OWN = (STALL, QUESTION, VIEW)
"""What Ben wrote."""


def said(town: Town, name: str = "Hal") -> str:
    """Everything of the bot's that somebody can read."""
    return "\n".join(str(one.components) for one in town.person(name).messages)


async def forgotten(town: Town, name: str) -> None:
    person = town.person(name)
    await person.types("/me forget")
    await person.sees("All your words go")
    await person.presses("Yes, forget it")
    await person.sees("you are forgotten")
    await town.quiet()


async def test_promise_7_nothing_is_left_of_somebody_who_is_forgotten(town: Town, tmp_path: Path) -> None:
    await follow_up(town)
    await town.quiet()
    ben = Account("discord", str(town.person("Ben").account.id))
    assert traces(tmp_path, [*OWN, ben.id])
    assert all(words in said(town) for words in OWN)
    before = len(town.person("Hal").messages)
    await forgotten(town, "Ben")
    assert traces(tmp_path, OWN) == []
    assert [words for words in OWN if words in said(town)] == []
    assert await town.store.person(ben) is None
    assert f"seen/{ben.id}" not in {row.key for row in await town.store.kept("discord")}
    assert "open air films" in said(town)
    assert len(town.person("Hal").messages) == before, "each message was edited where it stands"
    await town.restart()
    assert traces(tmp_path, OWN) == []


async def test_after_the_answer_was_sent_only_that_leads_to_the_account_and_it_goes_with_time(
    town: Town, tmp_path: Path
) -> None:
    await ideas(town)
    ben = town.person("Ben").account.id
    await forgotten(town, "Ben")
    found = traces(tmp_path, [str(ben)])
    assert found != []
    assert {one.partition(":")[0] for one in found} <= {"bot.db", "bot.db-wal"}
    await town.passes(USUAL.of("messages") + timedelta(days=2))
    await town.is_live()
    assert town.bot is not None
    for _ in range(9):
        await town.bot.housekeeper.tidy()
    await town.restart()
    assert traces(tmp_path, [str(ben)]) == []


async def test_data_come_as_two_files_that_only_they_see(town: Town) -> None:
    await ideas(town)
    ben = town.person("Ben")
    await ben.types("/me data")
    await ben.sees("all that is stored about you")
    await town.quiet()
    assert {file.filename for one in ben.messages for file in one.attachments} >= {"my-data.json", "my-data.md"}
    await town.person("Hal").sees_nothing_of("all that is stored about you")


async def test_the_words_of_one_idea_are_forgotten_with_a_code_that_is_typed(town: Town, tmp_path: Path) -> None:
    await ideas(town)
    ben = town.person("Ben")
    await ben.types("/me forget", idea=2)
    await ben.sees("the words of your idea")
    await ben.presses("Yes, forget it (2)")
    await ben.sees("The words of idea")
    await town.quiet()
    assert traces(tmp_path, [STALL]) == []
    assert traces(tmp_path, [QUESTION]) != []
    assert STALL not in said(town)
