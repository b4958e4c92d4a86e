from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_matrix.fields import Json, as_object, inner, number, objects, text, texts
from codesign_matrix.reading import Moment, read, sent_at, unreadable
from codesign_matrix.records import (
    Bridged,
    MemberChanged,
    MessageSeen,
    Reacted,
    Redacted,
    RoomUpgraded,
    StateChanged,
    Unreadable,
)

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
MOMENT = Moment(NOW, is_backlog=False)
ROOM, BOT, ANN = "!r:x", "@bot:x", "@ann:x"


def event(kind: str, content: Json, **more: object) -> Json:
    stamp = int((NOW - timedelta(seconds=3)).timestamp() * 1000)
    return {
        "type": kind,
        "event_id": "$1",
        "sender": ANN,
        "origin_server_ts": stamp,
        "content": content,
        **more,
    }


def message(body: object = "hi", **more: object) -> Json:
    return event("m.room.message", {"msgtype": "m.text", "body": body, **more})


def only(raw: Json) -> object:
    (found,) = read(ROOM, raw, MOMENT, BOT)
    return found


def test_a_message_says_who_what_when_and_where() -> None:
    assert only(message()) == MessageSeen(
        room_id=ROOM,
        event_id="$1",
        sender=ANN,
        sent_at=NOW - timedelta(seconds=3),
        received_at=NOW,
        is_backlog=False,
        kind="m.text",
        body="hi",
        is_encrypted=False,
    )


def test_an_edit_is_its_new_text_and_names_what_it_replaces() -> None:
    relation = {"rel_type": "m.replace", "event_id": "$0"}
    new = {"msgtype": "m.text", "body": "!dots 2"}
    seen = only(message("* !dots 2", **{"m.new_content": new, "m.relates_to": relation}))
    assert isinstance(seen, MessageSeen)
    assert (seen.body, seen.edits) == ("!dots 2", "$0")


def test_an_edit_without_its_new_text_is_no_message() -> None:
    relation = {"rel_type": "m.replace", "event_id": "$0"}
    assert read(ROOM, message("* x", **{"m.relates_to": relation}), MOMENT, BOT) == []


def test_replies_threads_and_mentions_are_named() -> None:
    relation = {"rel_type": "m.thread", "event_id": "$root", "m.in_reply_to": {"event_id": "$before"}}
    mentions = {"user_ids": [BOT, 7], "room": True}
    seen = only(message(**{"m.relates_to": relation, "m.mentions": mentions}))
    assert isinstance(seen, MessageSeen)
    assert (seen.thread, seen.reply_to, seen.edits) == ("$root", "$before", None)
    assert (seen.mentions, seen.mentions_room) == ((BOT,), True)


def test_what_an_app_adds_for_those_who_show_no_threads_is_no_reply() -> None:
    shown = {"rel_type": "m.thread", "event_id": "$root", "m.in_reply_to": {"event_id": "$before"}}
    seen = only(message(**{"m.relates_to": {**shown, "is_falling_back": True}}))
    assert isinstance(seen, MessageSeen)
    assert (seen.thread, seen.reply_to) == ("$root", None)
    seen = only(message(**{"m.relates_to": {**shown, "is_falling_back": False}}))
    assert isinstance(seen, MessageSeen)
    assert seen.reply_to == "$before"


def test_a_reaction_names_its_target_and_key() -> None:
    relation = {"rel_type": "m.annotation", "event_id": "$0", "key": "👍"}
    seen = only(event("m.reaction", {"m.relates_to": relation}))
    assert isinstance(seen, Reacted)
    assert (seen.target, seen.key) == ("$0", "👍")


@pytest.mark.parametrize(
    "raw",
    [
        event("m.room.redaction", {"redacts": "$0"}),
        event("m.room.redaction", {}, redacts="$0"),
        event("m.room.redaction", {"redacts": "$0"}, redacts="$other"),
    ],
)
def test_a_redaction_names_its_target_in_old_and_new_rooms(raw: Json) -> None:
    seen = only(raw)
    assert isinstance(seen, Redacted)
    assert seen.target == "$0"


def test_the_bot_does_not_hear_itself() -> None:
    for raw in (message(), event("m.room.redaction", {"redacts": "$0"})):
        assert read(ROOM, {**raw, "sender": BOT}, MOMENT, BOT) == []
    member = event("m.room.member", {"membership": "join"}, state_key=BOT, sender=BOT)
    assert isinstance(only(member), MemberChanged)


