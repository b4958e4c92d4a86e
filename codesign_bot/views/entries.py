"""What one entry of the log says, in plain words: out of its facts, and out of the words beside it that may be read.

Law 1. Nothing is told that is not in the entry; the entry holds no count before the vote ends (`log.facts`).
Law 2. Words that were erased are told as erased. Words that the room is not shown are not there at all.
Law 3. An entry of a kind, or with facts, that this program does not know is named and nothing is guessed of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import assert_never, cast

from codesign_bot.core.events import Power, Why
from codesign_bot.core.ids import PersonId
from codesign_bot.core.label import Rung
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate, Narrowing
from codesign_bot.view import Argument, Length, Quote, Quoted, Say, Term, Typed, When, say
from codesign_bot.views.parts import numbers
from codesign_bot.views.terms import FATE, NARROWING, PHASE, RUNG

MOST_IN_A_ROW = 160
"""Characters of somebody's words in a list. An entry by itself shows all of them."""

Facts = Mapping[str, object]
Readable = Mapping[str, str | None]
"""By commitment: somebody's words, None where they were erased. What the room is not shown is left out."""

_STEP = {phase.value: PHASE[phase] for phase in Phase}
_FATE = {fate.value: FATE[fate] for fate in Fate}
_ACT = {act.value: NARROWING[act] for act in Narrowing}
_RUNG = {rung.name.lower(): RUNG[rung] for rung in Rung}
_WHY: Mapping[str, Term] = MappingProxyType(
    {
        Why.FEW_HEARD.value: Term("log-longer-few-heard"),
        Why.LATE_SURGE.value: Term("log-longer-surge"),
        Why.ASKED.value: Term("log-longer-asked"),
        Why.GIVEN.value: Term("log-longer-given"),
        Why.SORT_AGAIN.value: Term("log-longer-sort"),
        Why.TIED_WORDINGS.value: Term("log-longer-tied"),
        Why.REWORDING.value: Term("log-longer-rewording"),
        Why.OUTAGE.value: Term("log-longer-outage"),
        Why.PAUSED.value: Term("log-longer-paused"),
    }
)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry as a reader asks for it. `facts`: those of its leaf. `by`: who did it, if that may be shown."""

    no: int
    at: datetime
    kind: str
    facts: Facts
    by: PersonId | None = None
    topic: int | None = None
    words: Readable = field(default_factory=dict[str, "str | None"])


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of an entry, each as what it should be; None where it is not there or is something else."""

    line: LogLine
    zone: str

    def number(self, key: str) -> int | None:
        return _number(self.line.facts.get(key))

    def text(self, key: str) -> str | None:
        """A short fact of ours. An empty one is none."""
        found = self.line.facts.get(key)
        return found if isinstance(found, str) and found else None

    def term(self, key: str, table: Mapping[str, Term]) -> Term | None:
        return table.get(self.text(key) or "")

    def ideas(self, key: str) -> tuple[int, ...]:
        """Idea numbers in a row, which may stand with more about each."""
        found = [
            _number(cast("Facts", one).get("no") if isinstance(one, Mapping) else one)
            for one in _listed(self.line.facts.get(key))
        ]
        return tuple(no for no in found if no is not None)

    def when(self, key: str) -> When | None:
        try:
            return When(datetime.fromisoformat(self.text(key) or ""), self.zone)
        except ValueError:
            return None

    def day(self, key: str) -> date | None:
        try:
            return date.fromisoformat(self.text(key) or "")
        except ValueError:
            return None

    def words(self, key: str) -> Quoted | None:
        """Somebody's words, cut for a list; None where they may not be read, or nobody looked them up."""
        return next((_cut(one) for one in self._opened(self.line.facts.get(key))), None)

    def _opened(self, found: object) -> Iterator[Quoted]:
        for _, commitment in _commitments("", found):
            if commitment in self.line.words:
                yield Quoted(self.line.words[commitment])


def about(line: LogLine, zone: str) -> Say | None:
    """What happened, beyond the kind of the entry. None: there is nothing to add. Times are told in `zone`."""
    told = Told(line, zone)
    known = _ABOUT.get(f"log-{line.kind}")
    return known(told) if known is not None else _changed(told)


def quotes(line: LogLine) -> tuple[Quote, ...]:
    """All words of people that stand beside the entry and may be read, whole, each with what they are."""
    return tuple(
        Quote(Quoted(line.words[commitment]), _label(key))
        for key, commitment in _commitments("", line.facts)
        if commitment in line.words
    )


def has_words_unshown(line: LogLine) -> bool:
    """Whether words stand beside the entry that the room is not shown, or not yet."""
    return any(commitment not in line.words for _, commitment in _commitments("", line.facts))


def readable_words(line: LogLine) -> Iterator[str]:
    """The same words without more, to look for something in them."""
    return (text for quote in quotes(line) if (text := quote.quoted.words) is not None)


def _label(key: str) -> Say:
    name, _, no = key.partition(" ")
    if name in {"idea", "ideas"} and no:
        return say("log-words-of-idea", idea=int(no))
    return say(_LABELS.get(name, "log-in-words"))


