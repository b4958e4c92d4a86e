from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from codesign_bot.errors import ConfigError, NotAllowed, Unreachable
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Login, Synapse
from codesign_matrix.client import connected
from codesign_matrix.device import Account, held, read_private, write_private
from codesign_matrix.errors import DeviceLost, TokenRevoked

if TYPE_CHECKING:
    from .conftest import Enter, NewAccount, StartBot


@pytest.fixture
async def login(synapse: Synapse) -> Login:
    return await synapse.register()


@pytest.fixture
def by_password(synapse: Synapse, login: Login, tmp_path: Path) -> Account:
    return Account(synapse.url, login.user_id, tmp_path / "device", "a secret", password=login.password)


def by_token(account: Account, login: Login) -> Account:
    return replace(account, password=None, access_token=login.access_token, device_id=login.device_id)


async def revoke(synapse: Synapse, account: Account, device_id: str, token: str) -> None:
    async with MatrixPerson(synapse.url, Login(account.user_id, device_id, token, "")) as thief:
        await thief.request("POST", "/client/v3/logout", {})


@pytest.mark.synapse
async def test_a_password_is_used_once_and_the_device_stays(by_password: Account) -> None:
    async with connected(by_password) as client:
        first = client.credentials
        keys = client.encryption.guard.identity
    async with connected(replace(by_password, password="changed since")) as client:
        assert client.credentials == first
        assert client.encryption.guard.identity == keys


@pytest.mark.synapse
async def test_a_token_with_its_device_id_needs_no_password(by_password: Account, login: Login) -> None:
    async with connected(by_token(by_password, login)) as client:
        assert (client.user_id, client.device_id) == (login.user_id, login.device_id)


@pytest.mark.synapse
async def test_the_device_is_for_the_eyes_of_its_owner_only(by_password: Account) -> None:
    old = os.umask(0)
    try:
        async with connected(by_password):
            modes = {place.name: place.stat().st_mode & 0o777 for place in by_password.folder.iterdir()}
            assert by_password.folder.stat().st_mode & 0o777 == 0o700
            assert modes["device.json"] == 0o600
            assert modes["lock"] == 0o600
    finally:
        os.umask(old)


@pytest.mark.synapse
async def test_a_second_process_may_not_use_the_device(by_password: Account) -> None:
    async with connected(by_password):
        with pytest.raises(ConfigError, match="another process"):
            async with connected(by_password):
                pass
        code = "import sys; from pathlib import Path; from codesign_matrix.device import held\n"
        code += f"with held(Path({str(by_password.folder)!r})): pass"
        other = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        assert "another process" in other.stderr
    async with connected(by_password):
        pass


def test_the_lock_goes_with_the_process_that_held_it(tmp_path: Path) -> None:
    code = "import os; from pathlib import Path; from codesign_matrix.device import held\n"
    code += f"lock = held(Path({str(tmp_path)!r})); lock.__enter__(); print('held', flush=True); os.abort()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "held\n"
    with held(tmp_path):
        pass


@pytest.mark.synapse
async def test_another_secret_is_refused_in_words_and_changes_nothing(by_password: Account) -> None:
    async with connected(by_password):
        pass
    with pytest.raises(ConfigError, match="another secret"):
        async with connected(replace(by_password, pickle_key="a new secret")):
            pass
    async with connected(by_password):
        pass


@pytest.mark.synapse
async def test_a_revoked_token_is_renewed_by_password_on_the_same_device(
    synapse: Synapse, by_password: Account, login: Login
) -> None:
    """The same device, so that the server still knows which messages were sent. (Logging out deletes its keys.)"""
    account = by_token(by_password, login)
    async with connected(account) as client:
        first = client.credentials
    admin = await synapse.register(is_admin=True)
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {admin.access_token}"}) as operator:
        place = f"{synapse.url}/_synapse/admin/v1/reset_password/{login.user_id}"
        async with operator.post(place, json={"new_password": "new", "logout_devices": False}) as answer:
            assert answer.ok
    stored = by_password.folder / "device.json"
    stale = {"user_id": first.user_id, "device_id": first.device_id, "access_token": "syt_stale"}
    await asyncio.to_thread(write_private, stored, stale)
    with pytest.raises(TokenRevoked):
        async with connected(replace(by_password, password=None)):
            pass
    async with connected(replace(by_password, password="new")) as client:
        assert client.device_id == first.device_id
        assert client.credentials.access_token not in ("syt_stale", first.access_token)
    async with connected(replace(by_password, password=None)) as client:
        assert client.device_id == first.device_id


