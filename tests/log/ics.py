"""Reads iCalendar files by the text of RFC 5545 alone, and is strict: what it does not know is a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

# 3.1: contentline = name *(";" param ) ":" value CRLF
_LINE = re.compile(
    r"(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z-]+=[^;:,\"\x00-\x1f]+)*):(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
_ONCE = ("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP")


@dataclass(slots=True)
class Entry:
    """One VEVENT: its values by name, and the parameters of those that have any."""

    values: dict[str, str] = field(default_factory=dict[str, str])
    parameters: dict[str, str] = field(default_factory=dict[str, str])

    def text(self, name: str) -> str:
        """A TEXT value (3.3.11)."""
        return unescaped(self.values[name])

    def when(self, name: str) -> datetime | date:
        """A DATE (3.3.4), or a DATE-TIME in UTC (3.3.5, form 2)."""
        value = self.values[name]
        if self.parameters.get(name) == ";VALUE=DATE":
            assert re.fullmatch(r"\d{8}", value), value
            return date(int(value[:4]), int(value[4:6]), int(value[6:]))
        assert self.parameters.get(name, "") == "", self.parameters
        assert re.fullmatch(r"\d{8}T\d{6}Z", value), value
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def unescaped(value: str) -> str:
    """The words of a TEXT value. A bare comma or semicolon, or a stroke before anything else, is a fault."""
    words, at = "", 0
    while at < len(value):
        sign = value[at]
        assert sign not in ",;", value
        if sign == "\\":
            at += 1
            sign = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\"}[value[at]]
        words += sign
        at += 1
    return words


def unfolded(data: bytes) -> list[str]:
    """The lines of a file: each ends with CRLF, none has more than 75 octets (3.1), and no sign is cut in two."""
    assert data.endswith(b"\r\n")
    lines: list[str] = []
    for raw in data[:-2].split(b"\r\n"):
        assert len(raw) <= 75, raw
        assert b"\r" not in raw
        assert b"\n" not in raw
        line = raw.decode("utf-8")
        if line.startswith((" ", "\t")):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def parsed(data: bytes) -> list[Entry]:
    """The entries of a calendar (3.4, 3.6, 3.6.1). Fails where the file breaks a rule, or holds anything else."""
    lines = [_LINE.fullmatch(line) or line for line in unfolded(data)]
    pairs: list[tuple[str, str, str]] = []
    for line in lines:
        assert not isinstance(line, str), line
        pairs.append((line["name"], line["params"], line["value"]))
    assert pairs[0] == ("BEGIN", "", "VCALENDAR")
    assert pairs[-1] == ("END", "", "VCALENDAR")
    entries: list[Entry] = []
    head: dict[str, str] = {}
    now: Entry | None = None
    for name, parameters, value in pairs[1:-1]:
        if (name, value) == ("BEGIN", "VEVENT"):
            assert now is None
            now = Entry()
        elif (name, value) == ("END", "VEVENT"):
            assert now is not None
            assert set(now.values) == set(_ONCE), now
            entries.append(now)
            now = None
        elif now is None:
            assert name not in head
            head[name] = value
        else:
            assert name not in now.values, name
            now.values[name] = value
            if parameters:
                now.parameters[name] = parameters
    assert head == {
        "VERSION": "2.0",
        "PRODID": "-//codesign-bot//dates of rounds//EN",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
    }
    uids = [one.values["UID"] for one in entries]
    assert len(set(uids)) == len(uids)
    return entries
