"""What somebody wrote becomes an idea only if they say so themselves, and nobody learns who wished it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.service.turning import MOST_A_DAY
from codesign_bot.testing.discord import places
from codesign_bot.testing.discord.model import Message
from codesign_bot.testing.discord.person import Person

from .story import NAMES, confirming, ideas, voting
from .town import Town

TURN = "Turn into an idea"
WORDS = "We could *paint* the fence by the pond"


def by(name: str, town: Town) -> Person:
    """Somebody, looking at the channel."""
    person = town.person(name)
    person.goes_to(town.server.channel)
    return person


async def asked(town: Town, words: str = WORDS, author: str = "Gus", asker: str = "Ana") -> Message:
    """Somebody wished it, and was told that the author is asked."""
    message = by(author, town).says(words)
    await by(asker, town).context_menu(TURN, message)
    await by(asker, town).sees("I ask the person who wrote it.")
    return message


async def test_the_author_alone_is_asked_and_gives_it_in_their_own_words(town: Town) -> None:
    await ideas(town)
    await asked(town)
    gus = town.person("Gus")
    gus.opens_private()
    await gus.sees(
        "Somebody thinks that a message of yours could be an idea", "> We could *paint* the fence", "Round 1"
    )
    await gus.sees_nothing_of("Ana")
    await town.restart()
    await gus.presses("Yes, give it as an idea")
    assert gus.form is not None
    assert WORDS in str(gus.form.components)
    await town.restart()
    await gus.fills("Offer an idea", words="We could paint the fence blue")
    await gus.sees("Saved. This is idea 7.", "We could paint the fence blue")
    assert len(town.round.live_ideas) == 7
    assert [one.author.name for one in by("Watcher", town).messages if WORDS in one.content] == ["Gus"]


async def test_nothing_is_taken_over_without_a_yes_and_nobody_is_rung_in_the_channel(town: Town) -> None:
    await ideas(town)
    await asked(town)
    gus = town.person("Gus")
    gus.opens_private()
    await gus.sees("Somebody thinks")
    await gus.presses("No")
    await gus.sees("All right. Your message stays what it is.")
    await gus.sees_nothing_of("Somebody thinks", "Yes, give it", "fence")
    assert len(town.round.live_ideas) == 6
    await by("Watcher", town).sees_nothing_of("Somebody thinks", "Ana used")
    public = [one.message for one in town.server.world.notified if one.message.channel is town.server.channel]
    assert public == []


async def test_the_words_are_not_stored_before_their_author_gives_them(town: Town) -> None:
    await ideas(town)
    await asked(town, "an unheard-of zeppelin")
    await town.quiet()
    stored = b"".join(one.read_bytes() for one in sorted(town.folder.glob("bot.db*")))
    assert b"lamps by the pond" in stored, "what was given is there"
    assert b"zeppelin" not in stored
    assert str(town.person("Ana").account.id).encode() in stored
    kept = await town.store.kept("turn")
    assert len(kept) == 1
    assert str(town.person("Ana").account.id) not in f"{kept[0].key} {kept[0].value}", "who wished it is kept nowhere"


async def test_about_one_message_its_author_is_asked_once_whoever_wishes_it(town: Town) -> None:
    await ideas(town)
    message = await asked(town)
    await town.restart()
    ben = by("Ben", town)
    await ben.context_menu(TURN, message)
    await ben.sees("I do not ask about this message.", "Nothing has changed.")
    gus = town.person("Gus")
    gus.opens_private()
    assert gus.screen.count("Somebody thinks") == 1


async def test_somebody_is_asked_a_few_times_a_day_at_most(town: Town) -> None:
    await ideas(town)
    for number in range(MOST_A_DAY):
        await asked(town, f"Thought number {number}")
    ben, message = by("Ben", town), by("Gus", town).says("One thought more")
    await ben.context_menu(TURN, message)
    await ben.sees("I do not ask about this message.")
    await asked(town, "Somebody else's thought", author="Hal")
    await town.passes(timedelta(days=1, minutes=1))
    await ben.context_menu(TURN, message)
    await ben.sees("I ask the person who wrote it.")
    gus = town.person("Gus")
    gus.opens_private()
    assert gus.screen.count("Somebody thinks") == MOST_A_DAY + 1


async def test_whoever_never_wants_to_be_asked_is_not_until_they_say_otherwise(town: Town) -> None:
    await ideas(town)
    await asked(town)
    gus = town.person("Gus")
    gus.opens_private()
    await gus.sees("Somebody thinks")
    await gus.presses("Never ask me about my messages")
    await gus.sees("I will not ask you about your messages any more.")
    await town.restart()
    message, ben = by("Gus", town).says("Another thought"), by("Ben", town)
    await ben.context_menu(TURN, message)
    await ben.sees("I do not ask about this message.")
    gus.opens_private()
    await gus.presses("You may ask me again")
    await gus.sees("All right. I may ask you about your messages again.")
    by("Gus", town)
    await ben.context_menu(TURN, message)
    await ben.sees("I ask the person who wrote it.")


async def test_words_of_several_lines_stand_in_the_form_as_they_were_written(town: Town) -> None:
    await ideas(town)
    words = "1. Paint the *fence*\n\n> a quotation\n# blue, or [green](https://example.org)"
    await asked(town, words)
    gus = town.person("Gus")
    gus.opens_private()
    await gus.sees("Somebody thinks")
    await gus.presses("Yes, give it as an idea")
    assert gus.form is not None
    assert gus.form.components[0]["component"]["value"] == words


async def test_a_message_that_is_gone_gives_nothing(town: Town) -> None:
    await ideas(town)
    message = await asked(town)
    gus = town.person("Gus")
    gus.deletes(message)
    gus.opens_private()
    await gus.presses("Yes, give it as an idea")
    assert gus.form is None
    await gus.sees("Your message is not there any more. Nothing has changed.")
    await gus.sees_nothing_of("fence")


async def test_a_yes_is_judged_in_the_step_it_is_given_in(town: Town) -> None:
    await ideas(town)
    await asked(town)
    gus = town.person("Gus")
    gus.opens_private()
    await gus.sees("Somebody thinks")
    await gus.presses("Yes, give it as an idea")
    await town.step_ends()
    await gus.fills("Offer an idea", words=WORDS)
    await gus.sees("Nothing has changed.", WORDS)
    assert len(town.round.live_ideas) == 6


async def test_whoever_has_not_joined_is_asked_too_and_joins_first_as_the_rules_say(town: Town) -> None:
    await ideas(town)
    await asked(town, author="Newcomer")
    newcomer = town.person("Newcomer")
    newcomer.opens_private()
    await newcomer.presses("Yes, give it as an idea")
    await newcomer.fills("Offer an idea", words=WORDS)
    await newcomer.sees("You have not joined this round yet.", WORDS)
    await newcomer.presses("Join this round")
    await newcomer.presses("Yes, give it as an idea")
    await newcomer.fills("Offer an idea", words=WORDS)
    await newcomer.sees("Saved. This is idea 7.")


async def test_where_direct_messages_are_closed_a_quiet_word_stands_below_the_message(town: Town) -> None:
    await ideas(town)
    gus = town.person("Gus")
    gus.account.takes_private_messages = False
    message = await asked(town)
    watcher = by("Watcher", town)
    await watcher.sees("Somebody thinks that this message could be an idea.", TURN)
    await watcher.sees_nothing_of("Ana used")
    (below,) = [one for one in watcher.messages if one.reference is message]
    assert "fence" not in str(below.components), "nobody's words are said again"
    assert not below.pinged.people
    assert [one for one in town.server.world.notified if one.people or one.is_everyone] == []
    await watcher.presses("No")
    await watcher.sees("This question is for the person who wrote the message.")
    await gus.context_menu(TURN, message)
    assert gus.form is not None
    await gus.fills("Offer an idea", words=WORDS)
    await gus.sees("Saved. This is idea 7.")
    await gus.presses("No", on=below)
    await gus.sees("All right. Your message stays what it is.")
    await watcher.sees_nothing_of("Somebody thinks that this message could be an idea.")


async def test_never_can_be_said_in_the_channel_as_well(town: Town) -> None:
    await ideas(town)
    gus = town.person("Gus")
    gus.account.takes_private_messages = False
    await asked(town)
    await gus.sees("Never ask me about my messages")
    await gus.presses("Never ask me about my messages")
    await gus.sees("I will not ask you about your messages any more.")
    await by("Watcher", town).sees_nothing_of("Somebody thinks", "I will not ask you")
    assert [row.key.split("/")[0] for row in await town.store.kept("turn")] == ["asked", "never"]


async def test_where_nobody_can_be_reached_the_one_who_wished_it_is_told(town: Town) -> None:
    await ideas(town)
    other = places.make_channel(town.server.world, town.server.guild, "other")
    gus, ana = town.person("Gus"), town.person("Ana")
    gus.account.takes_private_messages = False
    gus.goes_to(other)
    ana.goes_to(other)
    await ana.context_menu(TURN, gus.says(WORDS))
    await ana.sees("I could not ask the person who wrote it.")
    assert [one for one in gus.messages if "Somebody thinks" in str(one.components)] == []


@pytest.mark.parametrize(
    ("begins", "says"), [(confirming, "That comes in the step ideas."), (voting, "It is too late")]
)
async def test_in_another_step_nobody_is_asked(
    town: Town, begins: Callable[[Town], Awaitable[None]], says: str
) -> None:
    await begins(town)
    ana, message = by("Ana", town), by("Gus", town).says(WORDS)
    await ana.context_menu(TURN, message)
    await ana.sees(says, "Nothing has changed.")
    assert await town.store.kept("turn") == []


async def test_only_somebody_in_the_round_can_wish_it(town: Town) -> None:
    await ideas(town)
    watcher, message = by("Watcher", town), by("Gus", town).says(WORDS)
    await watcher.context_menu(TURN, message)
    await watcher.sees("You have not joined this round yet.", "[Join this round]")
    assert await town.store.kept("turn") == []


async def test_a_flood_of_wishes_is_stopped(town: Town) -> None:
    await ideas(town)
    ana = by("Ana", town)
    for number in range(12):
        await ana.context_menu(TURN, by(NAMES[number % 6 + 2], town).says(f"Thought {number}"))
    await ana.sees("You asked about many messages in a short time.")


async def test_what_no_person_wrote_is_nobodys_idea(town: Town) -> None:
    await ideas(town)
    ana = by("Ana", town)
    for message in (town.server.webhook_says("Bridge", "From elsewhere"), ana.messages[0]):
        await ana.context_menu(TURN, message)
        await ana.sees("Only what a person wrote can become an idea.")
    assert await town.store.kept("turn") == []
    town.expect(Phase.IDEAS)
