"""Pages of the decision log. An entry holds facts and never anybody's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import cast

from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.view import Action, Row, Rows, Say, Term, Verbatim, View, When, Who, say
from codesign_bot.views.actions import EXPORT, LOG, NOW
from codesign_bot.views.parts import private
from codesign_bot.views.terms import PHASE

_STEPS: Mapping[str, Term] = MappingProxyType({phase.value: PHASE[phase] for phase in Phase})


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry as a reader asks for it. `facts`: those of its leaf. `by`: who did it, if that may be shown."""

    no: int
    at: datetime
    kind: str
    facts: Mapping[str, object]
    by: PersonId | None = None


def log_page(lines: Sequence[LogLine], zone: str, page: int, pages: int) -> View:
    """One page of the log, in the order given. Times are told in `zone`."""
    if not lines:
        return private(say("log-none"), heading=say("log-title"), actions=(NOW,))
    rows = Rows(tuple(Row(_line(one, zone), one.no, about(one)) for one in lines))
    more = (Action("action-next-page", f"log {page + 1}"),) if page < pages else ()
    return private(rows, say("log-page", page=page, pages=pages), heading=say("log-title"), actions=(*more, EXPORT))


def numbered(view: View, no: int) -> View:
    """What the room was told, as a log space gets it: with the number of its entry in front."""
    return replace(view, blocks=(say("log-entry", no=no), *view.blocks))


def checkpoint(note: str, size: int) -> View:
    """The log as it is now, in a form that anybody can keep and hold against it later."""
    return View(say("checkpoint-title"), (say("checkpoint-what", size=size), Verbatim(note)), (LOG,))


def posted(line: LogLine, zone: str) -> View:
    """An entry that the room was told nothing of, as a log space gets it."""
    more = about(line)
    return View(blocks=(say("log-entry", no=line.no), _line(line, zone), *(() if more is None else (more,))))


def kind_of(line: LogLine) -> Term:
    """What kind of entry it is, in a few words. Each kind has a text; tests/log holds the two together."""
    return Term(f"log-{line.kind}")


def _line(line: LogLine, zone: str) -> Say:
    kind = kind_of(line)
    at = When(line.at, zone)
    if line.by is None:
        return say("log-line", kind=kind, at=at)
    return say("log-line-by", kind=kind, at=at, who=Who(line.by))


def about(line: LogLine) -> Say | None:
    """The step that began, or the idea that it is about. Nothing else: counts and ids are for the export."""
    step = _STEPS.get(str(line.facts.get("phase")))
    if step is not None:
        return say("log-which-step", step=step)
    idea = line.facts.get("idea")
    number = cast("Mapping[str, object]", idea).get("no") if isinstance(idea, dict) else idea
    return say("log-idea", idea=number) if isinstance(number, int) else None
