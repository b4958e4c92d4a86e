"""The decision record: what a member reads years later, and what an auditor can rely on."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import Enum
from pathlib import Path

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.commands import Actor
from codesign_bot.core.decide import suggest
from codesign_bot.core.events import PowerUsed
from codesign_bot.core.ids import CommunityId, IdeaNo, RequestNo, TopicNo
from codesign_bot.core.label import Decider, Fixed, Rung, Use
from codesign_bot.core.phases import Act, Phase
from codesign_bot.core.state import Fate, Narrowing, Remark, Stance, Why
from codesign_bot.log.document import Items, Part
from codesign_bot.log.export import export_round
from codesign_bot.log.record import PARTS
from codesign_bot.log.shown import Shown

from .conftest import A_TIE, ADA, BEN, CYD, DEE, ELI, FAY, GUS, HAL, IDA, OLU, PEOPLE, ROUND, Tale
from .reading import READER, headings, section
from .whole import framing, told

GOLDEN = Path(__file__).parent / "golden" / "whole.md"


def record(tale: Tale) -> str:
    return tale.export().markdown.decode()


@pytest.fixture(scope="module")
def whole() -> Tale:
    """A round in which nearly everything happens."""
    return told()


# --- the whole of it -------------------------------------------------------------------------------------


def test_the_record_of_a_whole_round_reads_like_this(whole: Tale) -> None:
    """UPDATE_GOLDEN=1 writes the file anew; read the difference as a member would."""
    shown = record(whole)
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(shown, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == shown


def test_the_parts_come_in_the_order_of_the_life_cycle(whole: Tale) -> None:
    assert headings(record(whole)) == [
        "In short",
        "The honest label",
        "The question",
        "Who took part",
        "The rules",
        "The problem, and the wordings of the question",
        "The ideas",
        "The vote",
        "Objections to the result",
        "Minority views",
        "The feedback",
        "The outcome",
        "Acts of organisers, and requests",
        "The follow-up",
        "What happened when",
    ]
    assert record(whole).startswith("# Round 4: “The park is dark at night”\n\n")
    assert re.search(r"[^\n]\n\Z", record(whole))


def test_no_name_that_only_programs_use_stands_in_the_record(whole: Tale) -> None:
    """Neither `not_now` nor `coproduction`, however it is escaped; the template is named as people type it."""
    shown = record(whole)
    enums: Sequence[type[Enum]] = (Phase, Act, Fate, Narrowing, Why, Remark, Stance, Decider, Fixed, Use, Rung)
    names = {str(one.value) for kind in enums for one in kind if "_" in str(one.value)} | {
        one.name.lower() for one in Rung if one.name.lower() not in {"coercion", "educating", "informing"}
    }
    assert {"not_now", "end_step", "coproduction", "few_heard"} <= names
    assert not names - {"consultation", "engagement"} & set(re.findall(r"\w+", shown))
    assert "_" not in shown
    assert not re.search(r"record-|phase-|fate-|\bP\d+ \(|None|Fraction|datetime", shown)


class Wordless:
    """A language without letters: whatever can be read of it was not put there by a text."""

    language = "en"

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        assert key
        return "".join(f" {argument}" for argument in arguments.values()).strip() or "·"


def test_every_word_of_ours_comes_from_the_texts() -> None:
    """Headings too: so the gate for plain words reads them, and a translation has them."""
    for tale in (told(), Tale().voting(), Tale().opened()):
        words = dict.fromkeys(tale.words, "·")
        shown = export_round(tale.state, tale.events, words, tale.now, Wordless()).markdown.decode()
        hashed = tale.state.rules_hash or ""
        for known in (hashed, "Europe/Berlin", "community"):
            shown = shown.replace(known, "")
        assert len(shown) > 500
        assert not re.findall(r"(?!P\d+\b)[A-Za-z]\w*", shown)


def test_nothing_runs_into_the_list_before_it(whole: Tale) -> None:
    """In Markdown two lists without words between them are one."""
    shown = Shown.at(whole.state, whole.events, whole.words, whole.now)

    def runs_together(part: Part) -> list[Part]:
        pairs = zip(part.pieces, part.pieces[1:], strict=False)
        here = [part for one, two in pairs if isinstance(one, Items) and isinstance(two, Items) and not two.title]
        return here + [bad for piece in part.pieces if isinstance(piece, Part) for bad in runs_together(piece)]

    parts = [part for made in PARTS for part in made(shown)]
    assert len(parts) == 15
    assert not [bad for part in parts for bad in runs_together(part)]


def test_a_reader_of_markdown_finds_only_the_markup_that_was_meant(whole: Tale) -> None:
    tokens = READER.parse(record(whole))
    assert not {"html_block", "code_block", "fence", "hr", "ordered_list_open"} & {token.type for token in tokens}
    children = {child.type for token in tokens for child in token.children or ()}
    strong = {"strong_open", "strong_close"}
    assert children == {"text", "hardbreak", "code_inline"} | strong, "nobody in this story writes a sign of markup"


def test_every_instant_stands_in_the_zone_of_the_community_and_in_utc(whole: Tale) -> None:
    shown = record(whole)
    found = re.findall(r"\d{1,2} \w+ 2026, (\d\d):(\d\d) \((?:\w+ \d+ \w+ 2026, )?(\d\d):(\d\d) UTC\)", shown)
    assert len(found) > 60
    assert {(int(h) - int(u)) % 24 for h, _, u, _ in found} == {1, 2}, "the clocks changed in between"
    assert all(minute == other for _, minute, _, other in found)
    assert len(re.findall(r"2026, \d\d:\d\d", shown)) == len(found) + shown.count(" 2026, 22:0")
    assert "All times are those of Europe/Berlin." in shown
    assert "Friday 5 June 2026, 00:00 (Thursday 4 June 2026, 22:00 UTC)" in shown


# --- part by part ----------------------------------------------------------------------------------------


def test_a_few_lines_sum_it_up(whole: Tale) -> None:
    short = section(record(whole), "In short")
    assert "- The question:\n  > How might we make the park a place for evenings?" in short
    assert "- There are 12 ideas." in short
    assert "- 7 people voted. The vote chose 3 ideas: 1, 3 and 6." in short
    assert "Chosen. “Ben and the parks office” saw to it, and it is done." in short
    assert "Chosen. “Cyd and friends” was to see to it by Thursday 4 June 2026. That day has gone by." in short
    assert "not the same as the vote" not in short
    other = section(record(Tale().followed()), "In short")
    assert "- The outcome is not the same as the vote.\n" in other
    counted = section(record(Tale().counted()), "In short")
    assert "- 6 people voted. The vote chose 3 ideas: 1, 2 and 3.\n- Idea 1: “Idea number 1”\n" in counted


def test_the_label_stands_with_its_meaning_what_lowered_it_and_the_five_answers() -> None:
    label = section(record(Tale().followed()), "The honest label")
    assert "Label: engagement. You help to find ideas, and others decide what is done with them." in label
    assert "The outcome is not what the vote chose, so the label is lower." in label
    assert "from the lowest to the highest: coercion, educating, informing, consultation" in label
    for asked, answer in (
        ("Who decides: the people in this round and others, together.", "The tenants and the council together"),
        ("What is already fixed: some things.", "The money: 5,000 pounds"),
        ("What is open:", "Everything else"),
        ("What happens with the result: we carry it out together.", "We will build it together in summer"),
    ):
        assert f"{asked}\n\n> {answer}\n" in label
    assert "A reply was promised by Monday 1 June 2026." in label


def test_a_round_that_nobody_planned_says_that_nothing_is_promised() -> None:
    tale = Tale()
    topic = c.SuggestTopic(ROUND, CommunityId("community-1"), TopicNo(4), tale.text("The park is dark"))
    tale.record += suggest(topic, Actor(ADA), tale.now)
    for who in (BEN, CYD, DEE):
        tale.do(who, c.SecondTopic())
    shown = record(tale)
    assert "If nobody plans it, it opens by itself" in shown
    assert headings(shown) == ["Who took part", "Acts of organisers, and requests", "What happened when"]
    tale.wait_for(Phase.FRAMING)
    label = section(record(tale), "The honest label")
    assert "Nobody gave the five honest answers for this round. So nothing is promised." in label
    assert "five questions" not in label
    assert "No organiser acted." in record(tale)


def test_who_took_part_is_told_in_numbers_alone(whole: Tale) -> None:
    people = section(record(whole), "Who took part")
    for line in (
        "1 person suggested the topic.",
        "3 people seconded it.",
        "10 people joined the round. 1 of them was an organiser.",
        "1 person left it again.",
        "7 people voted.",
        "7 people gave feedback.",
    ):
        assert f"- {line}\n" in people
    whole_text = record(whole)
    assert not [person for person in (*PEOPLE, OLU) if person in whole_text]


def test_somebody_who_comes_back_is_one_person() -> None:
    tale = Tale().opened()
    tale.do(IDA, c.Leave())
    tale.do(IDA, c.Join())
    people = section(record(tale), "Who took part")
    assert "10 people joined the round." in people
    assert "left it again" not in people


def test_the_rules_stand_in_plain_words_with_their_mark(whole: Tale) -> None:
    rules = section(record(whole), "The rules")
    assert f"Their mark is `{whole.state.rules_hash}`." in rules
    assert "- voting: 7 days\n" in rules
    assert "- The ideas with the most dots go on.\n" in rules
    assert "- Ideas that are tied even then all go on.\n" in rules
    assert "- A promise is done when 3 people confirm it, or nobody says no for 7 days.\n" in rules


def test_a_plan_that_can_still_change_has_no_mark() -> None:
    tale = Tale().opened()
    opened = next(place for place, event in enumerate(tale.record) if type(event).__name__ == "RoundOpened")
    tale.record, tale.folded = tale.record[:opened], (0, None)
    shown = record(tale)
    assert "# Topic 4: " in shown
    assert "These rules can still change. They are fixed when the round opens." in section(shown, "The rules")
    assert "Their mark" not in shown


def test_the_problem_has_statements_wordings_and_every_objection(whole: Tale) -> None:
    problem = section(record(whole), "The problem, and the wordings of the question")
    assert "- **5.**\n  > It is loud at night and empty by day.\n" in problem
    assert "light.\\\n  > We wrote to the council twice.\n" in problem
    assert "This is from an organiser. 3 people supported it. Set aside, because of an objection.\n" in problem
    assert "2 people supported it. This is the question now.\n  > How might we make the park a place" in problem
    for became, words in (
        ("Another wording took the place of the one it was about.", "It says that people are the problem"),
        ("It was taken back.", "It is far too long a question"),
        ("It stands.", "It leaves out the mornings"),
    ):
        assert f"- {became}\n  > {words}" in problem
    assert "1 answer came before its time, and nobody offered it as an idea later." in problem
    assert "Send the police" not in record(whole)


def test_kept_answers_are_counted_only_when_their_time_has_gone_by() -> None:
    tale = Tale().framed(parked="More lamps")
    assert "came before its time" not in record(tale)
    tale.wait_for(Phase.SORTING)
    assert "1 answer came before its time, and nobody offered it as an idea later." in record(tale)


def test_an_objection_put_another_way_and_one_that_gave_way_to_consent_say_so() -> None:
    tale = Tale().opened()
    tale.do(FAY, c.WordQuestion(tale.text("How might we make the park feel safe?")))
    tale.wait_for(Phase.CONFIRMING)
    tale.do(GUS, c.Object(tale.text("It leaves out the river")))
    tale.do(GUS, c.Object(tale.text("It leaves out the river and the pond")))
    tale.do(HAL, c.Object(tale.text("I want another word for safe")))
    tale.do(HAL, c.Consent())
    problem = section(record(tale), "The problem, and the wordings of the question")
    assert "- The same person put it another way later.\n  > It leaves out the river\n" in problem
    assert "- It stands.\n  > It leaves out the river and the pond\n" in problem
    assert "- It was taken back.\n  > I want another word for safe\n" in problem
    assert "The question, if you consent:" in section(record(tale), "The question")
    assert "No question is agreed yet." in section(record(tale), "The question")


def test_a_topic_that_nobody_worded_is_its_own_question() -> None:
    tale = Tale().opened()
    tale.wait_for(Phase.IDEAS)
    question = section(record(tale), "The question")
    assert "So the topic itself is the question.\n\n> The park is dark at night\n" in question
    assert "Nobody said that they consent to it." in question
    assert "Nobody has worded the question yet." in record(tale)


def test_each_idea_stands_once_with_what_became_of_its_words(whole: Tale) -> None:
    ideas = section(record(whole), "The ideas")
    assert headings(ideas, 3) == [f"Idea {no}" for no in range(1, 13)]
    first = section(ideas, "Idea 1", 3)
    assert first.startswith("\n> Warm lamps along the path by the river\n")
    assert "Its earlier words:\n\n- > Lamps along the path by the river\n" in first
    assert "What others built on it:\n\n- > Lamps that dim when nobody is there, for the bats\n" in first
    assert "Joined to it: 2." in first
    assert "This idea was joined to idea 1." in section(ideas, "Idea 2", 3)
    assert "Somebody found it like: 4. It was not joined." in section(ideas, "Idea 3", 3)
    assert section(ideas, "Idea 5", 3).strip() == "This idea was hidden, because a request passed."
    assert "The author took this idea back." in section(ideas, "Idea 9", 3)
    assert "An idea stands here without its author." in ideas
    assert not re.search(r"\b[PV]\d", ideas)


def test_a_hidden_idea_has_no_history_to_read_either() -> None:
    tale = Tale().with_ideas(4)
    tale.do(ADA, c.EditIdea(IdeaNo(1), tale.text("Sam of number 7 is a thief")))
    tale.do(BEN, c.BuildOn(IdeaNo(1), tale.text("And so is his brother")))
    alone = section(section(record(tale), "The ideas"), "Idea 1", 3)
    assert alone.strip() == "These words are not shown yet. People think alone first."
    tale.hide(1)
    hidden = section(section(record(tale), "The ideas"), "Idea 1", 3)
    assert hidden.strip() == "This idea was hidden, because a request passed."


def test_an_idea_of_an_organiser_says_so() -> None:
    tale = Tale().with_ideas(3)
    window = tale.state.window
    assert window is not None
    tale.now = window.closes - timedelta(days=1)
    tale.do(OLU, c.OfferIdea(tale.text("A sign at the gate")))
    ideas = section(record(tale), "The ideas")
    assert "This is from an organiser." in section(ideas, "Idea 4", 3)
    assert "This is from an organiser." not in section(ideas, "Idea 3", 3)


def test_the_tally_shows_every_measure_side_by_side(whole: Tale) -> None:
    vote = section(record(whole), "The vote")
    assert "| Rank | Idea | Dots | Supporters | Fair share | Chosen |\n| --- |" in vote
    assert "| 1 | Idea 1: “Warm lamps along the path by the river” | 6 | 4 | yes | yes |\n" in vote
    assert "| 2 | Idea 6: “Benches with backs, and one table” | 5 | 4 | no | yes |\n" in vote
    assert "| 2 | Idea 7: “A walk together on Fridays” | 5 | 3 | yes | no |\n" in vote
    assert "These came in only after all the amounts grew by the same steps: 1, 3 and 7." in vote
    assert "These ideas are tied for 2 places: 3, 6 and 7. Each has 5 dots." in vote
    assert "- We compared supporters. These go on: 3 and 6.\n" in vote
    assert "- By fair share: 1, 3 and 7\n" in vote
    assert "The rules do not all choose the same ideas." in vote
    assert "7 people voted. 6 people put a dot on a chosen idea." in vote
    assert "The other file of this record lists the ballots" in vote


def test_a_runoff_has_a_table_of_its_own() -> None:
    ties = section(record(Tale().counted()), "Ties", 3)
    assert "4 people voted in the runoff.\n\n| Idea | Dots |\n| --- | --- |\n" in ties
    assert "| Idea 2: “Idea number 2” | 2 |\n" in ties
    assert "We held a runoff. These go on: 2 and 3." in ties
    vote = section(record(Tale().counted()), "The vote")
    assert "Fewer than 5 people voted in the runoff. So the ballots of the runoff are not listed." in vote
    heard = Tale().voting().voted(A_TIE)
    heard.wait_for(Phase.RUNOFF)
    heard.voted({who: {2: 1} for who in PEOPLE[:5]}).wait_for(Phase.COOLING_OFF)
    assert "in the runoff. So" not in section(record(heard), "The vote")


def test_without_a_tie_and_with_few_ballots_the_vote_says_so() -> None:
    vote = section(record(Tale().counted({ADA: {1: 2, 2: 1}, BEN: {1: 2, 3: 1}, CYD: {2: 2, 3: 2}})), "The vote")
    assert "### Ties\n\nNo ideas were tied for the last place.\n" in vote
    assert "Fewer than 5 people voted. So the other file of this record does not list the ballots." in vote
    assert "All the rules choose the same ideas." in vote


def test_what_fair_share_leaves_tied_is_neither_chosen_nor_not() -> None:
    ballots = {ADA: {4: 2}, BEN: {4: 1, 5: 2}, CYD: {2: 2, 5: 1}, DEE: {6: 1, 1: 1, 3: 1}}
    vote = section(record(Tale().counted(ballots)), "The vote")
    tied = [line for line in vote.splitlines() if "| tied |" in line]
    assert sorted(line.split("|")[2] for line in tied) == [f" Idea {no}: “Idea number {no}” " for no in (1, 3, 6)]
    assert "- By fair share: 4 and 5. Then a runoff of 1, 3 and 6.\n" in vote


def test_where_fair_share_asked_for_the_same_runoff_its_column_ends_as_the_runoff_did() -> None:
    tale = Tale().voting()
    tale.voted({ADA: {1: 1}, BEN: {2: 1, 3: 1}, CYD: {5: 1, 2: 1}, DEE: {5: 1}, ELI: {4: 1}})
    tale.wait_for(Phase.RUNOFF)
    tale.voted({ADA: {1: 1}, BEN: {1: 1}, CYD: {3: 1}, DEE: {1: 1}, ELI: {1: 1}})
    tale.wait_for(Phase.COOLING_OFF)
    vote = section(record(tale), "The vote")
    assert "| Idea 1: “Idea number 1” | 1 | 1 | yes | yes |\n" in vote
    assert "| tied |" not in vote
    assert "All the rules choose the same ideas." in vote


def test_the_places_that_fair_share_could_fill_only_by_supporters_are_named() -> None:
    ballots = ({6: 2}, {3: 1, 4: 1}, {2: 1, 3: 1, 1: 2}, {4: 1, 1: 1}, {5: 1})
    vote = section(record(Tale().counted(dict(zip(PEOPLE, ballots, strict=False)))), "The vote")
    assert "In fair share, each voter has the same amount to pay for ideas with." in vote
    assert "Nobody could pay for these, and they came in by the number of their supporters: 1, 3 and 4." in vote
    assert "amounts grew" not in vote


def test_where_nobody_voted_nothing_is_chosen_by_any_measure() -> None:
    none = section(record(Tale().counted({})), "The vote")
    assert none.count("| no | no |") == 9
    assert "The vote chose nothing. No idea has a dot." in none
    assert "to pay for ideas with" not in none


def test_a_long_list_is_voted_on_twice() -> None:
    tale = Tale().with_ideas(27)
    tale.wait_for(Phase.VOTING)
    tale.voted({who: {1: 1, 2: 1} for who in (ADA, BEN, CYD, DEE, ELI)})
    tale.wait()
    vote = section(record(tale), "The vote")
    assert "So people voted twice. After the first vote these ideas went on: 1 and 2." in vote
    assert "Nobody can see the tally before voting ends." in vote
    assert "The list of ideas was made shorter." in section(record(tale), "What happened when")


def test_a_round_without_ideas_has_no_vote_and_says_why() -> None:
    tale = Tale().framed()
    tale.wait_for(Phase.OUTCOME)
    shown = record(tale)
    assert section(shown, "The ideas").strip() == "Nobody gave an idea."
    assert section(shown, "The vote").strip() == "There was no vote, because there was no idea to vote on."
    assert "Nobody wrote a minority view." in shown
    assert "## Objections to the result" not in shown
    tale.do(OLU, c.PublishOutcome(tale.text("We ask again in autumn"), None))
    outcome = section(record(tale), "The outcome")
    assert "> We ask again in autumn\n" in outcome
    assert "the vote" not in outcome
    assert "What becomes of each idea" not in outcome


def test_objections_and_minority_views_stand_with_how_many_hold_them(whole: Tale) -> None:
    shown = record(whole)
    objections = section(shown, "Objections to the result")
    assert "- It stands.\n  > Films at night keep the children awake.\n" in objections
    assert "- It was taken back.\n  > I do not want any lamps at all.\n" in objections
    minority = section(shown, "Minority views")
    assert "- **1.** 3 people hold this view.\n  > A tea stall needs no money.\\\n  > It only needs a gate" in minority
    quiet = record(Tale().counted())
    assert "Nobody objected to the result." in quiet
    assert "Nobody wrote a minority view." in quiet


def test_feedback_has_numbers_and_words_for_each_chosen_idea(whole: Tale) -> None:
    feedback = section(record(whole), "The feedback")
    lamps = section(feedback, "Idea 1: “Warm lamps along the path by the river”", 3)
    assert "5 people agree. Nobody disagrees. 1 person passes." in lamps
    assert "What people like:\n\n- > I can walk home by the river again.\n" in lamps
    assert "What worries people:\n\n- > Bats do not like light.\n" in lamps
    films = section(feedback, "Idea 3: “Films on a sheet in summer”", 3)
    assert "Nobody agrees. 1 person disagrees. Nobody passes." in films
    assert "What would make it work for people:\n\n- > End at ten, and I am for it.\n" in films
    assert len(headings(feedback, 3)) == 3
    silent = section(record(Tale().followed()), "The feedback")
    assert silent.count("Nobody wrote anything about it.") == 2


def test_feedback_is_closed_while_it_is_given() -> None:
    tale = Tale().answered()
    assert section(record(tale), "The feedback").strip() == "Nobody can see the feedback before that step ends."
    assert "gave feedback" not in record(tale)


def test_the_outcome_has_its_day_its_author_and_why_it_differs(whole: Tale) -> None:
    outcome = section(record(whole), "The outcome")
    assert "P3 is an organiser and wrote this outcome." in outcome
    assert "It was published Wednesday 22 April 2026, 20:11 (18:11 UTC)." in outcome
    assert "> You said: the park is dark and empty in the evening.\n>\n> We will put up lamps" in outcome
    assert "The outcome is what the vote chose." in outcome
    assert "A reply was promised by Monday 1 June 2026. It came in time." in outcome
    other = section(record(Tale().followed()), "The outcome")
    assert "The outcome is not the same as the vote. The vote chose: 1, 2 and 3." in other
    assert "Why it is not the same:\n\n> The hedges belong to somebody else\n" in other


def test_a_fate_stands_with_owner_and_day_or_with_its_reason(whole: Tale) -> None:
    fates = section(record(whole), "What becomes of each idea", 3)
    for line in (
        "by the river”\\\n  Chosen. “Ben and the parks office” will see to it by Monday 1 June 2026.\n",
        "- Idea 2: “Light by the water”\\\n  This idea was joined to idea 1.\n",
        "- Idea 4: “A tea stall by the gate”\\\n  Fate: not now. The reason: “There is no money left this year.”\n",
        "- Idea 5\\\n  This idea was hidden, because a request passed. It takes no part any more.\n",
        "- Idea 9: “A bonfire in autumn”\\\n  The author took this idea back.\n",
    ):
        assert line in fates


def test_a_reply_that_is_due_missing_or_late_is_told_as_such() -> None:
    tale = Tale().answered()
    tale.wait_for(Phase.OUTCOME)
    assert "A reply is promised by Monday 1 June 2026." in section(record(tale), "The outcome")
    assert "The outcome is not written yet." in section(record(tale), "The outcome")
    while not tale.state.is_reply_missed:
        tale.wait()
    outcome = section(record(tale), "The outcome")
    assert "A reply was promised by Monday 1 June 2026. That day went by without one." in outcome
    assert "The day went by for which a reply was promised." in section(record(tale), "What happened when")
    for no in tale.state.live_ideas:
        tale.do(OLU, c.SetFate(no, Fate.LATER, reason=tale.text("There is no money left this year")))
    tale.do(OLU, c.PublishOutcome(tale.text("Next year"), tale.text("There is no money at all")))
    shown = record(tale)
    assert "A reply was promised by Monday 1 June 2026. It came later than that." in section(shown, "The outcome")
    assert "- The outcome promises nothing.\n" in section(shown, "In short")
    assert "The outcome promises nothing." in section(shown, "The follow-up")


def test_every_use_of_power_stands_with_who_what_and_why(whole: Tale) -> None:
    power = section(record(whole), "Acts of organisers, and requests")
    assert "P3, an organiser, planned the round with the template `community`." in power
    assert (
        "P3, an organiser, gave more time to the step framing. It was to end Monday 9 March 2026, 11:04 (10:04 UTC)."
        " From then on it was to end Wednesday 11 March 2026, 11:04 (10:04 UTC).\n"
        "  > Easter is in this week, and many are away.\n"
    ) in power
    assert "set the fate of idea 1: later. The reason at that time:\n  > The council has not answered yet.\n" in power
    assert "P3, an organiser, changed the fate of idea 1 from “later” to “chosen”.\n" in power
    assert "P3, an organiser, published the outcome.\n" in power
    used = sum(isinstance(event, PowerUsed) for event in whole.events)
    asked = power.count(", an organiser, asked to ")
    assert power.partition("### ")[0].count("P3, an organiser, ") + asked == used


def test_a_plan_made_anew_names_the_one_before() -> None:
    tale = Tale()
    topic = c.SuggestTopic(ROUND, CommunityId("community-1"), TopicNo(4), tale.text("The park is dark"))
    tale.record += suggest(topic, Actor(ADA), tale.now)
    for _ in range(2):
        tale.do(OLU, c.PlanRound(tale.rules(), ()))
    power = section(record(tale), "Acts of organisers, and requests")
    assert power.count("planned the round with the template `community`.") == 2
    assert power.count("Before that, it was planned with the template `community`.") == 1


def test_requests_stand_with_reasons_answers_and_how_they_ended(whole: Tale) -> None:
    power = section(record(whole), "Acts of organisers, and requests")
    hiding = section(power, "Request 1", 3)
    assert "P3, an organiser, asked to hide an idea. It is about idea 5. That was in the step ideas.\n" in hiding
    assert "  > It names a person who is not here.\n" in hiding
    assert "3 people supported it. It needed 3." in hiding
    assert "Wednesday 18 March 2026, 11:24 (10:24 UTC): It passed." in hiding
    ending = section(power, "Request 2", 3)
    assert "P2 asked to end this step early. That was in the step ideas.\n  > I think we have all said it.\n" in ending
    assert "Objections to it:\n\n- It stands.\n  > Those who work nights have not.\n" in ending
    assert "1 person supported it. It needed 3." in ending
    assert "It fell, so nothing changed." in ending


def test_a_request_that_waits_that_lost_its_object_or_its_round_says_so() -> None:
    tale = Tale().with_ideas()
    tale.do(BEN, c.MakeRequest(Narrowing.HIDE_IDEA, tale.text("It names a person"), IdeaNo(3)))
    tale.do(CYD, c.MakeRequest(Narrowing.WITHDRAW_ROUND, tale.text("The park was sold")))
    for who in (ADA, DEE, ELI):
        tale.do(who, c.SupportRequest(RequestNo(1)))
        tale.do(who, c.SupportRequest(RequestNo(2)))
    assert "3 people supported it. It needed 3." in section(record(tale), "Request 1", 3)
    tale.do(DEE, c.ObjectToRequest(RequestNo(1), tale.text("It names nobody at all")))
    assert "2 people supported it. It needed 3." in section(record(tale), "Request 1", 3)
    tale.do(DEE, c.SupportRequest(RequestNo(1)))
    first = section(record(tale), "Request 1", 3)
    assert "- It was taken back.\n  > It names nobody at all\n" in first
    assert "People can answer it until Saturday 14 March 2026" in first
    tale.do(CYD, c.WithdrawIdea(IdeaNo(3)))
    tale.do(BEN, c.MakeRequest(Narrowing.HIDE_IDEA, tale.text("It names a person"), IdeaNo(4)))
    tale.wait_for(Phase.WITHDRAWN)
    shown = record(tale)
    assert "It fell, so nothing changed. What it asked for could not be done any more." in section(
        shown, "Request 1", 3
    )
    assert "The round ended before this request did." in section(shown, "Request 3", 3)


def test_the_follow_up_tells_progress_claims_confirmations_disputes_and_missed_days(whole: Tale) -> None:
    follow_up = section(record(whole), "The follow-up")
    lamps = section(follow_up, "Idea 1: “Warm lamps along the path by the river”", 3)
    assert "“Ben and the parks office” was to see to it by Monday 1 June 2026.\n\nIt is done.\n" in lamps
    assert "P2 told how it was going.\n  > The lamps are ordered.\n" in lamps
    assert lamps.count("P2 said that it is done.\n") == 2
    assert "Somebody said that it is not done.\n  > One lamp is still dark.\n" in lamps
    assert lamps.count("Somebody confirmed that it is done.\n") == 3
    assert "3 people had confirmed it. So it counts as done." in lamps
    films = section(follow_up, "Idea 3: “Films on a sheet in summer”", 3)
    assert "It is done. It was not done by its day." in films
    assert "Nobody said no for 7 days. So it counts as done." in films
    benches = section(follow_up, "Idea 6: “Benches with backs, and one table”", 3)
    assert "Its day went by, and it was not done." in benches
    assert "The day that it was promised for went by. All were told." in benches
    assert follow_up.count(" of 2 was held. What was promised was read out to all.") == 2


def test_a_promise_says_how_far_it_is() -> None:
    tale = Tale().published()

    def state() -> str:
        promise = section(record(tale), "The follow-up")
        return promise.partition("Thursday 7 May 2026.\n\n")[2].partition("\n")[0]

    assert state() == "It is not done yet."
    assert "No check was held so far." in record(tale)
    tale.do(OLU, c.ClaimDone(IdeaNo(1)))
    assert state() == "It is said to be done. Nobody confirmed it so far."
    tale.do(ADA, c.ConfirmDone(IdeaNo(1)))
    assert state() == "It is said to be done. 1 person confirmed it so far."
    undisputed = Tale(tale.now, list(tale.record), dict(tale.words))
    while not undisputed.state.promises[IdeaNo(1)].is_done:
        undisputed.wait()
    assert "Nobody said no for 7 days. So it counts as done." in record(undisputed)
    assert "had confirmed it" not in record(undisputed)
    tale.do(BEN, c.ConfirmDone(IdeaNo(1)))
    tale.do(CYD, c.ConfirmDone(IdeaNo(1)))
    assert state() == "It is done."
    assert "3 people had confirmed it. So it counts as done." in record(tale)


def test_what_happened_stands_in_one_list_with_its_times(whole: Tale) -> None:
    times = section(record(whole), "What happened when")
    steps = re.findall(r"The step ([a-z -]+) began\.", times)
    assert steps == [
        "framing",
        "confirming",
        "confirming",
        "ideas",
        "sorting",
        "voting",
        "cooling off",
        "feedback",
        "outcome",
        "follow-up",
    ]
    for line in (
        "The topic was suggested.",
        "P3 planned the round.",
        "The round opened, and its rules were fixed.",
        "An organiser gave more time. The step got more time. From then on it was to end Wednesday 11 March",
        "An objection stood, so people were asked about other words.",
        "The author of idea 9 took it back.",
        "Idea 2 was joined to idea 1.",
        "A request passed, and idea 5 was hidden.",
        "Enough people asked for more time.",
        "1 person was heard so far. At least 5 were needed. The step got more time.",
        "The ideas on the ballot were fixed. Who joined after that could not vote.",
        "The ballots were counted, and the tally was public from then on.",
        "The outcome was published.",
        "The day went by for which idea 6 was promised.",
        "Idea 1 counts as done.",
        "Check 2 of 2 was held.",
        "The round was over.",
    ):
        assert line in times


def test_every_reason_for_more_time_and_for_less_has_its_sentence() -> None:
    tale = Tale().with_ideas(27)
    tale.do(ADA, c.Merge(IdeaNo(1), IdeaNo(2)))
    tale.do(BEN, c.AnswerMerge(IdeaNo(1), IdeaNo(2), is_yes=True))
    tale.do(BEN, c.Split(IdeaNo(2)))
    tale.do(OLU, c.MakeRequest(Narrowing.END_STEP, tale.text("All of us have said it")))
    for who in (ADA, BEN, CYD):
        tale.do(who, c.SupportRequest(RequestNo(1)))
    tale.wait_for(Phase.SORTING)
    window = tale.state.window
    assert window is not None
    tale.now = window.closes - timedelta(hours=2)
    tale.do(ADA, c.Merge(IdeaNo(1), IdeaNo(10)))
    tale.wait_for(Phase.VOTING)
    times = section(record(tale), "What happened when")
    assert "Idea 2 stood by itself again." in times
    assert "A request passed, so the step got less time. From then on it was to end" in times
    assert "Much changed near the end of the step." in times
    assert "There were too many ideas for one ballot." in times
    tied = framing_with_a_tie()
    assert "Two wordings had the same number of supporters." in section(record(tied), "What happened when")


def framing_with_a_tie() -> Tale:
    tale = Tale().opened()
    tale.do(FAY, c.WordQuestion(tale.text("How might we make the park feel safe?")))
    tale.do(GUS, c.WordQuestion(tale.text("How might we bring people back to the park?")))
    for who in (ADA, BEN, CYD, DEE, ELI):
        tale.do(who, c.StateProblem(tale.text(f"I am afraid, says {who}")))
    tale.wait_for(Phase.CONFIRMING)
    return tale


def test_two_wordings_that_stay_level_are_both_the_question() -> None:
    tale = framing_with_a_tie()
    tale.wait_for(Phase.IDEAS)
    question = section(record(tale), "The question")
    assert "> How might we make the park feel safe?\n\n> How might we bring people back" in question
    assert record(tale).count("This is the question now.") == 2


def test_how_many_were_heard_in_a_vote_is_told_only_after_the_count() -> None:
    tale = Tale().voting().voted({ADA: {1: 1}})
    tale.wait()
    times = section(record(tale), "What happened when")
    assert "Too few people were heard. At least 5 were needed. The step got more time." in times
    assert "1 person was heard" not in times
    tale.wait_for(Phase.COOLING_OFF)
    times = section(record(tale), "What happened when")
    assert "1 person was heard so far. At least 5 were needed." in times
    assert "The step was over, and 1 person was heard. At least 5 were needed. So the result is advice only." in times


def test_few_voices_before_a_runoff_stay_a_secret_until_the_count() -> None:
    tale = Tale().voting().voted({ADA: {1: 1, 2: 1}, BEN: {3: 1, 4: 1}, CYD: {5: 1}})
    tale.wait_for(Phase.RUNOFF)
    shown = record(tale)
    assert "The step was over, and fewer than 5 people were heard. So the result is advice only." in shown
    assert "were heard so far" not in shown.partition("The step voting began.")[2]
    assert "Nobody can see the tally before the runoff ends." in section(shown, "The vote")
    tale.wait_for(Phase.COOLING_OFF)
    assert "The step was over, and 3 people were heard." in record(tale)


# --- rounds that have not come far, and rounds that ended early ------------------------------------------


def test_a_round_that_has_just_opened_has_only_the_parts_it_has_come_to() -> None:
    shown = record(Tale().opened())
    assert headings(shown) == [
        "The honest label",
        "The question",
        "Who took part",
        "The rules",
        "The problem, and the wordings of the question",
        "Acts of organisers, and requests",
        "What happened when",
    ]
    assert "Step: framing\n\nThis step ends Monday 9 March 2026, 11:04 (10:04 UTC). Next: confirming.\n" in shown
    assert "The round is not over, so this record is not whole yet." in shown
    assert "No question is agreed yet." in shown
    assert "Nobody wrote a problem statement." in shown


def test_a_topic_that_waits_says_until_when_and_one_that_expired_why() -> None:
    tale = Tale()
    topic = c.SuggestTopic(ROUND, CommunityId("community-1"), TopicNo(4), tale.text("The park is dark"))
    tale.record += suggest(topic, Actor(ADA), tale.now)
    waiting = record(tale)
    assert "The topic waits until Monday 16 March 2026, 10:00 (UTC)." in waiting
    assert "All times are in UTC" in waiting
    assert "Nobody seconded it." in waiting
    tale.wait_for(Phase.EXPIRED)
    shown = record(tale)
    assert "Too few people seconded this topic in time. So no round opens." in shown
    assert "The round ended without an outcome." in shown
    assert "So it expired." in section(shown, "What happened when")
    assert "not whole yet" not in shown


def withdrawn(tale: Tale) -> Tale:
    tale.do(OLU, c.MakeRequest(Narrowing.WITHDRAW_ROUND, tale.text("The park was sold")))
    (request,) = tale.state.requests
    for who in (ADA, BEN, CYD):
        tale.do(who, c.SupportRequest(request))
    tale.wait_for(Phase.WITHDRAWN)
    return tale


def test_a_round_withdrawn_in_framing_never_had_a_question() -> None:
    shown = record(withdrawn(Tale().opened()))
    assert "This round was withdrawn. The people in it were asked, and no objection stood." in shown
    assert section(shown, "The question").strip() == "The round ended before a question was agreed."
    assert section(shown, "The outcome").strip() == "The round ended without an outcome."
    assert "A request passed, and the round was withdrawn." in section(shown, "What happened when")
    assert "> The park was sold" in section(shown, "Request 1", 3)


def test_a_wording_of_a_round_withdrawn_while_people_were_asked_never_became_the_question() -> None:
    tale = Tale().opened()
    tale.do(FAY, c.WordQuestion(tale.text("How might we make the park feel safe?")))
    tale.wait_for(Phase.CONFIRMING)
    shown = record(withdrawn(tale))
    assert "The round ended before a question was agreed." in section(shown, "The question")
    assert "1 person supported it.\n  > How might we make the park feel safe?" in shown
    assert "This is the question now." not in shown


def test_a_round_withdrawn_while_people_vote_keeps_its_ballots_closed_for_ever() -> None:
    shown = record(withdrawn(Tale().voting().voted(A_TIE)))
    vote = section(shown, "The vote").strip()
    assert vote == "The round ended before the ballots were counted. So nobody will see a tally."
    assert section(shown, "What becomes of each idea", 3).count("The round ended before this idea had a fate.") == 9
    assert "people voted" not in shown


def test_a_round_withdrawn_after_the_count_keeps_its_tally_and_closes_its_feedback() -> None:
    tale = withdrawn(Tale().answered())
    shown = record(tale)
    assert "| 1 | Idea 1: “Idea number 1” | 6 | 3 |" in section(shown, "The vote")
    assert (
        section(shown, "The feedback").strip() == "The round ended before the feedback was public. So it is not shown."
    )
    assert "Bats do not like light" not in shown
    assert "The round ended without an outcome." in section(shown, "The outcome")


def test_a_practice_says_so_in_its_title() -> None:
    assert "ractice" not in record(Tale().opened())
    practice = Tale(template="practice")
    topic = c.SuggestTopic(ROUND, CommunityId("community-1"), TopicNo(4), practice.text("The park is dark at night"))
    practice.record += suggest(topic, Actor(ADA), practice.now)
    practice.do(OLU, c.PlanRound(practice.rules(), ()))
    practice.do(BEN, c.SecondTopic())
    assert record(practice).startswith("# Practice round 4: “The park is dark at night”\n")
    assert "This round is for practice." in section(record(practice), "The rules")


# --- people ----------------------------------------------------------------------------------------------


def test_people_have_the_same_numbers_in_both_files(whole: Tale) -> None:
    by = {line["by"] for line in whole.all_of("PowerUsed")}
    assert set(re.findall(r"(P\d+), an organiser", record(whole))) == by == {"P3"}
    reported = {line["by"] for line in whole.all_of("ProgressReported")}
    assert set(re.findall(r"(P\d+) told how it was going", record(whole))) == reported == {"P2"}


def test_nobody_who_spoke_without_a_name_has_a_number_in_the_record(whole: Tale) -> None:
    assert not re.findall(r"\bV\d+", record(whole))


def test_a_story_with_a_second_wording_really_has_one() -> None:
    """The golden story is meant to hold nearly everything; this keeps it from quietly losing a turn."""
    tale = framing(Tale().opened())
    assert tale.state.confirmings == 2
    assert len(tale.state.question_objections) == 1
    kinds = {type(event).__name__ for event in told().record}
    assert len(kinds) >= 44, sorted(kinds)


def test_a_pause_stands_there_with_how_long_it_was_asked_for_when_it_began_and_when_it_was_over() -> None:
    tale = Tale().with_ideas(3)
    tale.do(OLU, c.MakeRequest(Narrowing.PAUSE_STEP, tale.text("The hall burnt down"), days=5))
    for who in (ADA, BEN, CYD):
        tale.do(who, c.SupportRequest(RequestNo(1)))
    tale.wait_for(Phase.SORTING)
    whole = record(tale)
    assert "an organiser, asked to pause this step." in whole
    assert "The pause would last 5 days." in whole
    times = section(whole, "What happened when")
    for said in ("A pause began. It was to last until", "A request passed, so the step stood still.", "went on."):
        assert times.count(said) == 1
