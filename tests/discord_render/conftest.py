"""A reader, judges of messages, and golden files to compare with."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from codesign_bot.core.ids import PersonId
from codesign_bot.messages import all_voices
from codesign_bot.ports import Reading
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.discord.rules import messages
from codesign_bot.testing.discord.schema import Schema, SchemaUnavailable
from codesign_bot.testing.discord.show.names import Eyes
from codesign_bot.testing.discord.show.text import component_lines
from codesign_bot.testing.discord.world import World
from codesign_discord.components import Message
from codesign_discord.rules import faults
from codesign_discord.sending import private

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
GOLDEN = Path(__file__).parent / "golden"
DOCUMENT = Path(__file__).parents[2] / "../shared/data/discord/openapi.json"

Shown = Mapping[str, tuple[Sequence[Message], datetime]]
SameAsGolden = Callable[[str, Shown], None]
Judge = Callable[[Message], None]


@pytest.fixture(scope="session")
def reading() -> Reading:
    names = {PersonId(f"p{no}"): name for no, name in enumerate(("Ada", "Bela", "Chidi", "Dora"), 1)}
    return Reading(all_voices()["en"], names, NOW)


@pytest.fixture(scope="session")
def accepted() -> Judge:
    """accepted(message): fails where Discord would refuse it, by our own rules and by those of the simulator."""

    def check(message: Message) -> None:
        assert faults(message) == []
        assert list(messages.check(dict(message), known=frozenset(message))) == []

    return check


@pytest.fixture(scope="session")
def described() -> Judge:
    """described(message): fails where Discord's own description of its interface does not allow it."""
    try:
        schema = Schema(DOCUMENT)
    except SchemaUnavailable as reason:
        pytest.skip(str(reason))

    def check(message: Message) -> None:
        answer = {"type": 4, "data": private(message)}
        posted = schema.wrong_request("POST", "/channels/{channel_id}/messages", message)
        answered = schema.wrong_request("POST", "/interactions/{interaction_id}/{interaction_token}/callback", answer)
        assert (posted, answered) == ((), ())

    return check


def seen(message: Message, now: datetime = NOW) -> str:
    """What people see of it, as the simulator shows it."""
    eyes = Eyes(World(ControlledClock(now)))
    return "\n".join(component_lines(eyes, [dict(one) for one in message["components"]]))


@pytest.fixture
def same_as_golden() -> SameAsGolden:
    """Compare messages by title with golden/<name>.txt and .json; with UPDATE_GOLDEN=1, write them anew.

    The text is what people see, the other file what is sent.
    """

    def check(name: str, shown: Shown) -> None:
        sent = {title: messages for title, (messages, _) in shown.items()}
        files = {
            ".txt": "\n".join(_titled(shown)),
            ".json": json.dumps(sent, ensure_ascii=False, indent=1) + "\n",
        }
        for ending, words in files.items():
            file = GOLDEN / f"{name}{ending}"
            if os.environ.get("UPDATE_GOLDEN") == "1":
                file.write_text(words, encoding="utf-8")
            assert file.read_text(encoding="utf-8") == words, f"{file.name}: see tests/discord_render/conftest.py"

    return check


def _titled(shown: Shown) -> Iterator[str]:
    for title, (sent, now) in shown.items():
        yield f"======== {title} ========"
        yield from (f"{seen(one, now)}\n" for one in sent)
