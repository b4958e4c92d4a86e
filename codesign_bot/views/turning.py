"""What is said when somebody thinks that what another person wrote could be an idea."""

from __future__ import annotations

from codesign_bot.core.state import Round
from codesign_bot.view import View, When, say
from codesign_bot.views.parts import Words, heading, private


def asked() -> View:
    """To whoever wished it: the author is asked, and who asked is told to nobody."""
    return private(say("turn-asked"), say("turn-asked-quietly"))


def not_asked() -> View:
    """To whoever wished it: without a word about which reason it is, for each would tell of somebody else."""
    return private(say("turn-not-asked"), say("nothing-changed"))


def not_in_quiet_hours(until: When) -> View:
    """To whoever wished it: nobody is rung now. Nothing is kept, so that they can wish it again."""
    return private(say("turn-quiet", until=until), say("nothing-changed"))


def question(state: Round, words: Words) -> View:
    """To the author alone. Whoever asks puts the author's own words behind the first line, and the answers below."""
    return private(say("turn-question"), say("turn-question-free"), heading=heading(state, words))
