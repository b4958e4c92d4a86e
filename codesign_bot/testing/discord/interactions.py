"""The life of an interaction: a person does something, our bot answers once, and may go on for 15 minutes.

Source: docs, "Receiving and Responding".
"""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from codesign_bot.testing.discord import components, posting
from codesign_bot.testing.discord.errors import Code, Fault, Refused
from codesign_bot.testing.discord.ids import InteractionId
from codesign_bot.testing.discord.media import Uploads
from codesign_bot.testing.discord.model import Account, Acknowledged, Channel, Form, Interaction, Message
from codesign_bot.testing.discord.rules import forms
from codesign_bot.testing.discord.rules import messages as rules
from codesign_bot.testing.discord.rules.shapes import ANSWER
from codesign_bot.testing.discord.shapes import interactions as shapes
from codesign_bot.testing.discord.wire import CallbackKind, InteractionKind, Json, MessageFlag, MessageKind, objects
from codesign_bot.testing.discord.world import World

ANSWER_WITHIN_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0
MOST_CHOICES = 25


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person did, before it has an id. See `Interaction`."""

    kind: InteractionKind
    person: Account
    channel: Channel
    data: Json
    name: str = ""
    message: Message | None = None
    target_message: Message | None = None
    target_person: Account | None = None
    opened_by: Interaction | None = None


def ask(world: World, asked: Asked) -> Interaction:
    """Send it to our bot. `answered` of the result is done as soon as it was acknowledged."""
    new = InteractionId(world.ids.next())
    interaction = Interaction(
        id=new,
        token=urlsafe_b64encode(f"interaction:{new}:{asked.person.id}".encode()).decode().rstrip("="),
        kind=asked.kind,
        person=asked.person,
        channel=asked.channel,
        data=asked.data,
        began=world.clock.monotonic(),
        answered=asyncio.get_running_loop().create_future(),
        name=asked.name,
        message=asked.message,
        target_message=asked.target_message,
        target_person=asked.target_person,
        opened_by=asked.opened_by,
    )
    world.interactions[interaction.token] = interaction
    world.emit("INTERACTION_CREATE", interaction.guild, shapes.interaction(world, interaction))
    return interaction


# ------------------------------------------------------------------------------------- the first answer

MAY_ANSWER: Mapping[InteractionKind, frozenset[CallbackKind]] = {
    InteractionKind.COMMAND: frozenset({CallbackKind.MESSAGE, CallbackKind.DEFERRED_MESSAGE, CallbackKind.MODAL}),
    InteractionKind.AUTOCOMPLETE: frozenset({CallbackKind.CHOICES}),
    InteractionKind.COMPONENT: frozenset(set(CallbackKind) - {CallbackKind.CHOICES}),
    InteractionKind.MODAL: frozenset({CallbackKind.MESSAGE, CallbackKind.DEFERRED_MESSAGE}),
}
UPDATES = frozenset({CallbackKind.UPDATE, CallbackKind.DEFERRED_UPDATE})
ACKNOWLEDGES: Mapping[CallbackKind, Acknowledged] = {
    CallbackKind.MESSAGE: Acknowledged.WITH_MESSAGE,
    CallbackKind.DEFERRED_MESSAGE: Acknowledged.WITH_MESSAGE,
    CallbackKind.DEFERRED_UPDATE: Acknowledged.WITH_UPDATE,
    CallbackKind.UPDATE: Acknowledged.WITH_UPDATE,
    CallbackKind.CHOICES: Acknowledged.WITH_CHOICES,
    CallbackKind.MODAL: Acknowledged.WITH_FORM,
}


def may_answer(interaction: Interaction, kind: CallbackKind) -> bool:
    """A form that was opened from a message may update it; a form cannot answer a form."""
    if kind in UPDATES and interaction.kind is InteractionKind.MODAL:
        return interaction.message is not None
    return kind in MAY_ANSWER[interaction.kind]


def answer(world: World, interaction: Interaction, body: Json, uploads: Uploads) -> CallbackKind:
    """The first answer, which must come within 3 s and only once."""
    if interaction.state is not Acknowledged.NOT_YET:
        raise Refused(Code.ALREADY_ACKNOWLEDGED)
    if world.clock.monotonic() - interaction.began > ANSWER_WITHIN_SECONDS:
        raise Refused(Code.UNKNOWN_INTERACTION)
    kind = _kind(interaction, body)
    data: Json = body.get("data") or {}
    _refuse(fault.within("data") for fault in _faults(interaction, kind, data))
    _carry_out(world, interaction, kind, data, uploads)
    interaction.state = ACKNOWLEDGES[kind]
    if not interaction.answered.done():
        interaction.answered.set_result(interaction.state)
    world.stir()
    return kind


def _kind(interaction: Interaction, body: Json) -> CallbackKind:
    given = body.get("type")
    kind = CallbackKind(given) if given in set(CallbackKind) else None
    if kind is None or not may_answer(interaction, kind):
        sentence = "Interaction callback type is invalid for this interaction"
        raise Refused(Code.INVALID_FORM, faults=[Fault(("type",), "INTERACTION_CALLBACK_TYPE_INVALID", sentence)])
    return kind


def _faults(interaction: Interaction, kind: CallbackKind, data: Json) -> Iterable[Fault]:
    match kind:
        case CallbackKind.MESSAGE:
            return rules.check(data, known=ANSWER)
        case CallbackKind.UPDATE:
            return rules.check(data, known=ANSWER, was_v2=bool(interaction.message and interaction.message.is_v2))
        case CallbackKind.DEFERRED_MESSAGE:
            return rules.deferral(data)
        case CallbackKind.MODAL:
            return forms.check(data)
        case CallbackKind.CHOICES:
            return _too_many_choices(data)
        case CallbackKind.DEFERRED_UPDATE:
            return ()


def _too_many_choices(data: Json) -> Iterable[Fault]:
    if len(objects(data.get("choices"))) > MOST_CHOICES:
        yield Fault(("choices",), "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_CHOICES} or fewer in length.")


def _refuse(faults: Iterable[Fault]) -> None:
    found = tuple(faults)
    if found:
        raise Refused(Code.INVALID_FORM, faults=found)


def _carry_out(world: World, interaction: Interaction, kind: CallbackKind, data: Json, uploads: Uploads) -> None:
    match kind:
        case CallbackKind.MESSAGE:
            interaction.original = _reply(world, interaction, data, uploads)
        case CallbackKind.DEFERRED_MESSAGE:
            flags: Json = {"flags": data.get("flags") or 0}
            interaction.original = _reply(world, interaction, flags, {}, is_loading=True)
        case CallbackKind.UPDATE:
            interaction.original = _pressed(interaction)
            posting.edit(world, interaction.original, data, uploads)
        case CallbackKind.DEFERRED_UPDATE:
            interaction.original = _pressed(interaction)
        case CallbackKind.CHOICES:
            interaction.choices = objects(data.get("choices"))
        case CallbackKind.MODAL:
            tree = components.given_back(data["components"], lambda address: {"url": address})
            interaction.form = Form(data["title"], data["custom_id"], tree, interaction)


def _pressed(interaction: Interaction) -> Message:
    if interaction.message is None or interaction.message.is_deleted:
        raise Refused(Code.UNKNOWN_MESSAGE)
    return interaction.message


def _reply(
    world: World, interaction: Interaction, data: Json, uploads: Uploads, *, is_loading: bool = False
) -> Message:
    world.channel(interaction.channel.id)
    about = posting.About(
        kind=_message_kind(interaction),
        interaction=interaction,
        seen_only_by=interaction.person if (data.get("flags") or 0) & MessageFlag.EPHEMERAL else None,
        reference=interaction.message,
        is_loading=is_loading,
    )
    return posting.post(world, interaction.channel, world.bot, data, uploads, about=about)


def _message_kind(interaction: Interaction) -> MessageKind:
    if interaction.message is not None:
        return MessageKind.REPLY
    is_menu = interaction.target_message is not None or interaction.target_person is not None
    return MessageKind.MENU if is_menu else MessageKind.SLASH


# ------------------------------------------------------------------------------------- afterwards


def by_token(world: World, token: str) -> Interaction:
    """The interaction whose webhook this is. Raises UNKNOWN_WEBHOOK before the first answer, and
    INVALID_WEBHOOK_TOKEN after 15 minutes.
    """
    interaction = world.interactions.get(token)
    if interaction is None or interaction.state is Acknowledged.NOT_YET:
        raise Refused(Code.UNKNOWN_WEBHOOK)
    if world.clock.monotonic() - interaction.began > TOKEN_SECONDS:
        raise Refused(Code.INVALID_WEBHOOK_TOKEN)
    return interaction


def follow_up(world: World, interaction: Interaction, body: Json, uploads: Uploads) -> Message:
    """Another message; or, after a deferred one, that one."""
    original = interaction.original
    if original is not None and original.is_loading and not interaction.is_followed_up:
        posting.edit(world, original, body, uploads)
        return original
    world.channel(interaction.channel.id)
    interaction.is_followed_up = True
    about = posting.About(
        kind=MessageKind.REPLY,
        interaction=interaction,
        seen_only_by=interaction.person if (body.get("flags") or 0) & MessageFlag.EPHEMERAL else None,
        reference=original,
    )
    return posting.post(world, interaction.channel, world.bot, body, uploads, about=about)


def message_of(interaction: Interaction, which: str) -> Message:
    """`@original` or the id of a message that was sent with this token. Raises UNKNOWN_MESSAGE."""
    if which == "@original":
        found = interaction.original
    else:
        found = next((one for one in interaction.channel.messages.values() if str(one.id) == which), None)
        if found is not None and found is not interaction.original and found.interaction is not interaction:
            found = None
    if found is None or found.is_deleted:
        raise Refused(Code.UNKNOWN_MESSAGE)
    return found
