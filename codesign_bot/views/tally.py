"""The tally, once it is public: the tie first, then each step, the result, and what other rules say."""

from __future__ import annotations

from collections.abc import Collection
from typing import assert_never

from codesign_bot.core.counting.result import FEWEST_BALLOTS, Outcome, TieReport, TieStep, TieStepTaken, Verdict
from codesign_bot.core.counting.result import Row as Line
from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.counting.ties import TiedFor
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.state import Round
from codesign_bot.view import Bar, Bars, Block, Row, Rows, Say, say
from codesign_bot.views.parts import Words, numbers, public_tally, quoted
from codesign_bot.views.terms import RULE, RULE_NAME


def chosen_line(state: Round) -> tuple[Say, ...]:
    """Which ideas the vote chose, if the tally is public."""
    result = public_tally(state)
    return () if result is None else (_chosen(result),)


def tally_bars(state: Round, words: Words, only: Collection[IdeaNo] | None = None) -> tuple[Bars, ...]:
    """The ideas with their dots and supporters in the order of the ranking, if the tally is public."""
    result = public_tally(state)
    return () if result is None else bars(result, state, words, only)


def bars(result: Outcome, state: Round, words: Words, only: Collection[IdeaNo] | None = None) -> tuple[Bars, ...]:
    """The bars of a result, of all ideas or of some. After a runoff the vote before it and the runoff, each apart."""
    shown = [line for line in result.ranking if only is None or line.idea in only]
    drawn = tuple(_bar(result, state, words, line) for line in shown)
    title = say("tally") if result.runoff_count is None else say("tally-before-runoff")
    vote = (Bars(drawn, title),) if drawn else ()
    return (*vote, *_runoff(result, state, words, only))


def _bar(result: Outcome, state: Round, words: Words, line: Line) -> Bar:
    value = line.dots if result.rule is Rule.DOTS else line.supporters
    return Bar(int(line.idea), quoted(words, state.ideas[line.idea].content), value, _in_words(result, line))


def _in_words(result: Outcome, line: Line) -> Say:
    if not line.dots:
        return say("bar-none")
    if line.idea not in result.chosen:
        return say("bar", dots=line.dots, supporters=line.supporters)
    if result.runoff_count is not None and line.idea in result.runoff_count.ideas:
        return say("bar-chosen-after-runoff", dots=line.dots, supporters=line.supporters)
    return say("bar-chosen", dots=line.dots, supporters=line.supporters)


def _runoff(result: Outcome, state: Round, words: Words, only: Collection[IdeaNo] | None) -> tuple[Bars, ...]:
    """The tied ideas with the dots they had in the runoff, one from each person; most dots first."""
    count = result.runoff_count
    if count is None:
        return ()
    falling = sorted(count.lines, key=lambda line: (-line.dots, line.idea))
    shown = [line for line in falling if only is None or line.idea in only]
    drawn = tuple(
        Bar(
            int(line.idea),
            quoted(words, state.ideas[line.idea].content),
            line.dots,
            _runoff_in_words(line.dots, is_chosen=line.idea in result.chosen),
        )
        for line in shown
    )
    return (Bars(drawn, say("tally-runoff", ballots=count.ballots)),) if drawn else ()


def _runoff_in_words(dots: int, *, is_chosen: bool) -> Say:
    """Where nobody broke the tie, ideas without a dot in the runoff can be chosen as well."""
    if not dots:
        return say("bar-none-chosen") if is_chosen else say("bar-none")
    return say("bar-runoff-chosen", dots=dots) if is_chosen else say("bar-runoff", dots=dots)


def whole_result(result: Outcome, state: Round, words: Words) -> tuple[Block, ...]:
    """Everything the count says. A tie comes first, as it was before anything was done about it."""
    ties = tie_blocks(result.tie, result.rule) if result.tie is not None else ()
    return (
        *ties,
        _chosen(result),
        *bars(result, state, words),
        Say(RULE[result.rule].key),
        *side_by_side(result),
        say("tally-is-final"),
        *((say("tally-receipts"),) if result.ballots >= FEWEST_BALLOTS else ()),
    )


