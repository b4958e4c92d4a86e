"""Every form: what it asks, and what is typed elsewhere for what was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from codesign_bot.core.words import LIMITS
from codesign_bot.view import Term
from codesign_bot.views.terms import DECIDER, FIXED, USE
from codesign_discord.declared import SIGN, Choice, Field, Form, Opens, Then, Words, gaps, line

NAME_MOST = 100
DAY_MOST = 20


def _words(kind: str, asks: str, name: str = "words") -> Field:
    return Field(name, asks, LIMITS[kind], is_long=True)


def _choices(terms: Iterable[Term]) -> tuple[Choice, ...]:
    return tuple(Choice(term.key, str(number)) for number, term in enumerate(terms, start=1))


_STANCES = (
    Choice("stance-agree", "agree"),
    Choice("stance-disagree", "disagree"),
    Choice("stance-pass", "pass"),
)
_FATES = (Choice("fate-later", "later"), Choice("fate-not-now", "not-now"))


def _optional(kind: str, asks: str, name: str) -> Field:
    return Field(name, asks, LIMITS[kind], is_long=True, is_required=False)


_ALL = (
    Form("setup", "action-setup", (Field("words", "form-community-name", NAME_MOST),), ("setup {words}",)),
    Form("topic", "action-topic-suggest", (_words("topic", "form-topic"),), ("topic suggest {words}",)),
    Form("frame", "action-frame", (_words("statement", "form-statement"),), ("frame {words}",)),
    Form("question", "action-question", (_words("wording", "form-question"),), ("question {words}",)),
    Form("object", "action-object", (_words("reason", "form-reason"),), ("object {words}",)),
    Form("idea", "action-idea", (_words("idea", "form-idea"),), ("idea add {words}",)),
    Form("idea-edit", "action-idea-edit", (_words("idea", "form-idea"),), ("idea edit {about} {words}",)),
    Form("idea-build", "action-idea-build", (_words("build", "form-build"),), ("idea build {about} {words}",)),
    Form("minority", "action-minority", (_words("minority", "form-minority"),), ("minority {words}",)),
    Form(
        "feedback",
        "action-feedback",
        (
            Field("stance", "form-stance", is_required=False, choices=_STANCES),
            _optional("feedback", "form-like", "like"),
            _optional("feedback", "form-worry", "worry"),
            _optional("feedback", "form-work", "work"),
        ),
        (
            "feedback {about} {stance}",
            "feedback {about} like {like}",
            "feedback {about} worry {worry}",
            "feedback {about} work {work}",
        ),
        head="feedback {about} ",
    ),
    Form(
        "time-give",
        "action-time-give",
        (Field("length", "form-length", DAY_MOST), _words("reason", "form-reason")),
        ("time give {length} {words}",),
    ),
    Form("request-end", "action-request-end", (_words("reason", "form-reason"),), ("request end {words}",)),
    Form(
        "request-withdraw",
        "action-request-withdraw",
        (_words("reason", "form-reason"),),
        ("request withdraw {words}",),
    ),
    Form("request-hide", "action-request-hide", (_words("reason", "form-reason"),), ("request hide {about} {words}",)),
    Form(
        "request-pause",
        "action-request-pause",
        (Field("days", "form-pause", DAY_MOST), _words("reason", "form-reason")),
        ("request pause {days} {words}",),
    ),
    Form(
        "request-object",
        "action-request-object",
        (_words("reason", "form-reason"),),
        ("request object {about} {words}",),
    ),
    Form(
        "fate-chosen",
        "action-fate",
        (Field("owner", "form-owner", NAME_MOST), Field("day", "form-day", DAY_MOST)),
        ("fate {about} chosen {owner} by {day}",),
    ),
    Form(
        "fate-other",
        "action-fate",
        (Field("fate", "form-fate", choices=_FATES), _words("reason", "form-reason")),
        ("fate {about} {fate} {words}",),
    ),
    Form(
        "outcome",
        "action-outcome-publish",
        (
            Field("words", "form-outcome", LIMITS["outcome"], is_long=True),
            Field("because", "form-difference", LIMITS["reason"], is_long=True, is_required=False),
        ),
        ("outcome publish {words}\n!because {because}", "outcome publish {words}"),
    ),
    Form("progress", "action-progress", (_words("progress", "form-progress"),), ("progress {about} {words}",)),
    Form("dispute", "action-dispute", (_words("reason", "form-reason"),), ("dispute {about} {words}",)),
    Form(
        "plan",
        "form-plan-title",
        (
            Field("decider", "form-decider", choices=_choices(DECIDER.values())),
            Field("who_decides", "form-who-decides", LIMITS["answer"], is_long=True),
            Field("fixed", "form-fixed", choices=_choices(FIXED.values())),
            Field("what_is_fixed", "form-what-is-fixed", LIMITS["answer"], is_long=True),
            Field("what_is_open", "form-what-is-open", LIMITS["answer"], is_long=True),
        ),
        ("round plan {about}",),
        answers=True,
        then=(Then("button-go-on", form="plan-more"), Then("button-stop", answer="stop")),
    ),
    Form(
        "plan-more",
        "form-plan-title",
        (
            Field("use", "form-use", choices=_choices(USE.values())),
            Field("what_happens", "form-what-happens", LIMITS["answer"], is_long=True),
            Field("reply_by", "form-reply-by", DAY_MOST),
        ),
        (),
        answers=True,
        then=(
            Then("button-plan-yes", answer="yes"),
            Then("button-plan-change", form="plan-more"),
            Then("button-stop", answer="stop"),
        ),
    ),
)

FORMS: Mapping[str, Form] = MappingProxyType({form.name: form for form in _ALL})


def filled(opened: Opens, values: Mapping[str, str]) -> Words:
    """What a filled form says. Fields that were left empty say nothing; a form may come to nothing at all."""
    form = opened.form
    given = {name: value.strip() for name, value in values.items() if value.strip()} | {"about": opened.about}
    typed = [typed for typed in form.typed if gaps(typed) <= given.keys()]
    answers = tuple((one.name, given.get(one.name, "")) for one in form.fields) if form.answers else ()
    if form.head and typed:
        said = _in_one(form.head, typed, given, opened.topic)
    else:
        said = line(typed[0], given, opened.topic) if typed else ""
    return Words(said, answers, form.then)


BELOW = f"\n{SIGN}"
"""Between the parts of a command that has several."""


def _in_one(head: str, typed: Iterable[str], given: Mapping[str, str], topic: int | None) -> str:
    """One command with every part. Nobody's words begin a part: a line that would is joined to the line above it."""
    whole = BELOW.join(one if place == 0 else one.removeprefix(head) for place, one in enumerate(typed))
    return line(whole, {name: value.replace(BELOW, f" {SIGN}") for name, value in given.items()}, topic)
