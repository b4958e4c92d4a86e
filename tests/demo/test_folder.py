"""A demo has its folder for itself, and leaves in it nothing but results."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from codesign_bot.demo.folder import TRANSCRIPT, TROUBLE, taken
from codesign_bot.demo.trouble import DemoTrouble


def test_a_demo_without_results_leaves_no_folder(tmp_path: Path) -> None:
    with taken(tmp_path / "build" / "demo") as folder:
        (folder.data / "homeserver").mkdir()
        (folder.data / "homeserver" / "homeserver.db").write_bytes(b"x")
        assert folder.data.parent == tmp_path / "build" / "demo"
    assert list(tmp_path.iterdir()) == []


def test_folders_that_were_there_before_stay(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    with taken(tmp_path / "build" / "demo"):
        pass
    assert [one.name for one in tmp_path.iterdir()] == ["build"]
    assert list((tmp_path / "build").iterdir()) == []


def test_an_error_inside_leaves_no_folder_either(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), taken(tmp_path / "demo"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_results_stay_and_the_rest_goes(tmp_path: Path) -> None:
    with taken(tmp_path / "demo") as folder:
        folder.transcript.write_text("Ben: !join\n")
        (folder.data / "bot.db").write_bytes(b"x")
        places = folder.keep({"round-1.jsonl": b"{}\n", "round-1.md": b"# Round\n"})
        assert [one.name for one in places] == ["round-1.jsonl", "round-1.md", TRANSCRIPT]
    assert {one.name: one.read_bytes() for one in (tmp_path / "demo").iterdir()} == {
        "round-1.jsonl": b"{}\n",
        "round-1.md": b"# Round\n",
        TRANSCRIPT: b"Ben: !join\n",
    }


def test_newer_results_take_the_place_of_older_ones_and_an_end_without_results_keeps_them(tmp_path: Path) -> None:
    for words in ("first", "second"):
        with taken(tmp_path) as folder:
            folder.transcript.write_text(words)
            folder.keep({})
    with taken(tmp_path) as folder:
        folder.transcript.write_text("third")
    assert (tmp_path / TRANSCRIPT).read_text() == "second"
    assert not (tmp_path / "data").exists()


def test_a_file_name_from_the_chat_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    with taken(tmp_path / "demo") as folder:
        folder.transcript.touch()
        places = folder.keep({"../../escaped.md": b"x"})
    assert [one.parent for one in places] == [tmp_path / "demo"] * 2
    assert not (tmp_path / "escaped.md").exists()


def test_what_a_killed_demo_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "data" / "homeserver").mkdir(parents=True)
    (tmp_path / "data" / "homeserver" / "old.db").write_bytes(b"x")
    (tmp_path / TROUBLE).write_text("old trouble")
    with taken(tmp_path) as folder:
        assert list(folder.data.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with taken(tmp_path / "demo") as folder:
        (folder.data / "bot.db").write_bytes(b"mine")
        with pytest.raises(DemoTrouble, match="Another demo runs"), taken(tmp_path / "demo"):
            pytest.fail("the folder was taken twice")
        assert (folder.data / "bot.db").read_bytes() == b"mine"


def test_a_demo_that_was_killed_lets_go_of_its_folder(tmp_path: Path) -> None:
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom codesign_bot.demo.folder import taken\n"
        "with taken(Path(sys.argv[1])):\n    os._exit(9)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path / "demo")], check=False, timeout=60)
    assert ended.returncode == 9
    assert (tmp_path / "demo" / "data").exists()
    with taken(tmp_path / "demo"):
        pass
    assert not (tmp_path / "demo" / "data").exists()


def test_trouble_is_kept_with_the_logs_there_are(tmp_path: Path) -> None:
    with taken(tmp_path / "demo") as folder:
        (folder.data / "bot.log").write_text("the bot is at work")
        place = folder.keep_trouble([folder.data / "bot.log", folder.data / "none.log"], "ValueError: so")
    assert place.read_text() == "== the error\nValueError: so\n== bot.log\nthe bot is at work\n"


def test_a_program_that_is_just_ending_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remove, late = shutil.rmtree, ["homeserver.db-wal", "homeserver.log"]

    def removed_too_early(path: Path, *, ignore_errors: bool) -> None:
        remove(path, ignore_errors=ignore_errors)
        if late:
            path.mkdir()
            (path / late.pop()).write_bytes(b"x")

    with taken(tmp_path / "demo"):
        monkeypatch.setattr(shutil, "rmtree", removed_too_early)
    assert not late
    assert not (tmp_path / "demo").exists()
