"""An account belongs to one process of a machine, for as long as that lives and not a moment longer."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import NoReturn

import pytest

from codesign_bot import lease
from codesign_bot.errors import NotAllowed
from codesign_bot.lease import held

HOLDING = """
import sys, time
from codesign_bot import lease
lease.HAS_NAMES = sys.argv[2] == "True"
with lease.held(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(params=[True, False], ids=["socket", "file"])
def has_names(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> bool:
    """Both ways; the file lies in a folder of the test, here and in the children."""
    is_so: bool = request.param
    if is_so and sys.platform != "linux":
        pytest.skip("only Linux has sockets with names that are no files")
    monkeypatch.setattr(lease, "HAS_NAMES", is_so)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return is_so


@pytest.fixture
def account(tmp_path: Path) -> str:
    """One that no other test has, nor a bot on this machine."""
    return f"test {tmp_path} {os.getpid()}"


@contextmanager
def holder(account: str, *, has_names: bool) -> Generator[subprocess.Popen[str]]:
    """Another process that holds the account."""
    command = [sys.executable, "-c", HOLDING, account, str(has_names)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "held\n"
            yield child
        finally:
            child.kill()


def test_whoever_comes_second_is_refused_with_a_sentence(account: str, *, has_names: bool) -> None:
    with holder(account, has_names=has_names) as child:
        with pytest.raises(NotAllowed) as refused, held(account):
            pytest.fail("two processes hold the account")
        who = f"another process ({child.pid})" if has_names else "another process"
        assert str(refused.value) == (
            f"{who} on this machine is at work with this account already: stop that one first"
        )
        with held(f"{account}, another one"):
            pass


def test_a_holder_that_is_killed_lets_go_at_once(account: str, *, has_names: bool) -> None:
    with holder(account, has_names=has_names) as child:
        child.kill()
        child.wait(10)
        with held(account):
            pass


def test_a_holder_that_is_suspended_still_holds(account: str, *, has_names: bool) -> None:
    """It may be woken any moment, with half an answer in hand."""
    with holder(account, has_names=has_names) as child:
        child.send_signal(signal.SIGSTOP)
        os.waitpid(child.pid, os.WUNTRACED)
        with pytest.raises(NotAllowed, match=str(child.pid) if has_names else "another process"), held(account):
            pytest.fail("two processes hold the account")
        child.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("ending", [None, RuntimeError("something broke"), NotAllowed("something else")], ids=repr)
def test_it_is_let_go_however_the_work_ends_and_can_be_held_again(
    account: str, ending: Exception | None, *, has_names: bool
) -> None:
    del has_names
    for _ in range(3):
        try:
            with held(account):
                with pytest.raises(NotAllowed, match="at work with this account"), held(account):
                    pytest.fail("held twice in one process")
                if ending is not None:
                    raise ending
        except (RuntimeError, NotAllowed) as error:
            assert error is ending  # noqa: PT017 - whichever it was, it gets out as it is


def test_a_holder_serves_many_who_ask(account: str) -> None:
    """Each who comes second knocks once. The twentieth is told the same as the first, and nobody waits."""
    with holder(account, has_names=lease.HAS_NAMES) as child:
        for _ in range(20):
            told = str(child.pid) if lease.HAS_NAMES else "another process"
            with pytest.raises(NotAllowed, match=told), held(account):
                pytest.fail("two processes hold the account")


def test_the_name_says_nothing_of_the_account(account: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever is on the machine can list the names."""
    monkeypatch.setattr(lease, "HAS_NAMES", False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with held(f"{account} @codesign:example.org"):
        (file,) = tmp_path.iterdir()
        assert file.name.startswith("codesign-bot-")
        assert "example" not in file.name
        assert file.read_bytes() == b""
        assert file.stat().st_mode & 0o777 == 0o600


def test_the_file_of_another_user_is_somebody_elses(
    account: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def not_ours(*_: object, **__: object) -> int:
        raise PermissionError

    monkeypatch.setattr(lease, "HAS_NAMES", False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(os, "open", not_ours)
    with pytest.raises(NotAllowed, match="another process on this machine"), held(account):
        pytest.fail("somebody else has the file")


def test_where_such_sockets_are_forbidden_a_file_does_it(
    account: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As by `RestrictAddressFamilies` of systemd."""

    def forbidden(*_: object) -> NoReturn:
        raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")

    monkeypatch.setattr(lease, "HAS_NAMES", True)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(socket, "socket", forbidden)
    with held(account):
        assert list(tmp_path.glob("codesign-bot-*.lock"))
        with pytest.raises(NotAllowed, match="another process on this machine"), held(account):
            pytest.fail("it was held twice")
    with held(account):
        pass


def test_where_a_name_is_forbidden_a_file_does_it(
    account: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As a security module may do it: only a name that somebody has is a refusal."""

    class Bound(socket.socket):
        def bind(self, _: object) -> NoReturn:
            raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(lease, "HAS_NAMES", True)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(socket, "socket", Bound)
    with held(account):
        assert list(tmp_path.glob("codesign-bot-*.lock"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has sockets with names that are no files")
@pytest.mark.parametrize("is_listening", [False, True], ids=["it is ending", "it has no ear for anybody"])
def test_a_holder_that_does_not_say_its_number_holds_all_the_same(
    account: str, monkeypatch: pytest.MonkeyPatch, *, is_listening: bool
) -> None:
    """And whoever comes second does not wait for it for long."""
    monkeypatch.setattr(lease, "_WITHIN", 0.1)
    name = f"\0codesign-bot-{sha256(account.encode()).hexdigest()[:32]}"
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as holding,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knocking,
    ):
        holding.bind(name)
        if is_listening:
            holding.listen(0)
            knocking.connect(name)  # the only place in the row is taken
        began = monotonic()
        with pytest.raises(NotAllowed, match=r"^another process on this machine"), held(account):
            pytest.fail("two hold the account")
        assert monotonic() - began < 5


def test_whoever_is_refused_again_and_again_leaves_nothing_open(account: str, *, has_names: bool) -> None:
    del has_names
    with held(account):
        free = os.dup(0)
        os.close(free)
        for _ in range(5):
            with pytest.raises(NotAllowed) as refused, held(account):
                pytest.fail("held twice")
            refused.value.__traceback__ = None
        now = os.dup(0)
        os.close(now)
        assert now == free
