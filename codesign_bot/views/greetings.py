"""What the bot says for itself: hello, what it can do, how a round is planned, and what went wrong.

The five honest answers are asked one after the other in a direct message; `Ask` names each question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import Enum
from types import MappingProxyType

from codesign_bot.core.label import Decider, Fixed, Happened, Use, rung
from codesign_bot.core.rules import Rules
from codesign_bot.core.state import Round
from codesign_bot.view import (
    Action,
    Audience,
    Block,
    Length,
    Quote,
    Quoted,
    Row,
    Rows,
    Say,
    ToType,
    Typed,
    View,
    say,
)
from codesign_bot.views.actions import HELP, NOW, PREVIEW, TOPICS, VOTE_SHOW, vote_actions
from codesign_bot.views.honest import five_answers
from codesign_bot.views.parts import Words, private
from codesign_bot.views.terms import DECIDER, FIXED, RUNG, RUNG_MEANS, USE


class Ask(Enum):
    """The questions behind the five honest answers, in the order they are asked."""

    DECIDER = "decider"
    WHO_DECIDES = "who_decides"
    FIXED = "fixed"
    WHAT_IS_FIXED = "what_is_fixed"
    WHAT_IS_OPEN = "what_is_open"
    USE = "use"
    WHAT_HAPPENS = "what_happens"
    REPLY_BY = "reply_by"


_QUESTION: Mapping[Ask, str] = MappingProxyType(
    {
        Ask.DECIDER: "ask-decider",
        Ask.WHO_DECIDES: "ask-who-decides",
        Ask.FIXED: "ask-fixed",
        Ask.WHAT_IS_FIXED: "ask-what-is-fixed",
        Ask.WHAT_IS_OPEN: "ask-what-is-open",
        Ask.USE: "ask-use",
        Ask.WHAT_HAPPENS: "ask-what-happens",
        Ask.REPLY_BY: "ask-reply-by",
    }
)

CHOICES: Mapping[Ask, tuple[Decider, ...] | tuple[Fixed, ...] | tuple[Use, ...]] = MappingProxyType(
    {Ask.DECIDER: tuple(Decider), Ask.FIXED: tuple(Fixed), Ask.USE: tuple(Use)}
)
"""What can be chosen, by number from 1. The other questions are answered in one's own words."""

_YES, _BACK, _STOP = ToType("yes"), ToType("back"), ToType("stop")
"""What is typed inside the dialogue, without any sign before it."""

_SETUP = Action("action-setup", "setup …")


def welcome() -> View:
    """The first answer in a direct message."""
    return private(say("welcome"), say("welcome-private"), heading=say("welcome-title"), actions=(HELP, TOPICS, NOW))


def invited() -> View:
    """The first words in a space that no community has set up yet."""
    return View(say("welcome-title"), (say("welcome"), say("invited")), (_SETUP, HELP))


def cannot(troubles: Sequence[str]) -> View:
    """For the organisers: what does not work in a space, and what to grant. Troubles are message keys."""
    blocks = (say("trouble-in-space"), *cannot_list(troubles)) if troubles else (say("trouble-none"),)
    return private(*blocks, heading=say("trouble-title"))


def cannot_list(troubles: Sequence[str]) -> tuple[Block, ...]:
    rows = tuple(Row(Say(key)) for key in troubles)
    return (Rows(rows, say("trouble-list")),) if rows else ()


def limits() -> View:
    """What the bot never does, for whoever asks."""
    never = (say("never-counts"), say("never-decides"), say("never-shortens"), say("never-secret-log"))
    return private(Rows(tuple(Row(one) for one in never), say("never-title")), actions=(HELP,))


def vote_in_room(state: Round) -> View:
    """A vote was written where all can read it. It is not counted, and its author is asked to delete it."""
    return private(
        say("vote-in-room"),
        say("vote-in-room-delete"),
        say("nothing-changed"),
        actions=vote_actions(state.vote)[:2],
    )


