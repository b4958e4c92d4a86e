"""Two accounts are found to be one person: in the state of a round one id takes the other's place, everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from typing import cast, get_args, get_origin, get_type_hints

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.deciding.linking import link
from codesign_bot.core.events import AccountsLinked, IdeasJoined
from codesign_bot.core.evolve import evolve, fold
from codesign_bot.core.ids import IdeaNo, PersonId, RequestNo, StatementNo, WordingNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import (
    Idea,
    Merge,
    MinorityView,
    Narrowing,
    Objection,
    Pace,
    Parked,
    Promised,
    Remark,
    Request,
    Round,
    Said,
    Sitting,
    Stance,
    Statement,
    VoteKind,
    Wording,
)
from codesign_bot.testing.build import ORGANISER, REASON, START, Life, content, dots, plan, text
from codesign_bot.testing.linking import link_accounts

ADA, BEN, CEM = PersonId("ada"), PersonId("ben"), PersonId("cem")
KEPT, JOINED = PersonId("the kept one"), PersonId("the joined one")
P = Phase


def full() -> Round:
    """A round in which the joined account stands wherever somebody can stand."""
    who, words = frozenset({JOINED}), content("words")
    objection = Objection(JOINED, words, START)
    no, later = IdeaNo(1), START + timedelta(days=1)
    return replace(
        Life().state,
        suggested_by=JOINED,
        seconders=who,
        seconded_at=START,
        planned_by=JOINED,
        pace=Pace(heard=who, asked_for_time=who),
        organisers_in=who,
        statements=(Statement(StatementNo(1), JOINED, words),),
        parked=(Parked(JOINED, words),),
        wordings={WordingNo(1): Wording(WordingNo(1), JOINED, words, who, is_by_organiser=False)},
        consents=who,
        question_objections=(replace(objection, stands=False),),
        ideas={no: Idea(no, JOINED, words, is_by_organiser=False)},
        merges=(Merge(no, IdeaNo(2), JOINED, later, who),),
        objections=(objection,),
        minority_views=(MinorityView(1, JOINED, words), MinorityView(2, CEM, words, who)),
        stances={no: {JOINED: Stance.AGREE}},
        said=(Said(no, JOINED, Remark.LIKE, words),),
        sittings=(Sitting(JOINED, later, (no,)),),
        promises={
            no: Promised(no, START.date(), claimed_by=JOINED, disputes=(objection,)),
            IdeaNo(2): Promised(IdeaNo(2), START.date(), confirmed_by=who),
        },
        requests={
            RequestNo(1): Request(
                RequestNo(1), Narrowing.END_STEP, JOINED, words, P.IDEAS, START, later, 1, objections=(objection,)
            ),
            RequestNo(2): Request(
                RequestNo(2), Narrowing.END_STEP, CEM, words, P.IDEAS, START, later, 1, supporters=who
            ),
        },
    )


Path = tuple[str, ...]


def where_people_can_stand(hint: object, path: Path = ()) -> Iterator[Path]:
    """Every way from a type to a `PersonId` in it, by the names of the fields."""
    if hint is PersonId:
        yield path
    elif isinstance(hint, type) and is_dataclass(hint):
        for name, inner in get_type_hints(hint).items():
            yield from where_people_can_stand(inner, (*path, name))
    elif get_origin(hint) is not None:
        for inner in get_args(hint):
            yield from where_people_can_stand(inner, path)


def where_somebody_stands(value: object, person: PersonId, path: Path = ()) -> Iterator[Path]:
    """The same for one person in a value."""
    if value == person:
        yield path
    elif is_dataclass(value):
        for field in fields(value):
            yield from where_somebody_stands(getattr(value, field.name), person, (*path, field.name))
    elif isinstance(value, Mapping):
        pairs = cast("Mapping[object, object]", value)
        for pair in pairs.items():
            yield from where_somebody_stands(pair, person, path)
    elif isinstance(value, tuple | frozenset):
        for one in cast("tuple[object, ...]", value):
            yield from where_somebody_stands(one, person, path)


def test_the_walk_finds_people_in_sets_mappings_and_pieces() -> None:
    found = set(where_people_can_stand(Round))
    assert {("seconders",), ("pace", "heard"), ("stances",), ("requests", "objections", "by")} <= found
    assert len(found) > 25


def test_the_joined_account_stands_nowhere_afterwards() -> None:
    """A new field that holds people fails here until `full` has somebody in it, and then until it is linked."""
    state = full()
    assert set(where_somebody_stands(state, JOINED)) == set(where_people_can_stand(Round))
    after = evolve(state, AccountsLinked(START, KEPT, JOINED, both_in=False))
    assert not set(where_somebody_stands(after, JOINED))
    assert set(where_somebody_stands(after, KEPT)) == set(where_people_can_stand(Round))


def test_linking_changes_nothing_but_people() -> None:
    state = full()
    event = AccountsLinked(START, KEPT, JOINED, both_in=False)
    assert evolve(evolve(state, event), AccountsLinked(START, JOINED, KEPT, both_in=False)) == replace(
        state, version=state.version + 2
    )
    stranger = AccountsLinked(START, KEPT, PersonId("nobody here"), both_in=False)
    assert evolve(state, stranger) == replace(state, version=state.version + 1)


def test_the_record_folds_to_the_same_round() -> None:
    life = Life().to(P.IDEAS)
    link_accounts(life, "ada", "ben")
    life.to(P.FOLLOW_UP)
    assert fold(life.events) == life.state
    assert sum(isinstance(event, AccountsLinked) for event in life.events) == 1


def test_who_joined_twice_is_in_once_and_who_joined_once_stays_in() -> None:
    life = Life().to(P.FRAMING)
    before = life.state.joined
    link_accounts(life, "ada", "ben")
    assert life.state.joined == before - 1
    link_accounts(life, "ada", "a new account")
    assert life.state.joined == before - 1


def test_an_organiser_stays_one_under_the_other_account() -> None:
    life = Life().to(P.FRAMING)
    link_accounts(life, "ada", ORGANISER)
    assert life.state.organisers_in == {ADA}
    assert life.state.joined_organisers == 1


def test_two_accounts_of_one_person_second_a_topic_once() -> None:
    life = Life()
    life.do("ben", c.SecondTopic())
    life.do("cem", c.SecondTopic())
    link_accounts(life, "ben", "cem")
    assert life.state.seconders == {BEN}
    life.do("dora", c.SecondTopic())
    assert life.is_in(P.PROPOSED)
    assert life.state.seconded_at is None


def test_nobody_seconds_their_own_topic_by_a_second_account() -> None:
    life = Life()
    for who in ("ben", "cem"):
        life.do(who, c.SecondTopic())
    link_accounts(life, "ben", "ada")
    assert life.state.suggested_by == BEN
    assert life.state.seconders == {CEM}
    assert life.refused("ada", c.SecondTopic()).key == "second-own"
    life.do("dora", c.SecondTopic())
    assert life.state.seconded_at is None, "two others, and a person who does not count"
    life.do("eli", c.SecondTopic())
    assert life.state.seconded_at == life.now


def test_a_topic_that_had_enough_seconders_keeps_them_and_opens_once_it_is_planned() -> None:
    life = Life()
    for who in ("ben", "cem", "dora"):
        life.do(who, c.SecondTopic())
    seconded = life.state.seconded_at
    assert seconded is not None
    link_accounts(life, "ben", "cem")
    link_accounts(life, "ada", "dora")
    assert life.state.seconders == {BEN, ADA}
    assert life.state.seconded_at == seconded
    life.do("ada", plan())
    assert life.is_in(P.FRAMING)


def test_what_was_opened_stays_open() -> None:
    life = Life().to(P.FRAMING)
    link_accounts(life, "ben", "cem")
    assert len(life.state.seconders) == 2
    assert life.is_in(P.FRAMING)


def test_a_no_weighs_more_than_a_yes_to_the_question() -> None:
    life = Life().to(P.CONFIRMING)
    life.do("ada", c.Consent())
    life.do("ben", c.Object(REASON))
    link_accounts(life, "ada", "ben")
    assert not life.state.consents
    assert [(one.by, one.stands) for one in life.state.question_objections] == [(ADA, True)]
    life.do("ben", c.Consent())
    assert life.state.consents == {ADA}


def test_of_two_standing_objections_the_newest_stays() -> None:
    life = Life().to(P.COOLING_OFF)
    life.do("ben", c.Object(text("The pond would suffer from this.")))
    life.wait(1)
    life.do("ada", c.Object(text("It costs far more than we have.")))
    link_accounts(life, "ada", "ben")
    assert [(one.by, one.stands) for one in life.state.objections] == [(ADA, False), (ADA, True)]


def test_of_two_stances_on_an_idea_the_one_of_the_kept_account_stays() -> None:
    life = Life().to(P.FEEDBACK)
    first, *others = life.state.chosen
    life.do("ada", c.TakeStance(first, Stance.DISAGREE))
    for no in (first, *others):
        life.do("ben", c.TakeStance(no, Stance.AGREE))
    link_accounts(life, "ada", "ben")
    assert life.state.stances[first] == {ADA: Stance.DISAGREE}
    assert all(life.state.stances[no] == {ADA: Stance.AGREE} for no in others)
    life.do("ben", c.TakeStance(first, Stance.PASS))
    assert life.state.stances[first] == {ADA: Stance.PASS}


def test_nobody_supports_their_own_request_by_a_second_account() -> None:
    life = Life().to(P.IDEAS)
    life.do(ORGANISER, c.MakeRequest(Narrowing.END_STEP, REASON))
    life.do("ben", c.SupportRequest(RequestNo(1)))
    life.do("cem", c.SupportRequest(RequestNo(1)))
    life.do("dora", c.ObjectToRequest(RequestNo(1), REASON))
    link_accounts(life, "ben", ORGANISER)
    assert life.state.requests[RequestNo(1)].by == BEN
    assert life.state.requests[RequestNo(1)].supporters == {CEM}
    link_accounts(life, "cem", "dora")
    assert not life.state.requests[RequestNo(1)].supporters
    assert [one.by for one in life.state.requests[RequestNo(1)].objections if one.stands] == [CEM]


def test_nobody_signs_their_own_minority_view_or_confirms_their_own_work() -> None:
    life = Life().to(P.COOLING_OFF)
    life.do("ada", c.StateMinorityView(text("Some of us would rather have benches.")))
    life.do("ben", c.CosignMinorityView(1))
    life.do("cem", c.CosignMinorityView(1))
    life.to(P.OUTCOME).publish()
    no = min(life.state.promises)
    life.do("ada", c.ClaimDone(no))
    life.do("ben", c.ConfirmDone(no))
    link_accounts(life, "ada", "ben")
    assert life.state.minority_views[0].cosigners == {CEM}
    assert life.state.promises[no].confirmed_by == frozenset()


def test_both_accounts_may_edit_what_either_gave() -> None:
    life = Life().to(P.IDEAS)
    life.do("ada", c.OfferIdea(text("A bench by the gate")))
    life.do("ben", c.OfferIdea(text("A lamp by the gate")))
    link_accounts(life, "ada", "ben")
    life.do("ben", c.EditIdea(IdeaNo(1), text("Two benches by the gate")))
    life.do("ada", c.WithdrawIdea(IdeaNo(2)))
    assert life.state.live_ideas == (1,)


def test_a_merge_that_waits_for_the_other_account_is_done() -> None:
    life = Life().to(P.SORTING)
    keep, join = (next(no for no, one in life.state.ideas.items() if one.by == who) for who in (ADA, BEN))
    life.do("ada", c.Merge(keep, join))
    assert life.state.merges
    assert any(isinstance(event, IdeasJoined) for event in link_accounts(life, "ada", "ben"))
    assert not life.state.merges
    assert life.state.ideas[join].joined_to == keep


def test_a_merge_that_waits_for_somebody_else_goes_on_waiting() -> None:
    life = Life().to(P.SORTING)
    keep, join = (next(no for no, one in life.state.ideas.items() if one.by == who) for who in (ADA, BEN))
    life.do("ada", c.Merge(keep, join))
    link_accounts(life, "ada", "cem")
    assert life.state.merges[0].accepted == {ADA}


@pytest.mark.parametrize("is_chain", [True, False])
def test_of_merges_that_touch_the_same_idea_none_is_joined_to_an_idea_that_is_gone(*, is_chain: bool) -> None:
    life = Life().to(P.SORTING)
    one, two, three = (next(no for no, it in life.state.ideas.items() if it.by == who) for who in (ADA, BEN, CEM))
    life.do("ada", c.Merge(one, two))
    life.do("cem", c.Merge(two, three) if is_chain else c.Merge(one, three))
    link_accounts(life, "cem", "ada")
    assert len(life.state.merges) == (2 if is_chain else 1)
    link_accounts(life, "cem", "ben")
    joined = {no: idea.joined_to for no, idea in life.state.ideas.items() if idea.joined_to}
    assert joined == ({two: one} if is_chain else {two: one, three: one})


def test_after_a_step_is_over_no_merge_is_made_up() -> None:
    state = replace(full(), phase=P.VOTING)
    assert link(state, KEPT, JOINED, START, both_in=False) == (AccountsLinked(START, KEPT, JOINED, both_in=False),)


def test_promise_8_the_newer_ballot_is_the_one() -> None:
    life = Life().to(P.VOTING)
    life.do("ada", dots(i1=2))
    life.wait(1)
    life.do("ben", dots(i2=2))
    link_accounts(life, "ada", "ben")
    ballots = life.ballots[VoteKind.VOTE]
    assert {who: dict(cast.dots) for who, cast in ballots.items()} == {ADA: {IdeaNo(2): 2}}


def test_promise_8_a_vote_that_is_closed_stays_as_it_was_counted() -> None:
    life = Life().to(P.COOLING_OFF)
    tally, ballots = life.state.tally, dict(life.ballots[VoteKind.VOTE])
    link_accounts(life, "ada", "ben")
    assert life.state.tally == tally
    assert life.ballots[VoteKind.VOTE] == ballots
