"""A vote on the simulated Discord, for bench_discord: a configuration, a community, a round, and people in it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from codesign_bot.testing.discord import DiscordServer, May, Person
from codesign_bot.testing.discord.finding import NotThere

IDEAS = 12
"""So that everybody has five dots."""
PACES = (1, 4, 16)
"""How many times as long the steps before the vote may have to be, on a machine that others keep busy."""
PRESSING = 20
"""Presses under way at a time where the processor's time is measured. Nobody presses so often that it were a flood."""
WITHIN_SECONDS = 60.0
OPENAPI = Path(__file__).parents[2] / "shared" / "data" / "discord" / "openapi.json"
TEMPLATE = """\
is_practice = true
seconders = 1
alone_first = "1 second"
heard_floor = 1
heard_percent = 1
extensions_most = 0
request_window = "1 minute"
merge_window = "1 second"
checks = ["1 day"]
done_confirmations = 1
done_undisputed = "1 day"

[windows]
framing = "{joining} seconds"
confirming = "{confirming} seconds"
ideas = "{ideas} seconds"
sorting = "1 second"
voting = "2 hours"
runoff = "1 day"
cooling_off = "1 day"
feedback = "1 day"
"""


def simulated(*, is_checked: bool = False) -> DiscordServer:
    """With Discord's own limits. Checked: every request is held to Discord's document, where that lies beside us."""
    document = OPENAPI if is_checked and OPENAPI.exists() else None
    return DiscordServer(openapi=document, patience_seconds=WITHIN_SECONDS)


async def connected(server: DiscordServer) -> None:
    async with asyncio.timeout(WITHIN_SECONDS):
        while not server.gateway.connected:  # noqa: ASYNC110 - nobody tells when
            await asyncio.sleep(0.05)
    await server.quiet(0.5)


def configured(folder: Path, server: DiscordServer, people: int, pace: int) -> Path:
    """What an operator writes: a configuration, the token, and a template with short steps before a long vote.

    The steps are `pace` times as long as they have to be on a machine that has nothing else to do.
    """
    steps = {"joining": pace * (10 + people // 20), "confirming": pace * 3, "ideas": pace * 5}
    (folder / "templates").mkdir(parents=True)
    secret, config = folder / "token", folder / "config.toml"
    secret.write_text(server.token)
    secret.chmod(0o600)
    (folder / "templates" / "bench.toml").write_text(TEMPLATE.format(**steps))
    config.write_text(
        f'[store]\npath = "bot.db"\n[discord]\ntoken_file = "token"\napi = "{server.api_base}"\n'
        '[templates]\ndirectory = "templates"\n'
    )
    return config


async def voting(server: DiscordServer, voters: Sequence[Person]) -> bool:
    """From an empty channel to a vote that everybody is in. False where a step was over too soon."""
    try:
        await _rounded(server, voters)
    except (NotThere, TimeoutError):
        return False
    return f"Idea {IDEAS - 1} of many" in voters[0].screen


async def _rounded(server: DiscordServer, voters: Sequence[Person]) -> None:
    olga = server.member("Olga", may=May.MANAGE_CHANNELS)
    await olga.types("/setup begin")
    await olga.fills("Set up a community", words="Riverside")
    await olga.sees("This is now the community")
    await olga.types("/topic suggest")
    await olga.fills("Suggest a topic", words="The park is empty in the evening")
    await olga.sees("Saved. This is topic 1.")
    await olga.types("/round plan", template="bench")
    answers = {"decider": "1", "who_decides": "All of us.", "fixed": "2"}
    await olga.fills("Plan the round", {**answers, "what_is_fixed": "The money.", "what_is_open": "All but that."})
    await olga.sees("6 of 8")
    await olga.presses("Go on")
    await olga.fills("Plan the round", use="1", what_happens="We do it.", reply_by="2030-12-31")
    await olga.sees("Is it right?")
    await olga.presses("Yes, save the plan")
    first = voters[0]
    await first.presses("Second this topic")
    await first.sees("[Say what the problem is]")
    await voters[-1].sees("[Join this round]")
    await joined(server, voters[1:])
    await first.presses("Say what the problem is")
    await first.fills("Say what the problem is", words="It is dark and nobody feels safe there")
    await first.presses("Word the question")
    await first.fills("Word the question", words="How might we make the park a place for evenings?")
    await first.sees("[Consent]")
    await first.presses("Consent")
    await first.sees("[Offer an idea]")
    for number, one in enumerate(voters[:IDEAS]):
        await one.presses("Offer an idea")
        await one.fills("Offer an idea", words=f"Idea {number} of many that people had for the park")
    await first.sees("[Vote]")


async def joined(server: DiscordServer, people: Sequence[Person]) -> None:
    """Everybody is in the round, some at a time."""
    gate = asyncio.Semaphore(PRESSING)

    async def joins(one: Person) -> None:
        async with gate:
            await one.presses("Join this round")

    await asyncio.gather(*map(joins, people))
    await server.quiet(0.3)
