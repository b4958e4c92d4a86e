"""Reading time: what was said before a step in which people decide, so that who comes late can take part.

Law. Nothing here is a count of dots, of ballots or of anything else that is secret until a step ends. What somebody
     has read is not known: it would have to be stored for this alone, and it is nobody's business. What came since
     they last wrote is told to them alone.
"""

from __future__ import annotations

from collections.abc import Collection

from codesign_bot.core.ahead import steps_ahead
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Round
from codesign_bot.view import Row, Rows, Say, say
from codesign_bot.views.parts import numbers, when
from codesign_bot.views.terms import PHASE

OF_IDEAS = frozenset({Phase.SORTING, Phase.VOTING})


def so_far(state: Round) -> tuple[Say, ...]:
    """What a step in which people decide builds on. Empty in every other step."""
    match state.phase:
        case Phase.CONFIRMING:
            return (
                say("so-far-problems", count=len(state.statements)),
                say("so-far-wordings", count=len(state.wordings)),
            )
        case Phase.VOTING | Phase.RUNOFF:
            builds = sum(len(idea.builds) for idea in state.ideas.values())
            joined = sum(idea.joined_to is not None for idea in state.ideas.values())
            ideas = say("so-far-ideas", count=len(state.ideas))
            more = ((builds, say("so-far-builds", count=builds)), (joined, say("so-far-joined", count=joined)))
            return (ideas, *(said for count, said in more if count))
        case Phase.FEEDBACK:
            # The result and the objections stand on the card of this step.
            views = len(state.minority_views)
            return (say("so-far-minority", count=views),) if views else ()
        case _:
            return ()


def new_to_you(state: Round, since: Collection[IdeaNo]) -> tuple[Say, ...]:
    """The ideas that came since the reader last wrote in the round, in the steps in which ideas are decided about."""
    new = [no for no in state.live_ideas if no in since]
    if not new or state.phase not in OF_IDEAS:
        return ()
    return (say("so-far-new", count=len(new), ideas=numbers(new)),)


def ahead(state: Round) -> tuple[Rows, ...]:
    """The steps after this one, and when each begins if nothing changes."""
    rows = tuple(
        Row(say("ahead-step", step=PHASE[step.phase], begins=when(state, step.window.opened)))
        for step in steps_ahead(state)[1:]
    )
    return (Rows(rows, say("ahead")),) if rows else ()
