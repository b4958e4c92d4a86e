"""Help that fits the step, usage for every command, and a guess for what was mistyped."""

from __future__ import annotations

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.messages import FluentVoice
from codesign_bot.view import Action, Fit, Rows, Say
from codesign_bot.views.help import help_view, unknown, usage
from codesign_bot.views.usage import USAGE, usages_of

from .seeing import content_key, keys, typed


@pytest.mark.parametrize("phase", [None, *Phase])
@pytest.mark.parametrize("is_private", [True, False])
def test_help_says_what_the_step_is_for_where_we_are_and_what_can_be_typed(
    *, phase: Phase | None, is_private: bool
) -> None:
    view = help_view(phase, is_private=is_private)
    assert keys(view)[0].startswith("help-")
    assert ("help-is-private" if is_private else "help-is-public") in keys(view)
    assert view.actions
    assert len(set(view.actions)) == len(view.actions) <= 12


@pytest.mark.parametrize(
    ("phase", "example"),
    [(None, "help topic"), (Phase.IDEAS, "help idea"), (Phase.VOTING, "help vote"), (Phase.FOLLOW_UP, "help progress")],
)
def test_help_says_how_to_learn_more_about_one_command_of_the_step(phase: Phase | None, example: str) -> None:
    more = help_view(phase, is_private=True).actions[-1]
    assert more == Action("action-help-one", example)
    assert usages_of(example.removeprefix("help "))


def test_help_speaks_of_setting_up_only_where_nobody_has_done_so() -> None:
    for phase in (None, *Phase):
        assert not any(words.startswith("setup") for words in typed(help_view(phase, is_private=False)))
    fresh = help_view(None, is_private=False, is_set_up=False)
    assert typed(fresh) == ["setup …", "help setup"]
    assert keys(fresh)[0] == "setup-first"


def test_a_usage_says_what_of_its_example_is_ones_own() -> None:
    assert keys(usage("frame")) == ["usage-own-words"]
    assert keys(usage("vote")) == ["usage-own-numbers"]
    assert keys(usage("idea build")) == ["usage-own-words", "usage-own-numbers"]
    assert keys(usage("consent")) == []


@pytest.mark.parametrize("phase", [Phase.VOTING, Phase.RUNOFF])
def test_help_in_a_vote_offers_the_ballot_in_private(phase: Phase) -> None:
    view = help_view(phase, is_private=False)
    assert view.actions[0] == Action("action-vote", "vote 3:2 7:1", is_private=True, fit=Fit.EXAMPLE)


def test_more_time_can_be_asked_for_only_where_a_clock_runs() -> None:
    with_clock = {phase for phase in Phase if "time more" in typed(help_view(phase, is_private=True))}
    assert with_clock == {
        Phase.PROPOSED,
        Phase.FRAMING,
        Phase.CONFIRMING,
        Phase.IDEAS,
        Phase.SORTING,
        Phase.VOTING,
        Phase.RUNOFF,
        Phase.COOLING_OFF,
        Phase.FEEDBACK,
    }


@pytest.mark.parametrize("command", USAGE)
def test_every_command_has_a_usage_in_words_and_a_form_to_type(command: str) -> None:
    view = usage(command)
    (rows,) = [block for block in view.blocks if isinstance(block, Rows)]
    assert [content_key(row) for row in rows.rows] == [USAGE[command].says]
    assert typed(view) == list(USAGE[command].forms)
    assert all(form.startswith(command.split(maxsplit=1)[0]) for form in USAGE[command].forms)


def test_a_usage_is_found_by_what_was_typed_so_far() -> None:
    assert usages_of("idea edit 3 more lamps") == ("idea edit",)
    assert usages_of("IDEA more lamps") == ("idea",)
    assert usages_of("topic") == ("topic suggest", "topic second")
    assert usages_of("second 4") == ("topic second",)
    assert usages_of("dots 3:2") == ("vote",)
    assert usages_of("") == ()
    assert usages_of("nonsense") == ()


def test_half_a_command_that_could_be_several_shows_all_of_them() -> None:
    view = usage("time")
    assert typed(view) == ["time more", "time give 2d …"]


def test_an_unknown_command_is_answered_with_what_looks_like_it() -> None:
    view = unknown(["vote", "topic", "vote", "nothing like it"])
    assert keys(view) == ["unknown-word", "nothing-changed", "unknown-nearest"]
    assert typed(view) == ["vote 3:2 7:1", "topic suggest …", "help"]
    assert keys(unknown([])) == ["unknown-word", "nothing-changed"]
    assert usage("nonsense") == unknown([])


def test_the_name_of_an_action_is_short_enough_for_a_button(english: FluentVoice) -> None:
    keys_of_actions = [key for key in english.keys if key.startswith("action-")]
    assert len(keys_of_actions) > 60
    assert not [key for key in keys_of_actions if len(english.words(key, {})) > 45]


def test_a_usage_says_something(english: FluentVoice) -> None:
    assert all(english.words(Say(one.says).key, {}) for one in USAGE.values())
