"""Every idea once, with what became of its words: changed, built on, joined, taken back, hidden. Never its author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codesign_bot.core.content import Content
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Idea
from codesign_bot.log.document import Item, Items, Part, Piece
from codesign_bot.log.shown import Shown
from codesign_bot.view import Quote, Say, say
from codesign_bot.views.parts import numbers


def the_ideas(shown: Shown) -> tuple[Part, ...]:
    """One part for each idea, by number."""
    if not shown.has_reached(Phase.IDEAS):
        return ()
    ideas = shown.state.ideas
    if not ideas:
        return (Part(say("record-ideas"), (say("record-ideas-given", count=0),)),)
    each = (Part(say("record-idea", idea=int(no)), tuple(_about(shown, idea))) for no, idea in sorted(ideas.items()))
    return (Part(say("record-ideas"), (say("record-no-authors"), *each)),)


def _about(shown: Shown, idea: Idea) -> Iterator[Piece]:
    told = shown.idea(idea.no)
    yield told if isinstance(told, Say) else Quote(told)
    if idea.is_by_organiser:
        yield say("by-organiser")
    if isinstance(told, Say):  # what is not shown has no history to read either
        return
    yield _texts(shown, idea.earlier, say("idea-earlier"))
    yield _texts(shown, idea.builds, say("idea-builds"))
    yield from _neighbours(shown, idea)


def _texts(shown: Shown, contents: Sequence[Content], above: Say) -> Items:
    return Items(tuple(Item((), shown.quoted(content)) for content in contents), above)


def _neighbours(shown: Shown, idea: Idea) -> Iterator[Say]:
    state = shown.state
    joined = [other.no for other in state.ideas.values() if other.joined_to == idea.no]
    near = [b if a == idea.no else a for a, b in state.neighbours if idea.no in {a, b}]
    if joined:
        yield say("idea-holds", ideas=numbers(joined))
    if near:
        yield say("idea-near", ideas=numbers(near))
    if idea.is_withdrawn:
        yield say("fate-is-withdrawn")
    if idea.joined_to is not None:
        yield say("fate-is-joined", idea=int(idea.joined_to))
