"""One round over both platforms, from an empty room to its archive, with the bot taken away between all steps."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta

import pytest

from codesign_bot.core.events import AccountsLinked, VotesCounted
from codesign_bot.core.phases import Phase
from codesign_bot.testing.discord import places
from codesign_bot.testing.discord.model import Channel

from ..journeys.town import is_edit  # noqa: TID252 - tests are no package
from .story import CHAPTERS, HERE, IDEAS, PROBLEM, THERE, code_in, gathered, link_code
from .town import Both, shown

pytestmark = [pytest.mark.synapse, pytest.mark.slow, pytest.mark.timeout(300)]

TYPED = {"Ben": "1:2 2:1", "Cem": "2:2 1:1", "Dora": "3:2"}
PRESSED = {"Eli": (1, 1, 2), "Fay": (2, 2), "Gus": (1, 1), "Hal": (5,)}
ANAS = {1: 1, 4: 2}
"""The last of three ballots that she casts from two accounts."""
TALLY = [
    "1. “lamps by the pond” \N{EN DASH} 8 dots from 5 people. Chosen.",
    "2. “a tea stall” \N{EN DASH} 6 dots from 4 people. Chosen.",
    "3. “open air films” \N{EN DASH} 2 dots from 1 person",
    "4. “a walking group” \N{EN DASH} 2 dots from 1 person",
    "5. “more benches” \N{EN DASH} 1 dot from 1 person",
    "6. “a dog run” \N{EN DASH} No dots",
]
DOTS = {1: 8, 2: 6, 3: 2, 4: 2, 5: 1, 6: 0}


async def test_one_round_lives_on_both_platforms_and_through_a_restart_after_every_step(both: Both) -> None:
    both.has_restarts = True
    await gathered(both)
    logs = await organised(both)
    for chapter in CHAPTERS[1:-1]:
        await chapter(both)
    await anna_joins(both)
    await built_on(both)
    await merged_or_not(both)
    await shown_across(both)
    await voted(both)
    await ana_is_one(both)
    await counted(both)
    await objected(both)
    await felt(both)
    await published(both)
    await kept(both)
    assert both.restarts > 30
    await told_the_same(both)
    await logged(both, logs)
    await exported(both)
    await nobody_was_pinged_or_played(both)


async def organised(both: Both) -> Channel:
    """Olga links her account on Discord, and organises from there: a channel for the log."""
    olga, also = await both.here("Olga"), both.there("Olga of the garden", may_manage=True)
    code = code_in(await olga.asks("!me link", "Your code is"))
    await also.types("/me link-code", code=code)
    await also.sees("Your two accounts count as one person now")
    await olga.hears("Your code was used")
    await both.pauses()
    logs = places.make_channel(both.town.server.world, both.town.server.guild, "log")
    code = await link_code(both)
    also.goes_to(logs)
    await also.types("/setup link", code=code)
    await also.sees("Riverside")
    await both.pauses()
    await also.types("/setup log")
    await also.sees("chose a space for the log")
    also.goes_to(both.town.server.channel)
    await both.pauses()
    return logs


async def anna_joins(both: Both) -> None:
    """Ana with her account on Discord. Nobody can know that she is in the round already."""
    anna = both.there("Anna")
    await anna.presses("Join this round")
    await anna.sees("You are in this round now")
    await both.pauses()
    assert (await both.state()).joined == len(HERE) + len(THERE) + 1


async def built_on(both: Both) -> None:
    """Somebody on Matrix adds to an idea from Discord; its author is told there, alone, not who it was."""
    eli = both.there("Eli")
    await (await both.here("Dora")).asks("!idea build 2 with a samovar", "Saved. You built on idea 2.")
    await both.town.quiet()
    eli.opens_private()
    await eli.sees("Somebody built on your idea 2", "with a samovar")
    eli.goes_to(both.town.server.channel)
    await both.reaches(Phase.SORTING)


async def merged_or_not(both: Both) -> None:
    """Asked on Discord, answered on Matrix with a no; who asked is told on Discord."""
    gus, cem = both.there("Gus"), await both.here("Cem")
    await gus.types("/idea merge", idea=6, other=5)
    await gus.sees("if their authors say yes")
    await both.pauses()
    await cem.hears("Somebody asks to join idea 5 to idea 6.")
    await cem.asks("!merge no 6 5", "Saved. You said no.")
    await both.pauses()
    gus.opens_private()
    await gus.sees("An author said no. Idea 5 is not joined to idea 6.")
    gus.goes_to(both.town.server.channel)
    await both.reaches(Phase.VOTING)


async def shown_across(both: Both) -> None:
    """What was given on the one platform is read on the other: on the card now, in the lists before."""
    state = await both.state()
    assert list(state.live_ideas) == [1, 2, 3, 4, 5, 6]
    here, there = await both.cards()
    for number, idea in enumerate(IDEAS, 1):
        assert f"{number}. “{idea}”" in here
        assert f"**{number}.** “{idea}”" in there
    (listed,) = [await (await both.here("Dora")).asks("!ideas", "in an order of your own")]
    hal = both.there("Hal")
    await hal.types("/idea list")
    await hal.sees(*IDEAS)
    assert all(idea in listed for idea in IDEAS)
    assert (await (await both.here("Dora")).asks("!statements", PROBLEM)).count(PROBLEM) == 6


async def voted(both: Both) -> None:
    """Each on their own platform. Neither card tells that anybody has voted."""
    before = await both.cards()
    for name, ballot in TYPED.items():
        await (await both.here(name)).asks(f"!vote {ballot}", "Saved. This is your whole ballot")
    await both.pauses()
    for name, ideas in PRESSED.items():
        presser = both.there(name)
        await presser.presses("Vote")
        await presser.sees("You have not voted yet.")
        for number, idea in enumerate(ideas, 1):
            await presser.presses(f"+ More on {idea}")
            await presser.sees(
                {1: "You have 2 dots left.", 2: "You have 1 dot left.", 3: "You have no dots left."}[number]
            )
            await both.pauses()
    assert await both.cards() == before
    assert len(await both.ballots()) == len(TYPED) + len(PRESSED)


async def ana_is_one(both: Both) -> None:
    """She votes here, then there, links while the vote is on, and changes her one ballot from either side."""
    ana, anna = await both.here("Ana"), both.there("Anna")
    await ana.asks("!vote 1:2", "Saved. This is your whole ballot")
    await both.pauses()
    await both.town.passes(timedelta(minutes=5))
    await anna.types("/vote idea", idea=2, dots=2)
    await anna.sees("You have 1 dot left.")
    await both.pauses()
    assert len(await both.ballots()) == len(HERE) + len(THERE) + 1, "two people, as far as anybody knows"
    code = code_in(await ana.asks("!me link", "Your code is"))
    await anna.types("/me link-code", code=code)
    await anna.sees("Your two accounts count as one person now", "a tea stall")
    heard = await ana.hears("Your code was used")
    assert "a tea stall" in heard
    assert "lamps by the pond" not in heard, "that was the older ballot"
    assert await both.ballot(ana) == await both.ballot(anna) == {2: 2}
    await both.pauses()
    await anna.presses("Vote")
    await anna.presses("+ More on 4")
    await anna.sees("You have no dots left.")
    await both.pauses()
    assert await both.ballot(ana) == await both.ballot(anna) == {2: 2, 4: 1}
    await ana.asks("!vote 1:1 4:2", "Saved. This is your whole ballot")
    await both.pauses()
    await anna.types("/vote show")
    await anna.sees("You have no dots left.")
    assert await both.ballot(anna) == ANAS
    assert len(await both.ballots()) == len(HERE) + len(THERE)


async def counted(both: Both) -> None:
    """One tally, the same on both cards."""
    await both.reaches(Phase.COOLING_OFF)
    tally = (await both.state()).tally
    assert tally is not None
    assert tally.ballots == len(HERE) + len(THERE)
    assert {int(row.idea): row.dots for row in tally.ranking} == DOTS
    assert list(tally.chosen) == [1, 2]
    here, there = await both.cards()
    assert [line for line in here.splitlines() if line in TALLY] == TALLY
    assert [line for line in there.replace("**", "").splitlines() if line in TALLY] == TALLY


async def objected(both: Both) -> None:
    """An objection from Matrix and a minority view from Discord stand on both cards."""
    await (await both.here("Dora")).asks("!object It says nothing about the ducks", "Saved. Your objection stands")
    hal = both.there("Hal")
    await hal.types("/minority write")
    await hal.fills(hal.form.title if hal.form else "", words="We still want a dog run for all of us.")
    await hal.sees("Saved. This is minority view 1.")
    await both.see("It says nothing about the ducks", "We still want a dog run for all of us.")
    await (await both.here("Ben")).asks("!minority sign 1", "Saved. You signed minority view 1")
    await both.reaches(Phase.FEEDBACK)


async def felt(both: Both) -> None:
    """What people say of the result."""
    for name in HERE:
        await (await both.here(name)).asks("!feedback 1 agree", "Saved. Idea 1: agree")
    await both.pauses()
    for name in THERE[:3]:
        presser = both.there(name)
        await presser.types("/feedback give", idea=1)
        await presser.fills(presser.form.title if presser.form else "", stance="disagree", worry="Who will pay for it?")
        await presser.sees("Saved. Idea 1: disagree")
    await both.reaches(Phase.OUTCOME)


async def published(both: Both) -> None:
    """Fates from Matrix, the outcome from Discord: an organiser may do it from either account."""
    olga, also = await both.here("Olga"), both.there("Olga of the garden")
    for number in (1, 2):
        await olga.asks(f"!fate {number} chosen The council by 2027-05-01", f"Saved. This is the fate of idea {number}")
    await both.pauses()
    for number in (3, 4, 5, 6):
        await olga.asks(f"!fate {number} later There is no money yet", f"Saved. This is the fate of idea {number}")
    await both.pauses()
    await also.types("/outcome publish")
    await also.fills(also.form.title if also.form else "", words="You asked for light. We will build lamps.")
    await also.sees("Saved. The outcome is published.")
    await both.pauses()
    assert (await both.state()).phase is Phase.FOLLOW_UP


async def kept(both: Both) -> None:
    """Said to be done on Matrix, confirmed on Discord; the other is not disputed. Then the round is put away."""
    await (await both.here("Ben")).asks("!progress 1 done", "Saved. You say that idea 1 is done")
    await both.pauses()
    for name in THERE[:3]:
        await both.there(name).types("/progress confirm", idea=1)
        await both.there(name).sees("Saved. You confirm that idea 1 is done")
        await both.pauses()
    assert (await both.state()).promises[(await both.state()).chosen[0]].is_done
    gus = both.there("Gus")
    await gus.types("/progress done", idea=2)
    await gus.sees("Saved. You say that idea 2 is done")
    for days in (8, 31, 60):
        await both.town.passes(timedelta(days=days))
        await both.pauses()
    assert (await both.state()).phase is Phase.ARCHIVED


async def told_the_same(both: Both) -> None:
    """Every announcement once in each space, in the same order; one card in each, edited and not said anew."""
    first = [one["content"]["body"] for one in await both.room_events() if not is_edit(one)]
    assert [text for text, times in Counter(first).items() if times > 1] == []
    headings = ["A new step begins", "More time", "We have our question", "This round is open now", "Voting is over"]
    here = [next(part for part in headings if part in text) for text in first if any(part in text for part in headings)]
    there = [
        next(part for part in headings if part in text)
        for text in both.channel_says()
        if any(part in text for part in headings)
    ]
    assert here == there
    assert len(here) > 8
    here_card, there_card = await both.cards()
    for words in ("archived", *IDEAS):
        assert words in here_card
        assert words in there_card


async def logged(both: Both, logs: Channel) -> None:
    """That accounts were linked is counted twice, once for Olga and once for Ana, and nobody is named."""
    linked = [entry for entry in await both.entries() if entry.kind == "accounts-linked"]
    assert [json.loads(entry.leaf)["facts"] for entry in linked] == [{}, {}]
    said = [shown(one.components) for one in logs.messages.values() if one.seen_only_by is None]
    lines = [text for text in said if "Two accounts were found to be one person" in text]
    assert len(lines) == 1, "the first was before there was a space for the log"
    anna, ana = both.there("Anna"), await both.here("Ana")
    everything = "\n".join([*said, *(await both.room_says()), *both.channel_says()])
    person = (await both.who(ana)).id
    for word in ("Anna", str(anna.account.id), ana.id, ana.id.split(":", 1)[0].removeprefix("@"), person):
        assert word not in everything, word


async def exported(both: Both) -> None:
    """The record from Discord is the record from Matrix, and holds no account of either."""
    fay, ben = both.there("Fay"), await both.here("Ben")
    await fay.types("/export", topic=1)
    await fay.sees("Here are 2 files", "round-1.jsonl")
    there = next(f.content for one in fay.messages for f in one.attachments if f.filename == "round-1.jsonl")
    await ben.says("!export #1")
    await ben.client.wait_for(ben.dm, lambda event: str(event.get("content", {}).get("filename", "")).endswith(".md"))
    (here,) = [
        await ben.client.download(event["content"]["url"])
        for event in ben.client.seen[ben.dm]
        if event.get("content", {}).get("filename") == "round-1.jsonl"
    ]
    assert here == there
    lines = [json.loads(line) for line in here.splitlines()]
    assert sum(line.get("event") == "ProblemStated" for line in lines) == 6
    accounts = [str(one.account.id) for one in both.town.people.values()] + [one.id for one in both.members.values()]
    assert [account for account in accounts if account in here.decode()] == []
    events = await both.events()
    assert sum(isinstance(event, VotesCounted) for event in events) == 1
    assert sum(isinstance(event, AccountsLinked) for event in events) == 1


async def nobody_was_pinged_or_played(both: Both) -> None:
    """No message of a whole round rang anybody, and each was said by the bot in its own name."""
    assert [one for one in both.town.server.world.notified if one.people or one.is_everyone] == []
    assert all(one["content"]["m.mentions"] == {} for one in await both.room_events())
    assert {name: await both.rung(name) for name in both.members} == {name: [] for name in both.members}
    olga, ana = await both.here("Olga"), await both.here("Ana")
    call = {"msgtype": "m.text", "body": "Ana?", "m.mentions": {"user_ids": [ana.id]}}
    called = await olga.client.send_event(both.room, "m.room.message", call)
    assert await both.rung("Ana") == [called], "else the homeserver rings nobody at all"
    messages = both.town.server.channel.messages.values()
    assert {(one.author.id, one.webhook_name) for one in messages} == {(both.town.server.world.bot.id, None)}
    refused = {(one.method, one.path) for one in both.town.server.refused()}
    assert refused <= {("PUT", "/channels/{channel_id}/messages/pins/{message_id}")}, "a card is pinned where it may be"
