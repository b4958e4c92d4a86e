"""The keys each object may have.

Discord ignores a key it does not know. A test should not: such a key is a misspelt or a misplaced one. The one rule
of the house that is stricter than Discord. Source of the keys: docs, "Component Reference", "Message Resource",
"Receiving and Responding".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from codesign_bot.testing.discord.errors import Fault
from codesign_bot.testing.discord.wire import ComponentKind, Json


def _keys(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SELECT = "type id custom_id placeholder default_values min_values max_values required disabled"

KEYS: Mapping[int, frozenset[str]] = {
    ComponentKind.ROW: _keys("type id components"),
    ComponentKind.BUTTON: _keys("type id style label emoji custom_id sku_id url disabled"),
    ComponentKind.STRING_SELECT: _keys("type id custom_id options placeholder min_values max_values required disabled"),
    ComponentKind.TEXT_INPUT: _keys("type id custom_id style label min_length max_length required value placeholder"),
    ComponentKind.USER_SELECT: _keys(_SELECT),
    ComponentKind.ROLE_SELECT: _keys(_SELECT),
    ComponentKind.MENTIONABLE_SELECT: _keys(_SELECT),
    ComponentKind.CHANNEL_SELECT: _keys(_SELECT + " channel_types"),
    ComponentKind.SECTION: _keys("type id components accessory"),
    ComponentKind.TEXT: _keys("type id content"),
    ComponentKind.THUMBNAIL: _keys("type id media description spoiler"),
    ComponentKind.GALLERY: _keys("type id items"),
    ComponentKind.FILE: _keys("type id file spoiler name size"),
    ComponentKind.SEPARATOR: _keys("type id divider spacing"),
    ComponentKind.CONTAINER: _keys("type id components accent_color spoiler"),
    ComponentKind.LABEL: _keys("type id label description component"),
    ComponentKind.FILE_UPLOAD: _keys("type id custom_id min_values max_values required file_types"),
    ComponentKind.RADIO_GROUP: _keys("type id custom_id options required"),
    ComponentKind.CHECKBOX_GROUP: _keys("type id custom_id options min_values max_values required"),
    ComponentKind.CHECKBOX: _keys("type id custom_id default"),
}

_SHOWN = "content embeds allowed_mentions components attachments flags"
CREATE = _keys(_SHOWN + " nonce tts message_reference sticker_ids enforce_nonce poll shared_client_theme")
EDIT = _keys(_SHOWN + " sticker_ids tts enforce_nonce")
"""The last two are not in the docs: discord.py sends the one with every edit, discord.js both; Discord ignores them."""
ANSWER = _keys(_SHOWN + " tts poll enforce_nonce")
FOLLOW_UP = _keys(_SHOWN + " tts poll nonce enforce_nonce")
"""The nonces are not in the docs of either; discord.js sends them, and Discord ignores them."""
FORM = _keys("custom_id title components")


def unknown_keys(body: Json, known: frozenset[str] | None) -> Iterable[Fault]:
    """Keys that mean nothing there; none are unknown in an object that is itself unknown."""
    for key in body:
        if known is not None and key not in known:
            yield Fault((key,), "UNKNOWN_KEY", "Discord does not know this key here and would ignore it")
