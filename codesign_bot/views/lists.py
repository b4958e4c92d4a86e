"""Lists that a person asks for: statements, wordings, ideas, requests, topics. Each answers one reader.

Law. Authors of ideas are not named, and no list tells how many people stand behind a wording or an idea
before that is settled.
"""

from __future__ import annotations

from collections.abc import Sequence

from codesign_bot.core.content import Content
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.state import Idea, Round, Wording
from codesign_bot.view import Action, Block, Row, Rows, Say, View, say
from codesign_bot.views.actions import FRAME, HELP, IDEA, IDEAS, QUESTION, possible
from codesign_bot.views.ballots import my_ballot
from codesign_bot.views.feedback import feedback_view
from codesign_bot.views.honest import rules_view
from codesign_bot.views.logs import LogLine, log_page
from codesign_bot.views.parts import Words, heading, idea_row, idea_rows, numbers, private, quoted
from codesign_bot.views.promises import fate_of
from codesign_bot.views.standing import me_view, now_view, requests_view, tally_view, topics

__all__ = [
    "LogLine",
    "feedback_view",
    "ideas",
    "log_page",
    "me_view",
    "my_ballot",
    "now_view",
    "one_idea",
    "own_parked",
    "problem_statements",
    "requests_view",
    "rules_view",
    "tally_view",
    "topics",
    "wordings",
]

PER_PAGE = 20


def problem_statements(state: Round, words: Words, page: int = 1, per_page: int = PER_PAGE) -> View:
    """The problem statements by number."""
    rows = [Row(quoted(words, one.content), int(one.no)) for one in state.statements]
    none = say("statements-none")
    blocks = _page(rows, say("statements-title"), none, page, per_page)
    more = _more("statements", len(rows), page, per_page)
    return private(*blocks, heading=heading(state, words), actions=possible(state, *more, FRAME, QUESTION))


def wordings(state: Round, words: Words, reader: PersonId | None = None) -> View:
    """The wordings of the question by number. How many support each is not told while that can change."""
    rows = [Row(quoted(words, one.content), int(no), _about(one)) for no, one in sorted(state.wordings.items())]
    blocks = _page(rows, say("wordings-title"), say("wordings-none"), 1, max(1, len(rows)))
    support = tuple(
        Action("action-support", f"support {no}")
        for no, one in sorted(state.wordings.items())
        if not one.is_set_aside and reader not in one.supporters
    )
    return private(*blocks, heading=heading(state, words), actions=possible(state, *support[:1], QUESTION))


def _about(wording: Wording) -> Say | None:
    if wording.is_set_aside:
        return say("wording-is-set-aside")
    return say("by-organiser") if wording.is_by_organiser else None


def ideas(
    state: Round,
    words: Words,
    reader: PersonId,
    order: Sequence[IdeaNo],
    page: int = 1,
    *,
    per_page: int = PER_PAGE,
) -> View:
    """One page of the ideas that can go on, in the reader's own order. Says which are the reader's."""
    rows = [
        idea_row(state, words, no, _remark(state, state.ideas[no], reader)) for no in order if state.ideas[no].is_live
    ]
    blocks = _page(rows, say("ideas-title"), say("ideas-none"), page, per_page)
    first = rows[0].number if rows else 3
    build = Action("action-idea-build", f"idea build {first} …")
    more = _more("ideas", len(rows), page, per_page)
    return private(*blocks, heading=heading(state, words), actions=possible(state, *more, IDEA, build))


def _remark(state: Round, idea: Idea, reader: PersonId) -> Say | None:
    joined = [other.no for other in state.ideas.values() if other.joined_to == idea.no]
    if joined:
        return say("idea-holds", ideas=numbers(joined))
    if idea.by == reader:
        return say("idea-is-yours")
    return say("by-organiser") if idea.is_by_organiser else None


def one_idea(state: Round, words: Words, no: IdeaNo) -> View:
    """An idea with all that belongs to it: builds, earlier words, ideas joined to it, its fate.

    Of a hidden idea nothing is shown but that it was hidden.
    """
    idea = state.ideas[no]
    ended = (fate_of(state, words, no),) if not idea.is_live or no in state.fates else ()
    blocks: tuple[Block, ...] = (Rows((idea_row(state, words, no),)), *_parts(state, words, idea), *ended)
    build = Action("action-idea-build", f"idea build {no} …")
    return private(*blocks, heading=heading(state, words), actions=possible(state, build, IDEAS))


def _parts(state: Round, words: Words, idea: Idea) -> tuple[Block, ...]:
    if idea.is_hidden:
        return ()
    joined = sorted(other.no for other in state.ideas.values() if other.joined_to == idea.no)
    near = [b if a == idea.no else a for a, b in state.neighbours if idea.no in {a, b}]
    return (
        *((say("by-organiser"),) if idea.is_by_organiser else ()),
        *_texts(idea.builds, words, say("idea-builds")),
        *_texts(idea.earlier, words, say("idea-earlier")),
        *((idea_rows(state, words, joined, say("idea-joined-here")),) if joined else ()),
        *((say("idea-near", ideas=numbers(near)),) if near else ()),
    )


def _texts(contents: Sequence[Content], words: Words, above: Say) -> tuple[Rows, ...]:
    rows = tuple(Row(quoted(words, content)) for content in contents)
    return (Rows(rows, above),) if rows else ()


def own_parked(state: Round, words: Words, reader: PersonId) -> View:
    """The answers that this person gave before their time, by the number that offers them."""
    own = [one for _, one in state.parked_by(reader)]
    rows = [
        Row(quoted(words, one.content), place, say("parked-was-offered") if one.is_offered else None)
        for place, one in enumerate(own, 1)
    ]
    blocks = _page(rows, say("parked-title"), say("parked-none"), 1, max(1, len(rows)))
    waiting = [place for place, one in enumerate(own, 1) if not one.is_offered]
    offer = tuple(Action("action-idea-parked", f"idea parked {place}") for place in waiting[:1])
    return private(*blocks, heading=heading(state, words), actions=possible(state, *offer, HELP))


def _page(rows: Sequence[Row], above: Say, none: Say, page: int, per_page: int) -> tuple[Block, ...]:
    """One page of a list, and which one it is where there are several. A page beyond the last is the last."""
    if not rows:
        return (none,)
    pages = -(-len(rows) // per_page)
    here = min(max(page, 1), pages)
    listed = Rows(tuple(rows[(here - 1) * per_page : here * per_page]), above)
    return (listed,) if pages == 1 else (listed, say("page", page=here, pages=pages, count=len(rows)))


def _more(command: str, count: int, page: int, per_page: int) -> tuple[Action, ...]:
    """The next page, if there is one."""
    return (Action("action-next-page", f"{command} {max(page, 1) + 1}"),) if max(page, 1) * per_page < count else ()
