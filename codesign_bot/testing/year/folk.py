"""The people of a community: what they type, by the step that they were told is on. Some are clumsy and some cheat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random

from codesign_bot.core.words import clean
from codesign_bot.ports import Heard, PrivateOpened
from codesign_bot.records import Account, Place
from codesign_bot.testing.year.hearsay import Told
from codesign_bot.testing.year.model import Model
from codesign_bot.testing.year.square import Square
from codesign_bot.testing.year.topic import Topic
from codesign_bot.testing.year.wishes import WISHES, nothing

PLANS = (
    "1",
    "We all decide, here, by dots.",
    "2",
    "The money is fixed.",
    "Everything but the money is open.",
    "1",
    "We do it together with the council.",
)
"""What an organiser answers to the questions about a round, but for the day and the last yes."""
ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Europe/Berlin", "UTC", "Etc/GMT+12")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(slots=True)
class Villager:
    """Somebody with an account in a community."""

    name: str
    square: Square
    space: Place
    is_organiser: bool = False
    is_clumsy: bool = False
    cheats: bool = False
    written: int = 0
    last: str = ""

    @property
    def account(self) -> Account:
        """Theirs."""
        return Account(self.square.name, f"@{self.name}")

    @property
    def private(self) -> Place:
        """Their direct message with the bot."""
        return Place(self.square.name, f"dm-{self.name}")

    def heard(self, text: str, *, in_space: bool, presses: bool) -> Heard:
        """What they type, or press, now."""
        self.written += 1
        is_private = not in_space and not presses
        return Heard(
            account=self.account,
            name=self.name,
            place=self.private if is_private else self.space,
            key=f"{self.name}/{self.written}",
            text=clean(text),
            sent_at=self.square.timeline.true(),
            is_private=is_private,
            may_manage=self.is_organiser,
            near=(self.space,) if is_private else (),
            answer_at=self.private if presses else None,
        )


@dataclass(slots=True)
class Village:
    """A community with its people and its spaces. It lives by itself, by what the model was told."""

    name: str
    dice: Random
    model: Model
    spaces: Sequence[Place]
    organiser: Villager
    members: Sequence[Villager]
    templates: Sequence[str]
    gap: timedelta = 2 * DAY
    """The mean time between two things that one person does."""
    is_set_up: bool = False
    is_linked: bool = False
    is_over: bool = False
    """Nobody does anything any more."""
    _words: int = 0

    @property
    def everybody(self) -> tuple[Villager, ...]:
        """All of them."""
        return (self.organiser, *self.members)

    def begins(self) -> None:
        """Everybody opens a direct message and begins to live."""
        for one in self.everybody:
            opened = PrivateOpened(one.account, one.name, one.private, f"{one.name}/open")
            one.square.happens(opened)
            self._lives(one, first=True)

    def _lives(self, one: Villager, *, first: bool = False) -> None:
        gap = self.gap / 2 if one.is_organiser else self.gap
        after = gap * self.dice.expovariate(1.0) * (0.1 if first else 1.0)
        one.square.timeline.after(after, lambda: self._acts(one))

    def _acts(self, one: Villager) -> None:
        if self.is_over:
            return
        self._lives(one)
        if not self.is_set_up:
            if one.is_organiser:
                self.says(one, f"!setup {self.name}", in_space=True)
            return
        if one.is_organiser:
            self._organises(one)
            return
        for text in self._wishes(one):
            self._types(one, text)

    def hears(self, told: Told) -> None:
        """Somebody of this community is told something."""
        if told.fact("setup-done") is not None:
            self.is_set_up = True
        if told.fact("setup-linked") is not None:
            self.is_linked = True
        for action in told.actions:
            whole = told.answers or ""
            if action.startswith("setup link ") and len(self.spaces) > 1:
                other = next(one for one in self.members if one.space == self.spaces[1])
                other.is_organiser = True
                self.says(other, f"!{action}", in_space=True)
                other.is_organiser = False
            if action.startswith("me forget "):
                who = next((one for one in self.everybody if whole.startswith(f"{one.square.name}/{one.name}/")), None)
                if who is not None:
                    self.says(who, f"!{action}")

    # --- how they write -------------------------------------------------------------------------------

    def says(self, one: Villager, text: str, *, in_space: bool = False, presses: bool = False) -> None:
        """They write, in the space or in private."""
        heard = one.heard(text, in_space=in_space, presses=presses)
        self.model.sent(f"{one.square.name}/{heard.key}", one.name, text, heard.sent_at)
        one.last = text
        one.square.happens(heard)

    def _types(self, one: Villager, text: str) -> None:
        if one.is_clumsy and self.dice.random() < 0.15:
            text = self.dice.choice(
                [one.last or "!now", "!vote 1:9 2:9", "!vote 99", "!idea", "!consent", "!vode 1", text]
            )
        is_ballot = text.startswith("!vote")
        presses = self.dice.random() < 0.3
        in_space = not is_ballot and not presses and self.dice.random() < 0.2
        self.says(one, text, in_space=in_space, presses=presses)
        if one.cheats and self.dice.random() < 0.3:  # pressed twice
            self.says(one, text, presses=True)

    def word(self, one: Villager, what: str) -> str:
        """Words that nobody else ever writes."""
        self._words += 1
        return f"{what} {self.name}{self._words}x of {one.name}, for good reasons"

    def _later(self, one: Villager, *texts: str) -> None:
        """One message after the other, a minute apart."""
        for place, text in enumerate(texts):
            one.square.timeline.after(MINUTE * place, partial(self.says, one, text))

    # --- what they want ---------------------------------------------------------------------------------

    def _wishes(self, one: Villager) -> Iterator[str]:
        topic = self.model.newest(self.name)
        if topic is None or topic.is_over or (topic.step == "follow_up" and self.dice.random() < 0.1):
            waits = [t for t in self.model.of(self.name) if t.step == "proposed"]
            if not waits and self.dice.random() < 0.5:
                yield f"!topic suggest {self.word(one, 'Topic')}"
            return
        chance = self.dice.random()
        if chance < 0.04:
            yield self.dice.choice(["!now", "!leave", "!me", "!time more", "!me data", "!rules", "!ideas"])
        elif chance < 0.045:
            yield "!me forget"
        elif chance < 0.50 and topic.requests:
            no = self.dice.choice(sorted(topic.requests))
            is_for = self.dice.random() < 0.92  # one no is enough, and some shall pass
            yield f"!request support {no}" if is_for else f"!request object {no} {self.word(one, 'No')}"
        else:
            yield from WISHES.get(topic.step, nothing)(self, one, topic)

    # --- what an organiser does -----------------------------------------------------------------------

    def _organises(self, one: Villager) -> None:
        if len(self.spaces) > 1 and not self.is_linked and self.dice.random() < 0.5:
            self.says(one, "!setup code", in_space=True)
        for topic in self.model.of(self.name):
            if topic.step == "proposed" and not topic.is_planned:
                self._plans(one, topic)
            elif topic.step == "outcome":
                self._publishes(one, topic)
        newest = self.model.newest(self.name)
        if newest is None:
            if self.dice.random() < 0.2:
                self.says(one, f"!setup zone {self.dice.choice(ZONES)}", in_space=True)
            return
        chance = self.dice.random()
        if chance < 0.04:
            self.says(one, f"!time #{newest.no} give {self.dice.randrange(2, 60)}h {self.word(one, 'Holidays')}")
        elif chance < 0.16:
            self._requests(newest)

    def _requests(self, topic: Topic) -> None:
        """Anybody in the round can ask for something that takes away; some who ask are not in it."""
        one, no, chance = self.dice.choice(self.everybody), topic.no, self.dice.random()
        if one.is_organiser or self.dice.random() < 0.5:
            self.says(one, f"!join #{no}")
        if chance < 0.35:
            self.says(one, f"!request #{no} end {self.word(one, 'We are done')}")
        elif chance < 0.45:
            self.says(one, f"!request #{no} withdraw {self.word(one, 'It is settled')}")
        elif chance < 0.85 or not topic.ideas:
            self.says(one, f"!request #{no} pause {self.dice.randrange(1, 15)} {self.word(one, 'It is harvest')}")
        else:
            self.says(one, f"!request #{no} hide {max(topic.ideas)} {self.word(one, 'It names a neighbour')}")

    def _plans(self, one: Villager, topic: Topic) -> None:
        if self.dice.random() < 0.8:
            day = (one.square.timeline.true() + DAY * self.dice.randrange(20, 200)).date()
            template = self.dice.choice(self.templates)
            self._later(one, f"!round #{topic.no} plan {template}", *PLANS, day.isoformat(), "yes")

    def _publishes(self, one: Villager, topic: Topic) -> None:
        """At times it takes a while, so that the day that was promised goes by."""
        if self.dice.random() < 0.2:
            return
        day = (one.square.timeline.true() + DAY * self.dice.randrange(5, 100)).date()
        fates = [
            f"!fate #{topic.no} {no} chosen The council by {day}"
            if no in topic.chosen
            else f"!fate #{topic.no} {no} later {self.word(one, 'No money')}"
            for no in sorted(topic.ideas)
        ]
        self._later(one, *fates, f"!outcome #{topic.no} publish {self.word(one, 'You asked, we will do it')}")
