"""One round in which nearly everything happens that can happen, told in the words that people would use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from codesign_bot.core import commands as c
from codesign_bot.core.ids import IdeaNo, PersonId, RequestNo, WordingNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate, Narrowing, Remark, Stance

from .conftest import ADA, BEN, CYD, DEE, ELI, FAY, GUS, HAL, IDA, OLU, PEOPLE, Dots, Tale

PROBLEMS = (
    "I work late, and walk the long way round. The path has no light.\nWe wrote to the council twice.",
    "My children are not allowed there after school.",
    "Nobody meets there any more. It used to be where we knew each other from.",
    "The benches were taken away, so old people have nowhere to rest.",
    "It is loud at night and empty by day.",
)
IDEAS = (
    "Lamps along the path by the river",
    "Light by the water",
    "Films on a sheet in summer",
    "A tea stall by the gate",
    "Ask Sam of number 7 to stop shouting",
    "Benches with backs, and one table",
    "A walk together on Fridays",
    "A dog run by the wall",
    "A bonfire in autumn",
    "A board that says what is on",
    "Open the gate on the school side",
    "A noise rule after ten",
)
BALLOTS: Mapping[PersonId, Dots] = {
    ADA: {1: 2, 3: 1, 6: 1},
    BEN: {1: 2, 3: 1, 6: 1},
    CYD: {1: 1, 6: 1, 7: 2},
    DEE: {1: 1, 3: 2, 11: 1},
    ELI: {6: 2, 7: 1},
    FAY: {3: 1, 7: 2, 11: 1},
    GUS: {8: 2, 11: 1},
}
"""Idea 1 has 6 dots; 3, 6 and 7 have 5 each for two more places, and 3 and 6 four supporters to the three of 7."""


def told() -> Tale:
    """The whole round, up to the day it is over."""
    return follow_up(outcome(feedback(result(voting(ideas(framing(Tale().opened())))))))


def framing(tale: Tale) -> Tale:
    tale.do(IDA, c.Leave())
    for who, problem in zip(PEOPLE, PROBLEMS, strict=False):
        tale.do(who, c.StateProblem(tale.text(problem)))
    tale.do(HAL, c.OfferIdea(tale.text("A noise rule after ten")))
    tale.do(HAL, c.OfferIdea(tale.text("Send the police")))
    tale.do(OLU, c.WordQuestion(tale.text("How might we get people to use the park again?")))
    tale.do(FAY, c.WordQuestion(tale.text("How might we make the park a place for evenings?")))
    tale.do(GUS, c.SupportWording(WordingNo(1)))
    tale.do(ADA, c.SupportWording(WordingNo(1)))
    tale.do(BEN, c.SupportWording(WordingNo(2)))
    tale.do(OLU, c.GiveTime(timedelta(days=2), tale.text("Easter is in this week, and many are away.")))
    tale.wait_for(Phase.CONFIRMING)
    tale.do(DEE, c.Object(tale.text("It says that people are the problem. We are not.")))
    tale.do(ELI, c.Object(tale.text("It is far too long a question")))
    tale.do(ELI, c.WithdrawObjection())
    for who in (ADA, BEN, CYD):
        tale.do(who, c.Consent())
    while tale.state.confirmings < 2:
        tale.wait()
    for who in (ADA, BEN, CYD, DEE, ELI):
        tale.do(who, c.Consent())
    tale.do(GUS, c.Object(tale.text("It leaves out the mornings")))
    tale.wait_for(Phase.IDEAS)
    return tale


def ideas(tale: Tale) -> Tale:
    for no, idea in enumerate(IDEAS[:-1]):
        tale.do((PEOPLE[:-1])[no % 8], c.OfferIdea(tale.text(idea)))
    tale.do(HAL, c.OfferParked(1))
    tale.do(ADA, c.EditIdea(IdeaNo(1), tale.text("Warm lamps along the path by the river")))
    tale.do(FAY, c.BuildOn(IdeaNo(1), tale.text("Lamps that dim when nobody is there, for the bats")))
    tale.do(ADA, c.WithdrawIdea(IdeaNo(9)))
    tale.do(ADA, c.Merge(IdeaNo(1), IdeaNo(2)))
    tale.do(BEN, c.AnswerMerge(IdeaNo(1), IdeaNo(2), is_yes=True))
    tale.do(CYD, c.Merge(IdeaNo(3), IdeaNo(4)))
    tale.do(DEE, c.AnswerMerge(IdeaNo(3), IdeaNo(4), is_yes=False))
    tale.do(OLU, c.MakeRequest(Narrowing.HIDE_IDEA, tale.text("It names a person who is not here."), IdeaNo(5)))
    for who in (ADA, BEN, CYD):
        tale.do(who, c.SupportRequest(RequestNo(1)))
    tale.do(BEN, c.MakeRequest(Narrowing.END_STEP, tale.text("I think we have all said it.")))
    tale.do(GUS, c.SupportRequest(RequestNo(2)))
    tale.do(FAY, c.ObjectToRequest(RequestNo(2), tale.text("Those who work nights have not.")))
    while tale.state.requests:
        tale.wait()
    tale.wait_for(Phase.SORTING)
    for who in (CYD, DEE, ELI):
        tale.do(who, c.AskForTime())
    tale.wait_for(Phase.VOTING)
    return tale


def voting(tale: Tale) -> Tale:
    tale.voted({ADA: BALLOTS[ADA]})
    tale.wait()
    return tale.voted(BALLOTS)


def result(tale: Tale) -> Tale:
    tale.wait_for(Phase.COOLING_OFF)
    tale.do(GUS, c.Object(tale.text("Films at night keep the children awake.")))
    tale.do(HAL, c.Object(tale.text("I do not want any lamps at all.")))
    tale.do(HAL, c.WithdrawObjection())
    tale.do(DEE, c.StateMinorityView(tale.text("A tea stall needs no money.\nIt only needs a gate that opens.")))
    tale.do(HAL, c.CosignMinorityView(1))
    tale.do(ELI, c.CosignMinorityView(1))
    return tale


def feedback(tale: Tale) -> Tale:
    tale.wait_for(Phase.FEEDBACK)
    first, *others = sorted(tale.state.chosen)
    for who in (ADA, BEN, CYD, DEE, ELI):
        tale.do(who, c.TakeStance(first, Stance.AGREE))
    tale.do(GUS, c.TakeStance(first, Stance.PASS))
    tale.do(FAY, c.GiveFeedback(first, Remark.WORRY, tale.text("Bats do not like light.")))
    tale.do(ADA, c.GiveFeedback(first, Remark.LIKE, tale.text("I can walk home by the river again.")))
    for no in others:
        tale.do(GUS, c.TakeStance(no, Stance.DISAGREE))
        tale.do(GUS, c.GiveFeedback(no, Remark.WORK, tale.text("End at ten, and I am for it.")))
    tale.wait_for(Phase.OUTCOME)
    return tale


def outcome(tale: Tale) -> Tale:
    first, second, *_ = sorted(tale.state.chosen)
    due = tale.now.date() + timedelta(days=40)
    tale.do(OLU, c.SetFate(first, Fate.LATER, reason=tale.text("The council has not answered yet.")))
    for no in tale.state.live_ideas:
        if no in tale.state.chosen:
            owner = "Ben and the parks office" if no == first else "Cyd and friends"
            days = timedelta(days=0 if no == first else 3)
            tale.do(OLU, c.SetFate(no, Fate.CHOSEN, owner=tale.text(owner), due_on=due + days))
        elif no % 2:
            tale.do(OLU, c.SetFate(no, Fate.LATER, reason=tale.text("First in line next year, with the next money.")))
        else:
            tale.do(OLU, c.SetFate(no, Fate.NOT_NOW, reason=tale.text("There is no money left this year.")))
    assert second in tale.state.chosen
    said = "You said: the park is dark and empty in the evening.\n\nWe will put up lamps, and meet there in summer."
    tale.do(OLU, c.PublishOutcome(tale.text(said), None))
    return tale


def follow_up(tale: Tale) -> Tale:
    first, second, *_ = sorted(tale.state.promises)
    tale.do(BEN, c.ReportProgress(first, tale.text("The lamps are ordered.")))
    while tale.state.checks_done < 1:
        tale.wait()
    tale.do(BEN, c.ClaimDone(first))
    tale.do(ADA, c.DisputeDone(first, tale.text("One lamp is still dark.")))
    tale.do(BEN, c.ClaimDone(first))
    for who in (ADA, DEE, FAY):
        tale.do(who, c.ConfirmDone(first))
    while not tale.state.promises[second].is_missed:
        tale.wait()
    tale.do(CYD, c.ClaimDone(second))
    tale.wait_for(Phase.ARCHIVED)
    return tale
