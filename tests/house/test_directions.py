"""Each contract about imports holds, and each would notice if it did not."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

# The whole of what the rules may lean on. Adding to this list is a decision.
CORE_MAY_IMPORT = {
    "__future__",
    "bisect",
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "itertools",
    "json",
    "math",
    "operator",
    "re",
    "types",
    "typing",
    "unicodedata",
    "zoneinfo",
}

PLANTED = [
    ("directions", "codesign_bot/core/planted.py", "import codesign_bot.service"),
    ("directions", "codesign_bot/views/planted.py", "import codesign_bot.ports"),
    ("directions", "codesign_bot/store/planted.py", "import codesign_bot.service"),
    ("directions", "codesign_bot/service/planted.py", "import codesign_bot.store"),
    ("directions", "codesign_bot/service/planted.py", "import codesign_matrix"),
    ("directions", "codesign_bot/ports.py", "import codesign_bot.store"),
    ("directions", "codesign_matrix/planted.py", "import codesign_bot.app"),
    ("pure-core", "codesign_bot/core/planted.py", "import random"),
    ("pure-core", "codesign_bot/core/planted.py", "from time import time"),
    ("pure-core", "codesign_bot/core/planted.py", "import asyncio"),
    ("pure-core", "codesign_bot/core/planted.py", "from aiohttp import web"),
    ("one-home", "codesign_bot/service/planted.py", "import nio"),
    ("one-home", "codesign_bot/service/planted.py", "from discord import Client"),
    ("one-home", "codesign_bot/service/planted.py", "import aiosqlite"),
    ("one-home", "codesign_matrix/planted.py", "import sqlite3"),
    ("one-home", "codesign_bot/service/planted.py", "import apscheduler"),
    ("one-home", "codesign_bot/testing/discord/planted.py", "import discord"),
    ("one-home", "codesign_bot/testing/discord/planted.py", "import jsonschema_rs"),
    ("adapters-apart", "codesign_bot/testing/discord/planted.py", "import codesign_discord"),
    ("adapters-apart", "codesign_matrix/planted.py", "import codesign_discord"),
    ("adapters-apart", "codesign_discord/planted.py", "import codesign_matrix"),
    ("one-home", "codesign_discord/planted.py", "import nio"),
    ("one-home", "codesign_bot/service/planted.py", "import holidays"),
    ("one-home", "codesign_bot/log/planted.py", "import rfc8785"),
    ("one-home", "codesign_bot/log/planted.py", "from cryptography.hazmat.primitives.asymmetric import ed25519"),
    ("adapters-apart", "codesign_bot/service/planted.py", "import codesign_matrix"),
    ("no-language", "codesign_bot/views/planted.py", "import codesign_bot.messages"),
    ("directions", "codesign_bot/log/planted.py", "import codesign_bot.messages"),
    ("directions", "codesign_bot/phrasing/planted.py", "import codesign_bot.log"),
    ("no-words-in-service", "codesign_bot/service/planted.py", "from codesign_bot.phrasing import phrase"),
    ("no-language", "codesign_bot/core/planted.py", "from fluent.runtime import FluentBundle"),
]


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the shipped packages, side by side as in the wheel, under the same contracts."""
    without_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "codesign_bot", tmp_path / "codesign_bot", ignore=without_caches)
    for adapter in (root / "adapters").glob("codesign_*"):
        shutil.copytree(adapter, tmp_path / adapter.name, ignore=without_caches)
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(where: Path, *only: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed in this environment")
    chosen = [part for contract in only for part in ("--contract", contract)]
    return subprocess.run(
        [program, "--no-cache", "--no-logo", *chosen], cwd=where, capture_output=True, text=True, check=False
    )


def test_the_contracts_hold(copy: Path) -> None:
    result = lint_imports(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "module", "line"), PLANTED)
def test_a_planted_import_breaks_its_contract(copy: Path, contract: str, module: str, line: str) -> None:
    assert lint_imports(copy, contract).returncode == 0
    target = copy / module
    before = target.read_text() if target.exists() else "from __future__ import annotations\n"
    target.write_text(f"{before}\n{line}\n")
    result = lint_imports(copy, contract)
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout
    assert module.removesuffix(".py").replace("/", ".") in result.stdout


def test_no_contract_is_without_a_planted_import(project: dict[str, Any]) -> None:
    contracts = {contract["id"] for contract in project["tool"]["importlinter"]["contracts"]}
    assert contracts == {contract for contract, _, _ in PLANTED}


def test_every_part_of_the_house_has_its_place_in_the_directions(project: dict[str, Any], root: Path) -> None:
    contracts = {contract["id"]: contract for contract in project["tool"]["importlinter"]["contracts"]}
    placed = {
        name.strip(" ()\n")
        for layer in contracts["directions"]["layers"]
        for name in layer.replace("|", ":").split(":")
    }
    modules = {path.stem for path in (root / "codesign_bot").glob("*.py")}
    packages = {path.parent.name for path in (root / "codesign_bot").glob("*/__init__.py")}
    parts = {f"codesign_bot.{name}" for name in modules | packages if name != "__init__"}
    parts |= {path.name for path in (root / "adapters").glob("codesign_*") if any(path.glob("*.py"))}
    assert parts <= placed


def test_the_core_imports_itself_and_a_short_list(sources: dict[Path, str]) -> None:
    core = {p: t for p, t in sources.items() if p.parts[:2] == ("codesign_bot", "core")}
    assert len(core) > 5
    found = {f"{path}: {name}" for path, text in core.items() for name in imported(ast.parse(text))}
    strangers = {
        line
        for line in found
        if (name := line.split(": ")[1]).split(".")[0] not in CORE_MAY_IMPORT
        and not name.startswith("codesign_bot.core")
    }
    assert strangers == set()


def test_the_core_opens_no_file(sources: dict[Path, str]) -> None:
    reaches_out = {"open", "print", "input", "eval", "exec", "__import__"}
    found = {
        f"{path}:{node.lineno}"
        for path, text in sources.items()
        if path.parts[:2] == ("codesign_bot", "core")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in reaches_out
    }
    assert found == set()


def imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                found |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str(module)):
                found.add(module)
            case _:
                pass
    return found
