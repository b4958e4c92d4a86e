"""What is offered while somebody fills something in shows no more than the pages do."""

from __future__ import annotations

from datetime import timedelta

from codesign_bot.ports import Offer, Question
from codesign_bot.testing import stories
from codesign_bot.testing.world import ROOM, World


async def offered(world: World, what: Offer, begun: str = "", name: str = "m0", topic: int | None = None) -> list[str]:
    """What is offered to somebody in the room, as "what to type: words"."""
    question = Question(what, world.person(name).account, (ROOM,), begun, topic)
    return [f"{typed}: {words}".rstrip(": ") for typed, words in await world.bot.host.offers(question)]


async def test_topics_are_offered_with_their_titles(world: World) -> None:
    await stories.planned(world)
    await world.person("m2").says("!topic suggest More trees", ROOM)
    assert await offered(world, Offer.TOPICS) == ["1: The park is empty in the evening", "2: More trees"]
    assert await offered(world, Offer.TOPICS, "tree") == ["2: More trees"]
    assert await offered(world, Offer.TOPICS, "#1") == ["1: The park is empty in the evening"]


async def test_nobodys_idea_is_offered_before_one_gave_ones_own(world: World) -> None:
    """Ideas come alone first: half a command must not be a way round it."""
    await stories.confirmed(world)
    await world.person("m0").says("!idea lamps by the pond")
    assert await offered(world, Offer.IDEAS, name="m0") == ["1: lamps by the pond"]
    assert await offered(world, Offer.IDEAS, name="m1") == []
    await world.person("m1").says("!idea a tea stall")
    assert sorted(await offered(world, Offer.IDEAS, name="m1")) == ["1: lamps by the pond", "2: a tea stall"]


async def test_after_the_first_day_ideas_are_offered_to_all_who_may_read_them(world: World) -> None:
    await stories.given(world)
    assert await offered(world, Offer.IDEAS, name="m7") == []
    await world.passes(timedelta(hours=25))
    assert len(await offered(world, Offer.IDEAS, name="m7")) == len(stories.IDEAS)


async def test_an_idea_is_found_by_its_number_or_its_words(world: World) -> None:
    await stories.voting(world)
    assert await offered(world, Offer.IDEAS, "3") == ["3: open air films"]
    assert await offered(world, Offer.IDEAS, "TEA") == ["2: a tea stall"]
    assert await offered(world, Offer.IDEAS, "zeppelin") == []


async def test_ideas_come_in_each_persons_own_order(world: World) -> None:
    await stories.voting(world)
    orders = {tuple(await offered(world, Offer.IDEAS, name=name)) for name in stories.MEMBERS}
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1


async def test_what_was_taken_back_is_offered_no_more(world: World) -> None:
    await stories.given(world)
    await world.person("m0").says("!idea withdraw 1")
    assert "1: lamps by the pond" not in await offered(world, Offer.IDEAS, name="m1")


async def test_where_the_question_makes_no_sense_nothing_is_offered(world: World) -> None:
    assert await offered(world, Offer.TOPICS) == []
    assert await offered(world, Offer.IDEAS) == []
    await stories.given(world)
    assert await offered(world, Offer.IDEAS, topic=99) == []
    assert await offered(world, Offer.IDEAS, name="stranger") == []


async def test_templates_and_zones_are_offered_the_nearest_first(world: World) -> None:
    assert (await offered(world, Offer.TEMPLATES, "comunity"))[0] == "community"
    assert (await offered(world, Offer.ZONES, "berln"))[0] == "Europe/Berlin"
    assert len(await offered(world, Offer.ZONES)) == 25
