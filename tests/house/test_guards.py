"""The guards of the tests themselves: what they forbid is really refused."""

from __future__ import annotations

import asyncio
import importlib.util
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import pytest
from blockbuster import BlockingError


def run_as(package: str, code: str) -> None:
    """Run `code` as if it stood in a module of `package`."""
    spec = importlib.util.find_spec(package)
    assert spec
    assert spec.submodule_search_locations
    folder = next(iter(spec.submodule_search_locations))
    exec(compile(code, str(Path(folder) / "planted.py"), "exec"), {})  # noqa: S102 # our own words, three lines up


@pytest.mark.parametrize("package", ["codesign_bot", "codesign_discord", "codesign_matrix"])
@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(0.001)",
        "import sqlite3; sqlite3.connect(':memory:').execute('select 1')",
        f"with open({__file__!r}) as file: file.read()",
        f"import os; os.stat({__file__!r})",
    ],
)
async def test_our_code_may_not_block_the_loop(package: str, code: str) -> None:
    with pytest.raises(BlockingError):
        run_as(package, code)


async def test_nio_may_keep_its_keys_in_its_own_synchronous_store(tmp_path: Path) -> None:
    opened = f"""
from nio.crypto import OlmAccount, OlmDevice
from nio.store import DefaultStore
store = DefaultStore("@bot:example.org", "DEVICE", {str(tmp_path)!r})
store.save_account(OlmAccount())
assert store.load_account() is not None
assert store.verify_device(OlmDevice("@ada:example.org", "HERS", {{"ed25519": "a", "curve25519": "b"}}))
store.database.close()
"""
    await asyncio.to_thread(importlib.import_module, "nio.store")
    run_as("codesign_matrix", opened)
    assert list(tmp_path.glob("*.db"))


async def test_our_code_may_block_a_thread() -> None:
    await asyncio.to_thread(run_as, "codesign_bot", "import time; time.sleep(0.001)")


async def test_tests_and_libraries_may_block() -> None:
    time.sleep(0.001)


def test_without_a_loop_there_is_nothing_to_block() -> None:
    run_as("codesign_bot", "import time; time.sleep(0.001)")


def test_a_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


def test_pytest_is_strict(project: dict[str, Any]) -> None:
    options = project["tool"]["pytest"]["ini_options"]
    assert {"--strict-config", "--strict-markers", "--import-mode=importlib"} <= set(options["addopts"])
    assert options["xfail_strict"]
    assert options["timeout"] <= 120
    assert options["filterwarnings"][0] == "error"
    assert "pythonpath" not in options


def test_both_type_checkers_are_strict(project: dict[str, Any]) -> None:
    assert project["tool"]["mypy"]["strict"] is True
    assert project["tool"]["pyright"]["typeCheckingMode"] == "strict"


def test_under_the_wheel_the_checkout_is_refused(root: Path) -> None:
    """Otherwise `make wheel-test` could pass without a wheel."""
    tested = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--collect-only",
            "-q",
            "-p",
            "no:randomly",
            "tests/house/test_guards.py",
        ],
        cwd=root,
        env={"PATH": "", "PYTHONPATH": f"{root}:{root / 'adapters'}", "CODESIGN_UNDER_TEST": "wheel"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert tested.returncode == 3
    assert "not from the wheel" in tested.stdout + tested.stderr
