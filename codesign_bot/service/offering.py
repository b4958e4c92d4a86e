"""What is offered to somebody who fills something in: never more than a page would show them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.deciding.ideas import require_own_first
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.order import own_order
from codesign_bot.core.refusal import Refusal
from codesign_bot.names import known_zones, nearest
from codesign_bot.ports import Offer
from codesign_bot.service.finding import which_round
from codesign_bot.service.languages import own_name
from codesign_bot.service.people import actor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.ports import Question
    from codesign_bot.records import RoundPlace
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.rounds import Loaded

MOST = 25
Offered = tuple[str, str]
"""What to type, and somebody's words about it."""


async def offers(desk: Desk, question: Question) -> Sequence[Offered]:
    """At most 25, the best first. Nothing where the question makes no sense."""
    match question.what:
        case Offer.TEMPLATES:
            return [(name, "") for name in nearest(question.begun, tuple(desk.templates), MOST)]
        case Offer.ZONES:
            zones = await asyncio.to_thread(known_zones)
            return [(name, "") for name in nearest(question.begun, zones, MOST)]
        case Offer.LANGUAGES:
            return [(code, own_name(desk, code)) for code in nearest(question.begun, sorted(desk.voices), MOST)]
        case Offer.TOPICS:
            return await _topics(desk, question)
        case Offer.IDEAS:
            return await _ideas(desk, question)
        case _:
            assert_never(question.what)


def _communities(desk: Desk, question: Question) -> tuple[CommunityId, ...]:
    known = [desk.book.community_at(place) for place in question.near]
    return tuple(dict.fromkeys(one.id for one in known if one is not None))


async def _topics(desk: Desk, question: Question) -> list[Offered]:
    active = [found for one in _communities(desk, question) for found in desk.book.active(one)]
    return _fitting([(str(found.topic), await _title(desk, found)) for found in active], question.begun)


async def _title(desk: Desk, found: RoundPlace) -> str:
    loaded = await desk.rounds.load(found.round)
    return (loaded.words.get(loaded.state.title.id) or "") if loaded is not None else ""


async def _ideas(desk: Desk, question: Question) -> list[Offered]:
    """The ideas this person may see now, in their own order; their own ideas at any time."""
    try:
        found = which_round(desk.book, None, _communities(desk, question), question.topic, None)
    except Refusal:
        return []
    loaded = await desk.rounds.load(found.round)
    person = desk.book.person(question.account) or await desk.store.person(question.account)
    if loaded is None or person is None:
        return []
    who = await actor(desk, loaded.state, person.id)
    order = own_order(loaded.state.live_ideas, loaded.state.id, person.id)
    try:
        require_own_first(loaded.state, who, desk.clock.now())
    except Refusal:
        order = tuple(no for no in order if loaded.state.ideas[no].by == person.id)
    return _fitting([(str(int(no)), _words(loaded, no)) for no in order], question.begun)


def _words(loaded: Loaded, no: IdeaNo) -> str:
    return loaded.words.get(loaded.state.ideas[no].content.id) or ""


def _fitting(known: Sequence[Offered], begun: str) -> list[Offered]:
    """Those that begin with the number, or have the words in them; all of them where nothing was written."""
    wanted = begun.strip().lstrip("#").casefold()
    return [one for one in known if one[0].startswith(wanted) or wanted in one[1].casefold()][:MOST]
