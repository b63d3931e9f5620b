"""Standing orders: the same things every week, or every other week, until they are stopped.

The yes that sets one up is the yes to each order that comes of it (docs/adr: standing orders), up
to a ceiling; what would cost more is asked about again. Days are the village's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Self

from tournee.catalog.model import PersonSlug, PlaceSlug
from tournee.catalog.quantity import Money
from tournee.orders.model import Beneficiary, Item
from tournee.orders.pricing import sayable

WEEK: Final = timedelta(days=7)
MOST_STANDING: Final = 10
"""Standing orders of one resident."""
WEEKS: Final = (1, 2, 3, 4)
"""How often one may come."""
DEARER: Final = Decimal("0.20")
"""By how much the prices of the day may exceed those of the yes without asking again."""
FOREVER: Final = date(9999, 12, 31)
"""Paused until a word from the resident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOrder:
    """Goods that a resident has every so many weeks."""

    resident: PersonSlug
    number: int = 0
    """Counts a resident's from 1."""
    items: tuple[Item, ...]
    since: date
    """The first day that it is for: it names the weekday, and of two weeks which."""
    weeks: int = 1
    """It comes every so many weeks."""
    ceiling: Money
    """The most that one order may come to without asking."""
    place: PlaceSlug | None = None
    beneficiary: Beneficiary | None = None
    paused_until: date | None = None
    """The first day on which it may come again."""
    skipped: tuple[date, ...] = ()
    last: date | None = None
    """The last day that was dealt with: ordered, asked about, or missed."""
    collect: bool = False
    """The resident comes for it to the shops; no round brings it."""

    @classmethod
    def numbered(cls, order: Self, number: int) -> Self:
        return replace(order, number=number)

    @property
    def weekday(self) -> int:
        """0 for Monday, as `date.weekday()` counts."""
        return self.since.weekday()

    def falls_on(self, day: date) -> bool:
        """Tell whether a day is one of its own, skipped or not."""
        weeks, rest = divmod((day - self.since).days, WEEK.days)
        return weeks >= 0 and rest == 0 and weeks % self.weeks == 0

    def comes_on(self, day: date) -> bool:
        """Tell whether it is still to be ordered for a day."""
        return (
            self.falls_on(day)
            and day not in self.skipped
            and (self.paused_until is None or day >= self.paused_until)
            and (self.last is None or day > self.last)
        )

    def days(self, first: date, count: int = 1) -> Iterator[date]:
        """Give the next days from `first` on that it is to be ordered for."""
        start = max(d for d in (first, self.since, self.paused_until) if d is not None)
        if start >= FOREVER - WEEK * 60:
            return
        day = start + timedelta(days=(self.weekday - start.weekday()) % WEEK.days)
        for _ in range(max(WEEKS) * (count + len(self.skipped) + 1)):
            if count == 0:
                return
            if self.comes_on(day):
                yield day
                count -= 1
            day += WEEK

    def next_day(self, first: date) -> date | None:
        return next(self.days(first), None)


def ceiling_of(total: Money) -> Money:
    """Return the most that a yes to `total` covers: a fifth more, a number that is easily said."""
    return Money(amount=sayable(total.amount * (1 + DEARER)), currency=total.currency)
