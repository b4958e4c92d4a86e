"""Every view that a round brings about, and every view that needs no round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from codesign_bot.core.phases import Phase
from codesign_bot.view import View
from codesign_bot.views import greetings, lists
from codesign_bot.views.announce import announcements
from codesign_bot.views.answers import answer
from codesign_bot.views.card import card
from codesign_bot.views.help import help_view, usage
from codesign_bot.views.notices import notices
from codesign_bot.views.usage import USAGE

from .story import PEOPLE, Story, there


def all_views(story: Story) -> Iterator[View]:
    for step in story.steps:
        yield from announcements(step.before, step.event, step.after, story.words)
        yield from (view for _, view in notices(step.event, step.after, story.words))
        yield card(step.after, story.words, step.event.at)
    for batch in story.batches:
        yield answer(batch.before, batch.events, batch.after, story.words, batch.now)
    for state in story.states:
        yield lists.rules_view(state, story.words)
        yield lists.requests_view(state, story.words)
        yield lists.tally_view(state, story.words)
        yield lists.feedback_view(state, story.words)
        yield lists.topics([state], story.words)
        yield lists.me_view(state, story.words, PEOPLE[0], is_joined=True)
        yield from (lists.one_idea(state, story.words, no) for no in state.ideas)


def fixed_views(story: Story) -> Iterator[View]:
    yield from (greetings.welcome(), greetings.invited(), greetings.limits(), greetings.given_up())
    yield from (greetings.no_early_end(), greetings.incident("ab12"))
    yield from (greetings.flood(timedelta(seconds=30)), greetings.export_ready(2))
    yield from (greetings.unreadable(is_private) for is_private in (True, False))
    yield greetings.cannot(("trouble-cannot-speak", "trouble-removed"))
    yield greetings.vote_in_room(story.last(Phase.VOTING))
    for question in greetings.Ask:
        yield greetings.ask(question, number=2, of=8)
        yield greetings.ask_again(question, "what?", number=1, of=8)
    rules = there(story.state.rules)
    yield greetings.review(rules, story.words)
    yield from (help_view(phase, is_private=True) for phase in (None, *Phase))
    yield from (usage(command) for command in USAGE)