def _chosen(result: Outcome) -> Say:
    if not result.chosen:
        return say("nothing-chosen")
    return say("chosen", count=len(result.chosen), ideas=numbers(result.chosen))


def tie_blocks(report: TieReport, rule: Rule) -> tuple[Block, ...]:
    """The tie, then what each step of the agreed chain did about it."""
    steps = tuple(Row(_step(step)) for step in report.steps)
    return (*(_tied(group, rule) for group in report.tied), Rows(steps, say("tie-steps")))


def _tied(group: TiedFor, rule: Rule) -> Say:
    tied = numbers(line.idea for line in group.ideas)
    first = group.ideas[0]
    match rule:
        case Rule.DOTS:
            return say("tie-by-dots", ideas=tied, places=group.places, count=first.dots)
        case Rule.SUPPORTERS | Rule.APPROVAL:
            return say("tie-by-supporters", ideas=tied, places=group.places, count=first.supporters)
        case Rule.FAIR_SHARE:
            return say("tie-by-fair-share", ideas=tied, places=group.places)
        case _:
            assert_never(rule)


def _step(step: TieStepTaken) -> Say:
    on, tied = numbers(step.chosen), numbers(step.still_tied)
    match step.step:
        case TieStep.OTHER_MEASURE:
            measure = RULE_NAME[step.measure] if step.measure is not None else RULE_NAME[Rule.SUPPORTERS]
            if not step.chosen:
                return say("tie-step-other-measure-none", measure=measure, tied=tied)
            if not step.still_tied:
                return say("tie-step-other-measure-all", measure=measure, ideas=on)
            return say("tie-step-other-measure", measure=measure, ideas=on, tied=tied)
        case TieStep.WIDEN if step.extra_places:
            return say("tie-step-widened", ideas=on)
        case TieStep.WIDEN:
            return say("tie-step-not-widened", tied=tied)
        case TieStep.RUNOFF if not step.chosen:
            return say("tie-step-runoff-none", tied=tied)
        case TieStep.RUNOFF if not step.still_tied:
            return say("tie-step-runoff-all", ideas=on)
        case TieStep.RUNOFF:
            return say("tie-step-runoff", ideas=on, tied=tied)
        case TieStep.ALL_GO_ON:
            return say("tie-step-all-go-on", ideas=on)
        case _:
            assert_never(step.step)


def side_by_side(result: Outcome) -> tuple[Block, ...]:
    """What each rule would have chosen, and how many voters have a chosen idea."""
    rows = tuple(Row(_by_rule(result, verdict)) for verdict in result.verdicts)
    compared = say("rules-differ") if result.differs else say("rules-agree")
    heard = say("voters-with-an-idea", voters=result.voters_with_a_chosen_idea, ballots=result.ballots)
    return (Rows(rows, say("other-rules")), compared, heard)


def _by_rule(result: Outcome, verdict: Verdict) -> Say:
    """A rule that agrees has chosen what was chosen; another one may have wanted a runoff of its own."""
    name = RULE_NAME[verdict.rule]
    if verdict.rule not in result.differs:
        return say("by-rule", rule=name, ideas=numbers(result.chosen))
    if verdict.runoff is not None:
        tied = numbers(verdict.runoff.ideas)
        return say("by-rule-and-runoff", rule=name, ideas=numbers(verdict.chosen), tied=tied)
    return say("by-rule", rule=name, ideas=numbers(verdict.chosen))


def tie_lines(state: Round) -> tuple[Say, ...]:
    """That ideas were tied, and for what, if the tally is public."""
    result = public_tally(state)
    if result is None or result.tie is None:
        return ()
    return tuple(_tied(group, result.rule) for group in result.tie.tied)
