"""What only shows when texts are laid side by side: names that lead nowhere, and languages that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from codesign_bot.messages.texts import Text, listed


def faults_of_references(texts: Mapping[str, Text]) -> Iterator[str]:
    known = set(texts) | {
        f"{name}.{attribute.id.name}" for name, text in texts.items() for attribute in text.entry.attributes
    }
    for text in texts.values():
        for name in sorted(text.references - known):
            yield f"{text.where}: {text.name}: there is no text {name}"
    try:
        TopologicalSorter(_graph(texts)).prepare()
    except CycleError as error:
        circle = error.args[1]
        yield f"{texts[circle[0]].where}: these name each other in a circle: {', '.join(circle)}"


def _graph(texts: Mapping[str, Text]) -> dict[str, set[str]]:
    return {name: {other.split(".")[0] for other in text.references} for name, text in texts.items()}


def with_all_needs(texts: Mapping[str, Text]) -> dict[str, Text]:
    """The same texts; what a message needs now includes what the messages it names need."""
    complete: dict[str, Text] = {}
    graph = _graph(texts)
    for name in TopologicalSorter(graph).static_order():
        text = texts[name]
        named = [complete[other] for other in graph[name]]
        complete[name] = replace(
            text,
            arguments=text.arguments.union(*(other.arguments for other in named)),
            numbers=text.numbers.union(*(other.numbers for other in named)),
        )
    return complete


def faults_between(language: str, texts: Mapping[str, Text], standard: Mapping[str, Text]) -> Iterator[str]:
    for name, text in texts.items():
        if name.startswith("-"):
            continue  # a language may have terms of its own
        if name not in standard:
            yield f"{text.where}: {name}: no text of the bot goes by this name"
        elif text.arguments != standard[name].arguments:
            wanted = standard[name]
            yield (
                f"{text.where}: {name}: has {listed(text.arguments)}, but {listed(wanted.arguments)} at {wanted.where}"
            )
    for name in sorted(standard.keys() - texts.keys()):
        if not name.startswith("-"):
            yield f"{language}: {name} is missing; it stands at {standard[name].where}"
