"""Each rule of Discord is noticed where it is broken, and by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.testing.discord.rules import messages
from codesign_discord.components import Message, button, message, option, rows, select, text
from codesign_discord.limits import (
    MOST_BUTTONS_IN_ROW,
    MOST_COMPONENTS,
    MOST_CUSTOM_ID,
    MOST_LABEL,
    MOST_OPTION,
    MOST_OPTIONS,
    MOST_PLACEHOLDER,
    MOST_TEXT,
    shortened,
    units,
)
from codesign_discord.rules import faults
from codesign_discord.sending import private

Broken = dict[str, Any]
Break = Callable[[Broken], None]


def whole() -> Broken:
    """A message with one of everything, which Discord takes."""
    options = [option("first", "1", "a line"), option("second", "2", "", is_chosen=True)]
    made = message(
        [
            text("words"),
            *rows([button("one", "cd1:do:-:now", is_first=True), button("two", "cd1:do:-:rules", is_off=True)]),
            select("pick", "cd1:pick:-:support", options),
        ]
    )
    return dict(made)


def inside(broken: Broken) -> list[Any]:
    parts: list[Any] = broken["components"][0]["components"]
    return parts


def test_a_message_with_one_of_everything_is_taken(described: Callable[[Message], None]) -> None:
    made = whole()
    assert faults(made) == []
    assert list(messages.check(made, known=frozenset(made))) == []
    described(made)  # type: ignore[arg-type]  # the same message as a plain dictionary


def test_a_private_message_is_taken() -> None:
    assert faults(private(message([text("x")]))) == []


def put(path: str, value: object) -> Break:
    """Set what stands at a path such as "0.content" below the parts of the box, or "flags" of the message."""

    def do(broken: Broken) -> None:
        *steps, last = path.split(".")
        target: Any = broken if not steps else inside(broken)
        for step in steps:
            target = target[int(step)] if step.isdigit() else target[step]
        target[int(last) if last.isdigit() else last] = value

    return do


def drop(path: str) -> Break:
    def do(broken: Broken) -> None:
        *steps, last = path.split(".")
        target: Any = broken if not steps else inside(broken)
        for step in steps:
            target = target[int(step)] if step.isdigit() else target[step]
        del target[last]

    return do


def append(*parts: object) -> Break:
    return lambda broken: inside(broken).extend(parts)


MANY = [dict(button(str(no), f"cd1:do:-:ideas {no}")) for no in range(40)]

BREAKS: dict[str, Break] = {
    "no flag": put("flags", 0),
    "a flag that nobody sets": put("flags", (1 << 15) | (1 << 2)),
    "a flag that is no number": put("flags", "32768"),
    "pings": put("allowed_mentions", {"parse": ["everyone"]}),
    "pings unsaid": drop("allowed_mentions"),
    "content beside components": put("content", "words"),
    "embeds beside components": put("embeds", []),
    "nothing at all": put("components", []),
    "components that are none": put("components", None),
    "an empty box": lambda broken: inside(broken).clear(),
    "a button at the top": put("components", [dict(button("x", "y"))]),
    "a box in a box": append({"type": 17, "components": [text("x")]}),
    "a list without a row": append({"type": 3, "custom_id": "x", "placeholder": "", "options": [option("a", "b", "")]}),
    "words in a row": put("1.components", [text("x")]),
    "an unknown type": append({"type": 99}),
    "a type that is no number": append({"type": "text"}),
    "an unknown key": put("0.colour", 1),
    "an unknown key in an option": put("2.components.0.options.0.emoji", "x"),
    "no words": put("0.content", ""),
    "nothing but spaces": put("0.content", " \n"),
    "words that are none": put("0.content", None),
    "too many words": put("0.content", "x" * (MOST_TEXT + 1)),
    "too many words in units": put("0.content", "\U0001f333" * (MOST_TEXT // 2 + 1)),
    "too many words together": append(text("x" * (MOST_TEXT - 4))),
    "no label": put("1.components.0.label", ""),
    "a label too long": put("1.components.0.label", "x" * (MOST_LABEL + 1)),
    "no custom id": drop("1.components.0.custom_id"),
    "a custom id too long": put("1.components.0.custom_id", "x" * (MOST_CUSTOM_ID + 1)),
    "one custom id twice": put("1.components.0.custom_id", "cd1:do:-:rules"),
    "one custom id for a button and a list": put("1.components.0.custom_id", "cd1:pick:-:support"),
    "six buttons": put("1.components", MANY[: MOST_BUTTONS_IN_ROW + 1]),
    "an empty row": put("1.components", []),
    "a button beside a list": lambda broken: inside(broken)[2]["components"].append(dict(button("x", "y"))),
    "no options": put("2.components.0.options", []),
    "too many options": put("2.components.0.options", [option(str(no), str(no), "") for no in range(MOST_OPTIONS + 1)]),
    "one value twice": put("2.components.0.options.1.value", "1"),
    "two chosen": put("2.components.0.options.0.default", True),
    "an option without words": put("2.components.0.options.0.label", ""),
    "an option too long": put("2.components.0.options.0.label", "x" * (MOST_OPTION + 1)),
    "an empty description": put("2.components.0.options.0.description", ""),
    "a description too long": put("2.components.0.options.0.description", "x" * (MOST_OPTION + 1)),
    "a placeholder too long": put("2.components.0.placeholder", "x" * (MOST_PLACEHOLDER + 1)),
    "too many components": lambda broken: inside(broken).extend(
        {"type": 1, "components": [one]} for one in MANY[: MOST_COMPONENTS // 2]
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_rule_is_noticed(name: str) -> None:
    broken = whole()
    BREAKS[name](broken)
    assert faults(broken), name


@pytest.mark.parametrize("name", ["too many words", "six buttons", "one custom id twice", "too many components"])
def test_one_thing_wrong_is_one_fault(name: str) -> None:
    broken = whole()
    BREAKS[name](broken)
    found = faults(broken)
    assert len(found) == (2 if name == "too many words" else 1), found


@pytest.mark.parametrize("count", [MOST_COMPONENTS, MOST_COMPONENTS + 1])
def test_forty_components_are_taken_and_no_more(count: int) -> None:
    made = message([text("x") for _ in range(count - 1)])
    assert bool(faults(made)) is (count > MOST_COMPONENTS)


@pytest.mark.parametrize("length", [MOST_TEXT, MOST_TEXT + 1])
def test_four_thousand_letters_are_taken_and_no_more(length: int) -> None:
    half = length // 2
    assert bool(faults(message([text("x" * half), text("y" * (length - half))]))) is (length > MOST_TEXT)


# -------------------------------------------------------------------------------------------------- lengths


@given(st.text(max_size=40), st.integers(1, 30))
def test_words_are_cut_to_what_fits_and_no_more(words: str, most: int) -> None:
    cut = shortened(words, most)
    assert units(cut) <= most
    if units(words) <= most:
        assert cut == words
    else:
        assert cut.endswith("…")
        assert words.startswith(cut[:-1])
        assert units(cut) >= min(most, units(words)) - 2 - (len(words[: most - 1]) - len(words[: most - 1].rstrip()))


@given(st.text(max_size=40))
def test_units_are_those_of_utf_16(words: str) -> None:
    clean = words.encode("utf-16-le", "ignore")
    assert units(words) >= len(clean) // 2
    assert units("\U0001f333a") == 3


def test_labels_and_options_are_cut_and_empty_descriptions_left_out() -> None:
    assert len(button("x" * 200, "id")["label"]) == MOST_LABEL
    made = option("x" * 200, "1", "y" * 200)
    assert (len(made["label"]), len(made.get("description", ""))) == (MOST_OPTION, MOST_OPTION)
    assert option("x", "1", "") == {"label": "x", "value": "1"}
    placed = select("x" * 200, "id", [made])["components"][0]
    assert placed["type"] == 3
    assert len(placed["placeholder"]) == MOST_PLACEHOLDER


def test_buttons_stand_five_in_a_row() -> None:
    made = rows([button(str(no), str(no)) for no in range(12)])
    assert [len(row["components"]) for row in made] == [5, 5, 2]
    assert rows([]) == []
