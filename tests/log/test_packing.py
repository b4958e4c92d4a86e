"""An archive as ours are is read without the library, and says the same as it; any other one is left to it."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign_bot.log.aside import Aside
from codesign_bot.log.bundle import MANIFEST, NEEDED, SIGNATURE, About, Bundle, signature_of
from codesign_bot.log.canonical import canonical
from codesign_bot.log.note import SignerKey
from codesign_bot.log.verify import listed, source
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Report, Verdict
from codesign_bot.log.verify.packing import Packed

from . import tampering
from .changing import spelled_anew

KEY = SignerKey("somebody/else", b"7" * 32)
SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Held = Sequence[tuple[str, bytes]]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return asyncio.run(tampering.exports(tmp_path_factory.mktemp("worlds")))[0]


def found(archive: bytes) -> list[tuple[str, bytes]] | None:
    """Every file as it is read; None where the archive is not as ours are."""
    with Aside() as aside:
        packed = Packed.read(io.BytesIO(archive), aside)
        if packed is None:
            return None
        names = list(packed.names())
        assert all(map(packed.has, names))
        assert packed.is_ordered
        return [(name, packed.open(name).read()) for name in names]


names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8)


@SOME
@given(st.lists(st.tuples(names, st.binary(max_size=40)), max_size=6, unique_by=lambda one: one[0]))
def test_any_files_that_are_packed_as_ours_are_read_as_they_are(held: Held) -> None:
    assert found(tampering.packed_again(held)) == list(held)


def test_a_real_export_is_read_as_the_library_reads_it(export: bytes) -> None:
    assert found(export) == list(tampering.members(export).items())


def test_several_files_can_be_read_at_the_same_time_and_in_pieces(export: bytes) -> None:
    held = tampering.members(export)
    one, other = sorted(held, key=lambda name: len(held[name]))[-2:]
    with Aside() as aside:
        packed = Packed.read(io.BytesIO(export), aside)
        assert packed is not None
        with packed.open(one) as first, packed.open(other) as second:
            pieces = [(first.read(7), second.read(100_000)) for _ in range(20)]
        assert b"".join(piece for piece, _ in pieces) == held[one][:140]
        assert b"".join(piece for _, piece in pieces) == held[other]
        with pytest.raises(KeyError):
            packed.open("nobody")


def test_a_name_twice_is_nothing_of_ours() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        assert found(tampering.packed_again([("a", b"1"), ("a", b"2")])) is None


@pytest.mark.parametrize("part", ["the beginning", "between the files", "the list of files", "the end"])
def test_no_bit_of_an_archive_can_be_another_one(part: str) -> None:
    """Wherever it is: above a file, in it, in the list of all of them, or behind it."""
    archive = tampering.packed_again([("log.jsonl", b"entry\n"), ("words.jsonl", b""), ("x", b"held")])
    lists = archive.index(b"PK\1\2")
    places = {
        "the beginning": range(40),
        "between the files": range(40, lists),
        "the list of files": range(lists, len(archive) - 22),
        "the end": range(len(archive) - 22, len(archive)),
    }[part]
    for at in places:
        for bit in range(8):
            changed = archive[:at] + bytes([archive[at] ^ 1 << bit]) + archive[at + 1 :]
            assert found(changed) is None, (at, bit)
    assert found(archive) is not None


def test_an_archive_that_goes_on_or_ends_early_is_nothing_of_ours() -> None:
    archive = tampering.packed_again([("a", b"1"), ("b", b"2" * 100)])
    assert found(archive) is not None
    assert found(archive + b"\0") is None
    assert all(found(archive[:length]) is None for length in range(len(archive)))


@pytest.mark.slow
def test_more_files_than_the_old_form_of_the_archive_can_count_are_read_as_well() -> None:
    held = [(f"n/{no}", b"") for no in range(66_000)]
    archive = tampering.packed_again(held)
    assert b"PK\6\6" in archive  # the end has the longer form (ZIP64)
    assert found(archive) == held


# --- what is written -------------------------------------------------------------------------------------


def about(community: str) -> About:
    return About(KEY.name, community, "UTC", "en", 3, "ab" * 32, datetime(2026, 3, 2, tzinfo=UTC))


@SOME
@given(st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.tuples(names, st.binary()), max_size=4))
def test_an_archive_is_byte_for_byte_what_the_library_writes_of_the_whole_list(community: str, held: Held) -> None:
    """Each file is forgotten once it is written, and what is said of all of them at the end is the same."""
    held = list(dict(held).items())
    target = io.BytesIO()
    bundle = Bundle(target, about(community))
    for name, content in held:
        bundle.add(name, (content[:3], content[3:]))
    bundle.finish(KEY)
    manifest = canonical(
        {
            "v": 1,
            "bot": version("codesign-bot"),
            "made_at": "2026-03-02T00:00:00Z",
            "origin": KEY.name,
            "community": community,
            "zone": "UTC",
            "language": "en",
            "size": 3,
            "root": "ab" * 32,
            "files": [
                {"name": name, "sha256": sha256(content).hexdigest(), "bytes": len(content)} for name, content in held
            ],
        }
    )
    signature = signature_of(manifest, KEY).encode()
    assert target.getvalue() == tampering.packed_again([*held, (MANIFEST, manifest), (SIGNATURE, signature)])


def test_an_archive_that_was_given_up_can_be_opened_and_has_no_list() -> None:
    target = io.BytesIO()
    bundle = Bundle(target, about("Riverside"))
    bundle.add("log.jsonl", (b"entry\n",))
    bundle.close()
    bundle.close()
    with zipfile.ZipFile(target) as held:
        assert held.namelist() == ["log.jsonl"]


# --- the two ways say the same ---------------------------------------------------------------------------


def both(path: Path) -> tuple[Report, Report]:
    """As it is checked, and with everything read whole by the libraries."""

    def never(*_: object) -> None:
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Packed, "read", never)
        patch.setattr(listed, "_piecewise", never)
        whole = check(path, Asked())
    return check(path, Asked()), whole


def test_our_own_exports_are_never_left_to_the_library(
    export: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.zip"
    path.write_bytes(export)
    one, other = both(path)
    assert (one, one.verdict) == (other, Verdict.INTACT)
    monkeypatch.setattr(source, "_check_packing", None)
    monkeypatch.setattr(listed, "_whole", None)
    assert check(path, Asked()) == one


@SOME
@given(st.data())
def test_whatever_was_changed_in_an_archive_both_ways_say_the_same(
    tmp_path: Path, export: bytes, data: st.DataObject
) -> None:
    held = bytearray(export)
    at = data.draw(st.integers(0, len(held)) | st.integers(max(0, len(held) - 9000), len(held)))
    gone = data.draw(st.integers(0, 40))
    held[at : at + gone] = data.draw(st.binary(max_size=40))
    path = tmp_path / "log.zip"
    path.write_bytes(held)
    one, other = both(path)
    assert one == other


def test_however_an_archive_was_packed_again_both_ways_say_the_same(export: bytes, tmp_path: Path) -> None:
    path = tmp_path / "log.zip"
    for said, archive in tampering.repackings(export):
        path.write_bytes(archive)
        one, other = both(path)
        assert one == other, said


def lists(manifest: bytes) -> list[bytes]:
    """The list of files in other ways, some of them as good JSON as ours."""
    told = cast("dict[str, Any]", json.loads(manifest))
    first, second, *more = told["files"]
    changed: list[dict[str, Any]] = [
        {**told, "files": []},
        {**told, "files": None},
        {**told, "files": {"a": []}},
        {**told, "files": [first]},
        {**told, "files": [second, first, *more]},
        {**told, "files": [first, first, second, *more]},
        {**told, "files": [first, second, *more, {**first, "bytes": 7}]},
        {**told, "files": [{**first, "bytes": -1}, second, *more]},
        {**told, "files": [{**first, "bytes": str(first["bytes"])}, second, *more]},
        {**told, "files": [{**first, "bytes": "9" * 30}, second, *more]},
        {**told, "files": [{**first, "name": 'a"b'}, second, *more]},
        {**told, "files": [{**first, "name": "ä"}, second, *more]},
        {**told, "files": [{**first, "name": MANIFEST}, second, *more]},
        {**told, "files": [{**first, "sha256": "no"}, second, *more]},
        {**told, "files": [{**first, "more": 1}, second, *more]},
        {**told, "files": [*told["files"], *({**first, "name": f"n/{no}"} for no in range(3000))]},
        {**told, "bot": {"a": 1, "files": told["files"]}, "files": []},
        {**told, "community": ',"files":[{"bytes":1,"name":"a","sha256":"ab"}]'},
        {**told, "community": "x" * 200_000},
        {**told, "zone": "x" * 200_000},
        {key: value for key, value in told.items() if key != "files"},
        {"files": told["files"]},
    ]
    spelled = [content for _, content in spelled_anew(MANIFEST, manifest)]
    cut = [manifest[:length] for length in range(0, len(manifest), 97)]
    return [*(canonical(one) for one in changed), *spelled, *cut, manifest + b" ", b""]


def test_whatever_the_list_of_files_says_both_ways_say_the_same(export: bytes, tmp_path: Path) -> None:
    """Also where it is signed anew by whoever has the key, so that only what it says can be wrong."""
    held = tampering.members(export)
    key = SignerKey(json.loads(held[MANIFEST])["origin"], tampering_key())
    path, seen = tmp_path / "log.zip", set[str]()
    for manifest in lists(held[MANIFEST]):
        signature = signature_of(manifest, key).encode()
        path.write_bytes(tampering.packed_again({**held, MANIFEST: manifest, SIGNATURE: signature}.items()))
        one, other = both(path)
        assert one == other, manifest[:400]
        seen.add(one.lines[-1])
    assert len(seen) > 8, seen


def test_a_list_that_lists_itself_is_of_a_file_that_is_missing(export: bytes, tmp_path: Path) -> None:
    held = tampering.members(export)
    told = json.loads(held[MANIFEST])
    told["files"].append({**told["files"][0], "name": MANIFEST})
    signature = signature_of(canonical(told), SignerKey(told["origin"], tampering_key())).encode()
    path = tmp_path / "log.zip"
    path.write_bytes(tampering.packed_again({**held, MANIFEST: canonical(told), SIGNATURE: signature}.items()))
    assert check(path, Asked()).lines[-1] == f"Incomplete: The export lacks {MANIFEST}."


def tampering_key() -> bytes:
    from codesign_bot.testing.world import LOG_KEY  # noqa: PLC0415 # only a forger needs it

    return LOG_KEY.seed


def test_what_is_needed_is_missed_in_both_ways(export: bytes, tmp_path: Path) -> None:
    held, path = tampering.members(export), tmp_path / "log.zip"
    for name in NEEDED:
        path.write_bytes(tampering.packed_again([(one, content) for one, content in held.items() if one != name]))
        one, other = both(path)
        assert (one, one.lines[-1]) == (other, f"Incomplete: The export lacks {name}.")


def test_files_of_an_archive_are_closed_after_the_check(
    export: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, real = list[IO[bytes]](), Packed.read

    def reading(file: IO[bytes], aside: Aside) -> Packed | None:
        opened.append(file)
        return real(file, aside)

    (tmp_path / "log.zip").write_bytes(export)
    monkeypatch.setattr(Packed, "read", reading)
    assert check(tmp_path / "log.zip", Asked()).verdict is Verdict.INTACT
    assert [file.closed for file in opened] == [True]
