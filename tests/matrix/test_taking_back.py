"""What the bot takes back on Matrix: a message with every version of it, in rooms of either kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from codesign_bot.clock import SystemClock
from codesign_bot.errors import Gone
from codesign_bot.records import Kept
from codesign_matrix.device import Account
from codesign_matrix.pending import Pending
from codesign_matrix.platform import MatrixPlatform

if TYPE_CHECKING:
    from .conftest import Bot, Enter

EDITS = 7
"""More than a homeserver hands out at once where nobody says how many."""


def message(body: str) -> dict[str, object]:
    return {"msgtype": "m.text", "body": body}


@pytest.mark.synapse
@pytest.mark.parametrize("is_encrypted", [False, True], ids=["plain", "encrypted"])
async def test_a_message_that_is_taken_back_is_gone_with_all_its_edits(
    bot: Bot, enter: Enter, *, is_encrypted: bool
) -> None:
    ann = await enter()
    room_id = await bot.enter(ann, is_encrypted=is_encrypted)
    stays = await bot.sender.send(room_id, message("something else"), "t")
    said = await bot.sender.send(room_id, message("lamps by the pond"), "t0")
    edits = [await bot.sender.edit(room_id, said, message(f"lamps {no}"), f"t{no}") for no in range(1, EDITS + 1)]
    await bot.sender.take_back(room_id, said)
    for event in (said, *edits):
        assert (await ann.get_event(room_id, event))["content"] == {}
    assert (await ann.get_event(room_id, stays))["content"] != {}


@pytest.mark.synapse
async def test_taking_back_twice_or_what_never_was_does_no_harm(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    said = await bot.sender.send(room_id, message("lamps by the pond"), "t0")
    for _ in range(2):
        await bot.sender.take_back(room_id, said)
    await bot.sender.take_back(room_id, "$never-there")
    assert (await ann.get_event(room_id, said))["content"] == {}


@pytest.mark.synapse
async def test_edits_that_others_made_up_are_left_alone(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    said = await bot.sender.send(room_id, message("lamps by the pond"), "t0")
    forged = await ann.edit(room_id, said, "not by the bot")
    await bot.sender.take_back(room_id, said)
    assert (await ann.get_event(room_id, forged))["content"] != {}


@pytest.mark.synapse
async def test_from_a_room_that_the_bot_is_not_in_nothing_can_be_taken_back(bot: Bot, enter: Enter) -> None:
    ann = await enter()
    room_id = await bot.enter(ann)
    said = await bot.sender.send(room_id, message("lamps by the pond"), "t0")
    await ann.kick(room_id, bot.client.user_id)
    await bot.until(lambda: room_id not in bot.client.rooms)
    with pytest.raises(Gone):
        await bot.sender.take_back(room_id, said)


# --- what is kept about an account -----------------------------------------------------------------------


def platform(folder: Path) -> MatrixPlatform:
    return MatrixPlatform(
        Account("https://example.org", "@bot:example.org", folder, "key", "password"), SystemClock().now
    )


def waiting(sender: str) -> str:
    return json.dumps({"room": "!r:x", "event": {"event_id": "$1", "sender": sender}, "since": 1, "told": False})


def test_of_what_is_kept_only_what_is_about_the_account_is_named(tmp_path: Path) -> None:
    kept = {
        "since": "s1_@ada:example.org",
        "pending/$1": waiting("@ada:example.org"),
        "pending/$2": waiting("@ada:example.org.uk"),
        "direct/!a:x": "@ada:example.org",
        "direct/!b:x": "@ben:example.org",
        "wish/!c:x": json.dumps([["example.org"], "@ada:example.org"]),
        "wish/!d:x": json.dumps([["example.org"], ""]),
    }
    assert list(platform(tmp_path).about("@ada:example.org", kept)) == [
        Kept("matrix", "pending/$1", None),
        Kept("matrix", "direct/!a:x", ""),
        Kept("matrix", "wish/!c:x", None),
    ]


def test_nothing_is_let_go_and_nothing_was_said_where_the_bot_is_not_connected(tmp_path: Path) -> None:
    found = platform(tmp_path)
    found.let_go("@ada:example.org")
    assert found.parts("a key") == ()


def test_what_somebody_sent_and_nobody_can_read_is_let_go_of() -> None:
    pending = Pending([])
    for no, sender in enumerate(("@ann:x", "@ben:x", "@ann:x")):
        pending.add("!r:x", {"event_id": f"${no}", "sender": sender, "content": {"session_id": "s"}}, 1.0)
    pending.remove_of("@ann:x")
    assert [one.event_id for one in pending.all()] == ["$1"]
    assert pending.changes()[1] == ("$0", "$2")
