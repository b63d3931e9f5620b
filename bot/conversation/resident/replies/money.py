"""What a resident hears of money: what is owed, receipts, what was paid."""

from dataclasses import dataclass
from datetime import datetime

from tournee.bot.conversation.model import Reply
from tournee.catalog.model import Product, Shop
from tournee.catalog.quantity import Money
from tournee.orders.model import Day, OrderNumber, Price
from tournee.orders.receipts import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class TabShown:
    """What stands on one shop's tab; negative is a credit."""

    shop: Shop
    amount: Money
    since: Day | None = None
    until: Day | None = None
    """Its last day before nothing more goes on it."""
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPay:
    """An order that is still to come."""

    number: OrderNumber
    day: Day | None
    total: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysToPayTold(Reply):
    """How one can pay at the door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptiesTold(Reply):
    """How a deposit comes back."""

    example: Product | None = None
    """Something that bears one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementShown(Reply):
    """Everything that is owed, shop by shop, and what the next orders cost."""

    tabs: tuple[TabShown, ...]
    coming: tuple[ToPay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptShown:
    """A receipt, with the shop that gave it and its day."""

    shop: Shop
    receipt: Receipt
    day: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsShown(Reply):
    """The receipts of one order, or of the last one."""

    receipts: tuple[ReceiptShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoReceipt(Reply):
    """Nothing was delivered yet, or not under that number."""

    number: OrderNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalNoted(Reply):
    """The dated acknowledgement that what was bought is given back."""

    number: OrderNumber
    shops: tuple[Shop, ...]
    at: datetime
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToGiveBack(Reply):
    """No order came in the time in which it could be given back."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TabPaidTold(Reply):
    """A shop has taken money off the resident's tab."""

    amount: Money
    receipt: int
    tab: TabShown
    """As it stands now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TabAgedTold(Reply):
    """A tab has been open for long: a reminder."""

    tab: TabShown


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositTold(Reply):
    """A shop has taken empties back."""

    shop: Shop
    count: int
    amount: Money
    owed: bool = False
    """Something is owed there: it is taken off that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPutRight(Reply):
    """A shop corrected what it was paid for an order."""

    number: OrderNumber
    shop: Shop
    received: Money
    on_tab: Money


MoneyReply = (
    StatementShown
    | ReceiptsShown
    | NoReceipt
    | TabPaidTold
    | WaysToPayTold
    | EmptiesTold
    | TabAgedTold
    | DepositTold
    | PaymentPutRight
    | WithdrawalNoted
    | NothingToGiveBack
)
