"""The configuration that the pages show can be used, and every key is explained."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

import pytest

from codesign_bot.catalogue import load_template, load_templates, template_folders
from codesign_bot.config import DISCORD_VARIABLE, PASSWORD_VARIABLE, TOKEN_VARIABLE, known_keys, load_config
from codesign_bot.core.phases import Phase
from codesign_bot.core.rules import Template

from .pages import OPERATING, README, ROOT, page

KEY = re.compile(r"^\| `([a-z]+)\.([a-z_]+)` \| ([^|]+) \|", re.MULTILINE)


def documented() -> set[tuple[str, str]]:
    return {(table, key) for table, key, _ in KEY.findall(OPERATING.text)}


def fence(name: str, language: str) -> str:
    """The one block of that language on a page."""
    (found,) = [one.text for one in page(name).fences if one.language == language]
    return found


def test_every_key_of_the_configuration_is_explained_and_no_other() -> None:
    known = {(table, key) for table, keys in known_keys().items() for key in keys}
    assert len(known) > 15
    assert documented() == known


def test_every_key_stands_in_the_example_too() -> None:
    example = (ROOT / "config.example.toml").read_text()
    missing = [key for _, key in documented() if not re.search(rf"^(# )?{key} = ", example, re.MULTILINE)]
    assert missing == []


def test_what_holds_without_a_key_is_what_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "matrix-password").write_text("secret\n")
    (tmp_path / "matrix-password").chmod(0o600)
    (tmp_path / "config.toml").write_text(fence("README.md", "toml"))
    config = load_config(tmp_path / "config.toml", {})
    said = {f"{table}.{key}": default.strip() for table, key, default in KEY.findall(OPERATING.text)}
    assert config.matrix is not None
    assert said["matrix.max_rooms"] == str(config.matrix.max_rooms)
    assert said["defaults.zone"] == config.defaults.zone
    assert said["defaults.language"] == config.defaults.language
    assert said["defaults.template"] == config.defaults.template
    assert said["log.origin"] == config.log.origin
    assert said["log.key_file"] == str(config.log.key_file.relative_to(tmp_path))
    assert said["logging.level"] == config.logging.level.value
    assert said["logging.json"] == str(config.logging.json).lower()


def test_the_configuration_in_the_readme_can_be_used_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "matrix-password").write_text("secret\n")
    (tmp_path / "matrix-password").chmod(0o600)
    (tmp_path / "config.toml").write_text(fence("README.md", "toml"))
    config = load_config(tmp_path / "config.toml", {})
    assert config.warnings == ()
    assert config.matrix is not None
    assert config.matrix.account == "@codesign:example.org"
    assert config.store.path.parent == tmp_path


def test_the_least_configuration_is_the_least() -> None:
    """All but the organisers is needed, as the README says by calling it the least that works."""
    held = tomllib.loads(fence("README.md", "toml"))
    keys = {f"{table}.{key}" for table, values in held.items() for key in values}
    needed = {f"{table}.{key}" for table, key, default in KEY.findall(OPERATING.text) if "needed" in default}
    assert needed
    assert keys == needed | {"matrix.password_file", "matrix.organisers"}


@pytest.mark.parametrize("variable", [TOKEN_VARIABLE, PASSWORD_VARIABLE, DISCORD_VARIABLE])
def test_variables_for_secrets_are_named(variable: str) -> None:
    assert f"`{variable}`" in OPERATING.text


def test_the_template_that_is_shown_can_be_used(tmp_path: Path) -> None:
    own = tmp_path / "our-own.toml"
    own.write_text(fence("docs/operating.md", "toml"))
    template = load_template(own)
    assert template.places == 2
    assert set(template.windows) >= {Phase.FRAMING, Phase.FEEDBACK}


def test_every_template_is_in_the_readme_with_its_length() -> None:
    templates = load_templates(template_folders())
    told = dict(re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \|", README.text, re.MULTILINE))
    assert told.keys() == templates.keys()
    for name, template in templates.items():
        assert told[name].strip() == length(template), name


def length(template: Template) -> str:
    """From the opening to the outcome, without a runoff: in weeks, or for a practice in words."""
    days = (
        sum(length.total_seconds() for phase, length in template.windows.items() if phase is not Phase.RUNOFF) / 86400
    )
    return "half an hour" if template.is_practice and 25 < days * 1440 < 35 else str(round(days / 7))


def test_the_unit_for_systemd_runs_the_bot_with_a_configuration() -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign] # keys keep their case, as the manual says
    unit.read_string(fence("README.md", "ini"))
    program, command, option, file = unit["Service"]["ExecStart"].split()
    assert program.endswith("/bin/codesign-bot")
    assert (command, option) == ("run", "--config")
    assert program.startswith(unit["Service"]["WorkingDirectory"] + "/")
    assert not file.startswith("/")
    assert unit["Service"]["RestartPreventExitStatus"].split() == ["2", "3"]


def test_secrets_are_closed_to_others_before_the_bot_runs() -> None:
    text = README.text
    assert text.index("chmod 600 data/matrix-password") < text.index("codesign-bot run --config")
    assert "mkdir -m 700 data" in text
