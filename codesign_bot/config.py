"""What belongs to the operator: one TOML file, and secrets from the environment or from files of their own.

Organisers configure their rounds by words in the chat; nothing of that is here. Every key is explained in
`config.example.toml`. Paths are relative to the folder of the configuration file.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from codesign_bot.core.zones import LAST_RESORT, stand_in
from codesign_bot.names import known_zones, nearest
from codesign_bot.retention import LIMITS, USUAL, Retention
from codesign_bot.toml import Mistake, Mistakes, Table, choice, each, matching, number, read_file, text, truth

TOKEN_VARIABLE = "CODESIGN_MATRIX_ACCESS_TOKEN"  # noqa: S105 # the name of a variable, not a secret
PASSWORD_VARIABLE = "CODESIGN_MATRIX_PASSWORD"  # noqa: S105 # the name of a variable, not a secret
DISCORD_VARIABLE = "CODESIGN_DISCORD_TOKEN"  # the name of a variable, not a secret

_NOT_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_account = matching(re.compile(r"@[^\s:@]+:[^\s:@/]+(:\d+)?"), 'an account such as "@ada:example.org"')
_server = matching(
    re.compile(r"[^\s:@/]+(:\d+)?"),
    'an account such as "@ada:example.org" or a server such as "example.org"',
)
_ghosts = matching(re.compile(r"@[^\s:]*:?[^\s:]+(:\d+)?"), 'a pattern of accounts such as "@_discord_*:example.org"')
_snowflake = matching(re.compile(r"\d{15,20}"), 'the number of an account such as "80351110224678912"')
_origin = matching(re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII), 'a name such as "example.org/codesign-bot"')
_language = matching(re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"), 'a language code such as "en"')


class Secret:
    """A text that no message, log line or traceback shows by accident."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text, for whoever has to hand it over."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(hidden)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))


class Level(Enum):
    """From which importance on something is written to the log."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class StoreConfig:
    path: Path


@dataclass(frozen=True, slots=True)
class MatrixConfig:
    homeserver: str
    """An address such as "https://matrix.example.org", without a slash at the end."""
    account: str
    directory: Path
    """Where the keys of the bot's device are kept. Made at the first start."""
    access_token: Secret | None = None
    password: Secret | None = None
    """At least one of the two is there."""
    device_id: str | None = None
    organisers: tuple[str, ...] = ()
    """Accounts that count as organisers before there is any community."""
    bridge_ghosts: tuple[str, ...] = ()
    """Patterns with * and ? of accounts that stand for people on another platform."""
    max_rooms: int = 200
    allow_invites_from: tuple[str, ...] = ()
    """Accounts, or servers by their name."""


@dataclass(frozen=True, slots=True)
class DiscordConfig:
    token: Secret
    organisers: tuple[str, ...] = ()
    """Numbers of accounts that count as organisers before there is any community."""
    shards: int | None = None
    """How many connections. None: as many as Discord says."""
    api: str | None = None
    """Where Discord's interface answers, version included, where that is not Discord's own address."""


@dataclass(frozen=True, slots=True)
class DefaultsConfig:
    zone: str = "UTC"
    language: str = "en"
    template: str = "community"


@dataclass(frozen=True, slots=True)
class PromptsConfig:
    directory: Path | None = None


@dataclass(frozen=True, slots=True)
class TemplatesConfig:
    directory: Path | None = None


@dataclass(frozen=True, slots=True)
class LogConfig:
    """The decision log, not the operator's."""

    origin: str = "codesign-bot"
    """The first part of the name of every community's log."""
    key_file: Path = Path("log-key")
    """Where the key that signs them is kept. Made at the first start."""
    publish: Path | None = None
    """A folder where organisers may have the pages of their log written. None: nowhere."""


