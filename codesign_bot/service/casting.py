"""A ballot: the one act that thousands may do in the same hour.

Law. A ballot changes no round, so its work carries the ballot, the event's id and a reference to what was saved, and
     nothing else. Its voter's answer is worded when it is sent.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codesign_bot.core.commands import CastBallot
from codesign_bot.core.decide import decide
from codesign_bot.core.events import BallotCast
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.state import VoteKind
from codesign_bot.records import Ballot, Found, Kind, Outgoing, Reads, Row, Seen, Urgency
from codesign_bot.service.acting import carry_out
from codesign_bot.service.works import Act, Stale, TimeFirst
from codesign_bot.views.ballots import ballot_saved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from codesign_bot.records import RoundPlace
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.rounds import Loaded
    from codesign_bot.service.saying import Turn
    from codesign_bot.view import View


async def cast(desk: Desk, turn: Turn, found: RoundPlace, dots: Mapping[IdeaNo, int]) -> None:
    """Store a ballot and answer it. Raises `Refusal`."""

    def work(loaded: Loaded) -> Cast:
        vote = loaded.state.vote
        vote_kind = vote.vote_kind if vote is not None else None
        return Cast(desk, found.round, turn.at, turn=turn, dots=dots, vote_kind=vote_kind)

    await carry_out(desk, found, turn.at, work)


@dataclass(slots=True)
class Cast(Act):
    """Somebody's ballot, in place of an earlier one. `vote_kind` is the vote that was on when it was read."""

    dots: Mapping[IdeaNo, int] = field(kw_only=True)
    vote_kind: VoteKind | None = field(kw_only=True)

    @property
    def reads(self) -> Reads:
        """Whether it was done before, who asks, and the ballot they gave."""
        person = self.person.id
        ballots = ((self.round_id, self.vote_kind, person),) if self.vote_kind is not None else ()
        return Reads((self.turn.seen,), self.accounts, ((self.round_id, person),), ballots)

    def decide(self, found: Found) -> Sequence[Row]:
        """The ballot and what goes with it. Raises `Refusal`, `Stale` or `TimeFirst`."""
        if self.was_done(found):
            return ()
        loaded = self.loaded(found)
        if loaded.is_due(self.now):
            raise TimeFirst
        state = loaded.state
        (event,) = decide(state, CastBallot(self.dots), self.actor(found, state), self.now)
        # The ballot that was read must be of the vote that is on.
        if not isinstance(event, BallotCast) or event.vote_kind is not self.vote_kind:
            raise Stale
        earlier = found.ballots.get((state.id, event.vote_kind, event.person))
        revision = earlier.revision + 1 if earlier is not None else 1
        ballot = Ballot(state.id, event.vote_kind, event.person, event.dots, event.at, revision)
        self.rows = (ballot, *self.turn.speaker.rows, Seen(*self.turn.seen, self.now), saved(self.turn, ballot))
        return self.rows

    def committed(self) -> None:
        """No book knows ballots; only who spoke may be new."""
        if self.rows:
            self.desk.book.absorb(self.turn.speaker.rows)
            self.desk.on_outgoing(self.turn.heard.place.platform)


def saved(turn: Turn, ballot: Ballot) -> Outgoing:
    """The answer to a ballot, by reference: one JSON text such as "vote 3:2 7:1"."""
    place, reply_to = turn.reply_place
    body = json.dumps(" ".join([ballot.vote_kind.value, *(f"{no}:{dots}" for no, dots in ballot.dots)]))
    return Outgoing(
        turn.answer_key, Kind.BALLOT, place, turn.at, body, Urgency.ANSWER, round=ballot.round, reply_to=reply_to
    )


def worded(loaded: Loaded, body: str) -> View:
    """The answer that the outbox holds by reference, in words. The vote it was cast in may be over by now."""
    vote_kind, *pairs = str(json.loads(body)).split()
    given = (pair.split(":") for pair in pairs)
    dots = {IdeaNo(int(no)): int(count) for no, count in given}
    return ballot_saved(loaded.state, VoteKind(vote_kind), dots, loaded.words)
