"""How long a member waits for an answer: our whole bot beside bare echo bots on the same homeserver, same run.

Everything that our bot does more (reading the rules, durable writes, rendering, fenced keys) is in the ratio. The
yardstick is an echo bot of aiohttp and a loop in a room that is not encrypted; an echo bot of matrix-nio in an
encrypted room stands beside it, and shows what the encryption itself costs. Bots are processes of their own, ours as
an operator starts it. Also: fifty people at once, none lost.

    python -m benchmarks.bench_latency [--short] [--rounds 168] [--people 50]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from itertools import permutations
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from benchmarks.askers import Asker, PlainAsker, SealedAsker
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Login, Synapse

LIMIT = 1.5
"""The most that our answer may take of the yardstick's time, at the median, encrypted or not."""
CROWD = 50
CROWD_WITHIN_SECONDS = 60.0
OPENING_AT_ONCE = 8
EACH = 8
"""Questions by one person to one bot: more at once would be a flood, which our bot does not answer."""
ROUNDS, SHORT = 168, 21
PAUSE_SECONDS = 0.05
"""Between two questions, so that nobody pays for what the bot asked before still has to do."""
SETTLES_SECONDS = 1.0
QUESTION, ANSWER = "!help vote", "!vote 3:2 7:1"


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of answer that is measured. `answer`: a part of what the bot says to QUESTION."""

    name: str
    bot: str
    answer: str
    is_encrypted: bool
    is_ours: bool


@dataclass(slots=True)
class Times:
    """Seconds. `first`: the first answer of a conversation, for which keys have to be handed out; `later`: the rest."""

    first: list[float] = field(default_factory=list[float])
    later: list[float] = field(default_factory=list[float])

    @property
    def usual(self) -> float:
        return median(self.later)


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many of so many were answered, and the seconds until the last was."""

    asked: int
    answered: int
    seconds: float


@asynccontextmanager
async def process(command: Sequence[str], log: Path, told: str = "") -> AsyncGenerator[int]:
    """A program of ours, ended at the end. Yields its number. Raises RuntimeError, with its last words, if it had ended
    by itself."""
    with log.open("wb") as output:
        running = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdin=asyncio.subprocess.PIPE, stdout=output, stderr=output
        )
        assert running.stdin
        running.stdin.write(f"{told}\n".encode())
        running.stdin.close()
        try:
            yield running.pid
        finally:
            had_ended = running.returncode is not None
            if not had_ended:
                running.terminate()
            await running.wait()
            if had_ended:
                said = await asyncio.to_thread(log.read_text)
                raise RuntimeError(f"{command} ended by itself:\n{said[-2000:]}")


def configured(folder: Path, url: str, login: Login) -> Path:
    """What an operator writes: a configuration, and the password beside it."""
    folder.mkdir()
    secret, config = folder / "password", folder / "config.toml"
    secret.write_text(login.password)
    secret.chmod(0o600)
    config.write_text(
        f'[store]\npath = "bot.db"\n[matrix]\nhomeserver = "{url}"\naccount = "{login.user_id}"\n'
        'directory = "matrix"\npassword_file = "password"\nallow_invites_from = ["localhost"]\n'
    )
    return config


@asynccontextmanager
async def our_bot(folder: Path, synapse: Synapse) -> AsyncGenerator[str]:
    """Our bot at work as an operator runs it, with a device and keys on disk. Yields its account."""
    login = await synapse.register("codesign")
    config = await asyncio.to_thread(configured, folder, synapse.url, login)
    async with process(["-m", "codesign_bot", "run", "--config", str(config)], folder / "log"):
        yield login.user_id
    said = await asyncio.to_thread((folder / "log").read_text)
    trouble = [line for line in said.splitlines() if "incident" in line or "Traceback" in line]
    assert not trouble, "\n".join(trouble)