@dataclass(frozen=True, slots=True)
class LoggingConfig:
    level: Level = Level.INFO
    json: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration. `warnings` are sentences for the operator about what works but is not safe.

    At least one platform is there.
    """

    store: StoreConfig
    matrix: MatrixConfig | None
    discord: DiscordConfig | None = None
    defaults: DefaultsConfig = DefaultsConfig()
    prompts: PromptsConfig = PromptsConfig()
    templates: TemplatesConfig = TemplatesConfig()
    log: LogConfig = LogConfig()
    logging: LoggingConfig = LoggingConfig()
    retention: Retention = USUAL
    warnings: tuple[str, ...] = ()

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Everything that must never stand in a log."""
        matrix = (self.matrix.access_token, self.matrix.password) if self.matrix is not None else ()
        discord = (self.discord.token,) if self.discord is not None else ()
        return tuple(secret for secret in (*matrix, *discord) if secret is not None)


def load_config(path: Path, environment: Mapping[str, str]) -> Config:
    """Read the file. Raises `ConfigError` that names every mistake by its key, never by its value."""
    return _Reader(path, environment).config(read_file(path))


def known_keys() -> Mapping[str, frozenset[str]]:
    """Every table with the keys it can hold."""
    reader = _Reader(Path("config.toml"), {})
    root = Table("", {}, reader.mistakes)
    reader.read(root, is_all=True)
    return {table.name: table.asked for table in reader.tables}


