"""The operator's file: read strictly, every mistake named at once, no secret ever shown."""

from __future__ import annotations

import dataclasses
import pickle
import re
import tomllib
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from codesign_bot.config import (
    PASSWORD_VARIABLE,
    TOKEN_VARIABLE,
    Config,
    DiscordConfig,
    Level,
    LogConfig,
    MatrixConfig,
    Secret,
    known_keys,
    load_config,
)
from codesign_bot.errors import ConfigError

from .conftest import RIGHT, Read, changed, keep, of_matrix

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def mistakes(read: Read, text: str, **environment: str) -> list[str]:
    """What is said about a configuration, line by line, without the line that names the file."""
    with pytest.raises(ConfigError) as caught:
        read(text, **environment)
    first, *rest = str(caught.value).split("\n  ")
    assert first.endswith("config.toml:")
    assert rest
    return rest


# --- what is right ---------------------------------------------------------------------------------------


def test_the_least_configuration_has_calm_defaults(read: Read, folder: Path) -> None:
    config = read()
    assert config.store.path == folder / "bot.sqlite3"
    assert config.matrix == MatrixConfig(
        homeserver="https://matrix.example.org",
        account="@codesign:example.org",
        directory=folder / "matrix",
        password=Secret("hunter2-hunter2"),
    )
    assert (config.defaults.zone, config.defaults.language, config.defaults.template) == ("UTC", "en", "community")
    assert config.prompts.directory is None
    assert config.templates.directory is None
    assert config.log == LogConfig("codesign-bot", folder / "log-key")
    assert (config.logging.level, config.logging.json) == (Level.INFO, False)
    assert config.warnings == ()


def test_every_switch_is_read(read: Read, folder: Path) -> None:
    (folder / "words").mkdir()
    (folder / "shapes").mkdir()
    (folder / "safe").mkdir()
    keep(folder / "token", "syt_abc_def")
    config = read(
        RIGHT
        + """
        access_token_file = "token"
        device_id = "DEVICE"
        organisers = ["@ada:example.org"]
        bridge_ghosts = ["@_discord_*:example.org", "@telegram_?:*"]
        max_rooms = 7
        allow_invites_from = ["@ben:example.com", "example.org", "example.net:8448"]
        [defaults]
        zone = "Europe/Berlin"
        language = "pt-BR"
        template = "quick"
        [prompts]
        directory = "words"
        [templates]
        directory = "shapes"
        [log]
        origin = "example.org/codesign-bot"
        key_file = "safe/key"
        [logging]
        level = "debug"
        json = true
        """.replace("        ", "")
    )
    assert of_matrix(config).access_token == Secret("syt_abc_def")
    assert of_matrix(config).device_id == "DEVICE"
    assert of_matrix(config).organisers == ("@ada:example.org",)
    assert of_matrix(config).bridge_ghosts == ("@_discord_*:example.org", "@telegram_?:*")
    assert of_matrix(config).max_rooms == 7
    assert of_matrix(config).allow_invites_from == ("@ben:example.com", "example.org", "example.net:8448")
    assert (config.defaults.zone, config.defaults.language, config.defaults.template) == (
        "Europe/Berlin",
        "pt-BR",
        "quick",
    )
    assert config.prompts.directory == folder / "words"
    assert config.templates.directory == folder / "shapes"
    assert config.log == LogConfig("example.org/codesign-bot", folder / "safe/key")
    assert (config.logging.level, config.logging.json) == (Level.DEBUG, True)


def test_paths_are_relative_to_the_file_and_may_be_absolute(read: Read, folder: Path, tmp_path: Path) -> None:
    config = read(changed('"bot.sqlite3"', f'"{tmp_path}/elsewhere.sqlite3"'))
    assert config.store.path == tmp_path / "elsewhere.sqlite3"
    assert of_matrix(config).directory.parent == folder


