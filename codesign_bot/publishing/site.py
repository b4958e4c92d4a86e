"""The pages of one community, made from what the store holds at this moment."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from codesign_bot.core.evolve import fold
from codesign_bot.core.ids import RoundId
from codesign_bot.errors import ConfigError, StoreTrouble
from codesign_bot.log.shown import Shown
from codesign_bot.log.site import Line, Site, pages
from codesign_bot.ports import Voice
from codesign_bot.publishing.folder import replace_folder
from codesign_bot.records import Community, Entry, RoundPlace
from codesign_bot.store.reading import Reader
from codesign_bot.store.sqlite import reading
from codesign_bot.views.logs import LogLine, about, kind_of


@dataclass(frozen=True, slots=True)
class Published:
    """What was written, and for whom."""

    community: Community
    pages: int


def publish(store: Path, folder: Path, asked: str | None, now: datetime, voice_of: Callable[[str], Voice]) -> Published:
    """Write the pages of the community that was asked for, by its id or its name, into the folder, as of `now`.

    `voice_of` gives the texts in a language. The store is only read, a round at a time, and the bot may be at work.
    Raises `ConfigError` where no single community is meant or the folder is not ours, `StoreTrouble` and `OSError`.
    """
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        reader = runner.run(stack.enter_async_context(reading(store)))
        try:
            community = find_community(runner.run(reader.communities()), asked)
            made = pages(_site(runner, reader, community, now), voice_of(community.language))
            return Published(community, replace_folder(folder, community.id, made))
        finally:
            runner.run(stack.aclose())


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


def _site(runner: asyncio.Runner, reader: Reader, community: Community, now: datetime) -> Site:
    places = [one for one in runner.run(reader.round_places()) if one.community == community.id]
    entries = runner.run(reader.entries(community.id))
    return Site(
        community=community.name,
        language=community.language,
        zone=community.zone,
        made_at=now,
        rounds=(runner.run(_shown(reader, one, now)) for one in places),
        entries=_lines(entries, {one.round: int(one.topic) for one in places}),
    )


async def _shown(reader: Reader, place: RoundPlace, now: datetime) -> Shown:
    events = await reader.events(place.round)
    state = fold(events)
    if state is None:
        raise StoreTrouble(f"the round {place.round} has no record")
    return Shown.at(state, events, await reader.words_of_round(place.round), now)


def _lines(entries: Sequence[Entry], topics: dict[RoundId, int]) -> Iterator[Line]:
    for entry in entries:
        told = LogLine(entry.no, entry.at, entry.kind, json.loads(entry.body))
        yield Line(
            entry.no, entry.at, kind_of(told), about(told), None if entry.round is None else topics.get(entry.round)
        )
