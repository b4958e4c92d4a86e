"""One real Synapse for all tests here, and a second with the rate limits every fresh server has."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Login, Synapse
from codesign_matrix.client import Client, connected
from codesign_matrix.device import Account
from codesign_matrix.feed import Feed
from codesign_matrix.records import Batch, Kept, MessageSeen, Record
from codesign_matrix.sending import Sender

Enter = Callable[[], Awaitable[MatrixPerson]]


@pytest.fixture(scope="session")
def synapse() -> Iterator[Synapse]:
    with Synapse() as server:
        yield server


@pytest.fixture(scope="session")
def limited_synapse() -> Iterator[Synapse]:
    with Synapse(limits="default") as server:
        yield server


@pytest.fixture
async def enter(synapse: Synapse) -> AsyncIterator[Enter]:
    """Each call: a new person with an account nobody else uses."""
    async with AsyncExitStack() as stack:

        async def newcomer() -> MatrixPerson:
            login = await synapse.register()
            return await stack.enter_async_context(MatrixPerson(synapse.url, login))

        yield newcomer


@dataclass
class Desk:
    """What a caller of the feed keeps: the records so far, the checkpoint, and what cannot be read yet."""

    records: list[Record] = field(default_factory=list[Record])
    batches: list[Batch] = field(default_factory=list[Batch])
    kept: dict[str, Kept] = field(default_factory=dict[str, Kept])
    since: str | None = None
    failures: list[Exception] = field(default_factory=list[Exception])
    """Raised, one at each commit, before anything is stored."""

    async def commit(self, batch: Batch) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.kept |= {one.key: one for one in batch.keep}
        for key in batch.forget:
            self.kept.pop(key, None)
        self.records += batch.records
        self.batches.append(batch)
        self.since = batch.next_batch

    @property
    def bodies(self) -> list[str]:
        return [record.body for record in self.records if isinstance(record, MessageSeen)]


@dataclass
class Bot:
    """A running bot; `stop` it and start another with the same account and desk to restart it."""

    client: Client
    desk: Desk
    feed: Feed
    sender: Sender
    task: asyncio.Task[None]
    """Running the feed; a test that expects it to end awaits it."""

    async def until(self, is_so: Callable[[], object], *, within_seconds: float = 20) -> None:
        """Waits until the condition holds; ends early if the feed ended."""
        async with asyncio.timeout(within_seconds):
            while not is_so():
                if self.task.done():
                    await self.task
                await asyncio.sleep(0.02)

    async def until_said(self, body: str, *, within_seconds: float = 20) -> MessageSeen:
        await self.until(lambda: body in self.desk.bodies, within_seconds=within_seconds)
        return next(one for one in self.desk.records if isinstance(one, MessageSeen) and one.body == body)

    async def until_in(self, room_id: str) -> None:
        await self.until(lambda: room_id in self.client.rooms)

    async def enter(self, person: MatrixPerson, *, is_encrypted: bool = False, version: str = "11") -> str:
        """A room of `person` in which the bot is."""
        room_id = await person.create_room(
            is_encrypted=is_encrypted, room_version=version, invite=[self.client.user_id]
        )
        await self.sender.join(room_id)
        await self.until_in(room_id)
        return room_id


def _now() -> datetime:
    return datetime.now(UTC)


def _nobody() -> None:
    """Nobody is told."""


class StartBot(Protocol):
    def __call__(
        self,
        account: Account,
        desk: Desk | None = None,
        *,
        timeline: int = 500,
        now: Callable[[], datetime] = _now,
        on_trouble: Callable[[], None] = _nobody,
    ) -> AbstractAsyncContextManager[Bot]: ...


@asynccontextmanager
async def running(
    account: Account,
    desk: Desk | None = None,
    *,
    timeline: int = 500,
    now: Callable[[], datetime] = _now,
    on_trouble: Callable[[], None] = _nobody,
) -> AsyncGenerator[Bot]:
    """A bot that has finished its first sync. Left, it is stopped between two awaits, wherever it stands."""
    mine = desk or Desk()
    async with connected(account) as client:
        feed = Feed(
            client,
            mine.commit,
            now=now,
            since=mine.since,
            kept=mine.kept.values(),
            timeline=timeline,
            on_trouble=on_trouble,
        )
        task = asyncio.ensure_future(feed.run())
        live = asyncio.ensure_future(feed.wait_live())
        try:
            await asyncio.wait({task, live}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                await task
            yield Bot(client, mine, feed, Sender(client), task)
        finally:
            live.cancel()
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task


@pytest.fixture
def start_bot() -> StartBot:
    return running


def account_of(server: Synapse, login: Login, folder: Path) -> Account:
    return Account(
        homeserver=server.url,
        user_id=login.user_id,
        folder=folder,
        pickle_key="a secret of the operator",
        access_token=login.access_token,
        device_id=login.device_id,
    )


NewAccount = Callable[[], Awaitable[Account]]


@pytest.fixture
def new_account(synapse: Synapse, tmp_path: Path) -> NewAccount:
    """Each call: a new account for a bot, with a folder of its own."""

    async def make() -> Account:
        login = await synapse.register()
        return account_of(synapse, login, tmp_path / login.device_id)

    return make


@pytest.fixture
async def bot(new_account: NewAccount) -> AsyncIterator[Bot]:
    async with running(await new_account()) as started:
        yield started


@pytest.fixture
def with_password(synapse: Synapse) -> Callable[[Account, str], Account]:
    """The same account, for an operator who gives a password instead of a token."""
    return lambda account, password: replace(account, access_token=None, device_id=None, password=password)
