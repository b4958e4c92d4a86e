"""What the doctor finds on a real Synapse; what a whole run of it looks like is in the journeys."""

from __future__ import annotations

from pathlib import Path

import pytest

from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Login, Synapse
from codesign_bot.view import Finding
from codesign_matrix import device, doctor
from codesign_matrix.client import Client, connected
from codesign_matrix.doctor import Doctor
from codesign_matrix.sending import Sender

pytestmark = pytest.mark.synapse


def account(synapse: Synapse, login: Login, folder: Path) -> device.Account:
    folder = folder / "device"
    folder.mkdir(mode=0o700)
    return device.Account(synapse.url, login.user_id, folder, "a secret", password=login.password)


async def joined(client: Client, ada: MatrixPerson, name: str, *, is_direct: bool = False) -> str:
    """A room of Ada's with nobody but her and the bot, entered as the bot enters rooms."""
    room = await ada.create_room(name, invite=[client.user_id], is_public=False, is_direct=is_direct)
    await Sender(client).join(room)
    if is_direct:
        await Sender(client).set_direct(room, ada.user_id)
    return room


def rooms_told(findings: list[Finding]) -> set[object]:
    return {getattr(one.said.arguments["room"], "text", "") for one in findings if "room" in one.said.arguments}


async def test_a_room_with_one_member_is_examined_and_a_direct_message_is_not(synapse: Synapse, tmp_path: Path) -> None:
    login = await synapse.register()
    bot = account(synapse, login, tmp_path)
    async with MatrixPerson(synapse.url, await synapse.register()) as ada, connected(bot) as client:
        await joined(client, ada, "Riverside")
        await joined(client, ada, "Me and the bot", is_direct=True)
        await joined(client, ada, "")
    findings = await Doctor(bot).examine()
    assert rooms_told(findings) == {"Riverside"}
    assert "doctor-no-rooms" not in {one.said.key for one in findings}


async def test_with_direct_messages_alone_the_bot_is_in_no_room(synapse: Synapse, tmp_path: Path) -> None:
    bot = account(synapse, await synapse.register(), tmp_path)
    async with MatrixPerson(synapse.url, await synapse.register()) as ada, connected(bot) as client:
        await joined(client, ada, "Me and the bot", is_direct=True)
    findings = await Doctor(bot).examine()
    assert "doctor-no-rooms" in {one.said.key for one in findings}
    assert rooms_told(findings) == set()


async def test_on_synapse_the_limit_on_invitations_is_a_note_and_nothing_to_mend(
    synapse: Synapse, tmp_path: Path
) -> None:
    findings = await Doctor(account(synapse, await synapse.register(), tmp_path)).examine()
    (note,) = [one for one in findings if one.said.key == "doctor-invites"]
    assert (note.is_note, note.is_well) == (True, True)


async def test_where_it_is_another_homeserver_nothing_is_said_of_it(
    synapse: Synapse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_OF_SYNAPSE", "org.example.forced.")
    findings = await Doctor(account(synapse, await synapse.register(), tmp_path)).examine()
    assert "doctor-invites" not in {one.said.key for one in findings}
    assert len(findings) > 3


async def test_a_homeserver_that_does_not_tell_its_versions_costs_only_that_note(
    synapse: Synapse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "VERSIONS", "_matrix/client/nothing/here")
    findings = await Doctor(account(synapse, await synapse.register(), tmp_path)).examine()
    assert "doctor-invites" not in {one.said.key for one in findings}
    assert {"doctor-login", "doctor-rate"} <= {one.said.key for one in findings}
