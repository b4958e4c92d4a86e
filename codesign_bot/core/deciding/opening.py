"""Agenda from below: anybody suggests, others second, nobody has a veto."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.commands import Actor, Join, Leave, PlanRound, SecondTopic, SuggestTopic
from codesign_bot.core.deciding.gate import measure, require_near, require_step
from codesign_bot.core.events import (
    Event,
    ParticipantJoined,
    ParticipantLeft,
    PhaseEntered,
    Power,
    PowerUsed,
    RoundOpened,
    RoundPlanned,
    TopicSeconded,
    TopicSuggested,
)
from codesign_bot.core.phases import LEAST, WINDOWED, Act, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.rules import LEAST_HEARD, LEAST_HEARD_PERCENT, LONGEST, SECOND_WITHIN, SECONDERS

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.rules import Rules, Template
    from codesign_bot.core.state import Round

SECOND = timedelta(seconds=1)


def suggest(command: SuggestTopic, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """The first events of a round. Whoever suggests is in it."""
    measure(command.title, "topic")
    return (
        TopicSuggested(
            now,
            command.round,
            command.community,
            command.topic,
            actor.person,
            command.title.content,
            now + SECOND_WITHIN,
        ),
        ParticipantJoined(now, actor.person, actor.is_organiser),
    )


def second(state: Round, _command: SecondTopic, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """One more seconder; the last one needed opens a round that is planned."""
    require_step(Act.SECOND, state, now)
    if actor.person == state.suggested_by:
        raise Refusal("second-own")
    if actor.person in state.seconders:
        raise Refusal("second-again")
    needed = seconders_needed(state)
    events: list[Event] = [TopicSeconded(now, actor.person, needed)]
    if actor.joined_at is None:
        events.append(ParticipantJoined(now, actor.person, actor.is_organiser))
    if len(state.seconders) + 1 >= needed and state.rules is not None:
        events += opening(state.rules, now)
    return tuple(events)


def seconders_needed(state: Round) -> int:
    """How many people must second the topic, its author not counted. The same for organisers."""
    return state.rules.template.seconders if state.rules is not None else SECONDERS


def plan(state: Round, command: PlanRound, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Template and honest answers, until the round opens. The author of a topic can plan it too."""
    require_step(Act.PLAN, state, now)
    if not actor.is_organiser and actor.person != state.suggested_by:
        raise Refusal("organisers-only")
    if state.planned_by is not None and state.planned_by != actor.person and not actor.is_organiser:
        raise Refusal("plan-exists")
    _check_answers(command, now)
    rules = command.rules
    _check_limits(rules.template)
    events: list[Event] = [RoundPlanned(now, actor.person, rules)]
    if actor.is_organiser:
        act, target, before, after = _changed(state, rules)
        events.append(PowerUsed(now, actor.person, act, target, before, after, None))
    # Enough is enough, also where two of the seconders were found to be one person since.
    if state.seconded_at is not None or len(state.seconders) >= rules.template.seconders:
        events += opening(rules, now)
    return tuple(events)


def _check_answers(command: PlanRound, now: datetime) -> None:
    answers = command.rules.answers
    if answers is None:
        raise Refusal("answers-missing")
    for text in command.texts:
        measure(text, "answer")
    today = now.astimezone(command.rules.tz).date()
    soonest = today if command.rules.template.is_practice else today + timedelta(days=1)
    if answers.reply_by < soonest:
        raise Refusal("reply-by-past")
    require_near(answers.reply_by, today)


def _check_limits(template: Template) -> None:
    """No plan goes below what every round gives its people. A practice gives them some time, and hears one."""
    if max(template.windows.values()) > LONGEST:
        raise Refusal("window-too-long", days=LONGEST.days)
    for phase in WINDOWED:
        least = SECOND if template.is_practice else LEAST[phase]
        if template.windows[phase] < least:
            seconds = int(least.total_seconds())
            raise Refusal("window-too-short", step=phase.value, at_least=seconds)
    people, percent = (1, 0) if template.is_practice else (LEAST_HEARD, LEAST_HEARD_PERCENT)
    if template.heard_floor < people or not percent <= template.heard_percent <= 100:  # noqa: PLR2004 - of a hundred
        raise Refusal("heard-too-few", people=people, percent=percent)


def _changed(state: Round, rules: Rules) -> tuple[Power, str, str, str]:
    """What a plan changes: one length or the number to be heard, if nothing else; else it is a new plan."""
    old, new = state.rules, rules.template
    if old is None:
        return Power.PLANNED, f"topic {state.topic}", "", new.name
    lengths = [phase for phase in WINDOWED if old.template.windows[phase] != new.windows[phase]]
    heard = (new.heard_floor, new.heard_percent)
    if len(lengths) == 1 and replace(old, template=replace(old.template, windows=new.windows)) == rules:
        before, after = (str(int(one.windows[lengths[0]].total_seconds())) for one in (old.template, new))
        return Power.SET_WINDOW, lengths[0].value, before, after
    as_heard = replace(old.template, heard_floor=heard[0], heard_percent=heard[1])
    if as_heard != old.template and replace(old, template=as_heard) == rules:
        before = f"{old.template.heard_floor} {old.template.heard_percent}"
        return Power.SET_HEARD, f"topic {state.topic}", before, f"{heard[0]} {heard[1]}"
    return Power.PLANNED, f"topic {state.topic}", old.template.name, new.name


def opening(rules: Rules, now: datetime) -> tuple[Event, ...]:
    """The rules are frozen and framing begins. There is no way to open with ideas."""
    return (
        RoundOpened(now, rules, rules.hashed()),
        PhaseEntered(now, Phase.FRAMING, rules.window(Phase.FRAMING, now)),
    )


def join(state: Round, _command: Join, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Into the round. Once voting has begun this counts for all but the vote."""
    require_step(Act.JOIN, state, now)
    if actor.joined_at is not None:
        raise Refusal("joined-already")
    return (ParticipantJoined(now, actor.person, actor.is_organiser),)


def leave(state: Round, _command: Leave, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Out of the round. What was given, a ballot too, stays unless it is taken back first."""
    require_step(Act.JOIN, state, now)
    if actor.joined_at is None:
        raise Refusal("not-joined")
    return (ParticipantLeft(now, actor.person, actor.is_organiser),)
