"""Pages of the decision log. An entry holds facts and never anybody's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.view import Action, Row, Rows, Say, Term, View, When, Who, say
from codesign_bot.views.actions import EXPORT, NOW
from codesign_bot.views.parts import private
from codesign_bot.views.terms import PHASE

_KIND: Mapping[str, Term] = MappingProxyType(
    {
        "CommunityBegan": Term("log-community-began"),
        "SpaceLinked": Term("log-space-linked"),
        "ZoneChanged": Term("log-zone-changed"),
        "LanguageChanged": Term("log-language-changed"),
        "QuietHoursSet": Term("log-quiet-set"),
        "QuietHoursEnded": Term("log-quiet-ended"),
        "LogSpaceSet": Term("log-space-set"),
        "OrganiserNamed": Term("log-organiser-named"),
        "OrganiserSteppedDown": Term("log-organiser-stepped-down"),
        "AccountsLinked": Term("log-accounts-linked"),
        "RoundOpened": Term("log-round-opened"),
        "TopicExpired": Term("log-topic-expired"),
        "PhaseEntered": Term("log-step"),
        "WindowExtended": Term("log-extended"),
        "WindowShortened": Term("log-shortened"),
        "FewVoicesNoted": Term("log-few-voices"),
        "PowerUsed": Term("log-power"),
        "QuestionConfirmed": Term("log-question-confirmed"),
        "IdeasFrozen": Term("log-ideas-frozen"),
        "IdeaHidden": Term("log-idea-hidden"),
        "ShortlistMade": Term("log-shortlist"),
        "RunoffNeeded": Term("log-runoff"),
        "VotesCounted": Term("log-counted"),
        "ResultObjected": Term("log-objection"),
        "MinorityViewStated": Term("log-minority"),
        "FateSet": Term("log-fate"),
        "OutcomePublished": Term("log-outcome"),
        "ReplyMissed": Term("log-reply-missed"),
        "PromiseMissed": Term("log-promise-missed"),
        "ProgressReported": Term("log-progress"),
        "IdeaDone": Term("log-done"),
        "CheckHeld": Term("log-check"),
        "RequestMade": Term("log-request"),
        "RequestObjected": Term("log-request-objection"),
        "RequestPassed": Term("log-request-passed"),
        "RequestFell": Term("log-request-fell"),
    }
)
"""By the kind of the entry: the name of its event, or of an act of power over a community."""

_PERSON = ("by", "person")
_IDEA = ("idea", "no")
_STEPS: Mapping[str, Term] = MappingProxyType({phase.value: PHASE[phase] for phase in Phase})


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry as a reader asks for it. `body` is the decoded JSON of the entry."""

    no: int
    at: datetime
    kind: str
    body: Mapping[str, object]


def log_page(lines: Sequence[LogLine], zone: str, page: int, pages: int) -> View:
    """One page of the log, in the order given. Times are told in `zone`."""
    if not lines:
        return private(say("log-none"), heading=say("log-title"), actions=(NOW,))
    rows = Rows(tuple(Row(_line(one, zone), one.no, _about(one)) for one in lines))
    more = (Action("action-next-page", f"log {page + 1}"),) if page < pages else ()
    return private(rows, say("log-page", page=page, pages=pages), heading=say("log-title"), actions=(*more, EXPORT))


def _line(line: LogLine, zone: str) -> Say:
    kind = _KIND.get(line.kind, Term("log-other"))
    who = next((value for name in _PERSON if isinstance(value := line.body.get(name), str)), None)
    at = When(line.at, zone)
    if who is None:
        return say("log-line", kind=kind, at=at)
    return say("log-line-by", kind=kind, at=at, who=Who(PersonId(who)))


def _about(line: LogLine) -> Say | None:
    """The step that began, or the idea that it is about. Nothing else: counts and ids are for the export."""
    step = _STEPS.get(str(line.body.get("phase")))
    if step is not None:
        return say("log-which-step", step=step)
    if not line.kind.startswith(("Idea", "Fate", "Promise", "Progress")):
        return None
    number = next((value for name in _IDEA if isinstance(value := line.body.get(name), int)), None)
    return say("log-idea", idea=number) if number is not None else None
