"""Whoever plans a round sees what people will see, before anybody sees anything."""

from __future__ import annotations

from datetime import timedelta

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.testing import stories
from codesign_bot.testing.world import ANSWERS, ROOM, World
from codesign_bot.views.preview import PREVIEWED


async def asked(world: World, text: str, name: str = "olga") -> list[str]:
    """Everything that the bot tells one person about what they ask in private, in order."""
    person = world.person(name)
    await world.everything_said()
    before = len(person.hears())
    await person.says(text)
    await world.everything_said()
    return person.hears()[before:]


async def test_the_first_page_is_word_for_word_what_the_room_reads_at_the_opening(world: World) -> None:
    """At the same instant the opening itself brings the very same messages and card."""
    await stories.planned(world)
    await world.everything_said()
    _, *shown = await asked(world, "!round preview")
    said_before = len(world.room_says())
    for name in stories.MEMBERS[1:4]:
        await world.person(name).says("!topic second 1", ROOM)
    await world.everything_said()
    room = world.platform.said_in(ROOM)
    card = next(one.text for one in room if one.id.startswith("card/"))
    new = [one.text for one in room[said_before:] if one.id.startswith("said/")]
    assert world.round.phase is Phase.FRAMING
    assert len(shown) == 3
    assert shown == [*new, card]


@pytest.mark.parametrize("step", PREVIEWED)
async def test_every_step_can_be_looked_at(world: World, step: str) -> None:
    await stories.planned(world)
    intro, *shown = await asked(world, f"!round preview {step}")
    assert "Only you see it." in intro
    assert "Label: " in shown[-2 if step in {"voting", "runoff"} else -1]
    assert all("The park is empty in the evening" in one for one in shown)
    assert "erased" not in "".join(shown)


async def test_in_voting_the_own_ballot_is_shown_with_the_sentence_of_the_rule(world: World) -> None:
    await stories.planned(world)
    *_, card, ballot = await asked(world, "!round preview voting")
    assert "The ideas with the most dots go on." in card
    assert "You have not voted yet." in ballot
    assert ballot.count("“…”") >= 6


async def test_the_pages_follow_one_another(world: World) -> None:
    await stories.planned(world)
    step, seen = "framing", list[str]()
    while step:
        seen.append(step)
        intro, *_ = await asked(world, f"!round preview {step}")
        step = intro.partition("!round preview ")[2].split()[0] if "!round preview " in intro else ""
    assert seen == [one for one in PREVIEWED if one != "runoff"]


@pytest.mark.parametrize("typed", ["cooling off", "Cooling-Off", "cooling_off", "COOLING  OFF"])
async def test_a_step_is_named_in_any_way(world: World, typed: str) -> None:
    await stories.planned(world)
    intro, *_ = await asked(world, f"!round preview {typed}")
    assert "cooling off" in intro


async def test_nothing_is_kept_and_nobody_else_is_told(world: World) -> None:
    await stories.planned(world)
    await world.everything_said()
    before, room = world.round, list(world.room_says())
    events = await world.bot.desk.store.events(before.id)
    for step in PREVIEWED:
        await asked(world, f"!round preview {step}")
        await world.passes(timedelta(minutes=1))  # else it would be a flood
    assert world.round == before
    assert await world.bot.desk.store.events(before.id) == events
    assert world.room_says() == room
    assert world.bot.desk.book.heads[before.community].size == 2


async def test_a_plan_is_looked_at_before_it_is_saved(world: World) -> None:
    olga = world.person("olga", may_manage=True)
    await olga.says("!setup Riverside", ROOM)
    await world.person("m0").says("!topic suggest The park is empty in the evening", ROOM)
    await olga.opens_private()
    await olga.says("!round plan slow")
    for answer in ANSWERS[:-1]:
        await olga.says(answer)
    await world.everything_said()
    assert "!round preview" in olga.hears()[-1]
    _, opened, *_ = await asked(world, "!round preview")
    assert "We all decide, here, by dots." in opened
    assert world.round.rules is None
    await olga.says("yes")
    assert world.round.rules is not None
    assert world.round.rules.template.name == "slow"


async def test_without_a_plan_there_is_nothing_to_look_at(world: World) -> None:
    await world.person("olga", may_manage=True).says("!setup Riverside", ROOM)
    await world.person("m0").says("!topic suggest The park is empty in the evening", ROOM)
    (told,) = await asked(world, "!round preview", "m0")
    assert "Nobody has planned this round yet." in told


async def test_an_open_round_shows_itself(world: World) -> None:
    await stories.opened(world)
    (told,) = await asked(world, "!round preview #1")
    assert "This round is open already." in told


async def test_only_those_who_may_plan_see_it_and_only_in_private(world: World) -> None:
    await stories.planned(world)
    (told,) = await asked(world, "!round preview", "m5")
    assert "Only organisers can do that." in told
    assert len(await asked(world, "!round preview", "m0")) == 4  # the topic is theirs
    await world.person("m6").says("!round preview", ROOM)
    await world.everything_said()
    assert "direct message" in world.room_says()[-1]


async def test_typed_in_the_room_it_is_answered_in_private(world: World) -> None:
    await stories.planned(world)
    await world.everything_said()
    room, olga = list(world.room_says()), world.person("olga")
    before = len(olga.hears())
    await olga.says("!round preview", ROOM)
    await world.everything_said()
    assert len(olga.hears()) == before + 4
    assert world.room_says() == room


async def test_a_round_without_a_runoff_shows_none(world: World) -> None:
    await stories.planned(world)
    assert "runoff" in (await asked(world, "!round preview runoff"))[0]
    (told,) = await asked(world, "!round preview elevenses")
    assert "round preview voting" in told


async def test_the_same_message_again_shows_nothing_twice(world: World) -> None:
    await stories.planned(world)
    olga = world.person("olga")
    heard = olga.writes("!round preview")
    await world.bot.host.receive([heard])
    await world.everything_said()
    before = len(olga.hears())
    await world.bot.host.receive([heard])
    await world.everything_said()
    assert len(olga.hears()) == before


async def test_whoever_looks_ahead_reads_between_which_hours_no_step_ends(world: World) -> None:
    await stories.planned(world)
    await world.person("olga").says("!round preview")
    await world.everything_said()
    told = next(one for one in reversed(world.person("olga").hears()) if "A preview" in one)
    assert "No step ends between 22:00 and 08:00." in told
