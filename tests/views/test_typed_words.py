"""Whatever a view tells people to type is understood when they type it, and means what it says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codesign_bot.core.phases import MAY, Act, Phase
from codesign_bot.service.asked import Asked, Do, Export, Help, Log, Manage, Page, Plan, Show, Spend, Suggest, Topics
from codesign_bot.service.grammar import read
from codesign_bot.service.verbs import VERBS
from codesign_bot.view import Action, View
from codesign_bot.views.actions import actions
from codesign_bot.views.card import card
from codesign_bot.views.help import help_view
from codesign_bot.views.usage import USAGE

from .story import Story
from .telling import all_views, fixed_views


def understood(typed: str) -> Asked:
    """What the bot takes this for, with words of one's own in place of the mark."""
    found = read(f"!{typed.replace('…', 'some words of my own')}", frozenset(), is_private=False)
    assert found is not None, typed
    return VERBS[found.verb](found.rest)


def actions_of(views: Iterator[View]) -> set[Action]:
    return {one for view in views for action in view.actions for one in action.each}


@pytest.mark.parametrize("command", USAGE)
def test_every_form_of_every_usage_is_understood(command: str) -> None:
    for form in USAGE[command].forms:
        assert understood(form) is not None


def test_everything_that_a_view_tells_to_type_is_understood(stories: tuple[Story, ...]) -> None:
    offered = {action for story in stories for action in actions_of(all_views(story))}
    offered |= actions_of(fixed_views(stories[0]))
    assert len(offered) > 80
    for action in offered:
        assert understood(action.typed) is not None


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u3000", "\t", "  "], ids=ascii)
def test_any_kind_of_space_does(space: str, stories: tuple[Story, ...]) -> None:
    """Keyboards and copied pages bring spaces that only look like the one on the space bar."""
    typed = {form for usage in USAGE.values() for form in usage.forms}
    typed |= {action.typed for story in stories for action in actions_of(all_views(story))}
    typed |= {"time give 2 days … and", "fate 3 chosen The park office by 2027-01-31", "topic second 4", "vote #4 3:2"}
    assert len(typed) > 80
    for form in typed:
        told, wide = understood(form), understood(form.replace(" ", space))
        assert type(told) is type(wide), form
        if isinstance(told, Do) and isinstance(wide, Do):
            assert told.act is wide.act, form


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("!idea{}A tea\u00a0stall ?", "A tea\u00a0stall ?"),
        ("!codesign{}idea{}A tea stall", "A tea stall"),
        ("codesign,{}idea{}A tea stall", "A tea stall"),
        ("codesign:{}!idea{}A tea stall", "A tea stall"),
        ("! {}idea\nA tea stall", "A tea stall"),
    ],
)
def test_what_stands_behind_a_space_of_any_kind_stays_as_it_is(typed: str, rest: str) -> None:
    for space in (" ", "\u00a0", "\u2003 "):
        found = read(typed.replace("{}", space), {"codesign"}, is_private=False)
        assert found is not None
        assert (found.verb, found.rest) == ("idea", rest)


def test_what_is_typed_does_what_its_name_says() -> None:
    for typed, act in (
        ("join", Act.JOIN),
        ("topic second 4", Act.SECOND),
        ("frame …", Act.STATE_PROBLEM),
        ("question …", Act.WORD_QUESTION),
        ("support 2", Act.SUPPORT_WORDING),
        ("consent", Act.CONSENT),
        ("object …", Act.OBJECT),
        ("object withdraw", Act.OBJECT),
        ("idea …", Act.OFFER_IDEA),
        ("idea edit 3 …", Act.CHANGE_IDEA),
        ("idea withdraw 3", Act.CHANGE_IDEA),
        ("idea build 3 …", Act.BUILD_ON),
        ("idea parked 1", Act.OFFER_IDEA),
        ("merge 3 7", Act.MERGE),
        ("split 7", Act.MERGE),
        ("minority …", Act.MINORITY_VIEW),
        ("feedback 3 agree", Act.GIVE_FEEDBACK),
        ("feedback 3 worry …", Act.GIVE_FEEDBACK),
        ("time more", Act.TIME),
        ("request end …", Act.REQUEST),
        ("request object 2 …", Act.REQUEST),
        ("fate 3 chosen … by 2027-01-31", Act.SET_FATE),
        ("progress 3 done", Act.FOLLOW_UP),
        ("dispute 3 …", Act.FOLLOW_UP),
    ):
        asked = understood(typed)
        assert isinstance(asked, Do), typed
        assert asked.act is act, typed


def test_what_only_shows_something_changes_nothing() -> None:
    for typed, page in (
        ("now", Page.NOW),
        ("rules", Page.RULES),
        ("ideas 2", Page.IDEAS),
        ("idea show 3", Page.IDEA),
        ("parked", Page.PARKED),
        ("statements", Page.STATEMENTS),
        ("questions", Page.WORDINGS),
        ("vote show", Page.BALLOT),
        ("tally", Page.TALLY),
        ("requests", Page.REQUESTS),
        ("me", Page.ME),
    ):
        asked = understood(typed)
        assert isinstance(asked, Show), typed
        assert asked.page is page
    for typed, kind in (
        ("vote 3:2 7:1", Spend),
        ("vote clear", Spend),
        ("help vote", Help),
        ("topics", Topics),
        ("topic suggest …", Suggest),
        ("round plan community", Plan),
        ("setup …", Manage),
        ("log 4", Log),
        ("export", Export),
    ):
        assert isinstance(understood(typed), kind), typed


def test_only_secrets_are_asked_for_in_private(stories: tuple[Story, ...]) -> None:
    for action in (action for story in stories for action in actions_of(all_views(story))):
        asked = understood(action.typed)
        if isinstance(asked, Do | Spend):
            assert action.is_private is isinstance(asked, Spend), action


def test_a_card_offers_only_what_the_step_allows(stories: tuple[Story, ...]) -> None:
    for story in stories:
        for state in story.states:
            for action in actions(state):
                asked = understood(action.typed)
                if isinstance(asked, Do | Spend):
                    act = asked.act if isinstance(asked, Do) else Act.VOTE
                    assert state.phase in MAY[act], (state.phase, action)


@pytest.mark.parametrize("phase", Phase)
def test_help_offers_only_what_the_step_allows(phase: Phase) -> None:
    for action in help_view(phase, is_private=True).actions:
        asked = understood(action.typed)
        if isinstance(asked, Do):
            assert phase in MAY[asked.act], action


def test_a_card_names_ideas_that_are_there(whole: Story) -> None:
    """An example that is copied as it stands is a real command about real ideas."""
    for phase in (Phase.SORTING, Phase.RUNOFF, Phase.FEEDBACK):
        state = whole.last(phase)
        for action in card(state, whole.words, whole.now).actions:
            numbers = [int(word.split(":")[0]) for word in action.typed.split() if word[0].isdigit()]
            assert set(numbers) <= set(state.ideas), action
