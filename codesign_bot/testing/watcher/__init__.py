"""A second opinion on a round: the rules once more, in other words and from notes of its own.

It follows what happens and says beforehand whether a command is allowed and where a step leads when its time
is up. It never looks at the state of the core.
"""

from __future__ import annotations

from codesign_bot.core.events import PhaseEntered, RoundResumed, WindowExtended
from codesign_bot.testing.laws import Chapter
from codesign_bot.testing.watcher.ending import due, go_on, live_on
from codesign_bot.testing.watcher.judging import allows
from codesign_bot.testing.watcher.linking import link
from codesign_bot.testing.watcher.notes import Notes
from codesign_bot.testing.watcher.writing import write

__all__ = ["Notes", "allows", "due", "follow"]


def follow(notes: Notes, chapter: Chapter) -> None:
    """Write a chapter down. AssertionError where it should not have happened, or not so."""
    if chapter.linked is not None:
        link(notes, *chapter.linked, chapter.at)
        return
    if chapter.command is None and chapter.by is None:
        settled = go_on if isinstance(chapter.events[0], RoundResumed) else live_on
        settled(notes, chapter.events, chapter.at)
        return
    if chapter.command is None or chapter.by is None:
        return  # the topic was suggested: the notes begin there
    assert allows(notes, chapter.by, chapter.command, chapter.at), f"{chapter.command} was allowed"
    before = notes.phase
    write(notes, chapter.by, chapter.command, chapter.at)
    for event in chapter.events:
        if isinstance(event, PhaseEntered):
            assert event.phase.value == notes.phase != before
            notes.opened = event.window.opened if event.window else None
            notes.closes = event.window.closes if event.window else None
        elif isinstance(event, WindowExtended) and notes.phase == "proposed":
            assert event.closes == notes.expires
        elif isinstance(event, WindowExtended):
            notes.closes = event.closes
    entered = any(isinstance(event, PhaseEntered) for event in chapter.events)
    assert entered is (notes.phase != before)
