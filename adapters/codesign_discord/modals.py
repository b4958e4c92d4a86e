"""A form as Discord shows it: a modal with a label and a field for each question."""

from __future__ import annotations

from typing import Any

from codesign_bot.ports import Voice
from codesign_discord.components import Kind, Option, option
from codesign_discord.custom_ids import OfForm, written
from codesign_discord.declared import Choice, Field, Opens
from codesign_discord.limits import MOST_FIELD_LABEL, MOST_TITLE, shortened

LABEL, TEXT_INPUT = 18, 4
"""Component types (components reference)."""
SHORT, PARAGRAPH = 1, 2


def modal(opened: Opens, voice: Voice) -> dict[str, Any]:
    """The data of a callback of type 9. The same for everybody, so that two who fill it in do not meet."""
    form = opened.form
    return {
        "custom_id": written(OfForm(form.name, opened.topic, opened.about)),
        "title": shortened(voice.words(form.title, {}), MOST_TITLE),
        "components": [_labelled(one, opened.values.get(one.name, ""), voice) for one in form.fields],
    }


def _labelled(one: Field, value: str, voice: Voice) -> dict[str, Any]:
    inside = _list(one, value, voice) if one.choices else _text(one, value)
    return {"type": LABEL, "label": shortened(voice.words(one.asks, {}), MOST_FIELD_LABEL), "component": inside}


def _text(one: Field, value: str) -> dict[str, Any]:
    field: dict[str, Any] = {
        "type": TEXT_INPUT,
        "custom_id": one.name,
        "style": PARAGRAPH if one.is_long else SHORT,
        "required": one.is_required,
        "max_length": one.most,
    }
    return {**field, "value": value[: one.most]} if value else field


def _list(one: Field, value: str, voice: Voice) -> dict[str, Any]:
    return {
        "type": int(Kind.STRING_SELECT),
        "custom_id": one.name,
        "required": one.is_required,
        "min_values": int(one.is_required),
        "max_values": 1,
        "options": [_option(choice, value, voice) for choice in one.choices],
    }


def _option(choice: Choice, value: str, voice: Voice) -> Option:
    return option(voice.words(choice.says, {}), choice.typed, "", is_chosen=choice.typed == value)
