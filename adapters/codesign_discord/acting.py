"""What happens when somebody presses, fills in or types a command: it is made durable, and then answered.

Law 1. Commit, then answer: the answer of the service comes through the outbox. What needs no rule is answered at once.
Law 2. Within two seconds something is said, if only that the answer comes.
"""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn, assert_never

from codesign_bot.chance import SystemChance
from codesign_bot.errors import PlatformTrouble, StoreTrouble
from codesign_bot.ports import Question, Reading
from codesign_bot.records import Kept, Place
from codesign_bot.view import Audience, View, say
from codesign_bot.views.greetings import incident
from codesign_discord import permissions, render
from codesign_discord.asking import PLATFORM, Interaction, LooksUp, Meant, Near, Outdated, TurnsIntoIdea, heard, meant
from codesign_discord.components import ActionRow, Button, button, rows
from codesign_discord.custom_ids import Answer, OfForm, Turned, written
from codesign_discord.declared import Opens, Then, Words
from codesign_discord.forms import FORMS
from codesign_discord.limits import MOST_OPTION, shortened
from codesign_discord.modals import modal
from codesign_discord.rest import MODAL, SUGGESTIONS, Json
from codesign_discord.threads import Threads, placed
from codesign_discord.turning import Turning
from codesign_discord.waiting import Interactions, State, Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from codesign_bot.ports import Clock, Host, Voice
    from codesign_bot.view import Say
    from codesign_discord.sending import Sender

log = logging.getLogger(__name__)

DEFER_AFTER = 2.0
"""Seconds until it is said that an answer comes. After three, Discord takes none."""
LOOK_UP_WITHIN = 0.5
"""Seconds until an answer does without knowing which language somebody chose."""
GIVE_UP_AFTER = 60.0
"""Seconds until a "thinking" is ended with a word: nothing may look busy for ever."""
SEEN = "seen/"


