"""Which events a community keeps for ever in its decision log, and the facts of each, without anybody's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.events import (
    CheckHeld,
    Event,
    FateSet,
    FewVoicesNoted,
    IdeaDone,
    IdeaHidden,
    IdeasFrozen,
    MinorityViewStated,
    OutcomePublished,
    PhaseEntered,
    PowerUsed,
    ProgressReported,
    PromiseMissed,
    QuestionConfirmed,
    ReplyMissed,
    RequestFell,
    RequestMade,
    RequestObjected,
    RequestPassed,
    ResultObjected,
    RoundOpened,
    RunoffNeeded,
    ShortlistMade,
    TopicExpired,
    VotesCounted,
    WindowExtended,
    WindowShortened,
)
from codesign_bot.core.phases import Phase
from codesign_bot.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codesign_bot.plain import Plain

LOGGED = (
    RoundOpened
    | TopicExpired
    | PhaseEntered
    | WindowExtended
    | WindowShortened
    | FewVoicesNoted
    | PowerUsed
    | QuestionConfirmed
    | IdeasFrozen
    | IdeaHidden
    | ShortlistMade
    | RunoffNeeded
    | VotesCounted
    | ResultObjected
    | MinorityViewStated
    | FateSet
    | OutcomePublished
    | ReplyMissed
    | PromiseMissed
    | ProgressReported
    | IdeaDone
    | CheckHeld
    | RequestMade
    | RequestObjected
    | RequestPassed
    | RequestFell
)


TURNOUT = frozenset({"heard", "ballots"})


def belongs_in_log(event: Event) -> bool:
    """Whether the event is an entry of the decision log."""
    return isinstance(event, LOGGED)


def facts(event: Event, during: Phase) -> Mapping[str, Plain]:
    """The event as JSON. Words are in it only as digests.

    While people vote, how many were heard is how many ballots there are: nobody is told before the vote ends.
    """
    plain = to_plain(event)
    if not isinstance(plain, dict):
        raise TypeError("an event is a record")
    hidden = TURNOUT if during in {Phase.VOTING, Phase.RUNOFF} and not isinstance(event, VotesCounted) else ()
    return {name: value for name, value in plain.items() if name not in hidden}
