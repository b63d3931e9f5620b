"""Waiting for a stop on a round that is full: who comes next, and for how long a stop is kept.

Whoever waits has an order on another round, which stays as it is until they say yes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tournee.catalog.model import PersonSlug, RoundSlug
from tournee.orders.model import OrderNumber

HELD_FOR: Final = timedelta(hours=2)
"""How long a stop that has come free is kept for the one who is asked."""
MOST_WAITING: Final = 50
"""On one round's day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A resident's place in the line for a stop of a full round."""

    round: RoundSlug
    date: date
    resident: PersonSlug
    number: OrderNumber
    """The order that would come with that round instead."""
    since: datetime
    held_until: datetime | None = None
    """A stop is kept for them until then; None while there is none."""

    def holds(self, now: datetime) -> bool:
        return self.held_until is not None and now < self.held_until


def first_in_line(waiting: Iterable[Waiting]) -> Waiting | None:
    """Return who is asked next: the one who has waited longest and was not asked yet."""
    unasked = [w for w in waiting if w.held_until is None]
    return min(unasked, key=lambda w: (w.since, w.number), default=None)
