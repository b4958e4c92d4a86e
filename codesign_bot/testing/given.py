"""What rounds are built from: an hour to begin at, people, templates, rules, words, and ballots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from codesign_bot.core.commands import (
    CastBallot,
    PlanRound,
    Text,
)
from codesign_bot.core.content import Content
from codesign_bot.core.ids import ContentId, IdeaNo
from codesign_bot.core.label import Answers, Decider, Fixed, Use
from codesign_bot.core.phases import Phase
from codesign_bot.core.rules import Rules, Template

# A Monday morning in winter time. A six-week round that starts here lives through a change of the clocks.
START = datetime(2026, 3, 2, 9, tzinfo=UTC)

MEMBERS, ORGANISER = ("ada", "ben", "cem", "dora", "eli", "fay"), "olga"

COMMUNITY_WINDOWS: Mapping[Phase, timedelta] = {
    Phase.FRAMING: timedelta(days=7),
    Phase.CONFIRMING: timedelta(days=2),
    Phase.IDEAS: timedelta(days=14),
    Phase.SORTING: timedelta(days=3),
    Phase.VOTING: timedelta(days=7),
    Phase.RUNOFF: timedelta(hours=72),
    Phase.COOLING_OFF: timedelta(days=2),
    Phase.FEEDBACK: timedelta(days=7),
}
COMMUNITY = Template("community", COMMUNITY_WINDOWS)
PRACTICE = Template(
    "practice",
    {phase: timedelta(minutes=5) for phase in COMMUNITY_WINDOWS},
    is_practice=True,
    seconders=1,
    alone_first=timedelta(minutes=1),
    heard_floor=1,
    extensions_most=1,
    request_window=timedelta(minutes=3),
    merge_window=timedelta(minutes=3),
    checks=(timedelta(minutes=5), timedelta(minutes=15)),
    done_confirmations=1,
    done_undisputed=timedelta(minutes=5),
)


def at(hours: float = 0) -> datetime:
    """The instant so many hours after `START`."""
    return START + timedelta(hours=hours)


def content(words: str) -> Content:
    """What stands for these words. The same words always get the same, without a salt."""
    return Content(ContentId(sha256(words.encode()).hexdigest()[:16]), sha256(words.encode()).hexdigest())


def text(words: str = "The bins by the school gate overflow every Friday.") -> Text:
    """Words with their `Content`."""
    return Text(words, content(words))


REASON = text("Half of us are away this week and want to take part.")


def answers(
    decider: Decider = Decider.TOGETHER,
    fixed: Fixed = Fixed.SOME,
    use: Use = Use.DONE_TOGETHER,
    reply_by: date = date(2026, 5, 31),
) -> Answers:
    """Five honest answers."""
    return Answers(
        decider=decider,
        who_decides=content("We all decide together."),
        fixed=fixed,
        what_is_fixed=content("The budget is fixed."),
        what_is_open=content("Everything else is open."),
        use=use,
        what_happens_with_it=content("We do it together in summer."),
        reply_by=reply_by,
    )


def rules(template: Template = COMMUNITY, zone: str = "Europe/London", honest: Answers | None = None) -> Rules:
    """Rules with answers. `Rules(template, zone)` has none."""
    return Rules(template, zone, honest or answers())


def plan(planned: Rules | None = None) -> PlanRound:
    """The command that plans a round by these rules."""
    return PlanRound(planned or rules(), (text("We all decide together."), text("The budget is fixed.")))


def dots(**given: int) -> CastBallot:
    """A ballot such as `dots(i1=2, i3=1)`: two dots on idea 1, one on idea 3."""
    return CastBallot({IdeaNo(int(name[1:])): number for name, number in given.items()})
