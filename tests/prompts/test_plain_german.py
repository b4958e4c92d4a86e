"""The gate for German texts: everybody can read what the bot says.

The measure is the first Wiener Sachtextformel of Bamberger and Vanecek (Lesen - Verstehen - Lernen - Schreiben, Wien
1984): 0.1935 MS + 0.1672 SL + 0.1297 IW - 0.0327 ES - 0.875, with MS the percentage of words of three and more
syllables, SL the mean length of a sentence in words, IW the percentage of words of more than six letters, ES the
percentage of words of one syllable. It gives a school year, from 4 (very easy) to 15. German joins words, so that
"Abstimmung" is long where "vote" is short: the texts are held to year 6 as a whole, and each of them to 9.

Einfache Sprache (DIN 8581-1) asks for one name for each thing, and for one way to speak to people: "du", to one reader.
"""

from __future__ import annotations

import re

import pytest

from codesign_bot.messages import FluentVoice

from .readings import SENTENCE_END, WORD, all_readings, filled, is_prose, whole_files

MOST_YEAR_OF_ONE = 9.0
MOST_YEAR = 6.0

FORBIDDEN = re.compile(
    r"\b(Umfragen?|Nutzer\w*|Benutzer\w*|User|Anwender\w*|Admins?|Administrator\w*|Wahl|Wahlen|Wähler\w*|Kandidat\w*"
    r"|Kandidierende\w*|Vorschlag|Vorschläge\w*|Vorschlägen|Abstimmende\w*|Volksentscheid\w*|Votum|Voting|Poll"
    r"|Organisator\w*|Organisierende\w*|Moderatoren|Teilnehmer\w*|Teilnehmend\w*|Community|Feedback|Stakeholder\w*"
    r"|Deadline|Frist(en)?|Vorstellung(en)?|Anlage|Server-Admin|Beschluss\w*|Resultat\w*|Outcome|Ballot|Gebrauch)\b"
)
"""Other words for what has a name of its own (at the head of prompts/de/terms.ftl), and the words of offices."""

GENDERED = re.compile(r"\w[*:_/]-?innen?\b|\w+Innen\b|\w+(er|or|ent|ist|ger)innen\b|\b(Autor|Leser|Sprecher)(s|en)?\b")
OFFICE = re.compile(
    r"\b(bezüglich|gemäß|hinsichtlich|mittels|seitens|zwecks|diesbezüglich|erfolgt|Durchführung|Inanspruchnahme"
    r"|vorbehaltlich|unverzüglich|mithilfe|Ihnen|ihr (habt|könnt|seid|müsst)|euch|eure?[mnrs]?)\b"
    r"|(?<=[a-zäöüß,] )Ihr(e[mnrs]?)?\b"
)
"""The language of offices, and the two other ways to speak to people."""
PASSIVE_DOUBLE = re.compile(r"\bworden (ist|war|sind|waren)\b")
NAMES = frozenset({"Moderator"})
"""What somebody else calls a thing: the level of that name in Element."""

# ------------------------------------------------------------------------------------------- the measure

_GROUP = re.compile("[aeiouyäöü]+", re.IGNORECASE)
_ONE_SOUND = re.compile("aa|ee|oo|ie|ei|ai|ey|ay|au|äu|eu|ui(?=$)", re.IGNORECASE)


def syllables(word: str) -> int:
    """As many as vowels are heard: a double one, ie and the diphthongs are one; the u of qu is none."""
    return sum(map(_of_one_part, re.split(r"[-/:.,]", word)))


def _of_one_part(word: str) -> int:
    if not re.search("[a-zäöüß]", word, re.IGNORECASE):
        return bool(word)  # a number, read as one word
    plain = re.sub("qu", "q", word, flags=re.IGNORECASE)
    plain = re.sub("ideen", "ideän", plain, flags=re.IGNORECASE)  # I-de-en
    plain = re.sub("io(n|s)", r"i-o\1", plain)
    plain = re.sub("beend", "be-end", plain)
    return max(1, sum(len(_ONE_SOUND.sub("a", group)) for group in _GROUP.findall(plain)))


def year(text: str) -> float:
    """The school year after which a text can be read. A text without a full stop is one sentence."""
    sentences = [part for part in SENTENCE_END.split(text) if WORD.search(part)]
    words = WORD.findall(text)
    counted = [syllables(word) for word in words]
    share = 100 / len(words)
    long = share * sum(count >= 3 for count in counted)
    letters = share * sum(len(re.sub(r"\W", "", word)) > 6 for word in words)
    short = share * sum(count == 1 for count in counted)
    return 0.1935 * long + 0.1672 * len(words) / len(sentences) + 0.1297 * letters - 0.0327 * short - 0.875


