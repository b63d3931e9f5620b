"""What becomes of an order."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.resident.replies.basket import LineShown
from tournee.catalog.model import Product, Shop
from tournee.catalog.quantity import Money
from tournee.orders.model import OrderNumber, Price, RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSent(Reply):
    """The order is placed: its number, and who has yet to answer."""

    number: OrderNumber
    shops: tuple[Shop, ...]
    cutoff: datetime | None
    """None where it has passed or there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChanged(Reply):
    """A placed order holds other goods now."""

    number: OrderNumber
    lines: tuple[LineShown, ...]
    total: Price
    cutoff: datetime | None
    collected: bool = False
    """At the shop, which is paid there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMoved(Reply):
    """Another round brings the order."""

    number: OrderNumber
    round: RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderGone(Reply):
    """Cancelled."""

    number: OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichOrder(Reply):
    """Several orders are open: which one is meant?"""

    orders: tuple[tuple[OrderNumber, date | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopsConfirmed(Reply):
    """Every shop of an order has answered."""

    number: OrderNumber
    shops: tuple[Shop, ...]
    total: Price
    round: RoundDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopRefused(Reply):
    """A shop declines its part of the order."""

    number: OrderNumber
    shop: Shop
    reason: str
    alone: bool
    """No other shop has a part in the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBehind(Reply):
    """The round has left before the shop answered."""

    number: OrderNumber
    shop: Shop
    alone: bool
    """Nothing else of the order is on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGone(Reply):
    """The shop lacks a product and offers nothing in its place."""

    number: OrderNumber
    shop: Shop
    product: Product
    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopShort(Reply):
    """The shop has only a part of what was asked, or all of it after all."""

    number: OrderNumber
    shop: Shop
    line: LineShown
    """What there is."""
    wanted: LineShown
    """What was asked."""
    total: Price
    made_good: bool = False
    answer: bool = False
    """A bare no would be read as the answer to this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestLeftOut(Reply):
    """The resident does not want the part that the shop has."""

    number: OrderNumber
    product: Product
    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteAsked(Reply):
    """The shop lacks a product: is what it offers welcome?"""

    number: OrderNumber
    shop: Shop
    product: Product
    substitute: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteSettled(Reply):
    """What became of a line that the shop lacked."""

    number: OrderNumber
    product: Product
    substitute: Product
    accepted: bool
    total: Price
    shop: Shop | None = None
    """Set where the resident had asked for it beforehand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightAsked(Reply):
    """Heavier than agreed."""

    number: OrderNumber
    product: Product
    weight: Decimal
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightDeclined(Reply):
    """Not wanted at that weight; the shop decides what follows."""

    number: OrderNumber
    shop: Shop
    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed(Reply):
    """All weights of an order are known."""

    number: OrderNumber
    lines: tuple[LineShown, ...]
    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Tomorrow(Reply):
    """The evening before: when, and the cash to prepare."""

    number: OrderNumber
    round: RoundDate | None
    day: date
    total: Price
    """Of all that comes to the door, less what a credit pays."""
    beside: tuple[OrderNumber, ...] = ()
    """Other orders that come to the same door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheWay(Reply):
    """The driver has left, or is late."""

    number: OrderNumber
    earliest: datetime
    latest: datetime
    late: bool
    total: Price
    sooner: bool = False
    """Earlier than they were told before."""
    beside: tuple[OrderNumber, ...] = ()
    """Other orders that come to the same door; `total` is of all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered(Reply):
    """All of the order is at the door, with what was paid."""

    number: OrderNumber
    total: Price
    paid: bool
    received: Money | None = None
    """What the driver got, of all shops; None where that is not the reader's to know."""
    owed: Money | None = None
    """What of it is owed now: a credit has paid first."""
    left_with: str = ""
    """Who keeps it, since nobody was at home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDelivered(Reply):
    """The driver could not hand the order over."""

    number: OrderNumber
    reason: str
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundGone(Reply):
    """A round is cancelled."""

    number: OrderNumber
    day: date
    reason: str
    next: RoundDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAsked(Reply):
    """May this round bring the order instead?"""

    number: OrderNumber
    round: RoundDate


OrderReply = (
    OrderSent
    | OrderChanged
    | OrderMoved
    | OrderGone
    | WhichOrder
    | ShopsConfirmed
    | ShopRefused
    | LeftBehind
    | LineGone
    | ShopShort
    | RestLeftOut
    | SubstituteAsked
    | SubstituteSettled
    | WeightAsked
    | WeightDeclined
    | Weighed
    | Tomorrow
    | OnTheWay
    | Delivered
    | NotDelivered
    | RoundGone
    | MoveAsked
)
