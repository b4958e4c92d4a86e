"""A view as Discord messages. Pure: the same view and reader always give the same messages.

Words stand in text displays inside a box, what can be done as buttons below them. Whether a message is private is up
to whoever sends it: only an answer to an interaction can be, by `sending.private`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from codesign_bot.drawn import Drawn
from codesign_bot.phrasing import lasting
from codesign_bot.ports import Reading
from codesign_bot.view import BallotPaper, View, say
from codesign_bot.views.actions import NOW
from codesign_discord.buttons import below, slashes
from codesign_discord.components import Message, Part, message, switched_off, text
from codesign_discord.document import Node, Shape, pages, size, written
from codesign_discord.limits import MOST_TEXT
from codesign_discord.nodes import nodes, said
from codesign_discord.panels import panel
from codesign_discord.wording import on_discord

_ROOM_FOR_PART = 60
"""Kept free for the line that says which part of a long message this is."""


def payloads(view: View, reading: Reading, most: int = MOST_TEXT) -> list[Message]:
    """The messages to send, in order: one, or more where it is too long for one; buttons below the last.

    A ballot that can be changed is always one message, with pages of its own. Raises `PromptError`.
    """
    if view.is_sample:
        alone = replace(reading, drawn=Drawn())  # what is switched off is shared with nobody
        return [switched_off(one) for one in payloads(replace(view, is_sample=False), alone, most)]
    if is_panel(view):
        return [panel(view, on_discord(reading.voice), reading.drawn, most)]
    reading = _here(reading)
    told = (*nodes(view, reading), *slashes(view, reading))
    pressed = below(view, reading)
    if size(told) <= most:
        return [_message(told, pressed, reading)]
    parts = list(pages(told, most - _ROOM_FOR_PART))
    return [
        _message((_part(place, len(parts), reading), *part), pressed if place == len(parts) else (), reading)
        for place, part in enumerate(parts, 1)
    ]


def card(view: View, reading: Reading, most: int = MOST_TEXT) -> Message:
    """One message that can be edited, whatever it holds.

    What does not fit is left out from the end of what is said; the buttons stay, and one of them shows all of it.
    Raises `PromptError`.
    """
    reading = _here(reading)
    told, by_hand = tuple(nodes(view, reading)), slashes(view, reading)
    if size((*told, *by_hand)) <= most:
        return _message((*told, *by_hand), below(view, reading), reading)
    left_out = (said(Shape.PARAGRAPH, say("discord-left-out"), reading), *by_hand)
    shown = next(pages(told, most - size(left_out) - len("\n\n")))
    whole = replace(view, actions=(*view.actions, NOW))
    return _message((*shown, *left_out), below(whole, reading), reading)


def digest(view: View, reading: Reading) -> str:
    """A hash of the card: only cards are edited, so only they are compared with what they were."""
    return hashlib.sha256(json.dumps(card(view, reading)).encode()).hexdigest()


def is_panel(view: View) -> bool:
    """Whether it is a ballot to press on: a press on one is answered by the same message, changed."""
    return not view.is_sample and any(isinstance(block, BallotPaper) for block in view.blocks)


def _here(reading: Reading) -> Reading:
    """The same reader with the words that fit here. Distances such as "in 2 days" are worded by the client."""
    return lasting(replace(reading, voice=on_discord(reading.voice)))


def _message(told: Sequence[Node], pressed: Sequence[Part], reading: Reading) -> Message:
    shown = told or (said(Shape.PARAGRAPH, say("phrase-none"), reading),)  # an empty message is refused
    return message([text(written(shown)), *pressed])


def _part(part: int, parts: int, reading: Reading) -> Node:
    return said(Shape.PARAGRAPH, say("phrase-part", part=part, parts=parts), reading)
