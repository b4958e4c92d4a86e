"""What stands first: which round it is, how it ended or where it is, and what it came to, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator

from codesign_bot.core.phases import Phase
from codesign_bot.core.rules import PLAN_WITHIN, Rules
from codesign_bot.log.document import Item, Items, Part, Piece
from codesign_bot.log.parts.words import idea_words
from codesign_bot.log.shown import Shown
from codesign_bot.view import Say, say
from codesign_bot.views.honest import worded_answers
from codesign_bot.views.parts import ends, label, why_lowered
from codesign_bot.views.promises import promise
from codesign_bot.views.tally import chosen_line
from codesign_bot.views.terms import PHASE

_OVER = {
    Phase.ARCHIVED: say("now-archived"),
    Phase.WITHDRAWN: say("now-withdrawn"),
    Phase.EXPIRED: say("now-expired"),
}


def opening_words(shown: Shown) -> tuple[Piece, ...]:
    """What this is, as of when, and how to read its times."""
    zone = shown.zone
    times = say("record-zone-utc") if zone == "UTC" else say("record-zone", zone=zone)
    return (say("record-is"), *_standing(shown), say("record-made", at=shown.when(shown.now)), times)


def _standing(shown: Shown) -> tuple[Say, ...]:
    """Where the round is."""
    over = _OVER.get(shown.state.phase)
    if over is not None:
        return (over,)
    step = say("card-step", step=PHASE[shown.state.phase])
    return (step, *_waits(shown), *ends(shown.state), say("record-not-whole"))


def _waits(shown: Shown) -> tuple[Say, ...]:
    """Until when a topic waits, and for what."""
    state = shown.state
    if state.phase is not Phase.PROPOSED:
        return ()
    if state.seconded_at is None:
        return (say("topic-waits-until", closes=shown.when(state.expires_at)),)
    return (say("topic-opens-unplanned", opens=shown.when(state.seconded_at + PLAN_WITHIN)),)


def in_short(shown: Shown) -> tuple[Part, ...]:
    """The round in a few lines, once there is something to sum up."""
    if not shown.has_reached(Phase.IDEAS):
        return ()
    given = say("record-ideas-given", count=len(shown.state.ideas))
    items = (*_asked(shown), Item((given,)), *_voted(shown), *_promised(shown))
    return (Part(say("record-short"), (Items(items),)),)


def _asked(shown: Shown) -> Iterator[Item]:
    state = shown.state
    for no in state.question:
        yield Item((say("question"),), shown.quoted(state.wordings[no].content))


def _voted(shown: Shown) -> Iterator[Item]:
    if shown.tally is None:
        return
    yield Item((say("record-voted", count=shown.tally.ballots), *chosen_line(shown.state)))
    if shown.state.outcome is None:
        yield from (Item((idea_words(shown, no),)) for no in sorted(shown.tally.chosen))


def _promised(shown: Shown) -> Iterator[Item]:
    """Each promise with how far it is: what a round comes to."""
    state = shown.state
    if state.outcome is None:
        return
    if state.outcome_difference is not None:
        yield Item((say("record-outcome-differs"),))
    if not state.promises:
        yield Item((say("record-no-promises"),))
    for no, promised in sorted(state.promises.items()):
        yield Item((idea_words(shown, no),), more=(promise(state, shown.public_words, promised),))


def honest_label(shown: Shown) -> tuple[Part, ...]:
    """The rung, what it means, what lowered it, and the five answers. A topic nobody has planned has none yet."""
    state = shown.state
    if state.rules is None:
        return ()
    ladder = (say("record-ladder"), say("record-ladder-down"))
    return (Part(say("record-label"), (label(state), *why_lowered(state), *ladder, *_answers(shown, state.rules))),)


def _answers(shown: Shown, rules: Rules) -> tuple[Piece, ...]:
    answers = rules.answers
    if answers is None:
        return (say("answers-none"),)
    promised = say("record-reply-promised", day=answers.reply_by)
    return (say("record-answers"), *worded_answers(answers, shown.public_words), promised)
