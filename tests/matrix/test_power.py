from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.testing.matrix_person import MatrixPerson, MatrixRefused
from codesign_matrix.fields import Json, objects
from codesign_matrix.power import CREATOR, UNKNOWN, Act, Power, power

if TYPE_CHECKING:
    from .conftest import Bot, Enter

FOUNDER, MOD, ANN = "@founder:x", "@mod:x", "@ann:x"
LEVELS: Json = {"users": {FOUNDER: 100, MOD: 50}, "users_default": 0}


def room(version: str | None, levels: Json | None = LEVELS, **create: object) -> Power:
    content: Json = {**({"room_version": version} if version else {}), **create}
    return power(content, FOUNDER, levels)


@pytest.mark.parametrize(
    ("act", "least"),
    [
        (Act.SPEAK, ANN),
        (Act.SPEAK_ENCRYPTED, ANN),
        (Act.REACT, ANN),
        (Act.INVITE, ANN),
        (Act.PIN, MOD),
        (Act.TOPIC, MOD),
        (Act.KICK, MOD),
        (Act.BAN, MOD),
        (Act.REDACT_OTHERS, MOD),
        (Act.NOTIFY_ALL, MOD),
        (Act.SET_LEVELS, MOD),
        (Act.ENCRYPT, MOD),
        (Act.ORGANISE, MOD),
    ],
)
def test_an_event_that_says_nothing_of_an_act_leaves_the_defaults_of_the_specification(act: Act, least: str) -> None:
    now = room("11")
    assert now.may(FOUNDER, act)
    assert now.may(MOD, act)
    assert now.may(ANN, act) == (least == ANN)


@pytest.mark.parametrize("version", [None, "1", "6", "10", "11"])
def test_up_to_version_11_the_creator_is_a_person_like_others(version: str | None) -> None:
    now = room(version, {"users": {FOUNDER: 10}}, creator=FOUNDER)
    assert now.level_of(FOUNDER) == 10
    assert not now.may(FOUNDER, Act.PIN)


@pytest.mark.parametrize("version", ["12", "13"])
def test_from_version_12_on_creators_stand_above_every_level(version: str) -> None:
    levels: Json = {"users": {MOD: 100}, "events": {"m.room.pinned_events": 9_007_199_254_740_991}}
    now = room(version, levels, additional_creators=[ANN, 7, None])
    assert now.level_of(FOUNDER) == now.level_of(ANN) == CREATOR
    assert now.may(FOUNDER, Act.PIN)
    assert now.may(ANN, Act.PIN)
    assert not now.may(MOD, Act.PIN)


def test_before_version_12_additional_creators_are_only_words() -> None:
    assert room("11", LEVELS, additional_creators=[ANN]).level_of(ANN) == 0


def test_without_a_levels_event_the_creator_has_100_and_the_others_0() -> None:
    now = room("11", None)
    assert (now.level_of(FOUNDER), now.level_of(ANN)) == (100, 0)
    assert now.may(FOUNDER, Act.PIN)
    assert not now.may(ANN, Act.PIN)
    assert now.may(ANN, Act.SPEAK)


def test_in_old_rooms_the_creator_is_named_and_from_11_on_is_the_sender() -> None:
    assert room("10", None, creator=ANN).level_of(ANN) == 100
    assert room("10", None, creator=ANN).level_of(FOUNDER) == 0
    assert room("11", None, creator=ANN).level_of(ANN) == 0
    assert room("11", None, creator=ANN).level_of(FOUNDER) == 100


@pytest.mark.parametrize(
    ("written", "level"),
    [("50", 50), (" 7 ", 7), ("-1", -1), (50, 50), (True, 0), ("high", 0), (1.5, 0), (None, 0)],
)
def test_a_level_may_be_a_string_of_digits_and_nonsense_counts_as_unwritten(written: object, level: int) -> None:
    assert room("6", {"users": {ANN: written}}).level_of(ANN) == level


