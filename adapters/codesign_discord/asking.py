"""From an interaction to what somebody means by it: words, a form to open, something to look up. Pure.

Field names are Discord's own (interactions, receiving and responding).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, TypeAlias

from codesign_bot.core.words import clean
from codesign_bot.ports import Heard, Offer
from codesign_bot.records import Account, Place
from codesign_discord.commands import COMMANDS
from codesign_discord.custom_ids import Answer, Choose, OfForm, Press, Turned, read
from codesign_discord.declared import SIGN, Command, Opens, Words, line
from codesign_discord.declared import Kind as Option
from codesign_discord.forms import FORMS, filled
from codesign_discord.permissions import MANAGE

PLATFORM = "discord"
Json: TypeAlias = Mapping[str, Any]


class Kind(Enum):
    """Kinds of interactions, by Discord's numbers."""

    COMMAND = 2
    COMPONENT = 3
    LOOK_UP = 4
    FORM = 5


@dataclass(frozen=True, slots=True)
class Interaction:
    """An interaction, as far as it matters here. `data` is Discord's own."""

    id: str
    token: str
    kind: Kind
    user: str
    name: str
    channel: str
    sent_at: datetime
    data: Json
    guild: str | None = None
    parent: str | None = None
    """The channel of a thread."""
    stands_alone: bool = False
    """Whether the thread is a space, or becomes one by this, and is not spoken for by its channel."""
    permissions: int = 0
    app_permissions: int = 0
    is_on_own: bool = False
    """Whether a button was pressed on an answer that only this person sees."""
    pressed_on: str | None = None
    """The message with the button."""
    shown: Sequence[Json] = ()
    """The components of that message, as far as an answer may need them."""
    locale: str = ""
    """The language of their app, by Discord's own codes."""

    @property
    def account(self) -> Account:
        """Who it is."""
        return Account(PLATFORM, self.user)

    @property
    def private(self) -> Place:
        """Where only this person is answered."""
        return only(self.user)

    @property
    def space(self) -> Place:
        """The channel; for a thread its channel, unless it stands alone."""
        return Place(PLATFORM, self.channel if self.parent is None or self.stands_alone else self.parent)


@dataclass(frozen=True, slots=True)
class LooksUp:
    """Somebody is filling in an option and has written so much of it."""

    what: Offer
    begun: str
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class TurnsIntoIdea:
    """Somebody would like a message to become an idea."""

    author: str
    is_bot: bool
    words: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Outdated:
    """A button, a form or a command that means nothing any more."""


Meant: TypeAlias = Words | Opens | LooksUp | TurnsIntoIdea | Turned | Outdated


def only(user: str) -> Place:
    """The place that only this person sees."""
    return Place(PLATFORM, f"user/{user}")


def meant(one: Interaction) -> Meant:
    """What somebody means by an interaction."""
    if one.kind is Kind.COMPONENT:
        return _pressed(one.data)
    if one.kind is Kind.FORM:
        return _sent(one.data)
    if one.data.get("type") == MESSAGE_COMMAND:
        return _turned(one.data)
    path, options = _path(one.data)
    command = COMMANDS.get(path)
    if command is None:
        return Outdated()
    return _looked_up(command, options) if one.kind is Kind.LOOK_UP else _said(command, options, _names(one.data))


MESSAGE_COMMAND = 3
WRITTEN, REPLY = 0, 19
"""Message types of what people write. All others tell of something that happened, such as a pin."""
PLAN = "round plan "
"""What is typed elsewhere to begin the questions of a plan; here they are a form."""
SUBCOMMAND = 1


def _path(data: Json) -> tuple[tuple[str, ...], Sequence[Json]]:
    options: Sequence[Json] = data.get("options", ())
    if options and options[0].get("type") == SUBCOMMAND:
        return (str(data["name"]), str(options[0]["name"])), options[0].get("options", ())
    return (str(data["name"]),), options


def _said(command: Command, options: Sequence[Json], names: Mapping[str, str]) -> Meant:
    given = {str(one["name"]): _value(one, names) for one in options}
    topic = _number(given.get("topic")) if "{topic}" not in command.typed else None
    if not command.form:
        return Words(line(command.typed, given, topic))
    about = next((given[one.name] for one in command.options if one.is_required and one.name in given), "")
    return Opens(FORMS[command.form], topic, about)


def _value(option: Json, names: Mapping[str, str]) -> str:
    """What was given; for a member their number, and how they are called. Nothing for another program."""
    value = str(option["value"])
    if option.get("type") != Option.MEMBER.value:
        return value
    return f"{value} {names[value]}".strip() if value in names else ""


