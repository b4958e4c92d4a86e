"""Leads an organiser through the plan of a round by direct message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.commands import PlanRound, Text
from codesign_bot.core.content import Content
from codesign_bot.core.ids import ContentId
from codesign_bot.core.phases import Act, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.names import nearest
from codesign_bot.records import Dialogue
from codesign_bot.service.acting import act
from codesign_bot.service.asked import Do
from codesign_bot.service.planning import BACK, STOP, YES, Form, answers, command, filled
from codesign_bot.service.saying import Once, say
from codesign_bot.views import greetings
from codesign_bot.views.greetings import Ask

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from codesign_bot.core.rules import Rules
    from codesign_bot.records import RoundPlace
    from codesign_bot.service.asked import Adjust, Draft
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.people import Speaker
    from codesign_bot.service.rounds import Loaded
    from codesign_bot.service.saying import Turn
    from codesign_bot.view import View


_ORDER = tuple(Ask)


async def begin_plan(desk: Desk, turn: Turn, found: RoundPlace, template: str) -> None:
    """The first question. Raises `Refusal` where this person may not plan, or there is no such template."""
    if found.phase is not Phase.PROPOSED:
        raise Refusal("plan-too-late")
    if not turn.heard.is_unseen:
        raise Refusal("plan-in-private")
    await may_plan(desk, turn.speaker, found)
    form = Form(found.round, _template(desk, template))
    await _fill(desk, turn, form, [(Ask(name), answer) for name, answer in turn.heard.answers])


async def may_plan(desk: Desk, speaker: Speaker, found: RoundPlace) -> Loaded:
    """The round, for its organisers and whoever suggested it. Raises `Refusal` for everybody else."""
    loaded = await desk.rounds.load(found.round)
    if loaded is None:
        raise Refusal("no-round")
    is_theirs = loaded.state.suggested_by == speaker.person.id
    if not is_theirs and not desk.book.is_organiser(found.community, speaker.person.id):
        raise Refusal("organisers-only")
    return loaded


def _template(desk: Desk, name: str) -> str:
    if name not in desk.templates:
        near = ", ".join(nearest(name, tuple(desk.templates)))
        raise Refusal("template-unknown", near=near)
    return name


async def adjust(desk: Desk, turn: Turn, found: RoundPlace, asked: Adjust) -> None:
    """Change one thing of a plan, before the round opens. Raises `Refusal`."""

    def make(draft: Draft) -> PlanRound:
        rules = draft.state.rules
        if draft.state.phase is not Phase.PROPOSED:
            raise Refusal("plan-too-late")
        if rules is None:
            raise Refusal("plan-first")
        after = asked.change(rules)
        if after == rules:
            raise Refusal("setting-same")
        return PlanRound(after, ())

    await may_plan(desk, turn.speaker, found)
    await act(desk, turn, found, Do(Act.PLAN, make))


async def go_on(desk: Desk, turn: Turn, form: Form) -> None:
    """One more answer, or the yes that ends the form. Raises `Refusal`."""
    word = desk.spoken.answer(turn.heard.text.strip().casefold().removeprefix("!").rstrip("."))
    question = form.question
    if turn.heard.answers:
        await _fill(desk, turn, form, [(Ask(name), answer) for name, answer in turn.heard.answers])
    elif word in STOP:
        await _say(desk, turn, None, greetings.given_up())
    elif word in BACK:
        await _ask(desk, turn, form.back())
    elif question is None and word in YES:
        await _finish(desk, turn, form)
    elif question is None:
        await _ask(desk, turn, form)
    else:
        await _fill(desk, turn, form, [(question, turn.heard.text.strip())])


async def _fill(desk: Desk, turn: Turn, form: Form, given: Sequence[tuple[Ask, str]]) -> None:
    """Take the answers, up to the first that does not fit its question. Raises `Refusal`."""
    view = None
    for question, answer in given:
        after = filled(form, question, answer, _earliest(desk, form, turn))
        if after is None:
            view = _again(question, answer)
            break
        form = after
    await _ask(desk, turn, form, view)


def _earliest(desk: Desk, form: Form, turn: Turn) -> date:
    """The first day that a reply can be promised for: tomorrow where the community is; in a practice today."""
    zone = desk.zone(desk.book.communities[desk.book.rounds[form.round].community].zone)
    today = turn.at.astimezone(zone).date()
    return today if desk.templates[form.template].is_practice else today + timedelta(days=1)


def _again(question: Ask, words: str) -> View:
    return greetings.ask_again(question, words, number=_ORDER.index(question) + 1, of=len(_ORDER))


async def _ask(desk: Desk, turn: Turn, form: Form, view: View | None = None) -> None:
    await _say(desk, turn, form, view or asked(desk, form))


async def _finish(desk: Desk, turn: Turn, form: Form) -> None:
    found = desk.book.rounds[form.round]

    def make(draft: Draft) -> PlanRound:
        return command(form, desk.rules(found.community, form.template, turn.at), draft)

    await act(desk, turn, found, Do(Act.PLAN, make))
    ended = Dialogue(turn.speaker.person.id, None)
    platform, key = turn.seen
    await desk.store.apply(Once(desk, (platform, f"{key}/form"), turn.at, (ended,)))


async def _say(desk: Desk, turn: Turn, form: Form | None, view: View) -> None:
    """Keep the form as it is now, or forget it, and answer."""
    kept = Dialogue(turn.speaker.person.id, form.stored() if form is not None else None)
    await say(desk, turn, view, kept)


def asked(desk: Desk, form: Form) -> View:
    """The question that comes next, or all answers to look over."""
    question = form.question
    if question is not None:
        return greetings.ask(question, number=_ORDER.index(question) + 1, of=len(_ORDER))
    return greetings.review(*rules_of(desk, form))


def rules_of(desk: Desk, form: Form) -> tuple[Rules, dict[ContentId, str | None]]:
    """The rules that a complete form would lead to, and the words in them. Nothing is kept."""
    words: dict[ContentId, str | None] = {}

    def text(said: str) -> Text:
        content = Content(ContentId(f"answer {len(words)}"), "")
        words[content.id] = said
        return Text(said, content)

    given, _ = answers(form, text)
    rules = desk.rules(desk.book.rounds[form.round].community, form.template, desk.clock.now())
    return replace(rules, answers=given), words
