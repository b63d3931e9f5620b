"""What a shop's group is told of a line of which it has only a part."""

from dataclasses import dataclass
from decimal import Decimal

from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.shop.replies import Customer
from tournee.orders.model import Order, OrderLine, OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class LineIsShort(Reply):
    """A line is reduced to what there is, or whole again; its customer is told."""

    number: OrderNumber
    line: OrderLine
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingShort(Reply):
    """There is as much as was asked, or more: nothing was changed."""

    order: Order
    line: OrderLine
    customer: Customer
    more: bool = False
    """More was named than was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestUnwanted(Reply):
    """The customer does not want the part that there is."""

    number: OrderNumber
    line: OrderLine
    left: Decimal
    """In the line's unit."""
    customer: Customer


ShortReply = LineIsShort | NothingShort | RestUnwanted