_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "title": "log-words-title",
        "wordings": "question",
        "reason": "reason",
        "dissent": "dissent",
        "difference": "outcome-differs-because",
        "owner": "log-words-owner",
        "name": "log-words-name",
        "whom": "log-words-whom",
    }
)


def _commitments(key: str, found: object) -> Iterator[tuple[str, str]]:
    """Every commitment with the name of the fact it stands in; behind the name of a list the number of the idea."""
    if isinstance(found, Mapping):
        facts = cast("Facts", found)
        commitment, no = facts.get("commitment"), _number(facts.get("no"))
        if isinstance(commitment, str):
            yield (key if no is None else f"{key} {no}"), commitment
        for name in sorted(facts):
            yield from _commitments(name, facts[name])
    else:
        for one in _listed(found):
            yield from _commitments(key, one)


def _listed(found: object) -> Sequence[object]:
    return cast("Sequence[object]", found) if isinstance(found, list | tuple) else ()


def _number(found: object) -> int | None:
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _cut(quoted: Quoted) -> Quoted:
    words = quoted.words
    return quoted if words is None or len(words) <= MOST_IN_A_ROW else Quoted(f"{words[: MOST_IN_A_ROW - 1]}…")


# --- what each kind says ---------------------------------------------------------------------------------


def _with(key: str, why: Quoted | None, arguments: Mapping[str, Argument | None]) -> Say | None:
    """The text with these arguments, and with somebody's words where they are known; None where a fact is missing."""
    given = {name: value for name, value in arguments.items() if value is not None}
    if len(given) < len(arguments):
        return None
    return Say(key, given) if why is None else Say(f"{key}-why", {**given, "why": why})


def _fact(key: str, **arguments: Argument | None) -> Say | None:
    return _with(key, None, arguments)


def _opened(told: Told) -> Say | None:
    label = told.term("label", _RUNG)
    return _fact("log-opened", title=told.words("title"), label=label) or _fact("log-label", label=label)


def _entered(told: Told) -> Say | None:
    window = told.line.facts.get("window")
    inside = None
    if isinstance(window, Mapping):
        inside = Told(LogLine(told.line.no, told.line.at, "", cast("Facts", window)), told.zone)
    step = told.term("phase", _STEP)
    ends = _fact("log-step-until", step=step, closes=inside.when("closes")) if inside is not None else None
    return ends or _fact("log-which-step", step=step)


def _longer(told: Told) -> Say | None:
    why, before, closes = told.term("why", _WHY), told.when("before"), told.when("closes")
    return _fact("log-longer", why=why, before=before, closes=closes)


def _power(told: Told) -> Say | None:
    act = next((one for one in Power if one.value == told.text("act")), None)
    match act:
        case Power.PLANNED:
            before, after = _typed(told, "before"), _typed(told, "after")
            return _fact("log-planned-anew", before=before, after=after) or _fact("log-planned", after=after)
        case Power.SET_WINDOW:
            was, now = _length(told, "before"), _length(told, "after")
            return _fact("log-set-window", step=told.term("target", _STEP), before=was, after=now)
        case Power.SET_HEARD:
            (people, percent), (new, share) = _pair(told, "before"), _pair(told, "after")
            return _fact("log-set-heard", people=people, percent=percent, new=new, share=share)
        case Power.GAVE_TIME:
            given = {"step": told.term("target", _STEP), "before": told.when("before"), "after": told.when("after")}
            return _with("log-gave-time", told.words("reason"), given)
        case Power.REQUESTED:
            return _with(
                "log-requested", told.words("reason"), {"request": _target(told), "act": told.term("after", _ACT)}
            )
        case Power.SET_FATE:
            return _set_fate(told)
        case Power.PUBLISHED:
            return _with("log-published", told.words("reason"), {})
        case None:
            return None
        case _:
            assert_never(act)


def _set_fate(told: Told) -> Say | None:
    idea, why = _target(told), told.words("reason")
    old, fate = told.term("before", _FATE), told.term("after", _FATE)
    anew = _with("log-fate-anew", why, {"idea": idea, "old": old, "fate": fate})
    return anew or _with("log-fate", why, {"idea": idea, "fate": fate})


def _typed(told: Told, key: str) -> Typed | None:
    text = told.text(key)
    return None if text is None else Typed(text)


def _length(told: Told, key: str) -> Length | None:
    text = told.text(key) or ""
    return Length(timedelta(seconds=int(text))) if text.isascii() and text.isdigit() else None


def _clock(told: Told) -> Say | None:
    """Which way the clock jumped, and how far."""
    moved = told.number("moved_seconds")
    if moved is None:
        return None
    return say("log-clock-ahead" if moved > 0 else "log-clock-back", moved=Length(timedelta(seconds=abs(moved))))


def _pair(told: Told, key: str) -> tuple[int | None, int | None]:
    parts = (told.text(key) or "").split()
    found = [int(one) for one in parts if one.isascii() and one.isdigit()]
    return (found[0], found[1]) if len(found) == len(parts) == 2 else (None, None)  # noqa: PLR2004 # people, percent


