"""An interaction becomes the same words that people type elsewhere, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.words import clean
from codesign_bot.messages import all_voices
from codesign_bot.phrasing import Ink, Run
from codesign_bot.ports import Heard, Offer
from codesign_bot.records import Account, Place
from codesign_bot.service.grammar import read as grammar
from codesign_discord import custom_ids
from codesign_discord.asking import (
    Interaction,
    Kind,
    LooksUp,
    Near,
    Outdated,
    TurnsIntoIdea,
    heard,
    meant,
    only,
)
from codesign_discord.custom_ids import Choose, CustomId, OfForm, Press, Turn, Turned, read, written
from codesign_discord.declared import Opens, Words
from codesign_discord.escaping import quoted_in, shown
from codesign_discord.forms import FORMS
from codesign_discord.limits import MOST_CUSTOM_ID
from codesign_discord.modals import modal

ENGLISH = all_voices()["en"]
AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
HALL = Place("discord", "300")


def interaction(kind: Kind, data: Mapping[str, Any], *, guild: str | None = "100", **more: Any) -> Interaction:  # noqa: ANN401 - the fields of an interaction
    return Interaction("900", "token", kind, "200", "Ada", "300", AT, data, guild, **more)


def slash(*path: str, **options: str | int) -> Interaction:
    """A slash command as Discord sends it."""
    given_ = [{"name": name, "type": 3, "value": value} for name, value in options.items()]
    if len(path) == 1:
        return interaction(Kind.COMMAND, {"type": 1, "name": path[0], "options": given_})
    return interaction(
        Kind.COMMAND, {"type": 1, "name": path[0], "options": [{"name": path[1], "type": 1, "options": given_}]}
    )


def press(what: CustomId, values: Sequence[str] = ()) -> Interaction:
    return interaction(Kind.COMPONENT, {"component_type": 2, "custom_id": written(what), "values": list(values)})


def sent(what: OfForm, values: Mapping[str, str]) -> Interaction:
    """A filled form as Discord sends it."""
    labels = [
        {"type": 18, "component": {"type": 4, "custom_id": name, "value": value}} for name, value in values.items()
    ]
    return interaction(Kind.FORM, {"custom_id": written(what), "components": labels})


topics = st.none() | st.integers(1, 10**6)
names = st.text("abcdefghij-", min_size=1, max_size=20)
typed_words = st.text("abcdefghij 0123456789:#", min_size=1, max_size=60)
ids = (
    st.builds(Press, typed_words, topics)
    | st.builds(Choose, typed_words, topics)
    | st.builds(OfForm, names, topics, st.text("0123456789", max_size=9))
)


@given(ids)
def test_what_stands_in_a_button_is_read_back(what: CustomId) -> None:
    assert custom_ids.read(written(what)) == what
    assert len(written(what)) <= MOST_CUSTOM_ID


@given(st.text(max_size=120))
def test_what_somebody_else_wrote_into_a_button_is_read_without_a_fault(custom_id: str) -> None:
    found = custom_ids.read(custom_id)
    assert found is None or written(found)[: len(custom_ids.VERSION)] == custom_ids.VERSION


@pytest.mark.parametrize(
    "custom_id", ["", "cd0:do:4:vote", "cd1:do:4:", "cd1:do:x:vote", "cd1:form:4", "cd1:no:4:x", "x"]
)
def test_a_button_of_another_time_means_nothing(custom_id: str) -> None:
    one = interaction(Kind.COMPONENT, {"component_type": 2, "custom_id": custom_id})
    assert meant(one) == Outdated()


def test_a_button_never_grows_longer_than_discord_takes() -> None:
    with pytest.raises(ValueError, match="too long"):
        written(Press("x" * 100))


def test_a_press_says_its_words_to_its_own_round() -> None:
    assert meant(press(Press("vote show", 4))) == Words("!vote #4 show")
    assert meant(press(Press("topic second 4"))) == Words("!topic second 4")


def test_what_is_chosen_from_a_list_stands_behind_the_words() -> None:
    assert meant(press(Choose("idea show", 4), ["7"])) == Words("!idea #4 show 7")
    assert meant(press(Choose("idea show", 4))) == Outdated()


def test_a_button_opens_a_form_that_knows_what_it_is_about() -> None:
    assert meant(press(OfForm("idea-edit", 4, "3"))) == Opens(FORMS["idea-edit"], 4, "3")
    assert meant(press(OfForm("no-such-form", 4))) == Outdated()


def test_a_filled_form_says_the_words_in_it() -> None:
    assert meant(sent(OfForm("idea", 4), {"words": "  lamps\u202e  "})) == Words("!idea #4 add lamps")
    assert meant(sent(OfForm("idea-build", 4, "3"), {"words": "and benches"})) == Words("!idea #4 build 3 and benches")


def test_a_form_that_was_opened_before_a_restart_says_the_same() -> None:
    """Nothing is remembered of a form: it brings all that is needed."""
    opened = Opens(FORMS["feedback"], 4, "3")
    shown = modal(opened, ENGLISH)
    values = {"stance": "agree", "like": "the light", "worry": "", "work": ""}
    labels = [
        {"component": {**one["component"], "value": values[one["component"]["custom_id"]]}}
        for one in shown["components"]
    ]
    back = interaction(Kind.FORM, {"custom_id": shown["custom_id"], "components": labels})
    assert meant(back) == Words("!feedback #4 3 agree\n!like the light")


def test_a_choice_in_a_form_comes_back_as_its_word() -> None:
    one = interaction(
        Kind.FORM,
        {
            "custom_id": written(OfForm("fate-other", None, "3")),
            "components": [
                {"component": {"custom_id": "fate", "values": ["later"]}},
                {"component": {"custom_id": "words", "value": "no money this year"}},
            ],
        },
    )
    assert meant(one) == Words("!fate 3 later no money this year")


def test_a_slash_command_says_its_words() -> None:
    assert meant(slash("topic", "second", topic=4)) == Words("!topic second 4")
    assert meant(slash("idea", "withdraw", idea=3, topic=4)) == Words("!idea #4 withdraw 3")
    assert meant(slash("idea", "list")) == Words("!ideas")
    assert meant(slash("log", "entry", number=12)) == Words("!log entry 12")
    assert meant(slash("log", "power", topic=4, days="2027-03", before=85)) == Words("!log #4 power 2027-03  <85")
    assert meant(slash("receipt", receipt="amber otter", topic=4)) == Words("!receipt #4 amber otter")
    assert meant(slash("setup", "zone", zone="Europe/London")) == Words("!setup zone Europe/London")


def test_a_slash_command_for_words_of_ones_own_opens_a_form() -> None:
    assert meant(slash("idea", "edit", idea=3, topic=4)) == Opens(FORMS["idea-edit"], 4, "3")
    assert meant(slash("round", "plan", template="quick")) == Opens(FORMS["plan"], None, "quick")


def test_a_command_that_is_no_more_is_outdated() -> None:
    assert meant(slash("idea", "burn")) == Outdated()
    assert meant(slash("burn")) == Outdated()


def test_looking_up_names_what_and_what_was_written_so_far() -> None:
    options = [{"name": "topic", "type": 4, "value": 4}, {"name": "idea", "type": 4, "value": "3", "focused": True}]
    data = {"type": 1, "name": "idea", "options": [{"name": "show", "type": 1, "options": options}]}
    assert meant(interaction(Kind.LOOK_UP, data)) == LooksUp(Offer.IDEAS, "3", 4)
    nothing: dict[str, Any] = {"type": 1, "name": "idea", "options": [{"name": "show", "type": 1, "options": []}]}
    assert meant(interaction(Kind.LOOK_UP, nothing)) == Outdated()


def test_half_a_number_is_looked_up_too() -> None:
    """What is being written may be anything."""
    options = [{"name": "topic", "type": 4, "value": "4x", "focused": True}]
    data = {"type": 1, "name": "topic", "options": [{"name": "second", "type": 1, "options": options}]}
    assert meant(interaction(Kind.LOOK_UP, data)) == LooksUp(Offer.TOPICS, "4x")


def test_a_message_is_turned_into_an_idea_of_its_author() -> None:
    message = {"content": "Lamps by the pond\u200b!", "author": {"id": "201"}}
    data = {"type": 3, "name": "Turn into an idea", "target_id": "500", "resolved": {"messages": {"500": message}}}
    assert meant(interaction(Kind.COMMAND, data)) == TurnsIntoIdea(
        "201", is_bot=False, words="Lamps by the pond!", message="500"
    )
    assert meant(interaction(Kind.COMMAND, {**data, "resolved": {}})) == Outdated()


@pytest.mark.parametrize(
    ("more", "is_persons"),
    [
        ({"type": 0}, True),
        ({"type": 19}, True),
        ({"webhook_id": "9"}, False),
        ({"author": {"id": "201", "bot": True}}, False),
        ({"author": {"id": "201", "system": True}}, False),
        ({"type": 6}, False),
        ({"type": 7}, False),
    ],
)
def test_only_what_a_person_wrote_is_a_persons(more: dict[str, Any], *, is_persons: bool) -> None:
    """By Discord's types of messages: 0 is a message, 19 a reply, 6 tells of a pin, 7 of somebody who came."""
    message = {"content": "Lamps by the pond!", "author": {"id": "201"}, **more}
    data = {"type": 3, "name": "Turn into an idea", "target_id": "500", "resolved": {"messages": {"500": message}}}
    turned = meant(interaction(Kind.COMMAND, data))
    assert isinstance(turned, TurnsIntoIdea)
    assert turned.is_bot is not is_persons


