"""The public card of a round: where it stands, what to do now, when that ends and what comes next."""

from __future__ import annotations

from datetime import datetime

from codesign_bot.core.state import Request, Round
from codesign_bot.view import Block, Row, Rows, Say, View, say
from codesign_bot.views.actions import actions
from codesign_bot.views.parts import Words, ends, heading, label, practice, when, why_lowered
from codesign_bot.views.steps import what_now
from codesign_bot.views.terms import NARROWING, PHASE


def card(state: Round, words: Words, now: datetime) -> View:
    """The one card of a round in a space. Says everything in words; needs no other message to be understood.

    Before cooling off it holds no dots, no supporters and no number of ballots.
    """
    blocks: tuple[Block, ...] = (
        say("card-step", step=PHASE[state.phase]),
        *practice(state),
        *_label(state),
        *what_now(state, words, now),
        *ends(state),
        *waiting(state),
    )
    return View(heading(state, words), blocks, actions(state))


def _label(state: Round) -> tuple[Say, ...]:
    """A topic has no label yet: nobody has said what will become of it."""
    if state.rules is None:
        return ()
    return (label(state), *why_lowered(state)[:1])


def waiting(state: Round) -> tuple[Rows, ...]:
    """The requests that wait for the participants."""
    rows = tuple(Row(_request(state, state.requests[no]), int(no)) for no in sorted(state.requests))
    return (Rows(rows, say("requests")),) if rows else ()


def _request(state: Round, request: Request) -> Say:
    closes = when(state, request.closes)
    if request.idea is not None:
        return say("request-about-idea", act=NARROWING[request.act], idea=int(request.idea), closes=closes)
    return say("request-about", act=NARROWING[request.act], closes=closes)
