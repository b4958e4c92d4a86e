"""The measurement of waiting measures what it says: the right bot, the whole wait, and everybody who was lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks import bench_latency as bench
from benchmarks.askers import Asker
from benchmarks.bench_latency import Crowd, Lane, Times
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Synapse

PLAIN = Lane("plain echo", "@plain:here", "", is_encrypted=False, is_ours=False)
OURS = Lane("ours", "@ours:here", "", is_encrypted=False, is_ours=True)
SEALED = Lane("sealed echo", "@sealed:here", "", is_encrypted=True, is_ours=False)
OURS_SEALED = Lane("ours, sealed", "@ours:here", "", is_encrypted=True, is_ours=True)
LANES = (PLAIN, OURS, SEALED, OURS_SEALED)


def times(*milliseconds: float) -> dict[Lane, Times]:
    """Three answers a lane, of which the middle one is what is given."""
    return {
        lane: Times([one / 500], [one / 2000, one / 1000, one / 100])
        for lane, one in zip(LANES, milliseconds, strict=True)
    }


def verdicts(*milliseconds: float, crowds: dict[Lane, Crowd] | None = None) -> list[bool]:
    return [is_kept for is_kept, _ in bench.verdicts(times(*milliseconds), crowds or {})]


def test_a_median_of_one_and_a_half_times_the_plain_echo_is_the_most() -> None:
    assert verdicts(125, 187.5, 125, 187.5) == [True, True]  # both are exact in binary
    assert verdicts(125, 188, 125, 187.5) == [False, True]
    assert verdicts(125, 187.5, 125, 188) == [True, False]


def test_the_encrypted_answer_is_held_against_the_plain_echo_however_slow_the_encrypted_one_is() -> None:
    assert verdicts(100, 100, 1000, 200) == [True, False]
    assert verdicts(100, 100, 10, 140) == [True, True]


def test_both_ratios_of_the_encrypted_answer_are_said() -> None:
    _, (_, words) = bench.verdicts(times(100, 110, 125, 150), {})
    assert "1.50 of plain echo (limit 1.5)" in words
    assert "1.20 of sealed echo" in words


def test_one_person_lost_breaks_the_promise_unless_it_is_a_rival_who_lost_them() -> None:
    whole, lost = Crowd(50, 50, 2.0), Crowd(50, 49, 60.0)
    assert verdicts(1, 1, 1, 1, crowds={PLAIN: lost, OURS: whole, OURS_SEALED: whole}) == [True] * 4
    assert verdicts(1, 1, 1, 1, crowds={PLAIN: whole, OURS: whole, OURS_SEALED: lost}) == [True, True, True, False]


def test_the_tables_say_milliseconds_and_keep_the_first_answers_apart() -> None:
    rows = bench.table(times(100, 110, 125, 150)).splitlines()
    assert rows[2] == "| plain echo | 100 | 820 | 982 | 1.00 | 200 |"
    assert rows[5] == "| ours, sealed | 150 | 1230 | 1473 | 1.50 | 300 |"
    assert bench.crowd_table({OURS: Crowd(50, 49, 1.26)}).splitlines()[-1] == "| ours | 50 | 49 | 1.3 |"


def test_in_24_questions_everybody_comes_after_everybody_else_equally_often() -> None:
    asked = [bench.order(LANES, question) for question in range(24)]
    assert all(sorted(one, key=LANES.index) == list(LANES) for one in asked)
    after = Counter(pair for one in asked for pair in pairwise(one))
    assert len(after) == 12
    assert set(after.values()) == {6}
    assert bench.order(LANES, 24) == asked[0]


async def test_a_bot_that_ends_by_itself_stops_the_measurement_with_its_last_words(tmp_path: Path) -> None:
    program = ["-c", "import sys; sys.exit('no such homeserver: ' + sys.stdin.readline())"]
    with pytest.raises(RuntimeError, match="no such homeserver: anywhere"):
        async with bench.process(program, tmp_path / "log", "anywhere"):
            await asyncio.sleep(2)


async def test_a_bot_is_ended_with_the_measurement(tmp_path: Path) -> None:
    async with asyncio.timeout(20), bench.process(["-c", "import time; time.sleep(3600)"], tmp_path / "log"):
        await asyncio.sleep(0.2)


# From here on with a homeserver.


@pytest.fixture(scope="module")
def synapse() -> Iterator[Synapse]:
    with Synapse() as server:
        yield server


Answers = Callable[[MatrixPerson, str, str], Awaitable[object]]


@asynccontextmanager
async def bot(synapse: Synapse, answers: Answers) -> AsyncGenerator[str]:
    """A bot in this process that comes when it is invited, and calls `answers` with the room and each event's type."""
    async with MatrixPerson(synapse.url, await synapse.register()) as one:

        async def work() -> None:
            done: set[str] = set()
            while True:
                await one.sync(wait_seconds=5)
                for room in list(one.invited_to):
                    await one.join(room)
                for room, events in list(one.seen.items()):
                    for event in events:
                        is_new = event["sender"] != one.user_id and event["event_id"] not in done
                        if is_new and event["type"] in {"m.room.message", "m.room.encrypted"}:
                            done.add(event["event_id"])
                            await answers(one, room, event["type"])

        task = asyncio.ensure_future(work())
        try:
            yield one.user_id
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def asker(synapse: Synapse, bot_id: str, *, is_encrypted: bool) -> AsyncGenerator[tuple[Asker, str]]:
    async with await bench.somebody(synapse, is_encrypted=is_encrypted) as one:
        room = await one.opens(bot_id)
        await one.settles()
        yield one, room