def test_what_an_act_needs_is_what_the_event_says() -> None:
    levels: Json = {
        "users_default": 20,
        "events": {"m.room.pinned_events": 20, "m.room.message": 21, "m.room.redaction": 60},
        "state_default": 30,
        "events_default": 19,
        "invite": 40,
        "kick": "41",
        "ban": 42,
        "redact": 43,
        "notifications": {"room": 44},
    }
    now = room("11", levels)
    wanted = {
        Act.SPEAK: 21,
        Act.SPEAK_ENCRYPTED: 19,
        Act.REACT: 19,
        Act.PIN: 20,
        Act.TOPIC: 30,
        Act.INVITE: 40,
        Act.KICK: 41,
        Act.BAN: 42,
        Act.REDACT_OTHERS: 60,
        Act.NOTIFY_ALL: 44,
        Act.SET_LEVELS: 30,
        Act.ENCRYPT: 30,
        Act.ORGANISE: 50,
    }
    assert {act: now.needed_for(act) for act in Act} == wanted
    assert now.may(ANN, Act.PIN)
    assert not now.may(ANN, Act.SPEAK)


@pytest.mark.parametrize("act", Act)
def test_where_the_room_is_unknown_nobody_may_do_anything(act: Act) -> None:
    assert power(None, None, LEVELS) == UNKNOWN
    assert not UNKNOWN.may(FOUNDER, act)
    assert not power(None, FOUNDER, {"users": {FOUNDER: 100}}).may(FOUNDER, act)


def test_a_version_with_a_name_gives_nobody_more_than_the_levels_do() -> None:
    assert room("org.matrix.msc3667").level_of(FOUNDER) == 100
    assert room("com.example.12", {"users": {}}).level_of(FOUNDER) == 0
    assert room("9" * 40, {"users": {}}).level_of(FOUNDER) == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["users", "events", "users_default", "room", "notifications", ANN, "kick"]),
            inside,
        )
    ),
    max_leaves=8,
)


@given(
    create=st.dictionaries(st.sampled_from(["room_version", "creator", "additional_creators"]), JSON),
    levels=JSON,
)
def test_no_state_event_makes_the_reckoning_fail(create: dict[str, object], levels: object) -> None:
    content = objects([levels])
    now = power(create, FOUNDER, content[0] if content else None)
    for act in Act:
        assert isinstance(now.may(ANN, act), bool)


async def _pins(person: MatrixPerson, room_id: str) -> bool:
    try:
        await person.put_state(room_id, "m.room.pinned_events", {"pinned": []})
    except MatrixRefused as refused:
        assert refused.code == "M_FORBIDDEN"  # noqa: PT017 - anything else is a fault of the test
        return False
    return True


@pytest.mark.synapse
@pytest.mark.parametrize("version", ["9", "11", "12"])
async def test_the_reckoning_agrees_with_a_real_server(bot: Bot, enter: Enter, version: str) -> None:
    founder, moderator, ann = await enter(), await enter(), await enter()
    room_id = await bot.enter(founder, version=version)
    for person in (moderator, ann):
        await person.join(room_id)
    await founder.set_power(room_id, moderator.user_id, 50)
    await bot.until(lambda: bot.client.rooms[room_id].power.level_of(moderator.user_id) == 50)
    now = bot.client.rooms[room_id].power
    assert bot.client.rooms[room_id].version == version
    for person, may in ((founder, True), (moderator, True), (ann, False)):
        assert now.may(person.user_id, Act.PIN) == await _pins(person, room_id) == may
    assert (now.level_of(founder.user_id) == CREATOR) == (version == "12")


@pytest.mark.synapse
async def test_an_additional_creator_of_a_real_room_may_do_all(bot: Bot, enter: Enter) -> None:
    founder, ann = await enter(), await enter()
    body = {"creation_content": {"additional_creators": [ann.user_id]}}
    room_id = await founder.create_room(room_version="12", extra=body, invite=[bot.client.user_id])
    await ann.join(room_id)
    await bot.sender.join(room_id)
    await bot.until_in(room_id)
    assert bot.client.rooms[room_id].power.may(ann.user_id, Act.PIN)
    assert await _pins(ann, room_id)
