"""What to type in each step. One list for the card, the room and the help."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import assert_never

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import MAY, Act, Phase
from codesign_bot.core.state import Round, Vote, VoteKind
from codesign_bot.view import Action, Fit

HELP = Action("action-help", "help")
JOIN = Action("action-join", "join")
NOW = Action("action-now", "now")
RULES = Action("action-rules", "rules")
IDEAS = Action("action-ideas", "ideas")
TOPICS = Action("action-topics", "topics")
LOG = Action("action-log", "log")
TALLY = Action("action-tally", "tally")
ME_RECEIPT = Action("action-me-receipt", "me receipt", is_private=True)
EXPORT = Action("action-export", "export")
TIME_MORE = Action("action-time-more", "time more")
REQUESTS = Action("action-requests", "requests")
VOTE_SHOW = Action("action-vote-show", "vote show", is_private=True)
VOTE_CLEAR = Action("action-vote-clear", "vote clear", is_private=True)
OBJECT = Action("action-object", "object …")
OBJECT_WITHDRAW = Action("action-object-withdraw", "object withdraw")
IDEA = Action("action-idea", "idea …")
PARKED = Action("action-parked", "parked")
MINORITY = Action("action-minority", "minority …")
FEEDBACK_ALL = Action("action-feedback-all", "feedback")
FRAME = Action("action-frame", "frame …")
QUESTION = Action("action-question", "question …")
QUESTIONS = Action("action-questions", "questions")
STATEMENTS = Action("action-statements", "statements")
CONSENT = Action("action-consent", "consent")
SUGGEST = Action("action-topic-suggest", "topic suggest …")
PLAN = Action("action-round-plan", "round plan community", is_private=True)
PREVIEW = Action("action-round-preview", "round preview", is_private=True)


_ACT: Mapping[str, Act] = MappingProxyType(
    {
        FRAME.key: Act.STATE_PROBLEM,
        QUESTION.key: Act.WORD_QUESTION,
        "action-support": Act.SUPPORT_WORDING,
        IDEA.key: Act.OFFER_IDEA,
        "action-idea-build": Act.BUILD_ON,
        "action-idea-parked": Act.OFFER_IDEA,
        TIME_MORE.key: Act.TIME,
    }
)
"""What a page can offer although its step may be over."""


def possible(state: Round, *offered: Action) -> tuple[Action, ...]:
    """Those of the actions whose step it is; where none is left, where we are."""
    fit = (action for action in offered if action.key not in _ACT or state.phase in MAY[_ACT[action.key]])
    return tuple(fit) or (NOW,)


def actions(state: Round) -> tuple[Action, ...]:
    """What can be done now, the most usual first; at most five, so that a card stays short."""
    match state.phase:
        case Phase.PROPOSED:
            return _proposed(state)
        case Phase.FRAMING:
            return (JOIN, FRAME, QUESTION, STATEMENTS, HELP)
        case Phase.CONFIRMING:
            return (JOIN, CONSENT, OBJECT, QUESTION, HELP)
        case Phase.IDEAS:
            return (JOIN, IDEA, IDEAS, PARKED, HELP)
        case Phase.SORTING:
            return (IDEAS, Action("action-merge", f"merge {_pair(state)}", fit=Fit.EXAMPLE), JOIN, HELP)
        case Phase.VOTING | Phase.RUNOFF:
            return (*vote_actions(state.vote), HELP)
        case Phase.COOLING_OFF:
            return (OBJECT, MINORITY, RULES, HELP)
        case Phase.FEEDBACK:
            return (*_feedback(state), OBJECT, MINORITY, HELP)
        case Phase.OUTCOME:
            return (*((FEEDBACK_ALL,) if state.chosen else ()), MINORITY, IDEAS, HELP)
        case Phase.FOLLOW_UP:
            return (*_follow_up(state), HELP)
        case Phase.ARCHIVED:
            return (LOG, EXPORT, SUGGEST)
        case Phase.WITHDRAWN | Phase.EXPIRED:
            return (LOG, SUGGEST)
        case _:
            assert_never(state.phase)


def _proposed(state: Round) -> tuple[Action, ...]:
    if state.seconded_at is not None:
        return (JOIN, PLAN, HELP)
    return (second(state), TOPICS, HELP)


def second(state: Round) -> Action:
    """To second this topic."""
    return Action("action-topic-second", f"topic second {state.topic}")


def _pair(state: Round) -> str:
    live = state.live_ideas
    return f"{live[0]} {live[1]}" if len(live) > 1 else "3 7"


def vote_actions(vote: Vote | None) -> tuple[Action, ...]:
    """How to vote, with an example that fits the ballot. All of it in a direct message."""
    return (Action("action-vote", vote_example(vote), is_private=True, fit=Fit.EXAMPLE), VOTE_SHOW, VOTE_CLEAR)


def after_ballot(vote: Vote | None, *, has_dots: bool) -> tuple[Action, ...]:
    """What to do after a ballot: look at it or clear it; cast one where it was just cleared."""
    return (VOTE_SHOW, VOTE_CLEAR) if has_dots else vote_actions(vote)[:1]


def vote_example(vote: Vote | None) -> str:
    """A ballot that is typed as it should be and keeps to the rules."""
    if vote is None:
        return "vote 3:2 7:1"
    ballot = vote.lists[0]
    first, *rest = sorted(ballot.ideas)
    most = min(ballot.cap, ballot.dots)
    if vote.vote_kind is VoteKind.RUNOFF or not rest or most >= ballot.dots:
        return f"vote {first}:{most}"
    return f"vote {first}:{most} {rest[0]}:1"


def _feedback(state: Round) -> tuple[Action, ...]:
    first, *others = sorted(state.chosen) or [IdeaNo(3)]
    return (stance(first, *others), remark(first))


def stance(no: IdeaNo, *others: IdeaNo) -> Action:
    """To say yes or no to a chosen idea."""
    return _about("action-stance", "feedback {} agree", no, *others)


def remark(no: IdeaNo) -> Action:
    """To say something about a chosen idea."""
    return Action("action-remark", f"feedback {no} worry …")


def _follow_up(state: Round) -> tuple[Action, ...]:
    """Whatever is said to be done waits for others to say so too; all other promises wait for news."""
    waiting = sorted(no for no, one in state.promises.items() if not one.is_done)
    claimed = [no for no in waiting if state.promises[no].claimed_at is not None]
    going = [no for no in waiting if state.promises[no].claimed_at is None]
    found: list[Action] = []
    if claimed:
        found += [_about("action-confirm", "confirm {}", *claimed), _about("action-dispute", "dispute {} …", *claimed)]
    if going:
        found += [progress(*going), _about("action-progress-done", "progress {} done", *going)]
    return tuple(found) if claimed and going else (*found, LOG)


def progress(no: IdeaNo, *others: IdeaNo) -> Action:
    """To tell how a promise is going."""
    return _about("action-progress", "progress {} …", no, *others)


def _about(key: str, typed: str, no: IdeaNo, *others: IdeaNo) -> Action:
    """The same for each of these ideas."""
    return Action(key, typed.format(no), others=tuple(typed.format(other) for other in others))