@pytest.mark.synapse
async def test_the_whole_wait_is_measured_and_what_is_no_answer_does_not_end_it(synapse: Synapse) -> None:
    async def slow(one: MatrixPerson, room: str, _kind: str) -> None:
        await one.send(room, "wait a moment")
        await asyncio.sleep(0.5)
        await one.send(room, "this is the answer")

    async with bot(synapse, slow) as name, asker(synapse, name, is_encrypted=False) as (ann, room):
        for _ in range(2):
            assert 0.5 < await ann.asks(room, name, "?", "the answer") < 10


@pytest.mark.synapse
async def test_an_answer_in_clear_is_none_to_somebody_who_asked_in_an_encrypted_room(synapse: Synapse) -> None:
    heard: list[str] = []
    said = asyncio.Event()

    async def careless(one: MatrixPerson, room: str, kind: str) -> None:
        heard.append(kind)
        await one.send(room, "this is the answer")
        said.set()

    async with bot(synapse, careless) as name, asker(synapse, name, is_encrypted=True) as (ann, room):
        asking = asyncio.ensure_future(ann.asks(room, name, "?", "the answer"))
        async with asyncio.timeout(60):
            await said.wait()
        await asyncio.wait({asking}, timeout=3)
        assert not asking.done(), "the answer stands in the room by now, in clear"
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        assert heard == ["m.room.encrypted"]


@pytest.mark.synapse
async def test_who_is_not_answered_in_time_counts_as_lost(synapse: Synapse) -> None:
    rooms: list[str] = []

    async def every_other(one: MatrixPerson, room: str, _kind: str) -> None:
        rooms.append(room)
        if len(rooms) % 2:
            await one.send(room, "this is the answer")

    async with bot(synapse, every_other) as name:
        lane = Lane("careless", name, "the answer", is_encrypted=False, is_ours=True)
        found = await bench.crowd(synapse, lane, 6, within=4)
    assert len(set(rooms)) == 6
    assert (found.asked, found.answered) == (6, 3)
    assert found.seconds >= 4


@pytest.mark.synapse
async def test_the_encrypted_echo_answers_in_ciphertext_only_and_signs_nothing(
    synapse: Synapse, tmp_path: Path
) -> None:
    async with bench.echo_bot(tmp_path / "echo", synapse, "sealed") as name:
        async with asker(synapse, name, is_encrypted=True) as (ann, room):
            assert 0 < await ann.asks(room, name, "a, b", "a, b") < 30
            async with MatrixPerson(synapse.url, ann.login) as raw:
                kinds = {event["type"] for event in await raw.history(room) if event["sender"] == name}
        assert kinds == {"m.room.member", "m.room.encrypted"}
        assert not await bench.is_signed(synapse, name)


@pytest.mark.synapse
@pytest.mark.slow
async def test_a_whole_run_measures_all_four_and_a_crowd_and_says_what_was_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "EACH", 3)
    status = await bench.main(4, 3, is_short=True)
    said = capsys.readouterr().out
    rows = [line for line in said.splitlines() if line.startswith("| ")]
    assert len(rows) == 1 + 4 + 1 + 1
    assert rows[-1].startswith("| codesign-bot, encrypted | 3 | 3 | ")
    assert "Kept: codesign-bot, encrypted: 3 of 3 at once were answered" in said
    assert status == ("NOT KEPT" in said)
