"""What is old goes when its time has come, not before, and leaves no byte behind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.events import TimeAsked
from codesign_bot.core.ids import CommunityId, ContentId, IdeaNo, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.core.state import VoteKind
from codesign_bot.records import (
    Account,
    Ballot,
    Community,
    Kind,
    Organiser,
    Outgoing,
    Participant,
    Person,
    Place,
    Recorded,
    RoundKey,
    RoundPlace,
    Row,
    Urgency,
    Words,
)
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.grep import traces
from codesign_bot.testing.works import NOW, Change
from codesign_bot.traces import Old, OldBallots, OldKeys, OldNames, OldQuotes, OldWords, Shown

HOME = Community(CommunityId("home"), "Home", "UTC", "en")
HALL = Place("test", "hall")
OVER, ON = RoundId("over"), RoundId("on")
ADA, BEN = PersonId("ada"), PersonId("ben")
END = NOW + timedelta(days=3)
TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
KEY = b"\xfe\xdc\xba\x98" * 8


def of_round(round_id: RoundId, phase: Phase, no: int) -> list[Row]:
    """A round in which something happened last at `END`."""
    return [
        RoundPlace(round_id, HOME.id, TopicNo(no), HALL, phase),
        Recorded(round_id, 1, TimeAsked(NOW, ADA)),
        Recorded(round_id, 2, TimeAsked(END, BEN)),
        Words(ContentId(f"words {round_id}"), round_id, ADA, NOW, bytes([no]) * 32, f"a thought {round_id}"),
        Ballot(round_id, VoteKind.VOTE, ADA, ((IdeaNo(1), 1),), NOW, 1),
        Ballot(round_id, VoteKind.VOTE, ADA, ((IdeaNo(7), 1),), NOW, 2),
        RoundKey(round_id, KEY[:-1] + bytes([no])),
    ]


async def filled(store: SqliteStore, phase: Phase = Phase.ARCHIVED) -> None:
    await store.apply(Change([HOME, *of_round(OVER, phase, 1), *of_round(ON, Phase.VOTING, 2)]))


async def forget(store: SqliteStore, old: Old, most: int = 500) -> None:
    place: str | None = ""
    while place is not None:
        place = await store.forget(old, place, most)


async def words(store: SqliteStore, round_id: RoundId) -> list[str | None]:
    return list((await store.words_of_round(round_id)).values())


async def ballots(store: SqliteStore, path: Path, round_id: RoundId) -> tuple[int, int]:
    """In the vote, and in the journal."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        (journal,) = connection.execute("SELECT count(*) FROM ballot_journal WHERE round = ?", (round_id,)).fetchone()
    return len([one async for one in store.ballots(round_id, VoteKind.VOTE)]), int(journal)


@pytest.mark.parametrize("phase", sorted(ENDED, key=str))
async def test_words_go_so_long_after_the_last_thing_that_happened_and_leave_no_byte(
    tmp_path: Path, phase: Phase
) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await filled(store, phase)
        await forget(store, OldWords(END))
        assert await words(store, OVER) == ["a thought over"]
        await forget(store, OldWords(END + TICK))
        assert await words(store, OVER) == [None]
        assert await words(store, ON) == ["a thought on"]
        assert traces(tmp_path, ["a thought over"]) == []
        assert traces(tmp_path, ["a thought on"]) != []


