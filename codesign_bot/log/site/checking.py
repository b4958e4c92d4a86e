"""The page that tells how to check the others, in plain words and with commands to copy."""

from __future__ import annotations

from collections.abc import Iterator

from codesign_bot.log.site.element import Element, Node, element
from codesign_bot.log.site.frame import CHECK, Page
from codesign_bot.log.site.model import Head, Site
from codesign_bot.log.site.words import sentence
from codesign_bot.phrasing.spelling import spelled
from codesign_bot.ports import Reading
from codesign_bot.view import Say, say

_ON_MATRIX = "!export"
_ON_DISCORD = "/export"
_COMMANDS = (
    (say("site-check-command-whole"), "codesign-bot verify EXPORT"),
    (say("site-check-command-checkpoint"), "codesign-bot verify EXPORT --checkpoint FILE"),
    (say("site-check-command-key"), "codesign-bot verify EXPORT --key KEY"),
)


def check_page(site: Site, reading: Reading) -> Page:
    """What anybody can compare today; and where the log is signed, what its mark means and how to work it out again."""
    content = (
        _paragraph(say("site-check-says"), reading),
        *_section("room", say("site-check-room"), _room(reading), reading),
        *_section("export", say("site-check-export"), _export(reading), reading),
        *_section("mark", say("site-check-mark"), _mark(site.head, reading), reading),
        *_section("commands", say("site-check-commands"), _commands(site.head, reading), reading),
    )
    return Page(CHECK, sentence(say("site-check"), reading), content)


def _section(name: str, title: Say, content: Iterator[Node], reading: Reading) -> tuple[Element, ...]:
    """A section; none where there is nothing to say."""
    held = tuple(content)
    return (element("section", element("h2", *sentence(title, reading)), *held, id=name),) if held else ()


def _paragraph(said: Say, reading: Reading) -> Element:
    return element("p", *sentence(said, reading))


def _room(reading: Reading) -> Iterator[Node]:
    yield _paragraph(say("site-check-room-says"), reading)
    yield _paragraph(say("site-check-rules"), reading)


def _export(reading: Reading) -> Iterator[Node]:
    yield _paragraph(say("site-check-export-says"), reading)
    for said, typed in ((say("site-check-export-matrix"), _ON_MATRIX), (say("site-check-export-discord"), _ON_DISCORD)):
        yield element("p", *sentence(said, reading), " ", element("code", spelled(typed, reading.voice)))


def _mark(head: Head | None, reading: Reading) -> Iterator[Node]:
    yield _paragraph(say("site-check-hash"), reading)
    if head is None:
        yield _paragraph(say("site-check-none"), reading)
        return
    for said in (say("site-check-size"), say("site-check-root"), say("site-check-checkpoint")):
        yield _paragraph(said, reading)
    yield element("dl", *_facts(head, reading))
    if head.note is not None:
        yield _paragraph(say("site-check-note"), reading)
        yield _verbatim(head.note)


def _facts(head: Head, reading: Reading) -> Iterator[Element]:
    rows = (
        (say("site-check-origin"), head.origin),
        (say("site-check-size-is"), str(head.size)),
        (say("site-check-root-is"), head.root),
        (say("site-check-key"), head.key),
    )
    for said, value in rows:
        if value is not None:
            yield element("dt", *sentence(said, reading))
            yield element("dd", element("code", value))


def _verbatim(words: str) -> Element:
    """Exactly these characters, in lines that can be moved sideways where they are long."""
    return element("pre", element("code", words), tabindex=0)


def _commands(head: Head | None, reading: Reading) -> Iterator[Node]:
    if head is None:
        return
    yield _paragraph(say("site-check-commands-says"), reading)
    for said, typed in _COMMANDS:
        yield _paragraph(said, reading)
        yield _verbatim(typed)
