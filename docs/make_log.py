"""Writes docs/log.md from the JSON Schema of the entries: every kind of entry with every fact it holds.

    .venv/bin/python docs/make_log.py

A test fails when the file is not what this program writes.
"""

# ruff: noqa: INP001 # a program beside the pages it writes, run by its path

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import cast

from codesign_bot.log.kinds import OF_COMMUNITIES, OF_ROUNDS, POWER, PRESSING
from codesign_bot.log.leaf import VERSION

PAGE = Path(__file__).with_name("log.md")
SCHEMA = f"schema/entry-{VERSION}.json"

Schema = Mapping[str, object]

HEAD = f"""\
# What stands in the log

<!-- Written by docs/make_log.py from codesign_bot/log/{SCHEMA}. Change the schema there, then run it. -->

Each line of `log.jsonl` is one entry of one kind. [Check the log yourself](verify.md) says what an entry is and how it
is hashed. This page lists every kind, with the facts that an entry of it holds. The JSON Schema says the same for
programs.

A name such as `idea.no` means the fact `no` within the fact `idea`. `ideas[].no` is there for each one in a list. Where
the last column says *not always*, the fact can be left out; a fact that is always there can still be `null`.

- *words* are somebody's: only their commitment stands there, and `words.jsonl` opens it.
- *an act's name* begins with `p-`, *a voice's name* with `v-`: how a person stands in the log of one round.
- *an instant* is in UTC, such as `2026-11-23T12:00:00Z`. *A day* is such as `2026-11-23`.
- Idea numbers and all other numbers are whole.

Entries marked *power* tell of an act with the right of an organiser or an operator. Those marked *signed at once* get a
checkpoint within a minute, and not only within a day.
"""

OF_A_COMMUNITY = """\
## About a community

In these entries `round` and `topic` are `null`.
"""

OF_A_ROUND = """\
## About a round
"""

NAMED = {
    "committed": "words",
    "commitment": "SHA-256 in hex",
    "instant": "an instant",
    "day": "a day",
    "act_name": "an act's name",
    "voice_name": "a voice's name",
}
"""What is said of a definition that has no facts of its own."""

TYPES = {"string": "a text", "boolean": "true or false"}


def page() -> str:
    """The whole page as it has to stand in the file."""
    schema = cast("Schema", json.loads(resources.files("codesign_bot.log").joinpath(SCHEMA).read_text("utf-8")))
    kinds = _inner(_inner(schema, "$defs"), "facts")
    parts = [HEAD]
    for head, named in ((OF_A_COMMUNITY, OF_COMMUNITIES), (OF_A_ROUND, OF_ROUNDS)):
        parts.append(head)
        parts += ["\n".join(_kind(kind, _inner(kinds, kind), schema)) for kind in kinds if kind in named]
    return "\n".join(parts)


def _kind(kind: str, facts: Schema, schema: Schema) -> Iterator[str]:
    yield from (f"### {kind}", "")
    marks = [word for word, marked in (("power", POWER), ("signed at once", PRESSING)) if kind in marked]
    yield f"{facts['description']} *{', '.join(marks)}*".removesuffix(" **")
    yield ""
    rows = list(_facts(facts, schema, ""))
    if rows:
        yield from ("| fact | what it is | there |", "|---|---|---|")
        yield from (
            f"| `{name}` | {what} | {'always' if is_always else 'not always'} |" for name, what, is_always in rows
        )
    else:
        yield "It holds no facts."
    yield ""


def _facts(whole: Schema, schema: Schema, path: str) -> Iterator[tuple[str, str, bool]]:
    """The facts in an object, with those within them: by path, what each is, and whether it is always there."""
    required = cast("list[str]", whole.get("required", []))
    for name, one in _inner(whole, "properties").items():
        found, may_be_null = _without_null(_resolved(cast("Schema", one), schema))
        where = f"{path}{name}"
        what = _what(found)
        yield where, f"{what}, or `null`" if may_be_null else what, name in required
        yield from _within(found, schema, where)


def _within(found: Schema, schema: Schema, where: str) -> Iterator[tuple[str, str, bool]]:
    if found.get("type") == "object" and "named" not in found and "properties" in found:
        yield from _facts(found, schema, f"{where}.")
    if found.get("type") == "array":
        each = _resolved(_inner(found, "items"), schema)
        yield from _within(each, schema, f"{where}[]")


def _what(found: Schema) -> str:
    if "named" in found:
        return str(found["named"])
    if "const" in found:
        return f"always `{found['const']}`"
    if "enum" in found:
        return "one of " + ", ".join(f"`{one}`" for one in cast("list[str]", found["enum"]))
    said = found.get("description")
    match found.get("type"):
        case "array":
            return f"a list of {_plural(_inner(found, 'items'))}"
        case "integer":
            return _lower(said) if said else f"a number from {found['minimum']} on"
        case "object":
            return "facts by name" if "properties" in found else "numbers by name"
        case kind:
            return TYPES[str(kind)]


def _plural(each: Schema) -> str:
    if each.get("$ref") == "#/$defs/commitment":
        return "commitments"
    if each.get("$ref") == "#/$defs/committed":
        return "words"
    if each.get("type") == "array":
        return "pairs of numbers"
    return {"integer": "numbers", "string": "texts"}.get(str(each.get("type")), "facts by name")


def _lower(said: object) -> str:
    text = str(said).rstrip(".")
    return text[:1].lower() + text[1:]


def _resolved(one: Schema, schema: Schema) -> Schema:
    """The same with what it refers to put in its place."""
    if "anyOf" in one:
        choices = [dict(_resolved(choice, schema)) for choice in cast("list[Schema]", one["anyOf"])]
        return {"anyOf": choices}
    if "$ref" not in one:
        return one
    name = str(one["$ref"]).rpartition("/")[2]
    found = _inner(_inner(schema, "$defs"), name)
    return {**found, "named": NAMED[name]} if name in NAMED else found


def _without_null(one: Schema) -> tuple[Schema, bool]:
    if "anyOf" not in one:
        return one, False
    choices = [choice for choice in cast("list[Schema]", one["anyOf"]) if choice != {"type": "null"}]
    (found,) = choices
    return found, True


def _inner(whole: Schema, key: str) -> Schema:
    return cast("Schema", whole.get(key, {}))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
