"""What becomes of each idea, and how far each promise is."""

from __future__ import annotations

from collections.abc import Iterable

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.state import Decided, Fate, Promised, Round, there
from codesign_bot.view import Quoted, Rows, Say, When, say
from codesign_bot.views.parts import Words, idea_row, quoted, when
from codesign_bot.views.terms import FATE


def fate_rows(state: Round, words: Words, only: Iterable[IdeaNo] | None = None) -> tuple[Rows, ...]:
    """Ideas by number, each with its fate and how far its promise is; all of them, or only some."""
    listed = sorted(state.ideas if only is None else only)
    rows = tuple(idea_row(state, words, no, fate_of(state, words, no)) for no in listed)
    return (Rows(rows, say("fates")),) if rows else ()


def fate_of(state: Round, words: Words, no: IdeaNo) -> Say:
    """What becomes of one idea, in one sentence."""
    idea, decided = state.ideas[no], state.fates.get(no)
    if no in state.promises:
        return promise(state, words, state.promises[no])
    if idea.is_hidden:
        return say("fate-is-hidden")
    if idea.is_withdrawn:
        return say("fate-is-withdrawn")
    if idea.joined_to is not None and decided is None:
        return say("fate-is-joined", idea=int(idea.joined_to))
    return say("fate-is-open") if decided is None else told(decided, words)


def told(decided: Decided, words: Words) -> Say:
    """A fate in one sentence, with who and when, or why not."""
    if decided.fate is Fate.CHOSEN and decided.owner is not None and decided.due_on is not None:
        return say("fate-is-chosen", owner=quoted(words, decided.owner), day=decided.due_on)
    if decided.reason is not None:
        return say("fate-is-other", fate=FATE[decided.fate], reason=quoted(words, decided.reason))
    return say("fate-is-short", fate=FATE[decided.fate])


def promise_rows(state: Round, words: Words) -> tuple[Rows, ...]:
    """Every chosen idea with its promise."""
    rows = tuple(idea_row(state, words, no, promise(state, words, state.promises[no])) for no in sorted(state.promises))
    return (Rows(rows, say("promises")),) if rows else ()


def promise(state: Round, words: Words, promised: Promised) -> Say:
    """How far one promise is, with its owner and its date."""
    decided = state.fates.get(promised.idea)
    owner = quoted(words, decided.owner) if decided is not None and decided.owner is not None else Quoted(None)
    if promised.is_done:
        return say("promise-is-done", owner=owner)
    if promised.claimed_at is not None:
        return say("promise-is-claimed", owner=owner)
    if promised.is_missed:
        return say("promise-is-missed", owner=owner, day=promised.due_on)
    return say("promise-is-open", owner=owner, day=promised.due_on)


def undisputed_until(state: Round, no: IdeaNo) -> When | None:
    """The instant at which a claim that a promise is done holds, if nobody says no. None: no claim waits."""
    promised = state.promises.get(no)
    if promised is None or promised.is_done or promised.claimed_at is None:
        return None
    return when(state, there(promised.undisputed_until))
