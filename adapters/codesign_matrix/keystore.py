"""The keys of one device in nio's store: opening it, what the homeserver is told of it, how nio is called.

Everything here and in guard.py is synchronous and belongs to one thread of the process: nio's store writes
SQLite through peewee, which binds its tables to one database at a time for the whole process. `encryption.py`
owns that thread.
"""

from __future__ import annotations

import copy
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from nio import ClientConfig, KeysUploadResponse
from nio.client.base_client import Client
from nio.store import SqliteStore

from codesign_bot.errors import ConfigError
from codesign_matrix.fields import Json, inner, number

T = TypeVar("T")

_log = logging.getLogger(__name__)


class KeyStore:
    """The keys of one device. Opening it creates the store (in a folder that exists) or reads it.

    `pickle_key` encrypts the keys at rest; ConfigError if the store was written with another.
    """

    def __init__(self, user_id: str, device_id: str, folder: Path, pickle_key: str) -> None:
        for chatty in ("nio", "peewee"):  # their lines carry ids, keys and parts of what people wrote
            logging.getLogger(chatty).setLevel(logging.CRITICAL + 1)
        config = ClientConfig(
            store=SqliteStore,
            store_name=f"keys-{device_id}.db",
            pickle_key=pickle_key,
            store_sync_tokens=False,
        )
        self._nio: Any = Client(user_id, device_id, str(folder), config)
        try:
            self._nio.restore_login(user_id, device_id, "unused: requests do not go through nio")
        except ValueError:
            self._nio.store.database.close()
            raise ConfigError("the encryption keys were stored with another secret; put the old one back") from None
        self._olm: Any = self._nio.olm
        self._database: Any = self._nio.store.database
        self._database.execute_sql("pragma journal_mode=wal")
        self._database.execute_sql("pragma synchronous=full")
        self._unanswered: set[str] = set()
        self._changes: Counter[str] = Counter()

    def close(self) -> None:
        self._database.close()

    @property
    def identity(self) -> Mapping[str, str]:
        """This device's public keys: ed25519 and curve25519."""
        return dict(self._olm.account.identity_keys)

    def sign(self, thing: Json) -> str:
        """This device's signature over canonical JSON."""
        return str(self._olm.sign_json(private(thing)))

    def upload_body(self) -> Json | None:
        """The body for keys/upload, if anything has to be uploaded. What it promises is on disk already."""
        if not self._olm.should_upload_keys:
            return None
        with self._database.atomic():
            body: Json = self._olm.share_keys()
            self._olm.save_account()
        return body

    def fallback_body(self) -> Json:
        """The body for keys/upload with a new fallback key.

        Others use it when the one-time keys have run out because the bot was away for long.
        """
        account: Any = self._olm.account._account  # noqa: SLF001 - nio has no fallback keys, its account does
        with self._database.atomic():
            account.generate_fallback_key()
            self._olm.save_account()
        made: Mapping[str, Any] = account.fallback_key
        return {"fallback_keys": {f"signed_curve25519:{k}": self._signed(v.to_base64()) for k, v in made.items()}}

    def _signed(self, key: str) -> Json:
        content: dict[str, object] = {"key": key, "fallback": True}
        signature = self.sign(content)
        device = f"ed25519:{self._nio.device_id}"
        return {**content, "signatures": {self._nio.user_id: {device: signature}}}

    def take_upload(self, answer: Json) -> None:
        count = number(inner(answer, "one_time_key_counts"), "signed_curve25519") or 0
        with self._database.atomic():
            self._olm.handle_response(KeysUploadResponse(0, count))


def survive(what: str, work: Callable[..., T], *arguments: object) -> T | None:
    """Does the work; None where it raised, whatever it raised.

    The encryption library is written in Rust, and a panic there comes as a BaseException.
    """
    try:
        return work(*arguments)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - as the docstring says, and it is written down
        _log.warning("dropped %s: nio raised %s", what, type(error).__name__)
        return None


def private(source: Json) -> Any:  # noqa: ANN401 - nio wants plain dicts
    """A copy that nio may write into, as it does."""
    return copy.deepcopy(dict(source))
