"""Which round somebody means, and where: the one they name, else the one the words fit, else they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.ids import TopicNo
from codesign_bot.core.phases import MAY, Phase
from codesign_bot.core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.core.phases import Act
    from codesign_bot.ports import Heard
    from codesign_bot.records import Place, RoundPlace
    from codesign_bot.service.book import Book

ASIDE = frozenset({Phase.PROPOSED, Phase.FOLLOW_UP})
"""Rounds that wait or are over but for their promises: not the one people mean when they name none."""


def which_round(
    book: Book, place: Place | None, communities: Sequence[CommunityId], topic: int | None, act: Act | None
) -> RoundPlace:
    """The round that is meant. `place` is the space it is said in; None: a direct message.

    Raises `Refusal`: "no-round", "topic-unknown", or "which-round" with the numbers to choose from.
    """
    near = [found for one in communities for found in book.active(one)]
    if topic is not None:
        return _named(book, communities, topic)
    if len(near) == 1:
        return near[0]
    here = [found for found in near if found.place == place] if place is not None else []
    found = _fitting(here or near, act)
    if not found:
        raise Refusal("no-round")
    if len(found) > 1:
        topics = ", ".join(f"#{one.topic}" for one in found)
        raise Refusal("which-round", topics=topics, first=found[0].topic)
    return found[0]


def _named(book: Book, communities: Sequence[CommunityId], topic: int) -> RoundPlace:
    named = [one for one in (book.topic(where, TopicNo(topic)) for where in communities) if one is not None]
    if not named:
        raise Refusal("topic-unknown", topic=topic)
    return named[0]


def _fitting(active: Sequence[RoundPlace], act: Act | None) -> Sequence[RoundPlace]:
    """The rounds in a step for the act, if any; else those that are on; else all."""
    fits = [one for one in active if act is not None and one.phase in MAY[act]]
    running = [one for one in fits if one.phase not in ASIDE]
    on = [one for one in active if one.phase not in ASIDE]
    return running or fits or on or active


def communities_near(book: Book, heard: Heard) -> tuple[CommunityId, ...]:
    """The community of the space; in a direct message those whose spaces the person is in as well.

    Raises `Refusal` where a space belongs to none.
    """
    if not heard.is_private:
        community = book.community_at(heard.place)
        if community is None:
            raise Refusal("setup-first")
        return (community.id,)
    near = [book.community_at(place) for place in heard.near]
    return tuple({community.id: None for community in near if community is not None})


def home(book: Book, heard: Heard) -> tuple[CommunityId, Place]:
    """Where a new topic lives: the space it is suggested in; in private the only space there is, else `Refusal`."""
    communities = communities_near(book, heard)
    if not heard.is_private:
        return communities[0], heard.place
    if len(communities) != 1 or len(heard.near) != 1:
        raise Refusal("suggest-in-space")
    return communities[0], heard.near[0]


def round_to_plan(book: Book, heard: Heard) -> RoundPlace:
    """The only topic that waits for a plan. Raises `Refusal` where there is none, or where several wait."""
    active = [found for one in communities_near(book, heard) for found in book.active(one)]
    waiting = [found for found in active if found.phase is Phase.PROPOSED]
    if not waiting:
        raise Refusal("plan-no-topic")
    if len(waiting) > 1:
        topics = ", ".join(f"#{one.topic}" for one in waiting)
        raise Refusal("which-round", topics=topics, first=waiting[0].topic)
    return waiting[0]