def test_a_path_can_begin_in_the_home_of_whoever_runs_the_bot(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert read(changed("bot.sqlite3", "~/bot.sqlite3")).store.path == tmp_path / "home/bot.sqlite3"


def test_a_slash_at_the_end_of_an_address_does_not_matter(read: Read) -> None:
    config = read(changed("matrix.example.org", "matrix.example.org/"))
    assert of_matrix(config).homeserver == "https://matrix.example.org"


def test_a_configuration_cannot_be_changed_afterwards(read: Read) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        read().store.path = Path("elsewhere")  # type: ignore[misc] # that is the point


# --- the example -----------------------------------------------------------------------------------------


def example_for(folder: Path) -> Path:
    """The example as an operator would copy it, with the password where it says."""
    keep(folder / "matrix-password", "a password")
    copy = folder / "config.toml"
    copy.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


def test_the_example_can_be_used_as_it_is(tmp_path: Path) -> None:
    config = load_config(example_for(tmp_path), {})
    assert of_matrix(config).password == Secret("a password")
    assert config.warnings == ()


def test_every_switch_stands_in_the_example_below_a_comment() -> None:
    """A switch that is off in the example stands there as a comment of its own."""
    text = EXAMPLE.read_text(encoding="utf-8")
    tables = dict(re.findall(r"^\[(\w+)\]\n(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL))
    assert tables.keys() == known_keys().keys()
    for name, keys in known_keys().items():
        lines = tables[name].splitlines()
        for key in keys:
            (at,) = [no for no, line in enumerate(lines) if re.match(rf"(# )?{key} = ", line)]
            above = lines[at - 1]
            assert above.startswith("# "), f"{name}.{key} is not explained"


def test_what_is_switched_off_in_the_example_works_when_it_is_switched_on(tmp_path: Path) -> None:
    copy = example_for(tmp_path)
    keep(tmp_path / "matrix-token", "a token")
    keep(tmp_path / "discord-token", "another token")
    for name in ("prompts", "templates", "pages"):
        (tmp_path / name).mkdir()
    text = re.sub(r"^# (\w+ = )", r"\1", copy.read_text(encoding="utf-8"), flags=re.MULTILINE)
    copy.write_text(text, encoding="utf-8")
    assert {name: set(values) for name, values in tomllib.loads(text).items()} == known_keys()
    config = load_config(copy, {})
    assert of_matrix(config).access_token == Secret("a token")
    assert config.templates.directory == tmp_path / "templates"


def test_the_known_keys_are_the_fields_of_the_configuration() -> None:
    """So that a new field cannot be forgotten here, in the reader or in the example."""
    hints = get_type_hints(Config)
    for table, keys in known_keys().items():
        kinds = [one for one in get_args(hints[table]) or (hints[table],) if one is not type(None)]
        names = {one.name for kind in kinds for one in dataclasses.fields(kind)}
        bare = {key.removesuffix("_file").removesuffix("_days") for key in keys}
        assert bare == {name.removesuffix("_file") for name in names}
    assert len(known_keys()) == 9


# --- platforms -------------------------------------------------------------------------------------------

WITHOUT_MATRIX = """
[store]
path = "bot.sqlite3"
[discord]
token_file = "discord-token"
"""


def test_a_bot_can_be_on_one_platform_or_on_both(read: Read, folder: Path) -> None:
    keep(folder / "discord-token", "a token")
    alone = read(WITHOUT_MATRIX)
    assert (alone.matrix, alone.discord) == (None, DiscordConfig(Secret("a token")))
    both = read(f'{RIGHT}\n[discord]\ntoken_file = "discord-token"')
    assert both.matrix is not None
    assert both.discord is not None
    assert read().discord is None
    assert set(both.secrets) == {Secret("a token"), Secret("hunter2-hunter2")}


def test_the_token_of_discord_can_come_from_the_environment(read: Read) -> None:
    config = read(RIGHT, CODESIGN_DISCORD_TOKEN="a token")
    assert config.discord == DiscordConfig(Secret("a token"))


def test_every_switch_of_discord_is_read(read: Read, folder: Path) -> None:
    keep(folder / "discord-token", "a token")
    config = read(f'{WITHOUT_MATRIX}\norganisers = ["80351110224678912"]\nshards = 2')
    assert config.discord == DiscordConfig(Secret("a token"), ("80351110224678912",), 2)


def test_a_proxy_for_discord_is_taken_and_one_that_others_can_listen_to_is_warned_of(read: Read, folder: Path) -> None:
    keep(folder / "discord-token", "a token")
    text = f'{RIGHT}\n[discord]\ntoken_file = "discord-token"\napi = "http://HOST/api/v10"'
    near, far = text.replace("HOST", "127.0.0.1:8080"), text.replace("HOST", "proxy.example.org")
    config = read(near)
    assert config.discord is not None
    assert (config.discord.api, config.warnings) == ("http://127.0.0.1:8080/api/v10", ())
    (warning,) = read(far).warnings
    assert warning.startswith("discord.api: without https")


def test_half_a_discord_is_a_mistake(read: Read) -> None:
    said = mistakes(read, f"{RIGHT}\n[discord]\nshards = 1")
    assert said == ["discord.token_file: is missing, and so is CODESIGN_DISCORD_TOKEN"]
    assert any("discord.organisers" in one for one in mistakes(read, f'{RIGHT}\n[discord]\norganisers = ["ada"]'))
    assert "does not belong" in mistakes(read, f'{RIGHT}\n[discord]\ntoken = "x"')[0]


# --- mistakes --------------------------------------------------------------------------------------------


def test_all_mistakes_are_told_at_once(read: Read) -> None:
    text = """
    [stoer]
    path = "bot.sqlite3"
    [matrix]
    homesever = "https://example.org"
    account = "codesign"
    max_rooms = "many"
    [defaults]
    zone = "Mars/Olympus"
    """
    said = mistakes(read, text)
    named = {line.split(": ")[0] for line in said}
    assert named == {
        "stoer",
        "store.path",
        "matrix.homesever",
        "matrix.homeserver",
        "matrix.account",
        "matrix.directory",
        "matrix.max_rooms",
        "matrix.access_token_file",
        "defaults.zone",
    }
    assert len(said) == len(named)


@pytest.mark.parametrize(
    ("table", "key", "meant"),
    [
        ("matrix", "homesever", "homeserver"),
        ("matrix", "acount", "account"),
        ("matrix", "organizers", "organisers"),
        ("matrix", "passwordfile", "password_file"),
        ("defaults", "timezone", "zone"),
        ("logging", "Level", "level"),
    ],
)
def test_an_unknown_key_is_named_with_the_one_that_was_meant(read: Read, table: str, key: str, meant: str) -> None:
    text = f"{RIGHT}\n[{table}]\n{key} = 1" if table != "matrix" else f"{RIGHT}\n{key} = 1"
    assert f"{table}.{key}: is unknown; did you mean {meant}?" in mistakes(read, text)


def test_an_unknown_key_like_no_other_is_told_which_there_are(read: Read) -> None:
    assert mistakes(read, f"{RIGHT}\n[logging]\nxyzzy = 1") == ["logging.xyzzy: is unknown; known are json, level"]


def test_an_unknown_table_is_named(read: Read) -> None:
    (said,) = mistakes(read, f"{RIGHT}\n[matrx]\naccount = 1")
    assert said == "matrx: is unknown; did you mean matrix?"


@pytest.mark.parametrize("missing", ["homeserver", "account", "directory", "path"])
def test_a_missing_key_is_named(read: Read, missing: str) -> None:
    text = re.sub(rf"^{missing} = .*\n", "", RIGHT, flags=re.MULTILINE)
    assert text != RIGHT
    (said,) = mistakes(read, text)
    assert said.endswith(f".{missing}: is missing")


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("max_rooms = true", "a whole number is needed, this is true or false"),
        ("max_rooms = 2.5", "a whole number is needed, this is a number with a point"),
        ('max_rooms = "9"', "a whole number is needed, this is text in quotes"),
        ("max_rooms = 0", "must be 1 or more"),
        ("organisers = 3", "a list is needed, this is a whole number"),
        ('organisers = "@ada:example.org"', "a list is needed, this is text in quotes"),
        ("organisers = [3]", "text in quotes is needed, this is a whole number"),
        ('organisers = ["ada"]', 'an account such as "@ada:example.org" is needed'),
        ('organisers = ["@a:b.c", "@a:b.c"]', "the same thing stands there twice"),
        ('bridge_ghosts = ["discord_"]', 'a pattern of accounts such as "@_discord_*:example.org" is needed'),
        (
            'allow_invites_from = ["https://example.org"]',
            'an account such as "@ada:example.org" or a server such as "example.org" is needed',
        ),
        ('device_id = " "', "must not be empty"),
        ("device_id = 1979-05-27", "text in quotes is needed, this is something else"),
    ],
)
def test_a_wrong_value_is_told_what_is_needed(read: Read, line: str, needed: str) -> None:
    assert mistakes(read, f"{RIGHT}\n{line}") == [f"matrix.{line.partition(' =')[0]}: {needed}"]


@pytest.mark.parametrize(
    "address",
    [
        "matrix.example.org",
        "ftp://example.org",
        "https://",
        "https://example.org:port",
        "https://a b",
        "https://x?y",
        "",
    ],
)
def test_an_address_that_is_none_is_told(read: Read, address: str) -> None:
    (said,) = mistakes(read, changed("https://matrix.example.org", address))
    assert said == 'matrix.homeserver: an address such as "https://matrix.example.org" is needed'


def test_a_password_in_an_address_is_refused_and_not_repeated(read: Read) -> None:
    (said,) = mistakes(read, changed("https://", "https://bot:hunter3@"))
    assert said == "matrix.homeserver: a name or a password does not belong in an address"


@pytest.mark.parametrize(
    ("zone", "near"),
    [
        ("Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Europe/Berln", "Europe/Berlin"),
        ("new york", "America/New_York"),
    ],
)
def test_an_unknown_zone_is_told_the_nearest_five(read: Read, zone: str, near: str) -> None:
    (said,) = mistakes(read, f'{RIGHT}\n[defaults]\nzone = "{zone}"')
    key, _, listed = said.partition(" the nearest are ")
    assert key == "defaults.zone: is no known zone;"
    assert len(listed.split(", ")) == 5
    assert listed.split(", ")[0] == near


@pytest.mark.parametrize("language", ["", "english", "EN", "de_DE", "../../etc"])
def test_a_language_is_a_code_and_never_a_path(read: Read, language: str) -> None:
    (said,) = mistakes(read, f'{RIGHT}\n[defaults]\nlanguage = "{language}"')
    assert said == 'defaults.language: a language code such as "en" is needed'


@pytest.mark.parametrize(
    "origin", ["", " ", "a b", "a+b", "example.org/", "/log", "a//b", "https://example.org", "caf\u00e9", "a\\nb"]
)
def test_the_name_of_the_logs_is_one_that_a_key_can_have(read: Read, origin: str) -> None:
    (said,) = mistakes(read, f'{RIGHT}\n[log]\norigin = "{origin}"')
    assert said == 'log.origin: a name such as "example.org/codesign-bot" is needed'
    assert read(f'{RIGHT}\n[log]\norigin = "Example-1.org/a_b/c"').log.origin == "Example-1.org/a_b/c"


def test_a_key_file_in_a_folder_that_is_not_there_is_a_mistake(read: Read, folder: Path) -> None:
    (said,) = mistakes(read, f'{RIGHT}\n[log]\nkey_file = "nowhere/key"')
    assert said == f"log.key_file: there is no folder {folder / 'nowhere'}"


def test_an_unknown_level_is_told_the_known_ones(read: Read) -> None:
    (said,) = mistakes(read, f'{RIGHT}\n[logging]\nlevel = "verbose"')
    assert said == "logging.level: is none of debug, info, warning, error"


@pytest.mark.parametrize(("table", "key"), [("prompts", "directory"), ("templates", "directory")])
def test_a_folder_that_is_not_there_is_named(read: Read, folder: Path, table: str, key: str) -> None:
    (said,) = mistakes(read, f'{RIGHT}\n[{table}]\n{key} = "nowhere"')
    assert said == f"{table}.{key}: there is no folder {folder / 'nowhere'}"


def test_a_database_in_a_folder_that_is_not_there_is_a_mistake(read: Read, folder: Path) -> None:
    (said,) = mistakes(read, changed("bot.sqlite3", "nowhere/bot.sqlite3"))
    assert said == f"store.path: there is no folder {folder / 'nowhere'}"


def test_a_table_that_is_none_is_told(read: Read) -> None:
    assert "logging: a table is needed, this is a whole number" in mistakes(read, f"logging = 3\n{RIGHT}")


@pytest.mark.parametrize("content", ["[store\n", "path = \n", "a = 1\na = 2\n"])
def test_a_file_that_is_not_toml_is_told_with_the_line(read: Read, content: str) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml: is not TOML: .*line \d"):
        read(content)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: there is no such file"):
        load_config(tmp_path / "nowhere.toml", {})


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load_config(tmp_path, {})


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes('zone = "Zürich"'.encode("latin-1"))
    with pytest.raises(ConfigError, match="is not UTF-8 text"):
        load_config(path, {})


# --- secrets ---------------------------------------------------------------------------------------------

SECRET = "syt_Y29kZXNpZ24_abcdefghijkl_0a1b2c"


def test_a_secret_can_come_from_the_environment(read: Read) -> None:
    text = re.sub("password_file.*\n", "", RIGHT)
    config = read(text, **{TOKEN_VARIABLE: SECRET, PASSWORD_VARIABLE: " word \n"})
    assert of_matrix(config).access_token == Secret(SECRET)
    assert of_matrix(config).password == Secret("word")
    assert config.secrets == (Secret(SECRET), Secret("word"))


def test_an_empty_variable_is_no_secret(read: Read) -> None:
    text = re.sub("password_file.*\n", "", RIGHT)
    (said,) = mistakes(read, text, **{TOKEN_VARIABLE: "  "})
    assert said == f"matrix.access_token_file: is missing, and so are password_file and {TOKEN_VARIABLE}"


def test_a_secret_that_is_given_twice_is_a_mistake(read: Read) -> None:
    (said,) = mistakes(read, RIGHT, **{PASSWORD_VARIABLE: SECRET})
    assert said == f"matrix.password_file: is given, and so is the variable {PASSWORD_VARIABLE}; keep one of them"


@pytest.mark.parametrize(("key", "variable"), [("access_token", TOKEN_VARIABLE), ("password", PASSWORD_VARIABLE)])
def test_a_secret_in_the_file_itself_is_refused_and_not_repeated(read: Read, key: str, variable: str) -> None:
    (said,) = mistakes(read, f'{RIGHT}\n{key} = "{SECRET}"')
    assert said.startswith(f"matrix.{key}: a secret does not belong in this file; use {key}_file")
    assert variable in said
    assert SECRET not in said


def test_a_secret_file_that_is_not_there_is_named(read: Read, folder: Path) -> None:
    (folder / "password").unlink()
    assert mistakes(read, RIGHT) == [f"matrix.password_file: the file {folder / 'password'} cannot be read"]


@pytest.mark.parametrize("content", ["", "\n\n", f"{SECRET}\nand more"])
def test_a_secret_file_holds_one_line(read: Read, folder: Path, content: str) -> None:
    (folder / "password").write_text(content, encoding="utf-8")
    (said,) = mistakes(read, RIGHT)
    assert said.endswith("must hold the secret in one line, and nothing else")
    assert SECRET not in said


def test_a_secret_file_that_is_not_text_is_told(read: Read, folder: Path) -> None:
    (folder / "password").write_bytes(b"\xff\xfe\x00")
    assert mistakes(read, RIGHT) == [f"matrix.password_file: the file {folder / 'password'} cannot be read"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o610])
