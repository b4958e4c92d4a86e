"""The page that lies on top of an export: what this is, what is in which file, and how anybody can check it."""

from __future__ import annotations

from codesign_bot.log.bundle import CHECKPOINTS, KEYS, LOG, MANIFEST, SIGNATURE, WORDS, About
from codesign_bot.log.document import Part, Table
from codesign_bot.log.markdown import document
from codesign_bot.log.tables.dictionary import DICTIONARY
from codesign_bot.phrasing import recorded
from codesign_bot.ports import Reading, Voice
from codesign_bot.view import Quoted, Say, Typed, Verbatim, When, say

README = "README.md"


def readme(about: About, key: str, voice: Voice) -> str:
    """The page, in Markdown. `key` is the text of the verifier key of this log."""
    whole = Part(
        say("export-title", community=Quoted(about.community)),
        (
            say("export-is"),
            say("export-made", at=When(about.made_at, about.zone)),
            say("export-size", entries=about.size),
            _files(),
            _checking(about, key),
            _words(),
        ),
    )
    return document(whole, recorded(Reading(voice, {}, about.made_at)))


def _files() -> Part:
    rows = (
        (LOG, say("export-file-log")),
        (WORDS, say("export-file-words")),
        ("site/", say("export-file-site")),
        ("markdown/", say("export-file-markdown")),
        ("csv/", say("export-file-csv")),
        (DICTIONARY, say("export-file-dictionary")),
        (CHECKPOINTS, say("export-file-checkpoints")),
        (KEYS, say("export-file-keys")),
        (f"{MANIFEST}, {SIGNATURE}", say("export-file-manifest")),
    )
    head = (say("export-column-file"), say("export-column-holds"))
    return Part(say("export-files"), (Table(head, tuple((_exact(name), holds) for name, holds in rows)),))


def _checking(about: About, key: str) -> Part:
    return Part(
        say("export-checking"),
        (
            say("export-check-how"),
            Verbatim("codesign-bot verify ."),
            say("export-check-witness"),
            Verbatim("codesign-bot verify . --checkpoint kept.txt --key key.txt"),
            say("export-check-facts"),
            Verbatim(f"{about.origin}\n{about.size}\n{about.root}\n{key}"),
            say("export-check-own"),
        ),
    )


def _words() -> Part:
    pieces = (
        say("export-words-beside"),
        say("export-words-erased"),
        say("export-words-held-back"),
        say("export-cells"),
    )
    return Part(say("export-words"), pieces)


def _exact(name: str) -> Say:
    return say("export-file-name", file=Typed(name))
