"""What any platform must do, as one suite: a new platform is done when it passes.

Subclass `PlatformContract` and give it a fixture `door`: a `Door` that was started. Nothing here knows a platform.
The tests are asynchronous and run in the automatic mode of pytest-asyncio. Each needs a door of its own.

Platforms differ in what they can tell a bot. Where one cannot keep a promise as it is written, the promise has a
second half, and which half holds is said by the door, once, for the whole suite:

- `overhears`: a bot that hears what people write in a space is told of each change to it. One that does not hears
  nothing of it at all.
- `keeps`: what people say while the bot is away is told later, all of it. Where a platform does not keep it, whoever
  says it sees at once that it was not taken, and it is not told later.
- `tells_of_private`: that somebody opens a direct message is told, or the first thing said there tells it.
- `takes_unseen`: what somebody says in a space so that nobody else sees it is answered unseen, too. Where there is no
  such way, nothing that is said in a space counts as unseen.

Whatever was taken is told once, in order, as theirs; that has no second half.
"""

from __future__ import annotations

from codesign_bot.testing._contract_of_answers import AnswersContract
from codesign_bot.testing._contract_of_hearing import AwayContract, HearingContract
from codesign_bot.testing._contract_of_places import PlacesContract
from codesign_bot.testing._contract_of_saying import SayingContract, TroubleContract
from codesign_bot.testing._contract_of_witness import WitnessContract
from codesign_bot.testing.door import Door, DoorPerson, NotTaken, Plain, Recorder, answer, queued, reading, words

__all__ = [
    "Door",
    "DoorPerson",
    "NotTaken",
    "Plain",
    "PlatformContract",
    "Recorder",
    "answer",
    "queued",
    "reading",
    "words",
]


class PlatformContract(
    HearingContract,
    AwayContract,
    SayingContract,
    TroubleContract,
    AnswersContract,
    PlacesContract,
    WitnessContract,
):
    """Everything that `ports.Platform` promises, asked of one implementation."""
