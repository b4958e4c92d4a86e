"""Filling in a form as an app lets somebody do it, and refusing what an app would refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from codesign_bot.testing.discord.media import Upload
from codesign_bot.testing.discord.model import Form
from codesign_bot.testing.discord.wire import ComponentKind, Json, objects

Value = str | bool | Sequence[str] | Upload | None


class FormRefused(AssertionError):
    """The app would not send the form in; the message says why."""


@dataclass(slots=True)
class Filled:
    """What is sent: the fields with their values, and the files by the ids they were given."""

    components: list[Json]
    files: dict[str, Upload] = field(default_factory=dict[str, Upload])


def slug(words: str) -> str:
    """A label as a name in Python: "What happens?" becomes `what_happens`."""
    return re.sub(r"\W+", "_", words.lower()).strip("_")


@dataclass(frozen=True, slots=True)
class _Field:
    component: Json
    label: str

    @property
    def names(self) -> set[str]:
        custom_id = str(self.component["custom_id"])
        return {custom_id, custom_id.lower(), self.label, slug(self.label), slug(custom_id)}


def fields(form: Form) -> Iterator[_Field]:
    """The fields of a form with their labels, in order."""
    for one in form.components:
        if one["type"] == ComponentKind.LABEL:
            yield _Field(one["component"], str(one["label"]))
        for held in objects(one.get("components")):
            yield _Field(held, str(held.get("label") or ""))


def filled(form: Form, values: Mapping[str, Value]) -> Filled:
    """With these values; a field is named by its label, its slug, or its custom id. Raises FormRefused."""
    every = list(fields(form))
    left = {name: value for name, value in values.items() if not any(name in one.names for one in every)}
    if left:
        known = ", ".join(slug(one.label) or str(one.component["custom_id"]) for one in every)
        raise FormRefused(f'the form "{form.title}" has no field {", ".join(left)}; it has {known}')
    result = Filled([])
    for one in form.components:
        result.components.append(_answered(one, values, result))
    return result


def _answered(one: Json, values: Mapping[str, Value], result: Filled) -> Json:
    shown: Json = {"type": one["type"], "id": one["id"]}
    if one["type"] == ComponentKind.LABEL:
        shown["component"] = _field(_Field(one["component"], str(one["label"])), values, result)
    if one["type"] == ComponentKind.ROW:
        held = [_Field(inner, str(inner.get("label") or "")) for inner in objects(one["components"])]
        shown["components"] = [_field(inner, values, result) for inner in held]
    return shown


def _field(one: _Field, values: Mapping[str, Value], result: Filled) -> Json:
    component = one.component
    given = [value for name, value in values.items() if name in one.names]
    shown: Json = {"type": component["type"], "id": component["id"], "custom_id": component["custom_id"]}
    match component["type"]:
        case ComponentKind.TEXT_INPUT:
            return shown | {"value": _text(one, given[0] if given else component.get("value") or "")}
        case ComponentKind.CHECKBOX:
            return shown | {"value": bool(given[0] if given else component.get("default"))}
        case ComponentKind.RADIO_GROUP:
            chosen = _chosen(one, given, most=1)
            return shown | {"value": chosen[0] if chosen else None}
        case ComponentKind.FILE_UPLOAD:
            return shown | {"values": _files(one, given, result)}
        case ComponentKind.STRING_SELECT | ComponentKind.CHECKBOX_GROUP:
            return shown | {"values": _chosen(one, given, most=component.get("max_values") or 25)}
        case _:
            return shown | {"values": [str(value) for value in _listed(given)]}


def _is_required(one: _Field) -> bool:
    return one.component.get("required", True) is not False


def _text(one: _Field, value: Value) -> str:
    text = str(value)
    least, most = one.component.get("min_length") or 0, one.component.get("max_length") or 4000
    if not text and _is_required(one):
        raise FormRefused(f'"{one.label}" must be filled in')
    if text and not least <= len(text) <= most:
        raise FormRefused(f'"{one.label}" takes {least} to {most} characters, not {len(text)}')
    return text


def _chosen(one: _Field, given: Sequence[Value], *, most: int) -> list[str]:
    """The values of the options that were named by label or value; without any, those chosen at the start."""
    options = objects(one.component["options"])
    if not given:
        chosen = [str(option["value"]) for option in options if option.get("default")]
    else:
        by_name = {str(option[key]): str(option["value"]) for option in options for key in ("value", "label")}
        unknown = [name for name in _listed(given) if name not in by_name]
        if unknown:
            raise FormRefused(f'"{one.label}" does not offer {", ".join(unknown)}, but {", ".join(by_name)}')
        chosen = [by_name[name] for name in _listed(given)]
    least = one.component.get("min_values") or 1
    if _is_required(one) and len(chosen) < least:
        raise FormRefused(f'"{one.label}" wants at least {least} chosen')
    if len(chosen) > most:
        raise FormRefused(f'"{one.label}" lets at most {most} be chosen')
    return chosen


def _listed(given: Sequence[Value]) -> list[str]:
    value = given[0] if given else None
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(one) for one in value] if isinstance(value, Sequence) else []


def _files(one: _Field, given: Sequence[Value], result: Filled) -> list[str]:
    uploads = [value for value in given if isinstance(value, Upload)]
    if not uploads and _is_required(one):
        raise FormRefused(f'"{one.label}" wants a file')
    for upload in uploads:
        result.files[str(len(result.files))] = upload
    return list(result.files)
