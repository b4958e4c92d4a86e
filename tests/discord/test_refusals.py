"""Every refusal of Discord leads to what it should: people are answered, nothing is lost, whoever can help is told."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import cast

import aiohttp
import discord
import pytest
from aiohttp import ClientSession
from discord.http import HTTPClient

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, Unreachable, Unwelcome
from codesign_bot.records import Place
from codesign_bot.testing.discord import Refuse, Status, TooOften, When
from codesign_bot.testing.discord.limits import Scope
from codesign_discord.errors import CROWDED, Archived, Refused, TokenRefused, TooLate, trouble
from codesign_discord.platform import DiscordPlatform
from codesign_discord.refusals import Refusals
from codesign_discord.rest import Rest
from codesign_discord.sending import plain

from .story import begun, suggested
from .town import Town

CREATE = "/channels/{channel_id}/messages"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
PRIVATE = "/users/@me/channels"

# --- what a code means ---------------------------------------------------------------------------------------

MEANINGS = [
    (404, 10062, TooLate),
    (400, 40060, TooLate),
    (404, 10015, TooLate),
    (401, 50027, TooLate),
    (404, 10008, Gone),
    (404, 10003, Gone),
    (404, 10004, Gone),
    (404, 0, Gone),
    (403, 50001, NotAllowed),
    (403, 50013, NotAllowed),
    (400, 160005, NotAllowed),
    (403, 50007, NotAllowed),
    (403, 40333, NotAllowed),
    (400, 50083, Archived),
    (429, 30046, Unreachable),
    (429, 0, Unreachable),
    (400, 50035, Refused),
    (400, 50006, Refused),
    (413, 40005, Refused),
    (400, 200000, Unwelcome),
    (401, 0, TokenRefused),
    (500, 0, Unreachable),
    (503, 0, Unreachable),
]


def answer(status: int, code: int, **headers: str) -> discord.HTTPException:
    found = SimpleNamespace(status=status, reason="", headers=headers)
    return discord.HTTPException(cast("aiohttp.ClientResponse", found), {"code": code, "message": "what Ana wrote"})


@pytest.mark.parametrize(("status", "code", "kind"), MEANINGS)
def test_each_code_is_one_of_our_troubles_and_quotes_nobody(
    status: int, code: int, kind: type[PlatformTrouble]
) -> None:
    found = trouble(answer(status, code))
    assert type(found) is kind
    assert str(found) == f"{status} {code}"


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (answer(429, 30046), CROWDED),
        (answer(429, 0), CROWDED),
        (answer(429, 0, **{"Retry-After": "1800"}), 1800.0),
        (answer(429, 0, **{"Retry-After": "soon"}), CROWDED),
        (discord.RateLimited(77.0), 77.0),
        (answer(401, 0), CROWDED),
        (answer(502, 0), None),
    ],
)
def test_what_is_too_much_is_waited_for_as_long_as_discord_says_and_a_minute_where_it_does_not(
    error: Exception, seconds: float | None
) -> None:
    found = trouble(error)
    assert isinstance(found, Unreachable)
    assert found.retry_after == seconds


# --- what people see of it: in a channel ---------------------------------------------------------------------


def space(town: Town) -> Place:
    return Place("discord", str(town.server.channel.id))


def said(town: Town, words: str) -> int:
    return town.person("Watcher").screen.count(words)


@pytest.mark.parametrize(
    ("status", "code"), [(403, 50001), (403, 50013), (400, 160005), (404, 10003), (404, 10004), (403, 40333)]
)
async def test_a_channel_that_refuses_is_in_trouble_and_hears_everything_once_it_takes_it(
    town: Town, status: int, code: int
) -> None:
    town.server.faults.plant(Refuse(status, code), "POST", CREATE)
    await begun(town)
    await town.until(lambda: town.book.spaces[space(town)].trouble == "trouble-cannot-speak")
    assert said(town, "An organiser acted") == 0
    await town.passes_minutes(2)
    await town.person("Watcher").sees("An organiser acted")
    assert said(town, "An organiser acted") == 1
    await town.until(lambda: town.book.spaces[space(town)].trouble is None)


@pytest.mark.parametrize("fault", [TooOften(), TooOften(scope=Scope.SHARED), Status(503)], ids=str)
async def test_what_is_too_much_for_now_is_said_once_and_is_nobodys_trouble(town: Town, fault: TooOften) -> None:
    town.server.faults.plant(fault, "POST", CREATE, times=2)
    await begun(town)
    await town.quiet()
    assert said(town, "An organiser acted") == 1
    assert town.book.spaces[space(town)].trouble is None


@pytest.mark.parametrize("code", [50035, 50006])
async def test_what_discord_does_not_take_as_it_is_shown_is_said_in_plain_words(
    town: Town, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    await begun(town)
    await town.quiet()
    town.server.faults.plant(Refuse(400, code), "POST", CREATE, times=1)
    ana = town.person("Ana")
    await ana.types("/topic suggest")
    await ana.fills("Suggest a topic", words="The park is empty in the evening")
    await town.quiet()
    told = "\n".join(str(one.components) for one in town.server.channel.messages.values())
    assert "The park is empty" in told
    errors = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert [one.getMessage() for one in errors] == [f"Discord does not take a message of ours: 400 {code}"]
    assert "park" not in caplog.text
    assert town.book.spaces[space(town)].trouble is None


def test_plain_words_keep_the_mark_and_who_may_see_them_and_lose_what_can_be_pressed() -> None:
    button = {"type": 1, "components": [{"type": 2, "label": "Vote", "custom_id": "x"}]}
    words = [{"type": 10, "content": "one", "id": 7}, {"type": 17, "components": [{"type": 10, "content": "two"}]}]
    file = {"type": 13, "file": {"url": "attachment://record.md"}}
    found = plain({"flags": 64, "components": [*words, button, file]})
    assert found == {"flags": 64, "components": [{"type": 10, "content": "one\n\ntwo", "id": 7}, file]}


async def test_where_a_filter_for_words_stops_a_message_organisers_are_told_and_others_go_through(town: Town) -> None:
    await begun(town)
    await town.quiet()
    town.server.faults.plant(Refuse(400, 200000), "POST", CREATE, times=1)
    ana, olga = town.person("Ana"), town.person("Olga")
    await ana.types("/topic suggest")
    await ana.fills("Suggest a topic", words="The park is empty in the evening")
    await ana.sees("Saved. This is topic 1.")
    await town.quiet()
    assert town.server.faults.happened
    assert town.book.spaces[space(town)].trouble is None
    olga.opens_private()
    await olga.sees("A filter for words stopped one of my messages there")
    await town.person("Ben").types("/topic second", topic=1)
    await town.person("Ben").sees("Saved")


async def test_a_token_that_is_taken_back_while_the_bot_is_at_work_ends_it_and_blames_no_space(town: Town) -> None:
    town.server.faults.plant(Refuse(401, 0), "POST", CREATE, times=None)
    await begun(town)
    error = await town.ended()
    with pytest.RaisesGroup(pytest.RaisesExc(NotAllowed, match="takes the token no more"), flatten_subgroups=True):
        raise error or AssertionError("it ended without a word")
    assert town.book.spaces[space(town)].trouble is None


# --- what people see of it: answers --------------------------------------------------------------------------

LATE = [(404, 10062), (400, 40060), (404, 10015), (401, 50027)]


async def seconds_in_vain(town: Town, name: str) -> None:
    """Somebody seconds the topic, and nobody answers within three seconds."""
    town.server.patience_seconds = 1
    with pytest.raises(AssertionError):
        await town.person(name).types("/topic second", topic=1)
    town.server.patience_seconds = 10


@pytest.mark.parametrize(("status", "code"), LATE)
async def test_an_answer_that_comes_too_late_goes_to_the_direct_message_and_what_was_done_stays_done(
    town: Town, status: int, code: int
) -> None:
    await suggested(town)
    town.server.faults.plant(Refuse(status, code), "POST", CALLBACK, times=None)
    await seconds_in_vain(town, "Ben")
    ben = town.person("Ben")
    ben.opens_private()
    await ben.sees("Topic 1")
    await town.quiet()
    assert len(town.round.seconders) == 1
    assert said(town, "Saved. You second") == 0
    assert town.book.spaces[space(town)].trouble is None
    assert town.host.presence.is_live("discord"), "the bot does not end for it"


async def test_who_takes_no_direct_messages_is_no_trouble_of_the_space_and_hears_it_at_the_next_press(
    town: Town,
) -> None:
    await suggested(town)
    ben = town.person("Ben")
    ben.account.takes_private_messages = False
    town.server.faults.plant(Refuse(404, 10062), "POST", CALLBACK)
    await seconds_in_vain(town, "Ben")
    await town.quiet()
    assert any(one.code == 50007 for one in town.server.refused())
    assert town.book.spaces[space(town)].trouble is None
    refusals = len(town.server.refused())
    await town.passes_minutes(3)
    assert len(town.server.refused()) == refusals, "nobody knocks at a closed door without a reason"
    ben.account.takes_private_messages = True
    await ben.types("/help")
    await town.quiet()
    ben.opens_private()
    await ben.sees("Topic 1")


async def test_an_answer_whose_reply_got_lost_is_given_once_and_in_one_place(town: Town) -> None:
    """The library asks again by itself; Discord says that somebody answered already, and that was us."""
    await suggested(town)
    town.server.faults.plant(Status(502, When.AFTER), "POST", CALLBACK)
    ben = town.person("Ben")
    await ben.types("/topic second", topic=1)
    await ben.sees("Saved")
    await town.quiet()
    assert [one.code for one in town.server.refused() if one.path == CALLBACK and one.status == 400] == [40060]
    assert not any(one.path == PRIVATE for one in town.server.records)


async def test_somebody_else_who_answers_for_us_is_told_to_the_operator_once_an_hour(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """Another machine has the token. One sign proves nothing, and the bot never ends for it."""
    await suggested(town)

    def warnings() -> list[str]:
        return [one.getMessage() for one in caplog.records if "another machine" in one.getMessage()]

    town.server.faults.plant(Refuse(400, 40060), "POST", CALLBACK, times=None)
    for name in ("Ben", "Cem"):
        await seconds_in_vain(town, name)
    assert warnings() == []
    await seconds_in_vain(town, "Dora")
    assert warnings() == [
        "somebody else answered 3 interactions within an hour: does the bot run on another machine too?"
    ]
    await seconds_in_vain(town, "Eli")
    assert len(warnings()) == 1
    town.server.faults.clear()
    ben = town.person("Ben")
    await ben.types("/help")
    assert ben.notices == []


# --- what is counted -----------------------------------------------------------------------------------------


async def test_every_refusal_is_counted_also_those_that_the_library_repeats_by_itself(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begun(town)
    met: list[int] = []
    count = Refusals.met

    def noted(refusals: Refusals, status: int) -> bool:
        met.append(status)
        return count(refusals, status)

    monkeypatch.setattr(Refusals, "met", noted)
    town.server.faults.plant(TooOften(), "POST", CREATE, times=3)
    town.server.faults.plant(TooOften(scope=Scope.SHARED), "POST", CREATE, times=2)
    ana = town.person("Ana")
    await ana.types("/topic suggest")
    await ana.fills("Suggest a topic", words="The park is empty in the evening")
    await town.quiet()
    assert len(town.server.faults.happened) == 5
    assert met.count(429) == 3, "those because of others do not count"


async def test_refusals_are_remembered_when_the_bot_connects_again(town: Town) -> None:
    """Discord counts on, whichever connection it is."""
    platform = DiscordPlatform(town.server.token, town.clock, {}, shard_count=1)
    session = cast("ClientSession", None)
    first = Rest(cast("HTTPClient", None), session, session, refusals=platform.refusals)
    for _ in range(5_000):
        first.refusals.met(403)
    with pytest.raises(Unreachable) as held_back:
        await first.newest("1", 1)
    assert held_back.value.retry_after == pytest.approx(600.0)