def _target(told: Told) -> int | None:
    """The number in a target such as "idea 3" or "request 2"."""
    last = (told.text("target") or "").rpartition(" ")[2]
    return int(last) if last.isascii() and last.isdigit() else None


def _chosen(told: Told) -> Say | None:
    result = told.line.facts.get("result")
    if not isinstance(result, Mapping):
        return None
    chosen = [no for one in _listed(cast("Facts", result).get("chosen")) if (no := _number(one)) is not None]
    return say("chosen", count=len(chosen), ideas=numbers(chosen)) if chosen else say("nothing-chosen")


def _tied(told: Told) -> Say | None:
    ideas, places = told.ideas("ideas"), told.number("places")
    return None if places is None or not ideas else say("log-tied", ideas=numbers(ideas), places=places)


def _fate(told: Told) -> Say | None:
    idea, fate, day = _idea_no(told), told.term("fate", _FATE), told.day("due_on")
    owner = told.words("owner")
    promised = _fact("log-promised", idea=idea, owner=owner, day=day) or _fact("log-promised-for", idea=idea, day=day)
    return promised or _with("log-fate", told.words("reason"), {"idea": idea, "fate": fate}) or _idea(told)


def _request_made(told: Told) -> Say | None:
    request, act = told.number("no"), told.term("act", _ACT)
    return _with("log-request", told.words("reason"), {"request": request, "act": act})


def _request_fell(told: Told) -> Say | None:
    request, support, needed = told.number("no"), told.number("support"), told.number("support_needed")
    return _fact("log-request-fell-by", request=request, support=support, needed=needed)


def _promise(told: Told) -> Say | None:
    return _fact("log-idea-promised", idea=_idea_no(told), day=told.day("promised_on")) or _idea(told)


def _progress(told: Told) -> Say | None:
    return _fact("log-progress", idea=_idea_no(told), words=told.words("content")) or _idea(told)


def _idea(told: Told) -> Say | None:
    return _fact("log-idea", idea=_idea_no(told))


def _idea_no(told: Told) -> int | None:
    idea = told.line.facts.get("idea")
    return _number(cast("Facts", idea).get("no")) if isinstance(idea, Mapping) else _number(idea)


def _in_words(key: str) -> Callable[[Told], Say | None]:
    return lambda told: _fact("log-words", words=told.words(key))


def _ideas(text: str, key: str) -> Callable[[Told], Say | None]:
    return lambda told: Say(text, {"ideas": numbers(told.ideas(key))}) if told.ideas(key) else None


def _changed(told: Told) -> Say | None:
    """What an act over a community changed: whom, from what to what, or only what is there now."""
    before, after = told.text("before"), told.text("after")
    whom = _fact("log-whom", who=told.words("whom"))
    if whom is not None or after is None:
        return whom
    if before is None:
        return say("log-now-is", after=Quoted(after))
    return say("log-changed", before=Quoted(before), after=Quoted(after))


_ABOUT: Mapping[str, Callable[[Told], Say | None]] = MappingProxyType(
    {
        "log-clock-jumped": _clock,
        "log-round-opened": _opened,
        "log-phase-entered": _entered,
        "log-window-extended": _longer,
        "log-window-shortened": lambda told: _fact(
            "log-shorter", before=told.when("before"), closes=told.when("closes")
        ),
        "log-round-paused": lambda told: _fact("log-paused-until", until=told.when("until")),
        "log-few-voices-noted": lambda told: _fact("log-few-voices", needed=told.number("needed")),
        "log-power-used": _power,
        "log-question-confirmed": lambda told: _fact("log-question", words=told.words("wordings")),
        "log-ideas-frozen": _ideas("log-on-ballot", "ideas"),
        "log-idea-hidden": _idea,
        "log-shortlist-made": _ideas("log-go-on", "ideas"),
        "log-runoff-needed": _tied,
        "log-votes-counted": _chosen,
        "log-result-objected": _in_words("content"),
        "log-minority-view-stated": _in_words("content"),
        "log-fate-set": _fate,
        "log-outcome-published": _in_words("content"),
        "log-reply-missed": lambda told: _fact("log-promised-by", day=told.day("promised_on")),
        "log-promise-missed": _promise,
        "log-progress-reported": _progress,
        "log-claim-extended": lambda told: _fact("log-claim-longer", idea=_idea_no(told), closes=told.when("closes")),
        "log-idea-done": _idea,
        "log-check-held": lambda told: _fact("log-check", no=told.number("no"), of=told.number("of")),
        "log-request-made": _request_made,
        "log-request-objected": lambda told: _fact(
            "log-request-objection", request=told.number("no"), words=told.words("content")
        ),
        "log-request-passed": lambda told: _fact("log-request-number", request=told.number("no")),
        "log-request-fell": _request_fell,
        "log-request-extended": lambda told: _fact("log-request-on", no=told.number("no"), closes=told.when("closes")),
        "log-feedback-summed": _ideas("log-on-ideas", "ideas"),
        "log-receipts": lambda told: _fact("log-receipts-part", part=told.number("part"), of=told.number("of")),
    }
)
"""By the name of the kind; of all others what was changed."""
