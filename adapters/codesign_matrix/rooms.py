"""What the state of each room says, kept from sync to sync: members, names, power, encryption, bridges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from codesign_matrix.fields import Json, inner, text, texts
from codesign_matrix.power import Power, power

KEPT_STATE: Final = frozenset(
    {
        "m.room.create",
        "m.room.power_levels",
        "m.room.encryption",
        "m.room.name",
        "m.room.topic",
        "m.room.canonical_alias",
        "m.room.join_rules",
        "m.room.pinned_events",
        "m.room.tombstone",
        "m.bridge",
        "uk.half-shot.bridge",
    }
)
BRIDGES: Final = frozenset({"m.bridge", "uk.half-shot.bridge"})
PRESENT: Final = ("join", "invite")


@dataclass(slots=True)
class Room:
    """One room the bot is in. Read it; only the feed writes it."""

    room_id: str
    _state: dict[tuple[str, str], Json] = field(default_factory=dict[tuple[str, str], Json], repr=False)
    _members: dict[str, Json] = field(default_factory=dict[str, Json], repr=False)

    def take(self, event: Json) -> None:
        """Notes a state event; anything else is ignored."""
        kind, key = text(event, "type"), text(event, "state_key")
        if kind is None or key is None:
            return
        if kind == "m.room.member":
            self._members[key] = inner(event, "content")
        elif kind in KEPT_STATE:
            self._state[kind, key] = event

    def standing(self) -> tuple[Json, ...]:
        """The state events that stand, members apart."""
        return tuple(self._state.values())

    def content(self, kind: str, state_key: str = "") -> Json | None:
        """The content of a state event of KEPT_STATE; None where the room has none."""
        event = self._state.get((kind, state_key))
        return None if event is None else inner(event, "content")

    @property
    def is_encrypted(self) -> bool:
        return ("m.room.encryption", "") in self._state

    @property
    def version(self) -> str:
        """The room version, `1` where it is not written; unknown rooms have `?`."""
        create = self.content("m.room.create")
        return "?" if create is None else text(create, "room_version") or "1"

    @property
    def name(self) -> str | None:
        return text(self.content("m.room.name") or {}, "name")

    @property
    def alias(self) -> str | None:
        """The room's address, such as #riverside:example.org."""
        return text(self.content("m.room.canonical_alias") or {}, "alias")

    @property
    def replacement(self) -> str | None:
        """The room that took this one's place, if it was upgraded."""
        return text(self.content("m.room.tombstone") or {}, "replacement_room")

    @property
    def pinned(self) -> tuple[str, ...]:
        return texts((self.content("m.room.pinned_events") or {}).get("pinned"))

    @property
    def is_open(self) -> bool:
        """Anybody may join without being invited."""
        return text(self.content("m.room.join_rules") or {}, "join_rule") == "public"

    @property
    def bridges(self) -> tuple[str, ...]:
        """The networks the room is bridged to, by protocol."""
        found = (inner(event, "content") for (kind, _), event in self._state.items() if kind in BRIDGES)
        return tuple(sorted({protocol(content) for content in found if content}))

    @property
    def power(self) -> Power:
        create = self._state.get(("m.room.create", ""))
        creator = None if create is None else text(create, "sender")
        content = None if create is None else inner(create, "content")
        return power(content, creator, self.content("m.room.power_levels"))

    def membership(self, user_id: str) -> str:
        """join, invite, leave, ban or knock; leave for strangers."""
        return text(self._members.get(user_id, {}), "membership") or "leave"

    def display_name(self, user_id: str) -> str | None:
        return text(self._members.get(user_id, {}), "displayname")

    @property
    def joined(self) -> frozenset[str]:
        return frozenset(self._with("join"))

    @property
    def present(self) -> frozenset[str]:
        """Those who joined or are invited: encryption keys go to them."""
        return frozenset(self._with(*PRESENT))

    def _with(self, *memberships: str) -> Iterable[str]:
        return (user for user, content in self._members.items() if text(content, "membership") in memberships)


def protocol(content: Json) -> str:
    """The network that an m.bridge event names; `unknown` if it does not say."""
    return text(inner(content, "protocol"), "id") or "unknown"
