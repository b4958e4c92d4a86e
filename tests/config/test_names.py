"""Names people type: the nearest known ones, and the zones of the world."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.names import known_zones, likeness, nearest

TEMPLATES = ("community", "quick", "slow", "retrospective", "practice", "consent-on-text")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("comunity", "community"),
        ("COMMUNITY", "community"),
        ("SLOW", "slow"),
        ("quik", "quick"),
        ("retro", "retrospective"),
        ("practise", "practice"),
        ("consent on text", "consent-on-text"),
    ],
)
def test_the_nearest_name_is_the_one_that_was_meant(typed: str, meant: str) -> None:
    assert nearest(typed, TEMPLATES, 1) == (meant,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("rom", "Europe/Rome"), ("NEW YORK", "America/New_York"), ("ushuaya", "America/Argentina/Ushuaia")],
)
def test_a_zone_is_found_by_its_city_alone(typed: str, meant: str) -> None:
    assert nearest(typed, known_zones(), 1) == (meant,)


def test_never_more_names_than_asked_for_and_never_more_than_there_are() -> None:
    assert len(nearest("x", TEMPLATES, 5)) == 5
    assert len(nearest("x", TEMPLATES, 50)) == len(TEMPLATES)
    assert nearest("x", (), 5) == ()


def test_equally_near_names_come_by_name() -> None:
    assert nearest("zzz", ("b", "a", "c"), 3) == ("a", "b", "c")


@given(st.text(max_size=30), st.permutations(TEMPLATES))
def test_the_order_of_the_known_names_does_not_matter(typed: str, names: list[str]) -> None:
    assert nearest(typed, names) == nearest(typed, TEMPLATES)


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_lies_between_nothing_and_the_same(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1


def test_every_known_zone_can_be_used() -> None:
    assert len(known_zones()) > 400
    assert {"UTC", "Europe/London", "Asia/Kathmandu", "America/Argentina/Ushuaia"} <= known_zones()
    for zone in sorted(known_zones())[::25]:
        assert ZoneInfo(zone).key == zone


def test_what_is_no_place_is_no_zone() -> None:
    assert not {"Factory", "localtime", "posixrules"} & known_zones()
    assert not [zone for zone in known_zones() if zone.startswith(("posix/", "right/"))]
