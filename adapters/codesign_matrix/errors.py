"""What a homeserver's refusal means for us, named by whose move it is."""

from __future__ import annotations

from http import HTTPStatus

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, Unreachable
from codesign_matrix.fields import Json, number, text


class TokenRevoked(Unreachable):
    """The access token is no longer good. Nothing will work until the operator logs in again; what is waiting to be
    said keeps until then.
    """


class DeviceLost(PlatformTrouble):
    """The keys of this device are not those the homeserver knows: the folder was lost, copied or restored.

    Nobody could read what we encrypt. The operator logs in again, which makes a new device.
    """


class TooLarge(PlatformTrouble):
    """The message or file exceeds what the homeserver takes. It must be cut, not sent again."""


class Rejected(NotAllowed):
    """The server will never accept this request as it stands. `code` is Matrix's word for why."""

    def __init__(self, reason: str, code: str) -> None:
        super().__init__(reason)
        self.code = code


class PasswordAsked(NotAllowed):
    """The server wants the account's password for this step. `session` belongs into the answer."""

    def __init__(self, session: str) -> None:
        super().__init__("the homeserver asks for the account's password for this step")
        self.session = session


_LOST_TOKEN = {"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED", "M_USER_LOCKED"}
_NOT_YET = {"M_LIMIT_EXCEEDED"}
_SPEAKS_OF_RIGHTS = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


def trouble(status: int, answer: Json, retry_after: float | None = None) -> PlatformTrouble:
    """The trouble that an answer other than 2xx stands for.

    `retry_after`: seconds from the header of that name, for servers that do not say it in the body.
    The reason is fit for a log. Where a request is malformed the server quotes it, members' words included, so
    then its own words are left out.
    """
    code = text(answer, "errcode") or ""
    said = (text(answer, "error") or "")[:200] if status in _SPEAKS_OF_RIGHTS else ""
    reason = f"{status} {code} {said}".strip()
    if status == HTTPStatus.UNAUTHORIZED and "flows" in answer:
        return PasswordAsked(text(answer, "session") or "")
    if status == HTTPStatus.TOO_MANY_REQUESTS or code in _NOT_YET:
        milliseconds = number(answer, "retry_after_ms")
        return Unreachable(reason, retry_after if milliseconds is None else milliseconds / 1000)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or not code:
        return Unreachable(reason, retry_after)
    if status == HTTPStatus.UNAUTHORIZED or code in _LOST_TOKEN:
        return TokenRevoked(reason)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or code == "M_TOO_LARGE":
        return TooLarge(reason)
    if status == HTTPStatus.NOT_FOUND and code == "M_NOT_FOUND":
        return Gone(reason)
    if status == HTTPStatus.FORBIDDEN:
        return NotAllowed(reason)
    return Rejected(reason, code)
