"""The pages that people read, taken apart: fences of code, spans of code, words, links and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Fence:
    """A block of code; `language` is what stands behind the first marks."""

    language: str
    text: str


@dataclass(frozen=True)
class Page:
    """One page of the docs; `path` is relative to the checkout."""

    path: Path
    text: str

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """The blocks of code, each without the spaces it is indented by."""
        found = _FENCE.finditer(self.text)
        return tuple(Fence(one[2], re.sub(rf"^{one[1]}", "", one[3], flags=re.MULTILINE)) for one in found)

    @cached_property
    def prose(self) -> str:
        """The page without its blocks of code and without what nobody sees."""
        return _COMMENT.sub("", _FENCE.sub("", self.text))

    @cached_property
    def spans(self) -> tuple[str, ...]:
        """What stands between backticks in the prose."""
        return tuple(" ".join(span.split()) for span in _SPAN.findall(self.prose))

    @cached_property
    def words(self) -> str:
        """The prose without code and addresses: what somebody reads aloud."""
        return _LINK.sub(r"\1", _SPAN.sub("", self.prose))

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Where the links lead."""
        return tuple(target for _, target in _LINK.findall(self.prose))

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What a link can end in here, as the places that show such pages make it from a heading."""
        return frozenset(_anchor(_LINK.sub(r"\1", heading)) for heading in _HEADING.findall(self.prose))


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def page(name: str) -> Page:
    """The page at a path relative to the checkout."""
    return Page(Path(name), (ROOT / name).read_text(encoding="utf-8"))


def pages() -> Iterator[Page]:
    """README, changelog, and everything in docs/."""
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))):
        yield page(path.relative_to(ROOT).as_posix())


PAGES = tuple(pages())
BY_NAME = [one.path.as_posix() for one in PAGES]
README = page("README.md")
OPERATING = page("docs/operating.md")
