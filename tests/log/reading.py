"""A reader of Markdown that shares no code with the writer: what a person sees, and what is markup."""

from __future__ import annotations

import re

import pytest

MarkdownIt = pytest.importorskip("markdown_it", reason="no reader of Markdown is installed here").MarkdownIt
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

PLAIN = {"paragraph_open", "paragraph_close", "blockquote_open", "blockquote_close", "inline"}
LIST = {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
WORDS = {"text", "text_special", "hardbreak"}

HOSTILE = [
    "# A heading",
    "Heading\n=======",
    "Heading\n---",
    "- a list\n- of things",
    "+ plus\n* star",
    "1. first\n2) second",
    "> a quotation",
    "[a link](https://example.org)",
    "![a picture](https://example.org/x.png)",
    "[a reference]\n\n[a reference]: https://example.org",
    "<https://example.org>",
    "<b>bold</b> <script>alert(1)</script>",
    "<!-- a comment -->",
    "&lt;b&gt; &#42;",
    "*emphasis* **strong** _both_ __of them__",
    "~~struck out~~",
    "`code` ``more``",
    "```\na block\n```",
    "~~~\na block\n~~~",
    "    indented code",
    "a | b\n--- | ---\n1 | 2",
    "***",
    "back\\slash \\* \\",
    "a trailing heading #",
    "two spaces at the end  \nnext line",
    "https://example.org and www.example.org and ftp://example.org",
    "mailto:ada@example.org",
    "$x$ and $$y$$",
    "- [ ] a task",
    "[^1] a footnote\n\n[^1]: note",
    "A: b, c. (d) e! f? {g} 'h' \"i\" @j + k = l - m / n; 50 %",
    "at 9:30, 10:x and 3:2, x:4",
]


def read(markdown: str, blocks: set[str]) -> list[str]:
    """The lines a reader sees. Fails where anything but plain words stands in the markdown."""
    lines: list[str] = []
    for token in READER.parse(markdown):
        assert token.type in blocks, f"{token.type} in {markdown!r}"
        if token.type == "inline":
            lines.append("")
            for child in token.children:
                assert child.type in WORDS, f"{child.type} in {markdown!r}"
                if child.type == "hardbreak":
                    lines.append("")
                else:
                    lines[-1] += child.content
    return lines


def as_read(words: str) -> list[str]:
    """How the words read anywhere: without blank lines and doubled spaces."""
    return [tidy for line in words.splitlines() if (tidy := " ".join(line.split()))]


def shape(markdown: str) -> list[str]:
    """The markup alone, in order: what stands in which heading, list, cell or quotation, without the words."""
    found: list[str] = []
    for token in READER.parse(markdown):
        found.append(f"{token.type} {token.tag}")
        if token.type == "inline":
            found += [child.type for child in token.children if child.type not in WORDS | {"softbreak"}]
    return found


def headings(record: str, level: int = 2) -> list[str]:
    return [line[level + 1 :] for line in record.splitlines() if line.startswith("#" * level + " ")]


def section(record: str, title: str, level: int = 2) -> str:
    """What stands below a heading, down to the next one of its level or above."""
    (_, _, rest) = record.partition(f"\n{'#' * level} {title}\n")
    assert rest, f"there is no heading {title}"
    return re.split(rf"\n#{{1,{level}}} ", rest)[0]