def _names(data: Json) -> Mapping[str, str]:
    """How the people are called that were chosen: here, else anywhere. Discord offers other programs as well."""
    resolved = data.get("resolved", {})
    here = {number: member.get("nick") for number, member in resolved.get("members", {}).items()}
    return {
        number: clean(str(here.get(number) or one.get("global_name") or one.get("username") or "")).replace("\n", " ")
        for number, one in resolved.get("users", {}).items()
        if not one.get("bot")
    }


def _looked_up(command: Command, options: Sequence[Json]) -> LooksUp | Outdated:
    known = {one.name: one.looks_up for one in command.options}
    topic = next((_number(str(one.get("value"))) for one in options if one["name"] == "topic"), None)
    for one in options:
        what = known.get(str(one["name"]))
        if one.get("focused") and what is not None:
            return LooksUp(what, str(one.get("value", "")), None if what is Offer.TOPICS else topic)
    return Outdated()


def _turned(data: Json) -> TurnsIntoIdea | Outdated:
    message = data.get("resolved", {}).get("messages", {}).get(str(data.get("target_id")), {})
    author = message.get("author", {})
    words = clean(str(message.get("content", "")))
    if "id" not in author:
        return Outdated()
    return TurnsIntoIdea(str(author["id"]), not _is_persons(message), words, str(data.get("target_id")))


def _is_persons(message: Json) -> bool:
    """Whether a person wrote it: no application, no webhook such as a bridge, and not Discord itself."""
    author = message.get("author", {})
    is_ours_to_ask = not (author.get("bot") or author.get("system") or message.get("webhook_id"))
    return is_ours_to_ask and message.get("type", WRITTEN) in {WRITTEN, REPLY}


def _pressed(data: Json) -> Meant:
    match read(str(data.get("custom_id", ""))):
        case Turned() as turned:
            return turned
        case Press(typed=typed, topic=topic) if typed.startswith(PLAN):
            return Opens(FORMS["plan"], topic, typed.removeprefix(PLAN))
        case Answer(words=words):
            return Words("", (("", words),))
        case Press(typed=typed, topic=topic):
            return Words(line(typed, {}, topic))
        case Choose(typed=typed, topic=topic):
            chosen = [str(value) for value in data.get("values", ())]
            return Words(line(f"{typed} {chosen[0]}", {}, topic)) if chosen else Outdated()
        case OfForm(form=form, topic=topic, about=about) if form in FORMS:
            return Opens(FORMS[form], topic, about)
        case _:
            return Outdated()


def _sent(data: Json) -> Words | Outdated:
    found = read(str(data.get("custom_id", "")))
    if not isinstance(found, OfForm) or found.form not in FORMS:
        return Outdated()
    return filled(Opens(FORMS[found.form], found.topic, found.about), dict(_values(data)))


def _values(data: Json) -> Iterator[tuple[str, str]]:
    for label in data.get("components", ()):
        inside = label.get("component", {})
        chosen = inside.get("values") or [inside.get("value") or ""]
        yield str(inside.get("custom_id", "")), clean(str(chosen[0]))


def _number(value: str | None) -> int | None:
    return int(value) if value is not None and value.isascii() and value.isdigit() else None


@dataclass(frozen=True, slots=True)
class Near:
    """What the adapter knows besides: the spaces nearby, whether this is one of them, what the bot lacks in it."""

    spaces: tuple[Place, ...] = ()
    is_space: bool = True
    lacks: tuple[str, ...] = ()


def heard(one: Interaction, words: Words, near: Near) -> Heard:
    """The words as the service hears them."""
    text = words.line or words.answers[0][1]
    # An answer to a question of ours stands alone: it is said in private, wherever its form was opened. So is what
    # is said in a channel that is no space, but for what makes it one.
    is_here = near.is_space or text.startswith(f"{SIGN}setup")
    is_private = one.guild is None or not words.line or not is_here
    return Heard(
        account=one.account,
        name=one.name,
        place=one.private if is_private else one.space,
        key=one.id,
        text=clean(text),
        sent_at=one.sent_at,
        is_private=is_private,
        may_manage=bool(one.permissions & MANAGE),
        near=near.spaces,
        lacks=near.lacks,
        answer_at=None if is_private else one.private,
        answers=tuple((name, answer) for name, answer in words.answers if name),
        locale=one.locale,
    )
