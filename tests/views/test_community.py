"""A community begins, grows and names its organisers: said once each, and with what can be done next."""

from __future__ import annotations

from codesign_bot.core.ids import PersonId
from codesign_bot.messages import FluentVoice
from codesign_bot.view import Quoted, Rows, ToType, Typed, Who
from codesign_bot.views import community

from .seeing import content_key, keys, rows_titled, the, typed

KINDS = ("CommunityBegan", "SpaceLinked", "ZoneChanged", "LogSpaceSet", "OrganiserNamed", "OrganiserSteppedDown")


def test_a_community_that_begins_is_told_once_what_organisers_are(english: FluentVoice) -> None:
    view = community.begun("Elm Street", "Europe/London")
    assert keys(view) == ["setup-done", "setup-organiser-is-you", "setup-can"]
    said = " ".join(english.words(key, {}) for key in keys(view)[1:])
    assert said.count("rganisers") == 1
    assert said.count("decide") == 1


def test_a_community_that_begins_is_led_to_a_topic_and_to_its_zone() -> None:
    assert typed(community.begun("Elm Street", "UTC")) == [
        "topic suggest …",
        "setup zone Europe/London",
        "setup language …",
        "help",
    ]


def test_nothing_is_offered_that_has_just_been_done() -> None:
    assert not [one for one in typed(community.begun("Elm Street", "UTC")) if one == "setup …"]
    for view in (community.zone_changed("UTC"), community.log_space(), community.organiser_named("Ben")):
        assert typed(view) == []


def test_what_the_bot_cannot_do_there_is_listed() -> None:
    lacking = community.begun("Elm Street", "UTC", ("trouble-cannot-pin", "trouble-bridged"))
    assert [content_key(row) for row in rows_titled(lacking, "trouble-list").rows] == [
        "trouble-cannot-pin",
        "trouble-bridged",
    ]
    assert not [block for block in community.begun("Elm Street", "UTC").blocks if isinstance(block, Rows)]


def test_a_code_is_what_has_to_be_typed_in_the_other_space() -> None:
    view = community.link_code("AB12CD34")
    assert typed(view) == ["setup link AB12CD34", "setup log AB12CD34"]
    says = the(view, "setup-code").arguments
    assert (says["slash"], says["typed"]) == (ToType("/setup link"), ToType("!setup link"))


def test_a_space_that_joins_a_community_is_told_what_the_bot_cannot_do_there() -> None:
    lacking = community.space_linked("Elm Street", ("trouble-bridged",))
    assert [content_key(row) for row in rows_titled(lacking, "trouble-list").rows] == ["trouble-bridged"]
    assert not [block for block in community.space_linked("Elm Street").blocks if isinstance(block, Rows)]


def test_every_act_of_power_over_a_community_is_said_with_who_did_it() -> None:
    for kind in KINDS:
        view = community.power_used(PersonId("olu"), kind, "UTC", "Europe/London")
        assert keys(view)[1] == "power-in-log"
        said = the(view, keys(view)[0])
        assert said.arguments["who"] == Who(PersonId("olu"))


def test_an_act_of_power_says_what_was_before_and_what_is_now() -> None:
    zone = community.power_used(PersonId("olu"), "ZoneChanged", "UTC", "Europe/London")
    said = the(zone, "power-zone-changed").arguments
    assert (said["before"], said["after"]) == (Typed("UTC"), Typed("Europe/London"))
    began = community.power_used(PersonId("olu"), "CommunityBegan", "", "Elm Street")
    assert the(began, "power-community-began").arguments["community"] == Quoted("Elm Street")
