"""The columns of every table: what each means, in which unit, an example, and where in `log.jsonl` it comes from."""

from __future__ import annotations

from codesign_bot.log.tables.model import Column

INSTANT, DAY, NUMBER, NUMBERS = "unit-instant", "unit-day", "unit-number", "unit-numbers"
COUNT, PEOPLE, DOTS, YES = "unit-count", "unit-people", "unit-dots", "unit-yes"
WORDS, KNOWN, NAME, MARK = "unit-words", "unit-known", "unit-name", "unit-mark"
BESIDE = " → words.jsonl"
"""The words that a commitment stands for are not in the log itself."""


def words(name: str, meaning: str, example: str, source: str) -> tuple[Column, Column]:
    """Somebody's words, and beside them whether they are there, erased or held back."""
    return (
        Column(name, meaning, WORDS, example, f"{source}.commitment{BESIDE}"),
        Column(f"{name}_are", "column-known", KNOWN, "there", "words.jsonl"),
    )


def by(source: str = "facts.by") -> Column:
    """Whoever did it, under the name that they have in this round."""
    return Column("by", "column-by", MARK, "p-9f86d081884c7d65", source)


def idea(source: str) -> Column:
    """The number of an idea."""
    return Column("idea", "column-idea", NUMBER, "3", source)


def rule(value: str, meaning: str) -> Column:
    """Whether a rule would have chosen the idea."""
    return Column(f"by_{value}", meaning, YES, "1", f"facts.result.verdicts[rule={value}].chosen")


EVERYWHERE = (
    Column("entry", "column-entry", NUMBER, "12", "no"),
    Column("at", "column-at", INSTANT, "2026-11-23T12:00:00Z", "at"),
    Column("topic", "column-topic", NUMBER, "4", "topic"),
    Column("round", "column-round", MARK, "fedcba9876543210", "round"),
)
"""What every row begins with."""

TYPE = Column("type", "column-type", NAME, "window-extended", "type")
STEP = Column("step", "column-step", NAME, "voting", "facts.phase")
LABEL = Column("label", "column-label", NAME, "codesign", "facts.label")
RULE = Column("rule", "column-rule", NAME, "dots", "facts.result.rule")

