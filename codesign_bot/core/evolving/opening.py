"""Topics, seconders, plans, and who is in."""

from __future__ import annotations

from typing import assert_never

from codesign_bot.core.events import (
    AccountsLinked,
    OpeningEvent,
    ParticipantJoined,
    ParticipantLeft,
    RoundOpened,
    RoundPlanned,
    TopicExpired,
    TopicSeconded,
    TopicSuggested,
)
from codesign_bot.core.evolving import linking
from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.replacing import replace
from codesign_bot.core.state import Round


def begin(event: TopicSuggested) -> Round:
    """A topic that waits to be seconded."""
    return Round(
        id=event.round,
        community=event.community,
        topic=event.topic,
        title=event.title,
        suggested_by=event.by,
        suggested_at=event.at,
        expires_at=event.expires_at,
        version=1,
    )


def evolve(state: Round, event: OpeningEvent) -> Round:
    """The round after an event of its opening."""
    match event:
        case TopicSuggested():
            return state  # a second one is not possible; the first is folded by `begin`
        case TopicSeconded():
            return _seconded(state, event)
        case RoundPlanned(rules=rules):
            return replace(state, rules=rules, planned_by=event.by)
        case RoundOpened(rules=rules, rules_hash=hashed):
            return replace(state, rules=rules, rules_hash=hashed)
        case TopicExpired():
            return replace(state, phase=Phase.EXPIRED, requests={})
        case ParticipantJoined(person=person):
            organisers = state.organisers_in | (frozenset({person}) if event.is_organiser else frozenset[PersonId]())
            return replace(state, joined=state.joined + 1, organisers_in=organisers)
        case ParticipantLeft(person=person):
            return replace(state, joined=state.joined - 1, organisers_in=state.organisers_in - {person})
        case AccountsLinked():
            return linking.linked(state, event)
        case _:
            assert_never(event)


def _seconded(state: Round, event: TopicSeconded) -> Round:
    seconders = state.seconders | {event.by}
    is_enough = len(seconders) >= event.seconders_needed
    at = state.seconded_at or (event.at if is_enough else None)
    return replace(state, seconders=seconders, seconded_at=at)
