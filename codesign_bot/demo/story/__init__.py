"""What the people of the demo do, in two scenes. Each chapter is told through `Show`."""

from __future__ import annotations

from codesign_bot.demo import words
from codesign_bot.demo.show import Show
from codesign_bot.demo.story import beginning, both, end, middle

_FIRST_SCENE = (
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
_SECOND_SCENE = (
    both.linking,
    both.topic,
    both.framing,
    both.confirming,
    both.ideas,
    both.voting,
    both.tally,
)


async def tell(show: Show) -> None:
    """A whole round, from a room that knows nothing to the files that tell of it; and one in two places, to its tally.

    Raises `DemoTrouble`.
    """
    for chapter in _FIRST_SCENE:
        await chapter(show)
    words.came_of_it(show.paper, show)
    for chapter in _SECOND_SCENE:
        await chapter(show)
