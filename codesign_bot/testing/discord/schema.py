"""Discord's own OpenAPI document as a judge of both sides: what clients send, and what the simulator answers.

One normalisation, measured to be enough for discord.py: whole numbers where the document wants ids as text, which
Discord accepts. Needs `jsonschema-rs`; without it, or without the document, only the hand-written rules hold.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from codesign_bot.testing.discord.errors import Fault
from codesign_bot.testing.discord.wire import Json

if TYPE_CHECKING:
    from jsonschema_rs import Registry, ValidationError, Validator

ID_KEYS = frozenset(
    {"id", "recipient_id", "parent_id", "channel_id", "guild_id", "message_id", "user_id", "creator_id"}
)
ID_LISTS = frozenset({"users", "roles", "sticker_ids", "applied_tags"})
_NO_IDS_INSIDE = frozenset({"components"})
"""The ids of components are numbers."""


class SchemaUnavailable(Exception):
    """`jsonschema-rs` is not installed, or the document is not there."""


def with_ids_as_text(value: object, *, is_id: bool = False) -> object:
    """The same JSON, ids of messages, channels, people and the like written as text."""
    if isinstance(value, Mapping):
        return {
            key: inner if key in _NO_IDS_INSIDE else with_ids_as_text(inner, is_id=key in ID_KEYS or key in ID_LISTS)
            for key, inner in cast(Mapping[str, object], value).items()
        }
    if isinstance(value, list):
        return [with_ids_as_text(inner, is_id=is_id) for inner in cast("list[object]", value)]
    return str(value) if is_id and isinstance(value, int) and not isinstance(value, bool) else value


class Schema:
    """`unchecked`: requests that are let through, each as "POST /channels/{channel_id}/messages"."""

    def __init__(self, document: Json | Path, unchecked: Collection[str] = ()) -> None:
        self.unchecked = set(unchecked)
        self._document = _corrected(_read(document) if isinstance(document, Path) else document)
        self._judges: dict[tuple[str, ...], Validator | None] = {}
        self._registry = _registry(self._document)

    def wrong_request(self, method: str, path: str, body: object) -> tuple[Fault, ...]:
        """What the document finds wrong with the JSON of a request."""
        if f"{method} {path}" in self.unchecked:
            return ()
        judge = self._judge(("paths", path, method.lower(), "requestBody", "content", "application/json", "schema"))
        return _faults(judge, with_ids_as_text(body)) if judge else ()

    def wrong_response(self, method: str, path: str, status: int, body: object) -> tuple[Fault, ...]:
        """What it finds wrong with an answer. An answer the document knows nothing of is wrong, too."""
        if f"{method} {path}" in self.unchecked:
            return ()
        operation = self._document["paths"].get(path, {}).get(method.lower())
        if operation is None:
            return (Fault((), "UNKNOWN_PATH", f"the document has no {method} {path}"),)
        where = _where(operation, path, method, status)
        if where is None:
            return (Fault((), "UNKNOWN_STATUS", f"the document has no {status} for {method} {path}"),)
        judge = self._judge((*where, "content", "application/json", "schema"))
        if judge is None:
            return () if body is None else (Fault((), "BODY", "there should be no body"),)
        return _faults(judge, body)

    def _judge(self, where: tuple[str, ...]) -> Validator | None:
        if where not in self._judges:
            self._judges[where] = self._compiled(where)
        return self._judges[where]

    def _compiled(self, where: tuple[str, ...]) -> Validator | None:
        import jsonschema_rs  # noqa: PLC0415 # optional: whoever gives no document needs no validator

        node: Json = self._document
        for step in where:
            if step not in node:
                return None
            node = node[step]
        schema: Json = {"$schema": _DIALECT, "$ref": f"{_HOME}#/{'/'.join(map(_step, where))}"}
        return jsonschema_rs.validator_for(schema, registry=self._registry, offline=True, mask="It")


_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_HOME = "urn:discord:openapi"


def _step(name: str) -> str:
    """As a step of a JSON pointer in a fragment."""
    return quote(name.replace("~", "~0").replace("/", "~1"), safe="~@")


def _where(operation: Json, path: str, method: str, status: int) -> tuple[str, ...] | None:
    """The steps to what the document says of an answer, which may be shared by many."""
    for key in (str(status), f"{status // 100}XX"):
        if key in operation["responses"]:
            shared = operation["responses"][key].get("$ref")
            return (
                tuple(shared.removeprefix("#/").split("/"))
                if shared
                else ("paths", path, method.lower(), "responses", key)
            )
    return None


def _corrected(document: Json) -> Json:
    """Where the document contradicts the documentation, which wins by its own word.

    The code of a fault in a form is a word such as BASE_TYPE_REQUIRED (docs, API Reference, "Error Messages"); the
    document gives it the whole number of a refusal.
    """
    schemas = document["components"]["schemas"]
    error: Json = schemas.get("Error") or {"properties": {}}
    code = error["properties"] | {"code": {"type": ["integer", "string"]}}
    components = document["components"] | {"schemas": schemas | {"Error": error | {"properties": code}}}
    return document | {"components": components}


@cache
def _read(path: Path) -> Json:
    if not path.exists():
        raise SchemaUnavailable(f"there is no {path}")
    return cast(Json, json.loads(path.read_bytes()))


def _registry(document: Json) -> Registry:
    try:
        import jsonschema_rs  # noqa: PLC0415 # as above
    except ImportError as error:
        raise SchemaUnavailable("jsonschema-rs is not installed") from error
    return jsonschema_rs.Registry([(_HOME, document)], draft=jsonschema_rs.Draft202012)


def _faults(judge: Validator, body: object) -> tuple[Fault, ...]:
    if judge.is_valid(body):
        return ()
    return tuple(fault for error in judge.iter_errors(body) for fault in _told(error))


def _told(error: ValidationError) -> Iterator[Fault]:
    """Where several shapes are allowed, what is wrong with the one that was most likely meant."""
    branches: list[list[ValidationError]] = getattr(error.kind, "context", None) or []
    meant = min(branches, key=_distance) if branches else []
    if not meant:
        yield Fault(tuple(error.instance_path), "SCHEMA", error.message[:_MOST_TOLD])
    for one in meant:
        yield from _told(one)


_MOST_TOLD = 200


def _distance(errors: list[ValidationError]) -> tuple[bool, int]:
    """A shape of another type was not meant."""
    is_other = any(error.instance_path[-1:] == ["type"] for error in errors)
    return is_other or any(error.kind.name == "type" for error in errors), len(errors)
