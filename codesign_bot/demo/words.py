"""What the demo says for itself, before, while it gets ready, and at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from codesign_bot.demo.pace import QUIET_SECONDS
from codesign_bot.demo.paper import Ink, Paper
from codesign_bot.demo.show import ALIAS, Show
from codesign_bot.demo.stage import PASSWORD, VISITOR, Stage

_MINUTE = 60


def before(paper: Paper, *, stays: bool) -> None:
    """What will happen and how long it takes."""
    paper.tell(
        "In the next four minutes a dozen people take a topic all the way to a kept promise, with the help of the bot. "
        "Then some of their neighbours join them from Discord for one more vote. The people are a script, and so is "
        "Discord; the bot and the Matrix homeserver are real, and only this machine can reach them."
    )
    paper.gap()
    end = "After that it stays open, until you press Ctrl-C. " if stays else ""
    paper.tell(f"{end}Ctrl-C ends it at any moment and leaves nothing behind.")
    paper.gap()
    paper.aside("the homeserver starts, and then the bot; this takes some seconds")


def welcome(paper: Paper, stage: Stage) -> None:
    """How to come in, and how to read what follows."""
    paper.gap()
    paper.tell("You can watch, or come in with any Matrix client on this machine:")
    for line in (
        f"homeserver: {stage.url}",
        f"name: {VISITOR}",
        f"password: {PASSWORD}",
        f"room: {ALIAS}",
    ):
        paper.tell(line, indent="    ")
    paper.gap()
    paper.tell(
        "How to read this: people's words stand behind their names. What the bot says in the room stands behind a "
        "bar. What it says to one person alone is marked so; nobody else sees it there. Long answers are cut short."
    )
    paper.gap()


def pace(paper: Paper, scale: int) -> None:
    """Why everything takes longer than was said, where it does."""
    if scale > 1:
        paper.aside(
            f"this machine is busy: an answer takes longer than {QUIET_SECONDS} seconds, "
            f"so every step gets {scale} times the time"
        )


def came_of_it(paper: Paper, show: Show) -> None:
    """The outcome and the label."""
    phrases = show.scene.phrases
    paper.chapter("What came of it")
    paper.tell(_without_empty_lines(phrases.without_actions(phrases.without_heading(show.outcome))), Ink.ROOM)


def second_scene(paper: Paper, show: Show) -> None:
    """What is different from here on, and where to look."""
    paper.chapter("The second scene: half of the community is on Discord")
    paper.tell(
        "The same community, in two places now: its room, and a channel on Discord. They share one round and one "
        "tally. This Discord is a simulation on this machine; the bot talks to it as to the real one."
    )
    paper.gap()
    paper.tell("What two of the people see there stands on these pages, as long as this lasts:")
    for one in (show.square.noor, show.square.maya):
        paper.tell(f"{one.name}: {show.square.page_of(one)}", indent="    ")
    paper.gap()


def end(paper: Paper, files: Sequence[Path], seconds: float) -> None:
    """Where the record lies."""
    paper.chapter("What stays")
    *record, transcript = files
    paper.tell("Ben asked for the record of the first round and got these files from the chat:")
    for file in record:
        paper.tell(str(file), indent="    ")
    paper.tell("All that you have just read is there too:")
    paper.tell(str(transcript), indent="    ")
    paper.gap()
    minutes, rest = divmod(round(seconds), _MINUTE)
    paper.tell(f"This took {minutes} min {rest} s.")


def staying(paper: Paper) -> None:
    """What a visitor can do while it stays open."""
    paper.gap()
    paper.tell(
        "The room stays open. Come in and try: suggest a topic with “!topic suggest …”; three of the people will "
        "second it. Then plan it in a direct message to the bot with “!round plan practice”. Ctrl-C ends everything."
    )
    paper.gap()


def stopped(results: bool) -> str:  # noqa: FBT001 - a fact, named at its one call
    """The one line after Ctrl-C."""
    return "Stopped. Only the results stay." if results else "Stopped. Nothing was left behind."


def _without_empty_lines(text: str) -> str:
    return "\n".join(filter(None, text.split("\n")))
