"""Who our bot is, and where the gateway is."""

from __future__ import annotations

from codesign_bot.testing.discord import places
from codesign_bot.testing.discord.api.call import Answer, Call, Route
from codesign_bot.testing.discord.errors import Code, Refused
from codesign_bot.testing.discord.ids import AccountId
from codesign_bot.testing.discord.shapes import people
from codesign_bot.testing.discord.shapes import places as shapes
from codesign_bot.testing.discord.wire import whole


def me(call: Call) -> Answer:
    return Answer(body=people.own_account(call.world))


def application(call: Call) -> Answer:
    return Answer(body=people.application(call.world))


def gateway(call: Call) -> Answer:
    return Answer(body={"url": call.gateway_url})


def gateway_for_bot(call: Call) -> Answer:
    allowance = call.limiter.limits.identifies
    left = call.limiter.identifies_left
    starts = {
        "total": allowance.times if allowance else 1000,
        "remaining": left,
        "reset_after": 0 if left else 86_400_000,
        "max_concurrency": 1,
    }
    return Answer(body={"url": call.gateway_url, "shards": call.world.shards, "session_start_limit": starts})


def account(call: Call) -> Answer:
    found = call.world.accounts.get(call.account_id)
    if found is None:
        raise Refused(Code.UNKNOWN_USER)
    return Answer(body=people.account(found))


def open_private(call: Call) -> Answer:
    """A direct message; whether it can be written in shows only when somebody tries."""
    who = call.world.accounts.get(AccountId(whole(call.body.get("recipient_id"))))
    if who is None or who is call.world.bot:
        raise Refused(Code.UNKNOWN_USER)
    return Answer(body=shapes.channel(call.world, places.private_with_bot(call.world, who)))


ROUTES = (
    Route("GET", "/users/@me", me),
    Route("GET", "/oauth2/applications/@me", application),
    Route("GET", "/applications/@me", application),
    Route("GET", "/gateway", gateway),
    Route("GET", "/gateway/bot", gateway_for_bot),
    Route("GET", "/users/{user_id}", account),
    Route("POST", "/users/@me/channels", open_private),
)