@dataclass(slots=True)
class Acting:
    """Deals with interactions. `seen` has the spaces in which each person was met, `channels_of` those of a server."""

    host: Host
    sender: Sender
    interactions: Interactions
    clock: Clock
    voices: Mapping[str, Voice]
    language: str
    """Where nobody's own is known: that of the operator."""
    threads: Threads
    seen: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    channels_of: Callable[[str], Sequence[str]] = tuple
    _watched: asyncio.Queue[tuple[float, Waiting]] = field(default_factory=asyncio.Queue[tuple[float, Waiting]])
    """Each with the instant of the loop at which something has to be said."""

    def _turning(self, waiting: Waiting) -> Turning:
        """Asks authors whether they would give what they wrote as an idea."""
        return Turning(self.host, self.sender, self.clock, self.voices, waiting.voice)

    async def _voice(self, one: Interaction) -> Voice:
        """The language they read in. Whoever waits for the store longer than a breath is answered in their app's."""
        near = (one.space,) if self.host.hosts(one.space) else self._nearby(one)
        language = self.host.language_at_hand(one.account, one.locale, near)
        if language is None:
            try:
                async with asyncio.timeout(LOOK_UP_WITHIN):
                    language = await self.host.language(one.account, one.locale, near)
            except (StoreTrouble, TimeoutError):
                language = one.locale.partition("-")[0]
        return self.voices.get(language) or self.voices[self.language]

    async def serve(self, one: Interaction) -> None:
        """Deal with an interaction. All trouble with it ends here: what was stored stays stored, others go on."""
        since = self.clock.monotonic()
        waiting = self.interactions.add(one, since, await self._voice(one))
        try:
            try:
                await self._do(waiting, meant(one))
            except PlatformTrouble:
                raise
            except Exception:
                code = SystemChance().code()
                log.exception("incident %s", code, extra={"action": "incident", "incident": code})
                await self._show(waiting, incident(code))
        except PlatformTrouble as trouble:
            # Somebody's press came to nothing that they can see; the next one shows how things stand.
            kind = type(trouble).__name__
            log.warning("an interaction could not be answered", extra={"action": "interaction", "trouble": kind})

    async def _do(self, waiting: Waiting, what: Meant) -> None:
        match what:
            case Words():
                await self._say(waiting, what)
            case Opens():
                await self._open(waiting, what)
            case LooksUp():
                await self._offer(waiting, what)
            case TurnsIntoIdea():
                await self._turn(waiting, what)
            case Turned():
                await self._turned(waiting, what)
            case Outdated():
                await self._tell(waiting, say("press-outdated"))
            case _:
                assert_never(what)

    async def _say(self, waiting: Waiting, words: Words) -> None:
        if not words.line and not words.answers:
            await self._tell(waiting, say("form-empty"))
            return
        waiting.interaction = one = placed(waiting.interaction, words.line, self.host)
        waiting.below = below(words.then, waiting.voice)
        self._watch(waiting)
        try:
            near = self._near(one, is_open=bool(words.line))
            await self.host.receive([heard(one, words, near)], self._met(one))
        except StoreTrouble:
            await self._tell(waiting, say("press-not-stored"))
        else:
            await self.threads.settle(one)

    def _watch(self, waiting: Waiting) -> None:
        """Have it looked after by `in_time`. All wait equally long, so one task can look after them in a row."""
        self._watched.put_nowait((asyncio.get_running_loop().time() + DEFER_AFTER, waiting))

    async def in_time(self) -> NoReturn:
        """Nobody waits for more than two seconds without a word. Runs for as long as anybody is served."""
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            while True:
                due, waiting = await self._watched.get()
                if waiting.state is not State.ANSWERED:
                    await asyncio.sleep(due - loop.time())
                if waiting.state is not State.ANSWERED:
                    group.create_task(self._defer(waiting), name="discord: in time")

    async def _defer(self, waiting: Waiting) -> None:
        """Say that the answer comes. Nothing looks busy for ever."""
        try:
            await self.sender.defer(waiting)
            if waiting.state.is_deferred:
                await asyncio.sleep(GIVE_UP_AFTER)
            if waiting.state.is_deferred:
                await self._tell(waiting, say("press-late"))
        except PlatformTrouble as trouble:
            # What is being stored goes on; the answer finds its way by the outbox.
            kind = type(trouble).__name__
            log.info("it could not be said that an answer comes", extra={"action": "defer", "trouble": kind})
        except Exception:
            log.exception("a fault of ours while somebody waits", extra={"action": "defer"})  # others wait here as well

    async def _open(self, waiting: Waiting, opens: Opens) -> None:
        async with waiting.lock:
            await self.sender.respond(waiting, MODAL, modal(opens, waiting.voice))
            waiting.state = State.ANSWERED

    async def _offer(self, waiting: Waiting, looks: LooksUp) -> None:
        one = placed(waiting.interaction, "", self.host)
        near = self._near(one)
        here = (one.space,) if near.is_space else near.spaces
        offered = await self.host.offers(Question(looks.what, one.account, here, looks.begun, looks.topic))
        data: Json = {"choices": [suggestion(typed, words) for typed, words in offered]}
        await self.sender.respond(waiting, SUGGESTIONS, data)

    async def _turn(self, waiting: Waiting, message: TurnsIntoIdea) -> None:
        """One's own message becomes the beginning of an idea; somebody else is asked whether they would give it."""
        if message.is_bot or not message.words:
            await self._tell(waiting, say("turn-no-person" if message.is_bot else "turn-no-words"))
        elif message.author == waiting.interaction.user:
            await self._open(waiting, Opens(FORMS["idea"], values={"words": message.words}))
        else:
            await self._ask(waiting, message)

    async def _ask(self, waiting: Waiting, message: TurnsIntoIdea) -> None:
        one = waiting.interaction
        self._watch(waiting)
        try:
            near = self._near(one)
            spaces = (one.space, *near.spaces) if near.is_space else near.spaces
            view = await self._turning(waiting).ask(one, message, spaces)
        except StoreTrouble:
            await self._tell(waiting, say("press-not-stored"))
        else:
            await self._show(waiting, view)

    async def _turned(self, waiting: Waiting, turned: Turned) -> None:
        """The author has answered. Where they say yes, they were met in the space that the message is about."""
        one = waiting.interaction
        try:
            what = await self._turning(waiting).pressed(waiting, turned)
            if isinstance(what, Opens):
                await self.host.receive((), self._met_in(one.user, Place(PLATFORM, turned.about[0])))
        except StoreTrouble:
            await self._tell(waiting, say("press-not-stored"))
            return
        if isinstance(what, Opens):
            await self._open(waiting, what)
        elif what is not None:
            await self._show(waiting, what)

    async def _tell(self, waiting: Waiting, said: Say) -> None:
        await self._show(waiting, View(None, (said,), (), Audience.ONLY_YOU))

    async def _show(self, waiting: Waiting, view: View) -> None:
        reading = Reading(waiting.voice, {}, self.clock.now())
        await self.sender.answer(waiting, [dict(one) for one in render.payloads(view, reading)])

    def _near(self, one: Interaction, *, is_open: bool = False) -> Near:
        """`is_open`: it is said in the channel, so if that is a space no other can be meant. Servers are large."""
        is_space = self.host.hosts(one.space)
        lacks = (
            permissions.lacks(one.app_permissions, in_thread=one.parent is not None) if one.guild is not None else ()
        )
        spaces = () if is_open and is_space and one.guild is not None else self._nearby(one)
        return Near(spaces, is_space=is_space, lacks=tuple(lacks))

    def _nearby(self, one: Interaction) -> tuple[Place, ...]:
        """The spaces somebody may mean: where they were met, in this server if they speak in one; else all its own."""
        seen = [Place(PLATFORM, channel) for channel in self.seen.get(one.user, ())]
        around = [Place(PLATFORM, channel) for channel in self.channels_of(one.guild)] if one.guild is not None else []
        hosted = [place for place in around if self.host.hosts(place)]
        return tuple([place for place in seen if place in hosted] or hosted or seen)

    def _met(self, one: Interaction) -> list[Kept]:
        """Remember where somebody was met, the first time."""
        return self._met_in(one.user, one.space) if one.guild is not None else []

    def _met_in(self, user: str, space: Place) -> list[Kept]:
        known = self.seen.get(user, ())
        if space.id in known or not self.host.hosts(space):
            return []
        self.seen[user] = known = (*known, space.id)
        return [Kept(PLATFORM, f"{SEEN}{user}", json.dumps(known))]


def below(buttons: Sequence[Then], voice: Voice) -> list[ActionRow]:
    """What can be pressed below an answer; the first stands out."""
    return rows([_button(one, voice, is_first=place == 0) for place, one in enumerate(buttons)])


def _button(one: Then, voice: Voice, *, is_first: bool) -> Button:
    custom_id = written(OfForm(one.form) if one.form else Answer(one.answer))
    return button(voice.words(one.says, {}), custom_id, is_first=is_first)


def seen_of(kept: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Where people were met, as it was kept."""
    return {key.removeprefix(SEEN): tuple(json.loads(one)) for key, one in kept.items() if key.startswith(SEEN)}


def suggestion(typed: str, words: str) -> Json:
    """One suggestion: what it stands for, and as many of the words about it as fit."""
    name = " ".join(f"{typed}: {words}".split()) if words else typed
    return {"name": shortened(name, MOST_OPTION), "value": int(typed) if typed.isdigit() else typed}
