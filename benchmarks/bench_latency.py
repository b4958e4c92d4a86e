"""How long a member waits for an answer: our whole bot beside a bare echo bot on the same homeserver, same run.

The echo bot is aiohttp and a loop: it syncs, and puts a message back. Everything that our bot does more (reading
the rules, three durable writes, rendering, encryption) is in the ratio. Also: fifty people at once, none lost.

    python -m benchmarks.bench_latency [--rounds 60]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from codesign_bot.app import choices, open_platforms, running
from codesign_bot.clock import SystemClock
from codesign_bot.config import Config, MatrixConfig, Secret, StoreConfig
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Synapse

CROWD = 50
PATIENCE = 8
"""Questions by one person: more at once would be a flood, which our bot does not answer."""
LIMIT = 1.5
"""The most that our answer may take of a bare echo's time, at the median."""


async def echo(person: MatrixPerson, name: str) -> None:
    """The bare rival: joins what it is invited to and answers every message."""
    seen: set[str] = set()
    while True:
        await person.sync(wait_seconds=10)
        for room in list(person.invited_to):
            await person.join(room)
        for room, events in person.seen.items():
            for event in events:
                if event["type"] == "m.room.message" and event["sender"] != name and event["event_id"] not in seen:
                    seen.add(event["event_id"])
                    await person.send(room, "echo")


async def round_trip(person: MatrixPerson, room: str, bot: str) -> float:
    """Seconds from sending a message until the answer to it is seen."""
    before = len(person.texts(room, bot))
    started = time.perf_counter()
    await person.send(room, "!help vote")
    while len(person.texts(room, bot)) <= before:
        await person.sync(wait_seconds=10)
    return time.perf_counter() - started


async def opened(person: MatrixPerson, bot: str) -> str:
    """A direct message that the bot has come into and said hello in."""
    room = await person.create_room(invite=[bot], is_public=False, is_direct=True)
    joined = ("m.room.member", bot, "join")
    await person.wait_for(
        room, lambda e: (e["type"], e.get("state_key"), e["content"].get("membership")) == joined, within_seconds=30
    )
    return room


@asynccontextmanager
async def our_bot(folder: Path, synapse: Synapse) -> AsyncIterator[str]:
    """Our bot at work, as an operator would run it. Yields its account."""
    login = await synapse.register("codesign")
    matrix = MatrixConfig(
        synapse.url,
        login.user_id,
        folder / "matrix",
        password=Secret(login.password),
        allow_invites_from=("localhost",),
    )
    config = Config(StoreConfig(folder / "bot.db"), matrix)
    clock = SystemClock()
    async with running(config, choices(config), clock, open_platforms(config, clock)):
        yield login.user_id


@asynccontextmanager
async def echo_bot(synapse: Synapse) -> AsyncIterator[str]:
    """The rival at work. Yields its account."""
    async with MatrixPerson(synapse.url, await synapse.register("echo")) as person:
        task = asyncio.create_task(echo(person, person.user_id))
        try:
            yield person.user_id
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def measured(synapse: Synapse, bots: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Round trips with each bot, taken in turns so that noise falls on both alike."""
    times: dict[str, list[float]] = {name: [] for name in bots}
    for _ in range(-(-rounds // PATIENCE)):
        async with MatrixPerson(synapse.url, await synapse.register()) as person:
            rooms = {name: await opened(person, bot) for name, bot in bots.items()}
            await asyncio.sleep(1)
            await person.sync()
            for _ in range(PATIENCE):
                for name, bot in bots.items():
                    times[name].append(await round_trip(person, rooms[name], bot))
    return times


async def crowd(synapse: Synapse, bot: str) -> tuple[int, float]:
    """Fifty people ask at once. How many were answered, and after how many seconds the last was."""
    async with AsyncExitStack() as stack:
        people = [
            await stack.enter_async_context(MatrixPerson(synapse.url, await synapse.register())) for _ in range(CROWD)
        ]
        rooms = await in_turns([lambda one=one: opened(one, bot) for one in people])
        await asyncio.gather(*(one.sync() for one in people))
        started = time.perf_counter()
        answers = await asyncio.gather(
            *(asked(one, room, bot) for one, room in zip(people, rooms, strict=True)), return_exceptions=True
        )
        return sum(answer is True for answer in answers), time.perf_counter() - started


async def in_turns(makers: list[Callable[[], Awaitable[str]]]) -> list[str]:
    """One after the other: opening rooms is not what is measured."""
    return [await make() for make in makers]


async def asked(person: MatrixPerson, room: str, bot: str) -> bool:
    """Whether the person is answered within a minute."""
    async with asyncio.timeout(60):
        await round_trip(person, room, bot)
    return True


async def main(rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="latency-") as name:
        folder = Path(name)
        async with Synapse(folder / "synapse") as synapse, our_bot(folder, synapse) as ours, echo_bot(synapse) as bare:
            times = await measured(synapse, {"bare echo": bare, "codesign-bot": ours}, rounds)
            answered, last = await crowd(synapse, ours)
    print("| bot | p50 ms | p90 ms | p99 ms |")
    print("|---|---|---|---|")
    for bot, taken in times.items():
        cuts = statistics.quantiles(taken, n=100)
        print(f"| {bot} | {cuts[49] * 1000:.0f} | {cuts[89] * 1000:.0f} | {cuts[98] * 1000:.0f} |")
    ratio = statistics.median(times["codesign-bot"]) / statistics.median(times["bare echo"])
    print(f"\nratio at p50: {ratio:.2f} (limit {LIMIT})")
    print(f"{answered} of {CROWD} at once were answered, the last after {last:.1f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    asyncio.run(main(parser.parse_args().rounds))
