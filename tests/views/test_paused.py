"""The card of a step that stands still says until when, and when the step then ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from codesign_bot.core.phases import Phase
from codesign_bot.core.windows import Window
from codesign_bot.views.card import card
from codesign_bot.views.standing import now_view

from .seeing import keys, the
from .story import Story, there


def test_the_card_and_now_say_until_when_the_step_stands_still_and_when_it_ends(whole: Story) -> None:
    state = whole.last(Phase.IDEAS)
    window = there(state.window)
    stands = Window(window.opened, window.opened + timedelta(days=5))
    paused = replace(state, pace=replace(state.pace, pause=stands, is_paused=True))
    for view in (card(paused, whole.words, window.opened), now_view(paused, whole.words, window.opened)):
        said = the(view, "step-paused").arguments
        assert (said["until"].at, said["closes"].at) == (stands.closes, window.closes)  # type: ignore[union-attr] # instants
        assert "step-ends" not in keys(view)
    resumed = replace(paused, pace=replace(paused.pace, is_paused=False))
    assert "step-ends" in keys(card(resumed, whole.words, window.opened))