def test_a_member_event_says_what_was_before_and_who_did_it() -> None:
    before = {"prev_content": {"membership": "join"}}
    raw = event("m.room.member", {"membership": "leave"}, state_key="@bert:x", unsigned=before)
    seen = only(raw)
    assert isinstance(seen, MemberChanged)
    assert (seen.user_id, seen.sender, seen.membership, seen.previous) == ("@bert:x", ANN, "leave", "join")


def test_a_tombstone_and_a_bridge_say_so_besides_being_state() -> None:
    raw = event("m.room.tombstone", {"replacement_room": "!new:x"}, state_key="")
    state, upgrade = read(ROOM, raw, MOMENT, BOT)
    assert isinstance(state, StateChanged)
    assert isinstance(upgrade, RoomUpgraded)
    assert upgrade.replacement == "!new:x"
    raw = event("m.bridge", {"protocol": {"id": "discord"}}, state_key="org.discord")
    state, bridge = read(ROOM, raw, MOMENT, BOT)
    assert isinstance(bridge, Bridged)
    assert bridge.protocol == "discord"


def test_a_bridge_that_was_taken_down_is_none() -> None:
    assert len(read(ROOM, event("m.bridge", {}, state_key="org.discord"), MOMENT, BOT)) == 1


@pytest.mark.parametrize(
    "raw",
    [
        {},
        event("m.sticker", {"body": "cat"}),
        event("m.room.message", {}),
        event("m.room.message", {"msgtype": "m.text", "body": 7}),
        event("m.room.message", {"body": "no type"}),
        event("m.room.message", {"msgtype": "m.text", "body": "x"}, event_id="$" + "a" * 300),
        event("m.room.message", {"msgtype": "m.text", "body": "x"}, sender=None),
        event("m.reaction", {"m.relates_to": "no object"}),
        event("m.reaction", {"m.relates_to": {"event_id": "$0"}}),
        event("m.room.redaction", {}),
        event("m.room.member", {}, state_key="@x:x"),
        event("m.room.avatar", {"url": "mxc://x/y"}, state_key=""),
        event("m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2"}),
    ],
)
def test_what_nobody_acts_on_gives_no_record(raw: Json) -> None:
    assert read(ROOM, raw, MOMENT, BOT) == []


@pytest.mark.parametrize("claimed", [10**30, -(10**30), "soon", None, True, 1.5])
def test_an_absurd_time_is_the_time_of_receipt(claimed: object) -> None:
    assert sent_at({"origin_server_ts": claimed}, NOW) == NOW


def test_nothing_was_sent_in_the_future() -> None:
    later = int((NOW + timedelta(days=1)).timestamp() * 1000)
    earlier = int((NOW - timedelta(days=1)).timestamp() * 1000)
    assert sent_at({"origin_server_ts": later}, NOW) == NOW
    assert sent_at({"origin_server_ts": earlier}, NOW) == NOW - timedelta(days=1)


def test_an_unreadable_event_names_its_session() -> None:
    (found,) = unreadable(ROOM, event("m.room.encrypted", {"session_id": "s"}), MOMENT)
    assert isinstance(found, Unreadable)
    assert (found.session_id, found.sender) == ("s", ANN)


NAMES = """
    type content event_id sender origin_server_ts state_key unsigned prev_content membership body msgtype
    m.relates_to m.new_content m.mentions user_ids rel_type key redacts protocol id
    replacement_room displayname m.in_reply_to
"""
VALUES = """
    m.room.message m.reaction m.room.redaction m.room.member m.room.tombstone m.bridge m.replace m.thread
    m.text join @ann:x $1
"""
KEYS = st.sampled_from(NAMES.split())
WORDS = st.sampled_from(VALUES.split())
JSON = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(KEYS, inside, max_size=6),
    max_leaves=20,
)


@given(st.dictionaries(KEYS, JSON))
def test_no_event_makes_the_reading_fail(raw: dict[str, object]) -> None:
    for record in (*read(ROOM, raw, MOMENT, BOT), *unreadable(ROOM, raw, MOMENT)):
        assert record.received_at == NOW


@given(JSON)
def test_fields_are_of_the_wanted_shape_or_absent(value: object) -> None:
    source: Json = {"x": value}
    assert isinstance(as_object(value), dict)
    assert isinstance(inner(source, "x", "y"), dict)
    assert text(source, "x") == (value if isinstance(value, str) else None)
    assert number(source, "x") is None or isinstance(number(source, "x"), int)
    assert number({"x": True}, "x") is None
    assert all(isinstance(one, str) for one in texts(value))
    assert all(isinstance(one, dict) for one in objects(value))
