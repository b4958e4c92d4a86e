"""Writes docs/life-cycle.md from the tables in `codesign_bot.core.phases`: a picture, and a text that says the same.

    .venv/bin/python docs/make_life_cycle.py

A test fails when the file is not what this program writes.
"""

# ruff: noqa: INP001 # a program beside the pages it writes, run by its path

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from codesign_bot.core.phases import BY_TIME, ENDED, IN_A_PAUSE, LEAST, MAY, TRANSITIONS, WINDOWED, Act, Phase

PAGE = Path(__file__).with_name("life-cycle.md")

HEAD = """\
# The life cycle of a round

<!-- Written by docs/make_life_cycle.py from codesign_bot/core/phases.py. Change the tables there, then run it. -->

A round is in exactly one step, and moves only along the arrows below. An arrow marked *time* is taken by the clock
alone, when the step is over. An arrow marked *people* needs somebody to do something. No arrow leads back: a question
that is reopened is a new round.

Some arrows need a word:

- *Confirming* is followed by another confirming when an objection brought other words for the question. Where there are
  none yet, the step first gets more time to find some: half its length, and a day at least, once for each asking.
  People are asked three times at most, so that nobody can stop a round for ever. Then the question goes on, the room is
  told which objections were not met, and they stay in the log.
- *Voting* is followed by another voting when there were more than 24 ideas, too many for one ballot. The first vote is
  on several lists. Each list sends its most supported ideas; dots part ideas with as many supporters. Ideas that are
  level at the cut go on together where the ballot has room for all of them, else none of them does. Where nothing can
  be told apart, the first vote was the vote.
- *Sorting* goes straight to the outcome when no idea was given, and so does *cooling off* when no idea was chosen.
- A round is *withdrawn* only by a request that the participants let pass.
- A topic that too few people second is *expired*.
- A step can be *paused*, once, for 1 to 14 days, by a request that the participants let pass. It is no step of its own:
  the step stands still, its end moves by the length of the pause, and it goes on by itself. A practice has no pause.

The picture is drawn by pages that know Mermaid. The table below it says the same in words.
"""

STEPS = """\
## The same in words

The least times hold for every template but a practice.

| step | what can come next | the least time it is open |
|---|---|---|
"""

DO = """\
## Who may do what, when

This says in which steps an act is possible at all. Some acts ask for more: only people on the roll vote, only an
author withdraws an idea, only an organiser publishes the outcome. While a step is paused, people can only do what the
last column marks.

| what people do | in these steps | in a pause |
|---|---|---|
"""

WORDS = {
    Act.JOIN: "join or leave",
    Act.SECOND: "second the topic",
    Act.PLAN: "plan the round, with the five honest answers",
    Act.STATE_PROBLEM: "write a problem statement",
    Act.PARK_ANSWER: "give an answer early; it is kept for the ideas step",
    Act.WORD_QUESTION: "word the question",
    Act.SUPPORT_WORDING: "support a wording",
    Act.CONSENT: "consent to the question",
    Act.OBJECT: "object, to the question or to the result",
    Act.OFFER_IDEA: "offer an idea",
    Act.CHANGE_IDEA: "give their own idea new words, or withdraw it",
    Act.BUILD_ON: "build on an idea",
    Act.MERGE: "ask to join ideas, answer, or split them",
    Act.VOTE: "vote, change the ballot, clear it",
    Act.MINORITY_VIEW: "write or sign a minority view",
    Act.GIVE_FEEDBACK: "give feedback on a chosen idea",
    Act.SET_FATE: "draft what becomes of each idea",
    Act.WRITE_OUTCOME: "publish the outcome",
    Act.FOLLOW_UP: "report progress, confirm or dispute that it is done",
    Act.TIME: "ask for more time, or give it",
    Act.REQUEST: "make a request, support it or object to it",
}


def page() -> str:
    """The whole page as it has to stand in the file."""
    return "\n".join([HEAD, *_picture(), STEPS + "\n".join(_steps()), "", DO + "\n".join(_acts()), ""])


def _picture() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {Phase.PROPOSED.value}"
    for begin in Phase:
        for end in _after(begin):
            yield f"    {begin.value} --> {end.value}: {' or '.join(_moved_by(begin, end))}"
    yield from (f"    {phase.value} --> [*]" for phase in Phase if phase in ENDED)
    yield "```\n"


def _steps() -> Iterator[str]:
    for phase in Phase:
        ways = [f"{name(end)} (by {' or '.join(_moved_by(phase, end))})" for end in _after(phase)]
        least = _hours(LEAST[phase]) if phase in WINDOWED else "no end of its own"
        yield f"| {name(phase)} | {', '.join(ways) or 'nothing: the round is over'} | {least} |"


def _acts() -> Iterator[str]:
    yield from (f"| {WORDS[act]} | {_where(act)} | {'yes' if act in IN_A_PAUSE else ''} |" for act in Act)


def _where(act: Act) -> str:
    """The steps by name; for an act that is possible in most of them, those in which it is not."""
    never = [phase for phase in Phase if phase not in MAY[act]]
    if len(never) >= len(MAY[act]):
        return ", ".join(name(phase) for phase in Phase if phase in MAY[act])
    return f"in every step but {', '.join(map(name, never))}"


def _after(phase: Phase) -> list[Phase]:
    return [end for end in Phase if end in TRANSITIONS[phase]]


BOTH = frozenset({(Phase.PROPOSED, Phase.FRAMING)})
"""Moves of the clock that an act can bring about as well: here the last seconder of a topic that is planned."""


def _moved_by(begin: Phase, end: Phase) -> list[str]:
    if (begin, end) not in BY_TIME:
        return ["people"]
    return ["people", "time"] if (begin, end) in BOTH else ["time"]


def _hours(length: timedelta) -> str:
    return f"{length // timedelta(hours=1)} hours"


def name(phase: Phase) -> str:
    """A step as people read it."""
    return "follow-up" if phase is Phase.FOLLOW_UP else phase.value.replace("_", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
