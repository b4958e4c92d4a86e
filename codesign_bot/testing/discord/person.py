"""Somebody in the simulated Discord. Reads like a story: she types, presses, fills in, and sees."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from codesign_bot.testing.discord import acts, finding, forms, interactions, places, posting, typed
from codesign_bot.testing.discord.finding import NotThere
from codesign_bot.testing.discord.forms import Value
from codesign_bot.testing.discord.ids import AttachmentId
from codesign_bot.testing.discord.media import Upload
from codesign_bot.testing.discord.model import (
    Account,
    Acknowledged,
    Attachment,
    Channel,
    Form,
    Interaction,
    Message,
)
from codesign_bot.testing.discord.permissions import May
from codesign_bot.testing.discord.shapes import messages as shapes
from codesign_bot.testing.discord.show import page, text
from codesign_bot.testing.discord.typed import Given, NotOffered
from codesign_bot.testing.discord.wire import CommandKind, ComponentKind, Json, MessageKind, objects

if TYPE_CHECKING:
    from codesign_bot.testing.discord.server import DiscordServer

FAILED = "This interaction failed"
NO_RESPONSE = "The application did not respond"


class NoAnswer(AssertionError):
    """Our bot did not acknowledge within 3 s."""


class CannotDo(AssertionError):
    """The app would not let this person do that."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A suggestion while typing."""

    name: str
    value: str | int | float


@dataclass(frozen=True, slots=True)
class Pick:
    """As an option of `types`: let the bot suggest, then take the first suggestion that contains `said`."""

    said: str


Option: TypeAlias = "Given | Pick | Person"


