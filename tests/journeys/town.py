"""A town for the tests of the whole: a real homeserver, the real command as a process of its own, and people.

The bot runs as an operator runs it, so it can be ended in every way a process can end. What it stored is read
from its file, and what it said from the homeserver: the bot itself is never asked how it is.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Login, Synapse

SAVED = "Saved. This is your whole ballot."
PATIENCE_SECONDS = 45.0
"""For one answer, on a machine with two cores that does other things as well."""
IDEAS = ("lamps by the pond", "a tea stall", "open air films", "a walking group", "more benches", "a dog run")
"""Six ideas: three dots each, two at most on one, two places."""
HONEST = (
    "1",
    "All of us here, by dots.",
    "1",
    "Nothing at all.",
    "Everything.",
    "1",
    "We do it together with the council.",
    (datetime.now(UTC) + timedelta(days=200)).date().isoformat(),
    "yes",
)

_CONFIG = """
[store]
path = "bot.db"

[matrix]
homeserver = "{url}"
account = "{account}"
directory = "matrix"
password_file = "password"
allow_invites_from = [{allowed}]
bridge_ghosts = ["@ghost_*:localhost"]

[templates]
directory = "templates"

[logging]
json = true
"""

_TEMPLATE = """
is_practice = true
seconders = 1
alone_first = "1 second"
heard_floor = 1
heard_percent = 1
extensions_most = 0
request_window = "{request}"
merge_window = "1 second"
checks = ["1 hour"]
done_confirmations = 1
done_undisputed = "1 hour"

