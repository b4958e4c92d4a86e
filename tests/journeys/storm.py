"""Votes by the dozen, and what must be true of them: an account of the members' own, kept beside the bot's."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import aiohttp

from codesign_bot.testing.matrix_person import MatrixRefused

from .town import IDEAS, SAVED, Member, Records, Town, said

_LINE = re.compile(r"^(\d+)\. .* (\d+) dots?$", re.MULTILINE)
BALLOTS = tuple(
    " ".join(f"{no}:{dots}" for no, dots in enumerate(given, 1) if dots)
    for given in product(range(3), repeat=len(IDEAS))
    if 1 <= sum(given) <= 3
)
"""Every ballot that the rules allow but the empty one, as the store writes it."""


def dots_in(answer: str) -> str:
    """The ballot that an answer says is saved, as the store writes it."""
    return " ".join(f"{no}:{dots}" for no, dots in _LINE.findall(answer))


@dataclass(slots=True)
class Voter:
    """A member who keeps account: the votes they sent, in order, each with a ballot of its own."""

    member: Member
    number: int
    sent: list[str] = field(default_factory=list[str])
    events: list[str] = field(default_factory=list[str])

    async def votes(self) -> None:
        """One more vote. Tried again where the homeserver is away, as clients do: the same message."""
        ballot = BALLOTS[(self.number * 31 + len(self.sent) * 7) % len(BALLOTS)]
        txn = f"vote-{self.number}-{len(self.sent)}"
        self.sent.append(ballot)
        while True:
            try:
                self.events.append(await self.member.client.send(self.member.dm, f"!vote {ballot}", txn=txn))
                return
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(0.2)
            except MatrixRefused as error:
                if error.code != "M_LIMIT_EXCEEDED":
                    raise
                await asyncio.sleep(float(error.answer.get("retry_after_ms", 1000)) / 1000)

    async def acknowledged(self) -> list[str]:
        """The ballots that the bot has called saved, in the order in which it did, duplicates included."""
        events = await said(self.member.client, self.member.dm, self.member.bot)
        texts = [str(event["content"]["body"]) for event in events]
        return [dots_in(text) for text in texts if SAVED in text]


@dataclass(slots=True)
class Storm:
    """Everybody votes. The account is kept by the members and compared with what the bot stored."""

    town: Town
    voters: list[Voter] = field(init=False)

    def __post_init__(self) -> None:
        self.voters = [Voter(one, number) for number, one in enumerate(self.town.members)]

    @property
    def sent(self) -> int:
        return sum(len(one.sent) for one in self.voters)

    async def gust(self, each: int, pause: Callable[[], float] = lambda: 0.0) -> None:
        """Each sends so many votes, with pauses, and waits for nothing."""

        async def one(voter: Voter) -> None:
            for _ in range(each):
                await asyncio.sleep(pause())
                await voter.votes()

        await asyncio.gather(*(one(voter) for voter in self.voters))

    async def nothing_acknowledged_is_lost(self, records: Records) -> int:
        """What was called saved is stored: as the ballot that stands, or under a later one. How many there were."""
        stored = journal(records)
        total = 0
        for voter in self.voters:
            acknowledged = await voter.acknowledged()
            total += len(acknowledged)
            mine = stored.get(voter.member.id, [])
            assert acknowledged == mine[: len(acknowledged)], f"{voter.member.id}: {acknowledged} not in {mine}"
            assert mine == voter.sent[: len(mine)], f"{voter.member.id}: {mine} is not what was sent: {voter.sent}"
        return total

    async def all_answered(self) -> None:
        """Wait until everybody has as many answers as they sent votes."""
        for voter in self.voters:
            await voter.member.hears_often(len(voter.sent), SAVED)

    async def everything_counts_once(self) -> None:
        """Each vote was stored once and answered once, in order, and the last of each stands."""
        await self.all_answered()
        await asyncio.sleep(0.5)  # time for an answer too many
        assert await self.nothing_acknowledged_is_lost(self.town.records) == self.sent
        standing = self.town.records.ballots()
        assert standing == {one.member.id: one.sent[-1] for one in self.voters}
        for voter in self.voters:
            assert await voter.acknowledged() == voter.sent
        assert self.town.bot.incidents() == []


def journal(records: Records) -> dict[str, list[str]]:
    """Every ballot ever stored, by account, in the order in which they were stored."""
    found: dict[str, list[str]] = {}
    for account, dots in records.rows(
        "SELECT person.account, dots FROM ballot_journal AS one JOIN person ON person.id = one.person ORDER BY one.no"
    ):
        found.setdefault(account, []).append(dots)
    return found


def spread(over: Sequence[float]) -> Callable[[], float]:
    """Pauses in turn, for ever."""

    def endless() -> Iterator[float]:
        while True:
            yield from over

    pauses = endless()
    return lambda: next(pauses)
