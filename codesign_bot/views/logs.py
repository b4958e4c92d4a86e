"""Pages of the decision log: many entries in short, one entry whole, and what was signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codesign_bot.view import Action, Block, Fit, Quoted, Row, Rows, Say, Term, Typed, Verbatim, View, When, Who, say
from codesign_bot.views.actions import EXPORT, LOG, NOW
from codesign_bot.views.entries import LogLine, about, has_words_unshown, quotes
from codesign_bot.views.parts import private

__all__ = [
    "LogLine",
    "Narrowed",
    "Older",
    "checkpoint",
    "checkpoint_page",
    "entry_page",
    "in_a_row",
    "log_page",
    "no_checkpoint",
    "numbered",
    "posted",
]

POWER = Action("action-log-power", "log power")
CHECKPOINT = Action("action-log-checkpoint", "log checkpoint")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """How the entries of a page were narrowed. `days` as they are typed."""

    is_power: bool = False
    topic: int | None = None
    days: str = ""
    words: str = ""

    @property
    def said(self) -> tuple[Say, ...]:
        """A line for each."""
        return (
            *((say("log-only-power"),) if self.is_power else ()),
            *((say("log-only-topic", topic=self.topic),) if self.topic is not None else ()),
            *((say("log-only-days", days=Typed(self.days)),) if self.days else ()),
            *((say("log-only-words", words=Quoted(self.words)),) if self.words else ()),
        )


@dataclass(frozen=True, slots=True)
class Older:
    """Where the entries go on. `has_looked_at`: so many were looked through for words before the page was full."""

    typed: str
    has_looked_at: int = 0


def log_page(
    lines: Sequence[LogLine], zone: str, size: int, narrowed: Narrowed | None = None, older: Older | None = None
) -> View:
    """One page of the log, in the order given, of `size` entries in all. Times are told in `zone`."""
    narrowed = narrowed or Narrowed()
    more = () if older is None else (Action("action-next-page", older.typed),)
    looked = () if older is None or not older.has_looked_at else (say("log-looked-at", count=older.has_looked_at),)
    if not lines:
        none = say("log-none-such") if size else say("log-none")
        actions = (*more, LOG) if size else (NOW,)
        return private(*narrowed.said, none, *looked, heading=say("log-title"), actions=actions)
    rows = Rows(tuple(Row(in_a_row(one, zone), one.no, about(one, zone)) for one in lines))
    one_entry = Action("action-log-entry", f"log entry {lines[0].no}", fit=Fit.EXAMPLE)
    power = () if narrowed.is_power else (POWER,)
    counted = say("log-size", size=size)
    actions = (*more, one_entry, *power, CHECKPOINT, EXPORT)
    return private(*narrowed.said, rows, *looked, counted, heading=say("log-title"), actions=actions)


def entry_page(line: LogLine, zone: str, signed: int | None, *, fits: bool = True) -> View:
    """One entry whole. `signed`: the size of the checkpoint that it is shown to stand in, None where none holds it yet.

    Not `fits`: it is not the entry that was signed.
    """
    told = about(line, zone)
    topic = () if line.topic is None else (say("log-of-topic", topic=line.topic),)
    unshown = (say("log-words-unshown"),) if has_words_unshown(line) else ()
    blocks: tuple[Block, ...] = (in_a_row(line, zone), *((told,) if told else ()), *topic, *quotes(line), *unshown)
    return private(*blocks, _stands(signed, fits=fits), heading=say("log-entry", no=line.no), actions=(LOG, CHECKPOINT))


def _stands(signed: int | None, *, fits: bool) -> Say:
    if not fits:
        return say("log-entry-does-not-fit")
    return say("log-entry-unsigned") if signed is None else say("log-entry-proof", size=signed)


def numbered(view: View, no: int) -> View:
    """What the room was told, as a log space gets it: with the number of its entry in front."""
    return replace(view, blocks=(say("log-entry", no=no), *view.blocks))


def checkpoint(note: str, size: int) -> View:
    """The log as it is now, in a form that anybody can keep and hold against it later."""
    return View(say("checkpoint-title"), (say("checkpoint-what", size=size), Verbatim(note)), (LOG,))


def checkpoint_page(note: str, size: int, behind: int, key: str | None) -> View:
    """The newest checkpoint with the key that checks it, and how. `behind`: so many entries came since."""
    since = (say("checkpoint-since", count=behind),) if behind else ()
    checks = () if key is None else (say("checkpoint-key"), Verbatim(key))
    how = say("checkpoint-how", typed=Typed("codesign-bot verify log.zip --checkpoint kept.txt --key key.txt"))
    blocks = (say("checkpoint-what", size=size), Verbatim(note), *since, *checks, how)
    return private(*blocks, heading=say("checkpoint-title"), actions=(LOG,))


def no_checkpoint() -> View:
    """Nothing was signed yet."""
    return private(say("checkpoint-none"), heading=say("checkpoint-title"), actions=(LOG,))


def posted(line: LogLine, zone: str) -> View:
    """An entry that the room was told nothing of, as a log space gets it."""
    told = about(line, zone)
    return View(blocks=(say("log-entry", no=line.no), in_a_row(line, zone), *(() if told is None else (told,))))


def kind_of(line: LogLine) -> Term:
    """What kind of entry it is, in a few words. Each kind has a text; tests/log holds the two together."""
    return Term(f"log-{line.kind}")


def in_a_row(line: LogLine, zone: str) -> Say:
    """What kind of entry it is, when it was made, and by whom where that may be shown."""
    kind = kind_of(line)
    at = When(line.at, zone)
    if line.by is None:
        return say("log-line", kind=kind, at=at)
    return say("log-line-by", kind=kind, at=at, who=Who(line.by))
