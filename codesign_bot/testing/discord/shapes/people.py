"""Accounts, members and roles as JSON."""

from __future__ import annotations

from codesign_bot.testing.discord import permissions
from codesign_bot.testing.discord.model import Account, Channel, Guild, Member, Role
from codesign_bot.testing.discord.wire import Json, timestamp
from codesign_bot.testing.discord.world import World


def account(who: Account) -> Json:
    """A user object."""
    return {
        "id": str(who.id),
        "username": who.name.lower().replace(" ", "_"),
        "global_name": None if who.is_bot else who.name,
        "discriminator": "0000",
        "avatar": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
        "bot": who.is_bot,
        "system": who.is_system,
    }


def own_account(world: World) -> Json:
    """Our bot's user object, as it sees itself."""
    own = account(world.bot) | {"mfa_enabled": True, "locale": world.bot.locale, "email": None, "verified": True}
    del own["primary_guild"]
    return own


def partial_member(member: Member) -> Json:
    """Without the account: as messages and resolved data carry it."""
    return {
        "avatar": None,
        "avatar_decoration_data": None,
        "banner": None,
        "communication_disabled_until": "2100-01-01T00:00:00.000000+00:00" if member.is_timed_out else None,
        "flags": 0,
        "joined_at": timestamp(member.joined_at),
        "nick": member.nick,
        "pending": False,
        "premium_since": None,
        "roles": [str(role) for role in member.roles],
        "collectibles": None,
    }


def member_of(member: Member) -> Json:
    """A whole member object."""
    return partial_member(member) | {"user": account(member.account), "mute": False, "deaf": False}


def member_in(guild: Guild, member: Member, channel: Channel) -> Json:
    """With the permissions in a channel: as interactions carry it."""
    return member_of(member) | {"permissions": str(permissions.in_channel(guild, member, channel))}


def role(one: Role) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "permissions": str(one.permissions),
        "position": one.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": one.is_mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def application(world: World) -> Json:
    """Our bot's application, as its owner sees it."""
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": account(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": account(world.application.owner),
        "approximate_guild_count": sum(guild.has_bot for guild in world.guilds.values()),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }
