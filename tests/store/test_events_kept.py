"""What was once written must decode for ever: every event as it was kept when its version was new.

The lines in kept/ never change. A field that is renamed is renamed here too, and an upcaster brings the old line
to it; a new version of a type gets a line of its own in a new file and a value below.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest

from codesign_bot.core.content import Content
from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.counting.completion import Stop
from codesign_bot.core.counting.fair_share import CameBy, FairShare, Payment, Purchase
from codesign_bot.core.counting.result import Outcome, Row, Verdict
from codesign_bot.core.counting.tally import Count, IdeaCount, Rule
from codesign_bot.core.counting.ties import TiedFor, TieReport, TieStep, TieStepTaken
from codesign_bot.core.counting.ways import Way
from codesign_bot.core.events import (
    AccountsLinked,
    AnswerParked,
    BallotCast,
    CheckHeld,
    ClaimExtended,
    ConsentGiven,
    DoneClaimed,
    DoneConfirmed,
    DoneDisputed,
    Event,
    FateSet,
    FeedbackGiven,
    FewVoicesNoted,
    IdeaBuiltOn,
    IdeaDone,
    IdeaEdited,
    IdeaHidden,
    IdeaOffered,
    IdeasFrozen,
    IdeasJoined,
    IdeaSplit,
    IdeaWithdrawn,
    MergeAccepted,
    MergeDeclined,
    MergeLapsed,
    MergeOffered,
    MinorityViewCosigned,
    MinorityViewStated,
    ObjectionWithdrawn,
    OutcomePublished,
    ParticipantJoined,
    ParticipantLeft,
    PhaseEntered,
    Power,
    PowerUsed,
    ProblemStated,
    ProgressReported,
    PromiseMissed,
    QuestionChosen,
    QuestionConfirmed,
    QuestionObjected,
    QuestionWorded,
    ReplyMissed,
    RequestExtended,
    RequestFell,
    RequestMade,
    RequestObjected,
    RequestPassed,
    RequestSupported,
    ResultObjected,
    ResultObjectionWithdrawn,
    RoundOpened,
    RoundPaused,
    RoundPlanned,
    RoundResumed,
    RunoffNeeded,
    ShortlistMade,
    StanceTaken,
    TimeAsked,
    TopicExpired,
    TopicSeconded,
    TopicSuggested,
    VotesCounted,
    WindowExtended,
    WindowShortened,
    WordingSupported,
)
from codesign_bot.core.ids import (
    CommunityId,
    ContentId,
    IdeaNo,
    PersonId,
    RequestNo,
    RoundId,
    StatementNo,
    TopicNo,
    WordingNo,
)
from codesign_bot.core.label import Answers, Decider, Fixed, Use
from codesign_bot.core.phases import WINDOWED, Phase
from codesign_bot.core.pieces import Fate, Narrowing, Remark, Stance, VoteKind, Why
from codesign_bot.core.rest import Rest
from codesign_bot.core.rules import Rules, Template, TemplateFault, check_template
from codesign_bot.core.windows import Night, Window
from codesign_bot.errors import Damaged
from codesign_bot.store.codec import TYPES, UPCASTERS, decode, encode

AT = datetime(2026, 3, 1, 12, 0, 0, 250000, tzinfo=UTC)
LATER = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
ADA, BEN = PersonId("ada"), PersonId("ben")
WORDS = Content(id=ContentId("c1"), digest="0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f")
OTHERS = Content(id=ContentId("c2"), digest="1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e")
TEMPLATE = Template(
    name="community",
    windows={
        Phase.FRAMING: timedelta(days=7),
        Phase.CONFIRMING: timedelta(days=8),
        Phase.IDEAS: timedelta(days=9),
        Phase.SORTING: timedelta(days=10),
        Phase.VOTING: timedelta(days=11),
        Phase.RUNOFF: timedelta(days=12),
        Phase.COOLING_OFF: timedelta(days=13),
        Phase.FEEDBACK: timedelta(days=14),
    },
    is_practice=False,
    seconders=3,
    places=3,
    rule=Rule.DOTS,
    chain=(TieStep.OTHER_MEASURE, TieStep.WIDEN, TieStep.RUNOFF, TieStep.ALL_GO_ON),
    dots=4,
    cap=2,
    ideas_each=5,
    alone_first=timedelta(days=1),
    heard_floor=5,
    heard_percent=20,
    extensions_most=2,
    request_window=timedelta(days=2),
    merge_window=timedelta(days=2),
    checks=(timedelta(days=30), timedelta(days=90)),
    done_confirmations=3,
    done_undisputed=timedelta(days=7),
    night=Night(begins=time(21, 30), ends=time(7, 0)),
)
ANSWERS = Answers(
    decider=Decider.TOGETHER,
    who_decides=WORDS,
    fixed=Fixed.SOME,
    what_is_fixed=OTHERS,
    what_is_open=WORDS,
    use=Use.DONE_TOGETHER,
    what_happens_with_it=OTHERS,
    reply_by=date(2026, 6, 1),
)
RULES = Rules(template=TEMPLATE, zone="Europe/Berlin", answers=ANSWERS)
OUTCOME = Outcome(
    rule=Rule.DOTS,
    places=2,
    ranking=(
        Row(idea=IdeaNo(1), dots=5, supporters=3, rank=1, tie_group=None),
        Row(idea=IdeaNo(3), dots=4, supporters=2, rank=2, tie_group=1),
        Row(idea=IdeaNo(2), dots=4, supporters=4, rank=2, tie_group=1),
        Row(idea=IdeaNo(4), dots=2, supporters=2, rank=4, tie_group=None),
        Row(idea=IdeaNo(5), dots=1, supporters=1, rank=5, tie_group=None),
    ),
    chosen=(IdeaNo(1), IdeaNo(2)),
    runoff=None,
    tie=TieReport(
        tied=(
            TiedFor(
                ideas=(
                    IdeaCount(idea=IdeaNo(3), dots=4, supporters=2, most_from_one=2),
                    IdeaCount(idea=IdeaNo(2), dots=4, supporters=4, most_from_one=1),
                ),
                places=1,
                from_place=2,
            ),
        ),
        steps=(
            TieStepTaken(
                step=TieStep.OTHER_MEASURE,
                measure=Rule.SUPPORTERS,
                chosen=(IdeaNo(2),),
                dropped=(IdeaNo(3),),
                still_tied=(),
                places_left=0,
                extra_places=0,
            ),
        ),
    ),
    voters_with_a_chosen_idea=5,
    differs=(),
    verdicts=(
        Verdict(rule=Rule.DOTS, chosen=(IdeaNo(1), IdeaNo(2)), runoff=None, voters_with_a_chosen_idea=5),
        Verdict(rule=Rule.SUPPORTERS, chosen=(IdeaNo(2), IdeaNo(1)), runoff=None, voters_with_a_chosen_idea=5),
        Verdict(rule=Rule.FAIR_SHARE, chosen=(IdeaNo(2), IdeaNo(1)), runoff=None, voters_with_a_chosen_idea=5),
    ),
    fair_share_count=FairShare(
        ways=frozenset({Way(certain=frozenset({IdeaNo(1), IdeaNo(2)}), pools=frozenset())}),
        purchases=(
            Purchase(
                ideas=frozenset({IdeaNo(2)}),
                cost=1,
                most_paid=Fraction(1, 4),
                payments=frozenset(
                    {
                        Payment(supported=frozenset({IdeaNo(1), IdeaNo(2)}), people=2, each=Fraction(1, 4)),
                        Payment(supported=frozenset({IdeaNo(2), IdeaNo(3)}), people=2, each=Fraction(1, 4)),
                    }
                ),
            ),
        ),
        came_by=((IdeaNo(1), CameBy.SUPPORTERS), (IdeaNo(2), CameBy.FIRST_PURSE)),
        first_purse=Fraction(2, 7),
        purse=Fraction(87, 175),
        steps=74,
        stop=Stop.OVERSHOT,
    ),
    count=Count(
        lines=(
            IdeaCount(idea=IdeaNo(5), dots=1, supporters=1, most_from_one=1),
            IdeaCount(idea=IdeaNo(3), dots=4, supporters=2, most_from_one=2),
            IdeaCount(idea=IdeaNo(1), dots=5, supporters=3, most_from_one=2),
            IdeaCount(idea=IdeaNo(2), dots=4, supporters=4, most_from_one=1),
            IdeaCount(idea=IdeaNo(4), dots=2, supporters=2, most_from_one=1),
        ),
        ballots=7,
        alike=frozenset(
            {
                (frozenset({(IdeaNo(1), 1), (IdeaNo(5), 1)}), 1),
                (frozenset({(IdeaNo(1), 2), (IdeaNo(2), 1)}), 2),
                (frozenset({(IdeaNo(2), 1), (IdeaNo(3), 2)}), 2),
                (frozenset({(IdeaNo(4), 1)}), 2),
            }
        ),
    ),
    runoff_count=None,
)

EVENTS: tuple[Event, ...] = (
    TopicSuggested(
        at=AT,
        round=RoundId("round"),
        community=CommunityId("home"),
        topic=TopicNo(3),
        by=ADA,
        title=WORDS,
        expires_at=LATER,
    ),
    TopicSeconded(at=AT, by=ADA, seconders_needed=2),
    RoundPlanned(at=AT, by=ADA, rules=RULES),
    RoundOpened(at=AT, rules=RULES, rules_hash="abababababababababababababababababababababababababababababababab"),
    TopicExpired(at=AT),
    ParticipantJoined(at=AT, person=ADA, is_organiser=True),
    ParticipantLeft(at=AT, person=ADA, is_organiser=True),
    PhaseEntered(at=AT, phase=Phase.EXPIRED, window=Window(opened=AT, closes=LATER)),
    WindowExtended(at=AT, why=Why.TIED_WORDINGS, before=LATER, closes=LATER, heard=2, needed=2),
    WindowShortened(at=AT, before=LATER, closes=LATER),
    FewVoicesNoted(at=AT, heard=2, needed=2),
    TimeAsked(at=AT, by=ADA),
    PowerUsed(at=AT, by=ADA, act=Power.PUBLISHED, target="target", before="before", after="after", reason=WORDS),
    ProblemStated(at=AT, no=StatementNo(3), by=ADA, content=WORDS),
    AnswerParked(at=AT, by=ADA, content=WORDS),
    QuestionWorded(at=AT, no=WordingNo(3), by=ADA, content=WORDS, is_by_organiser=True),
    WordingSupported(at=AT, no=WordingNo(3), by=ADA),
    QuestionChosen(at=AT, wordings=(WordingNo(3), WordingNo(12))),
    ConsentGiven(at=AT, by=ADA),
    QuestionObjected(at=AT, by=ADA, content=WORDS),
    ObjectionWithdrawn(at=AT, by=ADA),
    QuestionConfirmed(at=AT, wordings=(WordingNo(3), WordingNo(12)), open_objections=2),
    IdeaOffered(at=AT, no=IdeaNo(3), by=ADA, content=WORDS, is_by_organiser=True, from_parked=2),
    IdeaEdited(at=AT, no=IdeaNo(3), content=WORDS),
    IdeaWithdrawn(at=AT, no=IdeaNo(3)),
    IdeaBuiltOn(at=AT, no=IdeaNo(3), by=ADA, content=WORDS),
    MergeOffered(at=AT, keep=IdeaNo(3), join=IdeaNo(3), by=ADA, closes=LATER, accepted=frozenset({ADA, BEN})),
    MergeAccepted(at=AT, keep=IdeaNo(3), join=IdeaNo(3), by=ADA),
    MergeDeclined(at=AT, keep=IdeaNo(3), join=IdeaNo(3), by=ADA),
    MergeLapsed(at=AT, keep=IdeaNo(3), join=IdeaNo(3)),
    IdeasJoined(at=AT, keep=IdeaNo(3), join=IdeaNo(3)),
    IdeaSplit(at=AT, no=IdeaNo(3), by=ADA),
    IdeaHidden(at=AT, no=IdeaNo(3)),
    IdeasFrozen(
        at=AT,
        vote_kind=VoteKind.RUNOFF,
        lists=(BallotRules(ideas=frozenset({IdeaNo(1), IdeaNo(12)}), dots=3, cap=2),),
        roll_closed_at=LATER,
    ),
    BallotCast(at=AT, vote_kind=VoteKind.RUNOFF, person=ADA, dots=((IdeaNo(1), 2), (IdeaNo(12), 1))),
    ShortlistMade(at=AT, ideas=(IdeaNo(3), IdeaNo(12)), ballots=2),
    RunoffNeeded(at=AT, ideas=(IdeaNo(3), IdeaNo(12)), places=2),
    VotesCounted(at=AT, result=OUTCOME),
    ResultObjected(at=AT, by=ADA, content=WORDS),
    ResultObjectionWithdrawn(at=AT, by=ADA),
    MinorityViewStated(at=AT, no=2, by=ADA, content=WORDS),
    MinorityViewCosigned(at=AT, no=2, by=ADA),
    StanceTaken(at=AT, idea=IdeaNo(3), by=ADA, stance=Stance.PASS),
    FeedbackGiven(at=AT, idea=IdeaNo(3), by=ADA, remark=Remark.WORK, content=WORDS),
    FateSet(at=AT, idea=IdeaNo(3), fate=Fate.JOINED, reason=WORDS, owner=WORDS, due_on=date(2026, 6, 1)),
    OutcomePublished(at=AT, by=ADA, content=WORDS, difference=WORDS),
    ReplyMissed(at=AT, promised_on=date(2026, 6, 1)),
    PromiseMissed(at=AT, idea=IdeaNo(3), promised_on=date(2026, 6, 1)),
    ProgressReported(at=AT, idea=IdeaNo(3), by=ADA, content=WORDS),
    DoneClaimed(at=AT, idea=IdeaNo(3), by=ADA),
    DoneConfirmed(at=AT, idea=IdeaNo(3), by=ADA),
    DoneDisputed(at=AT, idea=IdeaNo(3), by=ADA, content=WORDS),
    IdeaDone(at=AT, idea=IdeaNo(3), confirmations=2),
    CheckHeld(at=AT, no=2, of=2),
    RequestMade(
        at=AT,
        no=RequestNo(3),
        act=Narrowing.HIDE_IDEA,
        by=ADA,
        reason=WORDS,
        idea=IdeaNo(3),
        closes=LATER,
        support_needed=2,
    ),
    RequestSupported(at=AT, no=RequestNo(3), by=ADA),
    RequestObjected(at=AT, no=RequestNo(3), by=ADA, content=WORDS),
    RequestPassed(at=AT, no=RequestNo(3)),
    RequestFell(at=AT, no=RequestNo(3), support=2, support_needed=2, objections=2),
    AccountsLinked(at=AT, kept=ADA, joined=BEN, both_in=True),
    RoundPaused(at=AT, until=LATER),
    RoundResumed(at=AT),
    RequestExtended(at=AT, no=RequestNo(3), before=LATER, closes=LATER, lost=timedelta(hours=5)),
    ClaimExtended(at=AT, idea=IdeaNo(3), before=LATER, closes=LATER, lost=timedelta(hours=5)),
)


NEWER: tuple[Event, ...] = (
    RoundPlanned(at=AT, by=ADA, rules=RULES),
    RoundOpened(at=AT, rules=RULES, rules_hash="abababababababababababababababababababababababababababababababab"),
    QuestionConfirmed(at=AT, wordings=(WordingNo(3), WordingNo(12)), open_objections=2, dissent=(WORDS, OTHERS)),
    ShortlistMade(at=AT, ideas=(IdeaNo(3), IdeaNo(12)), ballots=2, level=(IdeaNo(4), IdeaNo(5))),
    RequestMade(
        at=AT,
        no=RequestNo(3),
        act=Narrowing.PAUSE_STEP,
        by=ADA,
        reason=WORDS,
        idea=None,
        closes=LATER,
        support_needed=2,
        days=5,
    ),
)
"""What events-v2.jsonl holds: types that have a second version."""

RESTING = replace(RULES, rest=Rest(frozenset({6, 7}), frozenset({date(2026, 12, 24), date(2026, 12, 25)})))
NEWEST: tuple[Event, ...] = (
    RoundPlanned(at=AT, by=ADA, rules=RESTING),
    RoundOpened(at=AT, rules=RESTING, rules_hash="abababababababababababababababababababababababababababababababab"),
    WindowExtended(at=AT, why=Why.OUTAGE, before=LATER, closes=LATER, heard=2, needed=2, lost=timedelta(hours=5)),
)
"""What events-v3.jsonl holds: rounds that know days of rest, and time that is given back."""

KEPT = sorted((Path(__file__).parent / "kept").glob("events-v*.jsonl"))
LINES = [line for file in KEPT for line in file.read_text("utf-8").splitlines()]
PAIRS = list(zip(LINES, (*EVENTS, *NEWER, *NEWEST), strict=True))
NAMES = [f"{type(event).__name__} {json.loads(line)['v']}" for line, event in PAIRS]


def test_something_is_kept_of_every_type_there_ever_was() -> None:
    assert {type(event) for event in EVENTS} == set(get_args(Event)) == set(TYPES.values())
    assert len(EVENTS) > 50


def test_every_version_of_every_type_is_kept() -> None:
    kept = {(head["type"], head["v"]) for head in map(json.loads, LINES)}
    newest = {(name, version + 1) for name, version in UPCASTERS}
    assert kept == {(name, 1) for name in TYPES} | newest


@pytest.mark.parametrize(("line", "event"), PAIRS, ids=NAMES)
def test_what_was_kept_decodes_to_what_it_was(line: str, event: Event) -> None:
    assert decode(line) == event


@pytest.mark.parametrize(("line", "event"), PAIRS, ids=NAMES)
def test_an_event_is_written_as_it_is_kept_in_its_newest_version(line: str, event: Event) -> None:
    head = json.loads(line)
    is_old = (head["type"], head["v"]) in UPCASTERS
    assert (encode(event) == line) is not is_old


OLD_LINES = [line for line in LINES if (json.loads(line)["type"], json.loads(line)["v"]) in UPCASTERS]


@pytest.mark.parametrize("line", OLD_LINES, ids=lambda line: json.loads(line)["type"])
def test_an_old_event_that_is_damaged_is_told_as_damage(line: str) -> None:
    """Upcasters meet it first, and must not stumble over what is not there."""
    whole = json.loads(line)
    for name in set(whole) - {"v", "type"}:
        for broken in (7.5, {}, {"template": 7.5}):
            with pytest.raises(Damaged):
                decode(json.dumps(whole | {name: broken}))
        with pytest.raises(Damaged):
            decode(json.dumps({key: value for key, value in whole.items() if key != name}))


@pytest.mark.parametrize(
    "changed",
    [
        {"heard_floor": 1},
        {"extensions_most": 9},
        {"request_window": 1},
        {"places": 0},
        {"checks": [-1]},
        {"windows": dict.fromkeys((phase.value for phase in WINDOWED), 1)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_round_that_was_opened_by_rules_of_its_time_can_be_read_for_ever(changed: dict[str, object]) -> None:
    """Bounds are for new templates. One that is tightened must not make a store unreadable."""
    whole = json.loads(encode(RoundOpened(at=AT, rules=RULES, rules_hash="")))
    whole["rules"]["template"] |= changed
    event = decode(json.dumps(whole))
    assert isinstance(event, RoundOpened)
    with pytest.raises(TemplateFault, match=next(iter(changed))):
        check_template(event.rules.template)
