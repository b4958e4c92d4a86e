"""What every event has in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened at an aware instant in UTC."""

    at: datetime


class Power(Enum):
    """Acts with an organiser's right. Each is said in the room and stands in the log."""

    PLANNED = "planned"
    SET_WINDOW = "set_window"
    """How long a step of a planned round will be: before and after in seconds."""
    SET_HEARD = "set_heard"
    """How many have to be heard: before and after as "8 30", people and percent."""
    GAVE_TIME = "gave_time"
    REQUESTED = "requested"
    SET_FATE = "set_fate"
    PUBLISHED = "published"
