"""A ballot: the one act that thousands may do in the same hour.

Law 1. A ballot changes no round, so its work carries the ballot, the event's id and a reference to what was saved, and
       nothing else. Its voter's answer is worded when it is sent.
Law 2. New dots on a few ideas are put on the ballot as it is stored at that moment: two quick presses both count.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codesign_bot.core.commands import CastBallot
from codesign_bot.core.decide import decide
from codesign_bot.core.events import BallotCast
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.state import VoteKind
from codesign_bot.records import Ballot, Found, Kind, Outgoing, Reads, Row, Seen, Urgency
from codesign_bot.service.acting import carry_out
from codesign_bot.service.receipts import receipt_of
from codesign_bot.service.works import Act, Stale
from codesign_bot.views.ballots import Own, ballot_saved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from codesign_bot.records import RoundPlace
    from codesign_bot.service.asked import Spend
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.rounds import Loaded
    from codesign_bot.service.saying import Turn
    from codesign_bot.view import View


async def cast(desk: Desk, turn: Turn, found: RoundPlace, spend: Spend) -> None:
    """Store a ballot and answer it. Raises `Refusal`."""

    def work(loaded: Loaded) -> Cast:
        vote = loaded.state.vote
        vote_kind = vote.vote_kind if vote is not None else None
        return Cast(desk, found.round, turn.at, turn=turn, spend=spend, vote_kind=vote_kind)

    await carry_out(desk, found, turn.at, work)


@dataclass(slots=True)
class Cast(Act):
    """Somebody's dots. `vote_kind` is the vote that was on when their ballot was read."""

    spend: Spend = field(kw_only=True)
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
        self.let_time_go_first(loaded)
        state = loaded.state
        # The ballot that was read must be of the vote that is on.
        if (state.vote.vote_kind if state.vote is not None else None) is not self.vote_kind:
            raise Stale
        earlier = self._earlier(found)
        (event,) = decide(state, CastBallot(self._dots(earlier)), self.actor(found, state), self.now)
        if not isinstance(event, BallotCast):
            raise TypeError("a ballot becomes a BallotCast and nothing else")
        revision = earlier.revision + 1 if earlier is not None else 1
        ballot = Ballot(state.id, event.vote_kind, event.person, event.dots, event.at, revision)
        self.rows = (ballot, *self.turn.speaker.rows, Seen(*self.turn.seen, self.now), self._answer(ballot))
        return self.rows

    def _earlier(self, found: Found) -> Ballot | None:
        if self.vote_kind is None:
            return None
        return found.ballots.get((self.round_id, self.vote_kind, self.person.id))

    def _dots(self, earlier: Ballot | None) -> Mapping[IdeaNo, int]:
        if self.spend.is_whole or earlier is None:
            return self.spend.dots
        return {**dict(earlier.dots), **self.spend.dots}

    def _answer(self, ballot: Ballot) -> Outgoing:
        """The answer by reference: one JSON text such as "vote p1 3 3:2 7:1", where 3 is the idea that was changed."""
        place, reply_to = self.turn.reply_place
        changed = min(self.spend.dots, default=0) if not self.spend.is_whole else 0
        given = (f"{no}:{dots}" for no, dots in ballot.dots)
        body = json.dumps(" ".join([ballot.vote_kind.value, ballot.person, str(changed), *given]))
        key = self.turn.answer_key
        language = self.turn.answer_language
        return Outgoing(
            key,
            Kind.BALLOT,
            place,
            self.turn.at,
            body,
            Urgency.ANSWER,
            ballot.round,
            reply_to=reply_to,
            language=language,
        )

    def committed(self) -> None:
        """No book knows ballots; only who spoke may be new."""
        if self.rows:
            self.desk.book.absorb(self.turn.speaker.rows)
            self.desk.stored(self.rows)


def worded(desk: Desk, loaded: Loaded, body: str) -> View:
    """The answer that the outbox holds by reference, in words. The vote it was cast in may be over by now."""
    vote_kind, person, changed, *pairs = str(json.loads(body)).split()
    given = (pair.split(":") for pair in pairs)
    dots = {IdeaNo(int(no)): int(count) for no, count in given}
    vote = VoteKind(vote_kind)
    receipt = receipt_of(desk, loaded.state, vote, PersonId(person), loaded.drawn)
    own = Own(PersonId(person), dots, IdeaNo(int(changed)), receipt)
    return ballot_saved(loaded.state, vote, own, loaded.words, loaded.drawn).about(loaded.state.topic)
