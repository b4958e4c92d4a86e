"""What members type in each step of a round, by the dice of their village."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codesign_bot.testing.year.folk import Village, Villager
    from codesign_bot.testing.year.topic import Topic


def _proposed(_village: Village, _one: Villager, topic: Topic) -> Iterator[str]:
    yield f"!topic second {topic.no}"


def _joins(one: Villager, topic: Topic) -> Iterator[str]:
    if one.name not in topic.joined:
        yield f"!join #{topic.no}"


def _framing(village: Village, one: Villager, topic: Topic) -> Iterator[str]:
    yield from _joins(one, topic)
    yield village.dice.choice(
        [
            f"!frame #{topic.no} {village.word(one, 'Problem')}",
            f"!frame #{topic.no} {village.word(one, 'Problem')}",
            f"!question #{topic.no} {village.word(one, 'How might we')}",
            f"!support #{topic.no} {village.dice.randrange(1, 4)}",
            f"!idea #{topic.no} {village.word(one, 'Early idea')}",
        ]
    )


def _confirming(village: Village, one: Villager, topic: Topic) -> Iterator[str]:
    yield from _joins(one, topic)
    objects = f"!object #{topic.no} {village.word(one, 'It misses the point')}"
    yield objects if village.dice.random() < 0.05 else f"!consent #{topic.no}"


def _ideas(village: Village, one: Villager, topic: Topic) -> Iterator[str]:
    yield from _joins(one, topic)
    own = [no for no, idea in topic.ideas.items() if idea.by == one.name]
    if own and village.dice.random() < 0.3:
        no = village.dice.choice(own)
        yield village.dice.choice(
            [
                f"!idea #{topic.no} edit {no} {village.word(one, 'Better idea')}",
                f"!idea #{topic.no} withdraw {no}",
                f"!idea #{topic.no} build {max(topic.ideas)} {village.word(one, 'More')}",
            ]
        )
    else:
        yield f"!idea #{topic.no} {village.word(one, 'Idea')}"


def _sorting(village: Village, _one: Villager, topic: Topic) -> Iterator[str]:
    if len(topic.ideas) > 1 and village.dice.random() < 0.3:
        keep, join = village.dice.sample(sorted(topic.ideas), 2)
        yield village.dice.choice([f"!merge #{topic.no} {keep} {join}", f"!merge #{topic.no} yes {keep} {join}"])


def _voting(village: Village, one: Villager, topic: Topic) -> Iterator[str]:
    yield from _joins(one, topic)
    some = village.dice.sample(sorted(topic.ideas), min(len(topic.ideas), village.dice.randrange(1, 4)))
    chance = village.dice.random()
    if chance < 0.05:
        yield f"!vote #{topic.no} clear"
    elif chance < 0.25 and some:
        yield f"!vote #{topic.no} set {some[0]}:{village.dice.randrange(3)}"
    elif some:
        yield f"!vote #{topic.no} " + " ".join(f"{no}:{village.dice.choice([1, 1, 2])}" for no in some)


def _cooling_off(village: Village, one: Villager, topic: Topic) -> Iterator[str]:
    chance = village.dice.random()
    if chance < 0.1:
        yield f"!object #{topic.no} {village.word(one, 'We were few')}"
    elif chance < 0.2:
        yield f"!minority #{topic.no} {village.word(one, 'Some of us think otherwise')}"


def _feedback(village: Village, _one: Villager, topic: Topic) -> Iterator[str]:
    for no in topic.chosen[:2]:
        yield f"!feedback #{topic.no} {no} {village.dice.choice(['agree', 'disagree', 'pass'])}"


def _follow_up(village: Village, one: Villager, topic: Topic) -> Iterator[str]:
    if not topic.chosen:
        return
    no, chance = village.dice.choice(topic.chosen), village.dice.random()
    if chance < 0.1:
        yield f"!progress #{topic.no} {no} {village.word(one, 'Some news')}"
    elif chance < 0.2:
        yield f"!progress #{topic.no} {no} done"
    elif chance < 0.5:
        yield f"!confirm #{topic.no} {no}"
    elif chance < 0.55:
        yield f"!dispute #{topic.no} {no} {village.word(one, 'It is not there')}"


def nothing(_: Village, _one: Villager, _topic: Topic) -> Iterator[str]:
    """There is nothing to do in this step."""
    return iter(())


WISHES: Mapping[str, Callable[[Village, Villager, Topic], Iterator[str]]] = {
    "proposed": _proposed,
    "framing": _framing,
    "confirming": _confirming,
    "ideas": _ideas,
    "sorting": _sorting,
    "voting": _voting,
    "runoff": _voting,
    "cooling_off": _cooling_off,
    "feedback": _feedback,
    "follow_up": _follow_up,
}
