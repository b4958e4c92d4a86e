"""Every language has its own word for every word that is typed, and whatever it tells people to type is understood."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.messages import FluentVoice, all_voices
from codesign_bot.phrasing.spelling import own_step, own_word, spelled
from codesign_bot.service.grammar import read
from codesign_bot.service.spoken import Spoken, folded
from codesign_bot.service.verbs import VERBS
from codesign_bot.views.preview import PREVIEWED
from codesign_bot.views.typed import ANSWERS, BEHIND, SLASH, WORDS, key_of
from codesign_bot.views.usage import USAGE
from codesign_discord.commands import COMMANDS

VOICES: Mapping[str, FluentVoice] = all_voices()
SPOKEN = Spoken(VOICES)
LANGUAGES = sorted(VOICES)
FORMS = sorted({form for usage in USAGE.values() for form in usage.forms})
SLASH_NAME = re.compile(r"[-_'\w]{1,32}")
"""Names of slash commands and options (application command naming); letters of any script are in \\w."""
COMMAND_IN_TEXT = re.compile(r"!(?=[^\W\d_])[\w-]+(?: (?:[\w:-]+|…))*")


def as_typed(typed: str) -> tuple[str, str]:
    """What the bot takes this for, in our words: the first word, and the rest."""
    found = read(typed.replace("…", "some words of my own"), frozenset(), is_private=False)
    assert found is not None, typed
    ours = SPOKEN.ours(found)
    return ours.verb, ours.rest


def test_the_words_that_can_be_typed_are_those_that_have_a_text() -> None:
    for voice in VOICES.values():
        assert {key for key in voice.keys if key.startswith("word-")} == {key_of(word) for word in WORDS}
    assert len(WORDS) > 100


def test_every_verb_that_the_bot_knows_has_its_words() -> None:
    without = {"end", "close", "result"}  # what people type who want what nobody can have, and an old name
    assert set(BEHIND) == set(VERBS) - without


def test_the_words_behind_a_verb_are_those_of_its_usage() -> None:
    """Whatever an example of ours holds that is no number, no name and no word of one's own has to be among them."""
    names = {"community", "Europe/London", "10d", "2d", "…"} | set(PREVIEWED)
    for form in FORMS:
        verb, *rest = form.split()
        known = BEHIND[verb] | (frozenset(BEHIND) if verb == "help" else frozenset[str]())
        unknown = {word.removeprefix("!") for word in rest} - known - names
        assert not [word for word in unknown if not any(sign.isdigit() for sign in word)], form


def test_every_name_on_discord_has_a_word() -> None:
    names = {word for path in COMMANDS for word in path} | {
        option.name for command in COMMANDS.values() for option in command.options
    }
    assert names <= WORDS
    assert names >= SLASH, SLASH - names


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_is_one_word_in_small_letters_that_discord_takes(language: str) -> None:
    for word in WORDS:
        own = own_word(word, VOICES[language])
        assert SLASH_NAME.fullmatch(own), own
        assert own == own.lower() == unicodedata.normalize("NFC", own), own


