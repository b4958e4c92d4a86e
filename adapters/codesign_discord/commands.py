"""Every slash command: its options, and what is typed elsewhere for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from codesign_bot.core.phases import WINDOWED
from codesign_bot.ports import Offer
from codesign_bot.views.preview import PREVIEWED
from codesign_bot.views.terms import PHASE
from codesign_discord.declared import Choice, Command, Kind, Option

MOST_NUMBER = 999_999_999

IDEA = Option("idea", "option-idea", Kind.NUMBER, looks_up=Offer.IDEAS, most=MOST_NUMBER)
OTHER = Option("other", "option-other", Kind.NUMBER, looks_up=Offer.IDEAS, most=MOST_NUMBER)
NUMBER = Option("number", "option-number", Kind.NUMBER, most=MOST_NUMBER)
PAGE = Option("page", "option-page", Kind.NUMBER, is_required=False, most=MOST_NUMBER)
TEMPLATE = Option("template", "option-template", looks_up=Offer.TEMPLATES)
SECONDED = Option("topic", "option-topic-second", Kind.NUMBER, looks_up=Offer.TOPICS, most=MOST_NUMBER)
TOPIC = Option("topic", "option-topic", Kind.NUMBER, is_required=False, looks_up=Offer.TOPICS, most=MOST_NUMBER)
"""Which round is meant, for every command about a round; most of the time there is only one."""

ANSWER = Option("answer", "option-answer", choices=(Choice("choice-yes", "yes"), Choice("choice-no", "no")))
ON_OR_OFF = Option(
    "answer", "option-reminders", is_required=False, choices=(Choice("choice-on", "on"), Choice("choice-off", "off"))
)
OWN_ZONE = Option("zone", "option-own-zone", is_required=False, looks_up=Offer.ZONES)
ABOUT = Option("about", "option-about", is_required=False)


STEPS = tuple(Choice(PHASE[phase].key, word) for word, phase in PREVIEWED.items())
STEP = Option("step", "option-step", choices=tuple(one for one in STEPS if PREVIEWED[one.typed] in WINDOWED))
PREVIEWED_STEP = Option("step", "option-step", is_required=False, choices=STEPS)
LOG_CODE = Option("code", "option-log-code", is_required=False, most=20)
OWN_IDEA = Option("idea", "option-idea", Kind.NUMBER, is_required=False, looks_up=Offer.IDEAS, most=MOST_NUMBER)
FORGET_CODE = Option("code", "option-code", is_required=False, most=20)
LOG_DAYS = Option("days", "option-log-days", is_required=False, most=10)
LOG_WORDS = Option("words", "option-log-words", is_required=False, most=40)
BEFORE = Option("before", "option-log-before", Kind.NUMBER, is_required=False, most=MOST_NUMBER)
RECEIPT = Option("receipt", "option-receipt", most=40)
LENGTH = Option("length", "option-length", most=20)
PEOPLE = Option("people", "option-people", Kind.NUMBER, most=10_000)
LANGUAGE = Option("language", "option-language", looks_up=Offer.LANGUAGES, most=40)
OWN_LANGUAGE = Option("language", "option-own-language", is_required=False, looks_up=Offer.LANGUAGES, most=40)
PERCENT = Option("percent", "option-percent", Kind.NUMBER, is_required=False, most=100)

_ALL = (
    Command(("setup", "begin"), "action-setup", form="setup", is_in_servers_only=True),
    Command(
        ("setup", "zone"),
        "action-setup-zone",
        "setup zone {zone}",
        options=(Option("zone", "option-zone", looks_up=Offer.ZONES),),
        is_in_servers_only=True,
    ),
    Command(
        ("setup", "language"),
        "action-setup-language",
        "setup language {language}",
        options=(LANGUAGE,),
        is_in_servers_only=True,
    ),
    Command(
        ("setup", "quiet"),
        "action-setup-quiet",
        "setup quiet {from} {until}",
        options=(Option("from", "option-from", most=10), Option("until", "option-until", most=10)),
        is_in_servers_only=True,
    ),
    Command(("setup", "no-quiet"), "action-setup-no-quiet", "setup quiet off", is_in_servers_only=True),
    Command(
        ("setup", "holidays"),
        "action-setup-holidays",
        "setup holidays {days}",
        options=(Option("days", "option-holidays", most=600),),
        is_in_servers_only=True,
    ),
    Command(("setup", "no-holidays"), "action-setup-no-holidays", "setup holidays none", is_in_servers_only=True),
    Command(("setup", "weekends"), "action-setup-weekends", "setup weekends on", is_in_servers_only=True),
    Command(("setup", "no-weekends"), "action-setup-no-weekends", "setup weekends off", is_in_servers_only=True),
    Command(("setup", "events"), "action-setup-events", "setup events on", is_in_servers_only=True),
    Command(("setup", "no-events"), "action-setup-no-events", "setup events off", is_in_servers_only=True),
    Command(("setup", "log"), "action-setup-log", "setup log {code}", options=(LOG_CODE,), is_in_servers_only=True),
    Command(
        ("setup", "organiser"),
        "action-setup-organiser",
        "setup organiser add {who}",
        options=(Option("who", "option-who", Kind.MEMBER),),
        is_in_servers_only=True,
    ),
    Command(
        ("setup", "no-organiser"),
        "action-setup-no-organiser",
        "setup organiser remove {who}",
        options=(Option("who", "option-who", Kind.MEMBER),),
        is_in_servers_only=True,
    ),
    Command(("setup", "code"), "action-setup-code", "setup code", is_in_servers_only=True),
    Command(
        ("setup", "link"),
        "action-setup-link",
        "setup link {code}",
        options=(Option("code", "option-code", most=20),),
        is_in_servers_only=True,
    ),
    Command(("topic", "suggest"), "action-topic-suggest", form="topic"),
    Command(("topic", "second"), "action-topic-second", "topic second {topic}", options=(SECONDED,)),
    Command(("topic", "list"), "action-topics", "topics"),
    Command(("round", "plan"), "action-round-plan", form="plan", options=(TEMPLATE, TOPIC)),
    Command(("round", "window"), "action-round-window", "round window {step} {length}", options=(STEP, LENGTH, TOPIC)),
    Command(
        ("round", "heard"), "action-round-heard", "round heard {people} {percent}", options=(PEOPLE, PERCENT, TOPIC)
    ),
    Command(("round", "preview"), "action-round-preview", "round preview {step}", options=(PREVIEWED_STEP, TOPIC)),
    Command(("round", "doctor"), "action-round-doctor", "round doctor"),
    Command(("round", "now"), "action-now", "now", options=(TOPIC,)),
    Command(("round", "rules"), "action-rules", "rules", options=(TOPIC,)),
    Command(("round", "calendar"), "action-calendar", "calendar", options=(TOPIC,)),
    Command(("round", "join"), "action-join", "join", options=(TOPIC,)),
    Command(("round", "leave"), "action-leave", "leave", options=(TOPIC,)),
    Command(("frame", "problem"), "action-frame", form="frame", options=(TOPIC,)),
    Command(("frame", "problems"), "action-statements", "statements", options=(TOPIC,)),
    Command(("frame", "question"), "action-question", form="question", options=(TOPIC,)),
    Command(("frame", "questions"), "action-questions", "questions", options=(TOPIC,)),
    Command(("frame", "support"), "action-support", "support {number}", options=(NUMBER, TOPIC)),
    Command(("frame", "consent"), "action-consent", "consent", options=(TOPIC,)),
    Command(("frame", "object"), "action-object", form="object", options=(TOPIC,)),
    Command(("frame", "withdraw"), "action-object-withdraw", "object withdraw", options=(TOPIC,)),
    Command(("idea", "add"), "action-idea", form="idea", options=(TOPIC,)),
    Command(("idea", "list"), "action-ideas", "ideas {page}", options=(PAGE, TOPIC)),
    Command(("idea", "show"), "action-idea-show", "idea show {idea}", options=(IDEA, TOPIC)),
    Command(("idea", "edit"), "action-idea-edit", form="idea-edit", options=(IDEA, TOPIC)),
    Command(("idea", "withdraw"), "action-idea-withdraw", "idea withdraw {idea}", options=(IDEA, TOPIC)),
    Command(("idea", "build"), "action-idea-build", form="idea-build", options=(IDEA, TOPIC)),
    Command(("idea", "kept"), "action-parked", "parked", options=(TOPIC,)),
    Command(("idea", "offer-kept"), "action-idea-parked", "idea parked {number}", options=(NUMBER, TOPIC)),
    Command(("idea", "merge"), "action-merge", "merge {idea} {other}", options=(IDEA, OTHER, TOPIC)),
    Command(
        ("idea", "merge-answer"),
        "action-merge-answer",
        "merge {answer} {idea} {other}",
        options=(ANSWER, IDEA, OTHER, TOPIC),
    ),
    Command(("idea", "split"), "action-split", "split {idea}", options=(IDEA, TOPIC)),
    Command(
        ("vote", "idea"),
        "action-vote",
        "vote set {idea}:{dots}",
        options=(IDEA, Option("dots", "option-dots", Kind.NUMBER, most=99), TOPIC),
    ),
    Command(("vote", "show"), "action-vote-show", "vote show", options=(TOPIC,)),
    Command(("vote", "clear"), "action-vote-clear", "vote clear", options=(TOPIC,)),
    Command(("vote", "tally"), "action-tally", "tally", options=(TOPIC,)),
    Command(("receipt",), "action-receipt", "receipt {receipt}", options=(RECEIPT, TOPIC)),
    Command(("feedback", "give"), "action-feedback", form="feedback", options=(IDEA, TOPIC)),
    Command(("feedback", "read"), "action-feedback-read", "feedback", options=(TOPIC,)),
    Command(("minority", "write"), "action-minority", form="minority", options=(TOPIC,)),
    Command(("minority", "sign"), "action-minority-sign", "minority sign {number}", options=(NUMBER, TOPIC)),
    Command(("time", "more"), "action-time-more", "time more", options=(TOPIC,)),
    Command(("time", "give"), "action-time-give", form="time-give", options=(TOPIC,)),
    Command(("power", "requests"), "action-requests", "requests", options=(TOPIC,)),
    Command(("power", "end-step"), "action-request-end", form="request-end", options=(TOPIC,)),
    Command(("power", "withdraw-round"), "action-request-withdraw", form="request-withdraw", options=(TOPIC,)),
    Command(("power", "hide-idea"), "action-request-hide", form="request-hide", options=(IDEA, TOPIC)),
    Command(("power", "pause-step"), "action-request-pause", form="request-pause", options=(TOPIC,)),
    Command(("power", "support"), "action-request-support", "request support {number}", options=(NUMBER, TOPIC)),
    Command(("power", "object"), "action-request-object", form="request-object", options=(NUMBER, TOPIC)),
    Command(("outcome", "publish"), "action-outcome-publish", form="outcome", options=(TOPIC,)),
    Command(("fate", "chosen"), "action-fate-chosen", form="fate-chosen", options=(IDEA, TOPIC)),
    Command(("fate", "other"), "action-fate-other", form="fate-other", options=(IDEA, TOPIC)),
    Command(("progress", "report"), "action-progress", form="progress", options=(IDEA, TOPIC)),
    Command(("progress", "done"), "action-progress-done", "progress {idea} done", options=(IDEA, TOPIC)),
    Command(("progress", "confirm"), "action-confirm", "confirm {idea}", options=(IDEA, TOPIC)),
    Command(("progress", "dispute"), "action-dispute", form="dispute", options=(IDEA, TOPIC)),
    Command(("me", "round"), "action-me", "me", options=(TOPIC,)),
    Command(("me", "receipt"), "action-me-receipt", "me receipt", options=(TOPIC,)),
    Command(("me", "data"), "action-me-data", "me data"),
    Command(("me", "forget"), "action-me-forget", "me forget {idea} {code}", options=(OWN_IDEA, FORGET_CODE, TOPIC)),
    Command(("me", "language"), "action-me-language", "me language {language}", options=(OWN_LANGUAGE,)),
    Command(("me", "zone"), "action-me-zone", "me zone {zone}", options=(OWN_ZONE,)),
    Command(("me", "reminders"), "action-me-reminders", "me reminders {answer}", options=(ON_OR_OFF,)),
    Command(("me", "link"), "action-me-link", "me link"),
    Command(("me", "link-code"), "action-link", "link {code}", options=(Option("code", "option-code", most=20),)),
    Command(
        ("log", "decisions"), "action-log", "log {days} {words} <{before}", options=(TOPIC, LOG_DAYS, LOG_WORDS, BEFORE)
    ),
    Command(
        ("log", "power"),
        "action-log-power",
        "log power {days} {words} <{before}",
        options=(TOPIC, LOG_DAYS, LOG_WORDS, BEFORE),
    ),
    Command(("log", "checkpoint"), "action-log-checkpoint", "log checkpoint"),
    Command(("log", "publish"), "action-log-publish", "log publish", is_in_servers_only=True),
    Command(("log", "entry"), "action-log-entry", "log entry {number}", options=(NUMBER,)),
    Command(("export",), "action-export", "export", options=(TOPIC,)),
    Command(("help",), "action-help", "help {about}", options=(ABOUT,)),
)

COMMANDS: Mapping[tuple[str, ...], Command] = MappingProxyType({command.path: command for command in _ALL})

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "setup": "group-setup",
        "topic": "group-topic",
        "round": "group-round",
        "frame": "group-frame",
        "idea": "group-idea",
        "vote": "group-vote",
        "feedback": "group-feedback",
        "minority": "group-minority",
        "time": "group-time",
        "power": "group-power",
        "outcome": "group-outcome",
        "fate": "group-fate",
        "progress": "group-progress",
        "me": "group-me",
        "log": "group-log",
    }
)
"""The first word of commands that have more than one, and what it is about."""

TURN_INTO_IDEA = "action-turn-into-idea"
"""The name of the command in the menu of a message."""
