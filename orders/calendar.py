"""On which days a round runs: its weekdays, public holidays, and what an operator decided.

A template's days and times of day are the village's; every instant here is aware and UTC. A time
that a clock change skips counts as if the clock had not changed yet, one that it repeats is the
first of both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from tournee.catalog.hours import country_of, public_holidays
from tournee.catalog.model import (
    NO_HOLIDAYS,
    Cutoff,
    OnHolidays,
    Round,
    RoundSlug,
    Settings,
    Village,
)
from tournee.orders.model import Day, DayPart, RoundDate

NOON: Final = time(12)
EVENING: Final = time(17)
DAY: Final = timedelta(days=1)
_MOVING: Final = frozenset({OnHolidays.BEFORE, OnHolidays.AFTER})
"""Of a round that gives way to a holiday: it may run on other weekdays than its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What was decided about a round's day; the instants replace those of the template."""

    round: RoundSlug
    date: Day
    cancelled: bool = False
    added: bool = False
    """It runs though the template does not say so: another day, or a holiday."""
    departs: datetime | None = None
    ends: datetime | None = None
    cutoff: datetime | None = None
    moved_to: Day | None = None
    """It goes on that day instead; `cancelled` is set too."""
    reason: str = ""

    @property
    def key(self) -> str:
        return f"{self.round}:{self.date.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A day of the village's, with the local times where they were said."""

    day: date
    departs: time | None = None
    ends: time | None = None


def run_on(
    village: Village, slug: RoundSlug, day: date, mark: Mark | None = None
) -> RoundDate | None:
    """Return a round's run of a day; None where it does not run then.

    One that is called off, or left out for a public holiday, is returned as cancelled.
    """
    template = next((r for r in village.rounds if r.slug == slug), None)
    if template is None:
        return None
    origin = _origin(template, day, village.settings)
    if origin is None and not (mark and mark.added):
        return None
    run = _run(template, day, origin or day, village.settings.zone)
    off = origin is not None and _left_out(template, origin, village.settings)
    if off and origin == day and not (mark and mark.added):
        run = replace(run, cancelled=True, holiday=True)
    if mark is not None:
        run = _decided(run, mark)
    return replace(run, part=_part(run.departs.astimezone(village.settings.zone).time()))


def is_holiday(day: date, settings: Settings) -> bool:
    """Tell whether a day is one of the village's public holidays."""
    calendar = settings.holidays or country_of(settings.zone)
    if calendar is None or calendar == NO_HOLIDAYS:
        return False
    return day in _holidays(calendar, day.year)


@lru_cache(maxsize=256)
def _holidays(calendar: str, year: int) -> frozenset[date]:
    """A country's public holidays, or those of one of its regions; none where it is not known."""
    country, _, region = calendar.partition("-")
    if not region and (known := public_holidays(country, year)):
        return known
    import holidays  # noqa: PLC0415 - takes a tenth of a second; for regions, and rare countries

    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=year)
    except NotImplementedError:
        return frozenset()
    return frozenset(found)


def _left_out(template: Round, day: date, settings: Settings) -> bool:
    return template.on_holidays is not OnHolidays.RUNS and is_holiday(day, settings)


def _origin(template: Round, day: date, settings: Settings) -> date | None:
    """Return the weekday of the template's that a run of `day` stands for; None if none.

    A round that gives way to a holiday runs the day before or after, where it does not run anyway
    and which is no holiday itself.
    """
    weekdays = {d.number for d in template.days}
    if day.weekday() in weekdays:
        return day
    aside = {OnHolidays.BEFORE: DAY, OnHolidays.AFTER: -DAY}.get(template.on_holidays)
    if aside is None:
        return None
    origin = day + aside
    gives_way = origin.weekday() in weekdays and is_holiday(origin, settings)
    return origin if gives_way and not is_holiday(day, settings) else None


def _run(template: Round, day: date, origin: date, zone: ZoneInfo) -> RoundDate:
    """Return the run of `day`, closing as long before as that of `origin` would."""
    departs = instant(day, template.departs, zone)
    ends = instant(day, template.ends, zone)
    if ends <= departs:
        ends = instant(day + DAY, template.ends, zone)
    return RoundDate(
        round=template.slug,
        name=template.name,
        date=day,
        departs=departs,
        ends=ends,
        cutoff=_cutoff(template, origin, zone, day - origin),
        places=template.places,
        capacity=template.capacity,
        crates=template.crates,
    )


def _decided(run: RoundDate, mark: Mark) -> RoundDate:
    return replace(
        run,
        departs=mark.departs or run.departs,
        ends=mark.ends or run.ends,
        cutoff=mark.cutoff or run.cutoff,
        cancelled=run.cancelled or mark.cancelled,
        holiday=run.holiday and not mark.cancelled,
        moved_to=mark.moved_to if mark.cancelled else None,
    )


def _cutoff(template: Round, day: date, zone: ZoneInfo, later: timedelta) -> datetime:
    cutoff = template.cutoff
    if cutoff.weekday is None:
        return instant(day - DAY * cutoff.days_before + later, cutoff.at, zone)
    that_day = _last_weekday(cutoff, day)
    if instant(that_day, cutoff.at, zone) >= instant(day, template.departs, zone):
        that_day -= DAY * 7
    return instant(that_day + later, cutoff.at, zone)


def _last_weekday(cutoff: Cutoff, day: date) -> date:
    number = cutoff.weekday.number if cutoff.weekday else day.weekday()
    return day - DAY * ((day.weekday() - number) % 7)


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _part(departs: time) -> DayPart:
    if departs < NOON:
        return "morning"
    return "afternoon" if departs < EVENING else "evening"


def runs(
    village: Village, first: date, last: date, marks: Mapping[str, Mark]
) -> tuple[RoundDate, ...]:
    """Return every run of the days from `first` to `last`, cancelled ones too."""
    weekdays = {t.slug: frozenset(d.number for d in t.days) for t in village.rounds}
    found = [
        run_on(village, t.slug, day, marks.get(f"{t.slug}:{day.isoformat()}") if marks else None)
        for day in (first + DAY * n for n in range((last - first).days + 1))
        for t in village.rounds
        if marks or t.on_holidays in _MOVING or day.weekday() in weekdays[t.slug]
    ]
    return tuple(run for run in found if run is not None)
