"""What there is to do in each step. The card, the room and the help all say the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.rules import PLAN_WITHIN
from codesign_bot.core.state import MinorityView, Objection, Round, Vote, VoteKind, Why
from codesign_bot.view import Block, Quote, Row, Rows, Say, say
from codesign_bot.views.parts import Words, idea_rows, listed_from, question_quotes, quoted, title, when
from codesign_bot.views.promises import fate_rows, promise_rows
from codesign_bot.views.so_far import so_far
from codesign_bot.views.tally import chosen_line, tally_bars, tie_lines
from codesign_bot.views.terms import RULE


def what_now(state: Round, words: Words, now: datetime) -> tuple[Block, ...]:
    """What was said before, what the step is for, and what it works on. Nothing lets anybody guess a running count."""
    return (*so_far(state), *_of_the_step(state, words, now))


def _of_the_step(state: Round, words: Words, now: datetime) -> tuple[Block, ...]:
    match state.phase:
        case Phase.PROPOSED:
            return _proposed(state)
        case Phase.FRAMING:
            return (say("now-framing"), say("statements-so-far", count=len(state.statements)))
        case Phase.CONFIRMING:
            return _confirming(state, words)
        case Phase.IDEAS:
            return (*question_quotes(state, words), *_ideas(state, now))
        case Phase.SORTING:
            count = say("ideas-so-far", count=len(state.live_ideas))
            return (*question_quotes(state, words), say("now-sorting"), count)
        case Phase.VOTING | Phase.RUNOFF:
            return (*question_quotes(state, words), *voting(state, words))
        case Phase.COOLING_OFF:
            return _cooling_off(state, words)
        case Phase.FEEDBACK:
            return _in_feedback(state, words)
        case Phase.OUTCOME:
            return _outcome(state, words)
        case Phase.FOLLOW_UP:
            return (say("now-follow-up"), *promise_rows(state, words))
        case Phase.ARCHIVED:
            return (say("now-archived"), *fate_rows(state, words))
        case Phase.WITHDRAWN:
            return (say("now-withdrawn"),)
        case Phase.EXPIRED:
            return (say("now-expired"),)
        case _:
            assert_never(state.phase)


def _proposed(state: Round) -> tuple[Block, ...]:
    if state.seconded_at is not None:
        opens = when(state, state.seconded_at + PLAN_WITHIN)
        return (say("now-seconded"), say("topic-opens-unplanned", opens=opens))
    waits = say("topic-waits-until", closes=when(state, state.expires_at))
    return (say("now-proposed", count=len(state.seconders)), waits)


def _confirming(state: Round, words: Words) -> tuple[Block, ...]:
    asked: tuple[Block, ...] = question_quotes(state, words)
    if not asked:
        asked = (say("question-is-the-topic"), Quote(title(state, words), say("question-offered")))
    again = (say("confirming-again"),) if state.confirmings > 1 else ()
    find = (say("find-other-words"),) if Why.REWORDING in state.pace.granted else ()
    return (
        *again,
        *asked,
        say("now-confirming"),
        *find,
        *objection_rows(state.question_objections, words),
    )


def objection_rows(objections: Sequence[Objection], words: Words) -> tuple[Rows, ...]:
    """The objections that stand, without the names of those who made them."""
    rows = tuple(Row(quoted(words, one.content)) for one in objections if one.stands)
    return (Rows(rows, say("objections")),) if rows else ()


def minority_rows(views: Sequence[MinorityView], words: Words) -> tuple[Rows, ...]:
    """The minority views by number, each with how many people hold it."""
    rows = tuple(
        Row(quoted(words, one.content), one.no, say("minority-signed", count=1 + len(one.cosigners))) for one in views
    )
    return (Rows(rows, say("minority-views")),) if rows else ()


def _ideas(state: Round, now: datetime) -> tuple[Say, ...]:
    listed = listed_from(state)
    alone = () if listed is None or listed <= now else (say("alone-first", until=when(state, listed)),)
    return (say("now-ideas"), *alone, say("ideas-so-far", count=len(state.live_ideas)))


def voting(state: Round, words: Words) -> tuple[Block, ...]:
    """What can be voted on and with how many dots."""
    if state.vote is None:
        return ()
    titled = zip(state.vote.lists, list_titles(state.vote), strict=True)
    return (*voting_says(state), *(_ballot_list(state, words, one, title) for one, title in titled))


def voting_says(state: Round) -> tuple[Say, ...]:
    """How the vote that is on works, without its ideas."""
    if state.vote is None:
        return ()
    lists = state.vote.lists
    match state.vote.vote_kind:
        case VoteKind.RUNOFF:
            return (say("now-runoff"),)
        case VoteKind.SHORTLIST:
            return (say("now-shortlist", lists=len(lists)), say("vote-in-private"))
        case VoteKind.VOTE:
            rule = (Say(RULE[state.rules.template.rule].key),) if state.rules is not None else ()
            return (say("now-voting", dots=lists[0].dots, cap=lists[0].cap), say("vote-in-private"), *rule)
        case _:
            assert_never(state.vote.vote_kind)


def list_titles(vote: Vote) -> tuple[Say, ...]:
    """What stands above each list of the ballot."""
    match vote.vote_kind:
        case VoteKind.RUNOFF:
            return (say("tied-ideas"),)
        case VoteKind.SHORTLIST:
            return tuple(
                say("list-title", number=place, dots=one.dots, cap=one.cap) for place, one in enumerate(vote.lists, 1)
            )
        case VoteKind.VOTE:
            return (say("ideas-to-vote-on"),)
        case _:
            assert_never(vote.vote_kind)


def _ballot_list(state: Round, words: Words, ballot: BallotRules, heading: Say) -> Rows:
    return idea_rows(state, words, sorted(ballot.ideas), heading)


def _cooling_off(state: Round, words: Words) -> tuple[Block, ...]:
    return (
        *tie_lines(state),
        *chosen_line(state),
        *tally_bars(state, words),
        say("now-cooling-off"),
        *objection_rows(state.objections, words),
        *minority_rows(state.minority_views, words),
    )


def _chosen(state: Round, words: Words) -> tuple[Block, ...]:
    return (*chosen_line(state), *tally_bars(state, words, only=state.chosen))


def _in_feedback(state: Round, words: Words) -> tuple[Block, ...]:
    """What was chosen, what stands against it, and the fates that organisers have drafted for all to see."""
    return (
        say("now-feedback"),
        *_chosen(state, words),
        *objection_rows(state.objections, words),
        *fate_rows(state, words, _decided(state)),
    )


def _decided(state: Round) -> list[IdeaNo]:
    """The ideas with a fate of their own, by number."""
    return [no for no in sorted(state.fates) if no in state.ideas]


def _outcome(state: Round, words: Words) -> tuple[Block, ...]:
    missing = say("fates-open", count=sum(no not in state.fates for no in state.live_ideas))
    return (
        say("now-outcome"),
        *_reply(state),
        *fate_rows(state, words, _decided(state)),
        missing,
        *minority_rows(state.minority_views, words),
    )


def _reply(state: Round) -> tuple[Say, ...]:
    if state.rules is None or state.rules.answers is None:
        return ()
    day = state.rules.answers.reply_by
    return (say("reply-missed-on", day=day) if state.is_reply_missed else say("reply-promised", day=day),)
