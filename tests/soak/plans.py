"""What years are made of: short ones for every run of the tests, whole ones for the long campaign."""

from __future__ import annotations

from datetime import timedelta

from codesign_bot.testing.year.year import Plan

DAY = timedelta(days=1)
WHOLE = Plan(villages=10, members=8, gap=2.5 * DAY)
"""A year of ten communities, with every template."""
SHORT = Plan(
    villages=2,
    members=7,
    length=75 * DAY,
    gap=1.5 * DAY,
    templates=("quick", "practice", "retrospective"),
)
"""Ten weeks: enough for a quick round up to its last check."""
