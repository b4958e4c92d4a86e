"""Everything that is stored about one person, for that person: as JSON, and as a document to read.

The JSON is complete: every row of every table that is about them, by column. What a table is for and how long its rows
stay is explained in `docs/privacy.md`. The document says the same in plain words, without what only programs need.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from codesign_bot.core.ids import CommunityId, RoundId
from codesign_bot.log.document import Item, Items, Part, Piece, dated
from codesign_bot.log.markdown import document
from codesign_bot.ports import Reading, Voice
from codesign_bot.retention import Retention
from codesign_bot.traces import Stored
from codesign_bot.view import Length, Quoted, Say, Term, Typed, say

Table = Sequence[Mapping[str, Stored]]

VERSION = 1
"""Of the JSON: raised when something in it changes its meaning or is there no more."""


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A round that somebody's data speak of. `pseudonyms`: how they stand in the shared log; empty once it is over."""

    id: RoundId
    community: CommunityId
    topic: int
    title: str | None
    zone: str
    pseudonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """What is stored about somebody. `kept` are (platform, key, value) of small things that adapters keep."""

    at: datetime
    retention: Retention
    tables: Mapping[str, Table]
    kept: tuple[tuple[str, str, str], ...]
    rounds: tuple[OwnRound, ...]

    def plain(self) -> Mapping[str, Stored]:
        """As JSON: `tables` by name, each a list of rows by column; instants are RFC 3339 in UTC."""
        return {
            "v": VERSION,
            "made_at": self.at.isoformat().replace("+00:00", "Z"),
            "days_kept": dict(self.retention.days),
            "tables": self.tables,
            "kept": [{"platform": platform, "key": key, "value": value} for platform, key, value in self.kept],
            "pseudonyms": {one.id: list(one.pseudonyms) for one in self.rounds},
        }


def own_record(own: Own, voice: Voice) -> bytes:
    """The document, in Markdown and UTF-8."""
    parts = (_accounts(own), *_offices(own), *(_round(own, one) for one in own.rounds), _besides(own), _stays(own))
    whole = Part(say("my-data-title"), (say("my-data-only-yours"), say("my-data-complete"), *parts))
    return document(whole, Reading(voice, {}, own.at)).encode()


def _accounts(own: Own) -> Part:
    rows = [
        Item((say("my-data-account", platform=Typed(str(row["platform"])), account=Typed(str(row["account"]))),))
        if not row["name"]
        else Item(
            (
                say(
                    "my-data-account-named",
                    platform=Typed(str(row["platform"])),
                    account=Typed(str(row["account"])),
                    name=str(row["name"]),
                ),
            )
        )
        for row in own.tables["person"]
    ]
    return Part(say("my-data-accounts"), (Items(tuple(rows)),))


def _offices(own: Own) -> Iterator[Part]:
    rows = own.tables["organiser"]
    if rows:
        zone = "UTC"
        items = [
            dated(_at(row["since"]), zone, say("my-data-organiser-since"))
            if row["until"] is None
            else dated(_at(row["until"]), zone, say("my-data-organiser-until"))
            for row in rows
        ]
        yield Part(say("my-data-organiser"), (Items(tuple(items)),))


def _round(own: Own, one: OwnRound) -> Part:
    pieces: list[Piece] = []
    for row in _of(own, "participant", one):
        pieces.append(Items((dated(_at(row["joined_at"]), one.zone, say("my-data-joined")),)))
        if row["left_at"] is not None:
            pieces.append(Items((dated(_at(row["left_at"]), one.zone, say("my-data-left")),)))
    pieces += (say("my-data-pseudonym", name=Typed(name)) for name in one.pseudonyms)
    pieces += (
        Items(tuple(_words(own, one)), say("my-data-words")),
        Items(tuple(_ballots(own, one)), say("my-data-ballots")),
        Items(tuple(_acts(own, one)), say("my-data-acts")),
    )
    return Part(say("my-data-round", topic=one.topic, title=Quoted(one.title)), tuple(pieces))


def _words(own: Own, one: OwnRound) -> Iterator[Item]:
    """Their words, each with what it is, as far as the record tells."""
    stands = {content: kind for kind, content in _contents(own, one)}
    for row in sorted(_of(own, "words", one), key=lambda row: str(row["at"])):
        kind = Term(WORDS.get(stands.get(str(row["id"]), ""), "my-data-as-other"))
        words = row["words"]
        quoted = Quoted(words if isinstance(words, str) else None)
        yield dated(_at(row["at"]), one.zone, say("my-data-as", what=kind), quoted=quoted)


