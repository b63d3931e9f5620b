"""What a shop is told when it asks of its own orders."""

from dataclasses import dataclass

from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.shop.replies import Bag
from tournee.catalog.model import Product
from tournee.orders.lists import ProductTotal
from tournee.orders.model import Day, OrderNumber, RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    date: Day
    orders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersCounted(Reply):
    """How many orders the shop works on, day by day."""

    date: Day | None
    """That was asked about; None: all that are open."""
    days: tuple[DayCount, ...]
    unanswered: tuple[OrderNumber, ...]
    called_off: bool = False
    """The round of that day does not take place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsCounted(Reply):
    """How much of something is ordered."""

    date: Day | None
    product: Product
    """That was named best."""
    totals: tuple[ProductTotal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerShown(Reply):
    """Whose orders go by a name."""

    bags: tuple[Bag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyOfThatName(Reply):
    """No open order is for somebody called so."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DriversNamed(Reply):
    """Who brings the bags out, and when."""

    date: Day | None
    round: RoundDate | None
    """None: none goes that day."""
    names: tuple[str, ...]
    """All drivers of the village: who of several goes is settled when the round closes."""


QuestionReply = OrdersCounted | GoodsCounted | CustomerShown | NobodyOfThatName | DriversNamed
