"""What a view says to type becomes a button, a form, a list to pick from, or a slash command; never a wrong press."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from codesign_bot.service.grammar import read as grammar
from codesign_bot.service.verbs import VERBS
from codesign_bot.testing.told import SHELVES, told
from codesign_bot.view import Action, Fit
from codesign_bot.views.usage import USAGE
from codesign_discord.custom_ids import Choose, OfForm, Press, read, written
from codesign_discord.declared import Opens, gaps, line
from codesign_discord.forms import FORMS, filled
from codesign_discord.pressing import Slash, meant, numbers, own_words, picks

GOLDEN = Path(__file__).parent / "golden"


def every_action() -> Iterator[Action]:
    """Of every view of a whole round, and of every usage."""
    for shelf in SHELVES:
        for view, _ in told().seen[shelf].values():
            yield from view.actions
    for usage in USAGE.values():
        yield from usage.actions


ACTIONS = sorted(set(every_action()), key=lambda action: (action.typed, action.fit.value, action.key))


def exact(typed: str, key: str = "action-x") -> Action:
    return Action(key, typed)


def example(typed: str, key: str = "action-x") -> Action:
    return Action(key, typed, fit=Fit.EXAMPLE)


# -------------------------------------------------------------------------------------------------- one by one


@pytest.mark.parametrize("typed", ["join", "ideas 2", "merge yes 3 7", "topic second 4", "confirm 3", "vote clear"])
def test_a_complete_command_is_a_press_that_says_the_same(typed: str) -> None:
    assert meant(exact(typed), 4) == Press(typed, 4)
    assert meant(exact(typed), None) == Press(typed, None)


@pytest.mark.parametrize(
    ("typed", "form", "about"),
    [
        ("frame …", "frame", ""),
        ("topic suggest …", "topic", ""),
        ("idea edit 3 …", "idea-edit", "3"),
        ("idea build 12 …", "idea-build", "12"),
        ("feedback 5 worry …", "feedback", "5"),
        ("feedback 5 agree", "feedback", "5"),
        ("request object 2 …", "request-object", "2"),
        ("request hide 3 …", "request-hide", "3"),
        ("fate 3 chosen … by 2027-01-31", "fate-chosen", "3"),
        ("fate 3 later …", "fate-other", "3"),
        ("outcome publish … !because …", "outcome", ""),
        ("progress 3 …", "progress", "3"),
        ("dispute 3 …", "dispute", "3"),
        ("time give 2d …", "time-give", ""),
        ("round plan community", "plan", "community"),
    ],
)
def test_a_command_with_words_of_ones_own_is_a_form_about_the_same_thing(typed: str, form: str, about: str) -> None:
    assert meant(exact(typed), 4) == OfForm(form, 4, about)


def test_an_idea_is_a_form_although_it_is_typed_with_one_word_less() -> None:
    assert meant(Action("action-idea", "idea …"), 4) == OfForm("idea", 4)


def test_what_is_done_with_a_member_of_the_server_is_left_to_its_slash_command() -> None:
    assert meant(exact("setup organiser add …"), None) == Slash("/setup organiser")
    assert meant(exact("setup organiser remove …"), None) == Slash("/setup no-organiser")


@pytest.mark.parametrize(
    ("typed", "slash"),
    [
        ("merge 3 7", "/idea merge"),
        ("merge yes 3 7", "/idea merge-answer"),
        ("support 2", "/frame support"),
        ("confirm 3", "/progress confirm"),
        ("progress 3 done", "/progress done"),
        ("idea build 3 …", "/idea build"),
        ("feedback 3 agree", "/feedback give"),
        ("fate 3 later …", "/fate other"),
        ("setup zone Europe/London", "/setup zone"),
        ("topic second 4", "/topic second"),
    ],
)
def test_an_example_is_never_done_but_named_as_a_slash_command(typed: str, slash: str) -> None:
    assert meant(example(typed), 4) == Slash(slash)


def test_an_example_whose_form_asks_for_everything_is_that_form() -> None:
    assert meant(example("time give 2d …"), 4) == OfForm("time-give", 4)


def test_an_example_of_a_page_is_the_first_page() -> None:
    assert meant(example("ideas 2"), 4) == Press("ideas", 4)
    assert meant(Action("action-log", "log 2027-03", fit=Fit.EXAMPLE), 4) == Press("log", 4)


@pytest.mark.parametrize("typed", ["vote 3:2 7:1", "vote set 3:2", "vote 1:1"])
def test_an_example_of_a_ballot_opens_the_ballot_and_votes_for_nothing(typed: str) -> None:
    assert meant(example(typed), 4) == Press("vote show", 4)


def test_what_is_to_be_done_in_another_space_is_no_button_and_says_all_that_is_needed() -> None:
    assert meant(Action("action-setup-link", "setup link ABCD", fit=Fit.ELSEWHERE), 4) == Slash("/setup link code:ABCD")


def test_what_nobody_has_declared_is_pressed_or_typed_as_it_stands() -> None:
    assert meant(exact("round open"), 4) == Press("round open", 4)
    assert meant(exact("nonsense …"), 4) == Slash("/nonsense …")
    assert meant(example("nonsense 3"), 4) == Slash("/nonsense 3")


# ------------------------------------------------------------------------------------- every action there is


def test_no_example_anywhere_is_pressed_as_it_stands() -> None:
    """A press on a made-up number would do something that nobody meant."""
    examples = [action for action in ACTIONS if action.fit is not Fit.EXACT]
    assert len(examples) > 20
    for action in examples:
        stands_for = meant(action, 4)
        assert not (isinstance(stands_for, Press) and any(sign.isdigit() for sign in stands_for.typed)), action
        assert not (isinstance(stands_for, OfForm) and stands_for.about), action


def test_every_usage_with_a_number_is_an_example() -> None:
    for usage in USAGE.values():
        for action in usage.actions:
            has_number = any(sign.isdigit() for sign in action.typed) or "/" in action.typed
            assert (action.fit is Fit.EXAMPLE) is has_number, action


def test_every_press_fits_and_comes_back_as_the_same_words() -> None:
    presses = [(action, meant(action, 999_999_999)) for action in ACTIONS]
    assert sum(isinstance(one, Press) for _, one in presses) > 25
    for action, stands_for in presses:
        if isinstance(stands_for, Slash):
            continue
        assert read(written(stands_for)) == stands_for, action


def test_every_press_is_understood_and_about_its_own_round() -> None:
    for action in ACTIONS:
        stands_for = meant(action, 4)
        if isinstance(stands_for, Press):
            typed = grammar(line(stands_for.typed, {}, stands_for.topic), frozenset(), is_private=False)
            assert typed is not None
            assert typed.verb in VERBS
            assert typed.topic == 4, action
            assert VERBS[typed.verb](typed.rest) is not None


def test_every_form_is_there_and_says_what_the_action_said() -> None:
    """Filled in, it begins with the very words that would have been typed."""
    forms = [(action, meant(action, None)) for action in ACTIONS]
    assert sum(isinstance(one, OfForm) for _, one in forms) > 12
    for action, stands_for in forms:
        if not isinstance(stands_for, OfForm):
            continue
        form = FORMS[stands_for.form]
        values = {field.name: field.choices[0].typed if field.choices else "abc" for field in form.fields}
        said = filled(Opens(form, stands_for.topic, stands_for.about), values).line
        before = action.typed.split()[0]
        assert said.startswith(f"!{before}"), action
        if any("about" in gaps(typed) for typed in form.typed):
            assert stands_for.about in action.typed.split(), action


def test_what_each_action_becomes_is_written_down() -> None:
    """golden/buttons.txt, to read; UPDATE_GOLDEN=1 writes it anew."""
    rows = [f"{action.fit.value:9} {action.typed:42} {_told(action)}" for action in ACTIONS]
    words = "\n".join(dict.fromkeys(rows)) + "\n"
    file = GOLDEN / "buttons.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        file.write_text(words, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == words


def _told(action: Action) -> str:
    stands_for = meant(action, 4)
    word = picks(action)
    picked = f", or picked: {written(Choose(word, 4))}" if word is not None else ""
    return (stands_for.written if isinstance(stands_for, Slash) else written(stands_for)) + picked


# ----------------------------------------------------------------------------------------- numbers and lists


def test_a_label_tells_which_one_is_meant_but_not_the_topic_of_its_own_round() -> None:
    assert [*numbers(exact("confirm 3"), 4)] == [3]
    assert [*numbers(exact("merge yes 3 7"), 4)] == [3, 7]
    assert [*numbers(exact("topic second 4"), 4)] == []
    assert [*numbers(exact("topic second 5"), 4)] == [5]
    assert [*numbers(exact("topic second 4"), None)] == [4]
    assert [*numbers(exact("confirm 4"), 4)] == [4]
    assert [*numbers(example("confirm 3"), 4)] == []
    assert [*numbers(exact("join"), 4)] == []


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (example("support 2"), "support"),
        (example("minority sign 1"), "minority sign"),
        (example("confirm 3"), "confirm"),
        (exact("support 2"), None),
        (example("merge 3 7"), None),
        (example("idea build 3 …"), None),
        (example("vote 3:2"), None),
        (example("ideas 2"), None),
        (example("setup zone Europe/London"), None),
        (example("nonsense 3"), None),
    ],
)
def test_what_only_lacks_a_number_can_be_picked_from_a_list(action: Action, words: str | None) -> None:
    assert picks(action) == words


# ------------------------------------------------------------------------------------------ words handed back


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("!idea #4 add lamps by the pond", "lamps by the pond"),
        ("!idea add lamps\nby the pond", "lamps\nby the pond"),
        ("!frame #4 It is dark", "It is dark"),
        ("!idea #12 edit 3 more lamps", "more lamps"),
        ("!feedback #4 3 worry who pays?", "who pays?"),
        ("!feedback #4 3 agree\n!like the light\nby night\n!worry who pays?", "the light\nby night\nwho pays?"),
        ("!feedback 3 like the light\n!work a switch", "the light\na switch"),
        ("!fate #4 3 chosen The council by 2027-01-31", "The council by 2027-01-31"),
        ("!topic #4 suggest The park is dark", "The park is dark"),
        ("!time #4 give 2d We are away", "2d We are away"),
        ("!setup Riverside", "Riverside"),
        ("!object #4 #3 is wrong", "#3 is wrong"),
    ],
)
def test_what_is_handed_back_is_what_was_written(said: str, written: str) -> None:
    assert own_words(said) == written


@pytest.mark.parametrize(
    "said",
    ["!join #1", "!vote #4 set 3:2", "!vote #4 show", "!merge #4 yes 3 7", "!confirm #4 3", "!help vote", "!now"],
)
def test_who_only_pressed_gets_no_words_back(said: str) -> None:
    assert own_words(said) is None


@pytest.mark.parametrize("said", ["vote 3:2", "lamps", "", "!unheard of", "!", "! #4"])
def test_what_is_not_known_is_handed_back_whole(said: str) -> None:
    assert own_words(said) == said


def test_every_form_hands_back_what_was_filled_in() -> None:
    for form in FORMS.values():
        values = {field.name: field.choices[0].typed if field.choices else f"my {field.name}" for field in form.fields}
        free = [values[field.name] for field in form.fields if not field.choices]
        one = filled(Opens(form, 4, "3"), values).line
        there = [words for words in free if words in one]
        back = (own_words(one) or "") if one else ""
        assert all(words in back for words in there), one
        assert bool(back) is bool(there), one
        assert all(part in one for part in back.splitlines())
        assert not back.startswith("3 ")
