"""What is said of a community itself: that it begins, grows, and who may organise in it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from codesign_bot.view import Action, Argument, Fit, Quoted, Row, Rows, Say, ToType, Typed, Verbatim, View, Who, say
from codesign_bot.views.actions import HELP, SUGGEST
from codesign_bot.views.greetings import cannot_list
from codesign_bot.views.parts import private
from codesign_bot.views.usage import USAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, time

    from codesign_bot.core.ids import PersonId
    from codesign_bot.core.windows import Night

_SAID: Mapping[str, str] = MappingProxyType(
    {
        "CommunityBegan": "power-community-began",
        "SpaceLinked": "power-space-linked",
        "ZoneChanged": "power-zone-changed",
        "LanguageChanged": "power-language-changed",
        "QuietHoursChanged": "power-quiet-set",
        "HolidaysChanged": "power-holidays-set",
        "WeekendsChanged": "power-weekends-kept",
        "EventListChanged": "power-events-listed",
        "LogSpaceSet": "power-log-space",
        "SitePublished": "power-site-published",
        "OrganiserNamed": "power-organiser-named",
        "OrganiserSteppedDown": "power-organiser-stepped-down",
    }
)
"""What each act of power over a community is called in the space."""


def begun(name: str, zone: str, lacks: Sequence[str] = ()) -> View:
    """The space is a community now. Said where all can read it: it is the first act of power.

    `lacks` are the keys of what the bot cannot do there yet.
    """
    blocks = (
        say("setup-done", community=Quoted(name), zone=zone),
        say("setup-organiser-is-you"),
        say("setup-can"),
        *cannot_list(lacks),
    )
    settings = (*USAGE["setup zone"].actions, *USAGE["setup language"].actions)
    return View(say("setup-title"), blocks, (SUGGEST, *settings, HELP))


def space_linked(name: str, lacks: Sequence[str] = ()) -> View:
    """One more space of the same community. `lacks` are the keys of what the bot cannot do there yet."""
    return private(say("setup-linked", community=Quoted(name)), *cannot_list(lacks), actions=(HELP,))


def zone_changed(zone: str) -> View:
    """From now on, new rounds keep the time of this zone."""
    return private(say("setup-zone", zone=zone))


def language_changed(name: str) -> View:
    """From now on all is said in this language, but for what a single person chose another one for."""
    return private(say("setup-language", language=Typed(name)), actions=USAGE["me language"].actions)


def quiet_hours(night: Night | None) -> View:
    """When nobody is rung from now on, or that anybody may be at any time."""
    if night is None:
        return private(say("setup-no-quiet"))
    return private(say("setup-quiet", evening=_clock(night.begins), morning=_clock(night.ends)))


def holidays_changed(region: str | None, days: Sequence[date]) -> View:
    """On which days no step of a round that is planned from now on ends."""
    if region is None and not days:
        return private(say("setup-no-holidays"), say("setup-rest-new-rounds"))
    public = (say("setup-holidays", region=Typed(region)),) if region is not None else ()
    own = Rows(tuple(Row(say("rule-rest-day", day=day)) for day in days), say("setup-own-days"))
    return private(*public, *((own,) if days else ()), say("setup-rest-new-rounds"))


def weekends_changed(*, are_kept: bool) -> View:
    """Whether steps of rounds that are planned from now on end at weekends."""
    return private(say("setup-weekends" if are_kept else "setup-no-weekends"), say("setup-rest-new-rounds"))


def event_list_changed(*, is_on: bool, has_list: bool, lacks: Sequence[str] = ()) -> View:
    """Whether the dates of rounds stand in the lists of events from now on.

    `has_list`: a space of the community is where there are such lists. `lacks` are the keys of what to grant for it.
    """
    if not is_on:
        return private(say("setup-no-events"))
    nowhere = () if has_list else (say("setup-events-nowhere"),)
    return private(
        say("setup-events"), say("setup-events-seen"), say("setup-events-quiet"), *nowhere, *cannot_list(lacks)
    )


def _clock(at: time) -> Typed:
    return Typed(f"{at:%H:%M}")


def own_language(name: str, *, choices: Sequence[str] = ()) -> View:
    """What this person reads in from now on; with `choices`, what they read in now and could choose instead."""
    if not choices:
        return private(say("me-language", language=Typed(name)))
    listed = Rows(
        tuple(Row(say("me-language-choice", language=Typed(one))) for one in choices), say("me-language-choices")
    )
    return private(say("me-language-is", language=Typed(name)), listed, actions=USAGE["me language"].actions)


def language_of_community(name: str) -> View:
    """This person reads again in whatever their community reads in."""
    return private(say("me-language-community", language=Typed(name)))


def log_space() -> View:
    """Every entry of the decision log is said here too."""
    return private(say("setup-log-space"))


def site_published(pages: int) -> View:
    """The pages of the log lie where whoever runs the bot said."""
    return private(say("publish-done", count=pages), say("publish-shows"))


def link_code(code: str) -> View:
    """What to do in the other space, on whichever platform it is."""
    there = (
        Action("action-setup-link", f"setup link {code}", fit=Fit.ELSEWHERE),
        Action("action-setup-log", f"setup log {code}", fit=Fit.ELSEWHERE),
    )
    return private(say("setup-code", slash=ToType("/setup link"), typed=ToType("!setup link")), actions=there)


def organiser_named(name: str) -> View:
    """One more organiser."""
    return private(say("setup-organiser", name=name))


def organiser_stepped_down() -> View:
    """One organiser less, by their own will."""
    return private(say("setup-stepped-down"))


def key_changed(key: str) -> View:
    """To everybody: whoever runs the bot replaced the key of the log. `key` is the text of the new verifier key."""
    blocks = (say("log-key-changed-by"), Verbatim(key), say("log-key-old"), say("power-in-log"))
    return View(say("log-key-title"), blocks)


def power_used(person: PersonId, kind: str, before: str, after: str) -> View:
    """The public line about an act of power over the community."""
    arguments: dict[str, Argument] = {"who": Who(person)}
    if kind in {"ZoneChanged", "LanguageChanged"}:
        arguments |= {"before": Typed(before), "after": Typed(after)}
    if kind == "CommunityBegan":
        arguments |= {"community": Quoted(after)}
    if kind == "LogSpaceSet":
        arguments |= {"space": Quoted(after)}
    if kind == "QuietHoursChanged" and not after:
        return View(say("power-title"), (say("power-quiet-ended", who=Who(person)), say("power-in-log")))
    if kind == "HolidaysChanged" and not after:
        return View(say("power-title"), (say("power-holidays-ended", who=Who(person)), say("power-in-log")))
    if kind == "WeekendsChanged" and after == "off":
        return View(say("power-title"), (say("power-weekends-ended", who=Who(person)), say("power-in-log")))
    if kind == "EventListChanged" and after == "off":
        return View(say("power-title"), (say("power-events-ended", who=Who(person)), say("power-in-log")))
    if kind == "HolidaysChanged":
        arguments |= {"days": Typed(after)}
    if kind == "QuietHoursChanged":
        arguments |= {"hours": Typed(after)}
    if kind == "OrganiserNamed":
        arguments |= {"name": Typed(after)}
    return View(say("power-title"), (Say(_SAID[kind], arguments), say("power-in-log")))
