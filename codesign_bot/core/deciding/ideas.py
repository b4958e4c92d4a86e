"""Ideas, and joining them by consent of those who wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.deciding.gate import live_idea, measure, own_idea, require
from codesign_bot.core.events import (
    AnswerParked,
    Event,
    IdeaBuiltOn,
    IdeaEdited,
    IdeaOffered,
    IdeasJoined,
    IdeaSplit,
    IdeaWithdrawn,
    MergeAccepted,
    MergeDeclined,
    MergeOffered,
)
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.phases import MAY, Act, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import there

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.commands import (
        Actor,
        AnswerMerge,
        BuildOn,
        EditIdea,
        Merge,
        OfferIdea,
        OfferParked,
        Split,
        WithdrawIdea,
    )
    from codesign_bot.core.state import Merge as OfferedMerge
    from codesign_bot.core.state import Round


def offer(state: Round, command: OfferIdea, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """An idea; while the problem is still being framed it is parked, not refused."""
    if state.phase in MAY[Act.PARK_ANSWER]:
        require(Act.PARK_ANSWER, state, actor, now)
        measure(command.text, "idea")
        if command.kept is not None:
            raise Refusal("parked-same", which=command.kept)
        return (AnswerParked(now, actor.person, command.text.content),)
    _may_offer(state, actor, now)
    measure(command.text, "idea")
    _not_said_before(command.twin)
    return (IdeaOffered(now, _next(state), actor.person, command.text.content, actor.is_organiser),)


def offer_parked(state: Round, command: OfferParked, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """An own answer from framing becomes an idea. Nobody else can do that for you."""
    _may_offer(state, actor, now)
    own = state.parked_by(actor.person)
    if not 1 <= command.which <= len(own):
        raise Refusal("parked-unknown", which=command.which, last=len(own))
    place, parked = own[command.which - 1]
    if parked.is_offered:
        raise Refusal("parked-offered", which=command.which)
    _not_said_before(command.twin)
    return (IdeaOffered(now, _next(state), actor.person, parked.content, actor.is_organiser, from_parked=place),)


def _may_offer(state: Round, actor: Actor, now: datetime) -> None:
    require(Act.OFFER_IDEA, state, actor, now)
    rules, step = there(state.rules), there(state.ideas_opened)
    if actor.is_organiser:
        half = step.opened + step.length / 2
        if now < half:
            raise Refusal("organisers-speak-later", opens=half)
    given = sum(idea.by == actor.person and not idea.is_withdrawn for idea in state.ideas.values())
    if given >= rules.template.ideas_each:
        raise Refusal("ideas-enough", limit=rules.template.ideas_each)


def _next(state: Round) -> IdeaNo:
    return IdeaNo(len(state.ideas) + 1)


def _not_said_before(twin: IdeaNo | None) -> None:
    if twin is not None:
        raise Refusal("idea-same", idea=twin)


def edit(state: Round, command: EditIdea, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """New words for an own idea. The earlier ones stay on record."""
    require(Act.CHANGE_IDEA, state, actor, now)
    own_idea(state, command.no, actor)
    measure(command.text, "idea")
    _not_said_before(command.twin)
    return (IdeaEdited(now, command.no, command.text.content),)


def withdraw(state: Round, command: WithdrawIdea, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Take an own idea back, until the ideas are frozen."""
    require(Act.CHANGE_IDEA, state, actor, now)
    own_idea(state, command.no, actor)
    return (IdeaWithdrawn(now, command.no),)


def build_on(state: Round, command: BuildOn, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """A thought or a question that makes an idea better."""
    require(Act.BUILD_ON, state, actor, now)
    live_idea(state, command.no)
    measure(command.text, "build")
    return (IdeaBuiltOn(now, command.no, actor.person, command.text.content),)


def merge(state: Round, command: Merge, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Offer to join two ideas. Who wrote one of them says yes to it by offering."""
    require(Act.MERGE, state, actor, now)
    if command.keep == command.join:
        raise Refusal("merge-with-itself", idea=command.keep)
    live_idea(state, command.keep)
    live_idea(state, command.join)
    authors = _authors(state, command.keep, command.join)
    if any({m.keep, m.join} == {command.keep, command.join} for m in state.merges):
        raise Refusal("merge-offered-already", keep=command.keep, join=command.join)
    accepted = frozenset(authors & {actor.person})
    closes = now + there(state.rules).template.merge_window
    events: list[Event] = [MergeOffered(now, command.keep, command.join, actor.person, closes, accepted)]
    if accepted >= authors:
        events.append(IdeasJoined(now, command.keep, command.join))
    return tuple(events)


def answer_merge(state: Round, command: AnswerMerge, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Yes or no of an author. The last yes joins the ideas; one no ends the offer."""
    require(Act.MERGE, state, actor, now)
    offered = _offered(state, command)
    authors = _authors(state, offered.keep, offered.join)
    if actor.person not in authors:
        raise Refusal("merge-not-yours", keep=offered.keep, join=offered.join)
    if not command.is_yes:
        return (MergeDeclined(now, offered.keep, offered.join, actor.person),)
    if actor.person in offered.accepted:
        raise Refusal("merge-accepted-already", keep=offered.keep, join=offered.join)
    events: list[Event] = [MergeAccepted(now, offered.keep, offered.join, actor.person)]
    if offered.accepted | {actor.person} >= authors:
        events.append(IdeasJoined(now, offered.keep, offered.join))
    return tuple(events)


def _authors(state: Round, keep: IdeaNo, join: IdeaNo) -> set[PersonId]:
    """Everybody whose words a merge touches: of both ideas, and of what was joined to them before."""
    return {one.by for one in state.ideas.values() if {one.no, one.joined_to} & {keep, join}}


def _offered(state: Round, command: AnswerMerge) -> OfferedMerge:
    wanted = {command.keep, command.join}
    for one in state.merges:
        if {one.keep, one.join} == wanted:
            return one
    raise Refusal("merge-unknown", keep=command.keep, join=command.join)


def split(state: Round, command: Split, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Undo a merge, by anyone who wrote one of the ideas in it."""
    require(Act.MERGE, state, actor, now)
    idea = state.ideas.get(command.no)
    if idea is None:
        raise Refusal("idea-unknown", idea=command.no, last=len(state.ideas))
    parts = [one.no for one in state.ideas.values() if command.no in {one.no, one.joined_to} and one.joined_to]
    if not parts:
        raise Refusal("split-nothing", idea=command.no)
    authors = {idea.by} | {state.ideas[part].by for part in parts}
    if idea.joined_to is not None:
        authors.add(state.ideas[idea.joined_to].by)
    if actor.person not in authors:
        raise Refusal("idea-not-yours", idea=command.no)
    return tuple(IdeaSplit(now, part, actor.person) for part in parts)


def require_own_first(state: Round, actor: Actor, now: datetime) -> None:
    """Ideas alone first: others' ideas are listed once you gave one, or after the first hours of the step."""
    if state.phase is not Phase.IDEAS:
        return
    opens = there(state.ideas_opened).opened + there(state.rules).template.alone_first
    if now < opens and not any(idea.by == actor.person for idea in state.ideas.values()):
        raise Refusal("ideas-alone-first", opens=opens)
