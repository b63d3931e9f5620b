"""Everything the bot says in a shop's group, as a closed union of values."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.shop.state import Wish
from tournee.catalog.model import Product, Sku
from tournee.catalog.quantity import Money
from tournee.orders.lists import ProductTotal
from tournee.orders.model import Day, Order, OrderLine, OrderNumber, RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """For whom the shop packs. A phone number is none of its business."""

    name: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """What a customer has said beforehand to take in a line's place."""

    sku: Sku
    """Of the line."""
    name: str
    product: Product | None
    """None: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardShown(Reply):
    """An order, with who did what and what can be tapped next."""

    order: Order
    customer: Customer
    wishes: tuple[Instead, ...] = ()
    picking: Literal["line", "substitute"] | None = None
    missing: Product | None = None
    line: OrderLine | None = None
    """The one that is missing, or of which there is less."""
    lefts: tuple[Decimal, ...] = ()
    """How much there may be of it, to tap, in its unit."""
    substitutes: tuple[Product, ...] = ()
    reminder: bool = False
    """It stands below a reminder; the card further up has no buttons any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMoved(Reply):
    """The reminder further down carries the order now."""

    order: Order
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadySettled(Reply):
    """A second tap, or one that came too late: nothing was changed."""

    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Reply):
    """What a typed phrase did: its order as it is now."""

    order: Order
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class LineIsMissing(Reply):
    """A line is struck out, with nothing in its place."""

    number: OrderNumber
    product: Product
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteProposed(Reply):
    """The resident is asked whether another product will do."""

    number: OrderNumber
    product: Product
    substitute: Product
    by: str
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteDecided(Reply):
    """The resident has answered what the shop proposed."""

    number: OrderNumber
    product: Product
    substitute: Product
    accepted: bool
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightNoted(Reply):
    """A line's real weight, and what follows from it."""

    number: OrderNumber
    product: Product
    weight: Decimal
    total: Money
    above_ceiling: bool
    declined: bool
    customer: Customer
    agreed: bool = False
    """The resident was asked, and takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightAsked(Reply):
    """What does this line weigh?"""

    number: OrderNumber
    product: Product
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChanged(Reply):
    """The resident has changed an order: the shop answers again."""

    order: Order
    customer: Customer
    added: tuple[Product, ...]
    changed: tuple[Product, ...]
    removed: tuple[Product, ...]
    moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWithdrawn(Reply):
    """The resident has cancelled."""

    order: Order
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBroughtOver(Reply):
    """The driver comes back with the shop's bag."""

    order: Order
    customer: Customer
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """The shop's part of an order, and whose it is."""

    order: Order
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class PickingListShown(Reply):
    """At the cut-off, or when it is asked for."""

    date: Day | None
    totals: tuple[ProductTotal, ...]
    bags: tuple[Bag, ...]
    unanswered: tuple[OrderNumber, ...] = ()
    final: bool = True
    """The cut-off has passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToPick(Reply):
    """The list was asked for, and no order is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundGone(Reply):
    """A round that was to bring these orders does not run."""

    date: Day
    reason: str
    orders: tuple[Bag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundShifted(Reply):
    """The round goes another time, and these orders with it."""

    date: Day
    round: RoundDate
    orders: tuple[Bag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersTouched(Reply):
    """Open orders that hold something that has run out."""

    product: Product
    orders: tuple[Bag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded(Reply):
    """Nobody has answered an order for half an hour of opening."""

    order: Order
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class DidYouMean(Reply):
    """What a typed phrase may have meant, to choose from."""

    options: tuple[tuple[Wish, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtSettled(Reply):
    """What was meant, or nothing of what was proposed: then nothing was done."""

    chosen: tuple[Wish, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownCommand(Reply):
    """A command that means nothing in a shop's group."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownOrder(Reply):
    """No open order answers to that number or name."""

    text: str
    open: tuple[OrderNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichPacked(Reply):
    """'prêt', where several orders may be."""

    open: tuple[OrderNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotInOrder(Reply):
    """The order holds no such thing."""

    text: str
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSoldHere(Reply):
    """The shop has no such product."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoOrderHolds(Reply):
    """A weight for something that nobody has ordered."""

    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class NotByWeight(Reply):
    """It is sold by the piece: there is nothing to weigh."""

    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Reply):
    """A service refused a command; nothing was changed."""

    code: str
    number: OrderNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpGiven(Reply):
    """What one can type here, on the shop's own goods."""

    number: OrderNumber
    """Of an open order, for the examples."""
    products: tuple[Product, ...]
    weighed: Product | None = None
    """Something of the shop's that is sold by weight."""


ShopReply = (
    CardShown
    | CardMoved
    | AlreadySettled
    | Done
    | LineIsMissing
    | SubstituteProposed
    | SubstituteDecided
    | WeightNoted
    | WeightAsked
    | OrderChanged
    | OrderWithdrawn
    | NotBroughtOver
    | PickingListShown
    | NothingToPick
    | RoundGone
    | RoundShifted
    | OrdersTouched
    | Reminded
    | DidYouMean
    | DoubtSettled
    | UnknownCommand
    | UnknownOrder
    | WhichPacked
    | NotInOrder
    | NotSoldHere
    | NoOrderHolds
    | NotByWeight
    | Refused
    | HelpGiven
)
