"""The pages of one community, made from what the store holds at this moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from codesign_bot.core.evolve import fold
from codesign_bot.core.ids import CommunityId, RoundId
from codesign_bot.core.phases import ENDED
from codesign_bot.errors import ConfigError, StoreTrouble
from codesign_bot.log.calendar import Dated, calendar, tells_the_same
from codesign_bot.log.keys import origin_of
from codesign_bot.log.leaf import decoded
from codesign_bot.log.note import SignerKey
from codesign_bot.log.shown import Shown
from codesign_bot.log.site import Head, Line, Site, pages
from codesign_bot.log.tree import Frontier
from codesign_bot.ports import Reading, Voice
from codesign_bot.publishing.folder import page_in, replace_folder, replace_page
from codesign_bot.records import Community, Entry, RoundPlace
from codesign_bot.store.reading import Reader
from codesign_bot.store.sqlite import reading

CALENDAR = "calendar.ics"
"""The name of the file among the pages."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was written, and for whom. `pages` does not count the file for calendars."""

    community: Community
    pages: int


def publish(
    store: Path,
    folder: Path,
    asked: str | None,
    now: datetime,
    voice_of: Callable[[str], Voice],
    *,
    key: SignerKey | None = None,
) -> Published:
    """Write the pages of the community that was asked for, by its id or its name, into the folder, as of `now`.

    `voice_of` gives the texts in a language, `key` is that of the installation's logs, if there is one yet. The store
    is only read, a round at a time, and the bot may be at work.
    Raises `ConfigError` where no single community is meant or the folder is not ours, `StoreTrouble` and `OSError`.
    """
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        reader = runner.run(stack.enter_async_context(reading(store)))
        try:
            community = find_community(runner.run(reader.communities()), asked)
            site = _site(runner, reader, community, now, key)
            voice = voice_of(community.language)
            dates = _dates(runner, reader, community, Reading(voice, {}, now))
            made = chain(pages(site, voice), dates)
            return Published(community, replace_folder(folder, community.id, made) - 1)
        finally:
            runner.run(stack.aclose())


def renew(store: Path, folder: Path, asked: CommunityId, now: datetime, voice_of: Callable[[str], Voice]) -> bool:
    """Write the file for calendars anew where the dates in it have changed. Returns whether there is one.

    There is none where the pages of this community were never published into the folder: nobody asked for it.
    Raises `Busy` where a command writes there just now, and as `publish` does; then the old file is still there.
    """
    old = page_in(folder, asked, CALENDAR)
    if old is None:
        return False
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        reader = runner.run(stack.enter_async_context(reading(store)))
        try:
            community = find_community(runner.run(reader.communities()), asked)
            ((name, new),) = _dates(runner, reader, community, Reading(voice_of(community.language), {}, now))
        finally:
            runner.run(stack.aclose())
    if not tells_the_same(old, new):
        replace_page(folder, asked, name, new)
    return True


def _dates(
    runner: asyncio.Runner, reader: Reader, community: Community, reading: Reading
) -> Iterator[tuple[str, bytes]]:
    """What the rounds that are on have to keep, for calendars that look there again and again."""
    dated: list[Dated] = []
    for place in runner.run(reader.round_places()):
        if place.community == community.id and place.phase not in ENDED:
            state = fold(runner.run(reader.events(place.round)))
            if state is not None:
                dated.append(Dated(state, runner.run(reader.words_of_round(place.round))))
    yield CALENDAR, calendar(dated, reading)


def find_community(there: Sequence[Community], asked: str | None) -> Community:
    """The one community with this id or name; the only one where none is named. Else a `ConfigError` lists them."""
    found = [one for one in there if asked is None or asked == one.id]
    found = found or [one for one in there if asked is not None and asked.casefold() == one.name.casefold()]
    if len(found) == 1:
        return found[0]
    listed = "".join(f"\n  {one.id}: {one.name}" for one in found or there)
    if not there:
        raise ConfigError("There is no community yet.")
    if asked is None or found:
        raise ConfigError(f"There are several communities. Choose one by its id, with --community:{listed}")
    raise ConfigError(f"There is no community {asked}. There are:{listed}")


def _site(runner: asyncio.Runner, reader: Reader, community: Community, now: datetime, key: SignerKey | None) -> Site:
    places = [one for one in runner.run(reader.round_places()) if one.community == community.id]
    size, head = runner.run(_head(reader, community.id, key))
    entries = _entries(runner, reader, community.id, size)
    return Site(
        community=community.name,
        language=community.language,
        zone=community.zone,
        made_at=now,
        rounds=(runner.run(_shown(reader, one, now)) for one in places),
        entries=_lines(entries, {one.round: int(one.topic) for one in places}, community.zone),
        head=head,
        dates=CALENDAR,
    )


async def _head(reader: Reader, community: CommunityId, key: SignerKey | None) -> tuple[int, Head | None]:
    """How many entries the log has, and its state as far as there is a key to check it by."""
    found = [one for one in await reader.log_heads() if one.community == community]
    if not found:
        return 0, None
    tree = Frontier.decode(found[0].frontier)
    if key is None:
        return tree.size, None
    signed = await reader.last_checkpoint(community)
    named = key.named(origin_of(key.name, community))
    note = None if signed is None else signed.note
    return tree.size, Head(named.name, tree.size, tree.root.hex(), note, named.verifier.text())


def _entries(runner: asyncio.Runner, reader: Reader, community: CommunityId, size: int) -> Iterator[Entry]:
    """The entries up to this size, read a page at a time."""
    done = 0
    while done < size:
        page = runner.run(reader.entries(community, done))[: size - done]
        yield from page
        done = page[-1].no


async def _shown(reader: Reader, place: RoundPlace, now: datetime) -> Shown:
    events = await reader.events(place.round)
    state = fold(events)
    if state is None:
        raise StoreTrouble(f"the round {place.round} has no record")
    return Shown.at(state, events, await reader.words_of_round(place.round), now)


def _lines(entries: Iterable[Entry], topics: dict[RoundId, int], zone: str) -> Iterator[Line]:
    for entry in entries:
        topic = None if entry.round is None else topics.get(entry.round)
        yield Line.of(decoded(entry.leaf), zone, topic)