def test_english_words_are_ours() -> None:
    assert {word: own_word(word, VOICES["en"]) for word in WORDS} == {word: word for word in WORDS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_words_are_spelled_alike_where_one_could_be_taken_for_the_other(language: str) -> None:
    voice = VOICES[language]
    for words in (BEHIND, ANSWERS, *BEHIND.values(), *_side_by_side()):
        twice = [own for own, count in Counter(own_word(word, voice) for word in words).items() if count > 1]
        assert not twice, twice
    assert len({own_step(word, voice) for word in PREVIEWED}) == len(PREVIEWED)


def _side_by_side() -> list[list[str]]:
    """Names that stand beside each other on Discord: the commands, those of a group, the options of each."""
    groups: dict[str, list[str]] = {}
    for path in COMMANDS:
        groups.setdefault(path[0], []).append(path[-1])
    options = [[one.name for one in command.options] for command in COMMANDS.values()]
    return [list(groups), *groups.values(), *options]


def test_no_word_of_one_language_means_something_else_in_another() -> None:
    for words in (BEHIND, ANSWERS, *BEHIND.values()):
        meant: dict[str, str] = {}
        for language in LANGUAGES:
            for word in words:
                assert meant.setdefault(folded(own_word(word, VOICES[language])), word) == word, (language, word)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_understood_as_each_language_spells_it(form: str, language: str) -> None:
    shown = spelled(f"!{form}", VOICES[language])
    verb, rest = as_typed(shown)
    assert (verb, rest) == as_typed(f"!{form}"), shown
    assert VERBS[verb](rest) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_a_text_quotes_is_understood(language: str) -> None:
    voice = VOICES[language]
    told: list[str] = []
    for key in sorted(voice.keys):
        numbers = voice.numbers(key)
        text = voice.words(key, {name: 3 if name in numbers else "3" for name in voice.known_arguments(key)})
        told += COMMAND_IN_TEXT.findall(text)
    told.append("!" + voice.words("which-round", {"topics": "#1, #3", "first": 3}).rpartition(": ")[2].rstrip("."))
    for typed in told:
        verb, rest = as_typed(typed)
        assert VERBS[verb](rest.removeprefix("#3 ")) is not None, typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_option_is_explained_with_something_that_can_be_typed(language: str) -> None:
    """ "A command, such as vote", "2 days", "10 days"."""
    voice = VOICES[language]
    example = voice.words("option-about", {}).split()[-1]
    assert as_typed(f"!help {example}") == ("help", "vote")
    length = " ".join(voice.words("option-length", {}).split()[-2:])
    assert as_typed(f"!time give {length} because") == ("time", "give 10 days because")
    length = " ".join(voice.words("form-length", {}).split()[-2:])
    assert as_typed(f"!time give {length} because") == ("time", "give 2 days because")


@pytest.mark.parametrize(
    ("ours", "german"),
    [
        ("!idea withdraw 3", "!idee zurücknehmen 3"),
        ("!vote 3:2 7:1", "!abstimmen 3:2 7:1"),
        ("!setup organiser add …", "!einrichten orga hinzu …"),
        ("!fate 3 chosen … by 2027-01-31", "!bescheid 3 ausgewählt … bis 2027-01-31"),
        ("!outcome publish … !because …", "!ergebnis veröffentlichen … !weil …"),
        ("!round window cooling-off 3d", "!runde dauer bedenkzeit 3d"),
        ("!round plan community", "!runde planen community"),
        ("!help vote", "!hilfe abstimmen"),
        ("!setup zone Europe/London", "!einrichten zeitzone Europe/London"),
        ("!setup link AB12CD34", "!einrichten verbinden AB12CD34"),
        ("!log #3 power 2027-03 before 85 lamps", "!protokoll #3 macht 2027-03 vor 85 lamps"),
        ("!log entry 12", "!protokoll eintrag 12"),
        ("!log checkpoint", "!protokoll stand"),
        ("!receipt amber otter", "!quittung amber otter"),
        ("/log decisions", "/protokoll entscheidungen"),
        ("/log power days:2027-03 words:lamps before:85", "/protokoll macht tage:2027-03 worte:lamps vor:85"),
        ("/receipt receipt:amber", "/quittung quittung:amber"),
        ("/idea merge", "/idee zusammenlegen"),
        ("/idea merge idea:3 other:7", "/idee zusammenlegen idee:3 andere:7"),
        ("/me link-code", "/ich verbinden-code"),
        ("yes", "ja"),
        ("stop", "aufhören"),
        ("setup organiser", "einrichten orga"),
        ("something else", "something else"),
    ],
)
def test_commands_are_spelled_in_the_readers_words(ours: str, german: str) -> None:
    assert spelled(ours, VOICES["de"]) == german
    assert spelled(ours, VOICES["en"]) == ours


def test_every_step_has_a_word_that_can_be_typed() -> None:
    assert own_step("cooling-off", VOICES["en"]) == "cooling-off"
    assert PREVIEWED["voting"] is Phase.VOTING
    assert own_step("voting", VOICES["de"]) == "abstimmung"
