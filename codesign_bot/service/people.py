"""Who is speaking: from an account to a person, made known the first time something of theirs is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codesign_bot.core.commands import Actor
from codesign_bot.core.ids import PersonId
from codesign_bot.records import Person

if TYPE_CHECKING:
    from codesign_bot.core.ids import CommunityId
    from codesign_bot.core.state import Round
    from codesign_bot.ports import Heard
    from codesign_bot.records import Account, Found, Place
    from codesign_bot.service.desk import Desk


class SomebodyElse(Exception):
    """Whoever does this was found to be somebody else meanwhile. Take it in once more, as what they are now."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person as they speak now. Their row has to be stored where they are new or have changed."""

    person: Person
    is_new: bool = False
    is_changed: bool = False

    @property
    def rows(self) -> tuple[Person, ...]:
        """The person's row, if it says anything new."""
        return (self.person,) if self.is_new or self.is_changed else ()


async def speaker(
    desk: Desk, account: Account, name: str, private: Place | None, public: Place | None = None
) -> Speaker:
    """Who speaks. `private` is the direct message they speak in, if it is one; else `public`, where others read.

    A direct message that others have joined is one no more: nothing is told there that is for one person alone.
    """
    known = desk.book.person(account)
    if known is None:
        known = await desk.store.person(account)
        if known is None:
            return Speaker(Person(account, PersonId(desk.chance.name()), name, private), is_new=True)
        desk.book.remember(known)
    still = known.private if known.private != public else None
    if (name in {"", known.name}) and (private or still) == known.private:
        return Speaker(known)
    return Speaker(replace(known, name=name or known.name, private=private or still), is_changed=True)


async def actor(desk: Desk, state: Round, reader: PersonId) -> Actor:
    """Somebody as the rules see them in a round."""
    entry = await desk.store.participant(state.id, reader)
    joined = entry.joined_at if entry is not None and entry.left_at is None else None
    return Actor(reader, desk.book.is_organiser(state.community, reader), joined)


def known_as(desk: Desk, found: Found, person: PersonId) -> PersonId:
    """The person, or whom they were found to be: in an earlier work of the batch, or in one that is committed."""
    linked = found.scratch.get(f"linked/{person}")
    return PersonId(linked) if isinstance(linked, str) else desk.book.linked.get(person, person)


async def still_near(desk: Desk, heard: Heard, person: PersonId) -> Heard:
    """The message, near also to those spaces the bot was removed from and whose rounds the person is in or organises.

    Who is in such a space cannot be seen any more. Without this, to remove the bot would be to end a vote.
    """
    if not heard.is_private or not desk.book.troubled:
        return heard
    known = {desk.book.spaces[place].community for place in heard.near if place in desk.book.spaces}
    near = list(heard.near)
    for place in sorted(desk.book.troubled, key=lambda one: (one.platform, one.id)):
        community = desk.book.spaces[place].community
        if community not in known and await _belongs(desk, community, person):
            near.append(place)
    return replace(heard, near=tuple(near))


async def _belongs(desk: Desk, community: CommunityId, person: PersonId) -> bool:
    """Whether the person organises in the community, or is in a round of it that has not ended."""
    if desk.book.is_organiser(community, person):
        return bool(desk.book.active(community))
    for found in desk.book.active(community):
        entry = await desk.store.participant(found.round, person)
        if entry is not None and entry.left_at is None:
            return True
    return False
