"""A whole round in German, typed as the German texts say, from the first word to the tally and on to the end."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

from codesign_bot.core.phases import Phase
from codesign_bot.log.tables.dictionary import DICTIONARY
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Report, Verdict
from codesign_bot.testing.world import ROOM, World, open_world

from .conftest import as_text
from .english import english_in

MEMBERS = tuple(f"m{number}" for number in range(8))
IDEEN = ("Lampen am Teich", "ein Teestand", "Filme im Freien", "ein Spazier-Kreis", "mehr Bänke", "eine Hundewiese")
ANTWORTEN = (
    "1",
    "Wir entscheiden alle, hier, mit Punkten.",
    "2",
    "Das Geld steht fest.",
    "Alles außer dem Geld ist offen.",
    "1",
    "Wir tun es mit der Stadt.",
    "2027-12-31",
    "ja",
)


def all_said(world: World) -> list[str]:
    """Everything that anybody was ever sent, as it reads now."""
    return [message.text for message in world.platform.messages.values()]


async def begun(world: World) -> None:
    """A community that speaks German, before it has said anything else. Nothing of its beginning is kept here."""
    olga = world.person("olga", may_manage=True)
    await olga.says("!einrichten Ulmenstraße", ROOM)
    await olga.says("!einrichten sprache Deutsch", ROOM)
    await world.everything_said()
    world.platform.messages.clear()


async def planned(world: World) -> None:
    olga = world.person("olga")
    await world.person("m0").says("!thema vorschlagen Der Park ist abends leer", ROOM)
    await olga.opens_private()
    await olga.says("!einrichten ruhezeit 22:00 8:00", ROOM)
    await olga.says("!runde planen community")
    for antwort in ANTWORTEN:
        await olga.says(antwort)
    await olga.says("!runde dauer Bedenkzeit 3 Tage")
    await olga.says("!runde vorschau")
    await olga.says("!runde prüfen", ROOM)
    await world.everything_said()


async def framed(world: World) -> None:
    for name in MEMBERS[1:4]:
        await world.person(name).says("!thema mittragen 1", ROOM)
    await world.all_say(MEMBERS, "!mitmachen")
    world.expect(Phase.FRAMING)
    await world.all_say(MEMBERS[:6], "!problem Es ist dunkel und niemand fühlt sich sicher")
    await world.person("m1").says("!frage Wie könnten wir abends im Park sein?")
    await world.person("m2").says("!unterstützen 1")
    await world.person("m2").says("!beschreibungen")
    await world.person("m2").says("!fragen")
    await world.person("m5").says("!idee Lampen am Weg")
    await world.step_ends()
    world.expect(Phase.CONFIRMING)
    await world.all_say(MEMBERS[:6], "!zustimmen")
    await world.person("m6").says("!einwand Das sagt nichts über Kinder.")
    await world.person("m6").says("!einwand zurücknehmen")
    await world.step_ends()


async def given(world: World) -> None:
    world.expect(Phase.IDEAS)
    for name, idee in zip(MEMBERS, IDEEN, strict=False):
        await world.person(name).says(f"!idee {idee}")
    await world.person("m0").says("!idee ändern 1 Warme Lampen am Teich")
    await world.person("m1").says("!idee ergänzen 1 Mit Sonnenstrom")
    await world.person("m1").says("!ideen")
    await world.person("m1").says("!idee zeigen 1")
    await world.person("m5").says("!aufgehoben")
    await world.person("m5").says("!idee aufgehoben 1")
    await world.person("m2").says("!zusammenlegen 1 7")
    await world.person("m0").says("!zusammenlegen ja 1 7")
    await world.person("m5").says("!zusammenlegen nein 1 7")
    await world.person("m3").says("!zeit mehr")
    await world.person("m3").says("!antrag beenden Wir haben alles gesagt.")
    await world.person("m4").says("!antrag unterstützen 1")
    await world.person("m6").says("!antrag einwand 1 Ich brauche noch Zeit.")
    await world.person("m6").says("!anträge")
    await world.person("olga").says("!zeit geben 2 Tage Es waren Feiertage.")
    await world.step_ends()
    await world.step_ends()


async def counted(world: World) -> None:
    world.expect(Phase.VOTING)
    await world.person("m0").says("!abstimmen 1:1", ROOM)
    for name, stimmen in zip(MEMBERS, ("1:2 2:1", "1:2 3", "1 2", "2:2 3", "1:2", "4:2"), strict=False):
        await world.person(name).says(f"!abstimmen {stimmen}")
    await world.person("m0").says("abstimmen setzen 2:2")
    await world.person("m1").says("!abstimmen zeigen")
    await world.person("m6").says("!abstimmen 99:1")
    await world.person("m6").says("!abstimmen 1:2 2:2 3:2")
    await world.person("m6").says("!abstimmen 1")
    await world.person("m6").says("!abstimmen leeren")
    await world.person("m6").says("!auszählung")
    await world.person("m1").says("!ich quittung")
    await world.person("m1").says("!quittung amber otter")
    while world.round.phase in {Phase.VOTING, Phase.RUNOFF}:
        await world.step_ends()
    world.expect(Phase.COOLING_OFF)


async def ended(world: World) -> None:
    await world.person("m5").says("!minderheit Wir wollen die Hundewiese trotzdem.")
    await world.person("m6").says("!minderheit teilen 1")
    await world.person("m7").says("!einwand Niemand hat die Nachbarn gefragt.")
    await world.step_ends()
    first = world.round.chosen[0]
    for number, name in enumerate(MEMBERS[:6]):
        await world.person(name).says(f"!rückmeldung {first} {('dafür', 'dagegen', 'enthalten')[number % 3]}")
    await world.person("m0").says(f"!rückmeldung {first} gefällt Das Licht")
    await world.person("m0").says(f"!rückmeldung {first} sorge Die Kosten")
    await world.person("m0").says(f"!rückmeldung {first} hilft Eine Lampe weniger")
    await world.step_ends()
    world.expect(Phase.OUTCOME)
    olga = world.person("olga")
    for no in world.round.live_ideas:
        wird = "ausgewählt Die Stadt bis 2027-11-01" if no in world.round.chosen else "später Es fehlt noch Geld"
        await olga.says(f"!bescheid {no} {wird}")
    await olga.says("!ergebnis veröffentlichen Es soll Licht geben. Wir bauen Lampen.")
    world.expect(Phase.FOLLOW_UP)
    await world.person("m0").says(f"!fortschritt {first} Die Stadt hat ja gesagt")
    await world.person("m0").says(f"!fortschritt {first} fertig")
    await world.person("m7").says(f"!bestreiten {first} Ein Mast fehlt")
    await world.person("m0").says(f"!fortschritt {first} fertig")
    for name in MEMBERS[1:4]:
        await world.person(name).says(f"!bestätigen {first}")
    assert world.round.promises[first].is_done
    await world.person("m1").says("!dateien 1")
    await world.passes(timedelta(days=31))
    await world.passes(timedelta(days=60))
    await world.passes(timedelta(days=500))
    world.expect(Phase.ARCHIVED)


PAGES = (
    *("stand", "regeln", "hilfe", "ich", "themen", "dateien", "ich sprache", "ich verbinden", "ich daten", "hallo"),
    *("protokoll", "protokoll macht", "protokoll stand", "protokoll eintrag 1", "protokoll 1 vor 20", "protokoll Park"),
    *("ich quittung", "ich vergessen", "dateien 1"),
)
MISTAKES = (
    "idea",
    "unbekannt",
    "hilfe abstimmen",
    "idee",
    "frage",
    "idee zurücknehmen 99",
    "einrichten code",
    "weniger",
    "protokoll eintrag",
    "protokoll eintrag 999",
    "protokoll 2027-99",
    "protokoll niemand sucht diese Worte",
    "quittung kein otter",
    "umwandeln nie",
)


async def asks_for_everything(world: World) -> None:
    """Pages, and what people get wrong, in this step."""
    for typed in (*PAGES, *MISTAKES):
        await world.person("m7").says(f"!{typed}")
        world.clock.advance(timedelta(seconds=10))  # so that nothing counts as a flood
    await world.everything_said()


async def test_a_round_in_german_holds_no_english_sentence_from_the_first_word_to_the_last(tmp_path: Path) -> None:
    async with open_world(tmp_path, render=as_text) as world:
        await begun(world)
        for chapter in (planned, framed, given, counted, ended):
            await chapter(world)
            await asks_for_everything(world)
        said = all_said(world)
        assert len(said) > 300
        assert not any("Das war viel auf einmal." in one for one in said)
        assert not english_in(said)
        told = "\n".join(said)
        assert "Abstimmen: tippe `!abstimmen" in told or "Abstimmen: tippe !abstimmen" in told
        for sentence in (
            "Gespeichert. Das ist Idee 1.",
            "Die Auszählung:",
            "Das Ergebnis:",
            "Es hat sich nichts geändert.",
            "So einen Eintrag gibt es im Protokoll nicht.",
            "Kein Stimmzettel dieser Runde hat die Quittung",
            "Es gibt keinen Eintrag 999.",
            "Deine Quittung:",
        ):
            assert sentence in told, sentence


def beside(held: bytes, folder: Path) -> Report:
    """What a check of the archive finds."""
    (folder / "log.zip").write_bytes(held)
    return check(folder / "log.zip", Asked())


def read_in(held: bytes) -> list[str]:
    """All of an archive that is there to be read: its pages, the facts before a decision, what each column means."""
    told: list[str] = []
    with zipfile.ZipFile(io.BytesIO(held)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8-sig")
            if name.endswith(".md"):
                _, facts, page = text.split("---\n", 2) if text.startswith("---") else ("", "", text)
                told += [page, *(json.loads(line.partition(": ")[2]) for line in facts.splitlines() if '"' in line)]
            elif name == DICTIONARY:
                told += [cell for row in csv.DictReader(io.StringIO(text)) for cell in (row["meaning"], row["unit"])]
    return told


async def exported(world: World, command: str) -> bytes:
    await begun(world)
    for chapter in (planned, framed, given, counted, ended):
        await chapter(world)
    await world.person("m1").says(command)
    await world.everything_said()
    found = [message.file for message in world.platform.messages.values() if message.file is not None]
    return next(data for name, _, data in found if name.endswith(".zip"))


async def test_the_whole_log_of_a_german_community_is_german_and_holds(tmp_path: Path) -> None:
    async with open_world(tmp_path, render=as_text) as world:
        held = await exported(world, "!dateien")
    report = await asyncio.to_thread(beside, held, tmp_path)
    assert report.verdict is Verdict.INTACT, report.lines
    read = read_in(held)
    assert len(read) > 150
    assert read[0].startswith("# Das Protokoll von „Ulmenstraße“\n")
    assert {"Wie viele Menschen abgestimmt haben.", "angenommen"} <= set(read)
    assert any("## Was zur Auswahl stand\n" in text for text in read)
    assert english_in(read) == []


async def test_a_whole_log_that_is_told_in_english_would_be_found(tmp_path: Path) -> None:
    async with open_world(tmp_path, render=as_text) as world:
        await begun(world)
        for chapter in (planned, framed, given, counted):
            await chapter(world)
        await world.person("olga").says("!setup language English", ROOM)
        await world.person("m1").says("!export")
        await world.everything_said()
        found = [message.file for message in world.platform.messages.values() if message.file is not None]
    assert len(english_in(read_in(found[-1][2]))) > 100


async def test_the_record_of_a_round_in_german_is_german(tmp_path: Path) -> None:
    async with open_world(tmp_path, render=as_text) as world:
        await begun(world)
        for chapter in (planned, framed, given, counted, ended):
            await chapter(world)
        files = [message.file for message in world.platform.messages.values() if message.file is not None]
        record = next(data.decode() for name, _, data in files if name.endswith(".md"))
        assert "Das ist das Protokoll einer Runde." in record
        assert not english_in([record])


def test_an_english_sentence_would_be_found() -> None:
    told = ["Gespeichert.", "- Saved. This is idea 17. You can offer 2 more ideas.", "Schritt: Ideen"]
    assert english_in(told) == ["This is idea 17.", "You can offer 2 more ideas."]
    assert english_in(["Dieser Schritt endet am Freitag.", "!vote 3:2", "Wir bauen Lampen."]) == []
