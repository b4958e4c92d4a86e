"""What exists in the simulated Discord. Plain state; `World` and its parts change it, `shapes` writes it as JSON."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from codesign_bot.testing.discord.ids import (
    AccountId,
    AttachmentId,
    ChannelId,
    CommandId,
    GuildId,
    InteractionId,
    MessageId,
    RoleId,
)
from codesign_bot.testing.discord.wire import (
    THREADS,
    ChannelKind,
    CommandKind,
    InteractionKind,
    Json,
    MessageFlag,
    MessageKind,
)


@dataclass(slots=True, eq=False)
class Account:
    """A person, our bot, or another bot."""

    id: AccountId
    name: str
    is_bot: bool = False
    is_system: bool = False
    """Discord itself."""
    locale: str = "en-GB"
    takes_private_messages: bool = True
    private: Channel | None = None
    """The direct message with our bot, once somebody opened it."""


@dataclass(slots=True)
class Role:
    id: RoleId
    name: str
    permissions: int
    position: int
    is_mentionable: bool = False


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel grants or takes from a role or a person."""

    allow: int = 0
    deny: int = 0
    is_role: bool = True


@dataclass(slots=True, eq=False)
class Member:
    """An account in a guild."""

    account: Account
    joined_at: datetime
    roles: list[RoleId] = field(default_factory=list[RoleId])
    nick: str | None = None
    is_timed_out: bool = False

    @property
    def shown_name(self) -> str:
        return self.nick or self.account.name


@dataclass(slots=True, eq=False)
class Guild:
    """A server, as people call it. `has_bot`: our bot is a member."""

    id: GuildId
    name: str
    owner: AccountId
    everyone: Role
    locale: str = "en-GB"
    roles: dict[RoleId, Role] = field(default_factory=dict[RoleId, Role])
    members: dict[AccountId, Member] = field(default_factory=dict[AccountId, Member])
    channels: dict[ChannelId, Channel] = field(default_factory=dict[ChannelId, "Channel"])
    """Without threads."""
    threads: dict[ChannelId, Channel] = field(default_factory=dict[ChannelId, "Channel"])
    """Archived ones included."""
    events: dict[int, Json] = field(default_factory=dict[int, Json])
    """Scheduled events, as their JSON."""
    blocked_words: set[str] = field(default_factory=set[str])
    """What AutoMod blocks, in lower case."""
    has_bot: bool = True


@dataclass(slots=True)
class ThreadState:
    owner: AccountId
    is_archived: bool = False
    is_locked: bool = False
    archive_after_minutes: int = 4320
    archived_at: datetime | None = None
    messages_ever: int = 0


@dataclass(slots=True, eq=False)
class Channel:
    """A channel, a thread or a direct message."""

    id: ChannelId
    kind: ChannelKind
    name: str
    made_at: datetime
    guild: Guild | None = None
    parent: Channel | None = None
    topic: str | None = None
    position: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict[int, Overwrite])
    tags: list[Json] = field(default_factory=list[Json])
    needs_tag: bool = False
    applied_tags: list[str] = field(default_factory=list[str])
    people: set[AccountId] = field(default_factory=set[AccountId])
    """Who was added to a thread; who shares a direct message."""
    thread: ThreadState | None = None
    slow_seconds: int = 0
    messages: dict[MessageId, Message] = field(default_factory=dict[MessageId, "Message"])
    """In the order they were sent. Ephemeral ones are kept here too, with the one person who sees them."""
    pins: dict[MessageId, datetime] = field(default_factory=dict[MessageId, datetime])

    @property
    def is_thread(self) -> bool:
        return self.kind in THREADS

    @property
    def is_private(self) -> bool:
        return self.kind is ChannelKind.PRIVATE


@dataclass(slots=True)
class Attachment:
    """A file with a message; `content` is what the simulated content network serves."""

    id: AttachmentId
    filename: str
    content: bytes
    content_type: str
    url: str
    description: str | None = None
    is_ephemeral: bool = False


@dataclass(frozen=True, slots=True)
class Pinged:
    """Who was really notified by a message."""

    people: frozenset[AccountId] = frozenset()
    is_everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.people) or self.is_everyone


@dataclass(slots=True, eq=False)
class Message:
    id: MessageId
    channel: Channel
    author: Account
    sent_at: datetime
    kind: MessageKind = MessageKind.PLAIN
    content: str = ""
    components: list[Json] = field(default_factory=list[Json])
    embeds: list[Json] = field(default_factory=list[Json])
    attachments: list[Attachment] = field(default_factory=list[Attachment])
    flags: int = 0
    edited_at: datetime | None = None
    nonce: str | int | None = None
    reference: Message | None = None
    """The message this one answers; it may have been deleted since."""
    seen_only_by: Account | None = None
    """Ephemeral: for this person alone."""
    interaction: Interaction | None = None
    """What it is an answer to."""
    mentions: list[Account] = field(default_factory=list[Account])
    mentioned_roles: list[RoleId] = field(default_factory=list[RoleId])
    mentions_everyone: bool = False
    pinged: Pinged = field(default_factory=Pinged)
    poll: Json | None = None
    thread: Channel | None = None
    """The thread that was started from it."""
    webhook_name: str | None = None
    """Set where a webhook that is not ours wrote it, as bridges do."""
    edits: int = 0
    is_deleted: bool = False

    @property
    def is_loading(self) -> bool:
        return bool(self.flags & MessageFlag.LOADING)

    @property
    def is_v2(self) -> bool:
        return bool(self.flags & MessageFlag.COMPONENTS_V2)

    @property
    def is_ephemeral(self) -> bool:
        return self.seen_only_by is not None


@dataclass(slots=True)
class Command:
    """A registered command, as it was sent, with what Discord added."""

    id: CommandId
    version: int
    kind: CommandKind
    name: str
    guild: GuildId | None
    body: Json


class Acknowledged(Enum):
    """Where an interaction stands."""

    NOT_YET = "not_yet"
    WITH_MESSAGE = "with_message"
    WITH_UPDATE = "with_update"
    WITH_CHOICES = "with_choices"
    WITH_FORM = "with_form"


@dataclass(slots=True)
class Form:
    """A modal that is open on somebody's screen."""

    title: str
    custom_id: str
    components: list[Json]
    asked_by: Interaction


@dataclass(slots=True, eq=False)
class Interaction:
    """Something a person did that the application must answer: within 3 s, and with its token within 15 minutes."""

    id: InteractionId
    token: str
    kind: InteractionKind
    person: Account
    channel: Channel
    data: Json
    began: float
    """On the monotonic clock of the world."""
    answered: asyncio.Future[Acknowledged]
    name: str = ""
    """The command with its subcommands, where it is one."""
    message: Message | None = None
    """The message that was pressed, or that the form was opened from."""
    target_message: Message | None = None
    target_person: Account | None = None
    opened_by: Interaction | None = None
    """What opened the form that this submits."""
    state: Acknowledged = Acknowledged.NOT_YET
    original: Message | None = None
    """What `@original` means: the first answer, or the message that was updated."""
    choices: list[Json] = field(default_factory=list[Json])
    form: Form | None = None
    is_followed_up: bool = False

    @property
    def guild(self) -> Guild | None:
        return self.channel.guild
