"""A round's evening: each shop's envelope, what it should hold and what was counted in it."""

from dataclasses import dataclass
from datetime import datetime

from tournee.catalog.model import RoundSlug, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders.model import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """One envelope that has reached its shop."""

    round: RoundSlug
    date: Day
    shop: ShopSlug
    place: int
    """Counts from 1: a round may have something to hand over again after a correction."""
    cash: Money
    """Expected, from the books."""
    cheques: Money
    """Likewise."""
    received: Money
    """Counted, with the cheques."""
    at: datetime
    by: str
    """Who counted, by name."""
    why: str = ""
    """What was said about a difference."""

    @property
    def expected(self) -> Money:
        return self.cash + self.cheques

    @property
    def difference(self) -> Money:
        """Negative where something is missing."""
        return self.received - self.expected

    @property
    def key(self) -> str:
        return f"{self.round}:{self.date.isoformat()}:{self.shop}:{self.place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the driver carries for one shop from one day's round."""

    round: RoundSlug
    date: Day
    shop: ShopSlug
    cash: Money
    cheques: Money

    @property
    def total(self) -> Money:
        return self.cash + self.cheques
