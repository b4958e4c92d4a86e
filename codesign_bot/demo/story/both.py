"""The second scene: the community lives in a Matrix room and in a Discord channel. One round, one tally."""

from __future__ import annotations

import re

from codesign_bot.core.phases import Phase
from codesign_bot.demo import words
from codesign_bot.demo.people import Expect
from codesign_bot.demo.show import Show
from codesign_bot.demo.story.beginning import plan
from codesign_bot.demo.trouble import DemoTrouble

_FIXED = "Everything stays in our street. There is money for two things."
_CODE = re.compile(r"link ([A-Z0-9-]{4,})")


async def linking(show: Show) -> None:
    """An organiser links a channel; somebody with two accounts says so, and has one ballot from then on."""
    cast, square = show.cast, show.square
    words.second_scene(show.paper, show)
    code = _code((await cast.olga.aloud("!setup code", Expect.ANYTHING)).answer)
    await square.maya.types("/setup link", {"code": code}, expects=Expect.ANYTHING)
    code = _code((await square.ben.types("/me link", expects=Expect.ANYTHING)).answer)
    await cast.ben.private(f"!link {code}", Expect.ANYTHING)


def _code(answer: str) -> str:
    found = _CODE.search(answer)
    if found is None:
        raise DemoTrouble("The bot gave no code to link with.")
    return found[1]


async def topic(show: Show) -> None:
    """A topic from Discord, seconded in both places."""
    cast, square = show.cast, show.square
    show.room.begins_anew(show.short_lengths)
    await square.noor.types("/topic suggest", form=("action-topic-suggest", "Nobody knows who has which tools"))
    show.topic += 1
    await square.otis.presses("action-topic-second")
    await cast.cleo.aloud(f"!topic second {show.topic}")
    await plan(show, show.short_template, _FIXED)
    await show.chorus([cast.ben, cast.dana, cast.emil], "!join")
    await square.pia.presses("action-topic-second")


async def framing(show: Show) -> None:
    """What is the problem? Said with a form there, and with a line here."""
    cast, square = show.cast, show.square
    await show.room.until_step(Phase.FRAMING, acts=6)
    await square.quin.presses("action-join")
    await square.noor.fills("action-frame", "I bought a ladder that I need once a year")
    await cast.dana.private("!frame Four drills in our house, and none of us knew")
    await square.pia.fills("action-question", "How might we share tools, so that all can mend things?")
    await cast.emil.private("!frame Old people ask nobody, they go without")
    await square.otis.fills("action-frame", "The tool shed of the club is always locked")


async def confirming(show: Show) -> None:
    """Consent from both places."""
    cast, square = show.cast, show.square
    await show.room.until_step(Phase.CONFIRMING, acts=3)
    await show.chorus([cast.cleo, cast.dana, cast.emil], "!consent")
    await square.noor.presses("action-consent")
    await square.otis.presses("action-consent")


async def ideas(show: Show) -> None:
    """Ideas have one row of numbers, wherever they were given."""
    cast, square = show.cast, show.square
    await show.room.until_step(Phase.IDEAS, acts=7)
    show.ideas.clear()
    show.offered("shelf", await square.noor.fills("action-idea", "A shelf of tools at the library"))
    show.offered("list", await cast.cleo.private("!idea A list of who lends what"))
    show.offered("day", await square.otis.fills("action-idea", "A repair day every first Saturday"))
    show.offered("shed", await cast.dana.private("!idea Open the shed of the club on Fridays"))
    show.offered("cargo", await square.quin.fills("action-idea", "A cargo bike that brings the heavy tools"))
    show.offered("course", await cast.emil.private("!idea Courses for who never held a drill"))
    await square.pia.presses("action-ideas", expects=Expect.ANYTHING)


async def voting(show: Show) -> None:
    """Typed here, pressed there. Who votes in both places has one ballot, the newer one."""
    cast, square = show.cast, show.square
    await show.room.until_step(Phase.VOTING, acts=12)
    vote = f"[{show.scene.phrases.words('action-vote')}]"
    card = await square.maya.reads(lambda shown: vote in shown, "the card of the vote")
    show.paper.screen_of("The card on Discord, where the room reads “type !vote”:", card)
    await cast.ben.private(f"!vote {show.ballot(list=2)}")
    await cast.cleo.private(f"!vote {show.ballot(shelf=2, list=1)}")
    await square.noor.presses("action-vote", expects=Expect.ANYTHING)
    for name in ("shelf", "shelf", "day"):
        await square.noor.adds_a_dot(show.ideas[name])
    show.paper.screen_of("The ballot of Noor on Discord, which only Noor sees:", square.noor.newest_own())
    await square.ben.presses("action-vote", expects=Expect.ANYTHING)
    await square.ben.adds_a_dot(show.ideas["day"])
    await cast.dana.private(f"!vote {show.ballot(day=2, shed=1)}")
    await square.otis.types("/vote idea", {"idea": show.ideas["day"], "dots": 2})
    await square.quin.types("/vote idea", {"idea": show.ideas["shelf"], "dots": 2})
    await cast.emil.private(f"!vote {show.ballot(shelf=1, day=1)}")


async def tally(show: Show) -> None:
    """The same numbers in both places."""
    await show.room.until_step(Phase.RUNOFF, Phase.COOLING_OFF)
    post = await show.room.until_said(show.scene.phrases.chosen, "what the vote chose")
    chosen = show.scene.phrases.chosen(post.words)
    there = await show.square.noor.reads(show.scene.phrases.chosen, "what the vote chose")
    show.paper.screen_of("The same, in the channel on Discord:", there)
    if show.scene.phrases.chosen(there) != chosen:
        raise DemoTrouble("The two places were told of different results.")
    show.paper.tell("The round goes on from here as the first one did.")