ENTRIES = (
    TYPE,
    by(),
    idea("facts.idea"),
    STEP,
    Column("leaf_hash", "column-leaf-hash", MARK, "2c26b46b68ffc68f…", "SHA-256(0x00 ‖ line)"),
)
ROUNDS = (
    *words("title", "column-title", "The park is dark at night", "round-opened: facts.title"),
    *words("question", "column-question", "How might we …?", "question-confirmed: facts.wordings[]"),
    Column("opened_at", "column-opened-at", INSTANT, "2026-11-01T12:00:00Z", "round-opened: at"),
    LABEL,
    Column("template", "column-template", NAME, "community", "round-opened: facts.rules.template.name"),
    Column("practice", "column-practice", YES, "0", "round-opened: facts.is_practice"),
    Column("step", "column-last-step", NAME, "follow_up", "phase-entered: facts.phase"),
    Column("step_since", "column-step-since", INSTANT, "2026-12-20T12:00:00Z", "phase-entered: at"),
    Column("joined", "column-joined", PEOPLE, "24", "votes-counted: facts.joined"),
    Column("ballots", "column-ballots", COUNT, "19", "votes-counted: facts.result.ballots"),
    Column("chosen", "column-chosen-ideas", NUMBERS, "3 7", "votes-counted: facts.result.chosen"),
    Column("outcome_at", "column-outcome-at", INSTANT, "2027-01-10T12:00:00Z", "outcome-published: at"),
    Column("last_entry", "column-last-entry", NUMBER, "57", "no"),
)
IDEAS = (
    Column("vote", "column-vote", NAME, "vote", "facts.vote_kind"),
    idea("facts.ideas[].no"),
    *words("words", "column-idea-words", "Lamps along the path", "facts.ideas[]"),
    Column("by_organiser", "column-by-organiser", YES, "0", "facts.ideas[].by_organiser"),
    Column("holds", "column-holds", NUMBERS, "2 5", "facts.ideas[].joined"),
)
TALLIES = (
    RULE,
    idea("facts.result.ranking[].idea"),
    Column("rank", "column-rank", NUMBER, "1", "facts.result.ranking[].rank"),
    Column("dots", "column-dots", DOTS, "12", "facts.result.ranking[].dots"),
    Column("supporters", "column-supporters", PEOPLE, "8", "facts.result.ranking[].supporters"),
    Column("level_with", "column-tie-group", NUMBER, "1", "facts.result.ranking[].tie_group"),
    Column("chosen", "column-chosen", YES, "1", "facts.result.chosen"),
    rule("dots", "column-by-dots"),
    rule("supporters", "column-by-supporters"),
    rule("fair_share", "column-by-fair-share"),
    Column("runoff_dots", "column-runoff-dots", DOTS, "4", "facts.result.runoff.dots[].dots"),
)
RECEIPTS = (
    Column("vote", "column-vote", NAME, "vote", "facts.vote"),
    Column("ballot", "column-ballot-number", NUMBER, "17", "facts.part, facts.ballots[]"),
    Column("receipt", "column-receipt", MARK, "amber otter", "facts.ballots[].receipt"),
    idea("facts.ballots[].dots[][0]"),
    Column("dots", "column-ballot-dots", DOTS, "2", "facts.ballots[].dots[][1]"),
)
FATES = (
    idea("facts.idea.no"),
    *words("words", "column-idea-words", "Lamps along the path", "facts.idea"),
    Column("fate", "column-fate", NAME, "chosen", "facts.fate"),
    *words("reason", "column-reason", "There is no money left", "facts.reason"),
    *words("owner", "column-owner", "The parks team", "facts.owner"),
    Column("due_on", "column-due-on", DAY, "2027-03-01", "facts.due_on"),
)
PROMISES = (
    TYPE,
    idea("facts.idea"),
    by(),
    *words("words", "column-progress", "The lamps are ordered", "facts.content"),
    Column("promised_on", "column-promised-on", DAY, "2027-03-01", "facts.promised_on"),
    Column("confirmations", "column-confirmations", PEOPLE, "3", "facts.confirmations"),
    Column("check", "column-check", NUMBER, "1", "facts.no"),
    Column("checks", "column-checks", COUNT, "2", "facts.of"),
)
OUTCOMES = (
    LABEL,
    by(),
    *words("words", "column-outcome-words", "We will put up lamps", "facts.content"),
    *words("difference", "column-difference", "The hedges belong to others", "facts.difference"),
)
POWER = (
    TYPE,
    Column("act", "column-act", NAME, "gave_time", "facts.act"),
    Column("role", "column-role", NAME, "organiser", "facts.role"),
    by(),
    *words("name", "column-name", "Olga", "facts.name"),
    *words("whom", "column-whom", "Olu", "facts.whom"),
    Column("target", "column-target", NAME, "topic 4", "facts.target"),
    Column("before", "column-before", NAME, "Europe/London", "facts.before"),
    Column("after", "column-after", NAME, "Asia/Tokyo", "facts.after"),
    *words("reason", "column-reason", "Easter is in this week", "facts.reason"),
)
WINDOWS = (
    TYPE,
    STEP,
    Column("opened", "column-window-opened", INSTANT, "2026-11-23T12:00:00Z", "facts.window.opened"),
    Column("closed_before", "column-closed-before", INSTANT, "2026-11-30T12:00:00Z", "facts.before"),
    Column("closes", "column-closes", INSTANT, "2026-12-02T12:00:00Z", "facts.window.closes, facts.closes"),
    Column("why", "column-why", NAME, "few_heard", "facts.why"),
    Column("heard", "column-heard", PEOPLE, "4", "facts.heard"),
    Column("needed", "column-needed", PEOPLE, "8", "facts.needed"),
)
REQUESTS = (
    TYPE,
    Column("request", "column-request", NUMBER, "1", "facts.no"),
    Column("act", "column-request-act", NAME, "end_step", "facts.act"),
    by(),
    idea("facts.idea"),
    *words("words", "column-request-words", "I think we have all said it", "facts.reason, facts.content"),
    Column("closes", "column-request-closes", INSTANT, "2026-11-25T12:00:00Z", "facts.closes"),
    Column("support", "column-support", PEOPLE, "2", "facts.support"),
    Column("support_needed", "column-support-needed", PEOPLE, "3", "facts.support_needed"),
    Column("objections", "column-objections", COUNT, "1", "facts.objections"),
)
FEEDBACK = (
    idea("facts.ideas[].no"),
    Column("agree", "column-agree", PEOPLE, "9", "facts.ideas[].agree"),
    Column("disagree", "column-disagree", PEOPLE, "2", "facts.ideas[].disagree"),
    Column("pass", "column-pass", PEOPLE, "3", "facts.ideas[].pass"),
    Column("remarks", "column-remarks", COUNT, "5", "facts.ideas[].remarks"),
)
DISSENT = (
    TYPE,
    Column("number", "column-view-number", NUMBER, "1", "facts.no"),
    by(),
    *words("words", "column-dissent", "It leaves out the river", "facts.content, facts.dissent[]"),
)
ERASURES = (Column("commitment", "column-commitment", MARK, "2c26b46b68ffc68f…", "facts.erased[]"),)
