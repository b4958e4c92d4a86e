"""Where things stand: now, the tally, feedback, requests, topics, and what is one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codesign_bot.core.counting.result import TieStep
from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.ids import IdeaNo, PersonId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.view import Say
from codesign_bot.views import lists

from .seeing import bars_of, content_key, keys, numbers, quotes, remark_key, rows_titled, the, typed, words_on
from .story import ADA, DEE, OLU, Story, there

THREE, FOUR, FIVE = (IdeaNo(no) for no in (3, 4, 5))


def test_now_says_what_the_card_says_and_how_many_joined(whole: Story) -> None:
    view = lists.now_view(whole.last(Phase.IDEAS), whole.words, whole.now)
    assert the(view, "people-joined").arguments == {"count": 9}
    assert "join" in typed(view)
    theirs = lists.now_view(whole.last(Phase.IDEAS), whole.words, whole.now, is_joined=True)
    assert [step for step in typed(view) if step != "join"] == typed(theirs)
    assert "now-ideas" in keys(view)


def test_the_whole_tally_can_be_asked_for_once_it_is_public(whole: Story) -> None:
    view = lists.tally_view(whole.last(Phase.FEEDBACK), whole.words)
    assert len(bars_of(view).bars) == 9
    assert "tally-is-final" in keys(view)


@pytest.mark.parametrize("rule", Rule)
def test_a_tie_is_told_in_the_measure_of_the_rule(whole: Story, rule: Rule) -> None:
    state = whole.last(Phase.FEEDBACK)
    told = replace(there(state.tally), rule=rule)
    view = lists.tally_view(replace(state, tally=told), whole.words)
    tie = {
        Rule.DOTS: "tie-by-dots",
        Rule.SUPPORTERS: "tie-by-supporters",
        Rule.APPROVAL: "tie-by-supporters",
        Rule.FAIR_SHARE: "tie-by-fair-share",
    }
    assert keys(view)[0] == tie[rule]
    assert rule.sentence_key in keys(view)
    values = [bar.value for bar in bars_of(view).bars]
    assert values[0] == (6 if rule is Rule.DOTS else 3)


def test_every_step_that_a_tie_can_take_is_a_sentence(whole: Story) -> None:
    state = whole.last(Phase.FEEDBACK)
    tally = there(state.tally)
    tie = there(tally.tie)
    some = replace(tie.steps[0], measure=None, extra_places=0, chosen=(THREE,), still_tied=(FOUR, FIVE))
    steps = tuple(replace(some, step=step) for step in TieStep)
    widened = replace(some, step=TieStep.WIDEN, extra_places=1)
    parted = tuple(
        replace(some, step=step, chosen=chosen, still_tied=tied)
        for step in (TieStep.OTHER_MEASURE, TieStep.RUNOFF)
        for chosen, tied in (((), (THREE, FOUR)), ((THREE,), ()))
    )
    told = replace(tally, tie=replace(tie, steps=(*steps, widened, *parted)))
    view = lists.tally_view(replace(state, tally=told), whole.words)
    assert [content_key(row) for row in rows_titled(view, "tie-steps").rows] == [
        "tie-step-other-measure",
        "tie-step-not-widened",
        "tie-step-runoff",
        "tie-step-all-go-on",
        "tie-step-widened",
        "tie-step-other-measure-none",
        "tie-step-other-measure-all",
        "tie-step-runoff-none",
        "tie-step-runoff-all",
    ]


def test_requests_show_reason_support_and_objections(whole: Story) -> None:
    state = next(s for s in whole.states if 2 in s.requests and s.requests[min(s.requests)].supporters)
    state = [s for s in whole.states if len(s.requests) == 2][-1] or state
    view = lists.requests_view(state, whole.words)
    each = ["request-made", "request-support", "request-objections", "request-closes"]
    assert [key for key in keys(view) if key != "idea-meant-number"] == each * 2
    support = [b.arguments for b in view.blocks if isinstance(b, Say) and b.key == "request-support"]
    assert support == [{"support": 3, "needed": 3}, {"support": 0, "needed": 3}]
    assert [quote.quoted.words for quote in quotes(view)] == ["It names a person", "We all have said it"]
    assert typed(view) == ["request support 1", "request object 1 …"]
    assert keys(lists.requests_view(whole.state, whole.words)) == ["requests-none"]
    assert typed(lists.requests_view(whole.state, whole.words)) == ["now", "help"]


def test_a_request_is_answered_once_and_never_by_who_made_it(whole: Story) -> None:
    state = [s for s in whole.states if len(s.requests) == 2][-1]
    first, second = (state.requests[no] for no in sorted(state.requests))
    assert (first.by, second.by) == (OLU, DEE)

    def can_answer(reader: PersonId) -> list[str]:
        return [step for step in typed(lists.requests_view(state, whole.words, reader)) if step.startswith("request")]

    assert ADA in first.supporters
    assert can_answer(ADA) == ["request support 2", "request object 2 …"]
    assert can_answer(OLU) == ["request support 2", "request object 2 …"]
    assert can_answer(DEE) == ["request support 1", "request object 1 …"]
    supported = replace(second, supporters=frozenset({ADA}))
    state = replace(state, requests={first.no: first, second.no: supported})
    assert can_answer(ADA) == []


def test_topics_say_where_each_stands(whole: Story, stories: tuple[Story, ...]) -> None:
    waiting = replace(stories[1].steps[0].after, topic=TopicNo(2))
    practice = replace(stories[3].state, topic=TopicNo(9))
    words = {**stories[3].words, **stories[1].words, **whole.words}
    view = lists.topics([whole.state, waiting, practice], words)
    assert [(row.number, remark_key(row)) for row in rows_titled(view, "topics-title").rows] == [
        (2, "topic-is-waiting"),
        (4, "topic-is-at"),
        (9, "topic-is-practice"),
    ]
    assert typed(view) == ["topic second 2", "topic suggest …"]
    assert keys(lists.topics([], {})) == ["topics-none"]


def test_what_is_mine_is_mine_alone_and_without_a_ballot(whole: Story) -> None:
    view = lists.me_view(whole.last(Phase.VOTING), whole.words, ADA, is_joined=True)
    assert keys(view) == ["me-joined", "me-ballot"]
    assert numbers(view, "me-ideas") == [1]
    mine = words_on(view)[1:]
    assert mine == [
        "ada is afraid to walk home",
        "How might we make the park feel safe?",
        "Warm lamps on the path",
    ]
    assert all(action.typed != "vote" for action in view.actions)
    nobody = lists.me_view(whole.state, whole.words, PersonId("new"), is_joined=False)
    assert keys(nobody) == ["me-not-joined", "me-nothing", "me-ballot"]
