from __future__ import annotations

from codesign_matrix.fields import Json
from codesign_matrix.pending import KEPT_DAYS, MOST, MOST_OF_ONE_SENDER, PATIENCE_SECONDS, Pending
from codesign_matrix.records import Kept

ROOM = "!r:x"


def event(number: int, session: str = "s1", sender: str = "@ann:x") -> Json:
    return {"event_id": f"${number}", "sender": sender, "content": {"session_id": session}}


def test_a_kept_event_comes_back_after_a_restart() -> None:
    pending = Pending([])
    assert pending.add(ROOM, event(1), 100.0)
    keep, forget = pending.changes()
    again = Pending(keep)
    (entry,) = again.all()
    assert (entry.room_id, entry.raw, entry.since, forget) == (ROOM, event(1), 100.0, ())
    assert again.changes() == ((), ())


def test_the_same_event_is_kept_once() -> None:
    pending = Pending([])
    assert pending.add(ROOM, event(1), 0)
    assert not pending.add(ROOM, event(1), 5)
    assert len(pending) == 1


def test_entries_are_found_by_their_session() -> None:
    pending = Pending([])
    pending.add(ROOM, event(1, "s1"), 0)
    pending.add(ROOM, event(2, "s2"), 0)
    assert [one.event_id for one in pending.of_sessions(["s2", "s3"])] == ["$2"]


def test_a_removed_entry_is_forgotten_in_the_next_batch_until_that_is_committed() -> None:
    pending = Pending([Kept("$1", '{"room":"!r:x","event":{"event_id":"$1"},"since":1,"told":false}')])
    pending.remove("$1")
    assert pending.changes() == ((), ("$1",))
    assert pending.changes() == ((), ("$1",))
    pending.committed()
    assert pending.changes() == ((), ())


def test_people_are_told_after_a_minute_once_for_each_room_and_session() -> None:
    pending = Pending([])
    pending.add(ROOM, event(1, "s1"), 0)
    pending.add(ROOM, event(2, "s1"), 1)
    pending.add(ROOM, event(3, "s2"), 30)
    pending.add("!other:x", event(4, "s1"), 30)
    assert pending.tell_overdue(PATIENCE_SECONDS - 0.1) == []
    assert pending.next_due() == PATIENCE_SECONDS
    assert [one.event_id for one in pending.tell_overdue(PATIENCE_SECONDS)] == ["$1"]
    assert pending.next_due() == 30 + PATIENCE_SECONDS
    assert [one.event_id for one in pending.tell_overdue(30 + PATIENCE_SECONDS)] == ["$3", "$4"]
    assert pending.tell_overdue(10_000) == []
    pending.add(ROOM, event(5, "s1"), 10_000)
    assert pending.tell_overdue(20_000) == []
    assert pending.next_due() is None


def test_a_session_that_was_told_of_is_not_told_of_again_even_after_a_restart() -> None:
    pending = Pending([])
    pending.add(ROOM, event(1, "s1"), 0)
    pending.tell_overdue(PATIENCE_SECONDS)
    again = Pending(pending.changes()[0])
    again.add(ROOM, event(2, "s1"), 100)
    assert again.tell_overdue(100 + PATIENCE_SECONDS) == []
    assert len(again) == 2


def test_one_sender_cannot_fill_the_store_and_all_together_cannot_either() -> None:
    pending = Pending([])
    kept = [pending.add(ROOM, event(number), 0) for number in range(MOST_OF_ONE_SENDER + 5)]
    assert sum(kept) == MOST_OF_ONE_SENDER
    assert pending.add(ROOM, event(9_999, sender="@bert:x"), 0)
    for number in range(MOST):
        pending.add(ROOM, event(10_000 + number, sender=f"@p{number}:x"), 0)
    assert len(pending) == MOST


def test_room_is_made_when_entries_go() -> None:
    pending = Pending([])
    for number in range(MOST_OF_ONE_SENDER):
        pending.add(ROOM, event(number), 0)
    pending.remove("$0")
    assert pending.add(ROOM, event(1_000), 0)
    assert not pending.add(ROOM, event(1_001), 0)


def test_after_two_weeks_an_entry_is_given_up() -> None:
    pending = Pending([])
    pending.add(ROOM, event(1), 0)
    pending.tell_overdue(KEPT_DAYS * 86_400 + 1)
    assert len(pending) == 0
    assert pending.changes() == ((), ("$1",))


def test_a_damaged_entry_is_left_out() -> None:
    assert len(Pending([Kept("$1", "{}"), Kept("$2", "[]"), Kept("$3", '{"room":1}')])) == 0
