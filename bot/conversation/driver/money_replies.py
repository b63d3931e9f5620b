"""What a driver hears of money beside what a door has paid: empties, envelopes, corrections."""

from dataclasses import dataclass

from tournee.bot.conversation.model import Reply
from tournee.catalog.model import Shop
from tournee.catalog.quantity import Money
from tournee.orders.model import Day, OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptiesTaken(Reply):
    """Their deposit is a credit, and taken off what is to be collected."""

    name: str
    shop: Shop
    count: int
    amount: Money
    owed: bool = False
    """Something stands on the tab still: it is taken off that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoseEmpties(Reply):
    """No shop, or several, may take them."""

    shops: tuple[Shop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TooManyEmpties(Reply):
    """More than anybody gives back at a door: a slip of the finger."""

    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    shop: Shop
    date: Day
    cash: Money
    cheques: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopesListed(Reply):
    """What the driver still carries."""

    envelopes: tuple[Carried, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeGiven(Reply):
    """A shop has its envelope."""

    shop: Shop
    date: Day
    expected: Money
    received: Money
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPutRight(Reply):
    number: OrderNumber
    shop: Shop
    received: Money
    on_tab: Money


DriverMoneyReply = (
    EmptiesTaken | WhoseEmpties | TooManyEmpties | EnvelopesListed | EnvelopeGiven | PaymentPutRight
)
