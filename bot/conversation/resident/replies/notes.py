"""What stood in the way of something that was asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from tournee.bot.conversation.model import Reply
from tournee.catalog.model import OptionGroup, Product, Shop
from tournee.orders.model import OrderNumber, RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSold(Reply):
    """No shop of the village has such things."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotByUs(Reply):
    """Tobacco and medicines are not for a bot to sell."""

    what: Literal["tobacco", "medicine"]
    shop: Shop | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldOut(Reply):
    """None is left of it."""

    product: Product


@dataclass(frozen=True, slots=True, kw_only=True)
class FewLeft(Reply):
    """Less is left of it than was asked for."""

    product: Product
    left: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMany(Reply):
    """More of it than one order may hold."""

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
    """More choices of a group than its `max`."""

    product: Product
    group: OptionGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class NotInBasket(Reply):
    """What was to be taken out or changed was not there."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPast(Reply):
    """The day that was wished for is over."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLate(Reply):
    """The order can no longer be changed."""

    number: OrderNumber
    cutoff: datetime | None
    next: RoundDate | None = None
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopsShut(Reply):
    """Shops that are not open in time for a round."""

    shops: tuple[Shop, ...]
    day: date
    """Of the round."""
    number: OrderNumber | None = None
    """The order on that round that stays as it is."""
    apart: bool = False
    """What was asked for makes an order of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRoomLeft(Reply):
    """The vehicle of an order's round does not hold what was to be added to it."""

    day: date
    number: OrderNumber
    apart: bool = False
    """What was asked for makes an order of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut(Reply):
    """Goods about which a question stayed without an answer."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForLater(Reply):
    """Goods of other days than the list in hand, or for others: their lists follow."""

    days: tuple[date, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood(Reply):
    """Nothing in the message could be made sense of."""

    text: str
    examples: tuple[Product, ...] = ()


What = Literal["voice", "picture", "sticker", "empty", "other", "emoji", "long", "flood", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Reply):
    """Something came that holds no words: a picture, a voice message."""

    what: What
    examples: tuple[Product, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(Reply):
    """A command was refused for a reason that has no sentence of its own."""


NoteReply = (
    NotSold
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
    | ShopsShut
    | NoRoomLeft
    | LeftOut
    | KeptForLater
    | NotUnderstood
    | Unread
    | Failed
)
