"""Commands in the words of any language are put back into ours, and nobody's own words are changed by that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.service.grammar import Typed, read
from codesign_bot.service.spoken import Spoken
from codesign_bot.testing.world import CHOICES

SPOKEN = Spoken(CHOICES.voices)


def ours(text: str) -> str:
    typed = read(text, frozenset(), is_private=False)
    assert typed is not None
    found = SPOKEN.ours(typed)
    topic = f" #{found.topic}" if found.topic is not None else ""
    return f"{found.verb}{topic} {found.rest}".strip()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("!idee Eine Bank an der Haltestelle", "idea Eine Bank an der Haltestelle"),
        ("!Idee Eine Bank", "idea Eine Bank"),
        ("!IDEE zurücknehmen 3", "idea withdraw 3"),
        ("!idee zuruecknehmen 3", "idea withdraw 3"),
        ("!idee ändern 3 Eine grüne Bank", "idea edit 3 Eine grüne Bank"),
        ("!idea ändern 3 Eine grüne Bank", "idea edit 3 Eine grüne Bank"),
        ("!abstimmen #2 3:2 7:1", "vote #2 3:2 7:1"),
        ("!abstimmen leeren", "vote clear"),
        ("!thema vorschlagen: Der Park ist dunkel", "topic suggest Der Park ist dunkel"),
        ("!thema mittragen 4", "topic second 4"),
        ("!rückmeldung 3 dafür", "feedback 3 agree"),
        ("!rueckmeldung 3 Dagegen.", "feedback 3 disagree"),
        ("!rückmeldung 3 sorge: Wer putzt?", "feedback 3 worry Wer putzt?"),
        ("!zeit geben 2 Tage Es war Ostern", "time give 2 days Es war Ostern"),
        ("!zeit geben 2 tagen Es war Ostern", "time give 2 tagen Es war Ostern"),
        ("!runde dauer Bedenkzeit 3 Tage", "round window cooling-off 3 days"),
        ("!runde dauer cooling off 3 days", "round window cooling-off 3 days"),
        ("!runde vorschau Abstimmung", "round preview voting"),
        ("!bescheid 3 ausgewählt Das Grünamt bis 2027-01-31", "fate 3 chosen Das Grünamt by 2027-01-31"),
        ("!bescheid 3 später Es fehlt Geld", "fate 3 later Es fehlt Geld"),
        ("!ergebnis veröffentlichen Tee !weil es regnet", "outcome publish Tee !because es regnet"),
        ("!fortschritt 3 fertig", "progress 3 done"),
        ("!einrichten orga hinzu @ada:example.org", "setup organiser add @ada:example.org"),
        ("!einrichten ruhezeit aus", "setup quiet off"),
        ("!ich sprache gemeinschaft", "me language community"),
        ("!hilfe abstimmen", "help vote"),
        ("!hilfe !idee ändern", "help idea edit"),
        ("!antrag verbergen 3 Es nennt einen Namen", "request hide 3 Es nennt einen Namen"),
        ("!antrag pausieren 5 Die Halle ist abgebrannt", "request pause 5 Die Halle ist abgebrannt"),
        ("!zusammenlegen ja 3 7", "merge yes 3 7"),
        ("!minderheit teilen 1", "minority sign 1"),
        ("!protokoll", "log"),
        ("!protokoll Macht #3 2027-03", "log power #3 2027-03"),
        ("!protokoll #3 entscheidungen", "log #3 decisions"),
        ("!protokoll stand", "log checkpoint"),
        ("!protokoll eintrag 12.", "log entry 12."),
        ("!protokoll eintrag", "log entry"),
        ("!protokoll thema 3 vor 85 Licht am Teich", "log topic 3 before 85 Licht am Teich"),
        ("!protokoll Licht runde 3 vor: 85", "log Licht round 3 before 85"),
        ("!protokoll 4 2027-03 macht", "log 4 2027-03 power"),
        ("!log macht", "log power"),
        ("!protokoll before 85 power", "log before 85 power"),
        ("!quittung amber otter", "receipt amber otter"),
        ("!ich quittung", "me receipt"),
        ("!ich daten", "me data"),
        ("!ich vergessen 3 AB12", "me forget 3 AB12"),
        ("!dateien 3", "export 3"),
        ("!umwandeln nie", "turn never"),
        ("!hilfe protokoll eintrag", "help log entry"),
    ],
)
def test_a_command_in_german_means_the_same_as_in_english(typed: str, meant: str) -> None:
    assert ours(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("!idee Zeigen wir den Leuten die Stadt", "idea Zeigen wir den Leuten die Stadt"),
        ("!idee Ändern: alles", "idea Ändern: alles"),
        ("!idee Liste aller Vereine aushängen", "idea Liste aller Vereine aushängen"),
        ("!einwand Zurücknehmen wäre besser", "object Zurücknehmen wäre besser"),
        ("!minderheit Teilen ist besser als Haben", "minority Teilen ist besser als Haben"),
        ("!fortschritt 3 Fertig ist erst der Zaun", "progress 3 Fertig ist erst der Zaun"),
        ("!rückmeldung 3 Dafür spricht wenig", "feedback 3 Dafür spricht wenig"),
        ("!frage Wie könnten wir fragen?", "question Wie könnten wir fragen?"),
        ("!problem Problem ist der Lärm", "frame Problem ist der Lärm"),
        ("!bescheid 3 später bis 2027 fehlt Geld", "fate 3 later bis 2027 fehlt Geld"),
        (
            "!bescheid 3 ausgewählt Wer bis dahin da ist bis 2027-01-31",
            "fate 3 chosen Wer bis dahin da ist by 2027-01-31",
        ),
        ("!protokoll wer macht Licht", "log wer macht Licht"),
        ("!protokoll Licht vor dem Teich", "log Licht vor dem Teich"),
        ("!protokoll Thema Park", "log Thema Park"),
        ("!protokoll ein Eintrag", "log ein Eintrag"),
        ("!quittung Stand Eintrag", "receipt Stand Eintrag"),
        ("!unbekannt ja nein", "unbekannt ja nein"),
    ],
)
def test_words_of_people_stay_as_they_wrote_them(typed: str, meant: str) -> None:
    assert ours(typed) == meant


@given(st.text(alphabet="abc äöüßÄ:,.!#3 \n\u00a0", max_size=40))
def test_an_idea_that_begins_with_no_command_is_never_touched(words: str) -> None:
    typed = Typed("idee", words.strip())
    assert SPOKEN.ours(typed) == Typed("idea", words.strip())


@given(
    st.sampled_from(["idea", "object", "frame", "question", "minority", "vote", "outcome", "log"]), st.text(max_size=60)
)
def test_our_own_words_are_put_back_into_themselves(verb: str, words: str) -> None:
    once = SPOKEN.ours(Typed(verb, words.strip()))
    assert SPOKEN.ours(once) == once
    assert once.verb == verb


@pytest.mark.parametrize(("said", "meant"), [("ja", "yes"), ("Zurück.", "back"), ("zurueck", "back"), ("1", "1")])
def test_answers_in_a_dialogue_are_understood(said: str, meant: str) -> None:
    assert SPOKEN.answer(said) == meant


def test_who_reads_german_may_begin_a_command_with_german_and_english_words() -> None:
    assert {"idee", "idea", "abstimmen", "vote"} <= set(SPOKEN.verbs("de"))
    assert "idee" not in SPOKEN.verbs("en")
    assert "idea" in SPOKEN.verbs("xx")


def test_without_any_language_ours_are_all_there_is() -> None:
    bare = Spoken({})
    assert bare.ours(Typed("idee", "3")) == Typed("idee", "3")
    assert bare.ours(Typed("idea", "withdraw 3")) == Typed("idea", "withdraw 3")
