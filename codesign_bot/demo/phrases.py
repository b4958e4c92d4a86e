"""Finds in what the bot says the texts that the demo waits for, and the numbers in them.

The texts are taken from the bot's own voice, so that wording them anew does not break the demo.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from codesign_bot.core.phases import Phase
from codesign_bot.demo.lines import in_one_line, shortened
from codesign_bot.ports import Voice

_MARK = "\ue000{}\ue001"
_MARKED = re.compile("\ue000(\\w+)\ue001")
_MOST = 24
"""As many ideas as fit on a ballot."""


@dataclass(frozen=True)
class Phrases:
    """What the bot says, in the language of the demo."""

    voice: Voice

    def found(self, key: str, text: str, wanted: tuple[str, ...] = (), **known: str | int) -> Mapping[str, str] | None:
        """What stands in the text in the places of `wanted`; None where the text does not say this."""
        marks = {name: _MARK.format(name) for name in wanted}
        pattern = _MARKED.sub(r"(?P<\1>[^\\n]+?)", re.escape(self.voice.words(key, {**marks, **known})))
        # A place at the very end goes on to the end of its line.
        match = re.search(pattern + ("$" if pattern.endswith("+?)") else ""), text, re.MULTILINE)
        return match.groupdict() if match is not None else None

    def words(self, key: str) -> str:
        """A text without arguments, such as the words of a button."""
        return self.voice.words(key, {})

    def phase(self, phase: Phase) -> str:
        """The bot's word for a step."""
        return self.voice.words(f"phase-{phase.value.replace('_', '-')}", {})

    @cached_property
    def _beginnings(self) -> Mapping[str, Phase]:
        return {self.voice.words("step-begins", {"step": self.phase(phase)}): phase for phase in Phase}

    def step(self, text: str) -> Phase | None:
        """The step that begins by this message."""
        return next((phase for words, phase in self._beginnings.items() if words in text), None)

    def is_over(self, text: str) -> bool:
        """Whether the bot says that the round is over."""
        return self.voice.words("now-archived", {}) in text

    def waits_for_more(self, text: str, heard: int) -> bool:
        """Whether the bot says that so few were heard that the step goes on."""
        return self.found("extended-few-heard", text, ("needed", "closes"), heard=heard) is not None

    def is_saved(self, text: str) -> bool:
        """Whether the bot says that something is stored for good."""
        return self.voice.words("saved", {}).rstrip(".") in text

    def is_refused(self, text: str) -> bool:
        """Whether the bot says that nothing came of it."""
        return self.voice.words("nothing-changed", {}) in text

    def idea(self, text: str) -> int | None:
        """The number of the idea that was just saved."""
        found = self.found("saved-idea", text, ("idea",))
        return int(found["idea"]) if found else None

    def topic(self, text: str) -> int | None:
        """The number of the topic that was just saved."""
        found = self.found("saved-topic", text, ("topic",))
        return int(found["topic"]) if found else None

    def chosen(self, text: str) -> tuple[int, ...]:
        """The ideas that the vote chose."""
        return self._ideas("chosen", text)

    def without_fate(self, text: str) -> tuple[int, ...]:
        """The ideas that still need a fate."""
        return self._ideas("fates-missing", text)

    def _ideas(self, key: str, text: str) -> tuple[int, ...]:
        for count in range(1, _MOST + 1):
            found = self.found(key, text, ("ideas",), count=count)
            if found:
                return tuple(map(int, re.findall(r"\d+", found["ideas"])))
        return ()

    def label(self, text: str) -> str:
        """The honest label with what it means; nothing where the text has none."""
        found = self.found("label", text, ("rung", "means"))
        return self.voice.words("label", found) if found else ""

    def brief(self, text: str, most: int = 260) -> str:
        """What an answer says first, in one line: what counts."""
        return shortened(in_one_line(self.without_actions(self.without_heading(text))), most)

    def without_heading(self, text: str) -> str:
        """The message without the line that says which round it is about."""
        head, _, rest = text.partition("\n\n")
        keys = ("heading-topic", "heading-round", "heading-practice")
        is_heading = rest and any(self.found(key, head, ("number", "title")) is not None for key in keys)
        return rest if is_heading else text

    def without_actions(self, text: str) -> str:
        """The message without what can be typed next."""
        for key in ("phrase-actions", "phrase-actions-private"):
            text = text.partition("\n\n" + self.voice.words(key, {}))[0]
        return text