[windows]
framing = "{framing}"
confirming = "{confirming}"
ideas = "{ideas}"
sorting = "{sorting}"
voting = "{voting}"
runoff = "{runoff}"
cooling_off = "{cooling_off}"
feedback = "{feedback}"
"""


def template(**seconds: int) -> str:
    """A template of a practice with these lengths, in seconds; an hour for every step that is not named."""
    steps = ("framing", "confirming", "ideas", "sorting", "voting", "runoff", "cooling_off", "feedback", "request")
    return _TEMPLATE.format(**{step: f"{seconds.get(step, 3600)} seconds" for step in steps})


@dataclass(slots=True)
class Process:
    """`codesign-bot run` in a process of its own; its log goes to a file, one JSON object a line."""

    config: Path
    environment: dict[str, str] = field(default_factory=dict[str, str])
    """Beside that of the tests."""
    _child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    @property
    def status(self) -> int | None:
        """The exit status; None while it runs, or before."""
        return self._child.poll() if self._child is not None else None

    @property
    def log_file(self) -> Path:
        return self.config.with_name("bot.log")

    def start(self) -> None:
        with self.log_file.open("ab") as log:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "codesign_bot", "run", "--config", str(self.config)],
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
            )

    def kill(self) -> None:
        """SIGKILL: nothing is tidied up."""
        assert self.is_running, f"the bot had ended by itself:\n{self.log()[-2000:]}"
        self._end(signal.SIGKILL)

    def stop(self, within_seconds: float = 10) -> int:
        """SIGTERM, as a service manager ends it. Returns the exit status."""
        assert self.is_running, f"the bot had ended by itself:\n{self.log()[-2000:]}"
        return self._end(signal.SIGTERM, within_seconds)

    def clear(self) -> None:
        """At the end of a test, whatever became of it."""
        if self.is_running:
            self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals, within_seconds: float = 10) -> int:
        assert self._child is not None
        self._child.send_signal(number)
        return self._child.wait(within_seconds)

    def log(self) -> str:
        return self.log_file.read_text() if self.log_file.exists() else ""

    def incidents(self) -> list[str]:
        """What went wrong that nobody foresaw, and every traceback: there should be none."""
        return [line for line in self.log().splitlines() if "incident" in line or "Traceback" in line]


@dataclass(slots=True)
class Records:
    """What the bot stored, read from its file by plain sqlite3."""

    path: Path

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows as they are committed now."""
        with tempfile.TemporaryDirectory() as folder:
            # A copy: to look into the file itself could change it, and hide what a crash left behind.
            for part in self.path.parent.glob(f"{self.path.name}*"):
                if not part.name.endswith(("-shm", ".lock")) and part.is_file():
                    shutil.copy(part, folder)
            with closing(sqlite3.connect(Path(folder) / self.path.name)) as connection:
                return connection.execute(question, values).fetchall()

    def now(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows as a second reader sees them while the bot is at work."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=10)) as connection:
            return connection.execute(question, values).fetchall()

    def ballots(self) -> dict[str, str]:
        """The ballot of everybody as it stands, by account."""
        return dict(
            self.now(
                "SELECT person.account, ballot.dots FROM ballot JOIN person ON person.id = ballot.person"
                " WHERE vote_kind = 'vote'"
            )
        )

    def phase(self) -> str:
        return str(self.now("SELECT phase FROM round_place ORDER BY no DESC LIMIT 1")[0][0])


@dataclass(slots=True)
class Member:
    """Somebody with an ordinary client. `dm`: the direct message they opened with the bot, or ""."""

    client: MatrixPerson
    bot: str
    dm: str = ""

    @property
    def id(self) -> str:
        return self.client.user_id

    async def opens(self, *, is_encrypted: bool = False) -> None:
        """A direct message with the bot; returns when it has said hello there."""
        self.dm = await self.client.create_room(
            invite=[self.bot], is_public=False, is_direct=True, is_encrypted=is_encrypted
        )
        await self.hears("Hello")

    async def says(self, text: str, room: str = "") -> str:
        return await self.client.send(room or self.dm, text)

    async def hears(self, part: str, room: str = "") -> str:
        """The first message of the bot with these words, said already or still to come."""
        return await self.hears_often(1, part, room)

    async def hears_often(self, times: int, part: str, room: str = "", within: float = PATIENCE_SECONDS) -> str:
        """Returns the last of so many messages of the bot with these words."""
        found: list[str] = []
        place = room or self.dm
        try:
            async with asyncio.timeout(within):
                while len(found) < times:
                    await self.client.sync(wait_seconds=0 if not self.client.seen.get(place) else 2)
                    found = [text for text in self.client.texts(place, self.bot) if part in text]
        except TimeoutError:
            said = "\n".join(f"  {text[:100]!r}" for text in self.client.texts(place, self.bot))
            raise AssertionError(
                f"{self.id} heard {part!r} {len(found)} times, not {times}; heard was:\n{said}"
            ) from None
        return found[times - 1]

    async def asks(self, text: str, part: str, room: str = "") -> str:
        """Say it, and wait for one more message of the bot with these words than before."""
        await self.client.sync()
        before = len([one for one in self.client.texts(room or self.dm, self.bot) if part in one])
        await self.says(text, room)
        return await self.hears_often(before + 1, part, room)

    async def heard(self, room: str = "") -> list[str]:
        """Everything the bot has said there so far."""
        await self.client.sync()
        return self.client.texts(room or self.dm, self.bot)


async def said(member: MatrixPerson, room: str, sender: str) -> list[dict[str, Any]]:
    """Every message of somebody in a room, oldest first, edits included, from the whole history."""
    found: list[dict[str, Any]] = []
    query = {"dir": "b", "limit": "500"}
    while True:
        page = await member.request("GET", f"/client/v3/rooms/{quote(room)}/messages", **query)
        found += [one for one in page["chunk"] if one["sender"] == sender and one["type"] == "m.room.message"]
        if "end" not in page or not page["chunk"]:
            return [one for one in reversed(found) if "body" in one["content"]]
        query["from"] = str(page["end"])


def is_edit(event: dict[str, Any]) -> bool:
    return bool(event["content"].get("m.relates_to", {}).get("rel_type") == "m.replace")


@dataclass(slots=True)
class Town:
    """One bot on one homeserver. `people` have accounts; who is in `members` is in the room, with a direct message."""

    synapse: Synapse
    login: Login
    folder: Path
    stack: AsyncExitStack
    bot: Process = field(init=False)
    records: Records = field(init=False)
    olga: Member = field(init=False)
    room: str = ""
    members: list[Member] = field(default_factory=list[Member])

    def __post_init__(self) -> None:
        self.bot = Process(self.folder / "config.toml")
        self.records = Records(self.folder / "bot.db")

    @property
    def name(self) -> str:
        return self.login.user_id

    def write(self, templates: dict[str, str], allowed: Sequence[str] = ("localhost",)) -> None:
        """What an operator writes: the configuration, the password beside it, templates."""
        (self.folder / "templates").mkdir(parents=True, exist_ok=True)
        for name, text in templates.items():
            (self.folder / "templates" / f"{name}.toml").write_text(text)
        secret = self.folder / "password"
        secret.write_text(self.login.password)
        secret.chmod(0o600)
        names = ", ".join(json.dumps(name) for name in allowed)
        config = _CONFIG.format(url=self.synapse.url, account=self.name, allowed=names)
        self.bot.config.write_text(config)

    async def person(self, name: str | None = None) -> Member:
        """Somebody new, who is nowhere yet."""
        login = await self.synapse.register(name)
        client = await self.stack.enter_async_context(MatrixPerson(self.synapse.url, login))
        return Member(client, self.name)

    async def hosted(self, room_version: str | None = None) -> None:
        """Olga's room is a community now."""
        self.olga = await self.person()
        self.room = await self.founded(self.olga, room_version)

    async def founded(self, olga: Member, room_version: str | None = None) -> str:
        """A room of somebody, which is a community now."""
        place = await olga.client.create_room("Riverside", room_version=room_version)
        await olga.client.invite(place, self.name)
        await olga.hears("Nobody has set up a community here yet", place)
        await olga.asks("!setup Riverside", "This is now the community", place)
        return place

    async def grows(self, count: int) -> list[Member]:
        """So many more members, each with a direct message of their own."""
        new = [await self.person() for _ in range(count)]
        for some in batched(new, 4):
            await asyncio.gather(*(self.welcomed(one) for one in some))
        self.members += new
        return new

    async def welcomed(self, one: Member, room: str = "") -> None:
        await one.client.join(room or self.room)
        await one.opens()

    async def opened(self, template_name: str, members: Sequence[Member], olga: Member, room: str) -> None:
        """A round is open and everybody is in it."""
        first, second, *others = members
        answer = await first.asks("!topic suggest The park is empty in the evening", "Saved. This is topic")
        topic = answer.split("Saved. This is topic ", 1)[1].split(".", 1)[0]
        if not olga.dm:
            await olga.opens()
        await self.planned(template_name, olga)
        await second.asks(f"!topic second {topic}", "Saved. You seconded")
        await olga.hears("A new step begins", room)
        await asyncio.gather(*(one.asks("!join", "You are in this round now") for one in others))

    async def planned(self, template_name: str, olga: Member) -> None:
        """The five honest answers, one after the other."""
        await olga.asks(f"!round plan {template_name}", "This is part 1 of")
        for number, answer in enumerate(HONEST[:-2], 2):
            await olga.asks(answer, f"This is part {number} of")
        await olga.asks(HONEST[-2], "Is it right?")
        await olga.asks(HONEST[-1], "Saved. The round has a plan now")

    async def voting(self, count: int) -> None:
        """Six ideas, three dots, and so many members who can vote for an hour; the bot is at work."""
        self.write({"brisk": template(framing=1, confirming=1, ideas=10, sorting=1)})
        self.bot.start()
        await self.hosted("11")
        members = await self.grows(count)
        await self.opened("brisk", members, self.olga, self.room)
        await self.olga.hears("Tell us your ideas", self.room)
        given = zip(members, IDEAS, strict=False)
        await asyncio.gather(*(one.asks(f"!idea {idea}", "Saved. This is idea") for one, idea in given))
        await self.olga.hears("You have 3 dots", self.room)
        assert self.records.phase() == "voting"


def batched(many: Sequence[Member], size: int) -> Iterable[Sequence[Member]]:
    return (many[first : first + size] for first in range(0, len(many), size))


@asynccontextmanager
async def town(synapse: Synapse, folder: Path, login: Login | None = None) -> AsyncGenerator[Town]:
    """A bot with an account and a folder; not started. At the end nothing of it runs any more."""
    async with AsyncExitStack() as stack:
        folder.mkdir(parents=True, exist_ok=True)
        made = Town(synapse, login or await synapse.register(), folder, stack)
        stack.callback(made.bot.clear)
        yield made


async def until(is_so: Callable[[], bool], *, within: float = PATIENCE_SECONDS, every: float = 0.1) -> None:
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110 - another process is waited for, and it sends us no event
            await asyncio.sleep(every)


IS_LONG = os.environ.get("CODESIGN_LONG") == "1"
"""The long campaigns: `CODESIGN_LONG=1 make faults`."""
