"""The log: readable for people and programs, and no secret, no forged line and nobody's words in it."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.config import Level, LoggingConfig, Secret
from codesign_bot.errors import StoreTrouble
from codesign_bot.logging_setup import OURS, Redactor, set_up_logging

PASSWORD = 'correct "horse" battery/staple'

TOKENS = {
    "synapse": "syt_Y29kZXNpZ24_abcdefghijkl_0a1b2c",
    "synapse refresh": "syr_abcdefghijklmnop_0a1b2c",
    "authentication service": "mat_aBcDeFgHiJkLmNoPqRsTuVwX_yZ0123",
    "bearer": "Bearer abcdefghijklmnop.qrstuv-wx",
    "in an address": "access_token=QGNvZGVzaWduOmV4YW1wbGU",
    "in JSON": '"access_token": "QGNvZGVzaWduOmV4YW1wbGU"',
    "in a Python dict": "{'password': 'QGNvZGVzaWduOmV4YW1wbGU'}",
    "quoted twice": "access_token%3DQGNvZGVzaWduOmV4YW1wbGU",
    "a header": "Authorization: Basic QGNvZGVzaWduOmV4YW1wbGU=",
    "discord": "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
    "discord header": "Authorization: Bot MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
    "webhook": "https://discord.com/api/webhooks/1234567890/QGNvZGVzaWduOmV4YW1wbGU",
    "interaction": "https://discord.com/api/v10/interactions/12345/aW50ZXJhY3Rpb246MTIz/callback",
    "a password in an address": "https://bot:QGNvZGVzaWduOmV4YW1wbGU@example.org/x",
    "the key of the log": "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
    "the key in an address": "PRIVATE%2BKEY%2BPeterNeumann%2Bc74f20a3%2BAYEKFALVFGyNhPJEMzD1QIDr%2BY7hfZx09iUvxdXHKDFz",
    "the operator's password": PASSWORD,
}
TELLING = (
    "Y29kZXNpZ24",
    "abcdefghijkl",
    "aBcDeFgHiJkL",
    "QGNvZGVzaWduOmV4YW1wbGU",
    "MTk4NjIyNDgzNDcx",
    "ZnCjm1XVW7vRze",
    "aW50ZXJhY3Rpb24",
    "AYEKFALVFGyN",
    "Y7hfZx09iUvxd",
    "horse",
)
"""Parts of the secrets above that must not be left over."""


@dataclass
class Log:
    """A log that was set up, and what is in it."""

    stream: io.StringIO

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


SetUp = Callable[..., Log]


@pytest.fixture
def set_up() -> Iterator[SetUp]:
    """Set up logging as a process would, and put everything back afterwards."""
    root = logging.getLogger()
    kept = root.handlers[:], root.level, sys.excepthook, threading.excepthook, sys.unraisablehook
    levels = {name: logging.getLogger(name).level for name in OURS}

    def make(level: Level = Level.INFO, *, as_json: bool = False) -> Log:
        stream = io.StringIO()
        set_up_logging(LoggingConfig(level, as_json), (Secret(PASSWORD),), stream)
        return Log(stream)

    yield make
    logging.captureWarnings(capture=False)
    root.handlers[:], level, sys.excepthook, threading.excepthook, sys.unraisablehook = kept
    root.setLevel(level)
    for name, one in levels.items():
        logging.getLogger(name).setLevel(one)


ours = logging.getLogger("codesign_bot.tests")
theirs = logging.getLogger("nio.tests")


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except type(error) as caught:
        return caught


def chained(first: Exception, second: Exception) -> BaseException:
    second.__cause__ = raised(first)
    return raised(second)


# --- secrets ---------------------------------------------------------------------------------------------


def in_the_message(secret: str) -> None:
    ours.error(f"it was {secret}")


def in_an_argument(secret: str) -> None:
    ours.error("it was %s and %r", secret, {"answer": secret})


def in_an_extra(secret: str) -> None:
    ours.error("said", extra={"answer": secret})


def in_an_error_of_ours(secret: str) -> None:
    ours.error("failed", exc_info=raised(StoreTrouble(f"no store at {secret}")))


def in_a_chained_error(secret: str) -> None:
    ours.error("failed", exc_info=chained(StoreTrouble(secret), StoreTrouble("then this")))


def in_a_group(secret: str) -> None:
    ours.error("failed", exc_info=raised(ExceptionGroup("several", [StoreTrouble(secret), ValueError(secret)])))


def in_an_error_of_the_system(secret: str) -> None:
    ours.error("failed", exc_info=raised(OSError(2, f"no such file: {secret}", secret)))


def in_a_library(secret: str) -> None:
    theirs.error("request %s", secret, exc_info=raised(ValueError(secret)))


def in_a_warning(secret: str) -> None:
    warnings.warn(secret, ResourceWarning, stacklevel=1)


def in_a_thread(secret: str) -> None:
    def fail() -> None:
        raise StoreTrouble(secret)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def in_the_whole_program(secret: str) -> None:
    error = raised(StoreTrouble(secret))
    sys.excepthook(type(error), error, error.__traceback__)


def in_a_destructor(secret: str) -> None:
    class Fragile:
        def __del__(self) -> None:
            raise StoreTrouble(secret)

    Fragile()


def in_a_task_that_nobody_waited_for(secret: str) -> None:
    async def failing() -> None:
        raise StoreTrouble(secret)

    async def whole() -> None:
        loop = asyncio.get_running_loop()
        loop.call_exception_handler(
            {"message": "Task exception was never retrieved\n" + secret, "exception": StoreTrouble(secret)}
        )
        with pytest.raises(StoreTrouble):
            await failing()

    asyncio.run(whole())


def in_the_name_of_a_logger(secret: str) -> None:
    logging.getLogger(f"codesign_bot.{secret}").error("hello")


def in_a_message_that_does_not_fit_its_arguments(secret: str) -> None:
    ours.error("%d dots", secret)


def in_an_argument_that_cannot_be_shown(secret: str) -> None:
    class Unspeakable:
        def __str__(self) -> str:
            raise ValueError(secret)

    ours.error("it was %s", Unspeakable())


WAYS = (
    in_a_message_that_does_not_fit_its_arguments,
    in_an_argument_that_cannot_be_shown,
    in_the_message,
    in_an_argument,
    in_an_extra,
    in_an_error_of_ours,
    in_a_chained_error,
    in_a_group,
    in_an_error_of_the_system,
    in_a_library,
    in_a_warning,
    in_a_thread,
    in_the_whole_program,
    in_a_destructor,
    in_a_task_that_nobody_waited_for,
    in_the_name_of_a_logger,
)


def test_a_line_that_cannot_be_written_is_named_by_its_place(set_up: SetUp, capsys: pytest.CaptureFixture[str]) -> None:
    log = set_up()
    ours.error("%d dots", "many")
    assert log.text.startswith("a line of the log could not be written: test_logging_setup.py:")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("as_json", [False, True], ids=["lines", "json"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("secret", TOKENS.values(), ids=TOKENS.keys())
@pytest.mark.filterwarnings("default::ResourceWarning")
def test_no_secret_gets_into_the_log_on_any_way(
    set_up: SetUp, secret: str, way: Callable[[str], None], *, as_json: bool
) -> None:
    log = set_up(Level.DEBUG, as_json=as_json)
    way(secret)
    assert log.text, "this way leads nowhere, so it shows nothing"
    for part in TELLING:
        assert part not in log.text


@pytest.mark.parametrize("secret", TOKENS.values(), ids=TOKENS.keys())
def test_every_secret_leaves_a_mark_where_it_was(secret: str) -> None:
    redacted = Redactor((Secret(PASSWORD),))(f"before {secret} after")
    assert "[secret]" in redacted
    assert redacted.startswith("before ")
    assert redacted.endswith(" after")


@pytest.mark.parametrize(
    "harmless",
    [
        "the token of the day is kindness",
        "round 4 moved to voting",
        "3 messages delayed for 12 s",
        "the password was changed",
        "https://matrix.example.org/_matrix/client/v3/sync",
        "@ada:example.org joined !abc:example.org",
        "2026-03-02T09:00:00.000Z",
        "rules 3f5c0e6b1d2a",
        "systems and materials",
        "the key PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW is for everybody",
        "a private key signs the log",
    ],
)
def test_what_is_no_secret_is_left_alone(harmless: str) -> None:
    assert Redactor((Secret(PASSWORD),))(harmless) == harmless


def test_a_secret_is_found_as_it_looks_in_an_address_in_json_and_in_python() -> None:
    redact = Redactor((Secret(PASSWORD),))
    for shown in (
        "correct%20%22horse%22%20battery%2Fstaple",
        json.dumps(PASSWORD),
        repr(PASSWORD),
        repr({"a": PASSWORD}),
    ):
        assert "horse" in shown
        assert "horse" not in redact(shown)


def test_a_secret_that_holds_another_is_taken_out_whole() -> None:
    assert Redactor((Secret("abcd"), Secret("abcdefgh")))("x abcdefgh y") == "x [secret] y"


def test_a_secret_too_short_to_be_one_does_not_tear_holes_into_words() -> None:
    assert Redactor((Secret("a"), Secret("")))("a banana") == "a banana"


@given(st.text(st.characters(codec="utf-8"), min_size=4, max_size=30), st.text(max_size=20), st.text(max_size=20))
def test_whatever_a_secret_looks_like_it_is_taken_out(secret: str, before: str, after: str) -> None:
    redacted = Redactor((Secret(secret),))(f"{before} {secret} {after}")
    assert secret not in redacted or secret in f"{before} [secret] {after}" or secret in "[secret]"


@given(st.text(max_size=200))
def test_taking_out_secrets_twice_changes_nothing_more(text: str) -> None:
    redact = Redactor()
    assert redact(redact(text)) == redact(text)


def test_a_long_text_is_searched_in_a_blink() -> None:
    redact = Redactor((Secret(PASSWORD),))
    for piece in ("a", "token=", "syt_", ".", "-", "bearer ", "://a", "password: "):
        redact(piece * (60_000 // len(piece)))


# --- people's words --------------------------------------------------------------------------------------

WORDS = "my neighbour drinks"


@pytest.mark.parametrize("as_json", [False, True], ids=["lines", "json"])
def test_what_a_library_says_never_gets_into_the_log(set_up: SetUp, *, as_json: bool) -> None:
    """nio quotes whole events where they do not validate, and aiosqlite its statements with what they store."""
    log = set_up(Level.DEBUG, as_json=as_json)
    theirs.warning("Error validating event: %s", WORDS)
    theirs.warning(f"Error validating event: {WORDS}")
    theirs.error("failed", exc_info=raised(ValueError(WORDS)))
    theirs.error("failed", extra={"event": WORDS})
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <%s>", WORDS)
    logging.getLogger("aiosqlite").debug("executing insert (%s)", WORDS)
    assert "neighbour" not in log.text
    assert len(log.text.splitlines()) >= 5
    assert "nio.tests" in log.text
    assert "test_logging_setup.py:" in log.text
    assert "Task exception was never retrieved" in log.text


def test_an_error_that_is_not_ours_is_named_by_its_kind_and_place_only(set_up: SetUp) -> None:
    log = set_up()
    ours.error("a look failed", exc_info=raised(KeyError(WORDS)))
    first, *below = log.text.splitlines()
    assert first.endswith("ERROR codesign_bot.tests: a look failed")
    assert below[-1] == "    KeyError"
    assert "in raised: raise error" in below[0]
    assert "neighbour" not in log.text


def test_an_error_of_ours_keeps_its_sentence_and_so_does_the_systems(set_up: SetUp) -> None:
    log = set_up()
    ours.error("failed", exc_info=raised(StoreTrouble("the disk is full")))
    ours.error("failed", exc_info=raised(FileNotFoundError(2, "No such file or directory", WORDS)))
    assert "    codesign_bot.errors.StoreTrouble: the disk is full\n" in log.text
    assert "    FileNotFoundError: No such file or directory\n" in log.text
    assert "neighbour" not in log.text


def test_what_led_to_an_error_is_told_first_and_once(set_up: SetUp) -> None:
    log = set_up()
    ours.error("failed", exc_info=chained(StoreTrouble("first"), StoreTrouble("second")))
    assert log.text.index("StoreTrouble: first") < log.text.index("StoreTrouble: second")
    assert log.text.count("StoreTrouble: first") == 1


def test_an_error_that_is_its_own_cause_is_told_once(set_up: SetUp) -> None:
    log = set_up()
    one, other = StoreTrouble("one"), StoreTrouble("other")
    one.__cause__, other.__cause__ = other, one
    ours.error("failed", exc_info=one)
    assert log.text.count("StoreTrouble: one") == 1


@pytest.mark.parametrize("value", [{"ballot": 1}, [1], object(), 2.5, timedelta(1)], ids=lambda v: type(v).__name__)
def test_an_event_names_plain_values_and_of_others_only_the_kind(set_up: SetUp, value: object) -> None:
    log = set_up()
    ours.info("counted", extra={"what": value})
    assert log.text.endswith(f"codesign_bot.tests: counted what={type(value).__name__}\n")


# --- form ------------------------------------------------------------------------------------------------


def test_a_line_for_people_has_time_level_place_and_facts(set_up: SetUp) -> None:
    log = set_up()
    ours.info("moved on", extra={"round": "r1", "late_s": 3, "is_practice": False, "reason": None})
    at, rest = log.text.split(" ", 1)
    assert datetime.fromisoformat(at).utcoffset() == timedelta(0)
    assert rest == "INFO codesign_bot.tests: moved on round=r1 late_s=3 is_practice=False reason=None\n"


def test_a_line_for_programs_is_one_json_object(set_up: SetUp) -> None:
    log = set_up(as_json=True)
    ours.info("moved on", extra={"round": "r1", "late_s": 3, "is_practice": False})
    ours.error("failed", exc_info=raised(StoreTrouble("no store")))
    moved, failed = log.entries
    assert datetime.fromisoformat(moved.pop("at")).utcoffset() == timedelta(0)
    assert moved == {
        "level": "info",
        "logger": "codesign_bot.tests",
        "message": "moved on",
        "round": "r1",
        "late_s": 3,
        "is_practice": False,
    }
    assert failed["exception"].splitlines()[-1] == "codesign_bot.errors.StoreTrouble: no store"
    assert "exception" not in moved


def test_a_fact_cannot_stand_in_for_the_level_or_the_message(set_up: SetUp) -> None:
    log = set_up(as_json=True)
    ours.warning("true", extra={"level": "info", "at": "never", "logger": "me"})
    (entry,) = log.entries
    assert (entry["level"], entry["message"], entry["logger"]) == ("warning", "true", "codesign_bot.tests")
    assert entry["at"] != "never"


@pytest.mark.parametrize("as_json", [False, True], ids=["lines", "json"])
def test_nobody_can_forge_a_line(set_up: SetUp, *, as_json: bool) -> None:
    log = set_up(as_json=as_json)
    ours.info("room %s", "x\n2026-01-01T00:00:00.000Z INFO codesign_bot: all is well\r\x1b[2K\u2028end")
    assert len(log.text.splitlines()) == 1
    assert "\x1b" not in log.text


@pytest.mark.parametrize(
    ("level", "heard"),
    [
        (Level.DEBUG, ["debug", "info", "warning", "error"]),
        (Level.INFO, ["info", "warning", "error"]),
        (Level.WARNING, ["warning", "error"]),
        (Level.ERROR, ["error"]),
    ],
)
def test_the_level_is_where_the_log_begins(set_up: SetUp, level: Level, heard: list[str]) -> None:
    log = set_up(level, as_json=True)
    for name in ("debug", "info", "warning", "error"):
        getattr(ours, name)("something")
    assert [entry["level"] for entry in log.entries] == heard


@pytest.mark.parametrize("level", [Level.DEBUG, Level.INFO])
def test_libraries_are_silent_below_a_warning_whatever_the_level(set_up: SetUp, level: Level) -> None:
    log = set_up(level)
    for library in ("nio", "aiohttp.client", "apscheduler.scheduler", "aiosqlite", "asyncio", "peewee"):
        logging.getLogger(library).debug("details")
        logging.getLogger(library).info("details")
    assert log.text == ""


def test_setting_up_again_replaces_what_was_there(set_up: SetUp) -> None:
    first, second = set_up(), set_up()
    ours.info("once")
    assert first.text == ""
    assert second.text.count("once") == 1
