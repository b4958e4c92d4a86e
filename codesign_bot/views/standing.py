"""Where things stand: the round now, the tally, the requests, the topics, and what is mine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from codesign_bot.core.counting.result import FEWEST_BALLOTS
from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Request, Round
from codesign_bot.view import Action, Audience, Block, Quote, Row, Rows, Say, View, Who, say
from codesign_bot.views.actions import HELP, JOIN, NOW, SUGGEST, TIME_MORE, TOPICS, VOTE_SHOW, possible, second
from codesign_bot.views.card import card
from codesign_bot.views.parts import (
    Words,
    heading,
    idea_row,
    pause_meant,
    private,
    public_tally,
    quoted,
    title,
    when,
)
from codesign_bot.views.receipts import RECEIPT
from codesign_bot.views.so_far import ahead
from codesign_bot.views.tally import whole_result
from codesign_bot.views.terms import NARROWING, PHASE


def now_view(state: Round, words: Words, now: datetime, *, is_joined: bool = False, left: Sequence[Say] = ()) -> View:
    """Where the round stands, for one reader: what the card says, what is left for them, and what comes when.

    `left` is only for who reads this alone.
    """
    shown = card(state, words, now)
    joined = say("people-joined", count=state.joined)
    offered = tuple(action for action in shown.actions if not (is_joined and action == JOIN))
    return replace(
        shown, blocks=(*left, *shown.blocks, joined, *ahead(state)), actions=offered, audience=Audience.ONLY_YOU
    )


def tally_view(state: Round, words: Words) -> View:
    """The whole tally, or why nobody can see it yet."""
    result = public_tally(state)
    if result is None:
        closed = (say("tally-closed"), say("tally-closed-instead"))
        return private(*closed, heading=heading(state, words), actions=possible(state, NOW, TIME_MORE))
    actions = (RECEIPT, NOW) if result.ballots >= FEWEST_BALLOTS else (NOW,)
    return private(*whole_result(result, state, words), heading=heading(state, words), actions=actions)


def requests_view(state: Round, words: Words, reader: PersonId | None = None) -> View:
    """The requests that wait for the participants, each with its reason and what it still needs.

    The first that the reader has neither made nor answered can be answered.
    """
    waiting = [state.requests[no] for no in sorted(state.requests)]
    blocks = tuple(block for one in waiting for block in _request(state, words, one))
    open_to_reader = [one.no for one in waiting if reader not in _answered(one)]
    actions = tuple(
        action
        for no in open_to_reader[:1]
        for action in (
            Action("action-request-support", f"request support {no}"),
            Action("action-request-object", f"request object {no} …"),
        )
    )
    return private(*(blocks or (say("requests-none"),)), heading=heading(state, words), actions=actions or (NOW, HELP))


def _answered(request: Request) -> set[PersonId]:
    return {request.by, *request.supporters, *(one.by for one in request.objections if one.stands)}


def _request(state: Round, words: Words, request: Request) -> tuple[Block, ...]:
    made = say("request-made", who=Who(request.by), request=int(request.no), act=NARROWING[request.act])
    about = () if request.idea is None else (say("idea-meant-number", idea=int(request.idea)),)
    objections = sum(one.stands for one in request.objections)
    return (
        made,
        Quote(quoted(words, request.reason), say("reason")),
        *about,
        *pause_meant(request.days),
        say("request-support", support=len(request.supporters), needed=request.support_needed),
        say("request-objections", count=objections),
        say("request-closes", closes=when(state, request.closes)),
    )


def topics(rounds: Sequence[Round], words: Words) -> View:
    """The topics and rounds of a community by number, each with where it stands."""
    listed = sorted(rounds, key=lambda one: one.topic)
    rows = tuple(Row(title(one, words), int(one.topic), _stands(one)) for one in listed)
    blocks: tuple[Block, ...] = (Rows(rows, say("topics-title")),) if rows else (say("topics-none"),)
    waiting = [one for one in listed if one.phase is Phase.PROPOSED and one.seconded_at is None]
    return private(*blocks, actions=(*map(second, waiting[:1]), SUGGEST))


def _stands(state: Round) -> Say:
    if state.phase is Phase.PROPOSED and state.seconded_at is None:
        return say("topic-is-waiting", closes=when(state, state.expires_at))
    if state.is_practice:
        return say("topic-is-practice", step=PHASE[state.phase])
    return say("topic-is-at", step=PHASE[state.phase])


def me_view(state: Round, words: Words, reader: PersonId, is_joined: bool) -> View:  # noqa: FBT001 - a fact the state does not hold
    """What this person gave in a round. The ballot is shown apart, by `vote show`, and only in private."""
    mine = (
        (say("me-statements"), [one.content for one in state.statements if one.by == reader]),
        (say("me-wordings"), [one.content for one in state.wordings.values() if one.by == reader]),
        (say("me-parked"), [one.content for _, one in state.parked_by(reader) if not one.is_offered]),
        (say("me-minority"), [one.content for one in state.minority_views if one.by == reader]),
    )
    ideas = tuple(idea_row(state, words, no) for no in sorted(state.ideas) if state.ideas[no].by == reader)
    given = tuple(Rows(tuple(Row(quoted(words, one)) for one in texts), above) for above, texts in mine if texts)
    blocks: tuple[Block, ...] = (*given, *((Rows(ideas, say("me-ideas")),) if ideas else ()))
    standing = say("me-joined") if is_joined else say("me-not-joined")
    return private(
        standing,
        *(blocks or (say("me-nothing"),)),
        say("me-ballot"),
        heading=heading(state, words),
        actions=(VOTE_SHOW, TOPICS),
    )
