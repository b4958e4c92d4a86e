"""What people ask of a round, in the imperative. A command that carries words carries their `Content` too,
made by whoever stores them; `decide` measures the words and writes only the `Content` into events.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from codesign_bot.core.content import Content
from codesign_bot.core.ids import CommunityId, IdeaNo, PersonId, RequestNo, RoundId, TopicNo, WordingNo
from codesign_bot.core.rules import Rules
from codesign_bot.core.state import Fate, Narrowing, Remark, Stance


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, and what is known about them in this round."""

    person: PersonId
    is_organiser: bool = False
    joined_at: datetime | None = None
    """None: not in this round, or left it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Cleaned words and what stands for them in the record."""

    words: str
    content: Content


@dataclass(frozen=True, slots=True)
class SuggestTopic:
    round: RoundId
    community: CommunityId
    topic: TopicNo
    title: Text


@dataclass(frozen=True, slots=True)
class SecondTopic:
    pass


@dataclass(frozen=True, slots=True)
class PlanRound:
    """`texts` are the words behind the five answers, so that they can be measured."""

    rules: Rules
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Join:
    pass


@dataclass(frozen=True, slots=True)
class Leave:
    pass


@dataclass(frozen=True, slots=True)
class StateProblem:
    text: Text


@dataclass(frozen=True, slots=True)
class WordQuestion:
    text: Text


@dataclass(frozen=True, slots=True)
class SupportWording:
    no: WordingNo


@dataclass(frozen=True, slots=True)
class Consent:
    pass


@dataclass(frozen=True, slots=True)
class Object:
    """In confirming: to the question. While cooling off and in feedback: to the result."""

    text: Text


@dataclass(frozen=True, slots=True)
class WithdrawObjection:
    pass


@dataclass(frozen=True, slots=True)
class OfferIdea:
    """Before the ideas step the words are parked.

    `twin` is an idea with the very same words, `kept` the number of an own parked answer with them, if any.
    """

    text: Text
    twin: IdeaNo | None = None
    kept: int | None = None


@dataclass(frozen=True, slots=True)
class OfferParked:
    """Offer an answer that was parked; `which` counts from 1 among one's own. `twin` as for an idea."""

    which: int
    twin: IdeaNo | None = None


@dataclass(frozen=True, slots=True)
class EditIdea:
    no: IdeaNo
    text: Text
    twin: IdeaNo | None = None


@dataclass(frozen=True, slots=True)
class WithdrawIdea:
    no: IdeaNo


@dataclass(frozen=True, slots=True)
class BuildOn:
    no: IdeaNo
    text: Text


@dataclass(frozen=True, slots=True)
class Merge:
    """Offer to join `join` to `keep`; the yes of both authors is needed."""

    keep: IdeaNo
    join: IdeaNo


@dataclass(frozen=True, slots=True)
class AnswerMerge:
    keep: IdeaNo
    join: IdeaNo
    is_yes: bool


@dataclass(frozen=True, slots=True)
class Split:
    no: IdeaNo


@dataclass(frozen=True, slots=True)
class CastBallot:
    """Replaces an earlier ballot whole. Empty: takes it back."""

    dots: Mapping[IdeaNo, int]


@dataclass(frozen=True, slots=True)
class StateMinorityView:
    text: Text


@dataclass(frozen=True, slots=True)
class CosignMinorityView:
    no: int


@dataclass(frozen=True, slots=True)
class TakeStance:
    idea: IdeaNo
    stance: Stance


@dataclass(frozen=True, slots=True)
class GiveFeedback:
    idea: IdeaNo
    remark: Remark
    text: Text


@dataclass(frozen=True, slots=True)
class FillFeedback:
    """All that somebody says of the chosen ideas at once: every part is kept, or none is. There is one at least."""

    parts: tuple[TakeStance | GiveFeedback, ...]


@dataclass(frozen=True, slots=True)
class SetFate:
    idea: IdeaNo
    fate: Fate
    reason: Text | None = None
    owner: Text | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """`difference` is why the outcome differs from the count, where it does."""

    text: Text
    difference: Text | None = None


@dataclass(frozen=True, slots=True)
class ReportProgress:
    idea: IdeaNo
    text: Text


@dataclass(frozen=True, slots=True)
class ClaimDone:
    idea: IdeaNo


@dataclass(frozen=True, slots=True)
class ConfirmDone:
    idea: IdeaNo


@dataclass(frozen=True, slots=True)
class DisputeDone:
    idea: IdeaNo
    text: Text


@dataclass(frozen=True, slots=True)
class AskForTime:
    pass


@dataclass(frozen=True, slots=True)
class GiveTime:
    by: timedelta
    reason: Text


@dataclass(frozen=True, slots=True)
class MakeRequest:
    act: Narrowing
    reason: Text
    idea: IdeaNo | None = None
    days: int = 0
    """How long a pause is to be."""


@dataclass(frozen=True, slots=True)
class SupportRequest:
    no: RequestNo


@dataclass(frozen=True, slots=True)
class ObjectToRequest:
    no: RequestNo
    text: Text


Command = (
    SecondTopic
    | PlanRound
    | Join
    | Leave
    | StateProblem
    | WordQuestion
    | SupportWording
    | Consent
    | Object
    | WithdrawObjection
    | OfferIdea
    | OfferParked
    | EditIdea
    | WithdrawIdea
    | BuildOn
    | Merge
    | AnswerMerge
    | Split
    | CastBallot
    | StateMinorityView
    | CosignMinorityView
    | TakeStance
    | GiveFeedback
    | FillFeedback
    | SetFate
    | PublishOutcome
    | ReportProgress
    | ClaimDone
    | ConfirmDone
    | DisputeDone
    | AskForTime
    | GiveTime
    | MakeRequest
    | SupportRequest
    | ObjectToRequest
)
