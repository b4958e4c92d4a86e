"""Erases somebody's words, and with all of them whatever leads to that person, in one transaction.

Law 1. Words and salts go everywhere at once: from the record, from what waits to be said, and, as due, from what was
       said. The log keeps the commitments, which say nothing any more, and an entry that it happened, not of whom.
Law 2. Whoever is forgotten leaves every open round and every office. A ballot in a vote that is on is taken back:
       the same account could come again and give another (promise 8). One that was counted stays counted.
Law 3. The copies that upgrades left are removed before this is stored; the write-ahead log is emptied right after, or
       at the next start. So no crash leaves words behind that somebody was told are gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import cast

from codesign_bot.core.commands import Actor, Command, Leave, WithdrawIdea
from codesign_bot.core.decide import decide
from codesign_bot.core.ids import CommunityId, ContentId, IdeaNo, PersonId, RoundId
from codesign_bot.core.phases import COUNTED, ENDED
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Round, VoteKind
from codesign_bot.log.kinds import kind_of
from codesign_bot.plain import Plain
from codesign_bot.records import (
    Ballot,
    Found,
    Kept,
    Kind,
    Organiser,
    Outgoing,
    Person,
    Place,
    Reads,
    RoundPlace,
    Row,
    Seen,
    TakenOut,
    Unlinked,
    Urgency,
    Words,
)
from codesign_bot.service.desk import Desk
from codesign_bot.service.effects import encoded
from codesign_bot.service.ledger import Ledger, Logged
from codesign_bot.service.people import known_as
from codesign_bot.service.rounds import Loaded
from codesign_bot.service.saying import Turn
from codesign_bot.service.works import RoundWork, Stale, TimeFirst
from codesign_bot.traces import About
from codesign_bot.view import View
from codesign_bot.views import community as community_views
from codesign_bot.views import my_data as views
from codesign_bot.views.logs import numbered


@dataclass(frozen=True, slots=True)
class Only:
    """One idea of somebody: its words, also earlier ones, and what else of it they wrote."""

    round: RoundId
    idea: IdeaNo
    contents: frozenset[ContentId]


@dataclass(slots=True)
class Erase:
    """Everything of whoever speaks, or, with `only`, the words of one idea.

    `accounts` are the speaker's; `rounds` all that have not ended; `kept` what adapters keep from now on.
    """

    desk: Desk
    turn: Turn
    about: About
    accounts: Sequence[Person]
    rounds: Sequence[RoundPlace]
    kept: Sequence[Kept] = ()
    only: Only | None = None
    votes: frozenset[tuple[RoundId, VoteKind]] = field(init=False)
    """The votes that are on, as they were when this began."""
    rows: tuple[Row, ...] = ()
    parts: list[RoundWork] = field(default_factory=list[RoundWork])

    def __post_init__(self) -> None:
        at_hand = (self.desk.rounds.get(found.round) for found in self.rounds)
        states = [one.state for one in at_hand if one is not None]
        self.votes = frozenset((one.id, one.vote.vote_kind) for one in states if one.vote is not None)

    @property
    def person(self) -> PersonId:
        """Who speaks."""
        return self.turn.speaker.person.id

    @property
    def now(self) -> datetime:
        """The instant by which it is judged."""
        return self.turn.at

    @property
    def reads(self) -> Reads:
        """Everything they wrote, where they are in, their ballots, and whether the accounts are still as they were."""
        return Reads(
            (self.turn.seen,),
            tuple(one.account for one in self.accounts),
            tuple((found.round, self.person) for found in self.rounds),
            tuple((round_id, vote_kind, self.person) for round_id, vote_kind in sorted(self.votes, key=str)),
            written=self.about.people,
        )

    def decide(self, found: Found) -> Sequence[Row]:
        """Everything that follows. Raises `Stale`, `TimeFirst` or `Refusal`, before anything is left for the batch."""
        self.rows, self.parts = (), []
        if self.turn.seen in found.seen:
            return ()
        self._look_again(found)
        erased = self._erased(found)
        offices = list(self._offices()) if self.only is None else []
        ledger, gone = Ledger(self.desk, found), self._commitments(erased)
        rows: list[Row] = []
        for place in self.rounds:
            rows += self._in_round(place, found, erased, ledger)
        self._in_the_past(found, erased)
        rows += (row for community in offices for row in self._stepped_down(community, ledger, gone))
        rows += (row for one in gone.items() for row in self._tombstone(*one, ledger))
        rows += ledger.heads()
        rows += self._gone(erased)
        self.rows = (*rows, self._answer(erased), Seen(*self.turn.seen, self.now))
        return self.rows

    def _look_again(self, found: Found) -> None:
        """Raise `Stale` where an account, or a round, was not known when this began."""
        known = {one.account: one.id for one in self.accounts}
        newest = {account: found.people[account].id for account in known if account in found.people}
        if newest != known or known_as(self.desk, found, self.person) != self.person:
            raise Stale
        batch = {RoundId(key.removeprefix("round/")) for key in found.scratch if key.startswith("round/")}
        begun = {place.round for place in self.desk.book.active()} | (batch - self.desk.book.rounds.keys())
        if begun - {place.round for place in self.rounds}:
            raise Stale

    def _erased(self, found: Found) -> dict[ContentId, Words]:
        """The words that go, as they are until then."""
        return {
            one.id: one
            for one in found.written.values()
            if one.by in self.about.people
            and one.words is not None
            and (self.only is None or one.id in self.only.contents)
        }

    # --- one round ------------------------------------------------------------------------------------

    def _in_round(
        self, place: RoundPlace, found: Found, erased: Mapping[ContentId, Words], ledger: Ledger
    ) -> list[Row]:
        """They take back the ideas that can be taken back, and leave. Words that go are said by nobody any more."""
        part = RoundWork(self.desk, place.round, self.now)
        before = part.loaded(found)
        if before.state.phase in ENDED:
            return []
        commands = list(self._commands(before.state, found))
        if not commands and not any(one.round == place.round for one in erased.values()):
            return []
        self._in_time(place, before)
        words = _without(before.words, erased)
        effects = part.effects(place, words, ledger, part.known(found))
        state = before.state
        for command in commands:
            with suppress(Refusal):
                state = effects.apply(state, decide(state, command, self._actor(found, state), self.now))
        rows = [*effects.finish(before.state, state, self.now), *self._ballots(state, found)]
        part.keep(found, Loaded(state, words), rows)
        self.parts.append(part)
        return rows

    def _in_time(self, place: RoundPlace, loaded: Loaded) -> None:
        """Raise where something is due in the round, as for every act: see `works.Act`."""
        vote = loaded.state.vote
        if vote is not None and (loaded.state.id, vote.vote_kind) not in self.votes:
            raise Stale
        if not loaded.is_due(self.now):
            return
        if not self.desk.waits_for(place, self.turn.seen[0]):
            raise TimeFirst
        window = loaded.state.window
        if window is not None and window.closes <= self.now:
            raise Refusal("step-waits", closes=window.closes)

    def _commands(self, state: Round, found: Found) -> Iterator[Command]:
        """What they would do themselves to leave nothing behind."""
        for no in state.live_ideas:
            is_meant = self.only is None or (self.only.round, self.only.idea) == (state.id, no)
            if is_meant and state.ideas[no].by == self.person:
                yield WithdrawIdea(no)
        if self.only is None and self._actor(found, state).joined_at is not None:
            yield Leave()

    def _actor(self, found: Found, state: Round) -> Actor:
        entry = found.participants.get((state.id, self.person))
        joined = entry.joined_at if entry is not None and entry.left_at is None else None
        return Actor(self.person, self.desk.book.is_organiser(state.community, self.person), joined)

    def _ballots(self, state: Round, found: Found) -> Iterator[Ballot]:
        """A ballot in a vote that is on is taken back."""
        if self.only is not None or state.vote is None or state.phase not in COUNTED:
            return
        cast_ = found.ballots.get((state.id, state.vote.vote_kind, self.person))
        if cast_ is not None and cast_.dots:
            yield replace(cast_, dots=(), at=self.now, revision=cast_.revision + 1)

    def _in_the_past(self, found: Found, erased: Mapping[ContentId, Words]) -> None:
        """Rounds that are over and at hand forget the words too."""
        done = {part.round_id for part in self.parts}
        for round_id in {one.round for one in erased.values()} - done:
            newest = found.scratch.get(f"round/{round_id}") or self.desk.rounds.get(round_id)
            if newest is not None:
                loaded = cast("Loaded", newest)
                after = Loaded(loaded.state, _without(loaded.words, erased))
                found.scratch[f"round/{round_id}"] = after
                self.parts.append(RoundWork(self.desk, round_id, self.now, after=after))

    # --- offices and the log --------------------------------------------------------------------------

    def _offices(self) -> Iterator[CommunityId]:
        """Where they organise. Raises `Refusal` where nobody else does."""
        book = self.desk.book
        for community in book.communities:
            if book.is_organiser(community, self.person):
                if len(book.organisers(community)) == 1:
                    raise Refusal("forget-last-organiser", community=book.communities[community].name)
                yield community

    def _stepped_down(
        self, community: CommunityId, ledger: Ledger, gone: dict[CommunityId, list[str]]
    ) -> Iterator[Row]:
        """By the usual rule: in the log, and said in every space. Without a name, for there is none any more.

        What stands for the name in the entry was never kept: it is among what was erased from the first.
        """
        yield Organiser(community, self.person, self.now, until=self.now)
        digest = sha256(self.desk.chance.salt()).hexdigest()
        gone.setdefault(community, []).append(digest)
        name: Plain = {"commitment": digest}
        facts = {"role": "organiser", "name": name, "whom": name, "before": "", "after": ""}
        entry = ledger.append(Logged(community, self.now, kind_of("OrganiserSteppedDown"), facts))
        yield entry
        view = community_views.power_used(self.person, "OrganiserSteppedDown", "", "")
        for space in self.desk.book.spaces_of(community):
            said = numbered(view, entry.no) if space.is_log else view
            yield self._said(f"power/{community}/{entry.no}", space.place, encoded(said))

    def _commitments(self, erased: Mapping[ContentId, Words]) -> dict[CommunityId, list[str]]:
        """By community: what stands for the words in the log."""
        found: dict[CommunityId, list[str]] = {}
        for one in erased.values():
            digest = sha256((one.salt or b"") + (one.words or "").encode()).hexdigest()
            # Names of organisers are kept as words of their community, outside of every round.
            place = self.desk.book.rounds.get(one.round)
            found.setdefault(CommunityId(one.round) if place is None else place.community, []).append(digest)
        return found

    def _communities(self, erased: Mapping[ContentId, Words]) -> set[RoundId]:
        """Where they were said, as what is about a whole community is filed: its log holds the words as well."""
        places = (self.desk.book.rounds.get(one.round) for one in erased.values())
        return {RoundId(place.community) for place in places if place is not None}

    def _tombstone(self, community: CommunityId, commitments: Sequence[str], ledger: Ledger) -> Iterator[Row]:
        """One entry a community, and a line in its log spaces: how many, never whose."""
        erased: list[Plain] = [*sorted(commitments)]
        entry = ledger.append(Logged(community, self.now, kind_of("WordsErased"), {"erased": erased}))
        yield entry
        view = encoded(numbered(views.logged(len(commitments)), entry.no))
        for space in self.desk.book.spaces_of(community):
            if space.is_log:
                yield self._said(f"erased/{community}/{entry.no}", space.place, view)

    def _said(self, key: str, place: Place, view: str) -> Outgoing:
        whole = f"{key}/{place.platform}/{place.id}"
        return Outgoing(whole, Kind.APPEND, place, self.now, view, Urgency.ANNOUNCEMENT)

    # --- the person -----------------------------------------------------------------------------------

    def _gone(self, erased: Mapping[ContentId, Words]) -> Iterator[Row]:
        yield from (replace(one, salt=None, words=None) for one in erased.values())
        rounds = sorted({one.round for one in erased.values()} | self._communities(erased))
        if erased:
            yield TakenOut(tuple(sorted(erased)), tuple(rounds), encoded(views.file_is_stale()))
        if self.only is None:
            yield from self.kept
            yield Unlinked(self.about.people, self.about.accounts, self.about.places, self.turn.answer_key)

    def _answer(self, erased: Mapping[ContentId, Words]) -> Outgoing:
        count = len(erased)
        view: View = views.forgotten(count) if self.only is None else views.idea_forgotten(self.only.idea, count)
        return self.turn.answer(view)

    def committed(self) -> None:
        """The books follow the commit."""
        if not self.rows:
            return
        self.desk.book.absorb(self.rows)
        for part in self.parts:
            if part.after is not None:
                self.desk.rounds.put(part.after)
        self.desk.stored(self.rows)


def _without(
    words: Mapping[ContentId, str | None], erased: Mapping[ContentId, Words]
) -> Mapping[ContentId, str | None]:
    return {known: None if known in erased else text for known, text in words.items()}
