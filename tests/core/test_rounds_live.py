"""Whole rounds, lived at random: any person, any command, any jump in time, nonsense too.

Everything that happens is held to the laws of `testing.laws`, and to the second opinion of `testing.watcher`,
which says before each command whether it is allowed and before each deadline where it leads. A short run by
default; `CODESIGN_PROFILE=soak` lives longer.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from codesign_bot.core import commands as c
from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.due import next_due
from codesign_bot.core.evolve import fold
from codesign_bot.core.ids import IdeaNo, PersonId, RequestNo, WordingNo
from codesign_bot.core.label import Decider, Fixed, Use
from codesign_bot.core.phases import ENDED, HIDEABLE, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.rest import Rest
from codesign_bot.core.rules import Rules
from codesign_bot.core.state import Fate, Narrowing, Remark, Stance, VoteKind
from codesign_bot.testing.build import (
    COMMUNITY,
    MEMBERS,
    ORGANISER,
    PRACTICE,
    REASON,
    START,
    Life,
    answers,
    rules,
    text,
)
from codesign_bot.testing.linking import link_accounts
from codesign_bot.testing.watcher import Notes, allows, due, follow

settings.register_profile(
    "ci",
    max_examples=250,
    stateful_step_count=60,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),  # the same change gets the same answer; other runs go on searching
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("soak", settings.get_profile("ci"), max_examples=5_000, stateful_step_count=100)

QUICK = replace(
    COMMUNITY,
    name="quick",
    windows={phase: timedelta(hours=72) for phase in COMMUNITY.windows},
    checks=(timedelta(days=14),),
    places=1,
    ideas_each=12,
)
HOME = {
    "plain": rules(COMMUNITY, "UTC"),
    "london": rules(COMMUNITY, "Europe/London"),
    "apia": rules(replace(QUICK, rule=Rule.APPROVAL), "Pacific/Apia"),
    "lord howe": rules(replace(QUICK, rule=Rule.FAIR_SHARE, places=3), "Australia/Lord_Howe"),
    "far west": rules(replace(COMMUNITY, rule=Rule.SUPPORTERS, seconders=1), "Etc/GMT+12"),
    "resting": replace(
        rules(QUICK, "Asia/Jerusalem"),
        rest=Rest(frozenset({5, 6}), frozenset((START + timedelta(days=days)).date() for days in range(0, 400, 6))),
    ),
    "practice": rules(PRACTICE, "America/New_York"),
    "advice": rules(QUICK, "Asia/Kolkata", answers(Decider.OTHERS, Fixed.NOTHING, Use.ADVICE, date(2026, 3, 20))),
}
PEOPLE = (*MEMBERS, ORGANISER, "oren", "zoe")
P = Phase

people = st.sampled_from(PEOPLE)
small = st.integers(1, 7)
numbers = st.sampled_from([-1, 0, 1, 1, 2, 2, 3, 4, 5, 6, 30])
ideas = numbers.map(IdeaNo)
texts = st.sampled_from(
    [
        "The bins overflow every Friday.",
        "A second bin for the gate",
        "Lamps in the tunnel",
        "Ja!",
        "…",
        "@everyone look",
        "x" * 290,
    ]
).map(text)
reasons = st.sampled_from(
    ["Half of us are away this week.", "It is not what we asked for.", "no", " ", "r" * 501, "Ask @room why"]
).map(text)
days = st.sampled_from([date(2026, 3, 1), date(2026, 4, 20), date(2026, 7, 1), date(2027, 1, 1), date.max])
twins = st.sampled_from([None, None, None, IdeaNo(1)])
plans = st.sampled_from([*HOME.values(), Rules(COMMUNITY, "UTC"), rules(honest=answers(reply_by=date(2026, 3, 2)))])

OPENING: list[st.SearchStrategy[c.Command]] = [
    st.builds(c.SecondTopic),
    st.builds(c.PlanRound, plans, st.tuples(reasons)),
    st.builds(c.Join),
    st.builds(c.Leave),
]
FRAMING: list[st.SearchStrategy[c.Command]] = [
    st.builds(c.StateProblem, texts),
    st.builds(c.WordQuestion, texts),
    st.builds(c.SupportWording, numbers.map(WordingNo)),
    st.builds(c.Consent),
    st.builds(c.Object, reasons),
    st.builds(c.WithdrawObjection),
]
IDEAS: list[st.SearchStrategy[c.Command]] = [
    st.builds(c.OfferIdea, texts, twins, st.sampled_from([None, None, None, 1])),
    st.builds(c.OfferParked, numbers, twins),
    st.builds(c.EditIdea, ideas, texts, twins),
    st.builds(c.WithdrawIdea, ideas),
    st.builds(c.BuildOn, ideas, texts),
    st.builds(c.Merge, ideas, ideas),
    st.builds(c.Merge, ideas, ideas),
    st.builds(c.AnswerMerge, ideas, ideas, st.booleans()),
    st.builds(c.Split, ideas),
]
VOTES: list[st.SearchStrategy[c.Command]] = [
    st.builds(c.CastBallot, st.dictionaries(ideas, st.integers(-1, 3), max_size=4)),
    st.builds(c.CastBallot, st.dictionaries(small.map(IdeaNo), st.integers(0, 2), max_size=3)),
    st.builds(c.CastBallot, st.dictionaries(small.map(IdeaNo), st.just(1), max_size=1)),
]
parts = st.builds(c.TakeStance, ideas, st.sampled_from(Stance)) | st.builds(
    c.GiveFeedback, ideas, st.sampled_from(Remark), texts
)
RESULT: list[st.SearchStrategy[c.Command]] = [
    st.builds(c.Object, reasons),
    st.builds(c.WithdrawObjection),
    st.builds(c.StateMinorityView, texts),
    st.builds(c.CosignMinorityView, numbers),
    st.builds(c.TakeStance, ideas, st.sampled_from(Stance)),
    st.builds(c.GiveFeedback, ideas, st.sampled_from(Remark), texts),
    st.builds(c.FillFeedback, st.lists(parts, min_size=1, max_size=4).map(tuple)),
]
OUTCOME: list[st.SearchStrategy[c.Command]] = [
    st.builds(
        c.SetFate,
        ideas,
        st.sampled_from(Fate),
        st.none() | reasons,
        st.none() | texts,
        st.none() | days,
    ),
    st.builds(c.PublishOutcome, texts, st.none() | reasons),
    st.builds(c.ReportProgress, ideas, texts),
    st.builds(c.ClaimDone, ideas),
    st.builds(c.ConfirmDone, ideas),
    st.builds(c.DisputeDone, ideas, reasons),
]
POWER: list[st.SearchStrategy[c.Command]] = [
    st.builds(c.AskForTime),
    st.builds(c.GiveTime, st.timedeltas(timedelta(days=-1), timedelta(days=31)), reasons),
    st.builds(c.MakeRequest, st.sampled_from(Narrowing), reasons, st.none() | ideas, st.integers(0, 15)),
    st.builds(c.SupportRequest, numbers.map(RequestNo)),
    st.builds(c.ObjectToRequest, numbers.map(RequestNo), reasons),
]
FITTING = {
    P.PROPOSED: [*OPENING, *POWER[:2]],
    P.FRAMING: [*FRAMING, *IDEAS[:1]],
    P.CONFIRMING: [*FRAMING, *IDEAS[:1]],
    P.IDEAS: IDEAS,
    P.SORTING: IDEAS,
    P.VOTING: VOTES,
    P.RUNOFF: VOTES,
    P.COOLING_OFF: RESULT,
    P.FEEDBACK: [*RESULT, OUTCOME[0]],
    P.OUTCOME: [*OUTCOME, *RESULT],
    P.FOLLOW_UP: OUTCOME,
}
# Most begins where most can happen.
beginnings = st.sampled_from([*FITTING, P.CONFIRMING, P.CONFIRMING, P.IDEAS, P.IDEAS, P.IDEAS, P.SORTING, P.VOTING])
ANYTHING = st.one_of([*OPENING, *FRAMING, *IDEAS, *VOTES, *RESULT, *OUTCOME, *POWER])


class RoundsLive(RuleBasedStateMachine):
    """A round, the second opinion beside it, and nobody who knows what comes next."""

    life: Life
    notes: Notes
    read: int = 0

    @initialize(home=st.sampled_from(sorted(HOME)), start=st.integers(0, 24 * 366), phase=beginnings)
    def begin(self, home: str, start: int, phase: Phase) -> None:
        began = START + timedelta(hours=start)
        promised = HOME[home].answers
        assert promised is not None
        honest = replace(promised, reply_by=promised.reply_by + timedelta(days=start // 24))
        planned = replace(HOME[home], answers=honest)
        reserve = Rules(COMMUNITY, planned.zone)
        organisers = frozenset({ORGANISER, "oren"})
        self.life = Life(planned, organisers, began, reserve)
        self.notes = Notes(organisers, reserve, began, people={"ada": began})
        if phase is P.RUNOFF and planned.template.rule in {Rule.DOTS, Rule.SUPPORTERS} and home != "advice":
            self.life.to_runoff()
        elif phase in FITTING:
            self.live_up_to(phase)
        self.catch_up()

    def live_up_to(self, phase: Phase) -> None:
        while self.life.state.phase not in ENDED | {phase, P.FOLLOW_UP}:
            self.life.pass_step()

    # --- what can happen ------------------------------------------------------------------------------

    def attempt(self, who: str, command: c.Command) -> None:
        """The core and the second opinion agree whether this may be done."""
        who = self.life.is_now.get(who, who)
        self.life.settle()
        self.catch_up()
        expected = allows(self.notes, who, command, self.life.now)
        before = self.life.state
        if expected:
            self.life.do(who, command)
        else:
            self.life.refused(who, command)
            assert self.life.state is before
        self.life.settle()  # a date can have gone by before the round that promised it was opened
        self.catch_up()

    def catch_up(self) -> None:
        """The second opinion reads what is new."""
        for chapter in self.life.chapters[self.read :]:
            follow(self.notes, chapter)
        self.read = len(self.life.chapters)

    @rule(who=people, data=st.data())
    def people_do_what_fits(self, who: str, data: st.DataObject) -> None:
        fitting = st.one_of(FITTING.get(self.life.state.phase, [ANYTHING]))
        for command in data.draw(st.lists(fitting, min_size=1, max_size=4)):
            self.attempt(who, command)

    @rule(who=people, command=ANYTHING)
    def somebody_does_anything(self, who: str, command: c.Command) -> None:
        self.attempt(who, command)

    @rule(who=people, command=st.one_of(POWER))
    def somebody_uses_power(self, who: str, command: c.Command) -> None:
        self.attempt(who, command)

    @rule(data=st.data())
    def several_do_the_same(self, data: st.DataObject) -> None:
        command = data.draw(st.one_of([*FITTING.get(self.life.state.phase, [ANYTHING]), *POWER]))
        for who in sorted(data.draw(st.sets(people, min_size=3))):
            self.attempt(who, command)

    @precondition(lambda self: bool(self.life.state.requests))
    @rule(how_many=st.integers(2, 6), data=st.data())
    def many_agree_to_a_request(self, how_many: int, data: st.DataObject) -> None:
        no = data.draw(st.sampled_from(sorted(self.life.state.requests)))
        for who in MEMBERS[:how_many]:
            self.attempt(who, c.SupportRequest(no))
        self.life.wait(hours=49)
        self.catch_up()

    @precondition(lambda self: bool(self.life.state.merges))
    @rule(data=st.data())
    def authors_answer(self, data: st.DataObject) -> None:
        merge = data.draw(st.sampled_from(self.life.state.merges))
        for no in (merge.keep, merge.join):
            who = self.life.state.ideas[no].by
            self.attempt(who, c.AnswerMerge(merge.keep, merge.join, is_yes=True))

    @precondition(lambda self: self.life.state.phase in HIDEABLE and len(self.life.state.live_ideas) > 1)
    @rule(data=st.data(), is_agreed=st.booleans())
    def an_author_wants_to_join_ideas(self, data: st.DataObject, *, is_agreed: bool) -> None:
        live = st.sampled_from(self.life.state.live_ideas)
        keep, join = data.draw(st.lists(live, min_size=2, max_size=2, unique=True))
        authors = [self.life.state.ideas[no].by for no in (keep, join)]
        self.attempt(authors[0], c.Merge(keep, join))
        if is_agreed:
            self.attempt(authors[1], c.AnswerMerge(keep, join, is_yes=True))

    @precondition(lambda self: any(idea.joined_to for idea in self.life.state.ideas.values()))
    @rule(data=st.data(), who=people)
    def somebody_wants_to_split_what_was_joined(self, data: st.DataObject, who: str) -> None:
        joined = [no for no, idea in self.life.state.ideas.items() if idea.joined_to]
        self.attempt(who, c.Split(data.draw(st.sampled_from(joined))))

    @precondition(lambda self: self.life.state.phase is P.IDEAS and self.life.state.rules is not None)
    @rule(each=st.integers(1, 6))
    def there_is_a_flood_of_ideas(self, each: int) -> None:
        for who in PEOPLE:
            for no in range(each):
                self.attempt(who, c.OfferIdea(text(f"Number {no} of {who}")))

    @precondition(lambda self: self.life.state.phase is P.OUTCOME)
    @rule(fates=st.lists(st.booleans(), min_size=9, max_size=9), why=st.none() | reasons)
    def an_organiser_writes_the_outcome(self, fates: list[bool], why: c.Text | None) -> None:
        due_on = self.life.now.date() + timedelta(days=20)
        for turn, no in enumerate(self.life.state.live_ideas):
            chosen = c.SetFate(no, Fate.CHOSEN, owner=REASON, due_on=due_on)
            later = c.SetFate(no, Fate.LATER, reason=REASON)
            self.attempt(ORGANISER, chosen if fates[turn % len(fates)] else later)
        self.attempt(ORGANISER, c.PublishOutcome(REASON, why))

    @precondition(lambda self: bool(self.life.state.promises))
    @rule(data=st.data(), who=people, others=st.sets(people), is_disputed=st.booleans())
    def somebody_says_that_it_is_done(
        self, data: st.DataObject, who: str, others: set[str], *, is_disputed: bool
    ) -> None:
        no = data.draw(st.sampled_from(sorted(self.life.state.promises)))
        self.attempt(who, c.ClaimDone(no))
        for other in sorted(others):
            self.attempt(other, c.ConfirmDone(no))
        if is_disputed:
            self.attempt("ben", c.DisputeDone(no, REASON))

    @precondition(lambda self: bool(self.life.state.merges))
    @rule(data=st.data())
    def an_author_goes_before_the_merge_is_answered(self, data: st.DataObject) -> None:
        merge = data.draw(st.sampled_from(self.life.state.merges))
        no = data.draw(st.sampled_from([merge.keep, merge.join]))
        self.attempt(self.life.state.ideas[no].by, c.WithdrawIdea(no))

    @precondition(lambda self: self.life.state.phase is P.CONFIRMING)
    @rule(who=people, supporters=st.sets(people))
    def somebody_objects_and_words_the_question_anew(self, who: str, supporters: set[str]) -> None:
        self.attempt(who, c.WordQuestion(REASON))
        for other in sorted(supporters):
            self.attempt(other, c.SupportWording(WordingNo(len(self.life.state.wordings))))
        for other in MEMBERS[:5]:
            self.attempt(other, c.Consent())
        self.attempt(who, c.Object(REASON))

    @precondition(lambda self: self.life.state.window is not None)
    @rule(who=people, objector=st.none() | people, hours=st.sampled_from([24, 49]))
    def everybody_wants_the_step_to_end(self, who: str, objector: str | None, hours: int) -> None:
        self.attempt(who, c.MakeRequest(Narrowing.END_STEP, REASON))
        for no in sorted(self.life.state.requests):
            for other in MEMBERS:
                self.attempt(other, c.SupportRequest(no))
            if objector is not None:
                self.attempt(objector, c.ObjectToRequest(no, REASON))
        self.life.wait(hours)
        self.catch_up()

    @rule(stay=st.sets(people, max_size=2))
    def hardly_anybody_stays(self, stay: set[str]) -> None:
        for who in sorted({str(name) for name in self.life.joined} - stay):
            self.attempt(who, c.Leave())
        for who in sorted(stay):
            self.attempt(who, c.AskForTime())

    @precondition(lambda self: self.life.state.phase not in ENDED and len(self.life.is_now) < len(PEOPLE) // 2)
    @rule(kept=people, joined=people)
    def two_accounts_are_found_to_be_one_person(self, kept: str, joined: str) -> None:
        if self.life.actor(kept) != self.life.actor(joined):
            link_accounts(self.life, kept, joined)
            self.catch_up()

    @rule(hours=st.sampled_from([0.001, 1, 5, 12, 23, 24, 25, 48]))
    def time_passes(self, hours: float) -> None:
        self.life.wait(hours)
        self.catch_up()

    @precondition(lambda self: self.life.state.window is not None)
    @rule(
        share=st.sampled_from([1, 1, 2]),
        before=st.sampled_from([timedelta(0), timedelta(microseconds=1), timedelta(hours=2), timedelta(days=1)]),
        more=st.sampled_from([timedelta(0), timedelta(0), timedelta(days=3)]),
    )
    def the_step_comes_to_its_half_or_to_its_end(self, share: int, before: timedelta, more: timedelta) -> None:
        window = self.life.state.window
        assert window is not None
        self.attempt(ORGANISER, c.GiveTime(more, REASON))
        self.life.wait_until(window.opened + window.length / share - before)
        self.catch_up()
        if share > 1:
            self.attempt(ORGANISER, c.OfferIdea(REASON))

    @precondition(lambda self: self.life.state.phase not in ENDED)
    @rule(hours=st.none() | st.integers(1, 24 * 20))
    def all_goes_well_for_a_step_or_nobody_is_there(self, hours: int | None) -> None:
        if hours is not None and self.life.state.phase is not P.PROPOSED:
            self.life.away(hours)
        else:
            with suppress(Refusal):  # what went before stands in the way; as far as it went, it went
                self.life.pass_step()
        self.catch_up()

    # --- what always holds ----------------------------------------------------------------------------

    @invariant()
    def the_second_opinion_sees_the_same_round(self) -> None:
        state, notes = self.life.state, self.notes
        assert state.phase.value == notes.phase
        assert (state.window.closes if state.window else None) == notes.closes
        assert set(self.life.joined) == set(notes.people)
        assert state.joined == len(notes.people)
        assert set(state.live_ideas) == notes.all_live()
        assert set(state.requests) == {no for no, one in enumerate(notes.requests, 1) if not one.is_over}
        assert {no for no, one in state.promises.items() if one.is_done} == {
            no for no, one in notes.promises.items() if one.is_over
        }

    @invariant()
    def nothing_is_left_undone(self) -> None:
        waits = due(self.notes)
        assert next_due(self.life.state) == min(waits.values(), default=None)
        assert all(at > self.life.now for at in waits.values())

    @invariant()
    def nobody_has_more_than_one_ballot_or_more_dots_than_there_are(self) -> None:
        vote = self.life.state.vote
        if vote is None:
            assert not any(self.life.ballots.values())
            return
        for cast in self.life.ballots[vote.vote_kind].values():
            given = dict(cast.dots)
            assert set(given) <= vote.ideas
            for one in vote.lists:
                assert sum(given.get(no, 0) for no in one.ideas) <= one.dots
                assert all(0 < given[no] <= one.cap for no in given if no in one.ideas)

    @invariant()
    def only_people_on_the_roll_have_a_ballot(self) -> None:
        closed = self.life.state.roll_closed_at
        for name in (*self.life.ballots[VoteKind.VOTE], *self.life.ballots[VoteKind.RUNOFF]):
            joined = self.life.joined.get(name)
            assert closed is not None
            assert joined is None or joined < closed or _cast_before(self.life, name, joined)

    def teardown(self) -> None:
        if hasattr(self, "life"):
            assert fold(self.life.events) == self.life.state
            self.life.wait(days=11 * 366)
            assert self.life.state.phase in ENDED | {P.OUTCOME}
            assert len(self.life.chapters) < 3000


def _cast_before(life: Life, name: PersonId, joined: datetime) -> bool:
    """Whoever leaves keeps the ballot, and whoever comes back later has no other."""
    return all(cast.at < joined for ballots in life.ballots.values() for who, cast in ballots.items() if who == name)


RoundsLive.TestCase.settings = settings.get_profile(os.environ.get("CODESIGN_PROFILE", "ci"))


TestRoundsLive = RoundsLive.TestCase
pytestmark = pytest.mark.timeout(3600)
