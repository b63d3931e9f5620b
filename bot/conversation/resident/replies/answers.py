"""Answers to questions, which change nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.resident.replies.basket import LineShown
from tournee.catalog.model import Place, Product, Shop
from tournee.nlu.model import Period
from tournee.orders.model import OrderNumber, OrderStatus, Price, RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesTold(Reply):
    """What these products cost."""

    products: tuple[Product, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichPrice(Reply):
    """A price was asked, of nothing that could be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllergensTold(Reply):
    """What a product holds that some people must not eat, as its shop declares it."""

    products: tuple[Product, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityTold(Reply):
    """Which of these products can be had now."""

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
    """One shop's opening hours on one day."""

    shop: Shop
    day: date
    spans: tuple[tuple[datetime, datetime], ...]
    """Open times of that day; none if it is closed."""
    next: datetime | None = None
    """When it opens next, if it is closed all day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursTold(Reply):
    """When these shops are open."""

    shops: tuple[ShopHours, ...]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsTold(Reply):
    """The coming rounds: all of them, or those that serve one place."""

    rounds: tuple[RoundDate, ...]
    place: Place | None
    asked: date | None = None
    """A day without a round that takes orders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSummary:
    """An order in one line, with how far each shop is."""

    number: OrderNumber
    round: RoundDate | None
    day: date | None
    total: Price
    shops: tuple[tuple[Shop, OrderStatus], ...]
    cutoff: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTold(Reply):
    """How far the resident's orders are."""

    orders: tuple[OrderSummary, ...]
    """Open ones; where there is none, today's."""
    next: RoundsTold | None = None
    """Set where no order is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNoted(Reply):
    """A wish for day, hours or place before there is a recap that shows it."""

    day: date | None
    period: Period | None
    place: Place | None
    asks: bool
    """Whether it asks what is needed, too."""
    beneficiary: str = ""
    """Whom it is for, if that is somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTold(Reply):
    """What an order holds, as it was asked."""

    number: OrderNumber
    day: date | None
    lines: tuple[LineShown, ...]
    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(Reply):
    """What a word of the bot's own messages means."""

    what: Literal["at_most", "binding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidAgain(Reply):
    """Stands before a question that was not understood and is put again."""

    confirms: bool
    """The question is whether to order."""


AnswerReply = (
    PricesTold
    | WhichPrice
    | AllergensTold
    | AvailabilityTold
    | ProductsTold
    | ShopsTold
    | HoursTold
    | RoundsTold
    | StatusTold
    | DeliveryNoted
    | OrderTold
    | Explained
    | SaidAgain
)
