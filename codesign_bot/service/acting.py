"""Somebody's command to a round: decided on the newest state, answered once it is durable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from codesign_bot.core.events import IdeaOffered
from codesign_bot.core.ids import RoundId, TopicNo
from codesign_bot.core.phases import COUNTED, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.records import RoundPlace
from codesign_bot.service.origins import came_of
from codesign_bot.service.works import Begin, Done, Move, Settle, Stale, TimeFirst, votes_to_read
from codesign_bot.storage import Work
from codesign_bot.view import View
from codesign_bot.views.answers import answer, similar_ideas

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.records import Origin, Outgoing, Place
    from codesign_bot.service.asked import Do
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.rounds import Loaded
    from codesign_bot.service.saying import Turn

TOPICS_EACH = 3
"""How many topics of one person can wait for seconders at a time."""

TRIES = 20
"""How often a piece of work is decided anew because something changed under it. More is a fault of ours."""


async def settle(desk: Desk, round_id: RoundId, now: datetime) -> None:
    """Let time do what is due in a round. Nothing happens where nothing is."""
    for _ in range(TRIES):
        loaded = await desk.rounds.load(round_id)
        if loaded is None:
            return None
        # Anything that is due while a vote is on may end it, also a request that passes.
        is_near_count = loaded.state.phase in COUNTED and loaded.is_due(now)
        vote_kinds = votes_to_read(loaded.state) if is_near_count else ()
        try:
            return await desk.store.apply(Settle(desk, round_id, now, vote_kinds=vote_kinds))
        except Stale:
            continue
    raise RuntimeError("a round kept changing while its time was settled")


async def act(desk: Desk, turn: Turn, found: RoundPlace, do: Do) -> Done | None:
    """Carry out a command and answer it. None where it had been done before. Raises `Refusal`."""
    done: list[Done] = []

    def answered(what: Done) -> tuple[Outgoing | Origin, ...]:
        done[:] = [what]
        return (turn.answer(view_of(what, turn.at)), *came_of(turn, what))

    def move(_: Loaded) -> Move:
        return Move(desk, found.round, turn.at, turn=turn, make=do.make, answer=answered)

    return done[0] if await carry_out(desk, found, turn.at, move) else None


class Once(Work, Protocol):
    """Work that finds out by itself whether it had been done before."""

    @property
    def is_repeated(self) -> bool: ...


async def carry_out(desk: Desk, found: RoundPlace, now: datetime, work_on: Callable[[Loaded], Once]) -> bool:
    """Have somebody's work on a round decided on its newest state. False where it had been done before."""
    for _ in range(TRIES):
        loaded = await desk.rounds.load(found.round)
        if loaded is None:
            raise Refusal("no-round")
        work = work_on(loaded)
        try:
            await desk.store.apply(work)
        except TimeFirst:
            await settle(desk, found.round, now)
        except Stale:
            continue
        else:
            return not work.is_repeated
    raise Stale


def view_of(done: Done, now: datetime) -> View:
    """The answer to an act; for a new idea that looks like others, with the question what to do about it."""
    state, words = done.after.state, done.after.words
    view = answer(done.before, done.events, state, words, now)
    offered = next((event for event in done.events if isinstance(event, IdeaOffered)), None)
    if offered is None or not done.alike:
        return view
    more = similar_ideas(state, offered.no, done.alike, words)
    return View(view.heading, (*view.blocks, *more.blocks), (*view.actions, *more.actions), view.audience)


async def _check_topics(desk: Desk, turn: Turn, community: CommunityId) -> None:
    """A few topics of one person can wait at a time, so that nobody fills a space with theirs."""
    waiting = [found for found in desk.book.active(community) if found.phase is Phase.PROPOSED]
    loaded = [one for one in [await desk.rounds.load(found.round) for found in waiting] if one is not None]
    if sum(one.state.suggested_by == turn.speaker.person.id for one in loaded) >= TOPICS_EACH:
        raise Refusal("topics-enough", limit=TOPICS_EACH)


async def suggest(desk: Desk, turn: Turn, where: tuple[CommunityId, Place], title: str) -> Done | None:
    """A new topic. None where it had been suggested before. Raises `Refusal`."""
    community, home = where
    await _check_topics(desk, turn, community)
    done: list[Done] = []

    def answered(what: Done) -> tuple[Outgoing | Origin, ...]:
        done[:] = [what]
        return (turn.answer(view_of(what, turn.at)), *came_of(turn, what))

    round_id = RoundId(desk.chance.name())
    work = Begin(
        desk,
        round_id,
        turn.at,
        turn=turn,
        answer=answered,
        place=RoundPlace(round_id, community, TopicNo(0), home, Phase.PROPOSED),
        title=title,
    )
    await desk.store.apply(work)
    return None if work.is_repeated else done[0]
