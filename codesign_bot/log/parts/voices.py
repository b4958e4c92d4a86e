"""What people said of the result: objections, minority views, feedback."""

from __future__ import annotations

from collections.abc import Iterator

from codesign_bot.core.feedback import stance_count
from codesign_bot.core.phases import Phase
from codesign_bot.log.document import Item, Items, Part, Piece, pieces
from codesign_bot.log.parts.words import idea_words, objection
from codesign_bot.log.shown import Shown
from codesign_bot.view import say
from codesign_bot.views.feedback import feedback_on
from codesign_bot.views.parts import FEEDBACK_IS_PUBLIC


def objections(shown: Shown) -> tuple[Part, ...]:
    """Objections to the result, those taken back too."""
    if not shown.has_reached(Phase.COOLING_OFF):
        return ()
    items = tuple(objection(shown, one) for one in shown.state.objections)
    return (Part(say("record-objections"), (Items(items) if items else say("record-objections-none"),)),)


def minority_views(shown: Shown) -> tuple[Part, ...]:
    """Each minority view with how many people hold it: whoever wrote it, and who signed it too."""
    if not (shown.has_reached(Phase.COOLING_OFF) or shown.has_reached(Phase.OUTCOME)):
        return ()
    items = tuple(
        Item((say("minority-signed", count=1 + len(one.cosigners)),), shown.quoted(one.content), one.no)
        for one in shown.state.minority_views
    )
    return (Part(say("record-minority"), (Items(items) if items else say("record-minority-none"),)),)


def feedback(shown: Shown) -> tuple[Part, ...]:
    """What people think of each chosen idea, once that is public."""
    if not shown.has_reached(Phase.FEEDBACK):
        return ()
    return (Part(say("record-feedback"), tuple(_feedback(shown))),)


def _feedback(shown: Shown) -> Iterator[Piece]:
    state = shown.state
    if state.phase not in FEEDBACK_IS_PUBLIC:
        yield say("record-feedback-never") if shown.is_over else say("feedback-closed")
        return
    for no in sorted(state.chosen):
        said = pieces(feedback_on(state, shown.public_words, no, stance_count(state, no)))
        none = () if len(said) > 1 else (say("record-feedback-no-words"),)
        yield Part(idea_words(shown, no), (*said, *none))
