"""Writing down that two people are one: every note of the one is a note of the other."""

from __future__ import annotations

from datetime import datetime

from codesign_bot.testing.watcher.notes import Note, Notes


def link(notes: Notes, kept: str, joined: str, now: datetime) -> None:
    """Two accounts were found to be one person."""
    notes.author, notes.planner = (kept if one == joined else one for one in (notes.author, notes.planner))
    sets = (notes.seconds, notes.voices, notes.asked, notes.consents, notes.against, notes.organisers_in)
    for people in sets:
        _rename(people, kept, joined)
    notes.consents -= notes.against
    if notes.phase == "proposed" and not notes.seconded:
        notes.seconds.discard(notes.author)
    notes.organisers = frozenset(kept if one == joined else one for one in notes.organisers)
    if joined in notes.people:
        since = notes.people.pop(joined)
        notes.people[kept] = min(since, notes.people.get(kept, since))
    cast = [notes.ballots.pop(one) for one in (kept, joined) if one in notes.ballots]
    if cast:
        notes.ballots[kept] = max(cast)
    for note in _every_note(notes):
        note.by = kept if note.by == joined else note.by
        _rename(note.yes, kept, joined)
        _rename(note.no, kept, joined)
    for note in (*notes.requests, *notes.promises.values()):
        note.yes -= note.no | {note.by}
    if notes.phase in {"ideas", "sorting"}:
        _agreed_by_now(notes, now)


def _rename(people: set[str], kept: str, joined: str) -> None:
    if joined in people:
        people.remove(joined)
        people.add(kept)


def _every_note(notes: Notes) -> list[Note]:
    listed = (notes.wordings, notes.parked, notes.ideas, notes.merges, notes.views, notes.requests)
    return [*(note for notes_of_a_kind in listed for note in notes_of_a_kind), *notes.promises.values()]


def _agreed_by_now(notes: Notes, now: datetime) -> None:
    """A merge that waited for the other account waits no more."""
    joined: set[int] = set()
    for merge in list(notes.merges):
        keep, join = merge.about
        if merge.yes >= notes.authors(keep, join) and not joined & {keep, join}:
            notes.touched = now
            for no in notes.inside(join) or {join}:
                notes.ideas[no - 1].into = keep
            joined.add(join)
            notes.merges = [one for one in notes.merges if join not in one.about]