def _contents(own: Own, one: OwnRound) -> Iterator[tuple[str, str]]:
    """(type of the event, id of the words) for everything that their acts hold."""
    for row in _of(own, "round_event", one):
        body = row["body"]
        if isinstance(body, Mapping):
            yield from ((str(body["type"]), found) for found in _ids(body))


def _ids(plain: Stored) -> Iterator[str]:
    if isinstance(plain, Mapping):
        if isinstance(plain.get("digest"), str):
            yield str(plain["id"])
        for value in plain.values():
            yield from _ids(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _ids(value)


def _ballots(own: Own, one: OwnRound) -> Iterator[Item]:
    for row in _of(own, "ballot", one):
        dots = str(row["dots"])
        said = say("my-data-ballot", dots=Typed(dots)) if dots else say("my-data-ballot-empty")
        yield dated(_at(row["at"]), one.zone, said)


def _acts(own: Own, one: OwnRound) -> Iterator[Item]:
    """What they did without words of their own."""
    for row in _of(own, "round_event", one):
        body = row["body"]
        if isinstance(body, Mapping) and str(body["type"]) in ACTS:
            yield dated(_at(body["at"]), one.zone, Say(ACTS[str(body["type"])]))


def _besides(own: Own) -> Part:
    """Traces that are no words: how many there are of each kind. The JSON has them one by one."""
    counts = (
        ("my-data-messages", len(own.tables["outbox"])),
        ("my-data-origins", len(own.tables["origin"])),
        ("my-data-quotes", len(own.tables["quoted"])),
        ("my-data-forms", len(own.tables["dialogue"])),
        ("my-data-kept", len(own.kept)),
    )
    items = tuple(Item((Say(key, {"count": count}),)) for key, count in counts)
    return Part(say("my-data-besides"), (Items(items),))


def _stays(own: Own) -> Part:
    items = tuple(
        Item((Say(f"my-data-stays-{name}", {"length": Length(timedelta(days=days))}),))
        for name, days in own.retention.days.items()
    )
    return Part(say("my-data-stays"), (Items(items), say("my-data-stays-record"), say("my-data-how-to-go")))


def _of(own: Own, table: str, one: OwnRound) -> Iterator[Mapping[str, Stored]]:
    return (row for row in own.tables[table] if row["round"] == one.id)


def _at(stored: Stored) -> datetime:
    return datetime.fromisoformat(str(stored))


WORDS: Mapping[str, str] = MappingProxyType(
    {
        "TopicSuggested": "my-data-as-topic",
        "RoundPlanned": "my-data-as-plan",
        "RoundOpened": "my-data-as-plan",
        "ProblemStated": "my-data-as-problem",
        "QuestionWorded": "my-data-as-question",
        "QuestionObjected": "my-data-as-objection",
        "ResultObjected": "my-data-as-objection",
        "RequestObjected": "my-data-as-objection",
        "AnswerParked": "my-data-as-parked",
        "IdeaOffered": "my-data-as-idea",
        "IdeaEdited": "my-data-as-idea",
        "IdeaBuiltOn": "my-data-as-build",
        "MinorityViewStated": "my-data-as-minority",
        "FeedbackGiven": "my-data-as-feedback",
        "RequestMade": "my-data-as-request",
        "PowerUsed": "my-data-as-reason",
        "FateSet": "my-data-as-fate",
        "OutcomePublished": "my-data-as-outcome",
        "ProgressReported": "my-data-as-progress",
        "DoneDisputed": "my-data-as-progress",
    }
)
"""By the type of the event that holds the words: what they are."""

ACTS: Mapping[str, str] = MappingProxyType(
    {
        "TopicSeconded": "my-data-did-second",
        "WordingSupported": "my-data-did-support",
        "ConsentGiven": "my-data-did-consent",
        "ObjectionWithdrawn": "my-data-did-withdraw",
        "ResultObjectionWithdrawn": "my-data-did-withdraw",
        "MergeOffered": "my-data-did-merge",
        "MergeAccepted": "my-data-did-merge",
        "MergeDeclined": "my-data-did-merge-no",
        "IdeaSplit": "my-data-did-split",
        "MinorityViewCosigned": "my-data-did-sign",
        "StanceTaken": "my-data-did-stance",
        "TimeAsked": "my-data-did-time",
        "RequestSupported": "my-data-did-request",
        "DoneClaimed": "my-data-did-done",
        "DoneConfirmed": "my-data-did-done",
        "AccountsLinked": "my-data-did-link",
        "PowerUsed": "my-data-did-power",
    }
)
"""By the type of the event: what somebody did."""
