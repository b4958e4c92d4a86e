"""From an entry to the rows that it gives each table. What reads an entry is asked only for kinds of its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codesign_bot.log.kinds import POWER
from codesign_bot.log.receipts import IN_ONE_ENTRY
from codesign_bot.log.tables import columns
from codesign_bot.log.tables.model import Column, Read, Row, Table, cell, inner, listed, numbers
from codesign_bot.log.tree import leaf_hash
from codesign_bot.plain import Plain

_PROMISES = frozenset({"check-held", "idea-done", "progress-reported", "promise-missed", "reply-missed"})
_WINDOWS = frozenset({"few-voices-noted", "phase-entered", "window-extended", "window-shortened"})
_REQUESTS = frozenset({"request-fell", "request-made", "request-objected", "request-passed"})
_DISSENT = frozenset({"minority-view-stated", "question-confirmed", "result-objected"})


def _entry(read: Read) -> Iterator[Row]:
    facts = read.leaf.facts
    about = facts.get("idea")
    idea = cell(about, "no") if isinstance(about, dict) else cell(facts, "idea")
    yield read.leaf.kind, cell(facts, "by"), idea, cell(facts, "phase"), leaf_hash(read.line).hex()


def _ideas(read: Read) -> Iterator[Row]:
    for one in listed(read.leaf.facts["ideas"]):
        organiser, joined = cell(one, "by_organiser"), numbers(one["joined"])
        yield cell(read.leaf.facts, "vote_kind"), cell(one, "no"), *read.openings.words(one), organiser, joined


def _tally(read: Read) -> Iterator[Row]:
    result = inner(read.leaf.facts, "result")
    chose = {str(one["rule"]): _set(one["chosen"]) for one in listed(result["verdicts"])}
    runoff = {one["idea"]: one["dots"] for one in listed(inner(result, "runoff").get("dots"))}
    for line in listed(result["ranking"]):
        idea = line["idea"]
        by_rules = [_whether(idea, chose.get(rule)) for rule in ("dots", "supporters", "fair_share")]
        dots = cell({"dots": runoff.get(idea)}, "dots")
        counted = [cell(line, key) for key in ("idea", "rank", "dots", "supporters", "tie_group")]
        yield cell(result, "rule"), *counted, idea in _set(result["chosen"]), *by_rules, dots


def _set(fact: Plain) -> frozenset[Plain]:
    return frozenset(one for one in fact if isinstance(one, int)) if isinstance(fact, list) else frozenset()


def _whether(idea: Plain, chosen: frozenset[Plain] | None) -> bool | None:
    return None if chosen is None else idea in chosen


def _receipts(read: Read) -> Iterator[Row]:
    """A row for each idea on each ballot. Two ballots can have the same two words, so each has a number as well."""
    part = cell(read.leaf.facts, "part")
    first = (int(part or 1) - 1) * IN_ONE_ENTRY + 1
    for number, ballot in enumerate(listed(read.leaf.facts["ballots"]), first):
        dots = ballot["dots"]
        for pair in dots if isinstance(dots, list) else ():
            idea, given = (cell({"n": one}, "n") for one in pair) if isinstance(pair, list) else (None, None)
            yield cell(read.leaf.facts, "vote"), number, cell(ballot, "receipt"), idea, given


def _fate(read: Read) -> Iterator[Row]:
    facts, idea = read.leaf.facts, inner(read.leaf.facts, "idea")
    reason, owner = read.openings.words(facts["reason"]), read.openings.words(facts["owner"])
    yield cell(idea, "no"), *read.openings.words(idea), cell(facts, "fate"), *reason, *owner, cell(facts, "due_on")


def _promise(read: Read) -> Iterator[Row]:
    facts = read.leaf.facts
    said = read.openings.words(facts.get("content"))
    numbers = [cell(facts, key) for key in ("promised_on", "confirmations", "no", "of")]
    yield read.leaf.kind, cell(facts, "idea"), cell(facts, "by"), *said, *numbers


def _outcome(read: Read) -> Iterator[Row]:
    facts = read.leaf.facts
    said, other = read.openings.words(facts["content"]), read.openings.words(facts["difference"])
    yield cell(facts, "label"), cell(facts, "by"), *said, *other


def _power(read: Read) -> Iterator[Row]:
    facts = read.leaf.facts
    named, whom, why = (read.openings.words(facts.get(key)) for key in ("name", "whom", "reason"))
    what = [cell(facts, key) for key in ("target", "before", "after")]
    yield read.leaf.kind, cell(facts, "act"), cell(facts, "role"), cell(facts, "by"), *named, *whom, *what, *why


def _window(read: Read) -> Iterator[Row]:
    facts, window = read.leaf.facts, inner(read.leaf.facts, "window")
    closes = cell(window, "closes") or cell(facts, "closes")
    why = [cell(facts, key) for key in ("why", "heard", "needed")]
    yield read.leaf.kind, cell(facts, "phase"), cell(window, "opened"), cell(facts, "before"), closes, *why


def _request(read: Read) -> Iterator[Row]:
    facts = read.leaf.facts
    said = read.openings.words(facts.get("reason") or facts.get("content"))
    who = [cell(facts, key) for key in ("no", "act", "by", "idea")]
    yield (
        read.leaf.kind,
        *who,
        *said,
        *(cell(facts, key) for key in ("closes", "support", "support_needed", "objections")),
    )


def _feedback(read: Read) -> Iterator[Row]:
    for one in listed(read.leaf.facts["ideas"]):
        yield tuple(cell(one, key) for key in ("no", "agree", "disagree", "pass", "remarks"))


def _dissent(read: Read) -> Iterator[Row]:
    facts = read.leaf.facts
    if read.leaf.kind == "question-confirmed":
        for said in listed(facts.get("dissent")):
            yield read.leaf.kind, None, None, *read.openings.words(said)
    else:
        yield read.leaf.kind, cell(facts, "no"), cell(facts, "by"), *read.openings.words(facts["content"])


def _erasure(read: Read) -> Iterator[Row]:
    erased = read.leaf.facts.get("erased")
    for commitment in erased if isinstance(erased, list) else ():
        yield (str(commitment),)


TABLES: Sequence[Table] = (
    Table("entries", columns.ENTRIES, _entry),
    Table("ideas", columns.IDEAS, _ideas, frozenset({"ideas-frozen"})),
    Table("tallies", columns.TALLIES, _tally, frozenset({"votes-counted"})),
    Table("receipts", columns.RECEIPTS, _receipts, frozenset({"receipts"})),
    Table("fates", columns.FATES, _fate, frozenset({"fate-set"})),
    Table("promises", columns.PROMISES, _promise, _PROMISES),
    Table("outcomes", columns.OUTCOMES, _outcome, frozenset({"outcome-published"})),
    Table("power", columns.POWER, _power, POWER),
    Table("windows", columns.WINDOWS, _window, _WINDOWS),
    Table("requests", columns.REQUESTS, _request, _REQUESTS),
    Table("feedback", columns.FEEDBACK, _feedback, frozenset({"feedback-summed"})),
    Table("dissent", columns.DISSENT, _dissent, _DISSENT),
    Table("erasures", columns.ERASURES, _erasure, frozenset({"words-erased"})),
)
"""Every table whose rows follow from one entry each."""


def beginning(read: Read) -> Row:
    """What every row of an entry begins with (`columns.EVERYWHERE`)."""
    return read.leaf.no, read.at, read.leaf.topic, read.leaf.round


def head(own: Sequence[Column]) -> Row:
    """The names of all columns of a table."""
    return tuple(one.name for one in (*columns.EVERYWHERE, *own))
