"""TOML tables with the line of every key, which `tomllib` does not tell."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tournee.catalog.expected import Value, Want
from tournee.catalog.folder.faults import FaultLog
from tournee.catalog.folder.text import read_text

T = TypeVar("T")

HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\"'-]+?)\s*\]\]?\s*(?:#.*)?")
KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=\s*(.*)")
POSITION = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)$")
STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One `[name]` or `[[name]]`, its values and where they stand."""

    name: str
    line: int
    values: Mapping[str, object]
    lines: Mapping[str, int]
    log: FaultLog

    def read(self, key: str, parse: Callable[[object], T], otherwise: T) -> T:
        """A value that must be there."""
        if key not in self.values:
            self.log.add(self.line, f"{self.name}.{key}", "", Want.KEY, key=key)
            return otherwise
        return self.may(key, parse, otherwise)

    def may(self, key: str, parse: Callable[[object], T], otherwise: T) -> T:
        """A value that may be missing."""
        if key not in self.values:
            return otherwise
        return self.log.read(
            self.line_of(key), f"{self.name}.{key}", self.values[key], parse, otherwise
        )

    def may_none(self, key: str, parse: Callable[[object], T]) -> T | None:
        return self.may(key, parse, None)

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)

    def fault(self, key: str, want: Want, value: object = None, /, **values: Value) -> None:
        shown = self.values.get(key, "") if value is None else value
        self.log.add(self.line_of(key), f"{self.name}.{key}", shown, want, **values)

    def check_keys(self, known: Collection[str]) -> None:
        for key in self.values:
            if key not in known:
                free = tuple(k for k in known if k not in self.values)
                self.fault(key, Want.KNOWN_KEY, names=free)


@dataclass(slots=True)
class _Places:
    """Where the headers and keys of a file stand: the n-th table of a name, and its keys."""

    headers: dict[str, list[int]] = field(default_factory=dict)
    keys: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)

    def lines(self, name: str, n: int) -> tuple[int, Mapping[str, int]]:
        headers = self.headers.get(name, [])
        top = self.keys.get(("", 0), {}).get(name, 1)
        return (headers[n] if n < len(headers) else top), self.keys.get((name, n), {})


class Document:
    """A TOML file that holds nothing but named tables."""

    def __init__(self, values: Mapping[str, object], places: _Places, log: FaultLog) -> None:
        self._values = values
        self._places = places
        self._log = log

    def table(self, name: str) -> Table | None:
        value = self._values.get(name)
        if isinstance(value, dict):
            return self._table(name, 0, value)
        self._log.add(self._places.lines(name, 0)[0], name, value or "", Want.TABLE, name=name)
        return None

    def slugs(self, name: str) -> frozenset[str]:
        """Every slug that the tables of a name declare, whatever else is wrong with them."""
        items = self._values.get(name)
        tables = [t for t in items if isinstance(t, dict)] if isinstance(items, list) else []
        return frozenset(str(table["slug"]) for table in tables if "slug" in table)

    def tables(self, name: str) -> Iterator[Table]:
        value = self._values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            line, _ = self._places.lines(name, 0)
            self._log.add(line, name, "", Want.TABLES, name=name)
            return
        for n, item in enumerate(value):
            yield self._table(name, n, item)

    def check_names(self, known: Collection[str]) -> None:
        for name in self._values:
            if name not in known:
                line, _ = self._places.lines(name, 0)
                self._log.add(line, name, name, Want.KNOWN_TABLE, names=tuple(known))

    def _table(self, name: str, n: int, values: Mapping[str, object]) -> Table:
        line, lines = self._places.lines(name, n)
        return Table(name=name, line=line, values=values, lines=lines, log=self._log)


def read_document(path: Path, log: FaultLog) -> Document | None:
    """The file's tables; None, and a fault, where it is not TOML."""
    text = read_text(path, log, Want.READABLE)
    if text is None:
        return None
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = str(error)
        match = POSITION.search(message)
        line = int(match[1]) if match and match[1] else text.count("\n") + 1
        log.add(line, "", _line(text, line), Want.TOML, message=POSITION.sub("", message))
        return None
    return Document(values, _find_places(text), log)


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1].strip() if number <= len(lines) else ""


def _find_places(text: str) -> _Places:
    """Scan valid TOML for headers and keys; values over several lines are passed over."""
    places = _Places()
    table, depth, quotes = ("", 0), 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        if quotes or depth > 0:
            value = line
        elif header := HEADER.fullmatch(line):
            table = _open(places, header, number)
            continue
        elif key := KEY.match(line):
            places.keys.setdefault(table, {}).setdefault(key[1], number)
            value = key[2]
        else:
            continue
        quotes = _open_quotes(value, quotes)
        if not quotes:
            plain = STRING.sub("", value)
            depth += plain.count("[") + plain.count("{") - plain.count("]") - plain.count("}")
    return places


def _open(places: _Places, header: re.Match[str], number: int) -> tuple[str, int]:
    name = header[2].strip("\"'")
    lines = places.headers.setdefault(name, [])
    lines.append(number)
    return name, len(lines) - 1


def _open_quotes(value: str, quotes: str) -> str:
    """Which triple quotes are open after this piece of text."""
    for mark in re.findall(r'"""|' + "'''", value):
        if not quotes:
            quotes = mark
        elif quotes == mark:
            quotes = ""
    return quotes
