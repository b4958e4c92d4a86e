from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from codesign_bot.testing.matrix_person import MatrixPerson, MatrixRefused, log_in
from codesign_bot.testing.synapse import Synapse, SynapseFailed

pytestmark = pytest.mark.synapse

_OWNER = """
import sys, time
from codesign_bot.testing.synapse import Synapse
with Synapse() as server:
    print(server.pid, server.folder, flush=True)
    time.sleep(60)
"""


def _is_alive(pid: int) -> bool:
    """Whether the process still does anything: one that waits to be taken note of by its parent is dead."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] not in {"Z", "X"}


def _until(is_so: Callable[[], bool], *, within_seconds: float = 60) -> bool:
    give_up = time.monotonic() + within_seconds
    while time.monotonic() < give_up:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def _owner() -> tuple[subprocess.Popen[str], int, Path]:
    """Another process that owns a server; returns it with the server's pid and folder."""
    owner = subprocess.Popen([sys.executable, "-c", _OWNER], stdout=subprocess.PIPE, text=True)
    assert owner.stdout
    pid, folder = owner.stdout.readline().split()
    return owner, int(pid), Path(folder)


def _end(owner: subprocess.Popen[str], number: signal.Signals) -> None:
    owner.send_signal(number)
    owner.wait(15)
    assert owner.stdout
    owner.stdout.close()


async def test_people_can_register_meet_and_talk(synapse: Synapse) -> None:
    alice, bert = await synapse.register(), await synapse.register()
    async with MatrixPerson(synapse.url, alice) as a, MatrixPerson(synapse.url, bert) as b:
        room = await a.create_room("square", room_version="11", invite=[bert.user_id])
        assert await b.wait_for_invite() == room
        await b.join(room)
        sent = await a.send(room, "hello")
        seen = await b.wait_for_text(room, "hello")
        await a.edit(room, sent, "hello all")
        await b.react(room, sent, "👍")
        await a.redact(room, sent)
        await b.sync(wait_seconds=1)
    assert (seen["event_id"], seen["sender"]) == (sent, alice.user_id)
    assert b.texts(room) == ["hello", "* hello all"]
    assert [event["type"] for event in b.seen[room]][-2:] == ["m.reaction", "m.room.redaction"]


async def test_a_person_has_a_second_device_after_a_second_login(synapse: Synapse) -> None:
    first = await synapse.register()
    second = await log_in(synapse.url, first.user_id, first.password)
    again = await log_in(synapse.url, first.user_id, first.password, first.device_id)
    assert second.device_id != first.device_id == again.device_id
    assert again.access_token != first.access_token
    with pytest.raises(MatrixRefused, match="M_FORBIDDEN"):
        await log_in(synapse.url, first.user_id, "guess")


async def test_a_refusal_carries_the_server_s_own_code(synapse: Synapse) -> None:
    async with MatrixPerson(synapse.url, await synapse.register()) as person:
        with pytest.raises(MatrixRefused, match="M_FORBIDDEN") as caught:
            await person.send("!nowhere:localhost", "hello")
    assert caught.value.status == 403


async def test_a_login_shows_neither_token_nor_password(synapse: Synapse) -> None:
    login = await synapse.register()
    assert login.access_token not in repr(login)
    assert login.password not in repr(login)


async def test_a_killed_server_comes_back_with_its_people_rooms_and_port(tmp_path: Path) -> None:
    async with Synapse(tmp_path / "server") as server:
        login = await server.register("alice")
        url = server.url
        async with MatrixPerson(url, login) as alice:
            room = await alice.create_room()
            sent = await alice.send(room, "before", txn="t1")
            await server.kill()
            assert not server.is_running
            with pytest.raises(aiohttp.ClientError):
                await alice.sync()
            await server.restart()
            assert server.url == url
            assert await alice.send(room, "again", txn="t1") == sent
            server.suspend()
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(alice.sync(), 0.5)
            server.resume()
            await alice.wait_for_text(room, "before")
    assert not server.is_running
    async with Synapse(tmp_path / "server") as resumed, MatrixPerson(resumed.url, login) as alice:
        assert resumed.url == url
        await alice.wait_for_text(room, "before")


async def test_a_failed_start_says_what_the_server_said() -> None:
    server = Synapse(extra={"database": {"name": "no such engine"}})
    with pytest.raises(SynapseFailed, match="Unsupported database type"):
        await server.start()
    with pytest.raises(SynapseFailed, match="Unsupported database type"):
        async with server:
            pass
    assert not server.folder.exists()


async def test_a_start_that_is_cancelled_leaves_nothing() -> None:
    server = Synapse()

    async def use() -> None:
        async with server:
            pass

    entering = asyncio.ensure_future(use())
    await asyncio.sleep(0.3)
    pid = server.pid
    entering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await entering
    assert not _is_alive(pid)
    assert not server.folder.exists()


async def test_a_plain_start_that_is_cancelled_is_undone(tmp_path: Path) -> None:
    server = Synapse(tmp_path / "server")
    starting = asyncio.ensure_future(server.start())
    await asyncio.sleep(0.3)
    pid = server.pid
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert await asyncio.to_thread(_until, lambda: not _is_alive(pid))


def test_ctrl_c_leaves_neither_a_process_nor_a_folder() -> None:
    owner, pid, folder = _owner()
    assert _is_alive(pid)
    assert folder.exists()
    _end(owner, signal.SIGINT)
    assert not _is_alive(pid)
    assert not folder.exists()


@pytest.mark.parametrize("is_suspended", [False, True])
def test_a_server_dies_with_its_owner_however_the_owner_went(*, is_suspended: bool) -> None:
    owner, pid, folder = _owner()
    if is_suspended:
        os.killpg(pid, signal.SIGSTOP)
    _end(owner, signal.SIGKILL)
    assert _until(lambda: not _is_alive(pid))
    assert folder.exists(), "nobody was left to remove it, or the test looked at another folder"
    subprocess.run(["rm", "-r", str(folder)], check=True)


async def test_default_limits_stop_a_burst_of_messages(limited_synapse: Synapse) -> None:
    async with MatrixPerson(limited_synapse.url, await limited_synapse.register()) as person:
        room = await person.create_room()
        burst = [person.send(room, str(number)) for number in range(30)]
        with pytest.raises(MatrixRefused, match="M_LIMIT_EXCEEDED") as caught:
            await asyncio.gather(*burst)
    assert caught.value.answer["retry_after_ms"] > 0


async def test_without_limits_a_burst_passes(synapse: Synapse) -> None:
    async with MatrixPerson(synapse.url, await synapse.register()) as person:
        room = await person.create_room()
        for number in range(30):
            await person.send(room, str(number))
        await person.sync()
    assert person.texts(room) == [str(number) for number in range(30)]
