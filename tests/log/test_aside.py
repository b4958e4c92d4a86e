"""What has to wait on the disk comes back as it was, is gone afterwards, and a full disk is said in a sentence."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.log import aside as module
from codesign_bot.log.aside import AT_HAND, Aside, Shelf

needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="says which files a process holds")


@pytest.fixture
def aside() -> Iterator[Aside]:
    with Aside() as made:
        yield made


def shelf(aside: Aside) -> Shelf[list[object]]:
    return Shelf(aside, list, list)


def at_hand(held: Shelf[list[object]]) -> int:
    return len(getattr(held, "_at_hand"))  # noqa: B009 # nobody else may look at it


# --- shelves ---------------------------------------------------------------------------------------------


def test_every_value_comes_back_as_it_was_and_only_some_are_at_hand(aside: Aside) -> None:
    held = shelf(aside)
    for no in range(5 * AT_HAND):
        held.put(str(no), [no, "words", None, True, {"a": [1]}])
        assert at_hand(held) <= AT_HAND
    for no in (0, 5 * AT_HAND - 1, 7, 7, 3 * AT_HAND):
        assert held.get(str(no)) == [no, "words", None, True, {"a": [1]}]
    assert held.get("nobody") is None
    assert [one[0] for one in held.values()] == list(range(5 * AT_HAND))
    assert at_hand(held) == 0


def test_what_is_changed_in_a_value_that_was_asked_for_is_kept(aside: Aside) -> None:
    held = shelf(aside)
    for no in range(3 * AT_HAND):
        held.put(str(no), [no])
    for no in range(3 * AT_HAND):
        found = held.get(str(no))
        assert found is not None
        found.append("changed")
    assert all(one[1:] == ["changed"] for one in held.values())


def test_two_shelves_have_nothing_in_common(aside: Aside) -> None:
    one, other = shelf(aside), shelf(aside)
    one.put("a", [1])
    other.put("a", [2])
    assert [*one.values(), *other.values()] == [[1], [2]]
    one.drop("a")
    assert (one.get("a"), other.get("a")) == (None, [2])


STEPS = st.lists(st.tuples(st.sampled_from(["put", "get", "drop", "values"]), st.sampled_from("abcdefgh")), max_size=60)


@given(STEPS)
def test_a_shelf_is_a_mapping_in_the_order_in_which_names_came(steps: list[tuple[str, str]]) -> None:
    with pytest.MonkeyPatch.context() as patch, Aside() as aside:
        patch.setattr(module, "AT_HAND", 3)
        held, model = shelf(aside), dict[str, list[object]]()
        for at, (step, name) in enumerate(steps):
            match step:
                case "put":
                    held.put(name, [at])
                    model[name] = [at]
                case "get":
                    assert held.get(name) == model.get(name)
                case "drop":
                    held.drop(name)
                    model.pop(name, None)
                case _:
                    assert list(held.values()) == list(model.values())
            assert at_hand(held) <= 3
        assert list(held.values()) == list(model.values())


# --- the disk --------------------------------------------------------------------------------------------


def filled(aside: Aside) -> None:
    """More than stays in memory."""
    aside.do("CREATE TABLE many (held BLOB)")
    aside.do_all("INSERT INTO many VALUES (?)", ((os.urandom(4000),) for _ in range(2 * module.PAGES)))


def waiting() -> list[str]:
    """The files of this process that SQLite made for itself, as the kernel calls them."""
    found: list[str] = []
    for one in Path("/proc/self/fd").iterdir():
        try:
            name = os.readlink(one)  # noqa: PTH115 # a Path would take " (deleted)" for part of a name
        except OSError:
            continue
        if "etilqs_" in name:
            found.append(name)
    return found


@needs_proc
def test_what_waits_is_on_the_disk_without_a_name_and_gone_after_an_exception() -> None:
    class Stop(Exception):
        pass

    def work() -> None:
        with Aside() as aside:
            filled(aside)
            assert [name.endswith(" (deleted)") for name in waiting()] == [True]
            raise Stop

    with pytest.raises(Stop):
        work()
    assert waiting() == []


def test_it_can_be_let_go_of_twice_and_then_refuses(aside: Aside) -> None:
    aside.close()
    aside.close()
    for asked in (lambda: aside.do("SELECT 1"), lambda: aside.one("SELECT 1"), lambda: list(aside.rows("SELECT 1"))):
        with pytest.raises(OSError, match="temporary files cannot be kept") as caught:
            asked()
        assert caught.value.errno == errno.EIO


def kept_in_rows(aside: Aside) -> None:
    aside.do("CREATE TABLE kept (held BLOB)")
    for _ in range(100):
        aside.do("INSERT INTO kept VALUES (?)", bytes(4000))


def kept_on_a_shelf(aside: Aside) -> None:
    held = shelf(aside)
    for no in range(3 * AT_HAND):
        held.put(str(no), ["words" * 100])


@pytest.mark.parametrize("work", [filled, kept_in_rows, kept_on_a_shelf])
def test_a_full_disk_is_an_error_of_the_system_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, work: Callable[[Aside], None]
) -> None:
    monkeypatch.setattr(module, "SET_UP", (*module.SET_UP, "PRAGMA max_page_count = 20"))
    with Aside() as aside, pytest.raises(OSError, match="no room is left in the folder for temporary files") as caught:
        work(aside)
    assert caught.value.errno == errno.ENOSPC
    assert caught.value.filename is None


def test_a_store_that_cannot_even_be_set_up_is_the_same_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SET_UP", ("this is no SQL",))
    with pytest.raises(OSError, match="temporary files cannot be kept"):
        Aside()


@needs_proc
@pytest.mark.skipif(sys.platform != "linux", reason="reads what the kernel says of memory")
def test_in_memory_are_no_more_pages_than_it_may_have() -> None:
    def memory() -> int:
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024

    with Aside() as aside:
        filled(aside)
        before = memory()
        aside.do_all("INSERT INTO many VALUES (?)", ((bytes(4000),) for _ in range(20 * module.PAGES)))
        assert memory() - before < 2 * module.PAGES * 4096  # ten times as much was written
