"""The ends of steps as events of the server: there once wished, moved as ends move, gone when nobody wishes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from codesign_bot.core.phases import Phase
from codesign_bot.event_list import LASTS
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.one_event_list import EVENTS
from codesign_bot.testing.discord import places
from codesign_bot.testing.discord.api import events as api

from .listing import HOUR, ONE, asked, begins, end_of, grant, looks, more_time, told, wished
from .story import NAMES, confirming, opened, plans, suggested
from .town import Town

# --- what stands there -----------------------------------------------------------------------------------


async def test_without_the_wish_nothing_is_asked_of_discord(town: Town) -> None:
    await opened(town)
    grant(town)
    await looks(town)
    assert [one.path for one in town.server.records if "scheduled-events" in one.path] == []


async def test_the_end_of_the_step_stands_there_once_it_is_wished_and_leads_to_the_channel(town: Town) -> None:
    await wished(town)
    (event,) = told(town)
    assert begins(event) == end_of(town)
    assert datetime.fromisoformat(event["scheduled_end_time"]) == end_of(town) + LASTS
    assert event["name"] == "End of framing: round 1, “The park is empty in the evening”"
    assert "If it gets more time, I move this date." in event["description"]
    guild, channel = town.server.guild.id, town.server.channel.id
    assert event["entity_metadata"] == {"location": f"https://discord.com/channels/{guild}/{channel}"}
    assert [one for one in town.server.world.notified if one.people or one.is_everyone] == []


async def test_a_look_at_what_holds_already_changes_nothing(town: Town) -> None:
    await wished(town)
    before = dict(told(town)[0])
    await looks(town)
    await town.passes(2 * HOUR)
    await looks(town)
    assert told(town) == [before]
    assert (asked(town, "POST"), asked(town, "PATCH", ONE), asked(town, "DELETE", ONE)) == (1, 0, 0)


async def test_more_time_moves_the_event_and_makes_no_other(town: Town) -> None:
    await wished(town)
    (event,) = told(town)
    before = dict(event)
    await more_time(town)
    await looks(town)
    (after,) = told(town)
    assert (after["id"], begins(after)) == (before["id"], end_of(town))
    assert begins(after) > begins(before)


async def test_a_step_that_gets_more_time_at_its_very_end_has_an_event_at_its_new_end(town: Town) -> None:
    await wished(town)
    first = end_of(town)
    await town.step_ends()
    town.expect(Phase.FRAMING)
    assert end_of(town) > first, "too few were heard"
    assert told(town)[0]["status"] == api.ACTIVE, "Discord began it by itself"
    await looks(town)
    (event,) = told(town)
    assert (begins(event), event["status"]) == (end_of(town), api.SCHEDULED)


async def test_each_step_has_its_own_event_and_the_one_before_goes_by_itself(town: Town) -> None:
    await confirming(town)
    await wished(town)
    (before,) = told(town)
    for name in NAMES[:6]:
        await town.person(name).sees("Consent")
        await town.person(name).presses("Consent")
    await town.step_ends()
    town.expect(Phase.IDEAS)
    await looks(town)
    assert [(one["status"], one["name"].partition(":")[0]) for one in told(town)] == [
        (api.ACTIVE, "End of confirming"),
        (api.SCHEDULED, "End of ideas"),
    ]
    assert begins(told(town)[1]) == end_of(town)
    await town.passes(LASTS)
    await looks(town)
    assert before not in told(town)
    assert len(told(town)) == 1
    assert asked(town, "DELETE", ONE) == 0


async def test_a_practice_has_none(town: Town) -> None:
    await suggested(town)
    grant(town)
    await town.person("Olga").types("/setup events")
    await plans(town, "practice")
    await town.person("Ben").presses("Second this topic")
    town.expect(Phase.FRAMING)
    await looks(town)
    assert told(town) == []


async def test_it_speaks_the_language_of_the_community(town: Town) -> None:
    await wished(town)
    (event,) = told(town)
    before = event["id"]
    await town.person("Olga").types("/setup language", language="German")
    await town.person("Olga").sees("Deutsch")
    await looks(town)
    (event,) = told(town)
    assert (event["id"], event["name"][:23]) == (before, "Ende: Problem, Runde 1,")


async def test_one_event_serves_all_spaces_that_see_the_same_list(town: Town) -> None:
    await wished(town)
    yard = places.make_channel(town.server.world, town.server.guild, "yard")
    olga = town.person("Olga")
    await olga.types("/setup code")
    await olga.sees("/setup link code:")
    code = olga.screen.rpartition("/setup link code:")[2].split()[0]
    olga.goes_to(yard)
    await olga.types("/setup link", code=code)
    await olga.sees("This space is now part of")
    await looks(town)
    assert len(told(town)) == 1


async def test_what_somebody_else_put_there_is_neither_taken_for_ours_nor_touched(town: Town) -> None:
    await wished(town)
    (ours,) = told(town)
    other = {**ours, "id": "7", "creator_id": str(town.person("Ana").account.id), "name": "Picnic"}
    town.server.guild.events = {7: other}
    await town.store.apply(KeepWork([replace(row, value=None) for row in await town.store.kept(EVENTS)]))
    await town.restart()
    await looks(town)
    assert sorted(one["name"][:6] for one in told(town)) == ["End of", "Picnic"]


# --- what goes --------------------------------------------------------------------------------------------


async def test_where_the_wish_ends_the_event_goes(town: Town) -> None:
    await wished(town)
    olga = town.person("Olga")
    await olga.types("/setup no-events")
    await olga.sees("I take the dates of your rounds out of the list of events.")
    await looks(town)
    assert told(town) == []
    assert [row for row in await town.store.kept(EVENTS) if row.value is not None] == []


async def test_where_the_round_is_withdrawn_the_event_goes(town: Town) -> None:
    await wished(town)
    await town.person("Ana").types("/power withdraw-round")
    await town.person("Ana").fills("Ask to withdraw the round", words="Nobody needs this any more")
    for name in NAMES[1:5]:
        await town.person(name).types("/power support", number=1)
    await town.passes(timedelta(days=3))
    town.expect(Phase.WITHDRAWN)
    await looks(town)
    assert told(town) == []


async def test_what_somebody_deleted_by_hand_stays_away_for_this_step_and_no_longer(town: Town) -> None:
    await confirming(town)
    await wished(town)
    (event,) = told(town)
    api.take_away(town.server.world, town.server.guild, int(event["id"]))
    await town.passes(HOUR)
    await looks(town)
    await more_time(town)
    await looks(town)
    assert told(town) == []
    assert asked(town, "PATCH", ONE) == 0, "it was seen that it is gone"
    while town.round.phase is Phase.CONFIRMING:
        for name in NAMES[:6]:
            await town.person(name).types("/frame consent")
        await town.step_ends()
    await looks(town)
    assert [begins(one) for one in told(town)] == [end_of(town)]


async def test_what_somebody_called_off_by_hand_is_not_moved_to_a_new_end(town: Town) -> None:
    await wished(town)
    (event,) = told(town)
    event["status"] = api.CANCELED
    await more_time(town)
    await looks(town)
    await looks(town)
    assert told(town) == []
    assert asked(town, "POST") == 1


async def test_what_somebody_moved_by_hand_is_moved_back_within_the_hour(town: Town) -> None:
    await wished(town)
    (event,) = told(town)
    event["scheduled_start_time"] = (end_of(town) - timedelta(days=1)).isoformat()
    event["name"] = "Hurry!"
    await looks(town)
    assert begins(told(town)[0]) != end_of(town)
    await town.passes(HOUR)
    await looks(town)
    (event,) = told(town)
    assert begins(event) == end_of(town)
    assert event["name"].startswith("End of framing")
