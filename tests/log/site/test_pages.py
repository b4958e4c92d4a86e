"""The pages of a site: what a member finds on them, and what holds for every page there is."""

from __future__ import annotations

import os
import re
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.commands import Actor
from codesign_bot.core.decide import suggest
from codesign_bot.core.ids import CommunityId, IdeaNo, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate, Narrowing, Promised
from codesign_bot.log import aside
from codesign_bot.log.shown import Shown
from codesign_bot.log.site import Line, pages
from codesign_bot.view import Term

from ..conftest import A_TIE, ADA, BEN, CYD, ENGLISH, OLU, ROUND, Tale  # noqa: TID252 - tests are no package
from ..test_record import Wordless  # noqa: TID252 - as above
from .conftest import HEAD, at_the_vote, lines, made, shown, site_of, whole
from .reading import Node, Pages

GOLDEN = Path(__file__).parent / "golden"


def titles(tree: Node, level: int = 2) -> list[str]:
    return [node.words for node in tree.all(f"h{level}")]


def section(pages: Pages, path: str, name: str) -> Node:
    return pages.trees[path].one("section", id=name)


# --- the whole of it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["index.html", "rounds/1.html", "rounds/2.html", "log/1.html", "check.html"])
def test_a_small_site_reads_like_this(small: Pages, path: str) -> None:
    """UPDATE_GOLDEN=1 writes the files anew; read the difference as a member would. Style and script are cut out."""
    content = re.sub(r"(?s)(<style>|<script>).*?(</style>|</script>)", r"\1\2", small.files[path].decode())
    content = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-", content)
    assert content.endswith("</html>\n")
    assert small.main(path).one("h1").words in content
    golden = GOLDEN / path.replace("/", "-")
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.write_text(content, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == content


def test_every_page_of_a_small_site_is_well_formed_and_leads_nowhere_else(small: Pages) -> None:
    small.check()
    assert set(small.files) == {"index.html", "check.html", "log/1.html", "rounds/1.html", "rounds/2.html"}


def test_the_page_of_a_round_has_its_parts_in_order(small: Pages) -> None:
    assert titles(small.trees["rounds/1.html"]) == [
        "In short",
        "The honest label",
        "The question",
        "How it went",
        "Who took part",
        "The rules",
        "The problem, and the wordings of the question",
        "The ideas",
        "The vote",
        "Objections to the result",
        "Minority views",
        "The feedback",
        "The outcome",
        "Acts of organisers, and requests",
        "The follow-up",
        "What happened when",
        "What of this round stands in the log",
    ]


def test_the_contents_of_a_page_lead_to_each_of_its_sections_in_order(small: Pages) -> None:
    for path in ("rounds/1.html", "rounds/2.html"):
        nav = small.trees[path].one("nav", class_="contents")
        assert [link.words for link in nav.all("a")] == titles(small.trees[path])
        sections = [
            node.attributes["id"]
            for node in small.main(path).children
            if isinstance(node, Node) and node.tag == "section"
        ]
        assert [link.attributes["href"] for link in nav.all("a")] == [f"#{name}" for name in sections]


def test_each_page_says_what_language_it_is_in_and_has_a_way_past_its_head(small: Pages) -> None:
    for path, tree in small.trees.items():
        root = tree.one("html")
        assert (root.attributes["lang"], root.attributes["dir"]) == ("en", "ltr")
        first = next(iter(tree.all("a")))
        assert (first.words, first.attributes["href"]) == ("Skip to the content", "#content")
        assert tree.one("main").attributes["id"] == "content"
        here = [link.attributes["href"] for link in tree.all("a", aria_current="page")]
        assert [where.split("/")[-1] for where in here] == ([path.split("/")[-1]] if "rounds" not in path else [])
        assert tree.one("title").words.endswith(", Riverside")


def test_every_footer_carries_what_the_pages_were_made_from(small: Pages) -> None:
    for tree in small.trees.values():
        words = tree.one("footer").words
        assert "These pages were written Tuesday 21 July 2026, 20:11 (Europe/Berlin)." in words
        assert f"The log: {HEAD.origin} It has 3 entries. Its mark: {HEAD.root}" in words


def test_a_log_that_nobody_signed_yet_carries_no_mark_and_says_so() -> None:
    plain = made(site_of([], lines(1)))
    plain.check()
    assert "mark" not in plain.trees["index.html"].one("footer").words
    words = plain.main("check.html").words
    assert "This log has no mark yet" in words
    assert "codesign-bot verify" not in words


def test_a_signed_log_shows_its_checkpoint_byte_for_byte_and_how_to_check_it(small: Pages) -> None:
    check = small.main("check.html")
    notes = [node.text for node in check.all("pre")]
    assert notes == [
        HEAD.note,
        "codesign-bot verify EXPORT",
        "codesign-bot verify EXPORT --checkpoint FILE",
        "codesign-bot verify EXPORT --key KEY",
    ]
    facts = dict(zip((n.words for n in check.all("dt")), (n.words for n in check.all("dd")), strict=True))
    assert facts == {
        "Name of the log": HEAD.origin,
        "Size": "3",
        "Root": HEAD.root,
        "Key to check the signature with": HEAD.key,
    }


def test_every_word_of_ours_comes_from_the_texts() -> None:
    """Told in a language without letters, nothing can be read but what people wrote and what is copied exactly."""
    tale = whole()
    known = (tale.state.rules_hash or "", "Europe/Berlin", "community", "codesign-bot verify EXPORT", "!export")
    rounds = [Shown.at(tale.state, tale.events, dict.fromkeys(tale.words, "·"), tale.now)]
    for path, content in pages(site_of(rounds, lines(2, (4,)), community="·"), Wordless()):
        tree = Pages({path: content}).trees[path]
        labels = [node.attributes.get("aria-label", "") for node in tree.all()]
        read = f"{tree.one('title').text} {tree.one('body').text.replace(_script(tree), '')} {' '.join(labels)}"
        for word in (*known, "/export"):
            read = read.replace(word, "")
        assert not re.findall(r"(?!P\d+\b)[A-Za-z]\w*", read), path


def _script(tree: Node) -> str:
    return "".join(node.text for node in tree.all("script"))


# --- what may be shown -----------------------------------------------------------------------------------


def test_promise_3_the_pages_of_an_open_vote_are_the_same_whatever_people_vote() -> None:
    def voted(ballots: dict[str, dict[int, int]]) -> Pages:
        before = at_the_vote()
        tale = Tale(before.now, list(before.record), dict(before.words))
        return made(site_of([shown(tale.voted({ADA: ballots["ada"], BEN: ballots["ben"]}))]))

    one = voted({"ada": {1: 2}, "ben": {2: 1}})
    other = voted({"ada": {3: 1, 4: 1}, "ben": {}})
    assert one.files == other.files
    vote = section(one, "rounds/4.html", "vote")
    assert vote.words == "The vote Nobody can see the tally before voting ends. This holds for organisers too."
    assert not list(vote.all("svg"))
    assert not list(one.trees["rounds/4.html"].all("table"))
    assert "voted" not in one.main("index.html").words


def test_a_hidden_idea_and_words_that_are_held_back_stand_on_no_page() -> None:
    alone = Tale().with_ideas(3)
    pages_alone = made(site_of([shown(alone)]))
    assert b"Idea number" not in b"".join(pages_alone.files.values())
    assert pages_alone.main("rounds/4.html").words.count("These words are not shown yet") == 3
    tale = Tale().with_ideas()
    tale.hide(3)
    hidden = made(site_of([shown(tale)]))
    assert b"Idea number 3" not in b"".join(hidden.files.values())
    hidden.check()


def test_nobody_is_named_by_an_account_or_an_id(small: Pages) -> None:
    everything = b"".join(small.files.values()).decode()
    assert "person-" not in everything
    assert not re.search(r"content-\d", everything)
    assert "P3, an organiser, planned the round" in small.main("rounds/1.html").words


def test_erased_words_are_said_to_be_erased_everywhere() -> None:
    tale = Tale(whole().now, list(whole().record), dict.fromkeys(whole().words, None))
    erased = made(site_of([shown(tale)]))
    erased.check()
    words = erased.main("rounds/4.html").words
    assert words.count("(these words were erased)") > 60
    kept = {text for text in whole().words.values() if text is not None and len(text) > 12}
    assert not [text for text in kept if text in words]


def test_what_has_a_number_is_listed_with_it(small: Pages) -> None:
    """Statements, wordings and minority views keep the numbers that people know them by."""
    problem = section(small, "rounds/1.html", "problem")
    statements, wordings = problem.all("ol")
    assert [item.attributes["value"] for item in statements.all("li")] == ["1", "2", "3", "4", "5"]
    assert [item.attributes["value"] for item in wordings.all("li")] == ["1", "2"]
    (view,) = section(small, "rounds/1.html", "minority").all("li")
    assert view.attributes["value"] == "1"


# --- a round in time -------------------------------------------------------------------------------------


def test_how_it_went_is_a_list_first_and_a_picture_second(small: Pages) -> None:
    steps = section(small, "rounds/1.html", "steps")
    tags = [node.tag for node in steps.children if isinstance(node, Node)]
    assert tags == ["h2", "p", "ol", "figure"]
    names = [node.words for node in steps.all("strong")]
    assert names == [
        "topic",
        "framing",
        "confirming",
        "confirming",
        "ideas",
        "sorting",
        "voting",
        "cooling off",
        "feedback",
        "outcome",
        "follow-up",
    ]
    framing = list(steps.one("ol").all("li"))[1].words
    assert framing == (
        "framing It began Monday 2 March 2026, 11:04 (10:04 UTC). It ended Wednesday 11 March 2026, 11:04 (10:04 UTC)."
        " It was open for 9 days. After it began, it got 2 days more."
    )


def test_the_picture_of_the_steps_says_in_words_what_it_shows(small: Pages) -> None:
    figure = section(small, "rounds/1.html", "steps").one("figure")
    label = figure.one("div", role="img").attributes["aria-label"]
    assert label.startswith("topic: 4 minutes. framing: 9 days, with 2 days added. confirming: 2 days.")
    assert "follow-up" not in label
    assert all(drawing.attributes["aria-hidden"] == "true" for drawing in figure.all("svg"))
    rows = list(figure.all("div", class_="row"))
    assert len(rows) == 10
    framing = [rect.attributes for rect in rows[1].all("rect")]
    assert [one["class"] for one in framing] == ["step", "added"]
    widths = [float(one["width"]) for one in framing]
    assert widths[1] / sum(widths) == pytest.approx(2 / 9, rel=0.02)


def test_bars_follow_each_other_and_stay_within_the_picture(small: Pages) -> None:
    figure = section(small, "rounds/1.html", "steps").one("figure")
    ends = [
        (float(rect.attributes["x"]), float(rect.attributes["x"]) + float(rect.attributes["width"]))
        for rect in figure.all("rect")
    ]
    assert all(0 <= begins < stops <= 100.01 for begins, stops in ends)
    assert [begins for begins, _ in ends] == sorted(begins for begins, _ in ends)


def test_an_open_step_and_one_that_got_less_time_say_so() -> None:
    tale = Tale().with_ideas()
    tale.do(OLU, c.MakeRequest(Narrowing.END_STEP, tale.text("All of us have said it")))
    (request,) = tale.state.requests
    for who in (ADA, BEN, CYD):
        tale.do(who, c.SupportRequest(request))
    tale.wait_for(Phase.SORTING)
    steps = section(made(site_of([shown(tale)])), "rounds/4.html", "steps")
    ideas, sorting = list(steps.one("ol").all("li"))[-2:]
    assert re.search(r"After it began, a request took \d+ days( and \d+ hours)? from it\.$", ideas.words)
    assert sorting.words.endswith("It is still open.")
    assert [rect.attributes["class"] for rect in list(steps.all("rect"))[-1:]] == ["open"]


def test_a_topic_that_was_just_suggested_has_a_page() -> None:
    tale = Tale()
    topic = c.SuggestTopic(ROUND, CommunityId("community-1"), TopicNo(4), tale.text("The park is dark"))
    tale.record += suggest(topic, Actor(ADA), tale.now)
    site = made(site_of([shown(tale)]))
    site.check()
    assert "Topic 4: “The park is dark”" in site.main("index.html").words
    tale.wait_for(Phase.EXPIRED)
    site = made(site_of([shown(tale)]))
    site.check()
    assert "it ended without an outcome" in site.main("index.html").words


# --- pictures of counts ----------------------------------------------------------------------------------


def test_the_tally_is_drawn_and_its_picture_says_what_the_table_says(small: Pages) -> None:
    vote = section(small, "rounds/1.html", "vote")
    figure = vote.one("figure")
    assert figure.one("figcaption").words.endswith("The table below says the same in numbers.")
    label = figure.one("div", role="img").attributes["aria-label"]
    rows = [[cell.words for cell in row.children if isinstance(cell, Node)] for row in vote.one("tbody").all("tr")]
    for _, idea, dots, supporters, _, chosen in rows:
        number = idea.removeprefix("Idea ").partition(":")[0]
        said = f"Idea {number}{', chosen' if chosen == 'yes' else ''}: {dots} dots?, {supporters} supporters?\\."
        assert re.search(said, label), said
    assert label.startswith("Idea 1, chosen: 6 dots, 4 supporters. Idea 3, chosen: 5 dots, 4 supporters.")
    marked = [node.words for node in figure.all("div", class_="name") if list(node.all("strong"))]
    assert len(marked) == sum(row[-1] == "yes" for row in rows) == 3


def test_a_bar_is_as_long_as_its_count(small: Pages) -> None:
    vote = section(small, "rounds/1.html", "vote")
    bars = [node.one("rect").attributes for node in vote.all("div", class_="row")]
    counts = [int(node.words.split()[0]) for node in vote.all("span", class_="value")]
    assert len(bars) == len(counts) == 18
    assert [round(float(bar["width"]) * 6 / 100, 2) for bar in bars] == counts
    assert {bar["x"] for bar in bars} == {"0"}


def test_a_runoff_is_drawn_as_well() -> None:
    site = made(site_of([shown(Tale().counted(A_TIE))]))
    site.check()
    figures = list(section(site, "rounds/4.html", "vote").all("figure"))
    assert len(figures) == 2
    label = figures[1].one("div", role="img").attributes["aria-label"]
    assert "Idea 3: 2 dots." in label
    assert "supporters" not in label


def test_a_vote_without_a_ballot_draws_bars_of_no_length() -> None:
    site = made(site_of([shown(Tale().counted({}))]))
    site.check()
    vote = section(site, "rounds/4.html", "vote")
    assert {rect.attributes["width"] for rect in vote.all("rect")} == {"0"}
    assert "Ask the bot for the export" not in vote.words
    assert "Fewer than 5 people voted. So the ballots are not listed in the export." in vote.words


def test_feedback_is_drawn_with_its_interval(small: Pages) -> None:
    feedback = section(small, "rounds/1.html", "feedback")
    first, line, *_ = feedback.all("figure")
    assert first.one("div", role="img").attributes["aria-label"] == "5 people agree. Nobody disagrees. 1 person passes."
    assert first.one("div", class_="legend").words == "agree: 5 disagree: 0 pass: 1"
    bar = list(first.one("div", class_="row").all("rect"))
    assert [rect.attributes["class"] for rect in bar] == ["agree", "passed"]
    assert [rect.attributes["x"] for rect in bar] == ["0", "83.33"]
    assert [rect.attributes["width"] for rect in bar] == ["83.33", "16.67"]
    assert line.one("div", role="img").attributes["aria-label"].startswith("Among many people like these, at least 5")
    (likely,) = line.all("rect")
    assert (likely.attributes["x"], likely.attributes["width"]) == ("50", "50")
    assert len(list(line.all("line"))) == 11


# --- the list --------------------------------------------------------------------------------------------


def cards(site: Pages) -> list[Node]:
    return list(site.trees["index.html"].one("ol", id="rounds").all("article"))


def test_the_list_has_every_round_the_newest_first(small: Pages) -> None:
    first, second = cards(small)
    assert [card.one("a").attributes["href"] for card in (first, second)] == ["rounds/2.html", "rounds/1.html"]
    assert "not decided yet" in first.words
    assert "“Warm lamps along the path by the river” Chosen." in second.words
    assert "How might we make the park a place for evenings?" in second.words
    assert "Promises kept: 2 of 3" in second.words


def test_a_round_is_found_by_what_its_card_says(small: Pages) -> None:
    tree = small.trees["index.html"]
    form = tree.one("form")
    assert "hidden" in form.attributes
    offered = {
        select.attributes["data-find"]: [o.attributes["value"] for o in select.all("option")]
        for select in form.all("select")
    }
    assert offered == {
        "step": ["", "archived", "voting"],
        "result": ["", "decided, and a promise was missed", "not decided yet"],
        "year": ["", "2026"],
        "label": ["", "co-production"],
    }
    for item in tree.one("ol", id="rounds").children:
        if isinstance(item, Node):
            for name, values in offered.items():
                assert set(item.attributes[f"data-{name}"].split("|")) <= set(values)
    assert {node.attributes["for"] for node in form.all("label")} == {
        "find-words",
        *(f"find-{name}" for name in offered),
    }


def test_a_round_that_goes_on_over_new_year_is_found_in_both_years() -> None:
    tale = Tale()
    tale.now -= timedelta(days=70)
    tale.with_ideas(3)
    tree = made(site_of([shown(tale)])).trees["index.html"]
    (item,) = (n for n in tree.all("li") if "data-year" in n.attributes)
    assert item.attributes["data-year"] == "2025|2026"
    offered = tree.one("select", id="find-year").all("option")
    assert [option.attributes["value"] for option in offered] == ["", "2026", "2025"]


def decided(tale: Tale) -> str:
    """The list with this round in it."""
    return made(site_of([shown(tale)])).main("index.html").words


def outcome(tale: Tale, *, chosen: bool) -> Tale:
    tale.answered().wait_for(Phase.OUTCOME)
    due = tale.now.date() + timedelta(days=20)
    for no in tale.state.live_ideas:
        fate = c.SetFate(no, Fate.LATER, reason=tale.text("There is no money left this year"))
        if chosen and no == IdeaNo(1):
            fate = c.SetFate(no, Fate.CHOSEN, owner=tale.text("The parks team"), due_on=due)
        tale.do(OLU, fate)
    tale.do(OLU, c.PublishOutcome(tale.text("We will see"), tale.text("The hedges belong to somebody else")))
    return tale


def test_the_list_says_what_came_of_each_round() -> None:
    promised = outcome(Tale(), chosen=True)
    assert "decided, and the promises still run" in decided(promised)
    kept = Tale(promised.now, list(promised.record), dict(promised.words))
    kept.do(OLU, c.ClaimDone(IdeaNo(1)))
    for who in (ADA, BEN, CYD):
        kept.do(who, c.ConfirmDone(IdeaNo(1)))
    assert "decided, and all promises were kept" in decided(kept)
    assert "decided, and nothing was promised" in decided(outcome(Tale(), chosen=False))
    promised.wait_for(Phase.ARCHIVED)
    assert "decided, and a promise was missed" in decided(promised)


def test_a_promise_that_was_kept_late_is_no_missed_one() -> None:
    """While another still runs. That it came late stands on the page of the round."""
    late = shown(outcome(Tale(), chosen=True))
    ((no, promise),) = late.state.promises.items()
    kept_late, runs = replace(promise, is_missed=True, is_done=True), Promised(IdeaNo(2), promise.due_on)
    state = replace(late.state, promises={no: kept_late, IdeaNo(2): runs})
    assert "decided, and the promises still run" in made(site_of([replace(late, state=state)])).main("index.html").words


def test_a_community_without_a_round_has_pages_too() -> None:
    empty = made(site_of([]))
    empty.check()
    assert "There is no round here yet." in empty.main("index.html").words
    assert "The log has no entry here yet." in empty.main("log/1.html").words
    assert not list(empty.trees["index.html"].all("form"))


def test_two_hundred_rounds_are_one_list_without_a_dead_link() -> None:
    tale = Tale().opened()
    site = made(site_of((shown(tale, no) for no in range(1, 201)), lines(900, tuple(range(1, 201)))))
    assert len(cards(site)) == 200
    links = [card.one("h2").one("a").attributes["href"] for card in cards(site)]
    assert links == [f"rounds/{no}.html" for no in range(200, 0, -1)]
    assert set(links) <= set(site.files)
    assert len(site.files["index.html"]) < 700_000


def test_one_page_at_a_time_is_in_memory() -> None:
    """What is kept of a round is its card, which is a small part of what its page takes while it is made."""

    def rounds(count: int) -> Iterator[Shown]:
        return (shown(whole(), no) for no in range(1, count + 1))

    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in pages(site_of(rounds(count)), ENGLISH):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(1)  # texts are remembered from now on
    few, many = peak(2), peak(12)
    assert few > 500_000, "a page of a round while it is made"
    assert (many - few) / 10 < few / 10, (few, many)


# --- the log ---------------------------------------------------------------------------------------------


def test_an_entry_stands_on_the_same_page_for_ever() -> None:
    before, after = made(site_of([], lines(200))), made(site_of([], lines(401)))
    assert sorted(path for path in after.files if path.startswith("log/")) == ["log/1.html", "log/2.html", "log/3.html"]
    after.check()
    for site in (before, after):
        entries = list(site.main("log/1.html").one("ol").all("li"))
        assert [node.attributes["id"] for node in entries] == [f"entry-{no}" for no in range(1, 201)]
        assert [node.attributes["value"] for node in entries] == [str(no) for no in range(1, 201)]
    (last,) = after.main("log/3.html").one("ol").all("li")
    assert last.attributes["id"] == "entry-401"
    nav = [link.attributes for link in after.main("log/2.html").one("nav").all("a")]
    assert [(one["href"], one["rel"]) for one in nav] == [("../log/1.html", "prev"), ("../log/3.html", "next")]
    assert not list(before.main("log/1.html").all("nav"))


def test_an_entry_tells_its_kind_its_time_and_its_round_and_nobodys_name() -> None:
    told = Line(1, whole().now, Term("log-power-used"), None, 4)
    site = made(site_of([shown(whole())], [told, *lines(3)[1:]]))
    first, second, *_ = (node.words for node in site.main("log/1.html").one("ol").all("li"))
    assert first == "An organiser acted: Tuesday 21 July 2026, 20:11 (Europe/Berlin). Round 4"
    assert second.endswith("The step: ideas.")


def test_the_entries_of_a_round_are_counted_over_all_pages_however_many_rounds_go_on_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(aside, "AT_HAND", 2)
    rounds = [shown(whole(), topic) for topic in range(1, 6)]
    site = made(site_of(rounds, lines(450, (None, 1, 2, 3, 4, 5, 1))))
    for topic, count, first in ((1, 129, 2), (2, 64, 3), (5, 64, 6)):
        told = site.trees[f"rounds/{topic}.html"].one("section", id="entries").words
        assert (f"The log has {count} entries about this round." in told, f"entry {first} " in told) == (True, True)


def test_what_nobody_may_write_into_a_page_cannot_take_the_place_of_the_list() -> None:
    """The place where the list of rounds belongs is held by a sign that no page may have in it."""
    site = site_of([shown(whole(), 1)], community="River\0side")
    ((name, held),) = ((name, held) for name, held in pages(site, ENGLISH) if name == "index.html")
    tree = Pages({name: held}).trees[name]
    assert "Riverside" in tree.words
    assert [item.tag for item in tree.one("ol", id="rounds").children if isinstance(item, Node)] == ["li"]


def test_a_round_leads_to_its_first_and_its_last_entry() -> None:
    site = made(site_of([shown(whole(), 1), shown(at_the_vote(), 2)], lines(250, (1, 1, 1))))
    site.check()
    links = [link.attributes["href"] for link in section(site, "rounds/1.html", "entries").all("a")]
    assert links == ["../log/1.html#entry-1", "../log/2.html#entry-250"]
    assert "The log has 250 entries about this round." in section(site, "rounds/1.html", "entries").words
    assert not list(site.trees["rounds/2.html"].all("section", id="entries"))
    full = made(site_of([shown(whole(), 1)], lines(200, (1,))))
    full.check()
    assert [a.attributes["href"] for a in section(full, "rounds/1.html", "entries").all("a")][1].startswith("../log/1.")
    one = made(site_of([shown(whole(), 1)], lines(2, (1, None))))
    assert [a.words for a in section(one, "rounds/1.html", "entries").all("a")] == ["The first one: entry 1"]


def test_a_language_written_from_the_right_has_pages_that_run_from_the_right() -> None:
    class Arabic(Wordless):
        language = "ar-EG"

    for path, content in pages(site_of([shown(whole())]), Arabic()):
        root = Pages({path: content}).trees[path].one("html")
        assert (root.attributes["lang"], root.attributes["dir"]) == ("ar-EG", "rtl")
