"""Who is speaking: from an account to a person, made known the first time something of theirs is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codesign_bot.core.ids import PersonId
from codesign_bot.records import Person

if TYPE_CHECKING:
    from codesign_bot.ports import Heard
    from codesign_bot.records import Account, Place
    from codesign_bot.service.desk import Desk


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


async def still_near(desk: Desk, heard: Heard, person: PersonId) -> Heard:
    """The message, near also to those spaces the bot was removed from and whose rounds the person is in or organises.

    Who is in such a space cannot be seen any more. Without this, to remove the bot would be to end a vote.
    """
    if not heard.is_private or not desk.book.troubled:
        return heard
    cut_off = [
        found for found in desk.book.active() if found.place in desk.book.troubled and found.place not in heard.near
    ]
    near = list(heard.near)
    for found in cut_off:
        entry = await desk.store.participant(found.round, person)
        is_in = entry is not None and entry.left_at is None
        if is_in or desk.book.is_organiser(found.community, person):
            near.append(found.place)
    return replace(heard, near=tuple(dict.fromkeys(near)))
