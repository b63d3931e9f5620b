"""Baskets, orders and round dates as plain immutable values.

A resident's confirmed basket is one order *number*, which people can say aloud, and one `Order` for
each shop under that number. What may follow what is one table in `orders.life`.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NewType

from tournee.catalog.model import PersonSlug, PlaceSlug, Role, RoundSlug, ShopSlug, Sku
from tournee.catalog.quantity import Money, Unit

OrderNumber = NewType("OrderNumber", int)
Day = date
"""A calendar day of the village, where a field is itself called `date`."""

DayPart = Literal["morning", "afternoon", "evening"]


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


OPEN_STATUSES = frozenset(
    {
        OrderStatus.PLACED,
        OrderStatus.ACCEPTED,
        OrderStatus.PARTLY_ACCEPTED,
        OrderStatus.PACKED,
        OrderStatus.OUT_FOR_DELIVERY,
    }
)


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
    holiday: bool = False
    """It does not run because of a public holiday; `cancelled` is set too."""
    moved_to: Day | None = None
    """It goes on that day instead; `cancelled` is set too."""
    crates: int | None = None
    """What the vehicle holds."""
    loaded: Decimal = Decimal(0)
    """Crates promised room already."""
    part: DayPart = "morning"
    """By the village's clock at departure: before noon, before 17:00, later."""

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
    deposit: Money | None = None
    """The part of it that comes back with the empty bottles or crates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """Name, unit price and VAT are those of the day it was ordered."""

    position: int
    """Counts from 1 over all shops of a number, as things were said; never reused."""
    item: Item
    name: str
    unit: Unit
    unit_price: Money
    """With the surcharges of the options."""
    price: Price
    vat: Decimal | None = None
    status: LineStatus = LineStatus.ASKED
    substitute: Sku | None = None
    """What was offered or stands in its place; standing, it gives name, unit and prices."""
    weight: Decimal | None = None
    """The real weight in `unit`, once the shop has entered it."""
    quantity: Decimal = Decimal(0)
    """In `unit`: what was asked, the expected amount of goods weighed later; taken from stock.
    Where its shop has less, that."""
    wanted: Decimal | None = None
    """In `unit`: what was asked, where its shop has less. Missing, the resident did not want what
    was left."""

    @property
    def live(self) -> bool:
        """Still part of what the resident gets."""
        return self.status not in {LineStatus.MISSING, LineStatus.REMOVED}

    @property
    def offered(self) -> bool:
        """The resident has not answered the offered substitute yet."""
        return self.status is LineStatus.ASKED and self.substitute is not None

    @property
    def too_heavy(self) -> bool:
        """Weighed above its ceiling, and the resident has not answered yet."""
        return self.live and self.weight is not None and self.status is not LineStatus.WEIGHED

    @property
    def short(self) -> bool:
        """Its shop has only a part of what was asked."""
        return self.live and self.wanted is not None

    @property
    def whole(self) -> Decimal:
        """In `unit`: what was asked, whether its shop has all of it or not."""
        return self.quantity if self.wanted is None else self.wanted

    @property
    def standing(self) -> Item:
        """What the resident gets: the item as asked or a part of it, or what stands in its place.

        An accepted substitute is plain. Pieces of goods sold by weight stay pieces where the part
        is a whole number of them.
        """
        if self.substitute is not None and not self.offered:
            return Item(sku=self.substitute, qty=self.quantity)
        if not self.short:
            return self.item
        if self.item.count is not None:
            count = self.item.count * self.quantity / self.whole
            if count == count.to_integral_value():
                return replace(self.item, count=count.to_integral_value())
        return replace(self.item, qty=self.quantity, count=None, amount=None)


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
    date: Day | None = None
    cutoff: datetime | None = None
    """Until then the resident changes it with a message."""
    answered_by: str | None = None
    """Who in the shop accepted or refused it, by name."""
    note: str = ""
    crates: Decimal = Decimal(0)
    """What it is taken to fill of the vehicle."""
    version: int = 0
    """Counts saves: a save over a newer one is refused."""

    @property
    def live_lines(self) -> tuple[OrderLine, ...]:
        return tuple(line for line in self.lines if line.live)

    @property
    def is_open(self) -> bool:
        """The shop or the driver still has something to do for it."""
        return self.status in OPEN_STATUSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something: for rights and for the audit trail."""

    role: Role
    person: PersonSlug | None = None
    name: str = ""
    shop: ShopSlug | None = None
    """For shopkeepers: the one shop they act for."""
