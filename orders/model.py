"""Baskets, orders and round dates as plain immutable values.

A resident's confirmed basket is one order *number*, which people can say aloud, and one `Order` for
each shop under that number. What may follow what is one table in `orders.life`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from tournee.catalog.model import PersonSlug, PlaceSlug, Role, RoundSlug, ShopSlug, Sku
from tournee.catalog.quantity import Money, Unit

OrderNumber = NewType("OrderNumber", int)


class OrderStatus(StrEnum):
    PLACED = "placed"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REFUSED = "refused"
    PACKED = "packed"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class LineStatus(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    MISSING = "missing"
    SUBSTITUTED = "substituted"
    WEIGHED = "weighed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a resident wants, in a basket or on its way into an order.

    Exactly one of `qty`, `count` and `amount` is set.
    """

    sku: Sku
    qty: Decimal | None = None
    """In the product's own unit."""
    count: Decimal | None = None
    """Pieces of a product sold by weight ('3 courgettes')."""
    amount: Decimal | None = None
    """Money to spend on a product sold by weight ('pour 10 euros de viande hachée')."""
    options: tuple[str, ...] = ()
    """In the notation of `nlu.model.Line.options`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneficiary:
    """For whom, and where to, when it is not the person who writes."""

    name: str
    place: PlaceSlug | None = None
    person: PersonSlug | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDate:
    """One day's run of a round. Instants are aware and UTC; `date` is the village's day."""

    round: RoundSlug
    name: str
    date: date
    departs: datetime
    ends: datetime
    cutoff: datetime
    places: tuple[PlaceSlug, ...]
    capacity: int | None = None
    taken: int = 0
    """Stops already promised."""
    cancelled: bool = False

    @property
    def key(self) -> str:
        return f"{self.round}:{self.date.isoformat()}"

    @property
    def full(self) -> bool:
        return self.capacity is not None and self.taken >= self.capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a line costs. For goods weighed later it is a ceiling that the resident agrees to."""

    total: Money
    """Exact, or the expected amount of goods weighed later."""
    ceiling: Money
    """The most that may be due without asking again; equals `total` where nothing is weighed."""
    weighed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """Name, unit price and VAT are those of the day it was ordered."""

    position: int
    """Counts from 1, in the order in which things were said; never reused."""
    item: Item
    name: str
    unit: Unit
    unit_price: Money
    """With the surcharges of the options."""
    price: Price
    vat: Decimal | None = None
    status: LineStatus = LineStatus.ASKED
    substitute: Sku | None = None
    """What was offered, or stands, in its place."""
    weight: Decimal | None = None
    """The real weight in `unit`, once the shop has entered it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one shop has to prepare under one number."""

    number: OrderNumber
    shop: ShopSlug
    resident: PersonSlug
    status: OrderStatus
    lines: tuple[OrderLine, ...]
    placed_at: datetime
    place: PlaceSlug | None = None
    beneficiary: Beneficiary | None = None
    round: RoundSlug | None = None
    date: date | None = None
    cutoff: datetime | None = None
    """Until then the resident changes it with a message."""
    answered_by: str | None = None
    """Who in the shop accepted or refused it, by name."""
    note: str = ""

    @property
    def is_open(self) -> bool:
        """The shop or the driver still has something to do for it."""
        return self.status in {
            OrderStatus.PLACED,
            OrderStatus.ACCEPTED,
            OrderStatus.PARTLY_ACCEPTED,
            OrderStatus.PACKED,
            OrderStatus.OUT_FOR_DELIVERY,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something: for rights and for the audit trail."""

    role: Role
    person: PersonSlug | None = None
    name: str = ""
    shop: ShopSlug | None = None
    """For shopkeepers: the one shop they act for."""
