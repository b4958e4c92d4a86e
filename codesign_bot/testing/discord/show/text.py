"""What somebody sees in a channel, as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from codesign_bot.testing.discord.model import Account, Channel, Form, Message
from codesign_bot.testing.discord.permissions import May
from codesign_bot.testing.discord.show import markup
from codesign_bot.testing.discord.show.markup import Mark, Node
from codesign_bot.testing.discord.show.names import Eyes
from codesign_bot.testing.discord.wire import SELECTS, ButtonStyle, ComponentKind, Json, an_object, objects
from codesign_bot.testing.discord.world import World

ONLY_YOU = "Only you can see this"
THINKING = "is thinking..."


def may_look(world: World, who: Account, channel: Channel) -> bool:
    return channel.id in world.channels and bool(world.granted(who, channel) & May.VIEW_CHANNEL)


def visible(world: World, who: Account, channel: Channel) -> list[Message]:
    """The messages this person sees there, oldest first. None where they may not look."""
    if not may_look(world, who, channel):
        return []
    return [one for one in channel.messages.values() if one.seen_only_by in {None, who}]


def screen(world: World, who: Account, channel: Channel, form: Form | None = None, notices: Sequence[str] = ()) -> str:
    """The whole of it: the channel from top to bottom, then the form that is open, then what the app complains of."""
    if not may_look(world, who, channel):
        return "You cannot see this channel."
    eyes = Eyes(world, channel.guild)
    parts = [heading(channel), *(message(eyes, one) for one in visible(world, who, channel))]
    if form is not None:
        parts.append(open_form(eyes, form))
    return "\n\n".join([*parts, *(f"! {notice}" for notice in notices)])


def heading(channel: Channel) -> str:
    """The name of a place, and whether a thread is closed."""
    if channel.is_private:
        return "Direct message"
    state = channel.thread
    if state is None:
        return f"#{channel.name}"
    told = [name for name, is_so in (("archived", state.is_archived), ("locked", state.is_locked)) if is_so]
    return f"Thread {channel.name}" + "".join(f" ({one})" for one in told)


def message(eyes: Eyes, one: Message) -> str:
    """One message, as it reads now."""
    lines = [_byline(eyes, one)]
    if one.is_loading:
        lines.append(f"{one.author.name} {THINKING}")
    if one.content:
        lines.append(words(eyes, one.content))
    lines += [words(eyes, embed_source(shown)) for shown in one.embeds]
    lines += component_lines(eyes, one.components)
    if one.poll:
        lines += _poll(one.poll)
    if not one.is_v2:  # there, a file shows only where a component shows it
        lines += [_file(file.filename, file.description) for file in one.attachments]
    if one.is_ephemeral:
        lines.append(ONLY_YOU)
    if one.thread is not None:
        lines.append(f"Thread: {one.thread.name}")
    return "\n".join(lines)


def _byline(eyes: Eyes, one: Message) -> str:
    name = one.webhook_name or eyes.account(one.author)
    badge = " [app]" if one.author.is_bot or one.webhook_name else ""
    edited = " (edited)" if one.edited_at else ""
    answered = f" in reply to {eyes.account(one.reference.author)}" if one.reference else ""
    return f"{name}{badge}{answered}{edited}:"


def _file(name: str, description: object) -> str:
    return f"[file: {name}]" + (f" ({description})" if description else "")


def _poll(poll: Json) -> list[str]:
    answers = [f"( ) {one['poll_media'].get('text', '')}" for one in objects(poll["answers"])]
    return [f"Poll: {poll['question'].get('text', '')}", *answers]


def embed_source(shown: Json) -> str:
    """The words of an embed as one text, still with their markup."""
    parts = [shown.get("title"), shown.get("description")]
    parts += [f"{field['name']}\n{field['value']}" for field in objects(shown.get("fields"))]
    parts.append(an_object(shown.get("footer")).get("text"))
    return "\n".join(str(part) for part in parts if part)


# ------------------------------------------------------------------------------------- components


def component_lines(eyes: Eyes, components: Sequence[Json]) -> list[str]:
    """Every component as a line or more."""
    return [line for one in components for line in _component(eyes, one)]


def _component(eyes: Eyes, one: Json) -> list[str]:
    match one["type"]:
        case ComponentKind.TEXT:
            return words(eyes, one["content"]).split("\n")
        case ComponentKind.ROW:
            return [" ".join(control(held) for held in objects(one["components"]))]
        case ComponentKind.SECTION:
            told = component_lines(eyes, objects(one["components"]))
            return [*told[:-1], f"{told[-1]}  {accessory(one['accessory'])}"]
        case ComponentKind.CONTAINER:
            return [f"| {line}" for line in component_lines(eyes, objects(one["components"]))]
        case ComponentKind.SEPARATOR:
            return ["---"] if one.get("divider", True) else [""]
        case ComponentKind.GALLERY:
            return [_picture(item) for item in objects(one["items"])]
        case ComponentKind.FILE:
            return [_file(str(one["name"]), None)]
        case _:
            return [control(one)]


def _picture(shown: Json) -> str:
    return f"[picture: {shown.get('description') or 'without a description'}]"


def accessory(one: Json) -> str:
    return _picture(one) if one["type"] == ComponentKind.THUMBNAIL else control(one)


def control(one: Json) -> str:
    """A button or a select."""
    if one["type"] in SELECTS:
        chosen = [str(option["label"]) for option in objects(one.get("options")) if option.get("default")]
        told = ", ".join(chosen) or one.get("placeholder") or "Make a selection"
        return f"[{told} v]" + _off(one)
    link = f" -> {one['url']}" if one.get("style") == ButtonStyle.LINK else ""
    return f"[{label(one)}{link}]" + _off(one)


def label(one: Json) -> str:
    """What stands on a button."""
    emoji = an_object(one.get("emoji")).get("name") or ""
    return " ".join(part for part in (emoji, one.get("label") or "") if part)


def _off(one: Json) -> str:
    return " (off)" if one.get("disabled") else ""


def open_form(eyes: Eyes, form: Form) -> str:
    """A modal, with what already stands in its fields."""
    lines = [f"== {form.title} =="]
    for one in form.components:
        if one["type"] == ComponentKind.TEXT:
            lines += words(eyes, one["content"]).split("\n")
        elif one["type"] == ComponentKind.LABEL:
            told = f" ({one['description']})" if one.get("description") else ""
            lines.append(f"{one['label']}{told}: {field(one['component'])}")
        else:
            lines += [f"{held.get('label', '')}: {field(held)}" for held in objects(one.get("components"))]
    return "\n".join([*lines, "[Cancel] [Submit]"])


def field(one: Json) -> str:
    """A field of a form."""
    if one["type"] == ComponentKind.TEXT_INPUT:
        return f"[{one.get('value') or ''}]"
    if one["type"] == ComponentKind.CHECKBOX:
        return "[x]" if one.get("default") else "[ ]"
    if one["type"] == ComponentKind.FILE_UPLOAD:
        return "[choose a file]"
    if "options" not in one:
        return control(one)
    return " ".join(
        f"({'x' if option.get('default') else ' '}) {option['label']}" for option in objects(one["options"])
    )


# ------------------------------------------------------------------------------------- words


def words(eyes: Eyes, source: str) -> str:
    """Markup as it reads, without its signs."""
    return "\n".join(_plain(eyes, node) for node in markup.read(source))


def _plain(eyes: Eyes, node: Node) -> str:
    inside = "".join(_plain(eyes, one) for one in node.inside)
    match node.mark:
        case Mark.TEXT | Mark.CODE | Mark.BLOCK:
            return node.text
        case Mark.LINK:
            return f"{inside} <{node.target}>" if inside else f"<{node.target}>"
        case Mark.TIME:
            return eyes.instant(node)[1]
        case Mark.QUOTE:
            told = "\n".join(_plain(eyes, one) for one in node.inside)
            return "\n".join(f"> {line}" for line in told.split("\n"))
        case Mark.ITEM:
            return f"{node.text}{node.target} {inside}"
        case Mark.SPOILER:
            return f"||{inside}||"
        case Mark.PERSON | Mark.ROLE | Mark.CHANNEL | Mark.EVERYONE | Mark.COMMAND | Mark.EMOJI:
            return eyes.mention(node)
        case _:
            return inside
