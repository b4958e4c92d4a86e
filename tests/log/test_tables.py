"""The log as tables: every row by its entry, no word but through the openings, and no cell that works itself out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.ids import RoundId, TopicNo
from codesign_bot.log.facts import Told, commitments
from codesign_bot.log.kinds import KINDS, POWER
from codesign_bot.log.leaf import Leaf
from codesign_bot.log.names import RoundNames
from codesign_bot.log.receipts import receipts
from codesign_bot.log.tables.cells import MARK, harmless, row
from codesign_bot.log.tables.columns import EVERYWHERE, ROUNDS
from codesign_bot.log.tables.dictionary import COLUMNS, dictionary
from codesign_bot.log.tables.model import Openings, Read
from codesign_bot.log.tables.reading import TABLES
from codesign_bot.log.tables.spool import Spool
from codesign_bot.log.tree import leaf_hash
from codesign_bot.plain import Plain, to_plain

from . import whole
from .conftest import ENGLISH, ROUND, Tale
from .test_facts import OLUS_NAME, steps

NAMES = RoundNames(b"k" * 32)
OLU_IS_CALLED = "Olu"
Table = list[dict[str, str]]


def openings(tale: Tale, held_back: frozenset[str] = frozenset()) -> Openings:
    """What opens the words of a tale."""
    known = {
        digest: (b"salt ", words)
        for step in steps(tale)
        for digest, words in contents(step[1], tale)
        if words is not None
    }
    return Openings({**known, OLUS_NAME.digest: (b"s" * 32, OLU_IS_CALLED)}, held_back)


def contents(event: object, tale: Tale) -> Iterator[tuple[str, str | None]]:
    """By digest the words in an event."""
    pending: list[object] = [cast("object", to_plain(event))]
    while pending:
        one = pending.pop()
        if isinstance(one, list):
            pending += cast("list[object]", one)
        elif isinstance(one, dict):
            place = cast("dict[str, object]", one)
            pending += place.values()
            if place.keys() == {"id", "digest"}:
                yield str(place["digest"]), next(text for id_, text in tale.words.items() if id_ == place["id"])


def entries(tale: Tale) -> list[Leaf]:
    """The log of a tale, its receipts too."""
    from codesign_bot.log.facts import told  # noqa: PLC0415 # the fixture of the same name is in the way

    found: list[Told] = []
    for before, event, after in steps(tale):
        found += told(before, event, after, NAMES, OLUS_NAME)
        if type(event).__name__ == "VotesCounted":
            found += receipts(b"k" * 32, tale.ballots)
    return [leaf(no, one.kind, one.facts) for no, one in enumerate(found, 1)]


def leaf(no: int, kind: str, facts: Mapping[str, Plain]) -> Leaf:
    return Leaf("o/c", no, Tale().now, kind, facts, RoundId(ROUND), TopicNo(4))


def files(leaves: list[Leaf], beside: Openings) -> dict[str, bytes]:
    with Spool() as spool:
        for one in leaves:
            spool.take(Read(one, one.encoded(), str(to_plain(one.at)), beside))
        return {name: b"".join(pieces) for name, pieces in spool.files()}


def read(held: bytes) -> Table:
    assert held.startswith(MARK)
    return [*csv.DictReader(io.StringIO(held.decode("utf-8-sig"), newline=""), strict=True)]


def tables(leaves: list[Leaf], beside: Openings) -> dict[str, Table]:
    made = files(leaves, beside)
    return {name.removeprefix("csv/").removesuffix(".csv"): read(held) for name, held in made.items()}


@pytest.fixture(scope="module")
def tale() -> Tale:
    return whole.told()


@pytest.fixture(scope="module")
def log(tale: Tale) -> list[Leaf]:
    return entries(tale)


@pytest.fixture(scope="module")
def found(tale: Tale, log: list[Leaf]) -> dict[str, Table]:
    return tables(log, openings(tale))


# --- cells -----------------------------------------------------------------------------------------------

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "－1", "＋1", "＠x"]  # noqa: RUF001 # wide signs on purpose


@pytest.mark.parametrize("words", FORMULAS)
def test_what_could_be_a_formula_gets_one_sign_in_front_and_is_whole(words: str) -> None:
    assert harmless(words) == f"'{words}"
    assert cells(row((words,))) == [f"'{words}"]


@pytest.mark.parametrize("words", ["lamps", "1 - 1 = 0", "a@b", "", "'quoted'", "p-12", "(1+1)", "über", "\u05d0=1"])
def test_what_is_no_formula_reads_as_it_was_written(words: str) -> None:
    assert harmless(words) == words


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=5))
def test_every_cell_comes_back_as_it_was_but_for_the_sign_in_front(words: list[str]) -> None:
    back = cells(row(words))
    assert [one.removeprefix("'") if one != given else one for one, given in zip(back, words, strict=True)] == words
    assert not any(one.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) for one in back)


def cells(line: bytes) -> list[str]:
    """As another reader of CSV takes it: one row, whatever breaks its lines."""
    (found,) = csv.reader(io.StringIO(line.decode(), newline=""), strict=True)
    return found


def test_a_line_ends_as_rfc_4180_says_and_breaks_within_words_stay() -> None:
    assert row((1, "a\nb", True, False, None, 'say "yes", please')) == b'1,"a\nb",1,0,,"say ""yes"", please"\r\n'


# --- tables ----------------------------------------------------------------------------------------------


def test_every_entry_stands_in_the_first_table_with_its_place_in_the_tree(
    log: list[Leaf], found: dict[str, Table]
) -> None:
    assert [line["entry"] for line in found["entries"]] == [str(one.no) for one in log]
    assert [line["leaf_hash"] for line in found["entries"]] == [leaf_hash(one.encoded()).hex() for one in log]
    assert {line["topic"] for line in found["entries"]} == {"4"}
    assert len(log) > 60


def test_every_row_names_an_entry_of_the_log_and_has_a_cell_for_every_column(
    log: list[Leaf], found: dict[str, Table]
) -> None:
    for name, lines in found.items():
        assert {int(line["entry"]) for line in lines} <= {one.no for one in log}, name
        assert not any(None in line or None in line.values() for line in lines), name
    assert not [name for name, lines in found.items() if not lines and name != "erasures"], "a table stayed empty"


def test_all_words_that_an_entry_commits_to_stand_in_a_table(
    tale: Tale, log: list[Leaf], found: dict[str, Table]
) -> None:
    beside = openings(tale)
    committed = {beside.read(one)[1] for entry in log for one in commitments(dict(entry.facts))}
    (opened,) = (one for one in log if one.kind == "round-opened")
    answers = {beside.read(one)[1] for one in commitments(dict(opened.facts))} - {tale.words[tale.state.title.id]}
    shown = {cell for lines in found.values() for line in lines for cell in line.values()}
    wordings = {one for line in found["rounds"] for one in line["question"].split("\n")}
    hidden = {tale.words[one.content.id] for one in tale.state.ideas.values() if one.is_hidden}
    assert len(hidden) == 1
    assert committed - answers - hidden <= shown | wordings
    assert len(committed) > 25


def test_the_table_of_the_tally_is_the_tally(tale: Tale, found: dict[str, Table]) -> None:
    result = tale.state.tally
    assert result is not None
    assert [(int(line["idea"]), int(line["dots"]), int(line["supporters"])) for line in found["tallies"]] == [
        (one.idea, one.dots, one.supporters) for one in result.ranking
    ]
    assert {int(line["idea"]) for line in found["tallies"] if line["chosen"] == "1"} == set(result.chosen)
    for verdict in result.verdicts:
        by_rule = {int(line["idea"]) for line in found["tallies"] if line[f"by_{verdict.rule.value}"] == "1"}
        assert by_rule == set(verdict.chosen)


def test_the_dots_of_a_runoff_stand_beside_those_of_the_vote() -> None:
    tied = Tale().counted()
    lines = tables(entries(tied), openings(tied))["tallies"]
    result = tied.state.tally
    assert result is not None
    assert result.runoff_count is not None
    runoff = {int(line["idea"]): int(line["runoff_dots"]) for line in lines if line["runoff_dots"]}
    assert runoff == {one.idea: one.dots for one in result.runoff_count.lines}


def test_each_rule_has_a_column_of_what_it_would_have_chosen() -> None:
    chose = {"dots": [1], "supporters": [2], "fair_share": [1, 2]}
    line: dict[str, Plain] = {"rank": 1, "dots": 1, "supporters": 1, "tie_group": None}
    result: dict[str, Plain] = {
        "rule": "dots",
        "chosen": [1],
        "ranking": [{"idea": no, **line} for no in (1, 2)],
        "verdicts": [{"rule": rule, "chosen": [*ideas]} for rule, ideas in chose.items()],
        "runoff": None,
    }
    lines = tables([leaf(1, "votes-counted", {"result": result})], Openings({}, frozenset()))["tallies"]
    for rule, ideas in chose.items():
        assert [int(one["idea"]) for one in lines if one[f"by_{rule}"] == "1"] == ideas


def test_receipts_add_up_to_the_tally(found: dict[str, Table]) -> None:
    for line in found["tallies"]:
        given = sum(int(one["dots"]) for one in found["receipts"] if one["idea"] == line["idea"])
        assert given == int(line["dots"])
    ballots = {(one["ballot"], one["receipt"]) for one in found["receipts"]}
    assert [int(number) for number, _ in sorted(ballots, key=lambda one: int(one[0]))] == [*range(1, len(ballots) + 1)]


def test_ballots_go_on_being_numbered_from_part_to_part() -> None:
    one: Plain = {"receipt": "amber otter", "dots": [[1, 2]]}
    parts = [leaf(no, "receipts", {"vote": "vote", "part": no, "of": 2, "ballots": [one]}) for no in (1, 2)]
    assert [line["ballot"] for line in tables(parts, Openings({}, frozenset()))["receipts"]] == ["1", "201"]


def test_a_round_is_one_row_that_says_how_far_it_came(tale: Tale, found: dict[str, Table]) -> None:
    (line,) = found["rounds"]
    assert line["title"] == tale.words[tale.state.title.id]
    assert line["question"] == "How might we make the park a place for evenings?"
    assert (line["step"], line["template"], line["practice"]) == ("archived", "community", "0")
    assert line["chosen"] == " ".join(str(no) for no in tale.state.chosen)
    assert (line["joined"], line["ballots"]) == ("9", "7")
    assert (line["title_are"], line["question_are"]) == ("there", "there")


def test_fates_promises_requests_and_feedback_say_what_the_round_says(tale: Tale, found: dict[str, Table]) -> None:
    last = {int(line["idea"]): line for line in found["fates"]}
    assert {no: line["fate"] for no, line in last.items()} == {
        no: one.fate.value for no, one in tale.state.fates.items()
    }
    chosen = [line for line in last.values() if line["fate"] == "chosen"]
    assert all(line["owner"] and line["due_on"] and not line["reason"] for line in chosen)
    assert {line["type"] for line in found["promises"]} >= {"progress-reported", "promise-missed", "idea-done"}
    assert {line["type"] for line in found["requests"]} == {"request-made", "request-passed", "request-fell"} | {
        line["type"] for line in found["requests"] if line["type"] == "request-objected"
    }
    first = found["feedback"][0]
    assert (first["agree"], first["disagree"], first["pass"], first["remarks"]) == ("5", "0", "1", "2")
    assert {line["words"] for line in found["dissent"]} >= {
        "It leaves out the mornings",
        "I do not want any lamps at all.",
    }


def test_power_is_told_with_name_and_reason(found: dict[str, Table]) -> None:
    given_time = next(line for line in found["power"] if line["act"] == "gave_time")
    assert given_time["name"] == OLU_IS_CALLED
    assert given_time["reason"] == "Easter is in this week, and many are away."
    assert {line["role"] for line in found["power"]} == {"organiser"}


def test_promise_3_while_people_vote_no_table_says_how_many_were_heard() -> None:
    """Few vote, so the step is made longer because of it, and is not counted yet."""
    quiet = Tale().voting()
    quiet.voted({})
    quiet.wait()
    lines = tables(entries(quiet), openings(quiet))["windows"]
    longer = [line for line in lines if line["why"] == "few_heard"]
    assert longer
    assert longer[-1]["heard"] == ""
    assert longer[-1]["needed"] != ""


# --- words -----------------------------------------------------------------------------------------------


def test_promise_7_erased_words_are_empty_cells_that_say_so(tale: Tale, log: list[Leaf]) -> None:
    made = files(log, Openings({}, frozenset()))
    everything = b"".join(made.values())
    said = [words for words in tale.words.values() if words]
    assert len(said) > 30
    assert not [words for words in said if words.encode() in everything]
    lines = read(made["csv/ideas.csv"])
    assert {(line["words"], line["words_are"]) for line in lines} == {("", "erased")}
    (line,) = read(made["csv/rounds.csv"])
    assert (line["question"], line["question_are"]) == ("", "erased")


def test_words_that_the_room_does_not_show_are_empty_cells_that_say_so(tale: Tale, log: list[Leaf]) -> None:
    idea = next(one for one in tale.state.ideas.values() if one.no in tale.state.live_ideas)
    lines = tables(log, openings(tale, frozenset({idea.content.digest})))["ideas"]
    about = [line for line in lines if line["idea"] == str(idea.no)]
    assert {(line["words"], line["words_are"]) for line in about} == {("", "held back")}
    assert {line["words_are"] for line in lines if line not in about} == {"there"}


def test_where_there_are_no_words_both_cells_are_empty(found: dict[str, Table]) -> None:
    assert {(line["whom"], line["whom_are"]) for line in found["power"]} == {("", "")}


def test_one_wording_that_is_gone_shows_in_a_question_of_two() -> None:
    facts: dict[str, Plain] = {"wordings": [{"no": 1, "commitment": "a" * 64}, {"no": 2, "commitment": "b" * 64}]}
    beside = Openings({"a" * 64: (b"", "How?")}, frozenset())
    (line,) = tables([leaf(1, "question-confirmed", facts)], beside)["rounds"]
    assert (line["question"], line["question_are"]) == ("How?", "erased")


def test_an_erasure_lists_what_was_erased() -> None:
    erasure = Leaf("o/c", 1, Tale().now, "words-erased", {"erased": ["a" * 64, "b" * 64]})
    found = tables([erasure], Openings({}, frozenset()))
    assert [line["commitment"] for line in found["erasures"]] == ["a" * 64, "b" * 64]
    assert {(line["topic"], line["round"]) for line in found["erasures"]} == {("", "")}
    assert found["rounds"] == []


@pytest.mark.parametrize("kind", sorted(POWER))
def test_every_act_of_power_stands_in_the_table_of_power(kind: str) -> None:
    facts: dict[str, Plain] = {"role": "organiser", "name": {"commitment": "a" * 64}, "before": "", "after": "=1"}
    found = tables([leaf(1, kind, facts)], Openings({"a" * 64: (b"", "@olga")}, frozenset()))
    (line,) = found["power"]
    assert (line["type"], line["name"], line["after"]) == (kind, "'@olga", "'=1")


# --- the dictionary --------------------------------------------------------------------------------------


def test_the_dictionary_tells_every_column_of_every_table_once_and_in_order() -> None:
    lines = read(b"".join(dictionary(ENGLISH)))
    assert tuple(lines[0]) == COLUMNS
    expected = [("rounds", one.name) for one in (*EVERYWHERE, *ROUNDS)]
    expected += [(table.name, one.name) for table in TABLES for one in (*EVERYWHERE, *table.columns)]
    assert [(line["table"], line["column"]) for line in lines] == expected
    assert len(set(expected)) == len(expected)
    assert not [line for line in lines if not all(line.values())]


def test_every_kind_that_is_told_of_as_a_source_exists() -> None:
    sources = [line["source"] for line in read(b"".join(dictionary(ENGLISH)))]
    kinds = {one.partition(":")[0] for one in sources if ": facts" in one or ": at" in one}
    assert kinds
    assert kinds <= KINDS


def test_the_heads_of_the_files_are_those_of_the_dictionary(log: list[Leaf], tale: Tale) -> None:
    told = read(b"".join(dictionary(ENGLISH)))
    for name, held in files(log, openings(tale)).items():
        table = name.removeprefix("csv/").removesuffix(".csv")
        head = held.decode("utf-8-sig").split("\r\n", 1)[0].split(",")
        assert head == [line["column"] for line in told if line["table"] == table]
