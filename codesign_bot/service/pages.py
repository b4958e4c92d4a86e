"""What can be looked at: pages about a round, for one reader, that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.commands import Actor
from codesign_bot.core.deciding.ideas import require_own_first
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.news import ideas_since
from codesign_bot.core.order import own_order
from codesign_bot.core.refusal import Refusal
from codesign_bot.service.acting import settle
from codesign_bot.service.asked import Page
from codesign_bot.service.people import actor
from codesign_bot.service.receipts import own, receipt_of
from codesign_bot.service.reminding import left_for
from codesign_bot.views import ballots, feedback, honest, lists, standing
from codesign_bot.views.so_far import OF_IDEAS, new_to_you

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.ids import PersonId
    from codesign_bot.records import RoundPlace
    from codesign_bot.service.asked import Show
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.rounds import Loaded
    from codesign_bot.service.saying import Turn
    from codesign_bot.view import Say, View


async def page(desk: Desk, found: RoundPlace, turn: Turn, show: Show) -> View:
    """The page as it is now; what is due is settled first, so that nobody reads about a step that is over.

    Only where people on another platform are waited for, the page shows the step that they may still be heard in.
    """
    reader, now = turn.speaker.person.id, turn.at
    loaded = await desk.rounds.load(found.round)
    if loaded is not None and loaded.is_due(now) and not desk.waits_for(found, turn.heard.place.platform):
        await settle(desk, found.round, now)
        loaded = await desk.rounds.load(found.round)
    if loaded is None:
        raise Refusal("no-round")
    if show.page is Page.BALLOT:
        view = await _ballot(desk, loaded, reader, show)
    elif show.page is Page.RECEIPT:
        view = await own(desk, loaded, reader)
    elif show.page is Page.NOW:
        who = await actor(desk, loaded.state, reader)
        mine = await _own(desk, loaded, reader) if turn.is_read_alone else ()
        view = standing.now_view(loaded.state, loaded.words, now, is_joined=who.joined_at is not None, left=mine)
    else:
        view = _about(loaded, await actor(desk, loaded.state, reader), show, now)
    return view.about(loaded.state.topic)


async def _own(desk: Desk, loaded: Loaded, reader: PersonId) -> tuple[Say, ...]:
    """What the step waits for from the reader, and what came since they last wrote."""
    left = await left_for(desk, loaded, reader)
    if loaded.state.phase not in OF_IDEAS:
        return left
    since = ideas_since(await desk.store.events(loaded.state.id), reader)
    return (*left, *new_to_you(loaded.state, since))


async def _ballot(desk: Desk, loaded: Loaded, reader: PersonId, show: Show) -> View:
    """One's own ballot and nobody else's; `number` is the idea to look at."""
    state = loaded.state
    ballot = await desk.store.ballot(state.id, state.vote.vote_kind, reader) if state.vote is not None else None
    dots = dict(ballot.dots) if ballot is not None else {}
    told = receipt_of(desk, state, ballot.vote_kind, reader) if ballot is not None else None
    return ballots.my_ballot(state, ballots.Own(reader, dots, IdeaNo(show.number), told), loaded.words)


def _about(loaded: Loaded, actor: Actor, show: Show, now: datetime) -> View:
    state, words = loaded.state, loaded.words
    match show.page:
        case Page.NOW | Page.BALLOT | Page.RECEIPT:
            return standing.now_view(state, words, now, is_joined=actor.joined_at is not None)
        case Page.RULES:
            return honest.rules_view(state, words)
        case Page.IDEAS:
            require_own_first(state, actor, now)
            order = own_order(state.live_ideas, state.id, actor.person)
            return lists.ideas(state, words, actor.person, order, show.number)
        case Page.IDEA:
            return _idea(loaded, actor, IdeaNo(show.number), now)
        case Page.PARKED:
            return lists.own_parked(state, words, actor.person)
        case Page.STATEMENTS:
            return lists.problem_statements(state, words, show.number)
        case Page.WORDINGS:
            return lists.wordings(state, words, actor.person)
        case Page.TALLY:
            return standing.tally_view(state, words)
        case Page.FEEDBACK:
            return feedback.feedback_view(state, words)
        case Page.REQUESTS:
            return standing.requests_view(state, words, actor.person)
        case Page.ME:
            return standing.me_view(state, words, actor.person, is_joined=actor.joined_at is not None)
        case _:
            assert_never(show.page)


def _idea(loaded: Loaded, actor: Actor, no: IdeaNo, now: datetime) -> View:
    state = loaded.state
    if no not in state.ideas:
        raise Refusal("idea-unknown", idea=no, last=len(state.ideas))
    if state.ideas[no].by != actor.person:
        require_own_first(state, actor, now)
    return lists.one_idea(state, loaded.words, no)
