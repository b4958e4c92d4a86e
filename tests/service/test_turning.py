"""About one message its author is asked once, and never when they do not want it; the service never sees the words."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.ports import Heard, Pointed, Wish, Wished
from codesign_bot.records import Account, Kept, Person, Place
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.turning import A_DAY, MOST_A_DAY, REMEMBERED, TURNS
from codesign_bot.testing import stories
from codesign_bot.testing.memory import PLATFORM, Message
from codesign_bot.testing.world import ROOM, World, open_world
from codesign_bot.view import Quote, Quoted

ELSEWHERE = Place(PLATFORM, "elsewhere")


async def wished(
    world: World, message: str, *, by: str = "m0", author: str = "m5", near: tuple[Place, ...] = (ROOM,)
) -> Wished:
    """Somebody wishes that a message becomes an idea."""
    account = world.person(by).account
    wish = Wish(account, by, world.person(author).account, message, f"wish/{by}/{message}", near)
    return await world.bot.host.wished(wish)


def first(answer: Wished) -> str:
    """What is said first to whoever wished it."""
    said = answer.answer.blocks[0]
    assert not isinstance(said, Quote)
    return str(getattr(said, "key", ""))


async def kept(world: World) -> dict[str, str | None]:
    return {row.key: row.value for row in await world.bot.desk.store.kept(TURNS)}


def test_the_words_of_a_message_are_no_part_of_a_wish() -> None:
    assert {one.name for one in fields(Wish)} == {"account", "name", "author", "message", "key", "near"}


async def test_the_author_is_asked_about_the_round_that_takes_ideas(world: World) -> None:
    await stories.confirmed(world)
    answer = await wished(world, "hall/1")
    assert first(answer) == "turn-asked"
    assert answer.topic == 1
    assert answer.question is not None
    assert answer.question.heading is not None
    assert answer.question.heading.arguments["title"] == Quoted("The park is empty in the evening")
    assert list(await kept(world)) == ["asked/hall/1"]


async def test_two_who_wish_the_same_at_once_are_one_question(world: World) -> None:
    await stories.confirmed(world)
    answers = await asyncio.gather(*(wished(world, "hall/1", by=name) for name in ("m0", "m1", "m2")))
    assert sorted(map(first, answers)) == ["turn-asked", "turn-not-asked", "turn-not-asked"]
    assert [one.question is not None for one in answers].count(True) == 1


async def test_that_somebody_was_asked_is_known_after_a_restart(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.confirmed(world)
        await wished(world, "hall/1")
        await world.bot.host.never_ask(world.person("m6").account, is_so=True)
        clock = world.clock
    async with open_world(tmp_path, clock) as world:
        assert first(await wished(world, "hall/1", by="m1")) == "turn-not-asked"
        assert first(await wished(world, "hall/2", author="m6")) == "turn-not-asked"
        assert first(await wished(world, "hall/3", author="m7")) == "turn-asked"


async def test_nobody_is_asked_about_more_than_a_few_messages_within_a_day(world: World) -> None:
    await stories.confirmed(world)
    for number in range(MOST_A_DAY):
        assert first(await wished(world, f"hall/{number}")) == "turn-asked"
    assert first(await wished(world, "hall/9", by="m1")) == "turn-not-asked"
    assert "asked/hall/9" not in await kept(world), "it was not asked about, so it can be another day"
    assert first(await wished(world, "hall/8", author="m6")) == "turn-asked"
    await world.passes(A_DAY)
    assert first(await wished(world, "hall/9", by="m1")) == "turn-asked"


async def test_each_reason_not_to_ask_is_answered_alike(world: World) -> None:
    """Or whoever wishes it would learn what the author said to the bot."""
    await stories.confirmed(world)
    await wished(world, "hall/1")
    await world.bot.host.never_ask(world.person("m6").account, is_so=True)
    again, never = await wished(world, "hall/1"), await wished(world, "hall/2", author="m6")
    assert again == never
    assert again.question is None
    await world.bot.host.never_ask(world.person("m6").account, is_so=False)
    assert first(await wished(world, "hall/2", author="m6")) == "turn-asked"


async def test_whom_a_message_was_about_is_forgotten_after_a_day_and_the_message_in_the_end(world: World) -> None:
    await stories.confirmed(world)
    await wished(world, "hall/1")
    author, by = world.person("m5").account.id, world.person("m0").account.id
    first_day = await kept(world)
    assert author in str(first_day["asked/hall/1"])
    assert f"{PLATFORM}/{by}" not in f"{first_day}", "who wished it is kept nowhere"
    await world.passes(A_DAY)
    await wished(world, "hall/2", author="m6")
    assert author not in str((await kept(world))["asked/hall/1"])
    assert first(await wished(world, "hall/1", by="m2")) == "turn-not-asked", "it is still known that it was asked"
    long_ago = (world.clock.now() - REMEMBERED - timedelta(days=1)).isoformat()
    await world.bot.desk.store.apply(KeepWork((Kept(TURNS, "asked/hall/0", long_ago),)))
    await wished(world, "hall/3", author="m7")
    assert sorted(await kept(world)) == ["asked/hall/1", "asked/hall/2", "asked/hall/3"]


async def test_a_wish_is_judged_by_the_time_it_comes_and_not_by_whether_a_clock_rang(world: World) -> None:
    await stories.given(world)
    world.expect(Phase.IDEAS)
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes)
    assert first(await wished(world, "hall/1")) == "too-late"
    assert await kept(world) == {}


async def test_only_somebody_in_the_round_can_wish_and_only_where_a_community_is(world: World) -> None:
    await stories.confirmed(world)
    assert first(await wished(world, "hall/1", by="stranger")) == "not-joined"
    assert first(await wished(world, "hall/1", near=(ELSEWHERE,))) == "setup-first"
    assert first(await wished(world, "hall/1", near=())) == "setup-first"
    assert first(await wished(world, "hall/1", near=(ELSEWHERE, ROOM))) == "turn-asked"


async def test_in_another_step_nobody_is_asked(world: World) -> None:
    await stories.planned(world)
    assert first(await wished(world, "hall/1")) in {"too-early", "not-joined"}
    assert await kept(world) == {}


async def test_a_flood_of_wishes_is_stopped_and_the_same_wish_costs_once(world: World) -> None:
    await stories.confirmed(world)
    for number in range(10):
        await wished(world, f"hall/{number}", author=f"m{number % 5 + 2}")
    assert first(await wished(world, "hall/77", author="m7")) == "turn-too-many"
    assert first(await wished(world, "hall/78", by="m1", author="m7")) == "turn-asked"


async def test_an_account_of_another_platform_is_somebody_else(world: World) -> None:
    await stories.confirmed(world)
    account = world.person("m5").account
    await world.bot.host.never_ask(Account("other", account.id), is_so=True)
    assert first(await wished(world, "hall/1")) == "turn-asked"


# --- where people type


def pointing(world: World, by: str, author: str | None, text: str = "!turn", **more: str | None) -> Heard:
    """Somebody's words in the room, in reply to the message "$1" of somebody."""
    person = world.person(by)
    whose = world.person(author).account if author is not None else None
    at = Pointed(ROOM, more.get("message") or "$1", whose, more.get("words"))
    return replace(person.writes(text, ROOM), reply_to=at.message, points_at=at)


