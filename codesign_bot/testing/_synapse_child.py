"""Run as a script by synapse.py: Synapse in this process, ended when the standard input closes."""

from __future__ import annotations

import os
import runpy
import sys
import threading


def _die_with_owner() -> None:
    """Ends this process when the pipe on its standard input closes: its owner is gone."""
    while os.read(0, 1):
        pass
    os._exit(1)


def _serve(settings_file: str) -> None:
    """What the child process runs: the watch, then Synapse itself."""
    threading.Thread(target=_die_with_owner, daemon=True).start()
    sys.argv = ["synapse", "-c", settings_file]
    runpy.run_module("synapse.app.homeserver", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve(sys.argv[1])
