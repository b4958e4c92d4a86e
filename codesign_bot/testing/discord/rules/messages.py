"""Rules about messages. Source, unless a rule names another: docs, "Message Resource"."""

from __future__ import annotations

from collections.abc import Iterable

from codesign_bot.testing.discord import mentions
from codesign_bot.testing.discord.errors import Fault
from codesign_bot.testing.discord.rules import components
from codesign_bot.testing.discord.rules.shapes import unknown_keys
from codesign_bot.testing.discord.wire import Json, MessageFlag, an_object, objects

MOST_CONTENT = 2000
"""For bots. The OpenAPI document says 4000 on create, which is for people with Nitro."""
MOST_EMBED_TEXT = 6000
MOST_ANSWER_OF_POLL = 55
MOST_QUESTION_OF_POLL = 300
"""Source of both: docs, Poll Resource."""
MAY_SET = (
    MessageFlag.SUPPRESS_EMBEDS
    | MessageFlag.EPHEMERAL
    | MessageFlag.COMPONENTS_V2
    | MessageFlag.SUPPRESS_NOTIFICATIONS
    | 1 << 13  # a voice message
)
LEGACY = ("content", "embeds", "poll", "sticker_ids")


def check(body: Json, *, known: frozenset[str], was_v2: bool = False) -> Iterable[Fault]:
    """What is wrong with a message to be created or edited. `was_v2`: the message to be edited has the flag."""
    is_v2 = was_v2 or bool((body.get("flags") or 0) & MessageFlag.COMPONENTS_V2)
    yield from unknown_keys(body, known)
    yield from content(body)
    yield from flags(body)
    yield from embeds(body)
    yield from poll(body)
    yield from mentions.check(body.get("allowed_mentions"))
    if is_v2:
        yield from legacy_fields(body)
    if body.get("components") is not None:
        yield from components.check(body["components"], is_v2=is_v2)


def content(body: Json) -> Iterable[Fault]:
    if len(body.get("content") or "") > MOST_CONTENT:
        sentence = f"Must be {MOST_CONTENT} or fewer in length."
        yield Fault(("content",), "BASE_TYPE_MAX_LENGTH", sentence)


def flags(body: Json) -> Iterable[Fault]:
    """Only these can be set. Source: docs, "Create Message" and "Receiving and Responding"."""
    if (body.get("flags") or 0) & ~int(MAY_SET):
        yield Fault(("flags",), "MESSAGE_FLAGS_INVALID", "These message flags cannot be set")


def embeds(body: Json) -> Iterable[Fault]:
    """6000 characters over all embeds of a message. Source: "Embed Limits"."""
    if sum(map(_embed_size, objects(body.get("embeds")))) > MOST_EMBED_TEXT:
        sentence = f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}"
        yield Fault(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", sentence)


def _embed_size(embed: Json) -> int:
    fields = [str(field.get(key) or "") for field in objects(embed.get("fields")) for key in ("name", "value")]
    named = [an_object(embed.get("author")).get("name"), an_object(embed.get("footer")).get("text")]
    return sum(len(part or "") for part in [embed.get("title"), embed.get("description"), *named, *fields])


def poll(body: Json) -> Iterable[Fault]:
    asked = body.get("poll")
    if asked is None:
        return
    if len(an_object(asked.get("question")).get("text") or "") > MOST_QUESTION_OF_POLL:
        yield Fault(("poll", "question", "text"), "BASE_TYPE_MAX_LENGTH", f"At most {MOST_QUESTION_OF_POLL}.")
    for place, answer in enumerate(objects(asked.get("answers"))):
        if len(an_object(answer.get("poll_media")).get("text") or "") > MOST_ANSWER_OF_POLL:
            path = ("poll", "answers", place, "poll_media", "text")
            yield Fault(path, "BASE_TYPE_MAX_LENGTH", f"At most {MOST_ANSWER_OF_POLL}.")


def legacy_fields(body: Json) -> Iterable[Fault]:
    """With IS_COMPONENTS_V2 there is no content, embed, poll or sticker. Source: docs, "Component Reference"."""
    for name in LEGACY:
        if body.get(name):
            sentence = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            yield Fault((name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", sentence)


def is_empty(body: Json, *, has_files: bool) -> bool:
    """Whether there would be nothing to see. Source: "Create Message": one of these is needed."""
    shown = ("content", "embeds", "sticker_ids", "components", "poll", "attachments")
    return not has_files and not any(body.get(name) for name in shown)


def deferral(data: Json) -> Iterable[Fault]:
    """A deferred message may only be made ephemeral. Source: docs, "Receiving and Responding", callback data."""
    if (data.get("flags") or 0) & ~int(MessageFlag.EPHEMERAL):
        yield Fault(("data", "flags"), "MESSAGE_FLAGS_INVALID", "Only EPHEMERAL can be set on a deferred message")
