"""The commands of the house are told to newcomers, and do what they say."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path


def targets(root: Path) -> dict[str, str]:
    """The public targets of the Makefile with their sentence."""
    return dict(re.findall(r"^([a-z-]+):.*?## (.+)$", (root / "Makefile").read_text(), re.MULTILINE))


def test_every_command_is_documented_for_contributors(root: Path) -> None:
    told = (root / "CONTRIBUTING.md").read_text()
    assert len(targets(root)) > 8
    missing = [name for name in targets(root) if name != "help" and f"`make {name}`" not in told]
    assert missing == []


def test_make_alone_lists_the_commands(root: Path) -> None:
    shown = subprocess.run(["make", "--silent"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert all(
        re.search(rf"make {name} +{re.escape(told)}$", shown, re.MULTILINE) for name, told in targets(root).items()
    )


def test_the_machine_runs_what_a_person_runs(root: Path) -> None:
    assert (root / ".ci/run").stat().st_mode & 0o111
    assert (root / ".ci/run").read_text().splitlines()[-1] == "exec make test"


def test_the_scripts_stop_at_the_first_error(root: Path) -> None:
    scripts = list((root / ".ci").iterdir())
    assert len(scripts) >= 3
    for script in scripts:
        text = script.read_text()
        assert text.startswith("#!/bin/sh\n"), script
        assert "\nset -eu\n" in text, script
        subprocess.run(["sh", "-n", script], check=True)


def test_without_a_new_enough_python_setup_says_so_kindly(root: Path, tmp_path: Path) -> None:
    checkout = planted_setup(root, tmp_path)
    result = subprocess.run(
        ["sh", checkout / ".ci/setup"],
        env={"PATH": "/usr/bin:/bin", "PYTHON": "no-such-python"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "Python 3.11 or newer is needed" in result.stderr
    assert not (checkout / ".venv").exists()


def test_a_missing_venv_module_is_explained(root: Path, tmp_path: Path) -> None:
    """Debian and Ubuntu split it off; the stock message sends people to the wrong package."""
    checkout = planted_setup(root, tmp_path)
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ncase "$*" in *ensurepip*) exit 1 ;; *--version*) echo Python 3.11.2 ;; esac\n')
    python.chmod(0o755)
    result = subprocess.run(
        ["sh", checkout / ".ci/setup"],
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "apt install python3-venv" in result.stderr


def planted_setup(root: Path, tmp_path: Path) -> Path:
    checkout = tmp_path / "checkout"
    (checkout / ".ci").mkdir(parents=True)
    (checkout / ".ci/setup").write_text((root / ".ci/setup").read_text())
    return checkout
