"""Somebody says in which language they read what only they are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from codesign_bot.core.refusal import Refusal
from codesign_bot.service.languages import meant_by, own_name, reads
from codesign_bot.service.saying import say
from codesign_bot.views import community as views

if TYPE_CHECKING:
    from codesign_bot.records import Person
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.saying import Turn

AS_COMMUNITY = "community"
"""What is typed to take one's choice back."""


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
    speaker = turn.speaker
    mine = replace(speaker.person, language=choice)
    turn = replace(turn, language=reads_now, speaker=replace(speaker, person=mine, is_changed=True))
    others: list[Person] = [] if speaker.is_new else list(await desk.store.accounts(mine.id))
    rows = [replace(one, language=choice) for one in others if one.account != mine.account]
    name = own_name(desk, reads_now)
    await say(desk, turn, views.own_language(name) if is_own else views.language_of_community(name), *rows)
