"""Markup and components as HTML. Every word of theirs is escaped; nothing is fetched from anywhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from codesign_bot.testing.discord.model import Attachment
from codesign_bot.testing.discord.show import markup, text
from codesign_bot.testing.discord.show.markup import Mark, Node
from codesign_bot.testing.discord.show.names import Eyes
from codesign_bot.testing.discord.wire import SELECTS, ButtonStyle, ComponentKind, Json, objects

Files = Mapping[str, Attachment]
"""By address."""

_SPANS = {Mark.BOLD: "strong", Mark.ITALIC: "em", Mark.UNDERLINED: "u", Mark.STRUCK: "s", Mark.CODE: "code"}
_BUTTONS = {ButtonStyle.PRIMARY: "primary", ButtonStyle.SUCCESS: "success", ButtonStyle.DANGER: "danger"}


def words(eyes: Eyes, source: str) -> str:
    """A text with its markup, as a block."""
    return f'<div class="words">{_nodes(eyes, markup.read(source))}</div>'


def _nodes(eyes: Eyes, nodes: Sequence[Node]) -> str:
    """Lines in order; neighbouring items of a list, and neighbouring lines of a quote, stand together."""
    parts: list[str] = []
    for mark, group in groupby(nodes, key=lambda node: node.mark):
        held = list(group)
        if mark is Mark.ITEM:
            parts.append(_listing(eyes, held))
        elif mark is Mark.QUOTE:
            inside = [inner for node in held for inner in node.inside]
            parts.append(f"<blockquote>{_nodes(eyes, inside)}</blockquote>")
        else:
            parts += [_node(eyes, node) for node in held]
    return "".join(parts)


def _listing(eyes: Eyes, items: Sequence[Node]) -> str:
    name = "ul" if items[0].target == "•" else "ol"
    start = f' start="{escape(items[0].target.rstrip("."))}"' if name == "ol" else ""
    inside = "".join(f"<li>{_inside(eyes, item)}</li>" for item in items)
    return f"<{name}{start}>{inside}</{name}>"


def _inside(eyes: Eyes, node: Node) -> str:
    return "".join(_node(eyes, one) for one in node.inside)


def _node(eyes: Eyes, node: Node) -> str:
    match node.mark:
        case Mark.TEXT:
            return escape(node.text)
        case Mark.LINE:
            return f"<p>{_inside(eyes, node)}</p>"
        case Mark.SMALL:
            return f'<p class="soft">{_inside(eyes, node)}</p>'
        case Mark.HEADING:
            level = int(node.target) + 1
            return f"<h{level}>{_inside(eyes, node)}</h{level}>"
        case Mark.BLOCK:
            return f"<pre>{escape(node.text)}</pre>"
        case Mark.CODE:
            return f"<code>{escape(node.text)}</code>"
        case Mark.LINK:
            told = _inside(eyes, node) or escape(node.target)
            return f'<a href="{escape(node.target)}" rel="noreferrer">{told}</a>'
        case Mark.TIME:
            at, told = eyes.instant(node)
            return f'<time datetime="{at.isoformat()}">{escape(told)}</time>'
        case Mark.SPOILER:
            return f'<span class="spoiler" tabindex="0">{_inside(eyes, node)}</span>'
        case Mark.BOLD | Mark.ITALIC | Mark.UNDERLINED | Mark.STRUCK:
            name = _SPANS[node.mark]
            return f"<{name}>{_inside(eyes, node)}</{name}>"
        case Mark.ITEM | Mark.QUOTE:
            return _nodes(eyes, [node])
        case _:
            return f'<span class="mention">{escape(eyes.mention(node))}</span>'


# ------------------------------------------------------------------------------------- components


def components(eyes: Eyes, tree: Iterable[Json], files: Files) -> str:
    return "".join(component(eyes, one, files) for one in tree)


def component(eyes: Eyes, one: Json, files: Files) -> str:
    match one["type"]:
        case ComponentKind.TEXT:
            return words(eyes, str(one["content"]))
        case ComponentKind.ROW:
            return f'<div class="row">{components(eyes, objects(one["components"]), files)}</div>'
        case ComponentKind.SECTION:
            told = components(eyes, objects(one["components"]), files)
            beside = component(eyes, one["accessory"], files)
            return f'<div class="section"><div>{told}</div><div>{beside}</div></div>'
        case ComponentKind.CONTAINER:
            colour = one.get("accent_color")
            style = f' style="border-left-color: #{int(colour):06x}"' if colour is not None else ""
            return f'<div class="box"{style}>{components(eyes, objects(one["components"]), files)}</div>'
        case ComponentKind.SEPARATOR:
            return "<hr>" if one.get("divider", True) else '<hr class="gap" aria-hidden="true">'
        case ComponentKind.GALLERY:
            return "".join(
                picture(item["media"]["url"], item.get("description"), files) for item in objects(one["items"])
            )
        case ComponentKind.THUMBNAIL:
            return picture(one["media"]["url"], one.get("description"), files)
        case ComponentKind.FILE:
            return file(str(one["name"]), str(one["file"]["url"]))
        case _:
            return control(one)


def control(one: Json) -> str:
    """A button or a select; nothing happens when it is used."""
    off = " disabled" if one.get("disabled") else ""
    if one["type"] in SELECTS:
        return _select(one, off)
    told = escape(text.label(one))
    if one["style"] == ButtonStyle.LINK:
        return f'<a class="btn" href="{escape(str(one["url"]))}" rel="noreferrer">{told}</a>'
    kind = _BUTTONS.get(one["style"], "")
    return f'<button type="button" class="btn {kind}"{off}>{told}</button>'


def _select(one: Json, off: str) -> str:
    name = escape(str(one.get("placeholder") or "Make a selection"))
    chosen = any(option.get("default") for option in objects(one.get("options")))
    first = "" if chosen else f"<option selected>{name}</option>"
    return f'<select class="pick" aria-label="{name}"{off}>{first}{_options(one)}</select>'


def _options(one: Json) -> str:
    return "".join(
        f"<option{' selected' if option.get('default') else ''}>{escape(str(option['label']))}"
        + (f" ({escape(str(option['description']))})" if option.get("description") else "")
        + "</option>"
        for option in objects(one.get("options"))
    )


def picture(address: str, description: object, files: Files) -> str:
    """With its description, within the page where it was uploaded; pictures from elsewhere are only named."""
    told = escape(str(description or ""))
    known = files.get(address)
    if known is None or not known.content_type.startswith("image/"):
        return f"<figure><figcaption>Picture: {told or escape(address)}</figcaption></figure>"
    data = f"data:{known.content_type};base64,{b64encode(known.content).decode()}"
    return f'<figure><img src="{data}" alt="{told}"></figure>'


def file(name: str, address: str) -> str:
    return f'<p><a class="btn" href="{escape(address)}" download>{escape(name)}</a></p>'


# ------------------------------------------------------------------------------------- forms


def field(one: Json, label: str, name: str) -> str:
    """A field of a form with its label. `name`: an id of its own in the page."""
    told = escape(label)
    if one["type"] == ComponentKind.TEXT_INPUT:
        return f'<p><label for="{name}">{told}</label>{_text_input(one, name)}</p>'
    if one["type"] == ComponentKind.CHECKBOX:
        on = " checked" if one.get("default") else ""
        return f'<p><label><input type="checkbox"{on}> {told}</label></p>'
    if one["type"] == ComponentKind.FILE_UPLOAD:
        return f'<p><label for="{name}">{told}</label> <input type="file" id="{name}"></p>'
    if one["type"] in SELECTS:
        return (
            f'<p><label for="{name}">{told}</label>{_select(one, "").replace("<select", f"<select id={name!r}", 1)}</p>'
        )
    kind = "radio" if one["type"] == ComponentKind.RADIO_GROUP else "checkbox"
    return f"<fieldset><legend>{told}</legend>{_ticks(one, kind, name)}</fieldset>"


def _text_input(one: Json, name: str) -> str:
    value, hint = escape(str(one.get("value") or "")), escape(str(one.get("placeholder") or ""))
    if one.get("style") == _PARAGRAPH:
        return f'<textarea id="{name}" rows="4" placeholder="{hint}">{value}</textarea>'
    return f'<input type="text" id="{name}" value="{value}" placeholder="{hint}">'


_PARAGRAPH = 2


def _ticks(one: Json, kind: str, name: str) -> str:
    return "".join(
        f'<label><input type="{kind}" name="{name}"{" checked" if option.get("default") else ""}> '
        f"{escape(str(option['label']))}</label><br>"
        for option in objects(one.get("options"))
    )
