"""What a community holds for ever of a round: enough to read it, nobody's words, and nothing before its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import cast

import pytest

from codesign_bot.core.content import Content
from codesign_bot.core.events import Event, PowerUsed, TopicSuggested
from codesign_bot.core.evolve import begin, evolve
from codesign_bot.core.ids import ContentId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Round
from codesign_bot.log.facts import Told, commitments, told
from codesign_bot.log.kinds import KINDS, OF_ROUNDS
from codesign_bot.log.leaf import Leaf
from codesign_bot.log.names import RoundNames

from . import whole
from .conftest import ENGLISH, OLU, PEOPLE, ROUND, Tale

NAMES = RoundNames(b"k" * 32)
OLUS_NAME = Content(ContentId("name"), sha256(b"s" * 32 + b"Olu").hexdigest())

Step = tuple[Round | None, Event, Round]


def steps(tale: Tale) -> Iterator[Step]:
    state: Round | None = None
    for event in tale.record:
        if isinstance(event, TopicSuggested):
            after = begin(event)
        else:
            assert state is not None
            after = evolve(state, event)
        yield state, event, after
        state = after


def logged(tale: Tale) -> list[Told]:
    actor = OLUS_NAME
    return [one for step in steps(tale) for one in told(*step, NAMES, actor)]


def leaves(tale: Tale) -> list[bytes]:
    facts = logged(tale)
    return [Leaf("o/c", no, tale.now, one.kind, one.facts, ROUND).encoded() for no, one in enumerate(facts, 1)]


@pytest.fixture(scope="module")
def tale() -> Tale:
    return whole.told()


def facts_of(tale: Tale, kind: str) -> list[dict[str, object]]:
    return [dict(one.facts) for one in logged(tale) if one.kind == kind]


def test_promise_7_no_entry_holds_anybody_s_words_name_or_stored_id(tale: Tale) -> None:
    everything = b"\n".join(leaves(tale))
    said = [words for words in tale.words.values() if words]
    assert len(said) > 30
    for words in said:
        assert words.encode() not in everything
        assert words.splitlines()[0].encode() not in everything
    for person in (*PEOPLE, OLU):
        assert person.encode() not in everything
    for content in tale.words:
        assert f'"{content}"'.encode() not in everything


def test_every_kind_of_entry_has_a_text_and_is_known(tale: Tale) -> None:
    assert {f"log-{kind}" for kind in KINDS} <= ENGLISH.keys
    assert {one.kind for one in logged(tale)} <= OF_ROUNDS
    assert len({one.kind for one in logged(tale)}) > 15


def test_promise_3_nothing_that_depends_on_a_ballot_is_logged_before_the_count(tale: Tale) -> None:
    for before, event, after in steps(tale):
        for one in told(before, event, after, NAMES):
            if one.kind == "votes-counted":
                return
            if before is not None and before.phase in {Phase.VOTING, Phase.RUNOFF}:
                assert not {"heard", "ballots", "dots", "result"} & set(one.facts)
    pytest.fail("no vote was counted")


def test_what_an_entry_is_about_can_be_read_beside_the_words_alone(tale: Tale) -> None:
    digests = {one.digest: one.id for one in contents(tale)}
    (frozen, *_) = facts_of(tale, "ideas-frozen")
    assert frozen["ideas"]
    found = {digest for one in logged(tale) for digest in commitments(one.facts)} - {OLUS_NAME.digest}
    assert found
    assert found <= set(digests)
    (opened,) = facts_of(tale, "round-opened")
    assert opened["label"] in {"codesign", "coproduction"}
    (confirmed,) = facts_of(tale, "question-confirmed")
    assert confirmed["wordings"]


def contents(tale: Tale) -> Iterator[Content]:
    def inside(value: object) -> Iterator[Content]:
        if isinstance(value, Content):
            yield value
        elif isinstance(value, tuple | list | frozenset):
            for one in cast("Iterable[object]", value):
                yield from inside(one)
        elif is_dataclass(value):
            for one in fields(value):
                yield from inside(getattr(value, one.name))

    for event in tale.record:
        yield from inside(event)


def test_who_used_a_power_stands_in_the_log_as_words_do(tale: Tale) -> None:
    acts = facts_of(tale, "power-used")
    assert len(acts) == sum(isinstance(event, PowerUsed) for event in tale.record) > 0
    for act in acts:
        assert act["name"] == {"commitment": OLUS_NAME.digest}
        assert act["role"] == "organiser"
        assert act["by"] == NAMES.of_act(OLU)


def test_acts_by_name_and_voices_without_one_have_nothing_in_common(tale: Tale) -> None:
    everybody = (*PEOPLE, OLU)
    acts, voices = ([name(person) for person in everybody] for name in (NAMES.of_act, NAMES.of_voice))
    assert len({one[2:] for one in (*acts, *voices)}) == 2 * len(everybody)
    assert {str(one["by"])[:2] for one in facts_of(tale, "result-objected")} == {"v-"}
    assert {str(one["by"])[:2] for one in facts_of(tale, "request-made")} == {"p-"}


def test_once_the_key_of_the_round_is_destroyed_nobody_has_a_name() -> None:
    gone = RoundNames(None)
    assert {gone.of_act(person) for person in PEOPLE} == {"p-"}
    assert {gone.of_voice(person) for person in PEOPLE} == {"v-"}


def test_how_people_took_the_chosen_ideas_is_summed_when_their_step_ends(tale: Tale) -> None:
    (summed,) = facts_of(tale, "feedback-summed")
    ideas = cast("list[dict[str, int]]", summed["ideas"])
    assert [set(one) for one in ideas] == [{"no", "remarks", "agree", "disagree", "pass"}] * len(ideas)
    assert sum(one["agree"] + one["disagree"] + one["pass"] for one in ideas) > 3
