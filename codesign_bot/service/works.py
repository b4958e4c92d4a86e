"""The pieces of work that change a round: somebody's act, and what time brings about.

Each is decided inside the transaction of the store, on the newest state, and stores its effects whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from codesign_bot.core.commands import Actor, SuggestTopic
from codesign_bot.core.counting.tally import Count
from codesign_bot.core.decide import decide, suggest
from codesign_bot.core.due import Facts, needs_count, settle
from codesign_bot.core.events import PowerUsed
from codesign_bot.core.ids import TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.settling.steps import Turnout
from codesign_bot.core.state import VoteKind
from codesign_bot.log.names import RoundNames
from codesign_bot.records import Community, Found, Reads, RoundKey, Row, Seen, Words
from codesign_bot.service.drafting import Drafting, kept
from codesign_bot.service.effects import Effects, Known
from codesign_bot.service.ledger import Ledger
from codesign_bot.service.people import SomebodyElse, known_as
from codesign_bot.service.quiet import not_before
from codesign_bot.service.rounds import Loaded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from codesign_bot.core.commands import Command, Text
    from codesign_bot.core.content import Content
    from codesign_bot.core.events import Event, TopicSuggested
    from codesign_bot.core.ids import ContentId, IdeaNo, RoundId
    from codesign_bot.core.state import Round
    from codesign_bot.records import Account, Ballot, Person, RoundPlace
    from codesign_bot.service.asked import Draft
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.saying import Turn


class Stale(Exception):
    """What was looked up before is no longer so. Look again and decide anew."""


class TimeFirst(Exception):
    """Something is due in the round. Settle it, then decide anew."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act."""

    before: Round | None
    events: tuple[Event, ...]
    after: Loaded
    alike: tuple[IdeaNo, ...] = ()
    """Live ideas that look like the one just offered."""


@dataclass(slots=True)
class RoundWork:
    """What all of them have in common: the newest round of the batch, and the books that follow the commit."""

    desk: Desk
    round_id: RoundId
    now: datetime
    rows: tuple[Row, ...] = ()
    after: Loaded | None = None

    def loaded(self, found: Found) -> Loaded:
        """The round as the work before this one left it."""
        newest = found.scratch.get(f"round/{self.round_id}") or self.desk.rounds.get(self.round_id)
        if newest is None:
            raise Stale
        return cast("Loaded", newest)

    def effects(
        self, place: RoundPlace, words: Mapping[ContentId, str | None], ledger: Ledger, known: Known
    ) -> Effects:
        """Where the events of this work are turned into rows."""
        known = replace(known, quiet_until=not_before(self.desk, place.community, self.now))
        return Effects(self.desk.venues(place.community, place.place), self.desk.pace, words, known, ledger)

    def known(self, found: Found, key: bytes | None = None, actor: Content | None = None) -> Known:
        """What that takes. `key`: of a round that only begins; `actor`: the name of whoever uses a power."""
        names = RoundNames(key or self.desk.book.round_keys.get(self.round_id))
        book = self.desk.book
        return Known(found.participants, book.privates, names, actor, languages=book.languages)

    def keep(self, found: Found, after: Loaded, rows: Sequence[Row]) -> Sequence[Row]:
        """Leave the round for the next work of the batch, and the rows for the commit. Nothing may fail after this."""
        self.rows = tuple(rows)
        self.after = after
        found.scratch[f"round/{after.state.id}"] = after
        return self.rows

    def committed(self) -> None:
        """The books follow the commit."""
        self.desk.book.absorb(self.rows)
        if self.after is not None:
            self.desk.rounds.put(self.after)
        self.desk.stored(self.rows)


