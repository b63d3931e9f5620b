"""What a shop's group hears of money: tabs, payments, the driver's envelope."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.shop.replies import Customer
from tournee.catalog.quantity import Money
from tournee.orders.closing import Envelope
from tournee.orders.model import Day, OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class TabLine:
    """A customer's tab, as the shop sees it."""

    customer: Customer
    amount: Money
    """Negative is a credit."""
    limit: Money | None = None
    """None is no limit, nothing is no tab."""
    since: Day | None = None
    warned: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Something on a tab that is not paid."""

    day: Day
    number: OrderNumber | None
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class TabsListed(Reply):
    """Every tab of the shop, the oldest first."""

    tabs: tuple[TabLine, ...]
    total: Money
    """Owed, without credits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TabOpened(Reply):
    """One customer's tab, with what stands on it."""

    tab: TabLine
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TabWasPaid(Reply):
    """A customer paid off a tab, or part of it."""

    tab: TabLine
    """As it stands now."""
    amount: Money
    receipt: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TabLimitSet(Reply):
    """How far a customer's tab may go from now on."""

    tab: TabLine


@dataclass(frozen=True, slots=True, kw_only=True)
class TabAgeing(Reply):
    """A tab has been open for long, and what follows."""

    tab: TabLine
    until: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositTaken(Reply):
    """Empties are taken back from a customer."""

    customer: Customer
    count: int
    amount: Money
    owed: bool = False
    """Something stands on the tab still: it is taken off that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPutRight(Reply):
    """Somebody corrected what was paid for an order."""

    customer: Customer
    number: OrderNumber
    received: Money
    on_tab: Money
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeShown(Reply):
    """The driver brings the shop's money: its card, until it is counted."""

    envelope: Envelope
    again: bool = False
    """It was asked for; the card further up stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeCounted(Reply):
    """The envelope of a round is counted, and what is missing or over."""

    date: Day
    expected: Money
    received: Money
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEnvelope(Reply):
    """Nothing is on its way to the shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichCustomer(Reply):
    """Nobody of that name, or several."""

    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRefused(Reply):
    """An amount that can't be: far more than is owed, or nothing is."""

    what: Literal["tab", "envelope"]
    limit: Decimal


ShopMoneyReply = (
    TabsListed
    | TabOpened
    | TabWasPaid
    | TabLimitSet
    | TabAgeing
    | DepositTaken
    | PaymentPutRight
    | EnvelopeShown
    | EnvelopeCounted
    | NoEnvelope
    | WhichCustomer
    | MoneyRefused
)
