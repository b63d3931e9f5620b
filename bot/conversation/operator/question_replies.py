"""What operators are told when they ask in plain words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tournee.bot.conversation.model import Reply
from tournee.catalog.model import Product
from tournee.orders.lists import ProductTotal
from tournee.orders.model import Order, OrderNumber, RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersOf(Reply):
    """How many orders are open, and with which shops."""

    date: date | None
    """That was asked about; None: all that are open."""
    orders: int
    residents: int
    called_off: bool = False
    """Their rounds do not take place: they wait for another."""
    shops: tuple[tuple[str, int], ...]
    """Names, with the bags that each has to pack."""
    unanswered: tuple[tuple[str, tuple[OrderNumber, ...]], ...]
    """Names of shops, with the orders that they have not answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriversOf(Reply):
    """Who drives, with their numbers; who of several goes is settled when the round closes."""

    date: date | None
    rounds: tuple[RoundDate, ...]
    drivers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLeft(Reply):
    """How many stops are still free on rounds."""

    date: date | None
    rounds: tuple[RoundDate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsOf(Reply):
    """How much of something is ordered, in all shops."""

    date: date | None
    product: Product
    totals: tuple[ProductTotal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOffered(Reply):
    """The command for what a sentence says of a round: it is never done for the asking."""

    verb: Literal["cancelled", "moved", "added"]
    date: date
    rest: str
    """The reason, or when it goes instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderShown(Reply):
    """One number, as each of its shops has it."""

    orders: tuple[Order, ...]
    name: str
    """Whose it is."""
    place: str
    phone: str


QuestionReply = OrderShown | OrdersOf | DriversOf | RoomLeft | GoodsOf | RoundOffered
