"""From the events of a round to what a community holds of them for ever: facts that can be read without the round.

Law 1. What the room does not know yet, the log does not say: no count before the vote ends, no ballot ever but as
       a receipt after the count (`receipts`).
Law 2. Who acted by name in the room and who spoke without one stand under names that have nothing in common.
Law 3. An entry says what it is about by the commitment of its words, so that it can be read beside the words alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, cast

from codesign_bot.core.content import Content
from codesign_bot.core.events import (
    CheckHeld,
    ClaimExtended,
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
    RequestExtended,
    RequestFell,
    RequestMade,
    RequestObjected,
    RequestPassed,
    ResultObjected,
    RoundOpened,
    RoundPaused,
    RoundResumed,
    RunoffNeeded,
    ShortlistMade,
    TopicExpired,
    VotesCounted,
    WindowExtended,
    WindowShortened,
)
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Narrowing, Round, Stance, Why
from codesign_bot.log.kinds import kind_of
from codesign_bot.log.lines import tally
from codesign_bot.log.shown import BY_NAME, PEOPLE
from codesign_bot.plain import Plain, to_plain

LOGGED = (
    RoundOpened
    | TopicExpired
    | PhaseEntered
    | WindowExtended
    | WindowShortened
    | RoundPaused
    | RoundResumed
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
    | ClaimExtended
    | IdeaDone
    | CheckHeld
    | RequestMade
    | RequestObjected
    | RequestPassed
    | RequestFell
    | RequestExtended
)

TURNOUT = frozenset({"heard", "ballots"})
"""While people vote, how many were heard is how many ballots there are: nobody is told before the vote ends."""

Object = dict[str, Plain]


class Naming(Protocol):
    """How people stand in the log of one round."""

    def of_act(self, person: PersonId) -> str:
        """Somebody who acts by name in the room."""
        ...

    def of_voice(self, person: PersonId) -> str:
        """Somebody who speaks without a name."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """One entry to be: what kind it is of, and its facts."""

    kind: str
    facts: Object


def belongs_in_log(event: Event) -> bool:
    """Whether the event is an entry of the log."""
    return isinstance(event, LOGGED)


def told(before: Round | None, event: Event, after: Round, names: Naming, actor: Content | None = None) -> list[Told]:
    """What the log says of an event, in order; nothing for most. `actor` is the name of whoever used a power."""
    if not belongs_in_log(event):
        return []
    during = before.phase if before is not None else after.phase
    facts = _plain(event, during, names) | _more(event, after, actor)
    return [*_beside(before, event), Told(kind_of(type(event).__name__), facts)]


def committed(content: Content) -> Object:
    """Somebody's words, as they stand in an entry."""
    return {"commitment": content.digest}


def _plain(event: Event, during: Phase, names: Naming) -> Object:
    """The fields of the event, its people named for this round, its words as commitments."""
    found = cast("Object", to_plain(event))
    is_secret = during in {Phase.VOTING, Phase.RUNOFF} and not isinstance(event, VotesCounted)
    hidden = _idle(event) | (TURNOUT if is_secret else _idle(event))
    named = names.of_act if isinstance(event, BY_NAME) else names.of_voice
    facts: Object = {}
    for key, value in found.items():
        if key == "at" or key in hidden:
            continue
        facts[key] = named(PersonId(str(value))) if key in PEOPLE else _without_words(value)
    return facts


def _idle(event: Event) -> frozenset[str]:
    """Facts that say nothing here: time is lost only in an outage, and only a pause has days."""
    match event:
        case WindowExtended(why=why) if why is not Why.OUTAGE:
            return frozenset({"lost"})
        case RequestMade(act=act) if act is not Narrowing.PAUSE_STEP:
            return frozenset({"days"})
        case _:
            return frozenset()


def _without_words(value: Plain) -> Plain:
    if isinstance(value, list):
        return [_without_words(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"id", "digest"}:
        return {"commitment": value["digest"]}
    return {key: _without_words(one) for key, one in value.items()}


def _more(event: Event, after: Round, actor: Content | None) -> Object:
    """What makes the entry readable on its own."""
    match event:
        case RoundOpened():
            label = after.rung.name.lower()
            return {"title": committed(after.title), "label": label, "is_practice": after.is_practice}
        case QuestionConfirmed():
            return {"wordings": _question(after)}
        case IdeasFrozen():
            listed = sorted({no for one in event.lists for no in one.ideas})
            return {"ideas": [_idea(after, no) for no in listed], "joined": after.joined}
        case VotesCounted():
            return {"result": tally(event.result), "label": after.rung.name.lower(), "joined": after.joined}
        case FateSet() | IdeaHidden():
            no = event.idea if isinstance(event, FateSet) else event.no
            return {"idea": _idea(after, no)}
        case OutcomePublished():
            return {"label": after.rung.name.lower()}
        case PowerUsed():
            return {"role": "organiser", "name": None if actor is None else committed(actor)}
        case _:
            return {}


def _question(after: Round) -> list[Plain]:
    """Every wording that goes on. None: the title of the topic stands in."""
    return [{"no": no, **committed(after.wordings[no].content)} for no in after.question]


def _idea(after: Round, no: IdeaNo) -> Object:
    idea = after.ideas[no]
    joined = sorted(other for other, one in after.ideas.items() if one.joined_to == no)
    return {"no": no, "by_organiser": idea.is_by_organiser, "joined": [*joined], **committed(idea.content)}


def _beside(before: Round | None, event: Event) -> Iterator[Told]:
    """What a step that ends leaves behind: how people took the chosen ideas, in numbers alone."""
    if before is None or not isinstance(event, PhaseEntered) or before.phase is not Phase.FEEDBACK:
        return
    remarks = Counter(one.idea for one in before.said)
    ideas: list[Plain] = [_stances(no, before.stances.get(no, {}), remarks[no]) for no in before.chosen]
    yield Told("feedback-summed", {"ideas": ideas})


def _stances(no: IdeaNo, stances: Mapping[PersonId, Stance], remarks: int) -> Object:
    counted = Counter(stances.values())
    return {"no": no, "remarks": remarks, **{stance.value: counted[stance] for stance in Stance}}


def commitments(facts: Plain) -> list[str]:
    """Every commitment in these facts, in order."""
    found: list[str] = []
    _gather(facts, found)
    return found


def _gather(facts: Plain, found: list[str]) -> None:
    if isinstance(facts, dict):
        commitment = facts.get("commitment")
        if isinstance(commitment, str):
            found.append(commitment)
        for key in sorted(facts):
            if isinstance(inner := facts[key], dict | list):
                _gather(inner, found)
    elif isinstance(facts, list):
        for one in facts:
            if isinstance(one, dict | list):
                _gather(one, found)
