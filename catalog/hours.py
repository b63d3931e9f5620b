"""Opening hours in OpenStreetMap's syntax: `Tu-Sa 07:00-13:00,16:00-19:00; Su 07:00-12:30; PH off`.

The whole of the specification (https://wiki.openstreetmap.org/wiki/Key:opening_hours) is read by
opening-hours-py: see docs/adr. Days and times of day are the zone's own, public holidays those
of the zone's country, and an hour that daylight saving skips or repeats counts as it passes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Self
from zoneinfo import ZoneInfo

from opening_hours import (  # type: ignore[attr-defined]  # its stub lacks the error
    OpeningHours,
    ParserError,
    State,
    UnknownCountryError,
)

from tournee.catalog.errors import CatalogError

POSITION = re.compile(r"--> \d+:(\d+)")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
_DATED = rf"[0-9]{{4}} (?:{'|'.join(_MONTHS)}) [0-9]{{2}}"
_DATED_OFF = re.compile(rf"({_DATED})(?:-({_DATED}))? off")
HORIZON = timedelta(days=400)
"""How far ahead an opening is looked for: a yearly market is found."""


class HoursError(CatalogError):
    """Text that is not opening hours; `position` is where it stops being so, from 1."""

    def __init__(self, text: str, position: int) -> None:
        super().__init__(text, position)
        self.text = text
        self.position = position


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Open from `start`, no longer at `end`; both in the hours' zone."""

    start: datetime
    end: datetime


class Hours:
    """When a shop is open. Moments may be of any zone; those returned are of the shop's."""

    def __init__(self, rules: OpeningHours, zone: ZoneInfo) -> None:
        self._rules = rules
        self._zone = zone

    @classmethod
    def parse(cls, text: str, zone: ZoneInfo) -> Self:
        """Read the syntax; HoursError says where it is not."""
        try:
            rules = OpeningHours(text, timezone=zone, country=country_of(zone))
        except UnknownCountryError:
            rules = OpeningHours(text, timezone=zone)
        except ParserError as error:
            match = POSITION.search(str(error))
            raise HoursError(text, int(match[1]) if match else 1) from None
        return cls(rules, zone)

    def is_open(self, at: datetime) -> bool:
        return self._rules.is_open(self._local(at))

    def spans(self, day: date) -> tuple[Span, ...]:
        """The parts of one day that the shop is open, cut at midnight."""
        start = datetime.combine(day, time(), self._zone)
        end = datetime.combine(day + timedelta(days=1), time(), self._zone)
        return tuple(self._spans(start, end))

    def opens_in(self, start: datetime, end: datetime) -> bool:
        """Whether it is open at any moment from `start` on, before `end`."""
        return any(True for _ in self._spans(start, end))

    def closes(self, at: datetime) -> datetime | None:
        """When it closes next, where it is open; None where it is not, or never closes."""
        return self._rules.next_change(self._local(at)) if self.is_open(at) else None

    def next_opening(self, at: datetime) -> datetime | None:
        """When it opens next, after `at`; None where that is over a year away."""
        start = self._local(at)
        spans = self._spans(start, start + HORIZON)
        return next((span.start for span in spans if span.start > start), None)

    def first_opening(self, day: date) -> datetime | None:
        """When it is open first on a day or after it."""
        start = datetime.combine(day, time(), self._zone)
        return next((span.start for span in self._spans(start, start + HORIZON)), None)

    def after_open_minutes(self, at: datetime, minutes: int) -> datetime | None:
        """The moment at which it has been open for so many minutes since `at`."""
        left = timedelta(minutes=minutes)
        start = self._local(at)
        for span in self._spans(start, start + HORIZON):
            begins, ends = span.start.astimezone(UTC), span.end.astimezone(UTC)
            if ends - begins >= left:
                return (begins + left).astimezone(self._zone)
            left -= ends - begins
        return None

    def _spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        start, end = (self._local(moment.astimezone(UTC)) for moment in (start, end))
        for begins, ends, state, _comment in self._rules.intervals(start, end):
            if state == State.OPEN and begins < ends:
                yield Span(start=begins, end=ends)

    def _local(self, at: datetime) -> datetime:
        if at.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return at.astimezone(self._zone)


@lru_cache(maxsize=512)
def holidays(text: str, zone: ZoneInfo) -> frozenset[date]:
    """The single days, or stretches of them, that a shop is closed: `2026 Dec 02-2026 Dec 09 off`.

    Its usual closing days are not among them, nor a day that a later rule opens again.
    """
    days = (day for match in _DATED_OFF.finditer(text) for day in _stretch(match))
    hours = Hours.parse(text, zone)
    return frozenset(day for day in days if not hours.spans(day))


def _stretch(match: re.Match[str]) -> Iterator[date]:
    try:
        first = _date(match[1])
        last = _date(match[2]) if match[2] else first
    except ValueError:  # no calendar has such a day: 30 February
        return
    for days in range(min((last - first).days, HORIZON.days) + 1):
        yield first + timedelta(days=days)


def _date(text: str) -> date:
    year, month, day = text.split()
    return date(int(year), _MONTHS.index(month) + 1, int(day))


def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return what `PH` means in a country, by its ISO code; nothing where that is not known."""
    try:
        rules = OpeningHours("PH", country=country)
    except UnknownCountryError:
        return frozenset()
    first, last = datetime(year, 1, 1), datetime(year + 1, 1, 1)  # noqa: DTZ001 - of no zone
    spans = rules.intervals(first, last)
    return frozenset(
        start.date() + timedelta(days=n)
        for start, end, state, _comment in spans
        if state == State.OPEN
        for n in range((min(end, last) - start).days)
    )


def country_of(zone: ZoneInfo) -> str | None:
    """The country whose public holidays a zone keeps, as its ISO code: `FR` for Europe/Paris."""
    return _countries().get(zone.key)


@cache
def _countries() -> dict[str, str]:
    """The tz database's own table; a line is `FR<TAB>+4852+00220<TAB>Europe/Paris`."""
    text = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