async def told(world: World, heard: Heard) -> str:
    """What is answered, wherever."""
    await world.bot.host.receive([heard])
    await world.everything_said()
    return repr(world.platform.messages[f"answer/{PLATFORM}/{heard.key}"].view)


def shown(message: Message) -> str:
    """What a message says, by its keys."""
    return repr(message.view)


def hears(world: World, name: str) -> list[str]:
    """What somebody was told in private, oldest first."""
    return [shown(one) for one in world.platform.said_in(world.person(name).private)]


def asked_in(world: World, place: Place) -> list[str]:
    return [one for one in map(shown, world.platform.said_in(place)) if "turn-question" in one]


async def listening(world: World, *names: str) -> None:
    """They have opened a direct message."""
    for name in names:
        await world.person(name).opens_private()


async def test_the_author_alone_is_asked_in_private_and_nobodys_words_are_in_the_question(world: World) -> None:
    await stories.confirmed(world)
    await listening(world, "m0", "m5")
    await world.bot.host.receive([pointing(world, "m0", "m5")])
    await world.everything_said()
    assert "turn-asked" in hears(world, "m0")[-1]
    (question,) = [one for one in world.platform.messages.values() if "turn-question" in shown(one)]
    assert question.place == world.person("m5").private
    assert question.id == f"turn/{ROOM.id}/$1", "whoever sends it puts the words in, by this key"
    assert {one.typed for one in question.view.actions} == {"turn yes", "turn no", "turn never"}
    assert "m0" not in shown(question)
    assert not asked_in(world, ROOM)