def said(one: Interaction, near: Near | None = None) -> Heard:
    words = meant(one)
    assert isinstance(words, Words)
    return heard(one, words, near or Near((HALL,)))


def test_what_is_pressed_in_a_channel_is_said_there_and_answered_to_one_person() -> None:
    one = said(press(Press("vote show", 4)))
    assert (one.account, one.name, one.key) == (Account("discord", "200"), "Ada", "900")
    assert (one.place, one.answer_at, one.is_private, one.is_unseen) == (HALL, only("200"), False, True)
    assert (one.text, one.sent_at) == ("!vote #4 show", AT)


def test_a_thread_is_its_channel() -> None:
    pressed = interaction(Kind.COMPONENT, {"custom_id": written(Press("now"))}, parent="301")
    one = said(pressed)
    assert one.place == Place("discord", "301")


def test_in_the_direct_message_with_the_bot_everything_is_private() -> None:
    pressed = interaction(Kind.COMPONENT, {"custom_id": written(Press("now"))}, guild=None)
    one = said(pressed)
    assert (one.place, one.answer_at, one.is_private, one.near) == (only("200"), None, True, (HALL,))


def test_in_a_channel_that_is_no_space_people_mean_the_spaces_of_the_server() -> None:
    one = said(press(Press("now")), Near((HALL,), is_space=False))
    assert (one.place, one.is_private, one.near) == (only("200"), True, (HALL,))
    begin = said(sent(OfForm("setup"), {"words": "Riverside"}), Near((), is_space=False))
    assert (begin.place, begin.is_private, begin.text) == (HALL, False, "!setup Riverside")


