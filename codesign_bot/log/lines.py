"""A round as JSON Lines: a header, its public events in order, and its ballots once they are anonymous.

Keys are sorted, numbers are integers, instants are RFC 3339 in UTC, lengths microseconds. `version` is the
place of an event in the record of the round; gaps are events that are not public yet. Where words stand
beside a digest, `null` means that they were erased, or with `"held_back": true` that the room does not show
them either.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from codesign_bot.core.content import Content
from codesign_bot.core.counting.result import FEWEST_BALLOTS, Outcome, TieReport, TieStepTaken
from codesign_bot.core.counting.ties import TiedFor
from codesign_bot.core.events import Event, FewVoicesNoted, ShortlistMade, VotesCounted, WindowExtended
from codesign_bot.core.ids import ContentId, IdeaNo
from codesign_bot.core.state import VoteKind
from codesign_bot.log.shown import PEOPLE, Shown
from codesign_bot.plain import Plain, to_plain
from codesign_bot.records import Ballot
from codesign_bot.views.parts import zone_of

SCHEMA = 1
Object = dict[str, Plain]


def json_lines(shown: Shown, ballots: Iterable[Ballot]) -> bytes:
    """The whole export, one object a line, each line ended by a line feed."""
    lines = [_header(shown), *_events(shown), *_ballots(shown, ballots)]
    return "".join(f"{_dumped(line)}\n" for line in lines).encode()


def _dumped(line: Object) -> str:
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _header(shown: Shown) -> Object:
    state = shown.state
    return {
        "line": "header",
        "schema": SCHEMA,
        "made_at": to_plain(shown.now),
        "round": state.id,
        "community": state.community,
        "topic": int(state.topic),
        "phase": state.phase.value,
        "label": state.rung.name.lower(),
        "zone": zone_of(state),
        "rules_hash": state.rules_hash,
        "is_practice": state.is_practice,
        "is_counted": shown.is_counted,
    }


def _events(shown: Shown) -> Iterator[Object]:
    for version, event in shown.events:
        yield {"line": "event", "version": version, "event": type(event).__name__, **_body(shown, event)}


def _body(shown: Shown, event: Event) -> Object:
    if isinstance(event, VotesCounted):
        return {"at": to_plain(event.at), "result": tally(event.result) if shown.is_counted else None}
    body = cast("Object", to_plain(event))
    body |= {name: None for name in PEOPLE if name in body}
    body |= cast("Object", shown.people(event))
    if not shown.is_counted:
        body |= dict.fromkeys(_counts(event), None)
    return cast("Object", _with_words(body, shown))


def _counts(event: Event) -> tuple[str, ...]:
    """The fields that depend on ballots."""
    match event:
        case WindowExtended() | FewVoicesNoted():
            return ("heard",)
        case ShortlistMade():
            return ("ballots",)
        case _:
            return ()


def _with_words(plain: Plain, shown: Shown) -> Plain:
    """The same with people's words put beside the digest of each."""
    if isinstance(plain, list):
        return [_with_words(one, shown) for one in plain]
    if not isinstance(plain, dict):
        return plain
    if set(plain) == {"id", "digest"}:
        content = Content(ContentId(str(plain["id"])), str(plain["digest"]))
        held_back: Object = {"held_back": True} if content.id in shown.held_back else {}
        return {"digest": content.digest, "words": shown.words_of(content), **held_back}
    return {key: _with_words(value, shown) for key, value in plain.items()}


def tally(result: Outcome) -> Object:
    """The count without anything that tells one ballot from another."""
    return {
        "rule": result.rule.value,
        "places": result.places,
        "ballots": result.ballots,
        "chosen": [*result.chosen],
        "voters_with_a_chosen_idea": result.voters_with_a_chosen_idea,
        "ranking": [
            {
                "idea": row.idea,
                "dots": row.dots,
                "supporters": row.supporters,
                "rank": row.rank,
                "tie_group": row.tie_group,
            }
            for row in result.ranking
        ],
        "tie": None if result.tie is None else _tie(result.tie),
        "verdicts": [
            {
                "rule": verdict.rule.value,
                "chosen": [*verdict.chosen],
                "voters_with_a_chosen_idea": verdict.voters_with_a_chosen_idea,
            }
            for verdict in result.verdicts
        ],
        "differs": [rule.value for rule in result.differs],
        "runoff": _runoff(result),
    }


def _tie(report: TieReport) -> Object:
    return {"tied": [_tied(group) for group in report.tied], "steps": [_step(step) for step in report.steps]}


def _tied(group: TiedFor) -> Object:
    return {
        "ideas": [line.idea for line in group.ideas],
        "places": group.places,
        "from_place": group.from_place,
    }


def _step(step: TieStepTaken) -> Object:
    return {
        "step": step.step.value,
        "measure": None if step.measure is None else step.measure.value,
        "chosen": [*step.chosen],
        "dropped": [*step.dropped],
        "still_tied": [*step.still_tied],
        "places_left": step.places_left,
        "extra_places": step.extra_places,
    }


def _runoff(result: Outcome) -> Plain:
    if result.runoff_count is None:
        return None
    lines: list[Plain] = [{"idea": line.idea, "dots": line.dots} for line in result.runoff_count.lines]
    return {"ballots": result.runoff_count.ballots, "dots": lines}


def _ballots(shown: Shown, ballots: Iterable[Ballot]) -> Iterator[Object]:
    """Once counted: every vote's ballots without person, time or order. Too few of them are left out."""
    if not shown.is_counted:
        return
    cast_in: Mapping[VoteKind, list[tuple[tuple[IdeaNo, int], ...]]] = {vote: [] for vote in VoteKind}
    for ballot in ballots:
        if ballot.round == shown.state.id and ballot.dots:
            cast_in[ballot.vote_kind].append(tuple(sorted(ballot.dots)))
    for vote, found in cast_in.items():
        if len(found) >= FEWEST_BALLOTS:
            for dots in sorted(found):
                yield {"line": "ballot", "vote": vote.value, "dots": [[*pair] for pair in dots]}
