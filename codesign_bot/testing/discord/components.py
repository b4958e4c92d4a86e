"""Trees of components: walking through them, and writing them as Discord gives them back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from codesign_bot.testing.discord.wire import SELECTS, ComponentKind, Json, an_object, objects

Unfurl = Callable[[str], Json]
"""Makes a media object of an address, which may be `attachment://name`."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A component with its path from the top. `depth`: 0 at the top."""

    path: tuple[str | int, ...]
    component: Json
    depth: int

    @property
    def kind(self) -> int:
        found = self.component.get("type")
        return found if isinstance(found, int) else 0

    @property
    def custom_id(self) -> str | None:
        found = self.component.get("custom_id")
        return found if isinstance(found, str) else None


def walk(components: object, path: tuple[str | int, ...] = ("components",), depth: int = 0) -> Iterator[Placed]:
    """Every component, parents before children, in reading order."""
    for place, component in enumerate(objects(components)):
        yield from _walk_one(component, (*path, place), depth)


def _walk_one(component: Json, path: tuple[str | int, ...], depth: int) -> Iterator[Placed]:
    yield Placed(path, component, depth)
    if "components" in component:
        yield from walk(component["components"], (*path, "components"), depth + 1)
    for name in ("accessory", "component"):
        if isinstance(component.get(name), dict):
            yield from _walk_one(component[name], (*path, name), depth + 1)


def find(components: Sequence[Json], custom_id: str) -> Json | None:
    """The component with this custom id."""
    return next((one.component for one in walk(components) if one.custom_id == custom_id), None)


def texts(components: Sequence[Json]) -> Iterator[str]:
    """The words of every text display, in reading order."""
    for one in components:
        if one.get("type") == ComponentKind.TEXT:
            yield str(one.get("content") or "")
        if "components" in one:
            yield from texts(objects(one["components"]))


def given_back(components: object, unfurl: Unfurl) -> list[Json]:
    """As a message carries them: each with an id of its own, defaults filled in, nulls left out.

    Ids are given in order, past those that were chosen. Source: docs, Component Reference, "Anatomy of a Component".
    """
    chosen = {one.component.get("id") for one in walk(components)}
    free = (number for number in range(1, 10_000) if number not in chosen)
    return [_given_back(one, free, unfurl) for one in objects(components)]


def _given_back(component: Json, free: Iterator[int], unfurl: Unfurl) -> Json:
    shown: Json = {key: value for key, value in component.items() if value is not None}
    shown["id"] = component.get("id") or next(free)
    if "components" in shown:
        shown["components"] = [_given_back(one, free, unfurl) for one in objects(shown["components"])]
    for name in ("accessory", "component"):
        if name in shown:
            shown[name] = _given_back(shown[name], free, unfurl)
    return shown | _filled_in(shown, unfurl)


def _filled_in(shown: Json, unfurl: Unfurl) -> Json:
    """The fields Discord adds."""
    kind = shown["type"]
    if kind == ComponentKind.CONTAINER:
        return {"accent_color": shown.get("accent_color"), "spoiler": shown.get("spoiler", False)}
    if kind == ComponentKind.SEPARATOR:
        return {"spacing": shown.get("spacing", 1), "divider": shown.get("divider", True)}
    if kind in SELECTS:
        return {"min_values": shown.get("min_values", 1), "max_values": shown.get("max_values", 1)}
    if kind == ComponentKind.THUMBNAIL:
        return _media(shown, unfurl)
    if kind == ComponentKind.GALLERY:
        return {"items": [_media(one, unfurl) for one in objects(shown["items"])]}
    if kind == ComponentKind.FILE:
        file = unfurl(shown["file"]["url"])
        size = file.pop("size", None)
        return {
            "file": file,
            "name": file["url"].rsplit("/", 1)[-1],
            "size": size,
            "spoiler": shown.get("spoiler", False),
        }
    return {}


def _media(shown: Json, unfurl: Unfurl) -> Json:
    media = unfurl(shown["media"]["url"])
    media.pop("size", None)
    return {
        "media": media,
        "description": shown.get("description"),
        "spoiler": shown.get("spoiler", False),
    }


def addresses(components: object) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Every media address with its path."""
    for one in walk(components):
        if one.kind == ComponentKind.THUMBNAIL:
            yield (*one.path, "media", "url"), _url(one.component.get("media"))
        if one.kind == ComponentKind.FILE:
            yield (*one.path, "file", "url"), _url(one.component.get("file"))
        if one.kind == ComponentKind.GALLERY:
            for place, item in enumerate(objects(one.component.get("items"))):
                yield (*one.path, "items", place, "media", "url"), _url(item.get("media"))


def _url(media: object) -> str:
    return str(an_object(media).get("url", ""))
