"""Two accounts that were found to be one person: one id takes the place of the other wherever a person can stand.

Law 1. Nothing that was given is lost. Where both gave what one person gives once, one of the two stays.
Law 2. A no weighs more than a yes: whoever objected with one account and agreed with the other, objects.
Law 3. What was reached stays reached: a topic that opened stays open, time that was given stays given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from codesign_bot.core.phases import Phase
from codesign_bot.core.replacing import replace

if TYPE_CHECKING:
    from codesign_bot.core.events import AccountsLinked
    from codesign_bot.core.ids import PersonId
    from codesign_bot.core.pieces import Merge, MinorityView, Objection, Promised, Request
    from codesign_bot.core.state import Round

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OnePerson:
    """How people are called after two of them were found to be one."""

    kept: PersonId
    joined: PersonId

    def one(self, person: PersonId) -> PersonId:
        """The person."""
        return self.kept if person == self.joined else person

    def maybe(self, person: PersonId | None) -> PersonId | None:
        """The person, where there is one."""
        return None if person is None else self.one(person)

    def every(self, people: Iterable[PersonId]) -> frozenset[PersonId]:
        """The people, each once."""
        return frozenset(map(self.one, people))

    def by_person(self, given: Mapping[PersonId, T]) -> dict[PersonId, T]:
        """What each gave, once. Of two the one of the kept account stays."""
        mine = given.get(self.kept, given.get(self.joined))
        others = {person: value for person, value in given.items() if person not in {self.kept, self.joined}}
        return others if mine is None else {**others, self.kept: mine}

    def objections(self, given: Iterable[Objection]) -> tuple[Objection, ...]:
        """Every objection. Of those that stand, one person has one: the newest."""
        renamed = [replace(one, by=self.one(one.by)) for one in given]
        mine = [place for place, one in enumerate(renamed) if one.stands and one.by == self.kept]
        return tuple(replace(one, stands=False) if place in mine[:-1] else one for place, one in enumerate(renamed))

    def merge(self, merge: Merge) -> Merge:
        """An offer to join two ideas."""
        return replace(merge, by=self.one(merge.by), accepted=self.every(merge.accepted))

    def view(self, view: MinorityView) -> MinorityView:
        """A minority view. Nobody signs their own."""
        by = self.one(view.by)
        return replace(view, by=by, cosigners=self.every(view.cosigners) - {by})

    def promise(self, promise: Promised) -> Promised:
        """A promise. Nobody confirms what they said is done themselves."""
        claimed_by = self.maybe(promise.claimed_by)
        return replace(
            promise,
            claimed_by=claimed_by,
            confirmed_by=frozenset(one for one in self.every(promise.confirmed_by) if one != claimed_by),
            disputes=tuple(replace(one, by=self.one(one.by)) for one in promise.disputes),
        )

    def request(self, request: Request) -> Request:
        """A request. Nobody supports their own, or one that they object to."""
        by, objections = self.one(request.by), self.objections(request.objections)
        against = {one.by for one in objections if one.stands}
        supporters = self.every(request.supporters) - {by} - against
        return replace(request, by=by, supporters=supporters, objections=objections)


def linked(state: Round, event: AccountsLinked) -> Round:
    """The round as if one person had done what both accounts did."""
    who = OnePerson(event.kept, event.joined)
    return _with_what_came_after(_with_what_came_first(state, event, who), who)


def _with_what_came_first(state: Round, event: AccountsLinked, who: OnePerson) -> Round:
    objections = who.objections(state.question_objections)
    return replace(
        state,
        suggested_by=who.one(state.suggested_by),
        seconders=who.every(state.seconders) - _no_seconder(state, who),
        planned_by=who.maybe(state.planned_by),
        pace=replace(
            state.pace, heard=who.every(state.pace.heard), asked_for_time=who.every(state.pace.asked_for_time)
        ),
        joined=state.joined - event.both_in,
        organisers_in=who.every(state.organisers_in),
        statements=tuple(replace(one, by=who.one(one.by)) for one in state.statements),
        parked=tuple(replace(one, by=who.one(one.by)) for one in state.parked),
        wordings={
            no: replace(one, by=who.one(one.by), supporters=who.every(one.supporters))
            for no, one in state.wordings.items()
        },
        consents=who.every(state.consents) - {one.by for one in objections if one.stands},
        question_objections=objections,
    )


def _no_seconder(state: Round, who: OnePerson) -> frozenset[PersonId]:
    """Whose topic it is: nobody seconds their own. A topic that had enough seconders before keeps them."""
    is_waiting = state.phase is Phase.PROPOSED and state.seconded_at is None
    return frozenset({who.one(state.suggested_by)}) if is_waiting else frozenset()


def _with_what_came_after(state: Round, who: OnePerson) -> Round:
    return replace(
        state,
        ideas={no: replace(one, by=who.one(one.by)) for no, one in state.ideas.items()},
        merges=tuple(map(who.merge, state.merges)),
        objections=who.objections(state.objections),
        minority_views=tuple(map(who.view, state.minority_views)),
        stances={no: who.by_person(taken) for no, taken in state.stances.items()},
        said=tuple(replace(one, by=who.one(one.by)) for one in state.said),
        sittings=tuple(replace(one, by=who.one(one.by)) for one in state.sittings),
        promises={no: who.promise(one) for no, one in state.promises.items()},
        requests={no: who.request(one) for no, one in state.requests.items()},
    )
