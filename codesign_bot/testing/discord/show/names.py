"""The names behind ids, and instants in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from codesign_bot.testing.discord.ids import AccountId, ChannelId, RoleId
from codesign_bot.testing.discord.model import Account, Guild
from codesign_bot.testing.discord.show.markup import Mark, Node
from codesign_bot.testing.discord.world import World


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose view it is. Instants are shown in UTC, so that every run shows the same."""

    world: World
    guild: Guild | None = None

    def account(self, who: Account) -> str:
        member = self.guild.members.get(who.id) if self.guild else None
        return member.shown_name if member else who.name

    def mention(self, node: Node) -> str:
        """What a mention, emoji or command looks like."""
        match node.mark:
            case Mark.PERSON:
                found = self.world.accounts.get(AccountId(int(node.text)))
                return f"@{self.account(found)}" if found else "@unknown-user"
            case Mark.ROLE:
                role = self.guild.roles.get(RoleId(int(node.text))) if self.guild else None
                return f"@{role.name}" if role else "@unknown-role"
            case Mark.CHANNEL:
                channel = self.world.channels.get(ChannelId(int(node.text)))
                return f"#{channel.name}" if channel else "#unknown"
            case Mark.COMMAND:
                return f"/{node.text}"
            case Mark.EMOJI:
                return f":{node.text}:"
            case _:
                return node.text

    def instant(self, node: Node) -> tuple[datetime, str]:
        """The instant of a TIME node, and how it reads."""
        at = datetime.fromtimestamp(int(node.text), UTC)
        return at, _FORMATS[node.target](at) if node.target != "R" else relative(at, self.world.clock.now())


_FORMATS: Mapping[str, Callable[[datetime], str]] = {
    "t": lambda at: f"{at:%H:%M}",
    "T": lambda at: f"{at:%H:%M:%S}",
    "d": lambda at: f"{at:%d/%m/%Y}",
    "D": lambda at: f"{at.day} {at:%B %Y}",
    "f": lambda at: f"{at.day} {at:%B %Y at %H:%M}",
    "F": lambda at: f"{at:%A}, {at.day} {at:%B %Y at %H:%M}",
    "s": lambda at: f"{at:%d/%m/%Y, %H:%M}",
    "S": lambda at: f"{at:%d/%m/%Y, %H:%M:%S}",
}
_UNITS = (
    ("year", timedelta(days=365)),
    ("month", timedelta(days=30)),
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
    ("second", timedelta(seconds=1)),
)


def relative(at: datetime, now: datetime) -> str:
    """As "in 3 days" or "2 hours ago", rounded to the largest unit that fits."""
    away = abs(at - now)
    name, unit = next((one for one in _UNITS if away >= one[1]), _UNITS[-1])
    count = round(away / unit)
    said = f"{count} {name}" + ("" if count == 1 else "s")
    return f"in {said}" if at > now else f"{said} ago"
