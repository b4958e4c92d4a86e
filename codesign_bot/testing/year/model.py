"""What the bot promised, kept by somebody who only reads what it says and remembers what people were answered.

Nothing here knows how the bot works: no rule of the core, no row of the store. Whatever does not fit together is a
promise broken, and is written down with the true time at which that was seen.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from codesign_bot.testing.year.cut_off import Asked, CutOff
from codesign_bot.testing.year.hearsay import Fact, Told
from codesign_bot.testing.year.sentences import COUNTS_OF_OTHER_THINGS, HARMLESS, LONGER, ONCE, VOTES
from codesign_bot.testing.year.topic import Idea, Topic

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FAR = 14 * HOUR
"""No zone is further from UTC."""
LEAST_HOURS = {
    "framing": 48,
    "confirming": 24,
    "ideas": 72,
    "sorting": 24,
    "voting": 72,
    "runoff": 24,
    "cooling_off": 24,
    "feedback": 48,
}
COUNTED = frozenset({"voting", "runoff"})
MUCH = timedelta(hours=12)
"""Nothing gets back more than its own length, which is a day at least: up to here that is no reason."""
WORDS = re.compile(r"(\S+x) of (\S+),")


@dataclass(slots=True)
class Model:
    """`homes` says which community a place belongs to, by its id."""

    homes: Mapping[str, str]
    topics: dict[int, Topic] = field(default_factory=dict[int, Topic])
    broken: list[str] = field(default_factory=list[str])
    cut_off: CutOff = field(default_factory=CutOff)
    asked: dict[str, tuple[str, str, datetime]] = field(default_factory=dict[str, tuple[str, str, datetime]])
    answered: set[str] = field(default_factory=set[str])
    acked: Counter[str] = field(default_factory=Counter[str])
    forgotten: dict[str, datetime] = field(default_factory=dict[str, datetime])
    """Who asked for it, and when the last time."""
    said: Counter[tuple[str, tuple[Any, ...]]] = field(default_factory=Counter[tuple[str, tuple[Any, ...]]])
    first: dict[tuple[Any, ...], datetime] = field(default_factory=dict[tuple[Any, ...], datetime])
    there: dict[str, datetime] = field(default_factory=dict[str, datetime])
    platforms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By community: on which it was heard."""
    steps: dict[tuple[str, int], str] = field(default_factory=dict[tuple[str, int], str])
    cards: dict[tuple[str, int], tuple[str, datetime, int]] = field(
        default_factory=dict[tuple[str, int], tuple[str, datetime, int]]
    )

    def breaks(self, at: datetime, what: str) -> None:
        """Write down that a promise was broken."""
        self.broken.append(f"{at:%Y-%m-%d %H:%M:%S}: {what}")

    def of(self, home: str) -> list[Topic]:
        """The rounds of a community that are not over."""
        return [one for one in self.topics.values() if one.home == home and not one.is_over]

    def newest(self, home: str) -> Topic | None:
        """The round that people have on their minds."""
        return next(iter(sorted(self.of(home), key=lambda one: (one.step == "follow_up", -one.no))), None)

    # --- what people do, and what they are answered -----------------------------------------------------

    def sent(self, key: str, name: str, text: str, at: datetime) -> None:
        """Somebody writes something. Counts for nothing until they are answered."""
        self.asked[key] = (name, text, at)
        if text.startswith("!me forget "):
            self.forgotten[name] = at
            self._forgets(name)

    def _forgets(self, name: str) -> None:
        for topic in self.topics.values():
            topic.is_unsure |= any(name in cast for cast in topic.ballots.values())
            topic.joined.discard(name)
            for idea in topic.ideas.values():
                idea.is_unsure |= idea.by == name

    def told(self, told: Told) -> None:
        """The bot says something, to one person or to everybody."""
        if told.answers is not None:
            self._answers(told)
        topic = self.topics.get(told.topic) if told.topic is not None else None
        if topic is None:
            return
        self._is_quiet(told, topic)
        if told.is_private or told.answers is not None:
            return
        self.there.setdefault(told.place[1], told.at)
        self.platforms[topic.home].add(told.place[0])
        card = told.fact("card-step")
        if card is not None:
            self._card(told, topic, _step(card))
            return
        news = next((fact for fact in told.facts if fact.key in ONCE or fact.key.startswith(LONGER)), None)
        if news is not None and not told.is_changed:
            self._once(told, topic, news)

    def _answers(self, told: Told) -> None:
        name, text, asked = self.asked.get(told.answers or "", ("", "", told.at))
        if not name or told.answers in self.answered:
            return
        self.answered.add(told.answers or "")
        saved = [fact for fact in told.facts if fact.key.startswith("saved")]
        for fact in saved:
            self._saved(told, fact, name, text)
        found = WORDS.search(text)
        if saved and found is not None:
            self.acked[found[1]] += 1
        if saved and name in self.forgotten and asked <= self.forgotten[name]:
            self._forgets(name)  # they hear late of what was saved before they were forgotten

    def _saved(self, told: Told, fact: Fact, name: str, text: str) -> None:
        if fact.key == "saved-topic":
            no = _number(fact, "topic")
            self.topics[no] = Topic(no, self.homes[f"dm-{name}"])
        topic = self.topics.get(told.topic or 0)
        if topic is None:
            return
        match fact.key:
            case "saved-join":
                topic.joined.add(name)
            case "saved-leave":
                topic.joined.discard(name)
            case "saved-plan":
                topic.is_planned = True
            case "saved-idea":
                topic.ideas[_number(fact, "idea")] = Idea(name, text.split(maxsplit=2)[2])
            case "saved-edit":
                topic.ideas[_number(fact, "idea")].words = text.split(maxsplit=4)[4]
            case "saved-idea-back" | "saved-merge-yes" | "saved-merge" | "saved-split":
                for no in _numbers(text):
                    if no in topic.ideas:
                        topic.ideas[no].is_unsure = True
            case "saved-request":
                topic.requests.add(_number(fact, "request"))
            case "saved-ballot" | "saved-ballot-cleared":
                self._cast(told, topic, name, text)
            case "saved-fate" if " chosen " in text:
                topic.fates[_number(fact, "idea")] = date.fromisoformat(text.rsplit(maxsplit=1)[1])
            case "saved-outcome":
                topic.published = told.at
            case "saved-claim":
                topic.claimed.add(_number(fact, "idea"))
            case _:
                pass

    def _cast(self, told: Told, topic: Topic, name: str, text: str) -> None:
        kind = VOTES.get(told.ballot or "", "")
        if not kind:
            kind, topic.is_unsure = topic.vote, topic.is_unsure or topic.vote != "vote"
        dots: Counter[int] = Counter()
        for no, given in re.findall(r"(\d+)(?::(\d+))?", re.sub(r"#\d+", "", text)):
            dots[int(no)] += int(given or 1)
        before = topic.ballots[kind].get(name, {}) if " set " in text else {}
        topic.ballots[kind][name] = {no: given for no, given in {**before, **dots}.items() if given}

    # --- what everybody is told -------------------------------------------------------------------------

    def _is_quiet(self, told: Told, topic: Topic) -> None:
        """Until a vote is over nobody sees a count. What is said of an earlier step may come late."""
        if topic.step not in COUNTED or topic.closes is None or told.at >= topic.closes:
            return
        if told.bars:
            self.breaks(told.at, f"a count of topic {topic.no} is shown before the vote is over: {told.key}")
        own = told.fact("card-step") or told.fact("step-begins")
        step = self.steps.get((told.place[1], topic.no), "") if own is None else _step(own)
        is_old = own is None and told.is_changed  # words were taken out of what was said long before
        if told.is_private or told.answers is not None or is_old or step not in COUNTED:
            return
        for fact in told.facts:
            shown = {name: one for name, one in fact.said.items() if isinstance(one, int) and name not in HARMLESS}
            if shown and fact.key not in COUNTS_OF_OTHER_THINGS:
                self.breaks(told.at, f"{fact.key} tells {shown} while topic {topic.no} is voted on")

    def _card(self, told: Told, topic: Topic, step: str) -> None:
        """The end on a card never moves to an earlier time, but where a request passed."""
        ends = told.fact("step-ends")
        closes = ends["closes"] if ends is not None else None
        if not isinstance(closes, datetime):
            return
        was, until, passed = self.cards.get((told.place[1], topic.no), ("", closes, topic.passed))
        if was == step and closes < until and passed == topic.passed:
            self.breaks(told.at, f"the card of topic {topic.no} moved the end of {step} from {until} to {closes}")
        self.cards[told.place[1], topic.no] = (step, closes, topic.passed)

    def _once(self, told: Told, topic: Topic, fact: Fact) -> None:
        ends = told.fact("step-ends")
        closes = fact.said.get("closes") if "closes" in fact.said else ends["closes"] if ends is not None else None
        about = tuple(sorted((name, one) for name, one in fact.said.items() if name not in {"who", "title"}))
        if fact.key == "step-begins":
            self.steps[told.place[1], topic.no] = _step(fact)
        signature = (topic.no, fact.key, closes if fact.key != "tally-is-final" else None, about)
        self.said[told.place[1], signature] += 1
        if self.said[told.place[1], signature] > 1:
            self.breaks(told.at, f"{fact.key} of topic {topic.no} is said twice in {told.place[1]}: {about}")
        if signature not in self.first:
            self.first[signature] = told.at
            self._news(told, topic, fact, closes if isinstance(closes, datetime) else None)

    def _news(self, told: Told, topic: Topic, fact: Fact, closes: datetime | None) -> None:
        """Something is said for the first time anywhere."""
        match fact.key:
            case "round-opened":
                days = [one for other in told.facts for one in other.said.values() if type(one) is date]
                topic.reply_by = days[0] if days else None
                topic.is_practice = told.fact("practice-not-real") is not None
            case "step-begins":
                self._is_over(told, topic)
                topic.step, topic.closes = _step(fact), closes
                topic.open_for = Asked(closes, told.at) if closes is not None else None
                topic.vote = (
                    "runoff" if topic.step == "runoff" else "shortlist" if told.fact("now-shortlist") else "vote"
                )
            case "tally-is-final":
                self._is_over(told, topic)
                chosen = told.fact("chosen")
                topic.chosen = chosen["ideas"] if chosen is not None else ()  # type: ignore[assignment] # numbers of ideas
                topic.tally = {{"tally-runoff": "runoff"}.get(title, "vote"): bars for title, bars in told.bars.items()}
                topic.closes = None
            case "step-shortened" | "now-withdrawn" if not topic.passed:
                self.breaks(told.at, f"{fact.key} in topic {topic.no}, and no request passed")
            case "request-made" | "request-extended" | "request-passed" | "request-fell":
                self._requests(told, topic, fact.key, _number(fact, "request"))
            case "step-shortened":
                topic.closes = closes
                topic.goes_on(fact, closes, told.at)
            case "now-expired" | "now-withdrawn" | "now-archived":
                topic.is_over = True
                topic.closes = None
            case _ if fact.key.startswith(LONGER) or fact.key == "power-gave-time":
                if closes is not None and topic.closes is not None and closes <= topic.closes:
                    self.breaks(
                        told.at, f"{fact.key} moved the end of topic {topic.no} from {topic.closes} to {closes}"
                    )
                topic.closes = closes if topic.step != "proposed" else None
                topic.goes_on(fact, closes, told.at)
            case _:
                pass

    def _requests(self, told: Told, topic: Topic, key: str, no: int) -> None:
        if key in {"request-made", "request-extended"}:
            self._waits(told, topic, no)
            return
        topic.requests.discard(no)
        if key == "request-passed":
            topic.passed += 1
            self._could_object(told, topic, no)

    def _waits(self, told: Told, topic: Topic, no: int) -> None:
        """A request can be answered until then."""
        closes = next((one for fact in told.facts if isinstance(one := fact.said.get("closes"), datetime)), None)
        if closes is not None and no in topic.asked:
            topic.asked[no].gets_longer(closes, told.at)
        elif closes is not None:
            about = told.fact("idea-meant-number")
            topic.asked[no] = Asked(closes, told.at, None if about is None else _number(about, "idea"))

    def _could_object(self, told: Told, topic: Topic, no: int) -> None:
        """Nothing is taken away in hours in which people could not say no."""
        asked = topic.asked.pop(no, None)
        if asked is not None and asked.hides in topic.ideas:
            topic.ideas[asked.hides].is_unsure = True
        self._all_could(told, topic, asked, f"request {no} of topic {topic.no} passed")

    def _all_could(self, told: Told, topic: Topic, asked: Asked | None, what: str) -> None:
        """What is over by now was not so before all could take part in it."""
        if asked is None or topic.is_practice or asked.longer > MUCH:
            return
        gap = self.cut_off.in_the_end_of(asked, self.platforms[topic.home])
        if gap is not None:
            self.breaks(told.at, f"{what}, and people were cut off from {gap[0]} to {gap[1]}")

    def _is_over(self, told: Told, topic: Topic) -> None:
        if topic.closes is not None and told.at < topic.closes:
            self.breaks(told.at, f"{topic.step} of topic {topic.no} ended before {topic.closes}")
        self._all_could(told, topic, topic.open_for, f"{topic.step} of topic {topic.no} ended")
        topic.open_for = None


def _step(fact: Fact) -> str:
    return str(fact["step"]).removeprefix("phase-").replace("-", "_")


def _number(fact: Fact, name: str) -> int:
    found = fact[name]
    return found if isinstance(found, int) else 0


def _numbers(text: str) -> Iterable[int]:
    return map(int, re.findall(r"(?<!#)\b(\d+)\b", text))
