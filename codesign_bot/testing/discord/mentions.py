"""Whom a message mentions, and who is really notified.

Source: docs, Message Resource, "Allowed Mentions Object". Where the page leaves a choice, this errs towards a
notification: a backslash or a code block does not protect, because a test that nobody was pinged must not pass by luck.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from codesign_bot.testing.discord.errors import Fault
from codesign_bot.testing.discord.ids import AccountId, RoleId
from codesign_bot.testing.discord.model import Account, Channel, Message, Pinged
from codesign_bot.testing.discord.permissions import May
from codesign_bot.testing.discord.wire import Json
from codesign_bot.testing.discord.world import Notified, World

PERSON = re.compile(r"<@!?(\d{1,20})>")
ROLE = re.compile(r"<@&(\d{1,20})>")
EVERYONE = re.compile(r"@(?:everyone|here)\b")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which mentions in a message may notify. `None` for a list: all of that kind."""

    people: frozenset[int] | None
    roles: frozenset[int] | None
    everyone: bool
    replied_to: bool


ALL = Allowed(None, None, everyone=True, replied_to=True)
"""What holds where a request says nothing: everything in the text notifies."""


def read(allowed: Json | None) -> Allowed:
    """What the request says."""
    if allowed is None:
        return ALL
    parse = allowed.get("parse") or ()
    return Allowed(
        None if "users" in parse else frozenset(map(int, allowed.get("users") or ())),
        None if "roles" in parse else frozenset(map(int, allowed.get("roles") or ())),
        "everyone" in parse,
        bool(allowed.get("replied_user", False)),
    )


def check(allowed: Json | None) -> Iterable[Fault]:
    """Docs: a kind stands in `parse` or is listed, never both."""
    if allowed is None:
        return
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or ()) and allowed.get(kind):
            sentence = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            yield Fault(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", sentence)


def note(world: World, message: Message, words: str, allowed: Allowed, *, by: Account, notifies: bool) -> None:
    """Write down whom the message mentions, and, where it `notifies`, who is notified."""
    ids = [AccountId(int(found)) for found in PERSON.findall(words)]
    message.mentions = [world.accounts[one] for one in dict.fromkeys(ids) if one in world.accounts]
    guild = message.channel.guild
    named = [RoleId(int(found)) for found in ROLE.findall(words)]
    message.mentioned_roles = [
        one for one in dict.fromkeys(named) if guild and one in guild.roles and one != guild.everyone.id
    ]
    message.mentions_everyone = bool(EVERYONE.search(words)) and allowed.everyone and _may_call_all(world, message, by)
    if not notifies or message.is_ephemeral:
        return
    message.pinged = Pinged(frozenset(_reached(world, message, allowed, by)), message.mentions_everyone)
    if message.pinged:
        world.notified.append(Notified(message, message.pinged.people, message.pinged.is_everyone))


def _reached(world: World, message: Message, allowed: Allowed, by: Account) -> Iterable[AccountId]:
    for account in message.mentions:
        if (allowed.people is None or account.id in allowed.people) and _is_there(account, message.channel):
            yield account.id
    if allowed.replied_to and message.reference is not None and not message.reference.author.is_bot:
        yield message.reference.author.id
    for role in message.mentioned_roles:
        if (allowed.roles is None or role in allowed.roles) and _may_call_role(world, message, by, role):
            yield from (member.account.id for member in world.members_with(message.channel, role))
    if message.mentions_everyone:
        yield from (member.account.id for member in world.members_seeing(message.channel))


def _is_there(account: Account, channel: Channel) -> bool:
    return account.id in (channel.guild.members if channel.guild else channel.people)


def _may_call_all(world: World, message: Message, by: Account) -> bool:
    return bool(world.granted(by, message.channel) & May.MENTION_EVERYONE) and message.channel.guild is not None


def _may_call_role(world: World, message: Message, by: Account, role: RoleId) -> bool:
    guild = message.channel.guild
    return guild is not None and (guild.roles[role].is_mentionable or _may_call_all(world, message, by))
