"""What is seen of a round on the way, put on shelves: cards, announcements, notices, answers and refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from codesign_bot.core.commands import Command, Text
from codesign_bot.core.ids import ContentId
from codesign_bot.core.reminding import reminders
from codesign_bot.core.state import Round
from codesign_bot.testing.build import Life, content, text
from codesign_bot.view import View
from codesign_bot.views.announce import announcements
from codesign_bot.views.answers import answer
from codesign_bot.views.card import card
from codesign_bot.views.notices import notices
from codesign_bot.views.refusals import refused
from codesign_bot.views.reminders import Open, digest

SHELVES = ("cards", "announcements", "notices", "answers", "refusals", "lists", "greetings", "reminders")

STOCK = (
    "The bins by the school",
    "We all decide together.",
    "The budget is fixed.",
    "Everything else is open.",
    "We do it together in summer.",
    "The bins by the school gate overflow every Friday.",
)
"""What the builders say by themselves."""


@dataclass(slots=True)
class Story:
    """A round with its words, and what was seen on the way: by title, with the instant it was seen."""

    life: Life = field(default_factory=Life)
    words: dict[ContentId, str | None] = field(default_factory=lambda: {content(words).id: words for words in STOCK})
    seen: dict[str, dict[str, tuple[View, datetime]]] = field(
        default_factory=dict[str, dict[str, tuple[View, datetime]]]
    )
    told: int = 0

    @property
    def state(self) -> Round:
        return self.life.state

    def text(self, words: str) -> Text:
        """Words that are kept."""
        self.words[content(words).id] = words
        return text(words)

    def see(self, shelf: str, title: str, view: View) -> None:
        self.seen.setdefault(shelf, {})[f"{len(self.seen.get(shelf, {})) + 1}. {title}"] = (
            view,
            self.life.now,
        )

    def card(self) -> None:
        self.see("cards", self.state.phase.value, card(self.state, self.words, self.life.now))
        left = [Open(self.state, self.words, one) for one in reminders(self.state)]
        if left:
            self.see("reminders", self.state.phase.value, digest(left))

    def do(self, name: str, command: Command, title: str = "") -> None:
        """Act; with a title, the answer is looked at. Announcements and notices always are."""
        before = self.state
        events = self.life.do(name, command)
        if title:
            self.see("answers", title, answer(before, events, self.state, self.words, self.life.now))
        self.follow()

    def end_step(self) -> None:
        self.life.end_step()
        self.follow()

    def wait(self, days: float) -> None:
        self.life.wait(days=days)
        self.follow()

    def refuse(self, name: str, command: Command, typed: str) -> None:
        refusal = self.life.refused(name, command)
        self.see("refusals", f"{name}: {typed} ({refusal.key})", refused(refusal, typed, None, self.state))

    def follow(self) -> None:
        """Look at everything that was said since the last time."""
        for chapter in self.life.chapters[self.told :]:
            for event in chapter.events:
                name = type(event).__name__
                for view in announcements(chapter.before, event, chapter.after, self.words):
                    self.see("announcements", name, view)
                for person, view in notices(event, chapter.after, self.words):
                    self.see("notices", f"{name}, to {person}", view)
        self.told = len(self.life.chapters)
