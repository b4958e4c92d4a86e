"""Every command that can be typed: what it is for and how it is typed, without the sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from codesign_bot.view import Action, Fit


@dataclass(frozen=True, slots=True)
class Usage:
    """How a command is typed. `says` explains it with an example; `…` stands for one's own words."""

    says: str
    action: str
    forms: tuple[str, ...]
    is_private: bool = False

    @property
    def actions(self) -> tuple[Action, ...]:
        """Every form as something to do. Where one holds a number, a length or a zone, it is made up."""
        return tuple(Action(self.action, form, self.is_private, _fit(form)) for form in self.forms)


def _fit(form: str) -> Fit:
    return Fit.EXAMPLE if any(sign.isdigit() or sign == "/" for sign in form) else Fit.EXACT


USAGE: Mapping[str, Usage] = MappingProxyType(
    {
        "setup": Usage("usage-setup", "action-setup", ("setup …",)),
        "setup zone": Usage("usage-setup-zone", "action-setup-zone", ("setup zone Europe/London",)),
        "setup language": Usage("usage-setup-language", "action-setup-language", ("setup language …",)),
        "setup quiet": Usage("usage-setup-quiet", "action-setup-quiet", ("setup quiet 22:00 8:00", "setup quiet off")),
        "setup holidays": Usage(
            "usage-setup-holidays",
            "action-setup-holidays",
            ("setup holidays 2027-12-24", "setup holidays none"),
        ),
        "setup weekends": Usage(
            "usage-setup-weekends", "action-setup-weekends", ("setup weekends on", "setup weekends off")
        ),
        "setup events": Usage("usage-setup-events", "action-setup-events", ("setup events on", "setup events off")),
        "setup log": Usage("usage-setup-log", "action-setup-log", ("setup log", "setup log …")),
        "setup organiser": Usage(
            "usage-setup-organiser",
            "action-setup-organiser",
            ("setup organiser add …", "setup organiser remove …"),
        ),
        "setup code": Usage("usage-setup-code", "action-setup-code", ("setup code",)),
        "setup link": Usage("usage-setup-link", "action-setup-link", ("setup link …",)),
        "topic suggest": Usage("usage-topic-suggest", "action-topic-suggest", ("topic suggest …",)),
        "topic second": Usage("usage-topic-second", "action-topic-second", ("topic second 4",)),
        "topics": Usage("usage-topics", "action-topics", ("topics",)),
        "round plan": Usage("usage-round-plan", "action-round-plan", ("round plan community",), is_private=True),
        "round window": Usage("usage-round-window", "action-round-window", ("round window voting 10d",)),
        "round heard": Usage("usage-round-heard", "action-round-heard", ("round heard 8 30",)),
        "round preview": Usage(
            "usage-round-preview", "action-round-preview", ("round preview", "round preview voting"), is_private=True
        ),
        "round doctor": Usage("usage-round-doctor", "action-round-doctor", ("round doctor",)),
        "round open": Usage("usage-round-open", "action-round-open", ("round open",)),
        "join": Usage("usage-join", "action-join", ("join",)),
        "leave": Usage("usage-leave", "action-leave", ("leave",)),
        "me": Usage("usage-me", "action-me", ("me",), is_private=True),
        "me link": Usage("usage-me-link", "action-me-link", ("me link",), is_private=True),
        "me language": Usage(
            "usage-me-language", "action-me-language", ("me language …", "me language community"), is_private=True
        ),
        "me zone": Usage(
            "usage-me-zone", "action-me-zone", ("me zone Europe/London", "me zone community"), is_private=True
        ),
        "me reminders": Usage(
            "usage-me-reminders", "action-me-reminders", ("me reminders off", "me reminders on"), is_private=True
        ),
        "me data": Usage("usage-me-data", "action-me-data", ("me data",), is_private=True),
        "me forget": Usage("usage-me-forget", "action-me-forget", ("me forget", "me forget 3"), is_private=True),
        "me receipt": Usage("usage-me-receipt", "action-me-receipt", ("me receipt",), is_private=True),
        "link": Usage("usage-link", "action-link", ("link …",), is_private=True),
        "now": Usage("usage-now", "action-now", ("now",)),
        "rules": Usage("usage-rules", "action-rules", ("rules",)),
        "calendar": Usage("usage-calendar", "action-calendar", ("calendar",)),
        "help": Usage("usage-help", "action-help", ("help", "help vote")),
        "frame": Usage("usage-frame", "action-frame", ("frame …",)),
        "question": Usage("usage-question", "action-question", ("question …",)),
        "support": Usage("usage-support", "action-support", ("support 2",)),
        "questions": Usage("usage-questions", "action-questions", ("questions",)),
        "statements": Usage("usage-statements", "action-statements", ("statements",)),
        "consent": Usage("usage-consent", "action-consent", ("consent",)),
        "object": Usage("usage-object", "action-object", ("object …",)),
        "object withdraw": Usage("usage-object-withdraw", "action-object-withdraw", ("object withdraw",)),
        "idea": Usage("usage-idea", "action-idea", ("idea …",)),
        "ideas": Usage("usage-ideas", "action-ideas", ("ideas", "ideas 2")),
        "idea edit": Usage("usage-idea-edit", "action-idea-edit", ("idea edit 3 …",)),
        "idea withdraw": Usage("usage-idea-withdraw", "action-idea-withdraw", ("idea withdraw 3",)),
        "idea build": Usage("usage-idea-build", "action-idea-build", ("idea build 3 …",)),
        "idea show": Usage("usage-idea-show", "action-idea-show", ("idea show 3",)),
        "parked": Usage("usage-parked", "action-parked", ("parked",)),
        "idea parked": Usage("usage-idea-parked", "action-idea-parked", ("idea parked 1",)),
        "merge": Usage("usage-merge", "action-merge", ("merge 3 7",)),
        "merge yes": Usage("usage-merge-yes", "action-merge-yes", ("merge yes 3 7",)),
        "merge no": Usage("usage-merge-no", "action-merge-no", ("merge no 3 7",)),
        "split": Usage("usage-split", "action-split", ("split 7",)),
        "vote": Usage("usage-vote", "action-vote", ("vote 3:2 7:1",), is_private=True),
        "vote set": Usage("usage-vote-set", "action-vote-set", ("vote set 3:2",), is_private=True),
        "vote show": Usage("usage-vote-show", "action-vote-show", ("vote show",), is_private=True),
        "vote clear": Usage("usage-vote-clear", "action-vote-clear", ("vote clear",), is_private=True),
        "tally": Usage("usage-tally", "action-tally", ("tally",)),
        "feedback": Usage(
            "usage-feedback",
            "action-feedback",
            (
                "feedback 3 agree",
                "feedback 3 disagree",
                "feedback 3 pass",
                "feedback 3 like …",
                "feedback 3 worry …",
                "feedback 3 work …",
            ),
        ),
        "minority": Usage("usage-minority", "action-minority", ("minority …",)),
        "minority sign": Usage("usage-minority-sign", "action-minority-sign", ("minority sign 1",)),
        "time more": Usage("usage-time-more", "action-time-more", ("time more",)),
        "time give": Usage("usage-time-give", "action-time-give", ("time give 2d …",)),
        "request": Usage(
            "usage-request",
            "action-request",
            ("request end …", "request withdraw …", "request hide 3 …", "request pause 5 …"),
        ),
        "request end": Usage("usage-request-end", "action-request-end", ("request end …",)),
        "request withdraw": Usage("usage-request-withdraw", "action-request-withdraw", ("request withdraw …",)),
        "request hide": Usage("usage-request-hide", "action-request-hide", ("request hide 3 …",)),
        "request pause": Usage("usage-request-pause", "action-request-pause", ("request pause 5 …",)),
        "request support": Usage("usage-request-support", "action-request-support", ("request support 2",)),
        "request object": Usage("usage-request-object", "action-request-object", ("request object 2 …",)),
        "requests": Usage("usage-requests", "action-requests", ("requests",)),
        "fate": Usage(
            "usage-fate",
            "action-fate",
            ("fate 3 chosen … by 2027-01-31", "fate 3 later …", "fate 3 not-now …"),
        ),
        "outcome publish": Usage(
            "usage-outcome-publish",
            "action-outcome-publish",
            ("outcome publish …", "outcome publish … !because …"),
        ),
        "progress": Usage("usage-progress", "action-progress", ("progress 3 …", "progress 3 done")),
        "confirm": Usage("usage-confirm", "action-confirm", ("confirm 3",)),
        "dispute": Usage("usage-dispute", "action-dispute", ("dispute 3 …",)),
        "receipt": Usage("usage-receipt", "action-receipt", ("receipt …",), is_private=True),
        "log": Usage("usage-log", "action-log", ("log", "log 4", "log 2027-03", "log …", "log before 85")),
        "log power": Usage("usage-log-power", "action-log-power", ("log power",)),
        "log checkpoint": Usage("usage-log-checkpoint", "action-log-checkpoint", ("log checkpoint",)),
        "log publish": Usage("usage-log-publish", "action-log-publish", ("log publish",)),
        "log entry": Usage("usage-log-entry", "action-log-entry", ("log entry 12",)),
        "export": Usage("usage-export", "action-export", ("export",)),
    }
)
"""By the words that a command begins with."""


_ALSO: Mapping[str, str] = MappingProxyType({"second": "topic second", "dots": "vote", "result": "tally"})
"""Other words that begin a command."""


def usages_of(command: str) -> tuple[str, ...]:
    """The commands that these words begin: the longest that fits, or all that begin with the first word."""
    typed = command.casefold().split()
    if not typed:
        return ()
    for begin in (" ".join(typed[:2]), typed[0]):
        if begin in USAGE:
            return (begin,)
    if typed[0] in _ALSO:
        return (_ALSO[typed[0]],)
    return tuple(name for name in USAGE if name.split()[0] == typed[0])
