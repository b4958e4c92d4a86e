"""At the end of the year: what was promised is held against what is kept, and against the log that all can check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from codesign_bot.testing.year.model import DAY, FAR, LEAST_HOURS, WORDS, Model
from codesign_bot.testing.year.topic import Topic

PATIENCE = 2 * DAY
"""After the last fault everything that was due is said within this time."""
Entries = Sequence[Mapping[str, Any]]


def reckon(model: Model, end: datetime, words: Sequence[str], logs: Mapping[str, Entries]) -> None:
    """Everything that has to hold once all is well again. `words`: all that is kept; `logs`: of each community."""
    _answers(model, end)
    _words(model, end, words)
    _everywhere(model, end)
    for topic in model.topics.values():
        _tally(model, topic, end)
        _promises(model, topic, end)
    for home, entries in logs.items():
        _log(model, home, entries, end)


def _answers(model: Model, end: datetime) -> None:
    """Whoever wrote to the bot was answered."""
    for key, (name, text, at) in model.asked.items():
        if key not in model.answered and name not in model.forgotten:
            model.breaks(end, f"nobody answered {name}, who wrote {text!r} at {at}")


def _words(model: Model, end: datetime, words: Sequence[str]) -> None:
    """What was acknowledged is kept, once for each time that it was; nothing else is."""
    kept = Counter(found[1] for one in words if (found := WORDS.search(one)) is not None)
    owners = {found[1]: found[2] for _, text, _ in model.asked.values() if (found := WORDS.search(text)) is not None}
    for token, owner in owners.items():
        if owner not in model.forgotten and kept[token] != model.acked[token]:
            model.breaks(end, f"{token} was acknowledged {model.acked[token]} times and is kept {kept[token]} times")


def _everywhere(model: Model, end: datetime) -> None:
    """What is said to everybody is said in each space that there was, and not only since: it may be said late."""
    for signature, at in model.first.items():
        home = model.topics[signature[0]].home
        for place, since in model.there.items():
            if model.homes[place] == home and since + PATIENCE < at and not model.said[place, signature]:
                model.breaks(end, f"{signature} was said at {at}, and never in {place}")


def _tally(model: Model, topic: Topic, end: datetime) -> None:
    """The tally is the sum of what people were told is saved."""
    if topic.is_unsure:
        return
    for kind, bars in topic.tally.items():
        dots: Counter[int] = Counter()
        supporters: Counter[int] = Counter()
        for ballot in topic.ballots[kind].values():
            dots.update(ballot)
            supporters.update(ballot.keys())
        for no, (counted, people) in bars.items():
            if (counted, people) != (dots[no], supporters[no] if kind == "vote" else dots[no]):
                said = f"idea {no} of topic {topic.no} got {counted} dots of {people}"
                model.breaks(end, f"{said}: acknowledged were {dots[no]} of {supporters[no]}")


def _promises(model: Model, topic: Topic, end: datetime) -> None:
    """A day that went by is said, and not before it went by."""
    missed = {
        no: at
        for (of, key, _, about), at in model.first.items()
        if of == topic.no and key == "promise-was-missed"
        for no in [dict(about)["idea"]]
    }
    for no, day in topic.fates.items():
        over = datetime.combine(day + DAY, datetime.min.time(), tzinfo=end.tzinfo)
        if no in missed and missed[no] < over - FAR:
            model.breaks(
                missed[no],
                f"the promise about idea {no} of topic {topic.no} was said to be missed before {day} was over",
            )
        is_late = topic.published is not None and max(over, topic.published) + FAR + PATIENCE < end
        if is_late and no not in missed and no not in topic.claimed and topic.step == "follow_up":
            model.breaks(end, f"nobody said that the promise about idea {no} of topic {topic.no} was missed on {day}")
    if topic.reply_by is not None and not topic.is_over:
        over = datetime.combine(topic.reply_by + DAY, datetime.min.time(), tzinfo=end.tzinfo) + FAR
        said = any(of == topic.no and key == "reply-missed-on" for of, key, *_ in model.first)
        is_late = topic.published > over if topic.published is not None else over + PATIENCE < end
        if is_late and not said:
            model.breaks(end, f"nobody said that the reply to topic {topic.no} was missed on {topic.reply_by}")


def _log(model: Model, home: str, entries: Entries, end: datetime) -> None:
    """No step of the log is shorter than promised, each was said, and every idea is on the list that was frozen."""
    closes: dict[int, datetime] = {}
    opened: dict[int, tuple[str, datetime]] = {}
    frozen: set[int] = set()
    if [one["no"] for one in entries] != list(range(1, len(entries) + 1)):
        model.breaks(end, f"the entries of {home} are not numbered one by one")
    for one in entries:
        facts, at = one["facts"], _instant(one["at"])
        topic = model.topics.get(one["topic"] or 0)
        if topic is None:
            continue
        match one["type"]:
            case "phase-entered":
                _ended(model, topic, at, closes.pop(topic.no, None), opened.get(topic.no))
                if facts["window"] is not None:
                    closes[topic.no] = _instant(facts["window"]["closes"])
                opened[topic.no] = facts["phase"], at
                _was_said(model, topic, facts, closes.get(topic.no), end)
            case "window-extended":
                if topic.no in closes:
                    closes[topic.no] = max(closes[topic.no], _instant(facts["closes"]))
            case "window-shortened":
                closes[topic.no] = _instant(facts["closes"])
            case "ideas-frozen" if topic.no not in frozen:  # a second list is a shorter one of the same
                frozen.add(topic.no)
                _frozen(model, topic, facts, at)
            case _:
                pass


def _ended(
    model: Model, topic: Topic, at: datetime, closes: datetime | None, opened: tuple[str, datetime] | None
) -> None:
    if closes is not None and at < closes and not topic.is_over:
        model.breaks(at, f"by the log a step of topic {topic.no} ended before {closes}")
    if opened is not None and not topic.is_practice and opened[0] in LEAST_HOURS and not topic.is_over:
        least = timedelta(hours=LEAST_HOURS[opened[0]])
        if at - opened[1] < least:
            model.breaks(at, f"{opened[0]} of topic {topic.no} took {at - opened[1]}, less than {least}")


def _was_said(model: Model, topic: Topic, facts: Mapping[str, Any], closes: datetime | None, end: datetime) -> None:
    if facts["phase"] in {"archived", "withdrawn", "expired"}:
        return
    step = f"phase-{facts['phase'].replace('_', '-')}"
    if (topic.no, "step-begins", closes if facts["window"] else None, (("step", step),)) not in model.first:
        model.breaks(end, f"nobody said that {facts['phase']} of topic {topic.no} begins and ends at {closes}")


def _frozen(model: Model, topic: Topic, facts: Mapping[str, Any], at: datetime) -> None:
    """Every idea that somebody was told is saved, and no other."""
    listed = {one["no"] for one in facts["ideas"]}
    saved = {no for no, idea in topic.ideas.items() if not idea.is_unsure}
    if not saved <= listed or not listed <= topic.ideas.keys():
        model.breaks(at, f"topic {topic.no} froze {sorted(listed)}, and {sorted(saved)} were saved")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
