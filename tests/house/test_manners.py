"""What every file of the house keeps to."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

TOP_LEVEL = {
    ".ci",
    ".editorconfig",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "adapters",
    "benchmarks",
    "codesign_bot",
    "config.example.toml",
    "constraints.txt",
    "docs",
    "prompts",
    "pyproject.toml",
    "tests",
}

# Spelled so that this file does not hold what it forbids.
MACHINE_PATHS = re.compile(r"/(?:work|root|home|Users|opt)/[A-Za-z.]")
REGISTRIES = re.compile(
    r"py" r"pi\.org|python" r"hosted\.org|npm" r"js\.(?:com|org)|arti" r"factory|jf" r"rog", re.IGNORECASE
)
PRIVATE_PAGES = re.compile(r"shared/(?:design|research|hooks)")

IGNORES = re.compile(r"#\s*(?:type:\s*ignore|pyright:\s*ignore|noqa|pragma:).*?(?P<reason>(?:#| - | -- ).*)?$")

# The words of docs/glossary.md have these synonyms elsewhere; here they would be a second word for one thing.
FOREIGN_WORDS = {"poll", "polls", "user", "users", "admin", "admins", "proposal", "proposals", "election"}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the last statement, without the docstring."""
    first = function.body[0]
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)


def defined_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.arg():
                yield node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case _:
                pass


def name_words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_the_top_level_holds_only_what_a_newcomer_expects(files: list[Path]) -> None:
    assert {path.parts[0] for path in files} <= TOP_LEVEL


def test_adapters_is_a_source_root_and_never_shadows_a_library(root: Path) -> None:
    assert not (root / "adapters/__init__.py").exists()
    folders = {p.name for p in (root / "adapters").iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert folders
    assert all(name.startswith("codesign_") for name in folders)


@pytest.mark.parametrize("forbidden", [MACHINE_PATHS, REGISTRIES, PRIVATE_PAGES], ids=lambda p: p.pattern[:20])
def test_no_file_names_a_machine_or_where_packages_came_from(
    texts: dict[Path, str], forbidden: re.Pattern[str]
) -> None:
    found = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if forbidden.search(line)
    ]
    assert not found, "\n".join(found)


def test_the_search_for_machine_paths_finds_them() -> None:
    for bad in ("/ho" + "me/ann/x", "see /wo" + "rk/main", "/ro" + "ot/.cache"):
        assert MACHINE_PATHS.search(bad)
    assert not MACHINE_PATHS.search("python/work in progress")
    assert REGISTRIES.search("https://py" + "pi.org/simple")
    assert PRIVATE_PAGES.search("../shared/des" + "ign/product.md")


def test_a_module_has_at_most_300_lines_that_say_something(sources: dict[Path, str]) -> None:
    sizes = {str(p): sum(1 for line in t.splitlines() if line.strip()) for p, t in sources.items()}
    assert {path: size for path, size in sizes.items() if size > 300} == {}


def test_a_function_has_at_most_40_lines(sources: dict[Path, str]) -> None:
    long = {
        f"{path}:{function.lineno} {function.name}": length(function)
        for path, text in sources.items()
        for function in functions(ast.parse(text))
        if length(function) > 40
    }
    assert long == {}


def test_most_functions_are_short(sources: dict[Path, str]) -> None:
    lengths = [length(f) for text in sources.values() for f in functions(ast.parse(text))]
    assert len(lengths) > 50
    assert median(lengths) <= 8
    assert quantiles(lengths, n=20)[-1] <= 40


def test_the_tests_are_at_least_as_long_as_the_code(sources: dict[Path, str], texts: dict[Path, str]) -> None:
    def lines(chosen: dict[Path, str]) -> int:
        return sum(1 for text in chosen.values() for line in text.splitlines() if line.strip())

    kit = {p: t for p, t in sources.items() if p.parts[:2] == ("codesign_bot", "testing")}  # suites that are shipped
    tests = {p: t for p, t in texts.items() if p.parts[0] == "tests" and p.suffix == ".py"}
    assert lines(tests) + lines(kit) >= lines(sources) - lines(kit)


def test_every_ignore_carries_its_reason(texts: dict[Path, str]) -> None:
    bare = [
        f"{path}:{number}: {line.strip()}"
        for path, text in texts.items()
        if path.suffix == ".py" and path.name != Path(__file__).name
        for number, line in enumerate(text.splitlines(), 1)
        if (found := IGNORES.search(line)) and len((found["reason"] or "").strip("#- ")) < 8
    ]
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize(
    ("line", "has_reason"),
    [
        ("x = 1  # noqa: S105 # a name, not a secret", True),
        ("x = f()  # type: ignore[no-any-return] # the library has no types", True),
        ("x = 1  # noqa: S105 - a name, not a secret", True),
        ("x = 1  # noqa: S105", False),
        ("x = f()  # type: ignore[no-any-return]", False),
        ("    return  # pragma: no cover", False),
        ("    return  # pragma: no cover - Windows only", True),
        ("x = 1  # pyright: ignore[reportX] # no", False),
    ],
)
def test_the_search_for_bare_ignores_tells_them_apart(line: str, *, has_reason: bool) -> None:
    found = IGNORES.search(line)
    assert found
    assert (len((found["reason"] or "").strip("#- ")) >= 8) is has_reason


def test_nothing_is_left_to_do_in_the_code(texts: dict[Path, str]) -> None:
    marks = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b")
    found = [str(path) for path, text in texts.items() if path.suffix in {".py", ".ftl", ".sql"} and marks.search(text)]
    assert found == []


def test_the_house_has_one_word_for_each_thing(sources: dict[Path, str]) -> None:
    """Adapters, and the test kit that drives a homeserver, name what other people's interfaces name."""
    ours = {p: t for p, t in sources.items() if p.parts[0] == "codesign_bot" and p.parts[1] != "testing"}
    found = {
        f"{path}: {name}"
        for path, text in ours.items()
        for name in defined_names(ast.parse(text))
        if name_words(name) & FOREIGN_WORDS
    }
    assert found == set()


def test_the_texts_have_one_word_for_each_thing(texts: dict[Path, str]) -> None:
    prompts = {path: text for path, text in texts.items() if path.suffix == ".ftl"}
    if not prompts:
        pytest.skip("no texts yet")
    found = [
        f"{path}:{number}: {line.strip()}"
        for path, text in prompts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if not line.startswith("#") and set(re.findall(r"[a-z]+", line.lower())) & FOREIGN_WORDS
    ]
    assert not found, "\n".join(found)


def test_a_name_is_read_word_by_word() -> None:
    assert name_words("TopicPoll") == {"topic", "poll"}
    assert name_words("is_admin") == {"is", "admin"}
    assert name_words("userId") == {"user", "id"}
    assert not name_words("proposed") & FOREIGN_WORDS
