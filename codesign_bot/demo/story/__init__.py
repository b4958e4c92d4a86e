"""What the people of the demo do, in three parts. Each part is told through `Show`."""

from __future__ import annotations

from codesign_bot.demo.show import Show
from codesign_bot.demo.story import beginning, end, middle

_CHAPTERS = (
    beginning.topic,
    beginning.framing,
    beginning.confirming,
    middle.ideas,
    middle.sorting,
    middle.voting,
    middle.runoff,
    end.cooling_off,
    end.feedback,
    end.outcome,
    end.follow_up,
    end.export,
)


async def tell(show: Show) -> None:
    """The whole round, from a room that knows nothing to the files that tell of it. Raises `DemoTrouble`."""
    for chapter in _CHAPTERS:
        await chapter(show)
