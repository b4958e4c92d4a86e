"""What operators read: events of the machine, never a person's words, a ballot or a secret.

Everything goes through one formatter, and its last step takes out whatever looks like a secret, so that no
way into the log leads round it. Libraries write what they like, also what people said; of them only what is
known to be harmless is kept (see `_said` and `_told`).
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TextIO, cast
from urllib.parse import quote

from codesign_bot.config import LoggingConfig, Secret

OURS = ("codesign_bot", "codesign_discord", "codesign_matrix", "codesign_terminal")
_PLAIN_SPOKEN = ("apscheduler", "asyncio")
"""Libraries whose messages name tasks and jobs in their first line; the lines after it can quote anything."""

_MASK = "[secret]"
_SHORTEST = 4
"""A shorter secret is none, and would be taken out of every other word."""
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

_SECRETS = (
    # A key and its value: `access_token=…`, `"password": "…"`, `access_token%3D…`.
    (
        re.compile(
            r"(?i)((?:access_|refresh_|login_|id_)?token|password|passphrase|secret|authorization|api_?key)"
            r"""(["']?\s*(?:=|:|%3D)\s*["']?)(?!\[secret\])(?:bearer\s+|bot\s+|basic\s+)?[^\s"'&,;)}\]]+"""
        ),
        rf"\1\2{_MASK}",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {_MASK}"),
    # Matrix: Synapse's and the authentication service's tokens by their first letters.
    (re.compile(r"\b(?:syt|syr|syl|mat|mar|mct|mcr|mpt)_[\w.-]{6,}"), _MASK),
    # Discord: three parts of base64 for a bot; the last part of a webhook's or an interaction's address.
    (re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"), _MASK),
    (re.compile(r"(?i)((?:webhooks|interactions)/\d+/)[\w.-]+"), rf"\1{_MASK}"),
    # The private key of the log, as its file holds it.
    (re.compile(r"(?i)PRIVATE(?:\+|%2B)KEY(?:\+|%2B)[^\s'\x22]+"), _MASK),
    (re.compile(r"(://)[^\s/@:]+:[^\s/@]+@"), rf"\1{_MASK}@"),
)


class Redactor:
    """Takes secrets out of texts: the operator's own, and everything of the shape of one."""

    def __init__(self, secrets: Sequence[Secret] = ()) -> None:
        known = {form for secret in secrets for form in _forms(secret.reveal())}
        longest_first = sorted(known, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if known else None

    def __call__(self, text: str) -> str:
        """The text without them."""
        if self._known is not None:
            text = self._known.sub(_MASK, text)
        for pattern, mask in _SECRETS:
            text = pattern.sub(mask, text)
        return text


class LinesForPeople(logging.Formatter):
    """`2026-03-02T09:00:00.000Z INFO codesign_bot.app: started rooms=3`; what went wrong, indented below."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        said = [_said(record), *(f"{key}={value}" for key, value in _extras(record).items())]
        line = f"{_at(record)} {record.levelname} {record.name}: {_in_one_line(' '.join(said))}"
        below = "".join(f"\n    {_in_one_line(one)}" for one in _told(record).splitlines())
        return self._redact(line + below)


class LinesForPrograms(logging.Formatter):
    """One JSON object a line: at, level, logger, message, whatever the event names, and exception."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            **{key: _masked(value, self._redact) for key, value in _extras(record).items()},
            "at": _at(record),
            "level": record.levelname.lower(),
            "logger": self._redact(record.name),
            "message": self._redact(_said(record)),
        }
        if told := _told(record):
            entry["exception"] = self._redact(told)
        return json.dumps(entry, sort_keys=True)


class _Handler(logging.StreamHandler[TextIO]):
    """Writes lines. What cannot be written is not shown either: Python would print its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 # the name is the library's
        where = f"{record.filename}:{record.lineno}"
        self.stream.write(f"a line of the log could not be written: {where}{self.terminator}")


def set_up_logging(config: LoggingConfig, secrets: Sequence[Secret], stream: TextIO) -> None:
    """Write the log of this process to the stream, as configured. Replaces what was set up before.

    Also what nobody caught, in any thread, and Python's warnings end there. Libraries speak from `warning` on
    only: their details of requests and statements hold what people wrote.
    """
    redact = Redactor(secrets)
    handler = _Handler(stream)
    handler.setFormatter(LinesForPrograms(redact) if config.json else LinesForPeople(redact))
    level: int = getattr(logging, config.level.name)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=True)
    _catch_the_uncaught()


def _catch_the_uncaught() -> None:
    log = logging.getLogger(__name__)

    def in_the_program(kind: type[BaseException], error: BaseException, _trace: object) -> None:
        log.critical("nobody caught %s", kind.__name__, exc_info=error)

    def in_a_thread(event: threading.ExceptHookArgs) -> None:
        log.error("nobody caught %s in a thread", event.exc_type.__name__, exc_info=event.exc_value)

    def while_tidying_up(event: sys.UnraisableHookArgs) -> None:
        log.error("nobody could catch %s", event.exc_type.__name__, exc_info=event.exc_value)

    sys.excepthook = in_the_program
    threading.excepthook = in_a_thread
    sys.unraisablehook = while_tidying_up


def _said(record: logging.LogRecord) -> str:
    """The message of our own events. Of a library's, where it was written, or its first line unfilled."""
    if _is_one_of(record.name, OURS):
        return record.getMessage()
    if _is_one_of(record.name, _PLAIN_SPOKEN):
        return str(record.msg).partition("\n")[0]
    return f"{record.levelname.lower()} at {record.filename}:{record.lineno}"


def _told(record: logging.LogRecord) -> str:
    """What went wrong and where. The sentence of an error is kept only where it is ours or the system's."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return ""
    return "\n".join(line for one in _chain(error) for line in (*_frames(one), _named(one)))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """What led to an error, then the error; of a group, everything in it."""
    seen: set[int] = set()
    waiting, found = [error], list[BaseException]()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        found.append(one)
        before = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        waiting += [] if before is None else [before]
        if isinstance(one, BaseExceptionGroup):
            waiting += cast("BaseExceptionGroup[BaseException]", one).exceptions
    return reversed(found)


def _frames(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"


def _named(error: BaseException) -> str:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    return f"{name}: {error}" if _is_one_of(kind.__module__, OURS) else name


def _extras(record: logging.LogRecord) -> Mapping[str, str | int | bool | None]:
    """What an event of ours names beside its message; values of other kinds by their kind."""
    if not _is_one_of(record.name, OURS):
        return {}
    return {
        key: value if isinstance(value, str | int | None) else type(value).__name__
        for key, value in vars(record).items()
        if key not in _STANDARD
    }


def _masked(value: object, redact: Redactor) -> object:
    return redact(value) if isinstance(value, str) else value


def _is_one_of(name: str, families: Sequence[str]) -> bool:
    return name.partition(".")[0] in families


def _at(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    return at.removesuffix("+00:00") + "Z"


def _in_one_line(text: str) -> str:
    """Nobody can forge a line of the log with a line break."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)


def _forms(secret: str) -> Iterator[str]:
    """A secret as it is written, in an address, and as JSON or Python would show it."""
    if len(secret) >= _SHORTEST:
        yield from (secret, quote(secret, safe=""), json.dumps(secret)[1:-1], repr(secret)[1:-1])
