"""The command: every end has its status and calm words, and an export is what the store holds."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

from codesign_bot import app, cli
from codesign_bot.config import Config
from codesign_bot.core.content import Content
from codesign_bot.core.events import ParticipantJoined, TopicSuggested
from codesign_bot.core.ids import CommunityId, ContentId, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.errors import (
    ConfigError,
    Damaged,
    NotAllowed,
    PlatformTrouble,
    PromptError,
    StoreTrouble,
    Unreachable,
)
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.note import SignerKey, VerifierKey
from codesign_bot.log.tree import EMPTY_ROOT
from codesign_bot.logging_setup import OURS
from codesign_bot.records import Community, Found, Place, Reads, Recorded, RoundPlace, Row, Words
from codesign_bot.store.sqlite import SqliteStore

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture(autouse=True)
def nothing_stays_set_up() -> Iterator[None]:
    """A command sets up logging for its whole process, which here is everybody's."""
    root = logging.getLogger()
    kept = root.handlers[:], root.level, sys.excepthook, threading.excepthook, sys.unraisablehook
    levels = {name: logging.getLogger(name).level for name in OURS}
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:], level, sys.excepthook, threading.excepthook, sys.unraisablehook = kept
    root.setLevel(level)
    for name, one in levels.items():
        logging.getLogger(name).setLevel(one)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The example, with the secret it asks for."""
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    secret = tmp_path / "matrix-password"
    secret.write_text("hunter2-hunter2\n", encoding="utf-8")
    secret.chmod(0o600)
    return path


@pytest.fixture
def run(config: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with the configuration, in this process."""

    def run_command(*arguments: str | Path) -> Ended:
        name, *rest = arguments
        status = cli.main([str(name), "--config", str(config), *map(str, rest)])
        said = capsys.readouterr()
        return Ended(status, said.out, said.err)

    return run_command


# --- words and statuses ----------------------------------------------------------------------------------


