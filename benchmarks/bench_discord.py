"""What a press costs on Discord: our whole bot beside bare discord.py, and what many presses at once come to.

A press on a ballot is made durable, and answered with the ballot drawn anew; the rival only says that it saw the press
on the same ballot, and beside that one on a message with a single button.
Bots are processes of their own, ours as an operator starts it, with SQLite on disk; Discord is our simulator, in this
process, with Discord's own limits. What is compared is the bots' time on the processor, taken in turns.

    python -m benchmarks.bench_discord [--short] [--turns 10] [--people 500]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from benchmarks.bench_latency import process
from benchmarks.discord_vote import IDEAS, PACES, PRESSING, WITHIN_SECONDS, configured, connected, simulated, voting
from codesign_bot.core.state import VoteKind
from codesign_bot.records import Account
from codesign_bot.store.sqlite import reading
from codesign_bot.testing.discord import DiscordServer, Person, acts, posting
from codesign_bot.testing.discord.model import Interaction, Message
from codesign_bot.testing.discord.person import NoAnswer
from codesign_bot.testing.discord.wire import Json, MessageFlag

LIMIT = 2.5
"""The most that a press on a ballot may take of the processor, beside a press that is only acknowledged."""
P99_SECONDS = 1.5
"""Of so many presses at once, until the acknowledgement."""
VOTERS, AT_ONCE = 200, 100
PICK = "Pick an idea to change its dots"
SPREAD = (2, 2, 1)
"""The five dots of each voter."""
TOO_MANY, OLD_EDITS, LATE = 429, 30046, frozenset({10062, 40060})


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many presses at once: seconds until each was acknowledged, in order."""

    asked: int
    seconds: Sequence[float]

    @property
    def p99(self) -> float:
        return quantiles(self.seconds, n=100, method="inclusive")[98]


@dataclass(frozen=True, slots=True)
class Exact:
    """What a real vote came to. `expected` and `stored` are the dots of each idea."""

    expected: Counter[int]
    stored: Counter[int]
    presses: int
    slowed: int
    """Answers 429."""
    old_edits: int
    """Answers 30046: too many edits of an old message."""
    late: int
    """Acknowledgements that came too late."""


def processor_seconds(pid: int) -> float:
    """What a process has used of the processor, its threads included (Linux: the clock of a process by its number)."""
    return time.clock_gettime((~pid << 3) | 2)


@dataclass(slots=True)
class Bot:
    """A bot at work. `message` and `button`: what is pressed on."""

    name: str
    server: DiscordServer
    pid: int
    folder: Path

    async def costs(self, pressed: Sequence[tuple[Person, Message]]) -> float:
        """Seconds of the processor for a press of each person, all that follows from it included."""
        gate = asyncio.Semaphore(PRESSING)

        async def presses(person: Person, message: Message) -> None:
            async with gate:
                await answered(acts.press(self.server.world, person.account, message, enabled(message)[0]))

        await self.server.quiet(0.3)
        began = processor_seconds(self.pid)
        await asyncio.gather(*(presses(person, message) for person, message in pressed))
        await self.server.quiet(0.3)
        return (processor_seconds(self.pid) - began) / len(pressed)


def enabled(message: Message) -> list[Json]:
    """The buttons for dots that can be pressed; of a message without, all."""
    found = [one for row in rows_of(message.components) for one in row["components"] if "custom_id" in one]
    buttons = [one for one in found if one["type"] == 2 and not one.get("disabled")]
    return [one for one in buttons if "vote set" in one["custom_id"]] or buttons


def rows_of(components: Sequence[Json]) -> list[Json]:
    """Every row of buttons, also inside a box."""
    found: list[Json] = []
    for one in components:
        found += [one] if one["type"] == 1 else rows_of(one.get("components", ()))
    return found


async def answered(asked: Interaction) -> None:
    """Once it is acknowledged. Raises `TimeoutError`."""
    async with asyncio.timeout(WITHIN_SECONDS):
        await asked.answered


@asynccontextmanager
async def bare(folder: Path) -> AsyncGenerator[tuple[Bot, list[Person]]]:
    """discord.py alone, and those who press."""
    program = str(Path(__file__).with_name("pressing_bot.py"))
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(simulated())
        command = [program, server.api_base]
        running = await stack.enter_async_context(process(command, folder / "bare.log", server.token))
        await connected(server)
        yield (
            Bot("discord.py, only acknowledged", server, running, folder),
            [server.member(f"P{number}") for number in range(VOTERS)],
        )