class Person:
    """Looks at one channel at a time. Each act waits until our bot has acknowledged it, and returns the interaction."""

    def __init__(self, server: DiscordServer, account: Account, channel: Channel) -> None:
        self._server = server
        self.account = account
        self.channel = channel
        self.form: Form | None = None
        """What is open on the screen."""
        self.notices: list[str] = []
        """What the app complained of."""

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def mention(self) -> str:
        return f"<@{self.account.id}>"

    def goes_to(self, channel: Channel) -> None:
        """Look at another channel. What was open stays open."""
        self.channel = channel

    def opens_private(self) -> Channel:
        """Open the direct message with our bot, and look at it."""
        self.channel = places.private_with_bot(self._server.world, self.account)
        return self.channel

    # -------------------------------------------------------------------------------- seeing

    @property
    def screen(self) -> str:
        """Everything this person sees there, as text."""
        return text.screen(self._server.world, self.account, self.channel, self.form, self.notices)

    def page(self, *, refresh_seconds: int | None = None) -> str:
        """The same as an HTML document, to be shown or photographed."""
        world = self._server.world
        return page.page(
            world,
            self.account,
            self.channel,
            form=self.form,
            notices=self.notices,
            refresh_seconds=refresh_seconds,
        )

    @property
    def messages(self) -> list[Message]:
        """The messages this person sees there, oldest first."""
        return text.visible(self._server.world, self.account, self.channel)

    async def sees(self, *words: str) -> None:
        """Return once all of these stand on the screen. Fails after the patience of the server."""
        try:
            async with asyncio.timeout(self._server.patience_seconds):
                while self._misses(words):
                    await self._server.world.stirs()
        except TimeoutError:
            raise NotThere(f"{self.name} does not see {self._misses(words)}, but:\n{self.screen}") from None

    def _misses(self, words: Iterable[str]) -> list[str]:
        screen = self.screen
        return [one for one in words if one not in screen]

    async def sees_nothing_of(self, *words: str) -> None:
        """Fail if any of these stands on the screen once our bot has come to rest."""
        await self._server.quiet()
        found = [one for one in words if one in self.screen]
        if found:
            raise NotThere(f"{self.name} sees {found}:\n{self.screen}")

    @property
    def pings(self) -> list[Message]:
        """The messages that notified this person."""
        return [one.message for one in self._server.world.notified if self.account.id in one.people]

    # -------------------------------------------------------------------------------- pressing and choosing

    async def presses(self, label: str, *, beside: str | None = None, on: Message | None = None) -> Interaction:
        """Press the newest button that says this. `beside`: on the line of these words, or first below them."""
        found = finding.buttons(self._server.world, self._looked_at(on), label, beside)
        if not found:
            where = f" beside {beside!r}" if beside else ""
            raise NotThere(f"{self.name} sees no button {label!r}{where}, but:\n{self.screen}")
        message, button = self._usable(found, label)
        return await self._answered(acts.press(self._server.world, self.account, message, button))

    async def chooses(self, *labels: str, select: str | None = None, on: Message | None = None) -> Interaction:
        """Choose these options, by label or value, in the newest select. `select`: its placeholder or custom id."""
        found = finding.selects(self._looked_at(on), select or (labels[0] if labels else None))
        if not found:
            raise NotThere(f"{self.name} sees no select for {select or labels}, but:\n{self.screen}")
        message, one = self._usable(found, select or str(labels))
        values = self._values(one, labels)
        return await self._answered(acts.choose(self._server.world, self.account, message, one, values))

    def _values(self, select: Json, labels: tuple[str, ...]) -> list[str]:
        if not select["min_values"] <= len(labels) <= select["max_values"]:
            raise CannotDo(f"{select['min_values']} to {select['max_values']} can be chosen, not {len(labels)}")
        if select["type"] != ComponentKind.STRING_SELECT:
            return list(labels)
        by_name = {str(one[key]): str(one["value"]) for one in objects(select["options"]) for key in ("value", "label")}
        unknown = [one for one in labels if one not in by_name]
        if unknown:
            raise NotThere(f"the select does not offer {unknown}, but {list(by_name)}")
        return [by_name[one] for one in labels]

    def _looked_at(self, on: Message | None) -> list[Message]:
        if self.form is not None:
            raise CannotDo(f'the form "{self.form.title}" stands in the way; fill it in, or dismiss it')
        return [on] if on is not None else self.messages

    def _usable(self, found: list[finding.Found], told: str) -> finding.Found:
        state = self.channel.thread
        if state and state.is_archived:
            raise CannotDo(f"{told!r} cannot be used: the thread is archived")
        enabled = [one for one in found if not one[1].get("disabled")]
        if not enabled:
            raise CannotDo(f"{told!r} is there, but switched off")
        return enabled[0]

    # -------------------------------------------------------------------------------- forms

    async def fills(self, title: str, values: Mapping[str, Value] | None = None, /, **more: Value) -> Interaction:
        """Fill in the open form of this title and send it in. Fields: by label, its slug, or custom id."""
        form = self.form
        if form is None or form.title != title:
            there = f'"{form.title}"' if form else "none"
            raise NotThere(f'{self.name} has no form "{title}" open, but {there}:\n{self.screen}')
        sent = forms.filled(form, dict(values or {}) | more)
        attachments = {number: self._uploaded(number, file) for number, file in sent.files.items()}
        self.form = None
        try:
            return await self._answered(acts.submit(self._server.world, form, sent.components, attachments))
        except NoAnswer:
            self.form = form  # the app keeps what was typed
            raise

    def _uploaded(self, number: str, file: Upload) -> Json:
        url = f"{self._server.world.url}/attachments/0/{number}/{file.filename}"
        kept = Attachment(AttachmentId(int(number)), file.filename, file.content, "application/octet-stream", url)
        return shapes.attachment(kept)

    def dismisses(self) -> None:
        """Close the open form; our bot hears nothing of it."""
        self.form = None

    # -------------------------------------------------------------------------------- commands

    async def types(self, line: str, values: Mapping[str, Option] | None = None, /, **more: Option) -> Interaction:
        """Run a slash command: `types("/vote", idea=3, dots=2)`. Raises NotOffered for what the app refuses."""
        command = typed.find(self._server.world, self.account, self.channel, line)
        given: dict[str, Given] = {}
        for name, value in (dict(values or {}) | more).items():
            given[name] = await self._given(line, given, name, value)
        return await self._answered(self._run(command, given))

    async def autocompletes(
        self, line: str, values: Mapping[str, Option] | None = None, /, **more: Option
    ) -> list[Choice]:
        """What our bot suggests for the last of these options while it is being typed."""
        command = typed.find(self._server.world, self.account, self.channel, line)
        *_, focused = every = dict(values or {}) | more
        given = {name: _plain(value) for name, value in every.items()}
        asked = await self._answered(self._run(command, given, focused))
        return [Choice(one["name"], one["value"]) for one in asked.choices]

    async def _given(self, line: str, before: Mapping[str, Given], name: str, value: Option) -> Given:
        if not isinstance(value, Pick):
            return _plain(value)
        offered = await self.autocompletes(line, {**before, name: value.said})
        for one in offered:
            if value.said.lower() in one.name.lower():
                return one.value
        raise NotThere(f"nothing like {value.said!r} is suggested, but {[one.name for one in offered]}")

    def _run(self, command: typed.Typed, given: Mapping[str, Given], focused: str | None = None) -> Interaction:
        world = self._server.world
        options = typed.options(world, command, self.channel, given, focused)
        return acts.run(
            world,
            self.account,
            self.channel,
            command.command,
            command.nested(options.values),
            path=command.path,
            things=options.things,
            is_completing=focused is not None,
        )

    async def context_menu(self, name: str, target: Message | Person) -> Interaction:
        """Use a command of the menu of a message or of a person."""
        world = self._server.world
        kind = CommandKind.MESSAGE if isinstance(target, Message) else CommandKind.PERSON
        found = [one for one in typed.offered(world, self.account, self.channel, kind) if one.name == name]
        if not found:
            raise NotOffered(f"{self.name} is not offered {name!r} there")
        if isinstance(target, Message):
            return await self._answered(acts.use_on_message(world, self.account, found[0], target))
        return await self._answered(acts.use_on_person(world, self.account, self.channel, found[0], target.account))

    # -------------------------------------------------------------------------------- writing

    def says(self, words: str, *, reply_to: Message | None = None) -> Message:
        """Write a message there. Raises CannotDo where this person may not."""
        world, thread = self._server.world, self.channel.thread
        needed = May.SEND_MESSAGES_IN_THREADS if thread else May.SEND_MESSAGES
        granted = world.granted(self.account, self.channel)
        if not granted & needed or (thread and thread.is_locked and not granted & May.MANAGE_THREADS):
            raise CannotDo(f"{self.name} may not write in {self.channel.name}")
        about = posting.About(MessageKind.REPLY if reply_to else MessageKind.PLAIN, reference=reply_to)
        message = posting.post(world, self.channel, self.account, {"content": words}, {}, about=about)
        posting.wake(world, self.channel)
        return message

    def edits(self, message: Message, words: str) -> None:
        """Change what this person wrote."""
        if message.author is not self.account:
            raise CannotDo("only their author edits words")
        posting.edit(self._server.world, message, {"content": words}, {})

    def deletes(self, message: Message) -> None:
        """Remove a message: one's own, or, with the right to, anybody's."""
        may = self._server.world.granted(self.account, message.channel) & May.MANAGE_MESSAGES
        if message.author is not self.account and not may:
            raise CannotDo(f"{self.name} may not delete that")
        posting.remove(self._server.world, message)

    # -------------------------------------------------------------------------------- waiting

    async def _answered(self, asked: Interaction) -> Interaction:
        """Wait for the acknowledgement as the app does: 3 s on the clock of the world."""
        if not await self._is_answered(asked):
            self.notices.append(NO_RESPONSE if asked.name else FAILED)
            self._server.world.stir()
            raise NoAnswer(f"nobody answered {self.name} ({asked.kind.name.lower()} {asked.name or asked.data})")
        self.notices.clear()
        if asked.state is Acknowledged.WITH_FORM:
            self.form = asked.form
        return asked

    async def _is_answered(self, asked: Interaction) -> bool:
        clock = self._server.clock
        loop = asyncio.get_running_loop()
        give_up = loop.time() + self._server.patience_seconds
        while not asked.answered.done():
            is_late = clock.monotonic() - asked.began > interactions.ANSWER_WITHIN_SECONDS
            if is_late or loop.time() > give_up or not self._server.gateway.sessions:
                return False
            await asyncio.wait({asked.answered}, timeout=0.1)
        return True


def _plain(value: Option) -> Given:
    if isinstance(value, Person):
        return value.account
    return value.said if isinstance(value, Pick) else value
