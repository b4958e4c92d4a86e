"""Ideas alone first, joined only by consent, never lost: from the first one to the frozen ballot."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.deciding.ideas import require_own_first
from codesign_bot.core.events import (
    IdeaOffered,
    IdeasFrozen,
    IdeasJoined,
    IdeaSplit,
    MergeAccepted,
    MergeDeclined,
    MergeLapsed,
    MergeOffered,
    PhaseEntered,
    WindowExtended,
)
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import VoteKind, Why, there
from codesign_bot.testing.build import COMMUNITY, MEMBERS, ORGANISER, START, Life, content, rules, text

ONE, TWO, THREE, FOUR = IdeaNo(1), IdeaNo(2), IdeaNo(3), IdeaNo(4)
P = Phase
DAY = timedelta(days=1)


def with_ideas(*authors: str) -> Life:
    """The ideas step, with one idea of each of these people."""
    life = Life().to(P.IDEAS)
    for no, name in enumerate(authors, 1):
        life.do(name, c.OfferIdea(text(f"Idea number {no}")))
    return life


def joined_to(life: Life) -> dict[int, int]:
    return {no: idea.joined_to for no, idea in life.state.ideas.items() if idea.joined_to is not None}


# --- offering --------------------------------------------------------------------------------------------


def test_ideas_are_numbered_in_the_order_they_came() -> None:
    life = with_ideas("ada", "ben")
    assert {no: idea.by for no, idea in life.state.ideas.items()} == {1: "ada", 2: "ben"}
    assert life.do("cem", c.OfferIdea(text("A third"))) == (
        IdeaOffered(life.now, THREE, PersonId("cem"), content("A third"), is_by_organiser=False),
    )


def test_an_idea_that_was_withdrawn_keeps_its_number_and_frees_its_place() -> None:
    life = with_ideas(*["ada"] * 5)
    assert life.refused("ada", c.OfferIdea(text("A sixth"))).arguments == {"limit": 5}
    life.do("ada", c.WithdrawIdea(TWO))
    life.do("ada", c.OfferIdea(text("A sixth")))
    assert life.state.live_ideas == (1, 3, 4, 5, 6)


def test_organisers_speak_last_to_the_second() -> None:
    life = Life().to(P.IDEAS)
    step = there(life.state.window)
    half = step.opened + step.length / 2
    assert life.refused(ORGANISER, c.OfferIdea(text())).arguments == {"opens": half}
    life.wait_until(half - timedelta(microseconds=1))
    assert life.refused(ORGANISER, c.OfferIdea(text())).key == "organisers-speak-later"
    life.wait_until(half)
    life.do(ORGANISER, c.OfferIdea(text()))
    assert life.state.ideas[ONE].is_by_organiser


def test_more_time_does_not_put_the_organisers_off_further() -> None:
    life = Life().to(P.IDEAS)
    step = there(life.state.window)
    life.do(ORGANISER, c.GiveTime(10 * DAY, text("Half of us are on holiday.")))
    life.wait_until(step.opened + step.length / 2)
    assert life.do(ORGANISER, c.OfferIdea(text()))


def test_a_parked_answer_becomes_an_idea_by_its_author_only() -> None:
    life = Life().to(P.FRAMING)
    for name, words in (("ada", "A second bin"), ("ben", "No bins"), ("ada", "A lid")):
        life.do(name, c.OfferIdea(text(words)))
    life.to(P.IDEAS)
    assert life.do("ada", c.OfferParked(2)) == (
        IdeaOffered(life.now, ONE, PersonId("ada"), content("A lid"), is_by_organiser=False, from_parked=2),
    )
    assert [one.is_offered for one in life.state.parked] == [False, False, True]
    assert life.refused("ada", c.OfferParked(2)).key == "parked-offered"
    assert life.refused("ada", c.OfferParked(3)).arguments == {"which": 3, "last": 2}
    assert life.refused("ada", c.OfferParked(0)).key == "parked-unknown"
    assert life.refused("ben", c.OfferParked(2)).key == "parked-unknown"
    assert life.refused("ben", c.OfferParked(-1)).key == "parked-unknown"


def test_the_same_answer_is_not_kept_twice_for_one_person() -> None:
    life = Life().to(P.FRAMING)
    life.do("ada", c.OfferIdea(text("A second bin")))
    refusal = life.refused("ada", c.OfferIdea(text("A second bin!"), kept=1))
    assert (refusal.key, refusal.arguments) == ("parked-same", {"which": 1})
    assert life.refused("ada", c.OfferIdea(text("x" * 281), kept=1)).key == "words-too-long"
    life.do("ben", c.OfferIdea(text("A second bin")))
    assert [(place, one.by) for place, one in life.state.parked_by(PersonId("ben"))] == [(1, "ben")]


def test_a_parked_answer_that_says_what_an_idea_says_is_refused_with_its_number() -> None:
    life = Life().to(P.FRAMING)
    for name in ("ada", "ben"):
        life.do(name, c.OfferIdea(text("A second bin")))
    life.to(P.IDEAS).do("ada", c.OfferParked(1))
    refusal = life.refused("ben", c.OfferParked(1, twin=ONE))
    assert (refusal.key, refusal.arguments) == ("idea-same", {"idea": ONE})
    assert [one.is_offered for one in life.state.parked] == [True, False]
    life.do("ada", c.WithdrawIdea(ONE))
    assert life.do("ben", c.OfferParked(1))
    assert life.refused("ada", c.OfferParked(1, twin=TWO)).key == "parked-offered"


def test_others_ideas_are_read_after_giving_one_or_after_the_first_day() -> None:
    life = with_ideas("ada")
    opens = life.now + DAY

    def read(name: str) -> None:
        require_own_first(life.state, life.actor(name), life.now)

    read("ada")
    for moment in (life.now, opens - timedelta(microseconds=1)):
        life.wait_until(moment)
        with pytest.raises(Refusal) as caught:
            read("ben")
        assert caught.value.arguments == {"opens": opens}
    life.wait_until(opens)
    read("ben")
    life.do("ben", c.OfferIdea(text("Idea by ben")))
    life.everyone(c.OfferIdea(text("Another")), people=MEMBERS[2:])
    life.to(P.SORTING)
    read("fay")


# --- changing --------------------------------------------------------------------------------------------


def test_earlier_wordings_are_kept() -> None:
    life = with_ideas("ada")
    life.do("ada", c.EditIdea(ONE, text("Better words")))
    life.do("ada", c.EditIdea(ONE, text("Best words")))
    idea = life.state.ideas[ONE]
    assert idea.content == content("Best words")
    assert idea.earlier == (content("Idea number 1"), content("Better words"))


def test_an_edit_is_measured_like_an_idea() -> None:
    life = with_ideas("ada", "ben")
    assert life.refused("ada", c.EditIdea(ONE, text("x" * 281))).key == "words-too-long"
    assert life.refused("ada", c.EditIdea(ONE, text("Idea number 2"), twin=TWO)).arguments == {"idea": 2}
    assert life.refused("ben", c.WithdrawIdea(ONE)).key == "idea-not-yours"


def test_anyone_builds_on_an_idea_while_it_lives() -> None:
    life = with_ideas("ada", "ben")
    life.do("cem", c.BuildOn(ONE, text("With a lid?")))
    life.do("dora", c.BuildOn(ONE, text("And a light?")))
    assert life.state.ideas[ONE].builds == (content("With a lid?"), content("And a light?"))
    life.do("ben", c.WithdrawIdea(TWO))
    assert life.refused("cem", c.BuildOn(TWO, text())).key == "idea-withdrawn"


# --- joining ---------------------------------------------------------------------------------------------


def test_two_ideas_of_one_person_are_joined_at_once() -> None:
    life = with_ideas("ada", "ada")
    offered, joined = life.do("ada", c.Merge(ONE, TWO))
    assert isinstance(offered, MergeOffered)
    assert joined == IdeasJoined(life.now, ONE, TWO)
    assert joined_to(life) == {2: 1}
    assert not life.state.merges
    assert life.state.live_ideas == (1,)


def test_two_authors_both_say_yes() -> None:
    life = with_ideas("ada", "ben")
    (offered,) = life.do("ada", c.Merge(ONE, TWO))
    assert isinstance(offered, MergeOffered)
    assert offered.accepted == {"ada"}
    assert offered.closes == life.now + 2 * DAY
    assert joined_to(life) == {}
    assert life.do("ben", c.AnswerMerge(TWO, ONE, is_yes=True)) == (
        MergeAccepted(life.now, ONE, TWO, PersonId("ben")),
        IdeasJoined(life.now, ONE, TWO),
    )
    assert joined_to(life) == {2: 1}


def test_somebody_else_can_offer_a_merge_and_has_no_say_in_it() -> None:
    life = with_ideas("ada", "ben", "cem")
    life.do("dora", c.Merge(ONE, TWO))
    assert life.refused("dora", c.AnswerMerge(ONE, TWO, is_yes=True)).key == "merge-not-yours"
    life.do("cem", c.Merge(TWO, THREE))  # another offer, which the answers below leave alone
    assert len(life.do("ben", c.AnswerMerge(ONE, TWO, is_yes=True))) == 1
    assert life.state.merges[0].accepted == {"ben"}
    assert life.state.merges[1].accepted == {"cem"}
    assert len(life.do("ben", c.AnswerMerge(THREE, TWO, is_yes=False))) == 1
    assert len(life.state.merges) == 1
    assert len(life.do("ada", c.AnswerMerge(ONE, TWO, is_yes=True))) == 2
    assert joined_to(life) == {2: 1}


def test_one_no_ends_an_offer_and_the_two_stand_side_by_side() -> None:
    life = with_ideas("ada", "ben")
    life.do("ada", c.Merge(ONE, TWO))
    assert life.do("ben", c.AnswerMerge(ONE, TWO, is_yes=False)) == (
        MergeDeclined(life.now, ONE, TWO, PersonId("ben")),
    )
    assert not life.state.merges
    assert life.state.neighbours == ((1, 2),)
    life.do("ben", c.Merge(ONE, TWO))
    life.do("ben", c.AnswerMerge(ONE, TWO, is_yes=False))
    assert life.state.neighbours == ((1, 2),)


def test_silence_is_no_consent() -> None:
    life = with_ideas("ada", "ben")
    life.do("ada", c.Merge(ONE, TWO))
    life.wait_until(life.now + 2 * DAY - timedelta(microseconds=1))
    assert len(life.state.merges) == 1
    assert life.wait(1) == (MergeLapsed(life.now - timedelta(hours=1, microseconds=-1), ONE, TWO),)
    assert joined_to(life) == {}
    assert life.state.neighbours == ((1, 2),)


def test_offers_that_nobody_answered_end_with_the_sorting() -> None:
    slow = replace(COMMUNITY, merge_window=30 * DAY)
    life = Life(rules=rules(slow)).to(P.IDEAS)
    life.everyone(c.OfferIdea(text("Idea")))
    life.do("ada", c.Merge(ONE, TWO))
    life.do("cem", c.Merge(THREE, FOUR))
    life.end_step()
    assert len(life.state.merges) == 2
    events = life.end_step()
    assert [type(event) for event in events] == [MergeLapsed, MergeLapsed, IdeasFrozen, PhaseEntered]
    assert not life.state.merges
    assert life.state.neighbours == ((1, 2), (3, 4))


def test_an_idea_that_is_joined_takes_those_joined_to_it_along() -> None:
    life = with_ideas("ada", "ada", "ada", "ben")
    life.do("ada", c.Merge(TWO, THREE))
    life.do("ada", c.Merge(ONE, TWO))
    assert joined_to(life) == {2: 1, 3: 1}
    assert life.state.live_ideas == (1, 4)


def test_a_merge_of_merges_needs_the_yes_of_everybody_in_them() -> None:
    life = with_ideas("ada", "ben", "cem", "dora")
    for keep, join in ((ONE, TWO), (THREE, FOUR)):
        life.do(life.state.ideas[keep].by, c.Merge(keep, join))
        life.do(life.state.ideas[join].by, c.AnswerMerge(keep, join, is_yes=True))
    (offered,) = life.do("ben", c.Merge(ONE, THREE))
    assert isinstance(offered, MergeOffered)
    assert offered.accepted == {"ben"}
    for name in ("ada", "cem"):
        assert len(life.do(name, c.AnswerMerge(ONE, THREE, is_yes=True))) == 1
    assert life.refused("ben", c.AnswerMerge(ONE, THREE, is_yes=True)).key == "merge-accepted-already"
    assert life.refused("eli", c.AnswerMerge(ONE, THREE, is_yes=True)).key == "merge-not-yours"
    assert joined_to(life) == {2: 1, 4: 3}
    life.do("dora", c.AnswerMerge(ONE, THREE, is_yes=True))
    assert joined_to(life) == {2: 1, 3: 1, 4: 1}


def test_a_merge_ends_every_other_offer_of_the_idea_that_went() -> None:
    life = with_ideas("ada", "ben", "cem")
    life.do("ada", c.Merge(ONE, TWO))
    life.do("cem", c.Merge(THREE, TWO))
    life.do("cem", c.Merge(THREE, ONE))
    life.do("ben", c.AnswerMerge(ONE, TWO, is_yes=True))
    assert [(one.keep, one.join) for one in life.state.merges] == [(3, 1)]


def test_an_idea_that_is_withdrawn_lets_go_of_those_joined_to_it_and_of_its_offers() -> None:
    life = with_ideas("ada", "ben", "cem", "dora")
    life.do("ada", c.Merge(ONE, TWO))
    life.do("ben", c.AnswerMerge(ONE, TWO, is_yes=True))
    life.do("cem", c.Merge(THREE, FOUR))
    life.do("dora", c.AnswerMerge(THREE, FOUR, is_yes=False))
    life.do("cem", c.Merge(THREE, ONE))
    life.do("ada", c.WithdrawIdea(ONE))
    assert joined_to(life) == {}
    assert life.state.live_ideas == (2, 3, 4)
    assert not life.state.merges
    assert life.state.neighbours == ((3, 4),)
    life.do("dora", c.WithdrawIdea(FOUR))
    assert not life.state.neighbours


def test_ideas_that_are_gone_cannot_be_joined() -> None:
    life = with_ideas("ada", "ben", "cem")
    life.do("ada", c.Merge(ONE, TWO))
    life.do("ben", c.AnswerMerge(ONE, TWO, is_yes=True))
    refusal = life.refused("cem", c.Merge(THREE, TWO))
    assert refusal.key == "idea-joined"
    assert refusal.arguments == {"idea": 2, "to": 1}


# --- splitting -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "no", "left"),
    [
        ("ada", ONE, {}),  # whoever wrote the idea that was kept
        ("ben", TWO, {3: 1}),  # whoever wrote the idea that was joined
        ("cem", ONE, {}),  # each of the authors in it
        ("ada", THREE, {2: 1}),
    ],
)
def test_any_author_in_a_merge_can_undo_it(name: str, no: IdeaNo, left: dict[int, int]) -> None:
    life = with_ideas("ada", "ben", "cem", "dora")
    life.do("ada", c.Merge(ONE, TWO))
    life.do("ben", c.AnswerMerge(ONE, TWO, is_yes=True))
    life.do("ada", c.Merge(ONE, THREE))
    life.do("ben", c.AnswerMerge(ONE, THREE, is_yes=True))
    life.do("cem", c.AnswerMerge(ONE, THREE, is_yes=True))
    events = life.do(name, c.Split(no))
    assert all(isinstance(event, IdeaSplit) for event in events)
    assert joined_to(life) == left


def test_nobody_else_can_split() -> None:
    life = with_ideas("ada", "ada", "ben")
    life.do("ada", c.Merge(ONE, TWO))
    assert life.refused("ben", c.Split(TWO)).key == "idea-not-yours"
    assert life.refused("ben", c.Split(IdeaNo(9))).arguments == {"idea": 9, "last": 3}
    assert life.refused("ben", c.Split(THREE)).key == "split-nothing"


# --- until they are frozen -------------------------------------------------------------------------------


def test_a_merge_in_the_last_day_of_sorting_gives_a_day_once() -> None:
    life = with_ideas(*MEMBERS)
    life.to(P.SORTING)
    closes = there(life.state.window).closes
    life.wait_until(closes - timedelta(hours=23))
    life.do("ada", c.Merge(ONE, TWO))
    life.do("ben", c.AnswerMerge(ONE, TWO, is_yes=True))
    (extended,) = life.end_step()
    assert isinstance(extended, WindowExtended)
    assert extended.why is Why.LATE_SURGE
    assert extended.closes == closes + DAY
    life.do("ada", c.Split(ONE))
    life.end_step()
    assert life.is_in(P.VOTING)


def test_a_merge_a_day_before_the_end_gives_no_more_time() -> None:
    life = with_ideas(*MEMBERS)
    life.to(P.SORTING)
    life.wait_until(there(life.state.window).closes - DAY)
    life.do("ada", c.Merge(ONE, TWO))
    life.do("ben", c.AnswerMerge(ONE, TWO, is_yes=True))
    life.end_step()
    assert life.is_in(P.VOTING)


def test_only_living_ideas_are_frozen_and_the_roll_with_them() -> None:
    life = with_ideas(*MEMBERS)
    life.do("ada", c.WithdrawIdea(ONE))
    life.do("ben", c.Merge(TWO, THREE))
    life.do("cem", c.AnswerMerge(TWO, THREE, is_yes=True))
    life.to(P.VOTING)
    vote = there(life.state.vote)
    assert vote.vote_kind is VoteKind.VOTE
    assert vote.ideas == {2, 4, 5, 6}
    assert life.state.voted_on == (2, 4, 5, 6)
    assert life.state.roll_closed_at == life.now
    assert (vote.lists[0].dots, vote.lists[0].cap) == (3, 2)


def test_without_a_living_idea_there_is_nothing_to_vote_on() -> None:
    life = with_ideas("ada")
    life.do("ada", c.WithdrawIdea(ONE))
    life.everyone(c.BuildOn(ONE, text()), people=())
    while not life.is_in(P.SORTING):
        life.end_step()
    assert life.end_step() == (PhaseEntered(life.now, P.OUTCOME, None),)
    assert life.state.vote is None
    assert life.state.tally is None
    life.publish()
    assert life.is_in(P.FOLLOW_UP)
    assert life.now > START
