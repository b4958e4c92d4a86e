"""A whole round, told by the rules: every card, announcement and answer in it, for renderers to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from codesign_bot.core.commands import (
    AskForTime,
    CastBallot,
    ClaimDone,
    ConfirmDone,
    Consent,
    CosignMinorityView,
    EditIdea,
    GiveFeedback,
    GiveTime,
    Join,
    MakeRequest,
    Merge,
    Object,
    ObjectToRequest,
    OfferIdea,
    PublishOutcome,
    ReportProgress,
    SecondTopic,
    SetFate,
    StateMinorityView,
    StateProblem,
    SupportRequest,
    SupportWording,
    TakeStance,
    WithdrawIdea,
    WordQuestion,
)
from codesign_bot.core.ids import IdeaNo, PersonId, RequestNo, RoundId, TopicNo, WordingNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.reminding import reminders as left_in
from codesign_bot.core.state import Fate, Narrowing, Remark, Stance
from codesign_bot.testing.build import MEMBERS, ORGANISER, Life, plan, rules
from codesign_bot.testing.shelves import SHELVES, Story
from codesign_bot.views import reminders
from codesign_bot.views.ballots import Own, my_ballot
from codesign_bot.views.greetings import Ask, ask, calendar_ready, cannot, invited, limits, vote_in_room, welcome
from codesign_bot.views.help import help_view, unknown, usage
from codesign_bot.views.honest import rules_view
from codesign_bot.views.lists import ideas, one_idea, problem_statements, wordings
from codesign_bot.views.logs import LogLine, log_page
from codesign_bot.views.standing import me_view, now_view, requests_view, tally_view, topics

__all__ = ["NAMES", "SHELVES", "Story", "told"]

ADA, BEN, CEM, DORA, ELI, FAY = MEMBERS
IDEAS = (
    "Empty the bins every morning",
    "Bigger bins with lids",
    "A class looks after the gate each week",
    "A water tap, so that fewer bottles are thrown away",
    "More bins <by> the bus stop & the shop",
    "Paint the bins so that children see them",
)


def _open(story: Story) -> None:
    story.follow()
    story.card()
    story.do(BEN, SecondTopic(), "second")
    story.do(ORGANISER, plan(rules()), "plan")
    story.refuse(ADA, SecondTopic(), "!topic second 1")
    for name in (*MEMBERS, ORGANISER):
        if PersonId(name) not in story.life.joined:
            story.do(name, Join(), "join" if name == CEM else "")
    story.do(CEM, SecondTopic(), "second, the last one")
    if story.state.phase is Phase.PROPOSED:
        story.do(DORA, SecondTopic(), "second, and it opens")


def _frame(story: Story) -> None:
    story.card()
    story.refuse("gus", StateProblem(story.text("It smells")), "!frame It smells")
    story.refuse(ADA, CastBallot({IdeaNo(1): 1}), "!vote 1:1")
    story.do(
        ADA,
        StateProblem(story.text("Foxes pull the rubbish out at night.\\nOn Mondays the path is full of it.")),
        "frame",
    )
    for name in (BEN, CEM, DORA, ELI):
        story.do(name, StateProblem(story.text(f"{name.title()} has to walk through rubbish every Friday.")))
    story.do(FAY, OfferIdea(story.text("Buy bigger bins")), "an idea too early is parked")
    story.do(ADA, WordQuestion(story.text("How might we keep the school gate clean?")), "question")
    story.do(BEN, WordQuestion(story.text("How might we make less rubbish?")))
    story.do(CEM, SupportWording(WordingNo(1)), "support")
    story.see("lists", "problem statements", problem_statements(story.state, story.words))
    story.see("lists", "wordings", wordings(story.state, story.words))
    for name in (ADA, BEN, CEM):
        story.do(name, AskForTime(), "ask for time" if name != BEN else "")
    story.do(ORGANISER, GiveTime(timedelta(days=2), story.text("Half of us are away this week.")), "give time")
    story.end_step()


def _confirm(story: Story) -> None:
    story.card()
    story.do(ADA, Consent(), "consent")
    story.do(FAY, Object(story.text("It says nothing about the little ones who play there.")), "object")
    story.card()
    while story.state.phase is Phase.CONFIRMING:
        for name in MEMBERS:
            if PersonId(name) not in story.state.consents:
                story.do(name, Consent())
        story.end_step()


def _ideas(story: Story) -> None:
    story.card()
    for name, words in zip(MEMBERS, IDEAS, strict=True):
        story.do(name, OfferIdea(story.text(words)), "idea" if name == ADA else "")
    story.refuse(FAY, OfferIdea(story.text(IDEAS[0]), twin=IdeaNo(1)), f"!idea {IDEAS[0]}")
    story.do(ADA, EditIdea(IdeaNo(1), story.text("Empty the bins every morning and every night")), "edit")
    story.do(ADA, OfferIdea(story.text("Nothing")))
    story.do(ADA, WithdrawIdea(IdeaNo(7)), "withdraw")
    story.refuse(BEN, WithdrawIdea(IdeaNo(1)), "!idea withdraw 1")
    story.do(BEN, Merge(IdeaNo(2), IdeaNo(5)), "merge")
    story.do(ORGANISER, MakeRequest(Narrowing.END_STEP, story.text("We all have said what we want.")), "request")
    story.do(ADA, SupportRequest(RequestNo(1)), "support a request")
    story.do(ELI, ObjectToRequest(RequestNo(1), story.text("My neighbours are still away.")), "object to it")
    story.card()
    order = story.state.live_ideas
    story.see("lists", "ideas, for Ada", ideas(story.state, story.words, PersonId(ADA), order))
    story.see("lists", "one idea", one_idea(story.state, story.words, IdeaNo(1)))
    story.see("lists", "requests", requests_view(story.state, story.words))
    story.end_step()
    story.card()
    story.end_step()


def _vote(story: Story) -> None:
    story.card()
    story.see("lists", "rules", rules_view(story.state, story.words))
    story.do(ADA, CastBallot({IdeaNo(1): 2, IdeaNo(3): 1}), "vote")
    story.do(ADA, CastBallot({IdeaNo(1): 1, IdeaNo(3): 2}), "vote again")
    story.see(
        "lists",
        "my ballot",
        my_ballot(story.state, Own(PersonId(ADA), {IdeaNo(1): 1, IdeaNo(3): 2}, receipt="amber otter"), story.words),
    )
    story.see("lists", "my ballot, empty", my_ballot(story.state, Own(PersonId(ADA), {}), story.words))
    story.do(BEN, CastBallot({IdeaNo(1): 1}))
    story.do(BEN, CastBallot({}), "clear")
    story.refuse(CEM, CastBallot({IdeaNo(1): 2, IdeaNo(2): 2, IdeaNo(3): 1}), "!vote 1:2 2:2 3:1")
    story.refuse(CEM, CastBallot({IdeaNo(1): 3}), "!vote 1:3")
    story.refuse(CEM, CastBallot({IdeaNo(99): 1}), "!vote 99:1")
    story.refuse(CEM, CastBallot({IdeaNo(7): 1}), "!vote 7:1")
    story.refuse(CEM, OfferIdea(story.text("One more thing")), "!idea One more thing")
    story.see("greetings", "a vote in the room", vote_in_room(story.state))
    story.see("lists", "now", now_view(story.state, story.words, story.life.now))
    for turn, name in enumerate(MEMBERS):
        story.do(name, CastBallot({IdeaNo(1): 2, IdeaNo(2 + turn % 3): 1}))
    story.card()
    story.end_step()
    if story.state.phase is Phase.RUNOFF:
        story.card()
        for turn, name in enumerate(MEMBERS[:5]):
            story.do(name, CastBallot({IdeaNo(2 + turn % 2): 1}), "vote in a runoff" if turn == 0 else "")
        story.end_step()


def _answer(story: Story) -> None:
    story.card()
    story.see("lists", "tally", tally_view(story.state, story.words))
    story.do(FAY, Object(story.text("The little ones were forgotten again.")), "object to the result")
    story.do(FAY, StateMinorityView(story.text("Paint would cost little and please many.")), "minority view")
    story.do(ELI, CosignMinorityView(1), "sign it")
    story.end_step()
    story.card()
    chosen = sorted(story.state.chosen)
    for name, stance in (
        (ADA, Stance.AGREE),
        (BEN, Stance.AGREE),
        (CEM, Stance.DISAGREE),
        (DORA, Stance.PASS),
    ):
        story.do(name, TakeStance(chosen[0], stance), stance.value if name in {ADA, CEM, DORA} else "")
    story.do(ELI, GiveFeedback(chosen[0], Remark.WORRY, story.text("Who will do it in August?")), "feedback")
    story.do(FAY, GiveFeedback(chosen[0], Remark.LIKE, story.text("It can begin at once.")))
    story.end_step()


def _publish(story: Story) -> None:
    story.card()
    for no in sorted(story.state.live_ideas):
        if no in story.state.chosen:
            fate = SetFate(no, Fate.CHOSEN, owner=story.text("The parents' council"), due_on=date(2026, 6, 30))
        else:
            fate = SetFate(no, Fate.LATER, reason=story.text("Fewer people wanted it this time."))
        story.do(ORGANISER, fate, f"fate {fate.fate.value}" if no < IdeaNo(7) else "")
    story.do(ORGANISER, PublishOutcome(story.text("You said the bins overflow. We empty them daily.")), "publish")
    story.card()
    chosen = sorted(story.state.chosen)
    story.do(ORGANISER, ReportProgress(chosen[0], story.text("The council has agreed.")), "progress")
    story.do(ORGANISER, ClaimDone(chosen[0]), "done")
    for name in (ADA, BEN, CEM):
        story.do(name, ConfirmDone(chosen[0]), "confirm" if name == ADA else "")
    story.see("lists", "me, Ada", me_view(story.state, story.words, PersonId(ADA), is_joined=True))
    story.see("lists", "topics", topics((story.state,), story.words))
    story.wait(400)
    story.card()


def _two_rounds(story: Story) -> None:
    """A reminder of two rounds at once."""
    first, other = Life().to(Phase.FRAMING).state, Life().to(Phase.VOTING).state
    second = replace(other, id=RoundId("another"), topic=TopicNo(2))
    left = [reminders.Open(state, story.words, one) for state in (first, second) for one in left_in(state)]
    story.see("reminders", "two rounds", reminders.digest(left))


def _about_time(story: Story) -> None:
    """What somebody is told who stops reminders, chooses a zone, or asks for the dates."""
    for title, view in {
        "reminders off": reminders.switched(is_on=False),
        "reminders on": reminders.switched(is_on=True),
        "they are on": reminders.standing(is_on=True, is_refused=False),
        "they are off": reminders.standing(is_on=False, is_refused=False),
        "they were refused": reminders.standing(is_on=False, is_refused=True),
        "a zone": reminders.zone_is("Asia/Tokyo"),
        "no zone": reminders.zone_is(None),
        "the dates": calendar_ready(is_published=False),
        "the dates, published": calendar_ready(is_published=True),
    }.items():
        story.see("greetings", title, view)


def _greetings(story: Story) -> None:
    for title, view in {
        "welcome": welcome(),
        "invited": invited(),
        "limits": limits(),
        "help in a room": help_view(Phase.VOTING, is_private=False),
        "help in private": help_view(None, is_private=True),
        "how to vote": usage("vote"),
        "unknown command": unknown(("vote", "vote show")),
        "nothing is wrong": cannot(()),
        "a question with choices": ask(Ask.DECIDER, number=1, of=8),
        "a question without": ask(Ask.REPLY_BY, number=8, of=8),
    }.items():
        story.see("greetings", title, view)
    lines = (
        LogLine(2, story.life.now, "phase-entered", {"phase": "voting"}),
        LogLine(
            1,
            story.life.now - timedelta(days=1),
            "power-used",
            {"act": "set_window", "target": "voting", "before": "604800", "after": "864000"},
            PersonId(ORGANISER),
        ),
    )
    story.see("lists", "log", log_page(lines, "Europe/London", 2))


@cache
def told() -> Story:
    story = Story()
    for chapter in (_two_rounds, _open, _frame, _confirm, _ideas, _vote, _answer, _publish, _greetings, _about_time):
        chapter(story)
    return story


NAMES = {PersonId(name): name.title() for name in (*MEMBERS, ORGANISER, "gus")}
