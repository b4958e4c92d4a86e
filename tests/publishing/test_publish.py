"""`codesign-bot publish`: from a real store to pages, run as an operator runs it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from codesign_bot import cli
from codesign_bot.core.events import Event, TopicSuggested
from codesign_bot.core.ids import CommunityId, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.errors import ConfigError
from codesign_bot.log.facts import belongs_in_log
from codesign_bot.log.kinds import kind_of
from codesign_bot.log.leaf import Leaf
from codesign_bot.log.tree import Frontier
from codesign_bot.plain import Plain, to_plain
from codesign_bot.publishing.site import find_community
from codesign_bot.records import Community, Entry, Found, LogHead, Place, Reads, Recorded, RoundPlace, Row, Words
from codesign_bot.store.sqlite import SqliteStore

from ..log.conftest import Tale  # noqa: TID252 - tests are no package
from ..log.site.reading import Pages  # noqa: TID252 - as above
from ..log.whole import told  # noqa: TID252 - as above
from ..service.english import english_in  # noqa: TID252 - as above

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOME = CommunityId("community-1")


@dataclass(frozen=True)
class Write:
    rows: Sequence[Row]
    reads: Reads = field(default_factory=Reads)

    def decide(self, found: Found) -> Sequence[Row]:
        return self.rows

    def committed(self) -> None:
        pass


@dataclass(frozen=True)
class Ended:
    status: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture(autouse=True)
def nothing_stays_set_up() -> Iterator[None]:
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = kept
    root.setLevel(level)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The operator's own, with a configuration in it."""
    (tmp_path / "secret").write_text("hunter2-hunter2\n")
    (tmp_path / "secret").chmod(0o600)
    (tmp_path / "config.toml").write_text(
        '[store]\npath = "store.sqlite3"\n[matrix]\nhomeserver = "https://matrix.example.org"\n'
        'account = "@codesign:example.org"\ndirectory = "matrix"\npassword_file = "secret"\n'
    )
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run_command(*arguments: str | Path) -> Ended:
        status = cli.main(["publish", "--config", str(folder / "config.toml"), *map(str, arguments)])
        said = capsys.readouterr()
        return Ended(status, said.out, said.err)

    return run_command


def keep(folder: Path, *rows: Row) -> None:
    async def put() -> None:
        async with SqliteStore.open(folder / "store.sqlite3") as store:
            await store.apply(Write(rows))

    asyncio.run(put())


def rows_of(tale: Tale, round_id: str, topic: int, community: CommunityId = HOME, first: int = 1) -> list[Row]:
    """A round as the service would have stored it: record, words, place and entries of the log."""
    round_ = RoundId(round_id)
    recorded: list[Row] = []
    entries: list[Row] = []
    for event in tale.events:
        own = event
        if isinstance(event, TopicSuggested):
            own = replace(event, round=round_, community=community, topic=TopicNo(topic))
        recorded.append(Recorded(round_, len(recorded) + 1, own))
        if belongs_in_log(event):
            kind = kind_of(type(event).__name__)
            entries.append(entry(first + len(entries), kind, event.at, event, (round_, community)))
    words: list[Row] = [
        Words(content, round_, PersonId("person-ada"), NOW, b"s" * 32, text) for content, text in tale.words.items()
    ]
    place = RoundPlace(round_, community, TopicNo(topic), Place("matrix", "!a:example.org"), tale.state.phase)
    return [*recorded, *words, place, *entries, head(community, first + len(entries) - 1)]


def entry(no: int, kind: str, at: datetime, event: Event | None, where: tuple[RoundId | None, CommunityId]) -> Entry:
    """An entry with what its page shows of an event."""
    plain = cast("dict[str, Plain]", to_plain(event)) if event is not None else {}
    facts: dict[str, Plain] = {name: plain[name] for name in plain if name in {"phase", "idea"}}
    round_, community = where
    return Entry(community, no, round_, at, kind, Leaf("o/c", no, at, kind, facts, round_).encoded())


def head(community: CommunityId, size: int) -> LogHead:
    """A log of so many entries; what they hash to is another test's matter."""
    return LogHead(community, size, Frontier().extended([b"h" * 32] * size).encode())


def home(name: str = "Riverside", community: CommunityId = HOME, language: str = "en") -> Community:
    return Community(community, name, "Europe/Berlin", language)


def pages(site: Path) -> Pages:
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.html")}
    beside = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix not in {".html", ".json"})
    return Pages(found, frozenset(beside))


# --- what is written --------------------------------------------------------------------------------------


