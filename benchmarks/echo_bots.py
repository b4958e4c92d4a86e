"""The bare rivals of bench_latency, each in a process of its own: they join what they are invited to, and echo.

    python benchmarks/echo_bots.py plain URL FOLDER     aiohttp and a loop
    python benchmarks/echo_bots.py sealed URL FOLDER    matrix-nio as it comes, with its keys in FOLDER

The login comes as a line of JSON on standard input.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys

from nio import AsyncClient, AsyncClientConfig, InviteMemberEvent, MatrixRoom, RoomMessageText

from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Login

WAIT_SECONDS = 30


async def plain(url: str, login: Login, _folder: str) -> None:
    """The fewest requests there can be: one sync that brings the message, one that puts it back."""
    seen: set[str] = set()
    async with MatrixPerson(url, login) as bot:
        while True:
            await bot.sync(wait_seconds=WAIT_SECONDS)
            for room in list(bot.invited_to):
                await bot.join(room)
            for room, events in bot.seen.items():
                for event in events:
                    is_new = event["event_id"] not in seen and event["sender"] != login.user_id
                    if event["type"] == "m.room.message" and is_new:
                        seen.add(event["event_id"])
                        await bot.send(room, event["content"]["body"])


async def sealed(url: str, login: Login, folder: str) -> None:
    """What the library's own example does, in an encrypted room."""
    bot = AsyncClient(url, login.user_id, login.device_id, folder, AsyncClientConfig(store_sync_tokens=False))
    bot.restore_login(login.user_id, login.device_id, login.access_token)

    async def invited(room: MatrixRoom, event: InviteMemberEvent) -> None:
        if event.state_key == login.user_id and event.membership == "invite":
            await bot.join(room.room_id)

    async def heard(room: MatrixRoom, event: RoomMessageText) -> None:
        if event.sender != login.user_id:
            content = {"msgtype": "m.text", "body": event.body}
            await bot.room_send(room.room_id, "m.room.message", content, ignore_unverified_devices=True)

    bot.add_event_callback(invited, InviteMemberEvent)
    bot.add_event_callback(heard, RoomMessageText)
    # Before it comes into any room: who writes to it there before its keys are known can never be read.
    await bot.keys_upload()
    try:
        await bot.sync_forever(timeout=WAIT_SECONDS * 1000, full_state=True)
    finally:
        await bot.close()


if __name__ == "__main__":
    logging.getLogger("nio").setLevel(logging.CRITICAL)
    kind, address, keys = sys.argv[1:]
    asyncio.run({"plain": plain, "sealed": sealed}[kind](address, Login(**json.loads(sys.stdin.readline())), keys))
