from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa

from codesign_bot.errors import ConfigError
from codesign_bot.testing.synapse import Synapse
from codesign_matrix import trust
from codesign_matrix.client import connected
from codesign_matrix.device import Account
from codesign_matrix.errors import PasswordAsked
from codesign_matrix.fields import Json, inner
from codesign_matrix.trust import CrossSigning, Signed, canonical, verifies
from codesign_matrix.wire import Wire, path

if TYPE_CHECKING:
    from .conftest import Bot, NewAccount

SEEDS = "cross-signing.json"


def test_signatures_agree_with_the_vectors_of_the_specification() -> None:
    """Appendices of the specification, "Cryptographic test vectors", signing of JSON."""
    seed = "YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1"
    key = eddsa.import_private_key(b64decode(seed + "="))
    public = b64encode(key.public_key().export_key(format="raw")).decode().rstrip("=")
    empty = "K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ"
    data = "KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw"
    assert verifies(public, empty, {})
    assert verifies(public, data, {"one": 1, "two": "Two"})
    assert verifies(public, data, {"two": "Two", "one": 1, "signatures": {"x": 1}, "unsigned": 2})
    assert not verifies(public, data, {"one": 1, "two": "two"})
    assert not verifies(public, empty, {"one": 1, "two": "Two"})


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ({"b": "2", "a": "1"}, '{"a":"1","b":"2"}'),
        ({"a": "日本語"}, '{"a":"日本語"}'),
        ({"本": 2, "日": 1}, '{"日":1,"本":2}'),
        ({"a": None, "b": {"d": True, "c": [1, "x"]}}, '{"a":null,"b":{"c":[1,"x"],"d":true}}'),
    ],
)
def test_canonical_json_is_that_of_the_specification(thing: Json, text: str) -> None:
    assert canonical(thing) == text.encode()


@pytest.mark.parametrize(("public", "signature"), [("", ""), ("!", "!"), ("A" * 43, "A"), ("B" * 43, "B" * 86)])
def test_nonsense_verifies_nothing(public: str, signature: str) -> None:
    assert not verifies(public, signature, {})


async def published(bot: Bot) -> Json:
    body: Json = {"device_keys": {bot.client.user_id: list[str]()}}
    return await bot.client.wire.call("POST", path("keys", "query"), body)


@pytest.mark.synapse
async def test_the_first_start_signs_the_device_and_each_later_one_changes_nothing(bot: Bot) -> None:
    assert await trust.status(bot.client) == CrossSigning(Signed.NOT_SIGNED, None)
    first = await trust.bootstrap(bot.client)
    assert first.status is Signed.SIGNED
    assert first.fingerprint
    before = await published(bot)
    seeds = (bot.client.account.folder / SEEDS).read_bytes()
    assert await trust.bootstrap(bot.client) == first == await trust.status(bot.client)
    assert await published(bot) == before
    assert (bot.client.account.folder / SEEDS).read_bytes() == seeds
    assert (bot.client.account.folder / SEEDS).stat().st_mode & 0o777 == 0o600


@pytest.mark.synapse
async def test_what_is_published_verifies_from_the_master_key_down_to_the_device(bot: Bot) -> None:
    made = await trust.bootstrap(bot.client)
    known, who = await published(bot), bot.client.user_id
    master = inner(known, "master_keys", who)
    (fingerprint,) = inner(master, "keys").values()
    assert fingerprint == made.fingerprint
    for usage in ("self_signing", "user_signing"):
        if f"{usage}_keys" in known:
            key = inner(known, f"{usage}_keys", who)
            assert key["usage"] == [usage]
            signature = inner(key, "signatures", who)[f"ed25519:{fingerprint}"]
            assert verifies(str(fingerprint), str(signature), key)
    (self_signing,) = inner(known, "self_signing_keys", who, "keys").values()
    device = inner(known, "device_keys", who, bot.client.device_id)
    by_account = inner(device, "signatures", who)[f"ed25519:{self_signing}"]
    assert verifies(str(self_signing), str(by_account), device)
    own = inner(device, "keys")[f"ed25519:{bot.client.device_id}"]
    by_device = inner(master, "signatures", who)[f"ed25519:{bot.client.device_id}"]
    assert verifies(str(own), str(by_device), master)


