"""What has happened to orders and rounds: the outcome of a service, and the news that others get.

Each is a small immutable value that can wait in the database as JSON until the party that it
concerns is told; the order itself is looked up again then, so that nobody reads stale news.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug, Sku
from tournee.catalog.quantity import Money
from tournee.orders.model import OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfOrder:
    number: OrderNumber
    shop: ShopSlug
    resident: PersonSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced(_OfOrder):
    kind: Literal["order_placed"] = "order_placed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAmended(_OfOrder):
    """The resident has changed it before the cut-off; the shop answers again."""

    added: tuple[Sku, ...] = ()
    changed: tuple[Sku, ...] = ()
    removed: tuple[Sku, ...] = ()
    moved: bool = False
    """It goes with another round now; its content is as it was."""
    kind: Literal["order_amended"] = "order_amended"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(_OfOrder):
    kind: Literal["order_cancelled"] = "order_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAccepted(_OfOrder):
    by: str = ""
    kind: Literal["order_accepted"] = "order_accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefused(_OfOrder):
    by: str = ""
    reason: str = ""
    kind: Literal["order_refused"] = "order_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMissing(_OfOrder):
    """Nothing can stand in its place."""

    sku: Sku
    by: str = ""
    kind: Literal["line_missing"] = "line_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteOffered(_OfOrder):
    sku: Sku
    substitute: Sku
    by: str = ""
    kind: Literal["substitute_offered"] = "substitute_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteAnswered(_OfOrder):
    sku: Sku
    substitute: Sku
    accepted: bool
    kind: Literal["substitute_answered"] = "substitute_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWeighed(_OfOrder):
    sku: Sku
    weight: Decimal
    total: Money
    above_ceiling: bool = False
    """The resident is asked before it counts."""
    declined: bool = False
    """The resident does not want it at that weight: the shop weighs again, or it is missing."""
    kind: Literal["line_weighed"] = "line_weighed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPacked(_OfOrder):
    kind: Literal["order_packed"] = "order_packed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLeftBehind(_OfOrder):
    """The round has left, and the shop never answered: it does not come."""

    kind: Literal["order_left_behind"] = "order_left_behind"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDelivered(_OfOrder):
    paid: bool = True
    kind: Literal["order_delivered"] = "order_delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNotDelivered(_OfOrder):
    reason: str = ""
    kind: Literal["order_not_delivered"] = "order_not_delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfRound:
    round: RoundSlug
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed(_OfRound):
    """Its cut-off has passed: shops get their picking lists, the driver the stops."""

    kind: Literal["round_closed"] = "round_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDeparted(_OfRound):
    kind: Literal["round_departed"] = "round_departed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCancelled(_OfRound):
    reason: str = ""
    kind: Literal["round_cancelled"] = "round_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductOffSale:
    """A shop has no more of it; `orders` are the open ones that hold it."""

    shop: ShopSlug
    sku: Sku
    orders: tuple[OrderNumber, ...] = ()
    kind: Literal["product_off_sale"] = "product_off_sale"


OrderEvent = (
    OrderPlaced
    | OrderAmended
    | OrderCancelled
    | OrderAccepted
    | OrderRefused
    | LineMissing
    | SubstituteOffered
    | SubstituteAnswered
    | LineWeighed
    | OrderPacked
    | OrderLeftBehind
    | OrderDelivered
    | OrderNotDelivered
)
RoundEvent = RoundClosed | RoundDeparted | RoundCancelled
DomainEvent = OrderEvent | RoundEvent | ProductOffSale