@pytest.mark.synapse
async def test_a_device_that_was_logged_out_takes_over_its_own_name_with_its_own_keys(
    synapse: Synapse, by_password: Account
) -> None:
    async with connected(by_password) as client:
        first = client.credentials
        keys = client.encryption.guard.identity
    await revoke(synapse, by_password, first.device_id, first.access_token)
    async with connected(by_password) as client:
        assert client.device_id == first.device_id
        assert client.encryption.guard.identity == keys


@pytest.mark.synapse
async def test_lost_keys_are_noticed_before_anything_is_encrypted_with_new_ones(
    by_password: Account, login: Login
) -> None:
    account = by_token(by_password, login)
    async with connected(account):
        pass
    for store in account.folder.glob("keys-*"):
        store.unlink()
    with pytest.raises(DeviceLost, match=login.device_id):
        async with connected(account):
            pass


@pytest.mark.synapse
async def test_with_a_password_a_new_device_takes_the_place_of_one_with_lost_keys(
    by_password: Account,
) -> None:
    async with connected(by_password) as client:
        lost = client.device_id
    for store in by_password.folder.glob("keys-*"):
        store.unlink()
    async with connected(by_password) as client:
        made = client.device_id
    assert made != lost
    async with connected(by_password) as client:
        assert client.device_id == made


@pytest.mark.synapse
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": None}, "one of them is needed"),
        ({"password": None, "access_token": "x"}, "device id"),
        ({"password": None, "access_token": "x", "device_id": "Y"}, "M_UNKNOWN_TOKEN"),
        ({"password": "wrong"}, "M_FORBIDDEN"),
        ({"homeserver": "http://127.0.0.1:9"}, "did not answer"),
    ],
)
async def test_a_login_that_cannot_work_says_why(by_password: Account, change: dict[str, Any], words: str) -> None:
    with pytest.raises((ConfigError, TokenRevoked, NotAllowed, Unreachable), match=words):
        async with connected(replace(by_password, **change)):
            pass


@pytest.mark.synapse
async def test_a_token_of_somebody_else_is_refused(by_password: Account, login: Login, enter: Enter) -> None:
    other = (await enter()).login
    mixed = replace(by_token(by_password, login), access_token=other.access_token)
    with pytest.raises(ConfigError, match=other.user_id):
        async with connected(mixed):
            pass
    with pytest.raises(ConfigError, match=login.device_id):
        async with connected(replace(by_token(by_password, login), device_id="OTHERDEVICE")):
            pass


@pytest.mark.synapse
async def test_a_folder_of_another_account_is_refused(by_password: Account, synapse: Synapse) -> None:
    async with connected(by_password):
        pass
    other = await synapse.register()
    with pytest.raises(ConfigError, match=by_password.user_id):
        async with connected(replace(by_password, user_id=other.user_id, password=other.password)):
            pass


@pytest.mark.synapse
async def test_a_damaged_file_is_named_and_left_as_it_is(by_password: Account) -> None:
    by_password.folder.mkdir()
    (by_password.folder / "device.json").write_text('{"user_id": "@b')
    with pytest.raises(ConfigError, match=r"device\.json is damaged"):
        async with connected(by_password):
            pass
    assert (by_password.folder / "device.json").read_text() == '{"user_id": "@b'


def test_a_private_file_is_replaced_whole_and_never_widened(tmp_path: Path) -> None:
    place = tmp_path / "file.json"
    write_private(place, {"a": 1})
    first = place.stat().st_ino
    write_private(place, {"a": 2})
    assert read_private(place) == {"a": 2}
    assert place.stat().st_ino != first
    assert place.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["file.json"]


def test_a_draft_left_by_a_crash_is_in_nobody_s_way(tmp_path: Path) -> None:
    place = tmp_path / "file.json"
    place.with_suffix(".draft").write_text("half")
    write_private(place, {"a": 1})
    assert json.loads(place.read_text()) == {"a": 1}


def test_what_was_never_written_is_none(tmp_path: Path) -> None:
    assert read_private(tmp_path / "file.json") is None


@pytest.mark.synapse
async def test_the_bot_goes_on_with_the_same_device_after_a_restart(
    start_bot: StartBot, new_account: NewAccount, enter: Enter
) -> None:
    ann, account = await enter(), await new_account()
    async with start_bot(account) as bot:
        room_id = await bot.enter(ann)
        content = {"msgtype": "m.text", "body": "once"}
        sent = await bot.sender.send(room_id, content, "t1")
        desk = bot.desk
    async with start_bot(account, desk) as bot:
        assert await bot.sender.send(room_id, {**content, "body": "twice"}, "t1") == sent
    await ann.sync()
    assert ann.texts(room_id, account.user_id) == ["once"]
