"""A real Synapse on loopback for tests, the demo and the benchmarks: started, killed, restarted at will.

The server runs in a process group of its own, so that Ctrl-C reaches only its owner, and holds the
reading end of a pipe whose writing end its owner holds: when the owner is gone, however it went, the
server ends itself. Nothing is federated and nothing leaves 127.0.0.1. Works as root and as anybody.

Nothing here belongs to an event loop: a server may be started in one loop and stopped in another.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import http.client
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, cast

from codesign_bot.testing._synapse_settings import (
    NO_LIMITS,
    free_port,
    log_settings,
    settings,
    write_signing_key,
)

READY_WITHIN_SECONDS = 60.0
STOPS_WITHIN_SECONDS = 10.0
_CHILD = Path(__file__).with_name("_synapse_child.py")


class SynapseFailed(Exception):
    """The server did not come up, or refused what it must grant; the message ends with its own last lines."""


@dataclass(frozen=True, slots=True)
class Login:
    """One account and its first device. `password` is kept so that a second device can log in."""

    user_id: str
    device_id: str
    access_token: str = field(repr=False)
    password: str = field(repr=False)


class Synapse:
    """`async with Synapse() as server:` (or plain `with`): ready when entered, gone when left.

    `folder`: where it keeps its data; a folder that was used before is resumed, with its port, keys and
    people, and is left in place at the end. Without one, a temporary folder is used and removed.
    `limits`: "none" lifts all rate limits, "default" leaves those every fresh Synapse has.
    `extra`: further settings of homeserver.yaml, which win.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        port: int | None = None,
        limits: Literal["none", "default"] = "none",
        extra: Mapping[str, object] | None = None,
    ) -> None:
        self._is_temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="synapse-"))
        self._wanted_port = port
        self._limits = limits
        self._extra = dict(extra or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.RLock()
        self._is_given_up = False
        self._port = 0
        self._secret = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """The process id of the running server; raises SynapseFailed if it does not run."""
        if self._process is None:
            raise SynapseFailed("Synapse is not running")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def log_tail(self, lines: int = 20) -> str:
        """The last lines the server wrote, to its log or to its standard error."""
        found: list[str] = []
        for path in (self.folder / "homeserver.log", self.folder / "output.log"):
            if path.exists():
                found += path.read_text(errors="replace").splitlines()[-lines:]
        return "\n".join(found)

    async def start(self) -> None:
        """Returns once the server answers; SynapseFailed if it does not within 60 s."""
        try:
            await asyncio.to_thread(self._start)
        except asyncio.CancelledError:
            self._is_given_up = True  # the thread goes on; it sees this and ends what it has started
            raise

    async def stop(self) -> None:
        """Ends the server politely, by force after 10 s. Its data stays. Harmless if it does not run."""
        await asyncio.to_thread(self._stop)

    async def kill(self) -> None:
        """SIGKILL, as a power cut would: nothing is flushed."""
        await asyncio.to_thread(self._kill)

    async def restart(self) -> None:
        """The same server again, on the same port with the same data, whether it ran or not."""
        await asyncio.to_thread(self._restart)

    def suspend(self) -> None:
        """SIGSTOP: connections stay open and nobody answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    async def register(self, name: str | None = None, *, password: str | None = None, is_admin: bool = False) -> Login:
        """A new account with its first device. Without a name, one that nobody has is made up.

        Names are lower case. `is_admin`: may use Synapse's own `/_synapse/admin` interface.
        """
        chosen = name or f"p{secrets.token_hex(5)}"
        return await asyncio.to_thread(self._register, chosen, password or secrets.token_hex(12), is_admin=is_admin)

    def register_now(self, name: str | None = None, *, password: str | None = None, is_admin: bool = False) -> Login:
        """`register` for those who have no event loop at hand. Blocks for some 20 ms."""
        chosen = name or f"p{secrets.token_hex(5)}"
        return self._register(chosen, password or secrets.token_hex(12), is_admin=is_admin)

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._clear()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await asyncio.to_thread(self._clear)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._clear)

    def _start(self) -> None:
        with self._turn:
            if not self.is_running:
                self._launch()

    def _launch(self) -> None:
        self._is_given_up = False
        self._prepare()
        with (self.folder / "output.log").open("ab") as output:
            self._process = subprocess.Popen(
                # -P: this folder must not stand in the path, or synapse.py would hide the package `synapse`.
                [sys.executable, "-P", str(_CHILD), str(self.folder / "homeserver.yaml")],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd=self.folder,
                process_group=0,
            )
        self._wait_until_ready(self._process)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        give_up = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < give_up and not self._is_given_up:
            if process.poll() is not None:
                self._reap()
                raise SynapseFailed(f"Synapse ended with code {process.returncode}:\n{self.log_tail()}")
            try:
                self._ask("GET", "/_matrix/client/versions", timeout_seconds=5)
            except (OSError, http.client.HTTPException, SynapseFailed):
                time.sleep(0.05)
                continue
            return
        self._kill()
        raise SynapseFailed(f"Synapse was not ready within {READY_WITHIN_SECONDS:.0f} s:\n{self.log_tail()}")

    def _stop(self) -> None:
        with self._turn:
            if self._process is None:
                return
            self._signal(signal.SIGCONT)
            self._signal(signal.SIGTERM)
            try:
                self._process.wait(STOPS_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                self._signal(signal.SIGKILL)
            self._reap()

    def _kill(self) -> None:
        with self._turn:
            self._signal(signal.SIGKILL)
            self._reap()

    def _restart(self) -> None:
        with self._turn:
            self._stop()
            self._start()

    def _reap(self) -> None:
        if self._process is None:
            return
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._process = None

    def _clear(self) -> None:
        """Ends the server; a temporary folder has no future, so its server is not asked to tidy up."""
        if not self._is_temporary:
            self._stop()
            return
        self._kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, number)

    def _prepare(self) -> None:
        """Writes the settings; what an earlier start in this folder has chosen stays as it was."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self._kept_choices()
        self._port = self._port or self._wanted_port or cast(int, kept.get("port")) or free_port()
        self._secret = cast(str, kept.get("secret")) or secrets.token_hex(24)
        (self.folder / "choices.json").write_text(json.dumps({"port": self._port, "secret": self._secret}))
        write_signing_key(self.folder / "signing.key")
        (self.folder / "log.yaml").write_text(json.dumps(log_settings(self.folder / "homeserver.log")))
        chosen = settings(self.folder, self._port, self._secret)
        if self._limits == "none":
            chosen |= NO_LIMITS
        # Every JSON document is a YAML document.
        (self.folder / "homeserver.yaml").write_text(json.dumps(chosen | self._extra, indent=1))

    def _kept_choices(self) -> dict[str, object]:
        path = self.folder / "choices.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def _ask(self, method: str, path: str, body: object = None, *, timeout_seconds: float = 30) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=timeout_seconds)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != http.HTTPStatus.OK:
                raise SynapseFailed(f"{method} {path}: {answer.status} {text[:300]!r}")
            return cast("dict[str, Any]", json.loads(text))
        finally:
            connection.close()

    def _register(self, name: str, password: str, *, is_admin: bool) -> Login:
        path = "/_synapse/admin/v1/register"
        nonce: str = self._ask("GET", path)["nonce"]
        kind = "admin" if is_admin else "notadmin"
        signed = f"{nonce}\0{name}\0{password}\0{kind}".encode()
        mac = hmac.new(self._secret.encode(), signed, hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": password, "admin": is_admin, "mac": mac}
        made = self._ask("POST", path, body)
        return Login(made["user_id"], made["device_id"], made["access_token"], password)