@pytest.fixture
def german(voices: dict[str, FluentVoice]) -> FluentVoice:
    return voices["de"]


# --------------------------------------------------------------------------------------------- the texts


def test_every_text_that_is_long_enough_to_tell_is_easy_to_read(german: FluentVoice) -> None:
    graded = [(year(text), key, text) for key in german.keys if is_prose(text := filled(german, key, {}, 3))]
    assert len(graded) > 50
    hard = [f"{key}: year {found:.1f}: {text}" for found, key, text in sorted(graded) if found > MOST_YEAR_OF_ONE]
    assert not hard, "\n".join(hard)


def test_every_file_is_easy_to_read_as_a_whole(german: FluentVoice) -> None:
    whole = whole_files(german)
    assert len(whole) > 5
    hard = [f"{name}: year {year(text):.1f}" for name, text in whole.items() if year(text) > MOST_YEAR_OF_ONE]
    assert not hard, "\n".join(hard)
    assert year(" ".join(whole.values())) <= MOST_YEAR


def test_no_word_stands_in_for_one_that_has_a_name(german: FluentVoice) -> None:
    assert not [f"{key}: {found[0]}" for key, text in all_readings(german) if (found := FORBIDDEN.search(text))]


def test_nobody_is_given_a_gender(german: FluentVoice) -> None:
    """A programme that reads aloud stumbles over a star or a colon inside a word; "Orga-Team" says the same."""
    assert not [f"{key}: {found[0]}" for key, text in all_readings(german) if (found := GENDERED.search(text))]


def test_one_reader_is_spoken_to_and_not_as_an_office_does(german: FluentVoice) -> None:
    assert not [f"{key}: {found[0]}" for key, text in all_readings(german) if (found := OFFICE.search(text))]
    assert not [key for key, text in all_readings(german) if PASSIVE_DOUBLE.search(text)]


def test_quotation_marks_are_german(german: FluentVoice) -> None:
    """They open below and close above; the closing one of English ends none of them."""
    for key, text in all_readings(german):
        assert "”" not in text, key
        assert text.count("„") == text.count("“"), key
        assert '"' not in text, key


# --------------------------------------------------------------------------------- the gate itself is sound

KNOWN = {
    1: "du ein Punkt Schritt steht Zeit ja nein Mal nur",
    2: "Runde Thema Frage Punkte Regel dieser offen gegen neue Konten Einwand",
    3: "Ideen Stimmzettel Protokoll Abstimmung zusammen Ergebnis beenden Bedenkzeit Antworten",
    5: "Information Minderheits-Meinung",
    4: "Gemeinschaften veröffentlicht verändertes",
    6: "Organisation",
}


@pytest.mark.parametrize("count", sorted(KNOWN))
def test_syllables_are_counted_as_people_count_them(count: int) -> None:
    assert {word: syllables(word) for word in KNOWN[count].split()} == dict.fromkeys(KNOWN[count].split(), count)


def test_an_easy_text_is_easy_and_an_office_text_is_not() -> None:
    easy = "Du hast 4 Punkte. Gib sie den Ideen, die dir am besten gefallen. Noch ist nichts entschieden."
    office = (
        "Die Inanspruchnahme der Mitwirkungsmöglichkeiten erfolgt vorbehaltlich einer vorherigen Registrierung."
        " Diesbezügliche Einwendungen sind unverzüglich schriftlich gegenüber der Verwaltung geltend zu machen."
    )
    assert year(easy) < 5
    assert year(office) > 14


@pytest.mark.parametrize("text", ["Organisator:innen", "die Bürger*innen", "TeilnehmerInnen", "Helferinnen", "Autor"])
def test_a_gender_is_seen(text: str) -> None:
    assert GENDERED.search(text)


@pytest.mark.parametrize("text", ["Wir beginnen jetzt", "von innen", "gewinnen", "drinnen", "das Orga-Team"])
def test_an_ending_of_the_same_letters_is_no_gender(text: str) -> None:
    assert not GENDERED.search(text)


@pytest.mark.parametrize("text", ["Das hilft Ihnen.", "Habt ihr euch entschieden?", "gemäß den Regeln"])
def test_another_way_to_speak_is_seen(text: str) -> None:
    assert OFFICE.search(text)
