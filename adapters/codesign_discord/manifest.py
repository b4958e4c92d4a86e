"""The commands as Discord wants them, and a hash that tells whether they have changed since they were last sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TypeAlias

from codesign_bot.phrasing.spelling import own_word
from codesign_bot.ports import Voice
from codesign_discord.commands import COMMANDS, GROUPS, TURN_INTO_IDEA
from codesign_discord.declared import Choice, Command, Kind, Option
from codesign_discord.limits import MOST_COMMAND_DESCRIPTION, shortened

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"

CHAT, MESSAGE = 1, 3
"""Application command types."""
SUBCOMMAND = 1
IN_SERVERS, IN_DIRECT_MESSAGES = 0, 1
"""Interaction contexts: a server, and the direct message with the bot."""

_LOCALES: Mapping[str, str] = {"en": "en-GB", "es": "es-ES", "pt": "pt-BR", "sv": "sv-SE", "zh": "zh-CN"}
"""Our languages whose name at Discord is another one. All others go by their own code."""


def manifest(voices: Mapping[str, Voice], language: str) -> list[Json]:
    """Every command as a payload of "bulk overwrite global application commands", with all translations there are."""
    written = _Written(voices, language)
    groups: dict[str, list[Command]] = {}
    for path, command in COMMANDS.items():
        groups.setdefault(path[0], []).append(command)
    chat = [written.chat(name, commands) for name, commands in groups.items()]
    return [*chat, written.menu(TURN_INTO_IDEA)]


def hash_of(commands: Sequence[Json]) -> str:
    """The same commands have the same hash, whatever order their keys are in."""
    return sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()


class _Written:
    """Puts commands into words of one language, and beside them into those of all others."""

    def __init__(self, voices: Mapping[str, Voice], language: str) -> None:
        self._voice = voices[language]
        self._all = {_LOCALES.get(name, name): voice for name, voice in sorted(voices.items())}
        self._others = {_LOCALES.get(name, name): voice for name, voice in sorted(voices.items()) if name != language}

    def chat(self, name: str, commands: Sequence[Command]) -> Json:
        """A command, or a group of them under one name."""
        in_servers = all(command.is_in_servers_only for command in commands)
        common: dict[str, Json] = {
            "type": CHAT,
            **self._named(name),
            "contexts": [IN_SERVERS] if in_servers else [IN_SERVERS, IN_DIRECT_MESSAGES],
            "integration_types": [0],
            "default_member_permissions": None,
        }
        if len(commands) == 1 and len(commands[0].path) == 1:
            return {**common, **self._described(commands[0].says), "options": self._options(commands[0])}
        return {
            **common,
            **self._described(GROUPS[name]),
            "options": [
                {
                    "type": SUBCOMMAND,
                    **self._named(command.path[1]),
                    **self._described(command.says),
                    "options": self._options(command),
                }
                for command in commands
            ],
        }

    def menu(self, says: str) -> Json:
        """A command in the menu of a message."""
        return {
            "type": MESSAGE,
            "name": self._words(self._voice, says),
            "name_localizations": self._translated(says),
            "contexts": [IN_SERVERS],
            "integration_types": [0],
        }

    def _options(self, command: Command) -> list[Json]:
        """Those that have to be given come first: Discord takes no other order."""
        return [self._option(one) for one in sorted(command.options, key=lambda one: not one.is_required)]

    def _option(self, option: Option) -> Json:
        payload: dict[str, Json] = {
            "type": option.kind.value,
            **self._named(option.name),
            "required": option.is_required,
            **self._described(option.says),
        }
        if option.choices:
            payload["choices"] = [self._choice(one) for one in option.choices]
        if option.looks_up is not None:
            payload["autocomplete"] = True
        if option.kind is Kind.NUMBER:
            payload |= {"min_value": 0, "max_value": option.most}
        if option.kind is Kind.TEXT and not option.choices:
            payload["max_length"] = option.most
        return payload

    def _choice(self, choice: Choice) -> Json:
        return {
            "name": self._words(self._voice, choice.says),
            "name_localizations": self._translated(choice.says),
            "value": choice.typed,
        }

    def _named(self, word: str) -> dict[str, Json]:
        """Always ours: by it we know what was asked, whatever somebody's app calls it."""
        own = {locale: own_word(word, voice) for locale, voice in self._all.items()}
        return {"name": word, "name_localizations": {locale: name for locale, name in own.items() if name != word}}

    def _described(self, says: str) -> dict[str, Json]:
        return {
            "description": self._words(self._voice, says),
            "description_localizations": self._translated(says),
        }

    def _translated(self, says: str) -> Json:
        return {locale: self._words(voice, says) for locale, voice in self._others.items()}

    def _words(self, voice: Voice, says: str) -> str:
        return shortened(voice.words(says, {}), MOST_COMMAND_DESCRIPTION)
