"""Rounds that, between them, hold every kind of event."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from codesign_bot.core import commands as c
from codesign_bot.core.due import next_due
from codesign_bot.core.ids import IdeaNo, PersonId, RequestNo, WordingNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.rules import Rules
from codesign_bot.core.state import Fate, Narrowing, Remark, Stance

from .story import ADA, BEN, CYD, DEE, ELI, FAY, GUS, HAL, OLU, PEOPLE, TEMPLATES, Story, there


def _opened(story: Story) -> None:
    """Suggested, planned by the organiser, seconded, open; everybody is in."""
    story.suggest(ADA, "The park is dark at night")
    story.do(BEN, c.SecondTopic())
    rules = story.rules()
    story.do(OLU, c.PlanRound(rules, ()))
    if story.state.phase is Phase.PROPOSED:
        _planned_anew(story, rules)
    for who in (CYD, DEE):
        story.do(who, c.SecondTopic() if story.state.phase is Phase.PROPOSED else c.Join())
    story.all_do((ELI, FAY, GUS, OLU), lambda _: c.Join())


def _planned_anew(story: Story, rules: Rules) -> None:
    """One step longer, more people to be heard, and back."""
    longer = {**rules.template.windows, Phase.VOTING: rules.template.windows[Phase.VOTING] + timedelta(days=1)}
    for template in (replace(rules.template, windows=longer), rules.template, replace(rules.template, heard_floor=6)):
        story.do(OLU, c.PlanRound(replace(rules, template=template), ()))
    story.do(OLU, c.PlanRound(rules, ()))


def _framed(story: Story) -> None:
    story.all_do((ADA, BEN, CYD, DEE), lambda who: c.StateProblem(story.text(f"{who} is afraid to walk home")))
    story.do(ELI, c.OfferIdea(story.text("More lamps")))
    story.do(ADA, c.WordQuestion(story.text("How might we make the park feel safe?")))
    story.do(OLU, c.WordQuestion(story.text("How might we fund lamps?")))
    story.do(FAY, c.SupportWording(WordingNo(1)))
    story.all_do((ADA, BEN, CYD), lambda _: c.AskForTime())
    story.do(OLU, c.GiveTime(timedelta(days=2), story.text("Easter is in this week")))
    story.wait_for(Phase.CONFIRMING)
    story.all_do((ADA, BEN, CYD, DEE), lambda _: c.Consent())
    story.do(FAY, c.Object(story.text("It leaves out the children")))
    story.do(GUS, c.Object(story.text("It leaves out the river")))
    story.do(FAY, c.WithdrawObjection())
    story.wait_for(Phase.IDEAS)


IDEAS = ("Lamps on the path", "Lamps by the gate", "A walking group", "Cut the hedges", "A café", "A dog run")


def _with_ideas(story: Story) -> None:
    for who, idea in zip((ADA, BEN, CYD, DEE, FAY, GUS), IDEAS, strict=True):
        story.do(who, c.OfferIdea(story.text(idea)))
    story.do(ELI, c.OfferParked(1))
    story.do(HAL, c.Join())
    story.all_do((HAL, HAL, HAL), lambda _: c.OfferIdea(story.text(f"Idea {len(story.words)}")))
    story.do(ADA, c.EditIdea(IdeaNo(1), story.text("Warm lamps on the path")))
    story.do(BEN, c.BuildOn(IdeaNo(1), story.text("And a switch that saves power")))
    story.do(HAL, c.WithdrawIdea(IdeaNo(10)))
    story.do(ADA, c.Merge(IdeaNo(1), IdeaNo(2)))
    story.do(BEN, c.AnswerMerge(IdeaNo(1), IdeaNo(2), is_yes=True))
    story.do(BEN, c.Split(IdeaNo(2)))
    story.do(CYD, c.Merge(IdeaNo(3), IdeaNo(6)))
    story.do(GUS, c.AnswerMerge(IdeaNo(3), IdeaNo(6), is_yes=False))
    story.do(CYD, c.Merge(IdeaNo(3), IdeaNo(5)))
    story.do(OLU, c.MakeRequest(Narrowing.HIDE_IDEA, story.text("It names a person"), IdeaNo(9)))
    story.all_do((ADA, BEN, CYD), lambda _: c.SupportRequest(RequestNo(1)))
    story.do(DEE, c.MakeRequest(Narrowing.END_STEP, story.text("We all have said it")))
    story.do(ELI, c.ObjectToRequest(RequestNo(2), story.text("My neighbour is away")))
    opened = story.state.ideas_opened
    assert opened is not None
    while story.now < opened.opened + opened.length / 2:
        story.wait() if (next_due(story.state) or opened.closes) < opened.closes else _jump(story)
    story.do(OLU, c.OfferIdea(story.text("Open the kiosk at night")))
    story.wait_for(Phase.SORTING)
    story.do(HAL, c.Merge(IdeaNo(8), IdeaNo(4)))
    story.wait_for(Phase.VOTING)


def _jump(story: Story) -> None:
    story.now += timedelta(days=1)


def _voted(story: Story) -> None:
    """Four ideas are tied for the last two of three places, in dots and in supporters: a runoff."""
    one, three, four, five, eight = IdeaNo(1), IdeaNo(3), IdeaNo(4), IdeaNo(5), IdeaNo(8)
    for who, dots in (
        (ADA, {one: 2, three: 1, eight: 1}),
        (BEN, {one: 2, four: 1, eight: 1}),
        (CYD, {one: 2, five: 1}),
        (DEE, {three: 1, four: 1}),
        (ELI, {four: 1, five: 1}),
        (FAY, {three: 1, five: 1}),
        (GUS, {IdeaNo(6): 1, IdeaNo(7): 1, eight: 1}),
    ):
        story.do(who, c.CastBallot(dots))
    story.do(HAL, c.CastBallot({one: 1}))
    story.do(HAL, c.CastBallot({}))
    story.wait_for(Phase.RUNOFF)
    for who, idea in ((ADA, three), (BEN, four), (CYD, four), (DEE, three), (ELI, five)):
        story.do(who, c.CastBallot({idea: 1}))
    story.wait_for(Phase.COOLING_OFF)


def _answered(story: Story) -> None:
    story.do(GUS, c.Object(story.text("The river is forgotten again")))
    story.do(HAL, c.Object(story.text("There was no time")))
    story.do(HAL, c.WithdrawObjection())
    story.do(GUS, c.StateMinorityView(story.text("A dog run would bring people at night")))
    story.do(HAL, c.CosignMinorityView(1))
    story.wait_for(Phase.FEEDBACK)
    for who, stance in ((ADA, Stance.AGREE), (BEN, Stance.AGREE), (CYD, Stance.DISAGREE), (DEE, Stance.PASS)):
        story.do(who, c.TakeStance(IdeaNo(1), stance))
    story.do(ELI, c.GiveFeedback(IdeaNo(1), Remark.WORRY, story.text("Bats do not like light")))
    story.do(FAY, c.GiveFeedback(IdeaNo(3), Remark.LIKE, story.text("We would meet people")))
    story.wait_for(Phase.OUTCOME)


def _published(story: Story) -> None:
    day = story.now.date() + timedelta(days=20)
    for no in story.state.live_ideas:
        if no in {IdeaNo(1), IdeaNo(3)}:
            command = c.SetFate(no, Fate.CHOSEN, owner=story.text("The parks team"), due_on=day)
        else:
            fate = Fate.LATER if no == IdeaNo(4) else Fate.NOT_NOW
            command = c.SetFate(no, fate, reason=story.text("There is no money left this year"))
        story.do(OLU, command)
    while not story.state.is_reply_missed:
        story.wait()
    difference = story.text("The hedges belong to somebody else")
    story.do(OLU, c.PublishOutcome(story.text("We will put up lamps and start to walk"), difference))


def _followed(story: Story) -> None:
    one, three = IdeaNo(1), IdeaNo(3)
    story.do(OLU, c.ReportProgress(one, story.text("The lamps are ordered")))
    story.do(OLU, c.ClaimDone(one))
    story.do(ADA, c.DisputeDone(one, story.text("One lamp is still dark")))
    story.do(OLU, c.ClaimDone(one))
    story.all_do((ADA, BEN, CYD), lambda _: c.ConfirmDone(one))
    while not story.state.promises[three].is_missed:
        story.wait()
    story.do(CYD, c.ClaimDone(three))
    story.lose(there(story.state.promises[three].undisputed_until))
    story.link(CYD, PersonId("cyd elsewhere"))
    story.do(HAL, c.Leave())
    story.wait_for(Phase.ARCHIVED)


def whole_round() -> Story:
    story = Story()
    for chapter in (_opened, _framed, _with_ideas, _voted, _answered, _published, _followed):
        chapter(story)
    return story


def expired() -> Story:
    story = Story()
    story.suggest(ADA, "Paint the bridge")
    story.wait_for(Phase.EXPIRED)
    return story


def withdrawn() -> Story:
    """A step that stands still and ends earlier because the people let it, and a round that they give up."""
    story = Story()
    _opened(story)
    story.do(DEE, c.MakeRequest(Narrowing.PAUSE_STEP, story.text("The hall burnt down"), days=5))
    story.all_do((ADA, BEN, CYD), lambda _: c.SupportRequest(RequestNo(1)))
    story.wait()  # it passes
    story.wait()  # and is over
    story.do(ADA, c.MakeRequest(Narrowing.END_STEP, story.text("Everybody has spoken")))
    story.all_do((BEN, CYD, DEE), lambda _: c.SupportRequest(RequestNo(2)))
    story.wait()
    story.all_do((ADA, BEN, CYD, DEE, ELI), lambda who: c.StateProblem(story.text(f"{who} cannot see the path")))
    story.do(BEN, c.MakeRequest(Narrowing.WITHDRAW_ROUND, story.text("The park was sold")))
    story.all_do((ADA, CYD, DEE), lambda _: c.SupportRequest(RequestNo(3)))
    story.lose(story.state.requests[RequestNo(3)].closes)
    story.wait_for(Phase.WITHDRAWN)
    return story


def crowded() -> Story:
    """More ideas than fit on a ballot, so two votes. Practice, and nobody plans it with a tie."""
    story = Story(TEMPLATES["practice"], timedelta(milliseconds=1))
    _opened(story)
    story.wait_for(Phase.IDEAS)
    most = story.template.ideas_each
    for who in PEOPLE[:7]:
        for number in range(most):
            story.do(who, c.OfferIdea(story.text(f"Idea {number} of {who}")))
    story.wait_for(Phase.VOTING)
    assert story.state.vote is not None
    assert len(story.state.vote.lists) == 2
    for who in PEOPLE[:6]:
        story.do(who, c.CastBallot({min(one.ideas): 1 for one in story.state.vote.lists}))
    story.wait()
    for who in PEOPLE[:6]:
        story.do(who, c.CastBallot({min(story.state.vote.ideas): 2}))
    story.wait_for(Phase.COOLING_OFF)
    return story
