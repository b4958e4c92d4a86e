"""What the bot says to one person, read in the order in which it was said, each thing once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from codesign_bot.testing.matrix_person import Json, MatrixPerson

_WORDS = frozenset({"m.text", "m.notice"})


@dataclass(slots=True)
class Inbox:
    """The bot's messages in one room, as one person sees them."""

    client: MatrixPerson
    bot: str
    room: str
    _read: int = 0
    _waiting: deque[Json] = field(default_factory=deque[Json])

    async def new(self) -> list[str]:
        """What has come since."""
        await self.client.sync()
        return [_body(event) for event in self._unread()]

    async def until(self, fits: Callable[[str], bool], reply_to: str = "") -> tuple[str, list[str]]:
        """The first message that fits, and those before it. Waits for ever; those behind it stay unread."""
        before: list[str] = []
        while True:
            for event in self._unread():
                if reply_to not in ("", replies_to(event)):
                    continue
                if fits(_body(event)):
                    return _body(event), before
                before.append(_body(event))
            await self.client.sync(wait_seconds=5)

    async def files(self, count: int) -> dict[str, bytes]:
        """So many files, downloaded, by their names. Waits for ever."""
        while True:
            posts = [one for one in self.client.seen.get(self.room, []) if one["sender"] == self.bot]
            found = [one["content"] for one in posts if one["content"].get("msgtype") == "m.file"]
            if len(found) >= count:
                return {str(one["body"]): await self.client.download(str(one["url"])) for one in found}
            await self.client.sync(wait_seconds=5)

    def _unread(self) -> Iterator[Json]:
        events = self.client.seen.get(self.room, [])
        fresh, self._read = events[self._read :], len(events)
        self._waiting += [one for one in fresh if self._is_said(one)]
        while self._waiting:
            yield self._waiting.popleft()

    def _is_said(self, event: Json) -> bool:
        is_new = "m.new_content" not in event["content"]
        return event["sender"] == self.bot and event["content"].get("msgtype") in _WORDS and is_new


def _body(event: Json) -> str:
    return str(event["content"]["body"])


def replies_to(event: Json) -> str:
    """The message that an event replies to, by its id."""
    relation: Json = event["content"].get("m.relates_to", {})
    return str(relation.get("m.in_reply_to", {}).get("event_id", ""))
