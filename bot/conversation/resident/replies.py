"""Everything the bot says to a resident, as a closed union of values; words are in `bot.render`."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from tournee.bot.conversation.model import Reply
from tournee.catalog.model import OptionGroup, Place, Product, Shop
from tournee.catalog.quantity import Money
from tournee.nlu.model import Period
from tournee.orders.model import Item, OrderNumber, OrderStatus, Price, RoundDate
from tournee.orders.rounds import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    product: Product
    item: Item
    price: Price
    given: Product | None = None
    """What stands in its place."""
    weight: Decimal | None = None
    """The real one, in the product's unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced(Reply):
    """First contact: a robot answers, what it keeps, how to stop it."""

    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeted(Reply):
    examples: tuple[Product, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanked(Reply):
    """The person said thank you."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Reply):
    """A yes or no with nothing pending: harmless."""

    order: OrderNumber | None = None
    """An order that is already on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpGiven(Reply):
    examples: tuple[Product, ...]
    person: str = ""


# --- the basket ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketShown(Reply):
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAsked(Reply):
    text: str
    choices: tuple[Product, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionAsked(Reply):
    product: Product
    group: OptionGroup
    others: int = 0
    """How many more products of the basket miss the same choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityAsked(Reply):
    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAsked(Reply):
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAsked(Reply):
    """Under which name the bags are packed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapShown(Reply):
    """The message that asks for the binding yes."""

    lines: tuple[LineShown, ...]
    total: Price
    round: RoundDate
    place: Place | None
    wished: date | None = None
    why: Reason = "next"
    """Whether and why the round is not the one that was wished for."""
    beneficiary: str = ""
    name: str = ""
    """To greet by."""
    alcohol: bool = False
    changed: bool = False
    """Prices or stock are no longer those of the last recap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAwaited(Reply):
    """After a side question: the recap still waits for its yes."""

    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAwaited(Reply):
    """A no to the recap."""

    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRound(Reply):
    """No round of the coming days takes orders for the place."""

    place: Place | None
    why: Reason
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketEmptied(Reply):
    """Nothing was ordered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketEmpty(Reply):
    """There is nothing to change, to cancel or to confirm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingUsual(Reply):
    """'The usual' without any past order."""


# --- what stood in the way -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSold(Reply):
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotByUs(Reply):
    """Tobacco and medicines are not for a bot to sell."""

    what: Literal["tobacco", "medicine"]
    text: str
    shop: Shop | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldOut(Reply):
    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class FewLeft(Reply):
    product: Product
    left: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMany(Reply):
    product: Product
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketFull(Reply):
    """More lines, or more money, than one order may have."""

    lines: bool
    """Lines, not money."""
    most: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAQuantity(Reply):
    """Zero or less was asked for."""

    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldByPiece(Reply):
    """A weight or a fraction was asked of something that is sold whole."""

    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyOptions(Reply):
    product: Product
    group: OptionGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class NotInBasket(Reply):
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPast(Reply):
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLate(Reply):
    """The order can no longer be changed."""

    number: OrderNumber
    cutoff: datetime | None
    next: RoundDate | None = None
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood(Reply):
    text: str
    examples: tuple[Product, ...] = ()


What = Literal["voice", "picture", "sticker", "empty", "other", "emoji", "long"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Reply):
    what: What
    examples: tuple[Product, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(Reply):
    """A command was refused for a reason that has no sentence of its own."""


# --- orders --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSent(Reply):
    number: OrderNumber
    shops: tuple[Shop, ...]
    cutoff: datetime | None
    """None where it has passed or there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChanged(Reply):
    number: OrderNumber
    lines: tuple[LineShown, ...]
    total: Price
    cutoff: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMoved(Reply):
    number: OrderNumber
    round: RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderGone(Reply):
    """Cancelled."""

    number: OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichOrder(Reply):
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
    number: OrderNumber
    shop: Shop
    reason: str
    alone: bool
    """No other shop has a part in the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGone(Reply):
    number: OrderNumber
    shop: Shop
    product: Product
    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteAsked(Reply):
    number: OrderNumber
    shop: Shop
    product: Product
    substitute: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteSettled(Reply):
    number: OrderNumber
    product: Product
    substitute: Product
    accepted: bool
    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightAsked(Reply):
    """Heavier than agreed."""

    number: OrderNumber
    product: Product
    weight: Decimal
    total: Money


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheWay(Reply):
    """The driver has left, or is late."""

    number: OrderNumber
    earliest: datetime
    latest: datetime
    late: bool
    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered(Reply):
    number: OrderNumber
    total: Price
    paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDelivered(Reply):
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
    number: OrderNumber
    round: RoundDate


# --- answers to questions ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesTold(Reply):
    products: tuple[Product, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichPrice(Reply):
    """A price was asked, of nothing that could be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityTold(Reply):
    products: tuple[Product, ...]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsTold(Reply):
    """What a shop or a category has."""

    products: tuple[Product, ...]
    more: int = 0
    shop: Shop | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopsTold(Reply):
    """Each shop with some of what it sells."""

    shops: tuple[tuple[Shop, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopHours:
    shop: Shop
    day: date
    spans: tuple[tuple[datetime, datetime], ...]
    """Open times of that day; none if it is closed."""
    next: datetime | None = None
    """When it opens next, if it is closed all day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursTold(Reply):
    shops: tuple[ShopHours, ...]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsTold(Reply):
    rounds: tuple[RoundDate, ...]
    place: Place | None
    asked: date | None = None
    """A day without a round that takes orders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSummary:
    number: OrderNumber
    round: RoundDate | None
    day: date | None
    total: Price
    shops: tuple[tuple[Shop, OrderStatus], ...]
    cutoff: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTold(Reply):
    orders: tuple[OrderSummary, ...]
    """Open ones; where there is none, today's."""
    next: RoundsTold | None = None
    """Set where no order is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNoted(Reply):
    """A wish for day, hours or place before anything is in the basket."""

    day: date | None
    period: Period | None
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn(Reply):
    """A note or a complaint went to a person."""

    person: str
    sorry: bool


# --- people --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonOffered(Reply):
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Reply):
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSays(Reply):
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackAgain(Reply):
    """The bot answers again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped(Reply):
    person: str
    orders: tuple[OrderNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarted(Reply):
    """START after STOP."""


ResidentReply = (
    Introduced
    | Greeted
    | Thanked
    | Acknowledged
    | HelpGiven
    | BasketShown
    | ProductAsked
    | OptionAsked
    | QuantityAsked
    | PlaceAsked
    | NameAsked
    | RecapShown
    | ConfirmAwaited
    | ChangeAwaited
    | NoRound
    | BasketEmptied
    | BasketEmpty
    | NothingUsual
    | NotSold
    | NotByUs
    | SoldOut
    | FewLeft
    | TooMany
    | BasketFull
    | NotAQuantity
    | SoldByPiece
    | TooManyOptions
    | NotInBasket
    | DayPast
    | TooLate
    | NotUnderstood
    | Unread
    | Failed
    | OrderSent
    | OrderChanged
    | OrderMoved
    | OrderGone
    | WhichOrder
    | ShopsConfirmed
    | ShopRefused
    | LineGone
    | SubstituteAsked
    | SubstituteSettled
    | WeightAsked
    | Weighed
    | Tomorrow
    | OnTheWay
    | Delivered
    | NotDelivered
    | RoundGone
    | MoveAsked
    | PricesTold
    | WhichPrice
    | AvailabilityTold
    | ProductsTold
    | ShopsTold
    | HoursTold
    | RoundsTold
    | StatusTold
    | DeliveryNoted
    | PassedOn
    | PersonOffered
    | HandedOver
    | OperatorSays
    | BackAgain
    | Stopped
    | Restarted
)