def test_a_community_is_published_whole_and_every_link_leads_somewhere(run: Run, folder: Path) -> None:
    tale = told()
    keep(folder, home(), *rows_of(tale, "r-1", 4))
    shown = run(folder / "site")
    assert shown.status == 0, shown.err
    assert shown.out == f"4 pages of Riverside. Open {folder / 'site/index.html'} in a browser.\n"
    site = pages(folder / "site")
    site.check()
    assert set(site.files) == {"index.html", "check.html", "log/1.html", "rounds/4.html"}
    (link,) = [one for one in site.main("index.html").all("a") if one.attributes["href"] == "calendar.ics"]
    assert link.words == "Dates for your calendar"
    assert "Your calendar can follow our dates. Give it the address of this file:" in site.main("index.html").words
    assert "“Warm lamps along the path by the river”" in site.main("index.html").words
    entries = [node.words for node in site.main("log/1.html").one("ol").all("li")]
    assert len(entries) == sum(belongs_in_log(event) for event in tale.events)
    assert entries[0] == "An organiser acted: Monday 2 March 2026, 11:02 (Europe/Berlin). Round 4"
    assert "The log has" in site.main("rounds/4.html").words


def test_published_again_it_tells_what_happened_since_and_old_addresses_still_lead_there(
    run: Run, folder: Path
) -> None:
    tale = Tale().opened()
    before = rows_of(tale, "r-1", 4)
    keep(folder, home(), *before)
    assert run(folder / "site").status == 0
    first = pages(folder / "site")
    assert "framing" in first.main("rounds/4.html").words
    tale.wait_for(Phase.CONFIRMING)
    keep(folder, *[row for row in rows_of(tale, "r-1", 4) if row not in before or isinstance(row, RoundPlace)])
    assert run(folder / "site").status == 0
    second = pages(folder / "site")
    second.check()
    assert set(first.files) <= set(second.files)
    assert "Step: confirming" in second.main("rounds/4.html").words


def test_a_word_that_was_erased_is_gone_from_the_pages_at_the_next_run(run: Run, folder: Path) -> None:
    tale = Tale().opened("The park is dark at night")
    keep(folder, home(), *rows_of(tale, "r-1", 4))
    assert run(folder / "site").status == 0
    erased = [Words(content, RoundId("r-1"), PersonId("person-ada"), NOW, None, None) for content in tale.words]
    keep(folder, *erased)
    assert run(folder / "site").status == 0
    everything = b"".join(path.read_bytes() for path in folder.rglob("*.html"))
    assert b"The park is dark" not in everything
    assert b"(these words were erased)" in everything


def test_nothing_of_an_open_vote_is_published(run: Run, folder: Path) -> None:
    keep(folder, home(), *rows_of(Tale().voting(), "r-1", 4))
    assert run(folder / "site").status == 0
    words = pages(folder / "site").main("rounds/4.html").words
    assert "Nobody can see the tally before voting ends." in words
    assert "people voted" not in words


def test_entries_about_the_community_belong_to_no_round(run: Run, folder: Path) -> None:
    began = entry(1, "community-began", NOW, None, (None, HOME))
    keep(folder, home(), began, *rows_of(Tale().opened(), "r-1", 4, first=2))
    assert run(folder / "site").status == 0
    site = pages(folder / "site")
    site.check()
    first, second, *_ = site.main("log/1.html").one("ol").all("li")
    assert first.words == "A community began: Monday 2 March 2026, 11:00 (Europe/Berlin)."
    assert second.words.endswith("Round 4")


def test_a_community_without_a_round_can_be_published(run: Run, folder: Path) -> None:
    keep(folder, home())
    assert run(folder / "site").status == 0
    assert "There is no round here yet." in pages(folder / "site").main("index.html").words


def test_the_store_is_only_read_so_the_bot_can_be_at_work(run: Run, folder: Path) -> None:
    keep(folder, home(), *rows_of(Tale().opened(), "r-1", 4))

    async def at_work() -> Ended:
        async with SqliteStore.open(folder / "store.sqlite3"):
            return await asyncio.to_thread(run, folder / "site")

    assert asyncio.run(at_work()).status == 0
    pages(folder / "site").check()


# --- which community --------------------------------------------------------------------------------------

AWAY = CommunityId("community-2")


@pytest.mark.parametrize("asked", ["community-2", "Hillside", "hillside"])
def test_one_of_several_communities_is_named_by_its_id_or_its_name(run: Run, folder: Path, asked: str) -> None:
    here, there = rows_of(Tale().opened("The park"), "r-1", 4), rows_of(Tale().opened("The hill"), "r-2", 5, AWAY)
    # Both tell the same story, and nobody's words belong to two rounds.
    keep(folder, home(), home("Hillside", AWAY), *here, *(row for row in there if not isinstance(row, Words)))
    shown = run(folder / "site", "--community", asked)
    assert shown.status == 0, shown.err
    site = pages(folder / "site")
    site.check()
    assert site.trees["index.html"].one("title").words == "All decisions, Hillside"
    assert [path for path in site.files if path.startswith("rounds/")] == ["rounds/5.html"]


