"""Shows whoever plans a round what people will see in it. Nothing is kept, and nobody else is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.phases import Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.rehearsal import rehearse
from codesign_bot.records import Kind, Outgoing, Urgency
from codesign_bot.service.effects import encoded
from codesign_bot.service.planner import may_plan, rules_of
from codesign_bot.service.planning import Form
from codesign_bot.service.saying import say
from codesign_bot.views.preview import intro, samples

if TYPE_CHECKING:
    from codesign_bot.core.rehearsal import Scene
    from codesign_bot.core.rules import Rules
    from codesign_bot.records import RoundPlace
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.rounds import Loaded
    from codesign_bot.service.saying import Turn
    from codesign_bot.view import View
    from codesign_bot.views.parts import Words


async def preview(desk: Desk, turn: Turn, found: RoundPlace, phase: Phase) -> None:
    """The beginning of a step as everybody will see it, as if the round opened now. Raises `Refusal`."""
    if not turn.heard.is_unseen and turn.speaker.person.private is None:
        raise Refusal("preview-in-private")
    loaded = await may_plan(desk, turn.speaker, found)
    if loaded.state.phase is not Phase.PROPOSED:
        raise Refusal("preview-too-late")
    rules, words = _planned(desk, turn, loaded)
    scene = _scene(loaded, rules, turn, phase)
    views = samples(scene, words, turn.speaker.person.id)
    language = desk.book.communities[found.community].language
    rows = (_said(turn, view.about(found.topic), number, language) for number, view in enumerate(views))
    await say(desk, turn, intro(phase, rules).about(found.topic), *rows)


def _planned(desk: Desk, turn: Turn, loaded: Loaded) -> tuple[Rules, Words]:
    """The plan that this person is about to save, else the one that is saved."""
    begun = desk.book.dialogues.get(turn.speaker.person.id)
    form = Form.read(begun) if begun is not None else None
    if form is not None and form.round == loaded.state.id and form.question is None:
        rules, words = rules_of(desk, form)
        return rules, {**loaded.words, **words}
    if loaded.state.rules is None:
        raise Refusal("preview-no-plan")
    return loaded.state.rules, loaded.words


def _scene(loaded: Loaded, rules: Rules, turn: Turn, phase: Phase) -> Scene:
    """A runoff is only there where ideas are level, and where the rules know of one."""
    scenes = rehearse(loaded.state, rules, turn.at, is_level=phase is Phase.RUNOFF)
    found = next((scene for scene in scenes if scene.state.phase is phase), None)
    if found is None:
        raise Refusal("preview-no-such-step")
    return found


def _said(turn: Turn, view: View, number: int, language: str) -> Outgoing:
    """In the language in which all will read it."""
    place, reply_to = turn.reply_place
    key = f"preview/{turn.heard.place.platform}/{turn.heard.key}/{number}"
    body = encoded(view)
    return Outgoing(key, Kind.APPEND, place, turn.at, body, Urgency.ANSWER, reply_to=reply_to, language=language)
