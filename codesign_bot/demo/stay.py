"""After the round: the bot goes on answering, and some of the people second what a visitor suggests."""

from __future__ import annotations

import re
from typing import NoReturn

from codesign_bot.demo.people import Expect
from codesign_bot.demo.show import Show

_TOPIC = re.compile(r"!topic second (\d+)")


async def stay(show: Show) -> NoReturn:
    """Until somebody ends the demo."""
    known = {str(show.topic)}
    cast = show.cast

    def suggested(words: str) -> set[str]:
        return set(_TOPIC.findall(words)) - known

    show.room.await_others()
    while True:
        post = await show.room.until_said(suggested, "a new topic", None)
        for topic in sorted(suggested(post.words)):
            known.add(topic)
            for member in (cast.ben, cast.cleo, cast.dana):
                await member.aloud(f"!topic second {topic}", Expect.ANYTHING)