def test_a_form_with_several_answers_is_one_thing_said() -> None:
    one = said(sent(OfForm("feedback", 4, "3"), {"stance": "agree", "worry": "the cost"}))
    assert (one.key, one.text) == ("900", "!feedback #4 3 agree\n!worry the cost")


def test_the_second_form_of_a_plan_is_an_answer_in_private() -> None:
    values = {"use": "1", "what_happens": "we do it", "reply_by": "2027-01-31"}
    one = said(sent(OfForm("plan-more"), values))
    assert (one.is_private, one.text, one.answers) == (True, "1", tuple(values.items()))


def test_a_plan_brings_its_answers_along() -> None:
    values = {"decider": "1", "who_decides": "all", "fixed": "2", "what_is_fixed": "money", "what_is_open": "the rest"}
    one = said(sent(OfForm("plan", 4, "community"), values))
    assert (one.text, one.answers) == ("!round #4 plan community", tuple(values.items()))


@pytest.mark.parametrize(("bit", "may"), [(3, True), (4, True), (5, True), (11, False), (13, False)])
def test_who_may_manage_the_channel_may_manage_the_space(bit: int, *, may: bool) -> None:
    one = said(interaction(Kind.COMPONENT, {"custom_id": written(Press("now"))}, permissions=1 << bit))
    assert one.may_manage is may