async def test_whoever_has_no_direct_message_finds_a_quiet_word_below_their_message(world: World) -> None:
    await stories.confirmed(world)
    world.bot.desk.book.remember(Person(world.person("new").account, PersonId("new"), "new"))
    assert "turn-asked" in await told(world, pointing(world, "m0", "new"))
    (below,) = [one for one in world.platform.said_in(ROOM) if "turn-question-below" in shown(one)]
    assert below.reply_to == "$1"
    assert "PersonId" not in shown(below)
    assert "new" not in shown(below)


async def test_a_wish_that_everybody_saw_is_not_said_to_be_quiet(world: World) -> None:
    await stories.confirmed(world)
    await listening(world, "m5")
    assert "turn-asked-quietly" not in await told(world, pointing(world, "m0", "m5"))


async def test_about_one_message_one_question_whoever_wishes_it_and_however_often_it_is_offered(world: World) -> None:
    await stories.confirmed(world)
    await listening(world, "m0", "m1", "m5")
    first_wish = pointing(world, "m0", "m5")
    for heard in (first_wish, pointing(world, "m1", "m5"), first_wish):
        await world.bot.host.receive([heard])
    await world.everything_said()
    assert len(asked_in(world, world.person("m5").private)) == 1
    assert "turn-not-asked" in hears(world, "m1")[-1]
    assert sum("turn-asked" in text for text in hears(world, "m0")) == 1
    assert first(await wished(world, f"{ROOM.id}/$1", by="m2")) == "turn-not-asked", "by a button it is the same"


