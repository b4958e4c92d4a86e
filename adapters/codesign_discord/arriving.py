"""Interactions as Discord sends them, from its own JSON to what we need of them.

discord.py makes objects of all that comes along with a press: of the message with every button on it, of the channel,
the server and the member. We need a dozen fields, and a storm of presses is when it counts.

Field names are Discord's own (interactions, receiving and responding). Law: what is taken from an interaction is what
the library's objects would say of it; a test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC
from types import MappingProxyType
from typing import Any, TypeAlias

import discord
from discord.state import AutoShardedConnectionState

from codesign_discord.asking import Interaction, Kind
from codesign_discord.custom_ids import Turned, read
from codesign_discord.limits import EPHEMERAL

Json: TypeAlias = Mapping[str, Any]

_KINDS: Mapping[int, Kind] = MappingProxyType({kind.value: kind for kind in Kind})
_THREADS = frozenset({10, 11, 12})
"""Types of channels that are threads [resources/channel, channel types]."""
_DEFAULT_LOCALE = "en-US"
_NOTHING: Json = MappingProxyType({})


class Arriving(AutoShardedConnectionState[Any]):
    """What the library knows of servers and channels, as ever; interactions are handed on as they came."""

    def __init__(self, on_interaction: Callable[[Json], None], **options: Any) -> None:  # noqa: ANN401 - the library's
        self._on_interaction = on_interaction
        super().__init__(**options)

    def parse_interaction_create(self, data: Any) -> None:  # noqa: ANN401 - as in the library, its own shape
        """An interaction. The library finds this by its name."""
        self._on_interaction(data)


def arrived(data: Json) -> Interaction | None:
    """An interaction as far as we need it; None for kinds that ask for nothing, and for whoever is no person."""
    kind = _KINDS.get(data["type"])
    member: Json = data.get("member") or _NOTHING
    channel: Json = data.get("channel") or _NOTHING
    user: Json = (member or data)["user"]
    where = channel.get("id") or data.get("channel_id")
    if kind is None or where is None or user.get("bot") or user.get("system"):
        return None
    about: Json = data.get("data") or _NOTHING
    pressed_on: Json | None = data.get("message")
    is_turned = pressed_on is not None and isinstance(read(str(about.get("custom_id", ""))), Turned)
    return Interaction(
        id=data["id"],
        token=data["token"],
        kind=kind,
        user=user["id"],
        name=_name(user, member),
        channel=where,
        sent_at=discord.utils.snowflake_time(int(data["id"])).astimezone(UTC),
        data=about,
        locale=data.get("locale") or _DEFAULT_LOCALE,
        guild=data.get("guild_id"),
        parent=channel.get("parent_id") if channel.get("type") in _THREADS else None,
        permissions=int(member.get("permissions") or 0),
        app_permissions=int(data.get("app_permissions") or 0),
        is_on_own=pressed_on is not None and bool(pressed_on.get("flags", 0) & EPHEMERAL),
        pressed_on=pressed_on["id"] if pressed_on is not None else None,
        shown=pressed_on["components"] if pressed_on is not None and is_turned else (),
    )


def _name(user: Json, member: Json) -> str:
    """How somebody is called here, else everywhere."""
    return str(member.get("nick") or user.get("global_name") or user["username"])
