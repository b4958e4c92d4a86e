"""From a topic to a question that people consent to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from codesign_bot.core.phases import Phase
from codesign_bot.demo.people import Expect
from codesign_bot.demo.show import Show


async def topic(show: Show) -> None:
    """A topic from below, the five honest answers, and enough seconders."""
    cast = show.cast
    show.paper.chapter("Before the round: a topic from below")
    await cast.olga.aloud("!setup Riverside", Expect.ANYTHING)
    suggested = await cast.ben.aloud("!topic suggest The park is empty in the evening")
    show.topic = show.scene.phrases.topic(suggested.answer) or 1
    await cast.cleo.aloud(f"!second {show.topic}")
    await plan(show, show.template, "The park stays a park. There is money for two things.")
    await show.chorus([cast.olga, cast.gita, cast.hanna, cast.ivo, cast.jun, cast.kim], "!join")
    await cast.farid.aloud("!jion", Expect.ANYTHING)
    await cast.farid.aloud("!join")
    post = await show.room.until_said(lambda words: f"topic second {show.topic}" in words, "that there is a topic")
    await cast.dana.thumb(post.id, "the message about the topic")
    await cast.emil.aloud(f"@codesign: second {show.topic}")


async def plan(show: Show, template: str, fixed: str) -> None:
    """Olga gives the five honest answers. She sets up and schedules; she does not decide."""
    olga = show.cast.olga
    reply_by = (datetime.now(UTC) + timedelta(days=21)).date().isoformat()
    await olga.private(f"!round plan {template}", Expect.ANYTHING)
    for answer in (
        "1",
        "All of us here, by dots.",
        "2",
        fixed,
        "Everything else is open.",
        "1",
        "We do it together with the town.",
        reply_by,
    ):
        await olga.private(answer, Expect.ANYTHING, is_command=False)
    await olga.private("yes", is_command=False)


async def framing(show: Show) -> None:
    """What happens, to whom, why it matters. An answer that comes too early is kept, not refused."""
    cast = show.cast
    await show.room.until_step(Phase.FRAMING, acts=8)
    await cast.dana.aloud("!frame", Expect.ANYTHING)
    await cast.dana.aloud("!frame It is dark by the river after six. I do not feel safe there.")
    await cast.jun.private("!idea A bonfire every full moon")
    await cast.emil.aloud("!frame People walk through and nobody stays. There is nowhere to sit.")
    await cast.kim.private("frame Our children have nowhere to meet friends after school")
    await cast.cleo.aloud("!question How might we make the park a good place for evenings?")
    await cast.gita.private("!question How might we get more lamps?")
    await show.chorus([cast.ben, cast.hanna, cast.ivo], "!support 1")


async def confirming(show: Show) -> None:
    """Consent is good enough to go on with; an objection can be taken back."""
    cast = show.cast
    await show.room.until_step(Phase.CONFIRMING, acts=4)
    await cast.ivo.aloud("!object Good for whom? I miss the people who sleep there.")
    await cast.cleo.chat("Ivo, for everybody who is there in the evening. Them too.")
    await cast.ivo.aloud("!object back")
    await show.chorus([cast.ben, cast.dana, cast.gita, cast.hanna, cast.ivo, cast.kim], "!consent")
