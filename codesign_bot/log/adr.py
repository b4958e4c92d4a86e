"""A round as one file of a folder of decisions, under the headings of MADR 4.0 (https://adr.github.io/madr/).

The parts are those of the decision record, in the order that MADR asks for, so both say the same in the same words.
The five facts in front are named in English, because programs look for them; their values are in the language of the
record.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import assert_never

from codesign_bot.core.label import Decider
from codesign_bot.core.phases import Phase
from codesign_bot.log.document import Part, Piece
from codesign_bot.log.markdown import document
from codesign_bot.log.parts.follow_up import follow_up
from codesign_bot.log.parts.framing import the_problem
from codesign_bot.log.parts.head import honest_label, in_short, opening_words
from codesign_bot.log.parts.ideas import the_ideas
from codesign_bot.log.parts.outcome import the_outcome
from codesign_bot.log.parts.people import the_question, the_rules, who_joined, who_took_part
from codesign_bot.log.parts.power import power_and_requests
from codesign_bot.log.parts.times import what_happened_when
from codesign_bot.log.parts.voices import feedback, minority_views, objections
from codesign_bot.log.parts.vote import the_vote
from codesign_bot.log.shown import Shown
from codesign_bot.phrasing import phrase, recorded
from codesign_bot.ports import Reading, Voice
from codesign_bot.view import Say, say
from codesign_bot.views.parts import heading

_LONGEST_NAME = 60
_GAP = re.compile(r"[^a-z0-9]+")

Made = Callable[[Shown], tuple[Part, ...]]


def decision_file(shown: Shown, voice: Voice) -> str:
    """The file as it is to be read now, in Markdown behind its five facts (YAML)."""
    reading = recorded(Reading(voice, shown.names.of_acts, shown.now))
    facts = (f"{key}: {_yaml(value)}" for key, value in _facts(shown, reading))
    whole = Part(heading(shown.state, shown.public_words), (*opening_words(shown), *_sections(shown)))
    return "\n".join(("---", *facts, "---", "", document(whole, reading)))


def file_name(shown: Shown) -> str:
    """Such as "0004-the-park-is-dark.md": the number of the topic, and what of its title every disk can write."""
    title = unicodedata.normalize("NFKD", shown.words_of(shown.state.title) or "").encode("ascii", "ignore").decode()
    words = _GAP.sub("-", title.lower()).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{int(shown.state.topic):04}-{words or 'round'}.md"


def _facts(shown: Shown, reading: Reading) -> Iterator[tuple[str, str]]:
    """What MADR 4.0 puts in front, in its order."""
    rules = shown.state.rules
    decider = None if rules is None or rules.answers is None else rules.answers.decider
    yield "status", phrase(_status(shown), reading, str)
    yield "date", max((event.at for _, event in shown.events), default=shown.now).date().isoformat()
    yield "decision-makers", phrase(_deciders(decider), reading, str)
    yield "consulted", phrase(who_joined(shown), reading, str)
    yield "informed", phrase(say("adr-informed"), reading, str)


def _deciders(decider: Decider | None) -> Say:
    match decider:
        case None:
            return say("adr-nobody-yet")
        case Decider.PARTICIPANTS:
            return say("adr-people-decide")
        case Decider.TOGETHER:
            return say("adr-people-and-others-decide")
        case Decider.OTHERS:
            return say("adr-others-decide")
        case _:
            assert_never(decider)


def _status(shown: Shown) -> Say:
    if shown.state.outcome is not None:
        return say("adr-decided")
    match shown.state.phase:
        case Phase.WITHDRAWN:
            return say("adr-withdrawn")
        case Phase.EXPIRED:
            return say("adr-expired")
        case _:
            return say("adr-undecided") if shown.is_over else say("adr-under-way")


def _yaml(words: str) -> str:
    """A text that YAML reads as it stands: what JSON writes between quotation marks, YAML 1.2 reads the same."""
    return json.dumps(words, ensure_ascii=False)


def _sections(shown: Shown) -> Iterator[Part]:
    yield _section(shown, say("adr-context"), in_short, the_question, the_problem)
    yield _section(shown, say("adr-drivers"), honest_label, the_rules)
    yield _section(shown, say("adr-options"), the_ideas)
    outcome = _section(shown, say("adr-outcome"), the_vote, the_outcome)
    consequences = _section(shown, say("adr-consequences"), objections, minority_views, feedback)
    confirmation = _section(shown, say("adr-confirmation"), follow_up)
    yield Part(outcome.title, (*outcome.pieces, consequences, confirmation))
    yield _section(shown, say("adr-more"), who_took_part, power_and_requests, what_happened_when)


def _section(shown: Shown, title: Say, *made: Made) -> Part:
    """The parts below a heading of MADR. One that has nothing to say yet says so: no heading stands alone."""
    pieces: tuple[Piece, ...] = tuple(part for one in made for part in shown.once(one))
    return Part(title, pieces or (say("adr-nothing-yet"),))