def one_button(rival: Bot, people: Sequence[Person]) -> list[tuple[Person, Message]]:
    """The least that can be pressed: a message with one button, for all."""
    button = {"type": 2, "style": 2, "label": "+ More", "custom_id": "x"}
    said = {"content": "x", "components": [{"type": 1, "components": [button]}]}
    message = posting.post(rival.server.world, rival.server.channel, rival.server.world.bot, said, {})
    return [(person, message) for person in people]


def same_ballots(
    rival: Bot, people: Sequence[Person], pressed: Sequence[tuple[Person, Message]]
) -> list[tuple[Person, Message]]:
    """The ballots that people press on with us, for those of the rival: what Discord sends for a press is the same.

    It sends the whole message along with each press, and discord.py makes objects of all of it.
    """
    world, channel = rival.server.world, rival.server.channel
    return [
        (
            person,
            posting.post(
                world,
                channel,
                world.bot,
                {"flags": MessageFlag.COMPONENTS_V2, "components": ballot.components},
                {},
                about=posting.About(seen_only_by=person.account),
            ),
        )
        for person, (_, ballot) in zip(people, pressed, strict=False)
    ]


@asynccontextmanager
async def ours(folder: Path, people: int, *, is_checked: bool = False) -> AsyncGenerator[tuple[Bot, list[Person]]]:
    """Our bot with a vote under way, and its voters. Raises `TimeoutError` where the machine is far too busy for it."""
    for pace in PACES:
        async with _begun(folder / f"ours-{pace}", people, pace, is_checked=is_checked) as begun:
            if begun is not None:
                yield begun
                return
    raise TimeoutError("every step before the vote was over too soon")


