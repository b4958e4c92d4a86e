"""What is said of Synapse's limit on invitations holds on a real one, and the setting in the page lifts it."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest

from codesign_bot.messages import all_voices
from codesign_bot.testing.matrix_person import MatrixPerson, MatrixRefused
from codesign_bot.testing.synapse import Synapse

from .pages import OPERATING

MANY = 8
"""People who open a direct message at about the same time."""


def told() -> dict[str, dict[str, float]]:
    """The setting of the page: of a limit, its two numbers."""
    (yaml,) = [one.text for one in OPERATING.fences if "rc_invites" in one.text]
    name, limit, *numbers = yaml.split()
    assert (name, limit) == ("rc_invites:", "per_user:")
    return {"per_user": {numbers[0].rstrip(":"): float(numbers[1]), numbers[2].rstrip(":"): float(numbers[3])}}


async def let_in(server: Synapse, *, with_room: bool) -> int:
    """How many of so many people can invite the bot: together with a new room, or into one they have made."""
    bot = await server.register()
    count = 0
    for _ in range(MANY):
        async with MatrixPerson(server.url, await server.register()) as person:
            if with_room:
                await person.create_room(invite=[bot.user_id], is_public=False, is_direct=True)
                count += 1
                continue
            room = await person.create_room(is_public=False)
            with suppress(MatrixRefused):
                await person.invite(room, bot.user_id)
                count += 1
    return count


def test_the_setting_names_both_numbers() -> None:
    assert set(told()["per_user"]) == {"per_second", "burst_count"}
    assert told()["per_user"]["burst_count"] >= MANY


def test_the_doctor_says_five_and_then_one_in_six_minutes() -> None:
    """As Synapse's documentation has it: a burst of 5, then 0.003 a second."""
    said = all_voices()["en"].words("doctor-invites", {})
    assert re.findall(r"\d+", said) == ["5", "1", "6"]
    assert round(1 / 0.003 / 60) == 6


@pytest.mark.synapse
async def test_a_fresh_synapse_lets_as_many_invite_the_bot_as_the_doctor_says() -> None:
    async with Synapse(limits="default") as server:
        assert await let_in(server, with_room=False) == 5
        assert await let_in(server, with_room=True) == MANY  # with a new room of its own server there is no limit


@pytest.mark.synapse
async def test_the_setting_of_the_page_lets_more_people_in() -> None:
    async with Synapse(limits="default", extra={"rc_invites": told()}) as server:
        assert await let_in(server, with_room=False) == MANY
