"""Help: what can be done right now, how a command is typed, and what somebody may have meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from codesign_bot.core.phases import Phase
from codesign_bot.view import Action, Row, Rows, Say, View, say
from codesign_bot.views.actions import HELP
from codesign_bot.views.parts import private
from codesign_bot.views.usage import USAGE, usages_of

_SAYS: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.PROPOSED: "help-proposed",
        Phase.FRAMING: "help-framing",
        Phase.CONFIRMING: "help-confirming",
        Phase.IDEAS: "help-ideas",
        Phase.SORTING: "help-sorting",
        Phase.VOTING: "help-voting",
        Phase.RUNOFF: "help-runoff",
        Phase.COOLING_OFF: "help-cooling-off",
        Phase.FEEDBACK: "help-feedback",
        Phase.OUTCOME: "help-outcome",
        Phase.FOLLOW_UP: "help-follow-up",
        Phase.ARCHIVED: "help-over",
        Phase.WITHDRAWN: "help-over",
        Phase.EXPIRED: "help-over",
    }
)

_COMMANDS: Mapping[Phase, tuple[str, ...]] = MappingProxyType(
    {
        Phase.PROPOSED: ("topics", "topic second", "topic suggest", "round plan", "round preview", "round doctor"),
        Phase.FRAMING: ("join", "frame", "question", "support", "statements"),
        Phase.CONFIRMING: ("join", "consent", "object", "question", "statements"),
        Phase.IDEAS: ("join", "idea", "ideas", "idea build", "idea edit", "parked", "merge"),
        Phase.SORTING: ("join", "ideas", "merge", "merge yes", "merge no", "split", "idea edit"),
        Phase.VOTING: ("vote", "vote show", "vote clear"),
        Phase.RUNOFF: ("vote", "vote show", "vote clear"),
        Phase.COOLING_OFF: ("object", "object withdraw", "minority", "minority sign"),
        Phase.FEEDBACK: ("feedback", "object", "object withdraw", "minority", "minority sign", "fate"),
        Phase.OUTCOME: ("minority", "minority sign", "fate", "outcome publish"),
        Phase.FOLLOW_UP: ("progress", "confirm", "dispute", "log"),
        Phase.ARCHIVED: ("log", "export", "topic suggest"),
        Phase.WITHDRAWN: ("log", "export", "topic suggest"),
        Phase.EXPIRED: ("topic suggest", "topics"),
    }
)

_ALWAYS = ("now", "rules")
_WITH_A_CLOCK = ("time more", "requests")
_NO_CLOCK = frozenset({Phase.OUTCOME, Phase.FOLLOW_UP, Phase.ARCHIVED, Phase.WITHDRAWN, Phase.EXPIRED})
_NO_ROUND = ("topic suggest", "topics")


def help_view(phase: Phase | None, is_private: bool) -> View:  # noqa: FBT001 - a fact about where, named at every call
    """What can be done right now. Without a round: how one begins."""
    where = say("help-is-private") if is_private else say("help-is-public")
    if phase is None:
        return private(
            say("help-no-round"),
            where,
            heading=say("help-title"),
            actions=_with_help(_NO_ROUND if is_private else (*_NO_ROUND, "setup")),
        )
    more = () if phase in _NO_CLOCK else _WITH_A_CLOCK
    commands = (*_COMMANDS[phase], *more, *_ALWAYS)
    return private(Say(_SAYS[phase]), where, heading=say("help-title"), actions=_with_help(commands))


def usage(command: str) -> View:
    """How a command is typed, with an example; for a first word that begins several, how each is typed.

    For words that begin no command: as `unknown`.
    """
    found = [USAGE[name] for name in usages_of(command)]
    if not found:
        return unknown(())
    rows = Rows(tuple(Row(Say(one.says)) for one in found))
    forms = tuple(action for one in found for action in one.actions)
    typed = " ".join(action.typed for action in forms)
    return private(rows, *_to_fill_in(typed), heading=say("usage-title"), actions=forms)


def _to_fill_in(typed: str) -> tuple[Say, ...]:
    """What of an example is one's own: words where there are three dots, and numbers."""
    words = (say("usage-own-words"),) if "…" in typed else ()
    return (*words, say("usage-own-numbers")) if any(sign.isdigit() for sign in typed) else words


def unknown(nearest: Sequence[str]) -> View:
    """Nothing like that can be typed. `nearest` are words that look like it, the nearest first."""
    meant = tuple(dict.fromkeys(name for word in nearest for name in usages_of(word)[:1]))
    guess = (say("unknown-nearest"),) if meant else ()
    return private(say("unknown-word"), say("nothing-changed"), *guess, actions=(*_first(meant), HELP))


def _with_help(commands: Sequence[str]) -> tuple[Action, ...]:
    """Each command in its first form, and how to learn more about one of them, such as the first that takes words."""
    one = next(command for command in commands if command != "join").split(maxsplit=1)[0]
    return (*_first(commands), Action("action-help-one", f"help {one}"))


def _first(commands: Sequence[str]) -> tuple[Action, ...]:
    """Each command in its first form."""
    return tuple(USAGE[command].actions[0] for command in commands)
