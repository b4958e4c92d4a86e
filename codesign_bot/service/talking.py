"""From a message to what its author wants: a command, an answer to a form, a greeting, or nothing for the bot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codesign_bot.core.commands import EditIdea
from codesign_bot.core.phases import Act
from codesign_bot.core.refusal import Refusal
from codesign_bot.names import likeness, nearest
from codesign_bot.service.asked import (
    Do,
    Forget,
    Help,
    Link,
    Manage,
    Plan,
    ReadIn,
    ReadTimes,
    Remind,
    Spend,
    Suggest,
    TurnIntoIdea,
)
from codesign_bot.service.grammar import LONGEST_NUMBER, TOPIC, Typed, read
from codesign_bot.service.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from codesign_bot.ports import Heard
    from codesign_bot.records import Origin
    from codesign_bot.service.asked import Asked, Draft
    from codesign_bot.service.spoken import Spoken

GREETINGS = frozenset({"hi", "hello", "hey", "start", "hallo", "moin", "servus"})
"""What people say to a bot that they meet."""
LIKE_A_COMMAND = 0.7
"""How much an unknown word must look like a command of ours before a room is answered: another bot may be meant."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody asks for, and the topic if they named one."""

    asked: Asked
    topic: int | None = None
    rest: str = ""
    """What followed the first word."""


def typed_to_us(heard: Heard, names: Collection[str], spoken: Spoken) -> Typed | None:
    """The command in a message, in our words; None: it is not for the bot at all."""
    typed = read(heard.text, names, is_private=heard.is_private)
    return typed if typed is None else spoken.ours(typed)


def meant(heard: Heard, typed: Typed, verbs: Sequence[str] = tuple(VERBS)) -> Meant | None:
    """What a command asks for; None: another bot is meant. Raises `Refusal` for half or unknown commands.

    `verbs` are the words that a command can begin with for whoever wrote it.
    """
    if typed.verb not in VERBS:
        return _unknown(typed, heard, verbs)
    named = _round_named(_topic_second(typed))
    return Meant(VERBS[named.verb](named.rest), named.topic, named.rest)


def _topic_second(typed: Typed) -> Typed:
    """`topic second 4` and `second 4` name a topic by its bare number."""
    if typed.verb not in {"second", "topic"} or typed.topic is not None:
        return typed
    words = typed.rest.split()
    if not words or (typed.verb == "topic" and words[0] != "second"):
        return typed
    last = words[-1].lstrip("#")
    if not (last.isascii() and last.isdigit() and len(last) <= LONGEST_NUMBER):
        return typed
    return replace(typed, rest=" ".join(words[:-1]), topic=int(last))


def _round_named(typed: Typed) -> Typed:
    """`round plan #2 community` and `round plan community #2`: no words of people are in it, so "#2" is a topic."""
    if typed.verb != "round" or typed.topic is not None:
        return typed
    words = typed.rest.split()
    marked = [word for word in words if TOPIC.fullmatch(word)]
    if len(marked) != 1:
        return typed
    return replace(typed, rest=" ".join(word for word in words if word not in marked), topic=int(marked[0][1:]))


def _unknown(typed: Typed, heard: Heard, verbs: Sequence[str]) -> Meant | None:
    """In private everything gets an answer; in a room only what looks like one of our words."""
    near = nearest(typed.verb, verbs, 3)
    if heard.is_private and typed.verb in GREETINGS:
        return Meant(Help())
    if heard.is_private or likeness(typed.verb, near[0]) >= LIKE_A_COMMAND:
        raise Refusal("unknown-command", near=", ".join(near))
    return None


def edited(asked: Asked, origin: Origin, words: str) -> Asked:
    """A new version of a message that had been carried out. It edits the idea it became; a vote counts anew.

    Raises `Refusal` for anything else: a command counts once.
    """
    if isinstance(asked, Spend):
        return asked
    if isinstance(asked, Do) and asked.act is Act.OFFER_IDEA and origin.idea is not None:
        idea = origin.idea
        words = words[len("add ") :] if words.casefold().startswith("add ") else words

        def make(draft: Draft) -> EditIdea:
            return EditIdea(idea, draft.text(words), draft.twin(words, besides=idea))

        return Do(Act.CHANGE_IDEA, make)
    if isinstance(asked, Do | Suggest | Plan | Manage | Link | Forget | ReadIn | ReadTimes | Remind | TurnIntoIdea):
        raise Refusal("edited-once")
    return asked
