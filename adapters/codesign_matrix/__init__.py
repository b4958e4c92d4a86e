"""Matrix: the only place that may import nio.

Layers, from the wire upwards: wire (requests and typed troubles) · device (who we are on this server) ·
guard and encryption (nio, fenced in) · rooms and power (what state says) · feed (what happened, with its own
checkpoint) · sending · trust (cross-signing).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from codesign_bot.chance import SystemChance
from codesign_matrix.device import Account
from codesign_matrix.invitations import Welcome
from codesign_matrix.platform import MatrixPlatform

if TYPE_CHECKING:
    from codesign_bot.config import Config
    from codesign_bot.ports import Clock

_KEY = "pickle.key"


def open_platform(config: Config, clock: Clock) -> MatrixPlatform | None:
    """The platform that the configuration describes, not connected yet; None where it describes none."""
    matrix = config.matrix
    if matrix is None:
        return None
    account = Account(
        homeserver=matrix.homeserver,
        user_id=matrix.account,
        folder=matrix.directory,
        pickle_key=_pickle_key(matrix.directory),
        password=matrix.password.reveal() if matrix.password is not None else None,
        access_token=matrix.access_token.reveal() if matrix.access_token is not None else None,
        device_id=matrix.device_id,
    )
    welcome = Welcome(matrix.organisers, matrix.allow_invites_from, matrix.max_rooms)
    return MatrixPlatform(account, clock.now, welcome, matrix.bridge_ghosts)


def _pickle_key(folder: Path) -> str:
    """The key that the device's keys are encrypted with at rest: made once, kept beside them for us alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / _KEY
    if not place.exists():
        with open(place, "x", opener=_for_us_alone) as file:
            file.write(SystemChance().salt().hex())
    return place.read_text().strip()


def _for_us_alone(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
