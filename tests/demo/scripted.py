"""People whose homeserver is a list: what they sync was written before, what they send is kept."""

from __future__ import annotations

import asyncio
import io
from collections import deque
from dataclasses import dataclass, field

from codesign_bot.core.phases import Phase
from codesign_bot.demo.pace import Pace
from codesign_bot.demo.people import Member, Scene
from codesign_bot.demo.room import Room
from codesign_bot.messages import FluentVoice, all_voices
from codesign_bot.testing.matrix_person import Json, MatrixPerson
from codesign_bot.testing.synapse import Login

ROOM, DM, BOT = "!room:localhost", "!dm:localhost", "@codesign:localhost"
VOICE: FluentVoice = all_voices()["en"]


def message(words: str, sender: str = BOT, more: Json | None = None) -> Json:
    """A message as a sync brings it; `more` of its content wins."""
    content = {"msgtype": "m.text", "body": words, **(more or {})}
    return {"type": "m.room.message", "sender": sender, "content": content}


@dataclass
class Sent:
    room: str
    words: str


class Scripted(MatrixPerson):
    """`coming` are the events of one sync each, by room; further syncs bring nothing."""

    def __init__(self, name: str = "ben") -> None:
        super().__init__("http://127.0.0.1:1", Login(f"@{name}:localhost", "DEVICE", "token", "password"))
        self.coming: deque[dict[str, list[Json]]] = deque()
        self.sent: list[Sent] = []
        self.answers: dict[str, list[Json]] = {}
        """What the bot says in the direct message, at the next sync, to what was typed."""

    def brings(self, room: str, *events: Json) -> None:
        self.coming.append({room: list(events)})

    async def send(self, room_id: str, body: str, *, reply_to: str = "", txn: str = "") -> str:
        self.sent.append(Sent(room_id, body))
        if body in self.answers:
            self.brings(DM, *self.answers[body])
        return f"$sent{len(self.sent)}"

    async def sync(self, wait_seconds: float = 0) -> Json:
        if not self.coming:
            await asyncio.sleep(0.001 if wait_seconds else 0)
            return {}
        for room, events in self.coming.popleft().items():
            known = self.seen.setdefault(room, [])
            for event in events:
                known.append({"event_id": f"${room}{len(known)}", **event})
        return {}

    async def download(self, mxc: str) -> bytes:
        return mxc.encode()


@dataclass(slots=True)
class Quick(Pace):
    """No silences, and little patience."""

    @property
    def answer_seconds(self) -> float:
        return 0.3

    @property
    def beat_seconds(self) -> float:
        return 0.0


@dataclass
class Stage:
    """A scene with somebody in it, and what is shown of it."""

    scene: Scene
    shown: io.StringIO
    people: dict[str, Member] = field(default_factory=dict[str, Member])

    def member(self, name: str = "Ben", *, dm: bool = True) -> tuple[Member, Scripted]:
        client = Scripted(name.lower())
        one = Member(name, client, self.scene)
        if dm:
            one.has_private(DM)
        self.people[name] = one
        return one, client

    def room(self, cast: tuple[str, ...] = ()) -> tuple[Room, Scripted]:
        eyes = Scripted("olga")
        return Room(eyes, self.scene, cast, {Phase.FRAMING: 14.0, Phase.CONFIRMING: 8.0}), eyes
