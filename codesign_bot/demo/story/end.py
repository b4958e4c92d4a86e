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
FEW_HEARD_SHARE = 0.5
"""Of its length, by which a step goes on where too few were heard."""
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
    """Agree, disagree or pass on each chosen idea, and words. Where too few were heard the step waits for more."""
    cast = show.cast
    first, *others = show.chosen
    heard = [cast.ben, cast.cleo, cast.dana]
    await show.room.until_step(Phase.FEEDBACK, acts=1)
    await show.chorus(heard, f"!feedback {first} agree")
    await _waited_for_more(show, len(heard), acts=2 + 2 * len(others))
    await show.chorus([cast.emil, cast.farid, cast.kim], f"!feedback {first} agree")
    for no in others:
        await show.chorus([cast.gita, cast.ivo], f"!feedback {no} disagree")
        await cast.gita.private(f"!feedback {no} work End at ten, and I am for it")
    await cast.lena.private(f"!feedback {first} like I can walk home by the river again")


async def _waited_for_more(show: Show, heard: int, acts: int) -> None:
    """Nobody else says anything until the step would end, and it does not. Afterwards `acts` are still to come."""
    phrases = show.scene.phrases
    show.paper.aside("the others are busy, so the end of this step comes")
    await show.room.until_said(lambda words: phrases.waits_for_more(words, heard), "that it waits for more people")
    show.room.goes_on(Phase.FEEDBACK, FEW_HEARD_SHARE, acts)


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