def unreadable(is_private: bool) -> View:  # noqa: FBT001 - a fact about where, named at every call
    """A message that could not be decrypted."""
    again = say("unreadable-private") if is_private else say("unreadable-public")
    return private(say("unreadable"), again, say("nothing-changed"), actions=(VOTE_SHOW, HELP))


def ask(question: Ask, *, number: int, of: int) -> View:
    """One question of the dialogue. Where there are choices they are answered by their number."""
    blocks: tuple[Block, ...] = (say("ask-place", number=number, of=of), Say(_QUESTION[question]))
    listed = _choices(question)
    if listed:
        blocks = (*blocks, Rows(listed), say("ask-choose"))
    words = say("ask-stop", stop=_STOP) if number == 1 else say("ask-back-or-stop", back=_BACK, stop=_STOP)
    return private(*blocks, words, heading=say("ask-title"))


def ask_again(question: Ask, their_words: str, *, number: int, of: int) -> View:
    """The answer was not understood, so the question comes again with what would be understood."""
    again = ask(question, number=number, of=of)
    why = say("ask-not-a-day") if question is Ask.REPLY_BY else say("ask-not-a-choice")
    back = Quote(Quoted(their_words), say("your-words"))
    return View(again.heading, (why, back, *again.blocks), again.actions, Audience.ONLY_YOU)


def _choices(question: Ask) -> tuple[Row, ...]:
    match question:
        case Ask.DECIDER:
            keys = [DECIDER[one] for one in Decider]
        case Ask.FIXED:
            keys = [FIXED[one] for one in Fixed]
        case Ask.USE:
            keys = [USE[one] for one in Use]
        case _:
            return ()
    return tuple(Row(Say(term.key), place) for place, term in enumerate(keys, 1))


def review(rules: Rules, words: Words) -> View:
    """All five answers before they are confirmed, with the label that they lead to."""
    highest = rung(rules.answers, Happened())
    blocks: tuple[Block, ...] = (
        say("review", template=Typed(rules.template.name)),
        *five_answers(rules, words),
        say("label", rung=RUNG[highest], means=RUNG_MEANS[highest]),
        say("review-confirm", yes=_YES, back=_BACK, stop=_STOP),
    )
    return private(*blocks, heading=say("ask-title"), actions=(PREVIEW,))


def given_up() -> View:
    """The dialogue was stopped. Nothing of it is kept."""
    return private(say("dialogue-stopped"), say("nothing-changed"), actions=(HELP,))


def incident(code: str) -> View:
    """Something went wrong on our side. `code` finds it in the operator's own log."""
    return private(say("incident"), say("incident-code", code=Typed(code)), actions=(NOW,))


def no_early_end() -> View:
    """Somebody wants to end a step early, or to take something away: the rule, and the request instead."""
    return private(
        say("no-early-end"), say("nothing-changed"), actions=(Action("action-request-end", "request end …"),)
    )


def flood(wait: timedelta) -> View:
    """Too many messages in a short time."""
    return private(say("flood", length=Length(wait)), say("nothing-changed"))


def export_ready(files: int) -> View:
    """The files of a round go with this message."""
    return private(say("export-ready", count=files), say("export-check"))


def calendar_ready(*, is_published: bool) -> View:
    """The dates of a round go with this message. `is_published`: they also lie among the pages of the log."""
    kept = say("calendar-published") if is_published else say("calendar-snapshot")
    return private(say("calendar-ready"), kept, actions=(NOW,))


def export_of_log(entries: int) -> View:
    """The whole log of a community goes with this message, as one file."""
    return private(say("export-whole", entries=entries), say("export-whole-check"), say("export-one-round"))


def export_too_large(megabytes: int, most: int, command: str) -> View:
    """The log is too large to be sent here. Whoever runs the bot can hand it out with `command`."""
    asks = say("export-ask-operator", command=Typed(command))
    return private(say("export-too-large", size=megabytes, most=most), asks, say("export-one-round"))


def export_too_long(entries: int, most: int, command: str) -> View:
    """The log is so long that making a file of it would keep others waiting."""
    asks = say("export-ask-operator", command=Typed(command))
    return private(say("export-too-long", entries=entries, most=most), asks, say("export-one-round"))
