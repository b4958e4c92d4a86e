"""Pages of the log: what each entry says in plain words, what a page can be narrowed to, and what stays out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from codesign_bot.core.events import Power
from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate, Narrowing, Why
from codesign_bot.log.kinds import KINDS
from codesign_bot.messages import all_voices
from codesign_bot.phrasing import phrase
from codesign_bot.ports import Reading
from codesign_bot.view import Audience, Length, Quote, Quoted, Row, Rows, Say, Term, Typed, Verbatim, View, When, Who
from codesign_bot.views import logs
from codesign_bot.views.entries import MOST_IN_A_ROW, about, has_words_unshown, quotes, readable_words
from codesign_bot.views.logs import LogLine, Narrowed, Older
from codesign_bot.views.terms import FATE, NARROWING, PHASE

from .seeing import arguments, keys, the, typed
from .story import OLU, START

ENGLISH = all_voices()["en"]
ZONE = "Europe/London"
AT = When(START, ZONE)
WHY: Mapping[str, object] = {"reason": {"commitment": "why"}}
LATER = "2026-03-10T09:00:00Z"
SOON = "2026-03-08T09:00:00Z"


def entry(
    kind: str, facts: Mapping[str, object] | None = None, *, words: Mapping[str, str | None] | None = None
) -> LogLine:
    return LogLine(7, START, kind, facts or {}, words=words or {})


def told(kind: str, facts: Mapping[str, object], **words: str | None) -> Say | None:
    return about(entry(kind, facts, words=words), ZONE)


def english(kind: str, facts: Mapping[str, object], **words: str | None) -> str:
    """What a reader reads."""
    said = told(kind, facts, **words)
    assert said is not None
    return phrase(said, Reading(ENGLISH, {}, START), str).translate({0x2068: None, 0x2069: None})


def rows_of(view: View) -> Rows:
    (rows,) = [block for block in view.blocks if isinstance(block, Rows)]
    return rows


# ---- what an entry says


def test_the_log_tells_who_what_when_and_about_which_idea() -> None:
    lines = [
        LogLine(7, START, "power-used", {"act": "gave_time", "target": "framing"}, OLU),
        LogLine(6, START, "idea-hidden", {"no": 9, "idea": {"no": 9, "commitment": "ab"}}),
        LogLine(5, START, "promise-missed", {"idea": 4}),
        LogLine(4, START, "check-held", {"no": 1}),
    ]
    first, second, third, last = rows_of(logs.log_page(lines, ZONE, 7)).rows
    assert first.content == Say("log-line-by", {"kind": Term("log-power-used"), "at": AT, "who": Who(OLU)})
    assert first.remark is None  # what is missing in the facts is never guessed
    assert second == Row(Say("log-line", {"kind": Term("log-idea-hidden"), "at": AT}), 6, Say("log-idea", {"idea": 9}))
    assert third.remark == Say("log-idea", {"idea": 4})
    assert last == Row(Say("log-line", {"kind": Term("log-check-held"), "at": AT}), 4)


def test_a_step_that_began_is_named_with_its_end() -> None:
    assert told("phase-entered", {"phase": "voting", "window": None}) == Say(
        "log-which-step", {"step": PHASE[Phase.VOTING]}
    )
    window = {"opened": SOON, "closes": LATER}
    closes = When(datetime(2026, 3, 10, 9, tzinfo=UTC), ZONE)
    assert told("phase-entered", {"phase": "voting", "window": window}) == Say(
        "log-step-until", {"step": PHASE[Phase.VOTING], "closes": closes}
    )


def test_an_act_of_power_says_from_what_to_what_and_why() -> None:
    gave = {"act": "gave_time", "target": "voting", "before": SOON, "after": LATER}
    said = told("power-used", {**gave, **WHY}, why="Many are ill.")
    assert said is not None
    assert said.key == "log-gave-time-why"
    assert said.arguments == {
        "step": PHASE[Phase.VOTING],
        "before": When(datetime(2026, 3, 8, 9, tzinfo=UTC), ZONE),
        "after": When(datetime(2026, 3, 10, 9, tzinfo=UTC), ZONE),
        "why": Quoted("Many are ill."),
    }
    assert told("power-used", {**gave, **WHY}) == Say(
        "log-gave-time", {name: value for name, value in said.arguments.items() if name != "why"}
    )


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"act": "planned", "target": "round", "before": "", "after": "quick"}, ("log-planned", Typed("quick"))),
        (
            {"act": "planned", "target": "round", "before": "slow", "after": "quick"},
            ("log-planned-anew", Typed("slow")),
        ),
        (
            {"act": "set_window", "target": "voting", "before": "604800", "after": "864000"},
            ("log-set-window", Length(timedelta(days=10))),
        ),
        ({"act": "set_heard", "target": "heard", "before": "5 20", "after": "8 30"}, ("log-set-heard", 30)),
        (
            {"act": "requested", "target": "request 2", "after": "end_step"},
            ("log-requested", NARROWING[Narrowing.END_STEP]),
        ),
        ({"act": "set_fate", "target": "idea 3", "before": "", "after": "later"}, ("log-fate", FATE[Fate.LATER])),
        (
            {"act": "set_fate", "target": "idea 3", "before": "chosen", "after": "later"},
            ("log-fate-anew", FATE[Fate.CHOSEN]),
        ),
        ({"act": "published", "target": "outcome", "after": "published"}, ("log-published", None)),
    ],
)
def test_each_act_of_power_says_what_was_changed(facts: Mapping[str, object], says: tuple[str, object]) -> None:
    key, value = says
    said = told("power-used", facts)
    assert said is not None
    assert said.key == key
    assert value is None or value in said.arguments.values()
    if key not in {"log-planned", "log-planned-anew", "log-set-window", "log-set-heard"}:
        because = told("power-used", {**facts, **WHY}, why="It had to be.")
        assert because is not None
        assert (because.key, because.arguments["why"]) == (f"{key}-why", Quoted("It had to be."))


def test_every_power_has_something_to_say() -> None:
    facts = {"before": "1 1", "after": "2 2", "target": "idea 3"}
    known = {Power.PLANNED, Power.SET_HEARD, Power.PUBLISHED}
    assert {act for act in Power if told("power-used", {**facts, "act": act.value})} == known  # the others need theirs


@pytest.mark.parametrize("why", Why)
def test_more_time_says_why_and_from_when_to_when(why: Why) -> None:
    said = english("window-extended", {"why": why.value, "before": SOON, "closes": LATER})
    assert "8 March 2026" in said
    assert "10 March 2026" in said
    assert said.index("8 March") < said.index("10 March")


WHOLE: Mapping[str, tuple[Mapping[str, object], str]] = {
    "round-opened": (
        {"title": {"commitment": "why"}, "label": "codesign"},
        "The topic: “Because.” The label: co-design.",
    ),
    "window-shortened": ({"before": LATER, "closes": SOON}, "It was to end"),
    "round-paused": ({"until": LATER}, "The step stands still until"),
    "few-voices-noted": ({"needed": 8}, "The rule asks for 8 people."),
    "question-confirmed": ({"wordings": [{"no": 1, "commitment": "why"}]}, "The question: “Because.”"),
    "ideas-frozen": ({"ideas": [{"no": 1, "commitment": "x"}, {"no": 3}]}, "On the ballot: 1 and 3."),
    "shortlist-made": ({"ideas": [2, 5]}, "These ideas go on: 2 and 5."),
    "runoff-needed": ({"ideas": [2, 5], "places": 1}, "Tied for 1 place: 2 and 5."),
    "votes-counted": ({"result": {"chosen": [1, 2]}}, "The vote chose 2 ideas: 1 and 2."),
    "result-objected": ({"content": {"commitment": "why"}}, "In their words: “Because.”"),
    "minority-view-stated": ({"content": {"commitment": "why"}}, "In their words: “Because.”"),
    "outcome-published": ({"content": {"commitment": "why"}}, "In their words: “Because.”"),
    "reply-missed": ({"promised_on": "2026-05-02"}, "It was promised by Saturday 2 May 2026."),
    "promise-missed": ({"idea": 4, "promised_on": "2026-05-02"}, "Idea 4 was promised by Saturday 2 May 2026."),
    "progress-reported": ({"idea": 4, "content": {"commitment": "why"}}, "Idea 4: “Because.”"),
    "idea-done": ({"idea": 4}, "It is about idea 4."),
    "check-held": ({"no": 1, "of": 2}, "It is check 1 of 2."),
    "request-made": ({"no": 2, "act": "end_step", **WHY}, "Request 2: to end this step early. The reason: “Because.”"),
    "request-objected": ({"no": 2, "content": {"commitment": "why"}}, "It is about request 2. The reason: “Because.”"),
    "request-passed": ({"no": 2}, "It is request 2."),
    "request-fell": ({"no": 2, "support": 1, "support_needed": 3}, "It is request 2. Support: 1. It needed 3."),
    "feedback-summed": ({"ideas": [{"no": 1}, {"no": 2}]}, "About these ideas: 1 and 2."),
    "receipts": ({"part": 1, "of": 2}, "Part 1 of 2."),
    "zone-changed": ({"before": "UTC", "after": "Europe/Paris"}, "It was “UTC”. Now it is “Europe/Paris”."),
    "community-began": ({"before": "", "after": "Elm"}, "Now it is “Elm”."),
    "organiser-named": ({"whom": {"commitment": "why"}, "before": "", "after": ""}, "It is about “Because.”"),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_an_entry_says_in_plain_words_what_happened(kind: str) -> None:
    facts, words = WHOLE[kind]
    assert words in english(kind, facts, why="Because.")


def test_a_fate_says_who_will_do_it_by_when_or_why_it_has_to_wait() -> None:
    promised = {"idea": {"no": 3}, "fate": "chosen", "due_on": "2026-06-30", "owner": {"commitment": "who"}}
    assert english("fate-set", promised, who="The council") == (
        "Idea 3 is promised for Tuesday 30 June 2026. Who will do it: “The council”"
    )
    assert english("fate-set", promised) == "Idea 3 is promised for Tuesday 30 June 2026."
    later = {"idea": {"no": 3}, "fate": "later", "due_on": None, **WHY}
    assert english("fate-set", later, why="No money.") == "Idea 3: later. The reason: “No money.”"
    assert told("fate-set", {"idea": {"no": 3}}) == Say("log-idea", {"idea": 3})


def test_a_vote_that_chose_nothing_says_so() -> None:
    assert told("votes-counted", {"result": {"chosen": []}}) == Say("nothing-chosen")


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"act": "unheard of", "phase": "nowhere", "why": "?", "before": 3, "after": ["x"], "no": "two"},
        {"window": "x", "result": 7, "ideas": "all", "idea": "three", "due_on": "soon", "closes": "later", "whom": 1},
        {"act": "set_window", "target": "voting", "before": "long", "after": "longer", "result": {"chosen": 5}},
        {"act": "set_heard", "before": "5", "after": "many people", "promised_on": "32.1.", "window": {"closes": 1}},
        {"no": True, "of": True, "part": False, "idea": {"no": "x"}, "content": {"commitment": 3}},
    ],
    ids=range(6),
)
def test_nothing_is_guessed_of_facts_that_are_missing_or_strange(kind: str, facts: Mapping[str, object]) -> None:
    """As a log of a later version may have them. What is told then still has its text."""
    said = about(entry(kind, facts), ZONE)
    assert said is None or phrase(said, Reading(ENGLISH, {}, START), str)
    assert quotes(entry(kind, facts)) == ()


def test_promise_3_the_log_tells_no_turnout() -> None:
    facts = {"why": "few_heard", "heard": 4, "ballots": 9, "needed": 8, "before": SOON, "closes": LATER}
    view = logs.log_page([entry("window-extended", facts), entry("few-voices-noted", facts)], "UTC", 7)
    assert not any(value in {4, 9} for _, _, value in arguments(view))


# ---- words


def test_promise_7_erased_words_are_told_as_erased_and_words_not_shown_are_not_there() -> None:
    facts = {"no": 3, "act": "end_step", **WHY}
    assert english("request-made", facts, why=None).endswith("The reason: (these words were erased)")
    assert "reason" not in english("request-made", facts)


def test_long_words_are_cut_in_a_list_and_whole_in_the_entry_itself() -> None:
    long = "so " * 200
    line = entry("result-objected", {"content": {"commitment": "why"}}, words={"why": long})
    cut = about(line, ZONE)
    assert cut is not None
    shown = cut.arguments["words"]
    assert isinstance(shown, Quoted)
    assert shown.words is not None
    assert len(shown.words) == MOST_IN_A_ROW
    assert [quote.quoted.words for quote in quotes(line)] == [long]


def test_an_entry_by_itself_shows_every_word_beside_it_and_what_each_is() -> None:
    facts = {
        "ideas": [{"no": 1, "commitment": "a"}, {"no": 4, "commitment": "b"}],
        "reason": {"commitment": "c"},
        "rules": {"honest": {"who_decides": {"commitment": "d"}}},
        "name": {"commitment": "gone"},
        "hidden": {"commitment": "held back"},
    }
    line = entry("ideas-frozen", facts, words={"a": "lamps", "b": "tea", "c": "enough", "d": "all", "gone": None})
    assert quotes(line) == (
        Quote(Quoted("lamps"), Say("log-words-of-idea", {"idea": 1})),
        Quote(Quoted("tea"), Say("log-words-of-idea", {"idea": 4})),
        Quote(Quoted(None), Say("log-words-name")),
        Quote(Quoted("enough"), Say("reason")),
        Quote(Quoted("all"), Say("log-in-words")),
    )
    assert has_words_unshown(line)
    assert list(readable_words(line)) == ["lamps", "tea", "enough", "all"]


# ---- pages


def test_a_page_says_how_it_was_narrowed_and_how_to_go_on() -> None:
    narrowed = Narrowed(is_power=True, topic=4, days="2026-03", words="lamps")
    view = logs.log_page([entry("zone-changed")], ZONE, 120, narrowed, Older("log #4 power 2026-03 before 7 lamps"))
    assert keys(view) == ["log-only-power", "log-only-topic", "log-only-days", "log-only-words", "log-size"]
    assert the(view, "log-only-words").arguments == {"words": Quoted("lamps")}
    assert typed(view) == ["log #4 power 2026-03 before 7 lamps", "log entry 7", "log checkpoint", "export"]
    assert view.audience is Audience.ONLY_YOU


def test_the_last_page_offers_no_further_one() -> None:
    assert typed(logs.log_page([entry("zone-changed")], ZONE, 1)) == [
        "log entry 7",
        "log power",
        "log checkpoint",
        "export",
    ]


def test_a_search_that_was_cut_short_says_how_far_it_went() -> None:
    found = logs.log_page([], ZONE, 5000, Narrowed(words="tea"), Older("log before 4000 tea", 1000))
    assert keys(found) == ["log-only-words", "log-none-such", "log-looked-at"]
    assert typed(found) == ["log before 4000 tea", "log"]


def test_an_empty_log_and_a_page_without_entries_say_so() -> None:
    assert keys(logs.log_page([], "UTC", 0)) == ["log-none"]
    assert keys(logs.log_page([], "UTC", 9)) == ["log-none-such"]


@pytest.mark.parametrize(
    ("signed", "fits", "key"),
    [(None, True, "log-entry-unsigned"), (9, True, "log-entry-proof"), (9, False, "log-entry-does-not-fit")],
)
def test_one_entry_says_whether_it_stands_in_what_was_signed(signed: int | None, key: str, *, fits: bool) -> None:
    line = LogLine(7, START, "idea-done", {"idea": 4}, PersonId("olu"), 2, {})
    view = logs.entry_page(line, ZONE, signed, fits=fits)
    assert view.heading == Say("log-entry", {"no": 7})
    assert keys(view) == ["log-line-by", "log-idea", "log-of-topic", key]


def test_one_entry_says_that_words_are_kept_back() -> None:
    view = logs.entry_page(entry("idea-hidden", {"idea": {"no": 9, "commitment": "ab"}}), ZONE, None)
    assert "log-words-unshown" in keys(view)
    assert not [block for block in view.blocks if isinstance(block, Quote)]


def test_a_checkpoint_is_shown_with_its_key_and_how_to_check_it() -> None:
    view = logs.checkpoint_page("origin\n3\nroot\n\n- key sig\n", 3, 2, "name+id+key")
    assert [block.text for block in view.blocks if isinstance(block, Verbatim)] == [
        "origin\n3\nroot\n\n- key sig\n",
        "name+id+key",
    ]
    assert keys(view) == ["checkpoint-what", "checkpoint-since", "checkpoint-key", "checkpoint-how"]
    alone = logs.checkpoint_page("note", 3, 0, None)
    assert keys(alone) == ["checkpoint-what", "checkpoint-how"]
    assert keys(logs.no_checkpoint()) == ["checkpoint-none"]


def test_what_a_log_space_gets_says_what_happened_but_quotes_nobody() -> None:
    line = entry("zone-changed", {"before": "UTC", "after": "Europe/Paris", "name": {"commitment": "x"}})
    assert keys(logs.posted(line, ZONE)) == ["log-entry", "log-line", "log-changed"]
    assert keys(logs.posted(entry("accounts-linked"), ZONE)) == ["log-entry", "log-line"]


def test_days_are_read_as_days_of_the_calendar() -> None:
    said = told("reply-missed", {"promised_on": "2026-05-02"})
    assert said is not None
    assert said.arguments == {"day": date(2026, 5, 2)}
