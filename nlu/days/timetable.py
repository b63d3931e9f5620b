"""A week as people tell it: 'mar-sam 7h-13h et 16h-19h, dim 7h-12h30', 'la veille à 18h'.

    week  = block*                    the hours of a block are those of its days
    block = days (hours | closed)
    days  = DAY ['-' DAY] (',' DAY)*  or 'tous les jours', 'en semaine', 'le week-end'
    hours = TIME '-' TIME (',' ...)*

Words are data (`dates.yml`, `townhall.yml`); what is none of these is passed over. Opening hours
come out in OpenStreetMap's syntax, a cut-off as a village folder writes it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from functools import lru_cache
from typing import Final

from tournee.catalog.model import Weekday
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import fold, tokenize

_OSM: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_TIME: Final = re.compile(
    r"(?<![\d:])(?P<h>[01]?\d|2[0-4])(?:\s*(?:h|:)\s*(?P<m>[0-5]\d)?)?\s*(?P<half>am|pm)?(?!\w)"
)
_DASH: Final = re.compile(r"[-–—]")
_NOON: Final = 12
_MIDNIGHT: Final = "24:00"
_SPANS: Final = {"every_day": range(7), "weekdays": range(5), "weekend": range(5, 7)}


@dataclass(frozen=True, slots=True)
class Item:
    kind: str
    """A weekday's number as text, a key of `timetable`, `time` or `dash`."""
    at: int
    value: str = ""
    """'07:30' of a time."""


@dataclass(slots=True)
class _Block:
    """Days and the hours that go with them, while they are read."""

    days: list[int] = field(default_factory=list)
    spans: list[str] = field(default_factory=list)
    opened: str = ""
    closed: bool = False

    @property
    def complete(self) -> bool:
        return bool(self.spans or self.closed)


@lru_cache(maxsize=1)
def _words() -> Phrases[str]:
    words: Phrases[str] = Phrases()
    for locale in LOCALES:
        for day, spoken in load_words(locale, "dates")["weekdays"].items():
            for phrase in spoken:
                words.add(phrase.strip("."), str(Weekday(day).number))
        for key, spoken in load_words(locale, "townhall")["timetable"].items():
            for phrase in spoken:
                words.add(phrase, key)
    return words


def items(text: str) -> list[Item]:
    """Find days, times and the signs between them, in their order."""
    folded = fold(text)
    found = [Item("time", m.start(), _clock(m)) for m in _TIME.finditer(folded)]
    found += [Item("dash", m.start()) for m in _DASH.finditer(folded)]
    tokens, words, i = tokenize(text), _words(), 0
    while i < len(tokens):
        here = words.at(tokens, i)
        if here:
            kind = "dash" if here[0][1] == "range" else here[0][1]
            value = {"noon": "12:00", "midnight": _MIDNIGHT}.get(kind, "")
            found.append(Item("time" if value else kind, tokens[i].start, value))
        i = here[0][0] if here else i + 1
    return sorted(found, key=lambda item: item.at)


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if match["half"]:
        hour = hour % _NOON + (_NOON if match["half"] == "pm" else 0)
    return f"{hour:02}:{minute:02}"


def _blocks(text: str) -> Iterator[_Block]:
    block, previous = _Block(), Item("", 0)
    dash = False
    for item in items(text):
        if item.kind == "dash":
            dash = bool(previous.kind)
            continue
        begins = item.kind.isdecimal() or item.kind in _SPANS
        if (begins and block.complete) or (item.kind == "closed" and block.spans):
            yield block
            block = _Block()
        _add(block, item, previous, dash=dash)
        previous, dash = item, False
    yield block


def _add(block: _Block, item: Item, previous: Item, *, dash: bool) -> None:
    if item.kind in _SPANS:
        block.days += _SPANS[item.kind]
    elif item.kind.isdecimal():
        day = int(item.kind)
        if dash and previous.kind.isdecimal():
            first = int(previous.kind)
            block.days += [(first + n) % 7 for n in range(1, (day - first) % 7 + 1)]
        else:
            block.days.append(day)
    elif item.kind == "closed":
        block.closed = True
    elif item.kind == "time":
        if block.opened and dash:
            block.spans.append(f"{block.opened}-{item.value}")
            block.opened = ""
        else:
            block.opened = item.value


def opening_hours(text: str) -> str | None:
    """Return a week's hours in OpenStreetMap's syntax; None where none are told."""
    rules = []
    for block in _blocks(text):
        days = _days(block.days or range(7))
        if block.spans:
            rules.append(f"{days} {','.join(block.spans)}")
        elif block.closed and block.days:
            rules.append(f"{days} off")
    return "; ".join(rules) or None


def _days(numbers: Iterator[int] | range | list[int]) -> str:
    """Write days as 'Tu-Sa' or 'Mo,We'."""
    wanted, runs = sorted(set(numbers)), list[list[int]]()
    for day in wanted:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(
        _OSM[run[0]] if len(run) == 1 else f"{_OSM[run[0]]}-{_OSM[run[-1]]}" for run in runs
    )


def weekdays(text: str) -> tuple[Weekday, ...]:
    """Return the days of the week that a text names, Monday first."""
    numbers = sorted({day for block in _blocks(text) for day in block.days})
    return tuple(tuple(Weekday)[number] for number in numbers)


def times(text: str) -> tuple[time, ...]:
    """Return the times of day that a text names, in its order."""
    found = (item.value for item in items(text) if item.kind == "time")
    return tuple(time.fromisoformat(value) for value in found if value != _MIDNIGHT)


def cutoff(text: str) -> str | None:
    """Return a cut-off: 'mon 18:00', '-1d 18:00'; None where no day or no time is told."""
    at = times(text)
    for item in items(text):
        before = {"eve": "-1d", "eve_of_eve": "-2d", "same_day": "0d"}.get(item.kind)
        day = tuple(Weekday)[int(item.kind)] if item.kind.isdecimal() else before
        if day is not None and at:
            return f"{day} {at[0]:%H:%M}"
    return None


def week(text: str) -> dict[int, str]:
    """Return the hours of each day that a text tells, Monday 0: '07:00-13:00,15:00-19:00', 'off'.

    'fermé' is of the days before it, else of those behind. Hours without a day are no day's; a
    day that is told twice has the hours told last. 'fermé lundi, mardi 9h-12h' tells nothing: which
    days are closed is not clear.
    """
    told: dict[int, str] = {}
    closed = False
    for block in _blocks(text):
        if closed and block.spans:
            return {}
        hours = ",".join(block.spans) or ("off" if block.closed or closed else "")
        told |= dict.fromkeys(block.days, hours) if hours else {}
        closed = block.closed and not block.days
    return told


def spoken_of(text: str) -> tuple[str, ...]:
    """Return the words of a text that tell neither days nor times, folded."""
    folded = fold(text)
    times = [range(m.start(), m.end()) for m in _TIME.finditer(folded)]
    tokens, left, i = tokenize(text), [], 0
    while i < len(tokens):
        here = _words().at(tokens, i)
        inside = any(tokens[i].start in span for span in times)
        if not here and not inside and any(c.isalnum() for c in tokens[i].norm):
            left.append(tokens[i].norm)
        i = here[0][0] if here else i + 1
    return tuple(left)


def rules_of(hours: dict[int, str]) -> str:
    """Write a week's hours in OpenStreetMap's syntax: days that are alike share a rule."""
    alike: dict[str, list[int]] = {}
    for day in sorted(hours):
        alike.setdefault(hours[day], []).append(day)
    return "; ".join(f"{_days(days)} {spans}" for spans, days in alike.items())
