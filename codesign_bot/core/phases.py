"""The life cycle of a round as a table.

Law 1. A round is in exactly one phase, and moves only along `TRANSITIONS`.
Law 2. Time alone may move a round along `BY_TIME`; every other move needs an act of people.
Law 3. A phase in `WINDOWED` has an end that was announced when it began. The end only moves later,
       except where the participants let a request pass, and never below the phase's least window.
Law 4. Counts of dots exist only from `COOLING_OFF` on, and for the runoff only after the runoff.
Law 5. Nothing leaves `ARCHIVED`, `WITHDRAWN` or `EXPIRED`. A question that is reopened is a new round.

`MAY` says who may do what and when; it is consulted on every path, so a stale button and a typed
word meet the same rule. The diagram in docs/life-cycle.md is generated from this file.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Phase(Enum):
    """Where a round stands. The value is the word people read and the name that is stored."""

    PROPOSED = "proposed"
    FRAMING = "framing"
    CONFIRMING = "confirming"
    IDEAS = "ideas"
    SORTING = "sorting"
    VOTING = "voting"
    RUNOFF = "runoff"
    COOLING_OFF = "cooling_off"
    FEEDBACK = "feedback"
    OUTCOME = "outcome"
    FOLLOW_UP = "follow_up"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


P = Phase

TRANSITIONS: Mapping[Phase, frozenset[Phase]] = MappingProxyType(
    {
        P.PROPOSED: frozenset({P.FRAMING, P.EXPIRED, P.WITHDRAWN}),
        P.FRAMING: frozenset({P.CONFIRMING, P.WITHDRAWN}),
        P.CONFIRMING: frozenset({P.CONFIRMING, P.IDEAS, P.WITHDRAWN}),
        P.IDEAS: frozenset({P.SORTING, P.WITHDRAWN}),
        P.SORTING: frozenset({P.VOTING, P.OUTCOME, P.WITHDRAWN}),
        P.VOTING: frozenset({P.VOTING, P.RUNOFF, P.COOLING_OFF, P.WITHDRAWN}),
        P.RUNOFF: frozenset({P.COOLING_OFF, P.WITHDRAWN}),
        P.COOLING_OFF: frozenset({P.FEEDBACK, P.OUTCOME, P.WITHDRAWN}),
        P.FEEDBACK: frozenset({P.OUTCOME, P.WITHDRAWN}),
        P.OUTCOME: frozenset({P.FOLLOW_UP, P.WITHDRAWN}),
        P.FOLLOW_UP: frozenset({P.ARCHIVED}),
        P.ARCHIVED: frozenset(),
        P.WITHDRAWN: frozenset(),
        P.EXPIRED: frozenset(),
    }
)

BY_TIME: frozenset[tuple[Phase, Phase]] = frozenset(
    {
        (P.PROPOSED, P.EXPIRED),
        (P.PROPOSED, P.FRAMING),
        (P.FRAMING, P.CONFIRMING),
        (P.CONFIRMING, P.CONFIRMING),
        (P.CONFIRMING, P.IDEAS),
        (P.IDEAS, P.SORTING),
        (P.SORTING, P.VOTING),
        (P.SORTING, P.OUTCOME),
        (P.VOTING, P.VOTING),
        (P.VOTING, P.RUNOFF),
        (P.VOTING, P.COOLING_OFF),
        (P.RUNOFF, P.COOLING_OFF),
        (P.COOLING_OFF, P.FEEDBACK),
        (P.COOLING_OFF, P.OUTCOME),
        (P.FEEDBACK, P.OUTCOME),
        (P.FOLLOW_UP, P.ARCHIVED),
    }
)

WINDOWED: tuple[Phase, ...] = (
    P.FRAMING,
    P.CONFIRMING,
    P.IDEAS,
    P.SORTING,
    P.VOTING,
    P.RUNOFF,
    P.COOLING_OFF,
    P.FEEDBACK,
)

# Silence is normal while ideas are sorted and while people cool off, and a runoff settles what a heard
# vote left open: only these steps wait for voices.
HEARD: frozenset[Phase] = frozenset({P.FRAMING, P.CONFIRMING, P.IDEAS, P.VOTING, P.FEEDBACK})

# Steps that end with a count of ballots.
COUNTED: frozenset[Phase] = frozenset({P.VOTING, P.RUNOFF})

# An idea can be hidden while ideas come and go. Once it is on a ballot it stays.
HIDEABLE: frozenset[Phase] = frozenset({P.IDEAS, P.SORTING})

ENDED: frozenset[Phase] = frozenset({P.ARCHIVED, P.WITHDRAWN, P.EXPIRED})

LEAST: Mapping[Phase, timedelta] = MappingProxyType(
    {
        P.FRAMING: timedelta(hours=48),
        P.CONFIRMING: timedelta(hours=24),
        P.IDEAS: timedelta(hours=72),
        P.SORTING: timedelta(hours=24),
        P.VOTING: timedelta(hours=72),
        P.RUNOFF: timedelta(hours=24),
        P.COOLING_OFF: timedelta(hours=24),
        P.FEEDBACK: timedelta(hours=48),
    }
)
"""The least windows, in elapsed hours. They hold for every template but a practice."""


class Act(Enum):
    """What a person can do in a round. One name on every platform."""

    JOIN = "join"
    SECOND = "second"
    PLAN = "plan"
    STATE_PROBLEM = "state_problem"
    PARK_ANSWER = "park_answer"
    WORD_QUESTION = "word_question"
    SUPPORT_WORDING = "support_wording"
    CONSENT = "consent"
    OBJECT = "object"
    OFFER_IDEA = "offer_idea"
    CHANGE_IDEA = "change_idea"
    BUILD_ON = "build_on"
    MERGE = "merge"
    VOTE = "vote"
    MINORITY_VIEW = "minority_view"
    GIVE_FEEDBACK = "give_feedback"
    SET_FATE = "set_fate"
    WRITE_OUTCOME = "write_outcome"
    FOLLOW_UP = "follow_up"
    TIME = "time"
    REQUEST = "request"


MAY: Mapping[Act, frozenset[Phase]] = MappingProxyType(
    {
        Act.JOIN: frozenset(Phase) - ENDED,
        Act.SECOND: frozenset({P.PROPOSED}),
        Act.PLAN: frozenset({P.PROPOSED}),
        Act.STATE_PROBLEM: frozenset({P.FRAMING}),
        Act.PARK_ANSWER: frozenset({P.FRAMING, P.CONFIRMING}),
        Act.WORD_QUESTION: frozenset({P.FRAMING, P.CONFIRMING}),
        Act.SUPPORT_WORDING: frozenset({P.FRAMING, P.CONFIRMING}),
        Act.CONSENT: frozenset({P.CONFIRMING}),
        Act.OBJECT: frozenset({P.CONFIRMING, P.COOLING_OFF, P.FEEDBACK}),
        Act.OFFER_IDEA: frozenset({P.IDEAS}),
        Act.CHANGE_IDEA: frozenset({P.IDEAS, P.SORTING}),
        Act.BUILD_ON: frozenset({P.IDEAS, P.SORTING}),
        Act.MERGE: frozenset({P.IDEAS, P.SORTING}),
        Act.VOTE: frozenset({P.VOTING, P.RUNOFF}),
        Act.MINORITY_VIEW: frozenset({P.COOLING_OFF, P.FEEDBACK, P.OUTCOME}),
        Act.GIVE_FEEDBACK: frozenset({P.FEEDBACK}),
        Act.SET_FATE: frozenset({P.FEEDBACK, P.OUTCOME}),
        Act.WRITE_OUTCOME: frozenset({P.OUTCOME}),
        Act.FOLLOW_UP: frozenset({P.FOLLOW_UP}),
        Act.TIME: frozenset({P.PROPOSED, *WINDOWED}),
        Act.REQUEST: frozenset(Phase) - ENDED - {P.FOLLOW_UP},
    }
)
"""In which phases an act is possible at all; who may do it stands with the act in `deciding/`."""

IN_A_PAUSE: frozenset[Act] = frozenset({Act.JOIN, Act.TIME, Act.REQUEST})
"""What stays possible while a step stands still: coming and going, more time, and what all decide together."""
