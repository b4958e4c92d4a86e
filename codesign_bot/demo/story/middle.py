"""Ideas, sorting, and the vote with its tie."""

from __future__ import annotations

from codesign_bot.core.phases import Phase
from codesign_bot.demo.people import Expect
from codesign_bot.demo.show import Show

_WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789:"}
"""The full-width digits of a keyboard for Chinese or Japanese, as they come out where it is not switched over."""


async def ideas(show: Show) -> None:
    """Alone first. Organisers speak last. Ideas that look alike are pointed out and never joined by the machine."""
    cast, offered = show.cast, show.offered
    await show.room.until_step(Phase.IDEAS, acts=17)
    await cast.hanna.private("!ideas", Expect.REFUSED)
    await cast.olga.private("!idea A big open day", Expect.REFUSED)
    offered("lamps", await cast.ben.private("!idea Lamps along the river path"))
    films = await cast.cleo.aloud("!idea Open-air film nigths on the lawn")
    offered("films", films)
    await cast.cleo.correct(films.id, "!idea Open-air film nights on the lawn")
    offered("tea", await cast.dana.private("! idea A tea stall at the gate"))
    offered("path", await cast.emil.private("!idea Lamps along the path by the river"))
    offered("walks", await cast.farid.aloud("!codesign idea A walking group after work"))
    offered("benches", await cast.gita.private("!idea Benches by the pond"))
    offered("helicopters", await cast.ivo.private("!idea A landing place for helicopters"))
    await cast.jun.hears()
    await cast.jun.private("!parked", Expect.ANYTHING)
    offered("bonfire", await cast.jun.private("!idea parked 1"))
    offered("dogs", await cast.kim.private("idea A fenced run for dogs"))
    await cast.ivo.private(f"!idea withdraw {show.ideas['helicopters']}")
    await cast.hanna.private(f"!idea build {show.ideas['films']} With subtitles, so that all can follow")
    await cast.cleo.hears()


async def sorting(show: Show) -> None:
    """Two authors join their ideas, by consent."""
    cast, ideas = show.cast, show.ideas
    await show.room.until_step(Phase.SORTING, acts=4)
    await cast.ben.private(f"!merge {ideas['lamps']} {ideas['path']}")
    await cast.emil.hears()
    await cast.emil.private(f"!merge yes {ideas['lamps']} {ideas['path']}")
    await cast.ben.hears()


async def voting(show: Show) -> None:
    """Ballots in private, by all kinds of fingers; and everything that a vote is not."""
    cast, ballot = show.cast, show.ballot
    await show.room.until_step(Phase.VOTING, acts=22)
    show.paper.aside("you see the ballots because this is a demo; in the room nobody does")
    await cast.ben.private(f"vot {ballot(lamps=2, films=1)}", Expect.ANYTHING)
    await cast.ben.private(f"vote {ballot(lamps=2, films=1)}")
    await cast.cleo.private(f"!vote {ballot(films=3)}", Expect.REFUSED)
    await cast.cleo.private(f"!vote {ballot(films=2)} {show.ideas['lamps']}")
    await _twice(show)
    await _late(show)
    await cast.farid.open_private()
    await cast.farid.private(f"! vote {ballot(tea=1, walks=2).translate(_WIDE)}")
    await cast.olga.private("!tally", Expect.ANYTHING)
    await cast.olga.aloud("!time less", Expect.ANYTHING)
    await cast.olga.aloud("!request end Most of us have voted, so let us go on.")
    await cast.dana.private(f"!vote {ballot(tea=2, lamps=1)}")
    await cast.gita.private("!request object 1 Some of us only vote after work.")
    await cast.emil.private(f"!vote {ballot(lamps=2, benches=1)}")
    await cast.gita.private(f"!vote {ballot(benches=2, lamps=1)}")
    await cast.hanna.private(f"!vote {ballot(films=1, walks=1)}")
    await cast.ivo.private(f"!vote {ballot(benches=1, lamps=1, bonfire=1)}")
    await cast.kim.private(f"vote {ballot(dogs=2, lamps=1)}")


async def _twice(show: Show) -> None:
    """Jun votes in the room, where it is not counted, and then twice in private, where the last ballot counts."""
    jun, first = show.cast.jun, show.ballot(benches=2, lamps=1)
    vote = await jun.aloud(f"!vote {first}", Expect.REFUSED)
    await jun.delete(vote.id)
    await jun.private(f"!vote {first}")
    await jun.private(f"!vote {show.ballot(tea=1, bonfire=2)}")


async def _late(show: Show) -> None:
    """Lena comes when voting has begun."""
    lena = show.cast.lena
    await lena.client.join(show.scene.room)
    await lena.open_private()
    await lena.private("!join")
    await lena.private(f"!vote {show.ballot(films=2)}", Expect.REFUSED)


async def runoff(show: Show) -> None:
    """One dot for the tied ideas; there is no tie where somebody else voted too."""
    cast, ideas = show.cast, show.ideas
    if await show.room.until_step(Phase.RUNOFF, Phase.COOLING_OFF, acts=3) is not Phase.RUNOFF:
        return
    await show.chorus([cast.ben, cast.cleo, cast.farid, cast.hanna, cast.kim], f"vote {ideas['films']}")
    await show.chorus([cast.dana, cast.jun], f"vote {ideas['tea']}")
    await show.chorus([cast.emil, cast.gita, cast.ivo], f"vote {ideas['benches']}")
