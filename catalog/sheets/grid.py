"""The cells of a file that somebody dropped into a chat: CSV of any habit, or XLSX.

A file is hostile until it is read: its size, what it unpacks to and its rows are bounded.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from tournee.catalog.errors import CatalogError

MOST_BYTES: Final = 5_000_000
MOST_UNPACKED: Final = 60_000_000
"""Of an XLSX, which is a zip archive."""
MOST_ROWS: Final = 20_000
MOST_LINES: Final = 3 * MOST_ROWS
"""Blank ones included: what stands below is not looked at."""
MOST_COLUMNS: Final = 60
MOST_IN_CELL: Final = 500
"""Characters; the rest of a longer cell is dropped: no field of a catalogue is so long."""
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"

Why = Literal["empty", "too_large", "too_many_rows", "unreadable", "old_excel"]


class SheetError(CatalogError):
    """A file that is no sheet that can be read; `why` says which sentence to say."""

    def __init__(self, why: Why, seen: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.why: Why = why
        self.seen = seen
        """What stands in its likeliest header, where no column of it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    line: int
    """As the spreadsheet counts it, from 1."""
    cells: tuple[str, ...]


def read_grid(data: bytes) -> tuple[GridRow, ...]:
    """Return the rows that are not blank. Raises SheetError."""
    if not data.strip():
        raise SheetError("empty")
    if len(data) > MOST_BYTES:
        raise SheetError("too_large")
    if data.startswith(_OLD_EXCEL):
        raise SheetError("old_excel")
    rows = _xlsx(data) if data.startswith(_ZIP) else _csv(data)
    found = []
    for row in rows:
        if any(row.cells):
            found.append(row)
        if len(found) > MOST_ROWS:
            raise SheetError("too_many_rows")
    if not found:
        raise SheetError("empty")
    return tuple(found)


# --- CSV -----------------------------------------------------------------------------------------


def _csv(data: bytes) -> Iterator[GridRow]:
    text = _text(data)
    if "\0" in text:
        raise SheetError("unreadable")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    start = 1
    try:
        for cells in reader:
            yield GridRow(line=start, cells=_cells(cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise SheetError("unreadable") from error


def _text(data: bytes) -> str:
    """UTF-8, UTF-16 where a mark says so, else Windows-1252, which can be anything."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """What parts the columns: the sign that most of the first lines hold most often."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    counts = {sign: sum(min(line.count(sign), 1) for line in lines) for sign in ";\t,"}
    totals = {sign: sum(line.count(sign) for line in lines) for sign in ";\t,"}
    return max(";\t,", key=lambda sign: (counts[sign], sign != ",", totals[sign]))


# --- XLSX ----------------------------------------------------------------------------------------


def _xlsx(data: bytes) -> Iterator[GridRow]:
    """The first sheet that holds anything. A formula comes as it is written, `=A1*2`."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only a dropped file needs it

    _check_archive(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            filled = False
            rows = sheet.iter_rows(values_only=True, max_row=MOST_LINES, max_col=MOST_COLUMNS)
            for line, values in enumerate(rows, start=1):
                cells = _cells([_shown(value) for value in values])
                filled = filled or any(cells)
                yield GridRow(line=line, cells=cells)
            if filled:
                return
    except Exception as error:  # whatever a broken or hostile archive makes a parser raise
        raise SheetError("unreadable") from error


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise SheetError("unreadable") from error
    if unpacked > MOST_UNPACKED:
        raise SheetError("too_large")


def _shown(value: object) -> str:
    """A cell as its reader sees it; a spreadsheet keeps 1,15 as a binary fraction."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float():
            return f"{value:.6f}".rstrip("0").rstrip(".")
        case _:
            return str(value)


def _cells(values: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(v[:MOST_IN_CELL].split()) for v in values[:MOST_COLUMNS])
