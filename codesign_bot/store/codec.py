"""Events as JSON: `{"v": 1, "type": "IdeaOffered", …}`. What was once written must decode for ever.

A change of an event's fields raises the version of its type and adds an upcaster, which turns the old body
into the next one. Every version of every type is kept in tests/store/kept and decoded on every run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, get_args

from codesign_bot.core.events import Event
from codesign_bot.errors import Damaged
from codesign_bot.plain import Misfit, from_plain, learn, to_plain
from codesign_bot.store import upcasting
from codesign_bot.store.upcasting import Body

Upcaster = Callable[[Body], tuple[str, Body]]
"""From the body of one version of a type to the type and body of the next version."""

TYPES: Mapping[str, type[Event]] = MappingProxyType({kind.__name__: kind for kind in get_args(Event)})

UPCASTERS: Mapping[tuple[str, int], Upcaster] = MappingProxyType(
    {
        ("RoundPlanned", 1): upcasting.plan_without_topic_times,
        ("RoundPlanned", 2): upcasting.plan_without_rest,
        ("QuestionConfirmed", 1): upcasting.question_without_dissent,
        ("RequestMade", 1): upcasting.request_without_days,
        ("RoundOpened", 1): upcasting.opening_without_topic_times,
        ("RoundOpened", 2): upcasting.opening_without_rest,
        ("ShortlistMade", 1): upcasting.shortlist_without_level,
        ("WindowExtended", 1): upcasting.extension_without_loss,
    }
)
"""By type and the version that it turns from. Never remove one."""


class Codec:
    """Writes events in their newest version and reads every version there was."""

    def __init__(
        self,
        types: Mapping[str, type[Any]] = TYPES,
        upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
    ) -> None:
        for kind in types.values():
            learn(kind)
        self._types = types
        self._upcasters = upcasters
        self._newest = dict.fromkeys(types, 1)
        for name, version in upcasters:
            self._newest[name] = max(self._newest.get(name, 1), version + 1)

    def encode(self, event: Event) -> str:
        """One line of JSON. Raises `ValueError` for an event that breaks its own type hints."""
        name = type(event).__name__
        body = to_plain(event)
        if not isinstance(body, dict):
            raise Misfit("an event is a dataclass")
        plain = {"v": self._newest[name], "type": name, **body}
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))

    def decode(self, text: str) -> Event:
        """The event. Raises `Damaged` for what is not one, or not one that this program knows."""
        name, version, body = _opened(text)
        while (upcaster := self._upcasters.get((name, version))) is not None:
            name, body = upcaster(body)
            version += 1
        if name not in self._types:
            raise Damaged(f"the record holds an event of an unknown type, {name[:60]!r}: use a newer codesign-bot")
        if version != self._newest[name]:
            raise Damaged(f"the record holds version {version} of {name}: use a newer codesign-bot")
        try:
            event: Event = from_plain(self._types[name], body)
        except Misfit as misfit:
            where = misfit.path or "its body"
            raise Damaged(f"an event of type {name} in the record cannot be read: {where} does not fit") from misfit
        return event


def _opened(text: str) -> tuple[str, int, Body]:
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise Damaged("the record holds an event that is not JSON: restore the newest backup") from error
    if not isinstance(plain, dict):
        raise Damaged("the record holds something that is not an event: restore the newest backup")
    body: Body = dict(plain)  # pyright: ignore[reportUnknownArgumentType] - what json returns
    version, name = body.pop("v", None), body.pop("type", None)
    if type(version) is not int or not isinstance(name, str):
        raise Damaged("the record holds an event without version or type: restore the newest backup")
    return name, version, body


_CODEC = Codec()
encode = _CODEC.encode
decode = _CODEC.decode
