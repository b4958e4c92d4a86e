"""The other half of the community: a simulated Discord, with people on it, and one round over both places."""

from __future__ import annotations

from dataclasses import dataclass

from codesign_bot.demo.neighbours import Neighbour
from codesign_bot.demo.people import Scene
from codesign_bot.testing.discord import DiscordServer, May

NEIGHBOURS = ("Maya", "Noor", "Otis", "Pia", "Quin", "Ben")
"""Who is on Discord. Maya manages the server there; Ben is the Ben of the room, with a second account."""


@dataclass(slots=True)
class Square:
    """The people on Discord by name, as the story calls them."""

    server: DiscordServer
    maya: Neighbour
    noor: Neighbour
    otis: Neighbour
    pia: Neighbour
    quin: Neighbour
    ben: Neighbour

    def page_of(self, one: Neighbour) -> str:
        """The address of a page that shows what somebody sees, and keeps up with it."""
        return self.server.page_of(one.person)


def square(server: DiscordServer, scene: Scene) -> Square:
    """Everybody comes in."""
    people: dict[str, Neighbour] = {}
    for name in NEIGHBOURS:
        may = May.MANAGE_CHANNELS if name == "Maya" else May(0)
        people[name.lower()] = Neighbour(name, server.member(name, may=may), server, scene)
    return Square(server, **people)
