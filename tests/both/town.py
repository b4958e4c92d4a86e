"""One bot on a real homeserver and on the simulated Discord at once, one store, and people on both.

The clock is ours, on both platforms. Matrix dates what people send by its own clock; while the bot is connected that
counts for nothing, and nothing is sent while it is away.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from codesign_bot.core.events import Event
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Round, VoteKind
from codesign_bot.records import Account, Ballot, Entry, Person
from codesign_bot.storage import Store
from codesign_bot.testing.discord.person import Person as Presser
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Login, Synapse
from codesign_matrix.device import Account as Device
from codesign_matrix.invitations import Welcome
from codesign_matrix.platform import MatrixPlatform

from ..discord.town import Town, open_town  # noqa: TID252 - tests are no package
from ..journeys.town import Member, is_edit, said  # noqa: TID252 - as above

GHOSTS = "@ghost_*:localhost"
STEP = "Step: "
"""The line that only the card of a round has."""


@dataclass(slots=True)
class Both:
    """`town` has the bot, its clock and the people on Discord; `members` are those on Matrix, by what we call them.

    With `has_restarts` the bot is taken away, as a crash would, and started again wherever a story pauses.
    """

    town: Town
    synapse: Synapse
    login: Login
    stack: AsyncExitStack
    room: str = ""
    members: dict[str, Member] = field(default_factory=dict[str, Member])
    has_restarts: bool = False
    restarts: int = 0

    # --- people ---------------------------------------------------------------------------------------

    def there(self, name: str, *, may_manage: bool = False) -> Presser:
        """Somebody on Discord."""
        return self.town.person(name, may_manage=may_manage)

    async def here(self, name: str) -> Member:
        """Somebody on Matrix, in the room, with a direct message of their own. Nobody's account tells their name."""
        if name not in self.members:
            self.members[name] = member = await self._arrives()
            if self.room:
                await member.client.join(self.room)
                await member.opens()
        return self.members[name]

    async def ghost(self) -> Member:
        """An account in the room that a bridge has made for somebody elsewhere. It asks the bot into a room of two."""
        ghost = await self._arrives(f"ghost_{secrets.token_hex(4)}")
        await ghost.client.join(self.room)
        ghost.dm = await ghost.client.create_room(invite=[ghost.bot], is_public=False, is_direct=True)
        return ghost

    async def _arrives(self, account: str | None = None) -> Member:
        login = await self.synapse.register(account)
        client = await self.stack.enter_async_context(MatrixPerson(self.synapse.url, login))
        return Member(client, self.login.user_id)

    async def who(self, one: Member | Presser) -> Person:
        """Somebody as the store knows them."""
        found = await self.store.person(account_of(one))
        assert found is not None, "nobody of that account is known"
        return found

    async def is_known(self, one: Member | Presser) -> bool:
        """Whether the account was ever made known."""
        return await self.store.person(account_of(one)) is not None

    # --- the bot --------------------------------------------------------------------------------------

    @property
    def store(self) -> Store:
        """The one store."""
        assert self.town.bot is not None
        return self.town.bot.desk.store

    async def pauses(self) -> None:
        """Between two steps of a story: everything is said, and the bot starts anew where the story wants it."""
        await self.town.quiet()
        if self.has_restarts:
            await self.town.restart()
            self.restarts += 1

    async def state(self) -> Round:
        """The newest round, as the store has it."""
        assert self.town.bot is not None
        loaded = await self.town.bot.desk.rounds.load(list(self.town.book.rounds)[-1])
        assert loaded is not None
        return loaded.state

    async def events(self) -> list[Event]:
        """The record of the newest round."""
        return list(await self.store.events((await self.state()).id))

    async def entries(self) -> list[Entry]:
        """The log of the community."""
        (community,) = self.town.book.communities
        return list(await self.store.entries(community))

    async def ballots(self) -> list[Ballot]:
        """Every ballot with dots on it."""
        state = await self.state()
        return [one async for one in self.store.ballots(state.id, VoteKind.VOTE) if one.dots]

    async def ballot(self, one: Member | Presser) -> dict[int, int]:
        """The dots of somebody, as stored."""
        person = (await self.who(one)).id
        found = [ballot for ballot in await self.ballots() if ballot.person == person]
        assert len(found) < 2, "one person has one ballot"
        return {int(idea): dots for ballot in found for idea, dots in ballot.dots}

    async def reaches(self, phase: Phase) -> None:
        """The step that is on comes to its end, on both platforms, and this one follows."""
        window = (await self.state()).window
        assert window is not None
        await self.town.passes(window.closes - self.town.clock.now())
        assert (await self.state()).phase is phase
        await self.pauses()

    # --- what can be read -----------------------------------------------------------------------------

    async def room_events(self) -> list[dict[str, Any]]:
        """Every message of the bot in the room, oldest first, changes included."""
        return await said(self.members["Olga"].client, self.room, self.login.user_id)

    async def room_says(self) -> list[str]:
        """What the bot said in the room, each message as it reads now."""
        now: dict[str, str] = {}
        for event in await self.room_events():
            content = event["content"]
            if is_edit(event):
                now[content["m.relates_to"]["event_id"]] = content["m.new_content"]["body"]
            else:
                now[event["event_id"]] = content["body"]
        return list(now.values())

    def channel_says(self) -> list[str]:
        """What stands in the channel for everybody, each message as it reads now."""
        messages = self.town.server.channel.messages.values()
        return [shown(one.components) for one in messages if one.seen_only_by is None and not one.content]

    async def cards(self) -> tuple[str, str]:
        """The card of the round in the room and in the channel. Fails unless there is one in each."""
        (here,) = [text for text in await self.room_says() if STEP in text]
        (there,) = [text for text in self.channel_says() if STEP in text]
        return here, there

    async def see(self, *words: str) -> None:
        """Both cards say this, now or in a moment."""
        missing = list(words)
        for _ in range(20):
            if not await self._missing(words):
                return
            await self.town.quiet()
            await asyncio.sleep(0.1)
        missing = await self._missing(words)
        raise AssertionError(f"{missing} is not on both cards:\n" + "\n\n".join(await self.cards()))

    async def _missing(self, words: Iterable[str]) -> list[str]:
        return [text for card in await self.cards() for text in words if text not in card]

    async def rung(self, name: str) -> list[str]:
        """What called for somebody on Matrix, by the homeserver's own word: the ids of the messages."""
        found = await self.members[name].client.request("GET", "/client/v3/notifications", only="highlight")
        return [str(one["event"]["event_id"]) for one in found["notifications"]]


def account_of(one: Member | Presser) -> Account:
    """By what a platform knows somebody."""
    return Account("matrix", one.id) if isinstance(one, Member) else Account("discord", str(one.account.id))


def shown(components: Iterable[Any]) -> str:
    """The words of a message, without its buttons."""
    found: list[str] = []
    for one in components:
        found += [str(one["content"])] if "content" in one else []
        found += [shown(one["components"])] if one.get("components") else []
    return "\n".join(text for text in found if text)


@asynccontextmanager
async def open_both(synapse: Synapse, folder: Path) -> AsyncGenerator[Both]:
    """A bot that is connected to both, with nobody there yet."""
    login = await synapse.register()
    async with AsyncExitStack() as stack, open_town(folder) as town:
        device = Device(synapse.url, login.user_id, folder / "matrix", "a key for tests", login.password)
        welcome = Welcome(allowed=("localhost",))
        town.beside = lambda: [MatrixPlatform(device, town.clock.now, welcome, (GHOSTS,))]
        await town.restart()
        yield Both(town, synapse, login, stack)
