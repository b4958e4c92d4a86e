"""Sites to read, made from rounds that the rules themselves told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from codesign_bot.core.ids import TopicNo
from codesign_bot.log.shown import Shown
from codesign_bot.log.site import Head, Line, Site, pages
from codesign_bot.view import Term, say

from ..conftest import ENGLISH, Tale  # noqa: TID252 - tests are no package
from ..whole import told  # noqa: TID252 - as above
from .reading import Pages

HEAD = Head(
    "codesign-bot/riverside",
    3,
    "ab" * 32,
    "codesign-bot/riverside\n3\nq83vEjRWeJCrze8SNFZ4kA==\n\n\u2014 codesign-bot/riverside AbCd/+==\n",
    "codesign-bot/riverside+0a1b2c3d+AbCd",
)


@cache
def whole() -> Tale:
    """A round in which nearly everything happens, told once for all tests; none of them changes it."""
    return told()


@cache
def at_the_vote() -> Tale:
    return Tale().voting()


def shown(tale: Tale, topic: int = 4) -> Shown:
    """The round as everybody may read it, under another number where there are several of it."""
    return Shown.at(replace(tale.state, topic=TopicNo(topic)), tale.events, tale.words, tale.now)


def site_of(
    rounds: Iterable[Shown], entries: Iterable[Line] = (), head: Head | None = None, community: str = "Riverside"
) -> Site:
    return Site(community, "en", "Europe/Berlin", whole().now, rounds, entries, head)


def made(site: Site) -> Pages:
    return Pages(dict(pages(site, ENGLISH)))


def lines(count: int, topics: tuple[int | None, ...] = (None,)) -> list[Line]:
    """So many entries, a minute apart, about these topics in turn."""
    return [
        Line(
            no,
            whole().now + timedelta(minutes=no),
            Term("log-phase-entered"),
            say("log-which-step", step=Term("phase-ideas")),
            topics[(no - 1) % len(topics)],
        )
        for no in range(1, count + 1)
    ]


@pytest.fixture(scope="session")
def small() -> Pages:
    """A round that is over, one that is at the vote, and a log of three signed entries."""
    rounds = [shown(whole(), 1), shown(at_the_vote(), 2)]
    return made(site_of(rounds, lines(3, (None, 1, 2)), HEAD))