@asynccontextmanager
async def echo_bot(folder: Path, synapse: Synapse, kind: str) -> AsyncGenerator[str]:
    """A rival at work. Yields its account."""
    login = await synapse.register(f"echo-{kind}")
    await asyncio.to_thread(folder.mkdir)
    program = str(Path(__file__).with_name("echo_bots.py"))
    async with process([program, kind, synapse.url, str(folder)], folder / "log", json.dumps(asdict(login))):
        yield login.user_id


@asynccontextmanager
async def bots(folder: Path, synapse: Synapse) -> AsyncGenerator[list[Lane]]:
    """All of them at work. The yardstick comes first."""
    async with (
        our_bot(folder / "codesign", synapse) as ours,
        echo_bot(folder / "plain", synapse, "plain") as plain,
        echo_bot(folder / "sealed", synapse, "sealed") as sealed,
    ):
        yield [
            Lane("an echo bot of aiohttp, not encrypted", plain, QUESTION, is_encrypted=False, is_ours=False),
            Lane("codesign-bot, not encrypted", ours, ANSWER, is_encrypted=False, is_ours=True),
            Lane("an echo bot of matrix-nio, encrypted", sealed, QUESTION, is_encrypted=True, is_ours=False),
            Lane("codesign-bot, encrypted", ours, ANSWER, is_encrypted=True, is_ours=True),
        ]


async def is_signed(synapse: Synapse, bot: str) -> bool:
    """Whether the bot's account vouches for a device of its own, as strict clients want it."""
    async with MatrixPerson(synapse.url, await synapse.register()) as anybody:
        known = await anybody.request("POST", "/client/v3/keys/query", {"device_keys": {bot: []}})
    signers = [
        signer.removeprefix("ed25519:")
        for device in known["device_keys"].get(bot, {}).values()
        for signer in device["signatures"][bot]
    ]
    signing: dict[str, str] = known.get("self_signing_keys", {}).get(bot, {}).get("keys", {})
    return any(public in signers for public in signing.values())


async def somebody(synapse: Synapse, *, is_encrypted: bool) -> Asker:
    login = await synapse.register()
    return SealedAsker(synapse.url, login) if is_encrypted else PlainAsker(synapse.url, login)


def order(lanes: Sequence[Lane], question: int) -> Sequence[Lane]:
    """In which order they are asked: every order comes once before one comes again."""
    orders = list(permutations(lanes))
    return orders[question % len(orders)]


