"""A round as one decision record: a document that its people can read, in the order in which a round goes.

It speaks with the texts of `prompts/`, so with the same words as the room, in the language of the community. Words
of people stand in it escaped, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Callable

from codesign_bot.log.document import Part
from codesign_bot.log.markdown import document
from codesign_bot.log.parts.follow_up import follow_up
from codesign_bot.log.parts.framing import the_problem
from codesign_bot.log.parts.head import honest_label, in_short, opening_words
from codesign_bot.log.parts.ideas import the_ideas
from codesign_bot.log.parts.outcome import the_outcome
from codesign_bot.log.parts.people import the_question, the_rules, who_took_part
from codesign_bot.log.parts.power import power_and_requests
from codesign_bot.log.parts.times import what_happened_when
from codesign_bot.log.parts.voices import feedback, minority_views, objections
from codesign_bot.log.parts.vote import the_vote
from codesign_bot.log.shown import Shown
from codesign_bot.phrasing import recorded
from codesign_bot.ports import Reading, Voice
from codesign_bot.views.parts import heading

PARTS: tuple[Callable[[Shown], tuple[Part, ...]], ...] = (
    in_short,
    honest_label,
    the_question,
    who_took_part,
    the_rules,
    the_problem,
    the_ideas,
    the_vote,
    objections,
    minority_views,
    feedback,
    the_outcome,
    power_and_requests,
    follow_up,
    what_happened_when,
)


def decision_record(shown: Shown, voice: Voice) -> str:
    """The record as it stands now, in Markdown."""
    reading = recorded(Reading(voice, shown.names.of_acts, shown.now))
    parts = (part for made in PARTS for part in made(shown))
    whole = Part(heading(shown.state, shown.public_words), (*opening_words(shown), *parts))
    return document(whole, reading)
