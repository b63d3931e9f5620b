"""A village's figures over some days: what was ordered, from whom, how full the rounds were."""

from dataclasses import dataclass
from datetime import date

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug
from tournee.catalog.quantity import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """One day of delivery, or of collecting."""

    date: date
    orders: int
    """Numbers that people were given; an order from two shops is one."""
    worth: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFigures:
    """What a period's orders come to for one shop."""

    shop: ShopSlug
    orders: int
    worth: Money
    unfilled: int
    """Orders that the shop refused, or lacked something of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFigures:
    """How full a round was on a day."""

    round: RoundSlug
    date: date
    stops: int
    capacity: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of the days from `first` to `last`, both included; cancelled orders do not count."""

    first: date
    last: date
    days: tuple[DayFigures, ...]
    """Each day, also those without an order."""
    shops: tuple[ShopFigures, ...]
    """The largest first."""
    runs: tuple[RunFigures, ...]
    """By day and round; those that had a stop."""
    residents: tuple[PersonSlug, ...]
    """Who ordered."""

    @property
    def orders(self) -> int:
        return sum(day.orders for day in self.days)

    @property
    def worth(self) -> Money:
        first, *rest = (day.worth for day in self.days)
        return sum(rest, first)
