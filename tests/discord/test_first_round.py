"""A round on Discord, with buttons and forms, with the bot restarted while forms are open."""

from __future__ import annotations

from codesign_bot.core.phases import Phase
from codesign_bot.testing.discord import Pick

from .story import NAMES, confirming, voting
from .town import Town


async def test_a_round_goes_from_the_first_word_to_the_vote(town: Town) -> None:
    await voting(town)
    assert len(town.round.live_ideas) == 6


async def test_a_form_that_is_open_while_the_bot_restarts_is_not_lost(town: Town) -> None:
    await confirming(town)
    ana = town.person("Ana")
    await ana.sees("[Object, and say why]")
    await ana.presses("Object, and say why")
    await town.restart()
    await ana.fills("Object, and say why", words="Mornings matter to us as well.")
    await ana.sees("Your objection stands beside the question.")
    assert len(town.round.question_objections) == 1
    town.expect(Phase.CONFIRMING)


async def test_two_people_with_the_same_form_open_both_get_through(town: Town) -> None:
    await confirming(town)
    ana, ben = town.person("Ana"), town.person("Ben")
    await ana.sees("[Object, and say why]")
    await ana.presses("Object, and say why")
    await ben.presses("Object, and say why")
    await ben.fills("Object, and say why", words="Mornings matter to us as well.")
    await ana.fills("Object, and say why", words="It says nothing about children.")
    assert len(town.round.question_objections) == 2


async def test_dots_are_spent_with_buttons_saved_at_each_press_and_kept_over_a_restart(town: Town) -> None:
    await voting(town)
    ana = town.person("Ana")
    await ana.sees("[Vote]")
    await ana.presses("Vote")
    await ana.sees("You have not voted yet.")
    await ana.presses("+ More on 2")
    await ana.sees("You have 2 dots left.")
    await town.restart()
    await ana.presses("+ More on 2")
    await ana.sees("You have 1 dot left.")
    await ana.presses("+ More on 5")
    await ana.sees("You have no dots left.")
    await ana.presses("\u2212 Less on 2")
    await ana.sees("You have 1 dot left.")
    assert dict((await town.ballot("Ana")).dots) == {2: 1, 5: 1}
    assert sum("More on 2" in str(one.components) for one in ana.messages) == 1
    await town.person("Ben").sees_nothing_of("More on 2", "dots left")


async def test_the_typed_path_does_the_same_as_the_buttons(town: Town) -> None:
    """For whoever has a keyboard or a screen reader."""
    await voting(town)
    ana = town.person("Ana")
    await ana.types("/vote idea", idea=Pick("tea stall"), dots=2)
    await ana.sees("You have 1 dot left.")
    await ana.types("/vote idea", idea=5, dots=2)
    await ana.sees("3 dots")
    assert dict((await town.ballot("Ana")).dots) == {2: 2}
    await ana.types("/vote clear")
    assert dict((await town.ballot("Ana")).dots) == {}


async def test_no_count_is_seen_before_the_end_and_the_tally_after_it(town: Town) -> None:
    await voting(town)
    for name, idea in zip(NAMES[:6], (2, 2, 2, 5, 5, 1), strict=True):
        await town.person(name).types("/vote idea", idea=idea, dots=1)
    olga = town.person("Olga")
    await olga.types("/vote tally")
    await olga.sees("Nobody can see the tally before voting ends.")
    watcher = town.person("Watcher")
    await watcher.sees_nothing_of("3 dots on", "supporters:")
    await town.step_ends()
    town.expect(Phase.COOLING_OFF)
    assert town.round.tally is not None
    assert list(town.round.tally.chosen) == [2, 5]
    await watcher.sees("a tea stall", "more benches", "cooling off")


async def test_nothing_anybody_did_in_a_whole_vote_rang_anybody(town: Town) -> None:
    await voting(town)
    await town.person("Ana").sees("[Vote]")
    await town.person("Ana").presses("Vote")
    await town.quiet()
    assert [one for one in town.server.world.notified if one.people or one.is_everyone] == []
