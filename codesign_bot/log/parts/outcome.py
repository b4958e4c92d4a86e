"""What was decided in the end: the outcome, when it came, and what becomes of every single idea."""

from __future__ import annotations

from collections.abc import Iterator

from codesign_bot.core.events import OutcomePublished
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.log.document import Item, Items, Part, Piece, pieces
from codesign_bot.log.parts.words import idea_words
from codesign_bot.log.shown import Shown
from codesign_bot.view import Quote, Say, Who, say
from codesign_bot.views.outcome import organisers_share
from codesign_bot.views.parts import numbers
from codesign_bot.views.promises import fate_of, told


def the_outcome(shown: Shown) -> tuple[Part, ...]:
    """The outcome as far as it is written, and every idea with its fate."""
    if not (shown.has_reached(Phase.OUTCOME) or shown.is_over):
        return ()
    return (Part(say("record-outcome"), (*_outcome(shown), *_reply(shown), *_fates(shown))),)


def _outcome(shown: Shown) -> Iterator[Piece]:
    state = shown.state
    published = next((event for _, event in shown.events if isinstance(event, OutcomePublished)), None)
    if published is None:
        yield say("record-outcome-never") if shown.is_over else say("record-outcome-open")
        return
    yield say("outcome-published", who=Who(published.by))
    yield say("record-outcome-on", at=shown.when(published.at))
    yield Quote(shown.quoted(published.content))
    if published.difference is not None:
        yield say("outcome-differs", ideas=numbers(state.chosen))
        yield Quote(shown.quoted(published.difference), say("outcome-differs-because"))
    elif shown.tally is not None:
        yield say("record-outcome-same")
    yield from pieces(organisers_share(state))


def _reply(shown: Shown) -> tuple[Say, ...]:
    """Whether the reply that was promised at the opening came in time."""
    rules = shown.state.rules
    if rules is None or rules.answers is None:
        return ()
    day, is_there = rules.answers.reply_by, shown.state.outcome is not None
    if shown.state.is_reply_missed:
        return (say("record-reply-late", day=day) if is_there else say("record-reply-missing", day=day),)
    if is_there:
        return (say("record-reply-in-time", day=day),)
    return () if shown.is_over else (say("record-reply-due", day=day),)


def _fates(shown: Shown) -> tuple[Part, ...]:
    items = tuple(Item((idea_words(shown, no),), more=_fate(shown, no)) for no in sorted(shown.state.ideas))
    return (Part(say("record-fates"), (Items(items),)),) if items else ()


def _fate(shown: Shown, no: IdeaNo) -> tuple[Say, ...]:
    """The fate as it was set, with owner and day or with the reason; how a promise went stands in the follow-up."""
    state, words = shown.state, shown.public_words
    decided = state.fates.get(no)
    if decided is not None and state.ideas[no].is_live:
        return (told(decided, words),)
    said = fate_of(state, words, no)
    if shown.is_over and said.key == "fate-is-open":
        return (say("record-fate-never"),)
    return (say("idea-was-hidden"), said) if state.ideas[no].is_hidden else (said,)
