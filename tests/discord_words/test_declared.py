"""Slash commands and forms say the very words that are typed elsewhere, and fit into Discord's limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.messages import all_voices
from codesign_bot.service.asked import Do, Manage, Plan, Suggest
from codesign_bot.service.grammar import read
from codesign_bot.service.verbs import VERBS
from codesign_bot.views.usage import USAGE
from codesign_discord import limits
from codesign_discord.commands import COMMANDS, GROUPS
from codesign_discord.declared import Command, Form, Kind, Opens, Option, gaps, line
from codesign_discord.forms import FORMS, filled
from codesign_discord.manifest import hash_of, manifest

VOICES = all_voices()
ENGLISH = VOICES["en"]
PAYLOADS: list[Any] = manifest(VOICES, "en")

EXAMPLES: Mapping[str, str] = {
    "zone": "Europe/London",
    "who": "@ada",
    "code": "ABCD1234",
    "topic": "4",
    "template": "community",
    "idea": "3",
    "other": "7",
    "number": "2",
    "page": "2",
    "step": "voting",
    "length": "10 days",
    "people": "8",
    "percent": "30",
    "dots": "2",
    "answer": "yes",
    "about": "vote",
    "language": "de",
    "from": "22:00",
    "until": "8:00",
    "days": "2027-03",
    "words": "lamps",
    "before": "85",
    "receipt": "amber otter",
}
FILLED: Mapping[str, str] = {
    "words": "It is dark and nobody feels safe",
    "stance": "agree",
    "like": "the light",
    "worry": "the cost",
    "work": "a lamp less",
    "length": "2 days",
    "days": "5",
    "owner": "Ada",
    "day": "2027-01-31",
    "fate": "later",
    "because": "the council said no",
}
ABOUT = {"plan": "community"}


def understood(typed: str) -> object:
    """What the service makes of a line. Fails where it would be answered with its usage."""
    found = read(typed, (), is_private=False)
    assert found is not None, typed
    assert found.verb in VERBS, typed
    return VERBS[found.verb](found.rest)


def said_by(command: Command) -> str:
    return line(command.typed, {one.name: EXAMPLES[one.name] for one in command.options}, None)


def opened(form: Form, topic: int | None = None) -> Opens:
    return Opens(form, topic, ABOUT.get(form.name, "3"))


TYPED = [command for command in COMMANDS.values() if command.typed]


@pytest.mark.parametrize("command", TYPED, ids=lambda one: " ".join(one.path))
def test_a_command_says_what_can_be_typed(command: Command) -> None:
    if command.path == ("vote", "idea"):
        return  # one idea of a ballot at a time: see the panel
    understood(said_by(command))


@pytest.mark.parametrize("command", TYPED, ids=lambda one: " ".join(one.path))
def test_a_command_has_an_option_for_each_gap_and_no_other(command: Command) -> None:
    assert gaps(command.typed) == {one.name for one in command.options if one.name != "topic"} | (
        gaps(command.typed) & {"topic"}
    )


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda one: " ".join(one.path))
def test_a_command_either_is_typed_or_opens_a_form_that_exists(command: Command) -> None:
    assert bool(command.typed) != bool(command.form)
    if command.form:
        assert command.form in FORMS
        needs_about = any("about" in gaps(typed) for typed in FORMS[command.form].typed)
        about = [one for one in command.options if one.is_required and one.name != "topic"]
        assert len(about) == int(needs_about), command.path


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda one: one.name)
def test_a_filled_form_says_what_can_be_typed(form: Form) -> None:
    values = {
        one.name: FILLED.get(one.name, one.choices[0].typed if one.choices else "something") for one in form.fields
    }
    words = filled(opened(form), values)
    assert words.line or form.answers
    if said := words.line:
        asked = understood(said)
        assert isinstance(asked, Do | Plan | Suggest | Manage), said


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda one: one.name)
def test_every_field_is_used_and_every_gap_has_a_field(form: Form) -> None:
    fields = {one.name for one in form.fields}
    used = frozenset[str]().union(*map(gaps, form.typed)) - {"about"}
    assert used == set() if form.answers else used == fields


def test_everything_that_can_be_typed_can_be_said_here_too() -> None:
    """The ballot is a panel, and looking a command up is what the descriptions are for."""
    said = [said_by(command) for command in TYPED]
    said += [typed.replace("{about}", "3") for form in FORMS.values() for typed in (f"!{one}" for one in form.typed)]
    begun = {" ".join(one[1:].split()[:2]) for one in said} | {one[1:].split()[0] for one in said}
    alike = {"question": "frame", "vote": "vote", "request": "request end", "round open": "now", "feedback": "feedback"}
    missing = [name for name in USAGE if name not in begun and alike.get(name) not in {*begun, name}]
    assert [name for name in missing if name not in {"idea", "object", "merge no", "fate", "progress"}] == []


def test_people_may_write_what_looks_like_a_gap() -> None:
    words = filled(opened(FORMS["idea-edit"]), {"words": "use {about} and {words} {"})
    assert words.line == "!idea edit 3 use {about} and {words} {"


def test_the_round_stands_right_behind_the_verb() -> None:
    words = filled(opened(FORMS["idea"], 4), {"words": "#9 is my favourite"})
    assert words.line == "!idea #4 add #9 is my favourite"
    typed = read(words.line, (), is_private=False)
    assert typed is not None
    assert (typed.verb, typed.topic, typed.rest) == ("idea", 4, "add #9 is my favourite")


def test_feedback_is_one_command_with_every_field_that_was_filled() -> None:
    some = filled(opened(FORMS["feedback"], 4), {"stance": "pass", "like": "", "worry": "the cost", "work": "  "})
    assert some.line == "!feedback #4 3 pass\n!worry the cost"
    words = filled(opened(FORMS["feedback"]), {"like": "lamps\nand light", "work": "a switch"})
    assert words.line == "!feedback 3 like lamps\nand light\n!work a switch"
    assert filled(opened(FORMS["feedback"]), {"work": "a switch"}).line == "!feedback 3 work a switch"
    assert filled(opened(FORMS["feedback"]), {}).line == ""


def test_nobodys_words_begin_another_part_of_their_feedback() -> None:
    sly = {"like": "lamps\n!disagree", "worry": "the cost\n!work {like}"}
    said = filled(opened(FORMS["feedback"]), sly).line
    assert said == "!feedback 3 like lamps !disagree\n!worry the cost !work {like}"


def test_an_outcome_is_published_once_with_or_without_a_reason() -> None:
    plain = filled(opened(FORMS["outcome"]), {"words": "We build it", "because": ""})
    other = filled(opened(FORMS["outcome"]), {"words": "We build it", "because": "money"})
    assert plain.line == "!outcome publish We build it"
    assert other.line == "!outcome publish We build it\n!because money"


def test_a_plan_is_the_command_and_its_answers_in_order() -> None:
    values = {
        "decider": "1",
        "who_decides": "all of us",
        "fixed": "2",
        "what_is_fixed": "money",
        "what_is_open": "the rest",
    }
    words = filled(opened(FORMS["plan"]), values)
    assert words.line == "!round plan community"
    assert words.answers == tuple(values.items())
    more = filled(opened(FORMS["plan-more"]), {"use": "1", "what_happens": "we do it", "reply_by": "2027-01-31"})
    assert more.line == ""
    assert dict(more.answers) == {"use": "1", "what_happens": "we do it", "reply_by": "2027-01-31"}


@given(st.text(max_size=60), st.integers(1, 99) | st.none())
def test_whatever_is_written_never_becomes_another_command(words: str, topic: int | None) -> None:
    said = filled(Opens(FORMS["idea"], topic), {"words": words}).line
    if not words.strip():
        assert said == ""
        return
    assert said.startswith("!idea #" if topic else "!idea add ")
    found = read(said, (), is_private=False)
    assert found is not None
    assert (found.verb, found.topic) == ("idea", topic)
    assert found.rest.startswith("add")


def options(payload: Any) -> Iterator[Any]:  # noqa: ANN401 - whatever JSON may hold
    for option in payload.get("options", []):
        yield option
        yield from options(option)


def characters(payload: Any) -> int:  # noqa: ANN401 - whatever JSON may hold
    """As Discord counts the 8,000 of a command: names, descriptions and values, the longest translation of each."""
    own = 0
    for name in ("name", "description"):
        translated: Any = payload.get(f"{name}_localizations") or {}
        own += max(len(str(text)) for text in [payload.get(name, ""), *list(translated.values())])
    choices = sum(len(one["name"]) + len(str(one["value"])) for one in payload.get("choices", []))
    return own + choices + sum(characters(one) for one in payload.get("options", []))


def assert_named_and_described(payload: Any) -> None:  # noqa: ANN401 - whatever JSON may hold
    assert re.fullmatch(r"[-_a-z0-9]+", payload["name"])
    assert len(payload["name"]) <= limits.MOST_COMMAND_NAME
    assert 1 <= len(payload["description"]) <= limits.MOST_COMMAND_DESCRIPTION


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda one: one["name"])
def test_a_command_keeps_to_discords_limits(payload: Any) -> None:  # noqa: ANN401 - whatever JSON may hold
    """Application command limits: names of 32, descriptions of 100, 25 options, 8,000 characters in all."""
    assert characters(payload) <= limits.MOST_COMMAND_CHARACTERS
    if payload["type"] == 1:
        assert_named_and_described(payload)
    for one in [payload, *options(payload)]:
        inside = one.get("options", [])
        assert len(inside) <= limits.MOST_COMMAND_OPTIONS
        assert len(one.get("choices", [])) <= limits.MOST_CHOICES
        assert [x.get("required", False) for x in inside] == sorted(
            (x.get("required", False) for x in inside), reverse=True
        )
        assert len({x["name"] for x in inside}) == len(inside)
    for option in options(payload):
        assert_named_and_described(option)
        assert not (option.get("choices") and option.get("autocomplete"))


def test_there_are_not_too_many_commands() -> None:
    """100 of chat, 15 of messages."""
    names = [(payload["type"], payload["name"]) for payload in PAYLOADS]
    assert len(names) == len(set(names))
    assert sum(kind == 1 for kind, _ in names) <= limits.MOST_COMMANDS
    assert sum(kind == 3 for kind, _ in names) <= limits.MOST_MENU_COMMANDS
    assert set(GROUPS) >= {path[0] for path in COMMANDS if len(path) == 2}


def test_no_command_is_hidden_from_an_organiser_who_does_not_manage_the_server() -> None:
    """Discord lets nobody call what it hides from them, whatever our own rules say."""
    assert all(one.get("default_member_permissions") is None for one in PAYLOADS)
    assert [one["name"] for one in PAYLOADS if one["type"] == 1 and one["contexts"] == [0]] == ["setup"]


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda one: one.name)
def test_a_form_keeps_to_discords_limits(form: Form) -> None:
    """Modals: a title of 45, one to five fields, labels of 45, 4,000 characters in a field."""
    assert 1 <= len(form.fields) <= limits.MOST_FIELDS
    assert len(ENGLISH.words(form.title, {})) <= limits.MOST_TITLE
    for one in form.fields:
        assert len(ENGLISH.words(one.asks, {})) <= limits.MOST_FIELD_LABEL
        assert one.most <= limits.MOST_INPUT
        assert (one.most > 0) != bool(one.choices)
        assert all(len(ENGLISH.words(choice.says, {})) <= limits.MOST_OPTION for choice in one.choices)


def test_the_hash_changes_with_a_word_and_not_with_the_order_of_keys() -> None:
    turned = [dict(reversed(list(one.items()))) for one in PAYLOADS]
    assert hash_of(turned) == hash_of(PAYLOADS)
    assert hash_of([*PAYLOADS[:-1], {**PAYLOADS[-1], "name": "Make it an idea"}]) != hash_of(PAYLOADS)


class Shouting:
    """A second language, for tests: English in capitals."""

    language = "de"

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        """The English words, loud."""
        return ENGLISH.words(key, arguments).upper()


def test_every_name_that_people_read_is_translated_and_no_other() -> None:
    """What is typed stays as it is registered; what is read stands in every language there is."""
    payloads: list[Any] = manifest({"en": ENGLISH, "de": Shouting()}, "en")
    idea = next(one for one in payloads if one["name"] == "idea")
    assert idea["description_localizations"] == {"de": idea["description"].upper()}
    assert all(one["description_localizations"] for one in options(idea))
    answer = next(one for one in options(idea) if one["name"] == "answer")
    assert [one["name_localizations"] for one in answer["choices"]] == [{"de": "YES"}, {"de": "NO"}]
    assert [one["value"] for one in answer["choices"]] == ["yes", "no"]


def test_our_languages_go_by_discords_names() -> None:
    payloads: list[Any] = manifest({"en": Shouting(), "de": ENGLISH}, "de")
    assert set(payloads[0]["description_localizations"]) == {"en-GB"}


def test_the_whole_manifest_is_what_discords_own_description_allows() -> None:
    described = Path("../shared/data/discord/openapi.json")
    if not described.exists():
        pytest.skip("Discord's description of its interface is not there")
    validators = pytest.importorskip("jsonschema_rs")
    whole = json.loads(described.read_text(encoding="utf-8"))
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "array",
        "items": {"$ref": "#/components/schemas/ApplicationCommandUpdateRequest"},
        "components": whole["components"],
    }
    validator = validators.validator_for(schema)
    assert validator.is_valid([{**one, "description": "x" * 101} for one in PAYLOADS]) is False
    errors = [f"{list(error.instance_path)}: {error.message[:200]}" for error in validator.iter_errors(PAYLOADS)]
    assert not errors, "\n".join(errors)


def test_options_that_need_looking_up_say_so() -> None:
    """Numbers of ideas and topics, templates, zones and languages are offered while people type."""
    found: list[Option] = [one for command in COMMANDS.values() for one in command.options if one.looks_up]
    assert {one.name for one in found} == {"idea", "other", "topic", "template", "zone", "language"}
    assert all(one.kind in {Kind.NUMBER, Kind.TEXT} for one in found)
