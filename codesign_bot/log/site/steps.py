"""How a round went in time: its steps in order as a list, and the same as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from codesign_bot.core.events import PhaseEntered, WindowExtended, WindowShortened
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.log.shown import Shown
from codesign_bot.log.site.charts import WIDTH, Span, drawn, picture
from codesign_bot.log.site.element import Element, element
from codesign_bot.log.site.words import plain, sentence, sentences, term
from codesign_bot.phrasing import length
from codesign_bot.ports import Reading
from codesign_bot.view import Length, Say, say
from codesign_bot.views.terms import PHASE

LEAST_SEEN = 0.8
"""So wide is the bar of the shortest step, in hundredths of the whole width: it would not be seen otherwise."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a round was in. `closes` is its end as it was said last; None where it ends by an act."""

    phase: Phase
    began: datetime
    closes: datetime | None = None
    changed: timedelta = timedelta(0)
    """How much longer it got after it began; below zero where it got shorter."""
    ended: datetime | None = None


def steps(shown: Shown) -> tuple[Step, ...]:
    """Every step so far, in order; one that came twice is there twice. The last has no end while it is open."""
    done: list[Step] = []
    now = Step(Phase.PROPOSED, shown.state.suggested_at)
    for _, event in shown.events:
        match event:
            case PhaseEntered(at=at, phase=phase, window=window):
                done.append(replace(now, ended=at))
                now = Step(phase, at, None if window is None else window.closes)
            case WindowExtended(before=before, closes=closes) | WindowShortened(before=before, closes=closes):
                now = replace(now, closes=closes, changed=now.changed + (closes - before))
            case _:
                pass
    return tuple(done) if now.phase in ENDED else (*done, now)


def how_it_went(shown: Shown, reading: Reading) -> Element:
    """The section of a page: the list first, then the picture."""
    listed = steps(shown)
    return element(
        "section",
        element("h2", *sentence(say("site-steps"), reading)),
        element("p", *sentence(say("site-steps-list"), reading)),
        element("ol", *(_item(shown, one, reading) for one in listed)),
        _picture(listed, shown.now, reading),
        id="steps",
    )


def _item(shown: Shown, step: Step, reading: Reading) -> Element:
    name = element("strong", term(PHASE[step.phase], reading), class_="step-name")
    return element("li", name, " ", *sentences(tuple(_told(shown, step)), reading))


def _told(shown: Shown, step: Step) -> Iterator[Say]:
    yield say("site-step-began", begins=shown.when(step.began))
    if step.ended is None:
        yield say("site-step-open")
    else:
        yield say("site-step-ended", ends=shown.when(step.ended))
        yield say("site-step-length", length=Length(step.ended - step.began))
    if step.changed > timedelta(0):
        yield say("site-step-more", length=Length(step.changed))
    if step.changed < timedelta(0):
        yield say("site-step-less", length=Length(-step.changed))


# --- the picture -----------------------------------------------------------------------------------------


def _picture(listed: Sequence[Step], now: datetime, reading: Reading) -> Element:
    """All steps but the follow-up: it takes longer than all others together, and they would be too thin to see."""
    drawn_steps = [step for step in listed if step.phase is not Phase.FOLLOW_UP]
    begins = drawn_steps[0].began
    ends = max(step.ended or now for step in drawn_steps)
    whole = max(ends - begins, timedelta(seconds=1))
    rows = [_row(step, begins, whole, now, reading) for step in drawn_steps]
    words = " ".join(plain(_bar_in_words(step, now), reading) for step in drawn_steps)
    return picture(say("site-steps-picture"), rows, words, reading, "steps")


def _row(step: Step, begins: datetime, whole: timedelta, now: datetime, reading: Reading) -> Element:
    name = element("span", term(PHASE[step.phase], reading), class_="name")
    lasted = element("span", length(_until(step, now) - step.began, reading.voice), class_="value")
    return element("div", name, drawn(list(_spans(step, begins, whole, now))), lasted, class_="row")


def _spans(step: Step, begins: datetime, whole: timedelta, now: datetime) -> Iterator[Span]:
    until = _until(step, now)
    added = min(max(step.changed, timedelta(0)), until - step.began)
    first, last = WIDTH * ((step.began - begins) / whole), WIDTH * ((until - begins) / whole)
    last = max(last, first + LEAST_SEEN)
    first = min(first, WIDTH - LEAST_SEEN)
    cut = max(first, last - WIDTH * (added / whole))
    yield Span(first, min(cut, WIDTH), "open" if step.ended is None else "step")
    if added:
        yield Span(cut, min(last, WIDTH), "added")


def _until(step: Step, now: datetime) -> datetime:
    return step.ended or max(now, step.began)


def _bar_in_words(step: Step, now: datetime) -> Say:
    lasted, name = Length(_until(step, now) - step.began), PHASE[step.phase]
    if step.changed > timedelta(0):
        return say("site-step-bar-more", step=name, length=lasted, more=Length(step.changed))
    return say("site-step-bar", step=name, length=lasted)