def test_with_several_communities_and_none_named_they_are_listed(run: Run, folder: Path) -> None:
    keep(folder, home(), home("Hillside", AWAY))
    shown = run(folder / "site")
    assert shown.status == 2
    assert "Choose one by its id, with --community:\n  community-1: Riverside\n  community-2: Hillside" in shown.err
    assert not (folder / "site").exists()


def test_communities_with_one_name_are_told_apart_by_their_ids() -> None:
    both = [home(), home("Riverside", AWAY)]
    with pytest.raises(ConfigError, match="Choose one by its id"):
        find_community(both, "Riverside")
    assert find_community(both, "community-2") == both[1]
    with pytest.raises(ConfigError, match="There is no community yet"):
        find_community([], None)


def test_a_community_that_is_not_there_is_answered_with_those_that_are(run: Run, folder: Path) -> None:
    keep(folder, home())
    shown = run(folder / "site", "--community", "Seaside")
    assert (shown.status, shown.out) == (2, "")
    assert shown.err == "There is no community Seaside. There are:\n  community-1: Riverside\n"


# --- what goes wrong --------------------------------------------------------------------------------------


def test_without_a_store_nothing_is_written(run: Run, folder: Path) -> None:
    shown = run(folder / "site")
    assert shown.status == 2
    assert "there is no database" in shown.err
    assert not (folder / "site").exists()


def test_a_folder_that_is_not_ours_is_refused_in_a_sentence(run: Run, folder: Path) -> None:
    keep(folder, home())
    mine = folder / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("mine")
    shown = run(mine)
    assert shown.status == 2
    assert "holds something that codesign-bot did not write" in shown.err
    assert [path.name for path in mine.iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Path, *_more: object, key: object) -> None:
        raise OSError(28, "No space left on device")

    keep(folder, home())
    monkeypatch.setattr(cli, "publish", full)
    shown = run(folder / "site")
    assert (shown.status, shown.err) == (1, f"{folder / 'site'} cannot be written: No space left on device.\n")


def test_a_round_without_a_record_stops_it_and_leaves_the_old_pages(run: Run, folder: Path) -> None:
    keep(folder, home(), *rows_of(Tale().opened(), "r-1", 4))
    assert run(folder / "site").status == 0
    before = {path: path.read_bytes() for path in (folder / "site").rglob("*.html")}
    keep(folder, RoundPlace(RoundId("r-2"), HOME, TopicNo(5), Place("matrix", "!a:example.org"), Phase.FRAMING))
    shown = run(folder / "site")
    assert shown.status == 1
    assert "the round r-2 has no record" in shown.err
    assert {path: path.read_bytes() for path in (folder / "site").rglob("*.html")} == before


def read_on(site: Path) -> Iterator[str]:
    """All that can be read on the pages, or heard of them: what stands in them, and what names or describes a part."""
    for tree in pages(site).trees.values():
        scripts = [*tree.all("script"), *tree.all("style")]
        for node in tree.all():
            yield from (node.attributes.get(name, "") for name in ("aria-label", "alt", "title"))
            if node not in scripts:
                yield from (one for one in node.children if isinstance(one, str))
                yield node.words


def test_a_community_that_speaks_german_is_published_in_german(run: Run, folder: Path) -> None:
    tale = told()
    tale.words.update(dict.fromkeys(tale.words, "Es fehlt Licht."))  # what people wrote is in no language of ours
    keep(folder, home("Ulmenstraße", language="de"), *rows_of(tale, "r-1", 4))
    assert run(folder / "site").status == 0
    site = pages(folder / "site")
    site.check()
    assert {tree.one("html").attributes["lang"] for tree in site.trees.values()} == {"de"}
    assert site.main("rounds/4.html").words.startswith("Runde 4:")
    assert "Was in Ulmenstraße entschieden wurde" in site.trees["index.html"].one("header").words
    assert [node.words for node in site.main("check.html").all("code")][:2] == ["!dateien", "/dateien"]
    assert english_in(read_on(folder / "site")) == []


def test_in_a_community_that_speaks_english_the_same_look_finds_english(run: Run, folder: Path) -> None:
    keep(folder, home(), *rows_of(told(), "r-1", 4))
    assert run(folder / "site").status == 0
    assert len(english_in(read_on(folder / "site"))) > 100
    assert [node.words for node in pages(folder / "site").main("check.html").all("code")][:2] == ["!export", "/export"]


def test_a_language_without_texts_gives_way_to_the_default_one(run: Run, folder: Path) -> None:
    keep(folder, home(language="tlh"))
    assert run(folder / "site").status == 0
    assert pages(folder / "site").trees["index.html"].one("html").attributes["lang"] == "en"
