"""What leaves the house: the same for everybody, nothing too early, nobody named, every word as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any, cast, get_args, get_type_hints

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.content import Content
from codesign_bot.core.events import BallotCast, Event, VotesCounted
from codesign_bot.core.ids import IdeaNo, PersonId, WordingNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Narrowing, VoteKind
from codesign_bot.log.export import export_round
from codesign_bot.log.shown import PEOPLE as PEOPLE_FIELDS
from codesign_bot.records import Ballot

from .conftest import A_TIE, ADA, BEN, CYD, DEE, ELI, ENGLISH, FAY, GUS, HAL, OLU, PEOPLE, ROUND, Dots, Tale

QUIET: Mapping[PersonId, Dots] = {ADA: {1: 2}, BEN: {2: 1}}
"""Two ballots: too few are heard, and the step becomes longer."""


# --- promise 3: no back stage ----------------------------------------------------------------------------


def looks_alike(one: Tale, other: Tale) -> None:
    """Both stories are in the same step at the same time; their exports are the same byte for byte."""
    assert one.state.phase is other.state.phase
    one.now = other.now = max(one.now, other.now)
    first, second = one.export(), other.export()
    assert first.jsonl == second.jsonl
    assert first.markdown == second.markdown


@pytest.mark.parametrize(
    "ballots",
    [
        {},
        {ADA: {1: 1}},
        {who: {9: 2, 1: 2} for who in PEOPLE},
        {who: {no: 1} for no, who in enumerate(PEOPLE, 1)},
    ],
    ids=["none", "one", "all alike", "all different"],
)
def test_promise_3_while_people_vote_an_export_does_not_depend_on_any_ballot(ballots: Mapping[PersonId, Dots]) -> None:
    looks_alike(Tale().voting().voted(ballots), Tale().voting().voted(A_TIE))


def test_promise_3_more_time_because_few_were_heard_does_not_tell_how_many() -> None:
    one, other = Tale().voting().voted(QUIET), Tale().voting().voted({FAY: {7: 1}})
    for tale in (one, other):
        tale.wait()
    assert one.events[-1] != other.events[-1], "the record knows how many were heard"
    looks_alike(one, other)
    longer = one.all_of("WindowExtended")[-1]
    assert (longer["why"], longer["heard"]) == ("few_heard", None)


def test_promise_3_a_runoff_keeps_the_count_before_it_closed() -> None:
    other = {**A_TIE, ADA: {1: 1, 2: 1}, GUS: {1: 2}, HAL: {1: 1, 6: 1}}
    one, two = Tale().voting().voted(A_TIE), Tale().voting().voted(other)
    for tale in (one, two):
        tale.wait()
    assert one.state.phase is Phase.RUNOFF
    looks_alike(one, two)
    looks_alike(one.voted({ADA: {2: 1}}), two.voted({ADA: {3: 1}, BEN: {4: 1}}))
    assert one.one("RunoffNeeded")["ideas"] == [2, 3, 4, 5]


def test_promise_3_a_shortlist_does_not_tell_how_many_made_it() -> None:
    tales = (Tale().with_ideas(27), Tale().with_ideas(27))
    ballots: tuple[Mapping[PersonId, Dots], ...] = (
        {who: {no + 1: 1, no + 10: 1} for no, who in enumerate(PEOPLE)},
        {who: {no + 1: 1, no + 10: 1} for no, who in enumerate(PEOPLE[:8])} | {FAY: {6: 2, 15: 1}},
    )
    for tale, given in zip(tales, ballots, strict=True):
        tale.wait_for(Phase.VOTING)
        assert tale.state.vote is not None
        assert tale.state.vote.vote_kind is VoteKind.SHORTLIST
        tale.voted(given)
        while tale.state.vote.vote_kind is VoteKind.SHORTLIST:
            tale.wait()
            assert tale.state.vote is not None
    assert tales[0].one("ShortlistMade")["ballots"] is None
    assert not [line for line in tales[0].lines() if line["line"] == "ballot"]


def test_promise_3_no_record_says_a_number_of_dots_before_the_vote_is_over() -> None:
    tale = Tale().voting().voted(A_TIE)
    record = tale.export().markdown.decode()
    assert "Nobody can see the tally before voting ends. This holds for organisers too." in record
    after_the_rules = record.partition("\n## The problem")[2]
    for word in ("Supporters", "ballots", "Ties", "people voted"):
        assert word not in after_the_rules
    counted = Tale().counted().export().markdown.decode()
    for word in ("Supporters", "ballots", "Ties", "people voted"):
        assert word in counted


def test_promise_3_a_round_that_was_given_up_while_voting_never_shows_its_ballots() -> None:
    tale = Tale().voting().voted(A_TIE)
    tale.do(OLU, c.MakeRequest(Narrowing.WITHDRAW_ROUND, tale.text("The park was sold")))
    (request,) = tale.state.requests
    for who in (ADA, BEN, CYD):
        tale.do(who, c.SupportRequest(request))
    tale.wait_for(Phase.WITHDRAWN)
    assert not [line for line in tale.lines() if line["line"] == "ballot"]
    assert tale.lines()[0]["is_counted"] is False


# --- after the close -------------------------------------------------------------------------------------


def test_after_the_close_the_tally_stands_in_the_export() -> None:
    result = Tale().counted().one("VotesCounted")["result"]
    assert result["ballots"] == 6
    assert result["chosen"] == [1, 2, 3]
    assert result["ranking"][0] == {"idea": 1, "dots": 6, "supporters": 3, "rank": 1, "tie_group": None}
    assert [verdict["rule"] for verdict in result["verdicts"]] == ["dots", "supporters", "fair_share"]
    assert result["tie"]["tied"] == [{"ideas": [2, 3, 4, 5], "places": 2, "from_place": 2}]
    assert [step["step"] for step in result["tie"]["steps"]] == ["other_measure", "widen", "runoff"]
    assert result["runoff"] == {
        "ballots": 4,
        "dots": [{"idea": no, "dots": n} for no, n in ((2, 2), (3, 2), (4, 0), (5, 0))],
    }


def test_after_the_close_the_ballots_add_up_to_the_tally() -> None:
    tale = Tale().counted()
    ballots = [line for line in tale.lines() if line["line"] == "ballot" and line["vote"] == "vote"]
    assert len(ballots) == len(A_TIE)
    dots: dict[int, int] = {}
    for ballot in ballots:
        for idea, given in ballot["dots"]:
            dots[idea] = dots.get(idea, 0) + given
    result = tale.one("VotesCounted")["result"]
    assert dots == {row["idea"]: row["dots"] for row in result["ranking"] if row["dots"]}


def test_a_ballot_carries_neither_person_nor_time_nor_order() -> None:
    tale = Tale().counted()
    shuffled = tale.ballots[3:] + tale.ballots[:3][::-1]
    assert [one.person for one in shuffled] != [one.person for one in tale.ballots]
    assert tale.export(shuffled) == tale.export()
    for line in tale.lines():
        if line["line"] == "ballot":
            assert set(line) == {"line", "vote", "dots"}
    lines = [line["dots"] for line in tale.lines() if line["line"] == "ballot"]
    assert lines == sorted(lines)


def test_a_vote_of_fewer_than_five_shows_no_ballots() -> None:
    votes = {line["vote"] for line in Tale().counted().lines() if line["line"] == "ballot"}
    assert votes == {"vote"}, "the runoff had four ballots"


def test_five_ballots_are_enough_to_be_shown_and_those_taken_back_do_not_count() -> None:
    five = {who: {1: 1} for who in (ADA, BEN, CYD, DEE, ELI)}
    for ballots, shown in ((five, 5), ({**five, ELI: {}}, 0), ({**five, FAY: {}}, 5)):
        tale = Tale().counted(ballots)
        assert len([line for line in tale.lines() if line["line"] == "ballot"]) == shown


def test_ballots_of_another_round_never_get_into_an_export() -> None:
    tale = Tale().counted()
    stray = Ballot(type(ROUND)("round-2"), VoteKind.VOTE, ADA, ((IdeaNo(9), 2),), tale.now, 1)
    assert tale.export([*tale.ballots, stray]) == tale.export()


def test_a_ballot_that_slips_into_the_events_is_not_exported() -> None:
    tale = Tale().counted()
    with_ballots = export_round(tale.state, tale.record, tale.words, tale.now, ENGLISH)
    assert any(isinstance(event, BallotCast) for event in tale.record)
    assert with_ballots == export_round(tale.state, tale.events, tale.words, tale.now, ENGLISH)


def test_nothing_in_a_tally_tells_ballots_apart() -> None:
    """Fair share knows who paid what for which ideas; an export gives sums only."""
    result = Tale().counted().one("VotesCounted")["result"]
    assert set(result) == {
        "rule",
        "places",
        "ballots",
        "chosen",
        "voters_with_a_chosen_idea",
        "ranking",
        "tie",
        "verdicts",
        "differs",
        "runoff",
    }
    assert set(result["verdicts"][2]) == {"rule", "chosen", "voters_with_a_chosen_idea"}


# --- people ----------------------------------------------------------------------------------------------


def test_nobody_is_named_by_what_is_stored_of_them() -> None:
    tale = Tale().followed()
    kinds = {type(event) for event in tale.record}
    assert len(kinds) > 25, "a story that hardly anything happens in shows nothing"
    for exported in (tale.export(), Tale().voting().voted(A_TIE).export()):
        for person in (*PEOPLE, OLU):
            assert person.encode() not in exported.jsonl
            assert person.encode() not in exported.markdown


def test_every_field_of_an_event_that_can_hold_a_person_is_known() -> None:
    kinds = set(get_args(Event)) - {VotesCounted}
    assert len(kinds) > 50
    holding = {name for kind in kinds for name, hint in get_type_hints(kind).items() if holds_a_person(hint)}
    assert holding == set(PEOPLE_FIELDS)


def holds_a_person(hint: object, seen: frozenset[object] = frozenset()) -> bool:
    if hint is PersonId:
        return True
    if isinstance(hint, type) and is_dataclass(hint) and hint not in seen:
        inner = get_type_hints(hint)
        return any(holds_a_person(inner[one.name], seen | {hint}) for one in fields(hint))
    return any(holds_a_person(argument, seen) for argument in get_args(hint))


def test_people_are_numbered_by_their_first_appearance_and_keep_their_number() -> None:
    tale = Tale().framed()
    assert tale.one("TopicSuggested")["by"] == "P1"
    joined = [line["person"] for line in tale.all_of("ParticipantJoined")]
    assert joined == ["P1", "P2", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P3"]
    assert tale.one("RoundPlanned")["by"] == "P3"
    assert [line["by"] for line in tale.all_of("ProblemStated")] == ["V1", "V2", "V3", "V4", "V5"]


def test_what_was_said_without_a_name_cannot_be_joined_to_who_came_when() -> None:
    """Everybody in the room saw who joined first, so P1 is known by name; V1 must not be."""
    tale = Tale().framed()
    tale.words = {}
    joins = [line["person"] for line in tale.all_of("ParticipantJoined")]
    said = [line["by"] for line in tale.all_of("ProblemStated") + tale.all_of("ConsentGiven")]
    assert said
    assert not set(joins) & set(said)


def test_authors_of_ideas_are_hidden_until_the_vote_is_counted() -> None:
    voting = Tale().voting()
    assert {line["by"] for line in voting.all_of("IdeaOffered")} == {None}
    counted = Tale().counted()
    by = [line["by"] for line in counted.all_of("IdeaOffered")]
    assert len(set(by)) == 9
    assert all(name.startswith("V") for name in by)


def test_hidden_authors_leave_no_gap_in_the_numbers_of_others() -> None:
    """Otherwise the numbers missing from the list would be those of the authors."""
    tale = Tale().with_ideas(3)
    tale.do(HAL, c.AskForTime())
    voices = {line["by"] for line in tale.lines() if str(line.get("by")).startswith("V")}
    assert voices == {f"V{no}" for no in range(1, len(voices) + 1)}


def test_the_authors_who_agreed_to_a_merge_are_shown_in_order_and_only_after_the_count() -> None:
    tale = Tale().with_ideas()
    tale.do(ADA, c.Merge(IdeaNo(1), IdeaNo(2)))
    assert tale.one("MergeOffered")["by"] is None
    assert tale.one("MergeOffered")["accepted"] is None
    tale.do(BEN, c.AnswerMerge(IdeaNo(1), IdeaNo(2), is_yes=True))
    tale.wait_for(Phase.VOTING)
    tale.voted({who: {3: 1} for who in PEOPLE})
    tale.wait_for(Phase.COOLING_OFF)
    offered, author = tale.one("MergeOffered"), tale.all_of("IdeaOffered")[0]["by"]
    assert offered["by"] == author
    assert offered["accepted"] == [author]


# --- not before its time ---------------------------------------------------------------------------------


def words_of(lines: list[dict[str, Any]], event: str) -> list[str | None]:
    return [line["content"]["words"] for line in lines if line.get("event") == event]


def test_while_everybody_writes_alone_ideas_are_held_back() -> None:
    tale = Tale().with_ideas(2)
    first = tale.all_of("IdeaOffered")[0]["content"]
    assert first["words"] is None
    assert first["held_back"] is True
    assert len(first["digest"]) == 64
    record = tale.export().markdown.decode()
    assert "Idea number" not in record
    assert record.count("These words are not shown yet. People think alone first.") == 2
    assert "erased" not in record
    tale.now += timedelta(hours=24)
    assert words_of(tale.lines(), "IdeaOffered") == ["Idea number 1", "Idea number 2"]
    assert b"Idea number" in tale.export().markdown


def test_who_stands_behind_a_wording_is_not_handed_out_while_that_is_open() -> None:
    tale = Tale().opened()
    tale.do(FAY, c.WordQuestion(tale.text("How might we make the park feel safe?")))
    tale.do(ADA, c.SupportWording(WordingNo(1)))
    for phase in (Phase.FRAMING, Phase.CONFIRMING):
        tale.wait_for(phase)
        assert not tale.all_of("WordingSupported")
        assert "supported it" not in tale.export().markdown.decode()
    tale.wait_for(Phase.IDEAS)
    assert len(tale.all_of("WordingSupported")) == 1
    assert "2 people supported it." in tale.export().markdown.decode()


def test_an_answer_that_is_parked_is_held_back_until_its_author_offers_it() -> None:
    tale = Tale().framed(parked="More lamps")
    tale.now += timedelta(days=2)
    assert words_of(tale.lines(), "AnswerParked") == [None]
    tale.do(HAL, c.OfferParked(1))
    assert words_of(tale.lines(), "IdeaOffered") == ["More lamps"]
    assert words_of(tale.lines(), "AnswerParked") == ["More lamps"]


def test_a_hidden_idea_stays_hidden_with_all_its_wordings_and_builds() -> None:
    tale = Tale().with_ideas(4)
    tale.do(ADA, c.EditIdea(IdeaNo(1), tale.text("Sam of number 7 is a thief")))
    tale.do(BEN, c.BuildOn(IdeaNo(1), tale.text("And so is his brother")))
    tale.now += timedelta(days=1)
    assert "thief" in tale.export().markdown.decode()
    tale.hide(1)
    for exported in (tale.export().jsonl, tale.export().markdown):
        for words in (b"Idea number 1", b"thief", b"brother"):
            assert words not in exported
        assert b"Idea number 2" in exported
    assert b"This idea was hidden" in tale.export().markdown


def test_feedback_is_not_handed_out_before_the_room_sees_it() -> None:
    tale = Tale().answered()
    assert tale.state.phase is Phase.FEEDBACK
    assert not tale.all_of("StanceTaken")
    assert not tale.all_of("FeedbackGiven")
    assert b"Bats" not in tale.export().jsonl
    tale.wait_for(Phase.OUTCOME)
    assert len(tale.all_of("StanceTaken")) == 5
    assert words_of(tale.lines(), "FeedbackGiven") == ["Bats do not like light"]


# --- words -----------------------------------------------------------------------------------------------


def test_erased_words_are_null_and_the_digest_stays() -> None:
    tale = Tale().followed()
    before = {line["version"]: line for line in tale.lines() if line["line"] == "event"}
    tale.words = dict.fromkeys(tale.words)
    after = {line["version"]: line for line in tale.lines() if line["line"] == "event"}
    assert before.keys() == after.keys()
    seen = 0
    for version, line in after.items():
        for now, then in zip(contents(line), contents(before[version]), strict=True):
            assert now == {"digest": then["digest"], "words": None}
            assert then["words"] is not None
            seen += 1
    assert seen > 30
    record = tale.export().markdown.decode()
    assert record.startswith("# Round 4: (these words were erased)\n")
    assert "> *(these words were erased)*" in record


def contents(value: object) -> Iterator[dict[str, object]]:
    """Every place in a line where somebody's words stand, in order."""
    match value:
        case list():
            inner = cast("list[object]", value)
        case dict():
            place = cast("dict[str, object]", value)
            if "digest" in place:
                yield place
            inner = list(place.values())
        case _:
            return
    for one in inner:
        yield from contents(one)


