"""Troubles of the outside world, named by whose move it is. The rules' own "no" is `core.refusal.Refusal`."""

from __future__ import annotations


class PlatformTrouble(Exception):
    """A platform did not do what it was asked. No exception of a platform's library crosses its adapter."""


class Unreachable(PlatformTrouble):
    """The platform may answer later. `retry_after` is in seconds, None where it did not say."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class NotAllowed(PlatformTrouble):
    """The platform refuses until somebody grants a right. The organisers are told which."""


class Gone(PlatformTrouble):
    """What was written to is no more: a room left, a message deleted, a person away for good."""


def worst(group: BaseExceptionGroup[PlatformTrouble]) -> PlatformTrouble:
    """Of the troubles in nested groups the one to go by: what needs an operator comes before what time may heal."""
    flat = [worst(one) if isinstance(one, BaseExceptionGroup) else one for one in group.exceptions]
    return next((one for one in flat if isinstance(one, NotAllowed)), flat[0])


class Unwelcome(PlatformTrouble):
    """A filter for words stops this message. Others of the same place go through. The organisers are told."""


class StoreTrouble(Exception):
    """The store did not do what it was asked. Nothing was acknowledged."""


class Conflict(StoreTrouble):
    """Somebody else wrote first. Read again and decide anew, once."""


class Damaged(StoreTrouble):
    """The stored data cannot be trusted. Stop at once; the sentence says what to do."""


class Behind(Damaged):
    """A log is behind what was signed of it, or another one: to go on would contradict what everybody can read.

    Starting again does not help.
    """


class Fenced(StoreTrouble):
    """Another process has opened the store since. This one must end at once, and not be started again by itself."""


class Full(StoreTrouble):
    """There is no room left on the disk. Reading goes on; writing resumes by itself once there is."""


class ConfigError(Exception):
    """The configuration cannot be used. Names the key. Start-up only; exit status 2."""


class Busy(ConfigError):
    """Somebody else writes there at this moment. A little later nobody may."""


class PromptError(Exception):
    """A text cannot be used. Names the file, the line and the key. Start-up only; exit status 2."""
