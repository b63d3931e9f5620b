"""What a driver's plan of a round tells others: in which order the doors come."""

from dataclasses import dataclass
from datetime import date

from tournee.catalog.model import RoundSlug, ShopSlug
from tournee.orders.model import OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRun:
    """One driver's run of one round, as far as it is planned or driven."""

    driver: str
    """By name."""
    round: RoundSlug
    date: date
    order: tuple[OrderNumber, ...] = ()
    """One number of each door; empty where nothing is planned yet."""
    shops: tuple[ShopSlug, ...] = ()
    """In the order in which to collect."""
    share: tuple[OrderNumber, ...] | None = None
    """The orders that are this driver's; None: all of the round."""