@dataclass(slots=True)
class Act(RoundWork):
    """Something a person brings about, done once however often the platform repeats it."""

    turn: Turn = field(kw_only=True)
    is_repeated: bool = False

    @property
    def person(self) -> Person:
        """Who does it."""
        return self.turn.speaker.person

    def was_done(self, found: Found) -> bool:
        """Whether this very event was stored before.

        Raises `SomebodyElse` where its author became known meanwhile, or became one with others.
        """
        self.is_repeated = self.turn.seen in found.seen
        if not self.is_repeated and known_as(self.desk, found, self.person.id) != self.person.id:
            raise SomebodyElse
        if not self.is_repeated and self.turn.speaker.is_new and self.person.account in found.people:
            raise SomebodyElse
        return self.is_repeated

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Somebody new is looked up once more, so that nobody becomes two people."""
        return (self.person.account,) if self.turn.speaker.is_new else ()

    def let_time_go_first(self, loaded: Loaded) -> None:
        """Raise `TimeFirst` where something is due in the round, unless it waits for people on another platform.

        While it waits nobody decides in a step that is over: `Refusal`. Other deadlines are as if they came later.
        """
        if not loaded.is_due(self.now):
            return
        if not self.desk.waits_for(self.desk.book.rounds[self.round_id], self.turn.heard.place.platform):
            raise TimeFirst
        window = loaded.state.window
        if window is not None and window.closes <= self.now:
            raise Refusal("step-waits", closes=window.closes)

    def actor(self, found: Found, state: Round) -> Actor:
        """The person as the rules see them in this round."""
        entry = found.participants.get((state.id, self.person.id))
        joined = entry.joined_at if entry is not None and entry.left_at is None else None
        return Actor(self.person.id, self.desk.book.is_organiser(state.community, self.person.id), joined)


@dataclass(slots=True)
class Move(Act):
    """Somebody's command to a round."""

    make: Callable[[Draft], Command] = field(kw_only=True)
    answer: Callable[[Done], Sequence[Row]] = field(kw_only=True)

    @property
    def reads(self) -> Reads:
        """Whether it was done before, and who asks."""
        return Reads((self.turn.seen,), self.accounts, ((self.round_id, self.person.id),))

    def decide(self, found: Found) -> Sequence[Row]:
        """The rows of the act and of its answer. Raises `Refusal`, `Stale` or `TimeFirst`."""
        if self.was_done(found):
            return ()
        loaded = self.loaded(found)
        self.let_time_go_first(loaded)
        draft = Drafting(loaded.state, loaded.words, self.person.id, self.now, self.desk.chance)
        command = self.make(draft)
        events = decide(loaded.state, command, self.actor(found, loaded.state), self.now)
        return self._store(found, loaded, draft, events)

    def _store(self, found: Found, loaded: Loaded, draft: Drafting, events: tuple[Event, ...]) -> Sequence[Row]:
        words = {**loaded.words, **{row.id: row.words for row in draft.rows}} if draft.rows else loaded.words
        named = self._named(events)
        known = self.known(found, actor=named[0][0].content if named else None)
        effects = self.effects(self.desk.book.rounds[self.round_id], words, Ledger(self.desk, found), known)
        after = Loaded(effects.apply(loaded.state, events), words)
        rows = [*(row for _, row in named), *effects.finish(loaded.state, after.state, self.now)]
        done = Done(loaded.state, events, after, draft.alike(events))
        whole = (*draft.rows, *self.turn.speaker.rows, *rows, Seen(*self.turn.seen, self.now), *self.answer(done))
        return self.keep(found, after, whole)

    def _named(self, events: Sequence[Event]) -> list[tuple[Text, Words]]:
        """The name under which somebody uses a power, kept as their words are: the log says who, and can forget it."""
        if not any(isinstance(event, PowerUsed) for event in events):
            return []
        return [kept(self.person.name, self.round_id, self.person.id, self.now, self.desk.chance)]


