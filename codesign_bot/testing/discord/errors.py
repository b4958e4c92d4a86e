"""How Discord says no: status, code and message of every refusal the simulator knows.

Source of codes and messages: docs, "Opcodes and Status Codes", JSON error codes. The page does not give the HTTP
status of each; those follow the rules of the same page (403 for a missing permission, 404 for what does not exist,
400 otherwise) and what libraries report in their issue threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from codesign_bot.testing.discord.wire import Json


class Code(Enum):
    """Value: JSON code, HTTP status, message."""

    GENERAL = 0, 400, "400: Bad Request"
    NO_ROUTE = 0, 404, "404: Not Found"
    NO_METHOD = 0, 405, "405: Method Not Allowed"
    UNAUTHORISED = 0, 401, "401: Unauthorized"
    TOO_LARGE = 40005, 413, "Request entity too large"
    UNKNOWN_APPLICATION = 10002, 404, "Unknown Application"
    UNKNOWN_CHANNEL = 10003, 404, "Unknown Channel"
    UNKNOWN_GUILD = 10004, 404, "Unknown Guild"
    UNKNOWN_MEMBER = 10007, 404, "Unknown Member"
    UNKNOWN_MESSAGE = 10008, 404, "Unknown Message"
    UNKNOWN_USER = 10013, 404, "Unknown User"
    UNKNOWN_WEBHOOK = 10015, 404, "Unknown Webhook"
    UNKNOWN_INTERACTION = 10062, 404, "Unknown interaction"
    UNKNOWN_COMMAND = 10063, 404, "Unknown application command"
    UNKNOWN_EVENT = 10070, 404, "Unknown Guild Scheduled Event"
    TOO_MANY_PINS = 30003, 400, "Maximum number of pins reached for the channel (250)"
    TOO_MANY_COMMANDS = 30032, 400, "Maximum number of application commands reached"
    TOO_MANY_NEW_COMMANDS = 30034, 400, "Max number of daily application command creates has been reached (200)"
    TOO_MANY_EVENTS = 30038, 400, "Maximum number of uncompleted guild scheduled events reached (100)"
    TOO_MANY_OLD_EDITS = 30046, 429, "Maximum number of edits to messages older than 1 hour reached. Try again later."
    ALREADY_ACKNOWLEDGED = 40060, 400, "Interaction has already been acknowledged."
    TAG_REQUIRED = 40067, 400, "A tag is required to create a forum post in this channel"
    NO_ACCESS = 50001, 403, "Missing Access"
    NOT_IN_PRIVATE = 50003, 400, "Cannot execute action on a DM channel"
    NOT_YOUR_MESSAGE = 50005, 403, "Cannot edit a message authored by another user"
    EMPTY_MESSAGE = 50006, 400, "Cannot send an empty message"
    CANNOT_REACH_PERSON = 50007, 403, "Cannot send messages to this user"
    NOT_A_TEXT_CHANNEL = 50008, 400, "Cannot send messages in a non-text channel"
    NO_PERMISSION = 50013, 403, "Missing Permissions"
    NOT_ON_THIS_KIND = 50024, 400, "Cannot execute action on this channel type"
    INVALID_WEBHOOK_TOKEN = 50027, 401, "Invalid Webhook Token"
    INVALID_FORM = 50035, 400, "Invalid Form Body"
    ARCHIVED = 50083, 400, "Thread is archived"
    INVALID_JSON = 50109, 400, "The request body contains invalid JSON."
    NO_HISTORY_TO_REPLY = 160002, 400, "Cannot reply without permission to read message history"
    THREAD_EXISTS = 160004, 400, "A thread has already been created for this message"
    THREAD_LOCKED = 160005, 400, "Thread is locked"
    TOO_MANY_THREADS = 160006, 400, "Maximum number of active threads reached"
    FINISHED_EVENT = 180000, 400, "Cannot update a finished event"
    BLOCKED_BY_AUTOMOD = 200000, 400, "Message was blocked by automatic moderation"
    BANNED_BY_CLOUDFLARE = 1015, 429, "error code: 1015"

    @property
    def number(self) -> int:
        return self.value[0]

    @property
    def status(self) -> int:
        return self.value[1]

    @property
    def message(self) -> str:
        return self.value[2]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request: where (a path of keys and positions), a word for it, a sentence."""

    path: tuple[str | int, ...]
    word: str
    sentence: str

    def within(self, *outer: str | int) -> Fault:
        """The same, seen from further out."""
        return Fault((*outer, *self.path), self.word, self.sentence)


class Refused(Exception):
    """What a handler raises; the pipeline turns it into Discord's answer."""

    def __init__(self, code: Code, *, faults: Iterable[Fault] = (), extra: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.faults = tuple(faults)
        self.extra = dict(extra or {})
        told = "; ".join(f"{'.'.join(map(str, fault.path))}: {fault.sentence}" for fault in self.faults)
        super().__init__(f"{code.status} {code.number} {code.message}" + (f" ({told})" if told else ""))

    @property
    def body(self) -> Json:
        answer: Json = {"message": self.code.message, "code": self.code.number, **self.extra}
        if self.faults:
            answer["errors"] = _tree(self.faults)
        return answer


def _tree(faults: Iterable[Fault]) -> Json:
    """The nested form of docs, "API Reference", "Error Messages"."""
    root: Json = {}
    for fault in faults:
        node = root
        for step in fault.path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": fault.word, "message": fault.sentence})
    return root
