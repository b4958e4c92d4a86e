"""From the tally to a kept promise, and the files that tell of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from codesign_bot.core.phases import Phase
from codesign_bot.demo.people import Expect
from codesign_bot.demo.show import Show

_OWNERS = {"lamps": "Ben and the parks office", "films": "Cleo and friends"}
_REASONS = {
    "tea": "later We ask the café again in spring.",
    "benches": "later They are first in line next year.",
    "walks": "later It needs no money, only walkers.",
    "bonfire": "not-now The fire brigade said no.",
    "dogs": "not-now There is one across the bridge.",
}
OVER_WITHIN_SECONDS = 60.0
FILES = 2
"""The record comes as JSON Lines and as Markdown."""


async def cooling_off(show: Show) -> None:
    """The result is public. Those who see it another way stand beside it."""
    cast, phrases = show.cast, show.scene.phrases
    await show.room.until_step(Phase.COOLING_OFF, acts=3)
    show.chosen = phrases.chosen((await show.room.until_said(phrases.chosen, "what the vote chose")).words)
    await cast.gita.aloud("!object Films at night keep the children awake.")
    await cast.hanna.private("!minority Benches lost by little. Old people need them most.")
    await show.chorus([cast.ivo, cast.emil], "!minority sign 1")


async def feedback(show: Show) -> None:
    """Agree, disagree or pass on each chosen idea, and words."""
    cast = show.cast
    first, *others = show.chosen
    await show.room.until_step(Phase.FEEDBACK, acts=2 + 2 * len(others))
    await show.chorus([cast.ben, cast.cleo, cast.dana, cast.emil, cast.kim], f"!feedback {first} agree")
    for no in others:
        await show.chorus([cast.gita, cast.ivo], f"!feedback {no} disagree")
        await cast.gita.private(f"!feedback {no} work End at ten, and I am for it")
    await cast.lena.private(f"!feedback {first} like I can walk home by the river again")


async def outcome(show: Show) -> None:
    """What was said, what will be done, by whom, by when; and a fate for every idea."""
    olga, phrases = show.cast.olga, show.scene.phrases
    await show.room.until_step(Phase.OUTCOME)
    await olga.private("!feedback", Expect.ANYTHING)
    refusal = await olga.private("!outcome publish We will put up lamps.", Expect.REFUSED)
    day = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    for no in phrases.without_fate(refusal.answer):
        show.paper.typed("Olga, in private", f"!fate {no} {_fate(show, no, day)}")
        await olga.quietly(f"!fate {no} {_fate(show, no, day)}")
        await olga.beat()
    await olga.private(
        "!outcome publish You said: the park is dark and empty in the evening. "
        "We will put up lamps, and show films in summer."
    )
    post = await show.room.until_said(lambda words: phrases.found("outcome", words) is not None, "the outcome")
    show.outcome = post.words


def _fate(show: Show, no: int, day: str) -> str:
    name = next((name for name, number in show.ideas.items() if number == no), "")
    if no in show.chosen:
        return f"chosen {_OWNERS.get(name, 'All of us')} by {day}"
    return _REASONS.get(name, "later We want to talk with you about it first.")


async def follow_up(show: Show) -> None:
    """Promises are checked: progress, done, three who confirm it, and checks that come by themselves."""
    cast, phrases = show.cast, show.scene.phrases
    await show.room.until_step(Phase.FOLLOW_UP)
    first, *others = show.chosen
    await cast.ben.aloud(f"!progress {first} The lamps are ordered.")
    await cast.ben.aloud(f"!progress {first} done")
    await show.chorus([cast.dana, cast.farid, cast.kim], f"!confirm {first}")
    for no in others:
        await cast.cleo.aloud(f"!progress {no} done")
    await show.room.until_said(phrases.is_over, "that the round is over", OVER_WITHIN_SECONDS)


async def export(show: Show) -> None:
    """Anybody can have the record. The files come out of the chat, as they do for every member."""
    ben = show.cast.ben
    await ben.private(f"!export #{show.topic}", Expect.ANYTHING)
    show.files = await ben.files(FILES)
