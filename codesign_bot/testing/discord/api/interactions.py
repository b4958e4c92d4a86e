"""Answering interactions, and going on with their token. Source: docs, "Receiving and Responding"."""

from __future__ import annotations

from codesign_bot.testing.discord import interactions, posting
from codesign_bot.testing.discord.api.call import DONE, Answer, Call, Route
from codesign_bot.testing.discord.errors import Code, Refused
from codesign_bot.testing.discord.ids import InteractionId
from codesign_bot.testing.discord.model import Interaction
from codesign_bot.testing.discord.rules import messages as rules
from codesign_bot.testing.discord.rules.shapes import EDIT, FOLLOW_UP
from codesign_bot.testing.discord.shapes import interactions as shapes
from codesign_bot.testing.discord.shapes import messages as message_shapes

TRUE = frozenset({"1", "true", "True"})


def callback(call: Call) -> Answer:
    asked_id = InteractionId(call.number("interaction_id"))
    asked = call.world.interaction(asked_id, call.given["interaction_token"])
    kind = interactions.answer(call.world, asked, call.body, call.uploads)
    if call.query.get("with_response") not in TRUE:
        return DONE
    return Answer(body=shapes.callback(call.world, asked, kind))


def follow_up(call: Call) -> Answer:
    asked = _asked(call)
    _refuse(call, FOLLOW_UP)
    message = interactions.follow_up(call.world, asked, call.body, call.uploads)
    return Answer(body=message_shapes.message(call.world, message))


def show(call: Call) -> Answer:
    message = interactions.message_of(_asked(call), _which(call))
    return Answer(body=message_shapes.message(call.world, message))


def change(call: Call) -> Answer:
    message = interactions.message_of(_asked(call), _which(call))
    _refuse(call, EDIT, was_v2=message.is_v2)
    posting.edit(call.world, message, call.body, call.uploads)
    return Answer(body=message_shapes.message(call.world, message))


def remove(call: Call) -> Answer:
    posting.remove(call.world, interactions.message_of(_asked(call), _which(call)))
    return DONE


def _asked(call: Call) -> Interaction:
    if call.number("webhook_id") != call.world.bot.id:
        raise Refused(Code.UNKNOWN_WEBHOOK)
    return interactions.by_token(call.world, call.given["webhook_token"])


def _which(call: Call) -> str:
    return call.given.get("message_id", "@original")


def _refuse(call: Call, known: frozenset[str], *, was_v2: bool = False) -> None:
    faults = tuple(rules.check(call.body, known=known, was_v2=was_v2))
    if faults:
        raise Refused(Code.INVALID_FORM, faults=faults)


_HOOK = "/webhooks/{webhook_id}/{webhook_token}"

ROUTES = (
    Route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", callback, is_interaction=True),
    Route("POST", _HOOK, follow_up, is_interaction=True),
    *(
        Route(method, f"{_HOOK}/messages/{which}", answer, is_interaction=True)
        for which in ("@original", "{message_id}")
        for method, answer in (("GET", show), ("PATCH", change), ("DELETE", remove))
    ),
)
