"""What organisers are told about a room: what is missing, by its level, and where Element keeps it. No homeserver."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from codesign_bot.errors import Unreachable
from codesign_bot.records import Place
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.view import Examined
from codesign_matrix.device import Account
from codesign_matrix.doctor import examined
from codesign_matrix.fields import Json
from codesign_matrix.platform import MatrixPlatform
from codesign_matrix.rooms import Room

BOT = "@bot:x"


def room(level: int, speak: int = 0, name: str = "Riverside") -> Room:
    """A room in which the bot has this level."""
    made = Room("!r:x")
    levels: Json = {"users": {"@ada:x": 100, BOT: level}, "events_default": speak}
    created: Json = {"room_version": "10", "creator": "@ada:x"}
    told = {"m.room.create": created, "m.room.power_levels": levels, "m.room.name": {"name": name}}
    for kind, content in told.items():
        made.take({"type": kind, "state_key": "", "sender": "@ada:x", "content": content, "event_id": f"${kind}"})
    return made


def keys(found: Examined, *, missing: bool) -> list[str]:
    return [one.said.key for one in found.findings if one.is_well is not missing and not one.is_note]


def test_with_a_moderators_level_nothing_is_missing() -> None:
    found = examined(room(50), BOT)
    assert found.name == "Riverside"
    assert keys(found, missing=True) == []
    assert "doctor-where-matrix" not in {one.said.key for one in found.findings}


def test_what_is_missing_comes_with_its_level_and_where_to_grant_it() -> None:
    found = examined(room(0, speak=10), BOT)
    assert keys(found, missing=True) == ["doctor-mute", "doctor-pin-not"]
    (mute,) = [one.said for one in found.findings if one.said.key == "doctor-mute"]
    assert mute.arguments["level"] == 10
    assert found.findings[-1].said.key == "doctor-where-matrix"
    assert found.findings[-1].is_note


def test_a_room_without_a_name_is_called_by_its_id() -> None:
    assert examined(room(50, name=""), BOT).name == "!r:x"


def test_nothing_is_known_before_the_bot_is_connected() -> None:
    platform = MatrixPlatform(Account("https://x", BOT, Path("nowhere"), "a secret"), ControlledClock().now)
    with pytest.raises(Unreachable):
        asyncio.run(platform.examine_place(Place("matrix", "!r:x")))
