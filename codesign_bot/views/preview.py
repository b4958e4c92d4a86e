"""What people will see in a round that is planned: the very views of the round, shown to one person in advance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from codesign_bot.core.ids import ContentId, PersonId
from codesign_bot.core.phases import COUNTED, Phase
from codesign_bot.core.rehearsal import EXAMPLE, IDEAS, Scene
from codesign_bot.core.rules import Rules
from codesign_bot.view import Action, View, say
from codesign_bot.views.actions import RULES
from codesign_bot.views.announce import announcements
from codesign_bot.views.ballots import Own, my_ballot
from codesign_bot.views.card import card
from codesign_bot.views.honest import night_rule, rest_rule
from codesign_bot.views.parts import NEXT, Words, private
from codesign_bot.views.terms import PHASE

DOTS = "…"
"""Stands where people's own words will be."""


def word_of(phase: Phase) -> str:
    """The step as it is typed: "cooling-off"."""
    return phase.value.replace("_", "-")


PREVIEWED: Mapping[str, Phase] = MappingProxyType(
    {
        word_of(phase): phase
        for phase in (
            Phase.FRAMING,
            Phase.CONFIRMING,
            Phase.IDEAS,
            Phase.SORTING,
            Phase.VOTING,
            Phase.RUNOFF,
            Phase.COOLING_OFF,
            Phase.FEEDBACK,
            Phase.OUTCOME,
            Phase.FOLLOW_UP,
        )
    }
)
"""The steps that can be looked at, by how they are typed."""


def intro(phase: Phase, rules: Rules) -> View:
    """What comes after this message: the step, when none ends, and that none of it is real."""
    following = NEXT[phase]
    more = Action("action-preview-next", f"round preview {word_of(following)}", is_private=True)
    return private(
        say("preview", step=PHASE[phase]),
        *night_rule(rules),
        *rest_rule(rules),
        say("preview-nothing"),
        say("preview-examples", count=IDEAS),
        heading=say("preview-title"),
        actions=(*((more,) if following is not Phase.ARCHIVED else ()), RULES),
    )


def samples(scene: Scene, words: Words, reader: PersonId) -> Iterator[View]:
    """Everything that is said when the step begins, then the card, then the reader's own ballot where there is one."""
    known: dict[ContentId, str | None] = {**words, EXAMPLE.id: DOTS}
    views = [view for before, event, after in scene.steps for view in announcements(before, event, after, known)]
    views.append(card(scene.state, known, scene.at))
    if scene.state.phase in COUNTED:
        views.append(my_ballot(scene.state, Own(reader, {}), known))
    return (replace(view, is_sample=True) for view in views)