@dataclass(slots=True)
class Begin(Act):
    """A new topic. `place` says where; its number is given when it is stored."""

    place: RoundPlace = field(kw_only=True)
    title: str = field(kw_only=True)
    answer: Callable[[Done], Sequence[Row]] = field(kw_only=True)

    @property
    def reads(self) -> Reads:
        """Whether it was done before, and who asks."""
        return Reads((self.turn.seen,), self.accounts)

    def decide(self, found: Found) -> Sequence[Row]:
        """The rows of a new round in the community's next place. Raises `Refusal` or `Stale`."""
        if self.was_done(found):
            return ()
        community = self._community(found)
        topic = self._next_topic(found)
        text, said = kept(self.title, self.round_id, self.person.id, self.now, self.desk.chance)
        words = {text.content.id: self.title}
        command = SuggestTopic(self.round_id, community.id, topic, text)
        is_organiser = self.desk.book.is_organiser(community.id, self.person.id)
        first, *more = suggest(command, Actor(self.person.id, is_organiser), self.now)
        key = self.desk.chance.salt()
        effects = self.effects(self.place, words, Ledger(self.desk, found), self.known(found, key))
        state = effects.apply(effects.begin(cast("TopicSuggested", first)), more)
        after = Loaded(state, words)
        rows = effects.finish(None, state, self.now)
        grown = replace(community, next_topic=TopicNo(topic + 1))
        answers = self.answer(Done(None, (first, *more), after))
        whole = (
            said,
            RoundKey(self.round_id, key),
            *self.turn.speaker.rows,
            grown,
            *rows,
            Seen(*self.turn.seen, self.now),
            *answers,
        )
        found.scratch[f"community/{community.id}"] = grown
        return self.keep(found, after, whole)

    def _next_topic(self, found: Found) -> TopicNo:
        """One row of numbers for all communities: somebody who is in two of them can name each round in private."""
        stored = (one.next_topic for one in self.desk.book.communities.values())
        batch = (one.next_topic for one in found.scratch.values() if isinstance(one, Community))
        return TopicNo(max((*stored, *batch)))

    def _community(self, found: Found) -> Community:
        newest = found.scratch.get(f"community/{self.place.community}")
        return cast("Community", newest) if newest is not None else self.desk.book.communities[self.place.community]


@dataclass(slots=True)
class Settle(RoundWork):
    """What time brings about in a round. Does nothing where nothing is due: it can be asked for at any time."""

    vote_kinds: tuple[VoteKind, ...] = ()

    @property
    def reads(self) -> Reads:
        """The ballots of a vote that closes."""
        return Reads(counts=tuple((self.round_id, vote_kind) for vote_kind in self.vote_kinds))

    def decide(self, found: Found) -> Sequence[Row]:
        """The rows of everything that is due. Raises `Stale` where a vote closes whose ballots were not read."""
        loaded = self.loaded(found)
        place = self.desk.book.rounds[self.round_id]
        known = replace(self.known(found), ballots=self._ballots(found))
        effects = self.effects(place, loaded.words, Ledger(self.desk, found), known)
        state = loaded.state
        while events := settle(state, self.now, self._facts(state, found)):
            state = effects.apply(state, events)
        rows = effects.finish(loaded.state, state, self.now)
        return self.keep(found, Loaded(state, loaded.words), rows)

    def _ballots(self, found: Found) -> tuple[Ballot, ...]:
        return tuple(ballot for kind in self.vote_kinds for ballot in found.votes.get((self.round_id, kind), ()))

    def _facts(self, state: Round, found: Found) -> Facts:
        reserve = self.desk.reserve(state.community, self.now)
        away = self.desk.away_from(self.desk.book.rounds[self.round_id])
        if not needs_count(state, self.now) or state.vote is None or state.window is None:
            return Facts(reserve, away=away)
        if self.vote_kinds != votes_to_read(state):
            raise Stale
        ballots = found.votes[(self.round_id, state.vote.vote_kind)]
        last_tenth = state.window.closes - state.window.length / 10
        late = sum(ballot.at >= last_tenth for ballot in ballots)
        count = _count(ballots, sorted(state.vote.ideas))
        if state.phase is not Phase.RUNOFF:
            return Facts(reserve, Turnout(count, late), away)
        first = _count(found.votes[(self.round_id, VoteKind.VOTE)], state.voted_on)
        return Facts(reserve, Turnout(count, late, first), away)


def votes_to_read(state: Round) -> tuple[VoteKind, ...]:
    """Whose ballots closing the vote that is on needs, and makes public; a runoff needs the vote before it too."""
    if state.vote is None:
        return ()
    now = state.vote.vote_kind
    before = (VoteKind.VOTE,) if now is VoteKind.RUNOFF else ()
    # With the last count the ballots that made the list shorter become public as well.
    shortlist = (VoteKind.SHORTLIST,) if state.shortlist and now is not VoteKind.SHORTLIST else ()
    return (now, *before, *shortlist)


def _count(ballots: Sequence[Ballot], ideas: Sequence[IdeaNo]) -> Count:
    return Count.of((dict(ballot.dots) for ballot in ballots), ideas)
