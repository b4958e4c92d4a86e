"""What holds between the bot and Discord whatever happens on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from codesign_bot.errors import Full, NotAllowed
from codesign_bot.ports import Happening
from codesign_bot.records import Kept, Place
from codesign_bot.service.host import ServiceHost
from codesign_bot.testing.discord import Delay, Drop, May, Overwrite, Refuse, Status, When, places
from codesign_discord.permissions import LEAST, invitation, lacks

from .story import begun, suggested
from .town import Town

CREATE = "/channels/{channel_id}/messages"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
COMMANDS = "/applications/{application_id}/commands"
EDIT = "/channels/{channel_id}/messages/{message_id}"


def said(town: Town, words: str) -> int:
    """How many messages in the channel say it, to whomever."""
    screen = town.person("Watcher").screen
    return screen.count(words)


def asked(town: Town, method: str, path: str) -> int:
    """How many requests of this kind there were."""
    return sum((one.method, one.path) == (method, path) for one in town.server.records)


async def test_commands_are_declared_once_and_not_again_after_a_restart(town: Town) -> None:
    await town.restart()
    await town.restart()
    assert asked(town, "PUT", COMMANDS) == 1


@pytest.mark.parametrize("fault", [Status(502), Status(502, When.AFTER), Drop(), Drop(When.AFTER)], ids=str)
async def test_an_announcement_is_said_once_whatever_happens_to_its_request(town: Town, fault: Status | Drop) -> None:
    town.server.faults.plant(fault, "POST", CREATE)
    await begun(town)
    await town.quiet()
    await town.person("Watcher").sees("An organiser acted")
    assert town.server.faults.happened
    assert said(town, "An organiser acted") == 1


async def test_what_was_said_before_a_crash_is_not_said_again_hours_later(town: Town) -> None:
    """The nonce is forgotten by then; the message is looked for."""
    town.server.faults.plant(Drop(When.AFTER), "POST", CREATE, times=3)
    await begun(town)
    await town.stop()
    town.clock.advance(timedelta(hours=3))
    town.server.faults.clear()
    await town.start()
    await town.person("Watcher").sees("An organiser acted")
    await town.quiet()
    assert said(town, "An organiser acted") == 1


async def test_a_card_that_was_deleted_is_said_anew(town: Town) -> None:
    world, channel = town.server.world, town.server.channel
    places.change_overwrite(world, channel, world.bot.id, Overwrite(allow=May.PIN_MESSAGES, is_role=False))
    await suggested(town)
    watcher = town.person("Watcher")
    await watcher.sees("Do you want to talk about it too?")
    (card,) = [one for one in watcher.messages if "Do you want to talk" in str(one.components)]
    await town.until(lambda: list(channel.pins) == [card.id])
    town.server.owner.deletes(card)
    channel.pins.clear()
    await town.person("Ben").types("/topic second", topic=1)
    await town.passes_minutes(2)
    await watcher.sees("[Second this topic]")
    (anew,) = [one for one in watcher.messages if "Do you want to talk" in str(one.components)]
    await town.until(lambda: list(channel.pins) == [anew.id])


async def test_a_slow_store_is_bridged_by_a_word_within_three_seconds(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock of the simulator stands still; what counts is that a first answer comes before the answer."""
    receive = ServiceHost.receive

    async def slow(host: ServiceHost, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        await asyncio.sleep(2.4)
        await receive(host, happenings, keep)

    monkeypatch.setattr(ServiceHost, "receive", slow)
    await town.person("Olga", may_manage=True).types("/setup begin")
    await town.person("Olga").fills("Set up a community", words="Riverside")
    await town.person("Olga").sees("This is now the community")
    callbacks: list[Any] = [one.body for one in town.server.records if one.path == CALLBACK]
    assert [one["type"] for one in callbacks] == [9, 5]
    assert town.person("Olga").notices == []


async def test_what_cannot_be_stored_is_said_to_be_not_stored(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await suggested(town)

    async def full(host: ServiceHost, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        del host, happenings, keep
        raise Full("no room on the disk")

    monkeypatch.setattr(ServiceHost, "receive", full)
    await town.person("Ben").types("/topic second", topic=1)
    await town.person("Ben").sees("I could not save that.")
    assert not town.round.seconders


async def test_an_answer_whose_time_is_over_goes_to_the_direct_message(town: Town) -> None:
    """And never into the channel."""
    await suggested(town)
    town.server.faults.plant(Refuse(404, 10062), "POST", CALLBACK, times=None)
    ben = town.person("Ben")
    town.server.patience_seconds = 3
    with pytest.raises(AssertionError):
        await ben.types("/topic second", topic=1)
    town.server.patience_seconds = 10
    ben.opens_private()
    await ben.sees("Topic 1")
    ben.goes_to(town.server.channel)
    await town.person("Watcher").sees_nothing_of("Saved. You second")


async def test_whoever_takes_no_direct_messages_still_acted(town: Town) -> None:
    await suggested(town)
    ben = town.person("Ben")
    ben.account.takes_private_messages = False
    town.server.faults.plant(Refuse(404, 10062), "POST", CALLBACK, times=1)
    town.server.patience_seconds = 3
    with pytest.raises(AssertionError):
        await ben.types("/topic second", topic=1)
    town.server.patience_seconds = 10
    await town.quiet()
    assert len(town.round.seconders) == 1


async def test_a_command_given_twice_counts_once(town: Town) -> None:
    await suggested(town)
    ben = town.person("Ben")
    await ben.types("/topic second", topic=1)
    await ben.types("/topic second", topic=1)
    await ben.sees("seconded this topic already")
    assert len(town.round.seconders) == 1


async def test_a_button_of_a_former_version_is_answered_kindly(town: Town) -> None:
    await suggested(town)
    watcher = town.person("Watcher")
    await watcher.sees("[Second this topic]")
    for message in watcher.messages:
        for button in _buttons(message.components):
            button["custom_id"] = "cd0:old"
    await watcher.presses("Second this topic")
    await watcher.sees("This button is from an older card.")


def _buttons(components: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for one in components:
        found += [one] if one.get("type") == 2 else []
        found += _buttons(one.get("components", []))
    return found


async def test_a_gateway_that_drops_is_followed_again_and_nothing_is_asked_twice(town: Town) -> None:
    await suggested(town)
    town.server.gateway.drop()
    await town.is_live()
    await town.person("Ben").types("/topic second", topic=1)
    await town.person("Ben").sees("Saved")


async def test_a_token_that_is_not_taken_stops_the_bot_with_a_sentence(town: Town) -> None:
    await town.stop()
    town.token = "MTk4NjIyNDgzNDcxOTI1MjQ4.not-a-token"
    with pytest.RaisesGroup(NotAllowed, flatten_subgroups=True, allow_unwrapped=True):
        await town.start()


async def test_a_connection_that_is_closed_for_good_is_not_opened_again(town: Town) -> None:
    """Code 4004: identifying again and again would reset the token."""
    before = town.server.gateway.identified
    town.server.gateway.close_all(4004)
    await town.ended()
    assert town.server.gateway.identified == before


async def test_where_the_bot_was_removed_the_space_waits(town: Town) -> None:
    await suggested(town)
    place = Place("discord", str(town.server.channel.id))
    places.leave(town.server.world, town.server.guild, town.server.world.bot)
    await town.until(lambda: town.book.spaces[place].trouble == "trouble-removed")


def test_the_invitation_asks_for_the_least() -> None:
    address = invitation("123")
    assert f"permissions={LEAST}" in address
    assert not LEAST & (1 << 3)
    assert list(lacks(LEAST)) == []
    assert list(lacks(1 << 3)) == []
    assert set(lacks(0)) == {"lacks-view", "lacks-send", "lacks-files", "lacks-history", "lacks-pin"}


async def test_a_delay_of_discord_is_nobodys_fault(town: Town) -> None:
    town.server.faults.plant(Delay(0.5), "POST", CREATE)
    await begun(town)
    await town.person("Watcher").sees("An organiser acted")
