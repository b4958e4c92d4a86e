"""What somebody sees in a channel, as a page for a browser or a picture. A pure function; nothing on it acts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from codesign_bot.testing.discord.model import Account, Channel, Form, Message
from codesign_bot.testing.discord.show import html, text
from codesign_bot.testing.discord.show.names import Eyes
from codesign_bot.testing.discord.show.style import STYLE
from codesign_bot.testing.discord.wire import ComponentKind, Json, objects
from codesign_bot.testing.discord.world import World


def page(
    world: World,
    who: Account,
    channel: Channel,
    *,
    form: Form | None = None,
    notices: Sequence[str] = (),
    refresh_seconds: int | None = None,
) -> str:
    """A whole HTML document. `refresh_seconds`: ask the browser to load it anew that often."""
    eyes = Eyes(world, channel.guild)
    again = f'<meta http-equiv="refresh" content="{refresh_seconds}">' if refresh_seconds else ""
    title = f"{text.heading(channel)} as {eyes.account(who)} sees it"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{again}'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body><div class="frame">'
        f"{_places(world, who, channel)}<main>{_seen(eyes, who, channel, form, notices)}</main></div></body></html>"
    )


def _places(world: World, who: Account, channel: Channel) -> str:
    guild = channel.guild
    there = [one for one in (guild.channels.values() if guild else [channel]) if text.may_look(world, who, one)]
    items = "".join(
        f"<li{_here(one, channel)}>{escape(text.heading(one))}</li>" + _threads(world, who, one, channel)
        for one in there
    )
    name = escape(guild.name if guild else "Direct messages")
    return f'<nav aria-label="Channels"><p>{name}</p><ul>{items}</ul></nav>'


def _threads(world: World, who: Account, parent: Channel, here: Channel) -> str:
    threads = parent.guild.threads.values() if parent.guild else ()
    shown = [one for one in threads if one.parent is parent and text.may_look(world, who, one)]
    return "".join(f"<li{_here(one, here)}>— {escape(text.heading(one))}</li>" for one in shown)


def _here(one: Channel, here: Channel) -> str:
    return ' aria-current="page"' if one is here else ""


def _seen(eyes: Eyes, who: Account, channel: Channel, form: Form | None, notices: Sequence[str]) -> str:
    if not text.may_look(eyes.world, who, channel):
        return "<h1>You cannot see this channel.</h1>"
    parts = [f"<h1>{escape(text.heading(channel))}</h1>"]
    parts += [message(eyes, one) for one in text.visible(eyes.world, who, channel)]
    if form is not None:
        parts.append(open_form(eyes, form))
    parts += [f'<p class="notice" role="alert">{escape(notice)}</p>' for notice in notices]
    return "".join(parts)


def message(eyes: Eyes, one: Message) -> str:
    """One message."""
    name = one.webhook_name or eyes.account(one.author)
    files = {file.url: file for file in one.attachments}
    parts = [_byline(eyes, one, name)]
    if one.is_loading:
        parts.append(f'<p class="soft">{escape(name)} {text.THINKING}</p>')
    if one.content:
        parts.append(html.words(eyes, one.content))
    parts += [f'<div class="box">{html.words(eyes, text.embed_source(shown))}</div>' for shown in one.embeds]
    parts.append(html.components(eyes, one.components, files))
    parts += [
        html.picture(file.url, file.description, files)
        if file.content_type.startswith("image/")
        else html.file(file.filename, file.url)
        for file in one.attachments
        if not one.is_v2
    ]
    if one.is_ephemeral:
        parts.append(f'<p class="soft">{text.ONLY_YOU}</p>')
    label, private = escape(f"Message from {name}"), " private" if one.is_ephemeral else ""
    face = escape(name[:1].upper())
    return (
        f'<article class="message{private}" aria-label="{label}"><div class="avatar" aria-hidden="true">{face}</div>'
        f"<div>{''.join(parts)}</div></article>"
    )


def _byline(eyes: Eyes, one: Message, name: str) -> str:
    badge = '<span class="badge">app</span> ' if one.author.is_bot or one.webhook_name else ""
    edited = ' <span class="soft">(edited)</span>' if one.edited_at else ""
    answered = (
        f' <span class="soft">in reply to {escape(eyes.account(one.reference.author))}</span>' if one.reference else ""
    )
    sent = f'<time class="sent" datetime="{one.sent_at.isoformat()}">{one.sent_at:%H:%M}</time>'
    return f'<p class="byline"><b>{escape(name)}</b>{badge}{sent}{answered}{edited}</p>'


def open_form(eyes: Eyes, form: Form) -> str:
    """A modal."""
    inside = "".join(_form_part(eyes, one, f"field{number}") for number, one in enumerate(form.components))
    buttons = (
        '<button type="button" class="btn">Cancel</button><button type="button" class="btn primary">Submit</button>'
    )
    return (
        f'<section class="form" role="dialog" aria-label="{escape(form.title)}"><h2>{escape(form.title)}</h2>'
        f'{inside}<div class="row">{buttons}</div></section>'
    )


def _form_part(eyes: Eyes, one: Json, name: str) -> str:
    if one["type"] == ComponentKind.TEXT:
        return html.words(eyes, str(one["content"]))
    if one["type"] == ComponentKind.LABEL:
        told = f'<p class="soft">{escape(str(one["description"]))}</p>' if one.get("description") else ""
        return html.field(one["component"], str(one["label"]), name) + told
    return "".join(html.field(held, str(held.get("label") or ""), name) for held in objects(one.get("components")))