def ended(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> Ended:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    said = capsys.readouterr()
    assert isinstance(caught.value.code, int)
    return Ended(caught.value.code, said.out, said.err)


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(["--version"], capsys) == Ended(0, f"codesign-bot {version('codesign-bot')}\n", "")


COMMANDS = ("run", "check-config", "doctor", "log-key", "export", "publish", "backup", "restore", "check")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    shown = ended(["--help"], capsys)
    assert shown.status == 0
    for command in COMMANDS:
        assert re.search(rf"^    {command}\s+[A-Z]", shown.out, re.MULTILINE)


@pytest.mark.parametrize(
    "command", ["run", "check-config", "doctor", "log-key", "export", "publish", "backup", "restore", "check"]
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = ended([command, "--help"], capsys)
    assert shown.status == 0
    assert "--config FILE" in shown.out


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["dance"],
        ["run", "--confg", "x"],
        ["export"],
        ["publish"],
        ["run", "extra"],
        ["export", "4", "--out"],
        ["backup"],
        ["restore"],
        ["check", "x"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_ends_with_2_and_its_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    shown = ended(wrong, capsys)
    assert shown.status == 2
    assert shown.err.startswith("usage: codesign-bot")
    assert shown.out == ""


def test_the_command_is_installed_under_its_name() -> None:
    (found,) = entry_points(group="console_scripts", name="codesign-bot")
    assert found.load() is cli.main


# --- check-config ----------------------------------------------------------------------------------------


def test_a_right_configuration_is_told_to_be_one(run: Run, config: Path) -> None:
    shown = run("check-config")
    assert shown.status == 0
    assert shown.err == ""
    first, second, third = shown.out.splitlines()
    assert first == f"{config} can be used."
    assert second.startswith("Languages: de, en")
    assert "community" in second
    assert "practice" in second
    assert third.startswith("Kept, in days: events 180, messages 30,")


def test_checking_makes_nothing(run: Run, config: Path) -> None:
    before = sorted(config.parent.iterdir())
    run("check-config")
    assert sorted(config.parent.iterdir()) == before


def test_a_warning_is_said_and_is_no_mistake(run: Run, config: Path) -> None:
    (config.parent / "matrix-password").chmod(0o644)
    shown = run("check-config")
    assert shown.status == 0
    assert shown.err.startswith("Careful: ")
    assert "chmod 600" in shown.err


def test_every_mistake_of_the_configuration_is_said_at_once(run: Run, config: Path) -> None:
    text = (
        config.read_text(encoding="utf-8")
        .replace("homeserver =", "homesever =")
        .replace("max_rooms = 200", "max_rooms = 0")
    )
    config.write_text(text, encoding="utf-8")
    shown = run("check-config")
    assert shown.status == 2
    assert shown.out == ""
    for said in (
        "matrix.homesever: is unknown",
        "matrix.homeserver: is missing",
        "matrix.max_rooms: must be 1 or more",
    ):
        assert said in shown.err


@pytest.mark.parametrize(
    ("old", "new"), [('template = "community"', 'template = "comunity"'), ('language = "en"', 'language = "tlh"')]
)
def test_a_default_that_does_not_exist_is_a_mistake(run: Run, config: Path, old: str, new: str) -> None:
    text = config.read_text(encoding="utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")
    shown = run("check-config")
    assert shown.status == 2
    assert f"defaults.{old.partition(' ')[0]}" in shown.err


def test_a_broken_template_of_the_operator_is_named(run: Run, config: Path) -> None:
    folder = config.parent / "templates"
    folder.mkdir()
    (folder / "ours.toml").write_text("seconders = 0", encoding="utf-8")
    config.write_text(
        config.read_text(encoding="utf-8").replace('# directory = "templates"', 'directory = "templates"'),
        encoding="utf-8",
    )
    shown = run("check-config")
    assert shown.status == 2
    assert "ours.toml" in shown.err
    assert "seconders: must be 1 or more" in shown.err


def test_a_missing_configuration_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["run", "--config", str(tmp_path / "nowhere.toml")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'nowhere.toml'}: there is no such file\n"


# --- run and doctor --------------------------------------------------------------------------------------


def test_run_hands_the_configuration_over_and_ends_well(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Config] = []

    async def stand_in(config: Config) -> None:
        given.append(config)
        await asyncio.sleep(0)

    monkeypatch.setattr(app, "run", stand_in)
    assert run("run").status == 0
    assert given[0].matrix is not None
    assert given[0].matrix.account == "@codesign:example.org"


@pytest.mark.parametrize("status", [0, 1])
def test_the_doctor_decides_how_its_command_ends(run: Run, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    async def stand_in(_config: Config) -> int:
        return status

    monkeypatch.setattr(app, "doctor", stand_in)
    assert run("doctor").status == status


FORESEEN = [
    (ConfigError("store: in use by another codesign-bot"), 2),
    (PromptError("ideas.ftl:3: no such text"), 2),
    (StoreTrouble("the store is closing"), 1),
    (Damaged("the file is damaged: restore the newest backup"), 1),
    (PlatformTrouble("no answer"), 1),
    (Unreachable("no answer", 3.0), 1),
    (NotAllowed("the token is not valid any more"), 3),
]


@pytest.mark.parametrize(("trouble", "status"), FORESEEN, ids=lambda one: type(one).__name__)
def test_a_trouble_is_said_in_its_own_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, trouble: Exception, status: int
) -> None:
    async def stand_in(_config: Config) -> None:
        raise trouble

    monkeypatch.setattr(app, "run", stand_in)
    assert run("run") == Ended(status, "", f"{trouble}\n")


@pytest.mark.parametrize(("trouble", "status"), FORESEEN, ids=lambda one: type(one).__name__)
def test_a_trouble_inside_a_group_is_found(
    run: Run, monkeypatch: pytest.MonkeyPatch, trouble: Exception, status: int
) -> None:
    async def stand_in(_config: Config) -> None:
        raise ExceptionGroup("tasks", [ExceptionGroup("inner", [trouble])])

    monkeypatch.setattr(app, "run", stand_in)
    assert run("run") == Ended(status, "", f"{trouble}\n")


def test_of_several_troubles_the_one_that_only_an_operator_can_heal_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stand_in(_config: Config) -> None:
        troubles = [Unreachable("no answer"), NotAllowed("the token is not valid any more"), StoreTrouble("closing")]
        raise ExceptionGroup("tasks", troubles)

    monkeypatch.setattr(app, "run", stand_in)
    assert run("run") == Ended(3, "", "the token is not valid any more\n")


def test_what_nobody_foresaw_is_an_incident_and_not_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "my neighbour drinks"

    async def stand_in(_config: Config) -> None:
        raise KeyError(words)

    monkeypatch.setattr(app, "run", stand_in)
    shown = run("run")
    assert shown.status == 1
    assert "Traceback" not in shown.err
    assert "neighbour" not in shown.err
    *logged, last = shown.err.splitlines()
    found = re.fullmatch(r"Something went wrong that we did not foresee\. It is in the log as incident (\w+)\.", last)
    assert found
    assert f"incident {found[1]}" in logged[0]
    assert logged[-1].strip() == "KeyError"


def test_a_keyboard_interrupt_ends_calmly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stand_in(_config: Config) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "run", stand_in)
    assert run("run") == Ended(1, "", "Stopped.\n")


def test_a_warning_of_the_configuration_stands_in_the_log_of_a_run(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stand_in(_config: Config) -> None:
        pass

    monkeypatch.setattr(app, "run", stand_in)
    (config.parent / "matrix-password").chmod(0o644)
    assert "WARNING codesign_bot.cli: " in run("run").err


def test_the_module_is_the_command(config: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "codesign_bot", "check-config", "--config", config],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert shown.returncode == 0, shown.stderr
    assert "can be used" in shown.stdout


def test_ctrl_c_in_a_terminal_ends_without_a_traceback(config: Path) -> None:
    """Also where the bot itself does not listen for it yet."""
    command = [sys.executable, "-c", WAITING, str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (1, "Stopped.\n")


WAITING = """
import asyncio, sys
from codesign_bot import app, cli

async def run(config):
    print("ready", flush=True)
    await asyncio.sleep(30)

app.run = run
sys.exit(cli.main(["run", "--config", sys.argv[1]]))
"""


# --- export ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Write:
    rows: Sequence[Row]
    reads: Reads = field(default_factory=Reads)

    def decide(self, found: Found) -> Sequence[Row]:
        return self.rows

    def committed(self) -> None:
        pass


def round_rows(round_id: str, topic: int, words: str, community: str = "community-1") -> list[Row]:
    round_, home = RoundId(round_id), CommunityId(community)
    content = Content(ContentId(f"content-{round_id}"), "0" * 64)
    person = PersonId("person-ada")
    until = NOW + timedelta(days=14)
    return [
        Community(home, "The park", "Europe/Berlin", "en"),
        Words(content.id, round_, person, NOW, b"s" * 32, words),
        Recorded(round_, 1, TopicSuggested(NOW, round_, home, TopicNo(topic), person, content, until)),
        Recorded(round_, 2, ParticipantJoined(NOW, person, is_organiser=False)),
        RoundPlace(round_, home, TopicNo(topic), Place("matrix", "!a:example.org"), Phase.PROPOSED),
    ]


@pytest.fixture
def keep(config: Path) -> Callable[[list[Row]], None]:
    """Put rows into the store that the configuration names."""

    async def put(rows: list[Row]) -> None:
        async with SqliteStore.open(config.parent / "codesign.sqlite3") as store:
            await store.apply(Write(rows))

    return lambda rows: asyncio.run(put(rows))


Keep = Callable[[list[Row]], None]


def test_an_export_writes_both_files_and_says_where(run: Run, keep: Keep, tmp_path: Path) -> None:
    keep(round_rows("r-7f3a", 4, "The park is dark"))
    out = tmp_path / "out"
    out.mkdir()
    shown = run("export", "4", "--out", out)
    assert shown.status == 0, shown.err
    lines, record = (Path(line) for line in shown.out.splitlines())
    assert sorted(out.iterdir()) == [lines, record]
    assert (lines.name, record.name) == ("round-4-r-7f3a.jsonl", "round-4-r-7f3a.md")
    header, *events = map(json.loads, lines.read_text(encoding="utf-8").splitlines())
    assert header["round"] == "r-7f3a"
    assert [event["event"] for event in events] == ["TopicSuggested", "ParticipantJoined"]
    assert record.read_text(encoding="utf-8").startswith("# Topic 4: “The park is dark”\n")


def test_a_round_is_found_by_its_id_too_and_written_here_by_default(
    run: Run, keep: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(round_rows("r-7f3a", 4, "The park is dark"))
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert run("export", "r-7f3a").status == 0
    assert {path.name for path in here.iterdir()} == {"round-4-r-7f3a.jsonl", "round-4-r-7f3a.md"}


def own_texts(config: Path, texts: str) -> None:
    """Give the community words of its own."""
    words = config.parent / "words" / "en"
    words.mkdir(parents=True)
    (words / "ours.ftl").write_text(texts, encoding="utf-8")
    whole = config.read_text(encoding="utf-8")
    config.write_text(whole.replace("[prompts]", '[prompts]\ndirectory = "words"'), encoding="utf-8")


def test_the_record_is_told_in_the_communitys_own_words_and_in_a_language_that_is_there(
    run: Run, keep: Keep, config: Path, tmp_path: Path
) -> None:
    """A language that has no texts any more gives way to the default one."""
    own_texts(config, "record-people = We who were there\n")
    keep([*round_rows("r-1", 4, "The park"), Community(CommunityId("community-1"), "The park", "Europe/Berlin", "tlh")])
    assert run("export", "4", "--out", tmp_path).status == 0
    record = (tmp_path / "round-4-r-1.md").read_text(encoding="utf-8")
    assert "\n## We who were there\n" in record
    assert "\n## What happened when\n" in record


def test_an_export_with_broken_texts_names_the_line_and_writes_nothing(
    run: Run, keep: Keep, config: Path, tmp_path: Path
) -> None:
    own_texts(config, "record-people = { $nobody }\n")
    keep(round_rows("r-1", 4, "The park"))
    shown = run("export", "4", "--out", tmp_path)
    assert shown.status == 2
    assert "ours.ftl:1: record-people" in shown.err
    assert not list(tmp_path.glob("round-*"))


def test_exporting_again_replaces_the_files(run: Run, keep: Keep, tmp_path: Path) -> None:
    keep(round_rows("r-7f3a", 4, "The park is dark"))
    for _ in range(2):
        assert run("export", "4", "--out", tmp_path).status == 0
    assert len(list(tmp_path.glob("round-*"))) == 2


def test_a_topic_number_that_several_communities_have_is_asked_back(run: Run, keep: Keep, tmp_path: Path) -> None:
    keep(round_rows("r-1", 4, "The park") + round_rows("r-2", 4, "The river", "community-2"))
    shown = run("export", "4", "--out", tmp_path)
    assert shown.status == 2
    assert "Several communities have a topic 4" in shown.err
    assert "topic 4 of community-1, proposed: r-1" in shown.err
    assert "topic 4 of community-2, proposed: r-2" in shown.err
    assert not list(tmp_path.glob("round-*"))
    assert run("export", "r-2", "--out", tmp_path).status == 0


def test_a_round_that_is_not_there_is_answered_with_those_that_are(run: Run, keep: Keep, tmp_path: Path) -> None:
    keep(round_rows("r-1", 4, "The park"))
    shown = run("export", "5", "--out", tmp_path)
    assert (shown.status, shown.err) == (
        2,
        "There is no round 5. There are:\n  topic 4 of community-1, proposed: r-1\n",
    )


def test_in_an_empty_store_there_is_no_round(run: Run, keep: Keep) -> None:
    keep([])
    shown = run("export", "5")
    assert (shown.status, shown.err) == (2, "There is no round 5. There is none yet.\n")


def test_without_a_database_nothing_is_made(run: Run, config: Path) -> None:
    shown = run("export", "4")
    assert shown.status == 2
    assert shown.err.startswith("store.path: there is no database at ")
    assert not (config.parent / "codesign.sqlite3").exists()


def test_a_folder_that_is_not_there_is_not_made(run: Run, keep: Keep, tmp_path: Path) -> None:
    keep(round_rows("r-1", 4, "The park"))
    shown = run("export", "4", "--out", tmp_path / "nowhere")
    assert (shown.status, shown.err) == (2, f"--out: there is no folder {tmp_path / 'nowhere'}\n")


def test_no_round_can_choose_a_path_by_its_id(run: Run, keep: Keep, tmp_path: Path) -> None:
    keep(round_rows("../../etc/passwd", 4, "The park"))
    out = tmp_path / "out"
    out.mkdir()
    assert run("export", "4", "--out", out).status == 0
    assert {path.name for path in out.iterdir()} == {f"round-4-------etc-passwd.{end}" for end in ("jsonl", "md")}


def test_a_folder_that_cannot_be_written_to_ends_calmly(run: Run, keep: Keep, tmp_path: Path) -> None:
    keep(round_rows("r-1", 4, "The park"))
    (tmp_path / "round-4-r-1.jsonl").mkdir()
    shown = run("export", "4", "--out", tmp_path)
    assert shown.status == 1
    assert "Traceback" not in shown.err
    assert "cannot be written" in shown.err


# --- the key of the log ----------------------------------------------------------------------------------


@pytest.fixture
def log_key(config: Path) -> SignerKey:
    """The key of an installation that has been started once."""
    key = SignerKey("codesign-bot", bytes(range(32)))
    path = config.parent / "log-key"
    path.write_text(f"{key.text()}\n", encoding="ascii")
    path.chmod(0o600)
    return key


def test_the_key_of_each_communitys_log_is_printed_and_never_the_private_part(
    run: Run, keep: Keep, log_key: SignerKey
) -> None:
    keep([*round_rows("r-1", 1, "One", "0123456789abcdef"), *round_rows("r-2", 1, "Two", "fedcba9876543210")])
    shown = run("log-key")
    assert (shown.status, shown.err) == (0, "")
    read = [VerifierKey.parsed(line) for line in shown.out.splitlines()]
    assert {one.name for one in read} == {"codesign-bot/0123456789abcdef", "codesign-bot/fedcba9876543210"}
    note = Checkpoint(read[0].name, 0, EMPTY_ROOT).signed([log_key.named(read[0].name)])
    assert Checkpoint.checked(note, read[0].name, [read[0]]).size == 0
    assert log_key.text().rpartition("+")[2] not in shown.out
    assert "PRIVATE" not in shown.out


def test_without_a_community_there_is_no_log_and_without_a_start_no_key(
    run: Run, keep: Keep, config: Path, request: pytest.FixtureRequest
) -> None:
    shown = run("log-key")
    path = config.parent / "log-key"
    said = f"log.key_file: there is no key at {path} yet; the first start makes it\n"
    assert (shown.status, shown.out, shown.err) == (2, "", said)
    assert not path.exists()
    request.getfixturevalue("log_key")
    assert run("log-key").err == "There is no community yet, so there is no log to check either.\n"
    keep([])
    ended = run("log-key")
    assert (ended.status, ended.out) == (0, "")
    # The first store that a process opens may tell of an old SQLite above it.
    assert ended.err.endswith("There is no community yet, so there is no log to check either.\n")


@pytest.mark.parametrize("command", ["check-config", "log-key"])
def test_a_key_that_others_can_read_is_told_before_the_bot_runs(
    run: Run, config: Path, log_key: SignerKey, command: str
) -> None:
    (config.parent / "log-key").chmod(0o640)
    shown = run(command)
    assert (shown.status, shown.out) == (2, "")
    assert shown.err.startswith("log.key_file: others on this machine can read ")


def test_the_first_start_makes_the_key_before_any_platform_is_opened(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_: object) -> list[object]:
        assert (config.parent / "log-key").exists()
        raise ConfigError("no further")

    monkeypatch.setattr(app, "open_platforms", opened)
    for _ in range(2):
        assert run("run").err.endswith("no further\n")
    assert run("check-config").status == 0
    key = SignerKey.parsed((config.parent / "log-key").read_text(encoding="ascii").rstrip())
    assert key.name == "codesign-bot"
    assert len(set(key.seed)) > 10, "chance made it"
