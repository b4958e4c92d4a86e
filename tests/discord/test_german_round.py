"""A community on Discord that speaks German: no English sentence reaches anybody, up to the kept promise."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.testing.discord import NotOffered, Pick

from ..service.english import english_in  # noqa: TID252 - tests are no package
from . import story
from .german import GermanTown, open_german_town
from .town import Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[GermanTown]:
    async with open_german_town(tmp_path) as found:
        yield found


def english_lines(screens: list[str]) -> list[str]:
    """English sentences of ours on these screens: buttons and fields are looked at apart from their lines."""
    lines = sorted({line.lstrip("| >") for screen in screens for line in screen.splitlines()})
    return english_in(part for line in lines for part in (line, *re.split(r"[\[\]]+", line)))


async def in_german(town: GermanTown) -> None:
    """The community is set to German. What was said before that is not looked at."""
    olga = town.person("Olga", may_manage=True)
    await olga.types("/setup begin")
    await olga.fills("Set up a community", words="Riverside")
    await olga.sees("This is now the community")
    await olga.types("/einrichten sprache", language=Pick("deutsch"))
    await town.person("Watcher").sees("Olga hat die Sprache von")
    await town.quiet()
    town.look_around()
    town.before = {line.lstrip("| >") for screen in town.read for line in screen.splitlines()}
    town.read.clear()


async def test_no_english_sentence_reaches_anybody(town: GermanTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "begun", in_german)
    await story.one_promise_kept(town)
    ana = town.person("Ana")
    for line in ("/runde stand", "/runde regeln", "/idee liste", "/ich daten", "/ich sprache", "/ich verbinden"):
        await ana.types(line)
        town.look_around()
    for line in (
        "/protokoll entscheidungen",
        "/protokoll stand",
        "/ich quittung",
        "/ich vergessen",
        "/dateien",
        "/hilfe",
        "/abstimmen auszählung",
        "/rückmeldung lesen",
        "/macht anträge",
        "/runde prüfen",
    ):
        await ana.types(line)
        town.look_around()
    await ana.types("/protokoll macht", topic=1, days="2031-01")
    await ana.types("/protokoll entscheidungen", words="Abstimmung", before=999)
    await ana.types("/protokoll eintrag", number=1)
    await ana.types("/protokoll eintrag", number=999)
    await ana.types("/quittung", receipt="amber otter")
    await ana.types("/idee zeigen", idea=99)
    await town.quiet()
    town.look_around()
    town.expect(Phase.FOLLOW_UP)
    told = "\n".join(town.read)
    assert "Ein neuer Schritt beginnt: Nachschau." in told
    assert "Es gibt keine Idee 99." in told
    assert "Es gibt keinen Eintrag 999." in told
    assert "Das war viel auf einmal." not in told
    assert "Nur mit: „Abstimmung“" in told
    assert "Hier ist das ganze Protokoll dieser Gemeinschaft als eine Datei." in told
    assert set(english_lines(town.read)) <= set(english_lines(sorted(town.before)))
    assert len({line for screen in town.read for line in screen.splitlines()}) > 300


async def test_an_app_in_english_is_answered_in_english_until_somebody_says_otherwise(town: GermanTown) -> None:
    await in_german(town)
    eve = Town.person(town, "Eve")
    await eve.types("/help")
    await eve.sees("No round is open here.")
    await eve.types("/topic suggest")
    assert eve.form is not None
    assert eve.form.title == "Suggest a topic"
    await eve.fills("Suggest a topic", words="The park is dark")
    await eve.sees("Saved. This is topic 1.", "Schritt: Thema")
    await eve.types("/me language", language="Deutsch")
    await eve.sees("Ab jetzt antworte ich dir in dieser Sprache: Deutsch.")
    await eve.types("/help")
    await eve.sees("Ein Thema wartet auf Menschen")
    await town.restart()
    await eve.types("/topic suggest")
    assert eve.form is not None
    assert eve.form.title == "Ein Thema vorschlagen"


async def test_commands_have_their_names_in_the_language_of_the_app(town: GermanTown) -> None:
    await in_german(town)
    ana, eve = town.person("Ana"), Town.person(town, "Eve")
    await ana.types("/thema vorschlagen")
    await ana.fills("Suggest a topic", words="Der Park ist dunkel")
    await ana.sees("Gespeichert. Das ist Thema 1.")
    with pytest.raises(NotOffered):
        await eve.types("/thema vorschlagen")
    await eve.types("/topic second", topic=1)
    await eve.sees("Saved. You seconded this topic.")


async def test_quiet_hours_are_set_and_ended_by_slash_command(town: GermanTown) -> None:
    await in_german(town)
    olga = town.person("Olga")
    await olga.types("/einrichten ruhezeit", {"from": "22:00", "until": "8:00"})
    await olga.sees("Zwischen 22:00 und 08:00 Uhr störe ich niemanden.", "Olga hat eine Ruhezeit gesetzt: 22:00-08:00.")
    await olga.types("/einrichten ruhezeit-aus")
    await olga.sees("Es gibt keine Ruhezeit mehr.", "Olga hat die Ruhezeit beendet.")


async def test_days_of_rest_are_chosen_and_ended_by_slash_command(town: GermanTown) -> None:
    await in_german(town)
    olga = town.person("Olga")
    await olga.types("/einrichten feiertage", {"days": "2028-12-24"})
    await olga.sees("Auch an diesen Tagen endet kein Schritt:", "Sonntag, 24. Dezember 2028")
    await olga.sees("Olga hat die Feiertage bestimmt, an denen kein Schritt endet: 2028-12-24.")
    await olga.types("/einrichten wochenenden")
    await olga.sees("Kein Schritt endet am Wochenende.", "Olga hat bestimmt, dass kein Schritt am Wochenende endet.")
    await olga.types("/einrichten feiertage-aus")
    await olga.sees("Ab jetzt können Schritte an Feiertagen enden.")
    await olga.types("/einrichten wochenenden-aus")
    await olga.sees("Ab jetzt können Schritte am Wochenende enden.")


async def test_no_author_is_asked_in_quiet_hours(town: GermanTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "begun", in_german)
    await story.ideas(town)
    olga, ana, gus = (town.person(name) for name in ("Olga", "Ana", "Gus"))
    await olga.types("/setup quiet", {"from": "0:00", "until": "23:59"})
    message = gus.says("We could paint the fence")
    await ana.context_menu("Turn into an idea", message)
    await ana.sees("Jetzt ist Ruhezeit, und ich frage niemanden.")
    await town.quiet()
    assert gus.account.private is None
