"""The templates a community can choose from: those that come with the bot and the operator's own.

A template is a TOML file; its name is the name of the file. Every key is a field of `core.rules.Template`,
and a missing key has that field's default. Lengths are words: "7 days", "36 hours", "90 seconds".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import time, timedelta
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from codesign_bot.core.counting.result import TieStep
from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.phases import WINDOWED, Phase
from codesign_bot.core.rules import Template, TemplateFault, check_template
from codesign_bot.core.windows import Night
from codesign_bot.errors import ConfigError
from codesign_bot.names import nearest
from codesign_bot.toml import Mistake, Mistakes, Table, choice, each, number, read_file, text, truth

__all__ = ["load_templates", "nearest", "template_folders"]

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LENGTH = re.compile(r"(\d{1,5}) (second|minute|hour|day|week)s?", re.ASCII)
_UNITS: Mapping[str, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_LONGEST = timedelta(days=3652)


def template_folders(own: Path | None = None) -> tuple[Path, ...]:
    """Where `load_templates` looks: the operator's own folder first, then what comes with the bot."""
    shipped = Path(str(files("codesign_bot"))) / "templates"
    return (shipped,) if own is None else (own, shipped)


def load_templates(directories: Sequence[Path]) -> Mapping[str, Template]:
    """Every template by its name, in the order of names. One in an earlier directory replaces a later one's.

    Raises `ConfigError`, naming file and key, for everything that is wrong with any of them.
    """
    found: dict[str, Template] = {}
    faults: list[str] = []
    for directory in reversed(directories):
        for path in sorted(directory.glob("*.toml")):
            try:
                found[path.stem] = load_template(path)
            except ConfigError as fault:
                faults.append(str(fault))
    if faults:
        raise ConfigError("\n".join(faults))
    return MappingProxyType(dict(sorted(found.items())))


def load_template(path: Path) -> Template:
    """The template in one file. Raises `ConfigError` for all that is wrong with it."""
    mistakes = Mistakes(path)
    table = Table("", read_file(path), mistakes)
    if _NAME.fullmatch(path.stem) is None:
        mistakes.note("the name of the file", "small letters, digits and single dashes are needed")
    windows = _windows(table)
    night = _night(table) if table.has("night") else None
    # One bag of keyword arguments: each reader below gives what the field of its name is declared as.
    given: dict[str, Any] = {key: table.optional(key, read, None) for key, read in _FIELDS.items()}
    table.close()
    mistakes.raise_if_any()
    chosen = {key: value for key, value in given.items() if value is not None}
    if night is not None:
        chosen["night"] = night
    try:
        template = Template(name=path.stem, windows=windows, **chosen)
        check_template(template)
    except TemplateFault as fault:
        raise ConfigError(f"{path}:\n  {fault}") from fault
    return template


def length(value: object) -> timedelta:
    """A length such as "7 days" or "1 hour"."""
    match = _LENGTH.fullmatch(text(value).strip())
    if match is None:
        raise Mistake('a length such as "7 days", "36 hours" or "90 seconds" is needed')
    found = int(match[1]) * _UNITS[match[2]]
    if found > _LONGEST:
        raise Mistake("no more than ten years are possible")
    return found


def _time_of_day(value: object) -> time:
    if type(value) is not time:
        raise Mistake("a time of day such as 22:00:00, without quotes, is needed")
    return value


def _windows(table: Table) -> Mapping[Phase, timedelta]:
    windows = table.table("windows")
    found = {phase: windows.required(phase.value, length, timedelta(0)) for phase in WINDOWED}
    windows.close()
    return found


def _night(table: Table) -> Night:
    night = table.table("night")
    found = Night(
        begins=night.required("begins", _time_of_day, time(0)),
        ends=night.required("ends", _time_of_day, time(0)),
    )
    night.close()
    return found


_FIELDS: Mapping[str, Callable[[object], Any]] = {
    "is_practice": truth,
    "seconders": number(1),
    "places": number(1),
    "rule": choice(Rule),
    "chain": each(choice(TieStep)),
    "dots": number(1),
    "cap": number(1),
    "ideas_each": number(1),
    "alone_first": length,
    "heard_floor": number(1),
    "heard_percent": number(1, 100),
    "extensions_most": number(0),
    "request_window": length,
    "merge_window": length,
    "checks": each(length),
    "done_confirmations": number(1),
    "done_undisputed": length,
}
