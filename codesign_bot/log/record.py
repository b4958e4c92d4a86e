"""A round as one decision record in Markdown, under the headings of MADR 4.0 as far as they fit.

The headings are English whatever the language of the community: a record is compared with others. Words of
people stand in it escaped, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from codesign_bot.core.content import Content
from codesign_bot.core.counting.result import Outcome, Verdict
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.state import Decided, Fate, Idea, Objection, Promised
from codesign_bot.log.course import course
from codesign_bot.log.markdown import inline, quoted
from codesign_bot.log.moments import day, moment
from codesign_bot.log.shown import Shown

NOT_COUNTED = "Nobody sees a count before the vote is over. It will stand here then."

Lines = Iterator[str]


def decision_record(shown: Shown) -> str:
    """The record as it stands now."""
    parts: tuple[Callable[[Shown], Lines], ...] = (
        _head,
        _problem,
        _question,
        _answers,
        course,
        _ideas,
        _tally,
        _ties,
        _objections,
        _minority_views,
        _outcome,
        _promises,
    )
    return "\n".join(line for part in parts for line in part(shown)).rstrip("\n") + "\n"


def _head(shown: Shown) -> Lines:
    state = shown.state
    practice = "Practice: " if state.is_practice else ""
    yield f"# {practice}{inline(shown.words_of(state.title))}"
    yield ""
    yield f"- Status: {_spoken(state.phase.value)}"
    yield f"- Date: {moment(shown, state.outcome_at or shown.now)}"
    yield f"- Label: {_spoken(state.rung.name)}"
    if state.rules is not None:
        template = state.rules.template
        yield f"- Template: {inline(template.name)}; what decides: {_spoken(template.rule.value)}"
    if state.rules_hash is not None:
        yield f"- Rules: SHA-256 {state.rules_hash}"
    yield f"- Joined: {state.joined}, of these organisers: {state.joined_organisers}"
    yield ""


def _problem(shown: Shown) -> Lines:
    yield from _heading("Context and problem statement")
    yield from _all_quoted(shown, [one.content for one in shown.state.statements], "No problem was stated.")


def _question(shown: Shown) -> Lines:
    state = shown.state
    yield from _heading("Question")
    asked = [state.wordings[no].content for no in state.question]
    yield from _all_quoted(shown, asked, "The topic stands in for a question.")
    yield from _objecting(shown, state.question_objections, "Objections to the question")


def _answers(shown: Shown) -> Lines:
    answers = shown.state.rules.answers if shown.state.rules is not None else None
    yield from _heading("Honest answers")
    if answers is None:
        yield from ("Nobody gave the five honest answers before this round opened.", "")
        return
    yield from _answer(shown, f"Who decides ({_spoken(answers.decider.value)})", answers.who_decides)
    yield from _answer(shown, f"What is already fixed ({_spoken(answers.fixed.value)})", answers.what_is_fixed)
    yield from _answer(shown, "What is open", answers.what_is_open)
    yield from _answer(
        shown, f"What happens with the result ({_spoken(answers.use.value)})", answers.what_happens_with_it
    )
    yield from (f"A reply is promised by {day(answers.reply_by)}.", "")


def _answer(shown: Shown, asked: str, answer: Content) -> Lines:
    yield from (f"{asked}:", "", *quoted(shown.words_of(answer)), "")


def _ideas(shown: Shown) -> Lines:
    yield from _heading("Ideas and what became of them")
    if not shown.state.ideas:
        yield from ("No idea was given.", "")
    for no, idea in sorted(shown.state.ideas.items()):
        yield from (f"### Idea {no}", "", *_idea(shown, idea), "")
        for content in idea.builds:
            yield from ("Built on it:", "", *_held_or_quoted(shown, content), "")
        yield from (f"Fate: {_fate(shown, idea)}", "")
        decided = shown.state.fates.get(no)
        if decided is not None and decided.reason is not None:
            yield from ("Reason:", "", *quoted(shown.words_of(decided.reason)), "")


def _idea(shown: Shown, idea: Idea) -> list[str]:
    if idea.is_hidden:
        return ["This idea was hidden by a request that the participants let pass."]
    by = ["By an organiser.", ""] if idea.is_by_organiser else []
    return [*by, *_held_or_quoted(shown, idea.content)]


def _held_or_quoted(shown: Shown, content: Content) -> list[str]:
    if content.id in shown.held_back:
        return ["Not shown yet: everybody writes alone first."]
    return quoted(shown.words_of(content))


def _fate(shown: Shown, idea: Idea) -> str:
    decided: Decided | None = shown.state.fates.get(idea.no)
    if idea.joined_to is not None:
        return f"joined to idea {idea.joined_to}"
    if idea.is_withdrawn:
        return "withdrawn by its author"
    if idea.is_hidden:
        return "hidden"
    if decided is not None:
        return _spoken(decided.fate.value)
    if idea.no in _chosen(shown):
        return "chosen by the vote, fate still open"
    return "still open"


def _chosen(shown: Shown) -> tuple[IdeaNo, ...]:
    return shown.tally.chosen if shown.tally is not None else ()


def _tally(shown: Shown) -> Lines:
    yield from _heading("Tally")
    result = shown.tally
    if result is None:
        yield from (NOT_COUNTED, "")
        return
    yield from (f"{result.ballots} ballots. Rule: {_spoken(result.rule.value)}. Places: {result.places}.", "")
    yield "| Rank | Idea | Dots | Supporters | Goes on |"
    yield "|---|---|---|---|---|"
    for row in result.ranking:
        goes_on = "yes" if row.idea in result.chosen else "no"
        yield f"| {row.rank} | {row.idea} | {row.dots} | {row.supporters} | {goes_on} |"
    yield ""
    yield from (f"- {_spoken(one.rule.value)} would choose: {_verdict(one)}" for one in result.verdicts)
    yield f"- Voters with at least one chosen idea: {result.voters_with_a_chosen_idea} of {result.ballots}"
    yield ""
    yield from _runoff(result)


def _verdict(verdict: Verdict) -> str:
    """What a rule would choose, and the runoff it would have held for the places that are left."""
    if verdict.runoff is None:
        return _numbers(verdict.chosen)
    more = f"a runoff between {_numbers(verdict.runoff.ideas)} for {verdict.runoff.places}"
    return f"{_numbers(verdict.chosen)}, then {more}" if verdict.chosen else more


def _runoff(result: Outcome) -> Lines:
    if result.runoff_count is None:
        return
    yield from (f"Runoff: {result.runoff_count.ballots} ballots.", "")
    yield from ("| Idea | Dots |", "|---|---|")
    yield from (f"| {line.idea} | {line.dots} |" for line in result.runoff_count.lines)
    yield ""


def _ties(shown: Shown) -> Lines:
    if shown.tally is None:
        return
    yield from _heading("Ties")
    report = shown.tally.tie
    if report is None:
        yield from ("No idea was level with another at the cut.", "")
        return
    for group in report.tied:
        tied = _numbers(tuple(line.idea for line in group.ideas))
        yield f"- Ideas {tied} were level for {group.places} of the places."
    for step in report.steps:
        still = f"; still level: {_numbers(step.still_tied)}" if step.still_tied else ""
        yield f"- {_spoken(step.step.value)}: goes on: {_numbers(step.chosen)}{still}"
    yield ""


def _objections(shown: Shown) -> Lines:
    yield from _objecting(shown, shown.state.objections, "Objections to the result", level=2)


def _objecting(shown: Shown, objections: Sequence[Objection], title: str, level: int = 3) -> Lines:
    if not objections:
        return
    yield from _heading(title, level)
    for one in objections:
        yield from ("Stands:" if one.stands else "Taken back:", "", *quoted(shown.words_of(one.content)), "")


def _minority_views(shown: Shown) -> Lines:
    yield from _heading("Minority views")
    if not shown.state.minority_views:
        yield from ("None was stated.", "")
    for view in shown.state.minority_views:
        signed = f"Co-signed by {len(view.cosigners)}." if view.cosigners else "Not co-signed."
        yield from (signed, "", *quoted(shown.words_of(view.content)), "")


def _outcome(shown: Shown) -> Lines:
    state = shown.state
    yield from _heading("Decision outcome")
    if state.is_reply_missed:
        yield from ("The date by which a reply was promised went by without one.", "")
    if state.outcome is None:
        yield from ("Not published yet.", "")
        return
    yield from (*quoted(shown.words_of(state.outcome)), "")
    if state.outcome_difference is not None:
        yield from ("It differs from the tally, for this reason:", "")
        yield from (*quoted(shown.words_of(state.outcome_difference)), "")


def _promises(shown: Shown) -> Lines:
    if shown.state.outcome is None:
        return
    yield from _heading("Promises and whether they were kept")
    if not shown.state.promises:
        yield from ("None was made.", "")
    for no, promise in sorted(shown.state.promises.items()):
        decided = shown.state.fates.get(no)
        owner = decided.owner if decided is not None and decided.fate is Fate.CHOSEN else None
        named = "nobody" if owner is None else inline(shown.words_of(owner))
        yield from (f"### Idea {no}, by {day(promise.due_on)}", "", f"Owner: {named}", "")
        yield from (f"State: {_kept(promise)}", "")
        for content in promise.reports:
            yield from ("Progress:", "", *quoted(shown.words_of(content)), "")
        for dispute in promise.disputes:
            yield from ("Disputed:", "", *quoted(shown.words_of(dispute.content)), "")


def _kept(promise: Promised) -> str:
    late = ", after its date" if promise.is_missed else ""
    if promise.is_done:
        return f"done{late}"
    if promise.claimed_at is not None:
        return f"said to be done, confirmed by {len(promise.confirmed_by)}{late}"
    return "its date was missed" if promise.is_missed else "open"


def _all_quoted(shown: Shown, contents: Sequence[Content], without: str) -> Lines:
    if not contents:
        yield from (without, "")
    for content in contents:
        yield from (*quoted(shown.words_of(content)), "")


def _heading(title: str, level: int = 2) -> Lines:
    yield from (f"{'#' * level} {title}", "")


def _numbers(ideas: Sequence[int]) -> str:
    return ", ".join(map(str, ideas)) or "none"


def _spoken(value: str) -> str:
    return value.lower().replace("_", " ")