def test_a_secret_that_others_can_read_brings_a_warning(read: Read, folder: Path, mode: int) -> None:
    (folder / "password").chmod(mode)
    (warning,) = read().warnings
    assert warning.startswith(f"{folder / 'password'}: others on this machine can read it")
    assert "chmod 600" in warning


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_secret_that_nobody_else_can_read_brings_none(read: Read, folder: Path, mode: int) -> None:
    (folder / "password").chmod(mode)
    assert read().warnings == ()


@pytest.mark.parametrize(
    ("address", "warns"),
    [
        ("http://matrix.example.org", True),
        ("http://10.0.0.7:8008", True),
        ("http://localhost:8008", False),
        ("http://127.0.0.1:8008", False),
        ("http://[::1]:8008", False),
        ("https://matrix.example.org", False),
    ],
)
def test_an_open_line_over_the_network_brings_a_warning(read: Read, address: str, *, warns: bool) -> None:
    config = read(changed("https://matrix.example.org", address))
    assert of_matrix(config).homeserver == address
    assert bool(config.warnings) is warns


def test_no_way_of_showing_a_configuration_shows_a_secret(read: Read, folder: Path) -> None:
    keep(folder / "password", SECRET)
    config = read()
    shown = [
        repr(config),
        str(config),
        f"{of_matrix(config).password}",
        f"{of_matrix(config).password!r:>40}",
        "%s %r" % (config.matrix, config.matrix),  # noqa: UP031 # as logging does it
        str(dataclasses.asdict(config)),
        str(dataclasses.astuple(config)),
        str(vars(type(of_matrix(config).password))),
    ]
    for one in shown:
        assert SECRET not in one
    password = of_matrix(config).password
    assert password is not None
    assert password.reveal() == SECRET


def test_secrets_are_equal_when_their_texts_are() -> None:
    assert Secret("a") == Secret("a")
    assert hash(Secret("a")) == hash(Secret("a"))
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert pickle.loads(pickle.dumps(Secret("a"))) == Secret("a")  # noqa: S301 # our own, one line up
