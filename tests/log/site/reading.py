"""A reader of pages that shares no code with their writer: strict about form, and blind to what was meant."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
LOADING = frozenset({"src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "manifest"})
INSIDE_A_PARAGRAPH = frozenset(
    {"a", "bdi", "br", "code", "em", "p", "small", "span", "strong", "time"},
)
FALSE_IN_HTML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass
class Node:
    """An element with what stands in it."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Node | str] = field(default_factory=list["Node | str"])

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.children)

    @property
    def words(self) -> str:
        """As it is read: without the line breaks of the file."""
        return " ".join(self.text.split())

    def all(self, tag: str | None = None, **attributes: str) -> Iterator[Node]:
        """Every element below this one, in order, with this tag and these attributes."""
        for child in self.children:
            if isinstance(child, Node):
                wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
                if tag in {None, child.tag} and wanted.items() <= child.attributes.items():
                    yield child
                yield from child.all(tag, **attributes)

    def one(self, tag: str | None = None, **attributes: str) -> Node:
        (found,) = self.all(tag, **attributes)
        return found

    def shape(self) -> list[str]:
        """The markup alone, without words."""
        named = " ".join(sorted(self.attributes))
        inner = [line for one in self.children if isinstance(one, Node) for line in one.shape()]
        return [f"<{self.tag} {named}>", *inner, f"</{self.tag}>"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]
        self.declared: list[str] = []

    def handle_decl(self, decl: str) -> None:
        self.declared.append(decl)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute of {tag} stands there twice"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert any(one.tag == "svg" for one in self.open), f"<{tag}/> outside of a drawing"
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> where <{self.open[-1].tag}> is open"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")


def read(page: bytes | str) -> Node:
    """The page as a tree. Fails where it is not well formed."""
    text = page if isinstance(page, str) else page.decode("utf-8")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag}> has no end"
    return reader.root


@dataclass(frozen=True)
class Pages:
    """A whole site, by path."""

    files: Mapping[str, bytes]
    beside: frozenset[str] = frozenset()
    """Other files of the site, which are no pages."""

    @cached_property
    def trees(self) -> Mapping[str, Node]:
        return {path: read(content) for path, content in self.files.items()}

    def main(self, path: str) -> Node:
        return self.trees[path].one("main")

    def check(self) -> None:
        """Hold every page to what all pages keep."""
        for path, tree in self.trees.items():
            self._check_form(path, tree)
            self._check_headings(path, tree)
            self._check_policy(path, tree)
            self._check_links(path, tree)

    def _check_form(self, path: str, tree: Node) -> None:
        text = self.files[path].decode("utf-8")
        assert text.startswith("<!doctype html>\n<html lang="), path
        assert not FALSE_IN_HTML.search(text), path
        ids = Counter(node.attributes["id"] for node in tree.all() if "id" in node.attributes)
        assert [name for name, count in ids.items() if count > 1] == [], path
        for name in ("header", "main", "footer", "h1", "title"):
            assert len([node for node in tree.all(name) if node.tag == name]) == 1, (path, name)
        for paragraph in tree.all("p"):
            assert {node.tag for node in paragraph.all()} <= INSIDE_A_PARAGRAPH, (path, paragraph.words)
        for named in ("aria-describedby", "aria-labelledby", "for"):
            assert {node.attributes[named] for node in tree.all() if named in node.attributes} <= set(ids), path

    def _check_headings(self, path: str, tree: Node) -> None:
        levels = [int(node.tag[1]) for node in tree.all() if re.fullmatch("h[1-6]", node.tag)]
        assert levels[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        assert all(node.words for node in tree.all() if re.fullmatch("h[1-6]", node.tag)), path

    def _check_policy(self, path: str, tree: Node) -> None:
        """Nothing is loaded, and nothing is run but what the page names by its hash."""
        policy = tree.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
        styles, scripts = ([_hash(node.text) for node in tree.all(tag)] for tag in ("style", "script"))
        assert rules["style-src"].split() == styles, path
        assert rules["script-src"].split() == (scripts or ["'none'"]), path
        for node in tree.all():
            assert not LOADING & set(node.attributes), (path, node.tag)
            assert not [name for name in node.attributes if name.startswith("on") or name == "style"], (path, node.tag)
            assert node.tag not in {"img", "iframe", "object", "embed", "link", "base", "video", "audio"}, path

    def _check_links(self, path: str, tree: Node) -> None:
        for link in tree.all("a"):
            target, _, fragment = link.attributes["href"].partition("#")
            where = _joined(path, target) if target else path
            if where in self.beside and not fragment:
                continue
            assert where in self.files, f"{path} leads to {where}"
            ids = {node.attributes.get("id") for node in self.trees[where].all()}
            assert not fragment or fragment in ids, f"{path} leads to {where}#{fragment}"
            assert link.words, path


def _joined(path: str, target: str) -> str:
    parts = path.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
