"""The eyes in the room: what a member sees there is shown as it comes, and steps are noticed as they begin."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from codesign_bot.core.phases import Phase
from codesign_bot.demo.inbox import replies_to
from codesign_bot.demo.people import Scene
from codesign_bot.demo.trouble import DemoTrouble
from codesign_bot.testing.matrix_person import Json, MatrixPerson

_LATE_SECONDS = 60.0
"""A step that has not begun so long after the one before it should have ended will not begin."""

_TELL_FROM_SECONDS = 1.5
"""A shorter wait needs no words."""


@dataclass(frozen=True, slots=True)
class Post:
    """Something the bot said in the room."""

    id: str
    words: str


@dataclass(slots=True)
class Room:
    """Follows the room with a member's eyes. `cast` are the accounts whose words are shown as they are typed."""

    eyes: MatrixPerson
    scene: Scene
    cast: Collection[str]
    lengths: Mapping[Phase, float]
    phase: Phase | None = None
    posts: list[Post] = field(default_factory=list[Post])
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _seen: int = 0
    _steps: int = 0
    _shown: set[str] = field(default_factory=set[str])
    _senders: dict[str, str] = field(default_factory=dict[str, str])
    """Who wrote which message, so that a reply can be shown with the person it is meant for."""

    async def watch(self) -> None:
        """For ever."""
        while True:
            await self.eyes.sync(wait_seconds=10)
            events = self.eyes.seen.get(self.scene.room, [])
            fresh, self._seen = events[self._seen :], len(events)
            for event in fresh:
                if event["type"] == "m.room.message":
                    self._noticed(event)
            async with self._news:
                self._news.notify_all()

    async def until_step(self, *phases: Phase, acts: int = 0) -> Phase:
        """Wait until one of these steps has begun; `acts` is how much the story does in it."""
        left = self.scene.pace.left_seconds
        if left is not None and left > _TELL_FROM_SECONDS and self.phase not in phases:
            self.scene.paper.aside(f"{left:.0f} more seconds in this step")
        names = " or ".join(map(self.scene.phrases.phase, phases))
        limit = _LATE_SECONDS + max(0.0, left or 0.0) / self.scene.pace.scale
        await self._until(lambda: self.phase in phases, limit, f"the step {names} has not begun")
        self.scene.pace.acts_left = acts
        return self.phase or phases[0]

    async def until_said(self, is_it: Callable[[str], object], what: str, limit: float | None = 30.0) -> Post:
        """Wait until the bot has said something in the room for which `is_it` holds. Returns the newest such post.

        Gives up after `limit` seconds of a quiet machine; None: never.
        """
        await self._until(lambda: any(is_it(one.words) for one in self.posts), limit, f"the bot has not said {what}")
        return next(one for one in reversed(self.posts) if is_it(one.words))

    def goes_on(self, phase: Phase, share: float, acts: int) -> None:
        """The step that would have ended goes on, by this share of its length; so many acts are still to come."""
        self.scene.pace.begin(self.lengths[phase] * share * self.scene.pace.scale)
        self.scene.pace.acts_left = acts

    def begins_anew(self, lengths: Mapping[Phase, float]) -> None:
        """Steps that begin now are those of the next round. What was said until now is no news any more."""
        self.lengths, self._steps, self.phase = lengths, 0, None
        self.posts.clear()

    def await_others(self) -> None:
        """The script is over: steps that begin now are those of visitors, as long as the visitors want."""
        self.lengths, self._steps = {}, 0

    async def until_bot_is_in(self) -> None:
        """Wait until the bot has followed its invitation."""
        wanted = ("m.room.member", self.scene.bot, "join")

        def is_in() -> bool:
            changes = [one for one in self.eyes.seen.get(self.scene.room, []) if "state_key" in one]
            return wanted in {(one["type"], one["state_key"], one["content"].get("membership")) for one in changes}

        await self._until(is_in, _LATE_SECONDS, "the bot has not come into the room")

    async def _until(self, is_so: Callable[[], bool], limit: float | None, trouble: str) -> None:
        seconds = None if limit is None else limit * self.scene.pace.scale
        try:
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(is_so)
        except TimeoutError:
            raise DemoTrouble(f"The demo gives up after {seconds:.0f} seconds: {trouble}.") from None

    def _noticed(self, event: Json) -> None:
        content: Json = event["content"]
        words, sender = str(content.get("body", "")), str(event["sender"])
        if sender != self.scene.bot:
            self._senders[str(event["event_id"])] = _name(sender).capitalize() if sender in self.cast else _name(sender)
            if sender not in self.cast and words:
                self.scene.paper.typed(_name(sender), words)
        elif replies_to(event):
            self.scene.paper.reply(self._senders.get(replies_to(event), "somebody"), self.scene.phrases.brief(words))
        elif "m.new_content" not in content:  # the card is edited in its place; a step is told in words as well
            self._said(Post(str(event["event_id"]), words))

    def _said(self, post: Post) -> None:
        self.posts.append(post)
        phase = self.scene.phrases.step(post.words)
        if phase is not None:
            self._begin(phase)
        self.scene.paper.room(self._fresh(post.words))

    def _begin(self, phase: Phase) -> None:
        self.phase = phase
        self._steps += 1
        self._shown.clear()
        length = self.lengths.get(phase)
        seconds = None if length is None else length * self.scene.pace.scale
        self.scene.pace.begin(seconds)
        time = "" if seconds is None else f", for {seconds:.0f} seconds"
        self.scene.paper.chapter(f"Step {self._steps}: {self.scene.phrases.phase(phase)}{time}")

    def _fresh(self, words: str) -> str:
        """The message without the line above it that was shown in this chapter already."""
        bare = self.scene.phrases.without_heading(words)
        heading = words.removesuffix(bare)
        if heading in self._shown:
            return bare
        self._shown.add(heading)
        return words


def _name(account: str) -> str:
    return account.split(":", 1)[0].removeprefix("@")
