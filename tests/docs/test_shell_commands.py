"""Every command for a shell that the pages tell exists, with every option."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stdout

import pytest

from codesign_bot import cli

from .pages import PAGES, ROOT, Page

SYSTEM = {"chmod", "cp", "curl", "mkdir", "python3", "systemctl", "venv/bin/pip"}
"""Programs of others that the pages use."""
OURS = "codesign-bot"
ABOUT_OURS = re.compile(r"`codesign-bot(?: [^`]*)?`")


def lines(one: Page) -> Iterator[str]:
    """The lines of the blocks for a shell, continued ones joined and remarks cut off; and such spans of code."""
    for fence in one.fences:
        if fence.language == "sh":
            whole = fence.text.replace("\\\n", " ")
            yield from filter(None, (re.sub(r"(^|\s)#.*$", "", line).strip() for line in whole.splitlines()))
    yield from (span for span in one.spans if re.match(rf"(make|{OURS}|\.venv/bin/\S+)( |$)", span))


def all_lines() -> list[str]:
    return [line for one in PAGES for line in lines(one)]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def help_of(command: str) -> str:
    """What `codesign-bot COMMAND --help` prints; '' where there is no such command."""
    said = io.StringIO()
    with redirect_stdout(said), pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    return said.getvalue() if ended.value.code == 0 else ""


def is_ours(program: str) -> bool:
    return program.rpartition("/")[2] == OURS


def test_every_program_is_known() -> None:
    known = {line.split()[0] for line in all_lines()}
    strange = {one for one in known if one not in SYSTEM | {"make"} and not is_ours(one)}
    assert {one for one in strange if not one.startswith(".venv/bin/")} == set()
    assert len(known) > 5


def test_every_make_target_is_there() -> None:
    named = {line.split()[1] for line in all_lines() if re.match(r"make [a-z]", line)}
    assert {"demo", "test", "wheel"} <= named
    assert named <= targets()


COMMANDS = (
    "run",
    "check-config",
    "doctor",
    "log-key",
    "export",
    "export-log",
    "publish",
    "verify",
    "backup",
    "restore",
    "check",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_ours_is_told_and_is_there(command: str) -> None:
    assert help_of(command)
    assert any(is_ours(line.split()[0]) and command in line.split()[1:2] for line in all_lines())


def test_every_command_that_is_told_takes_the_options_that_are_told() -> None:
    told = [line.split() for line in all_lines() if is_ours(line.split()[0]) and len(line.split()) > 1]
    assert len(told) > 8
    for _, command, *rest in told:
        shown = help_of(command)
        assert shown, command
        for option in (word for word in rest if word.startswith("--")):
            assert option in shown, f"{command} {option}"


def test_a_command_that_does_not_exist_would_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert help_of("audit") == ""
    assert "audit" in capsys.readouterr().err


def test_no_command_of_ours_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    listed = re.findall(r"^    ([a-z-]+)(?: {2,}|$)", capsys.readouterr().out, re.MULTILINE)
    assert len(listed) >= 4
    operating = next(one for one in PAGES if one.path.name == "operating.md")
    assert [name for name in listed if not re.search(rf"`{OURS} {name}\b", operating.text)] == []