@asynccontextmanager
async def _begun(
    folder: Path, people: int, pace: int, *, is_checked: bool
) -> AsyncGenerator[tuple[Bot, list[Person]] | None]:
    """None where the steps before the vote were too short for this machine."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(simulated(is_checked=is_checked))
        config = await asyncio.to_thread(configured, folder, server, people, pace)
        command = ["-m", "codesign_bot", "run", "--config", str(config)]
        running = await stack.enter_async_context(process(command, folder / "log"))
        await connected(server)
        voters = [server.member(f"V{number}") for number in range(people)]
        is_begun = await voting(server, voters)
        yield (Bot("codesign-bot, a vote", server, running, folder), voters) if is_begun else None
    said = (folder / "log").read_text()
    trouble = [line for line in said.splitlines() if "incident" in line or "Traceback" in line]
    assert not trouble, "\n".join(trouble)


async def ballots(bot: Bot, people: Sequence[Person]) -> list[tuple[Person, Message]]:
    """The open ballot of each, with an idea picked on which a dot can be changed."""

    async def opened(one: Person) -> tuple[Person, Message]:
        asked = await one.presses("Vote")
        await bot.server.quiet()
        assert asked.original is not None
        spent = [line for line in one.screen.split("\n") if re.search("[12] dots?$", line)]
        idea = re.findall(r"\d+", spent[-1])[0] if spent else "1"
        picked = await one.chooses(idea, on=asked.original, select=PICK)
        await bot.server.quiet()
        assert picked.original is not None
        return one, picked.original

    return [await opened(one) for one in people]


async def crowd(bot: Bot, pressed: Sequence[tuple[Person, Message]]) -> Crowd:
    """Everybody presses at once."""

    async def timed(person: Person, message: Message) -> float:
        button = enabled(message)[0]
        began = perf_counter()
        await answered(acts.press(bot.server.world, person.account, message, button))
        return perf_counter() - began

    seconds = await asyncio.gather(*(timed(person, message) for person, message in pressed))
    await bot.server.quiet(0.3)
    return Crowd(len(pressed), sorted(seconds))


async def exact(bot: Bot, people: Sequence[Person], store: Path) -> Exact:
    """Everybody puts five dots, one by one, with the command that needs no mouse; a hundred people at once."""
    chance = random.Random(2026)  # noqa: S311 # to be repeated, not to be secret
    gate, expected = asyncio.Semaphore(AT_ONCE), Counter[int]()
    bot.server.records.clear()

    async def votes_of(one: Person) -> None:
        for idea, dots in zip(chance.sample(range(1, IDEAS + 1), len(SPREAD)), SPREAD, strict=True):
            expected[idea] += dots
            for reached in range(1, dots + 1):
                async with gate:
                    with suppress(NoAnswer):  # whoever was answered too late is counted below; their dots are stored
                        await one.types("/vote idea", idea=idea, dots=reached)

    await asyncio.gather(*map(votes_of, people))
    await bot.server.quiet(1.0)
    records = list(bot.server.records)
    return Exact(
        expected,
        await stored(store, {str(one.account.id) for one in people}),
        sum(one.path.endswith("/callback") for one in records),
        sum(one.status == TOO_MANY for one in records),
        sum(one.code == OLD_EDITS for one in records),
        sum(one.code in LATE for one in records),
    )


async def stored(path: Path, accounts: set[str]) -> Counter[int]:
    """The dots of each idea on the ballots of these people, as they lie in the store."""
    found = Counter[int]()
    async with reading(path) as store:
        (vote,) = await store.round_places()
        people = [await store.person(Account("discord", one)) for one in accounts]
        known = {one.id for one in people if one is not None}
        async for ballot in store.ballots(vote.round, VoteKind.VOTE):
            if ballot.person in known:
                found.update({int(idea): dots for idea, dots in ballot.dots})
    return found


def verdicts(costs: dict[str, list[float]], many: Crowd, vote: Exact) -> list[tuple[bool, str]]:
    """What was promised: whether it was kept, and by what figures."""
    (bare_name, bare_costs), (our_name, our_costs), *besides = costs.items()
    ratio = median(our_costs) / median(bare_costs)
    others = "".join(f"; {median(our_costs) / median(those):.2f} of {name}" for name, those in besides)
    return [
        (ratio <= LIMIT, f"{our_name}: {ratio:.2f} of {bare_name} (limit {LIMIT}){others}"),
        (many.p99 < P99_SECONDS, f"{many.asked} presses at once: p99 {many.p99:.2f} s (limit {P99_SECONDS} s)"),
        (vote.late == 0, f"{vote.late} acknowledgements came too late"),
        (vote.expected == vote.stored, f"{vote.expected.total()} dots were given, {vote.stored.total()} are stored"),
        (vote.slowed == 0, f"{vote.presses} answers, {vote.slowed} times 429"),
        (vote.old_edits == 0, f"{vote.old_edits} times 30046"),
    ]


async def main(turns: int, people: int) -> int:
    """Print the figures. Returns 0 where all promises were kept, else 1."""
    with tempfile.TemporaryDirectory(prefix="discord-") as name:
        folder = Path(name)
        async with ours(folder / "exact", VOTERS, is_checked=True) as (bot, voters):
            vote = await exact(bot, voters, bot.folder / "bot.db")
        async with bare(folder) as (rival, its_people), ours(folder, people) as (bot, voters):
            open_ballots = await ballots(bot, voters)
            on_one_button, on_ballots = one_button(rival, its_people), same_ballots(rival, its_people, open_ballots)
            names = (f"{rival.name}, on the same ballot", bot.name, f"{rival.name}, on a message with one button")
            costs: dict[str, list[float]] = {name: [] for name in names}
            for _ in range(turns):
                costs[names[0]].append(await rival.costs(on_ballots))
                costs[names[1]].append(await bot.costs(open_ballots[:VOTERS]))
                costs[names[2]].append(await rival.costs(on_one_button))
            many = await crowd(bot, open_ballots)
    print("| | ms of the processor a press | of the first line |\n|---|---:|---:|")
    for one, seconds in costs.items():
        print(f"| {one} | {median(seconds) * 1000:.2f} | {median(seconds) / median(costs[names[0]]):.2f} |")
    print(f"\n{many.asked} presses at once: p50 {median(many.seconds):.2f} s, p99 {many.p99:.2f} s\n")
    found = verdicts(costs, many, vote)
    for is_kept, words in found:
        print(f"{'Kept' if is_kept else 'NOT KEPT'}: {words}")
    return 0 if all(is_kept for is_kept, _ in found) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a quick look: fewer turns and fewer people")
    parser.add_argument("--turns", type=int, help="of 200 presses for each bot")
    parser.add_argument("--people", type=int, help="how many press at once")
    given = parser.parse_args()
    given_turns = given.turns or (2 if given.short else 10)
    given_people = given.people or (VOTERS if given.short else 500)
    sys.exit(asyncio.run(main(given_turns, given_people)))