class _Reader:
    """Reads one file and remembers what it came by on the way."""

    def __init__(self, source: Path, environment: Mapping[str, str]) -> None:
        self.mistakes = Mistakes(source)
        self.tables: list[Table] = []
        self._environment = environment
        self._base = source.parent
        self._warnings: list[str] = []

    def config(self, values: Mapping[str, object]) -> Config:
        root = Table("", values, self.mistakes)
        config = self.read(root)
        for table in (root, *self.tables):
            table.close()
        self.mistakes.raise_if_any()
        return config

    def read(self, root: Table, *, is_all: bool = False) -> Config:
        """The configuration in these tables; `is_all`: ask for every platform, whether or not it is named."""
        names = ("store", "matrix", "discord", "defaults", "prompts", "templates", "log", "logging", "retention")
        store, matrix, discord, defaults, prompts, templates, log, logging, retention = self.tables = [
            root.table(name) for name in names
        ]
        has_discord = is_all or discord.is_filled or DISCORD_VARIABLE in self._environment
        return Config(
            store=StoreConfig(store.required("path", self._new_path, Path())),
            # Where no platform is named, what is missing is asked for the one that most operators begin with.
            matrix=self._matrix(matrix) if matrix.is_filled or is_all or not has_discord else None,
            discord=self._discord(discord) if has_discord else None,
            defaults=DefaultsConfig(
                zone=defaults.optional("zone", _zone, "UTC"),
                language=defaults.optional("language", _language, "en"),
                template=defaults.optional("template", text, "community"),
            ),
            prompts=PromptsConfig(prompts.optional("directory", self._folder, None)),
            templates=TemplatesConfig(templates.optional("directory", self._folder, None)),
            log=LogConfig(
                origin=log.optional("origin", _origin, "codesign-bot"),
                key_file=log.optional("key_file", self._new_path, self._base / "log-key"),
                publish=log.optional("publish", self._folder, None),
            ),
            logging=LoggingConfig(
                level=logging.optional("level", choice(Level), Level.INFO),
                json=logging.optional("json", truth, default=False),
            ),
            retention=_retention(retention),
            warnings=tuple(self._warnings),
        )

    def _matrix(self, table: Table) -> MatrixConfig:
        token = self._secret(table, "access_token", TOKEN_VARIABLE)
        password = self._secret(table, "password", PASSWORD_VARIABLE)
        is_mistaken = table.has("access_token_file") or table.has("password_file")
        if token is None and password is None and not is_mistaken:
            table.note("access_token_file", f"is missing, and so are password_file and {TOKEN_VARIABLE}")
        return MatrixConfig(
            homeserver=self._homeserver(table),
            account=table.required("account", _account, ""),
            directory=table.required("directory", self._new_path, Path()),
            access_token=token,
            password=password,
            device_id=table.optional("device_id", _filled, None),
            organisers=table.optional("organisers", each(_account), ()),
            bridge_ghosts=table.optional("bridge_ghosts", each(_ghosts), ()),
            max_rooms=table.optional("max_rooms", number(1), 200),
            allow_invites_from=table.optional("allow_invites_from", each(_inviter), ()),
        )

    def _discord(self, table: Table) -> DiscordConfig:
        token = self._secret(table, "token", DISCORD_VARIABLE)
        if token is None and not table.has("token_file"):
            table.note("token_file", f"is missing, and so is {DISCORD_VARIABLE}")
        return DiscordConfig(
            token=token or Secret(""),
            organisers=table.optional("organisers", each(_snowflake), ()),
            shards=table.optional("shards", number(1), None),
            api=self._guarded("discord.api", table.optional("api", _address, None)),
        )

    def _homeserver(self, table: Table) -> str:
        return self._guarded("matrix.homeserver", table.required("homeserver", _address, "")) or ""

    def _guarded(self, name: str, address: str | None) -> str | None:
        """The address, with a warning where others can listen."""
        host = (urlsplit(address).hostname or "") if address is not None else ""
        if address is not None and address.startswith("http:") and not _is_this_machine(host):
            self._warnings.append(f"{name}: without https, others on the way can read everything")
        return address

    def _secret(self, table: Table, name: str, variable: str) -> Secret | None:
        key = f"{name}_file"
        if table.has(name):
            table.optional(name, lambda _: None, None)
            table.note(name, f"a secret does not belong in this file; use {key} or the variable {variable}")
        from_file = table.optional(key, self._secret_file, None)
        given = self._environment.get(variable, "").strip()
        if given and table.has(key):
            table.note(key, f"is given, and so is the variable {variable}; keep one of them")
        return Secret(given) if given else from_file

    def _secret_file(self, value: object) -> Secret | None:
        path = self._path(value)
        try:
            held = path.read_text(encoding="utf-8").strip()
            mode = path.stat().st_mode
        except (OSError, UnicodeDecodeError) as error:
            raise Mistake(f"the file {path} cannot be read") from error
        if not held or "\n" in held:
            raise Mistake(f"the file {path} must hold the secret in one line, and nothing else")
        if mode & _NOT_FOR_OTHERS:
            self._warnings.append(f"{path}: others on this machine can read it; run: chmod 600 {path}")
        return Secret(held)

    def _path(self, value: object) -> Path:
        return self._base / Path(_filled(value)).expanduser()

    def _new_path(self, value: object) -> Path:
        """A path whose folder is there; itself it may still have to be made."""
        path = self._path(value)
        if not path.parent.is_dir():
            raise Mistake(f"there is no folder {path.parent}")
        return path

    def _folder(self, value: object) -> Path | None:
        path = self._path(value)
        if not path.is_dir():
            raise Mistake(f"there is no folder {path}")
        return path


def _retention(table: Table) -> Retention:
    usual = USUAL.days
    return Retention(
        **{name: table.optional(f"{name}_days", number(*LIMITS[name]), days) for name, days in usual.items()}
    )


def _filled(value: object) -> str:
    found = text(value)
    if not found.strip():
        raise Mistake("must not be empty")
    return found


def _inviter(value: object) -> str:
    try:
        return _account(value)
    except Mistake:
        return _server(value)


def _zone(value: object) -> str:
    found = text(value)
    # One that was renamed since the file was written is still good: its newer name stands in for it.
    if found not in known_zones() and stand_in(found) == LAST_RESORT:
        raise Mistake(f"is no known zone; the nearest are {', '.join(nearest(found, known_zones(), 5))}")
    return found


def _address(value: object) -> str:
    found = text(value)
    needed = 'an address such as "https://matrix.example.org" is needed'
    try:
        parts = urlsplit(found)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise Mistake(needed) from error
    if parts.username is not None or parts.password is not None:
        raise Mistake("a name or a password does not belong in an address")
    if not is_whole or parts.query or parts.fragment or re.search(r"\s", found):
        raise Mistake(needed)
    return found.rstrip("/")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
