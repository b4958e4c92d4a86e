"""How long the demo's steps are: seconds on a quiet machine, as many times more as this machine needs."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path

QUIET_SECONDS = 0.25
"""From typing to reading the answer, on a quiet machine."""

CALM_SECONDS = 0.9
"""The longest silence between two people's words."""

SCALES = (1, 2, 3, 5, 8)
"""How much longer the steps of the templates are that the organiser can choose from."""

SHORT = 2 / 3
"""The steps of the second scene beside those of the first: what a step is for is known by then."""

_SECONDS = re.compile(r'"(\d+) seconds"')
TEMPLATE = Path(__file__).with_name("demo.toml")


def scale_for(round_trip_seconds: float) -> int:
    """The smallest scale that leaves the script as much time as on a quiet machine; at most the largest."""
    needed = round_trip_seconds / QUIET_SECONDS
    return next((scale for scale in SCALES if scale >= needed), SCALES[-1])


def template_name(scale: int, *, is_short: bool = False) -> str:
    """What the organiser asks for; `is_short`: for the second scene."""
    return "demo" + ("-short" if is_short else "") + ("" if scale == 1 else f"-slow-{scale}")


def scaled(template: str, scale: float) -> str:
    """A template with every length that is given in seconds made so many times longer."""
    return _SECONDS.sub(lambda match: f'"{int(int(match[1]) * scale)} seconds"', template)


def write_templates(folder: Path) -> None:
    """Two templates for each scale, as an operator would put them there."""
    folder.mkdir(parents=True)
    text = TEMPLATE.read_text(encoding="utf-8")
    for scale in SCALES:
        for is_short, times in ((False, scale), (True, SHORT * scale)):
            name = template_name(scale, is_short=is_short)
            (folder / f"{name}.toml").write_text(scaled(text, times), encoding="utf-8")


@dataclass(slots=True)
class Pace:
    """The time there is: for an answer, until the step ends, and between two people's words."""

    scale: int = 1
    acts_left: int = 0
    """What the story still has to do in this step, about."""
    _ends: float | None = field(default=None)

    @property
    def answer_seconds(self) -> float:
        """How long an answer may take before the demo gives up."""
        return 30.0 * self.scale

    @property
    def reserve_seconds(self) -> float:
        """With less than this the next thing might come too late."""
        return 3.5 * self.scale

    @property
    def left_seconds(self) -> float | None:
        """Until the step ends, as far as it is known; None where it has no end."""
        return None if self._ends is None else self._ends - time.monotonic()

    @property
    def beat_seconds(self) -> float:
        """A short silence after each act, so that eyes can follow; none where time is short."""
        left = self.left_seconds
        spare = CALM_SECONDS if left is None else left - self.reserve_seconds
        each = spare / (self.acts_left + 1) - QUIET_SECONDS * self.scale
        return min(CALM_SECONDS, max(0.0, each))

    def acted(self) -> None:
        """The story has one act less to do in this step."""
        self.acts_left = max(0, self.acts_left - 1)

    def begin(self, length_seconds: float | None) -> None:
        """A step begins. None: it has no end."""
        self._ends = None if length_seconds is None else time.monotonic() + length_seconds

    def longer(self, by_seconds: float) -> None:
        """The step ends later."""
        if self._ends is not None:
            self._ends += by_seconds
