"""What is worded in another way where people press buttons instead of typing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import cast

from codesign_bot.ports import Voice

INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "vote-in-private": "discord-vote-in-private",
        "now-runoff": "discord-now-runoff",
        "now-ideas": "discord-now-ideas",
        "help-is-private": "discord-help-is-private",
        "help-is-public": "discord-help-is-private",
        "me-ballot": "discord-me-ballot",
        "which-round": "discord-which-round",
        "usage-object": "discord-usage-object",
        "usage-title": "discord-usage-title",
        "usage-own-words": "discord-usage-own-words",
        "usage-vote": "discord-usage-vote",
        "usage-vote-set": "discord-usage-vote-set",
        "usage-round-plan": "discord-usage-round-plan",
        "welcome-private": "discord-welcome-private",
        "ask-choose": "discord-ask-choose",
        "ask-stop": "discord-ask-stop",
        "ask-back-or-stop": "discord-ask-stop",
        "review-confirm": "discord-review-confirm",
        "forget-confirm": "discord-forget-confirm",
        "joined-reminders": "discord-joined-reminders",
    }
)
"""By the key of the text that speaks of typing, or of direct messages."""

NAMES_NOTHING = frozenset(
    {"discord-ask-stop", "discord-review-confirm", "discord-forget-confirm", "discord-joined-reminders"}
)
"""Those that do not need the words to type. All others need the same arguments."""


class OnDiscord:
    """A voice that says the same with the words that fit here."""

    def __init__(self, voice: Voice) -> None:
        self.language = voice.language
        self._voice = voice

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        """As the voice does."""
        here = INSTEAD.get(key, key)
        return self._voice.words(here, {} if here in NAMES_NOTHING else arguments)


def on_discord(voice: Voice) -> OnDiscord:
    """The same one for the same voice, so that whatever was remembered of it is found again."""
    return _on_discord(cast("Hashable", voice))  # a voice is itself, and no other


@lru_cache(maxsize=64)
def _on_discord(voice: Hashable) -> OnDiscord:
    return OnDiscord(cast("Voice", voice))
