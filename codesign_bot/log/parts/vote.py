"""The vote: before the close only that it is secret; after it every number, every tie, and what other rules say."""

from __future__ import annotations

from collections.abc import Iterator

from codesign_bot.core.counting.fair_share import CameBy
from codesign_bot.core.counting.result import FEWEST_BALLOTS, Outcome, Row, Verdict
from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.log.document import Cell, Part, Piece, Table, pieces
from codesign_bot.log.parts.words import idea_words
from codesign_bot.log.shown import Shown
from codesign_bot.view import Say, say
from codesign_bot.views.parts import numbers
from codesign_bot.views.tally import chosen_line, side_by_side, tie_blocks
from codesign_bot.views.terms import RULE


def the_vote(shown: Shown) -> tuple[Part, ...]:
    """What may be known of the vote now."""
    if shown.has_reached(Phase.VOTING):
        return (Part(say("record-vote"), (*_shortlist(shown), *_tally(shown))),)
    if shown.has_reached(Phase.OUTCOME):
        return (Part(say("record-vote"), (say("record-vote-none"),)),)
    return ()


def _shortlist(shown: Shown) -> tuple[Say, ...]:
    listed = shown.state.shortlist
    return (say("record-shortlist", ideas=numbers(listed)),) if listed else ()


def _tally(shown: Shown) -> tuple[Piece, ...]:
    result = shown.tally
    if result is None:
        return (_closed(shown),)
    return (
        say("record-rule"),
        Say(RULE[result.rule].key),
        say("record-places", count=result.places),
        *chosen_line(shown.state),
        _table(shown, result),
        *_fair_share(result),
        _ties(shown, result),
        Part(say("record-other-rules"), pieces(side_by_side(result))),
        *_listed(result),
        say("tally-is-final"),
    )


def _closed(shown: Shown) -> Say:
    """Why there is no number to read."""
    if shown.is_over:
        return say("record-vote-never")
    return say("tally-stays-closed") if shown.state.phase is Phase.RUNOFF else say("tally-closed")


# --- the table -------------------------------------------------------------------------------------------


def _table(shown: Shown, result: Outcome) -> Table:
    head = (
        say("record-column-rank"),
        say("record-column-idea"),
        say("record-column-dots"),
        say("record-column-supporters"),
        say("record-column-fair-share"),
        say("record-column-chosen"),
    )
    return Table(head, tuple(_row(shown, result, row) for row in result.ranking))


def _row(shown: Shown, result: Outcome, row: Row) -> tuple[Cell, ...]:
    chosen = say("record-yes") if row.idea in result.chosen else say("record-no")
    return (row.rank, idea_words(shown, row.idea), row.dots, row.supporters, _by_fair_share(result, row.idea), chosen)


def _by_fair_share(result: Outcome, no: IdeaNo) -> Say:
    """What fair share makes of an idea. Where it agrees in the end, its ties ended as those of the vote did."""
    if no in _fair_share_chose(result):
        return say("record-yes")
    runoff = _verdict(result).runoff
    is_tied = Rule.FAIR_SHARE in result.differs and runoff is not None and no in runoff.ideas
    return say("record-tied") if is_tied else say("record-no")


def _fair_share_chose(result: Outcome) -> tuple[IdeaNo, ...]:
    return _verdict(result).chosen if Rule.FAIR_SHARE in result.differs else result.chosen


def _verdict(result: Outcome) -> Verdict:
    (verdict,) = (one for one in result.verdicts if one.rule is Rule.FAIR_SHARE)
    return verdict


def _fair_share(result: Outcome) -> Iterator[Say]:
    """What the column means, and which places fair share could fill only with more to pay with, or not at all."""
    yield say("record-fair-share")
    chose = _fair_share_chose(result)
    came_by = [(no, how) for no, how in result.fair_share_count.came_by if no in chose]
    grown = [no for no, how in came_by if how is CameBy.GROWN_PURSE]
    filled = [no for no, how in came_by if how is CameBy.SUPPORTERS]
    if grown or filled:
        yield say("record-fair-share-means")
    if grown:
        yield say("record-fair-share-grown", ideas=numbers(grown))
    if filled:
        yield say("record-fair-share-filled", ideas=numbers(filled))


# --- ties, and counting again ----------------------------------------------------------------------------


def _ties(shown: Shown, result: Outcome) -> Part:
    if result.tie is None:
        return Part(say("record-ties"), (say("record-ties-none"),))
    return Part(say("record-ties"), (*pieces(tie_blocks(result.tie, result.rule)), *_runoff(shown, result)))


def _runoff(shown: Shown, result: Outcome) -> tuple[Piece, ...]:
    count = result.runoff_count
    if count is None:
        return ()
    head = (say("record-column-idea"), say("record-column-dots"))
    rows = tuple((idea_words(shown, line.idea), line.dots) for line in count.lines)
    return (say("record-runoff", ballots=count.ballots), Table(head, rows))


def _listed(result: Outcome) -> Iterator[Say]:
    """Where the ballots are to be found, or why they are not."""
    if result.ballots < FEWEST_BALLOTS:
        yield say("record-ballots-few", least=FEWEST_BALLOTS)
        return
    yield say("record-ballots-listed")
    if result.runoff_count is not None and result.runoff_count.ballots < FEWEST_BALLOTS:
        yield say("record-ballots-few-in-runoff", least=FEWEST_BALLOTS)