@pytest.mark.synapse
async def test_a_crash_between_the_keys_and_the_signature_is_made_good(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(trust, "_sign_device", crash)
        with pytest.raises(ZeroDivisionError):
            await trust.bootstrap(bot.client)
    half = await trust.status(bot.client)
    assert half.status is Signed.NOT_SIGNED
    assert half.fingerprint
    assert await trust.bootstrap(bot.client) == CrossSigning(Signed.SIGNED, half.fingerprint)


@pytest.mark.synapse
async def test_a_crash_before_the_upload_leaves_seeds_that_are_used_next_time(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(trust, "_upload", crash)
        with pytest.raises(ZeroDivisionError):
            await trust.bootstrap(bot.client)
    place = bot.client.account.folder / SEEDS
    seeds = place.read_bytes()
    assert (await trust.bootstrap(bot.client)).status is Signed.SIGNED
    assert place.read_bytes() == seeds


@pytest.mark.synapse
async def test_keys_of_somebody_else_are_named_and_left_alone(bot: Bot) -> None:
    await trust.bootstrap(bot.client)
    before = await published(bot)
    place = bot.client.account.folder / SEEDS
    foreign = {usage: b64encode(ECC.generate(curve="ed25519").seed).decode() for usage in json.loads(place.read_text())}
    place.write_text(json.dumps(foreign))
    found = await trust.bootstrap(bot.client)
    assert found.fingerprint
    assert await published(bot) == before
    assert found.status is Signed.SIGNED, "the device is signed, whoever did it"


@pytest.mark.synapse
async def test_a_new_device_of_an_account_with_foreign_keys_is_not_signed(synapse: Synapse, tmp_path: Path) -> None:
    login = await synapse.register()
    first = Account(synapse.url, login.user_id, tmp_path / "a", "secret", password=login.password)
    second = replace(first, folder=tmp_path / "b")
    async with connected(first) as client:
        owner = await trust.bootstrap(client)
    async with connected(second) as client:
        assert await trust.bootstrap(client) == CrossSigning(Signed.FOREIGN_KEYS, owner.fingerprint)
        assert await trust.status(client) == CrossSigning(Signed.FOREIGN_KEYS, owner.fingerprint)
    assert not (tmp_path / "b" / SEEDS).exists()


@pytest.mark.synapse
async def test_a_new_device_in_the_same_folder_is_signed_by_the_keys_that_are_there(
    synapse: Synapse, tmp_path: Path
) -> None:
    login = await synapse.register()
    account = Account(synapse.url, login.user_id, tmp_path / "a", "secret", password=login.password)
    async with connected(account) as client:
        first, lost = await trust.bootstrap(client), client.device_id
    for store in account.folder.glob("keys-*"):
        store.unlink()
    async with connected(account) as client:
        assert client.device_id != lost
        assert await trust.bootstrap(client) == first


class AsksForPassword:
    """A homeserver that wants the password for the first keys, as some do and as the specification allows."""

    def __init__(self, wire: Wire) -> None:
        self.answers: list[Json] = []
        self._honest: Any = wire.call

    async def call(self, method: str, place: str, body: Json | None = None, **more: object) -> Json:
        if place.endswith("device_signing/upload"):
            proof = inner(body or {}, "auth")
            self.answers.append(proof)
            if not proof:
                raise PasswordAsked("session7")
        found: Json = await self._honest(method, place, body, **more)
        return found


@pytest.mark.synapse
async def test_without_a_password_the_operator_is_told_that_it_is_wanted(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = AsksForPassword(bot.client.wire)
    monkeypatch.setattr(bot.client.wire, "call", server.call)
    assert await trust.bootstrap(bot.client) == CrossSigning(Signed.NEEDS_PASSWORD, None)
    assert server.answers == [{}]


@pytest.mark.synapse
async def test_with_a_password_the_question_is_answered(
    synapse: Synapse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = await synapse.register()
    account = Account(synapse.url, login.user_id, tmp_path / "a", "secret", password=login.password)
    async with connected(account) as client:
        server = AsksForPassword(client.wire)
        monkeypatch.setattr(client.wire, "call", server.call)
        assert (await trust.bootstrap(client)).status is Signed.SIGNED
        assert server.answers[1] == {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": login.user_id},
            "password": login.password,
            "session": "session7",
        }


@pytest.mark.synapse
@pytest.mark.parametrize("text", ["{", "{}", '{"master": "%%", "self_signing": "", "user_signing": ""}'])
async def test_damaged_seeds_are_named_and_not_replaced(new_account: NewAccount, text: str) -> None:
    account = await new_account()
    async with connected(account) as client:
        place = account.folder / SEEDS
        await asyncio.to_thread(place.write_text, text)
        with pytest.raises(ConfigError, match=r"cross-signing\.json is damaged"):
            await trust.bootstrap(client)
        assert await asyncio.to_thread(place.read_text) == text