async def test_a_question_is_asked_after_a_restart_and_its_answer_is_kept(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.confirmed(world)
        await listening(world, "m5")
        await world.bot.host.receive([pointing(world, "m0", "m5")])
        clock = world.clock
    async with open_world(tmp_path, clock) as world:
        await world.everything_said()
        author = world.person("m5")
        author.sent = 100
        world.person("m1").sent = 100
        assert len(asked_in(world, author.private)) == 1
        await author.says("!turn never")
        await world.everything_said()
        assert "turn-never" in hears(world, "m5")[-1]
        assert f"never/{PLATFORM}/{author.account.id}" in await kept(world)
        assert "turn-not-asked" in await told(world, pointing(world, "m1", "m5", message="$2"))
        await author.says("!turn again")
        assert "turn-asked" in await told(world, pointing(world, "m1", "m5", message="$3"))


async def test_a_yes_makes_an_idea_of_their_own_words_and_a_no_makes_nothing(world: World) -> None:
    await stories.confirmed(world)
    author = world.person("m5")
    await author.says("!turn no")
    await world.everything_said()
    assert "turn-no" in hears(world, "m5")[-1]
    assert not world.round.ideas
    yes = replace(author.writes("!turn yes"), points_at=Pointed(ROOM, "$1", author.account, "Add 3 lamps"))
    await world.bot.host.receive([yes, yes])
    await world.everything_said()
    assert "saved-idea" in hears(world, "m5")[-1]
    assert "Add 3 lamps" in hears(world, "m5")[-1]
    (idea,) = world.round.ideas.values()
    found = await world.bot.desk.store.person(author.account)
    assert found is not None
    assert idea.by == found.id
    await author.deletes(yes.key)
    assert not world.round.live_ideas, "what was given by a message is taken back with it"


async def test_ones_own_message_needs_no_question(world: World) -> None:
    await stories.confirmed(world)
    assert "saved-idea" in await told(world, pointing(world, "m5", "m5", words="withdraw 2"))
    assert len(world.round.live_ideas) == 1, "words that look like a command are words"
    assert await kept(world) == {}


async def test_a_yes_that_the_rules_refuse_hands_the_words_back(world: World) -> None:
    await stories.confirmed(world)
    answer = await told(world, pointing(world, "stranger", "stranger", words="Add 3 lamps"))
    assert "not-joined" in answer
    assert "!idea Add 3 lamps" in answer
    assert not world.round.ideas


@pytest.mark.parametrize(
    ("text", "author", "words", "because"),
    [
        ("!turn", None, None, "turn-no-person"),
        ("!turn", "m0", None, "turn-nothing-to-give"),
        ("!turn yes", "m0", None, "turn-nothing-to-give"),
        ("!turn yes", "m5", None, "turn-nothing-asked"),
        ("!turn round", "m5", None, "turn-how"),
    ],
)
async def test_what_cannot_be_given_is_said_and_nobody_is_asked(
    world: World, text: str, author: str | None, words: str | None, because: str
) -> None:
    await stories.confirmed(world)
    await listening(world, "m5")
    answer = await told(world, pointing(world, "m0", author, text, words=words))
    assert because in answer
    assert "nothing-changed" in answer
    assert await kept(world) == {}
    assert not asked_in(world, world.person("m5").private)


async def test_without_a_message_it_is_said_how_and_one_that_is_not_found_is_said_too(world: World) -> None:
    await stories.confirmed(world)
    plain = world.person("m0").writes("!turn", ROOM)
    assert "turn-how" in await told(world, plain)
    assert "turn-not-found" in await told(world, replace(world.person("m0").writes("!turn", ROOM), reply_to="$9"))
    assert "turn-nothing-asked" in await told(world, world.person("m0").writes("!turn yes", ROOM))


async def test_an_edited_command_asks_nobody_once_more(world: World) -> None:
    await stories.confirmed(world)
    await listening(world, "m5")
    heard = pointing(world, "m0", "m5")
    await told(world, heard)
    again = replace(pointing(world, "m0", "m5", message="$2"), edits=heard.key)
    assert "edited-once" in await told(world, again)
    assert len(asked_in(world, world.person("m5").private)) == 1


async def test_an_answer_is_about_the_question_it_replies_to_else_about_the_newest(world: World) -> None:
    await stories.confirmed(world)
    await listening(world, "m5", "m6")
    for message in ("$1", "$a/b", "$3"):
        await world.bot.host.receive([pointing(world, "m0", "m5", message=message)])
        await world.everything_said()
        await world.passes(timedelta(minutes=1))
    author, host = world.person("m5"), world.bot.host
    assert await host.asked_about(author.account, author.private, None) == (ROOM, "$3")
    assert await host.asked_about(author.account, author.private, f"turn/{ROOM.id}/$a/b") == (ROOM, "$a/b")
    assert await host.asked_about(author.account, author.private, "another message") is None
    assert await host.asked_about(world.person("m6").account, author.private, None) is None
    await world.passes(A_DAY)
    assert await host.asked_about(author.account, author.private, None) is None
