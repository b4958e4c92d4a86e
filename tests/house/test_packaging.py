"""What is shipped, what it leans on, and that nothing is fetched unchecked."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from importlib.metadata import entry_points, packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+))? \\$")


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-P",
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(out),
        str(root),
    ]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def shipped(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.fixture(scope="module")
def pins(root: Path) -> dict[str, list[str]]:
    """constraints.txt: each pinned name with its hashes."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in (root / "constraints.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        if pin := PIN.match(line):
            name = pin["name"]
            found[name] = []
            continue
        assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), line
        found[name].append(line.strip(" \\"))
    return found


def requirements(project: dict[str, Any]) -> Iterable[Requirement]:
    groups = project["dependency-groups"]
    listed = [line for group in groups.values() for line in group if isinstance(line, str)]
    extras = [line for lines in project["project"]["optional-dependencies"].values() for line in lines]
    built = project["build-system"]["requires"]
    return map(Requirement, [*project["project"]["dependencies"], *extras, *listed, *built])


def test_the_wheel_holds_every_module(shipped: set[str], sources: dict[Path, str]) -> None:
    modules = {str(path).removeprefix("adapters/") for path in sources}
    assert modules <= shipped


def test_the_wheel_holds_the_texts_the_templates_and_the_migrations(shipped: set[str], files: list[Path]) -> None:
    data = {str(path) for path in files if path.parts[0] in {"codesign_bot", "adapters", "prompts"}}
    expected = {re.sub("^prompts/", "codesign_bot/prompts/", name).removeprefix("adapters/") for name in data}
    assert expected <= shipped
    assert "codesign_bot/py.typed" in shipped
    for part in (
        r"codesign_bot/prompts/en/\w+\.ftl",
        r"codesign_bot/templates/\w+\.toml",
        r".*/migrations/\d+\w*\.sql",
    ):
        assert any(re.fullmatch(part, name) for name in shipped), part


def test_the_wheel_holds_nothing_else(shipped: set[str]) -> None:
    tops = {name.split("/")[0] for name in shipped}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "codesign_bot",
        "codesign_discord",
        "codesign_matrix",
    }
    assert not [name for name in shipped if "__pycache__" in name or name.endswith(".pyc")]


def test_the_wheel_carries_the_licence_the_command_and_the_platform(wheel: Path, shipped: set[str]) -> None:
    info = next(name.split("/")[0] for name in shipped if name.endswith(".dist-info/METADATA"))
    assert f"{info}/licenses/LICENSE" in shipped
    with zipfile.ZipFile(wheel) as archive:
        declared = archive.read(f"{info}/entry_points.txt").decode()
    assert "codesign-bot = codesign_bot.cli:main" in declared
    assert "discord = codesign_discord:open_platform\nmatrix = codesign_matrix:open_platform" in declared


def test_the_platforms_are_found_by_name() -> None:
    found = {point.name: point for point in entry_points(group="codesign_bot.platforms")}
    assert callable(found["matrix"].load())
    assert callable(found["discord"].load())


def test_every_library_that_is_imported_is_declared(project: dict[str, Any], sources: dict[Path, str]) -> None:
    extras = project["project"]["optional-dependencies"]
    assert set(extras) == {"holidays"}
    lines = [*project["project"]["dependencies"], *extras["holidays"]]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    by_module = packages_distributions()
    # The shipped suites are for whoever tests a platform or a store of their own, and has pytest.
    needed = [text for path, text in sources.items() if path.parts[:2] != ("codesign_bot", "testing")]
    used = {name.split(".")[0] for text in needed for name in imported(ast.parse(text))}
    foreign = used - set(sys.stdlib_module_names) - {"codesign_bot", "codesign_discord", "codesign_matrix"}
    assert "aiohttp" in foreign
    undeclared = {m for m in foreign if not declared & set(map(canonicalize_name, by_module.get(m, ["?"])))}
    assert undeclared == set()


def test_every_requirement_is_pinned_by_hash(project: dict[str, Any], pins: dict[str, list[str]]) -> None:
    wanted = {canonicalize_name(requirement.name) for requirement in requirements(project)}
    assert wanted <= set(pins)
    assert all(pins.values())


def test_the_pins_are_versions_that_are_allowed(project: dict[str, Any], root: Path) -> None:
    lines = (root / "constraints.txt").read_text().splitlines()
    versions = {pin["name"]: pin["version"] for line in lines if (pin := PIN.match(line))}
    wrong = [str(r) for r in requirements(project) if versions[canonicalize_name(r.name)] not in r.specifier]
    assert wrong == []


def test_the_builder_of_source_packages_is_pinned_too(pins: dict[str, list[str]]) -> None:
    """`.ci/setup` installs it first, so that pip fetches no other one."""
    assert pins["setuptools"]


def imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                found |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module)
            case _:
                pass
    return found
