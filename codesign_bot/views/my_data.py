"""What somebody is told who asks for their data, or wants to be forgotten; and the line that others may read."""

from __future__ import annotations

from codesign_bot.view import Action, Block, Row, Rows, Say, ToType, View, say
from codesign_bot.views.actions import HELP
from codesign_bot.views.parts import private

DATA = Action("action-me-data", "me data", is_private=True)
FORGET = Action("action-me-forget", "me forget", is_private=True)
EXPORT = Action("action-export", "export")

_GOES = ("forget-goes-words", "forget-goes-name", "forget-goes-place", "forget-goes-messages", "forget-goes-ballot")
_STAYS = ("forget-stays-counts", "forget-stays-ballots", "forget-stays-acts", "forget-stays-log")
_OUT_OF_REACH = ("forget-reach-people", "forget-reach-platform", "forget-reach-copies")


def data_given(files: int) -> View:
    """The files go with this message."""
    return private(say("my-data-given", count=files), say("my-data-yours-alone"), actions=(FORGET,))


def nothing_known() -> View:
    """Nothing is stored that leads to this account."""
    return private(say("my-data-none"), actions=(HELP,))


def ask_about_all(code: str, *, is_organiser: bool, is_wrong: bool) -> View:
    """What goes and what stays when somebody is forgotten, and how to confirm it."""
    office: tuple[str, ...] = ("forget-goes-office",) if is_organiser else ()
    return private(
        *_wrong(is_wrong=is_wrong),
        say("forget-asks"),
        _listed("forget-goes", (*_GOES, *office)),
        _listed("forget-stays", _STAYS),
        _listed("forget-out-of-reach", _OUT_OF_REACH),
        say("forget-final"),
        say("forget-confirm", typed=ToType(f"!me forget {code}")),
        heading=say("forget-title"),
        actions=(Action("action-forget-confirm", f"me forget {code}", is_private=True), DATA),
    )


def ask_about_idea(idea: int, code: str, *, is_wrong: bool) -> View:
    """The same for the words of one idea."""
    return private(
        *_wrong(is_wrong=is_wrong),
        say("forget-idea-asks", idea=int(idea)),
        say("forget-idea-goes"),
        say("forget-idea-stays"),
        _listed("forget-out-of-reach", _OUT_OF_REACH),
        say("forget-final"),
        say("forget-confirm", typed=ToType(f"!me forget {idea} {code}")),
        heading=say("forget-title"),
        actions=(Action("action-forget-confirm", f"me forget {idea} {code}", is_private=True), DATA),
    )


def _wrong(*, is_wrong: bool) -> tuple[Block, ...]:
    return (say("forget-wrong-code"), say("nothing-changed")) if is_wrong else ()


def _listed(title: str, keys: tuple[str, ...]) -> Rows:
    return Rows(tuple(Row(Say(key)) for key in keys), say(title))


def forgotten(count: int) -> View:
    """It is done. `count`: how many texts were erased."""
    return private(say("forgotten", count=count), say("forgotten-messages"), say("forgotten-come-again"))


def idea_forgotten(idea: int, count: int) -> View:
    """The words of one idea are gone."""
    return private(say("forgotten-idea", idea=int(idea), count=count), say("forgotten-messages"), actions=(DATA,))


def logged(count: int) -> View:
    """The line for log spaces. It names nobody."""
    return View(None, (say("words-erased-logged", count=count), say("words-erased-unnamed")))


def file_is_stale() -> View:
    """In the place of a file that waited while words in it were erased."""
    return private(say("file-is-stale"), actions=(EXPORT,))
