"""The typed words of the bot. One table; every verb says what it means and refuses half a command with its usage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from codesign_bot.core import commands as c
from codesign_bot.core.phases import Act
from codesign_bot.core.refusal import Refusal
from codesign_bot.service.asked import (
    Asked,
    Data,
    Do,
    Export,
    Forget,
    Help,
    Link,
    Manage,
    Page,
    ReadIn,
    ReadTimes,
    Remind,
    SetUp,
    Show,
    Topics,
    Turned,
    TurnIntoIdea,
)
from codesign_bot.service.grammar import first_number, number
from codesign_bot.service.verbs import agenda, ideas, log, outcome, power, votes
from codesign_bot.service.verbs.parts import early_end, needed_words, split_word, usage

Reader = Callable[[str], Asked]


def setup(rest: str) -> Asked:
    word, left = split_word(rest) if rest else ("", "")
    if word == "code":
        return Manage(SetUp.CODE)
    if word == "log":
        return Manage(SetUp.LOG, left)
    if word in {"zone", "link", "language", "quiet", "holidays", "weekends", "events"}:
        return Manage(SetUp(word), needed_words(f"setup {word}", left))
    if word == "organiser":
        how, who = split_word(needed_words("setup organiser", left))
        what = SetUp.NO_ORGANISER if how == "remove" else SetUp.ORGANISER
        return Manage(what, needed_words("setup organiser", who if how in {"add", "remove"} else left))
    return Manage(SetUp.BEGIN, rest)


def _log(rest: str) -> Asked:
    return Manage(SetUp.PUBLISH) if rest.strip().casefold() == SetUp.PUBLISH.value else log.log(rest)


def me(rest: str) -> Asked:
    word, left = split_word(rest) if rest else ("", "")
    match word:
        case "link":
            return Link(left)
        case "language":
            return ReadIn(left)
        case "zone":
            return ReadTimes(left)
        case "reminders":
            return _reminders(left)
        case "receipt":
            return Show(Page.RECEIPT)
        case "data":
            return Data()
        case "forget":
            return _forget(left)
        case _:
            return Show(Page.ME)


def _reminders(rest: str) -> Remind:
    """`reminders`, `reminders off`, `reminders on`."""
    word = rest.casefold().strip().rstrip(".!")
    if word not in {"", "on", "yes", "off", "no"}:
        raise usage("me reminders")
    return Remind(None if not word else word in {"on", "yes"})


def _forget(rest: str) -> Forget:
    """`forget`, `forget 3`, and either with the code behind it."""
    about = first_number(rest)
    idea, code = (0, rest) if about is None else about
    return Forget(idea, code.strip())


def turn(rest: str) -> Asked:
    word = rest.casefold().strip().rstrip(".!")
    if word not in {one.value for one in Turned if one is not Turned.WISH} | {""}:
        raise Refusal("turn-how", command="!turn")
    return TurnIntoIdea(Turned(word or "wish"))


VERBS: Mapping[str, Reader] = MappingProxyType(
    {
        "help": lambda rest: Help(rest.casefold().strip().removeprefix("!")),
        "setup": setup,
        "topic": agenda.topic,
        "topics": lambda _: Topics(),
        "second": agenda.second,
        "round": agenda.round_,
        "join": lambda _: Do(Act.JOIN, lambda _: c.Join()),
        "leave": lambda _: Do(Act.JOIN, lambda _: c.Leave()),
        "me": me,
        "link": lambda rest: Link(needed_words("link", rest)),
        "now": lambda _: Show(Page.NOW),
        "rules": lambda _: Show(Page.RULES),
        "calendar": lambda _: Export(only_dates=True),
        "frame": agenda.frame,
        "statements": lambda _: Show(Page.STATEMENTS),
        "question": agenda.question,
        "questions": lambda _: Show(Page.WORDINGS),
        "support": agenda.support,
        "consent": lambda _: Do(Act.CONSENT, lambda _: c.Consent()),
        "object": agenda.object_,
        "idea": ideas.idea,
        "ideas": ideas.ideas,
        "parked": ideas.parked,
        "turn": turn,
        "merge": ideas.merge,
        "split": ideas.split_apart,
        "vote": votes.vote,
        "dots": votes.vote,
        "feedback": votes.feedback,
        "minority": votes.minority,
        "time": power.time,
        "end": early_end,
        "close": early_end,
        "request": power.request,
        "requests": lambda _: Show(Page.REQUESTS),
        "fate": outcome.fate,
        "outcome": outcome.outcome,
        "tally": lambda _: Show(Page.TALLY),
        "result": lambda _: Show(Page.TALLY),
        "progress": outcome.progress,
        "confirm": outcome.confirm,
        "dispute": outcome.dispute,
        "log": _log,
        "receipt": log.receipt,
        "export": lambda rest: Export(number(rest)),
    }
)
