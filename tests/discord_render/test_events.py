"""How the end of a step is shown as an event: within Discord's limits, and with nobody's words at work in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import pytest

from codesign_bot.event_list import LASTS
from codesign_bot.messages import all_voices
from codesign_bot.phrasing import Ink, Run
from codesign_bot.ports import Reading
from codesign_bot.records import Place
from codesign_bot.view import Quoted, say
from codesign_bot.views.event_list import Date
from codesign_bot.views.terms import PHASE
from codesign_discord.doctor import Doctor
from codesign_discord.escaping import plainly, shown
from codesign_discord.events import Events, event, name
from codesign_discord.limits import MOST_EVENT_DESCRIPTION, MOST_EVENT_LOCATION, MOST_EVENT_NAME, units
from codesign_discord.permissions import ADMINISTRATOR, CREATE_EVENTS, LEAST, invitation, lacks_events

VOICES = all_voices()
AT = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
HALL = Place("discord", "8" * 20)
GUILD = "9" * 20


def reading(language: str = "en") -> Reading:
    return Reading(VOICES[language], {}, AT - timedelta(days=7))


def date(title: str | None, at: datetime = AT) -> Date:
    step = PHASE[list(PHASE)[1]]
    named = say("event-name", step=step, number=12, title=Quoted(title))
    return Date("framing/x", at, named, (say("event-told"), say("event-rings")))


def test_an_event_begins_when_the_step_ends_and_leads_to_the_channel() -> None:
    made = event(GUILD, HALL, date("The park"), reading())
    assert made["scheduled_start_time"] == "2026-03-09T18:00:00+00:00"
    assert datetime.fromisoformat(made["scheduled_end_time"]) - AT == LASTS
    assert made["entity_metadata"]["location"] == f"https://discord.com/channels/{GUILD}/{HALL.id}"
    assert (made["entity_type"], made["privacy_level"], made["name"]) == (3, 2, "End of framing: round 12, “The park”")


def test_a_part_of_a_second_is_rounded_up_and_never_down() -> None:
    made = event(GUILD, HALL, date("x", AT + timedelta(microseconds=1)), reading())
    assert made["scheduled_start_time"] == "2026-03-09T18:00:01+00:00"


@pytest.mark.parametrize("language", sorted(VOICES))
@pytest.mark.parametrize(
    "title",
    ["x" * 4000, "🌳" * 300, "two words " * 80, "@everyone " * 50, "https://a.b/" * 60, "“" * 200, "\u05d0" * 200],
)
def test_it_fits_whatever_the_topic_is_and_the_title_stays_in_its_quotation_marks(title: str, language: str) -> None:
    made = event(GUILD, HALL, date(title), reading(language))
    assert 90 < units(made["name"]) <= MOST_EVENT_NAME
    assert made["name"].count("\u2068") == made["name"].count("\u2069")
    assert units(made["description"]) <= MOST_EVENT_DESCRIPTION
    assert len(made["entity_metadata"]["location"]) <= MOST_EVENT_LOCATION
    assert "…" in made["name"][-4:]
    assert not made["name"].endswith("…"), "the quotation is closed"


def test_a_title_that_fits_is_shown_whole_and_one_that_was_erased_is_not_shown() -> None:
    fits = "x" * (MOST_EVENT_NAME - units(name(date("").name, reading())))
    assert fits in name(date(fits).name, reading())
    assert units(name(date(fits).name, reading())) == MOST_EVENT_NAME
    assert "…" in name(date(f"{fits}x").name, reading())
    assert "erased" in name(date(None).name, reading())


@pytest.mark.parametrize(
    "hostile",
    [
        "@everyone come",
        "@here",
        "@EveryOne",
        "<@123>",
        "<@&123>",
        "<#123>",
        "<:a:1>",
        "<a:a:1>",
        "<t:1:R>",
        "</vote:1>",
        "<id:home>",
        "discord.gg/abc",
        "https://discord.com/invite/abc",
        "www.example.org/x",
        "a\u202eb",
        "a\nb",
    ],
)
def test_nobodys_words_call_lead_away_or_pass_for_ours_in_a_name(hostile: str) -> None:
    told = name(date(hostile).name, reading())
    for sign in (
        "@everyone",
        "@here",
        "<@",
        "<#",
        "<:",
        "<a:",
        "<t:",
        "</",
        "<id:",
        "://",
        "gg/",
        "com/",
        "org/",
        "\n",
        "\u202e",
    ):
        assert sign not in told.casefold(), told


@pytest.mark.parametrize(
    "words", ["and/or", "1/2", "a < b", "mail@example.org", "12:30", "The park, at night.", "C:", "🌳"]
)
def test_words_that_harm_nobody_are_shown_as_they_are(words: str) -> None:
    assert plainly(words) == words


def test_what_is_told_beside_it_is_ours_alone() -> None:
    made = event(GUILD, HALL, date("SECRET"), reading())
    assert "SECRET" not in made["description"]
    assert shown(Run(Ink.OURS, made["description"].splitlines()[0])) == made["description"].splitlines()[0]


def test_a_digest_tells_what_would_look_different_and_nothing_else() -> None:
    def line() -> NoReturn:
        raise AssertionError("a digest asks nobody")

    lists = Events(line, Doctor("token"))
    one = lists.digest(HALL, date("The park"), reading())
    assert one == lists.digest(HALL, date("The park"), replace(reading(), now=AT))
    others = [
        lists.digest(HALL, date("The pond"), reading()),
        lists.digest(HALL, date("The park", AT + timedelta(hours=1)), reading()),
        lists.digest(HALL, date("The park"), reading("de")),
        lists.digest(Place("discord", "7"), date("The park"), reading()),
    ]
    assert len({one, *others}) == 5


def test_one_right_is_enough_and_the_usual_invitation_does_not_ask_for_it() -> None:
    assert lacks_events(LEAST) == ("lacks-events",)
    assert lacks_events(LEAST | CREATE_EVENTS) == lacks_events(ADMINISTRATOR) == ()
    assert invitation("1").endswith(f"permissions={LEAST}")
    assert invitation("1", LEAST | CREATE_EVENTS).endswith(f"permissions={LEAST | CREATE_EVENTS}")
    assert not LEAST & CREATE_EVENTS