@given(st.text(max_size=300))
def test_hostile_words_in_a_form_stay_words(words: str) -> None:
    found = meant(sent(OfForm("frame", 4), {"words": words}))
    assert isinstance(found, Words)
    if found.line:
        typed = grammar(found.line, (), is_private=False)
        assert typed is not None
        assert (typed.verb, typed.topic) == ("frame", 4)


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda one: one.name)
def test_a_form_is_shown_with_a_label_for_each_question(form: Any) -> None:  # noqa: ANN401 - a table of many
    shown = modal(Opens(form, 4, "3", {form.fields[0].name: "x" * 5000}), ENGLISH)
    assert shown["custom_id"] == written(OfForm(form.name, 4, "3"))
    assert [one["component"]["custom_id"] for one in shown["components"]] == [one.name for one in form.fields]
    for label in shown["components"]:
        field = label["component"]
        assert len(field.get("value", "")) <= field.get("max_length", 0) or "value" not in field
        assert ("options" in field) != ("max_length" in field)


def test_what_was_written_before_stands_in_the_form() -> None:
    shown = modal(Opens(FORMS["idea-edit"], 4, "3", {"words": "lamps"}), ENGLISH)
    assert shown["components"][0]["component"]["value"] == "lamps"
    chosen = modal(Opens(FORMS["fate-other"], 4, "3", {"fate": "later"}), ENGLISH)
    options = chosen["components"][0]["component"]["options"]
    assert [one.get("default", False) for one in options] == [True, False]


@pytest.mark.parametrize(
    ("number", "typed"),
    [("7", "7 Bo"), ("8", "8 cy_1988"), ("9", "9 Dee"), ("10", "")],
    ids=["called so everywhere", "by the name of the account", "called so here", "another program"],
)
def test_who_was_picked_is_named_as_this_server_calls_them(number: str, typed: str) -> None:
    users = {
        "7": {"id": "7", "username": "bo_1987", "global_name": "Bo"},
        "8": {"id": "8", "username": "cy_1988", "global_name": None},
        "9": {"id": "9", "username": "dj_1989", "global_name": "D"},
        "10": {"id": "10", "username": "clerk", "bot": True},
    }
    members = {"9": {"nick": "Dee"}, "7": {"nick": None}}
    one = slash("setup", "organiser", who=number)
    option = {"type": 6, "name": "who", "value": number}
    data = {**one.data, "options": [{**one.data["options"][0], "options": [option]}]}
    words = meant(replace(one, data={**data, "resolved": {"users": users, "members": members}}))
    assert isinstance(words, Words)
    assert words.line == f"!setup organiser add {typed}".strip()


@pytest.mark.parametrize("turn", Turn)
def test_the_answers_to_a_question_about_a_message_fit_into_a_button_and_come_back(turn: Turn) -> None:
    """Ids of Discord are numbers of 64 bits."""
    longest = str(2**64 - 1)
    about = (longest,) * (3 if turn is Turn.YES else 1)
    asked = Turned(turn, about, 9999 if turn is Turn.YES else None)
    assert len(written(asked)) <= MOST_CUSTOM_ID
    assert read(written(asked)) == asked
    assert meant(press(asked)) == asked


@pytest.mark.parametrize(
    "custom_id",
    ["cd1:turn:1:yes:1:2", "cd1:turn:1:no:1:2:3", "cd1:turn:-:perhaps:1", "cd1:turn:-:no:x", "cd1:turn:-:never:"],
)
def test_an_answer_that_is_not_whole_means_nothing(custom_id: str) -> None:
    assert read(custom_id) is None


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=200))
def test_quoted_words_come_back_as_they_were_written(words: str) -> None:
    words = clean(words.replace("@", "")).strip()
    marked = "> " + shown(Run(Ink.THEIRS, words))
    assert quoted_in([f"Somebody thinks\n\n**You wrote:**\n{marked}\n\nWould you like to?"]) == words


def test_only_quotations_come_back() -> None:
    assert quoted_in(["Words of ours", "> first\n> second \\*star\\*\nours"]) == "first\nsecond *star*"
    assert quoted_in(["Words of ours"]) == ""
