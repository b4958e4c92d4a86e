"""What the published schema says of an entry is what entries are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import cast

import pytest

from codesign_bot.core.label import Rung
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate, VoteKind, Why
from codesign_bot.log.kinds import KINDS
from codesign_bot.log.leaf import VERSION
from codesign_bot.log.receipts import receipts
from codesign_bot.testing import stories
from codesign_bot.testing.world import ROOM, open_world

from . import whole
from .test_facts import leaves
from .test_receipts import KEY, ballots

jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="the schema is checked with jsonschema-rs")

TEXT = (resources.files("codesign_bot.log") / "schema" / f"entry-{VERSION}.json").read_text("utf-8")
SCHEMA = cast("dict[str, object]", json.loads(TEXT))
DEFS = cast("dict[str, dict[str, object]]", SCHEMA["$defs"])
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)


def faults(leaf: bytes) -> list[str]:
    return [f"{one.instance_path}: {one.message}" for one in VALIDATOR.iter_errors(json.loads(leaf))]


def enum_of(path: str) -> set[str]:
    """The values that a field may have, by `kind.field`."""
    kind, name = path.split(".")
    facts = cast("Mapping[str, Mapping[str, Mapping[str, list[str]]]]", DEFS["facts"][kind])
    return set(facts["properties"][name]["enum"])


def test_the_schema_is_one_and_knows_every_kind() -> None:
    jsonschema_rs.meta.validate(SCHEMA)
    assert set(DEFS["facts"]) == KINDS


def test_every_entry_of_a_round_in_which_nearly_everything_happens_fits() -> None:
    for leaf in leaves(whole.told()):
        assert faults(leaf) == [], leaf


def test_receipts_fit() -> None:
    for told in receipts(KEY, ballots(500)):
        leaf = json.dumps(envelope("receipts", dict(told.facts))).encode()
        assert faults(leaf) == []


async def lived(folder: Path) -> list[bytes]:
    async with open_world(folder) as world:
        await stories.outcome(world)
        await world.person("olga").says("!setup holidays 2028-12-24", ROOM)
        await world.person("olga").says("!setup weekends on", ROOM)
        await world.person("olga").says("!setup events on", ROOM)
        for said in ("log", "zone Europe/Paris", "organiser @ben:example.org Ben", "no-organiser @olga:example.org"):
            await world.person("olga").says(f"!setup {said}", ROOM)
        world.bot.desk.publish = lambda _community, _at: 7
        await world.person("olga").says("!log publish", ROOM)
        return [one.leaf for one in await world.bot.desk.store.entries(world.round.community)]


def test_every_entry_of_a_community_fits(tmp_path: Path) -> None:
    found = asyncio.run(lived(tmp_path))
    kinds = {json.loads(one)["type"] for one in found}
    assert {
        "community-began",
        "log-space-set",
        "zone-changed",
        "holidays-changed",
        "weekends-changed",
        "event-list-changed",
        "organiser-named",
        "receipts",
        "site-published",
    } <= kinds
    for leaf in found:
        assert faults(leaf) == [], leaf


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("phase-entered.phase", {one.value for one in Phase}),
        ("window-extended.why", {one.value for one in Why}),
        ("round-opened.label", {one.name.lower() for one in Rung}),
        ("fate-set.fate", {one.value for one in Fate}),
        ("ideas-frozen.vote_kind", {one.value for one in VoteKind}),
    ],
)
def test_what_the_house_can_say_is_in_the_schema(path: str, values: set[str]) -> None:
    assert values <= enum_of(path)


def envelope(kind: str, facts: dict[str, object], **changes: object) -> dict[str, object]:
    at = "2026-03-02T10:00:00Z"
    made = {"v": 1, "type": kind, "origin": "o/c", "no": 1, "at": at, "round": "r", "topic": 4, "facts": facts}
    return {**made, **changes}


GOOD: tuple[str, dict[str, object]] = ("promise-missed", {"idea": 3, "promised_on": "2026-06-04"})


@pytest.mark.parametrize(
    "wrong",
    [
        envelope(*GOOD, v=2),
        envelope(*GOOD, more=1),
        envelope(*GOOD, at="2026-03-02 10:00"),
        envelope(*GOOD, no=0),
        envelope("promise-missed", {"idea": 3}),
        envelope("promise-missed", {**GOOD[1], "words": "somebody's"}),
        envelope("promise-missed", {**GOOD[1], "idea": "3"}),
        envelope("poll-closed", {}),
        envelope("result-objected", {"by": "p-0123456789abcdef", "content": {"commitment": "a" * 64}}),
        envelope("result-objected", {"by": "v-0123456789abcdef", "content": {"words": "somebody's"}}),
    ],
)
def test_what_is_no_entry_does_not_fit(wrong: dict[str, object]) -> None:
    assert faults(json.dumps(envelope(*GOOD)).encode()) == []
    assert faults(json.dumps(wrong).encode())
