"""A shop's tab (ardoise) for one resident: what stands on it, since when, and its room for more.

A tab is the shop's own and free of interest. It is settled within fifty days (DOMAIN: the French
rule for credit between a shop and its customers): the resident and the shop are warned after forty,
and from the fiftieth on nothing more goes on it until it is paid. Payments settle the oldest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from tournee.catalog.model import PersonSlug, ShopSlug
from tournee.orders.model import OrderNumber

WARNED_AFTER: Final = timedelta(days=40)
STOPPED_AFTER: Final = timedelta(days=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One entry of a tab's account."""

    day: date
    """The village's."""
    minor: int
    """Positive was put on the tab, negative paid."""
    number: OrderNumber | None = None
    """The order that was put on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """What a resident owes at a shop that lets them pay later."""

    resident: PersonSlug
    shop: ShopSlug
    minor: int = 0
    """What is owed; negative is a credit."""
    limit: int | None = None
    """In minor units; None is no limit, 0 no tab."""
    left: tuple[Movement, ...] = ()
    """What is not paid of it, the oldest first."""

    @property
    def since(self) -> date | None:
        """The day of the oldest thing on it that is not paid."""
        return self.left[0].day if self.left else None

    @property
    def credit(self) -> int:
        return max(0, -self.minor)

    def stopped(self, today: date) -> bool:
        return self.since is not None and today - self.since >= STOPPED_AFTER

    def warned(self, today: date) -> bool:
        return self.since is not None and today - self.since >= WARNED_AFTER

    def room(self, today: date) -> int | None:
        """Return how much more may go on it, a credit included; None is any amount."""
        if self.stopped(today):
            return self.credit
        return None if self.limit is None else max(self.limit - self.minor, self.credit, 0)

    def next_notice(self, today: date) -> date | None:
        """Return the coming day on which its age has to be told; None where none is coming."""
        if self.since is None:
            return None
        days = (self.since + WARNED_AFTER, self.since + STOPPED_AFTER)
        return next((day for day in days if day > today), None)


def by_order(movements: Iterable[Movement]) -> tuple[Movement, ...]:
    """Add up what each order has put on a tab, with what was put right later, on its first day."""
    found: dict[object, Movement] = {}
    for place, movement in enumerate(movements):
        key = place if movement.number is None else f"order {movement.number}"
        before = found.get(key)
        minor = movement.minor + (before.minor if before else 0)
        found[key] = replace(before or movement, minor=minor)
    return tuple(movement for movement in found.values() if movement.minor)


def unpaid(movements: Iterable[Movement]) -> tuple[Movement, ...]:
    """Return what was put on a tab and no payment has settled yet, the oldest first.

    Args:
        movements: in the order in which they were booked.
    """
    all_of_them = tuple(movements)
    paid = -sum(m.minor for m in all_of_them if m.minor < 0)
    left = []
    for movement in (m for m in all_of_them if m.minor > 0):
        rest = max(0, movement.minor - paid)
        paid = max(0, paid - movement.minor)
        if rest:
            left.append(replace(movement, minor=rest))
    return tuple(left)
