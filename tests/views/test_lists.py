"""What people can ask for, and what each list keeps to itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.order import own_order
from codesign_bot.core.phases import WINDOWED, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import VoteKind
from codesign_bot.view import Audience, BallotPaper, Ideas, Quote, Quoted, Row, Rows, Say, Typed, Who, say
from codesign_bot.views import ballots, lists

from .seeing import (
    arguments,
    content_key,
    keys,
    numbers,
    paper_of,
    quotes,
    remark_key,
    rows_titled,
    the,
    typed,
    words_on,
)
from .story import ADA, BEN, CYD, ELI, HAL, PEOPLE, Story, there


def test_every_list_is_for_one_reader(whole: Story) -> None:
    state, words = whole.state, whole.words
    for view in (
        lists.problem_statements(state, words),
        lists.wordings(state, words),
        lists.ideas(state, words, ADA, state.live_ideas),
        lists.one_idea(state, words, IdeaNo(1)),
        lists.own_parked(state, words, ELI),
        lists.now_view(state, words, whole.now),
        lists.rules_view(state, words),
        lists.tally_view(state, words),
        lists.feedback_view(state, words),
        lists.requests_view(state, words),
        lists.topics([state], words),
        lists.me_view(state, words, ADA, is_joined=True),
        lists.log_page([], "UTC", 0),
        ballots.my_ballot(state, ballots.Own(ADA, {}), words),
    ):
        assert view.audience is Audience.ONLY_YOU
        assert view.actions


def test_a_list_offers_nothing_whose_step_is_over(whole: Story) -> None:
    voting = whole.last(Phase.VOTING)
    for view in (
        lists.problem_statements(voting, whole.words),
        lists.wordings(voting, whole.words),
        lists.ideas(voting, whole.words, ADA, voting.live_ideas),
    ):
        assert typed(view) == ["now"]
    assert typed(lists.one_idea(voting, whole.words, IdeaNo(1))) == ["ideas"]
    sorting = whole.last(Phase.SORTING)
    assert typed(lists.ideas(sorting, whole.words, ADA, sorting.live_ideas)) == ["idea build 1 …"]
    assert typed(lists.tally_view(whole.steps[0].after, whole.words)) == ["now", "time more"]


# ---- framing


def test_statements_are_listed_by_number_page_by_page(whole: Story) -> None:
    state = whole.last(Phase.FRAMING)
    assert numbers(lists.problem_statements(state, whole.words), "statements-title") == [1, 2, 3, 4]
    second = lists.problem_statements(state, whole.words, page=2, per_page=3)
    assert numbers(second, "statements-title") == [4]
    assert the(second, "page").arguments == {"page": 2, "pages": 2, "count": 4}
    assert keys(lists.problem_statements(whole.steps[0].after, whole.words)) == ["statements-none"]


def test_wordings_do_not_tell_how_many_support_them(whole: Story) -> None:
    state = whole.last(Phase.FRAMING)
    view = lists.wordings(state, whole.words)
    assert [(row.number, remark_key(row)) for row in rows_titled(view, "wordings-title").rows] == [
        (1, None),
        (2, "by-organiser"),
    ]
    assert len(state.wordings[min(state.wordings)].supporters) == 2
    assert not [value for _, name, value in arguments(view) if isinstance(value, int) and name != "number"]
    assert typed(view) == ["support 1", "question …"]
    assert typed(lists.wordings(state, whole.words, ADA)) == ["support 2", "question …"]  # the first is hers


def test_a_wording_that_is_set_aside_says_so_and_is_not_offered(whole: Story) -> None:
    view = lists.wordings(whole.last(Phase.CONFIRMING), whole.words)
    assert remark_key(rows_titled(view, "wordings-title").rows[0]) == "wording-is-set-aside"
    assert "support 1" not in typed(view)


def test_kept_answers_are_the_readers_own(whole: Story) -> None:
    state = whole.last(Phase.CONFIRMING)
    view = lists.own_parked(state, whole.words, ELI)
    assert rows_titled(view, "parked-title").rows == (Row(Quoted("More lamps"), 1),)
    assert typed(view) == ["help"]  # not before its time
    assert typed(lists.own_parked(replace(state, phase=Phase.IDEAS), whole.words, ELI))[0] == "idea parked 1"
    assert keys(lists.own_parked(state, whole.words, ADA)) == ["parked-none"]
    offered = lists.own_parked(whole.state, whole.words, ELI)
    assert remark_key(rows_titled(offered, "parked-title").rows[0]) == "parked-was-offered"
    assert "idea parked 1" not in typed(offered)


# ---- ideas


def test_ideas_stand_in_the_order_that_is_given(whole: Story) -> None:
    state = whole.last(Phase.SORTING)
    order = tuple(reversed(state.live_ideas))
    view = lists.ideas(state, whole.words, CYD, order)
    assert numbers(view, "ideas-title") == [11, 8, 7, 6, 5, 4, 3, 2, 1]


def test_ideas_come_in_pages_and_a_page_too_far_is_the_last(whole: Story) -> None:
    state = whole.last(Phase.SORTING)
    first = lists.ideas(state, whole.words, CYD, state.live_ideas, 1, per_page=4)
    assert numbers(first, "ideas-title") == [1, 2, 3, 4]
    assert the(first, "page").arguments == {"page": 1, "pages": 3, "count": 9}
    assert typed(first)[0] == "ideas 2"
    last = lists.ideas(state, whole.words, CYD, state.live_ideas, 9, per_page=4)
    assert numbers(last, "ideas-title") == [11]
    assert "ideas 10" not in typed(last)
    assert numbers(lists.ideas(state, whole.words, CYD, state.live_ideas, -1, per_page=4), "ideas-title")[0] == 1


def test_a_list_of_ideas_says_which_are_yours_or_an_organisers_and_names_nobody(whole: Story) -> None:
    state = whole.last(Phase.SORTING)
    view = lists.ideas(state, whole.words, CYD, state.live_ideas)
    remarks = {row.number: remark_key(row) for row in rows_titled(view, "ideas-title").rows}
    assert remarks[3] == "idea-is-yours"
    assert remarks[11] == "by-organiser"
    assert remarks[1] is None
    assert not [value for _, _, value in arguments(view) if isinstance(value, Who)]


def test_only_ideas_that_can_go_on_are_listed(whole: Story) -> None:
    state = next(s for s in whole.states if s.ideas and s.ideas[IdeaNo(1)].is_live and len(s.live_ideas) == 8)
    joined = next(s for s in whole.states if 2 in s.ideas and s.ideas[IdeaNo(2)].joined_to == 1)
    view = lists.ideas(joined, whole.words, HAL, tuple(joined.ideas))
    assert 2 not in numbers(view, "ideas-title")
    (kept,) = [row for row in rows_titled(view, "ideas-title").rows if row.number == 1]
    assert remark_key(kept) == "idea-holds"
    assert keys(lists.ideas(whole.steps[0].after, whole.words, HAL, ())) == ["ideas-none"]
    assert state.live_ideas


def test_one_idea_shows_its_builds_its_old_words_and_what_is_joined_to_it(whole: Story) -> None:
    joined = next(s for s in whole.states if 2 in s.ideas and s.ideas[IdeaNo(2)].joined_to == 1)
    view = lists.one_idea(joined, whole.words, IdeaNo(1))
    builds, earlier = rows_titled(view, "idea-builds"), rows_titled(view, "idea-earlier")
    assert builds.rows == (Row(Quoted("And a switch that saves power")),)
    assert earlier.rows == (Row(Quoted("Lamps on the path")),)
    assert numbers(view, "idea-joined-here") == [2]
    part = lists.one_idea(joined, whole.words, IdeaNo(2))
    assert the(part, "fate-is-joined").arguments == {"idea": 1}


def test_neighbours_are_named_on_both_sides(whole: Story) -> None:
    state = whole.last(Phase.SORTING)
    for one, other in ((IdeaNo(3), 6), (IdeaNo(6), 3)):
        near = the(lists.one_idea(state, whole.words, one), "idea-near").arguments["ideas"]
        assert isinstance(near, Ideas)
        assert other in near.numbers


def test_a_hidden_idea_shows_nothing_of_what_it_said(whole: Story) -> None:
    state = whole.state
    hidden = replace(state.ideas[IdeaNo(1)], is_hidden=True, joined_to=None)
    view = lists.one_idea(replace(state, ideas={**state.ideas, hidden.no: hidden}, promises={}), whole.words, hidden.no)
    assert not words_on(view)[1:]  # the first is the title of the round
    assert "fate-is-hidden" in keys(view)


# ---- my ballot


def test_my_ballot_before_a_vote_says_that_it_comes(whole: Story) -> None:
    assert keys(ballots.my_ballot(whole.last(Phase.IDEAS), ballots.Own(ADA, {}), whole.words)) == ["ballot-not-yet"]


def test_an_empty_ballot_shows_what_can_be_voted_on(whole: Story) -> None:
    view = ballots.my_ballot(whole.last(Phase.RUNOFF), ballots.Own(ADA, {}), whole.words)
    assert keys(view) == ["ballot-none", "now-runoff"]
    assert numbers(view, "tied-ideas") == [3, 4, 5, 8]


def test_a_ballot_holds_every_idea_in_the_readers_own_order(whole: Story) -> None:
    state = whole.last(Phase.RUNOFF)
    orders = {
        person: tuple(choice.number for one in paper_of(view).lists for choice in one.choices)
        for person in PEOPLE
        for view in (ballots.my_ballot(state, ballots.Own(person, {IdeaNo(4): 1}), whole.words),)
    }
    for person, order in orders.items():
        assert order == tuple(map(int, own_order((IdeaNo(no) for no in (3, 4, 5, 8)), state.id, person)))
    assert len(set(orders.values())) > 1


def test_a_ballot_knows_its_rules_the_dots_and_where_to_look(whole: Story) -> None:
    state = whole.last(Phase.RUNOFF)
    shown = paper_of(ballots.my_ballot(state, ballots.Own(ADA, {IdeaNo(4): 1}, at=IdeaNo(4)), whole.words))
    (one,) = shown.lists
    assert (one.dots, one.cap, one.left, shown.at) == (1, 1, 0, 4)
    assert {choice.number: choice.dots for choice in one.choices} == {3: 0, 4: 1, 5: 0, 8: 0}
    assert all(choice.remark == Say("dots-on-idea", {"count": choice.dots}) for choice in one.choices)


def test_a_ballot_is_never_opened_at_an_idea_that_is_not_on_it(whole: Story) -> None:
    state = whole.last(Phase.RUNOFF)
    for at in (None, IdeaNo(0), IdeaNo(1), IdeaNo(999)):
        assert paper_of(ballots.my_ballot(state, ballots.Own(ADA, {}, at), whole.words)).at is None


@pytest.mark.parametrize("phase", [Phase.COOLING_OFF, Phase.FEEDBACK, Phase.ARCHIVED])
def test_after_the_vote_a_ballot_is_shown_and_cannot_be_changed(whole: Story, phase: Phase) -> None:
    state = whole.last(phase)
    view = ballots.my_ballot(state, ballots.Own(ADA, {IdeaNo(4): 1}), whole.words)
    assert keys(view) == ["ballot-over"]
    assert numbers(view, "ballot-title") == [4]
    assert not any(action.typed.startswith("vote") for action in view.actions)
    assert keys(ballots.my_ballot(state, ballots.Own(ADA, {}), whole.words)) == ["ballot-over"]
    saved = ballots.ballot_saved(state, VoteKind.RUNOFF, ballots.Own(ADA, {IdeaNo(4): 1}), whole.words)
    assert keys(saved) == ["saved-ballot"]
    assert numbers(saved, "ballot-title") == [4]
    assert not any(isinstance(block, BallotPaper) for view in (view, saved) for block in view.blocks)


def test_an_empty_ballot_is_a_list_of_all_ideas_but_not_after_it_was_cleared(whole: Story) -> None:
    state = whole.last(Phase.RUNOFF)
    shown = paper_of(ballots.my_ballot(state, ballots.Own(ADA, {}), whole.words))
    assert [sorted(row.number or 0 for row in rows.rows) for rows in shown.as_rows] == [[3, 4, 5, 8]]
    cleared = ballots.ballot_saved(state, VoteKind.RUNOFF, ballots.Own(ADA, {}), whole.words)
    assert paper_of(cleared).as_rows == ()
    assert [choice.dots for choice in paper_of(cleared).lists[0].choices] == [0, 0, 0, 0]


def test_a_ballot_of_several_lists_has_dots_for_each(stories: tuple[Story, ...]) -> None:
    state = next(state for state in stories[3].states if state.vote and len(state.vote.lists) > 1)
    state = replace(state, phase=Phase.VOTING)
    vote = there(state.vote)
    first = min(vote.lists[0].ideas)
    view = ballots.my_ballot(state, ballots.Own(ADA, {first: 1}), stories[3].words)
    shown = paper_of(view)
    assert [one.left for one in shown.lists] == [vote.lists[0].dots - 1, *(one.dots for one in vote.lists[1:])]
    assert [{choice.number for choice in one.choices} for one in shown.lists] == [one.ideas for one in vote.lists]
    assert [one.title.arguments["number"] for one in shown.lists] == list(range(1, len(vote.lists) + 1))
    assert numbers(view, "ballot-title") == [first]


def test_a_press_that_is_refused_says_why_and_shows_the_ballot(whole: Story) -> None:
    state = whole.last(Phase.RUNOFF)
    ballot = ballots.my_ballot(state, ballots.Own(ADA, {IdeaNo(4): 1}), whole.words).about(7)
    view = ballots.refused_on_ballot(Refusal("ballot-over-budget", asked=2, dots=1), ballot)
    assert keys(view)[:2] == ["ballot-over-budget", "nothing-changed"]
    assert paper_of(view) == paper_of(ballot)
    assert (view.heading, view.actions, view.topic, view.audience) == (
        ballot.heading,
        ballot.actions,
        7,
        Audience.ONLY_YOU,
    )


def test_my_ballot_shows_my_dots(whole: Story) -> None:
    view = ballots.my_ballot(whole.last(Phase.RUNOFF), ballots.Own(ADA, {IdeaNo(4): 1}), whole.words)
    assert rows_titled(view, "ballot-title").rows == (
        Row(Quoted("Cut the hedges"), 4, Say("dots-on-idea", {"count": 1})),
    )
    assert the(view, "dots-left").arguments == {"count": 0}
    assert all(action.is_private for action in view.actions)


# ---- rules


def test_the_rules_are_told_in_sentences_with_their_mark(whole: Story) -> None:
    view = lists.rules_view(whole.state, whole.words)
    assert the(view, "rules-frozen").arguments == {"hash": Typed(there(whole.state.rules).hashed())}
    told = [content_key(row) for row in rows_titled(view, "rules-title").rows]
    assert told[:3] == ["rule-template", "rule-zone", "rule-night"]
    assert [key for key in told if key and key.startswith("tie-rule-")] == [
        "tie-rule-other-measure",
        "tie-rule-widen",
        "tie-rule-runoff",
        "tie-rule-all-go-on",
    ]
    assert told.count("rule-check") == 2
    assert Row(say("rule-objections", count=3)) in rows_titled(view, "rules-title").rows
    assert {"rule-dots", "rule-secret", "rule-dots-by-ideas", "rule-heard"} <= set(told)
    steps = rows_titled(view, "rules-steps").rows
    assert len(steps) == len(WINDOWED)
    assert len(quotes(view)) == 4


def test_rules_that_can_still_change_say_so(whole: Story, stories: tuple[Story, ...]) -> None:
    planned = replace(whole.state, rules_hash=None)
    assert "rules-not-frozen" in keys(lists.rules_view(planned, whole.words))
    assert keys(lists.rules_view(whole.steps[0].after, whole.words)) == ["rules-none"]
    practice = lists.rules_view(stories[3].state, stories[3].words)
    told = {content_key(row) for row in rows_titled(practice, "rules-title").rows}
    assert "rule-practice" in told
    assert "rule-night" not in told


def test_a_fixed_number_of_dots_is_said(whole: Story) -> None:
    rules = there(whole.state.rules)
    fixed = replace(rules, template=replace(rules.template, dots=5))
    view = lists.rules_view(replace(whole.state, rules=fixed), whole.words)
    assert Row(Say("rule-dots-fixed", {"dots": 5})) in rows_titled(view, "rules-title").rows


def test_words_of_others_are_shown_as_quotes_and_never_as_our_words(whole: Story) -> None:
    state = whole.last(Phase.SORTING)
    for view in (lists.ideas(state, whole.words, BEN, state.live_ideas), lists.problem_statements(state, whole.words)):
        for block in view.blocks:
            if isinstance(block, Rows):
                assert all(isinstance(row.content, Quoted) for row in block.rows)
            assert not isinstance(block, Quote)
