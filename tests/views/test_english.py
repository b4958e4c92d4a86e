"""Every view that the rounds bring about can be said in English, and none is too long for a message."""

from __future__ import annotations

from codesign_bot.messages import FluentVoice
from codesign_bot.phrasing import phrase
from codesign_bot.ports import Reading

from .seeing import says
from .story import OLU, PEOPLE, START, Story
from .telling import all_views, fixed_views

NAMES = {person: person.title() for person in (*PEOPLE, OLU)}


def test_every_view_can_be_said(stories: tuple[Story, ...], english: FluentVoice) -> None:
    views = [view for story in stories for view in all_views(story)] + list(fixed_views(stories[0]))
    reading = Reading(english, NAMES, START)
    sentences = {phrase(one, reading, str) for view in views for one in says(view)}
    assert len(views) > 2_000
    assert len(sentences) > 600
    assert all(sentence.strip() for sentence in sentences)
    assert not [sentence for sentence in sentences if "{" in sentence or "somebody asks" in sentence]


def test_no_view_is_much_too_long(stories: tuple[Story, ...], english: FluentVoice) -> None:
    reading = Reading(english, NAMES, START)
    for story in stories[:3]:
        for view in all_views(story):
            assert sum(len(phrase(one, reading, str)) for one in says(view)) < 4_000, view
