"""A round as a decision file: the headings of MADR, the facts in front, and what the record says below them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.commands import Actor
from codesign_bot.core.decide import suggest
from codesign_bot.core.ids import CommunityId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.log.adr import decision_file, file_name
from codesign_bot.log.record import decision_record
from codesign_bot.log.shown import Shown

from . import whole
from .conftest import ADA, ENGLISH, ROUND, Tale
from .reading import HOSTILE, headings, section, shape

yaml = pytest.importorskip("yaml", reason="no reader of YAML is installed here")
MADR = (
    "Context and Problem Statement",
    "Decision Drivers",
    "Considered Options",
    "Decision Outcome",
    "More Information",
)
"""The template of MADR 4.0, without the sections that it calls optional and that have no part here."""


def shown(tale: Tale) -> Shown:
    return Shown.at(tale.state, tale.events, tale.words, tale.now)


def made(tale: Tale) -> str:
    return decision_file(shown(tale), ENGLISH)


def parted(file: str) -> tuple[dict[str, str], str]:
    """The facts in front, as a reader of YAML takes them, and the document."""
    begin, facts, document = file.split("---\n", 2)
    assert begin == ""
    return yaml.safe_load(facts), document.lstrip("\n")


@pytest.fixture(scope="module")
def tale() -> Tale:
    return whole.told()


def test_the_headings_are_those_of_madr_in_its_order(tale: Tale) -> None:
    _, document = parted(made(tale))
    assert tuple(headings(document)) == MADR
    assert [one for one in headings(document, 3) if one in {"Consequences", "Confirmation"}] == [
        "Consequences",
        "Confirmation",
    ]
    assert headings(document, 1) == headings(decision_record(shown(tale), ENGLISH), 1)


def test_the_facts_in_front_are_those_of_madr_and_any_yaml_reader_takes_them(tale: Tale) -> None:
    facts, _ = parted(made(tale))
    assert [*facts] == ["status", "date", "decision-makers", "consulted", "informed"]
    assert facts["status"] == "accepted"
    assert facts["date"] == tale.now.date().isoformat()
    assert facts["decision-makers"] == "The people in this round and others, together"
    assert facts["consulted"] == "10 people joined the round. 1 of them was an organiser."


def test_whatever_the_record_says_stands_in_the_file_too(tale: Tale) -> None:
    record, file = decision_record(shown(tale), ENGLISH), made(tale)
    lines = {line.lstrip("#").strip() for line in record.splitlines()}
    assert len(lines) > 150
    assert lines <= {line.lstrip("#").strip() for line in file.splitlines()}


@pytest.mark.parametrize(
    ("under", "part"),
    [
        ("Context and Problem Statement", "The question"),
        ("Decision Drivers", "The rules"),
        ("Considered Options", "The ideas"),
        ("Decision Outcome", "The vote"),
        ("More Information", "What happened when"),
    ],
)
def test_each_part_of_the_record_stands_where_madr_asks_for_it(tale: Tale, under: str, part: str) -> None:
    _, document = parted(made(tale))
    assert part in headings(section(document, under), 3)


def test_what_came_of_it_stands_below_the_outcome(tale: Tale) -> None:
    outcome = section(parted(made(tale))[1], "Decision Outcome")
    consequences, confirmation = (section(outcome, one, 3) for one in ("Consequences", "Confirmation"))
    assert "Bats do not like light" in consequences
    assert "It only needs a gate that opens" in consequences
    assert "One lamp is still dark" in confirmation


def test_a_topic_that_was_only_suggested_says_that_there_is_nothing_yet() -> None:
    tale = Tale()
    topic = c.SuggestTopic(ROUND, CommunityId("community-1"), TopicNo(4), tale.text("The park is dark"))
    tale.record += suggest(topic, Actor(ADA), tale.now)
    facts, document = parted(made(tale))
    assert (facts["status"], facts["decision-makers"]) == ("proposed", "This is not said yet.")
    for one in MADR[:-1]:
        assert section(document, one).strip().startswith(("There is nothing to say here yet.", "###"))


@pytest.mark.parametrize(("phase", "status"), [(Phase.VOTING, "proposed"), (Phase.OUTCOME, "proposed")])
def test_a_decision_is_proposed_until_its_outcome_is_out(phase: Phase, status: str) -> None:
    tale = Tale().voting() if phase is Phase.VOTING else Tale().answered()
    tale.wait_for(phase)
    assert parted(made(tale))[0]["status"] == status


def test_a_topic_that_nobody_seconded_is_expired() -> None:
    tale = Tale().opened()
    tale.record = tale.record[:1]
    tale.wait()
    assert tale.state.phase is Phase.EXPIRED
    assert parted(made(tale))[0]["status"] == "expired"


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_change_the_shape_of_the_file(words: str) -> None:
    plain, hostile = (Tale().opened(title=one) for one in ("Lamps", f"{words} lamps"))
    (facts, document), (other, against) = parted(made(plain)), parted(made(hostile))
    assert facts == other
    assert shape(document) == shape(against)


# --- the name of the file --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The park is dark", "0004-the-park-is-dark.md"),
        ("Übergang: Café & Garten", "0004-ubergang-cafe-garten.md"),
        ("公園は暗い", "0004-round.md"),
        ("../../etc/passwd", "0004-etc-passwd.md"),
        ("CON", "0004-con.md"),
        ("a" * 200, f"0004-{'a' * 60}.md"),
        ("word " * 40, f"0004-{('word-' * 40)[:60].strip('-')}.md"),
    ],
)
def test_the_name_of_the_file_is_one_that_every_disk_takes(title: str, name: str) -> None:
    assert file_name(shown(Tale().opened(title=title))) == name


def test_promise_7_an_erased_title_is_in_no_name() -> None:
    tale = Tale().opened(title="Sam of number 7")
    tale.words = dict.fromkeys(tale.words)
    assert file_name(shown(tale)) == "0004-round.md"
    assert "Sam" not in made(tale)


def test_the_date_is_that_of_the_last_thing_that_happened() -> None:
    tale = Tale().opened()
    last = max(event.at for event in tale.events)
    tale.now = datetime(2030, 1, 1, tzinfo=UTC)
    assert parted(made(tale))[0]["date"] == last.date().isoformat()
