"""The README's way to lift the rate limit works on a real Synapse with the limits every fresh one has."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import aiohttp
import pytest

from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Login, Synapse

from .pages import README

BURST = 20
"""Messages at once: twice what a fresh Synapse lets through."""


def told() -> tuple[str, str]:
    """Path and body of the request, as the README has them."""
    (command,) = [one.text for one in README.fences if "override_ratelimit" in one.text]
    found = re.search(r"-d '(?P<body>[^']+)'.*?'(?P<address>https://[^']+)'", command.replace("\\\n", ""), re.DOTALL)
    assert found is not None
    return urlsplit(found["address"]).path, found["body"]


@pytest.mark.synapse
async def test_the_limit_is_lifted_as_the_readme_says() -> None:
    path, body = told()
    async with Synapse(limits="default") as server:
        bot, root = await server.register("codesign"), await server.register("root", is_admin=True)
        assert await answered(server, bot, "before") < BURST
        headers = {"Authorization": f"Bearer {root.access_token}"}
        address = server.url + path.replace("@codesign:example.org", bot.user_id)
        async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            assert await answer.json() == json.loads(body)
        assert await answered(server, bot, "after") == BURST


async def answered(server: Synapse, who: Login, when: str) -> int:
    """How many of a burst of messages the server takes."""
    taken = 0
    async with MatrixPerson(server.url, who) as person, aiohttp.ClientSession() as session:
        room = await person.create_room(f"Burst {when}")
        headers = {"Authorization": f"Bearer {who.access_token}"}
        for number in range(BURST):
            address = f"{server.url}/_matrix/client/v3/rooms/{room}/send/m.room.message/{when}{number}"
            content = {"msgtype": "m.text", "body": str(number)}
            async with session.put(address, json=content, headers=headers) as answer:
                taken += answer.status == 200
    return taken
