"""A configuration that is right, to be spoilt one thing at a time."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from codesign_bot.config import Config, MatrixConfig, load_config

RIGHT = """
[store]
path = "bot.sqlite3"
[matrix]
homeserver = "https://matrix.example.org"
account = "@codesign:example.org"
directory = "matrix"
password_file = "password"
"""

Read = Callable[..., Config]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The operator's folder, with a password in it."""
    keep(tmp_path / "password", "hunter2-hunter2")
    return tmp_path


@pytest.fixture
def read(folder: Path) -> Read:
    """Read the text of a configuration file from the operator's folder."""

    def read_text(text: str = RIGHT, **environment: str) -> Config:
        path = folder / "config.toml"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return load_config(path, environment)

    return read_text


def of_matrix(config: Config) -> MatrixConfig:
    """The part about Matrix, which has to be there."""
    assert config.matrix is not None
    return config.matrix


def keep(path: Path, secret: str, mode: int = 0o600) -> Path:
    path.write_text(f"{secret}\n", encoding="utf-8")
    path.chmod(mode)
    return path


def changed(old: str, new: str, text: str = RIGHT) -> str:
    """The right configuration with one thing changed."""
    assert text.count(old) == 1
    return text.replace(old, new)
