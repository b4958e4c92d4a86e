"""Makes two people one in everything that is open, in one transaction.

Every open round has it in its record; what is over stays as it was. Of two ballots in a vote that is on the newer
one stands, and the person is told which. That it happened is said in the log, never of whom.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from codesign_bot.core.deciding.linking import link
from codesign_bot.core.events import AccountsLinked
from codesign_bot.core.evolving.linking import linked
from codesign_bot.core.phases import COUNTED, ENDED
from codesign_bot.core.refusal import Refusal
from codesign_bot.records import (
    Ballot,
    Dialogue,
    Found,
    Kept,
    Kind,
    Organiser,
    Outgoing,
    Participant,
    Person,
    Reads,
    Row,
    Seen,
    Urgency,
)
from codesign_bot.reminded import RemindedJoined, Reminders
from codesign_bot.service.effects import encoded
from codesign_bot.service.ledger import Ledger, Logged
from codesign_bot.service.people import known_as
from codesign_bot.service.receipts import receipt_of
from codesign_bot.service.rounds import Loaded
from codesign_bot.service.works import RoundWork, Stale, TimeFirst
from codesign_bot.views import linking as views
from codesign_bot.views.ballots import Own, ballot_that_holds
from codesign_bot.views.logs import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from codesign_bot.core.ids import CommunityId, PersonId, RoundId
    from codesign_bot.core.state import Round, VoteKind
    from codesign_bot.records import RoundPlace
    from codesign_bot.service.codes import Given
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.saying import Turn
    from codesign_bot.view import View

HOST = "host"
"""Under this name the service keeps things of its own among what adapters keep."""


@dataclass(slots=True)
class Join:
    """Whoever speaks is found to be `kept`, whose code was `given`.

    `accounts` are the speaker's so far; `rounds` all that have not ended.
    """

    desk: Desk
    turn: Turn
    kept: PersonId
    given: Given
    accounts: Sequence[Person]
    rounds: Sequence[RoundPlace]
    votes: frozenset[tuple[RoundId, VoteKind]] = field(init=False)
    """The votes that are on, as they were when this began."""
    rows: tuple[Row, ...] = ()
    parts: list[RoundWork] = field(default_factory=list[RoundWork])

    def __post_init__(self) -> None:
        at_hand = (self.desk.rounds.get(found.round) for found in self.rounds)
        states = [one.state for one in at_hand if one is not None]
        self.votes = frozenset((one.id, one.vote.vote_kind) for one in states if one.vote is not None)

    @property
    def joined(self) -> PersonId:
        """By which name the speaker was known until now."""
        return self.turn.speaker.person.id

    @property
    def now(self) -> datetime:
        """The instant by which it is judged."""
        return self.turn.at

    @property
    def reads(self) -> Reads:
        """Both people in every open round, their ballots and forms, and whether the accounts are still as they were."""
        both = (self.kept, self.joined)
        return Reads(
            (self.turn.seen,),
            (self.turn.heard.account, *(one.account for one in self.accounts)),
            tuple((found.round, person) for found in self.rounds for person in both),
            tuple(
                (round_id, vote_kind, person) for round_id, vote_kind in sorted(self.votes, key=str) for person in both
            ),
            both,
        )

    def decide(self, found: Found) -> Sequence[Row]:
        """Everything that follows. Raises `Stale`, `TimeFirst` or `Refusal`, before anything is left for the batch."""
        self.rows, self.parts = (), []
        if self.turn.seen in found.seen:
            return ()
        self._look_again(found)
        looked_at = [(place, self._loaded(place, found)) for place in self.rounds]
        open_rounds = [(place, loaded) for place, loaded in looked_at if loaded.state.phase not in ENDED]
        ledger = Ledger(self.desk, found)
        told: list[View] = []
        rows: list[Row] = []
        for place, loaded in open_rounds:
            part, changed = self._in_round(place, loaded, found, ledger)
            rows += changed
            told += self._ballot_told(part.after or loaded, changed, found)
        concerned = sorted(self._communities(found))
        rows += self._of_themselves(found)
        rows += (row for community in concerned for row in self._logged(community, ledger))
        rows += ledger.heads()
        rows += (*self._answers(told), self.given.spent, Seen(*self.turn.seen, self.now))
        self.rows = tuple(rows)
        found.scratch[f"linked/{self.joined}"] = self.kept
        return self.rows

    def _look_again(self, found: Found) -> None:
        """Raise `Stale` where an account, or a round, was not known when this began."""
        known = {one.account: one.id for one in self.accounts}
        newest = {account: found.people[account].id for account in known if account in found.people}
        is_new = self.turn.speaker.is_new and self.turn.heard.account not in found.people
        if newest != known or not (is_new or self.turn.heard.account in known):
            raise Stale
        if known_as(self.desk, found, self.kept) != self.kept:
            raise Stale
        batch = {key.removeprefix("round/") for key in found.scratch if key.startswith("round/")}
        now_open = {place.round for place in self.desk.book.active()} | batch
        if now_open - {place.round for place in self.rounds}:
            raise Stale

    def _loaded(self, place: RoundPlace, found: Found) -> Loaded:
        """The round, with nothing due in it but what waits for another platform."""
        loaded = RoundWork(self.desk, place.round, self.now).loaded(found)
        if loaded.is_due(self.now):
            if not self.desk.waits_for(place, self.turn.seen[0]):
                raise TimeFirst
            window = loaded.state.window
            if window is not None and window.closes <= self.now:
                raise Refusal("step-waits", closes=window.closes)
        vote = loaded.state.vote
        if vote is not None and (loaded.state.id, vote.vote_kind) not in self.votes:
            raise Stale
        return loaded

    # --- one round ------------------------------------------------------------------------------------

    def _in_round(self, place: RoundPlace, loaded: Loaded, found: Found, ledger: Ledger) -> tuple[RoundWork, list[Row]]:
        """The rows of one round. None where the account that is joined never was in it."""
        part = RoundWork(self.desk, place.round, self.now)
        state = loaded.state
        other = found.participants.get((place.round, self.joined))
        if other is None and linked(state, AccountsLinked(self.now, self.kept, self.joined, both_in=False)) == state:
            return part, []
        one = found.participants.get((place.round, self.kept))
        both_in = all(each is not None and each.left_at is None for each in (one, other))
        events = link(state, self.kept, self.joined, self.now, both_in=both_in)
        effects = part.effects(place, loaded.words, ledger, part.known(found))
        after = effects.apply(state, events)
        rows = [*effects.finish(state, after, self.now), *self._ballots(state, found)]
        rows += () if other is None else self._participants(one, other)
        part.keep(found, Loaded(after, loaded.words), rows)
        self.parts.append(part)
        return part, rows

    def _participants(self, one: Participant | None, other: Participant) -> Iterator[Participant]:
        """In since the earlier time, as long as one of the two is in."""
        each = [other] if one is None else [one, other]
        is_in = [entry for entry in each if entry.left_at is None]
        yield Participant(
            other.round,
            self.kept,
            min(entry.joined_at for entry in each),
            any(entry.is_organiser for entry in is_in or each),
            None if is_in else max(entry.left_at for entry in each if entry.left_at is not None),
        )
        yield replace(other, left_at=other.left_at or self.now)

    def _ballots(self, state: Round, found: Found) -> Iterator[Ballot]:
        """In the vote that is on, the newer of two ballots stands. One that was taken back is none."""
        if state.vote is None or state.phase not in COUNTED:
            return
        one, other = self._cast(state, found, self.kept), self._cast(state, found, self.joined)
        if other is None or not other.dots:
            return
        if one is None or not one.dots or other.at > one.at:
            revision = one.revision + 1 if one is not None else 1
            yield replace(other, person=self.kept, revision=revision)
        yield replace(other, dots=(), at=self.now, revision=other.revision + 1)

    def _cast(self, state: Round, found: Found, person: PersonId) -> Ballot | None:
        if state.vote is None:
            return None
        return found.ballots.get((state.id, state.vote.vote_kind, person))

    def _ballot_told(self, loaded: Loaded, changed: Sequence[Row], found: Found) -> Iterator[View]:
        """The ballot that holds now, where a vote is on and the person has one."""
        state = loaded.state
        if state.vote is None or state.phase not in COUNTED:
            return
        settled = [row for row in changed if isinstance(row, Ballot) and row.person == self.kept]
        ballot = settled[0] if settled else self._cast(state, found, self.kept)
        if ballot is not None and ballot.dots:
            told = receipt_of(self.desk, state, ballot.vote_kind, self.kept)
            yield ballot_that_holds(state, Own(self.kept, dict(ballot.dots), receipt=told), loaded.words)

    # --- the person -----------------------------------------------------------------------------------

    def _of_themselves(self, found: Found) -> Iterator[Row]:
        """Accounts, rights, what they were reminded of and an unfinished form go along."""
        known = {one.account: one for one in (*self.accounts, self.turn.speaker.person)}
        language = self.desk.book.languages.get(self.kept) or self.desk.book.languages.get(self.joined)
        zone = self.desk.book.zones.get(self.kept) or self.desk.book.zones.get(self.joined)
        # Whoever said no with one of the accounts has said no.
        off = Reminders.OFF if {self.kept, self.joined} & self.desk.book.unreminded else None
        yield from (
            replace(
                one,
                id=self.kept,
                language=language or one.language,
                reminders=off or one.reminders,
                zone=zone or one.zone,
            )
            for one in known.values()
        )
        yield RemindedJoined(self.kept, self.joined)
        # The only trace of the old name, for rounds that are over: whoever wants to be forgotten is found by both.
        yield Kept(HOST, f"linked/{self.joined}", self.kept)
        for community in self.desk.book.communities:
            if self.desk.book.is_organiser(community, self.joined):
                yield Organiser(community, self.joined, self.now, until=self.now)
                yield Organiser(community, self.kept, self.now)
        form = found.dialogues.get(self.joined)
        if form is not None:
            yield Dialogue(self.joined, None)
            yield Dialogue(self.kept, found.dialogues.get(self.kept, form))

    def _communities(self, found: Found) -> set[CommunityId]:
        """Where either of the two takes part, organises, or talks to the bot from."""
        both = (self.kept, self.joined)
        taking_part = {place.community for place in self.rounds if self._takes_part(place.round, found)}
        book = self.desk.book
        organised = {one for one in book.communities for person in both if book.is_organiser(one, person)}
        heard = self.turn.heard
        near = (book.community_at(place) for place in (*heard.near, heard.place))
        return taking_part | organised | {one.id for one in near if one is not None}

    def _takes_part(self, round_id: RoundId, found: Found) -> bool:
        is_changed = any(part.round_id == round_id for part in self.parts)
        return is_changed or (round_id, self.kept) in found.participants

    # --- what is said ---------------------------------------------------------------------------------

    def _logged(self, community: CommunityId, ledger: Ledger) -> Iterator[Row]:
        """One entry a community, and a line in its log spaces: that it happened, not of whom."""
        entry = ledger.append(Logged(community, self.now, "accounts-linked", {}))
        yield entry
        view = encoded(numbered(views.logged(), entry.no))
        for space in self.desk.book.spaces_of(community):
            if space.is_log:
                said = f"linked/{community}/{entry.no}/{space.place.platform}/{space.place.id}"
                yield Outgoing(said, Kind.APPEND, space.place, self.now, view, Urgency.ANNOUNCEMENT)

    def _answers(self, told: Sequence[View]) -> Iterator[Outgoing]:
        """The answer; and word to the other account, so that nobody is linked without knowing."""
        answer = self.turn.answer(views.linked(told))
        yield answer
        book = self.desk.book
        asked_in = self.given.place
        other = asked_in if book.is_private(asked_in) else book.privates.get(self.kept)
        if other is not None and other != answer.place:
            key = f"linked/{self.turn.seen[0]}/{self.turn.heard.key}"
            body = encoded(views.other_linked(told))
            language = book.languages.get(self.kept) or self.turn.language
            yield Outgoing(key, Kind.APPEND, other, self.now, body, Urgency.ANNOUNCEMENT, language=language)

    def committed(self) -> None:
        """The books follow the commit."""
        if not self.rows:
            return
        self.desk.book.link(self.kept, self.joined)
        self.desk.book.absorb(self.rows)
        for part in self.parts:
            if part.after is not None:
                self.desk.rounds.put(part.after)
        self.desk.stored(self.rows)
