"""Fifty people press send in the same moment, each in an encrypted direct message of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeVar

import pytest

from codesign_bot.testing.synapse import Login, Synapse

from .storm import BALLOTS, dots_in, journal
from .test_encrypted import Sealed, sealed
from .town import IDEAS, IS_LONG, SAVED, Town, template, town, until

pytestmark = [pytest.mark.synapse, pytest.mark.slow, pytest.mark.timeout(400)]

CROWD = 50
AT_ONCE = 6
"""Who open their direct message at the same time: that is not what is shown here."""

T = TypeVar("T")


async def few_at_once(works: Iterable[Awaitable[T]]) -> list[T]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(work: Awaitable[T]) -> T:
        async with gate:
            return await work

    return list(await asyncio.gather(*(one(work) for work in works)))


async def newcomer(made: Town) -> Login:
    """Somebody in the room of the community."""
    one = await made.person()
    await one.client.join(made.room)
    return one.client.login


async def voter(made: Town, folder: Path, stack: AsyncExitStack, login: Login) -> tuple[Sealed, str]:
    """Their client at work, and the id of their direct message, which is encrypted."""
    one = await stack.enter_async_context(sealed(made, folder, login))
    dm = await one.opens()
    assert one.client.rooms[dm].is_encrypted
    return one, dm


@pytest.mark.skipif(not IS_LONG, reason="50 clients that encrypt take a minute: CODESIGN_LONG=1 for this")
async def test_members_whose_clients_encrypt_vote_at_once_and_every_ballot_is_stored_and_answered_once(
    synapse: Synapse, tmp_path: Path
) -> None:
    async with town(synapse, tmp_path / "bot") as made, AsyncExitStack() as stack:
        made.write({"brisk": template(framing=1, confirming=1, ideas=25, sorting=1)})
        made.bot.start()
        await made.hosted("11")
        writers = await made.grows(len(IDEAS))
        # All into the room before any client is at work: each would hear of everybody who comes after.
        logins = await few_at_once(newcomer(made) for _ in range(CROWD))
        everybody = await few_at_once(voter(made, tmp_path, stack, login) for login in logins)
        await made.opened("brisk", writers, made.olga, made.room)
        await made.olga.hears("Tell us your ideas", made.room)
        given = zip(writers, IDEAS, strict=True)
        await asyncio.gather(
            *(one.asks(f"!idea {idea}", "Saved. This is idea") for one, idea in given),
            *(one.asks(dm, "!join", "You are in this round now") for one, dm in everybody),
        )
        assert made.records.phase() == "ideas"
        await until(lambda: made.records.phase() == "voting")
        sent = {one.client.user_id: BALLOTS[number % len(BALLOTS)] for number, (one, _) in enumerate(everybody)}
        votes = [one.asks(dm, f"!vote {sent[one.client.user_id]}", SAVED) for one, dm in everybody]
        answers = await asyncio.gather(*votes)
        assert [dots_in(answer) for answer in answers] == list(sent.values())
        assert journal(made.records) == {account: [ballot] for account, ballot in sent.items()}
        assert made.records.ballots() == sent
        await asyncio.sleep(1)  # time for an answer too many
        assert [sum(SAVED in body for _, body in one.heard) for one, _ in everybody] == [1] * CROWD
        assert made.bot.incidents() == []
