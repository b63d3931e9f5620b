"""Days that are named: fixed feasts, those that move with Easter, nth weekdays of a month."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from tournee.catalog.model import Weekday
from tournee.nlu.words.phrases import Phrases

Feast = Callable[[int], date]
"""The day in a given year."""


@cache
def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    month, day = divmod(d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month; -1 is the last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    after = date(year + month // 12, month % 12 + 1, 1)
    return after - timedelta((after.weekday() - 1 - weekday) % 7 + 1)


def upcoming(feasts: Sequence[Feast], today: date) -> date:
    """The next of such days, today included."""
    days = (feast(year) for feast in feasts for year in (today.year, today.year + 1))
    return min(day for day in days if day >= today)


def latest(feasts: Sequence[Feast], today: date) -> date:
    """The last of such days before today."""
    days = (feast(year) for feast in feasts for year in (today.year, today.year - 1))
    return max(day for day in days if day < today)


def _fixed(month: int, day: int) -> Feast:
    return lambda year: date(year, month, day)


def _moving(offset: int) -> Feast:
    return lambda year: easter(year) + timedelta(offset)


def _nth(month: int, weekday: int, nth: int) -> Feast:
    return lambda year: nth_weekday(year, month, weekday, nth)


def add_feasts(feasts: Phrases[tuple[Feast, ...]], data: Mapping[str, Any]) -> None:
    """Add one language's feasts; a name with several days ('le réveillon') is the next of them."""
    for days, phrases in data["feasts"].items():
        several = tuple(_fixed(int(day[:2]), int(day[3:])) for day in days.split())
        for phrase in phrases:
            feasts.add(phrase, several)
    for offset, phrases in data["easter"].items():
        for phrase in phrases:
            feasts.add(phrase, (_moving(int(offset)),))
    for rule, phrases in data["nth"].items():
        month, weekday, nth = rule.split()
        for phrase in phrases:
            feasts.add(phrase, (_nth(int(month), Weekday(weekday).number, int(nth)),))