async def measured(synapse: Synapse, lanes: Sequence[Lane], rounds: int) -> dict[Lane, Times]:
    """Round trips with each bot, taken in turns, so that noise falls on all alike."""
    times = {lane: Times() for lane in lanes}
    for turn in range(-(-rounds // (EACH - 1))):
        async with (
            await somebody(synapse, is_encrypted=False) as open_one,
            await somebody(synapse, is_encrypted=True) as sealed_one,
        ):
            asker = {lane: sealed_one if lane.is_encrypted else open_one for lane in lanes}
            room = {lane: await asker[lane].opens(lane.bot) for lane in lanes}
            await settled([open_one, sealed_one])
            for number in range(EACH):
                for lane in order(lanes, turn * EACH + number):
                    seconds = await asker[lane].asks(room[lane], lane.bot, QUESTION, lane.answer)
                    (times[lane].later if number else times[lane].first).append(seconds)
                    await asyncio.sleep(PAUSE_SECONDS)
    return times


async def settled(people: Sequence[Asker]) -> None:
    """Greetings are read and keys are known: what comes next is an answer."""
    await asyncio.sleep(SETTLES_SECONDS)
    await asyncio.gather(*(one.settles() for one in people))


async def crowd(synapse: Synapse, lane: Lane, size: int, within: float = CROWD_WITHIN_SECONDS) -> Crowd:
    """So many people ask at once, each in a direct message of their own."""
    async with AsyncExitStack() as stack:
        people = [
            await stack.enter_async_context(await somebody(synapse, is_encrypted=lane.is_encrypted))
            for _ in range(size)
        ]
        gate = asyncio.Semaphore(OPENING_AT_ONCE)

        async def opened(one: Asker) -> str:
            async with gate:
                return await one.opens(lane.bot)

        async def is_answered(one: Asker, room: str) -> bool:
            try:
                async with asyncio.timeout(within):
                    await one.asks(room, lane.bot, QUESTION, lane.answer)
            except TimeoutError:
                return False
            return True

        rooms = await asyncio.gather(*(opened(one) for one in people))
        await settled(people)
        started = perf_counter()
        answers = await asyncio.gather(*(is_answered(one, room) for one, room in zip(people, rooms, strict=True)))
        return Crowd(size, sum(answers), perf_counter() - started)


def table(times: Mapping[Lane, Times]) -> str:
    """Milliseconds, with what each takes of the first lane."""
    yardstick = next(iter(times.values())).usual
    lines = [
        "| | p50 ms | p90 ms | p99 ms | of the first line | first answer, p50 ms |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for lane, taken in times.items():
        cuts = [cut * 1000 for cut in quantiles(taken.later, n=100, method="inclusive")]
        figures = f"{taken.usual * 1000:.0f} | {cuts[89]:.0f} | {cuts[98]:.0f} | {taken.usual / yardstick:.2f}"
        lines.append(f"| {lane.name} | {figures} | {median(taken.first) * 1000:.0f} |")
    return "\n".join(lines)


def crowd_table(crowds: Mapping[Lane, Crowd]) -> str:
    lines = ["| so many at once | asked | answered | the last after s |", "|---|---:|---:|---:|"]
    lines += [f"| {lane.name} | {one.asked} | {one.answered} | {one.seconds:.1f} |" for lane, one in crowds.items()]
    return "\n".join(lines)


def verdicts(times: Mapping[Lane, Times], crowds: Mapping[Lane, Crowd]) -> list[tuple[bool, str]]:
    """What was promised: whether it was kept, and by what figures."""
    yardstick, rivals = next(iter(times)), {lane.is_encrypted: lane for lane in times if not lane.is_ours}
    found: list[tuple[bool, str]] = []
    for lane in (lane for lane in times if lane.is_ours):
        ratio = times[lane].usual / times[yardstick].usual
        words = f"{lane.name}: {ratio:.2f} of {yardstick.name} (limit {LIMIT})"
        rival = rivals[lane.is_encrypted]
        if rival != yardstick:
            words += f"; {times[lane].usual / times[rival].usual:.2f} of {rival.name}"
        found.append((ratio <= LIMIT, words))
    for lane in (lane for lane in crowds if lane.is_ours):
        one = crowds[lane]
        found.append((one.answered == one.asked, f"{lane.name}: {one.answered} of {one.asked} at once were answered"))
    return found


async def main(rounds: int, people: int, *, is_short: bool) -> int:
    """Print the tables. Returns 0 where all promises were kept, else 1."""
    logging.getLogger("nio").setLevel(logging.CRITICAL)  # it warns of every device that it meets for the first time
    with tempfile.TemporaryDirectory(prefix="latency-") as name:
        folder = Path(name)
        async with Synapse(folder / "synapse") as synapse, bots(folder, synapse) as lanes:
            times = await measured(synapse, lanes, rounds)
            crowds = {lane: await crowd(synapse, lane, people) for lane in (lanes[-1:] if is_short else lanes)}
            assert await is_signed(synapse, lanes[-1].bot), "our bot's device is not signed"
    print(f"{table(times)}\n\n{crowd_table(crowds)}\n")
    found = verdicts(times, crowds)
    for is_kept, words in found:
        print(f"{'Kept' if is_kept else 'NOT KEPT'}: {words}")
    return 0 if all(is_kept for is_kept, _ in found) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a quick look: fewer questions, one crowd only")
    parser.add_argument("--rounds", type=int, help="how many questions to each bot")
    parser.add_argument("--people", type=int, default=CROWD, help="how many ask at once")
    given = parser.parse_args()
    asked = given.rounds or (SHORT if given.short else ROUNDS)
    sys.exit(asyncio.run(main(asked, given.people, is_short=given.short)))