def test_words_nobody_knows_of_are_as_if_erased() -> None:
    tale = Tale().opened()
    tale.words = {}
    assert tale.one("TopicSuggested")["title"]["words"] is None


def test_every_word_of_the_record_reaches_the_export_of_an_archived_round() -> None:
    tale = Tale().followed()
    shown = {content["words"] for line in tale.lines() for content in contents(line)}
    assert shown == set(tale.words.values())


# --- the form of the lines -------------------------------------------------------------------------------


def test_each_line_is_one_object_with_sorted_keys_and_whole_numbers() -> None:
    tale = Tale().followed()
    raw = tale.export().jsonl
    assert raw.endswith(b"\n")
    for line in raw.decode().removesuffix("\n").split("\n"):
        parsed = json.loads(line, parse_float=refuse, parse_constant=refuse)
        assert line == json.dumps(parsed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def refuse(number: str) -> float:
    raise AssertionError(f"{number} is not a whole number")


def test_the_header_says_what_when_and_how_far() -> None:
    tale = Tale().counted()
    header = tale.lines()[0]
    assert header == {
        "line": "header",
        "schema": 1,
        "made_at": tale.now.isoformat().replace("+00:00", "Z"),
        "round": ROUND,
        "community": "community-1",
        "topic": 4,
        "phase": "cooling_off",
        "label": "coproduction",
        "zone": "Europe/Berlin",
        "rules_hash": tale.state.rules_hash,
        "is_practice": False,
        "is_counted": True,
    }
    assert header["rules_hash"] is not None


def test_every_instant_is_in_utc_and_every_event_keeps_its_place_in_the_record() -> None:
    tale = Tale().followed()
    events = [line for line in tale.lines() if line["line"] == "event"]
    assert [line["version"] for line in events] == list(range(1, len(tale.events) + 1))
    assert [line["event"] for line in events] == [type(event).__name__ for event in tale.events]
    assert all(line["at"].endswith("Z") for line in events)


def test_an_event_with_a_number_of_its_own_keeps_both_numbers() -> None:
    offered = Tale().with_ideas().all_of("IdeaOffered")
    assert [line["no"] for line in offered] == list(range(1, 10))
    assert len({line["version"] for line in offered}) == 9


def test_an_export_is_a_pure_function() -> None:
    one, other = Tale().followed(), Tale().followed()
    assert one.export() == other.export()
    assert one.export() == one.export()


def test_a_topic_that_nobody_planned_can_be_exported() -> None:
    tale = Tale()
    tale.opened()
    tale.record = tale.record[:2]
    header, *events = tale.lines()
    assert header["phase"] == "proposed"
    assert header["zone"] == "UTC"
    assert len(events) == 2
    assert "Step: topic" in tale.export().markdown.decode()


def test_line_breaks_in_words_do_not_break_lines() -> None:
    tale = Tale().opened(title="first\nsecond\u2028third")
    assert len(tale.export().jsonl.splitlines()) == len(tale.events) + 1
    assert tale.one("TopicSuggested")["title"]["words"] == "first\nsecond\u2028third"


def test_a_content_is_told_from_everything_else_by_its_fields() -> None:
    """The lines put words beside whatever has exactly these fields."""
    assert [one.name for one in fields(Content)] == ["id", "digest"]
