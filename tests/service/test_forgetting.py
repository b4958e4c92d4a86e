"""Promise 7: somebody is forgotten, everywhere and at once, and everything else is as it was."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.ids import IdeaNo, RoundId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import VoteKind
from codesign_bot.ports import Reading
from codesign_bot.records import Kept, Queued
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.parting import LETTERS, code_of
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.grep import traces
from codesign_bot.testing.memory import PLATFORM, MemoryPlatform
from codesign_bot.testing.world import ROOM, World, open_world
from codesign_bot.view import View

from .conftest import as_text

STALL, QUESTION = "a tea stall", "How might we make the park a place for evenings?"
OWN = (STALL, QUESTION)
"""What m1 writes in every story, besides what others write too."""


@pytest.fixture(params=[False, True], ids=["edits leave versions", "edits erase"])
async def park(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """A world on a platform of either kind."""
    async with open_world(tmp_path, render=as_text) as world:
        world.platform.edits_erase = bool(request.param)
        yield world


async def asks(world: World, name: str, text: str = "!me forget") -> str:
    """The code that somebody is told."""
    await world.person(name).says(text)
    await world.everything_said()
    found = re.search(r"me forget (?:\d+ )?([A-Z]{4})\b", world.person(name).hears()[-1])
    assert found is not None, world.person(name).hears()[-1]
    return found[1]


async def forgets(world: World, name: str, what: str = "") -> None:
    code = await asks(world, name, f"!me forget {what}".strip())
    await world.person(name).says(f"!me forget {what} {code}" if what else f"!me forget {code}")
    await world.everything_said()


async def person_id(world: World, name: str) -> str | None:
    found = await world.bot.desk.store.person(world.person(name).account)
    return None if found is None else found.id


def words_of_idea(world: World, no: int) -> str | None:
    loaded = world.bot.desk.rounds.get(world.round.id)
    assert loaded is not None
    return loaded.words[loaded.state.ideas[IdeaNo(no)].content.id]


async def log_kinds(world: World) -> list[str]:
    [community] = world.bot.desk.book.communities
    return [one.kind for one in await world.bot.desk.store.entries(community)]


# --- asking ----------------------------------------------------------------------------------------------


async def test_the_first_word_only_tells_what_goes_and_what_stays(world: World) -> None:
    await stories.given(world)
    code = await asks(world, "m1")
    told = world.person("m1").hears()[-1]
    for part in ("All your words go", "Ballots that were counted stay counted", "backups", f"me forget {code}"):
        assert part in told
    assert await person_id(world, "m1") is not None
    assert words_of_idea(world, 2) == STALL


async def test_in_a_room_somebody_is_told_where_to_ask(world: World) -> None:
    await stories.given(world)
    for text in ("!me data", "!me forget", "!me forget 2", "!me forget BCDF"):
        await world.person("m1").says(text, ROOM)
        await world.everything_said()
        answers = [one for one in world.platform.messages.values() if "Others can read this" in one.text]
        assert answers, text
        assert not [one for one in answers if one.file is not None]
    assert await person_id(world, "m1") is not None


async def test_a_wrong_code_changes_nothing_and_tells_the_right_one(world: World) -> None:
    await stories.given(world)
    code = await asks(world, "m1")
    wrong = "BBBB" if code != "BBBB" else "CCCC"
    await world.person("m1").says(f"!me forget {wrong}")
    await world.everything_said()
    told = world.person("m1").hears()[-1]
    assert "not the right code" in told
    assert f"me forget {code}" in told
    assert words_of_idea(world, 2) == STALL


async def test_the_code_of_somebody_else_is_worth_nothing(world: World) -> None:
    await stories.given(world)
    code = await asks(world, "m1")
    await world.person("m2").says(f"!me forget {code}")
    await world.everything_said()
    assert await person_id(world, "m2") is not None
    assert words_of_idea(world, 2) == STALL


async def test_the_code_for_one_idea_does_not_forget_everything(world: World) -> None:
    await stories.given(world)
    code = await asks(world, "m1", "!me forget 2")
    await world.person("m1").says(f"!me forget {code}")
    await world.everything_said()
    assert "not the right code" in world.person("m1").hears()[-1]
    assert await person_id(world, "m1") is not None


async def test_a_code_has_four_letters_and_is_no_word(world: World) -> None:
    await stories.given(world)
    assert re.fullmatch(f"[{LETTERS}]{{4}}", await asks(world, "m1"))
    assert not set(LETTERS) & set("AEIOUY")
    known = await world.bot.desk.store.person(world.person("m1").account)
    assert known is not None
    assert code_of(known.id, None) == await asks(world, "m1")


async def test_the_code_counts_after_a_restart_too(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock, as_text) as world:
        await stories.given(world)
        code = await asks(world, "m1")
    async with open_world(tmp_path, clock, as_text) as world:
        world.person("m1").sent += 1000
        await world.person("m1").says(f"me forget {code.lower()}")
        await world.everything_said()
        assert "you are forgotten" in world.person("m1").hears()[-1]
    assert traces(tmp_path, OWN) == []


async def test_somebody_unknown_has_nothing_to_forget_and_leaves_no_trace_of_having_asked(world: World) -> None:
    await stories.given(world)
    for text in ("!me forget", "!me data"):
        stranger = world.person(f"stranger {len(text)}")
        await stranger.says(text)
        await world.everything_said()
        assert "I have nothing about you" in stranger.hears()[-1]


async def test_only_the_author_has_an_idea_forgotten(world: World) -> None:
    await stories.given(world)
    for text in ("!me forget 2", "!me forget 99"):
        await world.person("m2").says(text)
        await world.everything_said()
        assert "Nothing has changed" in world.person("m2").hears()[-1]
    assert words_of_idea(world, 2) == STALL


async def test_a_command_that_is_edited_forgets_nobody(world: World) -> None:
    await stories.given(world)
    code = await asks(world, "m1")
    first = await world.person("m1").says("!now")
    await world.person("m1").says(f"!me forget {code}", edits=first)
    await world.everything_said()
    assert await person_id(world, "m1") is not None


# --- what goes -------------------------------------------------------------------------------------------


async def test_promise_7_whoever_confirms_is_forgotten_and_their_words_are_nowhere(park: World, tmp_path: Path) -> None:
    await stories.outcome(park)
    await park.everything_said()
    assert traces(tmp_path, OWN)
    assert all(one in park.platform.everywhere() for one in OWN), "the bot has said them"
    await forgets(park, "m1")
    assert "you are forgotten" in park.person("m1").hears()[-1]
    assert traces(tmp_path, OWN) == []
    assert [one for one in OWN if one in park.platform.everywhere()] == []
    assert await person_id(park, "m1") is None
    assert park.platform.let_gone == [park.person("m1").account.id]


async def test_everybody_else_and_everything_else_is_as_it_was(park: World) -> None:
    await stories.outcome(park)
    before, tally = park.round, park.round.tally
    others = [one for one in stories.IDEAS if one != STALL]
    await forgets(park, "m1")
    assert park.round.tally == tally
    assert park.round.phase is before.phase
    assert set(park.round.ideas) == set(before.ideas)
    assert words_of_idea(park, 2) is None
    assert [words_of_idea(park, no) for no in (1, 3, 4, 5, 6)] == others
    assert "open air films" in park.platform.everywhere()


async def test_what_everybody_was_told_is_told_without_the_words_and_nothing_else_is_missing(park: World) -> None:
    await stories.outcome(park)
    await park.everything_said()
    told = [one.text for one in park.platform.said_in(ROOM)]
    with_words = [text for text in told if any(own in text for own in OWN)]
    assert len(with_words) > 2
    await forgets(park, "m1")
    now = [one.text for one in park.platform.said_in(ROOM)]
    erased = [text for text in now if "erased" in text]
    assert len(erased) >= len(with_words)
    # What never quoted the words stands where it stood.
    untouched = [text for text in told if text not in with_words]
    assert [text for text in untouched if text not in now] == []


async def test_a_round_is_left_an_idea_taken_back_and_a_live_ballot_too(world: World) -> None:
    await stories.voting(world)
    await world.person("m1").says("vote 1:2 3")
    before, voter = world.round.joined, await person_id(world, "m1")
    await forgets(world, "m1")
    assert world.round.joined == before - 1
    ballots = [one async for one in world.bot.desk.store.ballots(world.round.id, VoteKind.VOTE)]
    assert [(one.person, one.dots) for one in ballots] == [(voter, ())]
    assert await world.bot.desk.store.participant(world.round.id, ballots[0].person) is not None


async def test_an_idea_that_can_be_taken_back_is_taken_back(world: World) -> None:
    await stories.given(world)
    await forgets(world, "m1")
    assert world.round.ideas[IdeaNo(2)].is_withdrawn
    assert IdeaNo(2) not in world.round.live_ideas


async def test_promise_8_who_is_forgotten_and_comes_again_has_no_second_ballot(world: World) -> None:
    await stories.voting(world)
    await world.person("m1").says("vote 1:2 3")
    await forgets(world, "m1")
    await world.all_say(["m1"], "!join")
    await world.person("m1").says("vote 2:2")
    await world.everything_said()
    cast = [one async for one in world.bot.desk.store.ballots(world.round.id, VoteKind.VOTE) if one.dots]
    assert len(cast) <= 1


async def test_ballots_that_were_counted_stay_counted_by_nobody(world: World) -> None:
    await stories.counted(world)
    voter = await person_id(world, "m1")
    await forgets(world, "m1")
    ballots = {one.person: one.dots async for one in world.bot.desk.store.ballots(world.round.id, VoteKind.VOTE)}
    assert len(ballots) == 7
    assert ballots[voter] == ((1, 2), (3, 1))  # type: ignore[index] # it was somebody's
    assert await world.bot.desk.store.accounts(voter) == []  # type: ignore[arg-type] # as above


async def test_a_message_of_somebody_forgotten_is_one_of_somebody_new(world: World) -> None:
    await stories.given(world)
    was = await person_id(world, "m1")
    await forgets(world, "m1")
    await world.person("m1").says("!join")
    await world.everything_said()
    now = await person_id(world, "m1")
    assert now is not None
    assert now != was
    assert "You are in this round now" in world.person("m1").hears()[-1]


async def test_a_form_that_was_being_filled_in_is_gone(world: World) -> None:
    await stories.planned(world)
    await world.person("m0").opens_private()
    await world.person("m0").says("!topic suggest The bus is late")
    await world.person("m0").says("!round plan #1 community")
    await world.person("m0").says("1")
    m0 = await person_id(world, "m0")
    if m0 not in world.bot.desk.book.dialogues:
        pytest.fail("no form is being filled in")
    await forgets(world, "m0")
    assert world.bot.desk.book.dialogues == {}
    assert await world.bot.desk.store.dialogues() == {}


async def test_what_adapters_keep_about_the_account_goes_and_what_is_of_others_stays(world: World) -> None:
    await stories.given(world)
    m1, m2 = world.person("m1").account, world.person("m2").account
    ours = [Kept(PLATFORM, f"about/{one.id}", "somewhere") for one in (m1, m2)]
    never = [Kept("turn", f"never/{PLATFORM}/{one.id}", "1") for one in (m1, m2)]
    asked = Kept("turn", "asked/77", f"2026-05-04T12:00:00+00:00 {PLATFORM}/{m1.id}")
    await world.bot.desk.store.apply(KeepWork((*ours, *never, asked)))
    await forgets(world, "m1")
    assert list(await world.bot.desk.store.kept(PLATFORM)) == [ours[1]]
    assert sorted(await world.bot.desk.store.kept("turn"), key=lambda one: one.key) == [
        Kept("turn", "asked/77", "2026-05-04T12:00:00+00:00"),
        never[1],
    ]


async def test_of_two_linked_accounts_both_are_forgotten(both: World, tmp_path: Path) -> None:
    await stories.planned(both)
    ana, outsider = both.person("ana"), both.outsider("ana")
    await ana.opens_private()
    await ana.says("!join")
    await outsider.opens_private()
    await outsider.says("!topic suggest The yard is wet and nobody dries it")
    await ana.says("!me link")
    await both.everything_said()
    found = re.search(r"!link ([0-9A-Z-]{14})", ana.hears()[-1])
    assert found is not None
    await outsider.says(f"!link {found[1]}")
    await both.everything_said()
    await forgets(both, "ana")
    assert await both.bot.desk.store.person(ana.account) is None
    assert await both.bot.desk.store.person(outsider.account) is None
    assert await both.bot.desk.store.kept("host") == []
    assert traces(tmp_path, ["ana:memory", "The yard is wet"]) == []


# --- what waits to be said -------------------------------------------------------------------------------


async def test_what_waits_to_be_said_is_said_without_the_words(park: World, tmp_path: Path) -> None:
    """The platform is away while the step ends: what waits is in the store, with the words."""
    await stories.confirmed(park)
    await park.person("m1").says(f"!idea {STALL}")
    await park.person("m2").says("!idea build 1 with cups of our own")
    await park.everything_said()
    code = await asks(park, "m1")
    park.platform.is_away = True
    while park.round.phase is not Phase.VOTING:
        window = park.round.window
        assert window is not None
        park.clock.advance_to(window.closes)
        await park.bot.timekeeper.settle_due()
        if park.round.phase is Phase.COOLING_OFF:
            break
    await park.person("m1").says(f"!me forget {code}")
    assert traces(tmp_path, OWN) == []
    park.platform.is_away = False
    park.clock.advance(timedelta(minutes=5))
    await park.everything_said()
    assert [one for one in OWN if one in park.platform.everywhere()] == []


@pytest.mark.parametrize("export", ["!export", "!export 1"])
async def test_an_export_that_waits_is_not_sent_any_more(world: World, tmp_path: Path, export: str) -> None:
    await stories.outcome(world)
    code = await asks(world, "m1")
    await world.person("m2").says(export)
    assert traces(tmp_path, [STALL])
    await world.person("m1").says(f"!me forget {code}")
    assert traces(tmp_path, OWN) == []
    await world.everything_said()
    assert not [one for one in world.platform.messages.values() if one.file is not None]
    assert any("Please ask for it again" in text for text in world.person("m2").hears())


@pytest.mark.parametrize(("export", "files"), [("!export", 1), ("!export 1", 2)])
async def test_an_export_that_was_sent_is_taken_back(park: World, export: str, files: int) -> None:
    await stories.outcome(park)
    await park.person("m2").says(export)
    await park.everything_said()
    assert len([one for one in park.platform.messages.values() if one.file is not None]) == files
    await forgets(park, "m1")
    assert [one for one in park.platform.messages.values() if one.file is not None] == []


async def test_an_export_made_afterwards_says_that_it_was_erased_and_has_everything_else(world: World) -> None:
    await stories.outcome(world)
    await forgets(world, "m1")
    await world.person("m2").says("!export 1")
    await world.everything_said()
    jsonl, markdown = (one.file for one in world.platform.messages.values() if one.file is not None)
    assert jsonl is not None
    assert markdown is not None
    whole = jsonl[2].decode() + markdown[2].decode()
    assert STALL not in whole
    assert "erased" in markdown[2].decode()
    assert all(idea in whole for idea in stories.IDEAS if idea != STALL)


async def test_words_that_were_refused_and_given_back_go_too(park: World) -> None:
    """They are kept nowhere but in the answer."""
    await stories.confirmed(park)
    await park.person("m1").says("!vote what I never meant to say")
    await park.everything_said()
    assert "what I never meant to say" in park.platform.everywhere()
    await forgets(park, "m1")
    assert "what I never meant to say" not in park.platform.everywhere()


async def test_a_message_that_is_on_its_way_while_words_are_erased_is_mended_once_it_is_there(
    park: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stories.given(park)
    await park.everything_said()
    code = await asks(park, "m1")
    send = MemoryPlatform.send
    await park.person("m3").says("!idea show 2")

    async def slowly(platform: MemoryPlatform, queued: Queued, view: View, reading: Reading) -> str:
        """Meanwhile the author confirms."""
        monkeypatch.undo()
        said = await send(platform, queued, view, reading)
        await park.person("m1").says(f"!me forget {code}")
        return said

    monkeypatch.setattr(MemoryPlatform, "send", slowly)
    await park.bot.deliveries[PLATFORM].deliver()
    assert STALL in park.platform.everywhere(), "it had been on its way"
    await park.bot.housekeeper.keep_house()
    await park.everything_said()
    assert STALL not in park.platform.everywhere()


async def test_what_could_not_be_mended_at_once_is_mended_after_a_restart(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock, as_text) as world:
        await stories.outcome(world)
        code = await asks(world, "m1")
        said, history = world.platform.messages, world.platform.history
        world.platform.is_away = True
        await world.person("m1").says(f"!me forget {code}")
    async with open_world(tmp_path, clock, as_text) as world:
        world.platform.messages, world.platform.history = said, history
        assert STALL in world.platform.everywhere()
        await world.bot.housekeeper.keep_house()
        await world.everything_said()
        assert [one for one in OWN if one in world.platform.everywhere()] == []


# --- one idea --------------------------------------------------------------------------------------------


async def test_the_words_of_one_idea_go_and_the_rest_of_the_person_stays(park: World, tmp_path: Path) -> None:
    await stories.confirmed(park)
    await park.person("m1").says(f"!idea {STALL}")
    await park.person("m1").says("!idea a second thought of mine")
    await park.person("m1").says("!idea edit 1 a tea stall with a roof")
    await park.everything_said()
    await forgets(park, "m1", "1")
    assert "2 wordings of idea 1 are erased" in park.person("m1").hears()[-1]
    assert traces(tmp_path, [STALL]) == []
    assert STALL not in park.platform.everywhere()
    assert words_of_idea(park, 2) == "a second thought of mine"
    assert park.round.ideas[IdeaNo(1)].is_withdrawn
    assert await person_id(park, "m1") is not None
    assert await log_kinds(park) == [*(await log_kinds(park))[:-1], "words-erased"]


async def test_words_of_an_idea_that_are_gone_already_are_told_so(world: World) -> None:
    await stories.given(world)
    await forgets(world, "m1", "2")
    await forgets(world, "m1", "2")
    assert "were gone already" in world.person("m1").hears()[-1]
    assert (await log_kinds(world)).count("words-erased") == 1


# --- the log and offices ---------------------------------------------------------------------------------


async def test_the_log_tells_how_many_texts_and_their_commitments_and_never_whose(world: World) -> None:
    await stories.given(world)
    loaded = world.bot.desk.rounds.get(world.round.id)
    assert loaded is not None
    person = await person_id(world, "m1")
    digests = sorted(
        one.digest
        for one in [
            loaded.state.ideas[IdeaNo(2)].content,
            *(one.content for one in loaded.state.wordings.values() if one.by == person),
            *(one.content for one in loaded.state.statements if one.by == person),
        ]
    )
    await forgets(world, "m1")
    [community] = world.bot.desk.book.communities
    [entry] = [one for one in await world.bot.desk.store.entries(community) if one.kind == "words-erased"]
    assert json.loads(entry.leaf)["facts"] == {"erased": digests}
    assert person is not None
    assert person.encode() not in entry.leaf
    assert entry.round is None


async def test_a_log_space_gets_one_line_and_the_room_none(world: World) -> None:
    await stories.given(world)
    olga = world.person("olga")
    await world.everything_said()
    before = len(world.room_says())
    await forgets(world, "m1")
    assert len(world.room_says()) - before <= 1, "the card perhaps"
    assert not any("texts were erased" in text for text in world.room_says())
    await olga.says("!setup log", ROOM)
    await forgets(world, "m2")
    assert any("because their author asked for it" in text for text in world.room_says())


async def test_the_last_organiser_names_another_one_first(world: World) -> None:
    await stories.given(world)
    await world.person("olga").says("!me forget")
    await world.everything_said()
    assert "You are the last organiser of" in world.person("olga").hears()[-1]
    known = await world.bot.desk.store.person(world.person("olga").account)
    assert known is not None
    await world.person("olga").says(f"!me forget {code_of(known.id, None)}")
    await world.everything_said()
    assert await person_id(world, "olga") == known.id


async def test_an_organiser_who_is_forgotten_steps_down_and_the_room_is_told_without_a_name(world: World) -> None:
    await stories.given(world)
    olga = world.person("olga")
    await olga.says(f"!setup organiser add {world.person('m1').account.id}", ROOM)
    await forgets(world, "olga")
    [community] = world.bot.desk.book.communities
    assert world.bot.desk.book.organisers(community) == {await person_id(world, "m1")}
    assert "organiser-stepped-down" in await log_kinds(world)
    entries = await world.bot.desk.store.entries(community)
    assert not [one for one in entries if b"olga" in one.leaf], "the log knows nobody by name"
    told = [text for text in world.room_says() if "is no organiser any more" in text]
    assert len(told) == 1
    assert "olga" not in told[0]


async def test_a_link_code_of_somebody_forgotten_leads_to_nobody(both: World) -> None:
    await stories.planned(both)
    ana, outsider = both.person("ana"), both.outsider("ana")
    await ana.opens_private()
    await ana.says("!join")
    await ana.says("!me link")
    await both.everything_said()
    found = re.search(r"!link ([0-9A-Z-]{14})", ana.hears()[-1])
    assert found is not None
    was = await person_id(both, "ana")
    await forgets(both, "ana")
    await outsider.opens_private()
    await outsider.says(f"!link {found[1]}")
    await both.everything_said()
    known = await both.bot.desk.store.person(outsider.account)
    assert known is not None
    assert known.id != was


async def test_a_confirmation_that_is_offered_twice_is_carried_out_once(world: World) -> None:
    await stories.given(world)
    code = await asks(world, "m1")
    heard = world.person("m1").writes(f"!me forget {code}")
    await world.bot.host.receive([heard])
    await world.everything_said()
    said = world.person("m1").hears()
    await world.bot.host.receive([heard])
    await world.everything_said()
    assert world.person("m1").hears() == said
    assert (await log_kinds(world)).count("words-erased") == 1


async def test_a_round_has_a_key_from_its_beginning(world: World) -> None:
    await stories.planned(world)
    key = await world.bot.desk.store.round_key(world.round.id)
    assert key is not None
    assert len(key) == 32
    assert len(set(key)) > 8
    assert await world.bot.desk.store.round_key(RoundId("another")) is None
