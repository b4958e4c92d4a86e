"""Words go from everything that quotes them; what does not quote them is left alone to the byte."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.ids import CommunityId, ContentId, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.plain import from_plain, to_plain
from codesign_bot.records import (
    ANEW,
    Account,
    Anew,
    Community,
    Dialogue,
    Kind,
    Mended,
    Origin,
    Outgoing,
    Person,
    Place,
    Queued,
    RoundPlace,
    Row,
    TakenOut,
    Unlinked,
    Urgency,
    Words,
)
from codesign_bot.store.erasing import without
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.grep import forms, traces
from codesign_bot.testing.works import NOW, Change
from codesign_bot.traces import OWN, WHOLE, Quoting, Shown
from codesign_bot.view import Quote, Quoted, Rows, View, say
from codesign_bot.view import Row as Line

HOME = Community(CommunityId("home"), "Home", "UTC", "en")
HALL, DOOR = Place("test", "hall"), Place("test", "private ada")
ROUND, OTHER = RoundId("round"), RoundId("other")
ADA, BEN = PersonId("ada"), PersonId("ben")
ACCOUNT = Account("test", "@ada")
ONE, TWO = ContentId("content-1"), ContentId("content-2")
LATER = NOW + timedelta(days=9)
SECRET, OPEN = "lamps by the pond", "a dog run"


def view(*quoted: Quoted) -> str:
    lines = tuple(Line(one, no) for no, one in enumerate(quoted, 1))
    whole = View(say("heading", title=quoted[0]), (Rows(lines), Quote(quoted[-1], say("reason"))))
    return json.dumps(to_plain(whole), separators=(",", ":"), ensure_ascii=False)


BOTH = view(Quoted(SECRET, ONE), Quoted(OPEN, TWO))


def message(key: str, body: str = BOTH, kind: Kind = Kind.APPEND, place: Place = HALL) -> Outgoing:
    return Outgoing(key, kind, place, NOW, body, Urgency.ANNOUNCEMENT, ROUND)


def gone(*contents: ContentId) -> list[Row]:
    """As the service erases them."""
    erased = [Words(one, ROUND, ADA, NOW, None, None) for one in contents]
    return [*erased, TakenOut(contents, (ROUND,), '"stale"')]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    async with SqliteStore.open(tmp_path / "bot.db") as found:
        kept = [Words(ONE, ROUND, ADA, NOW, bytes(32), SECRET), Words(TWO, ROUND, BEN, NOW, bytes(32), OPEN)]
        known = Person(ACCOUNT, ADA, "Ada", DOOR)
        await found.apply(Change([HOME, RoundPlace(ROUND, HOME.id, TopicNo(1), HALL, Phase.IDEAS), known, *kept]))
        yield found


async def queued(store: SqliteStore) -> dict[str, Queued]:
    return {one.message.key: one for one in await store.outbox("test", LATER, 99)}


async def due(store: SqliteStore) -> list[str]:
    return sorted(one.key for one in await store.to_mend("test", 99))


async def said(store: SqliteStore, one: Outgoing, *contents: ContentId, as_: str = "$1") -> None:
    await store.apply(Change([one]))
    await store.sent(one.key, 1, as_, "", Shown((as_,), contents))


# --- what waits ------------------------------------------------------------------------------------------


def test_words_are_taken_out_wherever_they_stand_and_the_view_is_still_one() -> None:
    found = from_plain(View, json.loads(without(BOTH, json.dumps([ONE]))))
    assert found == from_plain(View, json.loads(view(Quoted(None, ONE), Quoted(OPEN, TWO))))
    assert SECRET not in without(BOTH, json.dumps([ONE]))
    assert OPEN in without(BOTH, json.dumps([ONE]))


@given(st.text(max_size=30))
def test_what_holds_none_of_the_contents_is_left_as_it_is(text: str) -> None:
    body = view(Quoted(text, TWO), Quoted(text))
    assert without(body, json.dumps(["another"])) == body
    assert without(body, "[]") == body


def test_an_id_that_only_looks_like_one_changes_nothing() -> None:
    """The words of somebody else may hold it."""
    body = view(Quoted(f"have a look at {ONE}", TWO))
    assert json.loads(without(body, json.dumps([ONE]))) == json.loads(body)


async def test_what_is_queued_or_parked_is_said_without_the_words(store: SqliteStore, tmp_path: Path) -> None:
    await store.apply(Change([message("queued"), message("parked"), message("other", view(Quoted(OPEN, TWO)))]))
    await store.parked("parked", "shut")
    other = (await queued(store))["other"]
    await store.apply(Change(gone(ONE)))
    await store.unpark(HALL)
    waiting = await queued(store)
    for key in ("queued", "parked"):
        assert SECRET not in waiting[key].message.body
        assert OPEN in waiting[key].message.body
    assert waiting["other"] == other
    assert traces(tmp_path, [SECRET]) == []


async def test_a_file_that_waits_becomes_a_word_about_it(store: SqliteStore, tmp_path: Path) -> None:
    whole = Outgoing(
        "file", Kind.FILE, HALL, NOW, "{}", Urgency.ANSWER, ROUND, file=("a.md", "text/plain", b"lamps by the pond")
    )
    await store.apply(Change([whole]))
    await store.apply(Change(gone(ONE)))
    [found] = (await queued(store)).values()
    assert (found.message.kind, found.message.body, found.message.file) == (Kind.APPEND, '"stale"', None)
    assert traces(tmp_path, [SECRET]) == []


async def test_what_the_same_batch_queues_is_said_without_the_words_too(store: SqliteStore) -> None:
    await store.apply(Change([*gone(ONE), message("behind")]))
    assert SECRET not in (await queued(store))["behind"].message.body


# --- what was said ---------------------------------------------------------------------------------------


async def test_what_was_said_with_the_words_is_due_and_nothing_else(store: SqliteStore) -> None:
    await said(store, message("with"), ONE, TWO)
    await said(store, message("without"), TWO, as_="$2")
    assert await due(store) == []
    await store.apply(Change(gone(ONE)))
    assert list(await store.to_mend("test", 9)) == [Quoting("with", HALL, ("$1",), ROUND)]
    assert await store.to_mend("other", 9) == []
    await store.apply(Change([Mended("with", HALL)]))
    assert await due(store) == []


async def test_what_is_known_of_a_message_outlives_the_message_in_the_outbox(store: SqliteStore) -> None:
    await said(store, message("with"), ONE)
    await store.apply(Change([Unlinked((BEN,), (), (HALL,), "")]))
    await store.apply(Change(gone(ONE)))
    assert await due(store) == ["with"]


async def test_a_card_counts_with_all_that_it_ever_showed(store: SqliteStore) -> None:
    card = message("card", "", Kind.CARD)
    await said(store, card, ONE)
    await store.apply(Change([card]))
    await store.sent("card", 2, "$1", "", Shown(("$1",), (TWO,)))
    await store.apply(Change(gone(ONE)))
    assert await due(store) == ["card"]


async def test_a_card_that_was_said_anew_counts_with_what_it_shows_now(store: SqliteStore) -> None:
    card = message("card", "", Kind.CARD)
    await said(store, card, ONE)
    await store.apply(Change([card]))
    await store.sent("card", 2, "$2", "", Shown(("$2",), (TWO,)))
    await store.apply(Change(gone(ONE)))
    assert await due(store) == []
    await store.apply(Change(gone(TWO)))
    assert [one.messages for one in await store.to_mend("test", 9)] == [("$2",)]


async def test_whole_rounds_in_files_are_due_with_any_words_of_the_round(store: SqliteStore) -> None:
    await said(store, message("file"), WHOLE)
    elsewhere = Outgoing("elsewhere", Kind.APPEND, HALL, NOW, "{}", Urgency.ANSWER, OTHER)
    await said(store, elsewhere, WHOLE, as_="$2")
    await store.apply(Change(gone(ONE)))
    assert await due(store) == ["file"]


async def test_a_message_on_its_way_while_words_are_erased_is_due_when_it_is_there(store: SqliteStore) -> None:
    await store.apply(Change([message("late"), message("card", "", Kind.CARD)]))
    await store.apply(Change(gone(ONE)))
    assert await due(store) == []
    await store.sent("late", 1, "$1", "", Shown(("$1",), (ONE, TWO)))
    await store.sent("card", 1, "$2", "", Shown(("$2",), (TWO,)))
    assert await due(store) == ["card", "late"]


async def test_after_a_crash_a_message_sent_again_without_the_words_is_mended_all_the_same(store: SqliteStore) -> None:
    """It may have been there already, with them: then the platform takes the second for the first."""
    await store.apply(Change([message("late")]))
    await store.apply(Change(gone(ONE)))
    await store.sent("late", 1, "$1", "", Shown(("$1",), (TWO,)))
    assert await due(store) == ["late"]


async def test_a_card_is_said_anew_even_if_it_looks_the_same(store: SqliteStore) -> None:
    await said(store, message("card", "", Kind.CARD), ONE)
    await store.apply(Change([Anew("card")]))
    [card] = (await queued(store)).values()
    assert (card.digest, card.revision, card.message_id) == (ANEW, 2, "$1")
    await store.sent("card", 1, "$1", "older", None)
    [card] = (await queued(store)).values()
    assert card.digest == ANEW, "what was on its way does not count as said anew"
    await store.sent("card", 2, "$2", "digest", None)
    assert await queued(store) == {}


# --- somebody --------------------------------------------------------------------------------------------


async def test_nothing_leads_to_somebody_who_is_unlinked_and_others_stay(store: SqliteStore, tmp_path: Path) -> None:
    ben = Account("test", "@ben")
    await store.apply(
        Change(
            [
                Person(ben, BEN, "Ben", Place("test", "private ben")),
                Origin(ACCOUNT, "$ada", NOW, is_refused=True),
                Origin(ben, "$ben", NOW, is_refused=True),
                Dialogue(ADA, "form of ada"),
                Dialogue(BEN, "form of ben"),
                message("answer/test/$1", '"said to ada"', place=DOOR),
                message("last", '"you are forgotten"', place=DOOR),
                message("to ben", '"said to ben"', place=Place("test", "private ben")),
            ]
        )
    )
    await store.apply(Change([Unlinked((ADA,), (ACCOUNT,), (DOOR,), "last")]))
    assert await store.person(ACCOUNT) is None
    assert await store.person(ben) is not None
    assert await store.origin(ACCOUNT, "$ada") is None
    assert await store.origin(ben, "$ben") is not None
    assert await store.dialogues() == {BEN: "form of ben"}
    assert sorted(await queued(store)) == ["last", "to ben"]
    assert traces(tmp_path, ["@ada", "form of ada", "said to ada"]) == []


async def test_own_words_given_back_are_due_where_only_they_read_and_below_what_they_wrote(store: SqliteStore) -> None:
    await store.apply(Change([Origin(ACCOUNT, "$ada", NOW, is_refused=True)]))
    await said(store, message("in private", place=DOOR), OWN)
    await said(store, message("answer/test/$ada"), OWN, as_="$2")
    await said(store, message("answer/test/$ben"), OWN, as_="$3")
    await store.apply(Change([Unlinked((ADA,), (ACCOUNT,), (DOOR,), "")]))
    assert await due(store) == ["answer/test/$ada", "in private"]


# --- the search itself -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", sorted(forms(SECRET)))
@pytest.mark.parametrize("around", [b"", b"\0\1", b"some words before "])
def test_the_search_finds_words_in_every_form(tmp_path: Path, form: str, around: bytes) -> None:
    (tmp_path / "file").write_bytes(around + forms(SECRET)[form] + around)
    assert any(form in one for one in traces(tmp_path, [SECRET]))


def test_the_search_finds_words_that_are_packed_or_in_base64_wherever_they_begin(tmp_path: Path) -> None:
    import gzip  # noqa: PLC0415 - only here
    import zlib  # noqa: PLC0415 - only here
    from base64 import b64encode  # noqa: PLC0415 - only here

    for no, packed in enumerate((zlib.compress(SECRET.encode()), gzip.compress(SECRET.encode()))):
        (tmp_path / str(no)).write_bytes(b"head" + packed + b"tail")
        assert traces(tmp_path, [SECRET]) != []
        (tmp_path / str(no)).unlink()
    for before in ("", "x", "xy", "xyz"):
        (tmp_path / "file").write_bytes(b64encode(f"{before}{SECRET} and more".encode()))
        assert traces(tmp_path, [SECRET]) != []
    (tmp_path / "file").write_bytes(b"nothing of it")
    assert traces(tmp_path, [SECRET]) == []
