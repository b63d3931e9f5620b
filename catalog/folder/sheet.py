"""The rows of a CSV file with a header: RFC 4180, comma, UTF-8."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tournee.catalog.expected import Expected, Value, Want
from tournee.catalog.folder.faults import FaultLog
from tournee.catalog.folder.fields import optional
from tournee.catalog.folder.text import read_text

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the header of a file must and may name."""

    required: tuple[str, ...]
    optional: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record; `line` is where it starts."""

    line: int
    cells: Mapping[str, str]
    log: FaultLog

    def read(self, column: str, parse: Callable[[object], T], otherwise: T) -> T:
        return self.log.read(self.line, column, self.cells[column], parse, otherwise)

    def may(self, column: str, parse: Callable[[object], T], otherwise: T) -> T:
        """As `read`; `otherwise` too where the cell is empty or the file has no such column."""
        value = self.cells.get(column, "")
        return self.log.read(self.line, column, value, parse, otherwise) if value else otherwise

    def read_optional(self, column: str, parse: Callable[[object], T]) -> T | None:
        return self.log.read(self.line, column, self.cells.get(column, ""), optional(parse), None)

    def expect(self, column: str, expected: Expected) -> None:
        self.log.expect(self.line, column, self.cells.get(column, ""), expected)

    def fault(self, column: str, want: Want, /, **values: Value) -> None:
        self.log.add(self.line, column, self.cells.get(column, ""), want, **values)


def read_rows(path: Path, columns: Columns, log: FaultLog) -> Iterator[Row]:
    """The rows that have the header's columns; the others are faults."""
    text = read_text(path, log, Want.READABLE)
    if text is None:
        return
    delimiter = _delimiter(text.partition("\n")[0].strip(), log)
    records = _records(text, delimiter, log)
    names = next(records, (1, []))[1]
    if not _check_header(names, columns, log):
        return
    for line, cells in records:
        if len(cells) == len(names):
            yield Row(line=line, cells=dict(zip(names, cells, strict=True)), log=log)
        else:
            _wrong_length(line, names, cells, log)


def _delimiter(header: str, log: FaultLog) -> str:
    """A comma; where the file has another, a fault, and what to read on with."""
    for other in (";", "\t"):
        if other in header and "," not in header:
            log.add(1, "", header, Want.COMMAS)
            return other
    return ","


def _records(text: str, delimiter: str, log: FaultLog) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line on which it starts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    while True:
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            log.add(start, "", str(error), Want.QUOTES)
            start = reader.line_num + 1
            continue
        if any(cells):
            yield start, cells
        start = reader.line_num + 1


def _check_header(names: Sequence[str], columns: Columns, log: FaultLog) -> bool:
    known = (*columns.required, *columns.optional)
    missing = [name for name in columns.required if name not in names]
    strange = [name for name in names if name not in known]
    for name in missing:
        log.add(1, name, ",".join(names), Want.COLUMN, column=name)
    for name in strange:
        free = [column for column in known if column not in names]
        log.add(1, name, name, Want.KNOWN_COLUMN, names=tuple(free or known))
    for name in sorted({name for name in names if names.count(name) > 1} - set(strange)):
        log.add(1, name, ",".join(names), Want.ONE_COLUMN, column=name)
    return not missing and len(set(names)) == len(names)


def _wrong_length(line: int, names: Sequence[str], cells: Sequence[str], log: FaultLog) -> None:
    n = min(len(names), len(cells))
    column = names[n] if n < len(names) else f"column {n + 1}"
    log.add(line, column, ",".join(cells), Want.AS_HEADER, count=len(names), found=len(cells))
