"""A community speaks the language that its organisers set, and each person reads in the one that they chose."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from codesign_bot.core.ids import PersonId
from codesign_bot.core.refusal import Refusal
from codesign_bot.ports import Offer, Question
from codesign_bot.records import Account
from codesign_bot.service.languages import meant_by, of_locale, reads
from codesign_bot.testing import stories
from codesign_bot.testing.memory import MemoryPerson
from codesign_bot.testing.world import ROOM, World, open_world

from .conftest import as_text
from .english import english_in


async def in_german(world: World) -> None:
    """The community speaks German."""
    await world.person("olga", may_manage=True).says("!setup language de", ROOM)
    await world.everything_said()


def card(world: World) -> str:
    return next(one.text for one in world.platform.said_in(ROOM) if one.id.startswith("card/"))


async def last_said_to(world: World, person: MemoryPerson, text: str, locale: str = "") -> str:
    await person.host.receive([replace(person.writes(text), locale=locale)])
    await world.everything_said()
    return person.hears()[-1]


async def test_an_organiser_sets_the_language_and_all_are_told(world: World) -> None:
    await stories.planned(world)
    await world.everything_said()
    assert "Step: topic" in card(world)
    await in_german(world)
    assert any("olga hat die Sprache von English zu Deutsch geändert." in one for one in world.room_says())
    assert "Schritt: Thema" in card(world)
    (entry,) = (
        one for one in await world.bot.desk.store.entries(world.round.community) if one.kind == "language-changed"
    )
    facts = json.loads(entry.leaf)["facts"]
    assert (facts["before"], facts["after"]) == ("en", "de")
    assert "Die Sprache wurde geändert" in await last_said_to(world, world.person("m0"), "!log")


async def test_the_language_is_there_after_a_restart(tmp_path: Path) -> None:
    async with open_world(tmp_path, render=as_text) as world:
        await stories.planned(world)
        await in_german(world)
        await world.person("m1").says("!me language English")
        await world.everything_said()
        clock = world.clock
    async with open_world(tmp_path, clock, render=as_text) as world:
        world.person("m0").sent = world.person("m1").sent = 100  # what they say now is new
        assert "Hilfe" in await last_said_to(world, world.person("m0"), "!help")
        assert "Help" in await last_said_to(world, world.person("m1"), "!help")


@pytest.mark.parametrize("who", ["m0", "olga"])
async def test_only_organisers_set_it_and_only_in_the_space(world: World, who: str) -> None:
    await stories.planned(world)
    answer = await last_said_to(world, world.person(who), "!setup language de")
    assert "in the space itself" in answer
    await world.person("m0").says("!setup language de", ROOM)
    await world.everything_said()
    assert world.bot.desk.book.communities[world.round.community].language == "en"


async def test_an_unknown_language_gets_those_that_there_are_the_nearest_first(world: World) -> None:
    await stories.planned(world)
    olga = world.person("olga")
    await olga.says("!setup language Germanic", ROOM)
    await world.everything_said()
    assert "I have no texts in this language. I have these: “de (Deutsch), en (English)”." in " ".join(
        [*olga.hears(), *world.room_says()]
    ) or "de (Deutsch), en (English)" in " ".join(olga.hears())
    assert world.bot.desk.book.communities[world.round.community].language == "en"


async def test_the_same_language_again_changes_nothing(world: World) -> None:
    await stories.planned(world)
    entries = len(await world.bot.desk.store.entries(world.round.community))
    assert "That is how it is already." in await last_said_to_room(world, "!setup language en")
    assert len(await world.bot.desk.store.entries(world.round.community)) == entries


async def last_said_to_room(world: World, text: str) -> str:
    olga = world.person("olga")
    await olga.says(text, ROOM)
    await world.everything_said()
    return olga.hears()[-1]


async def test_private_answers_follow_the_community_until_somebody_chooses(world: World) -> None:
    await stories.opened(world)
    ana = world.person("m0")
    assert "You are in this round" in await last_said_to(world, ana, "!me")
    await in_german(world)
    assert "Du machst in dieser Runde mit." in await last_said_to(world, ana, "!me")
    assert "From now on I answer you in this language: English." in await last_said_to(world, ana, "!me language en")
    assert "You are in this round" in await last_said_to(world, ana, "!me")
    assert "Du machst in dieser Runde mit." in await last_said_to(world, world.person("m1"), "!me")
    back = await last_said_to(world, ana, "!me language community")
    assert "in der Sprache deiner Gemeinschaft: Deutsch." in back
    assert "Du machst in dieser Runde mit." in await last_said_to(world, ana, "!ich")


async def test_the_app_of_a_person_says_what_they_read_until_they_choose(world: World) -> None:
    await stories.opened(world)
    ana = world.person("m0")
    assert "Du machst in dieser Runde mit." in await last_said_to(world, ana, "!me", locale="de")
    assert "You are in this round" in await last_said_to(world, ana, "!me", locale="en-GB")
    assert "You are in this round" in await last_said_to(world, ana, "!me", locale="fr")
    await last_said_to(world, ana, "!me language en")
    assert "You are in this round" in await last_said_to(world, ana, "!me", locale="de")


async def test_which_language_it_is_can_be_asked(world: World) -> None:
    await stories.opened(world)
    told = await last_said_to(world, world.person("m0"), "!me language")
    assert "I answer you in this language: English." in told
    assert "Deutsch" in told
    assert "already" in await last_said_to_twice(world)


async def last_said_to_twice(world: World) -> str:
    await last_said_to(world, world.person("m0"), "!me language de")
    return (await last_said_to(world, world.person("m0"), "!me language German")).replace("schon so", "already")


async def test_what_one_person_is_told_by_itself_is_in_their_language(world: World) -> None:
    await stories.given(world)
    await last_said_to(world, world.person("m0"), "!me language de")
    await world.person("m3").says("!idea build 1 With warm light")
    await world.person("m3").says("!idea build 2 With warm light")
    await world.everything_said()
    assert "Jemand hat deine Idee 1 ergänzt:" in world.person("m0").hears()[-1]
    assert "Somebody built on your idea 2:" in world.person("m1").hears()[-1]
    assert "Somebody built" not in world.person("m0").hears()[-1]


async def test_a_vote_is_answered_in_the_language_of_whoever_votes(world: World) -> None:
    await stories.voting(world)
    await last_said_to(world, world.person("m0"), "!me language de")
    assert "Gespeichert. Das ist dein ganzer Stimmzettel." in await last_said_to(world, world.person("m0"), "vote 1")
    assert "Saved. This is your whole ballot." in await last_said_to(world, world.person("m1"), "vote 1")


async def test_words_are_looked_for_in_the_log_as_it_is_told_to_whoever_looks(world: World) -> None:
    await stories.opened(world)
    await in_german(world)
    ana, ben = world.person("m0"), world.person("m1")
    await last_said_to(world, ana, "!me language en")
    assert "A step began" in await last_said_to(world, ana, "!log step")
    assert "The log has no such entry." in await last_said_to(world, ana, "!log begann")
    assert "Ein Schritt begann" in await last_said_to(world, ben, "!protokoll begann")
    assert "So einen Eintrag gibt es im Protokoll nicht." in await last_said_to(world, ben, "!protokoll step")


async def test_what_is_looked_for_where_all_read_it_is_in_the_language_of_the_community(world: World) -> None:
    await stories.opened(world)
    await in_german(world)
    zoe = world.person("zoe")
    heard = replace(zoe.writes("!log begann", ROOM), locale="en")
    await zoe.host.receive([heard])
    await world.everything_said()
    (answer,) = (one.text for one in world.platform.said_in(ROOM) if one.reply_to == heard.key)
    assert "Ein Schritt begann" in answer


async def test_a_receipt_stays_the_same_whatever_language_its_voter_or_the_community_speaks(world: World) -> None:
    """Otherwise somebody would look for words that the log does not list."""
    await stories.voting(world)
    for name in ("m0", "m1", "m2", "m3", "m4"):
        await world.person(name).says("!vote 1")
    ana = world.person("m0")
    told = await last_said_to(world, ana, "!me receipt")
    receipt = re.search(r"The vote: `?([a-z]+ [a-z]+)`?", told)
    assert receipt is not None, told
    await in_german(world)
    assert receipt[1] in await last_said_to(world, ana, "!ich quittung")
    await world.step_ends()
    found = await last_said_to(world, ana, f"!quittung {receipt[1]}")
    assert "Der Stimmzettel zu" in found
    assert receipt[1] in found


async def test_an_answer_that_others_read_is_in_the_language_of_the_community(world: World) -> None:
    await stories.planned(world)
    zoe = world.person("zoe")
    heard = replace(zoe.writes("!now", ROOM), locale="de")
    await zoe.host.receive([heard])
    await world.everything_said()
    (answer,) = (one.text for one in world.platform.said_in(ROOM) if one.reply_to == heard.key)
    assert "Step: topic" in answer
    assert "Schritt" not in answer


async def test_a_choice_counts_for_every_account_of_a_person(both: World) -> None:
    await stories.opened(both)
    here, there = both.person("m0"), both.outsider("zoe")
    await last_said_to(both, here, "!me link")
    code = here.hears()[-1].split("Your code is ")[1].split(".")[0]
    await there.says(f"!link {code}")
    await both.everything_said()
    await last_said_to(both, here, "!me language de")
    kept = await both.bot.desk.store.accounts(await person_of(both, here.account))
    assert {one.language for one in kept} == {"de"}
    assert "Hilfe" in await last_said_to(both, there, "!help")


async def test_whoever_turns_out_to_be_the_same_person_keeps_the_language_that_one_of_them_chose(both: World) -> None:
    await stories.opened(both)
    here, there = both.person("m0"), both.outsider("zoe")
    await last_said_to(both, here, "!me language de")
    await last_said_to(both, here, "!me link")
    code = here.hears()[-1].split("Dein Code ist ")[1].split(".")[0]
    await last_said_to(both, there, f"!link {code}")
    kept = await both.bot.desk.store.accounts(await person_of(both, there.account))
    assert {one.account: one.language for one in kept} == {here.account: "de", there.account: "de"}
    assert "Hilfe" in await last_said_to(both, there, "!help")


async def person_of(world: World, account: Account) -> PersonId:
    known = await world.bot.desk.store.person(account)
    assert known is not None
    return known.id


async def test_a_preview_is_in_the_language_in_which_all_will_read_it(world: World) -> None:
    await stories.planned(world)
    await in_german(world)
    olga = world.person("olga")
    await last_said_to(world, olga, "!me language en")
    before = len(olga.hears())
    await last_said_to(world, olga, "!round preview framing")
    intro, *shown = olga.hears()[before:]
    assert "Below is what people will see" in intro
    assert shown
    assert not english_in(shown)


async def test_languages_are_offered_by_code_with_their_own_names(world: World) -> None:
    await stories.planned(world)
    asked = Question(Offer.LANGUAGES, world.person("m0").account, (ROOM,), "")
    assert sorted(await world.bot.host.offers(asked)) == [("de", "Deutsch"), ("en", "English")]
    found = await world.bot.host.offers(replace(asked, begun="d"))
    assert found[0] == ("de", "Deutsch")


async def test_the_host_says_what_somebody_reads(world: World) -> None:
    await stories.planned(world)
    host, ana = world.bot.host, world.person("m0").account
    assert await host.language(ana, "", (ROOM,)) == "en"
    assert await host.language(ana, "de", (ROOM,)) == "de"
    assert await host.language(None, "", (ROOM,)) == "en"
    await in_german(world)
    assert await host.language(None, "", (ROOM,)) == "de"
    assert await host.language(Account("memory", "@nobody:memory"), "", (ROOM,)) == "de"
    assert await host.language(ana, "en-US", ()) == "en"
    assert await host.language(None, "", ()) == "de"  # all communities there are share it


async def test_of_whoever_is_known_the_host_says_without_waiting_what_they_read(world: World) -> None:
    await stories.planned(world)
    host, ana = world.bot.host, world.person("m0").account
    for locale, near in (("", (ROOM,)), ("de", (ROOM,)), ("de-AT", ()), ("xx", ())):
        assert host.language_at_hand(ana, locale, near) == await host.language(ana, locale, near)
    await world.person("m0").says("!me language de")
    await world.everything_said()
    assert host.language_at_hand(ana, "en-US", (ROOM,)) == "de" == await host.language(ana, "en-US", (ROOM,))
    assert host.language_at_hand(Account("memory", "@nobody:memory"), "de", (ROOM,)) is None, "it has to be looked up"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("Deutsch", "de"),
        ("german", "de"),
        ("English", "en"),
        ("englisch", "en"),
        ("en-GB", "en"),
        ("de_AT", "de"),
        (" en ", "en"),
    ],
)
async def test_a_language_is_known_by_its_code_and_its_names(world: World, typed: str, code: str) -> None:
    assert meant_by(world.bot.desk, typed) == code


@pytest.mark.parametrize("typed", ["klingon", "", "x", "d"])
async def test_nothing_else_is_taken_for_a_language(world: World, typed: str) -> None:
    with pytest.raises(Refusal):
        meant_by(world.bot.desk, typed)


@pytest.mark.parametrize(("locale", "code"), [("de", "de"), ("de-CH", "de"), ("en-US", "en"), ("fr", None), ("", None)])
async def test_a_locale_is_one_of_ours_or_none(world: World, locale: str, code: str | None) -> None:
    assert of_locale(world.bot.desk, locale) == code


async def test_a_language_whose_texts_are_gone_gives_way(world: World) -> None:
    await stories.planned(world)
    book, person = world.bot.desk.book, (await world.bot.desk.store.person(world.person("m0").account))
    assert person is not None
    book.languages[person.id] = "fr"
    community = book.communities[world.round.community]
    book.absorb([replace(community, language="xx")])
    assert reads(world.bot.desk, person.id, "", (ROOM,)) == "en"
