"""Asks the author of a message whether they would like to give it as an idea.

Law 1. Only the author is asked, in the direct message; nobody reads there or elsewhere who wished it. Where they take
       none, a word below their message tells how they can give it themselves. It rings nobody and repeats no words.
Law 2. Their words stand in the question to them and nowhere else, so that the form can be filled with them later.
Law 3. A message that is gone by then gives nothing.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, assert_never

from codesign_bot.core.words import LIMITS
from codesign_bot.errors import NotAllowed, PlatformTrouble
from codesign_bot.ports import Reading, Wish
from codesign_bot.records import Account
from codesign_bot.view import Audience, Quote, Quoted, View, say
from codesign_discord import render
from codesign_discord.asking import PLATFORM
from codesign_discord.components import ActionRow, Kind, button, rows
from codesign_discord.custom_ids import Turn, Turned, written
from codesign_discord.declared import Opens
from codesign_discord.escaping import quoted_in
from codesign_discord.forms import FORMS
from codesign_discord.limits import shortened
from codesign_discord.rest import DEFERRED_UPDATE, UPDATE
from codesign_discord.sending import nonce, shown_with
from codesign_discord.waiting import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from codesign_bot.ports import Clock, Host, Voice
    from codesign_bot.records import Place
    from codesign_discord.asking import Interaction, TurnsIntoIdea
    from codesign_discord.rest import Json
    from codesign_discord.sending import Sender
    from codesign_discord.waiting import Waiting

log = logging.getLogger(__name__)

_SAYS = {
    Turn.YES: "button-turn-yes",
    Turn.NO: "button-turn-no",
    Turn.NEVER: "button-turn-never",
    Turn.AGAIN: "button-turn-again",
}


@dataclass(frozen=True, slots=True)
class Turning:
    """Knows nothing that has to survive a restart: what is asked about stands in the buttons."""

    host: Host
    sender: Sender
    clock: Clock
    voices: Mapping[str, Voice]
    voice: Voice
    """The language of whoever acts."""

    async def ask(self, one: Interaction, message: TurnsIntoIdea, near: Sequence[Place]) -> View:
        """Ask the author, if that may be. Returns the answer to whoever wished it. Raises `StoreTrouble`."""
        author = Account(PLATFORM, message.author)
        wish = Wish(one.account, one.name, author, f"{one.channel}/{message.message}", one.id, tuple(near))
        wished = await self.host.wished(wish)
        if wished.question is None:
            return wished.answer
        try:
            voice = self.voices[await self.host.language(author, "", near)]
            await self._question(one, message, wished.question, wished.topic, voice)
        except NotAllowed:
            if not await self._below(one, message):
                return _told("turn-not-reached")
        except PlatformTrouble as trouble:
            log.info("an author was not reached", extra={"action": "turn", "trouble": type(trouble).__name__})
            return _told("turn-not-reached")
        return wished.answer

    async def _question(
        self, one: Interaction, message: TurnsIntoIdea, asked: View, topic: int | None, voice: Voice
    ) -> None:
        first, *rest = asked.blocks
        words = Quote(Quoted(shortened(message.words, LIMITS["idea"])), say("turn-your-words"))
        whole = self._rendered(replace(asked, blocks=(first, words, *rest)), voice)
        about = (one.space.id, one.channel, message.message)
        answers = (
            Turned(Turn.YES, about, topic),
            Turned(Turn.NO, (message.author,)),
            Turned(Turn.NEVER, (message.author,)),
        )
        rest_of_it = self.sender.rest
        channel = await rest_of_it.private_channel(message.author)
        await rest_of_it.create(channel, shown_with(whole, (), _buttons(answers, voice)), _key(message))

    async def _below(self, one: Interaction, message: TurnsIntoIdea) -> bool:
        """A small word below their message, in a space of ours only. Whether it could be said."""
        if not self.host.hosts(one.space):
            return False
        voice = self.voices[await self.host.language(None, "", (one.space,))]
        whole = self._rendered(View(None, (say("turn-question-here"),)), voice)
        answers = (Turned(Turn.NO, (message.author,)), Turned(Turn.NEVER, (message.author,)))
        reply = {"message_reference": {"message_id": message.message, "channel_id": one.channel}}
        try:
            payload = {**shown_with(whole, (), _buttons(answers, voice)), **reply}
            await self.sender.rest.create(one.channel, payload, _key(message))
        except PlatformTrouble as trouble:
            log.info("an author was not reached", extra={"action": "turn", "trouble": type(trouble).__name__})
            return False
        return True

    async def pressed(self, waiting: Waiting, turned: Turned) -> Opens | View | None:
        """What to open or to say for a press; None where it was said already. Raises `StoreTrouble`."""
        one = waiting.interaction
        if turned.turn is not Turn.YES and turned.about != (one.user,):
            return _told("turn-for-author")
        match turned.turn:
            case Turn.YES:
                return await self._form(waiting, turned)
            case Turn.NO:
                return await self._instead(waiting, "turn-no")
            case Turn.NEVER:
                await self.host.never_ask(one.account, is_so=True)
                return await self._instead(waiting, "turn-never", Turned(Turn.AGAIN, (one.user,)))
            case Turn.AGAIN:
                await self.host.never_ask(one.account, is_so=False)
                return await self._instead(waiting, "turn-again")
            case _:
                assert_never(turned.turn)

    async def _form(self, waiting: Waiting, turned: Turned) -> Opens | View | None:
        """The form with their own words, as they stand in the question."""
        one = waiting.interaction
        _, channel, message = turned.about
        if not await self.sender.rest.is_there(channel, message):
            return await self._instead(waiting, "turn-gone")
        words = quoted_in(_texts(one.shown))
        return Opens(FORMS["idea"], turned.topic, values={"words": words})

    async def _instead(self, waiting: Waiting, key: str, *answers: Turned) -> View | None:
        """In the place of the question, where only they see it; in a channel the question goes, and they are told."""
        one, rest = waiting.interaction, self.sender.rest
        whole = shown_with(self._rendered(_told(key), self.voice), (), _buttons(answers, self.voice))
        async with waiting.lock:
            waiting.state = State.ANSWERED
            if one.guild is None or one.is_on_own:
                await rest.respond(one.id, one.token, UPDATE, whole)
                return None
            await rest.respond(one.id, one.token, DEFERRED_UPDATE)
        if one.pressed_on is not None:
            await rest.remove(one.channel, one.pressed_on)
        await self.sender.answer(waiting, [whole])
        return None

    def _rendered(self, view: View, voice: Voice) -> Json:
        (whole,) = render.payloads(view, Reading(voice, {}, self.clock.now()))
        return dict(whole)


def _buttons(answers: Sequence[Turned], voice: Voice) -> list[ActionRow]:
    made = [button(voice.words(_SAYS[one.turn], {}), written(one)) for one in answers]
    return rows(made)


def _told(key: str) -> View:
    return View(None, (say(key),), (), Audience.ONLY_YOU)


def _texts(components: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Everything a message says, in order."""
    for one in components:
        if one.get("type") == Kind.TEXT_DISPLAY:
            yield str(one.get("content", ""))
        yield from _texts(one.get("components", ()))


def _key(message: TurnsIntoIdea) -> str:
    return nonce(f"turn/{message.message}")
