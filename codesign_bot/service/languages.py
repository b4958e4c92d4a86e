"""Which language somebody reads in, and which one they mean by what they type.

Law. What one person alone reads is in the language that they chose; else in that of the program they use, where it
     tells one that we have; else in that of their community. What all read is in that of the community.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from codesign_bot.core.refusal import Refusal
from codesign_bot.names import nearest
from codesign_bot.service.desk import voice_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from codesign_bot.core.ids import CommunityId, PersonId
    from codesign_bot.ports import Heard, Voice
    from codesign_bot.records import Place
    from codesign_bot.service.desk import Desk

NAME, NAMES = "language-name", "language-names"
"""What a language is called in itself, and all that people may call it, with commas between."""


def own_name(desk: Desk, language: str) -> str:
    """What a language calls itself. Its code where we have no texts in it any more."""
    voice = desk.voices.get(language)
    return voice.words(NAME, {}) if voice is not None else language


def meant_by(desk: Desk, typed: str) -> str:
    """The code of the language that somebody means. Raises `Refusal`, with those that we have, the nearest first."""
    known = _called(desk.voices)
    wanted = unicodedata.normalize("NFKC", typed).strip().casefold()
    found = known.get(wanted) or of_locale(desk, wanted)
    if found is None:
        near = dict.fromkeys(known[name] for name in nearest(wanted, sorted(known), len(known)))
        raise Refusal("language-unknown", near=", ".join(f"{code} ({own_name(desk, code)})" for code in near))
    return found


def of_locale(desk: Desk, locale: str) -> str | None:
    """One of our languages for a code such as "de-AT"; None where we do not have it."""
    known = {code.casefold(): code for code in desk.voices}
    whole = locale.replace("_", "-").casefold()
    return known.get(whole) or known.get(whole.partition("-")[0])


def reads(desk: Desk, person: PersonId | None, locale: str, near: Iterable[Place]) -> str:
    """The language of what this person alone will read. `near`: where they speak, or the spaces that they are in."""
    own = desk.book.languages.get(person) if person is not None else None
    if own is not None and own in desk.voices:
        return own
    return of_locale(desk, locale) or of_places(desk, near)


def of_places(desk: Desk, places: Iterable[Place]) -> str:
    """The language of the first of these places that is a community's.

    Where none is, that of all communities, if they share one; else that of the defaults.
    """
    communities = (desk.book.community_at(place) for place in places)
    shared = {one.language for one in desk.book.communities.values()}
    elsewhere = shared.pop() if len(shared) == 1 else desk.defaults.language
    found = next((one.language for one in communities if one is not None), elsewhere)
    return found if found in desk.voices else desk.defaults.language


def of_heard(desk: Desk, heard: Heard, person: PersonId) -> str:
    """The language in which somebody is answered who said this."""
    return reads(desk, person, heard.locale, (heard.place, *heard.near))


def voice_in(desk: Desk, language: str | None, community: CommunityId) -> Voice:
    """The texts of a language; where it is None, or we have none in it any more, those of the community."""
    theirs = voice_of(desk.voices, desk.book.communities.get(community), desk.defaults)
    return desk.voices.get(language or "", theirs)


def _called(voices: Mapping[str, Voice]) -> dict[str, str]:
    """By everything that a language may be called: its code."""
    called = {code.casefold(): code for code in sorted(voices)}
    for code, voice in sorted(voices.items()):
        for name in voice.words(NAMES, {}).split(","):
            called.setdefault(name.strip().casefold(), code)
    return called
