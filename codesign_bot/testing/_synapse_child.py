"""Run as a script by synapse.py: Synapse in this process, ended when the standard input closes."""

from __future__ import annotations

import os
import runpy
import select
import signal
import sys

_LOOK_EVERY_SECONDS = 0.5


def _watch(server: int) -> None:
    """Ends the server when the pipe on the standard input closes: its owner is gone.

    A process of its own, in a session of its own: a server that is suspended could not end itself.
    """
    os.setsid()
    while os.getppid() == server:
        is_told, _, _ = select.select([0], [], [], _LOOK_EVERY_SECONDS)
        if is_told and not os.read(0, 1):
            os.kill(server, signal.SIGKILL)
            return


def _serve(settings_file: str) -> None:
    """What the child process runs: the watch beside it, then Synapse itself."""
    server = os.getpid()
    if os.fork() == 0:
        _watch(server)
        os._exit(0)
    sys.argv = ["synapse", "-c", settings_file]
    runpy.run_module("synapse.app.homeserver", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve(sys.argv[1])
