"""What every column of every table means: itself a table, in the language of the community."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codesign_bot.log.tables.cells import MARK, row
from codesign_bot.log.tables.columns import EVERYWHERE, ROUNDS
from codesign_bot.log.tables.model import Column
from codesign_bot.log.tables.reading import TABLES
from codesign_bot.log.tables.rounds import FILE
from codesign_bot.ports import Voice

DICTIONARY = "csv/dictionary.csv"
COLUMNS = ("table", "column", "meaning", "unit", "example", "source")


def dictionary(voice: Voice) -> Iterator[bytes]:
    """The pieces of the file. `source` is the place in an entry of `log.jsonl`, as far as it is there."""
    yield MARK + row(COLUMNS)
    described = [(FILE, ROUNDS), *((table.file, table.columns) for table in TABLES)]
    for file, columns in described:
        yield from _of_one(file.removeprefix("csv/").removesuffix(".csv"), columns, voice)


def _of_one(table: str, columns: Sequence[Column], voice: Voice) -> Iterator[bytes]:
    for one in (*EVERYWHERE, *columns):
        meaning, unit = voice.words(one.meaning, {}), voice.words(one.unit, {})
        yield row((table, one.name, meaning, unit, one.example, one.source))
