"""From old versions of events to the next one. What was written once is read for ever, so nothing here is removed.

An upcaster gets the body as it stands in the record. What is not of the expected shape it leaves as it is: the
decoder then says what does not fit.
"""

from __future__ import annotations

from typing import cast

Body = dict[str, object]

_TOPIC_TIMES = frozenset({"second_within", "plan_within"})


def plan_without_topic_times(body: Body) -> tuple[str, Body]:
    """RoundPlanned 1 → 2: see `_without_topic_times`."""
    return "RoundPlanned", _without_topic_times(body)


def opening_without_topic_times(body: Body) -> tuple[str, Body]:
    """RoundOpened 1 → 2: see `_without_topic_times`. The hash that was posted stays the one that was posted."""
    return "RoundOpened", _without_topic_times(body)


def plan_without_rest(body: Body) -> tuple[str, Body]:
    """RoundPlanned 2 → 3: rounds knew no days of rest then."""
    return "RoundPlanned", _without_rest(body)


def opening_without_rest(body: Body) -> tuple[str, Body]:
    """RoundOpened 2 → 3: as `plan_without_rest`. The hash of such rules is the one that was posted."""
    return "RoundOpened", _without_rest(body)


def shortlist_without_level(body: Body) -> tuple[str, Body]:
    """ShortlistMade 1 → 2: ideas that were level at the cut all went on then."""
    return "ShortlistMade", {**body, "level": []}


def question_without_dissent(body: Body) -> tuple[str, Body]:
    """QuestionConfirmed 1 → 2: what the open objections said stands only with the objections themselves."""
    return "QuestionConfirmed", {**body, "dissent": []}


def extension_without_loss(body: Body) -> tuple[str, Body]:
    """WindowExtended 1 → 2: nothing was given back for outages then."""
    return "WindowExtended", {"heard": None, "needed": None, **body, "lost": 0}  # both were always there


def request_without_days(body: Body) -> tuple[str, Body]:
    """RequestMade 1 → 2: there was no pause, and no request was for a number of days."""
    return "RequestMade", {**body, "days": 0}


def _without_topic_times(body: Body) -> Body:
    """Templates held two times of a topic that never had any effect: a topic has no template while it waits."""
    rules = _object(body.get("rules"))
    template = {name: value for name, value in _object(rules.get("template")).items() if name not in _TOPIC_TIMES}
    return {**body, "rules": {**rules, "template": template}} if template else body


def _without_rest(body: Body) -> Body:
    rules = _object(body.get("rules"))
    return {**body, "rules": {**rules, "rest": {"weekdays": [], "dates": []}}} if rules else body


def _object(plain: object) -> Body:
    """A JSON object as it is; nothing in place of anything else."""
    return cast("Body", plain) if isinstance(plain, dict) else {}
