"""What is said when somebody thinks that what another person wrote could be an idea."""

from __future__ import annotations

from dataclasses import replace

from codesign_bot.core.state import Round
from codesign_bot.view import Action, View, When, say
from codesign_bot.views.parts import Words, heading, private


def asked(*, is_seen: bool = False) -> View:
    """To whoever wished it: the author is asked, and we tell nobody who asked. `is_seen`: everybody there saw it."""
    return private(say("turn-asked"), *(() if is_seen else (say("turn-asked-quietly"),)))


def not_asked() -> View:
    """To whoever wished it: without a word about which reason it is, for each would tell of somebody else."""
    return private(say("turn-not-asked"), say("nothing-changed"))


def not_in_quiet_hours(until: When) -> View:
    """To whoever wished it: nobody is rung now. Nothing is kept, so that they can wish it again."""
    return private(say("turn-quiet", until=until), say("nothing-changed"))


def question(state: Round, words: Words) -> View:
    """To the author alone. Whoever asks puts the author's own words behind the first line, and the answers below."""
    return private(say("turn-question"), say("turn-question-free"), heading=heading(state, words))


YES = Action("action-turn-yes", "turn yes", is_private=True)
NO = Action("action-turn-no", "turn no", is_private=True)
NEVER = Action("action-turn-never", "turn never", is_private=True)
AGAIN = Action("action-turn-again", "turn again", is_private=True)


def question_to_type(state: Round, words: Words) -> View:
    """The question where people type their answer. The author's words are put behind the first line as it is sent."""
    asked = question(state, words)
    return replace(asked, blocks=(*asked.blocks, say("turn-answer-this")), actions=(YES, NO, NEVER))


def question_here() -> View:
    """Below the message, where its author has no direct message with us: with no word of it, and no name."""
    give = Action("action-turn-give", "turn")
    return View(None, (say("turn-question-below"),), (give, replace(NEVER, is_private=False)))


def stays() -> View:
    """The author said no."""
    return private(say("turn-no"))


def never() -> View:
    """The author wants never to be asked."""
    return private(say("turn-never"), actions=(AGAIN,))


def again() -> View:
    """The author does not mind again."""
    return private(say("turn-again"))
