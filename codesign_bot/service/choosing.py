"""Somebody says how they want to be spoken to: in which language, in which zone, and whether they are reminded."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.refusal import Refusal
from codesign_bot.names import known_zones, nearest
from codesign_bot.reminded import Reminders
from codesign_bot.service.asked import ReadIn, ReadTimes, Remind
from codesign_bot.service.languages import meant_by, own_name, reads
from codesign_bot.service.saying import say
from codesign_bot.views import community as views
from codesign_bot.views import reminders

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from codesign_bot.records import Person
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.saying import Turn
    from codesign_bot.view import View

AS_COMMUNITY = "community"
"""What is typed to take one's choice back."""


async def choose(desk: Desk, turn: Turn, asked: ReadIn | ReadTimes | Remind) -> None:
    """Keep what somebody chose, or tell how it stands. Raises `Refusal`."""
    match asked:
        case ReadIn(language=language):
            await read_in(desk, turn, language)
        case ReadTimes(zone=zone):
            await read_times(desk, turn, zone)
        case Remind(is_on=is_on):
            await remind(desk, turn, is_on=is_on)
        case _:
            assert_never(asked)


async def read_in(desk: Desk, turn: Turn, typed: str) -> None:
    """Keep the choice for every account of this person, and answer in that language. Raises `Refusal`."""
    heard, person = turn.heard, turn.speaker.person
    if not typed:
        names = [own_name(desk, code) for code in sorted(desk.voices)]
        is_in = reads(desk, person.id, heard.locale, (heard.place, *heard.near))
        await say(desk, turn, views.own_language(own_name(desk, is_in), choices=names))
        return
    if desk.spoken.is_word(typed, AS_COMMUNITY):
        after = reads(desk, None, heard.locale, (heard.place, *heard.near))
        await _keep(desk, turn, "", after, is_own=False)
        return
    found = meant_by(desk, typed)
    if desk.book.languages.get(person.id) == found:
        raise Refusal("setting-same")
    await _keep(desk, turn, found, found, is_own=True)


async def _keep(desk: Desk, turn: Turn, choice: str, reads_now: str, *, is_own: bool) -> None:
    turn = replace(turn, language=reads_now)
    name = own_name(desk, reads_now)
    view = views.own_language(name) if is_own else views.language_of_community(name)
    await _chosen(desk, turn, view, lambda one: replace(one, language=choice))


async def read_times(desk: Desk, turn: Turn, typed: str) -> None:
    """Keep the zone for every account of this person. Raises `Refusal`."""
    person = turn.speaker.person.id
    own = desk.book.zones.get(person)
    if not typed:
        await say(desk, turn, reminders.zone_is(own))
        return
    if desk.spoken.is_word(typed, AS_COMMUNITY):
        await _chosen(desk, turn, reminders.zone_is(None), lambda one: replace(one, zone=""))
        return
    zone = await known_zone(typed)
    if own == zone:
        raise Refusal("setting-same")
    await desk.learn_zone(zone)
    await _chosen(desk, turn, reminders.zone_is(zone), lambda one: replace(one, zone=zone))


async def remind(desk: Desk, turn: Turn, *, is_on: bool | None) -> None:
    """Keep whether this person is reminded, for every account of theirs; None: tell how it stands."""
    wishes = {one.reminders for one in await _accounts(desk, turn)}
    if is_on is None:
        is_off = turn.speaker.person.id in desk.book.unreminded
        await say(desk, turn, reminders.standing(is_on=not is_off, is_refused=Reminders.REFUSED in wishes))
        return
    chosen = Reminders.ON if is_on else Reminders.OFF
    await _chosen(desk, turn, reminders.switched(is_on=is_on), lambda one: replace(one, reminders=chosen))


async def _chosen(desk: Desk, turn: Turn, view: View, change: Callable[[Person], Person]) -> None:
    """Store a choice with every account of whoever speaks, and answer."""
    mine = change(turn.speaker.person)
    others = [change(one) for one in await _accounts(desk, turn) if one.account != mine.account]
    turn = replace(turn, speaker=replace(turn.speaker, person=mine, is_changed=True))
    await say(desk, turn, view, *others)


async def _accounts(desk: Desk, turn: Turn) -> Sequence[Person]:
    speaker = turn.speaker
    return () if speaker.is_new else await desk.store.accounts(speaker.person.id)


async def known_zone(typed: str) -> str:
    """The zone that somebody means. Raises `Refusal`, with the nearest five."""
    known = {one.casefold(): one for one in await asyncio.to_thread(known_zones)}
    found = known.get(typed.strip().casefold().replace(" ", "_"))
    if found is None:
        raise Refusal("zone-unknown", near=", ".join(nearest(typed, sorted(known.values()), 5)))
    return found
