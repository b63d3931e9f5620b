"""What one stretch of words says of a day, and how several add up to one.

'mardi' says a weekday, 'le 24' a number, 'décembre' a month, 'matin' a part of the day. Parts that
do not contradict each other merge; `resolve` then finds the day that they mean.
"""

from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date, time, timedelta

from tournee.nlu.days.day_words import Bound
from tournee.nlu.days.feasts import Feast, latest, upcoming
from tournee.nlu.model import Period

NOON = time(12)
_EVENING = time(18)
_FESTIVE = timedelta(days=7)
_LAPSED = timedelta(days=31)
"""A date without a year that has gone by for longer is next year's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece of a date, as a token or several say it."""

    end: int
    """Index after the last token."""
    fixed: date | None = None
    last: date | None = None
    """The end of a stretch of days that begins with `fixed`."""
    feasts: tuple[Feast, ...] | None = None
    """A named day: the next of these, that of a year, or the last one."""
    week: int | None = None
    """A whole week, counted from this one."""
    weekday: int | None = None
    how: str | None = None
    """Which such weekday; see `_weekday`."""
    number: int | None = None
    month: int | None = None
    year: int | None = None
    period: Period | None = None
    hour: time | None = None
    until: time | None = None
    bound: Bound | None = None
    """Of the hour: 'jeudi après 17h'."""
    sure: bool = True
    """The hour is by the 24-hour clock or was said to be of the morning or the evening."""
    weak: bool = False
    """The words alone are more often something else; what stands beside them settles it."""
    doubtful: bool = False
    """A number after a weekday may as well count what follows: 'vendredi 4 maquereaux'."""


_MERGED = tuple(f.name for f in fields(Part) if f.name not in {"end", "sure", "weak", "doubtful"})


def merge(first: Part, second: Part) -> Part | None:
    """Add what the second part says to the first; None if both say the same kind of thing."""
    mine = {name for name in _MERGED if getattr(first, name) is not None}
    theirs = {name for name in _MERGED if getattr(second, name) is not None}
    if mine & theirs:
        return None
    merged = replace(
        first,
        end=second.end,
        sure=first.sure and second.sure,
        weak=first.weak and second.weak,
        doubtful=first.doubtful or second.doubtful,
        **{name: getattr(second, name) for name in theirs},
    )
    return merged if _consistent(merged) else None


def _consistent(part: Part) -> bool:
    if part.feasts is not None:
        return part.week is None and part.fixed is None and part.weekday is None
    if part.fixed is None:
        return part.week is None or part.number is None
    return (
        part.week is None
        and part.year is None
        and part.number in (None, part.fixed.day)
        and part.month in (None, part.fixed.month)
        and (part.weekday is None or part.weekday == part.fixed.weekday() or part.last is not None)
    )


def period_of(hour: time | None) -> Period | None:
    """The part of the day that an hour falls into: noon begins the afternoon, 18:00 the evening."""
    if hour is None:
        return None
    if hour < NOON:
        return Period.MORNING
    return Period.AFTERNOON if hour < _EVENING else Period.EVENING


def resolve_hour(part: Part) -> time | None:
    """The hour on the 24-hour clock: 'à 3 heures' is 15:00, nobody is about at three at night."""
    if part.hour is None or part.sure:
        return part.hour
    late = part.period in (Period.AFTERNOON, Period.EVENING)
    if part.hour < NOON and (late or (part.period is None and part.hour < time(7))):
        return part.hour.replace(hour=part.hour.hour + 12)
    return part.hour


def resolve(part: Part, today: date) -> tuple[date | None, date | None]:
    """The day, and the last day where a stretch of days is meant."""
    if part.fixed is not None:
        if part.weekday is not None and part.last is not None:
            return part.fixed + timedelta((part.weekday - part.fixed.weekday()) % 7), None
        return part.fixed, part.last
    if part.feasts is not None:
        return _feast(part.feasts, part, today), None
    if part.number is not None:
        return _dated(part, today), part.last
    if part.week is not None:
        monday = today + timedelta(7 * part.week - today.weekday())
        if part.weekday is not None:
            return monday + timedelta(part.weekday), None
        return monday, monday + timedelta(6)
    if part.weekday is not None:
        return _weekday(part.weekday, part.how, today), part.last
    return None, None


def _feast(feasts: tuple[Feast, ...], part: Part, today: date) -> date:
    if part.year is not None:
        return feasts[0](part.year)
    if part.how == "last":
        return latest(feasts, today)
    day = upcoming(feasts, today)
    if part.number in (None, day.day):
        return day
    others = (feast(today.year) for feast in feasts)
    dated = _near(day, part.number)
    return next((other for other in others if other.day == part.number), dated or day)


def _near(feast: date, number: int) -> date | None:
    """The day of that number in a feast's month, close before or after it: 'Noël, le 24'."""
    with suppress(ValueError):
        dated = feast.replace(day=number)
        return dated if abs(dated - feast) <= _FESTIVE else None
    return None


def _weekday(weekday: int, how: str | None, today: date) -> date:
    """Find the weekday that is meant; without more it is the next one, never today."""
    ahead = (weekday - today.weekday()) % 7
    of_this_week = weekday - today.weekday()
    match how:
        case "this":
            days = ahead
        case "fortnight":
            days = ahead + 7
        case "third":
            days = ahead + 14
        case "after_next":
            days = (ahead or 7) + 7
        case "next_week":
            days = of_this_week + 7
        case "this_week":
            days = of_this_week
        case "last_week":
            days = of_this_week - 7
        case "last":
            days = (ahead or 7) - 7 if ahead else -7
        case _:
            days = ahead or 7
    return today + timedelta(days)


def _dated(part: Part, today: date) -> date | None:
    if part.month is None:
        return _numbered(part, today)
    if part.year is not None:
        return _date(part.year, part.month, part)
    this_year, next_year = (_date(today.year + more, part.month, part) for more in (0, 1))
    if this_year is None or this_year < today - _LAPSED:
        return next_year
    matches = part.weekday in (None, this_year.weekday())
    if not matches and next_year is not None and next_year.weekday() == part.weekday:
        return next_year
    return this_year


def _numbered(part: Part, today: date) -> date | None:
    """The next day of that number, on that weekday if one was named with it."""
    for ahead in range(28 if part.weekday is not None else 3):
        months = today.month - 1 + ahead
        day = _date(today.year + months // 12, months % 12 + 1, part)
        if day is not None and day >= today and part.weekday in (None, day.weekday()):
            return day
    return None


def _date(year: int, month: int, part: Part) -> date | None:
    try:
        return date(year, month, part.number or 1)
    except ValueError:
        return None