async def test_ballots_of_a_round_that_is_over_go_with_every_change_of_them(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    async with SqliteStore.open(path) as store:
        await filled(store)
        await forget(store, OldBallots(END))
        assert await ballots(store, path, OVER) == (1, 2)
        await forget(store, OldBallots(END + TICK))
        assert await ballots(store, path, OVER) == (0, 0)
        assert await ballots(store, path, ON) == (1, 2)


async def test_the_key_of_a_round_is_destroyed_and_no_byte_of_it_stays(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    async with SqliteStore.open(path) as store:
        await filled(store)
        key = await store.round_key(OVER)
        assert key is not None
        await forget(store, OldKeys(END))
        assert await store.round_key(OVER) == key
        copy = path.with_name("bot.db.before-0003")
        copy.write_bytes(path.read_bytes())
        await forget(store, OldKeys(END + TICK))
        assert await store.round_key(OVER) is None
        assert await store.round_key(ON) is not None
        assert not [file for file in tmp_path.iterdir() if key in file.read_bytes()]
        assert not copy.exists(), "it held the key too"


async def test_a_key_that_is_given_up_is_gone_as_well(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await filled(store)
        await store.apply(Change([RoundKey(ON, None)]))
        assert await store.round_key(ON) is None


async def test_where_nothing_is_old_copies_from_upgrades_stay(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    async with SqliteStore.open(path) as store:
        await filled(store)
        copy = path.with_name("bot.db.before-0003")
        copy.touch()
        for old in (OldWords(END), OldBallots(END), OldKeys(END), OldNames(END, END), OldQuotes(NOW)):
            await forget(store, old)
        assert copy.exists()


async def test_rounds_that_have_lost_their_ballots_are_looked_at_for_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    async with SqliteStore.open(path) as store:
        await filled(store)
        await forget(store, OldBallots(END + TICK))
        copy = path.with_name("bot.db.before-0003")
        copy.touch()
        await forget(store, OldBallots(END + 9 * DAY))
        await forget(store, OldWords(END + 9 * DAY))
        await forget(store, OldWords(END + 9 * DAY))
        copy.touch()
        await forget(store, OldWords(END + 9 * DAY))
        assert copy.exists(), "nothing went, so nothing had to be removed with it"


async def test_which_message_quotes_whom_is_known_for_its_time(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await filled(store)
        content = ContentId("words on")
        await store.apply(Change([Outgoing("said", Kind.APPEND, HALL, NOW, "{}", Urgency.ANNOUNCEMENT, ON)]))
        await store.sent("said", 1, "$1", "", Shown(("$1",), (content,)))
        await forget(store, OldQuotes(NOW))
        await store.apply(Change([Words(content, ON, ADA, NOW, None, None)]))
        await store.sent("said", 1, "$1", "", Shown(("$1",), (content,)))
        assert len(await store.to_mend("test", 9)) == 1
        await forget(store, OldQuotes(NOW + TICK))
        assert await store.to_mend("test", 9) == []


# --- names -----------------------------------------------------------------------------------------------


def account(name: str) -> Account:
    return Account("test", f"@{name}")


async def people(store: SqliteStore) -> str:
    return " ".join([one.name for name in ("ada", "ben", "cyd") for one in await store.accounts(PersonId(name))])


async def lived_in(store: SqliteStore) -> None:
    """Ada organises, Ben is in a round that goes on, Cyd was in one that is over."""
    await filled(store)
    rows: list[Row] = [Person(account(name), PersonId(name), name.title()) for name in ("ada", "ben", "cyd")]
    rows += [Organiser(HOME.id, ADA, NOW), Participant(ON, BEN, NOW, is_organiser=False)]
    await store.apply(Change([*rows, Participant(OVER, PersonId("cyd"), NOW, is_organiser=False)]))


async def test_a_name_goes_so_long_after_nobody_needs_it(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await lived_in(store)
        await forget(store, OldNames(END - 365 * DAY, END))
        await forget(store, OldNames(END, END + 365 * DAY))
        assert await people(store) == "Ada Ben Cyd"
        await forget(store, OldNames(END + TICK, END + 365 * DAY + TICK))
        assert await people(store) == "Ada Ben "
        assert traces(tmp_path, ["Cyd"]) == []
        assert await store.names([PersonId("cyd")]) == {}
        assert await store.person(account("cyd")) is not None, "it is still the same person"


async def test_whoever_is_needed_again_is_idle_from_then_on_only(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await lived_in(store)
        await forget(store, OldNames(NOW, END))
        await store.apply(Change([Participant(ON, PersonId("cyd"), END, is_organiser=False)]))
        await forget(store, OldNames(END + TICK, END + DAY))
        await store.apply(Change([Participant(ON, PersonId("cyd"), END, is_organiser=False, left_at=END + DAY)]))
        await forget(store, OldNames(END + TICK, END + 2 * DAY))
        await forget(store, OldNames(END + 2 * DAY, END + 3 * DAY))
        assert await people(store) == "Ada Ben Cyd"
        await forget(store, OldNames(END + 2 * DAY + TICK, END + 3 * DAY))
        assert await people(store) == "Ada Ben "


async def test_whoever_is_heard_of_again_has_a_name_again(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await lived_in(store)
        await forget(store, OldNames(NOW, END))
        await forget(store, OldNames(END + TICK, END + DAY))
        await store.apply(Change([Person(account("cyd"), PersonId("cyd"), "Cyd")]))
        await forget(store, OldNames(END + TICK, END + 2 * DAY))
        assert await people(store) == "Ada Ben Cyd"


@pytest.mark.parametrize("most", [1, 2, 500])
async def test_a_walk_in_small_bits_forgets_the_same(tmp_path: Path, most: int) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await lived_in(store)
        late = END + 999 * DAY
        for old in (OldWords(late), OldBallots(late), OldKeys(late), OldNames(NOW, END), OldNames(late, late)):
            await forget(store, old, most)
        assert await words(store, OVER) == [None]
        assert await words(store, ON) == ["a thought on"]
        assert await store.round_key(OVER) is None
        assert await people(store) == "Ada Ben "
