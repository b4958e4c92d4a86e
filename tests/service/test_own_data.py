"""Somebody asks for their data and gets all of it, in two files, and nothing of anybody else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, get_args

import pytest

from codesign_bot.core.content import Content
from codesign_bot.core.events import Event
from codesign_bot.log.own import ACTS, WORDS
from codesign_bot.log.pseudonyms import pseudonym
from codesign_bot.plain.coding import hints_of
from codesign_bot.records import Kept
from codesign_bot.retention import USUAL
from codesign_bot.service.keeping import KeepWork
from codesign_bot.testing import stories
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import ROOM, World


async def data_of(world: World, name: str) -> tuple[dict[str, Any], str]:
    """The two files that somebody gets."""
    key = await world.person(name).says("!me data")
    await world.everything_said()
    files = [one.file for one in world.platform.messages.values() if one.id.startswith(f"file/{PLATFORM}/{key}/")]
    assert [file and file[:2] for file in files] == [
        ("my-data.json", "application/json"),
        ("my-data.md", "text/markdown"),
    ]
    whole, document = (file[2] for file in files if file is not None)
    return json.loads(whole), document.decode()


async def test_the_answer_tells_what_comes_and_how_to_be_forgotten(world: World) -> None:
    await stories.given(world)
    await data_of(world, "m1")
    told = next(text for text in reversed(world.person("m1").hears()) if "2 files" in text)
    assert "Nobody else gets them" in told
    assert "!me forget" in told


async def test_everything_that_somebody_gave_is_in_it_and_how_they_are_known(world: World) -> None:
    await stories.outcome(world)
    whole, document = await data_of(world, "m1")
    tables = whole["tables"]
    [person] = tables["person"]
    assert (person["account"], person["name"]) == (world.person("m1").account.id, "m1")
    own = {"It is dark and nobody feels safe there", "How might we make the park a place for evenings?", "a tea stall"}
    assert {row["words"] for row in tables["words"]} == own
    assert [row["dots"] for row in tables["ballot"]] == ["1:2 3:1"]
    key = await world.bot.desk.store.round_key(world.round.id)
    assert key is not None
    assert whole["pseudonyms"] == {world.round.id: [pseudonym(key, person["id"])]}
    for part in (*own, pseudonym(key, person["id"]), "1:2 3:1", "You seconded the topic.", "You consented."):
        assert part.replace("-", "\\-") in document or part in document, part
    assert "As an idea." in document
    assert "As a problem statement." in document


async def test_their_own_ballot_is_in_it_while_the_vote_is_secret_and_no_count_is(world: World) -> None:
    await stories.voting(world)
    await world.person("m1").says("vote 1:2 3")
    await world.person("m2").says("vote 5:2")
    whole, document = await data_of(world, "m1")
    assert [row["dots"] for row in whole["tables"]["ballot"]] == ["1:2 3:1"]
    assert "5:2" not in json.dumps(whole) + document
    assert "1:2 3:1" in document


async def test_nothing_of_anybody_else_is_in_it(world: World) -> None:
    await stories.outcome(world)
    others = [await world.bot.desk.store.person(world.person(name).account) for name in ("m0", "m2", "olga")]
    whole, document = await data_of(world, "m1")
    text = json.dumps(whole) + document
    for other in others:
        assert other is not None
        assert other.id not in text
        assert other.account.id not in text
    assert not any(idea in text for idea in stories.IDEAS if idea != "a tea stall")


async def test_what_adapters_keep_and_settings_are_in_it(world: World) -> None:
    await stories.given(world)
    m1 = world.person("m1").account
    kept = Kept(PLATFORM, f"about/{m1.id}", "somewhere"), Kept("turn", f"never/{PLATFORM}/{m1.id}", "1")
    await world.bot.desk.store.apply(KeepWork((*kept, Kept(PLATFORM, "about/somebody else", "elsewhere"))))
    whole, document = await data_of(world, "m1")
    assert whole["kept"] == [{"platform": one.platform, "key": one.key, "value": one.value} for one in kept]
    assert "2 small things are kept" in document


async def test_how_long_everything_stays_is_said(world: World) -> None:
    await stories.given(world)
    whole, document = await data_of(world, "m1")
    assert whole["days_kept"] == dict(USUAL.days)
    assert "Your ballots: 365 days after the end of a round." in document
    assert whole["v"] == 1
    assert re.fullmatch(r"2026-\d\d-\d\dT\d\d:\d\d:\d\dZ", whole["made_at"])


async def test_words_that_were_erased_are_told_as_erased(world: World) -> None:
    await stories.given(world)
    await world.person("m1").says("!me forget 2")
    await world.everything_said()
    found = re.search(r"me forget 2 ([A-Z]{4})", world.person("m1").hears()[-1])
    assert found is not None
    await world.person("m1").says(f"!me forget 2 {found[1]}")
    await world.everything_said()
    whole, document = await data_of(world, "m1")
    assert None in {row["words"] for row in whole["tables"]["words"]}
    assert "erased" in document
    assert "a tea stall" not in json.dumps(whole) + document


async def test_an_organiser_reads_where_they_organise(world: World) -> None:
    await stories.given(world)
    _, document = await data_of(world, "olga")
    assert "You became an organiser." in document
    _, other = await data_of(world, "m1")
    assert "organiser." not in other


async def test_markup_in_somebodys_words_is_no_markup_in_the_document(world: World) -> None:
    await stories.confirmed(world)
    await world.person("m1").says("!idea [free](https://evil.example) <b>tea</b> # now")
    _, document = await data_of(world, "m1")
    assert "[free](https" not in document
    assert "<b>" not in document


async def test_while_others_read_nothing_is_given(world: World) -> None:
    await stories.given(world)
    await world.person("m1").says("!me data", ROOM)
    await world.everything_said()
    assert [one for one in world.platform.messages.values() if one.file is not None] == []


# --- every kind of act has a name ------------------------------------------------------------------------


def holds_words(kind: type[Event], seen: frozenset[object] = frozenset()) -> bool:
    """Whether an event of this type can hold somebody's words."""

    def inside(hint: object, known: frozenset[object]) -> bool:
        if hint is Content:
            return True
        if hint in known or hint is Ellipsis:
            return False
        parts = get_args(hint)
        if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
            parts = (*parts, *hints_of(hint).values())
        return any(inside(part, known | {hint}) for part in parts)

    return inside(kind, seen)


def by_people() -> Mapping[str, bool]:
    """Every type of event that somebody brings about, and whether words are in it."""
    return {
        kind.__name__: holds_words(kind) for kind in get_args(Event) if {"by", "person", "kept"} & set(hints_of(kind))
    }


NOT_SHOWN = {"BallotCast", "ParticipantJoined", "ParticipantLeft"}
"""Told from their own tables."""


@pytest.mark.parametrize("kind", sorted(set(by_people()) - NOT_SHOWN))
def test_whatever_somebody_does_has_a_name_in_the_document(kind: str) -> None:
    assert kind in WORDS or kind in ACTS


def test_words_are_called_by_what_they_are() -> None:
    with_words = {kind.__name__ for kind in get_args(Event) if holds_words(kind)}
    assert set(WORDS) <= with_words
    assert len(with_words) > 12
