"""The reader of pages that all other tests here rely on."""

from __future__ import annotations

from pathlib import Path

from .pages import PAGES, Page

TEXT = """\
# One page

Say `!help vote` or [look](other.md#there), and `two
words`. <!-- `hidden` -->

## What's “next”?

1. In a list:

   ```sh
   make demo  # `not a span`
     deeper
   ```

```toml
a = 1
```
"""
PAGE = Page(Path("page.md"), TEXT)


def test_code_is_told_from_words() -> None:
    assert PAGE.spans == ("!help vote", "two words")
    assert [(one.language, one.text) for one in PAGE.fences] == [
        ("sh", "make demo  # `not a span`\n  deeper\n"),
        ("toml", "a = 1\n"),
    ]
    assert "make demo" not in PAGE.words
    assert "look" in PAGE.words
    assert "other.md" not in PAGE.words


def test_links_and_headings_are_found() -> None:
    assert PAGE.links == ("other.md#there",)
    assert PAGE.anchors == {"one-page", "whats-next"}


def test_the_pages_are_all_there() -> None:
    names = {one.path.as_posix() for one in PAGES}
    assert {
        "README.md",
        "CHANGELOG.md",
        "docs/architecture.md",
        "docs/glossary.md",
        "docs/life-cycle.md",
        "docs/operating.md",
        "docs/threats.md",
        "docs/transcript.md",
        "docs/why.md",
    } <= names
    assert sum(name.startswith("docs/adr/") for name in names) >= 7
