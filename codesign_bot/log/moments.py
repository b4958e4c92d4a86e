"""Times as a record shows them: in the zone of the round, with its name, and never ambiguous."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from codesign_bot.log.shown import Shown
from codesign_bot.views.parts import zone_of


def moment(shown: Shown, at: datetime) -> str:
    """Such as "2026-03-02 10:00 +01:00 (Europe/Berlin)"."""
    zone = zone_of(shown.state)
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.isoformat(sep=' ', timespec='minutes')[:16]} {local.isoformat()[-6:]} ({zone})"


def day(on: date) -> str:
    """Such as "2026-03-02"."""
    return on.isoformat()
