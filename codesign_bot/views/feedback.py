"""What people think of the chosen ideas: said to everybody when that step is over, and to whoever asks later.

Law. Nothing of it is shown before the step is over. It is a hint for those who write the outcome, and says so.
"""

from __future__ import annotations

from codesign_bot.core.feedback import StanceCount, heard, stance_count
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.state import Remark, Round, Said
from codesign_bot.view import Block, Quote, Row, Rows, Say, View, say
from codesign_bot.views.actions import FEEDBACK_ALL, LOG, NOW
from codesign_bot.views.parts import FEEDBACK_IS_PUBLIC, Words, heading, private, quoted
from codesign_bot.views.terms import REMARK

MOST_IN_ROOM = 2
"""So much of what people wrote to one idea and one question is read out in a room; the rest is a command away."""

_TENTHS = 10


def feedback_view(state: Round, words: Words) -> View:
    """All feedback, with every word. While it is given: that it is closed."""
    if state.phase not in FEEDBACK_IS_PUBLIC:
        return private(say("feedback-closed"), heading=heading(state, words), actions=(NOW,))
    if not state.chosen:
        return private(say("feedback-none"), heading=heading(state, words), actions=(NOW, LOG))
    return private(*_results(state, words, None), heading=heading(state, words), actions=(NOW, LOG))


def feedback_said(state: Round, words: Words) -> View:
    """The results as they are said in the room: every number, and some of the words with where to read them all."""
    blocks = (say("feedback-is-over"), *_results(state, words, MOST_IN_ROOM))
    return View(heading(state, words), blocks, (FEEDBACK_ALL,))


def _results(state: Round, words: Words, most: int | None) -> tuple[Block, ...]:
    """`most`: of the words to one idea and one question; None: all of them."""
    people = heard(state)
    if not people:
        return (say("feedback-heard", count=0),)
    counts = {no: stance_count(state, no) for no in sorted(state.chosen)}
    ideas = tuple(block for no, counted in counts.items() for block in _of_idea(state, words, no, counted, most))
    left_out = sum(len(_given(state, no, one)) - len(_shown(state, no, one, most)) for no in counts for one in Remark)
    has_range = any(counted.likely_tenths is not None for counted in counts.values())
    return (
        say("feedback-heard", count=people),
        *ideas,
        *((say("feedback-left-out", count=left_out),) if left_out else ()),
        *((say("stance-range-means"),) if has_range else ()),
        say("feedback-decides-nothing"),
    )


def _of_idea(state: Round, words: Words, no: IdeaNo, counted: StanceCount, most: int | None) -> tuple[Block, ...]:
    about = Quote(quoted(words, state.ideas[no].content), say("feedback-about", idea=int(no)))
    return (about, *feedback_on(state, words, no, counted, most))


def feedback_on(
    state: Round, words: Words, no: IdeaNo, counted: StanceCount, most: int | None = None
) -> tuple[Block, ...]:
    """How many agree, disagree and pass, then what people wrote. The caller knows that it is public."""
    numbers = say("stances", agree=counted.agree, disagree=counted.disagree, passed=counted.passed)
    stands_out = (
        *((say("stance-divides"),) if counted.divides else ()),
        *((say("stance-unsure"),) if counted.is_unsure else ()),
    )
    remarks = tuple(rows for remark in Remark for rows in _remarks(state, words, no, remark, most))
    said = numbers if counted.answers else say("stances-none")
    return (said, *_range(counted), *stands_out, *remarks)


def _range(counted: StanceCount) -> tuple[Say, ...]:
    """How many of ten would likely agree, if enough chose a side to say so."""
    if counted.likely_tenths is None:
        return ()
    low, high = counted.likely_tenths
    if low == 0:
        return (say("stance-range-most", high=high),)
    if high == _TENTHS:
        return (say("stance-range-least", low=low),)
    return (say("stance-range", low=low, high=high),)


def _remarks(state: Round, words: Words, no: IdeaNo, remark: Remark, most: int | None) -> tuple[Rows, ...]:
    rows = tuple(Row(quoted(words, one.content)) for one in _shown(state, no, remark, most))
    return (Rows(rows, Say(REMARK[remark].key)),) if rows else ()


def _given(state: Round, no: IdeaNo, remark: Remark) -> list[Said]:
    return [one for one in state.said if one.idea == no and one.remark is remark]


def _shown(state: Round, no: IdeaNo, remark: Remark, most: int | None) -> list[Said]:
    """As it was given; of many, those with the lowest digest: neither who was early nor who wrote much comes first."""
    given = _given(state, no, remark)
    return given if most is None else sorted(given, key=lambda one: one.content.digest)[:most]
