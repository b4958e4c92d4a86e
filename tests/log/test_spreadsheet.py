"""The tables in a real spreadsheet: LibreOffice opens them, and shows what was written and works nothing out."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from codesign_bot.log.tables.cells import MARK, row

OFFICE = shutil.which("soffice")
AS_UTF8 = "--infilter=CSV:44,34,76"
"""Commas, quotation marks, UTF-8. With a window it finds these out by itself; the mark in front tells it the last."""
WORDS = (
    "lamps",
    "Café ツ 🌳 עברית",
    'say "yes", please; or\ttomorrow',
    "one line\nand another",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "  =1+1",
    '=HYPERLINK("https://example.org","x")',
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "＝1+1",  # noqa: RUF001 # the wide form of the sign is the point
    "12 o'clock",
)

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The table as LibreOffice holds it, in its own XML."""
    folder = tmp_path_factory.mktemp("sheet")
    (folder / "t.csv").write_bytes(
        MARK + row(("no", "words")) + b"".join(row((no, one)) for no, one in enumerate(WORDS))
    )
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = [str(OFFICE), "--headless", home, AS_UTF8, "--convert-to", "fods", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "t.csv")], check=True, capture_output=True, timeout=180)  # ours
    return (folder / "t.fods").read_text("utf-8")


def rows(sheet: str) -> list[list[str]]:
    found = re.findall(r"<table:table-row.*?</table:table-row>", sheet, re.DOTALL)
    return [
        [shown(cell) for cell in re.findall(r"<table:table-cell.*?</table:table-cell>", one, re.DOTALL)]
        for one in found
    ]


def shown(cell: str) -> str:
    """The lines that a reader sees in a cell. The XML writes spaces in a row and tabs as elements."""
    lines = re.findall(r"<text:p>(.*?)</text:p>", cell, re.DOTALL)
    spaced = [re.sub(r"<text:s(?: text:c=\"(\d+)\")?/>", lambda s: " " * int(s[1] or 1), one) for one in lines]
    return "\n".join(unescape(re.sub(r"<[^>]+>", "", one.replace("<text:tab/>", "\t"))) for one in spaced)


def test_no_cell_is_a_formula(sheet: str) -> None:
    assert "table:formula" not in sheet
    assert len(rows(sheet)) == len(WORDS) + 1


def test_the_mark_in_front_is_no_part_of_the_first_column(sheet: str) -> None:
    assert rows(sheet)[0] == ["no", "words"]


@pytest.mark.parametrize("no", range(len(WORDS)))
def test_a_reader_sees_what_was_written_with_at_most_one_sign_before_it(sheet: str, no: int) -> None:
    words = WORDS[no]
    number, found = rows(sheet)[no + 1]
    assert number == str(no)
    could_be_a_formula = words.lstrip()[0] in "=+-@＝"  # noqa: RUF001 # the same
    assert found == (f"'{words}" if could_be_a_formula else words)


def test_without_the_sign_it_would_have_worked_it_out(tmp_path: Path) -> None:
    """Otherwise the tests above would show nothing."""
    (tmp_path / "t.csv").write_bytes(b"a,b\r\n1,=1+1\r\n")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [str(OFFICE), "--headless", home, AS_UTF8, "--convert-to", "fods", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "t.csv")], check=True, capture_output=True, timeout=180)  # ours
    assert 'table:formula="of:=1+1"' in (tmp_path / "t.fods").read_text("utf-8")
