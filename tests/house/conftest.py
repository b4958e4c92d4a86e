"""What the tests of the house look at: the files of the checkout, as a clone would have them."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def project() -> dict[str, Any]:
    """pyproject.toml, read."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="session")
def files() -> Sequence[Path]:
    """Every file that is committed or would be, relative to the root; at least the files of the house."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout, so what is committed cannot be told from what lies about")
    found = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    present = [path for path in found if (ROOT / path).is_file()]
    assert Path("pyproject.toml") in present
    return present


@pytest.fixture(scope="session")
def texts(files: Sequence[Path]) -> dict[Path, str]:
    """The same files by their text; pictures and the like are left out."""
    return {path: text for path in files if (text := _text(ROOT / path)) is not None}


@pytest.fixture(scope="session")
def sources(texts: dict[Path, str]) -> dict[Path, str]:
    """The shipped Python modules."""
    ours = {p: t for p, t in texts.items() if p.suffix == ".py" and p.parts[0] in {"codesign_bot", "adapters"}}
    assert len(ours) > 10
    return ours


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        return None
